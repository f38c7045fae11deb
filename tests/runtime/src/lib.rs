//! The runtime of generated crates, compiled as one of them has it.

/// What oasmith copies to `src/runtime/`. The attribute names a folder: with it on each file, the files' own folders
/// would not be found.
#[path = "../../../templates/runtime"]
pub mod runtime {
    pub mod base64;
    pub mod bridge;
    pub mod json;

    #[cfg(feature = "blocking")]
    pub mod blocking;
    mod body;
    mod call;
    mod client;
    mod credential;
    mod draft;
    pub mod emptyable;
    mod error;
    mod events;
    #[cfg(all(feature = "reqwest", not(target_family = "wasm")))]
    mod file;
    pub mod form;
    mod headers;
    mod idle;
    mod json_lines;
    mod lines;
    mod multipart;
    mod oauth;
    mod operation;
    mod outcomes;
    mod pagination;
    mod parameter;
    mod percent;
    mod provider;
    mod redirect;
    pub mod reply;
    #[cfg(feature = "reqwest")]
    mod reqwest;
    mod retry;
    mod send;
    mod server;
    #[cfg(feature = "tracing")]
    mod trace;
    mod transport;

    pub use body::Body;
    #[allow(unused_imports, reason = "only the tests define operations")]
    pub(crate) use call::call;
    pub use call::{Call, Pending, PendingValue};
    pub use client::{Client, ClientBuilder};
    pub use credential::{Credential, Scheme, SchemeKind, Secret};
    pub use error::{ApiError, BuildError, CredentialError, Error, RequestError, Undecodable};
    pub use events::{Event, EventStream};
    #[allow(unused_imports, reason = "only the tests define operations")]
    pub(crate) use headers::headers;
    pub use json_lines::JsonLines;
    pub use lines::StreamError;
    pub use multipart::{Multipart, Part};
    pub use oauth::ClientCredentials;
    #[allow(unused_imports, reason = "only the tests define operations")]
    pub(crate) use operation::endpoint;
    pub use operation::{Endpoint, Operation, Outcomes, Success};
    #[allow(unused_imports, reason = "only the tests define operations")]
    pub(crate) use outcomes::outcomes;
    pub use pagination::{Items, Next, Pages};
    pub use parameter::{PathStyle, Query, QueryStyle};
    pub use reply::{Reply, Response};
    #[cfg(feature = "reqwest")]
    pub use reqwest::ReqwestTransport;
    pub use retry::RetryPolicy;
    pub use server::{Api, Server, Variable};
    pub use transport::{BoxError, BoxFuture, MaybeSend, Transport, TransportError};
}

#[cfg(test)]
mod client;
#[cfg(test)]
mod json;
