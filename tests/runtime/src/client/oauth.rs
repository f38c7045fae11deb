//! Secrets that are fetched: OAuth 2.0 client credentials, and providers in general.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::server::{Server, Step, answer, json};
use super::{Shop, Value, builder, call, operation};
use crate::runtime::{Client, ClientCredentials, Credential, Error, Operation, Secret};

const MS: Duration = Duration::from_millis(1);

fn client(api: &Server, credential: impl Into<Credential>) -> Client {
    let builder = builder(&api.url).credential("Token", credential);
    builder.build().unwrap()
}

fn secured(client: &Client) -> Shop<'static> {
    let operation = Operation {
        security: Some(&[&["Token"]]),
        ..operation("GET", "/x")
    };
    call(client, operation)
}

/// Makes several calls at the same time.
async fn together(client: &Client, calls: usize) -> Vec<Result<Value, String>> {
    let calls: Vec<_> = (0..calls)
        .map(|_| tokio::spawn(secured(client).into_future()))
        .collect();
    let mut results = Vec::new();
    for call in calls {
        let result = call.await.unwrap();
        results.push(result.map_err(|error| error.to_string()));
    }
    results
}

fn slowly(step: Step) -> Step {
    match step {
        Step::Answer(text) => Step::Drip(2 * MS, text),
        other => other,
    }
}

fn credentials(tokens: &Server) -> ClientCredentials {
    ClientCredentials::new(format!("{}/token?tenant=1", tokens.url), "my id", "s3cret&")
}

fn sent_tokens(api: &Server) -> Vec<String> {
    let requests = api.requests();
    let tokens = requests.iter().map(|r| r.header("authorization").concat());
    tokens.collect()
}

#[tokio::test]
async fn tokens_are_fetched_and_kept() {
    let api = Server::start([json(200, "1")]);
    let reply = r#"{"access_token":"t1","token_type":"Bearer","expires_in":"3600"}"#;
    let tokens = Server::start([json(200, reply)]);
    let client = client(&api, credentials(&tokens).scope("read write"));
    secured(&client).await.unwrap();
    secured(&client).await.unwrap();
    assert_eq!(sent_tokens(&api), ["Bearer t1", "Bearer t1"]);

    let request = tokens.request();
    assert_eq!(request.line(), "POST /token?tenant=1 HTTP/1.1");
    // `my%20id:s3cret%26`
    let basic = "Basic bXklMjBpZDpzM2NyZXQlMjY=";
    assert_eq!(request.header("authorization"), [basic]);
    let form = "application/x-www-form-urlencoded";
    assert_eq!(request.header("content-type"), [form]);
    assert_eq!(request.header("accept"), ["application/json"]);
    assert_eq!(
        request.body,
        "grant_type=client_credentials&scope=read%20write"
    );
}

