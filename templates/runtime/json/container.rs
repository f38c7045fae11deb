use std::collections::BTreeMap;

use super::{DecodeError, FromJson, Json, ToJson, Writer};

/// `null` and a missing field are `None`; a field that is `None` is left out.
impl<T: FromJson> FromJson for Option<T> {
    #[inline]
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        if json.is_null() {
            return Ok(None);
        }
        // Spelled out, here and below: a closure or constructor that is passed on costs every type a few functions.
        match T::from_json(json) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error),
        }
    }

    #[inline]
    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: ToJson> ToJson for Option<T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.to_json(writer),
            None => writer.null(),
        }
    }

    #[inline]
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: FromJson> FromJson for Box<T> {
    #[inline]
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        match T::from_json(json) {
            Ok(value) => Ok(Self::new(value)),
            Err(error) => Err(error),
        }
    }

    #[inline]
    fn missing() -> Option<Self> {
        T::missing().map(Self::new)
    }
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        (**self).to_json(writer);
    }

    #[inline]
    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        (**self).to_json(writer);
    }

    #[inline]
    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

/// `null` has no elements: so servers in Go write a list that was never made, required or not.
impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        if json.is_null() {
            return Ok(Self::new());
        }
        let elements = json.array()?;
        let mut values = Self::with_capacity(elements.len());
        for element in elements {
            match T::from_json(&element) {
                Ok(value) => values.push(value),
                Err(error) => return Err(error.at_index(values.len())),
            }
        }
        Ok(values)
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        self.as_slice().to_json(writer);
    }
}

impl<T: ToJson> ToJson for [T] {
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_array();
        for value in self {
            writer.element(value);
        }
        writer.end_array();
    }
}

/// `null` has no entries, as with lists.
impl<T: FromJson> FromJson for BTreeMap<String, T> {
    #[inline]
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        if json.is_null() {
            return Ok(Self::new());
        }
        match json.object() {
            Ok(object) => object.rest(&[]),
            Err(error) => Err(error),
        }
    }
}

/// An entry is written whatever its value: `None` is `null`.
impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.rest(self);
        writer.end_object();
    }
}
