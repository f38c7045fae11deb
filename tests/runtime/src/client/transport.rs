use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response};

use super::{API, builder, call, operation};
use crate::runtime::{
    Body, BoxFuture, ClientBuilder, Error, Operation, RetryPolicy, Transport, TransportError,
};

/// Answers from a list, and keeps a diary instead of waiting.
#[derive(Default)]
struct Double {
    /// Whether the time of the call is up before the first wait is.
    impatient: bool,
    diary: Mutex<Vec<String>>,
    answers: Mutex<Vec<Result<Response<Body>, TransportError>>>,
}

impl Transport for Double {
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, TransportError>> {
        let token = request.headers().get("authorization");
        let place = format!("{} {}", request.method(), request.uri());
        let line = match token {
            Some(_) => format!("{place} with a token"),
            None => place,
        };
        self.diary.lock().unwrap().push(line);
        let answer = self.answers.lock().unwrap().pop();
        Box::pin(async { answer.unwrap_or_else(|| Ok(Response::new("true".into()))) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        let line = format!("sleep {duration:?}");
        self.diary.lock().unwrap().push(line);
        // The sleep without an end is the timeout of the call.
        if (duration == Duration::MAX) == self.impatient {
            Box::pin(std::future::ready(()))
        } else {
            Box::pin(std::future::pending())
        }
    }
}

#[tokio::test]
async fn any_transport_can_be_injected() {
    let double = Arc::new(Double::default());
    let builder = ClientBuilder::new(&API)
        .transport(Arc::clone(&double))
        .no_timeout();
    let client = builder.build().unwrap();
    let value = call(&client, operation("GET", "/x")).await.unwrap();
    assert_eq!(value, true);
    assert_eq!(
        *double.diary.lock().unwrap(),
        ["GET https://eu.shop.example/v1/x"]
    );
}

#[tokio::test]
async fn waits_double_and_stay_below_their_bound() {
    let double = Arc::new(Double::default());
    let refused = || Err(TransportError::connect("refused"));
    *double.answers.lock().unwrap() = (0..6).map(|_| refused()).collect();
    let policy = RetryPolicy::default()
        .max_attempts(6)
        .first_delay(Duration::from_millis(100))
        .max_delay(Duration::from_millis(500));
    let client = builder("http://a")
        .transport(Arc::clone(&double))
        .timeout(Duration::MAX)
        .retry(policy)
        .build()
        .unwrap();
    let error = call(&client, operation("POST", "/")).await.unwrap_err();
    assert_eq!(error.to_string(), "could not connect: refused");
    assert!(matches!(error, Error::Transport(_)));

    let diary = double.diary.lock().unwrap().clone();
    assert_eq!(
        diary.iter().filter(|line| line.starts_with("POST")).count(),
        6
    );
    let waits: Vec<f64> = diary
        .iter()
        .filter_map(|line| {
            line.strip_prefix("sleep ")?
                .strip_suffix("ms")?
                .parse()
                .ok()
        })
        .collect();
    assert_eq!(waits.len(), 5, "{diary:?}");
    for (wait, longest) in waits.iter().zip([100., 200., 400., 500., 500.]) {
        assert!((longest / 2.0..=longest).contains(wait), "{waits:?}");
    }
}

#[tokio::test]
async fn a_timeout_during_a_wait_is_the_last_failure() {
    let double = Arc::new(Double {
        impatient: true,
        ..Double::default()
    });
    let mut unavailable = Response::new(Body::from("{}"));
    *unavailable.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
    double.answers.lock().unwrap().push(Ok(unavailable));
    let client = builder("http://a")
        .transport(Arc::clone(&double))
        .timeout(Duration::MAX)
        .build()
        .unwrap();
    let error = call(&client, operation("GET", "/")).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(double.diary.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn a_redirect_that_comes_back_has_lost_the_credentials() {
    let to = |location: &str| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = http::StatusCode::FOUND;
        let location = location.parse().unwrap();
        response.headers_mut().insert("location", location);
        Ok(response)
    };
    // Origins differ by scheme, host or port; letters and default ports do not count. Never from https to http.
    for (home, hops, expected) in [
        (
            "http://a.example",
            vec![
                "http://A.example:80/1",
                "http://b.example/2",
                "http://a.example/3",
            ],
            vec![
                "GET http://a.example/ with a token",
                "GET http://A.example:80/1 with a token",
                "GET http://b.example/2",
                "GET http://a.example/3",
            ],
        ),
        (
            "http://a.example",
            vec!["https://a.example/1", "http://a.example/2"],
            vec![
                "GET http://a.example/ with a token",
                "GET https://a.example/1",
            ],
        ),
        (
            "https://a.example:8443",
            vec!["//a.example/1"],
            vec![
                "GET https://a.example:8443/ with a token",
                "GET https://a.example/1",
            ],
        ),
    ] {
        let double = Arc::new(Double::default());
        *double.answers.lock().unwrap() = hops.into_iter().rev().map(to).collect();
        let client = builder(home)
            .transport(Arc::clone(&double))
            .credential("Token", "t0ken")
            .no_timeout()
            .build()
            .unwrap();
        let operation = Operation {
            security: Some(&[&["Token"]]),
            ..operation("GET", "/")
        };
        let _ = call(&client, operation).await;
        assert_eq!(*double.diary.lock().unwrap(), expected);
    }
}
