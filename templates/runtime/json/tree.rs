use super::node::{Elements, Fields, Node};
use super::{DecodeError, Document, FromJson, Object, ToJson, Writer, number, parse};

/// A value of a parsed [`Document`]: the document itself, or anything in it.
///
/// Numbers stay text until a type asks for them, so no digit is lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Json<'t> {
    /// The value's first node, and those of what is in it.
    nodes: &'t [Node<'t>],
}

/// What a [`Json`] is, one level deep.
#[derive(Clone, Debug)]
pub enum View<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written; it keeps to the grammar of RFC 8259, section 6.
    Number(&'t str),
    /// A string.
    String(&'t str),
    /// An array.
    Array(Elements<'t>),
    /// An object, without duplicate names.
    Object(Fields<'t>),
}

impl<'t> Json<'t> {
    #[inline]
    pub(super) fn new(nodes: &'t [Node<'t>]) -> Self {
        Self { nodes }
    }

    /// Parses a document (RFC 8259). Of fields with the same name the last one counts.
    ///
    /// # Errors
    ///
    /// When the text is not JSON, is not UTF-8, or nests deeper than 128 levels.
    pub fn parse(text: &[u8]) -> Result<Document<'_>, DecodeError> {
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

    /// What this is, to tell all cases apart.
    #[inline]
    pub fn view(self) -> View<'t> {
        let Some((first, inside)) = self.nodes.split_first() else {
            return View::Null;
        };
        match first {
            Node::Null => View::Null,
            Node::Bool(value) => View::Bool(*value),
            Node::Number(text) => View::Number(text),
            Node::String(text) => View::String(text),
            Node::Array { elements, .. } => View::Array(Elements::new(inside, *elements)),
            Node::Object { fields, .. } => View::Object(Fields::new(inside, *fields as usize)),
            // Never where a value is.
            Node::Places(_) => View::Null,
        }
    }

    /// Where the value stands in memory: no other value of the document has the same place.
    pub(super) fn place(self) -> usize {
        self.nodes.as_ptr().addr()
    }

    /// The fields of an object.
    ///
    /// # Errors
    ///
    /// When this is not an object.
    #[inline]
    pub fn object(self) -> Result<Object<'t>, DecodeError> {
        match self.nodes.split_first() {
            Some((Node::Object { places, .. }, inside)) => Ok(Object::new(inside, *places)),
            _ => Err(DecodeError::expected("an object", &self)),
        }
    }

    /// The elements of an array.
    ///
    /// # Errors
    ///
    /// When this is not an array.
    #[inline]
    pub fn array(self) -> Result<Elements<'t>, DecodeError> {
        match self.view() {
            View::Array(elements) => Ok(elements),
            _ => Err(DecodeError::expected("an array", &self)),
        }
    }

    /// The text of a string.
    ///
    /// # Errors
    ///
    /// When this is not a string.
    #[inline]
    pub fn string(self) -> Result<&'t str, DecodeError> {
        self.as_str()
            .ok_or_else(|| DecodeError::expected("a string", &self))
    }

    /// The text of a number.
    ///
    /// # Errors
    ///
    /// When this is not a number.
    #[inline]
    pub fn number(self) -> Result<&'t str, DecodeError> {
        self.digits()
            .ok_or_else(|| DecodeError::expected("a number", &self))
    }

    /// A field of an object, to look before a type is chosen.
    pub fn get(self, name: &str) -> Option<Json<'t>> {
        match self.view() {
            View::Object(mut fields) => {
                let (_, value) = fields.find(|(key, _)| *key == name)?;
                Some(value)
            }
            _ => None,
        }
    }

    /// The text of a string.
    #[inline]
    pub fn as_str(self) -> Option<&'t str> {
        match self.nodes.first() {
            Some(Node::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The value of a boolean.
    pub fn as_bool(self) -> Option<bool> {
        match self.nodes.first() {
            Some(Node::Bool(value)) => Some(*value),
            _ => None,
        }
    }

    /// The text of a number.
    #[inline]
    pub(super) fn digits(self) -> Option<&'t str> {
        match self.nodes.first() {
            Some(Node::Number(text)) => Some(text),
            _ => None,
        }
    }

    /// A number without a fraction that fits; `3.0` and `3e0` are 3.
    pub fn as_i64(self) -> Option<i64> {
        number::integer(self.digits()?)
    }

    /// A number without a fraction that fits; `3.0` and `3e0` are 3.
    pub fn as_u64(self) -> Option<u64> {
        number::integer(self.digits()?)
    }

    /// The nearest `f64` of a number within its range.
    pub fn as_f64(self) -> Option<f64> {
        number::float(self.digits()?)
    }

    /// Whether this is `null`.
    pub fn is_null(self) -> bool {
        matches!(self.view(), View::Null)
    }

    /// Whether this is `true` or `false`.
    pub fn is_bool(self) -> bool {
        matches!(self.view(), View::Bool(_))
    }

    /// Whether this is a number, whole or not.
    pub fn is_number(self) -> bool {
        matches!(self.view(), View::Number(_))
    }

    /// Whether this is a number without a fraction; `3.0` is one (JSON Schema, section 6.1.1).
    pub fn is_integer(self) -> bool {
        self.digits().is_some_and(number::is_integer)
    }

    /// Whether this is a string.
    pub fn is_string(self) -> bool {
        matches!(self.view(), View::String(_))
    }

    /// Whether this is an array.
    pub fn is_array(self) -> bool {
        matches!(self.view(), View::Array(_))
    }

    /// Whether this is an object.
    pub fn is_object(self) -> bool {
        matches!(self.view(), View::Object(_))
    }

    /// What this is, with an article, for an error message.
    pub(super) fn kind(self) -> &'static str {
        match self.view() {
            View::Null => "null",
            View::Bool(_) => "a boolean",
            View::Number(text) if number::is_integer(text) => "an integer",
            View::Number(_) => "a number with a fraction",
            View::String(_) => "a string",
            View::Array(_) => "an array",
            View::Object(_) => "an object",
        }
    }
}

impl ToJson for Json<'_> {
    fn to_json(&self, writer: &mut Writer) {
        match self.view() {
            View::Null => writer.null(),
            View::Bool(value) => writer.bool(value),
            View::Number(digits) => writer.number(digits),
            View::String(text) => writer.string(text),
            View::Array(elements) => {
                writer.begin_array();
                for element in elements {
                    writer.element(&element);
                }
                writer.end_array();
            }
            View::Object(fields) => {
                writer.begin_object();
                for (name, value) in fields {
                    writer.field(name, &value);
                }
                writer.end_object();
            }
        }
    }
}
