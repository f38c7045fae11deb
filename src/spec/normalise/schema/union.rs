//! Lists of types and unions with `null`: 3.0 has one type and `nullable`.

use serde_json::{Map, Value, json};

use super::types;
use crate::diagnostic::Code;
use crate::spec::normalise::context::{Context, describe};

/// Drops the `null` members of `oneOf` and `anyOf` for `nullable`, and the union with them if a
/// single member is left.
pub fn null_members(context: &mut Context, map: &mut Map<String, Value>) {
    for union in ["oneOf", "anyOf"] {
        let Some(Value::Array(members)) = map.get_mut(union) else {
            continue;
        };
        let keep: Vec<bool> = members.iter().map(|member| !is_null(member)).collect();
        let kept = keep.iter().filter(|keep| **keep).count();
        if kept == keep.len() || kept == 0 {
            continue;
        }
        context.within(union, |context| {
            crate::spec::normalise::walk::retain(context, members, &keep)
        });
        map.insert("nullable".to_owned(), json!(true));
        single_member(context, map, union);
    }
}

/// Whether a schema allows nothing but `null`.
fn is_null(schema: &Value) -> bool {
    let Some(map) = schema.as_object() else {
        return false;
    };
    let is_null_type = |value: &Value| {
        value == "null"
            || value
                .as_array()
                .is_some_and(|list| *list == [json!("null")])
    };
    map.get("type").is_some_and(is_null_type)
        || map.get("const").is_some_and(Value::is_null)
        || map
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|values| *values == [Value::Null])
}

/// A union of one is its member: merged if no keyword is said twice, else under `allOf`.
fn single_member(context: &mut Context, map: &mut Map<String, Value>, union: &str) {
    if map.contains_key("discriminator") || map.contains_key("allOf") {
        return;
    }
    let Some(Value::Array(members)) = map.get(union) else {
        return;
    };
    let [member] = members.as_slice() else { return };
    // There the title is the name of a value, not that of the whole.
    if member.get("title").is_some() && member.get("const").is_some() {
        return;
    }
    let member = member.clone();
    map.shift_remove(union);
    match member {
        Value::Object(member)
            if !member.contains_key("$ref") && !member.keys().any(|key| map.contains_key(key)) =>
        {
            for (key, value) in member {
                context.moved(&[&key], &[union, "0", &key]);
                map.insert(key, value);
            }
        }
        member => {
            context.moved(&["allOf", "0"], &[union, "0"]);
            map.insert("allOf".to_owned(), json!([member]));
        }
    }
}

/// A list of types: one type and `nullable`, or a union with one member per type.
pub fn type_list(context: &mut Context, map: &mut Map<String, Value>) {
    if map.get("type").is_some_and(|name| name == "null") {
        map.shift_remove("type");
        map.insert("nullable".to_owned(), json!(true));
        // Beside a union, it is one more of the types.
        if !map.contains_key("oneOf") && !map.contains_key("anyOf") {
            map.insert("enum".to_owned(), json!([null]));
        }
    }
    let Some(Value::Array(list)) = map.get("type") else {
        return;
    };
    let mut names = names(context, list.clone());
    let nullable = names.contains(&"null");
    names.retain(|name| *name != "null");
    if names.contains(&"number") {
        names.retain(|name| *name != "integer");
    }
    number_as_text(context, map, &mut names);
    if nullable {
        map.insert("nullable".to_owned(), json!(true));
    }
    match names.as_slice() {
        [] if nullable => {
            map.shift_remove("type");
            map.insert("enum".to_owned(), json!([null]));
        }
        [name] => {
            map.insert("type".to_owned(), json!(name));
        }
        // None, or all of them, allow everything.
        [] | [_, _, _, _, _, ..] => {
            map.shift_remove("type");
        }
        several => {
            map.shift_remove("type");
            split(context, map, several);
        }
    }
}

/// A number that can be written as a text, too, is a number: what .NET says of each, whose servers write none so.
fn number_as_text(context: &mut Context, map: &mut Map<String, Value>, names: &mut Vec<&str>) {
    let is_of_digits = |pattern: &str| {
        let is_part = |c: char| c.is_ascii_digit() || "^$-+?:()|[]{}\\d.*,eE".contains(c);
        pattern.contains(['0', 'd']) && pattern.chars().all(is_part)
    };
    let pattern = map.get("pattern").and_then(Value::as_str);
    let is_number = names.contains(&"number") || names.contains(&"integer");
    if is_number && names.contains(&"string") && pattern.is_some_and(is_of_digits) {
        names.retain(|name| *name != "string");
        map.shift_remove("pattern");
        let message = "a number that can come as a text, too, is read as a number";
        context.report_at("type", Code::UnsupportedKeyword, message);
    }
}

