//! Values as parameters, read back by decoders that are not ours.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Request, StatusCode};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::answering::{Answering, ready};
use crate::api::Client;
use crate::api::models::FormBody;
use crate::api::runtime::Error;

/// What is sent: the same texts as a single one, a list and an object.
struct Values {
    texts: Vec<String>,
}

impl Values {
    fn text(&self) -> &str {
        self.texts.first().map_or("", String::as_str)
    }

    fn list(&self) -> Vec<String> {
        self.texts.clone()
    }

    fn object(&self) -> BTreeMap<String, String> {
        let pairs = self.texts.iter().zip(self.texts.iter().rev());
        pairs
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// The names and values of the object.
    fn pairs(&self) -> Vec<(String, String)> {
        self.object().into_iter().collect()
    }

    fn have(&self, c: char) -> bool {
        self.texts.iter().any(|text| text.contains(c))
    }

    /// Whether a path may refuse them: nothing is there but dots.
    fn are_dots(&self) -> bool {
        self.texts.iter().any(|text| text.chars().all(|c| c == '.'))
    }

    /// Whether a header may refuse them.
    fn have_controls(&self) -> bool {
        self.texts
            .iter()
            .flat_map(|text| text.chars())
            .any(|c| c.is_ascii_control() && c != '\t')
    }
}

/// Sends the values; `Err` if the client refuses to.
type Send = fn(&Client, &Values) -> Result<(), bool>;
/// Whether the client may refuse the values.
type MayRefuse = fn(&Values) -> bool;
/// Asserts that the values are in the request as it was sent.
type Check = fn(&Sent, &Values);

/// A request as its receiver reads it.
struct Sent {
    url: Url,
    request: Request<Bytes>,
}

impl Sent {
    /// A segment of the path behind the name of the operation, still encoded.
    fn segment(&self, index: usize) -> &str {
        let segments = self.url.path_segments().expect("the URL has a path");
        segments
            .clone()
            .nth(index + 2)
            .expect("the path is as long as its template")
    }

    fn query(&self) -> &str {
        self.url.query().unwrap_or("")
    }

