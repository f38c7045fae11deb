//! Calls without an async runtime of the caller's.
//!
//! ```text
//! use blocking::Blocking;
//! let users = client.users().list().limit(10).wait()?;
//! ```

use std::future::{IntoFuture, pending};
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread, ThreadId};

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use super::error::{Error, RequestError};

/// Waits for calls, and for anything else that results in what a call results in.
///
/// The calling thread is blocked meanwhile. Inside of an async runtime this does no harm but to the other tasks of the
/// thread; use a client there that no task uses, since its connections would have to wait as well.
pub trait Blocking<T, E>: IntoFuture<Output = Result<T, Error<E>>> + Sized {
    /// Sends the call and waits for its value; after `send()`, for its whole reply.
    ///
    /// # Errors
    /// Those of the call, and [`Error::Request`] where waiting is [not possible](block_on).
    fn wait(self) -> Result<T, Error<E>> {
        block_on(self).map_err(Error::Request)?
    }
}

impl<T, E, F: IntoFuture<Output = Result<T, Error<E>>>> Blocking<T, E> for F {}

/// The elements of a stream, each waited for: pages, items, events, lines.
pub fn iter<T, E, S>(stream: S) -> Iter<S>
where
    S: Stream<Item = Result<T, Error<E>>> + Unpin,
{
    Iter(stream)
}

/// The elements of a stream, each waited for.
#[derive(Debug)]
pub struct Iter<S>(S);

impl<T, E, S> Iterator for Iter<S>
where
    S: Stream<Item = Result<T, Error<E>>> + Unpin,
{
    type Item = Result<T, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = std::future::poll_fn(|context| Pin::new(&mut self.0).poll_next(context));
        block_on(next).unwrap_or_else(|error| Some(Err(Error::Request(error))))
    }
}

/// Waits for anything that uses a client, on the calling thread. A single thread in the background serves the
/// connections and timers of all of them.
///
/// # Errors
/// When the thread in the background cannot be started, or is the calling one: a body that is sent cannot wait for a
/// call.
pub fn block_on<F: IntoFuture>(future: F) -> Result<F::Output, RequestError> {
    let background = background()?;
    if background.thread == thread::current().id() {
        return Err(RequestError::new(
            "a blocking call while another one sends its body would wait forever",
        ));
    }
    let _entered = background.handle.enter();
    let waker = Waker::from(Arc::new(Sleeper(thread::current())));
    let mut context = Context::from_waker(&waker);
    // Inside of a task, Tokio would otherwise make it yield after a while, which it cannot.
    let mut future = pin!(tokio::task::unconstrained(future.into_future()));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Ok(output);
        }
        thread::park();
    }
}

struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

struct Background {
    handle: Handle,
    thread: ThreadId,
}

fn background() -> Result<&'static Background, RequestError> {
    static BACKGROUND: OnceLock<io::Result<Background>> = OnceLock::new();
    let started = BACKGROUND.get_or_init(|| {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let thread = thread::Builder::new()
            .name("blocking-calls".to_owned())
            .spawn(move || runtime.block_on(pending::<()>()))?;
        let thread = thread.thread().id();
        Ok(Background { handle, thread })
    });
    started.as_ref().map_err(|error| {
        RequestError::new(format!(
            "no thread for blocking calls can be started: {error}"
        ))
    })
}
