//! The calls as the generated client makes them, with its defaults.

use std::hint::black_box;

use saasus_user::Client;
use saasus_user::models::CreateSaasUserParam;

pub struct Api(Client);

impl Api {
    pub fn new(url: &str) -> Self {
        let builder = Client::builder().base_url(url).bearer_token("secret");
        Self(builder.build().expect("a client"))
    }

    pub async fn get(&self) {
        let user = self.0.saas_user().get_saas_user("u1").await;
        black_box(user.expect("a user"));
    }

    pub async fn create(&self) {
        let body = CreateSaasUserParam::default()
            .email("a@example.com")
            .password("secret");
        let user = self.0.saas_user().create_saas_user().body(body).await;
        black_box(user.expect("a user"));
    }

    pub async fn list(&self) {
        let users = self.0.saas_user().get_saas_users().await;
        assert_eq!(black_box(users.expect("users")).users.len(), 100);
    }
}
