//! The parser. It differs from `serde_json`'s in what it keeps: floating-point numbers to the last bit and integers of
//! any length, as text; and in what it leaves out: code that is generic over the result.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{DecodeError, Json};

/// Enough for any real document, and small enough that neither parsing nor dropping the tree exhausts a stack.
const MAX_DEPTH: usize = 128;

type Field<'a> = (Cow<'a, str>, Json<'a>);

pub(super) fn document(text: &[u8]) -> Result<Json<'_>, DecodeError> {
    let text = std::str::from_utf8(text)
        .map_err(|error| DecodeError::new(format!("invalid JSON: {error}")))?;
    let mut parser = Parser {
        // RFC 8259, section 8.1: a byte order mark may be ignored.
        text: text.strip_prefix('\u{feff}').unwrap_or(text),
        at: 0,
        fields: Vec::new(),
        elements: Vec::new(),
    };
    let json = parser.value(0)?;
    match parser.token() {
        None => Ok(json),
        Some(_) => Err(parser.error("expected the end of the document")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// The fields and elements of all open objects and arrays: a finished one is cut off in one piece of the right size.
    fields: Vec<Field<'a>>,
    elements: Vec<Json<'a>>,
}

impl<'a> Parser<'a> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space.
    #[inline]
    fn token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, DecodeError> {
        match self.token() {
            Some(b'"') => self.string().map(Json::String),
            Some(b'-' | b'0'..=b'9') => self.number().map(Json::Number),
            Some(b'{' | b'[') if depth == MAX_DEPTH => Err(self.error("nested too deeply")),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'n') => self.literal("null", Json::Null),
            Some(b't') => self.literal("true", Json::Bool(true)),
            Some(b'f') => self.literal("false", Json::Bool(false)),
            _ => Err(self.error("expected a value")),
        }
    }

    fn literal(&mut self, word: &str, json: Json<'a>) -> Result<Json<'a>, DecodeError> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.error("expected a value"));
        }
        self.at += word.len();
        Ok(json)
    }

    fn array(&mut self, depth: usize) -> Result<Json<'a>, DecodeError> {
        let first = self.elements.len();
        self.at += 1;
        if self.token() != Some(b']') {
            loop {
                let element = self.value(depth + 1)?;
                self.elements.push(element);
                match self.token() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break,
                    _ => return Err(self.error("expected `,` or `]`")),
                }
            }
        }
        self.at += 1;
        Ok(Json::Array(self.elements.drain(first..).collect()))
    }

    fn object(&mut self, depth: usize) -> Result<Json<'a>, DecodeError> {
        let first = self.fields.len();
        self.at += 1;
        if self.token() != Some(b'}') {
            loop {
                if self.token() != Some(b'"') {
                    return Err(self.error("expected the name of a field"));
                }
                let name = self.string()?;
                if self.token() != Some(b':') {
                    return Err(self.error("expected `:`"));
                }
                self.at += 1;
                let value = self.value(depth + 1)?;
                self.fields.push((name, value));
                match self.token() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break,
                    _ => return Err(self.error("expected `,` or `}`")),
                }
            }
        }
        self.at += 1;
        let fields: Box<[Field<'a>]> = self.fields.drain(first..).collect();
        Ok(Json::Object(if has_duplicates(&fields) {
            keep_last(fields)
        } else {
            fields
        }))
    }

    fn number(&mut self) -> Result<&'a str, DecodeError> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        self.slice(start)
    }

    /// One digit or more.
    #[inline]
    fn digits(&mut self) -> Result<(), DecodeError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.error("expected a digit"));
        }
        Ok(())
    }

    /// The text from `start` up to here.
    #[inline]
    fn slice(&self, start: usize) -> Result<&'a str, DecodeError> {
        // Both ends are next to ASCII characters, so there always is a slice.
        self.text
            .get(start..self.at)
            .ok_or_else(|| self.error("expected a character"))
    }

    #[inline]
    fn string(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        self.at += 1;
        let plain = self.plain()?;
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        // A text with one escape usually has more text after it.
        let mut text = String::with_capacity(2 * plain.len() + 64);
        text.push_str(plain);
        self.escaped(text).map(Cow::Owned)
    }

    /// The text up to the next quote, backslash or control character.
    #[inline]
    fn plain(&mut self) -> Result<&'a str, DecodeError> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        self.at += plain_len(rest);
        self.slice(start)
    }

    /// The rest of a string, from a character on that cannot stand for itself.
    fn escaped(&mut self, mut text: String) -> Result<String, DecodeError> {
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                Some(_) => return Err(self.error("a control character must be escaped")),
                None => return Err(self.error("the string does not end")),
            }
            text.push_str(self.plain()?);
        }
    }

    fn escape(&mut self) -> Result<char, DecodeError> {
        let c = match self.peek() {
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.error("unknown escape")),
        };
        self.at += 1;
        Ok(c)
    }

    /// `u` and four hexadecimal digits; a character beyond the basic plane takes two of them (RFC 8259, section 7).
    fn unicode_escape(&mut self) -> Result<char, DecodeError> {
        let unit = self.code_unit()?;
        let mut units = [unit, 0];
        let pair = if matches!(unit, 0xD800..=0xDBFF) && self.peek() == Some(b'\\') {
            self.at += 1;
            units = [unit, self.code_unit()?];
            2
        } else {
            1
        };
        let mut decoded = char::decode_utf16(units.into_iter().take(pair));
        match (decoded.next(), decoded.next()) {
            (Some(Ok(c)), None) => Ok(c),
            _ => Err(self.error("half a surrogate pair is not a character")),
        }
    }

    fn code_unit(&mut self) -> Result<u16, DecodeError> {
        if self.peek() != Some(b'u') {
            return Err(self.error("half a surrogate pair is not a character"));
        }
        self.at += 1;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|digit| char::from(digit).to_digit(16));
            let Some(digit) = digit.and_then(|digit| u16::try_from(digit).ok()) else {
                return Err(self.error("expected four hexadecimal digits"));
            };
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }

    #[cold]
    fn error(&self, message: &str) -> DecodeError {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
        DecodeError::new(format!(
            "invalid JSON at line {line}, column {column}: {message}"
        ))
    }
}

