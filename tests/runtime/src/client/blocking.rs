use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::server::{Server, Step, answer, json};
use super::{builder, client, get, post};
use crate::runtime::blocking::{self, Blocking};
use crate::runtime::{Body, BoxError, Error, JsonLines, Reply, RetryPolicy};

const MS: Duration = Duration::from_millis(1);

#[test]
fn without_a_runtime() {
    let server = Server::start([json(503, "{}"), json(200, "7"), json(404, "\"no\"")]);
    let policy = RetryPolicy::default().first_delay(MS);
    let client = builder(&server.url).retry(policy).build().unwrap();
    assert_eq!(get(&client, "/").wait().unwrap(), 7);
    assert!(matches!(get(&client, "/").wait(), Err(Error::Api(_))));
    let error = get(&client, "/").send().wait().unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(server.requests().len(), 4);
}

/// The thread in the background takes a connection back when it gets to it, which may be after the next call began.
#[test]
fn connections_live_on_between_calls() {
    let server = Server::start([json(200, "1")]);
    let client = client(&server.url);
    let reused = (0..200).any(|call| {
        thread::sleep(call * MS);
        let before = server.connections();
        get(&client, "/").wait().unwrap();
        server.connections() == before
    });
    assert!(reused, "{} connections", server.connections());
}

#[test]
fn timeouts_need_no_runtime_either() {
    let server = Server::start([Step::Answer(String::new())]);
    let start = Instant::now();
    let error = get(&client(&server.url), "/").timeout(50 * MS).wait();
    assert!(error.unwrap_err().is_timeout());
    assert!((50 * MS..10_000 * MS).contains(&start.elapsed()));
}

#[test]
fn from_many_threads() {
    let server = Server::start([json(200, "1")]);
    let client = client(&server.url);
    let calls = (0..8).map(|_| {
        let client = client.clone();
        thread::spawn(move || get(&client, "/").wait().unwrap())
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.join().unwrap(), 1);
    }
}

/// More often than Tokio lets a task go on without yielding.
fn many_calls() {
    let server = Server::start([json(200, "1")]);
    let client = client(&server.url);
    for _ in 0..300 {
        assert_eq!(get(&client, "/").wait().unwrap(), 1);
    }
}

#[tokio::test]
async fn inside_of_a_current_thread_runtime() {
    many_calls();
    tokio::time::sleep(MS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn inside_of_a_multi_thread_runtime() {
    tokio::spawn(async { many_calls() }).await.unwrap();
}

/// Makes a call when its first bytes are asked for.
struct Caller(String);

impl Stream for Caller {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let result = get(&client(&self.0), "/").wait();
        Poll::Ready(Some(Err(result.unwrap_err().to_string().into())))
    }
}

#[test]
fn a_body_that_calls_is_an_error() {
    let server = Server::start([answer(204, "", "")]);
    let body = Body::stream(Caller(server.url.clone()));
    let call = post(&client(&server.url), "/").bytes_body("a/b", body);
    let error = call.wait().unwrap_err().to_string();
    assert!(error.contains("would wait forever"), "{error}");
}

#[test]
fn streams_become_iterators() {
    let head = Reply::new(StatusCode::OK, HeaderMap::new(), "");
    let lines: JsonLines<i32> = JsonLines::open(&head, Body::from("1\nx\n3\n"));
    let values: Vec<_> = blocking::iter(lines).map(Result::ok).collect();
    assert_eq!(values, [Some(1), None, Some(3)]);
    let mut body = Body::from("abc");
    let chunk = blocking::block_on(body.chunk()).unwrap();
    assert_eq!(chunk.unwrap().unwrap(), "abc");
}
