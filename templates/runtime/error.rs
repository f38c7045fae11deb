//! What can go wrong with a call.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::json::DecodeError;
use super::reply::Reply;
use super::retry;
use super::transport::{BoxError, TransportError};

/// Why a call failed. `E` is the type of the failures that the description lists for the operation.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request could not be built; nothing was sent.
    Request(RequestError),
    /// The operation asks for credentials that the client does not have; nothing was sent.
    Credentials(CredentialError),
    /// No connection, or one that broke.
    Transport(TransportError),
    /// The call took longer than it may, attempts and waits included.
    Timeout(Duration),
    /// Nothing of a streamed reply arrived for this long.
    Idle(Duration),
    /// The body of the reply, or a line or an event of a streamed one, is larger than this number of bytes.
    TooLarge(usize),
    /// A failure that the description lists.
    Api(ApiError<E>),
    /// A status that the description does not list.
    Undocumented(Box<Reply>),
    /// A reply whose body is not what the description promises.
    Decode(Box<Undecodable>),
}

impl<E> Error<E> {
    /// The reply, if there was one.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Self::Api(error) => Some(error.reply()),
            Self::Undocumented(reply) => Some(reply),
            Self::Decode(error) => Some(error.reply()),
            _ => None,
        }
    }

    /// The status of the reply, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(Reply::status)
    }

    /// Whether the call took longer than it may.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_) | Self::Idle(_))
    }

    /// Whether the same call may succeed a little later: the connection or the time ran out, or the status is one of
    /// 408, 429, 500, 502, 503 and 504. The server may have acted on the request nevertheless.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(_) | Self::Timeout(_) | Self::Idle(_) => true,
            other => other.status().is_some_and(retry::is_transient),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(error) => error.fmt(f),
            Self::Credentials(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(limit) => write!(f, "no complete reply within {limit:?}"),
            Self::Idle(limit) => write!(f, "nothing arrived for {limit:?}"),
            Self::TooLarge(limit) => write!(f, "the reply is larger than {limit} bytes"),
            Self::Api(error) => error.fmt(f),
            Self::Undocumented(reply) => write!(f, "undocumented reply: {reply}"),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => error.source(),
            Self::Credentials(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Decode(error) => Some(&error.error),
            _ => None,
        }
    }
}

/// A failure that the description lists, with its typed body.
pub struct ApiError<E>(Box<(Reply, E)>);

impl<E> ApiError<E> {
    pub(super) fn new(reply: Reply, body: E) -> Self {
        Self(Box::new((reply, body)))
    }

    /// The status of the reply.
    pub fn status(&self) -> StatusCode {
        self.reply().status()
    }

    /// The headers of the reply.
    pub fn headers(&self) -> &HeaderMap {
        self.reply().headers()
    }

    /// The body of the reply as its type.
    pub fn body(&self) -> &E {
        &self.0.1
    }

    /// The body of the reply as its type.
    pub fn into_body(self) -> E {
        self.0.1
    }

    /// The body of the reply as it arrived.
    pub fn raw(&self) -> &Bytes {
        self.reply().body()
    }

    /// The reply as it arrived.
    pub fn reply(&self) -> &Reply {
        &self.0.0
    }
}

impl<E: fmt::Debug> fmt::Debug for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status())
            .field("body", self.body())
            .finish_non_exhaustive()
    }
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reply().fmt(f)
    }
}

impl<E: fmt::Debug> std::error::Error for ApiError<E> {}

/// A reply whose body is not what the description promises.
#[derive(Debug)]
pub struct Undecodable {
    reply: Reply,
    error: DecodeError,
}

impl Undecodable {
    pub(super) fn new(reply: Reply, error: DecodeError) -> Self {
        Self { reply, error }
    }

    /// The reply as it arrived: status, headers and body.
    pub fn reply(&self) -> &Reply {
        &self.reply
    }

    /// The reply as it arrived.
    pub fn into_reply(self) -> Reply {
        self.reply
    }

    /// What is wrong with the body, and where.
    pub fn error(&self) -> &DecodeError {
        &self.error
    }
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unreadable reply: {}; {}", self.error, self.reply)
    }
}

impl std::error::Error for Undecodable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Why a request could not be built.
pub struct RequestError(Message);

/// Why the credentials that an operation asks for could not be had.
pub struct CredentialError(Message);

/// Why a client could not be built.
pub struct BuildError(Message);

/// A text for people and, perhaps, a cause. Boxed: errors travel in every `Result`.
struct Message(Box<(String, Option<BoxError>)>);

impl Message {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.1 {
            Some(cause) => Some(cause.as_ref()),
            None => None,
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.1 {
            Some(cause) => write!(f, "{}: {cause}", self.0.0),
            None => f.write_str(&self.0.0),
        }
    }
}

/// Errors that differ in nothing but their name.
macro_rules! message_errors {
    ($($name:ident),+) => {$(
        impl $name {
            pub(super) fn new(text: impl Into<String>) -> Self {
                Self(Message(Box::new((text.into(), None))))
            }

            #[allow(dead_code, reason = "not every feature needs it of every error")]
            pub(super) fn because(text: &str, cause: BoxError) -> Self {
                Self(Message(Box::new((text.to_owned(), Some(cause)))))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.to_string()).finish()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::error::Error for $name {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                self.0.source()
            }
        }
    )+};
}

message_errors!(RequestError, CredentialError, BuildError);

/// The errors that do not depend on the operation.
pub(super) enum Failure {
    Request(RequestError),
    Credentials(CredentialError),
    Transport(TransportError),
    Timeout(Duration),
    TooLarge(usize),
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Request(error) => Self::Request(error),
            Failure::Credentials(error) => Self::Credentials(error),
            Failure::Transport(error) => Self::Transport(error),
            Failure::Timeout(limit) => Self::Timeout(limit),
            Failure::TooLarge(limit) => Self::TooLarge(limit),
        }
    }
}
