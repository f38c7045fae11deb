//! Whatever a description contains: code that parses, or a report; never a panic, never a defect of oasmith.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::path::Path;

use oasmith::diagnostic::Code;
use oasmith::diagnostic::render::Colour;
use oasmith::pipeline::{Options, Outcome, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Memory;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};
use syn::visit::{self, Visit};

fn run(description: &Value) -> Outcome {
    let mut files = Memory::default();
    files.insert("api.json", description.to_string());
    let target = Target::Crate(Package {
        name: "any".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let outcome = generate(
        &files,
        Path::new("api.json"),
        &Options::default(),
        Some(&target),
    );
    let defect = outcome
        .diagnostics
        .iter()
        .find(|d| d.code == Code::Internal);
    assert!(
        defect.is_none(),
        "{}\n{description}",
        outcome.human(Colour::Never)
    );
    outcome
}

/// Collects the names that occur twice where they may occur once.
#[derive(Default)]
struct Duplicates(Vec<String>);

impl Duplicates {
    fn check(&mut self, place: &str, names: impl Iterator<Item = String>) {
        let mut seen = BTreeSet::new();
        let twice = names.filter(|name| !seen.insert(name.clone()));
        self.0
            .extend(twice.map(|name| format!("{name} in {place}")));
    }
}

impl<'ast> Visit<'ast> for Duplicates {
    fn visit_file(&mut self, file: &'ast syn::File) {
        let types = file.items.iter().filter_map(|item| match item {
            syn::Item::Struct(item) => Some(item.ident.to_string()),
            syn::Item::Enum(item) => Some(item.ident.to_string()),
            syn::Item::Type(item) => Some(item.ident.to_string()),
            _ => None,
        });
        let imported = file.items.iter().filter_map(|item| match item {
            syn::Item::Use(item) => Some(&item.tree),
            _ => None,
        });
        let mut names = Vec::new();
        imported.for_each(|tree| imports(tree, &mut names));
        self.check("types", types.chain(names));
        let statics = file.items.iter().filter_map(|item| match item {
            syn::Item::Static(item) => Some(item.ident.to_string()),
            _ => None,
        });
        self.check("statics", statics);
        visit::visit_file(self, file);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        let names = item.fields.iter().filter_map(|field| field.ident.as_ref());
        self.check("struct", names.map(ToString::to_string));
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        let names = item
            .variants
            .iter()
            .map(|variant| variant.ident.to_string());
        self.check("enum", names);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let names = item.items.iter().filter_map(|item| match item {
            syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
            _ => None,
        });
        self.check("impl", names);
        visit::visit_item_impl(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        let names = signature.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Typed(typed) => match &*typed.pat {
                syn::Pat::Ident(pattern) => Some(pattern.ident.to_string()),
                _ => None,
            },
            syn::FnArg::Receiver(_) => None,
        });
        self.check("fn", names);
    }
}

fn imports(tree: &syn::UseTree, names: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(path) => imports(&path.tree, names),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, names)),
        // Functions, macros and modules are in other namespaces.
        syn::UseTree::Name(name) if name.ident.to_string().starts_with(char::is_uppercase) => {
            names.push(name.ident.to_string());
        }
        _ => {}
    }
}

/// Checks what rustc would refuse first: text that is no Rust, and names given twice.
fn check(outcome: &Outcome) {
    let mut paths = BTreeSet::new();
    for (path, text) in &outcome.files {
        assert!(paths.insert(path.to_lowercase()), "{path} twice");
        if !path.ends_with(".rs") || path.starts_with("src/runtime") {
            continue;
        }
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        let mut duplicates = Duplicates::default();
        duplicates.visit_file(&file);
        assert!(
            duplicates.0.is_empty(),
            "{path}: {:?}\n{text}",
            duplicates.0
        );
    }
}

/// Any text, and often one that is hard to name.
fn text() -> impl Strategy<Value = String> {
    const HARD: &[&str] = &[
        "",
        " ",
        "_",
        "__",
        "-",
        "+1",
        "-1",
        "1",
        "1.5",
        "15",
        "$",
        "a.b",
        "a/b",
        "a_b",
        "aB",
        "A B",
        "self",
        "Self",
        "crate",
        "super",
        "type",
        "r#type",
        "async",
        "gen",
        "new",
        "send",
        "timeout",
        "header",
        "body",
        "call",
        "query",
        "path",
        "error",
        "Error",
        "Option",
        "Result",
        "Vec",
        "String",
        "Box",
        "Client",
        "Call",
        "Endpoint",
        "Query",
        "Unknown",
        "unknown",
        "None",
        "Some",
        "Ok",
        "client",
        "models",
        "runtime",
        "lib",
        "main",
        "mod",
        "builder",
        "api",
        "std",
        "core",
        "json",
        "writer",
        "object",
        "value",
        "additional_properties",
        "kind",
        "名前",
        "é",
        "🐙",
        "\u{202e}",
        "\0",
        "\r\n",
        "*/",
        "///",
        "\"",
        "\\",
        "{}",
        "{{",
        "}}",
        "{% raw %}",
        "`",
        "``",
        "<b>",
        "[x]",
        "#",
        "ß",
        "ǅ",
        "ﬁ",
        "ª",
        "٣",
        "\u{301}",
        "a\u{301}",
        "İ",
    ];
    let hard = select(HARD).prop_map(str::to_owned);
    prop_oneof![
        3 => hard.clone(),
        1 => (hard.clone(), hard).prop_map(|(a, b)| format!("{a}{b}")),
        1 => any::<String>(),
        1 => "[a-zA-Z0-9_. -]{0,12}",
    ]
}

