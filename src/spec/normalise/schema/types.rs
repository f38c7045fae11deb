//! `type`: its spelling, what implies it, and which keywords belong to which type.

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::spec::normalise::context::{Context, Version, describe};

/// The types of 3.0.
pub const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

/// Other spellings: what authors write, the type and the format it stands for.
const SPELLINGS: &[(&str, &str, &str)] = &[
    ("int", "integer", ""),
    ("int32", "integer", "int32"),
    ("int64", "integer", "int64"),
    ("long", "integer", "int64"),
    ("short", "integer", "int32"),
    ("float", "number", "float"),
    ("double", "number", "double"),
    ("decimal", "number", ""),
    ("bool", "boolean", ""),
    ("str", "string", ""),
    ("text", "string", ""),
    ("date", "string", "date"),
    ("datetime", "string", "date-time"),
    ("date-time", "string", "date-time"),
    ("timestamp", "string", "date-time"),
    ("time", "string", "time"),
    ("uuid", "string", "uuid"),
    ("uri", "string", "uri"),
    ("url", "string", "uri"),
    ("email", "string", "email"),
    ("byte", "string", "byte"),
    ("binary", "string", "binary"),
    ("file", "string", "binary"),
    ("list", "array", ""),
    ("map", "object", ""),
    ("dict", "object", ""),
    ("hash", "object", ""),
];

/// What stands for no type at all.
const ANYTHING: [&str; 5] = ["any", "mixed", "unknown", "", "*"];

/// The keywords that constrain values of certain types only, and leave all others alone.
const BELONGS: &[(&str, &[&str])] = &[
    ("multipleOf", &["number", "integer"]),
    ("minimum", &["number", "integer"]),
    ("exclusiveMinimum", &["number", "integer"]),
    ("maximum", &["number", "integer"]),
    ("exclusiveMaximum", &["number", "integer"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("pattern", &["string"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
    ("format", &["string", "number", "integer"]),
];

/// The type of a JSON value, as `type` names it.
pub fn of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether a keyword says something about values of the type `name`.
pub fn concerns(keyword: &str, name: &str) -> bool {
    BELONGS
        .iter()
        .find(|(row, _)| *row == keyword)
        .is_none_or(|(_, types)| types.contains(&name))
}

/// Whether a keyword says something about values of some types only.
pub fn is_of_one_type(keyword: &str) -> bool {
    BELONGS.iter().any(|(row, _)| *row == keyword)
}

/// Whether a text is the name of a type, well or badly spelt.
pub fn is_name(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    TYPES.contains(&name.as_str()) || SPELLINGS.iter().any(|(spelling, ..)| *spelling == name)
}

/// Corrects the spelling of `type`, and removes one that is no type.
pub fn repair(context: &mut Context, map: &mut Map<String, Value>) {
    let Some(value) = map.get("type") else { return };
    if value == "object" && map.get("format").is_some_and(|format| format == "file") {
        // AutoRest's way to say so.
        map.insert("type".to_owned(), json!("string"));
        map.insert("format".to_owned(), json!("binary"));
        return;
    }
    let (better, format) = match value {
        Value::String(name) if TYPES.contains(&name.as_str()) || name == "null" => return,
        Value::Array(_) => return,
        Value::String(name) => spelling(name),
        _ => (None, ""),
    };
    let said = if let Value::String(name) = value {
        format!("`{name}`")
    } else {
        describe(value).to_owned()
    };
    let message = match better {
        Some(name) => format!("{said} is no type; it is read as `{name}`"),
        None => format!("{said} is no type; any value is allowed here"),
    };
    // `type: file` is the only way to say so in 2.0.
    if said != "`file`" {
        context.report_at("type", Code::WrongType, message);
    }
    match better {
        Some(name) => map.insert("type".to_owned(), json!(name)),
        None => map.shift_remove("type"),
    };
    if !format.is_empty() && !map.contains_key("format") {
        map.insert("format".to_owned(), json!(format));
    }
}

/// The right name for a badly spelt one, with the format it implies.
fn spelling(name: &str) -> (Option<&'static str>, &'static str) {
    let name = name.trim().to_ascii_lowercase();
    if ANYTHING.contains(&name.as_str()) {
        return (None, "");
    }
    let exact = TYPES.iter().chain(&["null"]).find(|known| **known == name);
    match SPELLINGS.iter().find(|(spelling, ..)| *spelling == name) {
        Some((_, name, format)) => (Some(name), format),
        None => (exact.copied(), ""),
    }
}

/// Supplies a missing `type` where the other keywords all speak of one: what authors mean, although
/// JSON Schema would let every value of another type pass.
pub fn imply(map: &mut Map<String, Value>) {
    if ["type", "$ref", "allOf", "oneOf", "anyOf", "not"]
        .iter()
        .any(|keyword| map.contains_key(*keyword))
    {
        return;
    }
    let fits = |name: &str| {
        let mut keywords = map
            .keys()
            .filter(|keyword| is_of_one_type(keyword) && *keyword != "format")
            .peekable();
        keywords.peek().is_some() && keywords.all(|keyword| concerns(keyword, name))
    };
    let implied = if let Some(Value::Array(values)) = map.get("enum") {
        of_all(values)
    } else {
        ["object", "array", "string", "number"]
            .into_iter()
            .find(|name| fits(name))
    };
    if let Some(name) = implied {
        map.shift_insert(0, "type".to_owned(), json!(name));
    }
}

/// Reports a list that does not say what its elements are, which only JSON Schema allows.
pub fn elements(context: &mut Context, map: &Map<String, Value>) {
    let say_so = ["items", "$ref", "allOf", "oneOf", "anyOf"];
    let is_list = map.get("type").is_some_and(|name| name == "array");
    if context.version != Version::V3_1
        && is_list
        && !say_so.iter().any(|key| map.contains_key(*key))
    {
        context.report(
            Code::MissingKeyword,
            "this list lacks `items`; its elements can be anything",
        );
    }
}

/// The type that all values have, `null` aside.
fn of_all(values: &[Value]) -> Option<&'static str> {
    let mut types = values.iter().map(of).filter(|name| *name != "null");
    let first = types.next()?;
    types.all(|name| name == first).then_some(first)
}

/// Removes the keywords that say nothing about values of the declared type. Those that would only check
/// a value check nothing, so that nothing is lost; those that describe one may be what the author meant.
pub fn misplaced(context: &mut Context, map: &mut Map<String, Value>) {
    const DESCRIPTIVE: [&str; 5] = [
        "items",
        "properties",
        "required",
        "additionalProperties",
        "format",
    ];
    let Some(Value::String(name)) = map.get("type").cloned() else {
        return;
    };
    map.retain(|keyword, _| {
        let kept = concerns(keyword, &name);
        if !kept && DESCRIPTIVE.contains(&keyword.as_str()) {
            let message =
                format!("`{keyword}` says nothing about a value of type `{name}` and is ignored");
            context.report_at(keyword, Code::MisplacedKeyword, message);
        }
        kept
    });
}
