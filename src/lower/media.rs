//! Media types: which of those offered is used, and how its body is written or read.

use indexmap::IndexMap;
use openapiv3::{MediaType, OpenAPI, Schema, SchemaKind, Type as SchemaType};

use super::keywords::{At, Keywords, Node, follow};
use crate::ir::BodyKind;
pub use crate::spec::media_type::{essence, is_events, is_json_lines};
use crate::spec::origin::child;

/// How a body of this media type is written or read, whatever its schema.
#[must_use]
pub fn kind(media_type: &str) -> BodyKind {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" | "text/json" | "application/*" | "*/*" | "*" => BodyKind::Json,
        "application/x-www-form-urlencoded" => BodyKind::Form,
        _ if essence.ends_with("+json") => BodyKind::Json,
        "multipart/form-data" | "multipart/*" => BodyKind::Multipart,
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

/// Likewise, with a schema. A file is neither JSON nor a text, whatever it is called; and a text of any media type is that,
/// or, if nothing is known of it, bytes.
#[must_use]
pub fn kind_of(document: &OpenAPI, name: &str, media_type: &MediaType) -> BodyKind {
    let kind = kind(name);
    let may_be_file = match kind {
        BodyKind::Json => true,
        BodyKind::Text => !is_stream(name),
        BodyKind::Form | BodyKind::Multipart | BodyKind::Bytes => false,
    };
    if !may_be_file {
        return kind;
    }
    let is_any = matches!(essence(name).as_str(), "*/*" | "*" | "application/*");
    let schema = media_type.schema.as_ref().map(Node::new);
    let schema = schema.and_then(|node| follow(document, node));
    let keywords = match schema {
        Some(Node::Inline(schema)) if is_any || is_string(schema) => {
            Some(Keywords::new("", schema))
        }
        _ => None,
    };
    match keywords {
        Some(k) if k.type_ == Some("string") => match k.format.as_deref() {
            Some("binary") => BodyKind::Bytes,
            Some("byte") => kind,
            _ if is_any && k.enumeration.is_empty() => BodyKind::Text,
            _ => kind,
        },
        None if is_any && schema.is_none() => BodyKind::Bytes,
        Some(k) if is_any && k.says_nothing() => BodyKind::Bytes,
        _ => kind,
    }
}

fn is_string(schema: &Schema) -> bool {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(_)) => true,
        SchemaKind::Any(any) => any.typ.as_deref() == Some("string"),
        _ => false,
    }
}

/// The media type that a body is sent as: that of its kind for a wildcard, which none can be sent as.
#[must_use]
pub fn sent(name: &str, kind: BodyKind) -> &str {
    match kind {
        _ if !name.contains('*') => name,
        BodyKind::Json => "application/json",
        BodyKind::Form => "application/x-www-form-urlencoded",
        BodyKind::Multipart => "multipart/form-data",
        BodyKind::Text => "text/plain",
        BodyKind::Bytes => "application/octet-stream",
    }
}

/// What tells a media type from others in the name of a method.
#[must_use]
pub fn words(media_type: &str) -> String {
    let essence = essence(media_type);
    match essence.as_str() {
        "*/*" | "*" => "any".to_owned(),
        wildcard if wildcard.ends_with("/*") => wildcard.trim_end_matches("/*").to_owned(),
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

/// Whether both have the same schema.
#[must_use]
pub fn says_the_same(a: &MediaType, b: &MediaType) -> bool {
    match (&a.schema, &b.schema) {
        (Some(a), Some(b)) => Node::new(a).same(Node::new(b)),
        (None, None) => true,
        _ => false,
    }
}

/// Whether a body is read value by value.
#[must_use]
pub fn is_stream(media_type: &str) -> bool {
    is_events(media_type) || is_json_lines(media_type)
}

/// Whether a body is a page for people, or spells in another notation what the others do.
#[must_use]
pub fn is_markup(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "text/html" || essence.ends_with("/xml") || essence.ends_with("+xml")
}

/// The schema of the media type that stands at `pointer`.
#[must_use]
pub fn schema<'a>(pointer: &str, media_type: &'a MediaType) -> Option<At<'a>> {
    let schema = media_type.schema.as_ref()?;
    Some(At::new(child(pointer, "schema"), Node::new(schema)))
}

/// The media type that is used where several are offered: the richest kind, of these plain JSON, else the first.
#[must_use]
pub fn choose<'a>(
    document: &OpenAPI,
    content: &'a IndexMap<String, MediaType>,
) -> Option<(&'a str, &'a MediaType, BodyKind)> {
    let rank = |kind: BodyKind| match kind {
        BodyKind::Json => 0,
        BodyKind::Multipart => 1,
        BodyKind::Form => 2,
        BodyKind::Bytes => 3,
        BodyKind::Text => 4,
    };
    content
        .iter()
        .map(|(name, media_type)| {
            let kind = kind_of(document, name, media_type);
            (name.as_str(), media_type, kind)
        })
        .min_by_key(|(name, media_type, kind)| {
            let is_plain = essence(name) == "application/json";
            let is_described = media_type.schema.is_some();
            (rank(*kind), name.contains('*'), !is_described, !is_plain)
        })
}
