//! A span for each request that is sent, with the names of
//! [OpenTelemetry's conventions](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span).
//!
//! No URL but the template of its path, no header and no body: any of them may have secrets in it.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::{Response, Uri};
use tracing::field::Empty;
use tracing::{Span, info_span};

use super::body::Body;
use super::operation::Operation;
use super::transport::{BoxFuture, TransportError};

type Sending = BoxFuture<Result<Response<Body>, TransportError>>;

/// The span of a request. `resends` counts the requests of the same call before this one.
pub(super) fn span(operation: &'static Operation, uri: &Uri, resends: u32) -> Span {
    let default_port = match uri.scheme_str() {
        Some("https") => 443,
        _ => 80,
    };
    info_span!(
        "HTTP request",
        "otel.kind" = "client",
        "otel.name" = format_args!("{} {}", operation.method, operation.path),
        "otel.status_code" = Empty,
        "http.request.method" = operation.method,
        "http.request.resend_count" = (resends > 0).then_some(resends),
        "http.response.status_code" = Empty,
        "url.template" = operation.path,
        "url.scheme" = uri.scheme_str(),
        "server.address" = uri.host(),
        "server.port" = uri.port_u16().unwrap_or(default_port),
        "error.type" = Empty,
    )
}

/// Sends within a span that ends with the head of the response.
pub(super) fn in_span(sending: Sending, span: Span) -> Sending {
    Box::pin(Traced {
        span,
        sending,
        under_way: true,
    })
}

struct Traced {
    span: Span,
    sending: Sending,
    under_way: bool,
}

impl Traced {
    fn fail(&self, kind: &str) {
        self.span.record("error.type", kind);
        self.span.record("otel.status_code", "ERROR");
    }
}

impl Future for Traced {
    type Output = Result<Response<Body>, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let result = ready!(this.span.in_scope(|| this.sending.as_mut().poll(context)));
        this.under_way = false;
        match &result {
            Ok(response) => {
                let status = response.status();
                this.span
                    .record("http.response.status_code", status.as_u16());
                if status.is_client_error() || status.is_server_error() {
                    this.fail(status.as_str());
                }
            }
            Err(error) if error.is_connect() => this.fail("connect"),
            Err(_) => this.fail("connection"),
        }
        Poll::Ready(result)
    }
}

impl Drop for Traced {
    fn drop(&mut self) {
        if self.under_way {
            // Its time was up, or nobody waits for it any more.
            self.fail("cancelled");
        }
    }
}
