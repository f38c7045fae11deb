//! The parser. It differs from `serde_json`'s in what it keeps: floating-point numbers to the last bit and integers of
//! any length, as text; and in what it leaves out: code that is generic over the result.

use std::borrow::Cow;
use std::collections::HashSet;
use std::iter;

use super::node::{Node, split_field};
use super::{DecodeError, Document, places};

/// Enough for any real document, and small enough that parsing does not exhaust a stack.
const MAX_DEPTH: usize = 128;

/// How many fields an object has at most that are looked through one by one: a table of places pays off late.
const FEW_FIELDS: usize = 32;

pub(super) fn document(text: &[u8]) -> Result<Document<'_>, DecodeError> {
    let text = std::str::from_utf8(text)
        .map_err(|error| DecodeError::new(format!("invalid JSON: {error}")))?;
    // As many as documents of short values take; more for a long one only when it turns out to need them.
    let expected = (text.len() / 8).min(4096) + 1;
    let mut parser = Parser {
        // RFC 8259, section 8.1: a byte order mark may be ignored.
        text: text.strip_prefix('\u{feff}').unwrap_or(text),
        at: 0,
        nodes: Vec::with_capacity(expected),
    };
    parser.value(0)?;
    match parser.token() {
        None => Ok(Document::new(parser.nodes)),
        Some(_) => Err(parser.error("expected the end of the document")),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    nodes: Vec<Node<'a>>,
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

    fn value(&mut self, depth: usize) -> Result<(), DecodeError> {
        let node = match self.token() {
            Some(b'"') => Node::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Node::Number(self.number()?),
            Some(b'{' | b'[') if depth == MAX_DEPTH => {
                return Err(self.error("nested too deeply"));
            }
            Some(b'{') => return self.object(depth),
            Some(b'[') => return self.array(depth),
            Some(b'n') => self.literal("null", Node::Null)?,
            Some(b't') => self.literal("true", Node::Bool(true))?,
            Some(b'f') => self.literal("false", Node::Bool(false))?,
            _ => return Err(self.error("expected a value")),
        };
        self.nodes.push(node);
        Ok(())
    }

    fn literal(&mut self, word: &str, node: Node<'a>) -> Result<Node<'a>, DecodeError> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.error("expected a value"));
        }
        self.at += word.len();
        Ok(node)
    }

    fn array(&mut self, depth: usize) -> Result<(), DecodeError> {
        let start = self.begin();
        let mut elements = 0;
        if self.token() != Some(b']') {
            loop {
                self.value(depth + 1)?;
                elements += 1;
                match self.token() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break,
                    _ => return Err(self.error("expected `,` or `]`")),
                }
            }
        }
        let nodes = self.nodes.len() - start;
        self.end(start, Node::Array { elements, nodes });
        Ok(())
    }

    fn object(&mut self, depth: usize) -> Result<(), DecodeError> {
        let start = self.begin();
        let mut fields = 0;
        let mut names = Marks::default();
        if self.token() != Some(b'}') {
            loop {
                if self.token() != Some(b'"') {
                    return Err(self.error("expected the name of a field"));
                }
                let name = self.string()?;
                if names.may_have(&name) && fields < FEW_FIELDS {
                    names.repeated |= names_of(self.fields(start)).any(|other| other == name);
                }
                self.nodes.push(Node::String(name));
                fields += 1;
                if self.token() != Some(b':') {
                    return Err(self.error("expected `:`"));
                }
                self.at += 1;
                self.value(depth + 1)?;
                match self.token() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break,
                    _ => return Err(self.error("expected `,` or `}`")),
                }
            }
        }
        let mut places = 0;
        if names.repeated || fields > FEW_FIELDS {
            (fields, places) = self.index(start, fields);
        }
        let object = Node::Object {
            fields: count(fields),
            places: count(places),
            nodes: self.nodes.len() - start,
        };
        self.end(start, object);
        Ok(())
    }

    /// Leaves room for the first node of an array or object; where its second one will be.
    #[inline]
    fn begin(&mut self) -> usize {
        self.at += 1;
        self.nodes.push(Node::Null);
        self.nodes.len()
    }

    #[inline]
    fn end(&mut self, start: usize, node: Node<'a>) {
        self.at += 1;
        if let Some(first) = self.nodes.get_mut(start - 1) {
            *first = node;
        }
    }

    /// What there is of the object whose fields begin here.
    fn fields(&self, start: usize) -> &[Node<'a>] {
        self.nodes.get(start..).unwrap_or_default()
    }

    /// Ends an object with the places of its fields, or without those whose names come again; how many fields and nodes with
    /// places there are then.
    fn index(&mut self, start: usize, fields: usize) -> (usize, usize) {
        let Some(table) = places::table(self.fields(start), fields) else {
            return (self.keep_last(start), 0);
        };
        let places = table.len();
        self.nodes.extend(table);
        (fields, places)
    }

    /// Takes out the fields that a later one of the same name replaces; how many are left.
    #[cold]
    fn keep_last(&mut self, start: usize) -> usize {
        let fields = self.nodes.split_off(start);
        let mut pieces = Vec::new();
        let mut rest = fields.as_slice();
        while let Some((name, _, after)) = split_field(rest) {
            let end = fields.len() - after.len();
            pieces.push((name, fields.len() - rest.len()..end));
            rest = after;
        }
        let mut names = HashSet::new();
        pieces.reverse();
        pieces.retain(|(name, _)| names.insert(*name));
        let count = pieces.len();
        for (_, range) in pieces.into_iter().rev() {
            let piece = fields.get(range).unwrap_or_default();
            self.nodes.extend_from_slice(piece);
        }
        count
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
    let mut rest = bytes;
    while let Some((word, after)) = rest.split_first_chunk() {
        let marks = special_marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return bytes.len() - rest.len() + marks.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    bytes.len() - rest.len() + plain_tail(rest)
}

/// The same of the last few bytes of a text. Apart: it would crowd out the registers of the loop that does the work.
#[inline(never)]
fn plain_tail(bytes: &[u8]) -> usize {
    let special = |&byte: &u8| byte < b' ' || byte == b'"' || byte == b'\\';
    bytes.iter().position(special).unwrap_or(bytes.len())
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

/// A number of nodes or fields, of which no memory holds more.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What is known about the names of an object's fields.
#[derive(Default)]
struct Marks {
    /// A bit for the length and the ends of each name, which tell most names apart.
    marks: u64,
    /// Whether two are the same.
    repeated: bool,
}

impl Marks {
    /// Notes a name; whether it may have been noted before.
    #[inline]
    fn may_have(&mut self, name: &str) -> bool {
        let bytes = name.as_bytes();
        let edge = |byte: Option<&u8>| byte.map_or(0, |&byte| u32::from(byte));
        let hash = edge(bytes.first()) * 7 + edge(bytes.last()) * 3 + bytes.len() as u32;
        let mark = 1u64 << (hash % 64);
        let seen = self.marks & mark != 0;
        self.marks |= mark;
        seen
    }
}

/// The names of fields.
fn names_of<'t>(fields: &'t [Node<'t>]) -> impl Iterator<Item = &'t str> {
    let mut rest = fields;
    iter::from_fn(move || {
        let (name, _, after) = split_field(rest)?;
        rest = after;
        Some(name)
    })
}
