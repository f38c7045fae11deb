use std::borrow::Cow;

use super::{DecodeError, FromJson, Object, ToJson, Writer, number, parse};

/// A parsed JSON document that borrows from its text.
///
/// Numbers stay text until a type asks for them, so no digit is lost. Slices instead of `Vec`s make a node three words.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written; it keeps to the grammar of RFC 8259, section 6.
    Number(&'a str),
    /// A string; owned only where escapes had to be resolved.
    String(Cow<'a, str>),
    /// An array.
    Array(Box<[Json<'a>]>),
    /// An object in the order of the document, without duplicate names.
    Object(Box<[(Cow<'a, str>, Json<'a>)]>),
}

impl<'a> Json<'a> {
    /// Parses a document (RFC 8259). Of fields with the same name the last one counts.
    ///
    /// # Errors
    ///
    /// When the text is not JSON, is not UTF-8, or nests deeper than 128 levels.
    pub fn parse(text: &'a [u8]) -> Result<Self, DecodeError> {
        parse::document(text)
    }

    /// Reads a value of any type.
    ///
    /// # Errors
    ///
    /// When this does not have the shape of `T`.
    #[inline]
    pub fn read<T: FromJson>(&self) -> Result<T, DecodeError> {
        T::from_json(self)
    }

    /// The fields of an object.
    ///
    /// # Errors
    ///
    /// When this is not an object.
    #[inline]
    pub fn object(&self) -> Result<Object<'_, 'a>, DecodeError> {
        match self {
            Self::Object(fields) => Ok(Object::new(fields)),
            _ => Err(DecodeError::expected("an object", self)),
        }
    }

    /// The elements of an array.
    ///
    /// # Errors
    ///
    /// When this is not an array.
    #[inline]
    pub fn array(&self) -> Result<&[Json<'a>], DecodeError> {
        match self {
            Self::Array(elements) => Ok(elements),
            _ => Err(DecodeError::expected("an array", self)),
        }
    }

    /// The text of a string.
    ///
    /// # Errors
    ///
    /// When this is not a string.
    #[inline]
    pub fn string(&self) -> Result<&str, DecodeError> {
        match self {
            Self::String(text) => Ok(text),
            _ => Err(DecodeError::expected("a string", self)),
        }
    }

    /// A field of an object, to look before a type is chosen.
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        match self {
            Self::Object(fields) => {
                let (_, value) = fields.iter().find(|(key, _)| key == name)?;
                Some(value)
            }
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// A number without a fraction that fits; `3.0` and `3e0` are 3.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(text) => number::integer(text),
            _ => None,
        }
    }

    /// A number without a fraction that fits; `3.0` and `3e0` are 3.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Number(text) => number::integer(text),
            _ => None,
        }
    }

    /// The nearest `f64` of a number within its range.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(text) => number::float(text),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether this is `true` or `false`.
    pub fn is_bool(&self) -> bool {
        matches!(self, Self::Bool(_))
    }

    /// Whether this is a number, whole or not.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// Whether this is a number without a fraction; `3.0` is one (JSON Schema, section 6.1.1).
    pub fn is_integer(&self) -> bool {
        matches!(self, Self::Number(text) if number::is_integer(text))
    }

    /// Whether this is a string.
    pub fn is_string(&self) -> bool {
        matches!(self, Self::String(_))
    }

    /// Whether this is an array.
    pub fn is_array(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    /// Whether this is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// What this is, with an article, for an error message.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(text) if number::is_integer(text) => "an integer",
            Self::Number(_) => "a number with a fraction",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

impl ToJson for Json<'_> {
    fn to_json(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.bool(*value),
            Self::Number(digits) => writer.number(digits),
            Self::String(text) => writer.string(text),
            Self::Array(elements) => {
                writer.begin_array();
                for element in elements {
                    writer.element(element);
                }
                writer.end_array();
            }
            Self::Object(fields) => {
                writer.begin_object();
                for (name, value) in fields {
                    writer.field(name, value);
                }
                writer.end_object();
            }
        }
    }
}
