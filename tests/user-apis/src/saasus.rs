//! SaaSus: one bearer token, optional bodies, an error body for every failure.

use std::collections::BTreeMap;

use saasus_user::models::{self, MfaPreferenceMethod};
use saasus_user::saas_user::*;
use saasus_user::{Client, Error, RetryPolicy};

use crate::operation;
use crate::server::{Step, json};

/// Where the server of the description has the API.
const BASE: &str = "/v1/auth";
const CREDENTIALS: [&str; 1] = ["authorization: Bearer secret"];
const JSON: &str = "application/json";
const USER: &str = r#"{"id":"u1","email":"a@example.com","attributes":{"age":3}}"#;
const USER_INFO: &str =
    r#"{"id":"u1","email":"a@example.com","user_attribute":{"age":3},"tenants":[]}"#;
const TENANT: &str = r#"{"id":"t1","name":"Acme","attributes":{},"back_office_staff_email":"b@example.com",
    "plan_histories":[{"plan_id":"p1","plan_applied_at":1767225600,"proration_behavior":"none"}],
    "billing_info":{"name":"Acme","invoice_language":"ja-JP","address":{"street":"s","city":"c","state":"s","country":"JP","postal_code":"1"}}}"#;
const ERROR: &str = r#"{"type":"gone","message":"No.","data":{"age":3},"added later":1}"#;

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url);
    builder
        .bearer_token("secret")
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

fn handle(client: &Client) -> SaasUser<'_> {
    client.saas_user()
}

/// A reply as the API gives it: JSON, or nothing.
fn answer(status: u16, body: &str) -> Step {
    json(status, body)
}

/// The success, or the failure that the description lists.
fn documented<T, E: std::fmt::Debug>(outcome: Result<T, Error<E>>) -> Result<T, E> {
    outcome.map_err(|error| match error {
        Error::Api(error) => error.into_body(),
        other => panic!("{other}"),
    })
}

fn attributes() -> BTreeMap<String, serde_json::Value> {
    BTreeMap::from([("age".to_owned(), 3.into())])
}

fn user() -> models::SaasUser {
    models::SaasUser {
        id: "u1".to_owned(),
        email: "a@example.com".to_owned(),
        sign_in_id: None,
        attributes: attributes(),
    }
}

fn user_info() -> models::UserInfo {
    models::UserInfo {
        id: "u1".to_owned(),
        email: "a@example.com".to_owned(),
        sign_in_id: None,
        user_attribute: attributes(),
        tenants: Vec::new(),
    }
}

fn tenant() -> models::Tenant {
    models::Tenant {
        id: "t1".to_owned(),
        plan_id: None,
        billing_info: Some(models::BillingInfo {
            name: "Acme".to_owned(),
            address: models::BillingAddress {
                street: "s".to_owned(),
                city: "c".to_owned(),
                state: "s".to_owned(),
                country: "JP".to_owned(),
                additional_address_info: None,
                postal_code: "1".to_owned(),
            },
            invoice_language: models::InvoiceLanguage::JaJp,
        }),
        name: "Acme".to_owned(),
        attributes: BTreeMap::new(),
        back_office_staff_email: "b@example.com".to_owned(),
        next_plan_id: None,
        using_next_plan_from: None,
        next_plan_tax_rate_id: None,
        proration_behavior: None,
        delete_usage: None,
        plan_histories: vec![models::PlanHistory {
            plan_id: "p1".to_owned(),
            plan_applied_at: 1_767_225_600,
            tax_rate_id: None,
            proration_behavior: Some(models::ProrationBehavior::None),
            delete_usage: None,
        }],
    }
}

fn error() -> models::Error {
    models::Error {
        r#type: Some("gone".to_owned()),
        message: "No.".to_owned(),
        data: Some(attributes()),
    }
}

operation! {
    a_body_left_out: "POST /v1/auth/sign-up", JSON, "";
    |api| api.sign_up();
    500 ERROR => Err(SignUpError::InternalServerError(error()));
}

operation! {
    get_saas_users: "GET /v1/auth/users", JSON, "";
    |api| api.get_saas_users();
    200 r#"{"users":[{"id":"u1","email":"a@example.com","attributes":{"age":3}}]}"# => Ok(models::SaasUsers { users: vec![user()] });
    500 ERROR => Err(GetSaasUsersError::InternalServerError(error()));
}

