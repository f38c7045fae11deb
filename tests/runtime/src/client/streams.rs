//! Streamed replies: events, lines, bytes.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::server::{Server, Step, answer};
use super::{Problem, builder, client, failure, operation};
use crate::runtime::{
    Body, Call, Client, Endpoint, Error, Event, EventStream, JsonLines, Reply, RetryPolicy,
    StreamError, Success, reply,
};

const MS: Duration = Duration::from_millis(1);

/// A call whose reply is not read into memory.
fn streamed<T: 'static>(client: &Client, open: fn(&Reply, Body) -> T) -> Call<'static, T, Problem> {
    let endpoint = Box::leak(Box::new(Endpoint {
        operation: operation("GET", "/stream"),
        success: Success::Streamed(open),
        failure,
    }));
    Call::new(Box::leak(Box::new(client.clone())), endpoint)
}

fn head() -> Reply {
    Reply::new(StatusCode::OK, HeaderMap::new(), "")
}

/// A body that arrives in pieces of this size.
fn in_pieces(text: &[u8], size: usize) -> Body {
    struct Pieces(Bytes, usize);
    impl futures_core::Stream for Pieces {
        type Item = Result<Bytes, crate::runtime::BoxError>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            let size = self.1.min(self.0.len());
            let piece = self.0.split_to(size);
            std::task::Poll::Ready((size > 0).then_some(Ok(piece)))
        }
    }
    Body::stream(Pieces(Bytes::copy_from_slice(text), size))
}

/// A response that ends with the connection.
fn until_closed(body: &str) -> Step {
    Step::Break(format!("HTTP/1.1 200 OK\r\n\r\n{body}"))
}

/// `id/event/data` of all events.
async fn events(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    // Wherever the pieces are cut.
    for size in [1, 2, 3, 7, 1000] {
        let mut stream = EventStream::text(&head(), in_pieces(text.as_bytes(), size));
        let mut events = Vec::new();
        while let Some(event) = stream.next().await {
            let Event {
                id, event, data, ..
            } = event.unwrap();
            events.push(format!("{id}/{event}/{data}"));
        }
        all.push(events);
    }
    assert!(all.iter().all(|events| *events == all[0]), "{all:?}");
    all.swap_remove(0)
}

#[tokio::test]
async fn events_as_the_html_standard_has_them() {
    for (text, expected) in [
        // The examples of the standard.
        (
            "data: YHOO\ndata: +2\ndata: 10\n\n",
            &["/message/YHOO\n+2\n10"][..],
        ),
        (
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
            &["1/message/first event", "/message/second event"],
        ),
        ("data\n\ndata\ndata\n\ndata:", &["/message/", "/message/\n"]),
        (
            "data:test\n\ndata: test\n\n",
            &["/message/test", "/message/test"],
        ),
        (
            "event: add\ndata: 73857293\n\ndata: x\n\n",
            &["/add/73857293", "/message/x"],
        ),
        // Any line end, and a byte order mark.
        (
            "\u{feff}data: a\r\rdata: b\r\n\r\ndata: c\n\ndata: d\r\n\n",
            &["/message/a", "/message/b", "/message/c", "/message/d"],
        ),
        ("data: a\rdata: b\r\ndata: c\n\r\n", &["/message/a\nb\nc"]),
        // An id outlives its event, and counts without data; one with a NUL is none.
        (
            "id: 7\n\ndata: a\n\ndata: b\nid: 8\0\n\n",
            &["7/message/a", "7/message/b"],
        ),
        (
            "event: ping\n\n: comment\nfoo: bar\n:\ndata : x\ndata: ü:: x\n\n",
            &["/message/ü:: x"],
        ),
        ("data: \u{feff}x\n\n", &["/message/\u{feff}x"]),
        ("", &[]),
    ] {
        assert_eq!(events(text).await, expected, "{text:?}");
    }
}

