//! The walker: takes a document along the shape table and leaves only what 3.0 allows.
//!
//! Per object it runs a hook that rewrites what other versions or careless authors say differently,
//! then the rows of the table, then a hook that looks at the object as a whole.

use serde_json::{Map, Value, json};

use super::context::{Context, Version, describe};
use super::shape::{Fate, Keyword, Kind, Missing, Shape, table};
use super::{content, operation, parameter, references, scalar, schema, security, small};
use crate::diagnostic::Code;

/// The deepest nesting of schemas that is read.
pub const DEEPEST: usize = 500;

/// Makes `value` fit `shape`; false if it cannot and has to go.
pub fn fit(context: &mut Context, value: &mut Value, shape: Shape) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Text => scalar::text(context, value),
        Shape::Flag => scalar::flag(context, value),
        Shape::Count => scalar::count(context, value),
        Shape::Number => scalar::number(context, value),
        Shape::List(element) => list(context, value, *element),
        Shape::Map(element) => map(context, value, *element),
        Shape::Object(kind) => object(context, value, kind),
        Shape::Reference(kind) => reference(context, value, kind),
        Shape::SchemaOrFlag => {
            schema::flag_from_text(context, value);
            value.is_boolean() || reference(context, value, Kind::Schema)
        }
    }
}

fn list(context: &mut Context, value: &mut Value, element: Shape) -> bool {
    if !value.is_array() {
        context.report(
            Code::WrongType,
            format!(
                "this is {} where a list belongs; it is read as a list of one",
                describe(value)
            ),
        );
        *value = Value::Array(vec![value.take()]);
        context.moved(&["0"], &[]);
    }
    let Value::Array(list) = value else {
        return false;
    };
    let keep: Vec<bool> = list
        .iter_mut()
        .enumerate()
        .map(|(index, value)| {
            context.within(&index.to_string(), |context| {
                if value.is_null() && element != Shape::Any {
                    context.report(Code::WrongType, "this element is null; it is ignored");
                    return false;
                }
                fit(context, value, element)
            })
        })
        .collect();
    retain(context, list, &keep);
    // A list of one that cannot be kept says nothing; an empty list may.
    !list.is_empty() || keep.is_empty()
}

/// Removes the elements that `keep` says no to, and records how the others move up.
pub fn retain(context: &mut Context, list: &mut Vec<Value>, keep: &[bool]) {
    let kept = keep.iter().enumerate().filter(|(_, keep)| **keep);
    for (position, (index, _)) in kept
        .enumerate()
        .filter(|(position, (index, _))| position != index)
    {
        context.moved(&[&position.to_string()], &[&index.to_string()]);
    }
    let mut keep = keep.iter();
    list.retain(|_| keep.next().copied().unwrap_or(true));
}

fn map(context: &mut Context, value: &mut Value, element: Shape) -> bool {
    if let Value::Array(list) = value
        && let Some(named) = by_name(context, list)
    {
        context.report(
            Code::WrongType,
            "this is a list where an object belongs; its elements are keyed by their `name`",
        );
        *value = Value::Object(named);
    }
    let Value::Object(map) = value else {
        context.report(
            Code::WrongType,
            format!(
                "this is {} where an object belongs; it is ignored",
                describe(value)
            ),
        );
        return false;
    };
    entries(context, map, element, |_| true);
    true
}

/// Fits the entries of `map` whose key is `chosen`.
fn entries(
    context: &mut Context,
    map: &mut Map<String, Value>,
    element: Shape,
    chosen: impl Fn(&str) -> bool,
) {
    map.retain(|key, value| {
        // What is left of a `$ref` here leads nowhere; the references are checked at the end.
        let is_reference = key == "$ref" && value.is_string() && element.kind().is_some();
        is_reference
            || !chosen(key)
            || context.within(key, |context| {
                if value.is_null() && element != Shape::Any {
                    *value = if element == Shape::Text {
                        json!("")
                    } else {
                        json!({})
                    };
                    context.report(Code::WrongType, "this entry is null; it is read as empty");
                }
                fit(context, value, element)
            })
    });
}

