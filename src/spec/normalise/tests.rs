//! What holds for any input at all.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::shape::{Kind, Shape, table};
use super::{normalise, walk};
use crate::diagnostic::{Code, Diagnostics};
use crate::spec::filter::Filter;
use crate::spec::origin::{Origins, child};
use crate::spec::source::Sources;

/// Every kind that the table reaches from the root.
fn kinds() -> Vec<Kind> {
    fn reach(shape: Shape, kinds: &mut Vec<Kind>) {
        if let Shape::List(element) | Shape::Map(element) = shape {
            return reach(*element, kinds);
        }
        let Some(kind) = shape.kind().filter(|kind| !kinds.contains(kind)) else {
            return;
        };
        kinds.push(kind);
        kind.entries()
            .into_iter()
            .for_each(|shape| reach(shape, kinds));
        table::keywords(kind)
            .iter()
            .for_each(|row| reach(row.shape, kinds));
    }
    let mut kinds = Vec::new();
    reach(Shape::Object(Kind::OpenApi), &mut kinds);
    kinds
}

/// All keywords of the table, and keys that mean something where keys are free.
fn keys() -> Vec<&'static str> {
    let rows = kinds()
        .into_iter()
        .flat_map(|kind| table::keywords(kind).iter().map(|row| row.name));
    let free = [
        "$ref",
        "200",
        "default",
        "/a/{b}",
        "A",
        "P",
        "S",
        "application/json",
        "x-a",
        "x-nullable",
        "host",
        "0",
    ];
    let v2 = [
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "parameters",
        "securityDefinitions",
        "flow",
        "collectionFormat",
    ];
    rows.chain(free)
        .chain(v2)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// Texts that mean something in one place or another.
const TEXTS: &[&str] = &[
    "",
    "string",
    "integer",
    "number",
    "array",
    "object",
    "null",
    "file",
    "any",
    "true",
    "-1",
    "1e3",
    "query",
    "path",
    "header",
    "cookie",
    "body",
    "formData",
    "querystring",
    "apiKey",
    "http",
    "oauth2",
    "mutualTLS",
    "basic",
    "accessCode",
    "implicit",
    "form",
    "deepObject",
    "multi",
    "csv",
    "base64",
    "A",
    "S",
    "#",
    "#/",
    "#A",
    "#/components/schemas/A",
    "#/components/schemas/B",
    "#/components/parameters/P",
    "#/components/responses/R",
    "#/components/requestBodies/S",
    "#/components/callbacks/C",
    "#/components/pathItems/I",
    "#/paths/~1a",
    "#/paths/~1a/get",
    "#/definitions/A",
    "#/paths/~1a/get/responses/200/content/application~1json/schema",
    "#/paths/~1a/get/parameters/0",
    "#/components/schemas/A/properties/a",
    "#/x-a",
];

fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        prop_oneof![Just(0_i64), Just(1), Just(-1), Just(200), any::<i64>()].prop_map(Value::from),
        prop_oneof![Just(1e3), Just(0.5), Just(-9.3e18), Just(1e300)].prop_map(Value::from),
        Just(json!(u64::MAX)),
        prop::sample::select(TEXTS).prop_map(Value::from),
        ".{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key =
            prop_oneof![9 => prop::sample::select(keys()).prop_map(str::to_owned), 1 => ".{0,4}"];
        prop_oneof![
            1 => vec(inner.clone(), 0..4).prop_map(Value::Array),
            3 => vec((key, inner), 0..4).prop_map(|entries| Value::Object(Map::from_iter(entries))),
        ]
    })
}

/// A small description with something of everything.
fn skeleton(version: usize) -> Value {
    let mut document = json!({
        "info": { "title": "t", "version": "1", "license": { "name": "l" } },
        "servers": [{ "url": "/", "variables": { "v": { "default": "d" } } }],
        "tags": [{ "name": "t" }],
        "security": [{ "S": [] }],
        "paths": { "/a": {
            "parameters": [{ "$ref": "#/components/parameters/P" }],
            "get": {
                "tags": ["t"],
                "parameters": [{ "name": "q", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } }],
                "requestBody": { "content": { "multipart/form-data": { "schema": { "type": "object" }, "encoding": { "e": {} } } } },
                "responses": { "200": {
                    "description": "d",
                    "headers": { "H": { "schema": { "type": "string" } } },
                    "links": { "L": { "operationId": "o" } },
                    "content": { "application/json": { "schema": { "type": ["string", "null"] }, "examples": { "e": { "value": 1 } } } },
                }, "default": { "$ref": "#/components/responses/R" } },
                "callbacks": { "c": { "$ref": "#/components/callbacks/C" } },
            },
        }, "/b": { "$ref": "#/components/pathItems/I" } },
        "webhooks": { "w": { "post": { "responses": {} } } },
        "components": {
            "schemas": {
                "A": {
                    "type": "object", "required": ["a"], "properties": { "a": { "type": "integer", "enum": [1] } },
                    "additionalProperties": { "$ref": "#/components/schemas/B" }, "discriminator": { "propertyName": "a", "mapping": { "x": "B" } },
                },
                "B": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "type": "null" }], "description": "b" },
            },
            "parameters": { "P": { "name": "p", "in": "header", "schema": { "type": "number", "minimum": 1 } } },
            "responses": { "R": { "description": "r" } },
            "callbacks": { "C": { "{$url}": { "post": { "responses": {} } } } },
            "pathItems": { "I": { "get": { "responses": {} } } },
            "securitySchemes": { "S": { "type": "oauth2", "flows": { "implicit": { "authorizationUrl": "u", "scopes": { "s": "d" } } } } },
        },
        "definitions": { "A": { "type": "string" } },
        "host": "h",
    });
    let (key, version) = [
        ("openapi", "3.0.3"),
        ("openapi", "3.1.0"),
        ("openapi", "3.2.0"),
        ("swagger", "2.0"),
    ][version];
    document[key] = json!(version);
    document
}

