//! Streamed bodies that stall.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::body::Body;
use super::transport::{BoxError, BoxFuture, Transport};

/// The body, but with an error in place of a pause longer than `limit`.
pub(super) fn watch(body: Body, limit: Duration, transport: Arc<dyn Transport>) -> Body {
    let length = body.length();
    let watched = Body::stream(Watched {
        body,
        limit,
        transport,
        timer: None,
    });
    match length {
        Some(length) => watched.with_length(length),
        None => watched,
    }
}

struct Watched {
    body: Body,
    limit: Duration,
    transport: Arc<dyn Transport>,
    /// Runs while nothing is there to be read.
    timer: Option<BoxFuture<()>>,
}

impl Stream for Watched {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(item) = Pin::new(&mut this.body).poll_next(context) {
            this.timer = None;
            return Poll::Ready(item);
        }
        let timer = this
            .timer
            .get_or_insert_with(|| this.transport.sleep(this.limit));
        if timer.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        // Nor will anything be read later: the connection closes.
        this.body = Body::empty();
        Poll::Ready(Some(Err(Idle(this.limit).into())))
    }
}

/// Nothing arrived for this long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Idle(pub(super) Duration);

impl fmt::Display for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing arrived for {:?}", self.0)
    }
}

impl Error for Idle {}
