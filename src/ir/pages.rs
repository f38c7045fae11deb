//! Replies in pages.

use super::Type;

/// How the pages of an operation follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// How the next page is asked for.
    pub next: NextPage,
    /// What is on a page, and its type.
    pub items: Option<(Path, Type)>,
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// With a query parameter that has a value of this page.
    Cursor {
        /// Name of the parameter.
        parameter: String,
        /// Where its value is.
        value: Cursor,
    },
    /// With a query parameter that counts the items before a page.
    Offset {
        /// Name of the parameter.
        parameter: String,
        /// Where the items are.
        items: Path,
    },
    /// With a query parameter that counts pages.
    Page {
        /// Name of the parameter.
        parameter: String,
        /// Number of the first page.
        first: u64,
        /// Whether there are more.
        more: More,
    },
    /// With the URL in a `Link` header.
    Link,
    /// With a URL in the reply.
    Url(Path),
}

/// Where the value is that asks for the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// In the body.
    Field(Path),
    /// In a header with this name.
    Header(String),
}

/// How a page says that others follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum More {
    /// By a flag.
    Flag(Path),
    /// By having items.
    Items(Path),
}

/// Fields that lead to a value.
pub type Path = Vec<Step>;

/// A field on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Rust name.
    pub field: String,
    /// What its type is wrapped in.
    pub wrapper: Wrapper,
}

/// What the type of a field is wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapper {
    /// Nothing.
    None,
    /// `Option`
    Option,
    /// `Nullable`
    Nullable,
}
