//! Bytes that travel as Base64 text (RFC 4648), as `format: byte` asks for.

use std::fmt;

use bytes::Bytes;

use super::json::{DecodeError, FromJson, Json, ToJson, Writer};

/// Base64 text in JSON, kept as it was received and decoded on demand.
///
/// Servers spell the same bytes in several ways (URL-safe, without padding) and sometimes send what is no Base64 at all;
/// neither stops a response from being read, nor changes when it is sent back. Compares as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(String);

impl Base64 {
    /// Text that is encoded already.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as it travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes; the standard and the URL-safe alphabet are read, with or without padding.
    ///
    /// # Errors
    ///
    /// When a character is of neither alphabet, or the text is cut off in the middle of a byte.
    pub fn decode(&self) -> Result<Bytes, DecodeError> {
        let text = self.0.trim_end_matches('=').as_bytes();
        let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
        for group in text.chunks(4) {
            let mut bits = 0;
            for &letter in group {
                let value = value(letter).ok_or_else(|| {
                    DecodeError::new("expected Base64 text, found a character that has no value")
                })?;
                bits = bits << 6 | u32::from(value);
            }
            let [first, second, third, _] = (bits << (32 - 6 * group.len())).to_be_bytes();
            match group.len() {
                4 => bytes.extend_from_slice(&[first, second, third]),
                3 => bytes.extend_from_slice(&[first, second]),
                2 => bytes.push(first),
                _ => return Err(DecodeError::new("the Base64 text is cut off")),
            }
        }
        Ok(bytes.into())
    }
}

/// Encodes bytes, in the standard alphabet and padded.
impl<T: Into<Bytes>> From<T> for Base64 {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for group in bytes.chunks(3) {
            let mut padded = [0; 4];
            for (place, &byte) in padded.iter_mut().skip(1).zip(group) {
                *place = byte;
            }
            let bits = u32::from_be_bytes(padded);
            let letters = [18, 12, 6, 0].map(|shift| letter((bits >> shift) as u8 & 63));
            text.extend(letters.iter().take(group.len() + 1));
            text.extend(std::iter::repeat_n('=', 3 - group.len()));
        }
        Self(text)
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn value(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

fn letter(value: u8) -> char {
    char::from(match value {
        0..=25 => b'A' + value,
        26..=51 => value - 26 + b'a',
        52..=61 => value - 52 + b'0',
        62 => b'+',
        _ => b'/',
    })
}

impl FromJson for Base64 {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        json.string().map(Self::from_text)
    }
}

impl ToJson for Base64 {
    fn to_json(&self, writer: &mut Writer) {
        writer.string(&self.0);
    }
}
