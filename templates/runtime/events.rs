//! Server-sent events, as the
//! [HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html) describes them.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::StatusCode;

use super::body::Body;
use super::call::Call;
use super::client::Settings;
use super::draft::Draft;
use super::error::{Error, Failure};
use super::json::{self, DecodeError, FromJson};
use super::lines::{End, Lines, StreamError, undecodable};
use super::reply::Reply;
use super::send::{self, Outcome};
use super::transport::BoxFuture;

/// What the server sent at once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The last id that the server gave to this or an earlier event; may be empty.
    pub id: String,
    /// The kind of the event, `message` unless the server says otherwise.
    pub event: String,
    /// What the event says.
    pub data: T,
    /// The time that the server wants clients to wait before they connect again.
    pub retry: Option<Duration>,
}

/// A streamed reply of server-sent events.
///
/// Data that cannot be read as `T` is an error, with the text in its [reply](super::Error::reply); the next event
/// follows. After any other error the stream is at its end. When the connection ends, so does the stream, unless the call
/// was sent with [`reconnect`](Call::reconnect).
pub struct EventStream<T> {
    head: Reply,
    source: Source,
    read: fn(&str) -> Result<T, DecodeError>,
}

impl<T: FromJson> EventStream<T> {
    /// Reads a streamed reply whose events are JSON. Data that says `[DONE]`, which is no JSON, is the end of the
    /// stream: a widespread custom.
    pub fn json(head: &Reply, body: Body) -> Self {
        Self {
            head: head.clone(),
            source: Source::new(body, "[DONE]"),
            read: json::from_str,
        }
    }
}

impl EventStream<String> {
    /// Reads a streamed reply whose events are text.
    pub fn text(head: &Reply, body: Body) -> Self {
        Self {
            head: head.clone(),
            source: Source::new(body, ""),
            read: |text| Ok(text.to_owned()),
        }
    }
}

impl<T> EventStream<T> {
    /// How long a line of the stream, and the data of an event, may be (default 8 MiB).
    #[must_use]
    pub fn max_event_bytes(mut self, bytes: usize) -> Self {
        self.source.longest = bytes;
        self.source.lines.longest = bytes;
        self
    }

    /// The last id that the server gave to an event; may be empty.
    pub fn last_event_id(&self) -> &str {
        &self.source.id
    }

    /// The next event; `None` after the last. Dropping the future loses nothing.
    ///
    /// # Errors
    /// When the connection broke, or the event is too long or its data not a `T`.
    pub async fn next(&mut self) -> Option<Result<Event<T>, StreamError>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, StreamError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(event) = ready!(this.source.poll_event(context)?) else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(match (this.read)(&event.data) {
            Ok(data) => Ok(Event {
                id: event.id,
                event: event.event,
                data,
                retry: event.retry,
            }),
            Err(error) => Err(undecodable(&this.head, event.data.into(), error)),
        }))
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("last_event_id", &self.source.id)
            .finish_non_exhaustive()
    }
}

impl<T: Send, E: Send> Call<'_, EventStream<T>, E> {
    /// Sends the request, and again whenever the connection ends, with the id of the last event (`Last-Event-ID`).
    ///
    /// Between two connections it waits as long as the server asks for (3 s if it does not). Only a status 204, another
    /// one that is no success, or a connection that cannot be made within the [policy](Call::retry) of the call ends the
    /// stream. A body that can be read only once is not sent again.
    pub fn reconnect(self) -> BoxFuture<Result<EventStream<T>, Error<E>>> {
        let settings = Arc::clone(&self.client.settings);
        let again = self.draft.try_clone();
        let pending = self.send();
        Box::pin(async move {
            let mut stream = pending.await?.into_value();
            stream.source.again = again.map(|draft| Again { settings, draft });
            Ok(stream)
        })
    }
}

/// The source of events, whatever their type.
struct Source {
    state: State,
    lines: Lines,
    /// Whether a byte order mark may follow.
    at_start: bool,
    longest: usize,
    /// Data that is the end of the stream, unless empty.
    last_word: &'static str,
    id: String,
    reconnection_time: Duration,
    /// The event that is being read.
    event: String,
    data: Vec<u8>,
    retry: Option<Duration>,
    again: Option<Again>,
}

/// Before a connection is made again, whatever the server says: one that asks for none would keep both busy.
const SHORTEST_WAIT: Duration = Duration::from_millis(100);

enum State {
    Open,
    Waiting(BoxFuture<()>),
    Connecting(BoxFuture<Result<Outcome, Failure>>),
    Closed,
}

