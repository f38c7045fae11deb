//! The text of a reference: which file, which place in it.
//!
//! See [relative references](https://spec.openapis.org/oas/v3.1.1#relative-references-in-api-description-uris).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::spec::origin::child;

/// How many references a pointer may pass through.
const MAX_PASSED: usize = 32;

/// The file and the fragment of a reference, both still percent-encoded.
#[must_use]
pub fn split(text: &str) -> (&str, &str) {
    text.split_once('#').unwrap_or((text, ""))
}

/// Whether the file part names something on the network or otherwise not a path: `https://…`.
///
/// A single letter before the colon is a drive.
#[must_use]
pub fn has_scheme(file: &str) -> bool {
    if file.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = file.split_once(':') else {
        return false;
    };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// How a fragment leads to a place in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// As it is spelt.
    AsSpelt(String),
    /// After a slip in its spelling was mended.
    Mended(String),
}

impl Found {
    /// The same place in the document of which `base` is the part that was looked at.
    #[must_use]
    pub fn below(self, base: &str) -> Self {
        match self {
            Self::AsSpelt(pointer) => Self::AsSpelt(format!("{base}{pointer}")),
            Self::Mended(pointer) => Self::Mended(format!("{base}{pointer}")),
        }
    }
}

/// The JSON pointer that a fragment stands for, if the document has such a place.
///
/// Slips are mended where nothing else can be meant: a missing slash (`#components/…`), one too many (`file.yaml#/` for the whole
/// file), and `+` for a space, which is how forms encode it and URIs do not. A pointer may pass through a reference
/// (`#/components/schemas/Alias/properties/id`): strictly it leads nowhere, but it is what authors mean.
#[must_use]
pub fn find(document: &Value, fragment: &str) -> Option<Found> {
    let exists = |pointer: &String| document.pointer(pointer).is_some();
    let decoded = percent_decode(fragment);
    let as_spelt = [decoded.clone(), fragment.to_owned()];
    if let Some(pointer) = as_spelt.into_iter().find(exists) {
        return Some(Found::AsSpelt(pointer));
    }
    let mended = [
        format!("/{decoded}"),
        percent_decode(&fragment.replace('+', " ")),
        decoded.trim_end_matches('/').to_owned(),
    ];
    mended
        .into_iter()
        .find(exists)
        .map(Found::Mended)
        .or_else(|| behind(document, &decoded, MAX_PASSED).map(Found::AsSpelt))
}

/// Where a fragment leads from a schema around the reference at `at`, the nearest first: from one that names itself, which is
/// the root of what is in it (and what `#` alone means), or from one that was pasted with definitions of its own.
///
/// See [JSON Schema 2020-12, section 8.2.1](https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.1).
#[must_use]
pub fn find_around(document: &Value, at: &str, fragment: &str) -> Option<Found> {
    let pointer = percent_decode(fragment);
    let is_definition = ["/$defs/", "/definitions/"]
        .iter()
        .any(|section| pointer.starts_with(section));
    at.rmatch_indices('/').find_map(|(end, _)| {
        let (start, _) = at.split_at_checked(end)?;
        let schema = document.pointer(start)?;
        schema.pointer(&pointer)?;
        let found = format!("{start}{pointer}");
        let id = schema.get("$id").and_then(Value::as_str);
        if id.is_some_and(|id| !id.starts_with('#')) {
            Some(Found::AsSpelt(found))
        } else {
            is_definition.then_some(Found::Mended(found))
        }
    })
}

/// Where a pointer leads that goes on behind a local reference.
fn behind(document: &Value, pointer: &str, hops: usize) -> Option<String> {
    if document.pointer(pointer).is_some() {
        return Some(pointer.to_owned());
    }
    let hops = hops.checked_sub(1)?;
    // The longest part of the way that exists.
    let (node, rest) = pointer.rmatch_indices('/').find_map(|(end, _)| {
        let (way, rest) = pointer.split_at_checked(end)?;
        Some((document.pointer(way)?, rest))
    })?;
    let target = node.get("$ref")?.as_str()?.strip_prefix('#')?;
    behind(document, &format!("{}{rest}", percent_decode(target)), hops)
}

/// The pointers of the schemas that give themselves a name, by that name; of several, the first counts.
///
/// See [JSON Schema 2020-12, section 8.2.2](https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.2).
#[must_use]
pub fn anchors(document: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect_anchors(document, "", &mut found);
    found
}

/// The anchors of a schema: until draft 7, an `$id` that is a fragment was one.
pub fn anchors_of(schema: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let text = |key: &str| schema.get(key)?.as_str();
    let named = ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text);
    let old = text("$id").and_then(|id| id.strip_prefix('#'));
    named.chain(old).filter(|name| !name.is_empty())
}

