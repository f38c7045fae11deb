//! How requests leave the program.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::body::Body;

/// A boxed future; one that can be sent between threads, where there are threads.
#[cfg(not(target_family = "wasm"))]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
/// A boxed future; one that can be sent between threads, where there are threads.
#[cfg(target_family = "wasm")]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// [`Send`], where there are threads: what a browser hands out cannot leave its thread.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_family = "wasm"))]
impl<T: Send> MaybeSend for T {}

/// [`Send`], where there are threads: what a browser hands out cannot leave its thread.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}
#[cfg(target_family = "wasm")]
impl<T> MaybeSend for T {}

/// Any error, boxed.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Sends HTTP requests for a [`Client`](super::Client).
///
/// The default is `ReqwestTransport`. Another one is injected with
/// [`ClientBuilder::transport`](super::ClientBuilder::transport): a test double, a stack of middleware, another HTTP
/// library. A transport sends each request once: it neither retries nor follows redirects, the client does.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request` and resolves as soon as the head of the response has arrived.
    ///
    /// Dropping the future must cancel the request.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Body>, TransportError>>;

    /// Resolves after `duration`; timeouts and the waits between attempts are built on it.
    fn sleep(&self, duration: Duration) -> BoxFuture<()>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        (**self).send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        (**self).sleep(duration)
    }
}

/// A request that could not be sent, or a response that did not arrive in full.
pub struct TransportError {
    before_sending: bool,
    source: BoxError,
}

impl TransportError {
    /// A failure after which the server may have seen the request.
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self {
            before_sending: false,
            source: source.into(),
        }
    }

    /// A failure to connect: nothing of the request was sent, so any request may be tried again.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self {
            before_sending: true,
            source: source.into(),
        }
    }

    /// Whether no connection could be made, so that nothing of the request was sent.
    pub fn is_connect(&self) -> bool {
        self.before_sending
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("is_connect", &self.before_sending)
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.before_sending {
            "could not connect"
        } else {
            "the connection failed"
        })?;
        // The causes say what happened ("connection refused"), several levels down.
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(self.source.as_ref());
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.source.as_ref())
    }
}
