//! The builder type of an operation with optional arguments, as it is emitted.

use std::borrow::Borrow;
use std::time::Duration;

use serde_json::Value;

use super::client;
use super::server::{Server, json};
use crate::runtime::json::Nullable;
use crate::runtime::{
    Call, Client, Endpoint, Error, Operation, Pending, PendingValue, Query, RetryPolicy, Success,
    call, endpoint, reply,
};

endpoint! {
    LIST_USERS: Value {
        id: "ListUsers",
        request: "GET" "/users",
    }
}

/// The handle that the method is one of.
struct Users;

impl Users {
    fn list(client: &Client) -> ListUsers<'_> {
        ListUsers(Call::new(client, LIST_USERS))
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
