use std::collections::BTreeMap;

use super::parse::plain_len;
use super::{EncodeError, ToJson};

const NOT_AN_OBJECT: &str = "only an object can be a part of another object";

/// Writes JSON text.
///
/// A value that has no JSON form does not stop the writing: [`finish`](Self::finish) reports the first one.
#[derive(Debug, Default)]
pub struct Writer {
    out: Vec<u8>,
    /// Whether the next field or element follows another one.
    comma: bool,
    /// Where in `out` the names of the open objects' fields begin.
    names: Vec<usize>,
    objects: Vec<Frame>,
    /// The next object has no braces of its own: its fields belong to the open one.
    join: bool,
    error: Option<EncodeError>,
}

/// An open object.
#[derive(Clone, Copy, Debug)]
struct Frame {
    /// Its first name in `Writer::names`.
    first: usize,
    /// The names before this one must not be written again.
    guarded: usize,
    joined: bool,
}

impl Writer {
    /// An empty document.
    #[must_use]
    pub fn new() -> Self {
        Self {
            // Enough for most bodies; growing up to there would take several steps.
            out: Vec::with_capacity(128),
            ..Self::default()
        }
    }

    /// The document.
    ///
    /// # Errors
    ///
    /// When a value had no JSON form.
    pub fn finish(self) -> Result<Vec<u8>, EncodeError> {
        match self.error {
            None => Ok(self.out),
            Some(error) => Err(error),
        }
    }

    /// Writes a value of any type, exactly one.
    #[inline]
    pub fn value(&mut self, value: &(impl ToJson + ?Sized)) {
        value.to_json(self);
    }

    /// Starts an object.
    pub fn begin_object(&mut self) {
        let frame = match self.objects.last() {
            Some(&open) if self.join => Frame {
                joined: true,
                ..open
            },
            _ => {
                self.out.push(b'{');
                self.comma = false;
                let first = self.names.len();
                Frame {
                    first,
                    guarded: first,
                    joined: false,
                }
            }
        };
        self.join = false;
        self.objects.push(frame);
    }

    /// Ends the object that was started last.
    pub fn end_object(&mut self) {
        match self.objects.pop() {
            Some(frame) if !frame.joined => self.names.truncate(frame.first),
            _ => return,
        }
        self.out.push(b'}');
    }

    /// Writes a field of the open object, unless its value is [absent](ToJson::is_absent).
    #[inline]
    pub fn field(&mut self, name: &str, value: &(impl ToJson + ?Sized)) {
        if !value.is_absent() {
            self.nullable(name, value);
        }
    }

    /// Writes a field of the open object even if its value is absent: `None` is `null`.
    #[inline]
    pub fn nullable(&mut self, name: &str, value: &(impl ToJson + ?Sized)) {
        if self.name(name) {
            value.to_json(self);
            self.comma = true;
        }
    }

    /// Writes the entries of a map as fields of the open object, but for names that it already has.
    pub fn rest<T: ToJson>(&mut self, fields: &BTreeMap<String, T>) {
        self.guard();
        for (name, value) in fields {
            self.nullable(name, value);
        }
        self.guard();
    }

    /// Writes the fields of `value`, which must be an object, as fields of the open object, but for names that it
    /// already has.
    pub fn flatten(&mut self, value: &(impl ToJson + ?Sized)) {
        if value.is_absent() {
            return;
        }
        self.guard();
        self.join = true;
        let start = self.out.len();
        value.to_json(self);
        if self.join {
            self.out.truncate(start);
            self.join = false;
            self.fail(NOT_AN_OBJECT);
        }
        self.guard();
    }

    /// Writes an object with a discriminator: the field `tag`, then the fields of `object` but for that one.
    #[inline]
    pub fn tagged(&mut self, tag: &str, name: &str, object: &(impl ToJson + ?Sized)) {
        self.begin_object();
        self.field(tag, name);
        self.flatten(object);
        self.end_object();
    }