/// The types of a list that are some, each once.
fn names(context: &mut Context, list: Vec<Value>) -> Vec<&'static str> {
    let mut names = Vec::new();
    for value in list {
        let known = types::TYPES
            .into_iter()
            .chain(["null"])
            .find(|name| value == *name || (value.is_null() && *name == "null"));
        match known {
            Some(name) if names.contains(&name) => {}
            Some(name) => names.push(name),
            None => {
                let said = value.as_str().unwrap_or(describe(&value));
                context.report_at(
                    "type",
                    Code::WrongType,
                    format!("`{said}` is no type; it is ignored"),
                );
            }
        }
    }
    names
}

/// Makes an `anyOf` with one member per type, and gives each the keywords of its type.
fn split(context: &mut Context, map: &mut Map<String, Value>, names: &[&str]) {
    if let Some(union) = ["oneOf", "anyOf", "allOf", "$ref"]
        .into_iter()
        .find(|keyword| map.contains_key(*keyword))
    {
        let message = format!("a list of types beside `{union}` is ignored; `{union}` decides");
        context.report_at("type", Code::UnsupportedKeyword, message);
        return;
    }
    let mut members: Vec<Map<String, Value>> = Vec::new();
    for name in names {
        let mut member = Map::new();
        member.insert("type".to_owned(), json!(name));
        for (key, value) in map.iter() {
            if key == "enum" {
                member.insert(key.clone(), of_type(value, name));
            } else if key == "prefixItems" {
                if *name == "array" {
                    member.insert(key.clone(), value.clone());
                }
            } else if types::is_of_one_type(key)
                && types::concerns(key, name)
                && format_fits(key, value, name, names)
            {
                member.insert(key.clone(), value.clone());
            }
        }
        // A type of which the enumeration has no value is not possible.
        if member
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(Vec::is_empty)
        {
            continue;
        }
        context.moved(&["anyOf", &members.len().to_string()], &[]);
        members.push(member);
    }
    map.retain(|key, _| key != "enum" && key != "prefixItems" && !types::is_of_one_type(key));
    map.insert(
        "anyOf".to_owned(),
        members.into_iter().map(Value::Object).collect(),
    );
}

/// What a schema without a type says about objects, beside a union in which a single member is one and says nothing more,
/// it says about that member.
pub fn object_member(context: &mut Context, map: &mut Map<String, Value>) {
    if map.contains_key("type") || !map.contains_key("properties") {
        return;
    }
    let found = |union| Some((union, sole_object(map.get(union)?)?));
    let Some((union, position)) = ["oneOf", "anyOf"].into_iter().find_map(found) else {
        return;
    };
    let keys = map.keys().filter(|key| is_about_objects(key));
    let mut moved = Map::new();
    for key in keys.cloned().collect::<Vec<_>>() {
        context.moved(&[union, &position.to_string(), &key], &[&key]);
        if let Some(value) = map.shift_remove(&key) {
            moved.insert(key, value);
        }
    }
    let members = map.get_mut(union).and_then(Value::as_array_mut);
    if let Some(Value::Object(member)) = members.and_then(|members| members.get_mut(position)) {
        member.extend(moved);
    }
}

/// The position of the only object among members of several types, if it is no more than that.
fn sole_object(members: &Value) -> Option<usize> {
    let members = members.as_array()?;
    let types: Option<Vec<&str>> = members
        .iter()
        .map(|member| member.get("type")?.as_str())
        .collect();
    let types = types?;
    let mut objects = (0..).zip(&types).filter(|(_, name)| **name == "object");
    let (position, _) = objects.next()?;
    let is_bare = !members
        .get(position)?
        .as_object()?
        .keys()
        .any(|key| is_about_objects(key));
    (is_bare && types.len() > 1 && objects.next().is_none()).then_some(position)
}

fn is_about_objects(keyword: &str) -> bool {
    types::is_of_one_type(keyword) && types::concerns(keyword, "object")
}

/// The values of an enumeration that have the type `name`.
fn of_type(values: &Value, name: &str) -> Value {
    let fits = |value: &&Value| {
        let is = types::of(value);
        is == name || (name == "number" && is == "integer")
    };
    values
        .as_array()
        .map(|values| values.iter().filter(fits).cloned().collect())
        .unwrap_or_else(|| json!([]))
}

/// Whether a keyword is for `name`: a `format` is for numbers if it is one of theirs, else for
/// strings if there is such a type.
fn format_fits(keyword: &str, value: &Value, name: &str, names: &[&str]) -> bool {
    if keyword != "format" {
        return true;
    }
    let numeric = value.as_str().is_some_and(|format| {
        ["int", "uint", "float", "double", "decimal"]
            .iter()
            .any(|prefix| format.starts_with(prefix))
    });
    match name {
        "string" => !numeric,
        _ => numeric || !names.contains(&"string"),
    }
}
