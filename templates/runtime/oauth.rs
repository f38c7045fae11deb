//! OAuth 2.0 without a user: the client credentials grant
//! ([RFC 6749, section 4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4)).

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request, StatusCode, Uri};

use super::base64::Base64;
use super::body::Body;
use super::credential::{Credential, Secret};
use super::error::Error;
use super::json::{DecodeError, Json};
use super::percent::{self, Keep};
use super::transport::{BoxError, Transport};

/// No reply with a token is larger.
const LARGEST_REPLY: usize = 1 << 20;

/// Fetches access tokens with the id and the secret of a client, as the [`Credential`] of an OAuth 2 scheme.
///
/// A token is fetched over the transport of the API's client when it is first needed. It is kept, and renewed shortly
/// before it expires or when the API refuses it.
#[derive(Clone)]
pub struct ClientCredentials {
    token_url: String,
    client_id: String,
    client_secret: Secret,
    /// What is sent besides the client's id and secret, URL-encoded.
    fields: String,
    in_body: bool,
}

impl ClientCredentials {
    /// The client's id and secret for a token endpoint, which is given by its absolute URL.
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self {
            token_url: token_url.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            fields: "grant_type=client_credentials".to_owned(),
            in_body: false,
        }
    }

    /// Asks for tokens of these scopes, separated by spaces.
    #[must_use]
    pub fn scope(self, scopes: &str) -> Self {
        self.parameter("scope", scopes)
    }

    /// Sends a further parameter, as the `audience` that some servers ask for.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        push(&mut self.fields, name, value);
        self
    }

    /// Sends the id and the secret in the body, for servers that do not take them as HTTP Basic authentication.
    #[must_use]
    pub fn credentials_in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    async fn fetch(&self, transport: &dyn Transport) -> Result<Secret, BoxError> {
        let response = transport.send(self.request()?).await?;
        let (head, mut body) = response.into_parts();
        let body = body.read(LARGEST_REPLY).await;
        let body = body.map_err(Error::<Infallible>::from)?;
        if head.status.is_success() {
            Ok(token(&body)?)
        } else {
            Err(refusal(head.status, &body).into())
        }
    }

    fn request(&self) -> Result<Request<Body>, BoxError> {
        let uri = Uri::try_from(&self.token_url)?;
        if uri.scheme().is_none() {
            return Err("the URL is not absolute".into());
        }
        let mut fields = self.fields.clone();
        if self.in_body {
            push(&mut fields, "client_id", &self.client_id);
            push(&mut fields, "client_secret", self.client_secret.expose());
        }
        let mut request = Request::new(Body::from(fields));
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if !self.in_body {
            // Encoded before they are joined: section 2.3.1.
            let id = percent::encode(&self.client_id, Keep::Unreserved);
            let secret = percent::encode(self.client_secret.expose(), Keep::Unreserved);
            let pair = Base64::from(format!("{id}:{secret}"));
            let mut basic = HeaderValue::try_from(format!("Basic {pair}"))?;
            basic.set_sensitive(true);
            headers.insert(AUTHORIZATION, basic);
        }
        Ok(request)
    }
}

fn push(fields: &mut String, name: &str, value: &str) {
    for piece in [
        "&",
        &percent::encode(name, Keep::Unreserved),
        "=",
        &percent::encode(value, Keep::Unreserved),
    ] {
        fields.push_str(piece);
    }
}

/// The token in a reply (section 5.1).
fn token(body: &[u8]) -> Result<Secret, DecodeError> {
    let document = Json::parse(body)?;
    let json = document.json();
    let token: String = json.object()?.field("access_token")?;
    let seconds = json.get("expires_in").and_then(|seconds| {
        // Some servers write it as a text.
        let written = seconds.as_str().and_then(|text| text.parse().ok());
        seconds.as_u64().or(written)
    });
    let token = Secret::from(token);
    Ok(match seconds {
        Some(seconds) => token.expires_in(Duration::from_secs(seconds)),
        None => token,
    })
}

/// Why there is no token (section 5.2). Nothing else of the reply is shown.
fn refusal(status: StatusCode, body: &[u8]) -> String {
    let mut text = status.to_string();
    if let Ok(document) = Json::parse(body) {
        for field in ["error", "error_description"] {
            if let Some(value) = document.json().get(field).and_then(Json::as_str) {
                let excerpt: String = value.chars().take(200).collect();
                text.push_str(&format!(": {}", excerpt.escape_debug()));
            }
        }
    }
    text
}

impl From<ClientCredentials> for Credential {
    fn from(client: ClientCredentials) -> Self {
        let client = Arc::new(client);
        Self::fetched(Box::new(move |transport| {
            let client = Arc::clone(&client);
            Box::pin(async move {
                let fetched = client.fetch(&*transport).await;
                fetched.map_err(|cause| {
                    let url = client.token_url.split('?').next().unwrap_or_default();
                    format!("the token endpoint `{url}`: {cause}").into()
                })
            })
        }))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("token_url", &self.token_url)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}
