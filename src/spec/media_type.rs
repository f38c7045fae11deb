//! Media types, as far as it matters how they are read.

/// A media type without its parameters, in lower case ([RFC 9110, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)).
#[must_use]
pub fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether a body is a stream of server-sent events.
#[must_use]
pub fn is_events(media_type: &str) -> bool {
    essence(media_type) == "text/event-stream"
}

/// Whether a body holds JSON values one after the other: a line each, or as
/// [text sequences](https://www.rfc-editor.org/rfc/rfc7464).
#[must_use]
pub fn is_json_lines(media_type: &str) -> bool {
    matches!(
        essence(media_type).as_str(),
        "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/json-seq"
            | "application/x-jsonlines"
    )
}
