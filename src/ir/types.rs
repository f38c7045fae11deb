//! Model types.

use std::fmt;

use super::{Checks, Dispatch, Docs};

/// Index of a [`Model`] in [`Api::models`](super::Api::models).
pub type ModelId = usize;

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `()`
    Unit,
    /// `bool`
    Bool,
    /// A number type of the language, by its name: `i32`, `i64`, `u32`, `u64`, `f32`, `f64`.
    Number(&'static str),
    /// A number with all of its digits: `Number` of the runtime.
    Exact,
    /// `String`
    String,
    /// `bytes::Bytes`: a body or part as it is.
    Bytes,
    /// Base64 text in JSON.
    Base64,
    /// `Body`: bytes that are read bit by bit.
    Body,
    /// `Multipart`: a form whose parts the caller adds.
    Multipart,
    /// A struct for a body of several parts, by its name.
    Form(String),
    /// `Part`: a part of a body, most often a file.
    Part,
    /// `serde_json::Value`: anything.
    Any,
    /// A type of another crate, by its full path.
    External(Codec, String),
    /// A model of this crate.
    Model(ModelId, String),
    /// `Vec<T>`
    List(Box<Type>),
    /// `BTreeMap<String, T>`
    Map(Box<Type>),
    /// `(A, B)`: a list of fixed length.
    Tuple(Vec<Type>),
    /// `Option<T>`
    Option(Box<Type>),
    /// `Nullable<T>`: absent, null or a value.
    Nullable(Box<Type>),
    /// `Emptyable<T>`: the empty text or a value.
    Emptyable(Box<Type>),
    /// `Box<T>`
    Boxed(Box<Type>),
    /// A reply that is read bit by bit.
    Stream(StreamKind, Box<Type>),
}

/// How the values of a streamed reply are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StreamKind {
    /// Server-sent events.
    Events,
    /// A JSON value a line.
    JsonLines,
}

/// How a value of an external type travels in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Codec {
    /// As a string, by `FromStr` and `Display`.
    Text,
    /// As a number, by `FromStr` and `Display`.
    Number,
    /// As anything, by serde's traits.
    Serde,
    /// As a string, by a file of the runtime with this name.
    Module(&'static str),
}

impl Type {
    /// `Option<self>`, unless that adds nothing.
    #[must_use]
    pub fn optional(self) -> Self {
        match self {
            Self::Option(_) | Self::Nullable(_) => self,
            other => Self::Option(Box::new(other)),
        }
    }

    /// The type inside `Option`, `Nullable` and `Box`.
    #[must_use]
    pub fn bare(&self) -> &Self {
        match self {
            Self::Option(inner) | Self::Nullable(inner) | Self::Boxed(inner) => inner.bare(),
            other => other,
        }
    }

    /// The type behind aliases and boxes.
    #[must_use]
    pub fn plain<'t>(&'t self, models: &'t [Model]) -> &'t Self {
        let mut type_ = self;
        // An alias of itself has been reported and leads nowhere.
        for _ in 0..=2 * models.len() {
            type_ = match type_ {
                Self::Boxed(inner) => inner,
                Self::Model(id, _) => match models.get(*id).map(|model| &model.kind) {
                    Some(ModelKind::Alias(inner)) => inner,
                    _ => break,
                },
                _ => break,
            };
        }
        type_
    }

    /// Calls `visit` for this type and every type inside it.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Type)) {
        visit(self);
        match self {
            Self::List(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Nullable(inner)
            | Self::Emptyable(inner)
            | Self::Boxed(inner)
            | Self::Stream(_, inner) => inner.walk(visit),
            Self::Tuple(elements) => elements.iter().for_each(|inner| inner.walk(visit)),
            _ => {}
        }
    }

    /// The models named in this type.
    #[must_use]
    pub fn models(&self) -> Vec<ModelId> {
        let mut found = Vec::new();
        self.walk(&mut |t| {
            if let Self::Model(id, _) = t {
                found.push(*id);
            }
        });
        found
    }

    /// The spelling in a module that does not import the models: `models::User`.
    #[must_use]
    pub fn qualified(&self) -> Qualified<'_> {
        Qualified(self)
    }

    fn spell(&self, f: &mut fmt::Formatter<'_>, models: &str) -> fmt::Result {
        let mut wrap = |outer: &str, inner: &Self| {
            write!(f, "{outer}<")?;
            inner.spell(f, models)?;
            f.write_str(">")
        };
        match self {
            Self::Unit => f.write_str("()"),
            Self::Bool => f.write_str("bool"),
            Self::Number(name) => f.write_str(name),
            Self::Exact => f.write_str("Number"),
            Self::String => f.write_str("String"),
            Self::Bytes => f.write_str("bytes::Bytes"),
            Self::Base64 => f.write_str("Base64"),
            Self::Any => f.write_str("serde_json::Value"),
            Self::Body => f.write_str("Body"),
            Self::Multipart => f.write_str("Multipart"),
            Self::Form(name) => f.write_str(name),
            Self::Part => f.write_str("Part"),
            Self::External(_, path) => f.write_str(path),
            Self::Model(_, name) => write!(f, "{models}{name}"),
            Self::List(inner) => wrap("Vec", inner),
            Self::Map(inner) => {
                f.write_str("BTreeMap<String, ")?;
                inner.spell(f, models)?;
                f.write_str(">")
            }
            Self::Tuple(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    f.write_str(if index == 0 { "(" } else { ", " })?;
                    element.spell(f, models)?;
                }
                f.write_str(")")
            }
            Self::Option(inner) => wrap("Option", inner),
            Self::Nullable(inner) => wrap("Nullable", inner),
            Self::Emptyable(inner) => wrap("Emptyable", inner),
            Self::Boxed(inner) => wrap("Box", inner),
            Self::Stream(StreamKind::Events, inner) => wrap("EventStream", inner),
            Self::Stream(StreamKind::JsonLines, inner) => wrap("JsonLines", inner),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spell(f, "")
    }
}

