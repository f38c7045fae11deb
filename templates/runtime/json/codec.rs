//! What reads and writes a struct, worked out from its fields.
//!
//! The macros name the module `json`, which must be in scope where they are used: this file then works at whatever path
//! the runtime has.

/// Implements reading and writing for a struct whose fields are those of a JSON object.
///
/// `json::object! { User { id, full_name: "fullName", deleted_at: nullable("deletedAt") }, flatten(address), rest(others) }`:
/// a field has its own name in JSON or the one given; one that is [`nullable`](super::Reader::nullable) must be there but
/// may be `null`. The fields of those that are flattened stand beside the others in JSON, as do the entries of the map
/// that holds the rest, all that is not in `User::FIELDS`.
///
/// `json::object! { Filter: Default { … } }` is for a struct that can do without any of its fields. It reads the same and
/// spares the compiler the question of what is to happen if one of them is not there.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! object {
    ($name:ident $($struct:tt)*) => {
        json::reads!($name $($struct)*);
        json::writes!($name $($struct)*);
        #[cfg(feature = "eq")]
        json::equals!($name $($struct)*);
        #[cfg(feature = "serde")]
        json::bridge!($name);
    };
}

/// As [`object!`], for a struct that only responses carry: it can be written if the feature `serde` is on.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! received {
    ($name:ident $($struct:tt)*) => {
        json::reads!($name $($struct)*);
        #[cfg(feature = "serde")]
        json::writes!($name $($struct)*);
        #[cfg(feature = "eq")]
        json::equals!($name $($struct)*);
        #[cfg(feature = "serde")]
        json::bridge!($name);
    };
}

/// As [`object!`], for a struct that only requests carry: it can be read if the feature `serde` is on.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! sent {
    ($name:ident $($struct:tt)*) => {
        #[cfg(feature = "serde")]
        json::reads!($name $($struct)*);
        json::writes!($name $($struct)*);
        #[cfg(feature = "eq")]
        json::equals!($name $($struct)*);
        #[cfg(feature = "serde")]
        json::bridge!($name);
    };
}

#[allow(unused_macros, reason = "an API may do without")]
macro_rules! reads {
    (
        $name:ident: Default { $($field:ident $(: $($wire:literal)? $($kind:ident($nullable:literal))?)?),* $(,)? }
        $(, rest($rest:ident))?
    ) => {
        impl json::FromJson for $name {
            #[inline]
            #[allow(unused_mut, reason = "an object may have no fields")]
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> {
                let mut reader = json::DefaultReader::new(json);
                let value = Self {
                    $($field: json::access!(reader $field $($($wire)? $($kind $nullable)?)?),)*
                    $($rest: reader.rest(Self::FIELDS),)?
                };
                reader.finish(value)
            }
        }
    };
    (
        $name:ident { $($field:ident $(: $($wire:literal)? $($kind:ident($nullable:literal))?)?),* $(,)? }
        $(, flatten($flat:ident))* $(, rest($rest:ident))?
    ) => {
        impl json::FromJson for $name {
            #[inline]
            #[allow(unused_mut, reason = "an object may have no fields")]
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> {
                let mut reader = json::Reader::new(json);
                $(let $field = json::access!(reader $field $($($wire)? $($kind $nullable)?)?);)*
                $(let $flat = reader.flatten();)*
                $(let $rest = reader.rest(Self::FIELDS);)?
                let (Some(()), $(Some($field),)* $(Some($flat),)* $(Some($rest),)?) =
                    (reader.end(), $($field,)* $($flat,)* $($rest,)?)
                else {
                    return Err(reader.into_error());
                };
                Ok(Self { $($field,)* $($flat,)* $($rest,)? })
            }
        }
    };
}

#[allow(unused_macros, reason = "an API may do without")]
macro_rules! writes {
    (
        $name:ident $(: $default:ident)? { $($field:ident $(: $($wire:literal)? $($kind:ident($nullable:literal))?)?),* $(,)? }
        $(, flatten($flat:ident))* $(, rest($rest:ident))?
    ) => {
        impl json::ToJson for $name {
            #[inline]
            fn to_json(&self, writer: &mut json::Writer) {
                writer.begin_object();
                $(json::access!(writer $field $($($wire)? $($kind $nullable)?)?, &self.$field);)*
                $(writer.flatten(&self.$flat);)*
                $(writer.rest(&self.$rest);)?
                writer.end_object();
            }
        }
    };
}

/// Compares all fields. Not derived, because it is there only with the feature `eq`: to compile it takes time, and few
/// compare models.
#[allow(unused_macros, reason = "only the feature `eq` needs it")]
macro_rules! equals {
    (
        $name:ident $(: $default:ident)? { $($field:ident $(: $($wire:literal)? $($kind:ident($nullable:literal))?)?),* $(,)? }
        $(, flatten($flat:ident))* $(, rest($rest:ident))?
    ) => {
        impl PartialEq for $name {
            #[allow(unused_variables, reason = "an object may have no fields")]
            fn eq(&self, other: &Self) -> bool {
                $(if self.$field != other.$field {
                    return false;
                })*
                $(if self.$flat != other.$flat {
                    return false;
                })*
                $(if self.$rest != other.$rest {
                    return false;
                })?
                true
            }
        }
    };
}

/// Calls the method of a [`Reader`](super::Reader) or a [`Writer`](super::Writer) that a field asks for.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! access {
    ($from:ident $field:ident $(, $value:expr)?) => { $from.field(stringify!($field) $(, $value)?) };
    ($from:ident $field:ident $wire:literal $(, $value:expr)?) => { $from.field($wire $(, $value)?) };
    ($from:ident $field:ident nullable $wire:literal $(, $value:expr)?) => { $from.nullable($wire $(, $value)?) };
}

#[allow(unused_imports, reason = "an API may do without")]
pub(crate) use {access, equals, object, reads, received, sent, writes};