/// The elements of a list of objects under their names, if each has one of its own.
fn by_name(context: &mut Context, list: &[Value]) -> Option<Map<String, Value>> {
    let mut map = Map::new();
    for element in list {
        let mut object = element.as_object()?.clone();
        let Some(Value::String(name)) = object.shift_remove("name") else {
            return None;
        };
        if map.insert(name, Value::Object(object)).is_some() {
            return None;
        }
    }
    for (index, name) in map.keys().enumerate() {
        context.moved(&[name], &[&index.to_string()]);
    }
    (!map.is_empty()).then_some(map)
}

fn reference(context: &mut Context, value: &mut Value, kind: Kind) -> bool {
    let Some(map) = value
        .as_object_mut()
        .filter(|map| map.get("$ref").is_some_and(Value::is_string))
    else {
        return object(context, value, kind);
    };
    if map.len() == 1 {
        return true;
    }
    if kind == Kind::Schema {
        return object(context, value, kind);
    }
    let words = references::words::keywords(kind);
    for row in rows(map, kind).filter(|row| words.iter().any(|word| row.is(word))) {
        keyword(context, map, row);
    }
    map.retain(|key, _| {
        let kept = key == "$ref" || words.contains(&key.as_str());
        if !kept && !key.starts_with("x-") {
            context.report_at(
                key,
                Code::UnsupportedKeyword,
                format!(
                    "`{key}` beside a `$ref` is ignored; the {} referred to speaks for itself",
                    kind.title()
                ),
            );
        }
        kept
    });
    true
}

fn object(context: &mut Context, value: &mut Value, kind: Kind) -> bool {
    if kind == Kind::Schema {
        if context.depth >= DEEPEST {
            context.report(
                Code::Limit,
                format!("schemas are nested more than {DEEPEST} deep"),
            );
            return false;
        }
        context.depth += 1;
        let kept = keywords(context, value, kind);
        context.depth -= 1;
        return kept;
    }
    keywords(context, value, kind)
}

fn keywords(context: &mut Context, value: &mut Value, kind: Kind) -> bool {
    prepare(context, value, kind);
    let Value::Object(map) = value else {
        context.report(
            Code::WrongType,
            format!(
                "this is {} where a {} belongs; it is ignored",
                describe(value),
                kind.title()
            ),
        );
        return false;
    };
    for row in rows(map, kind) {
        keyword(context, map, row);
    }
    let extensible = kind.is_extensible();
    if let Some(shape) = kind.entries() {
        entries(context, map, shape, |key| {
            !(extensible && key.starts_with("x-"))
        });
    } else {
        map.retain(|key, _| known(context, key, kind));
    }
    complete(context, map, kind) && finish(context, map, kind)
}

/// The rows of the table for the keywords of an object, which are few of those that it may have.
fn rows(map: &Map<String, Value>, kind: Kind) -> impl Iterator<Item = &'static Keyword> + use<> {
    let all = table::keywords(kind);
    let position = |key: &String| all.iter().position(|row| row.is(key));
    let mut present: Vec<usize> = map.keys().filter_map(position).collect();
    // In the order of the table, and once where both a keyword and its extension are there.
    present.sort_unstable();
    present.dedup();
    present.into_iter().filter_map(|index| all.get(index))
}

/// Applies one row of the table.
fn keyword(context: &mut Context, map: &mut Map<String, Value>, row: &Keyword) {
    let name = match row.fate {
        Fate::Extension(extension) => {
            if let Some(value) = map.shift_remove(row.name) {
                map.insert(extension.to_owned(), value);
                context.moved(&[extension], &[row.name]);
            }
            extension
        }
        Fate::Keep | Fate::Required(_) => row.name,
        Fate::Silent => {
            map.shift_remove(row.name);
            return;
        }
        Fate::Unsupported => {
            if map.shift_remove(row.name).is_some() {
                let message = format!("`{}` has no Rust counterpart and is ignored", row.name);
                context.report_at(row.name, Code::UnsupportedKeyword, message);
            }
            return;
        }
    };
    let Some(value) = map.get_mut(name) else {
        return;
    };
    let kept = context.within(name, |context| {
        if value.is_null() && row.shape != Shape::Any {
            context.report(
                Code::WrongType,
                format!("`{}` is null; it is read as absent", row.name),
            );
            return false;
        }
        fit(context, value, row.shape)
    });
    if !kept {
        map.shift_remove(name);
    }
}

