//! Bodies of several parts: `multipart/form-data`
//! ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)), as browsers write them.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;

use http::HeaderValue;

use super::body::Body;
use super::call::Call;
use super::draft;
use super::json::{self, EncodeError, Json, ToJson, View};
use super::parameter;

/// A form of several parts, among them files.
///
/// It is sent piece by piece: a file or a stream in it is never in memory as a whole. A request with it can be retried
/// unless a part is a stream that can be read only once.
pub struct Multipart {
    boundary: String,
    /// What precedes `written`.
    bodies: VecDeque<Body>,
    written: Vec<u8>,
    problem: Option<String>,
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the content, which may be anyone's.
        f.debug_struct("Multipart").finish_non_exhaustive()
    }
}

impl Default for Multipart {
    fn default() -> Self {
        Self::new()
    }
}

impl Multipart {
    /// A form without parts.
    pub fn new() -> Self {
        // The keys of a hasher are random: no content meets 128 bits of them by accident.
        let [high, low] = [0, 1].map(|half| RandomState::new().hash_one(half));
        Self {
            boundary: format!("oasmith-{high:016x}{low:016x}"),
            bodies: VecDeque::new(),
            written: Vec::new(),
            problem: None,
        }
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &str, text: &str) -> Self {
        self.written_part(name, None, text.as_bytes());
        self
    }

    /// Adds a value as one part of JSON.
    #[inline]
    #[must_use]
    pub fn json<V: ToJson + ?Sized>(mut self, name: &str, value: &V) -> Self {
        if !value.is_absent() {
            self.json_part(name, json::to_vec(value));
        }
        self
    }

    /// Adds a value as its type demands: a text, an object as JSON, a list as one part for each element. Null is left
    /// out.
    ///
    /// The content type is `application/json` for an object, or an element that is a list, and otherwise not sent,
    /// unless it is given. With one for JSON, texts are JSON too.
    #[inline]
    #[must_use]
    pub fn field<V>(mut self, name: &str, content_type: Option<&str>, value: &V) -> Self
    where
        V: ToJson + ?Sized,
    {
        if !value.is_absent() {
            self.value(name, content_type, json::to_vec(value));
        }
        self
    }

    /// Adds the elements of a list as one part, with `separator` between them. Null and a list of nothing are left out.
    #[must_use]
    pub fn joined<V>(mut self, name: &str, separator: &str, value: &V) -> Self
    where
        V: ToJson + ?Sized,
    {
        let written = json::to_vec(value).map_err(|error| error.to_string());
        let texts = written.and_then(|text| {
            let document = Json::parse(&text).map_err(|error| error.to_string())?;
            let texts: Option<Vec<_>> = match document.json().view() {
                View::Array(elements) => Some(
                    elements
                        .filter_map(parameter::text)
                        .map(String::from)
                        .collect(),
                ),
                _ => None,
            };
            Ok(texts.unwrap_or_default())
        });
        match texts {
            Ok(texts) if texts.is_empty() => {}
            Ok(texts) => self.written_part(name, None, texts.join(separator).as_bytes()),
            Err(problem) => self.refuse(name, &problem),
        }
        self
    }

    /// Adds a part.
    #[must_use]
    pub fn part(mut self, name: &str, part: impl Into<Part>) -> Self {
        let part = part.into().or_content_type("application/octet-stream");
        if let Some(problem) = part.problem {
            self.refuse(name, &problem);
        }
        let headers: Vec<_> = part.headers.iter().map(|(n, v)| (n.as_str(), v)).collect();
        self.open(name, part.file_name.as_deref(), &headers);
        let written = std::mem::take(&mut self.written);
        self.bodies.extend([written.into(), part.body]);
        self.written.extend_from_slice(b"\r\n");
        self
    }

    /// Adds several parts of the same name.
    #[must_use]
    pub fn parts<P: Into<Part>>(self, name: &str, parts: impl IntoIterator<Item = P>) -> Self {
        parts
            .into_iter()
            .fold(self, |form, part| form.part(name, part))
    }

    fn refuse(&mut self, name: &str, reason: &str) {
        self.problem
            .get_or_insert_with(|| format!("the part `{name}`: {reason}"));
    }

    fn json_part(&mut self, name: &str, json: Result<Vec<u8>, EncodeError>) {
        match json {
            Ok(text) => self.written_part(name, Some("application/json"), &text),
            Err(error) => self.refuse(name, &error.to_string()),
        }
    }

    fn value(
        &mut self,
        name: &str,
        content_type: Option<&str>,
        json: Result<Vec<u8>, EncodeError>,
    ) {
        let text = match json {
            Ok(text) => text,
            Err(error) => return self.refuse(name, &error.to_string()),
        };
        match Json::parse(&text) {
            Ok(document) => match document.json().view() {
                View::Array(elements) => {
                    for element in elements {
                        self.single(name, content_type, element);
                    }
                }
                _ => self.single(name, content_type, document.json()),
            },
            Err(error) => self.refuse(name, &error.to_string()),
        }
    }

