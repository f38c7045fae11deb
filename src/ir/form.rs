//! Bodies made of named fields: several parts, or URL-encoded.

use super::Field;

/// A body of several parts, as a struct.
#[derive(Clone, Debug)]
pub struct Form {
    /// Name of the struct.
    pub name: String,
    /// Parts in the order of the description.
    pub parts: Vec<Part>,
    /// Parts without a field of their own.
    pub rest: Option<Part>,
    /// Whether it has a method `validate`: a part of it has rules.
    pub validated: bool,
}

impl Form {
    /// All parts, in the order in which they are declared.
    pub fn all_parts(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().chain(&self.rest)
    }
}

/// A part of a body.
#[derive(Clone, Debug)]
pub struct Part {
    /// The field that holds it.
    pub field: Field,
    /// Whether it is given as a part, as files are, rather than written from a value.
    pub file: bool,
    /// Its content type, where it has to be said: that of a file is the one if the caller gives none.
    pub content_type: Option<String>,
    /// What joins the elements of a list into one part, instead of one part for each.
    pub joined: Option<&'static str>,
}

/// How a field of a URL-encoded body is written, where not in style `form`, exploded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldStyle {
    /// Name of the field.
    pub wire_name: String,
    /// `Form`, `SpaceDelimited`, `PipeDelimited`, `DeepObject` or `Json`.
    pub style: &'static str,
    /// Whether lists and objects are spread.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
}

/// A field of a URL-encoded reply whose value is not a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FormField {
    /// Name of the field.
    pub wire_name: String,
    /// Whether it may come several times.
    pub list: bool,
    /// Whether a value is a number, a flag or other JSON.
    pub literal: bool,
}
