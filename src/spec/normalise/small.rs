//! Small objects: servers, tags, links and the like.

use serde_json::{Map, Value, json};

use super::context::{Context, describe};
use super::v2::usual_scheme;
use crate::diagnostic::Code;

/// A bare string where an object belongs is meant as the object's main keyword.
pub fn wrap_text(context: &mut Context, value: &mut Value, keyword: &str) {
    if !value.is_string() {
        return;
    }
    // 2.0 writes a discriminator like that.
    if keyword != "propertyName" {
        let message = format!(
            "this is {} where an object belongs; it is read as its `{keyword}`",
            describe(value)
        );
        context.report(Code::WrongType, message);
    }
    let mut map = Map::new();
    map.insert(keyword.to_owned(), value.take());
    *value = Value::Object(map);
    context.moved(&[keyword], &[]);
}

/// A server variable without a default takes the first value of its enumeration.
pub fn prepare_server_variable(context: &mut Context, value: &mut Value) {
    wrap_text(context, value, "default");
    let Value::Object(map) = value else { return };
    if map.get("default").is_some_and(|default| !default.is_null()) {
        return;
    }
    let first = map
        .get("enum")
        .and_then(Value::as_array)
        .and_then(|values| values.first())
        .cloned();
    if let Some(first) = first {
        context.report(
            Code::MissingKeyword,
            format!("this server variable lacks `default`; it is read as `{first}`"),
        );
        map.insert("default".to_owned(), first);
    }
}

/// The default of a server variable is one of its values.
pub fn finish_server_variable(context: &mut Context, map: &mut Map<String, Value>) {
    let (Some(default), Some(Value::Array(values))) =
        (map.get("default").cloned(), map.get_mut("enum"))
    else {
        return;
    };
    if !values.is_empty() && !values.contains(&default) {
        let message = format!("`{default}` is not among the listed values; it is read as one more");
        context.report_at("default", Code::WrongType, message);
        values.insert(0, default);
    }
}

/// `//host` takes the scheme of the place where a description is found, which a client does not know: it is the one that a host has
/// in 2.0 if no other is said.
fn add_scheme(map: &mut Map<String, Value>) {
    if let Some(Value::String(url)) = map.get_mut("url")
        && let Some(address) = url.trim_start().strip_prefix("//")
    {
        *url = format!("{}://{address}", usual_scheme(address));
    }
}

/// A server's URL says how to get there, and every variable in it is declared. One that is not stands for itself until the caller
/// chooses a value.
pub fn finish_server(context: &mut Context, map: &mut Map<String, Value>) {
    add_scheme(map);
    let url = map.get("url").and_then(Value::as_str).unwrap_or_default();
    let names = url.split('{').skip(1);
    let names = names.filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned()));
    let names: Vec<String> = names.collect();
    for name in names {
        let variables = map.get("variables").and_then(Value::as_object);
        if variables.is_some_and(|variables| variables.contains_key(&name)) {
            continue;
        }
        context.within("url", |context| {
            let message =
                format!("`{{{name}}}` is not among the `variables`, so it has no default");
            let help = format!("give the client a value: `server_variable(\"{name}\", …)`");
            context.report_with(Code::MissingKeyword, message, Some(help));
        });
        let variables = map.entry("variables").or_insert_with(|| json!({}));
        if let Value::Object(variables) = variables {
            let default = format!("{{{name}}}");
            variables.insert(name, json!({ "default": default }));
        }
    }
}

/// A link leads to exactly one operation.
pub fn finish_link(context: &mut Context, map: &mut Map<String, Value>) -> bool {
    if map.contains_key("operationId") {
        if map.shift_remove("operationRef").is_some() {
            let message = "`operationRef` beside `operationId` is ignored";
            context.report_at("operationRef", Code::MisplacedKeyword, message);
        }
        return true;
    }
    if !map.contains_key("operationRef") {
        context.report(
            Code::MissingKeyword,
            "this link names no operation and is ignored",
        );
        return false;
    }
    true
}
