//! Values of a schema: each alternative, each listed value, each bound, each field there and not there.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value, json};

use super::example::declared_in;
use super::number::{integers, numbers};
use super::shape::{Shape, shapes};
use super::text::texts;

/// How many values are drawn at each depth below a component; what is deeper has one.
const LIMITS: [usize; 4] = [400, 60, 16, 4];

/// Objects deeper than this have their required fields alone.
const FULL_DEPTH: usize = 2;

/// Values deeper than this are not drawn: a recursion that never ends has none.
const MAX_DEPTH: usize = 24;

/// Draws values from the schemas of one document, always the same ones.
pub struct Sampler<'a> {
    root: &'a Value,
    known: HashMap<(Vec<usize>, usize), Vec<Value>>,
    state: u64,
}

impl<'a> Sampler<'a> {
    /// For a document in JSON Schema's dialect.
    pub fn new(root: &'a Value) -> Self {
        Self {
            root,
            known: HashMap::new(),
            state: 1,
        }
    }

    /// Values of a component.
    pub fn component(&mut self, schema: &'a Value) -> Vec<Value> {
        self.state = 1;
        self.draw(&[schema], 0)
    }

    /// Values to which all of `schemas` apply, the simplest first.
    fn draw(&mut self, schemas: &[&'a Value], depth: usize) -> Vec<Value> {
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        let addresses = schemas
            .iter()
            .map(|schema| std::ptr::from_ref(*schema) as usize);
        let key = (addresses.collect(), depth);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let limit = LIMITS.get(depth).copied().unwrap_or(1);
        let mut lists = Vec::new();
        for shape in shapes(self.root, schemas) {
            let values = self.values(&shape, depth);
            if !values.is_empty() {
                lists.push(values);
            }
            if lists.len() >= limit {
                break;
            }
        }
        let mut drawn: IndexSet<String> = IndexSet::new();
        let mut values = Vec::new();
        let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
        for turn in 0..longest {
            for value in lists.iter().filter_map(|list| list.get(turn)) {
                if values.len() < limit && drawn.insert(value.to_string()) {
                    values.push(value.clone());
                }
            }
        }
        self.known.insert(key, values.clone());
        values
    }

    fn values(&mut self, shape: &Shape<'a>, depth: usize) -> Vec<Value> {
        let mut values = listed(shape).unwrap_or_else(|| {
            let types = types(shape);
            types
                .iter()
                .flat_map(|type_| self.of_type(shape, type_, depth))
                .collect()
        });
        if depth > 0 && depth < LIMITS.len() {
            let given = shape.all("example").chain(shape.all("default"));
            let several = shape.all("examples").filter_map(Value::as_array).flatten();
            let all = [shape.clone()];
            values.extend(
                given
                    .chain(several)
                    .map(|value| declared_in(self.root, &all, value)),
            );
        }
        values
    }

    fn of_type(&mut self, shape: &Shape<'a>, type_: &str, depth: usize) -> Vec<Value> {
        match type_ {
            "null" => vec![Value::Null],
            "boolean" => vec![json!(true), json!(false)],
            "integer" => integers(shape),
            "number" => numbers(shape),
            "string" => texts(shape).into_iter().map(Value::String).collect(),
            "array" => self.arrays(shape, depth),
            "object" => self.objects(shape, depth),
            _ => vec![
                json!("any"),
                json!({"a b": [1, null, {"c": 1.5}], "": "x"}),
                json!([{}, "y", false]),
                json!(42),
                json!(false),
                json!(0.5),
                Value::Null,
            ],
        }
    }

    fn arrays(&mut self, shape: &Shape<'a>, depth: usize) -> Vec<Value> {
        let schemas: Vec<&Value> = shape.all("items").collect();
        let elements = self.draw(&schemas, depth + 1);
        let mut first = Vec::new();
        for schema in shape
            .all("prefixItems")
            .filter_map(Value::as_array)
            .flatten()
        {
            first.extend(self.draw(&[schema], depth + 1).into_iter().next());
        }
        let least = size(shape, "minItems", f64::max).unwrap_or(0);
        let most = size(shape, "maxItems", f64::min).unwrap_or(usize::MAX);
        let unique = shape.all("uniqueItems").any(|flag| flag == &json!(true));
        let array = |length: usize, offset: usize| {
            let mut array = first.clone();
            if unique {
                array.extend(elements.iter().skip(offset).cloned());
            } else {
                array.extend(elements.iter().cycle().skip(offset).take(length).cloned());
            }
            array.truncate(length);
            Value::Array(array)
        };
        let mut arrays = Vec::new();
        let lengths = [least.max(1), 0, 2, least, most, first.len()];
        let fits = |length: &usize| (least..=most).contains(length) && *length <= 64;
        arrays.extend(
            lengths
                .into_iter()
                .filter(fits)
                .map(|length| array(length, 0)),
        );
        let each = if unique { 0 } else { elements.len() };
        arrays.extend((1..each).map(|offset| array(least.max(1), offset)));
        if elements.is_empty() && first.is_empty() {
            arrays.retain(|array| array == &json!([]));
        }
        arrays
    }

    fn objects(&mut self, shape: &Shape<'a>, depth: usize) -> Vec<Value> {
        let mut required: IndexSet<&str> = IndexSet::new();
        for name in shape.all("required").filter_map(Value::as_array).flatten() {
            required.extend(name.as_str());
        }
        let choices = self.members(shape, &required, depth);
        let Some(minimal) = first_values(&choices, required.iter().copied()) else {
            return Vec::new();
        };
        if depth >= LIMITS.len() {
            return vec![Value::Object(minimal)];
        }
        let with = |name: &str, value: &Value| {
            let mut object = minimal.clone();
            object.insert(name.to_owned(), value.clone());
            object
        };
        let mut objects = vec![minimal.clone()];
        let has_value = |name: &&str| choices.get(name).is_some_and(|values| !values.is_empty());
        let names: Vec<&str> = choices.keys().copied().filter(has_value).collect();
        if depth <= FULL_DEPTH {
            objects.extend(first_values(&choices, names.iter().copied()));
        }
        for (name, values) in &choices {
            let new = values.iter().skip(usize::from(required.contains(name)));
            objects.extend(new.map(|value| with(name, value)));
        }
        if depth == 0 {
            for _ in 0..4 {
                objects.push(self.mixed(&choices, &minimal));
            }
        }
        objects.extend(self.additional(shape, &minimal, depth));
        objects.into_iter().map(Value::Object).collect()
    }

    /// The values that each property can have.
    fn members(
        &mut self,
        shape: &Shape<'a>,
        required: &IndexSet<&'a str>,
        depth: usize,
    ) -> IndexMap<&'a str, Vec<Value>> {
        let mut choices: IndexMap<&str, Vec<Value>> = IndexMap::new();
        for (name, schemas) in shape.properties() {
            // Deep down, only what has to be there is looked for.
            if depth <= FULL_DEPTH || required.contains(name) {
                choices.insert(name, self.draw(&schemas, depth + 1));
            }
        }
        for name in required {
            if !choices.contains_key(name) {
                let schemas: Vec<&Value> = shape.all("additionalProperties").collect();
                choices.insert(name, self.draw(&schemas, depth + 1));
            }
        }
        for (property, value) in &shape.tags {
            choices.insert(property, vec![json!(value)]);
        }
        choices
    }

