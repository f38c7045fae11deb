/// Implements reading, writing, comparing and text conversion for an enumeration of strings.
///
/// Names the module `json`, which must be in scope where it is used: this file then works at whatever path the runtime
/// has.
///
/// `json::string_enum!(Status, Unknown, Active = "active", Blocked = "blocked")` keeps a text that is not listed in
/// `Status::Unknown(String)`.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! string_enum {
    ($name:ident, $unknown:ident $(, $variant:ident = $text:literal)* $(,)?) => {
        impl $name {
            /// The text in the document.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::$unknown(text.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(&*text)
            }
        }

        impl json::FromJson for $name {
            #[inline]
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> {
                json.string().map(Self::from)
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

        /// Equal are values with the same text.
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $name {}

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

/// Implements reading, writing and text conversion for a closed enumeration of strings.
///
/// Names the module `json`, which must be in scope where it is used: this file then works at whatever path the runtime
/// has.
///
/// `json::closed_enum!(Status, Active = "active", Blocked = "blocked")` reads nothing but these two.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! closed_enum {
    ($name:ident $(, $variant:ident = $text:literal)* $(,)?) => {
        impl $name {
            /// The text in the document.
            pub fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = json::DecodeError;

            fn from_str(text: &str) -> Result<Self, json::DecodeError> {
                match text {
                    $($text => Ok(Self::$variant),)*
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
