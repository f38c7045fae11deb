//! Operations.

use super::{
    Checks, Docs, FieldStyle, Form, FormField, Headers, Pagination, Server, StreamKind, Type,
};

/// A group of operations: a module and a handle of the client.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Name in the description.
    pub wire_name: String,
    /// Rust name of the handle.
    pub name: String,
    /// Module, and method of the client.
    pub module: String,
    /// Documentation.
    pub docs: Docs,
    /// Operations in the order of the description.
    pub operations: Vec<Operation>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Identifier in the description, or one made from method and path.
    pub id: String,
    /// Method of the handle.
    pub name: String,
    /// Name of the constant that lists its own servers.
    pub constant: String,
    /// Where it stands in the document.
    pub pointer: String,
    /// HTTP method in capitals.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Documentation.
    pub docs: Docs,
    /// Required arguments, in the order of the signature.
    pub arguments: Vec<Argument>,
    /// Optional arguments.
    pub options: Vec<Argument>,
    /// Methods that send the required body in another media type.
    pub alternatives: Vec<Alternative>,
    /// Bodies of several parts that are structs.
    pub forms: Vec<Form>,
    /// Name of the builder type, where there are optional arguments.
    pub builder: Option<String>,
    /// Media types the caller can read, as a header value; empty where nothing is returned.
    pub accept: String,
    /// Alternatives of combinations of scheme names.
    pub security: Vec<Vec<String>>,
    /// Servers of its own.
    pub servers: Vec<Server>,
    /// What it returns.
    pub success: Success,
    /// How it fails, where the description says so.
    pub failure: Option<Outcomes>,
    /// What the headers of its replies hold, where the description says so.
    pub headers: Option<Headers>,
    /// How its pages follow each other, where replies come in pages.
    pub pagination: Option<Pagination>,
    /// Every reply that the description lists, most specific first.
    pub replies: Vec<Reply>,
}

impl Operation {
    /// Its arguments, required or not, and the bodies that its other methods take.
    pub fn all_arguments(&self) -> impl Iterator<Item = &Argument> {
        let bodies = self.alternatives.iter().map(|other| &other.body);
        self.arguments.iter().chain(&self.options).chain(bodies)
    }

    /// The names in Rust of the operation and of what its caller gives.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let arguments = self.all_arguments().map(|argument| argument.name.as_str());
        let parts = self.forms.iter().flat_map(super::Form::all_parts);
        std::iter::once(self.name.as_str())
            .chain(arguments)
            .chain(parts.map(|part| part.field.name.as_str()))
    }

    /// What its replies hold.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        let (one, many) = match &self.success {
            Success::One(content) => (Some(content), None),
            Success::Many(outcomes) => (None, Some(outcomes)),
        };
        let outcomes = many.into_iter().chain(&self.failure);
        let contents = outcomes.flat_map(|outcomes| &outcomes.variants);
        one.into_iter()
            .chain(contents.map(|outcome| &outcome.content))
    }
}

/// What the server sends on its own, to an address that it was told.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Name in the description.
    pub name: String,
    /// HTTP method in capitals.
    pub method: String,
    /// Documentation.
    pub docs: Docs,
    /// Type of the body: that of its JSON, `Unit` if there is none, `Bytes` if it is no JSON.
    pub body: Type,
}

/// A method of the handle that sends the body of an operation in another media type.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// Name of the method.
    pub name: String,
    /// What takes the place of the body among the required arguments.
    pub body: Argument,
}

/// A reply as the description lists it.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Which statuses.
    pub status: Status,
    /// What the body holds.
    pub content: Content,
    /// Documentation.
    pub docs: Docs,
    /// Names of its headers, each with what it says.
    pub headers: Vec<(String, Docs)>,
}

/// An argument of an operation.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Rust name.
    pub name: String,
    /// Name on the wire; empty for a body.
    pub wire_name: String,
    /// Type of the value.
    pub value: Type,
    /// Where it goes.
    pub location: Location,
    /// Documentation.
    pub docs: Docs,
    /// A value, from the description.
    pub example: Option<serde_json::Value>,
    /// Rules for the value, where values are to be validated.
    pub checks: Checks,
}

/// Where an argument goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path {
        /// `Simple`, `Label` or `Matrix`.
        style: &'static str,
        /// Whether lists and objects are spread.
        explode: bool,
    },
    /// In the query string.
    Query {
        /// `Form`, `SpaceDelimited`, `PipeDelimited` or `DeepObject`.
        style: &'static str,
        /// Whether lists and objects are spread.
        explode: bool,
        /// Whether reserved characters stay as they are.
        allow_reserved: bool,
        /// Whether an empty value is sent as `name=`.
        allow_empty: bool,
    },
    /// In a header.
    Header {
        /// Whether objects are spread.
        explode: bool,
    },
    /// In a cookie.
    Cookie {
        /// Whether lists and objects are spread.
        explode: bool,
    },
    /// As JSON text in the path.
    PathJson,
    /// As JSON text in the query string.
    QueryJson,
    /// As JSON text in a header.
    HeaderJson,
    /// As JSON text in a cookie.
    CookieJson,
    /// In the body.
    Body {
        /// How it is written.
        kind: BodyKind,
        /// Value of the `Content-Type` header.
        content_type: String,
        /// Fields of a URL-encoded body that are not written as usual.
        encoding: Vec<FieldStyle>,
    },
}

/// How a body is written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As `multipart/form-data`.
    Multipart,
    /// As text.
    Text,
    /// As it is.
    Bytes,
}

/// What an operation returns.
#[derive(Clone, Debug)]
pub enum Success {
    /// The same for every successful status.
    One(Content),
    /// Several types by status.
    Many(Outcomes),
}

/// A body that is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Type),
    /// Text.
    Text,
    /// Bytes, handed over unread.
    Bytes,
    /// Bytes in memory, where a reply can be one of several things.
    BufferedBytes,
    /// URL-encoded fields.
    Form(Type, Vec<FormField>),
    /// Server-sent events whose data is JSON.
    JsonEvents(Type),
    /// Server-sent events whose data is text.
    TextEvents,
    /// A JSON value a line.
    JsonLines(Type),
}

impl Content {
    /// Type of the value.
    #[must_use]
    pub fn type_(&self) -> Type {
        match self {
            Self::Empty => Type::Unit,
            Self::Json(value) | Self::Form(value, _) => value.clone(),
            Self::Text => Type::String,
            Self::Bytes => Type::Body,
            Self::BufferedBytes => Type::Bytes,
            Self::JsonEvents(data) => Type::Stream(StreamKind::Events, Box::new(data.clone())),
            Self::TextEvents => Type::Stream(StreamKind::Events, Box::new(Type::String)),
            Self::JsonLines(value) => Type::Stream(StreamKind::JsonLines, Box::new(value.clone())),
        }
    }

    /// Whether it is read bit by bit.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        matches!(self.type_(), Type::Stream(..) | Type::Body)
    }
}

/// An enum with a variant per status.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// Name of the enum.
    pub name: String,
    /// One per status, most specific first.
    pub variants: Vec<Outcome>,
    /// The equal type of an earlier operation of the tag, which this one is another name for.
    pub same_as: Option<String>,
}

/// What a status carries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// Name of the variant.
    pub name: String,
    /// Which statuses.
    pub status: Status,
    /// What the body holds.
    pub content: Content,
    /// Documentation.
    pub docs: Docs,
}

/// Which statuses an outcome is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One.
    Code(u16),
    /// A hundred: 4 for 400 to 499.
    Range(u16),
    /// All others.
    Default,
}
