//! The types that a client declares for JSON.

use super::{Checks, Dispatch, Docs, Type};

/// Index of a [`Model`] in [`Api::models`](super::Api::models).
pub type ModelId = usize;

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
    /// Whether the user chose its name, and so wants it to be a type of its own.
    pub chosen: bool,
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
    /// Whether the description or the user has told it apart from all others.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.component.is_some() || self.chosen
    }

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

impl Model {
    /// The names in Rust of the model and of what is in it.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names = vec![self.name.as_str()];
        match &self.kind {
            ModelKind::Struct(object) => {
                names.extend(object.all_fields().map(|field| field.name.as_str()));
            }
            ModelKind::Enum(listed) => {
                names.extend(listed.variants.iter().map(|variant| variant.name.as_str()));
            }
            ModelKind::Union(union) => {
                names.extend(union.variants.iter().map(|variant| variant.name.as_str()));
            }
            ModelKind::Alias(_) => {}
        }
        names
    }
}

/// What a model is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// Required by a description that does not say what it is.
    pub undeclared: bool,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enum {
    /// What the values are in JSON.
    pub base: EnumBase,
    /// Known values.
    pub variants: Vec<EnumVariant>,
    /// Name of the variant that keeps an unknown value; `None` where such a value is an error.
    pub unknown: Option<String>,
}

/// What an enum's values are in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Integers within `i64`.
    Integer,
    /// Values of several types.
    Any,
}

/// A known value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EnumVariant {
    /// Rust name.
    pub name: String,
    /// The value in JSON.
    pub value: serde_json::Value,
    /// Documentation.
    pub docs: Docs,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Union {
    /// Members.
    pub variants: Vec<UnionVariant>,
    /// How the member is found when reading.
    pub dispatch: Dispatch,
    /// Name of the variant that keeps anything else.
    pub unknown: String,
}

/// A member of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
