//! Replies, and the ready ways to read them.

use std::fmt::{self, Write};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::body::Body;
use super::json::{DecodeError, Document, FromJson, Json};

/// How many bytes of a body are shown in an error message.
const EXCERPT: usize = 300;

/// What a server answered, with its body in memory.
#[derive(Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    /// A reply; useful to test what reads it.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }

    pub(super) fn set_body(&mut self, body: Bytes) {
        self.body = body;
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it arrived.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The media type of the body without its parameters, as in `application/json`; empty if there is none.
    /// Compare it without regard to case.
    pub fn media_type(&self) -> &str {
        let (media_type, _) = self.content_type();
        media_type
    }

    /// Reads the body as JSON, whatever its content type claims.
    ///
    /// # Errors
    /// When the body is not JSON or does not have the shape of `T`. An empty body is read as a missing value.
    #[inline]
    pub fn json<T: FromJson>(&self) -> Result<T, DecodeError> {
        match self.parse() {
            Ok(Some(document)) => T::from_json(&document.json()),
            Ok(None) => match T::missing() {
                Some(value) => Ok(value),
                None => Err(empty_body()),
            },
            Err(error) => Err(error),
        }
    }

    /// Reads the body as text: UTF-8, or ISO 8859-1 if the content type says so.
    ///
    /// # Errors
    /// When the body is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        let (_, parameters) = self.content_type();
        if parameters
            .to_ascii_lowercase()
            .contains("charset=iso-8859-1")
        {
            return Ok(self.body.iter().copied().map(char::from).collect());
        }
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(DecodeError::new(format!("the text is not UTF-8: {error}"))),
        }
    }

    fn content_type(&self) -> (&str, &str) {
        let value = self.headers.get(header::CONTENT_TYPE);
        let text = value.and_then(|value| value.to_str().ok()).unwrap_or("");
        let (media_type, parameters) = text.split_once(';').unwrap_or((text, ""));
        (media_type.trim(), parameters.trim())
    }

    /// The body as a document; `None` if it is empty.
    fn parse(&self) -> Result<Option<Document<'_>>, DecodeError> {
        if self.body.is_empty() {
            return Ok(None);
        }
        Json::parse(&self.body).map(Some).map_err(|error| {
            let media_type = self.media_type().to_ascii_lowercase();
            // An error page says more about itself than the first byte at which it is not JSON.
            if media_type.is_empty() || media_type.ends_with("json") {
                error
            } else {
                DecodeError::new(format!("expected JSON, found `{media_type}`"))
            }
        })
    }
}

#[cold]
fn empty_body() -> DecodeError {
    DecodeError::new("expected JSON, found an empty body")
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if self.body.is_empty() {
            return Ok(());
        }
        let excerpt = self.body.get(..EXCERPT).unwrap_or(&self.body);
        f.write_str(": ")?;
        for character in String::from_utf8_lossy(excerpt).chars() {
            // A log line stays a line, and a terminal unharmed.
            if character.is_control() {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        if self.body.len() > EXCERPT {
            write!(f, "… ({} bytes)", self.body.len())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the values of the headers: one of them may be a session cookie.
        write!(f, "Reply({self})")
    }
}

/// A successful reply: its head, and its body as a value.
#[derive(Clone, Debug)]
pub struct Response<T> {
    reply: Reply,
    value: T,
}

impl<T> Response<T> {
    pub(super) fn new(reply: Reply, value: T) -> Self {
        Self { reply, value }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.reply.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.reply.headers
    }

    /// The body as it arrived; empty if it is streamed.
    pub fn raw(&self) -> &Bytes {
        &self.reply.body
    }

    /// The reply as it arrived; without a body if it is streamed.
    pub fn reply(&self) -> &Reply {
        &self.reply
    }

    /// The body as a value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The body as a value.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The reply as it arrived and the value read from it.
    pub fn into_parts(self) -> (Reply, T) {
        (self.reply, self.value)
    }
}

/// Reads a reply as JSON.
///
/// # Errors
/// When the body does not have the shape of `T`.
#[inline]
pub fn json<T: FromJson>(reply: &Reply) -> Result<T, DecodeError> {
    reply.json()
}

/// Reads nothing: the description promises no body, so none is looked at.
///
/// # Errors
/// Never.
pub fn empty(_: &Reply) -> Result<(), DecodeError> {
    Ok(())
}

/// Takes the body as it is.
///
/// # Errors
/// Never.
pub fn bytes(reply: &Reply) -> Result<Bytes, DecodeError> {
    Ok(reply.body.clone())
}

/// Reads a reply as text.
///
/// # Errors
/// When the body is not UTF-8.
pub fn text(reply: &Reply) -> Result<String, DecodeError> {
    reply.text()
}

/// Hands the body over unread.
pub fn stream(_: &Reply, body: Body) -> Body {
    body
}
