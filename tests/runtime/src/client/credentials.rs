use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::HeaderValue;

use super::server::{Server, answer, json};
use super::{API, Shop, builder, call, client, operation};
use crate::runtime::{Client, ClientBuilder, Credential, Error, Operation, Secret};

type Security = &'static [&'static [&'static str]];

const TOKEN: Security = &[&["Token"]];

fn secured(client: &Client, security: Security) -> Shop<'static> {
    let operation = Operation {
        security: Some(security),
        ..operation("GET", "/x?a=b")
    };
    call(client, operation)
}

/// A client with a credential for everything.
fn rich(url: &str) -> Client {
    let builder = builder(url)
        .credential("Token", "t0ken")
        .credential("Login", Credential::basic("Aladdin", "open sesame"))
        .credential("Key", Credential::secret("k3y"))
        .credential("App", "4pp/id")
        .credential("Session", "s3ssion");
    builder.build().unwrap()
}

#[tokio::test]
async fn each_scheme_in_its_place() {
    let server = Server::start([answer(204, "", "")]);
    let client = rich(&server.url);
    let places = ["authorization", "x-api-key", "cookie"];
    for (security, target, headers) in [
        (TOKEN, "/x?a=b", ["Bearer t0ken", "", ""]),
        (
            // RFC 7617, section 2.
            &[&["Login"]],
            "/x?a=b",
            ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "", ""],
        ),
        (&[&["Key"]], "/x?a=b", ["", "k3y", ""]),
        (&[&["App"]], "/x?a=b&app%20id=4pp%2Fid", ["", "", ""]),
        (&[&["Session"]], "/x?a=b", ["", "", "sid=s3ssion"]),
        // A combination: all of them.
        (
            &[&["Key", "App", "Token"]],
            "/x?a=b&app%20id=4pp%2Fid",
            ["Bearer t0ken", "k3y", ""],
        ),
        // Alternatives: the first.
        (&[&["Key"], &["Token"]], "/x?a=b", ["", "k3y", ""]),
        // Welcome, though not needed.
        (&[&[], &["Key"]], "/x?a=b", ["", "k3y", ""]),
        // Not asked for.
        (&[], "/x?a=b", ["", "", ""]),
        (&[&[]], "/x?a=b", ["", "", ""]),
    ] {
        secured(&client, security).await.unwrap();
        let request = server.requests().pop().unwrap();
        assert_eq!(request.target(), target, "{security:?}");
        for (place, value) in places.iter().zip(headers) {
            assert_eq!(request.header(place).concat(), value, "{security:?}");
        }
    }
}

#[tokio::test]
async fn the_first_alternative_that_is_at_hand() {
    let server = Server::start([answer(204, "", "")]);
    let client = builder(&server.url)
        .credential("Key", "k3y")
        .build()
        .unwrap();
    secured(&client, &[&["Key", "App"], &["Token"], &["Key"]])
        .await
        .unwrap();
    assert_eq!(server.request().header("x-api-key"), ["k3y"]);

    let error = secured(&client, &[&["Key", "App"], &["Token"]])
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Credentials(_)));
    assert_eq!(
        error.to_string(),
        "`Test` needs credentials for `Key` and `App`, or for `Token`"
    );
    secured(&client, &[&["Token"], &[]]).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn headers_and_cookies_of_the_caller() {
    let server = Server::start([answer(204, "", "")]);
    let poor = client(&server.url);
    let call = secured(&poor, &[&["Token", "Key"]]);
    call.header("Authorization", "Custom x")
        .header("X-API-KEY", "y")
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(request.header("authorization"), ["Custom x"]);
    assert_eq!(request.header("x-api-key"), ["y"]);

    let client = rich(&server.url);
    let call = secured(&client, &[&["Token", "Session"]]);
    call.header("Authorization", "Custom x")
        .cookie("a", true, &1)
        .await
        .unwrap();
    let request = server.requests().pop().unwrap();
    assert_eq!(request.header("authorization"), ["Custom x"]);
    assert_eq!(request.header("cookie"), ["a=1; sid=s3ssion"]);
}

/// Counts how often it is asked: `token-1`, `token-2`, …
fn counting() -> (Arc<AtomicUsize>, Credential) {
    let count = Arc::new(AtomicUsize::new(0));
    let shared = Arc::clone(&count);
    let credential = Credential::provider(move || {
        let number = shared.fetch_add(1, Ordering::SeqCst) + 1;
        async move { Ok(Secret::from(format!("token-{number}"))) }
    });
    (count, credential)
}

