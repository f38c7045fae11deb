//! Media types: which of those offered is used, and how its body is written or read.

use indexmap::IndexMap;
use openapiv3::MediaType;

use super::keywords::{At, Node};
use crate::ir::BodyKind;
pub use crate::spec::media_type::{essence, is_events, is_json_lines};
use crate::spec::origin::child;

/// How a body of this media type is written or read.
#[must_use]
pub fn kind(media_type: &str) -> BodyKind {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" | "text/json" | "application/*" | "*/*" | "*" => BodyKind::Json,
        "application/x-www-form-urlencoded" => BodyKind::Form,
        _ if essence.ends_with("+json") => BodyKind::Json,
        "multipart/form-data" => BodyKind::Multipart,
        _ if essence.starts_with("text/")
            || essence.ends_with("/xml")
            || essence.ends_with("+xml") =>
        {
            BodyKind::Text
        }
        _ if is_json_lines(media_type) => BodyKind::Text,
        "application/yaml"
        | "application/x-yaml"
        | "application/javascript"
        | "application/graphql" => BodyKind::Text,
        _ => BodyKind::Bytes,
    }
}

/// What tells a media type from others in the name of a method.
#[must_use]
pub fn words(media_type: &str) -> String {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/x-www-form-urlencoded" => "form".to_owned(),
        "multipart/form-data" => "multipart".to_owned(),
        "application/octet-stream" => "bytes".to_owned(),
        "text/plain" => "text".to_owned(),
        other => {
            let (_, subtype) = other.split_once('/').unwrap_or(("", other));
            let subtype = subtype.strip_suffix("+json").unwrap_or(subtype);
            subtype.trim_start_matches("x-").to_owned()
        }
    }
}

/// The schema of the media type that stands at `pointer`.
#[must_use]
pub fn schema<'a>(pointer: &str, media_type: &'a MediaType) -> Option<At<'a>> {
    let schema = media_type.schema.as_ref()?;
    Some(At::new(child(pointer, "schema"), Node::new(schema)))
}

/// The media type that is used where several are offered: the richest kind, the first of its kind.
#[must_use]
pub fn choose(content: &IndexMap<String, MediaType>) -> Option<(&str, &MediaType, BodyKind)> {
    let rank = |kind: BodyKind| match kind {
        BodyKind::Json => 0,
        BodyKind::Multipart => 1,
        BodyKind::Form => 2,
        BodyKind::Bytes => 3,
        BodyKind::Text => 4,
    };
    content
        .iter()
        .map(|(name, media_type)| (name.as_str(), media_type, kind(name)))
        .min_by_key(|(name, _, kind)| (rank(*kind), name.contains('*')))
}
