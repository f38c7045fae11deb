//! Who is calling: [Security Schemes](https://spec.openapis.org/oas/v3.0.3#security-scheme-object) and what satisfies
//! them.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};

use super::base64::Base64;
use super::body::Body;
use super::client::Settings;
use super::error::CredentialError;
use super::operation::Operation;
use super::percent::{self, Keep};
use super::provider::{Fetch, Provider};
use super::transport::{BoxError, MaybeSend, Transport};

/// A way of the API to ask who is calling.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the description.
    pub name: &'static str,
    /// Where the credential goes.
    pub kind: SchemeKind,
}

/// Where a credential goes in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …`; OAuth 2 and OpenID Connect too.
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// A header of this name.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
}

/// A password, key or token. It is shown nowhere: not in `Debug`, not in an error.
#[derive(Clone)]
pub struct Secret {
    text: Arc<str>,
    lifetime: Option<Lifetime>,
}

#[derive(Clone, Copy)]
struct Lifetime {
    renewal: Instant,
    end: Instant,
}

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// A secret that is valid for this long from now. Its provider is asked for another one a little earlier: a tenth
    /// of the time, but not more than a minute.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        let ahead = (lifetime / 10).min(Duration::from_secs(60));
        self.lifetime = now().and_then(|now| {
            Some(Lifetime {
                renewal: now.checked_add(lifetime.saturating_sub(ahead))?,
                end: now.checked_add(lifetime)?,
            })
        });
        self
    }

    /// Whether it is time to ask for another one.
    pub(super) fn is_due(&self) -> bool {
        self.lifetime
            .is_some_and(|life| now() >= Some(life.renewal))
    }

    /// Whether it is of no use any more.
    pub(super) fn is_expired(&self) -> bool {
        self.lifetime.is_some_and(|life| now() >= Some(life.end))
    }

    /// Whether it is this very secret, not merely one of the same text.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text)
    }
}

#[cfg(not(target_family = "wasm"))]
fn now() -> Option<Instant> {
    Some(Instant::now())
}

/// The clock of a browser is out of the standard library's reach: there, a secret lives until a server refuses it.
#[cfg(target_family = "wasm")]
fn now() -> Option<Instant> {
    None
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self {
            text: text.into(),
            lifetime: None,
        }
    }
}

/// What satisfies a security scheme. Sent only with operations that ask for it.
#[derive(Clone)]
pub struct Credential(Source);

#[derive(Clone)]
enum Source {
    Secret(Secret),
    Basic(Secret),
    Provider(Arc<Provider>),
    External,
}

impl Credential {
    /// A fixed secret.
    pub fn secret(secret: impl Into<Secret>) -> Self {
        Self(Source::Secret(secret.into()))
    }

    /// A user name and a password, for HTTP Basic authentication.
    pub fn basic(user: &str, password: impl Into<Secret>) -> Self {
        let password = password.into();
        let pair = format!("{user}:{}", password.expose());
        Self(Source::Basic(Base64::from(pair).as_str().into()))
    }

    /// A secret that is fetched when it is first needed and kept while it [lives](Secret::expires_in). Calls that need
    /// it at the same time fetch it once. When a server answers 401, another one is fetched and the request repeated,
    /// once per call.
    pub fn provider<F, Fut>(fetch: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Secret, BoxError>> + MaybeSend + 'static,
    {
        Self::fetched(Box::new(move |_| Box::pin(fetch())))
    }

    /// A secret that is fetched over the client's own transport.
    pub(super) fn fetched(fetch: Fetch) -> Self {
        Self(Source::Provider(Arc::new(Provider::new(fetch))))
    }

    /// Nothing: the [hook](super::ClientBuilder::on_request) signs the request instead.
    pub fn external() -> Self {
        Self(Source::External)
    }

    /// Whether this is a user name and a password, which only HTTP Basic authentication takes.
    pub(super) fn is_basic(&self) -> bool {
        matches!(self.0, Source::Basic(_))
    }

    /// The secret to send, if any.
    pub(super) async fn current(
        &self,
        transport: &Arc<dyn Transport>,
    ) -> Result<Option<Secret>, CredentialError> {
        match &self.0 {
            Source::Secret(secret) | Source::Basic(secret) => Ok(Some(secret.clone())),
            Source::Provider(provider) => provider.current(transport).await.map(Some),
            Source::External => Ok(None),
        }
    }

    /// Whether there can be another secret.
    pub(super) fn is_renewable(&self) -> bool {
        matches!(self.0, Source::Provider(_))
    }

    /// Drops a secret that the server has refused, unless it was replaced already.
    pub(super) fn refuse(&self, refused: &Secret) {
        if let Source::Provider(provider) = &self.0 {
            provider.refuse(refused);
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::Secret(_) => "Credential(secret)",
            Source::Basic(_) => "Credential(basic)",
            Source::Provider(_) => "Credential(provider)",
            Source::External => "Credential(external)",
        })
    }
}

impl<S: Into<Secret>> From<S> for Credential {
    fn from(secret: S) -> Self {
        Self::secret(secret)
    }
}

/// A scheme and the credential for it.
pub(super) struct Held {
    pub(super) scheme: &'static Scheme,
    pub(super) credential: Credential,
    /// The header that carries a secret that never changes.
    header: Option<(HeaderName, HeaderValue)>,
}

