/// Implements reading, writing and text conversion for an enumeration of strings.
///
/// The types it names are those in scope where it is used: `DecodeError`, `FromJson`, `Json`, `ToJson` and `Writer`. This
/// file then works at whatever path the runtime has.
///
/// `string_enum!(Status, Unknown, Active = "active", Blocked = "blocked")` keeps a text that is not listed in
/// `Status::Unknown(String)`.
#[allow(unused_macros, reason = "not every API has a string enumeration")]
macro_rules! string_enum {
    ($name:ident, $unknown:ident $(, $variant:ident = $text:literal)* $(,)?) => {
        impl $name {
            /// The text in the document.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::$unknown(text.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match &*text {
                    $($text => Self::$variant,)*
                    _ => Self::$unknown(text),
                }
            }
        }

        impl FromJson for $name {
            #[inline]
            fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
                json.string().map(Self::from)
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

#[allow(unused_imports, reason = "not every API has a string enumeration")]
pub(crate) use string_enum;
