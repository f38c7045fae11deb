//! Each kind of credential, where it is sent and where not; alternatives and combinations.

use crate::api::runtime::{ClientBuilder, Error};
use crate::server::{Recorded, Server};

/// What the credentials put into a request: target, key header, cookie, authorization.
fn sent(request: &Recorded) -> [&str; 4] {
    let header = |name| request.header(name);
    [
        request.target(),
        header("x-key"),
        header("cookie"),
        header("authorization"),
    ]
}

/// Asserts what each call sends with these credentials.
macro_rules! sent {
    ($with:expr, $(|$c:ident| $call:expr => $expected:expr,)*) => {{
        let server = Server::silent();
        let with: fn(ClientBuilder) -> ClientBuilder = $with;
        let client = with(server.builder()).build().unwrap();
        $({
            let $c = &client;
            $call.await.unwrap();
            assert_eq!(sent(&server.last()), $expected);
        })*
    }};
}

fn all(builder: ClientBuilder) -> ClientBuilder {
    builder
        .header_key("k1")
        .query_key("k 2")
        .cookie_key("k3")
        .basic_auth("user", "päss")
        .bearer_token("token")
}

#[tokio::test]
async fn each_scheme_alone() {
    sent! { all,
        |c| c.security().key_in_header() => ["/security/header", "k1", "", ""],
        |c| c.security().key_in_query() => ["/security/query?key=k%202", "", "", ""],
        |c| c.security().key_in_cookie() => ["/security/cookie", "", "session=k3", ""],
        |c| c.security().basic() => ["/security/basic", "", "", "Basic dXNlcjpww6Rzcw=="],
        |c| c.security().bearer() => ["/security/bearer", "", "", "Bearer token"],
        |c| c.security().open() => ["/security/open", "", "", ""],
        |c| c.security().inherited() => ["/security/inherited", "", "", "Bearer token"],
    }
}

#[tokio::test]
async fn the_first_alternative_whose_credentials_are_there_is_used() {
    sent! { all, |c| c.security().either() => ["/security/either", "", "", "Bearer token"], }
    sent! { |b| b.header_key("k1").query_key("k2"),
        |c| c.security().either() => ["/security/either?key=k2", "k1", "", ""],
    }
}

#[tokio::test]
async fn optional_credentials_are_sent_if_there_are_any() {
    sent! { all, |c| c.security().optional() => ["/security/optional", "", "", "Bearer token"], }
    sent! { |b| b,
        |c| c.security().optional() => ["/security/optional", "", "", ""],
        |c| c.security().inherited() => ["/security/inherited", "", "", ""],
    }
}

#[tokio::test]
async fn nothing_is_sent_without_needed_credentials() {
    let server = Server::silent();
    let half = server.builder().header_key("k1").build().unwrap();
    assert!(matches!(
        half.security().either().await,
        Err(Error::Credentials(_))
    ));
    assert!(matches!(
        half.security().bearer().await,
        Err(Error::Credentials(_))
    ));
    assert!(server.requests().is_empty());
}
