//! The default transport.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::Uri;
use http::uri::PathAndQuery;

use super::body::Body;
use super::error::BuildError;
use super::transport::{BoxError, BoxFuture, Transport, TransportError};

/// Sends requests with [reqwest](https://docs.rs/reqwest), which needs to run inside of a Tokio runtime or, as WebAssembly, of a
/// browser. A browser has its own mind about redirects and connections, and takes a body only as a whole.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(::reqwest::Client);

impl ReqwestTransport {
    /// A transport that keeps connections open for further requests.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(connect_timeout: Duration) -> Result<Self, BuildError> {
        platform::builder(connect_timeout)
            .build()
            .map(Self)
            .map_err(|cause| BuildError::because("the HTTP client cannot be set up", cause.into()))
    }
}

/// Takes a client with settings of its own, as for a proxy or a client certificate. It should not follow redirects:
/// this would take credentials to other servers.
impl From<::reqwest::Client> for ReqwestTransport {
    fn from(client: ::reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let response = platform::execute(&self.0, request);
        Box::pin(async move { response.await.map(incoming) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        Box::pin(platform::sleep(duration))
    }
}

fn outgoing(
    head: http::request::Parts,
    body: ::reqwest::Body,
) -> Result<::reqwest::Request, TransportError> {
    let url = ::reqwest::Url::parse(&written(&head.uri)).map_err(TransportError::new)?;
    let mut request = ::reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.body_mut() = Some(body);
    Ok(request)
}

/// In one piece, as it is: [`Uri`]'s own way takes several.
fn written(uri: &Uri) -> String {
    let path = uri.path_and_query().map_or("", PathAndQuery::as_str);
    match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => [scheme, "://", authority.as_str(), path].concat(),
        _ => uri.to_string(),
    }
}

fn incoming(mut response: ::reqwest::Response) -> http::Response<Body> {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let length = response.content_length();
    let body = Body::stream(Chunks(response.bytes_stream()));
    let mut response = http::Response::new(match length {
        Some(length) => body.with_length(length),
        None => body,
    });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn failure(error: ::reqwest::Error) -> TransportError {
    let before_sending = platform::is_connect(&error);
    // The URL may have an API key in its query.
    let error = error.without_url();
    if before_sending {
        TransportError::connect(error)
    } else {
        TransportError::new(error)
    }
}

/// The body of a response, with errors of any kind.
struct Chunks<S>(S);

impl<S> Stream for Chunks<S>
where
    S: Stream<Item = ::reqwest::Result<Bytes>> + Unpin,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0)
            .poll_next(context)
            .map_err(|error| error.without_url().into())
    }
}

#[cfg(not(target_family = "wasm"))]
mod platform {
    use std::future::Future;
    use std::time::Duration;

    use ::reqwest::{Client, ClientBuilder, Response};
    use http::Request;
    use http::header::CONTENT_LENGTH;

    use super::{Body, TransportError, failure, outgoing};

    pub(super) use tokio::time::sleep;

    pub(super) fn builder(connect_timeout: Duration) -> ClientBuilder {
        Client::builder()
            .connect_timeout(connect_timeout)
            .redirect(::reqwest::redirect::Policy::none())
    }

    /// Not an `async fn`, whose future would have to hold the request.
    pub(super) fn execute(
        client: &Client,
        request: Request<Body>,
    ) -> impl Future<Output = Result<Response, TransportError>> + use<> {
        let (mut head, body) = request.into_parts();
        let body = match body.into_bytes() {
            Ok(bytes) => bytes.into(),
            Err(stream) => {
                if let Some(length) = stream.length() {
                    head.headers.insert(CONTENT_LENGTH, length.into());
                }
                ::reqwest::Body::wrap_stream(stream)
            }
        };
        let version = head.version;
        let response = outgoing(head, body).map(|mut request| {
            *request.version_mut() = version;
            client.execute(request)
        });
        async move { response?.await.map_err(failure) }
    }

    pub(super) fn is_connect(error: &::reqwest::Error) -> bool {
        error.is_connect()
    }
}

#[cfg(target_family = "wasm")]
mod platform {
    use std::future::Future;
    use std::time::Duration;

    use ::reqwest::{Client, ClientBuilder, Response};
    use http::Request;

    use super::{Body, TransportError, failure, outgoing};

    pub(super) async fn sleep(duration: Duration) {
        // The timers of a browser count milliseconds up to here.
        let longest = Duration::from_millis(i32::MAX as u64);
        gloo_timers::future::sleep(duration.min(longest)).await;
    }

    pub(super) fn builder(_: Duration) -> ClientBuilder {
        Client::builder()
    }

    pub(super) fn execute(
        client: &Client,
        request: Request<Body>,
    ) -> impl Future<Output = Result<Response, TransportError>> + use<> {
        let client = client.clone();
        async move {
            let (head, body) = request.into_parts();
            let body = match body.into_bytes() {
                Ok(bytes) => bytes,
                Err(stream) => stream.bytes().await?,
            };
            let request = outgoing(head, body.into())?;
            client.execute(request).await.map_err(failure)
        }
    }

    /// A browser does not tell.
    pub(super) fn is_connect(_: &::reqwest::Error) -> bool {
        false
    }
}
