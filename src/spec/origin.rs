//! Where each part of the document came from: a table of moved subtrees.
//!
//! Bundling, overlays and the conversions to 3.0 move parts of the description. Each move adds one
//! row, `pointer in the document → (source, pointer in that source)`; a look-up takes the row of the
//! longest prefix. What was never moved has no row of its own, so the table stays small.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Maps JSON pointers of the document to source files and the pointers in them.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    rows: BTreeMap<String, (usize, String)>,
}

impl Origins {
    /// The subtree at `to` was copied from `pointer` in the source file with the number `source`.
    ///
    /// Rows below `to` described what was there before and go.
    pub fn graft(&mut self, to: &str, source: usize, pointer: &str) {
        self.clear_below(to);
        self.rows
            .insert(to.to_owned(), (source, pointer.to_owned()));
    }

    /// The subtree at `to` was moved from `from`, both pointers into the document.
    ///
    /// Rows below `from` come along; rows below `to` described what was there before and go.
    pub fn moved(&mut self, to: &str, from: &str) {
        let origin = self.trace(from);
        let below: Vec<_> = self
            .below(from)
            .map(|(rest, origin)| (format!("{to}{rest}"), origin.clone()))
            .collect();
        self.clear_below(to);
        self.rows.insert(to.to_owned(), origin);
        self.rows.extend(below);
    }

    fn clear_below(&mut self, pointer: &str) {
        let stale: Vec<_> = self
            .below(pointer)
            .map(|(rest, _)| format!("{pointer}{rest}"))
            .collect();
        for pointer in stale {
            self.rows.remove(&pointer);
        }
    }

    /// The rows of what lies below `pointer`, each with the rest of its pointer.
    fn below<'a>(
        &'a self,
        pointer: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a (usize, String))> {
        self.rows
            .range(format!("{pointer}/")..)
            .map_while(move |(key, origin)| Some((key.strip_prefix(pointer)?, origin)))
            .take_while(|(rest, _)| rest.starts_with('/'))
    }

    /// Whether all of the document is where it was in the root description.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The source file (0 is the root description) and the pointer in it.
    #[must_use]
    pub fn trace(&self, pointer: &str) -> (usize, String) {
        let mut prefix = pointer;
        loop {
            if let Some((source, origin)) = self.rows.get(prefix) {
                let rest = pointer.get(prefix.len()..).unwrap_or_default();
                return (*source, format!("{origin}{rest}"));
            }
            match prefix.rsplit_once('/') {
                Some((parent, _)) => prefix = parent,
                None => return (0, pointer.to_owned()),
            }
        }
    }
}

/// `pointer` with one more reference token, escaped.
///
/// See [RFC 6901, section 3](https://www.rfc-editor.org/rfc/rfc6901#section-3).
#[must_use]
pub fn child(pointer: &str, token: &str) -> String {
    let mut result = String::with_capacity(pointer.len() + token.len() + 1);
    result.push_str(pointer);
    push(&mut result, token);
    result
}

/// Lengthens `pointer` by one reference token, escaped.
pub fn push(pointer: &mut String, token: &str) {
    pointer.push('/');
    if !token.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        pointer.push_str(token);
        return;
    }
    for c in token.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The reference tokens of a pointer, unescaped.
pub fn tokens(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescaped)
}

/// A reference token without its escapes.
#[must_use]
pub fn unescaped(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_wins() {
        let mut origins = Origins::default();
        origins.moved("/components/schemas", "/definitions");
        origins.graft("/components/schemas/Pet", 1, "");
        assert_eq!(origins.trace("/info/title"), (0, "/info/title".to_owned()));
        assert_eq!(
            origins.trace("/components/schemas/A/type"),
            (0, "/definitions/A/type".to_owned())
        );
        assert_eq!(
            origins.trace("/components/schemas/Pet/type"),
            (1, "/type".to_owned())
        );
        assert_eq!(
            origins.trace("/components/schemas/Pets"),
            (0, "/definitions/Pets".to_owned())
        );
    }

    #[test]
    fn what_came_from_elsewhere_still_does_after_a_move() {
        let mut origins = Origins::default();
        origins.graft("/definitions/Pet", 1, "");
        origins.moved("/components/schemas", "/definitions");
        assert_eq!(
            origins.trace("/components/schemas/Pet/type"),
            (1, "/type".to_owned())
        );
        assert_eq!(
            origins.trace("/components/schemas/Own"),
            (0, "/definitions/Own".to_owned())
        );
    }

    #[test]
    fn tokens_are_escaped() {
        assert_eq!(child("/paths", "/a~b"), "/paths/~1a~0b");
        assert_eq!(
            tokens("/paths/~1a~0b/~01/").collect::<Vec<_>>(),
            ["paths", "/a~b", "~1", ""]
        );
        assert_eq!(tokens("").count(), 0);
    }

    #[test]
    fn rows_below_come_along_and_stale_ones_go() {
        let mut origins = Origins::default();
        origins.graft("/definitions/Pet", 1, "/Pet");
        origins.moved("/components/schemas", "/definitions");
        assert_eq!(
            origins.trace("/components/schemas/Pet/type"),
            (1, "/Pet/type".to_owned())
        );
        origins.graft("/list/1/schema", 2, "");
        origins.moved("/list/0", "/list/1");
        origins.moved("/list/1", "/list/2");
        assert_eq!(origins.trace("/list/0/schema/a"), (2, "/a".to_owned()));
        assert_eq!(
            origins.trace("/list/1/schema/a"),
            (0, "/list/2/schema/a".to_owned())
        );
    }
}
