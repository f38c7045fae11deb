//! The builder type of an operation with optional arguments, as it is emitted.

use std::time::Duration;

use serde_json::Value;

use super::client;
use super::server::{Server, json};
use crate::runtime::{
    Call, Client, Endpoint, Error, Operation, Pending, PendingValue, RetryPolicy, Success, call,
    endpoint, reply,
};

endpoint! {
    LIST_USERS: Value, std::convert::Infallible {
        id: "ListUsers",
        request: "GET" "/users",
        failure: reply::undocumented,
    }
}

call! {
    /// Optional arguments of the operation.
    pub struct ListUsers(Value, std::convert::Infallible)
}

impl ListUsers<'_> {
    fn limit(self, limit: i32) -> Self {
        Self(self.0.query("limit", &limit))
    }
}

fn list_users(client: &Client) -> ListUsers<'_> {
    ListUsers(Call::new(client, LIST_USERS))
}

#[tokio::test]
async fn options_and_arguments_in_any_order() {
    let server = Server::start([json(200, "[]")]);
    let client = client(&server.url);
    let response = list_users(&client)
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
        list_users(&client).limit(1).await.unwrap(),
        Value::Array(vec![])
    );
    Call::from(list_users(&client)).await.unwrap();
}
