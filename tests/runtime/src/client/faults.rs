//! Servers that misbehave: each call ends in its documented error, in its time, and nothing is sent twice that must not
//! be.

use std::io::Read;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use super::server::{Server, Step, json};
use super::{builder, call, client, get, operation, post};
use crate::runtime::{Client, Error, RetryPolicy};

const MS: Duration = Duration::from_millis(1);
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

fn hasty(url: &str) -> Client {
    let policy = RetryPolicy::default().first_delay(2 * MS);
    builder(url).retry(policy).build().unwrap()
}

#[tokio::test]
async fn a_reset_in_the_middle_of_a_body() {
    let torn = Step::Reset(format!("{HEAD}Content-Length: 100\r\n\r\n[1,"));
    let chunked = Step::Reset(format!(
        "{HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n"
    ));
    for reset in [torn, chunked, Step::Reset(String::new())] {
        let server = Server::start([reset.clone(), json(200, "1")]);
        assert_eq!(get(&hasty(&server.url), "/").await.unwrap(), 1);
        assert_eq!(server.requests().len(), 2);

        let server = Server::start([reset]);
        let client = hasty(&server.url);
        let body = || post(&client, "/").json_body("application/json", &1);
        let error = body().await.unwrap_err();
        assert!(
            matches!(&error, Error::Transport(e) if !e.is_connect()),
            "{error}"
        );
        server.request();
        // Unless the caller vouches for it.
        body().idempotency_key("k").await.unwrap_err();
        assert_eq!(server.requests().len(), 4);
    }
}

#[tokio::test]
async fn a_server_that_dies_while_it_takes_a_post() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.read_exact(&mut [0; 1 << 16]).unwrap();
        let socket = socket2::SockRef::from(&stream);
        socket.set_linger(Some(Duration::ZERO)).unwrap();
        drop(stream);
        // A second connection would be a second request.
        listener.set_nonblocking(true).unwrap();
        thread::sleep(200 * MS);
        listener.accept().is_ok()
    });
    let call = post(&hasty(&url), "/").bytes_body("text/plain", vec![b' '; 16 << 20]);
    let start = Instant::now();
    let error = call.await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(e) if !e.is_connect()),
        "{error}"
    );
    assert!(start.elapsed() < 10_000 * MS);
    assert!(!served.join().unwrap());
}

#[tokio::test]
async fn a_slow_loris_ends_with_the_time_of_the_call() {
    let body = format!("{HEAD}Content-Length: 100000\r\n\r\n{}", " ".repeat(4000));
    let head = format!("{HEAD}X-Padding: {}", "x".repeat(4000));
    for slow in [body, head] {
        // Something arrives all the time, but never all of it.
        let server = Server::start([Step::Drip(5 * MS, slow)]);
        let call = get(&hasty(&server.url), "/").timeout(400 * MS);
        let start = Instant::now();
        assert!(call.await.unwrap_err().is_timeout());
        assert!((400 * MS..10_000 * MS).contains(&start.elapsed()));
        server.request();
    }
}

#[tokio::test]
async fn attempts_and_waits_share_the_time_of_the_call() {
    let server = Server::start([json(503, "{}")]);
    let policy = RetryPolicy::default().max_attempts(1000).first_delay(MS);
    let policy = policy.max_delay(40 * MS);
    let call = get(&client(&server.url), "/").retry(policy);
    let start = Instant::now();
    let error = call.timeout(300 * MS).await.unwrap_err();
    // Of a wait that the end of the call cuts short, the failure before it is told.
    assert!(error.is_timeout() || error.status().unwrap() == 503);
    assert!((300 * MS..10_000 * MS).contains(&start.elapsed()));
    assert!((2..100).contains(&server.requests().len()));
}

#[tokio::test]
async fn a_flood_is_refused() {
    const LIMIT: usize = 1 << 20;
    const FLOOD: usize = 200 << 20;
    let announced = format!("{HEAD}Content-Length: {FLOOD}\r\n\r\n");
    let unannounced = format!("{HEAD}\r\n");
    for head in [announced, unannounced] {
        let server = Server::start([Step::Flood(head, FLOOD)]);
        let client = builder(&server.url).max_response_bytes(LIMIT).build();
        let call = call(&client.unwrap(), operation("GET", "/"));
        let error = call.await.unwrap_err();
        assert!(matches!(error, Error::TooLarge(LIMIT)), "{error}");
        // Not even received, but for what fits into the buffers of the sockets.
        tokio::time::sleep(50 * MS).await;
        assert!(server.flooded() < 40 << 20, "{}", server.flooded());
        server.request();
    }
}
