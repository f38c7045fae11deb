//! SORACOM: two keys that are sent together, media types with a charset, failures without a body.

use soracom_user::models;
use soracom_user::user::*;
use soracom_user::{Client, Error};

use crate::operation;
use crate::server::{self, Step};

/// Where the server of the description has the API.
const BASE: &str = "/v1";
const CREDENTIALS: [&str; 2] = ["x-soracom-api-key: key", "x-soracom-token: token"];
const JSON: &str = "application/json";
const JSON_UTF8: &str = "application/json;charset=UTF-8";
const ANYTHING: &str = "*/*";
const DETAIL: &str = r#"{"userName":"a@b","createDateTime":1700000000000,"hasPassword":false,"authKeyList":[{"authKeyId":"k"}]}"#;
const DETAILS: &str = r#"[{"userName":"a@b","createDateTime":1700000000000,"hasPassword":false,"authKeyList":[{"authKeyId":"k"}]},{}]"#;
const ERROR: &str = r#"{"httpStatus":404,"errorMessage":{"code":"USR0001","message":"No."}}"#;

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url);
    builder.api_key("key").api_token("token").build().unwrap()
}

fn handle(client: &Client) -> User<'_> {
    client.user()
}

/// A reply as the API gives it: JSON with a charset, or nothing.
fn answer(status: u16, body: &str) -> Step {
    match body {
        "" => server::answer(status, "", ""),
        body => server::answer(
            status,
            "Content-Type: application/json;charset=UTF-8\r\n",
            body,
        ),
    }
}

/// The success, or the failure that the description lists.
fn documented<T, E: std::fmt::Debug>(outcome: Result<T, Error<E>>) -> Result<T, E> {
    outcome.map_err(|error| match error {
        Error::Api(error) => error.into_body(),
        other => panic!("{other}"),
    })
}

fn key() -> models::AuthKeyResponse {
    models::AuthKeyResponse {
        auth_key_id: Some("k".to_owned()),
        ..Default::default()
    }
}

fn details() -> models::UserDetailResponse {
    models::UserDetailResponse {
        user_name: Some("a@b".to_owned()),
        create_date_time: Some(1_700_000_000_000),
        has_password: Some(false),
        auth_key_list: Some(vec![key()]),
        ..Default::default()
    }
}

fn error() -> models::ApiCallError {
    models::ApiCallError {
        http_status: Some(404),
        error_message: Some(models::ApiCallErrorMessage {
            code: "USR0001".to_owned(),
            message: "No.".to_owned(),
        }),
    }
}

operation! {
    list_users: "GET /v1/operators/OP1/users", JSON_UTF8, "";
    |api| api.list_users("OP1");
    200 DETAILS => Ok(vec![details(), models::UserDetailResponse::default()]);
}

operation! {
    get_default_permissions: "GET /v1/operators/OP1/users/default_permissions", JSON_UTF8, "";
    |api| api.get_default_permissions("OP1");
    200 r#"{"defaultPermissions":"{}"}"# => Ok(models::GetDefaultPermissionsResponse { default_permissions: Some("{}".to_owned()) });
    403 "" => Err(GetDefaultPermissionsError::Forbidden);
    404 "" => Err(GetDefaultPermissionsError::NotFound);
}

operation! {
    update_default_permissions: "PUT /v1/operators/OP1/users/default_permissions", ANYTHING, r#"{"permissions":"{}"}"#;
    |api| api.update_default_permissions("OP1", models::UpdateDefaultPermissionsRequest::new("{}"));
    202 "" => Ok(());
    400 "" => Err(UpdateDefaultPermissionsError::BadRequest);
    403 "" => Err(UpdateDefaultPermissionsError::Forbidden);
}

operation! {
    get_user: "GET /v1/operators/OP1/users/a%40b", JSON_UTF8, "";
    |api| api.get_user("OP1", "a@b");
    200 DETAIL => Ok(details());
}

operation! {
    create_user: "POST /v1/operators/OP1/users/a%40b", ANYTHING, r#"{"description":"日本"}"#;
    |api| api.create_user("OP1", "a@b", models::CreateUserRequest::default().description("日本"));
    201 "" => Ok(());
}

operation! {
    update_user: "PUT /v1/operators/OP1/users/a%40b", JSON_UTF8, r#"{}"#;
    |api| api.update_user("OP1", "a@b", models::UpdateUserRequest::default());
    200 "" => Ok(());
    404 ERROR => Err(UpdateUserError::NotFound(error()));
}

operation! {
    delete_user: "DELETE /v1/operators/OP1/users/a%40b", JSON_UTF8, "";
    |api| api.delete_user("OP1", "a@b");
    204 "" => Ok(());
    404 ERROR => Err(DeleteUserError::NotFound(error()));
}

