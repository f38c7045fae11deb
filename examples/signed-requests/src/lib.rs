//! A security scheme that OpenAPI has no words for: each request carries a signature over itself.
//!
//! SaaSus knows its customers' servers by [an HMAC-SHA256](https://docs.saasus.io/reference/getting-started-with-your-api)
//! over the minute in UTC, the API key, the method, the URL without its scheme, and the body. Of these only the minute
//! and the key are known before the request is finished, so it is signed in the hook that sees each one just before it
//! is sent.

use hmac::{Hmac, Mac};
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request};
use jiff::Timestamp;
use saasus_user::runtime::BoxError;
use saasus_user::{Body, ClientBuilder, Credential};
use sha2::Sha256;

/// What SaaSus gives the owner of a SaaS for the servers of that SaaS.
#[derive(Clone)]
pub struct Keys {
    /// The ID of the SaaS.
    pub saas_id: String,
    /// The key that names the caller.
    pub api_key: String,
    /// The key of the signature, which is never sent.
    pub secret_key: String,
}

/// Has the client sign all of its requests.
pub fn signed_with(builder: ClientBuilder, keys: Keys) -> ClientBuilder {
    // The operations ask for a credential, but it is the hook that has it. Each further attempt is signed anew.
    let builder = builder.bearer_token(Credential::external());
    builder.on_request(move |request| {
        let authorization = authorization(&keys, Timestamp::now(), request)?;
        let mut authorization = HeaderValue::try_from(authorization)?;
        authorization.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, authorization);
        Ok(())
    })
}

/// The value of the header that authenticates a request at a time.
///
/// # Errors
/// When the body is a stream: what is not in memory cannot be signed before it is sent.
pub fn authorization(
    keys: &Keys,
    time: Timestamp,
    request: &Request<Body>,
) -> Result<String, BoxError> {
    let minute = time.strftime("%Y%m%d%H%M").to_string();
    let url = request.uri().to_string();
    let (_, url) = url.split_once("://").ok_or("the URL has no host")?;
    let body = request.body().as_bytes().ok_or("the body is a stream")?;

    let mut mac = Hmac::<Sha256>::new_from_slice(keys.secret_key.as_bytes())?;
    let method = request.method().as_str();
    for text in [&minute, &keys.api_key, method, url] {
        mac.update(text.as_bytes());
    }
    mac.update(body);
    let signature = mac.finalize().into_bytes();
    Ok(format!(
        "SAASUSSIGV1 Sig={signature:x}, SaaSID={}, APIKey={}",
        keys.saas_id, keys.api_key
    ))
}