/// Whether a key is a keyword or an extension; reports it if not.
fn known(context: &mut Context, key: &str, kind: Kind) -> bool {
    if key.starts_with("x-") || key == "$ref" || kind.keyword(key).is_some() {
        return true;
    }
    let similar = table::keywords(kind)
        .iter()
        .find(|row| row.name.eq_ignore_ascii_case(key.trim()));
    let help = similar.map(|row| format!("did you mean `{}`?", row.name));
    context.within(key, |context| {
        let message = format!("`{key}` is no keyword of a {} and is ignored", kind.title());
        context.report_with(Code::UnknownKeyword, message, help);
    });
    false
}

/// Supplies the required keywords that are missing; false if the object cannot do without.
fn complete(context: &mut Context, map: &mut Map<String, Value>, kind: Kind) -> bool {
    for row in table::keywords(kind) {
        let Fate::Required(missing) = row.fate else {
            continue;
        };
        if map.contains_key(row.name) {
            continue;
        }
        let (name, title) = (row.name, kind.title());
        let default = match missing {
            Missing::Text(text) => json!(text),
            Missing::Object => json!({}),
            Missing::Drop => {
                context.report(
                    Code::MissingKeyword,
                    format!("this {title} lacks `{name}` and is ignored"),
                );
                return false;
            }
        };
        let is_optional =
            context.version == Version::V3_1 && ["paths", "responses"].contains(&name);
        if !is_optional {
            let message = format!("this {title} lacks `{name}`; it is read as `{default}`");
            context.report(Code::MissingKeyword, message);
        }
        map.insert(name.to_owned(), default);
        if let (Some(value), Missing::Object) = (map.get_mut(name), missing) {
            context.within(name, |context| fit(context, value, row.shape));
        }
    }
    true
}

/// Rewrites an object before its keywords are looked at; may turn `value` into an object.
fn prepare(context: &mut Context, value: &mut Value, kind: Kind) {
    match kind {
        Kind::Schema => schema::prepare(context, value),
        Kind::Discriminator => small::wrap_text(context, value, "propertyName"),
        Kind::Parameter => parameter::prepare(context, value),
        Kind::Header => parameter::prepare_header(context, value),
        Kind::RequestBody | Kind::Response => content::prepare_holder(context, value),
        Kind::Content => content::prepare_content(context, value),
        Kind::MediaType => content::prepare_media_type(context, value),
        Kind::Encoding => content::prepare_encoding(context, value),
        Kind::Example => content::prepare_example(context, value),
        Kind::Paths => operation::prepare_paths(context, value),
        Kind::PathItem => operation::prepare_path_item(context, value),
        Kind::Callback => operation::prepare_callback(context, value),
        Kind::Responses => operation::prepare_responses(context, value),
        Kind::SecurityScheme => security::prepare_scheme(context, value),
        Kind::SecuritySchemes => security::prepare_schemes(context, value),
        Kind::OAuthFlows => security::prepare_flows(context, value),
        Kind::ImplicitFlow | Kind::TokenFlow | Kind::CodeFlow => {
            security::prepare_flow(context, value)
        }
        Kind::SecurityRequirement => security::prepare_requirement(context, value),
        Kind::Server | Kind::ExternalDocumentation => small::wrap_text(context, value, "url"),
        Kind::Tag | Kind::Contact | Kind::License => small::wrap_text(context, value, "name"),
        Kind::ServerVariable => small::prepare_server_variable(context, value),
        Kind::OpenApi
        | Kind::Info
        | Kind::Components
        | Kind::Mapping
        | Kind::Operation
        | Kind::Link => {}
    }
}

/// Looks at an object as a whole, its keywords being right; false if it has to go.
fn finish(context: &mut Context, map: &mut Map<String, Value>, kind: Kind) -> bool {
    match kind {
        Kind::Schema => schema::finish(context, map),
        Kind::Parameter => return parameter::finish(context, map),
        Kind::Header => parameter::finish_header(context, map),
        Kind::Encoding => content::finish_encoding(context, map),
        Kind::Server => small::finish_server(context, map),
        Kind::ServerVariable => small::finish_server_variable(context, map),
        Kind::Link => return small::finish_link(context, map),
        Kind::SecurityScheme => return security::finish_scheme(context, map),
        Kind::SecuritySchemes => security::finish_schemes(context, map),
        _ => {}
    }
    true
}
