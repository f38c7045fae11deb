//! Percent-encoding ([RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)).

/// Which characters stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Letters, digits, `-`, `.`, `_` and `~`.
    Unreserved,
    /// Those, and the slash.
    Segments,
    /// The former, and the reserved ones that neither end a query parameter nor are illegal in one.
    Reserved,
    /// All of them: the text is not part of a URL.
    All,
}

const HEX: [char; 16] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
];

/// Escapes every byte of `text` that `keep` does not keep.
pub(super) fn encode(text: &str, keep: Keep) -> String {
    if text.bytes().all(|byte| is_kept(byte, keep)) {
        return text.to_owned();
    }
    let mut encoded = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if is_kept(byte, keep) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend(HEX.get(usize::from(byte >> 4)));
            encoded.extend(HEX.get(usize::from(byte & 15)));
        }
    }
    encoded
}

/// Whether a text has nothing but letters, digits, `-`, `.`, `_` and `~`.
pub(super) fn is_unreserved(text: &str) -> bool {
    text.bytes().all(|byte| is_kept(byte, Keep::Unreserved))
}

fn is_kept(byte: u8, keep: Keep) -> bool {
    let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    match keep {
        Keep::Unreserved => unreserved,
        Keep::Segments => unreserved || byte == b'/',
        Keep::Reserved => unreserved || b":/?@!$'()*,;=".contains(&byte),
        Keep::All => true,
    }
}
