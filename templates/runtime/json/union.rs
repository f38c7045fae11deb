//! What reads and writes a union: one of several types, told apart by what is in the document.
//!
//! The macros name the module `json`, which must be in scope where they are used: this file then works at whatever path
//! the runtime has.

/// Defines a union. What is none of its members is kept as it is, in the variant that is named last.
///
/// ```text
/// json::union! {
///     /// Whom to tell.
///     pub enum Recipient {
///         "everyone" => Everyone,
///         Address(String): From<String>,
///         User(Box<User>): From<User>,
///         Group(Group),
///         ..Unknown
///     }
///     know [User, Group]
///     read(json) {
///         json.is_string() => Address,
///         json.fits(&["login"], &[User::FIELDS], FIELDS) => ?User,
///         json.has(&["members"]) => Group,
///     }
/// }
/// ```
///
/// A member is a type, with a `From` if that leaves no doubt, or a certain text. Tests on the JSON choose among the types, the
/// first that holds; a `?` says that the next ones are tried if the value cannot be read. `know [User, Group]` gives the tests
/// `FIELDS`, the names of all fields of these structs, and `texts ["kind": ["a", "b"]]` gives them `TEXTS`, those that are
/// listed for some fields.
///
/// Where a field of the document says which member it is, `by "kind" { "user" | "admin" => User, "group" => Group + "group" }`
/// comes before the tests, which then are for values without this field. A text behind a `+` is written in it, as the
/// member itself does not have it.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! union {
    ($($union:tt)*) => { json::any_union! { [] [] $($union)* } };
}

/// As [`union!`], for one that only responses carry: it can be written if the feature `serde` is on.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! received_union {
    ($($union:tt)*) => { json::any_union! { [] [#[cfg(feature = "serde")]] $($union)* } };
}

/// As [`union!`], for one that only requests carry: it can be read if the feature `serde` is on.
#[allow(unused_macros, reason = "an API may do without")]
macro_rules! sent_union {
    ($($union:tt)*) => { json::any_union! { [#[cfg(feature = "serde")]] [] $($union)* } };
}

#[allow(unused_macros, reason = "an API may do without")]
macro_rules! any_union {
    (
        [$(#[$reads:meta])?] [$(#[$writes:meta])?]
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $(
                $(#[$about:meta])*
                $($member:ident($type:ty $(,)?) $(: From<$source:ty>)?)? $($text:literal => $constant:ident)?,
            )*
            ..$unknown:ident
        }
        $(by $property:literal {
            $($($tag:literal)|+ => $tagged:ident $(+ $own:literal)?,)+
        })?
        $(know [$($known:ty),+ $(,)?])?
        $(texts [$($field:literal: [$($listed:literal),+]),+ $(,)?])?
        $(read($json:ident) {
            $($test:expr => $($sure:ident)? $(?$tried:ident)?,)*
        })?
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "eq", derive(PartialEq))]
        pub enum $name {
            $($(#[$about])* $($member($type))? $($constant)?,)*
            /// A value that is none of the others.
            $unknown(serde_json::Value),
        }

        $(#[$reads])?
        impl json::FromJson for $name {
            #[inline]
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> {
                $(const FIELDS: &[&[&str]] = &[$(<$known>::FIELDS),+];)?
                $(const TEXTS: &[(&str, &[&str])] = &[$(($field, &[$($listed),+])),+];)?
                $($(if json.as_str() == Some($text) {
                    return Ok(Self::$constant);
                })?)*
                $(if let Some(tag) = json.tag($property) {
                    let member = match &*tag {
                        $($($tag)|+ => json.read().map(Self::$tagged),)+
                        _ => return json.read().map(Self::$unknown),
                    };
                    return match member {
                        Ok(_) => member,
                        Err(_) => json.read().map(Self::$unknown),
                    };
                })?
                $(
                    let $json = json;
                    $(if $test {
                        $(return json.read().map(Self::$sure);)?
                        $(if let Some(value) = json.attempt() {
                            return Ok(Self::$tried(value));
                        })?
                    })*
                )?
                json.read().map(Self::$unknown)
            }
        }

        $(#[$writes])?
        impl json::ToJson for $name {
            #[inline]
            #[allow(unreachable_patterns, reason = "a member that is written with its tag is a member, too")]
            fn to_json(&self, writer: &mut json::Writer) {
                match self {
                    $($($(Self::$tagged(value) => writer.tagged($property, $own, value),)?)+)?
                    $(
                        $(Self::$member(value) => writer.value(value),)?
                        $(Self::$constant => writer.string($text),)?
                    )*
                    Self::$unknown(value) => writer.value(value),
                }
            }
        }

        #[cfg(feature = "serde")]
        json::bridge!($name);

        $($($(impl From<$source> for $name {
            #[inline]
            fn from(value: $source) -> Self {
                Self::$member(value.into())
            }
        })?)?)*
    };
}

#[allow(unused_imports, reason = "an API may do without")]
pub(crate) use {any_union, received_union, sent_union, union};
