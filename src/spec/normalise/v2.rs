//! Swagger 2.0 in terms of 3.0: servers, security, responses. Parameters are looked at one by one in
//! [`super::parameter`], bodies in [`super::bodies`].
//!
//! See [Swagger 2.0](https://spec.openapis.org/oas/v2.0.html).

use serde_json::{Map, Value, json};

use super::context::Context;
use super::operation::METHODS;

/// The media type of a file whose operation does not name one.
const BYTES: &str = "application/octet-stream";

/// The media type of everything else.
const JSON: &str = "application/json";

/// Converts all of a document but its parameters and bodies.
pub fn convert(context: &mut Context, document: &mut Map<String, Value>) {
    let produces = document.shift_remove("produces");
    let address = servers(context, document);
    if let Some(Value::Object(components)) = document.get_mut("components") {
        context.within("components", |context| {
            each_object(context, components, "securitySchemes", oauth_flow);
            each_object(context, components, "responses", |context, map| {
                response(context, map, produces.as_ref())
            });
        });
    }
    each_object(context, document, "paths", |context, item| {
        each_operation(context, item, |context, operation| {
            let own = operation.shift_remove("produces");
            let produces = own.as_ref().or(produces.as_ref());
            if let (Some(schemes), Some(address)) = (operation.shift_remove("schemes"), &address) {
                context.moved(&["servers"], &["schemes"]);
                operation.insert("servers".to_owned(), with_schemes(address, &schemes));
            }
            each_object(context, operation, "responses", |context, map| {
                response(context, map, produces)
            });
        });
    });
}

/// Does `work` for every operation of a path item.
pub fn each_operation(
    context: &mut Context,
    item: &mut Map<String, Value>,
    mut work: impl FnMut(&mut Context, &mut Map<String, Value>),
) {
    for (key, value) in item.iter_mut() {
        if let (true, Value::Object(operation)) =
            (METHODS.contains(&key.to_ascii_lowercase().as_str()), value)
        {
            context.within(key, |context| work(context, operation));
        }
    }
}

/// Does `work` for every object in the map under `key`.
pub fn each_object(
    context: &mut Context,
    holder: &mut Map<String, Value>,
    key: &str,
    mut work: impl FnMut(&mut Context, &mut Map<String, Value>),
) {
    let Some(Value::Object(entries)) = holder.get_mut(key) else {
        return;
    };
    context.within(key, |context| {
        for (name, value) in entries {
            if let Value::Object(map) = value {
                context.within(name, |context| work(context, map));
            }
        }
    });
}

/// `schemes`, `host` and `basePath` as `servers`; returns host and path, if a host is named.
fn servers(context: &mut Context, document: &mut Map<String, Value>) -> Option<String> {
    let schemes = document.shift_remove("schemes").unwrap_or_default();
    let host = document.shift_remove("host");
    let base = document.shift_remove("basePath");
    let base = base
        .as_ref()
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim_end_matches('/');
    if let Some(host) = host.as_ref().and_then(Value::as_str) {
        let address = format!("{host}{base}");
        context.moved(&["servers"], &["host"]);
        document.insert("servers".to_owned(), with_schemes(&address, &schemes));
        return Some(address);
    }
    if !base.is_empty() {
        context.moved(&["servers"], &["basePath"]);
        document.insert("servers".to_owned(), json!([{ "url": base }]));
    }
    None
}

/// One server per scheme.
fn with_schemes(address: &str, schemes: &Value) -> Value {
    texts_or(Some(schemes), "https")
        .iter()
        .map(|scheme| json!({ "url": format!("{scheme}://{address}") }))
        .collect()
}

/// The one flow of an OAuth2 scheme.
fn oauth_flow(context: &mut Context, scheme: &mut Map<String, Value>) {
    let name = match scheme.get("flow").and_then(Value::as_str) {
        Some("accessCode") => "authorizationCode",
        Some("application") => "clientCredentials",
        Some(flow @ ("implicit" | "password")) => flow,
        _ => return,
    }
    .to_owned();
    scheme.shift_remove("flow");
    context.moved(&["flows", &name], &[]);
    let mut flow = Map::new();
    for key in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(value) = scheme.shift_remove(key) {
            context.moved(&["flows", &name, key], &[key]);
            flow.insert(key.to_owned(), value);
        }
    }
    scheme.insert("flows".to_owned(), json!({ name: flow }));
}

/// `schema` and `examples` of a response, per media type that the operation produces.
fn response(context: &mut Context, response: &mut Map<String, Value>, produces: Option<&Value>) {
    let schema = response.shift_remove("schema");
    let examples = response.shift_remove("examples");
    let mut content = Map::new();
    if let Some(schema) = schema.filter(|schema| !schema.is_null()) {
        let is_file = schema.get("type").is_some_and(|name| name == "file");
        let status = context.pointer().rsplit('/').next().unwrap_or_default();
        let mut media_types = texts_or(produces, if is_file { BYTES } else { JSON });
        // What an operation produces stands for all of its replies. Where that is a file, failures are objects all the same.
        let is_failure = !status.starts_with('2') && is_structured(&schema);
        if is_failure && !media_types.iter().any(|name| has_structure(name)) {
            media_types = vec![JSON.to_owned()];
        }
        for media_type in media_types {
            context.moved(&["content", &media_type, "schema"], &["schema"]);
            content.insert(media_type, json!({ "schema": schema }));
        }
    }
    if let Some(Value::Object(examples)) = examples {
        for (media_type, example) in examples {
            context.moved(
                &["content", &media_type, "example"],
                &["examples", &media_type],
            );
            if let Value::Object(media) = content.entry(media_type).or_insert_with(|| json!({})) {
                media.insert("example".to_owned(), example);
            }
        }
    }
    if !content.is_empty() {
        response.entry("content").or_insert(Value::Object(content));
    }
}

/// Whether a schema is not that of a text or a file.
fn is_structured(schema: &Value) -> bool {
    let structures = ["$ref", "properties", "allOf", "items"];
    structures.iter().any(|key| schema.get(key).is_some())
}

/// Whether an object can be written in this media type.
fn has_structure(media_type: &str) -> bool {
    ["json", "xml", "yaml", "*"]
        .iter()
        .any(|notation| media_type.contains(notation))
}

/// The texts that `consumes`, `produces` or `schemes` lists.
pub fn texts_or(list: Option<&Value>, default: &str) -> Vec<String> {
    let texts: Vec<String> = match list {
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Some(Value::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    if texts.is_empty() {
        vec![default.to_owned()]
    } else {
        texts
    }
}
