//! Streamed bodies, line by line.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;

use super::body::Body;
use super::error::{Error, Undecodable};
use super::idle::Idle;
use super::json::DecodeError;
use super::reply::Reply;
use super::transport::{BoxError, TransportError};

/// Why a stream of events or lines broke, or one of them could not be read. There are no documented failures any more:
/// those come before the stream.
pub type StreamError = Error<Infallible>;

/// How long a line or an event may be, in bytes.
const LONGEST: usize = 8 << 20;

/// What ends a line.
#[allow(dead_code, reason = "not every API has both kinds of streams")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// `\n`
    Feed,
    /// `\n`, `\r`, or both.
    FeedOrReturn,
    /// The record separator that begins each text of [a sequence](https://www.rfc-editor.org/rfc/rfc7464).
    Separator,
}

/// The lines of a body, without their ends.
pub(super) struct Lines {
    body: Body,
    end: End,
    pub(super) longest: usize,
    buffer: BytesMut,
    /// How many bytes of the buffer are known to end no line.
    searched: usize,
    /// Whether the last line ended with `\r`, so that a `\n` still belongs to it.
    returned: bool,
    ended: bool,
}

impl Lines {
    pub(super) fn new(body: Body, end: End) -> Self {
        Self {
            body,
            end,
            longest: LONGEST,
            buffer: BytesMut::new(),
            searched: 0,
            returned: false,
            ended: false,
        }
    }

    /// The next line; the last one need not have an end. Nothing follows an error.
    pub(super) fn poll_line(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, StreamError>>> {
        loop {
            let line = self.cut();
            let length = line.as_ref().map_or(self.buffer.len(), Bytes::len);
            if length > self.longest {
                return self.fail(Error::TooLarge(self.longest));
            }
            if let Some(line) = line {
                return Poll::Ready(Some(Ok(line)));
            }
            if self.ended {
                let rest = self.buffer.split().freeze();
                return Poll::Ready((!rest.is_empty()).then_some(Ok(rest)));
            }
            match ready!(Pin::new(&mut self.body).poll_next(context)) {
                Some(Ok(chunk)) => self.buffer.extend_from_slice(&chunk),
                Some(Err(error)) => return self.fail(broken(error)),
                None => self.ended = true,
            }
        }
    }

    /// Takes a line out of the buffer.
    fn cut(&mut self) -> Option<Bytes> {
        if self.returned && !self.buffer.is_empty() {
            self.returned = false;
            if self.buffer.starts_with(b"\n") {
                self.buffer.advance(1);
            }
        }
        let unsearched = self.buffer.get(self.searched..)?;
        let is_end = |byte: &u8| match self.end {
            End::Feed => *byte == b'\n',
            End::FeedOrReturn => matches!(byte, b'\n' | b'\r'),
            End::Separator => *byte == 0x1E,
        };
        let Some(found) = unsearched.iter().position(is_end) else {
            self.searched = self.buffer.len();
            return None;
        };
        let line = self.buffer.split_to(self.searched + found).freeze();
        self.searched = 0;
        self.returned = self.buffer.starts_with(b"\r");
        self.buffer.advance(1);
        Some(line)
    }

    fn fail<T>(&mut self, error: StreamError) -> Poll<Option<Result<T, StreamError>>> {
        self.buffer.clear();
        self.body = Body::empty();
        self.ended = true;
        Poll::Ready(Some(Err(error)))
    }
}

fn broken(error: BoxError) -> StreamError {
    match error.downcast_ref() {
        Some(Idle(limit)) => Error::Idle(*limit),
        None => Error::Transport(TransportError::new(error)),
    }
}

/// The error for a line or an event, with the head of the reply it came with.
pub(super) fn undecodable(head: &Reply, text: Bytes, error: DecodeError) -> StreamError {
    let reply = Reply::new(head.status(), head.headers().clone(), text);
    Error::Decode(Box::new(Undecodable::new(reply, error)))
}
