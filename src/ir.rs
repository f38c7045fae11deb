//! The Rust-side model of a client: every type, name and text decided, nothing of OpenAPI left.
//!
//! `lower` builds it, `render` spells it out. A [`Type`] is spelled by its `Display` form alone.

pub mod check;
pub mod dispatch;
pub mod features;
pub mod form;
pub mod headers;
pub mod model;
pub mod operation;
pub mod pages;
pub mod types;
pub mod visit;

use indexmap::IndexSet;

pub use check::*;
pub use dispatch::*;
pub use features::*;
pub use form::*;
pub use headers::*;
pub use model::*;
pub use operation::*;
pub use pages::*;
pub use types::*;
pub use visit::*;

/// A whole client crate.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// Title of the description.
    pub title: String,
    /// Version of the description.
    pub version: String,
    /// What the API is for.
    pub docs: Docs,
    /// Base addresses, the first is the default.
    pub servers: Vec<Server>,
    /// Ways to authenticate.
    pub schemes: Vec<Scheme>,
    /// What most operations ask for: alternatives of combinations of scheme names.
    pub security: Vec<Vec<String>>,
    /// Model types in the order of the description.
    pub models: Vec<Model>,
    /// Operations by tag, in the order of the description.
    pub tags: Vec<Tag>,
    /// What the server sends on its own, in the order of the description.
    pub webhooks: Vec<Webhook>,
    /// Cargo features for parts of it.
    pub features: Features,
    /// Types of other crates that models or operations use, by path.
    pub externals: Vec<External>,
    /// Places that hold a `serde_json::Value`, or a list or map of it, in the order of their discovery.
    pub untyped: IndexSet<Untyped>,
    /// Whether a type is a tuple.
    pub has_tuples: bool,
    /// Whether a type is a value or the empty text.
    pub has_emptyables: bool,
}

/// A place that holds anything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Untyped {
    /// Where it stands: a JSON pointer into the repaired description.
    pub pointer: String,
    /// Why it has no type.
    pub reason: &'static str,
}

/// A type of another crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// Its full path.
    pub path: String,
    /// How its values travel in JSON.
    pub codec: Codec,
    /// The line of the manifest that it needs, where it needs one.
    pub dependency: Option<String>,
}

/// Documentation: lines of Markdown that rustdoc accepts without a warning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Docs {
    /// Lines without `///`.
    pub lines: Vec<String>,
    /// Constraints, default and example: paragraphs of one line, below the others.
    pub notes: Vec<String>,
    /// Whether the thing should no longer be used.
    pub deprecated: bool,
    /// The name in the description, to be found by in a search, where the Rust name differs.
    pub alias: Option<String>,
}

impl Docs {
    /// Documentation of one line.
    pub fn line(text: impl Into<String>) -> Self {
        Self {
            lines: vec![text.into()],
            ..Self::default()
        }
    }

    /// Makes the thing known under its name in the description too, where rustdoc's search would not find it: it ignores case
    /// and underscores.
    pub fn known_as(&mut self, wire_name: &str, name: &str) {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$' | '@');
        let searched = |name: &str| name.replace('_', "").to_lowercase();
        if searched(wire_name) != searched(name.trim_start_matches("r#"))
            && wire_name.chars().all(plain)
        {
            self.alias = Some(wire_name.to_owned());
        }
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, lines: impl IntoIterator<Item = String>) {
        let before = self.lines.len();
        self.lines.extend(lines);
        if before > 0 && self.lines.len() > before {
            self.lines.insert(before, String::new());
        }
    }

    /// All lines, those of the notes too.
    pub fn all_lines(&self) -> impl Iterator<Item = &str> {
        let notes = self.notes.iter().enumerate().flat_map(|(index, note)| {
            let first = index == 0 && self.lines.is_empty();
            (!first).then_some("").into_iter().chain([note.as_str()])
        });
        self.lines.iter().map(String::as_str).chain(notes)
    }

    /// The first paragraph alone.
    #[must_use]
    pub fn summary(mut self) -> Self {
        let end = self.lines.iter().position(String::is_empty);
        self.lines.truncate(end.unwrap_or(self.lines.len()));
        self.notes.clear();
        self
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.notes.is_empty()
    }
}

/// A base address of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Address with `{variable}` placeholders.
    pub url: String,
    /// What it is for, one line of plain text.
    pub description: String,
    /// Values for the placeholders.
    pub variables: Vec<ServerVariable>,
}

/// A placeholder of a server's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Name between the braces.
    pub name: String,
    /// Value where the caller gives none.
    pub default: String,
    /// Allowed values; empty where any will do.
    pub values: Vec<String>,
}

impl ServerVariable {
    /// Whether there is a value where the caller gives none: a name in braces stands for itself.
    #[must_use]
    pub fn has_default(&self) -> bool {
        let inside = self.default.strip_prefix('{');
        inside.and_then(|inside| inside.strip_suffix('}')) != Some(&*self.name)
    }
}

/// A way to authenticate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Name in the description.
    pub wire_name: String,
    /// Builder method that takes the credential.
    pub method: String,
    /// How the credential travels.
    pub kind: SchemeKind,
    /// Whether it can be fetched with OAuth 2 client credentials.
    pub client_credentials: bool,
    /// Documentation of the builder method.
    pub docs: Docs,
}

/// How a credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// A request header.
    Header(String),
    /// A query parameter.
    Query(String),
    /// A cookie.
    Cookie(String),
}
