//! Headers of replies.

use super::Field;

/// What the headers of an operation's replies hold, as a struct.
#[derive(Clone, Debug)]
pub struct Headers {
    /// Name of the struct.
    pub name: String,
    /// Fields in the order of the description; one that not every reply has is optional.
    pub fields: Vec<Field>,
    /// The equal type of an earlier operation of the tag, which this one is another name for.
    pub same_as: Option<String>,
}
