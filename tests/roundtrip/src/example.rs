//! The examples that a description gives, sorted by the components that they are examples of.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::shape::{Shape, resolve, shapes};

/// Nested deeper, an example is of no interest.
const MAX_DEPTH: usize = 12;

/// Examples by the name of the component.
pub type Examples = BTreeMap<String, Vec<Value>>;

/// All examples of a document: of the schemas themselves, of media types, parameters and headers, and what stands
/// inside them where a component is referred to.
pub fn collect(root: &Value) -> Examples {
    let mut found = Examples::new();
    visit(root, root, &mut found);
    found
}

fn visit(root: &Value, value: &Value, found: &mut Examples) {
    match value {
        Value::Array(list) => list.iter().for_each(|element| visit(root, element, found)),
        Value::Object(members) => {
            let media = members.get("schema").unwrap_or(value);
            for example in given(root, members) {
                sort_in(root, media, example, 0, found);
            }
            for (key, member) in members {
                if !matches!(key.as_str(), "example" | "examples" | "default" | "enum") {
                    visit(root, member, found);
                }
            }
            for section in ["/components/schemas", "/definitions"] {
                let Some(Value::Object(schemas)) = value.pointer(section) else {
                    continue;
                };
                for (name, schema) in schemas {
                    let Value::Object(members) = schema else {
                        continue;
                    };
                    let own = found.entry(name.clone()).or_default();
                    own.extend(given(root, members).into_iter().cloned());
                }
            }
        }
        _ => {}
    }
}

/// `example`, `default` and `examples` in all their forms.
fn given<'a>(root: &'a Value, members: &'a Map<String, Value>) -> Vec<&'a Value> {
    let mut found: Vec<&Value> = ["example", "default"]
        .iter()
        .filter_map(|key| members.get(*key))
        .collect();
    match members.get("examples") {
        Some(Value::Array(list)) => found.extend(list),
        Some(Value::Object(named)) => found.extend(named.values().map(|example| {
            let reference = example.get("$ref").and_then(Value::as_str);
            let example = reference.and_then(|r| resolve(root, r)).unwrap_or(example);
            example.get("value").unwrap_or(example)
        })),
        _ => {}
    }
    found
}

/// Files an example, and its parts, under the components that they belong to.
fn sort_in(root: &Value, schema: &Value, example: &Value, depth: usize, found: &mut Examples) {
    if depth > MAX_DEPTH {
        return;
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
        && let Some((section, name)) = reference.rsplit_once('/')
        && matches!(section, "#/components/schemas" | "#/definitions")
    {
        let known = found.entry(name.to_owned()).or_default();
        if !known.contains(example) {
            known.push(example.clone());
        }
    }
    match example {
        Value::Object(members) => {
            for shape in shapes(root, &[schema]) {
                for (name, schemas) in shape.properties() {
                    let member = members.get(name);
                    for (schema, member) in schemas.iter().zip(member.into_iter().cycle()) {
                        sort_in(root, schema, member, depth + 1, found);
                    }
                }
            }
        }
        Value::Array(elements) => {
            for shape in shapes(root, &[schema]) {
                for items in shape.all("items") {
                    for element in elements {
                        sort_in(root, items, element, depth + 1, found);
                    }
                }
            }
        }
        _ => {}
    }
}

/// A value without the members that no schema declares: the schema is silent about them, and a type cannot know them.
pub fn declared(root: &Value, schemas: &[&Value], value: &Value) -> Value {
    let all = schemas.iter().flat_map(|schema| shapes(root, &[schema]));
    declared_in(root, &all.collect::<Vec<_>>(), value)
}

/// Like [`declared`], for the alternatives of a schema.
pub fn declared_in(root: &Value, all: &[Shape<'_>], value: &Value) -> Value {
    // Where a discriminator chooses a member, the other ones' properties are not declared.
    let has_tags = |shape: &&Shape<'_>| {
        let tag = |name: &str| value.get(name).and_then(Value::as_str);
        !shape.tags.is_empty()
            && shape
                .tags
                .iter()
                .all(|(name, text)| tag(name) == Some(text))
    };
    let chosen: Vec<Shape<'_>> = all.iter().filter(has_tags).cloned().collect();
    let all = if chosen.is_empty() { all } else { &chosen };
    match value {
        Value::Object(members) => {
            let speaks = |shape: &Shape<'_>| {
                let mut maps = shape.all("additionalProperties");
                !shape.properties().is_empty() || maps.any(Value::is_object)
            };
            if !all.iter().any(speaks) {
                return value.clone();
            }
            let kept = members.iter().filter_map(|(name, member)| {
                let mut schemas: Vec<&Value> = Vec::new();
                for shape in all {
                    schemas.extend(
                        shape
                            .properties()
                            .swap_remove(name.as_str())
                            .unwrap_or_default(),
                    );
                    let others = ["additionalProperties", "patternProperties"];
                    let others = others.iter().flat_map(|keyword| shape.all(keyword));
                    schemas.extend(others.filter(|schema| may_be(root, schema, member)));
                    let mut required = shape.all("required").filter_map(Value::as_array).flatten();
                    if required.any(|other| other == name)
                        || shape.tags.iter().any(|(tag, _)| tag == name)
                    {
                        schemas.push(&Value::Bool(true));
                    }
                }
                schemas.retain(|schema| *schema != &Value::Bool(false));
                (!schemas.is_empty()).then(|| (name.clone(), declared(root, &schemas, member)))
            });
            Value::Object(kept.collect())
        }
        Value::Array(elements) => {
            let items: Vec<&Value> = all.iter().flat_map(|shape| shape.all("items")).collect();
            if items.is_empty() {
                return value.clone();
            }
            Value::Array(
                elements
                    .iter()
                    .map(|element| declared(root, &items, element))
                    .collect(),
            )
        }
        _ => value.clone(),
    }
}

/// Whether a schema allows values of the JSON type that `value` is of.
fn may_be(root: &Value, schema: &Value, value: &Value) -> bool {
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |type_: &Value| type_ == name || (name == "number" && type_ == "integer");
    let allows = |types: &Value| match types {
        Value::Array(types) => types.iter().any(is),
        type_ => is(type_),
    };
    let shapes = shapes(root, &[schema]);
    shapes.iter().any(|shape| shape.all("type").all(allows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn examples_reach_nested_components() {
        let root = json!({"paths": {"/": {"content": {"schema": {"$ref": "#/components/schemas/A"},
            "examples": {"x": {"value": {"b": [{"n": 1, "m": 2}]}}}}}},
            "components": {"schemas": {"A": {"properties": {"b": {"items": {"$ref": "#/components/schemas/B"}}}},
                "B": {"properties": {"n": {}}, "example": {"n": 3}}}}});
        let found = collect(&root);
        assert_eq!(found["A"], [json!({"b": [{"n": 1, "m": 2}]})]);
        assert_eq!(found["B"], [json!({"n": 1, "m": 2}), json!({"n": 3})]);
        let a = &root["components"]["schemas"]["A"];
        assert_eq!(
            declared(&root, &[a], &found["A"][0]),
            json!({"b": [{"n": 1}]})
        );
    }

    #[test]
    fn what_a_schema_declares() {
        let schema = json!({"required": ["id"], "anyOf": [
            {"properties": {"a": {}}}, {"additionalProperties": {"type": "integer"}}]});
        let value = json!({"id": 1, "a": 2, "n": 3, "text": "t"});
        let expected = json!({"id": 1, "a": 2, "n": 3});
        assert_eq!(declared(&schema, &[&schema], &value), expected);
    }
}
