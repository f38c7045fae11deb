//! What a server may answer, through every reader of the runtime.

use std::fmt::{Debug, Display};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use url::Url;

use crate::answering::{Answering, SECRET, ready};
use crate::api::Client;
use crate::api::models::Everything;
use crate::api::receive::JsonHeaders;

/// How many lines, events or pages are taken from a stream that need not end.
const ENOUGH: usize = 1000;

/// What a stream yields, up to its first error that ends it.
macro_rules! stream {
    ($call:expr) => {
        ready(async {
            let mut stream = match $call.await {
                Ok(stream) => stream,
                Err(error) => return vec![tell::<(), _>(Err(error))],
            };
            let mut told = Vec::new();
            while let Some(item) = stream.next().await {
                told.push(tell(item));
                if told.len() == ENOUGH {
                    break;
                }
            }
            told
        })
    };
}

macro_rules! pages {
    ($call:expr) => {
        ready(async {
            let mut pages = $call.pages();
            let mut told = Vec::new();
            while let Some(page) = pages.next().await {
                told.push(tell(page));
                if told.len() == ENOUGH {
                    break;
                }
            }
            told
        })
    };
}

type Call = fn(&Client) -> Vec<String>;

/// Calls an operation and tells what came out, for each kind of reader.
const CALLS: [Call; 14] = [
    |client| match ready(client.receive().json().send()) {
        Ok(response) => vec![
            tell(JsonHeaders::read(response.reply())),
            tell_one(response),
        ],
        Err(error) => vec![tell::<(), _>(Err(error))],
    },
    |client| vec![tell(ready(client.receive().form_reply()))],
    |client| vec![tell(ready(client.receive().text()))],
    |client| vec![tell(ready(client.receive().models(Everything::new("a"))))],
    |client| {
        ready(async {
            match client.receive().bytes().await {
                Ok(mut body) => {
                    let mut told = Vec::new();
                    while let Some(chunk) = body.chunk().await.transpose() {
                        told.push(tell(chunk));
                    }
                    told
                }
                Err(error) => vec![tell::<(), _>(Err(error))],
            }
        })
    },
    |client| stream!(client.receive().events()),
    |client| stream!(client.receive().events().reconnect()),
    |client| stream!(client.receive().lines()),
    |client| stream!(client.receive().sequence()),
    |client| pages!(client.receive().by_cursor()),
    |client| pages!(client.receive().by_header()),
    |client| pages!(client.receive().by_number()),
    |client| pages!(client.receive().by_link()),
    |client| pages!(client.receive().by_url()),
];

/// Any answer to any operation: `operation status piece` and perhaps `breaks` on the first line, headers on the next
/// ones, and after an empty line the body.
///
/// # Panics
/// If a reader waits for what does not come, or the client's secret is told to another server or to the log.
pub fn reply(bytes: &[u8]) -> bool {
    let Some((call, server)) = answer(bytes) else {
        return false;
    };
    let told = call(&server.client());
    // An answer may repeat the secret: a server that has it may do what it likes.
    let knows = |bytes: &[u8]| {
        bytes
            .windows(SECRET.len())
            .any(|part| part == SECRET.as_bytes())
    };
    assert!(
        knows(bytes) || !told.iter().any(|text| knows(text.as_bytes())),
        "{told:?}"
    );
    for request in server.requests() {
        // Where reqwest, which reads URLs by another standard, would send it.
        let url = Url::parse(&request.uri().to_string()).map(|url| url.origin());
        let at_home = url.is_ok_and(|origin| origin.ascii_serialization() == "http://home.test");
        assert!(
            at_home || !request.headers().contains_key("authorization"),
            "{request:?}"
        );
    }
    true
}

fn answer(bytes: &[u8]) -> Option<(Call, Answering)> {
    let (first, rest) = line(bytes);
    let mut words = std::str::from_utf8(first).ok()?.split(' ');
    let mut number = || words.next()?.parse::<usize>().ok();
    let call = CALLS.get(number()?)?;
    let status = StatusCode::from_u16(number()?.try_into().ok()?).ok()?;
    let piece = number()?;
    let (headers, body) = headers(rest);
    let server = Answering {
        status,
        headers,
        body: Bytes::copy_from_slice(body),
        piece,
        breaks: words.next().is_some(),
        ..Answering::default()
    };
    Some((*call, server))
}

/// The headers, as far as they are such, and what follows them.
fn headers(mut bytes: &[u8]) -> (HeaderMap, &[u8]) {
    let mut headers = HeaderMap::new();
    loop {
        let (first, rest) = line(bytes);
        bytes = rest;
        if first.is_empty() || headers.len() > 100 {
            return (headers, bytes);
        }
        let colon = first.iter().position(|byte| *byte == b':');
        let (name, value) = first.split_at(colon.unwrap_or(first.len()));
        let value = value.strip_prefix(b":").unwrap_or(value).trim_ascii();
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name), HeaderValue::from_bytes(value))
        {
            headers.append(name, value);
        }
    }
}

fn line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (line, rest) = bytes.split_at(end.unwrap_or(bytes.len()));
    (line, rest.strip_prefix(b"\n").unwrap_or(rest))
}

/// A result as a log would have it.
fn tell<T: Debug, E: Debug + Display>(result: Result<T, E>) -> String {
    match result {
        Ok(value) => tell_one(value),
        Err(error) => format!("{error} {error:?}"),
    }
}

fn tell_one(value: impl Debug) -> String {
    format!("{value:?}")
}
