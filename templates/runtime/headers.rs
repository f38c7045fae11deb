//! Headers of replies as values.

use http::HeaderValue;
use http::header::GetAll;

use super::json::{DecodeError, Document, FromJson, Json};
use super::reply::{Reply, Response};

impl Reply {
    /// A header as a value: a text, a number, a flag, or anything else that is one of these in JSON. `Option` of a type
    /// that may be missing.
    ///
    /// # Errors
    /// When the header is missing or not a `T`; the error names it.
    #[inline]
    pub fn header_as<T: FromJson>(&self, name: &str) -> Result<T, DecodeError> {
        let text = match joined(self.headers().get_all(name)) {
            Ok(Some(text)) => text,
            Ok(None) => return missing(name),
            Err(error) => return Err(error.at_field(name)),
        };
        T::from_json(&Document::string(&text).json())
            .or_else(|error| match literal(&text) {
                Some(literal) => T::from_json(&literal.json()),
                None => Err(error),
            })
            .map_err(|error| error.at_field(name))
    }

    /// A header as a list of such values: those between commas, in all headers of this name. `T` is the list itself.
    ///
    /// # Errors
    /// When the header is missing or not a `T`; the error names it.
    #[inline]
    pub fn header_list_as<T: FromJson>(&self, name: &str) -> Result<T, DecodeError> {
        let text = match joined(self.headers().get_all(name)) {
            Ok(Some(text)) => text,
            Ok(None) => return missing(name),
            Err(error) => return Err(error.at_field(name)),
        };
        T::from_json(&list(&text, |_| None).json())
            .or_else(|_| T::from_json(&list(&text, literal).json()))
            .map_err(|error| error.at_field(name))
    }
}

impl<T> Response<T> {
    /// A header as a value: [`Reply::header_as`].
    ///
    /// # Errors
    /// When the header is missing or not a `V`; the error names it.
    #[inline]
    pub fn header_as<V: FromJson>(&self, name: &str) -> Result<V, DecodeError> {
        self.reply().header_as(name)
    }

    /// A header as a list of values: [`Reply::header_list_as`].
    ///
    /// # Errors
    /// When the header is missing or not a `V`; the error names it.
    #[inline]
    pub fn header_list_as<V: FromJson>(&self, name: &str) -> Result<V, DecodeError> {
        self.reply().header_list_as(name)
    }
}

fn missing<T: FromJson>(name: &str) -> Result<T, DecodeError> {
    T::missing().ok_or_else(|| DecodeError::missing(name))
}

/// The text of all headers of a name; several are one list
/// ([RFC 9110, section 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)).
fn joined(values: GetAll<'_, HeaderValue>) -> Result<Option<String>, DecodeError> {
    let mut all: Option<String> = None;
    for value in values {
        let text = std::str::from_utf8(value.as_bytes())
            .map_err(|_| DecodeError::new("expected a text, found bytes that are not UTF-8"))?;
        all = Some(match all {
            Some(before) => format!("{before}, {text}"),
            None => text.to_owned(),
        });
    }
    Ok(all)
}

/// A number or a flag.
fn literal(text: &str) -> Option<Document<'_>> {
    let document = Json::parse(text.as_bytes()).ok()?;
    let json = document.json();
    (json.is_number() || json.is_bool()).then_some(document)
}

fn list(text: &str, read: fn(&str) -> Option<Document<'_>>) -> Document<'_> {
    let elements = text.split(',').map(str::trim);
    let elements = elements.filter(|element| !element.is_empty());
    Document::array(
        elements.map(|element| read(element).unwrap_or_else(|| Document::string(element))),
    )
}

/// Defines the headers of a reply, each with the method of [`Reply`] that reads it.
///
/// The names are those in scope where it is used: `DecodeError` and `Reply`. This file then works at whatever path the
/// runtime has.
///
/// ```text
/// headers! {
///     /// Headers of the replies of [`Users::list`].
///     pub struct ListUsersHeaders {
///         /// How many there are.
///         total: i64 = header_as("X-Total"),
///     }
/// }
/// ```
#[allow(unused_macros, reason = "no operation may list any")]
macro_rules! headers {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident {
            $($(#[$about:meta])* $field:ident: $type:ty = $read:ident($header:literal),)+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "eq", derive(PartialEq))]
        pub struct $name {
            $($(#[$about])* pub $field: $type,)+
        }

        impl $name {
            /// Reads the headers of a reply.
            ///
            /// # Errors
            /// When a header does not hold what the description says; the error names it.
            #[inline]
            pub fn read(reply: &Reply) -> Result<Self, DecodeError> {
                Ok(Self { $($field: reply.$read($header)?,)+ })
            }
        }
    };
}

#[allow(unused_imports, reason = "no operation may list any")]
pub(crate) use headers;
