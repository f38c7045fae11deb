//! What a description becomes: its schemas and operations with the Rust paths of each.

mod pages;

use serde::Serialize;

pub use self::pages::Suggestion;
use crate::ir::{self, Api, Argument, Model, Operation, Success, Tag};
use crate::spec::origin::Origins;
use crate::spec::source::Sources;

/// The schemas and operations of a description, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// Component schemas.
    pub schemas: Vec<Schema>,
    /// Operations.
    pub operations: Vec<Call>,
    /// What the server sends on its own.
    pub webhooks: Vec<Webhook>,
    /// Places that hold anything.
    pub untyped: Vec<Untyped>,
    /// Rules for pages that operations without one seem to follow.
    pub pagination: Vec<Suggestion>,
}

/// Where something stands in what the user wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file that holds it, as reports call it.
    pub file: String,
    /// Where it is in that file: a JSON pointer.
    pub pointer: String,
}

/// What a component schema becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Schema {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Path of its type in the crate.
    pub rust: String,
    /// Whether requests carry it.
    pub sent: bool,
    /// Whether responses carry it.
    pub received: bool,
}

/// A place that holds anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Untyped {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Why it has no type.
    pub reason: &'static str,
}

/// What an operation becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Call {
    /// Its `operationId`, or one made from method and path.
    pub id: String,
    /// HTTP method.
    pub method: String,
    /// Path template.
    pub path: String,
    /// Path of its method in the crate.
    pub rust: String,
    /// Arguments of that method.
    pub arguments: Vec<Value>,
    /// Methods that set what is optional.
    pub options: Vec<Value>,
    /// The type that it returns.
    pub success: String,
    /// The type of its documented failures; `null` if there are none.
    pub error: Option<String>,
}

/// What a webhook becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Webhook {
    /// Its name.
    pub name: String,
    /// HTTP method.
    pub method: String,
    /// The type of its body.
    pub body: String,
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Value {
    /// Rust name.
    pub name: String,
    /// Name on the wire; empty for a body.
    pub wire_name: String,
    /// Rust type of the value.
    #[serde(rename = "type")]
    pub type_: String,
}

/// What the description of `api` becomes; the places are those in the user's files.
#[must_use]
pub fn inspect(api: &Api, sources: &Sources, origins: &Origins) -> Inspection {
    let place = |pointer: &str| place(pointer, sources, origins);
    let components = api.models.iter().filter(|model| model.component.is_some());
    let untyped = api.untyped.iter().map(|untyped| Untyped {
        place: place(&untyped.pointer),
        reason: untyped.reason,
    });
    let calls = api
        .tags
        .iter()
        .flat_map(|tag| tag.operations.iter().map(|operation| call(tag, operation)));
    Inspection {
        schemas: components
            .map(|model| schema(model, place(&model.pointer)))
            .collect(),
        operations: calls.collect(),
        webhooks: api.webhooks.iter().map(webhook).collect(),
        untyped: untyped.collect(),
        pagination: pages::suggestions(api),
    }
}

/// Where `pointer` of the repaired description came from.
fn place(pointer: &str, sources: &Sources, origins: &Origins) -> Place {
    let (source, pointer) = origins.trace(pointer);
    let file = sources
        .get(source)
        .map(|source| source.name.display().to_string());
    Place {
        file: file.unwrap_or_default(),
        pointer,
    }
}

fn schema(model: &Model, place: Place) -> Schema {
    Schema {
        place,
        rust: format!("models::{}", model.name),
        sent: model.sent,
        received: model.received,
    }
}

fn call(tag: &Tag, operation: &Operation) -> Call {
    let module = |name: &str| format!("{}::{name}", tag.module);
    Call {
        id: operation.id.clone(),
        method: operation.method.clone(),
        path: operation.path.clone(),
        rust: format!("{}::{}::{}", tag.module, tag.name, operation.name),
        arguments: operation.arguments.iter().map(value).collect(),
        options: operation.options.iter().map(value).collect(),
        success: match &operation.success {
            Success::One(content) => content.type_().qualified().to_string(),
            Success::Many(outcomes) => module(&outcomes.name),
        },
        error: operation
            .failure
            .as_ref()
            .map(|outcomes| module(&outcomes.name)),
    }
}

fn webhook(webhook: &ir::Webhook) -> Webhook {
    Webhook {
        name: webhook.name.clone(),
        method: webhook.method.clone(),
        body: webhook.body.qualified().to_string(),
    }
}

