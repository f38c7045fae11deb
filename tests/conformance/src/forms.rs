//! URL-encoded bodies and bodies of several parts, against the
//! [Encoding Object](https://spec.openapis.org/oas/v3.0.4#encoding-object) and RFC 7578.

use crate::api::body::{MultipartForm, SeveralForm};
use crate::api::models::{FormBody, Rgb, Size};
use crate::api::runtime::{Body, Part};
use crate::server::Server;

fn rgb() -> Rgb {
    Rgb::new(100, 200, 150)
}

fn list() -> Vec<String> {
    vec!["a b".to_owned(), "c&d".to_owned()]
}

#[tokio::test]
async fn url_encoded() {
    let server = Server::silent();
    let client = server.client();
    let cases: [(FormBody, &str); 12] = [
        (FormBody::default(), ""),
        (FormBody::default().p("a b&é"), "p=a%20b%26%C3%A9"),
        (FormBody::default().p(""), "p="),
        (FormBody::default().i(-7), "i=-7"),
        (FormBody::default().a(list()), "a=a%20b&a=c%26d"),
        (
            FormBody::default().o(rgb()),
            "o=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
        ),
        (FormBody::default().joined(list()), "joined=a%20b,c%26d"),
        (FormBody::default().space(list()), "space=a%20b%20c%26d"),
        (FormBody::default().pipe(list()), "pipe=a%20b%7Cc%26d"),
        (
            FormBody::default().deep(rgb()),
            "deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150",
        ),
        (
            FormBody::default().spread(rgb()).url("a/b?"),
            "R=100&G=200&B=150&url=a/b?",
        ),
        (
            FormBody::default().json(list()),
            "json=%5B%22a%20b%22%2C%22c%26d%22%5D",
        ),
    ];
    for (form, expected) in cases {
        client.body().form(form).await.unwrap();
        let request = server.last();
        assert_eq!(request.body, expected);
        assert_eq!(
            request.header("content-type"),
            "application/x-www-form-urlencoded"
        );
    }
}

/// The parts of a body, each with its head, without the boundaries.
fn parts(body: &str, content_type: &str) -> Vec<String> {
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let body = body.strip_prefix(&format!("--{boundary}\r\n")).unwrap();
    let body = body
        .strip_suffix(&format!("\r\n--{boundary}--\r\n"))
        .unwrap();
    let separator = format!("\r\n--{boundary}\r\n");
    let parts = body.split(&separator);
    parts
        .map(|part| {
            part.strip_prefix("Content-Disposition: form-data; ")
                .unwrap()
                .to_owned()
        })
        .collect()
}

#[tokio::test]
async fn multipart() {
    let server = Server::silent();
    let client = server.client();
    let cases: [(MultipartForm, &[&str]); 13] = [
        (MultipartForm::new("f"), &[]),
        (
            MultipartForm::new("f").p("a\"é"),
            &["name=\"p\"\r\n\r\na\"é"],
        ),
        (MultipartForm::new("f").i(-7), &["name=\"i\"\r\n\r\n-7"]),
        (
            MultipartForm::new("f").e(Size::VeryLarge),
            &["name=\"e\"\r\n\r\nvery large"],
        ),
        (
            MultipartForm::new("f").a(list()),
            &["name=\"a\"\r\n\r\na b", "name=\"a\"\r\n\r\nc&d"],
        ),
        (
            MultipartForm::new("f").o(rgb()),
            &[
                "name=\"o\"\r\nContent-Type: application/json\r\n\r\n{\"R\":100,\"G\":200,\"B\":150}",
            ],
        ),
        (
            MultipartForm::new("f").objects(vec![rgb(), Rgb::new(1, 2, 3)]),
            &[
                "name=\"objects\"\r\nContent-Type: application/json\r\n\r\n{\"R\":100,\"G\":200,\"B\":150}",
                "name=\"objects\"\r\nContent-Type: application/json\r\n\r\n{\"R\":1,\"G\":2,\"B\":3}",
            ],
        ),
        (
            MultipartForm::new("f").files(vec![
                Part::new("1"),
                Part::new("2").file_name("b").content_type("image/webp"),
            ]),
            &[
                "name=\"files\"; filename=\"blob\"\r\nContent-Type: image/gif\r\n\r\n1",
                "name=\"files\"; filename=\"b\"\r\nContent-Type: image/webp\r\n\r\n2",
            ],
        ),
        (MultipartForm::new("f").files(Vec::new()), &[]),
        (
            MultipartForm::new("f").image("png"),
            &["name=\"image\"; filename=\"blob\"\r\nContent-Type: image/png\r\n\r\npng"],
        ),
        (
            MultipartForm::new("f").csv("a,b"),
            &["name=\"csv\"\r\nContent-Type: text/csv\r\n\r\na,b"],
        ),
        (
            MultipartForm::new("f").json("a"),
            &["name=\"json\"\r\nContent-Type: application/json\r\n\r\n\"a\""],
        ),
        (
            MultipartForm::new("f").image(Part::new("x").no_file_name().header("X-Size", "7")),
            &["name=\"image\"\r\nX-Size: 7\r\nContent-Type: image/png\r\n\r\nx"],
        ),
    ];
    for (form, expected) in cases {
        client.body().multipart(form).await.unwrap();
        let request = server.last();
        let mut parts = parts(&request.body, request.header("content-type"));
        let file = parts.remove(0);
        assert_eq!(
            file,
            "name=\"file\"; filename=\"blob\"\r\nContent-Type: application/octet-stream\r\n\r\nf"
        );
        assert_eq!(parts, expected);
    }
}

#[tokio::test]
async fn a_file_is_streamed() {
    let server = Server::silent();
    let body = Body::repeatable(|| Body::from("streamed"));
    let form = MultipartForm::new(Part::new(body).file_name("a\"\n.bin")).p("x");
    server.client().body().multipart(form).await.unwrap();
    let request = server.last();
    assert_eq!(request.header("transfer-encoding"), "chunked");
    assert!(
        request.body.contains("filename=\"a%22%0A.bin\""),
        "{}",
        request.body
    );
}

#[tokio::test]
async fn a_schema_without_files_is_a_form_too() {
    let server = Server::silent();
    let form = SeveralForm::new(1, 2, 3);
    server
        .client()
        .body()
        .several_multipart(form)
        .await
        .unwrap();
    let request = server.last();
    let parts = parts(&request.body, request.header("content-type"));
    assert_eq!(
        parts,
        [
            "name=\"R\"\r\n\r\n1",
            "name=\"G\"\r\n\r\n2",
            "name=\"B\"\r\n\r\n3"
        ]
    );
}