/// The pointers of all values in a tree.
fn pointers(value: &Value, pointer: &str, all: &mut Vec<String>) {
    all.push(pointer.to_owned());
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| pointers(value, &child(pointer, key), all)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| {
                pointers(value, &child(pointer, &index.to_string()), all)
            });
        }
        _ => {}
    }
}

/// The typed model's own extensions must be of the shape that the module promises.
fn promised_extensions(document: &openapiv3::OpenAPI) {
    if let Some(webhooks) = document.extensions.get("x-oasmith-webhooks") {
        serde_json::from_value::<IndexMap<String, openapiv3::PathItem>>(webhooks.clone()).unwrap();
    }
    for item in document
        .paths
        .paths
        .values()
        .filter_map(|item| item.as_item())
    {
        if let Some(operations) = item.extensions.get("x-oasmith-operations") {
            serde_json::from_value::<IndexMap<String, openapiv3::Operation>>(operations.clone())
                .unwrap();
        }
    }
}

fn check(document: Value) {
    let mut diagnostics = Diagnostics::default();
    let shown = document.to_string();
    let normal = normalise(
        document,
        &Filter::default(),
        &Sources::default(),
        &mut Origins::default(),
        &mut diagnostics,
    );
    let internal = diagnostics
        .iter()
        .find(|diagnostic| diagnostic.code == Code::Internal);
    assert!(internal.is_none(), "{internal:?} of {shown}");
    assert_eq!(normal.is_none(), diagnostics.has_errors(), "{shown}");
    normal.iter().for_each(promised_extensions);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_anywhere_is_accepted_or_reported(
        version in 0..4_usize,
        place in any::<prop::sample::Index>(),
        key in prop::option::of(prop::sample::select(keys())),
        tree in tree(),
    ) {
        let mut document = skeleton(version);
        let mut all = Vec::new();
        pointers(&document, "", &mut all);
        let pointer: &String = place.get(&all);
        let target = document.pointer_mut(pointer).unwrap();
        match (key, target) {
            (Some(key), Value::Object(map)) => {
                map.insert(key.to_owned(), tree);
            }
            (Some(_), Value::Array(list)) => list.push(tree),
            (_, target) => *target = tree,
        }
        check(document);
    }
}

#[test]
fn nesting_has_a_limit() {
    let nested = |depth: usize| {
        let schema = (1..depth).fold(
            json!({ "type": "string" }),
            |schema, _| json!({ "type": "array", "items": schema }),
        );
        let document = json!({ "openapi": "3.0.3", "info": { "title": "t", "version": "1" }, "paths": {}, "components": { "schemas": { "A": schema } } });
        let mut diagnostics = Diagnostics::default();
        let normal = normalise(
            document,
            &Filter::default(),
            &Sources::default(),
            &mut Origins::default(),
            &mut diagnostics,
        );
        (
            normal.is_some(),
            diagnostics
                .iter()
                .map(|diagnostic| diagnostic.code)
                .collect::<Vec<_>>(),
        )
    };
    let thread = std::thread::Builder::new().stack_size(256 << 20);
    let results = thread
        .spawn(move || (nested(walk::DEEPEST), nested(walk::DEEPEST + 1)))
        .unwrap();
    assert_eq!(
        results.join().unwrap(),
        ((true, vec![]), (false, vec![Code::Limit]))
    );
}

#[test]
fn a_few_references_do_not_stand_for_billions() {
    let mut items = Map::new();
    for level in 0..40 {
        let next = format!("#/components/pathItems/I{}", level + 1);
        let callback = json!({ "a": { "$ref": next }, "b": { "$ref": next } });
        items.insert(
            format!("I{level}"),
            json!({ "post": { "responses": {}, "callbacks": { "c": callback } } }),
        );
    }
    items.insert("I40".to_owned(), json!({}));
    let mut diagnostics = Diagnostics::default();
    let document = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": { "/a": { "$ref": "#/components/pathItems/I0" } }, "components": { "pathItems": items } });
    assert!(
        normalise(
            document,
            &Filter::default(),
            &Sources::default(),
            &mut Origins::default(),
            &mut diagnostics
        )
        .is_none()
    );
    let limits = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::Limit);
    assert_eq!(limits.count(), 1);
}