fn value(argument: &Argument) -> Value {
    Value {
        name: argument.name.clone(),
        wire_name: argument.wire_name.clone(),
        type_: argument.value.qualified().to_string(),
    }
}

impl Inspection {
    /// Tables for people.
    #[must_use]
    pub fn human(&self) -> String {
        let usage = |schema: &Schema| match (schema.sent, schema.received) {
            (true, true) => "sent, received",
            (true, false) => "sent",
            (false, true) => "received",
            (false, false) => "unused",
        };
        let schemas = self.schemas.iter().map(|schema| &schema.place);
        let untyped = self.untyped.iter().map(|untyped| &untyped.place);
        let mut files = schemas.chain(untyped).map(|place| &place.file);
        let first = files.next();
        let is_one_file = files.all(|file| Some(file) == first);
        // In several files, pointers do not tell places apart, and that of a whole file is empty.
        let shown = |place: &Place| match is_one_file && !place.pointer.is_empty() {
            true => place.pointer.clone(),
            false => format!("{}#{}", place.file, place.pointer),
        };
        let schemas = self.schemas.iter().map(|schema| {
            let usage = usage(schema).to_owned();
            vec![shown(&schema.place), schema.rust.clone(), usage]
        });
        let operations = self.operations.iter().map(|call| {
            let error = call.error.as_deref().unwrap_or("-");
            vec![
                format!("{} {}", call.method, call.path),
                call.rust.clone(),
                call.success.clone(),
                error.to_owned(),
            ]
        });
        let operations = table(
            &["operation", "method", "success", "error"],
            operations.collect(),
        );
        let schemas = table(&["schema", "type", "use"], schemas.collect());
        let untyped = self.untyped.iter();
        let untyped = untyped.map(|row| vec![shown(&row.place), row.reason.to_owned()]);
        let untyped = table(&["untyped", "reason"], untyped.collect());
        let mut parts = vec![operations, schemas];
        if !self.webhooks.is_empty() {
            let webhooks = self.webhooks.iter();
            let webhooks = webhooks.map(|webhook| {
                let name = format!("{} {}", webhook.method, webhook.name);
                vec![name, webhook.body.clone()]
            });
            parts.push(table(&["webhook", "body"], webhooks.collect()));
        }
        if !self.untyped.is_empty() {
            parts.push(untyped);
        }
        if !self.pagination.is_empty() {
            parts.push(pages::human(&self.pagination));
        }
        parts.join("\n")
    }
}

/// Columns as wide as their widest cell.
fn table(head: &[&str], mut rows: Vec<Vec<String>>) -> String {
    rows.insert(0, head.iter().map(|&cell| cell.to_owned()).collect());
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::lower::names::chosen::Rename;
    use crate::lower::pagination::PageRules;
    use crate::lower::{TypeOptions, lower};

    #[test]
    fn untyped_places_are_listed_with_the_reason() {
        let text = "
            openapi: 3.0.3
            info: {title: T, version: '1'}
            paths:
              /a:
                post:
                  requestBody: {content: {application/json: {}}}
                  responses: {'200': {description: D, content: {application/json: {}}}}
            components:
              schemas:
                Anything: {}
                Map: {type: object}
                List: {type: array}
                Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}
                Nothing: {enum: [null]}
                Pair: {enum: [[1, 2]]}
                No: {not: {type: string}}
                Held: {type: object, required: [a], additionalProperties: true}
                Both:
                  oneOf: [{type: string}, {type: integer}]
                  anyOf: [{type: string}, {type: boolean}]
                Typed: {type: array, items: {type: string}}";
        let document = serde_yaml::from_str(text).unwrap();
        let api = lower(
            &document,
            &TypeOptions::default(),
            &Rename::default(),
            &PageRules::default(),
            Default::default(),
            &mut Diagnostics::default(),
        );
        let human = inspect(&api, &Sources::default(), &Origins::default()).human();
        let (_, listed) = human.split_once("reason").unwrap();
        insta::assert_snapshot!(listed, @r"
        /components/schemas/Anything                             empty schema
        /components/schemas/Map                                  free-form object
        /components/schemas/List                                 array without items
        /components/schemas/Nothing                              enum of null
        /components/schemas/Pair                                 enum of unusual values
        /components/schemas/No                                   nothing but `not`
        /components/schemas/Held                                 required but undeclared
        /components/schemas/Held                                 additional properties of any type
        /components/schemas/Both                                 several unions
        /paths/~1a/post/requestBody/content/application~1json    media type without schema
        /paths/~1a/post/responses/200/content/application~1json  media type without schema
        /components/schemas/Tree                                 recursive alias
        ");
    }
}
