use std::convert::Infallible;

use http::{HeaderMap, StatusCode};
use serde_json::{Value, json as value};

use super::server::{Server, Step, answer, json};
use super::{Problem, builder, client, get, operation};
use crate::runtime::json::DecodeError;
use crate::runtime::{
    Body, Call, Client, Endpoint, Error, Operation, Outcomes, Reply, Success, endpoint, outcomes,
    reply,
};

async fn fail(step: Step) -> Error<Problem> {
    let server = Server::start([step]);
    let client = client(&server.url);
    let never = crate::runtime::RetryPolicy::never();
    get(&client, "/").retry(never).await.unwrap_err()
}

#[tokio::test]
async fn a_success_and_its_head() {
    let typed = "Content-Type: application/vnd.shop+json; charset=utf-8\r\nX-Next: 2\r\n";
    let server = Server::start([answer(201, typed, "\u{feff}[1, 2]")]);
    let client = client(&server.url);
    let response = get(&client, "/").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.headers()["x-next"], "2");
    assert_eq!(response.value(), &value!([1, 2]));
    let (reply, value) = response.into_parts();
    assert_eq!(reply.media_type(), "application/vnd.shop+json");
    assert_eq!(value, value!([1, 2]));
}

#[tokio::test]
async fn documented_failures() {
    let error = fail(json(404, "\"gone\"")).await;
    assert_eq!(error.to_string(), "404 Not Found: \"gone\"");
    assert!(!error.is_retryable());
    let Error::Api(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.status(), StatusCode::NOT_FOUND);
    assert_eq!(error.headers()["content-type"], "application/json");
    assert_eq!(error.raw(), "\"gone\"");
    assert_eq!(error.body(), &Problem::NotFound("gone".to_owned()));

    // A range.
    let error = fail(json(507, "{}")).await;
    assert!(matches!(&error, Error::Api(e) if *e.body() == Problem::Server(507, value!({}))));
    let error = fail(json(503, "{}")).await;
    assert!(error.is_retryable());
}

#[tokio::test]
async fn undocumented_statuses() {
    let error = fail(answer(418, "X-Tea: yes\r\n", "short and stout\r\n")).await;
    assert_eq!(
        error.to_string(),
        "undocumented reply: 418 I'm a teapot: short and stout\\r\\n"
    );
    let Error::Undocumented(reply) = error else {
        panic!("{error}")
    };
    assert_eq!(reply.headers()["x-tea"], "yes");
    assert_eq!(reply.body(), "short and stout\r\n");
    let error = fail(answer(302, "", "")).await;
    assert_eq!(error.to_string(), "undocumented reply: 302 Found");
}

#[tokio::test]
async fn default_failures() {
    fn any(reply: &Reply) -> Option<Result<Value, DecodeError>> {
        Some(reply.json())
    }
    static ENDPOINT: Endpoint<(), Value> = Endpoint {
        operation: Operation {
            id: "Default",
            method: "GET",
            path: "/",
            accept: "",
            security: Some(&[]),
            servers: &[],
        },
        success: Success::Buffered(reply::empty),
        failure: any,
    };
    let server = Server::start([json(418, "{\"a\":1}"), answer(200, "", "ignored")]);
    let client = client(&server.url);
    let error = Call::new(&client, &ENDPOINT).await.unwrap_err();
    assert!(matches!(&error, Error::Api(e) if *e.body() == value!({"a": 1})));
    Call::new(&client, &ENDPOINT).await.unwrap();
    assert_eq!(server.requests()[0].header("accept"), ["*/*"]);
}

outcomes! {
    /// What comes of a listed operation.
    pub enum Listed {
        /// As it should be.
        200 => Found(Vec<i64> = reply::json),
        /// As it may be.
        204 | 304 => Nothing,
        /// In between.
        400..=498 => Bad(String = reply::text),
    }
}

#[tokio::test]
async fn replies_listed_by_status() {
    let list: &Endpoint<Listed, Listed> = endpoint! {
        "GET" "/" as "List",
        security: [],
        success: Listed(Outcomes::read),
    };
    let server = Server::start([
        json(200, "[1, 2]"),
        answer(204, "", ""),
        json(201, "[]"),
        answer(404, "", "gone"),
        json(200, "[true]"),
        answer(499, "", ""),
    ]);
    let client = client(&server.url);
    let call = async || Call::new(&client, list).await;
    assert!(matches!(call().await, Ok(Listed::Found(list)) if list == [1, 2]));
    assert!(matches!(call().await, Ok(Listed::Nothing)));
    let error = call().await.unwrap_err().to_string();
    assert_eq!(
        error,
        "unreadable reply: the description does not list the status 201; 201 Created: []"
    );
    let Err(Error::Api(error)) = call().await else {
        panic!("a documented failure")
    };
    assert!(matches!(error.body(), Listed::Bad(text) if text == "gone"));
    let error = call().await.unwrap_err().to_string();
    assert!(
        error.starts_with("unreadable reply: [0]: expected an integer"),
        "{error}"
    );
    assert!(matches!(call().await, Err(Error::Undocumented(_))));
}

