//! The shape table: which keywords the objects of OpenAPI 3.0 have, what their values look like, and
//! what becomes of the keywords of 2.0, 3.1 and 3.2 that 3.0 has no home for.
//!
//! The table is the only list of keywords. The walker repairs along it, references are found along
//! it, and the tests take their vocabulary from it.

use serde_json::{Map, Value};

use crate::spec::position::Trail;

pub mod table;

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Data: kept as it is, never searched for references.
    Any,
    /// A string.
    Text,
    /// A boolean.
    Flag,
    /// A non-negative integer.
    Count,
    /// Any number.
    Number,
    /// A list of one shape.
    List(&'static Shape),
    /// A map from any text to one shape.
    Map(&'static Shape),
    /// An object of the table.
    Object(Kind),
    /// An object of the table, or a Reference Object.
    Reference(Kind),
    /// `additionalProperties`: a schema or a boolean.
    SchemaOrFlag,
}

/// The objects of the table, named as in the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    SecuritySchemes,
    Paths,
    PathItem,
    Operation,
    ExternalDocumentation,
    Parameter,
    RequestBody,
    Content,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Mapping,
    SecurityScheme,
    OAuthFlows,
    ImplicitFlow,
    TokenFlow,
    CodeFlow,
    SecurityRequirement,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// Its name in the description.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of a keyword.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    /// 3.0 has it.
    Keep,
    /// 3.0 demands it.
    Required(Missing),
    /// 3.0 lacks it; it lives on under this extension, for the next phase.
    Extension(&'static str),
    /// It says nothing that a client needs, or a conversion has used it up.
    Silent,
    /// It cannot be expressed: dropped with a warning.
    Unsupported,
}

/// What stands in for a required keyword that is missing.
#[derive(Clone, Copy, Debug)]
pub enum Missing {
    /// This text.
    Text(&'static str),
    /// An empty object.
    Object,
    /// Nothing can: the whole object goes.
    Drop,
}

impl Kind {
    /// What it is called in messages.
    pub fn title(self) -> &'static str {
        match self {
            Self::OpenApi => "description",
            Self::Info => "info object",
            Self::Contact => "contact",
            Self::License => "license",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
            Self::Components => "components object",
            Self::SecuritySchemes => "map of security schemes",
            Self::Paths => "paths object",
            Self::PathItem => "path item",
            Self::Operation => "operation",
            Self::ExternalDocumentation => "external documentation",
            Self::Parameter => "parameter",
            Self::RequestBody => "request body",
            Self::Content => "map of media types",
            Self::MediaType => "media type",
            Self::Encoding => "encoding",
            Self::Responses => "responses object",
            Self::Response => "response",
            Self::Callback => "callback",
            Self::Example => "example",
            Self::Link => "link",
            Self::Header => "header",
            Self::Tag => "tag",
            Self::Schema => "schema",
            Self::Discriminator => "discriminator",
            Self::Mapping => "discriminator mapping",
            Self::SecurityScheme => "security scheme",
            Self::OAuthFlows => "map of OAuth flows",
            Self::ImplicitFlow | Self::TokenFlow | Self::CodeFlow => "OAuth flow",
            Self::SecurityRequirement => "security requirement",
        }
    }

    /// The section of `components` that holds it, if 3.0 allows a reference to it.
    pub fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::Example => Some("examples"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Link => Some("links"),
            _ => None,
        }
    }

    /// The shape of the entries of an object whose keys are free.
    pub fn entries(self) -> Option<Shape> {
        match self {
            Self::Paths | Self::Callback => Some(Shape::Object(Kind::PathItem)),
            Self::Responses => Some(Shape::Reference(Kind::Response)),
            Self::Content => Some(Shape::Object(Kind::MediaType)),
            Self::Mapping => Some(Shape::Text),
            Self::SecuritySchemes => Some(Shape::Reference(Kind::SecurityScheme)),
            Self::SecurityRequirement => Some(Shape::List(&Shape::Text)),
            _ => None,
        }
    }

    /// Whether a key that begins with `x-` is an extension here, and not a name.
    pub fn is_extensible(self) -> bool {
        !matches!(
            self,
            Self::Content | Self::Mapping | Self::SecuritySchemes | Self::SecurityRequirement
        )
    }

    /// The row of a keyword, under its own name or that of its extension.
    pub fn keyword(self, name: &str) -> Option<&'static Keyword> {
        table::keywords(self).iter().find(|row| row.is(name))
    }
}

impl Keyword {
    /// Whether it goes by this name, its own or that of its extension.
    pub fn is(&self, name: &str) -> bool {
        self.name == name || matches!(self.fate, Fate::Extension(extension) if extension == name)
    }
}

/// What [`visit`] calls: with an object or map, its shape and the way to it.
pub type Visitor<'a, 'b> = dyn FnMut(&'a Map<String, Value>, Shape, &Trail<'_>) + 'b;

/// Calls `visitor` with every object and map along the table, whatever is wrong with the rest.
///
/// A single value where a list belongs, and the reverse, are looked into as well, because the walker
/// repairs them later.
pub fn visit<'a>(value: &'a Value, shape: Shape, trail: Trail<'_>, visitor: &mut Visitor<'a, '_>) {
    match (value, shape) {
        (_, Shape::Any | Shape::Text | Shape::Flag | Shape::Count | Shape::Number) => {}
        (_, Shape::SchemaOrFlag) => visit(value, Shape::Reference(Kind::Schema), trail, visitor),
        (Value::Array(list), _) => {
            let element = if let Shape::List(element) = shape {
                *element
            } else {
                shape
            };
            for (index, value) in list.iter().enumerate() {
                visit(value, element, Trail::Element(&trail, index), visitor);
            }
        }
        (Value::Object(_), Shape::List(element)) => visit(value, *element, trail, visitor),
        (Value::Object(map), _) => {
            visitor(map, shape, &trail);
            for (key, value) in map {
                if let Some(shape) = shape.at(key) {
                    visit(value, shape, Trail::Member(&trail, key), visitor);
                }
            }
        }
        _ => {}
    }
}

impl Shape {
    /// The shape of what lies under a key or index; none if the table does not say.
    pub fn at(self, token: &str) -> Option<Self> {
        match self {
            Self::List(element) | Self::Map(element) => Some(*element),
            Self::Object(kind) | Self::Reference(kind) => match kind.keyword(token) {
                Some(row) => Some(row.shape),
                None if kind.is_extensible() && token.starts_with("x-") => None,
                None => kind.entries(),
            },
            Self::SchemaOrFlag => Self::Reference(Kind::Schema).at(token),
            Self::Any | Self::Text | Self::Flag | Self::Count | Self::Number => None,
        }
    }

    /// The kind of object, if it is one.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::Object(kind) | Self::Reference(kind) => Some(kind),
            Self::SchemaOrFlag => Some(Kind::Schema),
            _ => None,
        }
    }
}
