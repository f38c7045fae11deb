//! Secrets that are fetched: kept, renewed, and fetched once however many calls wait for them.

use std::error::Error;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Wake, Waker};

use super::credential::Secret;
use super::error::CredentialError;
use super::transport::{BoxError, BoxFuture, Transport};

/// Fetches a secret, over the transport or otherwise.
pub(super) type Fetch =
    Box<dyn Fn(Arc<dyn Transport>) -> BoxFuture<Result<Secret, BoxError>> + Send + Sync>;

/// Fetches a secret and keeps it.
pub(super) struct Provider {
    fetch: Fetch,
    slot: Mutex<Slot>,
}

#[derive(Default)]
struct Slot {
    kept: Option<Secret>,
    /// Alive as long as a call waits for it: when the last one is dropped, the fetching is cancelled.
    flight: Weak<Flight>,
}

impl Provider {
    pub(super) fn new(fetch: Fetch) -> Self {
        Self {
            fetch,
            slot: Mutex::default(),
        }
    }

    /// The kept secret, or else the one that is now fetched.
    pub(super) async fn current(
        &self,
        transport: &Arc<dyn Transport>,
    ) -> Result<Secret, CredentialError> {
        let flight = match self.kept_or_flight(transport) {
            Ok(secret) => return Ok(secret),
            Err(flight) => flight,
        };
        let landed = poll_fn(|context| flight.poll(context)).await;
        let mut slot = lock(&self.slot);
        // The first to arrive clears up. For those after it, the secret may have been refused already.
        let first = slot.flight.ptr_eq(&Arc::downgrade(&flight));
        if first {
            slot.flight = Weak::new();
        }
        match landed {
            Ok(secret) => {
                if first {
                    slot.kept = Some(secret.clone());
                }
                Ok(secret)
            }
            // What was to be renewed ahead of time is still good.
            Err(cause) => match &slot.kept {
                Some(kept) if !kept.is_expired() => Ok(kept.clone()),
                _ => Err(CredentialError::because(
                    "no credential could be fetched",
                    Box::new(cause),
                )),
            },
        }
    }

    fn kept_or_flight(&self, transport: &Arc<dyn Transport>) -> Result<Secret, Arc<Flight>> {
        let mut slot = lock(&self.slot);
        if let Some(kept) = slot.kept.as_ref().filter(|kept| !kept.is_due()) {
            return Ok(kept.clone());
        }
        Err(slot.flight.upgrade().unwrap_or_else(|| {
            let flight = Arc::new(Flight::new((self.fetch)(Arc::clone(transport))));
            slot.flight = Arc::downgrade(&flight);
            flight
        }))
    }

    /// Drops a secret that a server has refused, unless it was replaced already.
    pub(super) fn refuse(&self, refused: &Secret) {
        let mut slot = lock(&self.slot);
        slot.kept = slot.kept.take().filter(|kept| !kept.is_same(refused));
    }
}

/// A secret that is being fetched for several calls. Whichever of them is polled does the work.
struct Flight {
    state: Mutex<State>,
    waiting: Arc<Waiting>,
}

enum State {
    Underway(BoxFuture<Result<Secret, BoxError>>),
    Landed(Result<Secret, Arc<dyn Error + Send + Sync>>),
}

impl Flight {
    fn new(fetching: BoxFuture<Result<Secret, BoxError>>) -> Self {
        Self {
            state: Mutex::new(State::Underway(fetching)),
            waiting: Arc::default(),
        }
    }

    fn poll(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Secret, Arc<dyn Error + Send + Sync>>> {
        let mut state = lock(&self.state);
        if let State::Underway(fetching) = &mut *state {
            self.waiting.enter(context.waker());
            let all = Waker::from(Arc::clone(&self.waiting));
            let Poll::Ready(result) = fetching.as_mut().poll(&mut Context::from_waker(&all)) else {
                return Poll::Pending;
            };
            *state = State::Landed(result.map_err(Arc::from));
            all.wake();
        }
        match &*state {
            State::Underway(_) => Poll::Pending,
            State::Landed(result) => Poll::Ready(result.clone()),
        }
    }
}

/// The calls that wait for a flight. Progress wakes all of them, since any may be gone when its turn comes.
#[derive(Default)]
struct Waiting(Mutex<Vec<Waker>>);

impl Waiting {
    fn enter(&self, waker: &Waker) {
        let mut all = lock(&self.0);
        if !all.iter().any(|other| other.will_wake(waker)) {
            all.push(waker.clone());
        }
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        let all = std::mem::take(&mut *lock(&self.0));
        for waker in all {
            waker.wake();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
