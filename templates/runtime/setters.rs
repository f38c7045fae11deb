//! Setters, in a line each.

/// Defines the method that sets a field of a value and gives the value back. Stands in an `impl`.
///
/// - `setter!(age: i64)` wraps the given value in `Some`,
/// - `setter!(name: into String)` does so with whatever becomes a `String`, `setter!(owner: boxed User)` in a box,
/// - `setter!(note: nullable String)` takes what becomes a `Nullable<String>`: a value, an option, `Nullable::Null`,
/// - `setter!(labels = BTreeMap<String, String>)` takes what the field holds.
// Each arm has the whole method: with one for all, the compiler would expand every setter twice.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! setter {
    ($field:ident: into $type:ty) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, value: impl Into<$type>) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
    ($field:ident: boxed $type:ty) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, value: $type) -> Self {
            self.$field = Some(Box::new(value));
            self
        }
    };
    ($field:ident: nullable $type:ty) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, value: impl Into<Nullable<$type>>) -> Self {
            self.$field = value.into();
            self
        }
    };
    ($field:ident: $type:ty) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, value: $type) -> Self {
            self.$field = Some(value);
            self
        }
    };
    ($field:ident = $type:ty) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        #[inline]
        pub fn $field(mut self, value: $type) -> Self {
            self.$field = value;
            self
        }
    };
}

#[allow(unused_imports, reason = "an API may do without")]
pub(crate) use setter;