fn collect_anchors(value: &Value, pointer: &str, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            for name in anchors_of(members) {
                if !found.contains_key(name) {
                    found.insert(name.to_owned(), pointer.to_owned());
                }
            }
            for (key, member) in members {
                collect_anchors(member, &child(pointer, key), found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect_anchors(element, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// The pointers of what gives itself a URI (`$id` of a schema, `$self` of a description), by that URI and, for relative
/// references beside it, by its last segment; of several, the first counts.
///
/// See [JSON Schema 2020-12, section 8.2.1](https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.1).
#[must_use]
pub fn identifiers(document: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect_identifiers(document, "", "", &mut found);
    found
}

fn collect_identifiers(
    value: &Value,
    pointer: &str,
    base: &str,
    found: &mut BTreeMap<String, String>,
) {
    match value {
        Value::Object(members) => {
            let own = members.get("$id").or_else(|| members.get("$self"));
            let own = own.and_then(Value::as_str).map(|own| {
                let own = own.trim_end_matches('#');
                match base.rsplit_once('/') {
                    Some((folder, _)) if !has_scheme(own) => format!("{folder}/{own}"),
                    _ => own.to_owned(),
                }
            });
            for key in own.iter().flat_map(|own| [own.as_str(), last_segment(own)]) {
                if !key.is_empty() && !found.contains_key(key) {
                    found.insert(key.to_owned(), pointer.to_owned());
                }
            }
            let base = own.as_deref().unwrap_or(base);
            for (key, member) in members {
                collect_identifiers(member, &child(pointer, key), base, found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect_identifiers(element, &format!("{pointer}/{index}"), base, found);
            }
        }
        _ => {}
    }
}

/// What follows the last slash of a URI.
#[must_use]
pub fn last_segment(uri: &str) -> &str {
    uri.rsplit('/').next().unwrap_or(uri)
}

/// A reference to a place in the same document.
#[must_use]
pub fn local(pointer: &str) -> String {
    format!("#{}", pointer.replace('%', "%25"))
}

/// Text with its `%41` decoded; unchanged where that is not text.
///
/// See [RFC 3986, section 2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1).
#[must_use]
pub fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            bytes.push(high * 16 + low);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fragments() {
        let document = json!({"with space": {"a+b": 1}, "/{id}": 2, "100%": 3});
        let spelt = |pointer: &str| Some(Found::AsSpelt(pointer.to_owned()));
        let mended = |pointer: &str| Some(Found::Mended(pointer.to_owned()));
        assert_eq!(find(&document, ""), spelt(""));
        assert_eq!(
            find(&document, "/with%20space/a+b"),
            spelt("/with space/a+b")
        );
        assert_eq!(find(&document, "/~1%7Bid%7d"), spelt("/~1{id}"));
        assert_eq!(find(&document, "/100%"), spelt("/100%"));
        assert_eq!(find(&document, "/with+space"), mended("/with space"));
        assert_eq!(find(&document, "with%20space"), mended("/with space"));
        assert_eq!(find(&document, "/"), mended(""));
        assert_eq!(find(&document, "/with%20space/"), mended("/with space"));
        assert_eq!(find(&document, "/none"), None);
        let document = json!({
            "a": {"$ref": "#/b/x~1y"}, "b": {"x/y": {"$ref": "#/c"}}, "c": {"d": [1]},
            "e": {"$ref": "#/f"}, "f": {"$ref": "#/e"}, "g": {"$anchor": "name", "h": {"$anchor": "name"}},
            "i": {"$id": "#old"},
        });
        assert_eq!(find(&document, "/a/d/0"), spelt("/c/d/0"));
        assert_eq!(find(&document, "/a/none"), None);
        assert_eq!(find(&document, "/e/d"), None);
        assert_eq!(
            anchors(&document),
            BTreeMap::from(
                [("name", "/g"), ("old", "/i")].map(|(a, b)| (a.to_owned(), b.to_owned()))
            )
        );
        assert_eq!(local("/100%"), "#/100%25");
    }

    #[test]
    fn fragments_of_schemas_around() {
        let document = json!({"a": {
            "$id": "a.json", "$defs": {"x": 1}, "b": {"c": {"$ref": ""}, "definitions": {"y": 2}, "z": 3},
        }});
        let around = |fragment: &str| find_around(&document, "/a/b/c", fragment);
        assert_eq!(around(""), Some(Found::AsSpelt("/a".to_owned())));
        assert_eq!(
            around("/$defs/x"),
            Some(Found::AsSpelt("/a/$defs/x".to_owned()))
        );
        assert_eq!(
            around("/definitions/y"),
            Some(Found::Mended("/a/b/definitions/y".to_owned()))
        );
        assert_eq!(around("/z"), None);
    }

    #[test]
    fn files() {
        assert_eq!(split("a.yaml#/b#c"), ("a.yaml", "/b#c"));
        assert_eq!(split("a.yaml"), ("a.yaml", ""));
        assert!(
            has_scheme("https://a/b.yaml")
                && has_scheme("//host/a.yaml")
                && has_scheme("file:///a")
        );
        assert!(!has_scheme("c:\\a.yaml") && !has_scheme("a/b.yaml") && !has_scheme("./a:b.yaml"));
        assert_eq!(percent_decode("%FF%4"), "%FF%4");
    }
}
