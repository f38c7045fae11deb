use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde_json::json;

use super::server::{Server, answer};
use super::{call, client, operation, post, refusal};
use crate::runtime::{Body, BoxError, Query};

/// Yields each of these.
struct Chunks(Vec<&'static str>);

impl Stream for Chunks {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = (!self.0.is_empty()).then(|| self.0.remove(0));
        Poll::Ready(next.map(|text| match text {
            "fail" => Err("the disk is gone".into()),
            text => Ok(Bytes::from_static(text.as_bytes())),
        }))
    }
}

#[tokio::test]
async fn kinds_of_bodies() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let json = "application/problem+json";
    for (call, content_type, body) in [
        (
            post(&client, "/").json_body(json, &json!({"a": 1})),
            json,
            r#"{"a":1}"#,
        ),
        (
            post(&client, "/").form_body(&json!({"a b": "c&d", "list": [1, 2], "none": null})),
            "application/x-www-form-urlencoded",
            "a%20b=c%26d&list=1&list=2",
        ),
        (
            post(&client, "/").form_body_with(
                &[
                    (Query::DEEP_OBJECT, &["deep"]),
                    (Query::FORM_JOINED, &["list"]),
                ],
                &json!({"deep": {"a": 1}, "list": [1, 2]}),
            ),
            "application/x-www-form-urlencoded",
            "deep%5Ba%5D=1&list=1,2",
        ),
        (
            post(&client, "/").text_body("text/plain", "hello"),
            "text/plain",
            "hello",
        ),
        (
            post(&client, "/").bytes_body("application/octet-stream", vec![b'x'; 3]),
            "application/octet-stream",
            "xxx",
        ),
    ] {
        call.await.unwrap();
        let request = server.requests().pop().unwrap();
        assert_eq!(request.header("content-type"), [content_type]);
        assert_eq!(request.header("content-length"), [body.len().to_string()]);
        assert_eq!(request.body, body);
    }
    assert!(
        refusal(post(&client, "/").form_body(&json!([1])))
            .await
            .contains("form")
    );
}

#[tokio::test]
async fn of_two_content_types_the_last_counts() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let name = "content-type";
    let own = post(&client, "/").text_body("text/plain", "a");
    own.header(name, "text/own").await.unwrap();
    let replaced = post(&client, "/").header(name, "text/own");
    replaced.text_body("text/plain", "a").await.unwrap();
    let [first, second] = &server.requests()[..] else {
        panic!("two requests");
    };
    assert_eq!(first.header(name), ["text/own"]);
    assert_eq!(second.header(name), ["text/plain"]);
    let broken = post(&client, "/").text_body("text/\n", "a");
    assert!(refusal(broken).await.contains("`content-type`"));
}

#[tokio::test]
async fn no_body() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    for (method, length) in [
        ("POST", &["0"][..]),
        ("PUT", &["0"]),
        ("PATCH", &["0"]),
        ("GET", &[]),
        ("DELETE", &[]),
    ] {
        let optional = None::<Vec<i32>>;
        let call = call(&client, operation(method, "/"));
        call.json_body("application/json", &optional).await.unwrap();
        let request = server.requests().pop().unwrap();
        assert_eq!(
            request.header("content-length"),
            length,
            "{}",
            request.line()
        );
        assert!(request.header("content-type").is_empty());
        assert!(request.header("transfer-encoding").is_empty());
    }
}

#[tokio::test]
async fn streams_with_and_without_a_length() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let stream = || Body::stream(Chunks(vec!["ab", "cde"]));
    post(&client, "/")
        .bytes_body("x/y", stream())
        .await
        .unwrap();
    let chunked = server.request();
    assert_eq!(chunked.header("transfer-encoding"), ["chunked"]);
    assert_eq!(chunked.body, "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");

    let sized = stream().with_length(5);
    post(&client, "/").bytes_body("x/y", sized).await.unwrap();
    let sized = server.requests().pop().unwrap();
    assert_eq!(sized.header("content-length"), ["5"]);
    assert!(sized.header("transfer-encoding").is_empty());
    assert_eq!(sized.body, "abcde");

    let broken = Body::stream(Chunks(vec!["ab", "fail"]));
    let error = post(&client, "/")
        .bytes_body("x/y", broken)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("the disk is gone"), "{error}");
}

#[tokio::test]
async fn bodies_can_be_read_and_shown() {
    let mut body = Body::stream(Chunks(vec!["ab", "c"]));
    assert_eq!(format!("{body:?}"), "Body(stream)");
    assert_eq!(body.chunk().await.unwrap().unwrap(), "ab");
    assert_eq!(body.chunk().await.unwrap().unwrap(), "c");
    assert!(body.chunk().await.unwrap().is_none());
    let mut bytes = Body::from("secret");
    assert_eq!(format!("{bytes:?}"), "Body(6 bytes)");
    assert_eq!(bytes.as_bytes(), Some(&b"secret"[..]));
    assert_eq!(bytes.chunk().await.unwrap().unwrap(), "secret");
    assert!(bytes.chunk().await.unwrap().is_none());
}