    /// Starts an array.
    pub fn begin_array(&mut self) {
        if std::mem::take(&mut self.join) {
            self.fail(NOT_AN_OBJECT);
        }
        self.out.push(b'[');
        self.comma = false;
    }

    /// Writes an element of the open array.
    #[inline]
    pub fn element(&mut self, value: &(impl ToJson + ?Sized)) {
        self.separate();
        value.to_json(self);
        self.comma = true;
    }

    /// Ends the array that was started last.
    pub fn end_array(&mut self) {
        self.out.push(b']');
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }

    /// Writes a boolean.
    pub fn bool(&mut self, value: bool) {
        self.out
            .extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// Writes an integer.
    pub fn i64(&mut self, value: i64) {
        let written = serde_json::to_writer(&mut self.out, &value);
        self.check(written);
    }

    /// Writes an integer.
    pub fn u64(&mut self, value: u64) {
        let written = serde_json::to_writer(&mut self.out, &value);
        self.check(written);
    }

    /// Writes the shortest number that reads back as `value`; a whole one has no `.0`. A NaN or an infinity is an error.
    pub fn f64(&mut self, value: f64) {
        if !value.is_finite() {
            return self.fail("a number must be finite");
        }
        let written = serde_json::to_writer(&mut self.out, &value);
        self.check(written);
        self.trim_zero_fraction();
    }

    /// Like [`f64`](Self::f64), with no more digits than an `f32` needs.
    pub fn f32(&mut self, value: f32) {
        if !value.is_finite() {
            return self.fail("a number must be finite");
        }
        let written = serde_json::to_writer(&mut self.out, &value);
        self.check(written);
        self.trim_zero_fraction();
    }

    /// Writes a number of JSON's grammar.
    pub(super) fn number(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        self.out.push(b'"');
        let mut rest = text.as_bytes();
        while let Some((plain, [special, tail @ ..])) = rest.split_at_checked(plain_len(rest)) {
            self.out.extend_from_slice(plain);
            self.escape(*special);
            rest = tail;
        }
        self.out.extend_from_slice(rest);
        self.out.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' | b'\\' => byte,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            _ => {
                let digit = |value: u8| match value {
                    0..=9 => b'0' + value,
                    _ => b'a' - 10 + value,
                };
                let code = [b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)];
                self.out.extend_from_slice(&code);
                return;
            }
        };
        self.out.extend_from_slice(&[b'\\', short]);
    }

    /// Starts a field; false if the open object must not get another one of this name.
    fn name(&mut self, name: &str) -> bool {
        let start = self.out.len();
        self.separate();
        let at = self.out.len();
        self.string(name);
        self.out.push(b':');
        if let Some(frame) = self.objects.last() {
            let guarded = self.names.get(frame.first..frame.guarded);
            let (before, key) = self.out.split_at(at);
            let taken = |&at: &usize| before.get(at..).is_some_and(|text| text.starts_with(key));
            if guarded.is_some_and(|names| names.iter().any(taken)) {
                self.out.truncate(start);
                return false;
            }
        }
        self.names.push(at);
        true
    }

    fn separate(&mut self) {
        if self.comma {
            self.out.push(b',');
        }
    }

    /// From here on, the names that the open object has are not written again.
    fn guard(&mut self) {
        if let Some(frame) = self.objects.last_mut() {
            frame.guarded = self.names.len();
        }
    }

    fn trim_zero_fraction(&mut self) {
        if self.out.ends_with(b".0") {
            self.out.truncate(self.out.len() - 2);
        }
    }

    fn check(&mut self, written: serde_json::Result<()>) {
        if let Err(error) = written {
            self.fail(&error.to_string());
        }
    }

    /// Reports that a value has no JSON form.
    #[cold]
    pub fn fail(&mut self, message: &str) {
        if self.error.is_some() {
            return;
        }
        let field = self.names.last().and_then(|&at| self.out.get(at + 1..));
        self.error = Some(match field.map(|text| text.split_at(plain_len(text)).0) {
            Some(name) => EncodeError::new(format!("{}: {message}", String::from_utf8_lossy(name))),
            None => EncodeError::new(message),
        });
    }
}
