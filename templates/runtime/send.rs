//! The path of a call from a finished request to a reply: credentials, hook, redirects, retries and limits. Nothing here
//! depends on the types of an operation, so it is compiled once.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use http::header::{ACCEPT, USER_AGENT};
use http::{HeaderMap, Request, StatusCode, Uri};

use super::body::Body;
use super::client::Settings;
use super::credential::{self, Credential, Secret};
use super::draft::Draft;
use super::error::{Failure, RequestError};
use super::idle;
use super::redirect;
use super::reply::Reply;
use super::transport::BoxFuture;

/// What a server answered; a stream if the body is to be handed over unread.
pub(super) struct Outcome {
    pub(super) reply: Reply,
    pub(super) stream: Option<Body>,
}

/// Sends the request and waits for its final outcome. With `streamed`, the body of a success is not read.
pub(super) fn send(
    settings: Arc<Settings>,
    draft: Box<Draft>,
    streamed: bool,
) -> BoxFuture<Result<Outcome, Failure>> {
    Box::pin(async move {
        let limit = draft.timeout.unwrap_or(settings.timeout);
        let mut deadline = Deadline {
            timer: limit.map(|limit| settings.transport.sleep(limit)),
        };
        let retry = draft
            .retry
            .clone()
            .unwrap_or_else(|| settings.retry.clone());
        let idempotent = draft.operation.is_idempotent() || draft.repeatable;
        let mut exchange = Exchange::new(settings, draft, streamed)?;
        let mut attempt = 1;
        loop {
            let outcome = {
                let attempt = pin!(exchange.attempt());
                deadline.race(attempt).await
            };
            let Some(outcome) = outcome else {
                return Err(Failure::Timeout(limit.unwrap_or_default()));
            };
            let delay = if exchange.spent {
                None
            } else {
                retry.delay(attempt, &outcome, idempotent)
            };
            // A wait beyond the end of the call would only turn a telling failure into a timeout.
            let Some(delay) = delay.filter(|delay| limit.is_none_or(|limit| *delay < limit)) else {
                return outcome;
            };
            let mut pause = exchange.settings.transport.sleep(delay);
            if deadline.race(pause.as_mut()).await.is_none() {
                return outcome;
            }
            attempt += 1;
        }
    })
}

/// When the call has to end.
struct Deadline {
    timer: Option<BoxFuture<()>>,
}

impl Deadline {
    /// What `work` results in; `None` if the time is up before. Not an `async fn`, whose future would hold the work twice.
    fn race<T>(
        &mut self,
        mut work: Pin<&mut (impl Future<Output = T> + ?Sized)>,
    ) -> impl Future<Output = Option<T>> {
        poll_fn(move |context| {
            if let Poll::Ready(result) = work.as_mut().poll(context) {
                return Poll::Ready(Some(result));
            }
            match &mut self.timer {
                Some(timer) => timer.as_mut().poll(context).map(|()| None),
                None => Poll::Pending,
            }
        })
    }
}

/// A request in the making, and what is known about it from one attempt to the next.
struct Exchange {
    settings: Arc<Settings>,
    draft: Box<Draft>,
    streamed: bool,
    /// Whether the body was a stream, which cannot be sent again.
    spent: bool,
    /// The secrets of the last request that can be replaced.
    sent: Vec<(Credential, Secret)>,
    /// Whether refused credentials were replaced already.
    refreshed: bool,
    /// How many requests were sent.
    requests: u32,
}

impl Exchange {
    fn new(
        settings: Arc<Settings>,
        mut draft: Box<Draft>,
        streamed: bool,
    ) -> Result<Self, Failure> {
        draft.finish().map_err(Failure::Request)?;
        Ok(Self {
            settings,
            draft,
            streamed,
            spent: false,
            sent: Vec::new(),
            refreshed: false,
            requests: 0,
        })
    }

