//! The client and its settings.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue, Request};

use super::body::Body;
use super::credential::{Credential, Held, SchemeKind};
use super::draft;
use super::error::BuildError;
use super::retry::RetryPolicy;
use super::server::{self, Api};
use super::transport::{BoxError, Transport};

/// A client of the API. Cloning it is cheap, and clones share their connections.
#[derive(Clone)]
pub struct Client {
    pub(super) settings: Arc<Settings>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &self.settings;
        f.debug_struct("Client")
            .field("api", &settings.api.name)
            .field("base_url", &settings.base_url)
            .field("credentials", &names(&settings.credentials))
            .field("timeout", &settings.timeout)
            .field("retry", &settings.retry)
            .finish_non_exhaustive()
    }
}

/// What all calls of a client have in common.
pub(super) struct Settings {
    pub(super) api: &'static Api,
    /// Without a slash at the end.
    pub(super) base_url: String,
    /// Whether the caller gave it; it then replaces the servers of single operations too.
    pub(super) base_url_given: bool,
    pub(super) variables: Vec<(String, String)>,
    pub(super) credentials: Vec<Held>,
    pub(super) headers: HeaderMap,
    pub(super) hook: Option<Hook>,
    pub(super) timeout: Option<Duration>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) retry: RetryPolicy,
    pub(super) max_redirects: usize,
    pub(super) max_response_bytes: usize,
    #[allow(dead_code, reason = "not every client can validate")]
    pub(super) validate_requests: bool,
    pub(super) transport: Arc<dyn Transport>,
}

/// Sees each request just before it is sent.
pub(super) type Hook = Box<dyn Fn(&mut Request<Body>) -> Result<(), BoxError> + Send + Sync>;

/// Settings of a [`Client`] to be.
///
/// A setting that makes no sense is reported by [`build`](Self::build).
#[must_use]
pub struct ClientBuilder {
    api: &'static Api,
    base_url: Option<String>,
    server: usize,
    variables: Vec<(String, String)>,
    credentials: Vec<Held>,
    headers: HeaderMap,
    hook: Option<Hook>,
    timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    connect_timeout: Duration,
    retry: RetryPolicy,
    max_redirects: usize,
    max_response_bytes: usize,
    pub(super) validate_requests: bool,
    transport: Option<Arc<dyn Transport>>,
    problem: Option<BuildError>,
}