impl Held {
    pub(super) fn new(scheme: &'static Scheme, credential: Credential) -> Self {
        let header = match &credential.0 {
            // What is wrong with it is said when it is needed.
            Source::Secret(secret) | Source::Basic(secret) => fixed(scheme, secret).ok().flatten(),
            Source::Provider(_) | Source::External => None,
        };
        Self {
            scheme,
            credential,
            header,
        }
    }

    /// Puts a secret that never changes into a request, unless the caller has put one in the same place; false if it
    /// takes more than a header.
    pub(super) fn put(&self, headers: &mut HeaderMap) -> bool {
        let Some((name, value)) = &self.header else {
            return false;
        };
        headers.entry(name).or_insert_with(|| value.clone());
        true
    }
}

/// Chooses the first alternative of the operation for which everything is at hand; no schemes if it needs none. A header
/// that the caller has set satisfies its scheme as well.
pub(super) fn choose(
    settings: &Settings,
    operation: &Operation,
    headers: &HeaderMap,
) -> Result<&'static [&'static str], CredentialError> {
    let security = operation.security.unwrap_or(settings.api.security);
    let held = &settings.credentials;
    let is_held = |name: &str| held.iter().any(|held| held.scheme.name == name);
    let is_set = |name: &str| {
        let mut schemes = settings.api.schemes.iter();
        let scheme = schemes.find(|scheme| scheme.name == name);
        scheme.is_some_and(|scheme| match scheme.kind {
            SchemeKind::Bearer | SchemeKind::Basic => headers.contains_key(AUTHORIZATION),
            SchemeKind::Header(header) => headers.contains_key(header),
            SchemeKind::Query(_) | SchemeKind::Cookie(_) => false,
        })
    };
    let satisfied = security.iter().find(|combination| {
        !combination.is_empty() && combination.iter().all(|name| is_held(name) || is_set(name))
    });
    if let Some(combination) = satisfied {
        return Ok(combination);
    }
    if security.is_empty() || security.contains(&&[][..]) {
        return Ok(&[]);
    }
    let alternatives: Vec<String> = security
        .iter()
        .map(|names| format!("`{}`", names.join("` and `")))
        .collect();
    Err(CredentialError::new(format!(
        "`{}` needs credentials for {}",
        operation.id,
        alternatives.join(", or for ")
    )))
}

/// Puts a secret into a request, unless the caller has put one in the same place.
pub(super) fn apply(
    scheme: &Scheme,
    secret: &Secret,
    request: &mut Request<Body>,
) -> Result<(), CredentialError> {
    let secret = secret.expose();
    if let Some((name, text)) = header(scheme, secret)? {
        if !request.headers().contains_key(&name) {
            request.headers_mut().insert(name, sensitive(scheme, text)?);
        }
        return Ok(());
    }
    match scheme.kind {
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Header(_) => {}
        SchemeKind::Cookie(name) => {
            let others = request.headers().get(COOKIE);
            let others = others.and_then(|others| others.to_str().ok());
            let all = match others {
                Some(others) => format!("{others}; {name}={secret}"),
                None => format!("{name}={secret}"),
            };
            let value = sensitive(scheme, all)?;
            request.headers_mut().insert(COOKIE, value);
        }
        SchemeKind::Query(name) => {
            let uri = request.uri();
            let name = percent::encode(name, Keep::Unreserved) + "=";
            let query = uri.query().unwrap_or("");
            if query.split('&').any(|pair| pair.starts_with(&name)) {
                return Ok(());
            }
            let separator = if uri.query().is_some() { '&' } else { '?' };
            let value = percent::encode(secret, Keep::Unreserved);
            let extended = Uri::try_from(format!("{uri}{separator}{name}{value}"));
            *request.uri_mut() = extended.map_err(|_| unusable(scheme))?;
        }
    }
    Ok(())
}

/// The header that carries a secret, ready to be sent.
fn fixed(
    scheme: &Scheme,
    secret: &Secret,
) -> Result<Option<(HeaderName, HeaderValue)>, CredentialError> {
    match header(scheme, secret.expose())? {
        Some((name, text)) => Ok(Some((name, sensitive(scheme, text)?))),
        None => Ok(None),
    }
}

/// The header that carries a secret, if it is one with nothing else in it.
fn header(scheme: &Scheme, secret: &str) -> Result<Option<(HeaderName, String)>, CredentialError> {
    let (name, text) = match scheme.kind {
        SchemeKind::Bearer => (AUTHORIZATION, format!("Bearer {secret}")),
        SchemeKind::Basic => (AUTHORIZATION, format!("Basic {secret}")),
        SchemeKind::Header(name) => {
            let name = HeaderName::try_from(name).map_err(|_| unusable(scheme))?;
            (name, secret.to_owned())
        }
        SchemeKind::Cookie(_) | SchemeKind::Query(_) => return Ok(None),
    };
    Ok(Some((name, text)))
}

/// The value of a header that is not to be shown.
fn sensitive(scheme: &Scheme, text: String) -> Result<HeaderValue, CredentialError> {
    let mut value = HeaderValue::try_from(text).map_err(|_| unusable(scheme))?;
    value.set_sensitive(true);
    Ok(value)
}

fn unusable(scheme: &Scheme) -> CredentialError {
    CredentialError::new(format!(
        "the credential for `{}` has characters that a request cannot carry",
        scheme.name
    ))
}
