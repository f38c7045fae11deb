//! Schemas without their combinators: the alternatives that a value can choose from, each a list of plain schemas
//! that all apply to it.

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// Beyond this many, alternatives of several unions are paired up instead of combined in every way.
const MAX_PRODUCT: usize = 64;

/// One way to match a schema.
#[derive(Clone, Debug, Default)]
pub struct Shape<'a> {
    /// Plain schemas, all of which apply.
    pub parts: Vec<&'a Map<String, Value>>,
    /// Properties that a discriminator gives a value.
    pub tags: Vec<(&'a str, String)>,
}

impl<'a> Shape<'a> {
    /// The values that the parts have for a keyword.
    pub fn all(&self, keyword: &str) -> impl Iterator<Item = &'a Value> {
        self.parts.iter().filter_map(move |part| part.get(keyword))
    }

    /// The largest or smallest of the values that the parts have for a numeric keyword.
    pub fn bound(&self, keyword: &str, choose: fn(f64, f64) -> f64) -> Option<f64> {
        self.all(keyword).filter_map(Value::as_f64).reduce(choose)
    }

    /// Properties with every schema that applies to each.
    pub fn properties(&self) -> IndexMap<&'a str, Vec<&'a Value>> {
        let mut properties: IndexMap<&str, Vec<&Value>> = IndexMap::new();
        for (name, schema) in self
            .all("properties")
            .filter_map(Value::as_object)
            .flatten()
        {
            properties.entry(name).or_default().push(schema);
        }
        properties
    }

    fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.parts.extend(&other.parts);
        both.tags.extend(other.tags.iter().cloned());
        both
    }

    /// Whether a property can only have listed values.
    fn lists(&self, property: &str) -> bool {
        let schemas = self.properties().swap_remove(property).unwrap_or_default();
        schemas
            .iter()
            .any(|schema| schema.get("enum").is_some() || schema.get("const").is_some())
    }
}

/// What a reference within the document leads to.
pub fn resolve<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = percent_decode_str(fragment).decode_utf8().ok()?;
    root.pointer(&decoded).or_else(|| root.pointer(fragment))
}

/// The alternatives of a value to which all of `schemas` apply.
pub fn shapes<'a>(root: &'a Value, schemas: &[&'a Value]) -> Vec<Shape<'a>> {
    let mut all = vec![Shape::default()];
    for schema in schemas {
        all = product(
            &all,
            &expand(root, schema, &mut Vec::new()).unwrap_or_default(),
        );
    }
    all
}

/// `None` where the schema is part of itself, and so adds nothing.
fn expand<'a>(
    root: &'a Value,
    schema: &'a Value,
    path: &mut Vec<&'a str>,
) -> Option<Vec<Shape<'a>>> {
    let members = match schema {
        Value::Object(members) => members,
        Value::Bool(false) => return Some(Vec::new()),
        _ => return Some(vec![Shape::default()]),
    };
    let mut shapes = vec![Shape {
        parts: vec![members],
        tags: Vec::new(),
    }];
    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
        if path.contains(&reference) {
            return None;
        }
        path.push(reference);
        let target = resolve(root, reference).and_then(|target| expand(root, target, path));
        path.pop();
        shapes = product(&shapes, &target?);
    }
    for part in list(members, "allOf") {
        if let Some(part) = expand(root, part, path) {
            shapes = product(&shapes, &part);
        }
    }
    for keyword in ["oneOf", "anyOf"] {
        if !members.contains_key(keyword) {
            continue;
        }
        let mut branches = Vec::new();
        let mut together = Shape::default();
        for member in list(members, keyword) {
            let shapes = expand(root, member, path).unwrap_or_default();
            if let Some(first) = shapes.first() {
                together = together.and(first);
            }
            for shape in shapes {
                branches.extend(tagged(members, member, shape));
            }
        }
        // `anyOf` allows what several members describe together.
        if keyword == "anyOf" && branches.len() > 1 && members.get("discriminator").is_none() {
            branches.push(together);
        }
        shapes = product(&shapes, &branches);
    }
    Some(shapes)
}

fn list<'a>(members: &'a Map<String, Value>, keyword: &str) -> &'a [Value] {
    members
        .get(keyword)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn product<'a>(left: &[Shape<'a>], right: &[Shape<'a>]) -> Vec<Shape<'a>> {
    if left.is_empty() || right.is_empty() {
        return Vec::new();
    }
    if left.len() * right.len() <= MAX_PRODUCT || left.len() == 1 || right.len() == 1 {
        return left
            .iter()
            .flat_map(|a| right.iter().map(|b| a.and(b)))
            .collect();
    }
    let longest = left.len().max(right.len());
    let pairs = left.iter().cycle().zip(right.iter().cycle());
    pairs.take(longest).map(|(a, b)| a.and(b)).collect()
}

/// A union's member with the values of the discriminator that choose it.
fn tagged<'a>(
    union: &'a Map<String, Value>,
    member: &'a Value,
    shape: Shape<'a>,
) -> Vec<Shape<'a>> {
    let discriminator = union.get("discriminator");
    let property = discriminator.and_then(|d| d.get("propertyName")?.as_str());
    let reference = member.get("$ref").and_then(Value::as_str);
    let (Some(property), Some(reference)) = (property, reference) else {
        return vec![shape];
    };
    let name = reference.rsplit('/').next().unwrap_or_default();
    let mapping = discriminator.and_then(|d| d.get("mapping")?.as_object());
    let mapped = mapping.into_iter().flatten().filter(|(_, target)| {
        let target = target.as_str().unwrap_or_default();
        target == reference || target == name
    });
    let mut values: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
    if values.is_empty() && !shape.lists(property) {
        values.push(name.to_owned());
    }
    if values.is_empty() {
        return vec![shape];
    }
    let with = |value| {
        let mut shape = shape.clone();
        shape.tags.push((property, value));
        shape
    };
    let mut tagged: Vec<Shape<'a>> = values.into_iter().map(with).collect();
    // JSON Schema knows no discriminators: any value that the property allows is valid.
    tagged.push(shape);
    tagged
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn unions_multiply_and_cycles_end() {
        let root = json!({"a": {
            "allOf": [{"$ref": "#/a"}, {"oneOf": [{"type": "object"}, {"$ref": "#/b"}]}],
            "anyOf": [{"required": ["x"]}, {"required": ["y"]}],
        }, "b": {"discriminator": {"propertyName": "k", "mapping": {"one": "#/c", "two": "#/c"}}, "oneOf": [{"$ref": "#/c"}]}, "c": {}, "start": {"$ref": "#/a"}});
        let all = shapes(&root, &[&root["start"]]);
        assert_eq!(all.len(), 12);
        assert_eq!(all.iter().filter(|shape| !shape.tags.is_empty()).count(), 6);
    }
}
