//! The same calls without a generated client: the same headers, limits of time and types.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is what is measured")]
struct User {
    id: String,
    email: String,
    sign_in_id: Option<String>,
    attributes: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Users {
    users: Vec<User>,
}

#[derive(Default, Serialize)]
struct CreateUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_in_id: Option<String>,
}

pub struct Api {
    client: Client,
    url: String,
}

/// `json()` of reqwest does the same, and needs a feature that generated clients do not ask for.
async fn send<T: DeserializeOwned>(request: RequestBuilder) -> T {
    let request = request
        .bearer_auth("secret")
        .header(ACCEPT, "application/json");
    let response = request.send().await.expect("a reply");
    let response = response.error_for_status().expect("a success");
    let body = response.bytes().await.expect("a body");
    serde_json::from_slice(&body).expect("JSON")
}

impl Api {
    pub fn new(url: &str) -> Self {
        let client = Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .redirect(Policy::none())
            .timeout(Duration::from_secs(30))
            .user_agent("saasus-user/1.0.0");
        Self {
            client: client.build().expect("a client"),
            url: url.to_owned(),
        }
    }

    pub async fn get(&self) {
        let url = format!("{}/users/{}", self.url, "u1");
        black_box(send::<User>(self.client.get(url)).await);
    }

    pub async fn create(&self) {
        let user = CreateUser {
            email: Some("a@example.com".to_owned()),
            password: Some("secret".to_owned()),
            ..CreateUser::default()
        };
        let body = serde_json::to_vec(&user).expect("JSON");
        let request = self.client.post(format!("{}/users", self.url));
        let request = request.header(CONTENT_TYPE, "application/json").body(body);
        black_box(send::<User>(request).await);
    }

    pub async fn list(&self) {
        let users = send::<Users>(self.client.get(format!("{}/users", self.url))).await;
        assert_eq!(black_box(users).users.len(), 100);
    }
}