    fn header(&self, name: &str) -> Option<&[u8]> {
        self.request
            .headers()
            .get(name)
            .map(http::HeaderValue::as_bytes)
    }
}

/// Whether a call was refused before it was sent.
fn refused<T, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> Result<(), bool> {
    result
        .map(drop)
        .map_err(|error| matches!(error, Error::Request(_)))
}

macro_rules! path {
    ($operation:ident) => {
        |client, values| {
            refused(ready(client.send().$operation(
                values.text(),
                &values.list(),
                &values.object(),
            )))
        }
    };
}

const CASES: [(Send, MayRefuse, Check); 16] = [
    (path!(simple), Values::are_dots, |sent, values| {
        assert_eq!(decode(sent.segment(0)), values.text());
        assert_eq!(split(sent.segment(1), ","), values.texts);
        assert_eq!(split(sent.segment(2), ","), flat(values));
    }),
    (path!(simple_explode), Values::are_dots, |sent, values| {
        assert_eq!(decode(sent.segment(0)), values.text());
        assert_eq!(split(sent.segment(1), ","), values.texts);
        assert_eq!(pairs(sent.segment(2), ","), values.pairs());
    }),
    (path!(label), Values::are_dots, |sent, values| {
        assert_eq!(decode(after(sent.segment(0), ".")), values.text());
        assert_eq!(split(after(sent.segment(1), "."), ","), values.texts);
        assert_eq!(split(after(sent.segment(2), "."), ","), flat(values));
    }),
    (path!(label_explode), Values::are_dots, |sent, values| {
        assert_eq!(decode(after(sent.segment(0), ".")), values.text());
        // A dot in a value looks like one between two: the style has no way to tell.
        if !values.have('.') {
            assert_eq!(split(after(sent.segment(1), "."), "."), values.texts);
            assert_eq!(pairs(after(sent.segment(2), "."), "."), values.pairs());
        }
    }),
    (path!(matrix), Values::are_dots, |sent, values| {
        assert_eq!(decode(named(sent.segment(0), ";p")), values.text());
        assert_eq!(split(named(sent.segment(1), ";a"), ","), values.texts);
        assert_eq!(split(named(sent.segment(2), ";o"), ","), flat(values));
    }),
    (path!(matrix_explode), Values::are_dots, |sent, values| {
        let list = after(sent.segment(1), ";").split(';');
        let list: Vec<String> = list.map(|item| decode(named(item, "a"))).collect();
        assert_eq!(list, values.texts);
        assert_eq!(pairs(after(sent.segment(2), ";"), ";"), values.pairs());
    }),
    (
        |client, values| refused(ready(client.send().joined(values.text(), values.text()))),
        Values::are_dots,
        |sent, values| assert_eq!(decode(sent.segment(0)), values.text().repeat(2)),
    ),
    (
        |client, values| {
            let call = client.send().query().p(values.text());
            refused(ready(call.a(&values.list()).o(&values.object())))
        },
        never,
        |sent, values| {
            let mut expected = vec![("p".to_owned(), values.text().to_owned())];
            expected.extend(
                values
                    .texts
                    .iter()
                    .map(|text| ("a".to_owned(), text.clone())),
            );
            expected.extend(values.pairs());
            assert_eq!(form(sent.query().as_bytes()), expected);
        },
    ),
    (
        |client, values| refused(ready(client.send().query_comma().a(&values.list()))),
        never,
        |sent, values| assert_eq!(split(named(sent.query(), "a"), ","), values.texts),
    ),
    (
        |client, values| refused(ready(client.send().query_space().a(&values.list()))),
        never,
        |sent, values| {
            if !values.have(' ') {
                assert_eq!(split(named(sent.query(), "a"), "%20"), values.texts);
            }
        },
    ),
    (
        |client, values| refused(ready(client.send().query_pipe().a(&values.list()))),
        never,
        |sent, values| {
            if !values.have('|') {
                assert_eq!(split(named(sent.query(), "a"), "%7C"), values.texts);
            }
        },
    ),
    (
        |client, values| refused(ready(client.send().query_deep().o(&values.object()))),
        never,
        |sent, values| {
            let pairs = values.pairs().into_iter();
            let expected: Vec<_> = pairs
                .map(|(name, value)| (format!("o[{name}]"), value))
                .collect();
            assert_eq!(form(sent.query().as_bytes()), expected);
        },
    ),
    (
        |client, values| {
            let call = client.send().query_reserved().p(values.text());
            refused(ready(call.a(&values.list())))
        },
        never,
        |sent, values| {
            let mut expected = vec![("p".to_owned(), values.text().to_owned())];
            expected.extend(
                values
                    .texts
                    .iter()
                    .map(|text| ("a".to_owned(), text.clone())),
            );
            assert_eq!(form(sent.query().as_bytes()), expected);
        },
    ),
    (
        |client, values| {
            let call = client.send().header().x_p(values.text());
            refused(ready(call.x_a(&values.list())))
        },
        Values::have_controls,
        |sent, values| {
            assert_eq!(sent.header("x-p"), Some(values.text().as_bytes()));
            assert_eq!(sent.header("x-a"), Some(values.texts.join(",").as_bytes()));
        },
    ),
    (
        |client, values| {
            let call = client.send().cookie().p(values.text());
            refused(ready(call.a(&values.list())))
        },
        never,
        |sent, values| {
            let cookies = sent
                .header("cookie")
                .and_then(|value| std::str::from_utf8(value).ok());
            let (p, a) = cookies
                .and_then(|text| text.split_once("; "))
                .expect("two cookies");
            assert_eq!(decode(named(p, "p")), values.text());
            assert_eq!(split(named(a, "a"), ","), values.texts);
        },
    ),
    (
        |client, values| {
            let body = FormBody {
                p: Some(values.text().to_owned()),
                a: Some(values.list()),
            };
            refused(ready(client.send().form(body)))
        },
        never,
        |sent, values| {
            let mut expected = vec![("p".to_owned(), values.text().to_owned())];
            expected.extend(
                values
                    .texts
                    .iter()
                    .map(|text| ("a".to_owned(), text.clone())),
            );
            assert_eq!(form(sent.request.body()), expected);
        },
    ),
];

/// Any texts as parameters of each style. The first byte chooses the style, the second one is between the texts.
///
/// # Panics
/// If another server, path or value arrives than was meant, or something is refused that need not be.
pub fn encode(bytes: &[u8]) -> bool {
    let [case, separator, rest @ ..] = bytes else {
        return false;
    };
    let (send, may_refuse, check) = CASES[usize::from(*case) % CASES.len()];
    let texts = rest.split(|byte| byte == separator).take(20);
    let texts = texts.map(|text| String::from_utf8_lossy(text).into_owned());
    let values = Values {
        texts: texts.collect(),
    };
    let server = Answering {
        status: StatusCode::NO_CONTENT,
        ..Answering::default()
    };
    match send(&server.client(), &values) {
        Ok(()) => {
            let request = server.requests().pop().expect("a success was sent");
            let url = Url::parse(&request.uri().to_string()).expect("what is sent is a URL");
            let home = Url::parse("http://home.test/base").expect("a URL");
            assert_eq!(url.origin(), home.origin());
            assert_eq!(
                (url.username(), url.password(), url.fragment()),
                ("", None, None)
            );
            let segments: Vec<&str> = url.path_segments().expect("the URL has a path").collect();
            assert_eq!(segments.first(), Some(&"base"), "{url}");
            let expected = match usize::from(*case) % CASES.len() {
                0..=5 => 6,
                6 => 4,
                _ => segments.len(),
            };
            assert_eq!(segments.len(), expected, "{url}");
            check(&Sent { url, request }, &values);
        }
        Err(before_sending) => {
            assert!(before_sending && may_refuse(&values), "{:?}", values.texts);
            assert!(server.requests().is_empty());
        }
    }
    true
}

fn never(_: &Values) -> bool {
    false
}

fn decode(text: &str) -> String {
    percent_decode_str(text)
        .decode_utf8()
        .expect("texts are UTF-8")
        .into_owned()
}

fn split(text: &str, separator: &str) -> Vec<String> {
    text.split(separator).map(decode).collect()
}

fn pairs(text: &str, separator: &str) -> Vec<(String, String)> {
    let pair = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        (decode(name), decode(value))
    };
    text.split(separator).map(pair).collect()
}

fn flat(values: &Values) -> Vec<String> {
    values
        .pairs()
        .into_iter()
        .flat_map(|(name, value)| [name, value])
        .collect()
}

fn form(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

fn after<'t>(text: &'t str, prefix: &str) -> &'t str {
    text.strip_prefix(prefix)
        .unwrap_or_else(|| panic!("`{text}` does not begin with `{prefix}`"))
}

/// What follows a name; nothing if the name stands alone.
fn named<'t>(text: &'t str, name: &str) -> &'t str {
    let value = after(text, name);
    if value.is_empty() {
        value
    } else {
        after(value, "=")
    }
}
