//! The signature alone, and on a request as it leaves the client.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{Request, Response};
use jiff::Timestamp;
use oasmith_example_signed_requests::{Keys, authorization, signed_with};
use saasus_user::models::SignUpParam;
use saasus_user::runtime::{BoxFuture, Transport, TransportError};
use saasus_user::{Body, Client};

fn keys() -> Keys {
    Keys {
        saas_id: "saas".to_owned(),
        api_key: "key".to_owned(),
        secret_key: "secret".to_owned(),
    }
}

#[test]
fn it_covers_minute_key_method_url_and_body() {
    let body = Body::from(r#"{"email":"a@example.com"}"#);
    let request = Request::post("https://api.saasus.io/v1/auth/users").body(body);
    let time: Timestamp = "2026-02-28T09:05:59Z".parse().expect("a time");
    let authorization = authorization(&keys(), time, &request.expect("a request"));
    // Worked out with Python's `hmac`.
    assert_eq!(
        authorization.expect("a signature"),
        "SAASUSSIGV1 Sig=1c24c1e50e28c5ff8e1c22f6ed3d4b89ac7f464a4da9609731f758e967c2bbf8, SaaSID=saas, APIKey=key"
    );
}

#[test]
fn what_is_not_there_cannot_be_signed() {
    let stream = Body::stream(Body::from("abc"));
    let request = Request::post("https://api.saasus.io/v1/auth/users").body(stream);
    let error = authorization(&keys(), Timestamp::now(), &request.expect("a request"));
    assert_eq!(
        error.expect_err("no signature").to_string(),
        "the body is a stream"
    );
}

/// Keeps what it is given, and answers with a user.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Request<Body>>>>);

impl Transport for Recorder {
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, TransportError>> {
        self.0.lock().expect("a list").push(request);
        let user = r#"{"id":"u1","email":"a@example.com","attributes":{}}"#;
        let response = Response::builder()
            .status(201)
            .header("content-type", "application/json");
        let response = response.body(Body::from(user)).map_err(TransportError::new);
        Box::pin(std::future::ready(response))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn every_request_carries_one() {
    let recorder = Recorder::default();
    let builder = Client::builder().transport(recorder.clone());
    let client = signed_with(builder, keys()).build().expect("a client");
    let start = Timestamp::now();
    let sign_up = client.saas_user().sign_up();
    sign_up
        .body(SignUpParam::new("a@example.com"))
        .await
        .expect("a user");

    let requests = recorder.0.lock().expect("a list");
    let [request] = requests.as_slice() else {
        panic!("{} requests", requests.len());
    };
    assert_eq!(request.uri(), "https://api.saasus.io/v1/auth/sign-up");
    let sent = request.headers()[AUTHORIZATION].to_str().expect("a text");
    // The minute may have ended meanwhile.
    let possible = [start, Timestamp::now()].map(|time| authorization(&keys(), time, request));
    assert!(
        possible
            .iter()
            .any(|it| it.as_ref().is_ok_and(|it| it == sent)),
        "{sent}"
    );
}
