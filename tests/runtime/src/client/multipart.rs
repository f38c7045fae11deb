use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use super::server::{Recorded, Server, answer, json as reply};
use super::{builder, call, client, operation, post, refusal};
use crate::runtime::{Body, Multipart, Part, RetryPolicy};

/// The parts of a recorded form, as head and content. Checks the frame around them.
fn parts(request: &Recorded) -> Vec<(String, String)> {
    let content_type = request.header("content-type").concat();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let body = request.body.strip_prefix(&format!("--{boundary}\r\n"));
    let end = format!("\r\n--{boundary}--\r\n");
    let body = body.unwrap().strip_suffix(&end).unwrap();
    body.split(&format!("\r\n--{boundary}\r\n"))
        .map(|part| {
            let (head, content) = part.split_once("\r\n\r\n").unwrap();
            let head = head.strip_prefix("Content-Disposition: form-data; ");
            (head.unwrap().to_owned(), content.to_owned())
        })
        .collect()
}

async fn sent(form: Multipart) -> (Recorded, Vec<(String, String)>) {
    let server = Server::start([answer(204, "", "")]);
    let call = post(&client(&server.url), "/").multipart_body(form);
    call.await.unwrap();
    let request = server.request();
    let parts = parts(&request);
    (request, parts)
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = expected.iter();
    pairs
        .map(|(head, body)| ((*head).to_owned(), (*body).to_owned()))
        .collect()
}

#[tokio::test]
async fn lists_in_one_part() {
    let form = Multipart::new()
        .joined("a", ",", &vec!["x y", "z"])
        .joined("b", "|", &vec![1, 2])
        .joined("empty", ",", &Vec::<i32>::new())
        .joined("none", ",", &None::<Vec<i32>>)
        .joined("c", " ", &Some(vec![true]));
    let (_, parts) = sent(form).await;
    let expected = [
        ("name=\"a\"", "x y,z"),
        ("name=\"b\"", "1|2"),
        ("name=\"c\"", "true"),
    ];
    assert_eq!(parts, pairs(&expected));
}

