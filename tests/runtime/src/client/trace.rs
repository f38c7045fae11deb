use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::server::{Server, Step, json};
use super::{builder, call, operation};
use crate::runtime::{Operation, RetryPolicy};

type Fields = BTreeMap<&'static str, String>;

/// Keeps the fields of all spans.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<Fields>>>);

struct Fill<'f>(&'f mut Fields);

impl Visit for Fill<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("oasmith")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        span.record(&mut Fill(&mut fields));
        let mut spans = self.0.lock().unwrap();
        spans.push(fields);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.0.lock().unwrap();
        values.record(&mut Fill(&mut spans[span.into_u64() as usize - 1]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn each_request_has_a_span() {
    let spans = Spans::default();
    // For all tests: one of a single thread may miss spans that another thread began first.
    tracing::subscriber::set_global_default(spans.clone()).unwrap();
    let died = Step::Break(String::new());
    let hanging = Step::Answer(String::new());
    let server = Server::start([json(503, "{}"), died, json(200, "1"), hanging]);
    let policy = RetryPolicy::default().first_delay(Duration::from_millis(1));
    let client = builder(&server.url)
        .retry(policy)
        .credential("App", "s3cret")
        .build()
        .unwrap();
    let get = || {
        let operation = Operation {
            security: Some(&[&["App"]]),
            ..operation("GET", "/users/{id}")
        };
        let call = call(&client, operation).path("id", "pr1vate");
        call.query("q", "pr1vate").header("X-Key", "s3cret")
    };
    get().await.unwrap();
    let late = get().timeout(Duration::from_millis(50)).await;
    assert!(late.unwrap_err().is_timeout());

    let mut seen = spans.0.lock().unwrap().clone();
    let port = server.url.rsplit(':').next().unwrap();
    seen.retain(|span| span.get("server.port").is_some_and(|other| other == port));
    for span in &mut seen {
        for (name, value) in [
            ("otel.kind", "client"),
            ("otel.name", "GET /users/{id}"),
            ("http.request.method", "GET"),
            ("url.template", "/users/{id}"),
            ("url.scheme", "http"),
            ("server.address", "127.0.0.1"),
            ("server.port", port),
        ] {
            assert_eq!(span.remove(name).unwrap(), value);
        }
    }
    let status = "http.response.status_code";
    let resends = "http.request.resend_count";
    let failed = ("otel.status_code", "ERROR");
    let expected: [&[(&str, &str)]; 4] = [
        &[(status, "503"), ("error.type", "503"), failed],
        &[("error.type", "connection"), (resends, "1"), failed],
        &[(status, "200"), (resends, "2")],
        &[("error.type", "cancelled"), failed],
    ];
    let expected = expected.map(|fields| {
        let pairs = fields.iter();
        pairs
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect::<Fields>()
    });
    assert_eq!(seen, expected);
}
