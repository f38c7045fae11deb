//! Replies of URL-encoded fields.

use std::collections::BTreeMap;

use super::json::{DecodeError, Document, FromJson, Json};
use super::reply::Reply;

/// Reads a reply of URL-encoded fields
/// ([URL standard](https://url.spec.whatwg.org/#urlencoded-parsing)). The values of `literals` are numbers, flags or
/// other JSON, all else is text; those of `lists` may come several times.
///
/// # Errors
/// When the fields do not have the shape of `T`.
pub fn read<T: FromJson>(
    reply: &Reply,
    literals: &[&str],
    lists: &[&str],
) -> Result<T, DecodeError> {
    let body = reply.text()?;
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in body.trim().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        fields.entry(decode(name)).or_default().push(decode(value));
    }
    let fields = fields.iter().map(|(name, values)| {
        let is_literal = literals.contains(&name.as_str());
        let mut values = values.iter().map(|text| value(text, is_literal));
        let value = if lists.contains(&name.as_str()) {
            Document::array(values)
        } else {
            // As with duplicate names in JSON, the last one counts.
            // There always is one.
            values.next_back().unwrap_or_else(|| Document::string(""))
        };
        (name.as_str(), value)
    });
    T::from_json(&Document::object(fields).json())
}

/// A value; one that is not the JSON that it should be is left to its type to refuse.
fn value(text: &str, is_literal: bool) -> Document<'_> {
    let literal = is_literal.then(|| Json::parse(text.as_bytes()).ok());
    literal.flatten().unwrap_or_else(|| Document::string(text))
}

/// Resolves `+` and `%20`; a `%` that escapes nothing stands for itself.
fn decode(text: &str) -> String {
    let mut rest = text.as_bytes();
    let mut decoded = Vec::with_capacity(rest.len());
    while let [byte, after @ ..] = rest {
        rest = after;
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => match escaped(after) {
                Some((escaped, after)) => {
                    rest = after;
                    escaped
                }
                None => b'%',
            },
            other => *other,
        });
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The byte that two digits stand for, and what follows them.
fn escaped(text: &[u8]) -> Option<(u8, &[u8])> {
    let [high, low, after @ ..] = text else {
        return None;
    };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let byte = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
    Some((byte, after))
}
