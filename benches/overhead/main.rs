//! What a call through a generated client costs beside the same request by reqwest and serde, written by hand:
//! `cargo bench -p oasmith-overhead`.
//!
//! Both sides call a server on loopback, in turns, over connections that stay open and with the same settings of
//! reqwest. The ratio is the median over the turns, so that a machine that is busy with other things slows down both.
//! The time of the processor is that of the client's thread alone.
#![allow(missing_docs)]

mod allocations;
mod generated;
mod handwritten;
mod server;

use std::time::{Duration, Instant};

const TURNS: usize = 400;
const CALLS: u32 = 50;

/// What some calls cost.
#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    processor: Duration,
    allocations: usize,
    bytes: usize,
}

/// How long this thread has been running on a processor.
fn processor() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

async fn measure(call: &impl AsyncFn()) -> Cost {
    let (processor_before, allocated, start) = (processor(), allocations::count(), Instant::now());
    for _ in 0..CALLS {
        call().await;
    }
    let (wall, now) = (start.elapsed(), allocations::count());
    Cost {
        wall,
        processor: processor() - processor_before,
        allocations: now.0 - allocated.0,
        bytes: now.1 - allocated.1,
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn compare(name: &str, generated: impl AsyncFn(), handwritten: impl AsyncFn()) {
    let mut turns = Vec::new();
    for turn in 0..TURNS + 20 {
        // Whoever comes first may pay for what happened before.
        turns.push(if turn % 2 == 0 {
            let ours = measure(&generated).await;
            (ours, measure(&handwritten).await)
        } else {
            let theirs = measure(&handwritten).await;
            (measure(&generated).await, theirs)
        });
    }
    let turns = &turns[20..];
    let row = |unit: &str, per_call: &dyn Fn(&Cost) -> f64| {
        let ours = median(turns.iter().map(|(ours, _)| per_call(ours)));
        let theirs = median(turns.iter().map(|(_, theirs)| per_call(theirs)));
        let ratio = median(turns.iter().map(|(a, b)| per_call(a) / per_call(b)));
        println!("{name:20} {unit:22} {ours:9.1} {theirs:9.1} {ratio:9.3}");
    };
    let calls = f64::from(CALLS);
    row("µs", &|cost| cost.wall.as_secs_f64() * 1e6 / calls);
    row("µs of the processor", &|cost| {
        cost.processor.as_secs_f64() * 1e6 / calls
    });
    row("allocations", &|cost| cost.allocations as f64 / calls);
    row("bytes allocated", &|cost| cost.bytes as f64 / calls);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let url = server::start();
    let ours = generated::Api::new(&url);
    let theirs = handwritten::Api::new(&url);
    println!(
        "{:43} {:>9} {:>9} {:>9}",
        "per call", "generated", "by hand", "ratio"
    );
    compare(
        "read a user",
        async || ours.get().await,
        async || theirs.get().await,
    )
    .await;
    compare(
        "create a user",
        async || ours.create().await,
        async || theirs.create().await,
    )
    .await;
    compare(
        "list 100 users",
        async || ours.list().await,
        async || theirs.list().await,
    )
    .await;
}