#[tokio::test]
async fn events_have_types() {
    let text = "retry: 1500\ndata: {\"a\":1}\n\nretry: soon\ndata: {\n\ndata: [2]\n\ndata: [DONE]\n\ndata: 3\n\n";
    let mut stream: EventStream<Value> = EventStream::json(&head(), Body::from(text));
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!(first.data, json!({"a": 1}));
    assert_eq!(first.retry, Some(1500 * MS));
    // What is wrong with one event is its own affair.
    let error: StreamError = stream.next().await.unwrap().unwrap_err();
    let Error::Decode(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.reply().body(), "{");
    let last = stream.next().await.unwrap().unwrap();
    assert_eq!((last.data, last.retry), (json!([2]), None));
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn events_are_bounded() {
    for text in [
        format!("data: {}", "x".repeat(99)),
        "data: xxxxxx\n".repeat(9),
    ] {
        let body = in_pieces(text.as_bytes(), 10);
        let mut stream = EventStream::text(&head(), body).max_event_bytes(50);
        let error = stream.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::TooLarge(50)), "{error}");
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn events_over_a_socket_come_one_by_one() {
    let text = "HTTP/1.1 200 OK\r\n\r\ndata: 1\n\ndata: 2\n\n";
    let server = Server::start([Step::Drip(2 * MS, text.to_owned())]);
    let mut stream = streamed(&client(&server.url), EventStream::<i32>::json)
        .await
        .unwrap();
    // The server keeps the connection open after the second.
    for number in [1, 2] {
        assert_eq!(stream.next().await.unwrap().unwrap().data, number);
    }
    let more = tokio::time::timeout(50 * MS, stream.next()).await;
    assert!(more.is_err());
}

#[tokio::test]
async fn events_go_on_after_a_reconnect() {
    let failing = answer(503, "", "");
    let script = [
        until_closed("retry: 20\nid: a\ndata: 1\n\ndata: lost"),
        until_closed("data: 2\n\n"),
        failing,
        until_closed("id:\ndata: 3\n\n"),
        until_closed("data: 4\n\n"),
        answer(204, "", ""),
    ];
    let server = Server::start(script);
    let policy = RetryPolicy::default().first_delay(MS);
    let client = builder(&server.url).retry(policy).build().unwrap();
    let start = Instant::now();
    let call = streamed(&client, EventStream::<i32>::json).header("X-A", "b");
    let mut stream = call.reconnect().await.unwrap();
    let mut seen = Vec::new();
    while let Some(event) = stream.next().await {
        let event = event.unwrap();
        seen.push((event.id, event.data));
    }
    let expected = [("a", 1), ("a", 2), ("", 3), ("", 4)];
    assert_eq!(seen, expected.map(|(id, data)| (id.to_owned(), data)));
    assert!(start.elapsed() >= 80 * MS);
    let requests = server.requests();
    let ids: Vec<_> = requests.iter().map(|r| r.header("last-event-id")).collect();
    assert_eq!(
        ids,
        [vec![], vec!["a"], vec!["a"], vec!["a"], vec![], vec![]]
    );
    assert!(requests.iter().all(|r| r.header("x-a") == ["b"]));

    // Without having been asked for, nothing is sent again.
    let server = Server::start([until_closed("data: 1\n\n")]);
    let mut stream = streamed(&super::client(&server.url), EventStream::<i32>::json)
        .await
        .unwrap();
    stream.next().await.unwrap().unwrap();
    assert!(stream.next().await.is_none());
    server.request();
}

#[tokio::test]
async fn a_refused_reconnect_ends_the_events() {
    let server = Server::start([
        until_closed("retry: 1\ndata: 1\n\n"),
        answer(404, "", "\"gone\""),
    ]);
    let call = streamed(&client(&server.url), EventStream::<i32>::json);
    let mut stream = call.reconnect().await.unwrap();
    stream.next().await.unwrap().unwrap();
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert!(stream.next().await.is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn lines_of_json() {
    for size in [1, 4, 1000] {
        let text = "{\"a\":\r 1}\r\n\n  \n[1,\n\"\u{2028}\"\n2";
        let body = in_pieces(text.as_bytes(), size);
        let mut lines: JsonLines<Value> = JsonLines::open(&head(), body);
        assert_eq!(lines.next().await.unwrap().unwrap(), json!({"a": 1}));
        let error = lines.next().await.unwrap().unwrap_err();
        assert_eq!(error.reply().unwrap().body(), "[1,");
        assert!(error.to_string().contains("[3]"), "{error}");
        assert_eq!(lines.next().await.unwrap().unwrap(), "\u{2028}");
        // The end of the last line may be missing.
        assert_eq!(lines.next().await.unwrap().unwrap(), 2);
        assert!(lines.next().await.is_none());
    }
}

#[tokio::test]
async fn sequences_of_json() {
    let media_type = HeaderValue::from_static("application/json-seq; a=b");
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, media_type)]);
    let head = Reply::new(StatusCode::OK, headers, "");
    for size in [1, 4, 1000] {
        let body = in_pieces(b"\x1e{\"a\":\n1}\n\x1e\x1e[2]", size);
        let mut texts: JsonLines<Value> = JsonLines::open(&head, body);
        assert_eq!(texts.next().await.unwrap().unwrap(), json!({"a": 1}));
        assert_eq!(texts.next().await.unwrap().unwrap(), json!([2]));
        assert!(texts.next().await.is_none());
    }
}

