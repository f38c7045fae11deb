//! Types and their spelling.

use std::fmt;

use super::{Model, ModelId, ModelKind};

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

    /// Whether this is a text, by whatever name.
    #[must_use]
    pub fn is_text(&self, models: &[Model]) -> bool {
        *self.plain(models) == Self::String
    }

    /// Whether this is a number or a truth value, by whatever name.
    #[must_use]
    pub fn is_scalar(&self, models: &[Model]) -> bool {
        matches!(
            self.plain(models),
            Self::Bool | Self::Number(_) | Self::Exact
        )
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
