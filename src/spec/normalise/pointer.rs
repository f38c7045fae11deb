//! Reading references: JSON pointers in URI fragments, followed through a document.
//!
//! See [RFC 6901, section 6](https://www.rfc-editor.org/rfc/rfc6901#section-6).

use serde_json::Value;

use crate::spec::origin;
use crate::spec::reference::percent_decode;

/// How many references a single pointer may lead through.
const HOPS: usize = 32;

/// The reference tokens of `#/…`, or none if the text is no local pointer.
pub fn tokens(reference: &str) -> Option<Vec<String>> {
    let pointer = reference.strip_prefix('#')?;
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    Some(
        pointer
            .strip_prefix('/')?
            .split('/')
            .map(|token| origin::unescaped(token).into_owned())
            .collect(),
    )
}

/// The JSON pointer of some tokens.
pub fn join<S: AsRef<str>>(tokens: &[S]) -> String {
    tokens.iter().fold(String::new(), |mut pointer, token| {
        origin::push(&mut pointer, token.as_ref());
        pointer
    })
}

/// What `tokens` lead to from `start`, and the tokens of the place where it stands.
///
/// Tokens are tried as they are and without percent-encoding. Where the way ends at a `$ref`, it goes
/// on behind it: strictly that is no JSON pointer, but it is what authors mean.
pub fn locate<'a>(
    document: &'a Value,
    start: &[String],
    tokens: &[String],
) -> Option<(Vec<String>, &'a Value)> {
    locate_within(document, start, tokens, HOPS)
}

fn locate_within<'a>(
    document: &'a Value,
    start: &[String],
    tokens: &[String],
    hops: usize,
) -> Option<(Vec<String>, &'a Value)> {
    let mut place = start.to_vec();
    let mut current = document.pointer(&join(start))?;
    for (index, token) in tokens.iter().enumerate() {
        let moved = (place.is_empty())
            .then(|| section_of_v2(document, token))
            .flatten();
        let (key, next) = match (moved, step(current, token)) {
            (_, Some(found)) => found,
            (Some(section), None) => {
                place.push("components".to_owned());
                (
                    section.to_owned(),
                    document.get("components")?.get(section)?,
                )
            }
            (None, None) => {
                let behind = self::tokens(current.get("$ref")?.as_str()?)?;
                let (mut way, _) = locate_within(document, &[], &behind, hops.checked_sub(1)?)?;
                let rest = tokens.get(index..)?;
                way = locate_within(document, &way, rest, hops.checked_sub(1)?)?.0;
                let value = document.pointer(&join(&way))?;
                return Some((way, value));
            }
        };
        place.push(key);
        current = next;
    }
    Some((place, current))
}

/// One step down, with the key as the document spells it.
fn step<'a>(value: &'a Value, token: &str) -> Option<(String, &'a Value)> {
    match value {
        Value::Object(map) => {
            // `%7E1` is `~1`, an escape itself.
            let decoded = percent_decode(token);
            let decoded = origin::unescaped(&decoded);
            // Some tools encode fragments like forms.
            let spaced = decoded.replace('+', " ");
            [token, decoded.as_ref(), &spaced]
                .into_iter()
                .find_map(|key| Some((key.to_owned(), map.get(key)?)))
        }
        Value::Array(list) => Some((token.to_owned(), list.get(token.parse::<usize>().ok()?)?)),
        _ => None,
    }
}

/// Where the sections of a 2.0 document are by now.
fn section_of_v2(document: &Value, token: &str) -> Option<&'static str> {
    let (_, section) = super::sections::MOVED
        .iter()
        .find(|(old, _)| *old == token)?;
    document.get(token).is_none().then_some(section)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pointers_are_followed_through_escapes_and_references() {
        let document = json!({
            "a b": { "c/d": [{ "$ref": "#/e" }] },
            "e": { "f": 1 },
            "loop": { "$ref": "#/loop/x" },
        });
        let find = |reference: &str| {
            locate(&document, &[], &tokens(reference)?).map(|(place, _)| join(&place))
        };
        assert_eq!(find("#/a%20b/c~1d/0").as_deref(), Some("/a b/c~1d/0"));
        assert_eq!(find("#/a b/c%7E1d/0/f").as_deref(), Some("/e/f"));
        assert_eq!(find("#/a%20b/c~1d/1"), None);
        assert_eq!(find("#/loop/x/y"), None);
        assert_eq!(find("e"), None);
    }
}
