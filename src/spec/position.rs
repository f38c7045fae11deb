//! What stands where in a description: which object a pointer leads to, and where `$ref` is data.
//!
//! One table for OpenAPI 3.x and Swagger 2.0, from the
//! [OpenAPI Object](https://spec.openapis.org/oas/v3.1.1#schema-0) downwards. A key that is not in
//! it leads to data.

use serde_json::{Map, Value};

use crate::spec::origin::{push, tokens};

/// An object of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The description itself.
    Description,
    /// `components`.
    Components,
    /// A path and its operations.
    PathItem,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A request's body.
    RequestBody,
    /// A response.
    Response,
    /// A media type's content.
    MediaType,
    /// How a part of a body is encoded.
    Encoding,
    /// A header.
    Header,
    /// A schema.
    Schema,
    /// How to tell a union's members apart.
    Discriminator,
    /// A value of a discriminator's mapping: a schema's name or a reference to it, as text.
    SchemaName,
    /// An example (not its value).
    Example,
    /// A link.
    Link,
    /// A callback: path items by expression.
    Callback,
    /// A security scheme.
    SecurityScheme,
    /// `info`, a server, a tag: the specification allows no reference there, but authors split their files so.
    Plain,
    /// Anything in which `$ref` has no meaning: examples, defaults, extensions, unknown keywords.
    Data,
}

use Kind::{
    Callback, Components, Data, Description, Discriminator, Encoding, Example, Header, Link,
    MediaType, Operation, Parameter, PathItem, Plain, RequestBody, Response, Schema, SchemaName,
    SecurityScheme,
};

/// What a value is: one object, or a map or list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// An object of this kind.
    One(Kind),
    /// A map or list of objects of this kind.
    Many(Kind),
}

use Position::{Many, One};

/// The sections of `components` in OpenAPI 3.x, in the specification's order.
pub const SECTIONS: &[(&str, Kind)] = &[
    ("schemas", Schema),
    ("responses", Response),
    ("parameters", Parameter),
    ("examples", Example),
    ("requestBodies", RequestBody),
    ("headers", Header),
    ("securitySchemes", SecurityScheme),
    ("links", Link),
    ("callbacks", Callback),
];

/// The sections of a Swagger 2.0 description that can be referred to.
pub const SECTIONS_2: &[(&str, Kind)] = &[
    ("definitions", Schema),
    ("parameters", Parameter),
    ("responses", Response),
];

impl Position {
    /// The position of an object's member.
    #[must_use]
    pub fn member(self, key: &str) -> Self {
        let extension = key.starts_with("x-");
        match self {
            Many(PathItem | Response) | One(Callback) if extension => One(Data),
            Many(kind) => One(kind),
            One(Callback) => One(PathItem),
            One(_) if extension => One(Data),
            One(kind) => kind.member(key),
        }
    }

    /// The position of a list's element.
    #[must_use]
    pub fn element(self) -> Self {
        let (One(kind) | Many(kind)) = self;
        One(kind)
    }
}

impl Kind {
    fn member(self, key: &str) -> Position {
        match (self, key) {
            (Description, "paths" | "webhooks") => Many(PathItem),
            (Description, "components") => One(Components),
            (Description, "securityDefinitions") => Many(SecurityScheme),
            (Description, "info") => One(Plain),
            (Description, "servers" | "tags" | "security") => Many(Plain),
            (Description, _) => section(SECTIONS_2, key),
            (Components, "pathItems") => Many(PathItem),
            (Components, _) => section(SECTIONS, key),
            (PathItem | Operation, "parameters") => Many(Parameter),
            (PathItem | Operation, "servers") => Many(Plain),
            (PathItem, "summary" | "description") => One(Data),
            (PathItem, "additionalOperations") => Many(Operation),
            (PathItem, _) => One(Operation),
            (Operation, "requestBody") => One(RequestBody),
            (Operation, "responses") => Many(Response),
            (Operation, "callbacks") => Many(Callback),
            (Parameter | Header | MediaType | Response, "schema") => One(Schema),
            (MediaType, "itemSchema") | (Parameter | Header, "items") => One(Schema),
            (Parameter | Header | MediaType, "examples") => Many(Example),
            (Parameter | Header | RequestBody | Response, "content") => Many(MediaType),
            (Response | Encoding, "headers") => Many(Header),
            (Response, "links") => Many(Link),
            (MediaType, "encoding") => Many(Encoding),
            (Plain, "contact" | "license") => One(Plain),
            (Plain, "variables") => Many(Plain),
            (Schema, _) => schema_member(key),
            (Discriminator, "mapping") => Many(SchemaName),
            _ => One(Data),
        }
    }
}

fn section(sections: &[(&str, Kind)], key: &str) -> Position {
    sections
        .iter()
        .find(|(name, _)| *name == key)
        .map_or(One(Data), |(_, kind)| Many(*kind))
}

fn schema_member(key: &str) -> Position {
    match key {
        "properties" | "patternProperties" | "dependentSchemas" | "definitions" | "$defs"
        | "allOf" | "anyOf" | "oneOf" | "prefixItems" => Many(Schema),
        "items"
        | "additionalProperties"
        | "additionalItems"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contains"
        | "propertyNames"
        | "contentSchema"
        | "not"
        | "if"
        | "then"
        | "else" => One(Schema),
        "discriminator" => One(Discriminator),
        _ => One(Data),
    }
}

