//! A server without a socket, and futures without a runtime.

use std::future::{Future, IntoFuture};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Request, Response, StatusCode};

use crate::api::Client;
use crate::api::runtime::{Body, BoxError, BoxFuture, Transport, TransportError};

/// What nobody but the client's own server may see.
pub(crate) const SECRET: &str = "s3cr3t-t0ken";

/// How many requests are answered with what the test says; then all is over.
const PATIENCE: usize = 8;

/// Gives the same answer to each request, and keeps the requests.
#[derive(Clone, Default)]
pub(crate) struct Answering {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The body arrives in pieces of this many bytes.
    pub(crate) piece: usize,
    /// Whether the connection breaks at the end of the body.
    pub(crate) breaks: bool,
    pub(crate) requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Transport for Answering {
    fn send(&self, request: Request<Body>) -> BoxFuture<Result<Response<Body>, TransportError>> {
        let mut requests = self.requests.lock().expect("no test panicked");
        requests.push(request.map(|body| body.into_bytes().unwrap_or_default()));
        let mut response = Response::new(Body::empty());
        if requests.len() > PATIENCE {
            *response.status_mut() = StatusCode::NO_CONTENT;
        } else {
            *response.status_mut() = self.status;
            *response.headers_mut() = self.headers.clone();
            *response.body_mut() = Body::stream(Pieces {
                rest: self.body.clone(),
                piece: self.piece.max(1),
                breaks: self.breaks,
            });
        }
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::ready(()))
    }
}

impl Answering {
    /// A client of this server, with a credential and without timeouts: all waits are over at once.
    pub(crate) fn client(&self) -> Client {
        Client::builder()
            .credential("token", SECRET)
            .no_timeout()
            .no_idle_timeout()
            .max_response_bytes(1 << 20)
            .transport(self.clone())
            .build()
            .expect("the description has a server")
    }

    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        self.requests.lock().expect("no test panicked").clone()
    }
}

struct Pieces {
    rest: Bytes,
    piece: usize,
    breaks: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.rest.is_empty() {
            let breaks = std::mem::take(&mut self.breaks);
            return Poll::Ready(breaks.then(|| Err("broken".into())));
        }
        let piece = self.piece.min(self.rest.len());
        Poll::Ready(Some(Ok(self.rest.split_to(piece))))
    }
}

/// The result of a future that has nothing to wait for.
///
/// # Panics
/// If it waits nevertheless.
pub(crate) fn ready<T>(future: impl IntoFuture<Output = T>) -> T {
    match pin!(future.into_future()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("a wait without an end"),
    }
}
