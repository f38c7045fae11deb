//! Servers that lie, over real sockets: what they say costs neither memory nor time, and never a panic.

use std::time::{Duration, Instant};

use super::server::{Server, Step, answer, json};
use super::{builder, call, get, operation};
use crate::runtime::{Client, Error, RetryPolicy};

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

fn patient(url: &str) -> Client {
    let builder = builder(url).retry(RetryPolicy::never());
    builder.timeout(Duration::from_secs(5)).build().unwrap()
}

/// The error that a single answer ends in, well before the time of the call.
async fn fail(step: Step) -> Error<super::Problem> {
    let server = Server::start([step]);
    let start = Instant::now();
    let error = get(&patient(&server.url), "/").await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(4), "{error}");
    error
}

#[tokio::test]
async fn heads_that_are_none() {
    let head = |lines: &str| Step::Break(format!("{HEAD}{lines}\r\n\r\n1"));
    for step in [
        Step::Break(String::new()),
        Step::Break("SSH-2.0-OpenSSH_9.9\r\n\r\n".to_owned()),
        Step::Break("HTTP/9.9 200 OK\r\n\r\n".to_owned()),
        Step::Break("HTTP/1.1 99999 OK\r\n\r\n".to_owned()),
        Step::Break("\0".repeat(1000)),
        head("X: a\0b"),
        head("X y: z"),
        head("no colon"),
    ] {
        let error = fail(step.clone()).await;
        assert!(matches!(error, Error::Transport(_)), "{error}");
    }
}

#[tokio::test]
async fn heads_without_an_end() {
    const FLOOD: usize = 200 << 20;
    let server = Server::start([Step::Flood(format!("{HEAD}X: y"), FLOOD)]);
    let error = get(&patient(&server.url), "/").await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(server.flooded() < 40 << 20, "{}", server.flooded());

    let many = "X: y\r\n".repeat(10_000);
    let error = fail(Step::Break(format!("{HEAD}{many}\r\n1"))).await;
    assert!(matches!(error, Error::Transport(_)), "{error}");
}

#[tokio::test]
async fn interim_answers_without_an_end() {
    let interim = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(10_000);
    let server = Server::start([Step::Answer(interim)]);
    let call = get(&patient(&server.url), "/").timeout(Duration::from_millis(500));
    assert!(call.await.is_err());
}

#[tokio::test]
async fn lengths_that_are_lies() {
    let with = |lines: &str| Step::Break(format!("{HEAD}{lines}\r\n\r\n1"));
    for step in [
        with("Content-Length: 2"),
        with("Content-Length: -1"),
        with("Content-Length: 18446744073709551616"),
        with("Content-Length: 1\r\nContent-Length: 2"),
        with("Transfer-Encoding: chunked"),
        Step::Break(format!("{HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n1")),
        Step::Break(format!(
            "{HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n1"
        )),
        Step::Break(format!(
            "{HEAD}Transfer-Encoding: chunked\r\n\r\n-1\r\n1\r\n0\r\n\r\n"
        )),
    ] {
        let error = fail(step).await;
        assert!(matches!(error, Error::Transport(_)), "{error}");
    }
    // What is more than any memory is not asked for from the allocator.
    let error = fail(with("Content-Length: 9223372036854775807")).await;
    assert!(matches!(error, Error::TooLarge(_)), "{error}");
}

#[tokio::test]
async fn an_answer_behind_the_answer_belongs_to_no_call() {
    let forged = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\"forged\"";
    let first = Step::Answer(format!("{HEAD}Content-Length: 1\r\n\r\n1{forged}"));
    let server = Server::start([first, json(200, "\"own\"")]);
    let client = patient(&server.url);
    assert_eq!(get(&client, "/").await.unwrap(), 1);
    match get(&client, "/").await {
        Ok(value) => assert_eq!(value, "own"),
        Err(error) => assert!(matches!(error, Error::Transport(_)), "{error}"),
    }
}

#[tokio::test]
async fn types_that_are_lies() {
    let typed = |headers: &str, body: &str| answer(200, &format!("{headers}\r\n"), body);
    for step in [
        typed("Content-Type: application/json; charset=utf-16", "1\0"),
        typed("Content-Type: application/json; charset=\"", "\u{fffd}"),
        // Nobody asked for it.
        typed(
            "Content-Type: application/json\r\nContent-Encoding: gzip",
            "\u{1f}\u{8b}",
        ),
        typed("Content-Type: image/png", "\u{89}PNG"),
        typed("Content-Type: \u{e9}", "<p>"),
        typed("Content-Type: application/json", &"[".repeat(1 << 20)),
        typed("Content-Type: application/json", &"{\"a\":".repeat(1 << 18)),
        typed("Content-Type: application/json", "\"\\ud800\""),
    ] {
        let error = fail(step).await;
        assert!(matches!(error, Error::Decode(_)), "{error}");
        assert!(error.to_string().len() < 1000, "{error}");
    }
    let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
    let server = Server::start([json(200, &deep), json(200, &format!("[{deep}]"))]);
    let client = patient(&server.url);
    get(&client, "/").await.unwrap();
    let error = get(&client, "/").await.unwrap_err().to_string();
    assert!(error.contains("nested too deeply"), "{error}");
}

#[tokio::test]
async fn texts_of_parameters_stay_in_their_places() {
    let server = Server::start([json(200, "1")]);
    let client = patient(&server.url);
    let evil = "a\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1\r\n\0\u{e9}/../?#;&= ";
    let call = call(&client, operation("GET", "/a/{b}/c"));
    let call = call
        .path("b", evil)
        .query("q", evil)
        .cookie("k", true, evil);
    call.await.unwrap();
    let request = server.request();
    let encoded = "a%0D%0AX-Evil%3A%201%0D%0A%0D%0AGET%20%2Fevil%20HTTP%2F1.1%0D%0A%00%C3%A9%2F..%2F%3F%23%3B%26%3D%20";
    assert_eq!(request.target(), format!("/a/{encoded}/c?q={encoded}"));
    assert_eq!(request.header("cookie"), [format!("k={encoded}")]);
    assert!(request.header("x-evil").is_empty());
    // A header cannot be escaped, so it is refused; what is only not ASCII arrives.
    for odd in ["a\r\nX-Evil: 1", "a\n", "a\0", "\u{7f}"] {
        let call = get(&client, "/").header_param("X-A", false, odd);
        assert!(matches!(call.await, Err(Error::Request(_))), "{odd:?}");
    }
    server.request();
}