/// A type spelled with `models::` before the models.
pub struct Qualified<'a>(&'a Type);

impl fmt::Display for Qualified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.spell(f, "models::")
    }
}

/// A named type of the `models` module.
#[derive(Clone, Debug)]
pub struct Model {
    /// Rust name.
    pub name: String,
    /// Module (file) that holds it, shared by a component and the inline types below it.
    pub module: String,
    /// Where the schema stands in the document.
    pub pointer: String,
    /// Name in `components.schemas`, where it has one.
    pub component: Option<String>,
    /// Documentation.
    pub docs: Docs,
    /// What it is.
    pub kind: ModelKind,
    /// Whether requests carry it.
    pub sent: bool,
    /// Whether responses carry it.
    pub received: bool,
    /// Whether it is read in any case, not only with serde's traits.
    pub reads: bool,
    /// Whether it is written in any case, not only with serde's traits.
    pub writes: bool,
    /// A value, from the description.
    pub example: Option<serde_json::Value>,
    /// Rules for it as a whole, where values are to be validated.
    pub checks: Checks,
    /// Whether it has a method that validates it.
    pub validated: bool,
}

impl Model {
    /// The models named in it.
    #[must_use]
    pub fn models(&self) -> Vec<ModelId> {
        match &self.kind {
            ModelKind::Struct(object) => {
                let values = object.all_fields().map(|field| &field.value);
                values.flat_map(Type::models).collect()
            }
            ModelKind::Union(union) => {
                let values = union.variants.iter().map(|variant| &variant.value);
                values.flat_map(Type::models).collect()
            }
            ModelKind::Alias(type_) => type_.models(),
            ModelKind::Enum(_) => Vec::new(),
        }
    }
}

/// What a model is.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "nearly all models are structs")]
pub enum ModelKind {
    /// An object with known fields.
    Struct(Struct),
    /// A list of known values.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

/// An object with known fields.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// Fields in the order of the description.
    pub fields: Vec<Field>,
    /// Field for the properties without a field of their own.
    pub rest: Option<Field>,
    /// Unions whose members' fields stand beside the fields.
    pub flattened: Vec<Field>,
    /// Whether a union looks at the names of the fields to find its member.
    pub listed: bool,
}

impl Struct {
    /// Whether it can be made from nothing.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.flattened.is_empty() && self.fields.iter().all(|f| f.presence != Presence::Required)
    }

    /// All fields, in the order in which they are declared.
    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(&self.flattened).chain(&self.rest)
    }
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Rust name.
    pub name: String,
    /// Name in JSON.
    pub wire_name: String,
    /// Type of a value, without the wrapper that `presence` asks for.
    pub value: Type,
    /// Whether it can be absent or null.
    pub presence: Presence,
    /// Never sent.
    pub read_only: bool,
    /// Never received.
    pub write_only: bool,
    /// Documentation.
    pub docs: Docs,
    /// A value, from the description.
    pub example: Option<serde_json::Value>,
    /// Rules for a value, where values are to be validated.
    pub checks: Checks,
}

impl Field {
    /// The declared type.
    #[must_use]
    pub fn type_(&self) -> Type {
        let value = self.value.clone();
        match self.presence {
            Presence::Required => value,
            Presence::RequiredNullable | Presence::Optional => value.optional(),
            Presence::OptionalNullable => Type::Nullable(Box::new(value)),
        }
    }
}

/// Whether a field can be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there.
    Required,
    /// Always there, maybe `null`.
    RequiredNullable,
    /// Maybe absent.
    Optional,
    /// Maybe absent, maybe `null`.
    OptionalNullable,
}

/// A list of known values.
#[derive(Clone, Debug)]
pub struct Enum {
    /// What the values are in JSON.
    pub base: EnumBase,
    /// Known values.
    pub variants: Vec<EnumVariant>,
    /// Name of the variant that keeps an unknown value; `None` where such a value is an error.
    pub unknown: Option<String>,
}

/// What an enum's values are in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Integers within `i64`.
    Integer,
    /// Values of several types.
    Any,
}

/// A known value.
#[derive(Clone, Debug)]
pub struct EnumVariant {
    /// Rust name.
    pub name: String,
    /// The value in JSON.
    pub value: serde_json::Value,
    /// Documentation.
    pub docs: Docs,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// Members.
    pub variants: Vec<UnionVariant>,
    /// How the member is found when reading.
    pub dispatch: Dispatch,
    /// Name of the variant that keeps anything else.
    pub unknown: String,
}

/// A member of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// Rust name.
    pub name: String,
    /// Type of its value.
    pub value: Type,
    /// The only text that it can be; the variant then carries no value.
    pub constant: Option<String>,
    /// Values of the discriminator that choose it, the first is written.
    pub tags: Vec<String>,
    /// Documentation.
    pub docs: Docs,
    /// Rules for a value, where values are to be validated.
    pub checks: Checks,
}

impl UnionVariant {
    /// Whether it carries a value of this type.
    #[must_use]
    pub fn is(&self, value: &Type) -> bool {
        self.constant.is_none() && self.value == *value
    }
}
