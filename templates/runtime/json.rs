//! JSON in and out of the models.
//!
//! A body is parsed once into a borrowed [`Document`]; each model takes its fields out of it. Sending streams into a
//! byte buffer ([`Writer`]). Neither is generic over a format, which keeps the compile time of a crate with thousands
//! of models low.

mod choice;
mod codec;
mod container;
mod document;
mod error;
mod node;
mod nullable;
mod number;
mod object;
mod parse;
mod places;
mod reader;
mod scalar;
mod string_enum;
mod tree;
mod union;
mod writer;

#[allow(unused_imports, reason = "an API may do without")]
pub(crate) use codec::{access, equals, object, reads, received, sent, writes};
pub use document::Document;
pub use error::{DecodeError, EncodeError};
pub use node::{Elements, Fields};
pub use nullable::Nullable;
pub use number::Number;
pub use object::Object;
pub use reader::{DefaultReader, Reader};
#[allow(unused_imports, reason = "an API may do without")]
pub(crate) use string_enum::{closed_enum, string_enum};
pub use tree::{Json, View};
#[allow(unused_imports, reason = "an API may do without")]
pub(crate) use union::{any_union, received_union, sent_union, union};
pub use writer::Writer;

#[cfg(feature = "serde")]
#[allow(unused_imports, reason = "an API may do without")]
pub(crate) use super::bridge::{self, bridge};

/// A type that can be read from JSON.
pub trait FromJson: Sized {
    /// Reads the value from a parsed document.
    ///
    /// # Errors
    ///
    /// When the document does not have the shape of this type; the error says where.
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError>;

    /// What a field that is not there stands for; `None` when the field is required.
    #[inline]
    fn missing() -> Option<Self> {
        None
    }
}

/// A type that can be written as JSON.
pub trait ToJson {
    /// Writes this value, exactly one, at the writer's position.
    fn to_json(&self, writer: &mut Writer);

    /// Whether a field with this value is left out of its object.
    #[inline]
    fn is_absent(&self) -> bool {
        false
    }
}

/// Reads a value from JSON text.
///
/// # Errors
///
/// When the text is not JSON or does not have the shape of `T`.
#[inline]
pub fn from_slice<T: FromJson>(text: &[u8]) -> Result<T, DecodeError> {
    let document = Json::parse(text)?;
    choice::apart(|| T::from_json(&document.json()))
}

/// Reads a value from JSON text.
///
/// # Errors
///
/// When the text is not JSON or does not have the shape of `T`.
#[inline]
pub fn from_str<T: FromJson>(text: &str) -> Result<T, DecodeError> {
    from_slice(text.as_bytes())
}

/// Writes a value as JSON text, without white space.
///
/// # Errors
///
/// When the value has no JSON form, as a NaN has none.
#[inline]
pub fn to_vec<T: ToJson + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::new();
    value.to_json(&mut writer);
    writer.finish()
}

/// Writes a value as JSON text, without white space.
///
/// # Errors
///
/// When the value has no JSON form, as a NaN has none.
#[inline]
pub fn to_string<T: ToJson + ?Sized>(value: &T) -> Result<String, EncodeError> {
    to_vec(value).and_then(EncodeError::into_text)
}
