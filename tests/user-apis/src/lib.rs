//! The two user APIs as a dependent crate sees them: every operation is called over loopback HTTP, its
//! request is checked to the byte, and each reply that the description lists is read.
#![cfg(any(test, doctest))]

/// The Rust code in the generator's own texts, which is compiled here.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
#[doc = include_str!("../../../docs/build-script.md")]
struct Guide;

mod saasus;
#[path = "../../runtime/src/client/server.rs"]
#[allow(dead_code, reason = "the runtime's tests ask more of it")]
mod server;
mod soracom;

use server::{Server, Step};

/// What a call must send, beside `host` and `user-agent`.
struct Expected<'a> {
    /// As in `GET /users`.
    line: &'a str,
    /// Header lines, sorted.
    headers: Vec<String>,
    body: &'a str,
}

impl<'a> Expected<'a> {
    /// A request that asks for `accept`, with a JSON body if `body` is not empty.
    fn new(line: &'a str, accept: &str, credentials: &[&str], body: &'a str) -> Self {
        let mut headers: Vec<String> = credentials.iter().map(|&line| line.to_owned()).collect();
        headers.push(format!("accept: {accept}"));
        if !body.is_empty() {
            headers.push("content-type: application/json".to_owned());
        }
        // A method that usually has a body says so when it has none (RFC 9110, section 8.6).
        if !line.starts_with("GET") && !line.starts_with("DELETE") {
            headers.push(format!("content-length: {}", body.len()));
        }
        headers.sort();
        Self {
            line,
            headers,
            body,
        }
    }
}

/// Makes a call to a server that gives one answer, and checks what arrived there.
async fn exchange<T>(
    expected: &Expected<'_>,
    answer: Step,
    call: impl AsyncFnOnce(&str) -> T,
) -> T {
    let server = Server::start([answer]);
    let outcome = call(&server.url).await;
    let request = server.request();
    let mut lines = request.head.lines().filter(|line| !line.is_empty());
    assert_eq!(lines.next().unwrap(), format!("{} HTTP/1.1", expected.line));
    let mut headers: Vec<&str> = lines.collect();
    headers.retain(|line| !line.starts_with("host: ") && !line.starts_with("user-agent: "));
    headers.sort_unstable();
    assert_eq!(headers, expected.headers, "{}", expected.line);
    assert_eq!(request.body, expected.body, "{}", expected.line);
    outcome
}

/// Declares the tests of one operation: the request, the call that makes it, and what becomes of each reply; and the
/// same call to a server that judges it by the description, such as
/// [Prism](https://docs.stoplight.io/docs/prism):
///
/// ```text
/// prism mock spec/saasus-user.yaml
/// MOCK=http://127.0.0.1:4010 cargo test -p oasmith-user-apis saasus:: -- --ignored
/// ```
///
/// Uses the API's `BASE`, `CREDENTIALS`, `client`, `handle`, `answer` and `documented`, which stand beside it.
macro_rules! operation {
    (
        $name:ident: $line:literal, $accept:expr, $sent:literal;
        |$api:ident| $call:expr;
        $($status:literal $reply:expr => $outcome:expr;)+
    ) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn on_the_wire() {
                let expected = $crate::Expected::new($line, $accept, &CREDENTIALS, $sent);
                $(
                    let outcome = $crate::exchange(&expected, answer($status, $reply), async |url: &str| {
                        let client = client(&format!("{url}{BASE}"));
                        let $api = handle(&client);
                        documented($call.await)
                    });
                    assert_eq!(outcome.await, $outcome, "{} {}", $line, $status);
                )+
            }

            #[tokio::test]
            #[ignore = "needs a mock server"]
            async fn accepted_by_a_mock_server() {
                let client = client(&std::env::var("MOCK").unwrap());
                let $api = handle(&client);
                // A request that breaks the description gets one of its failures.
                if let Err(error) = $call.await {
                    panic!("{error}");
                }
            }
        }
    };
}
use operation;
