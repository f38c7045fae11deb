//! The body of a request or a response.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::error::Failure;
use super::transport::{BoxError, MaybeSend, TransportError};

/// The body of a request or a response: nothing, bytes in memory, or a stream of bytes.
///
/// It is itself a [`Stream`] of its bytes; [`chunk`](Self::chunk) reads it without further libraries.
#[derive(Default)]
pub struct Body(Content);

#[derive(Default)]
enum Content {
    #[default]
    Empty,
    Bytes(Bytes),
    Stream {
        stream: BoxStream,
        length: Option<u64>,
    },
    /// A stream that is opened anew each time that it is sent.
    Repeatable {
        open: Arc<dyn Fn() -> BoxStream + Send + Sync>,
        length: Option<u64>,
    },
    /// One after the other.
    Chain(VecDeque<Body>),
}

#[cfg(not(target_family = "wasm"))]
type BoxStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;
#[cfg(target_family = "wasm")]
type BoxStream = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>>>>;

impl Body {
    /// No body.
    pub fn empty() -> Self {
        Self(Content::Empty)
    }

    /// A body of unknown length that is read while it is sent. It can be sent only once: a request with it is not
    /// retried.
    pub fn stream<S>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, BoxError>> + MaybeSend + 'static,
    {
        Self(Content::Stream {
            stream: Box::pin(stream),
            length: None,
        })
    }

    /// A body that `open` begins anew for each attempt to send it, so that a request with it can be retried.
    pub fn repeatable<S>(open: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<Bytes, BoxError>> + MaybeSend + 'static,
    {
        Self(Content::Repeatable {
            open: Arc::new(move || Box::pin(open())),
            length: None,
        })
    }

    /// Several bodies as one.
    #[allow(dead_code, reason = "not every API has multipart bodies")]
    pub(super) fn chain(bodies: VecDeque<Self>) -> Self {
        Self(Content::Chain(bodies))
    }

    /// Announces the number of bytes that a stream will yield, sent as `Content-Length`.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if let Content::Stream { length, .. } | Content::Repeatable { length, .. } = &mut self.0 {
            *length = Some(bytes);
        }
        self
    }

    /// The number of bytes, where it is known beforehand.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Empty => Some(0),
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream { length, .. } | Content::Repeatable { length, .. } => *length,
            Content::Chain(bodies) => bodies
                .iter()
                .try_fold(0_u64, |sum, body| sum.checked_add(body.length()?)),
        }
    }

    /// The bytes, if all of them are in memory; what a signature over the body needs.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Content::Empty => Some(&[]),
            Content::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The bytes, if all of them are in memory, or the body itself if it is a stream.
    ///
    /// # Errors
    /// The body, if it is a stream.
    pub fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Empty => Ok(Bytes::new()),
            Content::Bytes(bytes) => Ok(bytes),
            stream => Err(Self(stream)),
        }
    }

    /// The next bytes of the body; `None` after the last.
    ///
    /// # Errors
    /// [`TransportError`] when the connection broke before the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
            .map_err(TransportError::new)
    }

    /// Reads all of the body into memory, however much it is.
    ///
    /// # Errors
    /// [`TransportError`] when the connection broke before the end.
    pub async fn bytes(mut self) -> Result<Bytes, TransportError> {
        let mut all = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// A second body of the same bytes; `None` for a stream that can be read only once.
    pub(super) fn try_clone(&self) -> Option<Self> {
        Some(Self(match &self.0 {
            Content::Empty => Content::Empty,
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::Stream { .. } => return None,
            Content::Repeatable { open, length } => Content::Repeatable {
                open: Arc::clone(open),
                length: *length,
            },
            Content::Chain(bodies) => {
                Content::Chain(bodies.iter().map(Self::try_clone).collect::<Option<_>>()?)
            }
        }))
    }

    /// Reads all of the body, but not more than `limit` bytes of it.
    pub(super) async fn read(&mut self, limit: usize) -> Result<Bytes, Failure> {
        if self.length().is_some_and(|length| length > limit as u64) {
            return Err(Failure::TooLarge(limit));
        }
        let Some(first) = self.chunk().await.map_err(Failure::Transport)? else {
            return Ok(Bytes::new());
        };
        if first.len() > limit {
            return Err(Failure::TooLarge(limit));
        }
        let mut next = self.chunk().await.map_err(Failure::Transport)?;
        if next.is_none() {
            // Most replies arrive in one piece, which need not be copied.
            return Ok(first);
        }
        // The length is what the server says: it is believed as far as that does no harm.
        let announced = self
            .length()
            .map_or(0, |length| length.min(1 << 20) as usize);
        let mut all = BytesMut::with_capacity(announced.max(2 * first.len()));
        all.extend_from_slice(&first);
        while let Some(chunk) = next {
            if all.len().saturating_add(chunk.len()) > limit {
                return Err(Failure::TooLarge(limit));
            }
            all.extend_from_slice(&chunk);
            next = self.chunk().await.map_err(Failure::Transport)?;
        }
        Ok(all.freeze())
    }
}

impl Stream for Body {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let content = &mut self.get_mut().0;
        if let Content::Repeatable { open, length } = content {
            let (stream, length) = (open(), *length);
            *content = Content::Stream { stream, length };
        }
        match content {
            Content::Empty | Content::Repeatable { .. } => Poll::Ready(None),
            Content::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                *content = Content::Empty;
                Poll::Ready(Some(Ok(bytes)))
            }
            Content::Stream { stream, .. } => stream.as_mut().poll_next(context),
            Content::Chain(bodies) => {
                while let Some(first) = bodies.front_mut() {
                    match Pin::new(first).poll_next(context) {
                        Poll::Ready(None) => drop(bodies.pop_front()),
                        other => return other,
                    }
                }
                Poll::Ready(None)
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}