    /// Each optional property by chance, each value by chance.
    fn mixed(
        &mut self,
        choices: &IndexMap<&'a str, Vec<Value>>,
        minimal: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut object = minimal.clone();
        for (name, values) in choices {
            let chance = self.chance();
            if chance.is_multiple_of(2) || minimal.contains_key(*name) {
                let picked = values.iter().cycle().nth(chance % 97 % values.len().max(1));
                object.extend(picked.map(|value| ((*name).to_owned(), value.clone())));
            }
        }
        object
    }

    /// Properties without a name in the schema, where it speaks of them.
    fn additional(
        &mut self,
        shape: &Shape<'a>,
        minimal: &Map<String, Value>,
        depth: usize,
    ) -> Vec<Map<String, Value>> {
        let schemas: Vec<&Value> = shape.all("additionalProperties").collect();
        let free = shape.properties().is_empty() && shape.all("patternProperties").next().is_none();
        if schemas.is_empty() && !free {
            // JSON Schema allows any other property here; the types drop it, but must not trip over it.
            let mut undeclared = minimal.clone();
            undeclared.insert("x-undeclared".to_owned(), json!({"a": [1]}));
            return Vec::from_iter((depth == 0).then_some(undeclared));
        }
        let values = self.draw(&schemas, depth + 1);
        let names = [
            "extra",
            "x-other key/ü",
            "type",
            "a.b",
            "",
            "Extra",
            "$f",
            "g",
        ];
        let several = |count: usize| {
            let mut object = minimal.clone();
            for (name, value) in names.iter().zip(values.iter().cycle()).take(count) {
                object.entry(*name).or_insert_with(|| value.clone());
            }
            object
        };
        let mut objects: Vec<_> = values
            .iter()
            .map(|value| {
                let mut object = minimal.clone();
                object.insert("extra".to_owned(), value.clone());
                object
            })
            .collect();
        if !values.is_empty() {
            objects.extend([several(2), several(names.len())]);
        }
        objects
    }

