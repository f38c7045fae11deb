//! The client against a server on loopback.

use oasmith_example_build_script::notes_api::Client;
use oasmith_example_build_script::text;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers one request with `reply`, and says what the request was.
async fn serve_once(listener: TcpListener, reply: &'static str) -> String {
    let (mut connection, _) = listener.accept().await.expect("a connection");
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut buffer = [0; 1024];
        let length = connection.read(&mut buffer).await.expect("a request");
        request.extend_from_slice(&buffer[..length]);
    }
    connection
        .write_all(reply.as_bytes())
        .await
        .expect("a reply");
    String::from_utf8(request).expect("a text")
}

async fn ask(reply: &'static str) -> (String, Option<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .bearer_token("secret")
        .build()
        .expect("a client");
    let server = tokio::spawn(serve_once(listener, reply));
    let note = text(&client, "to do/today").await.expect("an answer");
    (server.await.expect("a request"), note)
}

#[tokio::test]
async fn a_note_is_read() {
    let reply = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\n{\"text\":\"rest\"}";
    let (request, note) = ask(reply).await;
    assert!(
        request.starts_with("GET /notes/to%20do%2Ftoday HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("authorization: Bearer secret\r\n"),
        "{request}"
    );
    assert_eq!(note.as_deref(), Some("rest"));
}

#[tokio::test]
async fn a_missing_note_is_no_error() {
    let reply = "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 18\r\n\r\n{\"message\":\"none\"}";
    assert_eq!(ask(reply).await.1, None);
}