#[tokio::test]
async fn lines_are_bounded() {
    // Whether the end of the line is there already or not.
    for (text, size) in [("[1]\n[1,2,3]\n4\n", 100), ("[1]\n[1,2,3]", 1)] {
        let body = in_pieces(text.as_bytes(), size);
        let mut lines: JsonLines<Value> = JsonLines::open(&head(), body).max_line_bytes(5);
        lines.next().await.unwrap().unwrap();
        let error = lines.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::TooLarge(5)), "{error}");
        assert!(lines.next().await.is_none());
    }
}

#[tokio::test]
async fn documented_failures_come_before_the_stream() {
    let server = Server::start([answer(404, "", "\"no\""), until_closed("1\n2\n")]);
    let client = client(&server.url);
    let call = || streamed(&client, JsonLines::<i32>::open);
    let Err(Error::Api(error)) = call().await else {
        panic!("no documented failure");
    };
    assert_eq!(*error.body(), Problem::NotFound("no".to_owned()));
    let response = call().send().await.unwrap();
    assert_eq!(response.status(), 200);
    let mut lines = response.into_value();
    assert_eq!(lines.next().await.unwrap().unwrap(), 1);
}

#[tokio::test]
async fn a_torn_stream_is_an_error() {
    let torn = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1\n2";
    let server = Server::start([Step::Break(torn.to_owned())]);
    let client = client(&server.url);
    let mut lines = streamed(&client, JsonLines::<i32>::open).await.unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap(), 1);
    let error = lines.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn streams_that_stall() {
    let stalled = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1\n2";
    let server = Server::start([Step::Answer(stalled.to_owned())]);
    let client = builder(&server.url).idle_timeout(80 * MS).build().unwrap();
    let start = Instant::now();
    let mut lines = streamed(&client, JsonLines::<i32>::open).await.unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap(), 1);
    let error = lines.next().await.unwrap().unwrap_err();
    assert_eq!(error.to_string(), "nothing arrived for 80ms");
    assert!(error.is_timeout() && error.is_retryable());
    assert!(lines.next().await.is_none());
    assert!((80 * MS..10_000 * MS).contains(&start.elapsed()));

    let call = streamed(&client, reply::stream).idle_timeout(30 * MS);
    let mut body = call.await.unwrap();
    assert_eq!(body.length(), Some(100));
    body.chunk().await.unwrap().unwrap();
    let error = body.chunk().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the connection failed: nothing arrived for 30ms"
    );
    assert!(body.chunk().await.unwrap().is_none());

    // A slow stream is not a stalled one, and the time of the call is that of its head.
    let slow = format!("HTTP/1.1 200 OK\r\n\r\n{}", "1\n".repeat(30));
    let server = Server::start([Step::Drip(10 * MS, slow)]);
    let client = builder(&server.url).idle_timeout(400 * MS).build().unwrap();
    let call = streamed(&client, JsonLines::<i32>::open).timeout(600 * MS);
    let mut lines = call.await.unwrap();
    for _ in 0..30 {
        assert_eq!(lines.next().await.unwrap().unwrap(), 1);
    }
}
