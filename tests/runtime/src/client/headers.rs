use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::server::{Server, answer};
use super::{client, get};
use crate::runtime::json::{DecodeError, FromJson};
use crate::runtime::{Reply, headers};

headers! {
    /// What counts the things.
    pub struct Counted {
        /// How many there are.
        total: u32 = header_as("X-Total"),
        tags: Vec<String> = header_list_as("X-Tags"),
    }
}

fn reply(headers: &[(&'static str, &str)]) -> Reply {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        map.append(HeaderName::from_static(name), value);
    }
    Reply::new(StatusCode::OK, map, "")
}

#[test]
fn single_values() {
    fn read<T: FromJson>(text: &str) -> Result<T, DecodeError> {
        reply(&[("x-a", text)]).header_as("X-A")
    }
    assert_eq!(read::<String>("12").unwrap(), "12");
    assert_eq!(read::<String>("true").unwrap(), "true");
    assert_eq!(read::<String>("ü, \"x\"").unwrap(), "ü, \"x\"");
    assert_eq!(read::<i64>("-12").unwrap(), -12);
    assert_eq!(read::<f64>("1.5").unwrap(), 1.5);
    assert!(read::<bool>("true").unwrap());
    assert_eq!(read::<Option<i32>>("7").unwrap(), Some(7));
    let error = |error: DecodeError| error.to_string();
    assert_eq!(
        read::<i64>("many").map_err(error),
        Err("X-A: expected an integer, found a string".to_owned())
    );
    assert!(read::<i32>("99999999999").is_err());
    assert!(read::<bool>("1").is_err());
    assert!(read::<i64>("[1]").is_err());
}

#[test]
fn lists() {
    let reply = reply(&[
        ("x-a", "1,b , 3"),
        ("x-n", "1, 2"),
        ("x-n", "3"),
        ("x-e", ""),
    ]);
    let texts: Vec<String> = reply.header_list_as("x-a").unwrap();
    assert_eq!(texts, ["1", "b", "3"]);
    let numbers: Option<Vec<i32>> = reply.header_list_as("X-N").unwrap();
    assert_eq!(numbers.unwrap(), [1, 2, 3]);
    let none: Vec<i32> = reply.header_list_as("x-e").unwrap();
    assert!(none.is_empty());
    let error = reply.header_list_as::<Vec<i32>>("x-a").unwrap_err();
    assert!(error.to_string().starts_with("x-a[1]: "), "{error}");
}

#[test]
fn headers_that_are_missing_or_no_text() {
    let reply = reply(&[]);
    assert_eq!(reply.header_as::<Option<i32>>("x-a").unwrap(), None);
    assert_eq!(
        reply.header_list_as::<Option<Vec<i32>>>("x-a").unwrap(),
        None
    );
    let error = reply.header_as::<i32>("x-a").unwrap_err();
    assert!(error.to_string().contains("x-a"), "{error}");
    let mut headers = HeaderMap::new();
    headers.insert("x-a", HeaderValue::from_bytes(b"\xff").unwrap());
    let reply = Reply::new(StatusCode::OK, headers, "");
    let error = reply.header_as::<String>("x-a").unwrap_err();
    assert!(error.to_string().starts_with("x-a: "), "{error}");
}

#[tokio::test]
async fn from_the_reply_of_a_call() {
    let server = Server::start([answer(200, "X-Total: 12\r\nX-Tags: a, b\r\n", "1")]);
    let response = get(&client(&server.url), "/").send().await.unwrap();
    assert_eq!(response.header_as::<u32>("x-total").unwrap(), 12);
    let tags: Vec<String> = response.header_list_as("x-tags").unwrap();
    assert_eq!(tags, ["a", "b"]);
}

#[test]
fn all_of_a_reply() {
    let counted = Counted::read(&reply(&[("x-total", "12"), ("x-tags", "a, b")])).unwrap();
    assert_eq!((counted.total, counted.tags.len()), (12, 2));
    let error = Counted::read(&reply(&[("x-tags", "")])).unwrap_err();
    assert!(error.to_string().starts_with("X-Total: "), "{error}");
}