operation! {
    create_saas_user: "POST /v1/auth/users", JSON, r#"{"email":"a@example.com"}"#;
    |api| api.create_saas_user().body(models::CreateSaasUserParam::default().email("a@example.com"));
    201 USER => Ok(user());
    400 ERROR => Err(CreateSaasUserError::BadRequest(error()));
    500 ERROR => Err(CreateSaasUserError::InternalServerError(error()));
}

operation! {
    get_saas_user: "GET /v1/auth/users/u%2F1", JSON, "";
    |api| api.get_saas_user("u/1");
    200 USER => Ok(user());
    404 ERROR => Err(GetSaasUserError::NotFound(error()));
    500 ERROR => Err(GetSaasUserError::InternalServerError(error()));
}

operation! {
    delete_saas_user: "DELETE /v1/auth/users/u1", JSON, "";
    |api| api.delete_saas_user("u1");
    200 USER_INFO => Ok(user_info());
    404 ERROR => Err(DeleteSaasUserError::NotFound(error()));
    500 ERROR => Err(DeleteSaasUserError::InternalServerError(error()));
}

operation! {
    update_saas_user_attributes: "PATCH /v1/auth/users/u1/attributes", JSON, r#"{"attributes":{"age":3}}"#;
    |api| api.update_saas_user_attributes("u1").body(models::UpdateSaasUserAttributesParam::new(attributes()));
    200 "" => Ok(());
    500 ERROR => Err(UpdateSaasUserAttributesError::InternalServerError(error()));
}

operation! {
    update_saas_user_email: "PATCH /v1/auth/users/u1/email", JSON, r#"{"email":"b@example.com"}"#;
    |api| api.update_saas_user_email("u1").body(models::UpdateSaasUserEmailParam::new("b@example.com"));
    200 "" => Ok(());
    500 ERROR => Err(UpdateSaasUserEmailError::InternalServerError(error()));
}

operation! {
    request_email_update: "POST /v1/auth/users/u1/email/request", JSON, r#"{"email":"b@example.com","access_token":"t"}"#;
    |api| api.request_email_update("u1").body(models::RequestEmailUpdateParam::new("b@example.com", "t"));
    200 "" => Ok(());
    500 ERROR => Err(RequestEmailUpdateError::InternalServerError(error()));
}

operation! {
    confirm_email_update: "POST /v1/auth/users/u1/email/confirm", JSON, r#"{"code":"123","access_token":"t"}"#;
    |api| api.confirm_email_update("u1").body(models::ConfirmEmailUpdateParam::new("123", "t"));
    200 "" => Ok(());
    500 ERROR => Err(ConfirmEmailUpdateError::InternalServerError(error()));
}

operation! {
    update_saas_user_password: "PATCH /v1/auth/users/u1/password", JSON, r#"{"password":"s\"e\n","temporary":true}"#;
    |api| api.update_saas_user_password("u1").body(models::UpdateSaasUserPasswordParam::new("s\"e\n").temporary(true));
    200 "" => Ok(());
    500 ERROR => Err(UpdateSaasUserPasswordError::InternalServerError(error()));
}

operation! {
    get_user_mfa_preference: "GET /v1/auth/users/u1/mfa/preference", JSON, "";
    |api| api.get_user_mfa_preference("u1");
    200 r#"{"enabled":true,"method":"carrier-pigeon"}"# => Ok(models::MfaPreference::new(true).method(MfaPreferenceMethod::Unknown("carrier-pigeon".to_owned())));
    500 ERROR => Err(GetUserMfaPreferenceError::InternalServerError(error()));
}

operation! {
    update_user_mfa_preference: "PATCH /v1/auth/users/u1/mfa/preference", JSON, r#"{"enabled":true,"method":"softwareToken"}"#;
    |api| api.update_user_mfa_preference("u1").body(models::MfaPreference::new(true).method(MfaPreferenceMethod::SoftwareToken));
    200 "" => Ok(());
    500 ERROR => Err(UpdateUserMfaPreferenceError::InternalServerError(error()));
}