/// The position of the value at a pointer of the description.
#[must_use]
pub fn position_of(description: &Value, pointer: &str) -> Position {
    let start = (One(Description), Some(description));
    let (position, _) = tokens(pointer).fold(start, |(position, value), token| match value {
        Some(Value::Array(elements)) => {
            let index = token.parse().ok();
            let element = index.and_then(|index: usize| elements.get(index));
            (position.element(), element)
        }
        value => (
            position.member(&token),
            value.and_then(|value| value.get(token.as_ref())),
        ),
    });
    position
}

/// The text of the reference that a value is, if it is one.
///
/// A map of objects may be replaced by a reference too, which the specification does not foresee
/// but many tools follow: `paths: { $ref: paths.yaml }`.
#[must_use]
pub fn reference(value: &Value, position: Position) -> Option<&str> {
    match (value, position) {
        (_, One(Data) | Many(Data)) => None,
        (Value::Object(members), _) => target(members),
        (Value::String(text), One(SchemaName)) if names_a_file_or_pointer(text) => Some(text),
        _ => None,
    }
}

const REF: &str = "$ref";

fn target(members: &Map<String, Value>) -> Option<&str> {
    members.get(REF)?.as_str()
}

/// Whether a discriminator's mapping holds a reference, not a bare schema name.
fn names_a_file_or_pointer(text: &str) -> bool {
    text.contains('#')
        || [".yaml", ".yml", ".json"]
            .iter()
            .any(|suffix| text.ends_with(suffix))
}

/// The way from the document to a value, from the last step back. A pointer is spelt only when needed.
#[derive(Clone, Copy, Debug)]
pub enum Trail<'a> {
    /// Where the walk began.
    Start(&'a str),
    /// A member of what the trail leads to.
    Member(&'a Trail<'a>, &'a str),
    /// An element of what the trail leads to.
    Element(&'a Trail<'a>, usize),
}

impl Trail<'_> {
    /// The JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        self.spell(&mut pointer);
        pointer
    }

    fn spell(&self, pointer: &mut String) {
        match self {
            Trail::Start(start) => pointer.push_str(start),
            Trail::Member(parent, key) => {
                parent.spell(pointer);
                push(pointer, key);
            }
            Trail::Element(parent, index) => {
                parent.spell(pointer);
                push(pointer, &index.to_string());
            }
        }
    }
}

/// Calls `visit` with every reference in a value, in the order of the text: its trail, its position,
/// its text.
pub fn references(
    value: &Value,
    position: Position,
    trail: Trail<'_>,
    visit: &mut dyn FnMut(&Trail<'_>, Position, &str),
) {
    if matches!(position, One(Data) | Many(Data)) {
        return;
    }
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                // As in `reference`, without a look-up for each object of a description.
                if key == REF
                    && let Some(text) = member.as_str()
                {
                    visit(&trail, position, text);
                }
                references(
                    member,
                    position.member(key),
                    Trail::Member(&trail, key),
                    visit,
                );
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                references(
                    element,
                    position.element(),
                    Trail::Element(&trail, index),
                    visit,
                );
            }
        }
        _ => {
            if let Some(text) = reference(value, position) {
                visit(&trail, position, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn data_is_not_searched() {
        let document = json!({
            "paths": {"/a": {"get": {
                "parameters": [{"$ref": "p1", "example": {"$ref": "no"}}],
                "requestBody": {"content": {"a/b": {"schema": {"$ref": "s1"}, "example": {"$ref": "no"}}}},
                "responses": {"default": {"$ref": "r1"}, "x-y": {"$ref": "no"}},
                "x-z": {"$ref": "no"},
            }}},
            "components": {
                "schemas": {"x-own": {"$ref": "s2", "enum": [{"$ref": "no"}], "default": {"$ref": "no"}},
                    "A": {"properties": {"default": {"$ref": "s3"}, "$ref": {"$ref": "s4"}, "x-a": {"$ref": "s5"}},
                        "const": {"$ref": "no"}, "examples": [{"$ref": "no"}], "items": [{"$ref": "s6"}],
                        "discriminator": {"mapping": {"a": "B", "b": "b.yaml", "c": "#/c"}}}},
                "examples": {"e": {"$ref": "e1"}, "f": {"value": {"$ref": "no"}}},
            },
        });
        let mut found = Vec::new();
        references(
            &document,
            One(Description),
            Trail::Start(""),
            &mut |trail, position, text| {
                assert_eq!(position_of(&document, &trail.pointer()), position);
                assert_eq!(
                    document
                        .pointer(&trail.pointer())
                        .and_then(|value| reference(value, position)),
                    Some(text)
                );
                found.push(text.to_owned());
            },
        );
        assert_eq!(
            found,
            [
                "p1", "s1", "r1", "s2", "s3", "s4", "s5", "s6", "b.yaml", "#/c", "e1"
            ]
        );
    }
}