operation! {
    list_user_auth_keys: "GET /v1/operators/OP1/users/a%40b/auth_keys", JSON_UTF8, "";
    |api| api.list_user_auth_keys("OP1", "a@b");
    200 r#"[{"authKeyId":"k"}]"# => Ok(vec![key()]);
}

operation! {
    generate_user_auth_key: "POST /v1/operators/OP1/users/a%40b/auth_keys", JSON_UTF8, "";
    |api| api.generate_user_auth_key("OP1", "a@b");
    200 r#"{"authKey":"s","authKeyId":"k"}"# => Ok(models::GenerateUserAuthKeyResponse { auth_key: Some("s".to_owned()), auth_key_id: Some("k".to_owned()) });
}

operation! {
    get_user_auth_key: "GET /v1/operators/OP1/users/a%40b/auth_keys/k", JSON_UTF8, "";
    |api| api.get_user_auth_key("OP1", "a@b", "k");
    200 r#"{"authKeyId":"k"}"# => Ok(key());
}

operation! {
    delete_user_auth_key: "DELETE /v1/operators/OP1/users/a%40b/auth_keys/k", JSON_UTF8, "";
    |api| api.delete_user_auth_key("OP1", "a@b", "k");
    204 "" => Ok(());
    404 ERROR => Err(DeleteUserAuthKeyError::NotFound(error()));
}

operation! {
    get_user_mfa_status: "GET /v1/operators/OP1/users/a%40b/mfa", JSON, "";
    |api| api.get_user_mfa_status("OP1", "a@b");
    200 r#"{"status":"verifying"}"# => Ok(models::MfaStatusOfUseResponse { status: Some("verifying".to_owned()) });
    400 "" => Err(GetUserMfaStatusError::BadRequest);
}

operation! {
    enable_user_mfa: "POST /v1/operators/OP1/users/a%40b/mfa", JSON, "";
    |api| api.enable_user_mfa("OP1", "a@b");
    200 r#"{"totpUri":"otpauth://totp"}"# => Ok(models::EnableMfaOtpResponse { totp_uri: Some("otpauth://totp".to_owned()) });
    400 "" => Err(EnableUserMfaError::BadRequest);
}

operation! {
    revoke_user_mfa: "DELETE /v1/operators/OP1/users/a%40b/mfa", ANYTHING, "";
    |api| api.revoke_user_mfa("OP1", "a@b");
    204 "" => Ok(());
    400 "" => Err(RevokeUserMfaError::BadRequest);
}

operation! {
    verify_user_mfa: "POST /v1/operators/OP1/users/a%40b/mfa/verify", ANYTHING, r#"{"mfaOTPCode":"123456"}"#;
    |api| api.verify_user_mfa("OP1", "a@b", models::MfaAuthenticationRequest::default().mfa_otp_code("123456"));
    204 "" => Ok(());
    400 "" => Err(VerifyUserMfaError::BadRequest);
}

operation! {
    has_user_password: "GET /v1/operators/OP1/users/a%40b/password", JSON_UTF8, "";
    |api| api.has_user_password("OP1", "a@b");
    200 r#"{"hasPassword":true}"# => Ok(models::GetUserPasswordResponse { has_password: Some(true) });
}

operation! {
    create_user_password: "POST /v1/operators/OP1/users/a%40b/password", ANYTHING, r#"{"password":"p"}"#;
    |api| api.create_user_password("OP1", "a@b", models::CreateUserPasswordRequest::default().password("p"));
    201 "" => Ok(());
}

operation! {
    update_user_password: "PUT /v1/operators/OP1/users/a%40b/password", ANYTHING, r#"{"currentPassword":"p","newPassword":"q"}"#;
    |api| api.update_user_password("OP1", "a@b", models::UpdatePasswordRequest::new("p", "q"));
    200 "" => Ok(());
}

operation! {
    delete_user_password: "DELETE /v1/operators/OP1/users/a%40b/password", JSON_UTF8, "";
    |api| api.delete_user_password("OP1", "a@b");
    204 "" => Ok(());
    404 ERROR => Err(DeleteUserPasswordError::NotFound(error()));
}

operation! {
    get_user_permission: "GET /v1/operators/OP1/users/a%40b/permission", JSON_UTF8, "";
    |api| api.get_user_permission("OP1", "a@b");
    200 r#"{"permission":"{}"}"# => Ok(models::GetUserPermissionResponse { permission: "{}".to_owned() });
}

operation! {
    update_user_permission: "PUT /v1/operators/OP1/users/a%40b/permission", ANYTHING, r#"{"description":"all","permission":"{}"}"#;
    |api| api.update_user_permission("OP1", "a@b", models::SetUserPermissionRequest::new("{}").description("all"));
    200 "" => Ok(());
}