/// A description in which these texts stand wherever a name or a text can.
fn described(texts: &[String]) -> Value {
    let at = |index: usize| texts[index % texts.len()].as_str();
    let properties: Map<String, Value> = texts
        .iter()
        .map(|name| {
            (
                name.clone(),
                json!({ "type": "string", "description": name, "enum": texts }),
            )
        })
        .collect();
    let schemas: Map<String, Value> = texts
        .iter()
        .map(|name| {
            (name.clone(), json!({ "type": "object", "title": name, "properties": properties, "required": texts }))
        })
        .collect();
    let parameters: Vec<Value> = ["path", "query", "header", "cookie"]
        .iter()
        .flat_map(|place| {
            texts.iter().map(move |name| {
                let required = *place == "path" || name.len() % 2 == 0;
                json!({ "name": name, "in": place, "required": required, "description": name, "schema": { "enum": texts } })
            })
        })
        .collect();
    let schemes: Map<String, Value> = texts
        .iter()
        .map(|name| {
            (
                name.clone(),
                json!({ "type": "apiKey", "in": "header", "name": name, "description": name }),
            )
        })
        .collect();
    let template: String = texts.iter().map(|name| format!("/{{{name}}}")).collect();
    let paths: Map<String, Value> = texts
        .iter()
        .enumerate()
        .map(|(index, id)| {
            let operation = json!({
                "operationId": id, "tags": [at(index + 1)], "summary": id, "description": at(index + 2),
                "parameters": parameters, "security": [{ at(index): [] }],
                "requestBody": { "description": id, "content": { "application/json": { "schema": { "enum": texts } } } },
                "responses": {
                    "200": { "description": id, "content": { at(index + 1): { "schema": { "type": "string" } } } },
                    "404": { "description": id, "content": { "application/json": { "schema": { "enum": texts } } } },
                },
            });
            (format!("/{index}{template}"), json!({ "get": operation }))
        })
        .collect();
    json!({
        "openapi": "3.0.3",
        "info": { "title": at(0), "version": at(1), "description": at(2) },
        "servers": [{ "url": at(0), "description": at(1), "variables": { at(2): { "default": at(0), "enum": texts } } }],
        "tags": [{ "name": at(0), "description": at(1) }],
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": schemes },
    })
}

/// Any JSON; its keys are mostly those of schemas, and its texts their values.
fn schema() -> impl Strategy<Value = Value> {
    const KEYWORDS: &[&str] = &[
        "type",
        "format",
        "enum",
        "const",
        "nullable",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "discriminator",
        "propertyName",
        "mapping",
        "$ref",
        "readOnly",
        "writeOnly",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "multipleOf",
        "minLength",
        "pattern",
        "uniqueItems",
        "default",
        "example",
        "title",
        "description",
        "deprecated",
        "a",
        "b",
        "kind",
    ];
    const WORDS: &[&str] = &[
        "string",
        "integer",
        "number",
        "boolean",
        "object",
        "array",
        "null",
        "byte",
        "int32",
        "uint64",
        "a",
        "b",
        "kind",
        "#/components/schemas/S0",
        "#/components/schemas/S1",
        "#/components/schemas/S2",
        "S0",
        "S1",
    ];
    let leaf = prop_oneof![
        6 => select(WORDS).prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(json!({ "$ref": "#/components/schemas/S0" })),
        1 => Just(json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } })),
        1 => Just(json!({ "type": "string", "enum": ["a", "b"] })),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let members = vec((select(KEYWORDS), inner.clone()), 0..5);
        prop_oneof![
            3 => members.prop_map(|list| list.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
            1 => vec(inner, 0..4).prop_map(Value::from),
        ]
    })
}

/// A description with these schemas, all sent and received.
fn modelled(schemas: &[Value]) -> Value {
    let components: Map<String, Value> = schemas
        .iter()
        .enumerate()
        .map(|(index, schema)| (format!("S{index}"), schema.clone()))
        .collect();
    let content = json!({ "application/json": { "schema": schemas[0] } });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Any", "version": "1" },
        "paths": { "/a": { "post": {
            "operationId": "a",
            "parameters": [{ "name": "q", "in": "query", "schema": schemas[0] }],
            "requestBody": { "content": content },
            "responses": { "200": { "description": "b", "content": content } },
        } } },
        "components": { "schemas": components },
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_a_name(texts in vec(text(), 1..5)) {
        check(&run(&described(&texts)));
    }
}

proptest! {
    // 20 schemas each: 10,000 in all.
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_json_can_be_a_schema(schemas in vec(schema(), 20)) {
        check(&run(&modelled(&schemas)));
    }
}
