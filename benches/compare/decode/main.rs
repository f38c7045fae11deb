//! How long one generator's models take to be read and written, and how often that allocates: `decode FOLDER` prints
//! a line for each kind of value. `models.rs` is one of the files beside this one.

mod models;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::{Duration, Instant};

const TURNS: u32 = 30;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// An allocator that counts, at no cost that shows: an atomic counter would slow down those who allocate often.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn note() {
    ALLOCATIONS.set(ALLOCATIONS.get() + 1);
}

// SAFETY: all of it is what the system's allocator does.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note();
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// The shortest time of several turns, and the allocations of one. What the work gives is dropped outside of that time.
fn fastest<T>(work: impl Fn() -> T) -> (Duration, usize) {
    let turns = (0..TURNS).map(|_| {
        let (before, start) = (ALLOCATIONS.get(), Instant::now());
        let result = work();
        let turn = (start.elapsed(), ALLOCATIONS.get() - before);
        drop(std::hint::black_box(result));
        turn
    });
    turns.min().expect("a turn")
}

/// Measures values of one kind; what was read must be written as it was.
fn measure<T>(kind: &str, read: impl Fn(&[u8]) -> Vec<T>, write: impl Fn(&Vec<T>) -> Vec<u8>) {
    let folder = std::env::args().nth(1).expect("a folder");
    let text = std::fs::read(format!("{folder}/{kind}.json")).expect("values");
    let values = read(&text);
    let json = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).expect("JSON");
    assert!(json(&write(&values)) == json(&text), "{kind} were changed");
    let per_megabyte = |time: Duration| time.as_secs_f64() * 1e3 / (text.len() as f64 / 1e6);
    let per_value = |count: usize| count as f64 / values.len() as f64;
    let (decoding, decoded) = fastest(|| read(&text));
    let (encoding, encoded) = fastest(|| write(&values));
    println!(
        "{kind} {:.4} {:.2} {:.4} {:.2}",
        per_megabyte(decoding),
        per_value(decoded),
        per_megabyte(encoding),
        per_value(encoded)
    );
}

fn main() {
    measure::<models::Issue>(
        "issues",
        |text| models::read(text).expect("issues"),
        |values| models::write(values).expect("JSON"),
    );
    measure::<models::FullRepository>(
        "repositories",
        |text| models::read(text).expect("repositories"),
        |values| models::write(values).expect("JSON"),
    );
}
