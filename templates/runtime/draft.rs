//! A request while its parameters are being filled in. Not generic: [`Call`](super::Call) is the typed shell around it.

use std::borrow::Cow;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::body::Body;
use super::client::Settings;
use super::error::RequestError;
use super::json::{EncodeError, Json, View};
use super::operation::Operation;
use super::parameter::{self, PathStyle, Query};
use super::percent::{self, Keep};
use super::retry::RetryPolicy;
use super::server;

/// The headers by which a server recognises a request that it has seen, in lower case.
const IDEMPOTENCY_KEYS: &[&str] = &["idempotency-key", "x-idempotency-key"];

/// A request while its parameters are being filled in.
///
/// Values come as written JSON. A value that cannot be sent does not interrupt the chain of calls: the first one is
/// remembered and reported instead of sending.
pub(super) struct Draft {
    pub(super) operation: &'static Operation,
    path: Cow<'static, str>,
    pub(super) query: String,
    /// The whole URL, where a reply has named it.
    pub(super) url: Option<Uri>,
    cookies: String,
    headers: HeaderMap,
    /// That of the body, unless `headers` has one.
    content_type: Option<HeaderValue>,
    pub(super) body: Body,
    /// `Some(None)`: this call has no timeout.
    pub(super) timeout: Option<Option<Duration>>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    /// Whether an idempotency key, which may be a parameter of the operation, makes the request safe to send twice.
    pub(super) repeatable: bool,
    pub(super) problem: Option<RequestError>,
}

