//! `serde::Serialize` and `Deserialize` for the models, for use inside types of one's own and in other formats.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

use super::json::{self, FromJson, ToJson};

/// Implements serde's traits for a type that has [`FromJson`] and [`ToJson`].
///
/// Names the module `json`, which must be in scope where it is used: the file then works at whatever path the runtime has.
#[allow(unused_macros, reason = "an API may have no models")]
macro_rules! bridge {
    ($name:ty) => {
        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                json::bridge::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                json::bridge::deserialize(deserializer)
            }
        }
    };
}

#[allow(unused_imports, reason = "an API may have no models")]
pub(crate) use bridge;

/// Serializes by way of a [`Value`], whatever the format.
///
/// # Errors
///
/// When the value has no JSON form, or the serializer fails.
pub fn serialize<T: ToJson, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let text = json::to_vec(value).map_err(S::Error::custom)?;
    let value: Value = json::from_slice(&text).map_err(S::Error::custom)?;
    value.serialize(serializer)
}

/// Deserializes by way of a [`Value`], whatever the format.
///
/// # Errors
///
/// When the deserializer fails, or what it has does not have the shape of `T`.
pub fn deserialize<'de, T: FromJson, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let text = json::to_vec(&value).map_err(D::Error::custom)?;
    json::from_slice(&text).map_err(D::Error::custom)
}
