//! The text of a reference: which file, which place in it.
//!
//! See [relative references](https://spec.openapis.org/oas/v3.1.1#relative-references-in-api-description-uris).

use serde_json::Value;

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

/// The JSON pointer that a fragment stands for, if the document has such a place.
///
/// Two slips are mended where nothing else can be meant: a missing slash (`#components/…`), and `+`
/// for a space, which is how forms encode it and URIs do not.
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
    ];
    mended.into_iter().find(exists).map(Found::Mended)
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
        assert_eq!(find(&document, "/none"), None);
        assert_eq!(local("/100%"), "#/100%25");
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