    fn single(&mut self, name: &str, content_type: Option<&str>, value: Json<'_>) {
        let nested = value.is_array() || value.is_object();
        let content_type = content_type.or(nested.then_some("application/json"));
        let is_json = content_type.is_some_and(|content_type| {
            let (media_type, _) = content_type.split_once(';').unwrap_or((content_type, ""));
            media_type.trim_end().to_ascii_lowercase().ends_with("json")
        });
        if is_json && value.is_string() {
            match json::to_vec(&value) {
                Ok(text) => self.written_part(name, content_type, &text),
                Err(error) => self.refuse(name, &error.to_string()),
            }
        } else if let Some(text) = parameter::text(value) {
            self.written_part(name, content_type, text.as_bytes());
        }
    }

    fn written_part(&mut self, name: &str, content_type: Option<&str>, content: &[u8]) {
        match content_type.map(HeaderValue::try_from).transpose() {
            Ok(None) => self.open(name, None, &[]),
            Ok(Some(value)) => self.open(name, None, &[("Content-Type", &value)]),
            Err(error) => self.refuse(name, &error.to_string()),
        }
        self.written.extend_from_slice(content);
        self.written.extend_from_slice(b"\r\n");
    }

    /// Writes what precedes the content of a part.
    fn open(&mut self, name: &str, file_name: Option<&str>, headers: &[(&str, &HeaderValue)]) {
        let mut head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            escape(name)
        );
        if let Some(file_name) = file_name {
            head.push_str(&format!("; filename=\"{}\"", escape(file_name)));
        }
        head.push_str("\r\n");
        self.written.extend_from_slice(head.as_bytes());
        for (name, value) in headers {
            for piece in [name.as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                self.written.extend_from_slice(piece);
            }
        }
        self.written.extend_from_slice(b"\r\n");
    }

    fn finish(mut self) -> Body {
        let end = format!("--{}--\r\n", self.boundary);
        self.written.extend_from_slice(end.as_bytes());
        if self.bodies.is_empty() {
            return self.written.into();
        }
        self.bodies.push_back(self.written.into());
        Body::chain(self.bodies)
    }
}

/// As browsers do ([HTML standard](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data)):
/// a quote or a line break in a name would end it.
fn escape(name: &str) -> String {
    name.replace('\n', "%0A")
        .replace('\r', "%0D")
        .replace('"', "%22")
}

impl<T, E> Call<'_, T, E> {
    /// A body of several parts.
    pub fn multipart_body(mut self, form: impl Into<Multipart>) -> Self {
        let mut form = form.into();
        if let Some(problem) = form.problem.take() {
            self.draft.refuse(problem);
        }
        let content_type = format!("multipart/form-data; boundary={}", form.boundary);
        self.draft.body(&content_type, form.finish());
        self
    }
}

/// A part of a [`Multipart`] body that is not a mere text: most often a file.
#[derive(Debug)]
pub struct Part {
    body: Body,
    file_name: Option<String>,
    headers: Vec<(String, HeaderValue)>,
    problem: Option<String>,
}

impl Part {
    /// A part of bytes in memory, or of a stream. It has the file name `blob`, as in browsers: without one, many servers
    /// take a part for a text.
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            file_name: Some("blob".to_owned()),
            headers: Vec::new(),
            problem: None,
        }
    }

    /// A file, under its own name. It is read while it is sent.
    ///
    /// # Errors
    /// When the path leads to nothing that can be read, or not to a regular file.
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    pub async fn file(path: impl Into<std::path::PathBuf>) -> std::io::Result<Self> {
        let path = path.into();
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        Ok(Self::new(Body::file(path).await?).file_name(name))
    }

    /// The name of the file, as the server sees it.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sends no name of a file.
    #[must_use]
    pub fn no_file_name(mut self) -> Self {
        self.file_name = None;
        self
    }

    /// The content type (default `application/octet-stream`).
    #[must_use]
    pub fn content_type(self, content_type: &str) -> Self {
        self.header("Content-Type", content_type)
    }

    /// The content type, unless it has been set.
    #[must_use]
    pub fn or_content_type(self, content_type: &str) -> Self {
        let is_set = |(name, _): &(String, HeaderValue)| name.eq_ignore_ascii_case("content-type");
        if self.headers.iter().any(is_set) {
            self
        } else {
            self.content_type(content_type)
        }
    }

    /// Sets a header of this part.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match draft::header(name, value) {
            Ok((_, value)) => {
                self.headers
                    .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
                self.headers.push((name.to_owned(), value));
            }
            Err(problem) => self.problem = Some(problem),
        }
        self
    }
}

impl<B: Into<Body>> From<B> for Part {
    fn from(body: B) -> Self {
        Self::new(body)
    }
}