#[tokio::test]
async fn a_provider_is_asked_again_after_401() {
    let server = Server::start([
        answer(204, "", ""),
        answer(401, "", ""),
        answer(204, "", ""),
        answer(401, "", ""),
    ]);
    let (count, credential) = counting();
    let client = builder(&server.url)
        .credential("Token", credential)
        .build()
        .unwrap();
    secured(&client, &[&["Token"]]).await.unwrap();
    secured(&client, &[&["Token"]]).await.unwrap();
    // Once per call: a server that refuses everything does not keep it busy.
    let error = secured(&client, &[&["Token"]]).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    let tokens: Vec<_> = server
        .requests()
        .iter()
        .map(|r| r.header("authorization").concat())
        .collect();
    assert_eq!(
        tokens,
        [1, 1, 2, 2, 3].map(|number| format!("Bearer token-{number}"))
    );
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn fixed_credentials_are_not_tried_twice() {
    let server = Server::start([answer(401, "", "")]);
    let error = secured(&rich(&server.url), &[&["Token"]])
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    server.request();
}

#[tokio::test]
async fn a_provider_that_fails() {
    let server = Server::start([answer(204, "", "")]);
    let failing = Credential::provider(|| async { Err("the vault is closed".into()) });
    let client = builder(&server.url)
        .credential("Token", failing)
        .build()
        .unwrap();
    let error = secured(&client, &[&["Token"]]).await.unwrap_err();
    assert!(matches!(error, Error::Credentials(_)));
    assert_eq!(
        error.to_string(),
        "no credential could be fetched: the vault is closed"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_hook_sees_the_finished_request() {
    let server = Server::start([json(503, "{}"), json(200, "1")]);
    let client = builder(&server.url)
        .credential("App", "4pp")
        .credential("Token", Credential::external())
        .on_request(|request| {
            let body = request
                .body()
                .as_bytes()
                .ok_or("a stream cannot be signed")?;
            let signed = format!("{} {} {}", request.method(), request.uri(), body.len());
            let signature = HeaderValue::try_from(signed)?;
            request.headers_mut().insert("authorization", signature);
            Ok(())
        })
        .build()
        .unwrap();
    let operation = Operation {
        security: Some(&[&["Token", "App"]]),
        ..operation("PUT", "/x")
    };
    let call = call(&client, operation).json_body("application/json", &vec![1]);
    call.await.unwrap();
    let expected = format!("PUT {}/x?app%20id=4pp 3", server.url);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(request.header("authorization"), [expected.as_str()]);
    }
}

#[tokio::test]
async fn secrets_are_shown_nowhere() {
    let server = Server::start([json(404, "\"no\"")]);
    let secrets = ["t0ken", "sesame", "QWxhZGRpbjpv", "k3y", "4pp", "s3ssion"];
    let hidden = |text: &str| {
        for secret in secrets {
            assert!(!text.contains(secret), "{text}");
        }
    };
    let builder = || {
        ClientBuilder::new(&API)
            .base_url("http://me:sesame@127.0.0.1")
            .credential("Token", "t0ken")
            .default_header("X-Key", "k3y")
    };
    hidden(&format!("{:?}", builder()));
    hidden(&format!("{:?}", builder().build()));
    let client = rich(&server.url);
    hidden(&format!("{client:?} {:?}", Credential::secret("t0ken")));
    hidden(&format!("{:?}", Secret::from("t0ken")));
    assert!(format!("{client:?}").contains("Token"));
    let all: Security = &[&["Token", "Key", "App", "Session"]];
    hidden(&format!("{:?}", secured(&client, all)));
    let error = secured(&client, all).await.unwrap_err();
    hidden(&format!("{error} {error:?}"));

    // Not even where the URL with a key in it is part of the failure.
    let nowhere = rich("http://127.0.0.1:1");
    let error = secured(&nowhere, all).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)));
    hidden(&format!("{error} {error:?}"));

    let odd = super::builder(&server.url)
        .credential("Key", "k3y\r\nX: y")
        .build()
        .unwrap();
    let error = secured(&odd, &[&["Key"]]).await.unwrap_err();
    hidden(&format!("{error} {error:?}"));
    assert!(matches!(error, Error::Credentials(_)));
}

#[test]
fn mistakes_are_found_when_the_client_is_built() {
    let refused = |scheme: &str, credential: Credential| {
        let builder = ClientBuilder::new(&API).credential(scheme, credential);
        builder.build().unwrap_err().to_string()
    };
    assert_eq!(
        refused("Tokn", Credential::secret("x")),
        "there is no security scheme `Tokn`"
    );
    assert_eq!(
        refused("Token", Credential::basic("a", "b")),
        "`Token` does not take a user name and password"
    );
}
