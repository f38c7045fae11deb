//! Rules for values that are sent.

use serde_json::Number;

/// A rule for a value
/// ([Schema Object](https://spec.openapis.org/oas/v3.0.3#properties), the keywords of JSON Schema for validation).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// `minimum`
    Minimum(Number),
    /// `maximum`
    Maximum(Number),
    /// `minimum` with `exclusiveMinimum`
    ExclusiveMinimum(Number),
    /// `maximum` with `exclusiveMaximum`
    ExclusiveMaximum(Number),
    /// `multipleOf`
    MultipleOf(Number),
    /// `minLength`, in characters.
    MinLength(usize),
    /// `maxLength`, in characters.
    MaxLength(usize),
    /// `pattern`, a regular expression.
    Pattern(String),
    /// `minItems`
    MinItems(usize),
    /// `maxItems`
    MaxItems(usize),
    /// `uniqueItems`
    UniqueItems,
    /// `minProperties`
    MinProperties(usize),
    /// `maxProperties`
    MaxProperties(usize),
}

impl Check {
    /// The keyword that sets it.
    #[must_use]
    pub fn keyword(&self) -> &'static str {
        match self {
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MultipleOf(_) => "multipleOf",
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Pattern(_) => "pattern",
            Self::MinItems(_) => "minItems",
            Self::MaxItems(_) => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties(_) => "minProperties",
            Self::MaxProperties(_) => "maxProperties",
        }
    }
}

/// Rules for a value and for the values in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Checks {
    /// For the value.
    pub own: Vec<Check>,
    /// For the elements of a list, the values of a map, or a value that the empty text may stand for.
    pub inner: Option<Box<Checks>>,
}

impl Checks {
    /// No rules.
    pub const NONE: &Self = &Self {
        own: Vec::new(),
        inner: None,
    };

    /// Those for the values in it.
    #[must_use]
    pub fn inside(&self) -> &Self {
        self.inner.as_deref().unwrap_or(Self::NONE)
    }

    /// Whether there are no rules.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.inner.is_none()
    }
}
