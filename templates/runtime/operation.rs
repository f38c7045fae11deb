//! What the description says about an operation, as data.

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
    /// Alternatives, each a combination of security scheme names. Empty: the operation is open to anyone; an empty
    /// combination: credentials are welcome but not needed.
    pub security: &'static [&'static [&'static str]],
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

/// Defines the constant that describes an operation.
///
/// The names are those in scope where it is used: `Endpoint`, `Operation`, `Success` and `reply`. This file then works at
/// whatever path the runtime has. What an operation does not have is left out: `accept`, `security`, `servers`, and the type
/// of its failures, which has the function `read`; so are `success` and `accept` of one that returns JSON.
#[allow(unused_macros, reason = "an API may have no operations")]
macro_rules! endpoint {
    (@accept ;) => { "application/json" };
    (@accept ; $success:ident) => { "" };
    (@accept $accept:literal; $($success:ident)?) => { $accept };
    (@servers) => { &[] };
    (@servers $servers:expr) => { $servers };
    (@success) => { Success::Buffered(reply::json) };
    (@success $success:ident($read:expr)) => { Success::$success($read) };
    (@error) => { std::convert::Infallible };
    (@error $error:ty) => { $error };
    (@failure) => { reply::undocumented };
    (@failure $error:ty) => { <$error>::read };
    (
        $name:ident: $value:ty $(, $error:ty)? {
            id: $id:literal,
            request: $method:literal $path:literal,
            $(accept: $accept:literal,)?
            $(security: [$([$($scheme:literal),*]),*],)?
            $(servers: $servers:expr,)?
            $(success: $success:ident($read:expr),)?
        }
    ) => {
        const $name: &Endpoint<$value, endpoint!(@error $($error)?)> = &Endpoint {
            operation: Operation {
                id: $id,
                method: $method,
                path: $path,
                accept: endpoint!(@accept $($accept)?; $($success)?),
                security: &[$($(&[$($scheme),*]),*)?],
                servers: endpoint!(@servers $($servers)?),
            },
            success: endpoint!(@success $($success($read))?),
            failure: endpoint!(@failure $($error)?),
        };
    };
}

#[allow(unused_imports, reason = "an API may have no operations")]
pub(crate) use endpoint;
