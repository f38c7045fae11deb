//! Small objects: servers, tags, links and the like.

use serde_json::{Map, Value};

use super::context::{Context, describe};
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
