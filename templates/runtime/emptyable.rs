//! Values that a text may stand for.

use super::json::{DecodeError, FromJson, Json, ToJson, Writer};

/// A value, or an empty text in its place: some servers take `""` for "unset this".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Emptyable<T> {
    /// The empty text.
    Empty,
    /// The value.
    Value(T),
}

impl<T> Emptyable<T> {
    /// Whether it is the empty text.
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The value, unless it is the empty text.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Empty => None,
        }
    }

    /// The value, unless it is the empty text.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Empty => None,
        }
    }
}

impl<T> From<T> for Emptyable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: FromJson> FromJson for Emptyable<T> {
    #[inline]
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        if matches!(json.as_str(), Some("")) {
            return Ok(Self::Empty);
        }
        T::from_json(json).map(Self::Value)
    }
}

impl<T: ToJson> ToJson for Emptyable<T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.to_json(writer),
            Self::Empty => writer.string(""),
        }
    }
}
