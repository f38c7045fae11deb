//! `$id`, `$self`, `$anchor` and `$dynamicAnchor`, as far as they can be resolved without an instance.
//!
//! See [JSON Schema 2020-12, section 8.2](https://json-schema.org/draft/2020-12/json-schema-core#section-8.2).

use std::cell::OnceCell;

use serde_json::{Map, Value};

use crate::spec::normalise::pointer;
use crate::spec::normalise::shape::{Kind, Shape, visit};
use crate::spec::position::Trail;
use crate::spec::reference::anchors_of;

/// Finds what references lead to. Most are pointers: the names are looked for when one is asked for.
pub struct Anchors<'d> {
    document: &'d Value,
    names: OnceCell<Names>,
}

/// The names that schemas of a document give themselves.
#[derive(Default)]
struct Names {
    /// Anchor and the pointer of its schema.
    anchors: Vec<(String, String)>,
    /// Identifier and the pointer of its schema.
    identifiers: Vec<(String, String)>,
}

impl Names {
    fn of(document: &Value) -> Self {
        let mut names = Self::default();
        let root = Shape::Object(Kind::OpenApi);
        visit(
            document,
            root,
            Trail::Start(""),
            &mut |map, shape, trail| names.add(map, shape, trail),
        );
        names
    }

    /// Notes the names that one object gives itself.
    fn add(&mut self, map: &Map<String, Value>, shape: Shape, trail: &Trail<'_>) {
        let text = |key: &str| map.get(key).and_then(Value::as_str);
        if shape.kind() == Some(Kind::OpenApi)
            && let Some(own) = text("$self")
        {
            self.identifiers.push((own.to_owned(), String::new()));
        }
        if shape.kind() != Some(Kind::Schema) {
            return;
        }
        for anchor in anchors_of(map) {
            self.anchors.push((anchor.to_owned(), trail.pointer()));
        }
        let identifier = text("$id").filter(|id| !id.starts_with('#'));
        if identifier.is_some() || map.contains_key("$recursiveAnchor") {
            self.anchors.push((String::new(), trail.pointer()));
        }
        if let Some(identifier) = identifier {
            self.identifiers
                .push((identifier.trim_end_matches('#').to_owned(), trail.pointer()));
        }
    }
}

impl<'d> Anchors<'d> {
    /// For the references of one document.
    pub fn new(document: &'d Value) -> Self {
        Self {
            document,
            names: OnceCell::new(),
        }
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::of(self.document))
    }

    /// The tokens of what a reference at the pointer `at` leads to; a bare name may be one of `section`.
    pub fn resolve(&self, text: &str, at: &str, section: Option<&str>) -> Option<Vec<String>> {
        let text = text.trim();
        let (base, fragment) = text
            .split_once('#')
            .map_or((text, ""), |(base, fragment)| (base, fragment));
        if base.is_empty() {
            // Decoded, `%2F` is a slash like any other (RFC 6901, section 6), unless a name is spelt so.
            let decoded = || fragment.replace("%2F", "/").replace("%2f", "/");
            let found = self.fragment(fragment, at);
            return found.or_else(|| self.fragment(&decoded(), at));
        }
        let within = self.names().identifiers.iter().find(|(identifier, _)| {
            identifier == base
                || identifier
                    .strip_suffix(base)
                    .is_some_and(|rest| rest.ends_with('/'))
        });
        if let Some((_, place)) = within {
            let start = pointer::tokens(&format!("#{place}"))?;
            return match pointer::tokens(&format!("#{fragment}")) {
                Some(tokens) => Some(pointer::locate(self.document, &start, &tokens)?.0),
                None => self.anchor(fragment, place),
            };
        }
        let name = [
            "components".to_owned(),
            section?.to_owned(),
            text.to_owned(),
        ];
        Some(pointer::locate(self.document, &[], &name)?.0)
    }

    /// A fragment: an anchor, or a pointer from the root or from a schema around the reference (one with
    /// an `$id`, or one that was pasted with its own `#/definitions`).
    fn fragment(&self, fragment: &str, at: &str) -> Option<Vec<String>> {
        if fragment.is_empty() {
            return self.anchor(fragment, at);
        }
        let Some(tokens) = pointer::tokens(&format!("#{fragment}")) else {
            return self.anchor(fragment, at);
        };
        let from_root = pointer::locate(self.document, &[], &tokens);
        let around = || {
            let mut start = pointer::tokens(&format!("#{at}"))?;
            while start.len() > 2 {
                if let Some(found) = pointer::locate(self.document, &start, &tokens) {
                    return Some(found);
                }
                start.pop();
            }
            None
        };
        Some(from_root.or_else(around)?.0)
    }

    /// The schema with an anchor; of several, the one that shares most of its way with the reference.
    fn anchor(&self, name: &str, at: &str) -> Option<Vec<String>> {
        let shared = |pointer: &str| {
            pointer
                .split('/')
                .zip(at.split('/'))
                .take_while(|(a, b)| a == b)
                .count()
        };
        // `max_by_key` would prefer the last of equals.
        let encloses = |place: &str| {
            at.strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        // `#` alone is the schema around the reference that has a name of its own.
        let fits = |place: &str| !name.is_empty() || encloses(place);
        let named = self
            .names()
            .anchors
            .iter()
            .rev()
            .filter(|(anchor, place)| anchor == name && fits(place));
        let (_, place) = named.max_by_key(|(_, place)| shared(place))?;
        pointer::tokens(&format!("#{place}"))
    }
}