operation! {
    update_software_token: "PUT /v1/auth/users/u1/mfa/software-token", JSON, r#"{"access_token":"t","verification_code":"123"}"#;
    |api| api.update_software_token("u1").body(models::UpdateSoftwareTokenParam::new("t", "123"));
    200 "" => Ok(());
    500 ERROR => Err(UpdateSoftwareTokenError::InternalServerError(error()));
}

operation! {
    create_secret_code: "POST /v1/auth/users/u1/mfa/software-token/secret-code", JSON, r#"{"access_token":"t"}"#;
    |api| api.create_secret_code("u1").body(models::CreateSecretCodeParam::new("t"));
    201 r#"{"secret_code":"S"}"# => Ok(models::SoftwareTokenSecretCode { secret_code: "S".to_owned() });
    500 ERROR => Err(CreateSecretCodeError::InternalServerError(error()));
}

operation! {
    unlink_provider: "DELETE /v1/auth/users/u1/providers/a%20b", JSON, "";
    |api| api.unlink_provider("a b", "u1");
    200 "" => Ok(());
    500 ERROR => Err(UnlinkProviderError::InternalServerError(error()));
}

operation! {
    request_external_user_link: "POST /v1/auth/external-users/request", JSON, r#"{"access_token":"t"}"#;
    |api| api.request_external_user_link().body(models::RequestExternalUserLinkParam::new("t"));
    200 "" => Ok(());
    400 ERROR => Err(RequestExternalUserLinkError::BadRequest(error()));
    500 ERROR => Err(RequestExternalUserLinkError::InternalServerError(error()));
}

operation! {
    confirm_external_user_link: "POST /v1/auth/external-users/confirm", JSON, r#"{"access_token":"t","code":"123"}"#;
    |api| api.confirm_external_user_link().body(models::ConfirmExternalUserLinkParam::new("t", "123"));
    200 "" => Ok(());
    400 ERROR => Err(ConfirmExternalUserLinkError::BadRequest(error()));
    500 ERROR => Err(ConfirmExternalUserLinkError::InternalServerError(error()));
}

operation! {
    sign_up: "POST /v1/auth/sign-up", JSON, r#"{"email":"a@example.com"}"#;
    |api| api.sign_up().body(models::SignUpParam::new("a@example.com"));
    201 USER => Ok(user());
    500 ERROR => Err(SignUpError::InternalServerError(error()));
}

operation! {
    resend_sign_up_confirmation_email: "POST /v1/auth/sign-up/resend", JSON, r#"{"email":"a@example.com"}"#;
    |api| api.resend_sign_up_confirmation_email().body(models::ResendSignUpConfirmationEmailParam::new("a@example.com"));
    200 "" => Ok(());
    500 ERROR => Err(ResendSignUpConfirmationEmailError::InternalServerError(error()));
}

operation! {
    sign_up_with_aws_marketplace: "POST /v1/auth/aws-marketplace/sign-up", JSON, r#"{"email":"a@example.com","registration_token":"r"}"#;
    |api| api.sign_up_with_aws_marketplace().body(models::SignUpWithAwsMarketplaceParam::new("a@example.com", "r"));
    201 USER => Ok(user());
    500 ERROR => Err(SignUpWithAwsMarketplaceError::InternalServerError(error()));
}

operation! {
    confirm_sign_up_with_aws_marketplace: "POST /v1/auth/aws-marketplace/sign-up-confirm", JSON, r#"{"tenant_name":"Acme","access_token":"t","registration_token":"r"}"#;
    |api| api.confirm_sign_up_with_aws_marketplace().body(models::ConfirmSignUpWithAwsMarketplaceParam::new("t", "r").tenant_name("Acme"));
    201 TENANT => Ok(tenant());
    500 ERROR => Err(ConfirmSignUpWithAwsMarketplaceError::InternalServerError(error()));
}

operation! {
    link_aws_marketplace: "PATCH /v1/auth/aws-marketplace/link", JSON, r#"{"tenant_id":"i","access_token":"t","registration_token":"r"}"#;
    |api| api.link_aws_marketplace().body(models::LinkAwsMarketplaceParam::new("i", "t", "r"));
    200 "" => Ok(());
    500 ERROR => Err(LinkAwsMarketplaceError::InternalServerError(error()));
}
