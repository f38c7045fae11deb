use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::server::{Server, Step, answer, json};
use super::{builder, call, client, get, operation, post};
use crate::runtime::{Body, Client, ClientBuilder, Error, RetryPolicy};

const MS: Duration = Duration::from_millis(1);

/// Does not wait long between attempts.
fn quick() -> RetryPolicy {
    RetryPolicy::default().first_delay(4 * MS)
}

fn hasty(url: &str) -> Client {
    hasty_builder(url).build().unwrap()
}

fn hasty_builder(url: &str) -> ClientBuilder {
    builder(url).retry(quick())
}

#[tokio::test]
async fn transient_statuses_are_tried_again() {
    for status in [408, 429, 500, 502, 503, 504] {
        let server = Server::start([json(status, "{}"), json(status, "{}"), json(200, "7")]);
        assert_eq!(get(&hasty(&server.url), "/").await.unwrap(), 7);
        assert_eq!(server.requests().len(), 3);
        // Over the same connection: the bodies of failures are read.
        assert_eq!(server.connections(), 1);
    }
    for status in [400, 401, 403, 404, 409, 501] {
        let server = Server::start([json(status, "\"\"")]);
        assert_eq!(
            get(&hasty(&server.url), "/")
                .await
                .unwrap_err()
                .status()
                .unwrap(),
            status
        );
        server.request();
    }
}

#[tokio::test]
async fn attempts_are_bounded() {
    let server = Server::start([json(503, "{}")]);
    let client = hasty(&server.url);
    let error = get(&client, "/").await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(server.requests().len(), 3);
    get(&client, "/")
        .retry(quick().max_attempts(5))
        .await
        .unwrap_err();
    assert_eq!(server.requests().len(), 8);
    get(&client, "/")
        .retry(RetryPolicy::never())
        .await
        .unwrap_err();
    assert_eq!(server.requests().len(), 9);
}