impl Draft {
    pub(super) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            path: Cow::Borrowed(operation.path),
            query: String::new(),
            url: None,
            cookies: String::new(),
            headers: HeaderMap::new(),
            content_type: None,
            body: Body::empty(),
            timeout: None,
            idle_timeout: None,
            retry: None,
            repeatable: false,
            problem: None,
        }
    }

    /// The same request once more; `None` if its body can be read only once.
    #[allow(dead_code, reason = "not every API has events or pages")]
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self {
            operation: self.operation,
            path: self.path.clone(),
            query: self.query.clone(),
            url: self.url.clone(),
            cookies: self.cookies.clone(),
            headers: self.headers.clone(),
            content_type: self.content_type.clone(),
            body: self.body.try_clone()?,
            timeout: self.timeout,
            idle_timeout: self.idle_timeout,
            retry: self.retry.clone(),
            repeatable: self.repeatable,
            problem: None,
        })
    }

    pub(super) fn refuse(&mut self, problem: String) {
        self.problem
            .get_or_insert_with(|| RequestError::new(problem));
    }

    /// Writes a parameter; `None` if there is nothing to send or the value has no JSON form (as a NaN has none).
    fn write(
        &mut self,
        name: &str,
        json: Result<Vec<u8>, EncodeError>,
        style: impl FnOnce(&Json<'_>) -> Option<String>,
    ) -> Option<String> {
        let written = match &json {
            Ok(text) => Json::parse(text)
                .map(|document| style(&document.json()))
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        match written {
            Ok(text) => text,
            Err(reason) => {
                self.refuse(format!("parameter `{name}`: {reason}"));
                None
            }
        }
    }

    pub(super) fn path(
        &mut self,
        name: &str,
        style: PathStyle,
        explode: bool,
        json: Result<Vec<u8>, EncodeError>,
    ) {
        let plain = json.as_deref().ok().and_then(plain_text);
        if let (Some(text), PathStyle::Simple | PathStyle::Segments) = (plain, style) {
            return self.fill(name, text);
        }
        let text = self.write(name, json, |value| {
            parameter::path(name, style, explode, value)
        });
        self.fill(name, &text.unwrap_or_default());
    }

    pub(super) fn path_json(&mut self, name: &str, json: Result<Vec<u8>, EncodeError>) {
        let text = self.text(name, json);
        self.fill(name, &percent::encode(&text, Keep::Unreserved));
    }

    /// Fills a placeholder of the path. What was filled in is free of braces, so it cannot be taken for one.
    fn fill(&mut self, name: &str, text: &str) {
        // Any of these would make it the path of another operation.
        let mut segments = text.split('/');
        if text.is_empty() || segments.any(|segment| matches!(segment, "." | "..")) {
            self.refuse(format!("the path parameter `{name}` must not be {text:?}"));
        }
        let mut filled = String::with_capacity(self.path.len() + text.len());
        let mut left = &*self.path;
        while let Some((before, after)) = left.split_once('{') {
            filled.push_str(before);
            let rest = after.strip_prefix(name);
            if let Some(rest) = rest.and_then(|rest| rest.strip_prefix('}')) {
                filled.push_str(text);
                left = rest;
            } else {
                filled.push('{');
                left = after;
            }
        }
        filled.push_str(left);
        self.path = Cow::Owned(filled);
    }

    pub(super) fn query(&mut self, name: &str, options: Query, json: Result<Vec<u8>, EncodeError>) {
        let text = self.write(name, json, |value| parameter::query(name, options, value));
        join(&mut self.query, "&", text);
    }

    pub(super) fn query_json(&mut self, name: &str, json: Result<Vec<u8>, EncodeError>) {
        let text = self.text(name, json);
        let name = percent::encode(name, Keep::Unreserved);
        let value = percent::encode(&text, Keep::Unreserved);
        join(&mut self.query, "&", Some(format!("{name}={value}")));
    }

    pub(super) fn cookie(&mut self, name: &str, explode: bool, json: Result<Vec<u8>, EncodeError>) {
        let text = self.write(name, json, |value| parameter::cookie(name, explode, value));
        join(&mut self.cookies, "; ", text);
    }

    pub(super) fn cookie_json(&mut self, name: &str, json: Result<Vec<u8>, EncodeError>) {
        let value = percent::encode(&self.text(name, json), Keep::Unreserved);
        join(&mut self.cookies, "; ", Some(format!("{name}={value}")));
    }

    pub(super) fn header_param(
        &mut self,
        name: &str,
        explode: bool,
        json: Result<Vec<u8>, EncodeError>,
    ) {
        if let Some(text) = self.write(name, json, |value| parameter::header(explode, value)) {
            self.header(name, &text);
        }
    }

    pub(super) fn header_json(&mut self, name: &str, json: Result<Vec<u8>, EncodeError>) {
        let text = self.text(name, json);
        self.header(name, &text);
    }

    /// Sets a header. The value may be a secret, so it is not repeated in the error.
    pub(super) fn header(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok((name, value)) => {
                self.repeatable |= IDEMPOTENCY_KEYS.contains(&name.as_str());
                self.headers.insert(name, value);
            }
            Err(problem) => self.refuse(problem),
        }
    }

    pub(super) fn body(&mut self, content_type: &str, body: Body) {
        match HeaderValue::from_bytes(content_type.as_bytes()) {
            Ok(value) => {
                self.headers.remove(CONTENT_TYPE);
                self.content_type = Some(value);
            }
            Err(_) => self.refuse(unsendable(CONTENT_TYPE.as_str())),
        }
        self.body = body;
    }

    pub(super) fn json_body(&mut self, content_type: &str, json: Result<Vec<u8>, EncodeError>) {
        match json {
            Ok(text) => self.body(content_type, text.into()),
            Err(error) => self.refuse(format!("the body: {error}")),
        }
    }

    /// A form is written like the query parameters of the same names.
    pub(super) fn form_body(
        &mut self,
        encoding: &[(Query, &[&str])],
        json: Result<Vec<u8>, EncodeError>,
    ) {
        let options = |field: &str| {
            let entry = encoding.iter().find(|(_, names)| names.contains(&field));
            entry.map_or(Query::FORM, |(options, _)| *options)
        };
        let text = self.write("body", json, |value| match value.view() {
            View::Object(fields) => {
                let mut form = String::new();
                for (name, value) in fields {
                    join(
                        &mut form,
                        "&",
                        parameter::query(name, options(name), &value),
                    );
                }
                Some(form)
            }
            _ => None,
        });
        match text {
            Some(form) => self.body("application/x-www-form-urlencoded", form.into()),
            None => self.refuse("the body: only an object can be sent as a form".to_owned()),
        }
    }

    /// A parameter whose `content` is JSON.
    fn text(&mut self, name: &str, json: Result<Vec<u8>, EncodeError>) -> String {
        let text = json.map(|text| String::from_utf8_lossy(&text).into_owned());
        text.unwrap_or_else(|error| {
            self.refuse(format!("parameter `{name}`: {error}"));
            String::new()
        })
    }

    /// The URL, but for credentials.
    pub(super) fn url(&self, settings: &Settings) -> Result<Uri, RequestError> {
        if let Some(url) = &self.url {
            return Ok(url.clone());
        }
        let (path, _) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let mut segments = path.as_bytes().split(|&byte| byte == b'/');
        if segments.any(|segment| matches!(segment, b"." | b"..")) {
            return Err(RequestError::new(format!("`{path}` would leave its place")));
        }
        let base = base_url(self.operation, settings).map_err(RequestError::new)?;
        let mut url = String::with_capacity(base.len() + self.path.len() + self.query.len() + 2);
        url.push_str(&base);
        if !self.path.starts_with('/') {
            url.push('/');
        }
        url.push_str(&self.path);
        if !self.query.is_empty() {
            url.push(if self.path.contains('?') { '&' } else { '?' });
            url.push_str(&self.query);
        }
        Uri::try_from(url)
            .map_err(|error| RequestError::because("the URL is not valid", error.into()))
    }

    /// Ends the filling in: whether all of it can be sent.
    pub(super) fn finish(&mut self) -> Result<(), RequestError> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        if !self.cookies.is_empty() {
            let cookies = HeaderValue::try_from(&self.cookies)
                .map_err(|error| RequestError::because("the cookies", error.into()))?;
            self.headers.insert(COOKIE, cookies);
        }
        Ok(())
    }

    /// The headers to send, but for credentials.
    pub(super) fn headers(&self, settings: &Settings) -> HeaderMap {
        // Those below, and a few that are still to come.
        let expected = self.headers.len() + settings.headers.len() + 4;
        let mut headers = HeaderMap::with_capacity(expected);
        for (name, value) in &self.headers {
            headers.append(name, value.clone());
        }
        if let Some(value) = &self.content_type {
            headers.entry(CONTENT_TYPE).or_insert_with(|| value.clone());
        }
        if !self.operation.accept.is_empty() {
            let accept = || HeaderValue::from_static(self.operation.accept);
            headers.entry(ACCEPT).or_insert_with(accept);
        }
        for (name, value) in &settings.headers {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        // Servers may answer 411 without it (RFC 9110, section 8.6).
        if self.body.length() == Some(0)
            && matches!(self.operation.method, "POST" | "PUT" | "PATCH")
        {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        headers
    }
}

/// A header, if it can be sent; a line break in a value would begin another one.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (Ok(name), Ok(value)) = (
        HeaderName::try_from(name),
        // Not `from_str`, which refuses what is not ASCII.
        HeaderValue::from_bytes(value.as_bytes()),
    ) else {
        return Err(unsendable(name));
    };
    Ok((name, value))
}

fn unsendable(header: &str) -> String {
    let header = header.escape_debug();
    format!("the header `{header}` has a character that no header can carry")
}

/// The text of a JSON string that a URL carries as it is: that of most path parameters, which then need no parsing.
fn plain_text(json: &[u8]) -> Option<&str> {
    let text = json.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let text = std::str::from_utf8(text).ok()?;
    percent::is_unreserved(text).then_some(text)
}

fn join(list: &mut String, separator: &str, item: Option<String>) {
    if let Some(item) = item {
        if !list.is_empty() {
            list.push_str(separator);
        }
        list.push_str(&item);
    }
}

/// Where the operation is served.
fn base_url<'s>(operation: &Operation, settings: &'s Settings) -> Result<Cow<'s, str>, String> {
    let Some(server) = operation.servers.first() else {
        return Ok(Cow::Borrowed(&settings.base_url));
    };
    let url = server.expand(&settings.variables)?;
    if settings.base_url_given && url.contains("://") {
        return Ok(Cow::Borrowed(&settings.base_url));
    }
    server::resolve(&settings.base_url, &url).map(Cow::Owned)
}