    /// Sends the request once, as far as redirects and refused credentials allow.
    async fn attempt(&mut self) -> Result<Outcome, Failure> {
        let mut redirected: Option<Uri> = None;
        let mut at_home = true;
        let mut redirects = 0;
        loop {
            let uri = self.url(&redirected)?;
            let request = if at_home {
                self.signed(uri).await?
            } else {
                self.anonymous(uri)
            };
            #[cfg(feature = "tracing")]
            let span = super::trace::span(self.draft.operation, request.uri(), self.requests);
            let sending = self.settings.transport.send(request);
            #[cfg(feature = "tracing")]
            let sending = super::trace::in_span(sending, span);
            self.requests += 1;
            let (mut reply, mut body) = unread(sending.await.map_err(Failure::Transport)?);
            let status = reply.status();
            if at_home && status == StatusCode::UNAUTHORIZED && self.renew() {
                continue;
            }
            if status.is_redirection() && redirects < self.settings.max_redirects && !self.spent {
                let from = self.url(&redirected)?;
                let method = self.draft.operation.method();
                let target = redirect::target(&method, &from, status, reply.headers());
                if let Some((next, same_origin)) = target {
                    redirected = Some(next);
                    at_home &= same_origin;
                    redirects += 1;
                    continue;
                }
            }
            let stream = if self.streamed && status.is_success() {
                Some(self.watch(body))
            } else {
                reply.set_body(body.read(self.settings.max_response_bytes).await?);
                None
            };
            return Ok(Outcome { reply, stream });
        }
    }

    /// Where the next request goes.
    fn url(&self, redirected: &Option<Uri>) -> Result<Uri, Failure> {
        match redirected {
            Some(uri) => Ok(uri.clone()),
            // Made anew: a request is rarely sent twice, and would often share its URL in vain.
            None => self.draft.url(&self.settings).map_err(Failure::Request),
        }
    }

    /// The request with credentials, as the hook leaves it.
    async fn signed(&mut self, uri: Uri) -> Result<Request<Body>, Failure> {
        let mut request = self.request(uri, self.draft.headers(&self.settings));
        let settings = &*self.settings;
        let schemes = credential::choose(settings, self.draft.operation, request.headers())
            .map_err(Failure::Credentials)?;
        self.sent.clear();
        for held in &settings.credentials {
            if !schemes.contains(&held.scheme.name) || held.put(request.headers_mut()) {
                continue;
            }
            let secret = held.credential.current(&settings.transport).await;
            let Some(secret) = secret.map_err(Failure::Credentials)? else {
                continue;
            };
            credential::apply(held.scheme, &secret, &mut request).map_err(Failure::Credentials)?;
            if held.credential.is_renewable() {
                self.sent.push((held.credential.clone(), secret));
            }
        }
        if let Some(hook) = &settings.hook {
            hook(&mut request).map_err(|cause| {
                Failure::Request(RequestError::because("the request hook failed", cause))
            })?;
        }
        Ok(request)
    }

    /// The request for another origin: with nothing that could be a credential.
    fn anonymous(&mut self, uri: Uri) -> Request<Body> {
        let all = self.draft.headers(&self.settings);
        let headers = [ACCEPT, USER_AGENT]
            .into_iter()
            .filter_map(|name| Some((name.clone(), all.get(name)?.clone())))
            .collect();
        self.request(uri, headers)
    }

    fn request(&mut self, uri: Uri, headers: HeaderMap) -> Request<Body> {
        let body = self.draft.body.try_clone().unwrap_or_else(|| {
            self.spent = true;
            std::mem::take(&mut self.draft.body)
        });
        let mut request = Request::new(body);
        *request.method_mut() = self.draft.operation.method();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        request
    }

    /// After the server refused the credentials: whether others can be tried, which is done once.
    fn renew(&mut self) -> bool {
        if self.refreshed || self.spent {
            return false;
        }
        for (credential, secret) in &self.sent {
            credential.refuse(secret);
            self.refreshed = true;
        }
        self.refreshed
    }

    fn watch(&self, body: Body) -> Body {
        match self.draft.idle_timeout.or(self.settings.idle_timeout) {
            Some(limit) => idle::watch(body, limit, Arc::clone(&self.settings.transport)),
            None => body,
        }
    }
}

/// The head of a response, and its body apart. A function of its own: nothing of the response has to stay in a future.
fn unread(response: http::Response<Body>) -> (Reply, Body) {
    let (head, body) = response.into_parts();
    (Reply::new(head.status, head.headers, Bytes::new()), body)
}
