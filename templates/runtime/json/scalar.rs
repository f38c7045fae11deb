use std::borrow::Cow;

use serde_json::Value;

use super::{DecodeError, FromJson, Json, ToJson, View, Writer, number};

macro_rules! integers {
    ($($integer:ident as $wide:ident),*) => {$(
        impl FromJson for $integer {
            fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
                let Some(text) = json.digits() else {
                    return Err(DecodeError::expected("an integer", json));
                };
                number::integer(text).ok_or_else(|| no_integer(json, stringify!($integer)))
            }
        }

        impl ToJson for $integer {
            #[inline]
            fn to_json(&self, writer: &mut Writer) {
                writer.$wide((*self).into());
            }
        }
    )*};
}

integers!(i8 as i64, i16 as i64, i32 as i64, i64 as i64);
integers!(u8 as u64, u16 as u64, u32 as u64, u64 as u64);

#[cold]
fn no_integer(json: &Json<'_>, name: &str) -> DecodeError {
    if json.is_integer() {
        DecodeError::new(format!("the integer is out of the range of {name}"))
    } else {
        DecodeError::expected("an integer", json)
    }
}

impl FromJson for f64 {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        let text = json.number()?;
        number::float(text).ok_or_else(|| DecodeError::new("the number is out of the range of f64"))
    }
}

impl ToJson for f64 {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.f64(*self);
    }
}

impl FromJson for f32 {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        let text = json.number()?;
        // From the text: rounding to `f64` first could end one `f32` off.
        text.parse()
            .ok()
            .filter(|value: &f32| value.is_finite())
            .ok_or_else(|| DecodeError::new("the number is out of the range of f32"))
    }
}

impl ToJson for f32 {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.f32(*self);
    }
}

impl FromJson for bool {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        json.as_bool()
            .ok_or_else(|| DecodeError::expected("a boolean", json))
    }
}

impl ToJson for bool {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.bool(*self);
    }
}

impl FromJson for String {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        json.string().map(str::to_owned)
    }
}

impl ToJson for String {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl ToJson for str {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl ToJson for Cow<'_, str> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

/// Any value will do; it is written as `null`.
impl FromJson for () {
    #[inline]
    fn from_json(_: &Json<'_>) -> Result<Self, DecodeError> {
        Ok(())
    }

    #[inline]
    fn missing() -> Option<Self> {
        Some(())
    }
}

impl ToJson for () {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.null();
    }
}

type Map = serde_json::Map<String, Value>;

/// An integer beyond 64 bits becomes the nearest `f64`, which is what a [`Value`] holds.
impl FromJson for Value {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        Ok(match json.view() {
            View::Null => Self::Null,
            View::Bool(value) => Self::Bool(value),
            View::Number(text) => number::value(text)
                .map(Self::Number)
                .ok_or_else(|| DecodeError::new("the number is out of the range of f64"))?,
            View::String(text) => Self::String(text.to_owned()),
            View::Array(_) => Self::Array(FromJson::from_json(json)?),
            View::Object(_) => Self::Object(FromJson::from_json(json)?),
        })
    }
}

impl FromJson for Map {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        let View::Object(fields) = json.view() else {
            return Err(DecodeError::expected("an object", json));
        };
        fields
            .map(|(name, json)| match Value::from_json(&json) {
                Ok(value) => Ok((name.to_owned(), value)),
                Err(error) => Err(error.at_field(name)),
            })
            .collect()
    }
}

impl ToJson for Value {
    fn to_json(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.bool(*value),
            Self::Number(number) => writer.number(&number.to_string()),
            Self::String(text) => writer.string(text),
            Self::Array(elements) => elements.to_json(writer),
            Self::Object(fields) => fields.to_json(writer),
        }
    }
}

impl ToJson for Map {
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_object();
        for (name, value) in self {
            writer.field(name, value);
        }
        writer.end_object();
    }
}