    /// The next number of a fixed sequence (SplitMix64).
    fn chance(&mut self) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or_default()
    }
}

/// An object of the first value of each property; `None` if one has none.
fn first_values<'n>(
    choices: &IndexMap<&str, Vec<Value>>,
    names: impl Iterator<Item = &'n str>,
) -> Option<Map<String, Value>> {
    names
        .map(|name| Some((name.to_owned(), choices.get(name)?.first()?.clone())))
        .collect()
}

/// The values that the schema lists; `None` where it lists none.
fn listed(shape: &Shape<'_>) -> Option<Vec<Value>> {
    let enums = shape
        .all("enum")
        .filter_map(Value::as_array)
        .map(Vec::as_slice);
    let mut lists = enums.chain(shape.all("const").map(std::slice::from_ref));
    let first = lists.next()?.to_vec();
    Some(lists.fold(first, |mut known, list| {
        known.retain(|value| list.contains(value));
        known
    }))
}

/// The JSON types that a schema allows; where it does not say, those that its keywords speak of.
fn types<'a>(shape: &Shape<'a>) -> Vec<&'a str> {
    let mut known: Option<Vec<&str>> = None;
    for given in shape.all("type") {
        let given: Vec<&str> = match given {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            single => single.as_str().into_iter().collect(),
        };
        let allows =
            |name: &str| given.contains(&name) || (name == "integer" && given.contains(&"number"));
        known = Some(match known {
            None => given,
            Some(known) if known.contains(&"number") && given.contains(&"integer") => given,
            Some(mut known) => {
                known.retain(|name| allows(name));
                known
            }
        });
    }
    let speaks_of = |keywords: &[&str]| keywords.iter().any(|key| shape.all(key).next().is_some());
    known.unwrap_or_else(|| {
        if !shape.tags.is_empty() || speaks_of(&["properties", "additionalProperties", "required"])
        {
            vec!["object"]
        } else if speaks_of(&["items", "prefixItems", "minItems"]) {
            vec!["array"]
        } else if speaks_of(&["pattern", "minLength", "maxLength", "format"]) {
            vec!["string"]
        } else if speaks_of(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]) {
            vec!["number"]
        } else {
            vec!["any"]
        }
    })
}

fn size(shape: &Shape<'_>, keyword: &str, choose: fn(f64, f64) -> f64) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size; a senseless one may saturate"
    )]
    shape.bound(keyword, choose).map(|bound| bound as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_branch_bound_and_field() {
        let root = json!({"s": {"type": "object", "required": ["id"], "additionalProperties": {"type": "boolean"},
            "properties": {"id": {"enum": ["a", "b"]}, "next": {"$ref": "#/s"}, "n": {"type": ["integer", "null"], "maximum": 9},
                "u": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "boolean"}}]}}}});
        let drawn = Sampler::new(&root).component(&root["s"]);
        for expected in [
            json!({"id": "a"}),
            json!({"id": "b"}),
            json!({"id": "a", "next": {"id": "b"}}),
            json!({"id": "a", "n": 9}),
            json!({"id": "a", "n": null}),
            json!({"id": "a", "u": []}),
            json!({"id": "a", "u": [true, false]}),
            json!({"id": "a", "extra": false}),
        ] {
            assert!(drawn.contains(&expected), "{expected} in {drawn:?}");
        }
        assert_eq!(drawn, Sampler::new(&root).component(&root["s"]));
    }
}