#[tokio::test]
async fn values_become_what_their_types_demand() {
    let form = Multipart::new()
        .text("a", "one\r\ntwo")
        .json("b", &json!([1, "x"]))
        .field("c", None, &"text")
        .field("d", None, &1.5)
        .field("e", None, &json!({"k": [true, null]}))
        .field("f", None, &vec!["x", "y"])
        .field("g", None, &json!([[1], {"h": 2}, null]))
        .field("none", None, &None::<i32>)
        .field("null", None, &json!(null))
        .field("i", Some("application/json"), &json!(["say \"hi\"", 1]))
        .field("j", Some("text/csv; header=absent"), &"1,2");
    let (request, parts) = sent(form).await;
    let json = "Content-Type: application/json";
    let expected = pairs(&[
        (r#"name="a""#, "one\r\ntwo"),
        (&format!("name=\"b\"\r\n{json}"), r#"[1,"x"]"#),
        (r#"name="c""#, "text"),
        (r#"name="d""#, "1.5"),
        (&format!("name=\"e\"\r\n{json}"), r#"{"k":[true,null]}"#),
        (r#"name="f""#, "x"),
        (r#"name="f""#, "y"),
        (&format!("name=\"g\"\r\n{json}"), "[1]"),
        (&format!("name=\"g\"\r\n{json}"), r#"{"h":2}"#),
        (&format!("name=\"i\"\r\n{json}"), r#""say \"hi\"""#),
        (&format!("name=\"i\"\r\n{json}"), "1"),
        ("name=\"j\"\r\nContent-Type: text/csv; header=absent", "1,2"),
    ]);
    assert_eq!(parts, expected);
    let length = request.body.len().to_string();
    assert_eq!(request.header("content-length"), [length]);
}

#[tokio::test]
async fn parts_have_names_types_and_headers() {
    let form = Multipart::new()
        .part("a", "bytes")
        .part(
            "b\"\r\n",
            Part::new("png")
                .file_name("ü \"1\"\r\n.png")
                .content_type("image/png")
                .header("X-Origin", "camera"),
        )
        .part("c", Part::new("").no_file_name())
        .parts("files", ["1", "2"]);
    let (request, parts) = sent(form).await;
    let octets = "Content-Type: application/octet-stream";
    let named = |name: &str| format!("name=\"{name}\"; filename=\"blob\"\r\n{octets}");
    let expected = pairs(&[
        (&named("a"), "bytes"),
        (
            "name=\"b%22%0D%0A\"; filename=\"ü %221%22%0D%0A.png\"\r\n\
             Content-Type: image/png\r\nX-Origin: camera",
            "png",
        ),
        (&format!("name=\"c\"\r\n{octets}"), ""),
        (&named("files"), "1"),
        (&named("files"), "2"),
    ]);
    assert_eq!(parts, expected);
    assert_eq!(request.header("content-length").len(), 1);
}

#[tokio::test]
async fn files_are_streamed_and_sent_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("notes.txt");
    // Several reads long, and not a multiple of their size.
    let content = "0123456789".repeat(20_001);
    std::fs::write(&path, &content).unwrap();
    let server = Server::start([reply(503, "{}"), reply(200, "1")]);
    let policy = RetryPolicy::default().first_delay(Duration::from_millis(1));
    let client = builder(&server.url).retry(policy).build().unwrap();

    let form = Multipart::new()
        .text("a", "b")
        .part("file", Part::file(&path).await.unwrap());
    let put = call(&client, operation("PUT", "/"));
    put.multipart_body(form).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        let parts = parts(request);
        assert!(
            parts[1]
                .0
                .starts_with("name=\"file\"; filename=\"notes.txt\"")
        );
        assert!(parts[1].1 == content);
        let length = request.body.len().to_string();
        assert_eq!(request.header("content-length"), [length]);
    }

    // A file can be the whole body, too.
    let put = call(&client, operation("PUT", "/"));
    let body = Body::file(&path).await.unwrap();
    put.bytes_body("text/plain", body).await.unwrap();
    assert!(server.requests()[2].body == content);

    let missing = Part::file(directory.path().join("none")).await;
    assert_eq!(missing.unwrap_err().kind(), std::io::ErrorKind::NotFound);
    let error = Part::file(directory.path()).await.unwrap_err();
    assert!(error.to_string().ends_with("is not a regular file"));
}

#[tokio::test]
async fn a_file_that_shrinks_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("log");
    std::fs::write(&path, "0123456789").unwrap();
    let server = Server::start([answer(204, "", "")]);
    let body = Body::file(&path).await.unwrap();
    std::fs::write(&path, "01234").unwrap();
    let call = post(&client(&server.url), "/").bytes_body("text/plain", body);
    let error = call.await.unwrap_err().to_string();
    assert!(error.contains("the file became shorter"), "{error}");
}

#[tokio::test]
async fn streams_in_a_form() {
    let form = |body: Body| Multipart::new().part("s", body).text("t", "end");
    let once = || Body::stream(Body::from("abc"));
    // With a length the form has one too.
    let (request, parts) = sent(form(once().with_length(3))).await;
    assert_eq!(parts[0].1, "abc");
    assert_eq!(request.header("content-length").len(), 1);

    let server = Server::start([reply(503, "{}")]);
    let policy = RetryPolicy::default().first_delay(Duration::from_millis(1));
    let client = builder(&server.url).retry(policy).build().unwrap();
    let put = || call(&client, operation("PUT", "/"));
    put().multipart_body(form(once())).await.unwrap_err();
    assert_eq!(server.request().header("transfer-encoding"), ["chunked"]);

    // What can be opened anew is retried.
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let again = Body::repeatable(move || {
        count.fetch_add(1, Ordering::SeqCst);
        Body::from("abc")
    });
    put().multipart_body(form(again)).await.unwrap_err();
    assert_eq!(server.requests().len(), 4);
    assert_eq!(opened.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn forms_that_cannot_be_sent() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let refused = async |form| refusal(post(&client, "/").multipart_body(form)).await;
    let odd = Part::new("x").header("X-A", "1\r\nX-B: 2");
    assert_eq!(
        refused(Multipart::new().part("p", odd)).await,
        "the part `p`: the header `X-A` has a character that no header can carry"
    );
    let odd = Multipart::new().field("p", Some("a\nb"), &1);
    assert!(refused(odd).await.starts_with("the part `p`: "));
    let nan = Multipart::new().field("p", None, &f64::NAN);
    assert!(refused(nan).await.starts_with("the part `p`: "));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn each_form_has_a_boundary_of_its_own() {
    let mut types = Vec::new();
    for _ in 0..2 {
        let (request, _) = sent(Multipart::new().text("a", "b")).await;
        types.push(request.header("content-type").concat());
    }
    assert_ne!(types[0], types[1]);
    assert!(!format!("{:?}", Multipart::new().text("pin", "1234")).contains("1234"));
}
