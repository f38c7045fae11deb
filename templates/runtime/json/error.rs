use std::error::Error;
use std::fmt;

use super::Json;

/// Why a document could not be read as the type asked for.
///
/// Displayed as `users[3].email: expected a string, found null`. Never contains a value of the document, so that it can
/// be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Details>);

/// Boxed by its owner: a `Result` with a small error is cheap to return through many levels.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    path: String,
    message: String,
}

impl DecodeError {
    /// An error at the place that is being read.
    #[cold]
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            path: String::new(),
            message: message.into(),
        }))
    }

    /// `expected a string, found null`.
    #[cold]
    pub fn expected(what: &str, found: &Json<'_>) -> Self {
        Self::new(format!("expected {what}, found {}", found.kind()))
    }

    /// A required field is not there.
    #[cold]
    pub fn missing(name: &str) -> Self {
        Self::new("required, but missing").at_field(name)
    }

    /// The same error, seen from the object that holds the field.
    #[cold]
    #[must_use]
    pub fn at_field(mut self, name: &str) -> Self {
        let path = &self.0.path;
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@');
        let name = if !name.is_empty() && name.chars().all(plain) {
            name.to_owned()
        } else {
            format!("[{name:?}]")
        };
        let dot = if path.is_empty() || path.starts_with('[') {
            ""
        } else {
            "."
        };
        self.0.path = format!("{name}{dot}{path}");
        self
    }

    /// The same error, seen from the array that holds the element.
    #[cold]
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        let path = &self.0.path;
        let dot = if path.is_empty() || path.starts_with('[') {
            ""
        } else {
            "."
        };
        self.0.path = format!("[{index}]{dot}{path}");
        self
    }

    /// The place in the document, as in `users[3].email`; empty for the document itself.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            write!(f, "{}: ", self.0.path)?;
        }
        f.write_str(&self.0.message)
    }
}

impl Error for DecodeError {}

/// Why a value could not be written as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError(Box<str>);

impl EncodeError {
    /// An error with a message.
    #[cold]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into().into_boxed_str())
    }

    /// The text of a finished document.
    pub(super) fn into_text(document: Vec<u8>) -> Result<String, Self> {
        String::from_utf8(document).map_err(|error| Self::new(error.to_string()))
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for EncodeError {}
