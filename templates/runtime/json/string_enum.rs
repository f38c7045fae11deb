/// Defines an enumeration of strings that may get others: what is not listed is kept as it is.
///
/// Names the module `json`, which must be in scope where it is used: this file then works at whatever path the runtime
/// has.
///
/// ```text
/// json::string_enum! {
///     /// Whether a user may sign in.
///     pub enum Status {
///         Active = "active",
///         Blocked = "blocked",
///         ..Unknown
///     }
/// }
/// ```
///
/// gives `Status::Active`, `Status::Blocked` and `Status::Unknown(String)`. The documentation of a variant is its text;
/// where that would not do, the variant follows with documentation of its own in `described { }`.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($plain:ident = $plain_text:literal,)*
            ..$unknown:ident
        }
        $(described { $($(#[$described:meta])* $other:ident = $other_text:literal,)* })?
    ) => {
        $(#[$attribute])*
        $visibility enum $name {
            $(
                #[doc = concat!("`", $plain_text, "`")]
                $plain,
            )*
            $($($(#[$described])* $other,)*)?
            /// A value that the description does not list.
            $unknown(String),
        }

        impl $name {
            /// The text in the document.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$plain => $plain_text,)*
                    $($(Self::$other => $other_text,)*)?
                    Self::$unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($plain_text => Self::$plain,)*
                    $($($other_text => Self::$other,)*)?
                    _ => Self::$unknown(text.to_owned()),
                }
            }
        }

        impl json::FromJson for $name {
            #[inline]
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> {
                json.string().map(|text| Self::from(&*text))
            }
        }

        impl json::ToJson for $name {
            #[inline]
            fn to_json(&self, writer: &mut json::Writer) {
                writer.string(self.as_str());
            }
        }

        // Derived, this and `Debug` would have an arm for each value; all the API's enumerations make that a while to compile.
        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self::from(self.as_str())
            }
        }

        /// Shows the text in quotes.
        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        /// Equal are values with the same text.
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

        #[cfg(feature = "eq")]
        impl std::hash::Hash for $name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        #[cfg(feature = "serde")]
        json::bridge!($name);
    };
}

/// As [`string_enum!`], for an enumeration that is complete: it reads nothing but what is listed.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! closed_enum {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($plain:ident = $plain_text:literal,)*
        }
        $(described { $($(#[$described:meta])* $other:ident = $other_text:literal,)* })?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        $visibility enum $name {
            $(
                #[doc = concat!("`", $plain_text, "`")]
                $plain,
            )*
            $($($(#[$described])* $other,)*)?
        }

        impl $name {
            /// The text in the document.
            pub fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$plain => $plain_text,)*
                    $($(Self::$other => $other_text,)*)?
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = json::DecodeError;

            fn from_str(text: &str) -> Result<Self, json::DecodeError> {
                match text {
                    $($plain_text => Ok(Self::$plain),)*
                    $($($other_text => Ok(Self::$other),)*)?
                    _ => Err(json::DecodeError::new("expected one of the listed values, found another text")),
                }
            }
        }

        impl json::FromJson for $name {
            #[inline]
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> {
                json.string()?.parse()
            }
        }

        impl json::ToJson for $name {
            #[inline]
            fn to_json(&self, writer: &mut json::Writer) {
                writer.string(self.as_str());
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        json::bridge!($name);
    };
}

#[allow(unused_imports, reason = "an API may do without")]
pub(crate) use {closed_enum, string_enum};