#[tokio::test]
async fn bodies_that_are_not_what_was_promised() {
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    for (step, message) in [
        (
            answer(500, html, "<h1>Oops</h1>"),
            "unreadable reply: expected JSON, found `text/html`; \
             500 Internal Server Error: <h1>Oops</h1>",
        ),
        (
            json(404, "{\"a\": 1}"),
            "unreadable reply: expected a string, found an object; \
             404 Not Found: {\"a\": 1}",
        ),
        (
            answer(404, "", ""),
            "unreadable reply: expected JSON, found an empty body; 404 Not Found",
        ),
        (
            answer(200, html, "<p>"),
            "unreadable reply: expected JSON, found `text/html`; 200 OK: <p>",
        ),
    ] {
        let error = fail(step).await;
        assert_eq!(error.to_string(), message);
        let Error::Decode(error) = error else {
            panic!("{error}")
        };
        assert!(error.reply().status().as_u16() >= 200);
        assert_eq!(
            error.reply().body().len().to_string(),
            error.reply().headers()["content-length"]
        );
    }
}

#[tokio::test]
async fn long_bodies_are_cut_in_messages_only() {
    let error = fail(answer(418, "", &"ü".repeat(1000))).await;
    let message = error.to_string();
    assert!(
        message.ends_with("… (2000 bytes)") && message.len() < 400,
        "{message}"
    );
    assert!(format!("{error:?}").len() < 500);
    assert_eq!(error.reply().unwrap().body().len(), 2000);
}

#[test]
fn ready_readers() {
    let reply = |content_type: &str, body: &'static [u8]| {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", content_type.parse().unwrap());
        Reply::new(StatusCode::OK, headers, body)
    };
    let plain = reply("text/plain", b"\xc3\xa4");
    assert_eq!(reply::text(&plain).unwrap(), "ä");
    assert_eq!(reply::bytes(&plain).unwrap().len(), 2);
    let latin = reply("text/plain; Charset=ISO-8859-1", b"\xe4");
    assert_eq!(reply::text(&latin).unwrap(), "ä");
    assert!(reply::text(&reply("text/plain", b"\xe4")).is_err());
    let empty = reply("application/json", b"");
    assert_eq!(reply::json::<Option<String>>(&empty), Ok(None));
    assert!(reply::json::<String>(&empty).is_err());
    assert!(Infallible::read(&empty).is_none());
}

fn download(client: &Client) -> Call<'_, Body, Problem> {
    let endpoint = Endpoint {
        operation: operation("GET", "/"),
        success: Success::Streamed(reply::stream),
        failure: super::failure,
    };
    Call::new(client, Box::leak(Box::new(endpoint)))
}

#[tokio::test]
async fn streamed_replies() {
    let server = Server::start([
        answer(200, "X-A: b\r\n", &"x".repeat(5000)),
        json(404, "\"no\""),
    ]);
    // The limit is for what is read into memory.
    let client = builder(&server.url).max_response_bytes(10).build().unwrap();
    let response = download(&client).send().await.unwrap();
    assert_eq!(response.headers()["x-a"], "b");
    let mut body = response.into_value();
    assert_eq!(body.length(), Some(5000));
    let mut read = 0;
    while let Some(chunk) = body.chunk().await.unwrap() {
        read += chunk.len();
    }
    assert_eq!(read, 5000);
    let error = download(&client).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error}");
}

#[tokio::test]
async fn replies_larger_than_the_limit() {
    let big = "x".repeat(1001);
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for step in [
        json(200, &big),
        json(404, &big),
        Step::Answer(format!("{chunked}3e9\r\n{big}\r\n0\r\n\r\n")),
        Step::Break(format!("HTTP/1.1 200 OK\r\n\r\n{big}")),
    ] {
        let server = Server::start([step]);
        let client = builder(&server.url)
            .max_response_bytes(1000)
            .build()
            .unwrap();
        let error = get(&client, "/").await.unwrap_err();
        assert!(matches!(error, Error::TooLarge(1000)), "{error}");
        server.request();
    }
    // Exactly as large is not too large.
    let server = Server::start([json(200, &format!("\"{}\"", "x".repeat(998)))]);
    let client = builder(&server.url)
        .max_response_bytes(1000)
        .build()
        .unwrap();
    get(&client, "/").await.unwrap();
}