impl ClientBuilder {
    /// The defaults for an API.
    pub fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            server: 0,
            variables: Vec::new(),
            credentials: Vec::new(),
            headers: HeaderMap::new(),
            hook: None,
            timeout: Some(Duration::from_secs(30)),
            idle_timeout: Some(Duration::from_secs(300)),
            connect_timeout: Duration::from_secs(10),
            retry: RetryPolicy::default(),
            max_redirects: 10,
            max_response_bytes: 64 << 20,
            validate_requests: false,
            transport: None,
            problem: None,
        }
    }

    fn refuse(mut self, problem: String) -> Self {
        self.problem.get_or_insert_with(|| BuildError::new(problem));
        self
    }

    /// The URL below which the API is served, instead of a server of the description. It replaces the servers of
    /// single operations too.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Chooses a server of the description by its position (default 0).
    pub fn server(mut self, index: usize) -> Self {
        self.server = index;
        self
    }

    /// Chooses a server of the description by the text that describes it.
    pub fn server_named(self, description: &str) -> Self {
        let mut servers = self.api.servers.iter();
        match servers.position(|server| server.description == description) {
            Some(index) => self.server(index),
            None => self.refuse(format!("no server is described as `{description}`")),
        }
    }

    /// Gives a variable in the server's URL a value other than its default.
    pub fn server_variable(mut self, name: &str, value: impl Into<String>) -> Self {
        let mut variables = self.api.servers.iter().flat_map(|server| server.variables);
        if !variables.any(|variable| variable.name == name) {
            return self.refuse(format!("no server has a variable `{name}`"));
        }
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Sets the credential for a security scheme of the description. It is sent only with operations that ask for it.
    pub fn credential(mut self, scheme: &str, credential: impl Into<Credential>) -> Self {
        let credential = credential.into();
        let Some(known) = self.api.schemes.iter().find(|known| known.name == scheme) else {
            return self.refuse(format!("there is no security scheme `{scheme}`"));
        };
        if credential.is_basic() && known.kind != SchemeKind::Basic {
            return self.refuse(format!("`{scheme}` does not take a user name and password"));
        }
        self.credentials.retain(|held| held.scheme.name != scheme);
        self.credentials.push(Held::new(known, credential));
        self
    }

    /// Lets `hook` see each request just before it is sent, credentials included: to sign it, or to record it. It runs
    /// again for each further attempt.
    pub fn on_request<F>(mut self, hook: F) -> Self
    where
        F: Fn(&mut Request<Body>) -> Result<(), BoxError> + Send + Sync + 'static,
    {
        self.hook = Some(Box::new(hook));
        self
    }

    /// Sends a header with every request.
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match draft::header(name, value) {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(problem) => return self.refuse(problem),
        }
        self
    }

    /// The `User-Agent` header (default: name and version of the API).
    pub fn user_agent(self, user_agent: &str) -> Self {
        self.default_header(USER_AGENT.as_str(), user_agent)
    }

    /// The time that a call may take, with all attempts and waits, until its reply is there (default 30 s). Of a
    /// streamed reply only the head counts.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Lets calls take any time.
    pub fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// The time for which nothing may arrive of a streamed reply (default 5 min). With events, ask the server to send
    /// comments in between.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Lets streamed replies pause for any time. One whose server is gone may then never end.
    pub fn no_idle_timeout(mut self) -> Self {
        self.idle_timeout = None;
        self
    }

    /// The time that opening a connection may take (default 10 s). Another [`transport`](Self::transport) has its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How failed requests are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many redirects are followed (default 10). Credentials go along only to the same scheme, host and port.
    pub fn max_redirects(mut self, redirects: usize) -> Self {
        self.max_redirects = redirects;
        self
    }

    /// The size in bytes up to which replies are read into memory (default 64 MiB). Streamed ones are not limited.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Sends requests through something other than the default transport.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// The first setting that makes no sense: a URL that is none, a security scheme or a server that does not exist, a
    /// header that cannot be sent.
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let base_url_given = self.base_url.is_some();
        let url = match (self.base_url, self.api.servers.get(self.server)) {
            (Some(url), _) => url,
            (None, Some(server)) => server.expand(&self.variables).map_err(BuildError::new)?,
            (None, None) => return Err(BuildError::new("no such server: set a base URL")),
        };
        if !base_url_given && !url.contains("://") {
            return Err(BuildError::new(format!(
                "the description knows its server only as `{url}`: set a base URL"
            )));
        }
        let mut headers = self.headers;
        if !headers.contains_key(USER_AGENT) {
            let product = format!("{}/{}", self.api.name, self.api.version);
            if let Ok(product) = HeaderValue::try_from(product) {
                headers.insert(USER_AGENT, product);
            }
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        Ok(Client {
            settings: Arc::new(Settings {
                api: self.api,
                base_url: server::base(&url).map_err(BuildError::new)?,
                base_url_given,
                variables: self.variables,
                credentials: self.credentials,
                headers,
                hook: self.hook,
                timeout: self.timeout,
                idle_timeout: self.idle_timeout,
                retry: self.retry,
                max_redirects: self.max_redirects,
                max_response_bytes: self.max_response_bytes,
                validate_requests: self.validate_requests,
                transport,
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the base URL, which is still unchecked and may have a password in it.
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("credentials", &names(&self.credentials))
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

fn names(credentials: &[Held]) -> Vec<&'static str> {
    credentials.iter().map(|held| held.scheme.name).collect()
}

#[cfg(feature = "reqwest")]
fn default_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, BuildError> {
    let transport = super::ReqwestTransport::new(connect_timeout)?;
    Ok(Arc::new(transport))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Duration) -> Result<Arc<dyn Transport>, BuildError> {
    Err(BuildError::new(
        "without the feature `reqwest` a client needs a transport",
    ))
}