/// How to connect again.
struct Again {
    settings: Arc<Settings>,
    draft: Draft,
}

impl Source {
    fn new(body: Body, last_word: &'static str) -> Self {
        let lines = Lines::new(body, End::FeedOrReturn);
        Self {
            state: State::Open,
            at_start: true,
            longest: lines.longest,
            lines,
            last_word,
            id: String::new(),
            reconnection_time: Duration::from_secs(3),
            event: String::new(),
            data: Vec::new(),
            retry: None,
            again: None,
        }
    }

    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Event<String>, StreamError>>> {
        loop {
            match &mut self.state {
                State::Closed => return Poll::Ready(None),
                State::Open => match ready!(self.lines.poll_line(context)) {
                    Some(Ok(line)) => {
                        if self.data.len().saturating_add(line.len()) > self.longest {
                            self.state = State::Closed;
                            return Poll::Ready(Some(Err(Error::TooLarge(self.longest))));
                        }
                        let Some(event) = self.line(&line) else {
                            continue;
                        };
                        if !self.last_word.is_empty() && event.data == self.last_word {
                            self.state = State::Closed;
                            return Poll::Ready(None);
                        }
                        return Poll::Ready(Some(Ok(event)));
                    }
                    end => {
                        // What is wrong with a line is so in every connection.
                        let is_final = matches!(end, Some(Err(Error::TooLarge(_))));
                        match &self.again {
                            Some(again) if !is_final => {
                                let wait = self.reconnection_time.max(SHORTEST_WAIT);
                                let wait = again.settings.transport.sleep(wait);
                                self.state = State::Waiting(wait);
                            }
                            _ => {
                                self.state = State::Closed;
                                return Poll::Ready(end.and_then(Result::err).map(Err));
                            }
                        }
                    }
                },
                State::Waiting(wait) => {
                    ready!(wait.as_mut().poll(context));
                    self.state = self.connect();
                }
                State::Connecting(outcome) => {
                    let outcome = ready!(outcome.as_mut().poll(context));
                    if let Err(error) = self.connected(outcome) {
                        self.state = State::Closed;
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }
    }

    fn connect(&self) -> State {
        let again = self.again.as_ref();
        let Some((again, mut draft)) =
            again.and_then(|again| Some((again, again.draft.try_clone()?)))
        else {
            return State::Closed;
        };
        if !self.id.is_empty() {
            draft.header("last-event-id", &self.id);
        }
        let settings = Arc::clone(&again.settings);
        State::Connecting(send::send(settings, Box::new(draft), true))
    }

    fn connected(&mut self, outcome: Result<Outcome, Failure>) -> Result<(), StreamError> {
        let Outcome { reply, stream } = outcome?;
        if !reply.status().is_success() {
            return Err(Error::Undocumented(Box::new(reply)));
        }
        if reply.status() == StatusCode::NO_CONTENT {
            self.state = State::Closed;
            return Ok(());
        }
        self.lines = Lines::new(stream.unwrap_or_default(), End::FeedOrReturn);
        self.lines.longest = self.longest;
        self.at_start = true;
        self.reset();
        self.state = State::Open;
        Ok(())
    }

    fn reset(&mut self) {
        self.event.clear();
        self.data.clear();
        self.retry = None;
    }

    /// Interprets a line; an empty one ends an event.
    fn line(&mut self, line: &Bytes) -> Option<Event<String>> {
        let mut line: &[u8] = line;
        if std::mem::take(&mut self.at_start) {
            line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        }
        if line.is_empty() {
            return self.dispatch();
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, value) = line.split_at(colon.unwrap_or(line.len()));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"data" => {
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"event" => self.event = String::from_utf8_lossy(value).into_owned(),
            b"id" if !value.contains(&0) => {
                self.id = String::from_utf8_lossy(value).into_owned();
            }
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                let milliseconds = std::str::from_utf8(value).ok()?.parse().ok()?;
                self.retry = Some(Duration::from_millis(milliseconds));
                self.reconnection_time = Duration::from_millis(milliseconds);
            }
            // A comment, or a field that is to be ignored.
            _ => {}
        }
        None
    }

    /// The event that was read; without data it is none.
    fn dispatch(&mut self) -> Option<Event<String>> {
        let data = String::from_utf8_lossy(self.data.strip_suffix(b"\n").unwrap_or_default());
        let event = (!self.data.is_empty()).then(|| Event {
            id: self.id.clone(),
            event: match self.event.as_str() {
                "" => "message".to_owned(),
                event => event.to_owned(),
            },
            data: data.into_owned(),
            retry: self.retry,
        });
        self.reset();
        event
    }
}
