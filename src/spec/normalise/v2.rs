//! Swagger 2.0 in terms of 3.0: servers, security, responses. Parameters are looked at one by one in
//! [`super::parameter`], bodies in [`super::bodies`].
//!
//! See [Swagger 2.0](https://spec.openapis.org/oas/v2.0.html).

use serde_json::{Map, Value, json};

use super::context::Context;
use super::operation::METHODS;
use crate::diagnostic::Code;

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
                let servers = with_schemes(context, address, &schemes);
                operation.insert("servers".to_owned(), servers);
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
    let mut schemes = document.shift_remove("schemes").unwrap_or_default();
    let base = document.shift_remove("basePath");
    let base = base.as_ref().and_then(Value::as_str).unwrap_or_default();
    let base = base.trim_matches('/');
    let host = document.shift_remove("host");
    let said = document
        .get(TEMPLATE)
        .and_then(|said| said.get("hostTemplate"));
    let (key, said) = match &host {
        Some(host) => ("host", Some(host)),
        None => (TEMPLATE, said),
    };
    let said = said.and_then(Value::as_str).unwrap_or_default();
    let mut host = said.trim().trim_end_matches('/').to_owned();
    if host.is_empty() {
        if !base.is_empty() {
            context.moved(&["servers"], &["basePath"]);
            document.insert("servers".to_owned(), json!([{ "url": format!("/{base}") }]));
        }
        return None;
    }
    if let Some((scheme, name)) = host.split_once("://") {
        let message = format!("a host has no scheme; `{scheme}` is taken as the only one");
        context.report_at(key, Code::WrongType, message);
        schemes = json!(scheme);
        host = name.to_owned();
    }
    let address = match base {
        "" => host,
        base => format!("{host}/{base}"),
    };
    context.moved(&["servers"], &[key]);
    let flag = |said: &Value| said.get("useSchemePrefix").and_then(Value::as_bool);
    if key == TEMPLATE && document.get(TEMPLATE).and_then(flag) == Some(false) {
        // The value of the variable that it begins with has the scheme.
        document.insert("servers".to_owned(), json!([{ "url": address }]));
        return None;
    }
    let servers = with_schemes(context, &address, &schemes);
    document.insert("servers".to_owned(), servers);
    Some(address)
}

/// What Azure's descriptions have in the place of `host`: one with variables
/// ([AutoRest](https://azure.github.io/autorest/extensions/#x-ms-parameterized-host)).
const TEMPLATE: &str = "x-ms-parameterized-host";

/// One server per scheme that a request can be sent by.
fn with_schemes(context: &mut Context, address: &str, schemes: &Value) -> Value {
    let default = usual_scheme(address);
    let mut names = texts_or(Some(schemes), default);
    for name in &mut names {
        name.make_ascii_lowercase();
    }
    let (known, others): (Vec<_>, Vec<_>) = names
        .into_iter()
        .partition(|name| ["http", "https"].contains(&name.as_str()));
    if !others.is_empty() {
        let message = format!(
            "requests are not sent by `{}`; there is no server for it",
            others.join("`, `")
        );
        context.report_at("schemes", Code::UnsupportedKeyword, message);
    }
    let known = match known.is_empty() {
        true => vec![default.to_owned()],
        false => known,
    };
    known
        .iter()
        .map(|scheme| json!({ "url": format!("{scheme}://{address}") }))
        .collect()
}

/// The scheme of an address that has none: `https`, unless the host is the reader's own machine.
pub fn usual_scheme(address: &str) -> &'static str {
    match is_local(address) {
        true => "http",
        false => "https",
    }
}

/// Whether an address leads to the machine itself.
fn is_local(address: &str) -> bool {
    let host = address.split('/').next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let name = name.to_ascii_lowercase();
    ["localhost", "0.0.0.0", "[::1]"].contains(&name.as_str())
        || name.ends_with(".localhost")
        || name.starts_with("127.")
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
