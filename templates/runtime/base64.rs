//! Bytes that travel as Base64 text (RFC 4648), as `format: byte` asks for.

use std::fmt;

use bytes::Bytes;

use super::json::{DecodeError, FromJson, Json, ToJson, Writer};

/// Bytes that are Base64 text in JSON.
///
/// Reads the standard and the URL-safe alphabet, with or without padding; writes the standard one with padding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(pub Bytes);

impl Base64 {
    /// Decodes text.
    ///
    /// # Errors
    ///
    /// When a character is of neither alphabet, or the text is cut off in the middle of a byte.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        let text = text.trim_end_matches('=').as_bytes();
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
        Ok(Self(bytes.into()))
    }
}

/// The text, in the standard alphabet and padded.
impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(self.0.len().div_ceil(3) * 4);
        for group in self.0.chunks(3) {
            let mut bytes = [0; 4];
            for (place, &byte) in bytes.iter_mut().skip(1).zip(group) {
                *place = byte;
            }
            let bits = u32::from_be_bytes(bytes);
            let letters = [18, 12, 6, 0].map(|shift| letter((bits >> shift) as u8 & 63));
            text.extend(letters.iter().take(group.len() + 1));
            text.extend(std::iter::repeat_n('=', 3 - group.len()));
        }
        f.pad(&text)
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

impl<T: Into<Bytes>> From<T> for Base64 {
    fn from(bytes: T) -> Self {
        Self(bytes.into())
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl FromJson for Base64 {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        Self::decode(json.string()?)
    }
}

impl ToJson for Base64 {
    fn to_json(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}