/// How many bytes at the start of `bytes` are neither a quote, a backslash nor a control character.
#[inline]
pub(super) fn plain_len(bytes: &[u8]) -> usize {
    let mut words = bytes.chunks_exact(8);
    let mut len = 0;
    for word in &mut words {
        let word = word
            .iter()
            .rev()
            .fold(0, |word, &byte| word << 8 | u64::from(byte));
        let marks = special_marks(word);
        if marks != 0 {
            return len + marks.trailing_zeros() as usize / 8;
        }
        len += 8;
    }
    let special = |&byte: &u8| byte < b' ' || byte == b'"' || byte == b'\\';
    let tail = words.remainder();
    len + tail.iter().position(special).unwrap_or(tail.len())
}

/// The high bit of each of eight bytes that is a quote, a backslash or a control character. Exact up to the first such
/// byte, the lowest one; above it a borrow may leave a mark on another
/// (<https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord>).
#[inline]
fn special_marks(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equal(b'"') | equal(b'\\')) & (ONES << 7)
}

/// Whether two fields have the same name.
fn has_duplicates(fields: &[Field<'_>]) -> bool {
    // A hash set pays off late: most objects are small, and three bytes of a name tell most names apart.
    if fields.len() > 32 {
        let mut names = HashSet::with_capacity(fields.len());
        return !fields.iter().all(|(name, _)| names.insert(&**name));
    }
    let mut seen = 0u64;
    fields.iter().enumerate().any(|(index, (name, _))| {
        let bytes = name.as_bytes();
        let edge = |byte: Option<&u8>| byte.map_or(0, |&byte| u32::from(byte));
        let hash = edge(bytes.first()) * 7 + edge(bytes.last()) * 3 + bytes.len() as u32;
        let mark = 1u64 << (hash % 64);
        let candidate = seen & mark != 0;
        seen |= mark;
        candidate
            && fields
                .iter()
                .take(index)
                .any(|(earlier, _)| earlier == name)
    })
}

/// The fields that no later one of the same name replaces.
#[cold]
fn keep_last<'a>(fields: Box<[Field<'a>]>) -> Box<[Field<'a>]> {
    let mut names = HashSet::new();
    let mut kept: Vec<_> = fields
        .into_vec()
        .into_iter()
        .rev()
        .filter(|(name, _)| names.insert(name.clone()))
        .collect();
    kept.reverse();
    kept.into_boxed_slice()
}
