//! Bodies in each media type, the ways to choose among several, and the methods of OpenAPI 3.2.

use crate::api::models::Rgb;
use crate::api::runtime::Body;
use crate::server::Server;

const JSON: &str = r#"{"R":100,"G":200,"B":150}"#;

fn rgb() -> Rgb {
    Rgb::new(100, 200, 150)
}

/// Asserts method, content type, length and body of each call.
macro_rules! bodies {
    ($(|$c:ident| $call:expr => $method:literal, $content_type:expr, $body:expr;)*) => {{
        let server = Server::silent();
        let client = server.client();
        $({
            let $c = &client;
            $call.await.unwrap();
            let request = server.last();
            assert_eq!(request.line.split(' ').next(), Some($method));
            assert_eq!(request.header("content-type"), $content_type);
            assert_eq!(request.body, $body);
            assert_eq!(request.header("content-length"), $body.len().to_string());
        })*
    }};
}

#[tokio::test]
async fn json() {
    bodies! {
        |c| c.body().json(rgb()) => "POST", "application/json", JSON;
        |c| c.body().optional_json().body(rgb()) => "PUT", "application/json", JSON;
        |c| c.body().optional_json() => "PUT", "", "";
        |c| c.body().suffix(rgb()) => "POST", "application/vnd.rgb+json; v=2", JSON;
        |c| c.body().nullable(rgb()) => "POST", "application/json", JSON;
        |c| c.body().nullable(None::<Rgb>) => "POST", "application/json", "null";
    }
}

#[tokio::test]
async fn raw() {
    bodies! {
        |c| c.body().text("é\n") => "PUT", "text/plain", "é\n";
        |c| c.body().bytes("abc") => "POST", "application/octet-stream", "abc";
        |c| c.body().bytes(vec![97]) => "POST", "application/octet-stream", "a";
        |c| c.body().xml("<R/>") => "POST", "application/xml", "<R/>";
    }
}

#[tokio::test]
async fn several_media_types() {
    bodies! {
        |c| c.body().several(rgb()) => "POST", "application/json", JSON;
        |c| c.body().several_form(rgb()) => "POST", "application/x-www-form-urlencoded", "R=100&G=200&B=150";
        |c| c.body().several_text("t") => "POST", "text/plain", "t";
        |c| c.body().several_bytes("b") => "POST", "application/octet-stream", "b";
        |c| c.body().several_optional().body(rgb()) => "PUT", "application/json", JSON;
        |c| c.body().several_optional().body_form(rgb()) => "PUT", "application/x-www-form-urlencoded", "R=100&G=200&B=150";
    }
}

#[tokio::test]
async fn a_stream_is_sent_in_chunks() {
    let server = Server::silent();
    let body = Body::repeatable(|| Body::from("streamed"));
    server.client().body().bytes(body).await.unwrap();
    let request = server.last();
    assert_eq!(request.header("transfer-encoding"), "chunked");
    assert_eq!(request.header("content-length"), "");
    assert_eq!(request.body, "streamed");
}

#[tokio::test]
async fn methods_of_openapi_3_2() {
    let server = Server::silent();
    let client = server.client();
    client.body().search(rgb()).await.unwrap();
    assert_eq!(server.last().line, "QUERY /body/several HTTP/1.1");
    assert_eq!(server.last().body, JSON);
    client.body().copy().await.unwrap();
    assert_eq!(server.last().line, "COPY /body/several HTTP/1.1");
}
