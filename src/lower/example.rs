//! Example values, as the description gives them.

use openapiv3::{
    Example, MediaType, OpenAPI, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema,
};
use serde_json::Value;

use super::component::{self, EXAMPLES};
use super::keywords::{At, Node, items};

/// The example of a schema in place; that of a list may stand at its elements.
pub(super) fn schema(at: &At<'_>) -> Option<Value> {
    node(at.node)
}

fn node(node: Node<'_>) -> Option<Value> {
    let Node::Inline(schema) = node else {
        return None;
    };
    let own = schema.schema_data.example.clone();
    own.filter(|value| !value.is_null()).or_else(|| {
        let items = Node::boxed(items(schema)?);
        Some(Value::Array(vec![self::node(items)?]))
    })
}

/// The example of a parameter, else that of its schema, else what a required one mostly is.
pub(super) fn parameter(document: &OpenAPI, data: &ParameterData) -> Option<Value> {
    let own = data.example.clone();
    own.or_else(|| first(document, data.examples.values()))
        .or_else(|| match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                in_place(schema).or_else(|| data.required.then(|| default(schema))?)
            }
            ParameterSchemaOrContent::Content(content) => {
                media_type(document, content.values().next()?)
            }
        })
}

/// The example of a body, else that of its schema.
pub(super) fn media_type(document: &OpenAPI, media_type: &MediaType) -> Option<Value> {
    let own = media_type.example.clone();
    own.or_else(|| first(document, media_type.examples.values()))
        .or_else(|| in_place(media_type.schema.as_ref()?))
}

fn in_place(schema: &ReferenceOr<Schema>) -> Option<Value> {
    node(Node::new(schema))
}

fn default(schema: &ReferenceOr<Schema>) -> Option<Value> {
    schema.as_item()?.schema_data.default.clone()
}

fn first<'a>(
    document: &'a OpenAPI,
    mut examples: impl Iterator<Item = &'a ReferenceOr<Example>>,
) -> Option<Value> {
    examples.find_map(|example| {
        let found = component::find(document, &EXAMPLES, String::new(), example)?;
        found.item.value.clone()
    })
}
