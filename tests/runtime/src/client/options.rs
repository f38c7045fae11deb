//! The builder type of an operation with optional arguments, as it is emitted.

use std::borrow::Borrow;
use std::convert::Infallible;
use std::time::Duration;

use serde_json::Value;

use super::client;
use super::server::{Server, json};
use crate::runtime::json::Nullable;
use crate::runtime::{
    Body, Call, Client, Endpoint, Error, Operation, Outcomes, Pending, PendingValue, Query,
    RetryPolicy, Success, call, endpoint, reply,
};

/// The handle that the method is one of.
struct Users;

impl Users {
    fn list(client: &Client) -> ListUsers<'_> {
        let endpoint = endpoint! {
            "GET" "/users" as "ListUsers",
            security: [],
        };
        ListUsers(Call::new(client, endpoint))
    }
}

call! {
    pub struct ListUsers(Value, std::convert::Infallible) of Users::list {
        /// How many at most.
        limit(i32) => query("limit"),
        /// Part of the name.
        name(impl AsRef<str>) => query("name"),
        /// Their numbers.
        ids(&[i64]) => query_with("ids", Query::FORM_JOINED),
        /// What they look like.
        like(impl Borrow<Value>) => query_json("like"),
        /// When they came.
        since(impl Into<Nullable<String>>) => query("since"),
    }
}

#[test]
fn what_an_endpoint_leaves_out() {
    let plain: &Endpoint<Value, Infallible> = endpoint! { "GET" "/users" };
    let Operation { id, accept, .. } = plain.operation;
    assert_eq!((id, accept), ("GET /users", "application/json"));
    assert!(plain.operation.security.is_none() && plain.operation.servers.is_empty());
    assert!(matches!(plain.success, Success::Buffered(_)));

    let nothing: &Endpoint<(), Infallible> = endpoint! { "DELETE" "/users" as "Clear" => () };
    let Operation { id, accept, .. } = nothing.operation;
    assert_eq!((id, accept), ("Clear", ""));
    let failing: &Endpoint<(), Infallible> = endpoint! {
        "DELETE" "/users" => (),
        accept: "application/json",
    };
    assert_eq!(failing.operation.accept, "application/json");
    assert!(matches!(failing.success, Success::Buffered(_)));

    const SERVERS: &[crate::runtime::Server] = &[];
    let stream: &Endpoint<Body, Infallible> = endpoint! {
        "GET" "/users",
        accept: "text/csv",
        security: [["Token", "App"], []],
        servers: SERVERS,
        success: Streamed(reply::stream),
    };
    assert_eq!(stream.operation.accept, "text/csv");
    assert_eq!(
        stream.operation.security,
        Some(&[&["Token", "App"][..], &[]][..])
    );
}

#[tokio::test]
async fn what_most_operations_ask_for() {
    let server = Server::start([json(200, "[]")]);
    let client = client(&server.url);
    let endpoint: &Endpoint<Value, Infallible> = endpoint! { "GET" "/users" as "ListUsers" };
    let error = Call::new(&client, endpoint).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`ListUsers` needs credentials for `Token`"
    );
    Call::new(&client, endpoint)
        .header("authorization", "Bearer t")
        .await
        .unwrap();
    assert_eq!(server.request().header("authorization"), ["Bearer t"]);
}

#[tokio::test]
async fn options_and_arguments_in_any_order() {
    let server = Server::start([json(200, "[]")]);
    let client = client(&server.url);
    let response = Users::list(&client)
        .timeout(Duration::from_secs(5))
        .limit(3)
        .header("X-Trace", "1")
        .retry(RetryPolicy::never())
        .idempotency_key("k")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    let request = server.request();
    assert_eq!(request.line(), "GET /users?limit=3 HTTP/1.1");
    assert_eq!(request.header("x-trace"), ["1"]);
    assert_eq!(request.header("idempotency-key"), ["k"]);

    assert_eq!(
        Users::list(&client).limit(1).await.unwrap(),
        Value::Array(vec![])
    );
    Call::from(Users::list(&client)).await.unwrap();
}

#[tokio::test]
async fn each_way_to_take_an_argument() {
    let server = Server::start([json(200, "[]")]);
    Users::list(&client(&server.url))
        .limit(1)
        .name("Ann")
        .ids(&[1, 2])
        .like(serde_json::json!({"a": 1}))
        .since("now")
        .await
        .unwrap();
    let request = server.request();
    let arguments = "limit=1&name=Ann&ids=1,2&like=%7B%22a%22%3A1%7D&since=now";
    assert_eq!(request.line(), format!("GET /users?{arguments} HTTP/1.1"));
}
