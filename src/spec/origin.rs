//! Where each part of the document came from: a table of moved subtrees.
//!
//! Bundling, overlays and the conversions to 3.0 move parts of the description. Each move adds one
//! row, `pointer in the document → (source, pointer in that source)`; a look-up takes the row of the
//! longest prefix. What was never moved has no row of its own, so the table stays small.

use std::collections::BTreeMap;

/// Maps JSON pointers of the document to source files and the pointers in them.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    rows: BTreeMap<String, (usize, String)>,
}

impl Origins {
    /// The subtree at `to` was copied from `pointer` in the source file with the number `source`.
    pub fn graft(&mut self, to: &str, source: usize, pointer: &str) {
        self.rows
            .insert(to.to_owned(), (source, pointer.to_owned()));
    }

    /// The subtree at `to` was moved from `from`, both pointers into the document.
    pub fn moved(&mut self, to: &str, from: &str) {
        let origin = self.trace(from);
        self.rows.insert(to.to_owned(), origin);
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
    result.push('/');
    for c in token.chars() {
        match c {
            '~' => result.push_str("~0"),
            '/' => result.push_str("~1"),
            other => result.push(other),
        }
    }
    result
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
    fn tokens_are_escaped() {
        assert_eq!(child("/paths", "/a~b"), "/paths/~1a~0b");
    }
}