#[tokio::test]
async fn what_may_have_had_an_effect_is_sent_once() {
    let died = Step::Break(String::new());
    let torn = Step::Break("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_owned());
    for step in [died, torn, json(503, "{}"), json(429, "{}")] {
        let server = Server::start([step]);
        let client = hasty(&server.url);
        let body = || post(&client, "/").json_body("application/json", &1);
        body().await.unwrap_err();
        server.request();
        call(&client, operation("PATCH", "/")).await.unwrap_err();
        assert_eq!(server.requests().len(), 2);
        // Unless the caller says that the server recognises repetitions.
        body().idempotency_key("abc").await.unwrap_err();
        let requests = server.requests();
        assert_eq!(requests.len(), 5);
        for request in &requests[2..] {
            assert_eq!(request.header("idempotency-key"), ["abc"]);
            assert_eq!(request.body, "1");
        }
    }
}

#[tokio::test]
async fn an_idempotency_key_that_is_a_parameter_allows_retries() {
    for name in ["Idempotency-Key", "X-Idempotency-Key"] {
        let server = Server::start([json(503, "{}")]);
        let call = post(&hasty(&server.url), "/").header_param(name, false, "abc");
        call.await.unwrap_err();
        assert_eq!(server.requests().len(), 3);
    }
}

#[tokio::test]
async fn a_connection_that_went_stale_does_not_repeat_a_post() {
    // The first answer leaves a connection behind, on which the server dies with the second request.
    let server = Server::start([json(200, "1"), Step::Break(String::new())]);
    let client = hasty(&server.url);
    post(&client, "/").await.unwrap();
    post(&client, "/").await.unwrap_err();
    assert_eq!(server.requests().len(), 2);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn streams_are_sent_once() {
    let server = Server::start([json(503, "{}")]);
    let stream = Body::stream(Body::from("abc"));
    let put = call(&hasty(&server.url), operation("PUT", "/"));
    put.bytes_body("text/plain", stream).await.unwrap_err();
    server.request();
}

#[tokio::test]
async fn refused_connections_are_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = hasty(&url);
    let start = Instant::now();
    // Even a POST: nothing of it was sent. Two waits of at least half of 40 and 80 ms.
    let slow = quick().first_delay(40 * MS);
    let error = post(&client, "/").retry(slow).await.unwrap_err();
    assert!(start.elapsed() >= 60 * MS);
    assert!(
        error.to_string().starts_with("could not connect: "),
        "{error}"
    );
    assert!(matches!(&error, Error::Transport(e) if e.is_connect()));
    assert!(error.is_retryable() && error.status().is_none());
}

#[tokio::test]
async fn broken_replies() {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1,2,\r\n";
    for broken in [
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":",
        chunked,
        "not HTTP at all\r\n\r\n",
    ] {
        let server = Server::start([Step::Break(broken.to_owned()), json(200, "1")]);
        assert_eq!(get(&hasty(&server.url), "/").await.unwrap(), 1, "{broken}");

        let server = Server::start([Step::Break(broken.to_owned())]);
        let error = get(&hasty(&server.url), "/").await.unwrap_err();
        assert!(
            matches!(&error, Error::Transport(e) if !e.is_connect()),
            "{error}"
        );
        assert_eq!(server.requests().len(), 3);
    }
}

#[tokio::test]
async fn retry_after_in_seconds() {
    let server = Server::start([answer(503, "Retry-After: 1\r\n", ""), json(200, "1")]);
    let start = Instant::now();
    get(&hasty(&server.url), "/").await.unwrap();
    assert!(start.elapsed() >= 1000 * MS);
}

#[tokio::test]
async fn retry_after_as_a_date() {
    // By the clock of the server, which is long past.
    let dates =
        "Date: Thu, 29 Feb 2024 23:59:59 GMT\r\nRetry-After: Fri, 01 Mar 2024 00:00:00 GMT\r\n";
    let server = Server::start([answer(503, dates, ""), json(200, "1")]);
    let start = Instant::now();
    get(&hasty(&server.url), "/").await.unwrap();
    assert!((1000 * MS..9000 * MS).contains(&start.elapsed()));

    // Without its clock by ours; a date in the past means now.
    let past = "Retry-After: Fri, 01 Mar 2024 00:00:00 GMT\r\n";
    let server = Server::start([answer(503, past, ""), json(200, "1")]);
    get(&hasty(&server.url), "/").await.unwrap();
}

#[tokio::test]
async fn what_makes_no_sense_is_ignored() {
    for odd in [
        "soon",
        "",
        "-1",
        "9.5",
        "99999999999999999999",
        "Sat, 01 Jan 2050 00:00:00 +0900",
        "Sat, 01 Foo 2050 00:00:00 GMT",
        "Sat, 01 Jan 2050 00:00 GMT",
        "Sat, 01 Jan 2050 25:00:00 GMT",
        "Sat, 01 Jan 2050 00:00:18446744073709551615 GMT",
    ] {
        let retry_after = format!("Retry-After: {odd}\r\n");
        let server = Server::start([answer(503, &retry_after, ""), json(200, "1")]);
        let start = Instant::now();
        get(&hasty(&server.url), "/").await.unwrap();
        assert!(start.elapsed() < 9000 * MS, "{odd}");
    }
}

#[tokio::test]
async fn longer_waits_than_allowed_are_not_begun() {
    for wait in [
        "Retry-After: 11\r\n",
        "Date: Fri, 31 Dec 2021 23:00:00 GMT\r\nRetry-After: Sat, 01 Jan 2022 00:00:00 GMT\r\n",
        "Retry-After: 18446744073709551615\r\n",
        // The two older forms of a date.
        "Date: Friday, 31-Dec-99 23:00:00 GMT\r\nRetry-After: Saturday, 01-Jan-00 00:00:00 GMT\r\n",
        "Date: Fri Dec 31 23:00:00 2021\r\nRetry-After: Sat Jan  1 00:00:00 2022\r\n",
    ] {
        let server = Server::start([answer(429, wait, "")]);
        let start = Instant::now();
        let error = get(&hasty(&server.url), "/").await.unwrap_err();
        assert_eq!(error.status().unwrap(), 429);
        assert!(start.elapsed() < 9000 * MS);
        server.request();
    }
    // A failure tells more than the timeout that would follow.
    let server = Server::start([answer(429, "Retry-After: 9\r\n", "")]);
    let call = get(&client(&server.url), "/").timeout(8000 * MS);
    let start = Instant::now();
    assert_eq!(call.await.unwrap_err().status().unwrap(), 429);
    assert!(start.elapsed() < 7000 * MS);
}

#[tokio::test]
async fn timeouts() {
    let slow = Step::Drip(
        20 * MS,
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1234567890".to_owned(),
    );
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
    // No head in time, and a head without a body.
    for step in [slow, Step::Answer(head.to_owned())] {
        let server = Server::start([step]);
        for timeout_of_call in [false, true] {
            let start = Instant::now();
            let error = if timeout_of_call {
                get(&hasty(&server.url), "/").timeout(120 * MS).await
            } else {
                let client = hasty_builder(&server.url)
                    .timeout(120 * MS)
                    .build()
                    .unwrap();
                get(&client, "/").await
            };
            let error = error.unwrap_err();
            assert!(error.is_timeout() && error.is_retryable(), "{error}");
            assert_eq!(error.to_string(), "no complete reply within 120ms");
            assert!((100 * MS..10_000 * MS).contains(&start.elapsed()));
        }
        // The time is that of the whole call, so nothing is tried again.
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn dropping_a_call_cancels_it() {
    let server = Server::start([Step::Drip(50 * MS, "HTTP/1.1 ".repeat(100))]);
    let client = hasty(&server.url);
    let call = get(&client, "/").send();
    let cancelled = tokio::time::timeout(100 * MS, call).await;
    assert!(cancelled.is_err());
    tokio::time::sleep(150 * MS).await;
    assert_eq!(server.requests().len(), 1);
    // A future that is never polled sends nothing.
    drop(get(&client, "/").send());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn connections_are_reused() {
    let server = Server::start([json(200, "1")]);
    let client = client(&server.url);
    for _ in 0..5 {
        get(&client.clone(), "/").await.unwrap();
    }
    assert_eq!(server.requests().len(), 5);
    assert_eq!(server.connections(), 1);
}