#[tokio::test]
async fn credentials_in_the_body() {
    let api = Server::start([json(200, "1")]);
    let tokens = Server::start([json(200, r#"{"access_token":"t1"}"#)]);
    let credentials = credentials(&tokens)
        .parameter("audience", "https://a/")
        .credentials_in_body();
    secured(&client(&api, credentials)).await.unwrap();
    let request = tokens.request();
    assert!(request.header("authorization").is_empty());
    assert_eq!(
        request.body,
        "grant_type=client_credentials&audience=https%3A%2F%2Fa%2F&client_id=my%20id&client_secret=s3cret%26"
    );
}

#[tokio::test]
async fn calls_at_the_same_time_fetch_one_token() {
    let api = Server::start([json(200, "1")]);
    let reply = json(200, r#"{"access_token":"t1"}"#);
    let tokens = Server::start([slowly(reply)]);
    let client = client(&api, credentials(&tokens));
    assert_eq!(together(&client, 10).await, vec![Ok(Value::from(1)); 10]);
    tokens.request();
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    // Slowly, so that both calls have used the first token.
    let refused = slowly(answer(401, "", ""));
    let api = Server::start([json(200, "1"), refused.clone(), refused, json(200, "1")]);
    let tokens = Server::start([
        json(200, r#"{"access_token":"t1"}"#),
        json(200, r#"{"access_token":"t2"}"#),
    ]);
    let client = client(&api, credentials(&tokens));
    secured(&client).await.unwrap();
    assert_eq!(together(&client, 2).await, vec![Ok(Value::from(1)); 2]);
    assert_eq!(tokens.requests().len(), 2);
    let used = sent_tokens(&api);
    assert_eq!(used.iter().filter(|token| *token == "Bearer t2").count(), 2);
}

#[tokio::test]
async fn failures_say_where() {
    let api = Server::start([json(200, "1")]);
    let long = format!(r#"{{"error":"{}"}}"#, "x".repeat(5000));
    for (reply, expected) in [
        (
            json(
                400,
                r#"{"error":"invalid_client","error_description":"who\n?"}"#,
            ),
            "400 Bad Request: invalid_client: who\\n?",
        ),
        (
            answer(503, "", "<h1>s3cret</h1>"),
            "503 Service Unavailable",
        ),
        (
            json(400, &long),
            &format!("400 Bad Request: {}", "x".repeat(200)),
        ),
        (
            json(200, r#"{"access_token":1}"#),
            "access_token: expected a string, found an integer",
        ),
    ] {
        let tokens = Server::start([reply]);
        let client = client(&api, credentials(&tokens));
        let error = secured(&client).await.unwrap_err();
        assert!(matches!(error, Error::Credentials(_)));
        let expected = format!(
            "no credential could be fetched: the token endpoint `{}/token`: {expected}",
            tokens.url
        );
        assert_eq!(error.to_string(), expected);
    }
    let relative = ClientCredentials::new("/token", "a", "b");
    let error = secured(&client(&api, relative.clone())).await.unwrap_err();
    assert!(error.to_string().ends_with("the URL is not absolute"));
    assert!(api.requests().is_empty());
    let secret = ClientCredentials::new("/token", "a", "s3cret");
    assert!(!format!("{secret:?}").contains("s3cret"));
}

/// A provider that takes its time, and counts how often it is asked.
fn slow(
    fetch: impl Fn(usize) -> Result<Secret, &'static str> + Send + Sync + 'static,
) -> (Arc<AtomicUsize>, Credential) {
    let count = Arc::new(AtomicUsize::new(0));
    let shared = Arc::clone(&count);
    let credential = Credential::provider(move || {
        let result = fetch(shared.fetch_add(1, Ordering::SeqCst));
        async move {
            tokio::time::sleep(40 * MS).await;
            Ok(result?)
        }
    });
    (count, credential)
}

#[tokio::test]
async fn a_failure_is_shared_too() {
    let api = Server::start([json(200, "1")]);
    let (count, credential) = slow(|_| Err("closed"));
    let client = client(&api, credential);
    let failed = Err("no credential could be fetched: closed".to_owned());
    assert_eq!(together(&client, 5).await, vec![failed; 5]);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn whoever_waits_does_the_work() {
    let api = Server::start([json(200, "1")]);
    let (count, credential) = slow(|_| Ok(Secret::from("t")));
    let client = client(&api, credential);
    let first = tokio::spawn(secured(&client).into_future());
    tokio::time::sleep(10 * MS).await;
    let second = tokio::spawn(secured(&client).into_future());
    tokio::time::sleep(10 * MS).await;
    first.abort();
    second.await.unwrap().unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 1);

    // With nobody waiting, the work stops, and begins anew with the next call.
    let (count, credential) = slow(|_| Ok(Secret::from("t")));
    let client = super::oauth::client(&api, credential);
    let abandoned = tokio::time::timeout(10 * MS, secured(&client).into_future()).await;
    assert!(abandoned.is_err());
    secured(&client).await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn secrets_are_renewed_ahead_of_their_end() {
    let api = Server::start([json(200, "1")]);
    // The second fetch fails, which does no harm while the first secret lives.
    let (count, credential) = slow(|number| match number {
        1 => Err("closed"),
        _ => Ok(Secret::from(format!("t{number}")).expires_in(4000 * MS)),
    });
    let client = client(&api, credential);
    secured(&client).await.unwrap();
    secured(&client).await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 1);
    // From 3.6 s on it is due.
    tokio::time::sleep(3600 * MS).await;
    secured(&client).await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 2);
    secured(&client).await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 3);
    let expected = ["t0", "t0", "t0", "t2"].map(|token| format!("Bearer {token}"));
    assert_eq!(sent_tokens(&api), expected);
}
