//! What the description says about an operation, as data.

use std::convert::Infallible;

use http::Method;

use super::body::Body;
use super::error::{ApiError, Error, Failure, Undecodable};
use super::json::DecodeError;
use super::reply::{Reply, Response};
use super::send::Outcome;
use super::server::Server;

/// An operation of the API: everything about it that does not depend on its Rust types.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`, or `GET /path` where the description gives none.
    pub id: &'static str,
    /// The HTTP method, in capital letters.
    pub method: &'static str,
    /// The path below the server's URL, with `{placeholders}`.
    pub path: &'static str,
    /// The value of the `Accept` header; empty for none.
    pub accept: &'static str,
    /// Alternatives, each a combination of security scheme names; nothing: those of the API. Without any the operation is
    /// open to anyone; with an empty combination, credentials are welcome but not needed.
    pub security: Option<&'static [&'static [&'static str]]>,
    /// Servers of this operation only; empty: those of the API.
    pub servers: &'static [Server],
}

impl Operation {
    pub(super) fn method(&self) -> Method {
        Method::from_bytes(self.method.as_bytes()).unwrap_or_default()
    }

    /// Whether sending the request twice does no more than sending it once, so that it may be retried.
    pub(super) fn is_idempotent(&self) -> bool {
        self.method == "QUERY" || self.method().is_idempotent()
    }
}

/// An operation together with the way its replies are read.
#[derive(Debug)]
pub struct Endpoint<T: 'static, E: 'static> {
    /// The request side.
    pub operation: Operation,
    /// Reads a reply with a 2xx status.
    pub success: Success<T>,
    /// Reads a documented failure; `None` if the description does not list the status.
    pub failure: fn(&Reply) -> Option<Result<E, DecodeError>>,
}

/// How a successful reply becomes a value.
#[derive(Debug)]
pub enum Success<T: 'static> {
    /// The body is read into memory first.
    Buffered(fn(&Reply) -> Result<T, DecodeError>),
    /// As before, by its status; nothing for one that the description does not list.
    Listed(fn(&Reply) -> Option<Result<T, DecodeError>>),
    /// The body is handed over unread, beside the head of the reply.
    Streamed(fn(&Reply, Body) -> T),
}

/// Replies that the description lists for an operation, by their status.
pub trait Outcomes: Sized {
    /// Reads a reply; nothing if its status is not listed.
    ///
    /// # Errors
    /// When the body does not have the shape that is described for the status.
    fn read(reply: &Reply) -> Option<Result<Self, DecodeError>>;
}

/// None are listed.
impl Outcomes for Infallible {
    fn read(_: &Reply) -> Option<Result<Self, DecodeError>> {
        None
    }
}

impl<T, E> Endpoint<T, E> {
    /// Gives what came of a call its types.
    pub(super) fn interpret(
        &self,
        outcome: Result<Outcome, Failure>,
    ) -> Result<Response<T>, Error<E>> {
        let Outcome { reply, stream } = outcome?;
        if !reply.status().is_success() {
            return Err(match (self.failure)(&reply) {
                None => Error::Undocumented(Box::new(reply)),
                Some(Ok(body)) => Error::Api(ApiError::new(reply, body)),
                Some(Err(error)) => Error::Decode(Box::new(Undecodable::new(reply, error))),
            });
        }
        let value = match &self.success {
            Success::Buffered(read) => read(&reply),
            Success::Listed(read) => read(&reply).unwrap_or_else(|| {
                Err(DecodeError::new(format!(
                    "the description does not list the status {}",
                    reply.status().as_u16()
                )))
            }),
            Success::Streamed(open) => Ok(open(&reply, stream.unwrap_or_default())),
        };
        match value {
            Ok(value) => Ok(Response::new(reply, value)),
            Err(error) => Err(Error::Decode(Box::new(Undecodable::new(reply, error)))),
        }
    }
}

/// Describes an operation, for the method that calls it.
///
/// ```text
/// endpoint! {
///     "GET" "/users/{id}/avatar" as "GetUserAvatar",
///     accept: "image/png",
///     security: [["Token"], []],
///     servers: AVATAR_SERVERS,
///     success: Streamed(reply::stream),
/// }
/// ```
///
/// What an operation does not have is left out: its `operationId`, `servers`, a `security` of its own; and of one that
/// returns JSON, `accept` and `success`. `"DELETE" "/users/{id}" => ()` returns nothing. The type of the value and that of
/// the failure are those of the [`Call`] that it is for.
///
/// The names are those in scope where it is used: `Endpoint`, `Operation`, `Outcomes`, `Success` and `reply`. This file then
/// works at whatever path the runtime has.
///
/// [`Call`]: super::Call
#[allow(unused_macros, reason = "an API may have no operations")]
macro_rules! endpoint {
    (@id $id:literal $method:literal $path:literal) => { $id };
    (@id $method:literal $path:literal) => { concat!($method, " ", $path) };
    (@accept ; ) => { "application/json" };
    (@accept ; $success:ident) => { "" };
    (@accept (); ) => { "" };
    (@accept $(())? $accept:literal; $($success:ident)?) => { $accept };
    (@security) => { None };
    (@security [$([$($scheme:literal),*]),*]) => { Some(&[$(&[$($scheme),*]),*]) };
    (@servers) => { &[] };
    (@servers $servers:expr) => { $servers };
    (@success) => { Success::Buffered(reply::json) };
    (@success ()) => { Success::Buffered(reply::empty) };
    (@success $success:ident($read:expr)) => { Success::$success($read) };
    (
        $method:literal $path:literal $(as $id:literal)? $(=> $nothing:tt)?
        $(, accept: $accept:literal)?
        $(, security: $security:tt)?
        $(, servers: $servers:expr)?
        $(, success: $success:ident($read:expr))?
        $(,)?
    ) => {
        &Endpoint {
            operation: Operation {
                id: endpoint!(@id $($id)? $method $path),
                method: $method,
                path: $path,
                accept: endpoint!(@accept $($nothing)? $($accept)?; $($success)?),
                security: endpoint!(@security $($security)?),
                servers: endpoint!(@servers $($servers)?),
            },
            success: endpoint!(@success $($nothing)? $($success($read))?),
            failure: Outcomes::read,
        }
    };
}

#[allow(unused_imports, reason = "an API may have no operations")]
pub(crate) use endpoint;
