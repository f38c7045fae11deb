//! Enumerations of strings without a variant for what the description does not list.

/// Implements reading, writing and text conversion for a closed enumeration of strings.
///
/// The types it names are those in scope where it is used: `DecodeError`, `FromJson`, `Json`, `ToJson` and `Writer`. This
/// file then works at whatever path the runtime has.
///
/// `closed_enum!(Status, Active = "active", Blocked = "blocked")` reads nothing but these two.
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
            type Err = DecodeError;

            fn from_str(text: &str) -> Result<Self, DecodeError> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => Err(DecodeError::new("expected one of the listed values, found another text")),
                }
            }
        }

        impl FromJson for $name {
            #[inline]
            fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
                json.string()?.parse()
            }
        }

        impl ToJson for $name {
            #[inline]
            fn to_json(&self, writer: &mut Writer) {
                writer.string(self.as_str());
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(crate) use closed_enum;
