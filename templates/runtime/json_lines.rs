//! Streams of JSON values, one per line: [JSON Lines](https://jsonlines.org), also called NDJSON.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::body::Body;
use super::json::{self, DecodeError, FromJson};
use super::lines::{End, Lines, StreamError, undecodable};
use super::reply::Reply;

/// A streamed reply with a JSON value on each line, or, of the media type `application/json-seq`, behind each record
/// separator. Blank lines are ignored.
///
/// A line that cannot be read as `T` is an error, with the line in its [reply](super::Error::reply) and its number,
/// from 0, in its path; the next line follows. After any other error the stream is at its end.
pub struct JsonLines<T> {
    head: Reply,
    lines: Lines,
    next: usize,
    read: fn(&[u8]) -> Result<T, DecodeError>,
}

impl<T: FromJson> JsonLines<T> {
    /// Reads a streamed reply.
    pub fn open(head: &Reply, body: Body) -> Self {
        let media_type = head.headers().get(http::header::CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok());
        let essence = media_type.and_then(|text| text.split(';').next());
        let is_sequence = essence
            .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json-seq"));
        let end = match is_sequence {
            true => End::Separator,
            false => End::Feed,
        };
        Self {
            head: head.clone(),
            lines: Lines::new(body, end),
            next: 0,
            read: json::from_slice,
        }
    }
}

impl<T> JsonLines<T> {
    /// How long a line may be (default 8 MiB).
    #[must_use]
    pub fn max_line_bytes(mut self, bytes: usize) -> Self {
        self.lines.longest = bytes;
        self
    }

    /// The next value; `None` after the last. Dropping the future loses nothing.
    ///
    /// # Errors
    /// When the connection broke, or the line is too long or not a `T`.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> Stream for JsonLines<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let line = loop {
            let Some(line) = ready!(this.lines.poll_line(context)?) else {
                return Poll::Ready(None);
            };
            let number = this.next;
            this.next += 1;
            if !line.trim_ascii().is_empty() {
                break (number, line);
            }
        };
        let (number, line) = line;
        Poll::Ready(Some((this.read)(&line).map_err(|error| {
            undecodable(&this.head, line, error.at_index(number))
        })))
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}
