//! A schema with its `allOf` worked in: what a value of it looks like, all parts together.
//!
//! Several schemas that all apply (the parts of an `allOf`, or a property that more than one part
//! declares) become one [`Shape`]: properties are collected, equal ones merge, the rest intersects.
//! See [Schema Object](https://spec.openapis.org/oas/v3.0.3#schema-object).

mod bounds;
mod flat;
mod open;

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};
use openapiv3::{Discriminator, OpenAPI};
use serde_json::Value;

use self::flat::flat;
use super::keywords::{Additional, At, Keywords, Node, resolve};
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::Check;

/// How many references `allOf` may lead through. Each schema of a chain is merged with all that it leads to, so that
/// longer ones would take forever; no one writes them by hand.
const MAX_REFERENCES: usize = 128;

/// `oneOf` or `anyOf`: the value is (at least) one of the members.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    /// Where the list stands.
    pub pointer: String,
    /// The members.
    pub members: Vec<At<'a>>,
    /// How to tell them apart.
    pub discriminator: Option<&'a Discriminator>,
}

/// What a value looks like.
#[derive(Clone, Debug, Default)]
pub struct Shape<'a> {
    /// `type`, where one is given.
    pub type_: Option<&'a str>,
    /// `format`
    pub format: Option<String>,
    /// `enum`, the values that every part allows.
    pub enumeration: Option<Vec<Value>>,
    /// Properties, each with every schema that applies to it.
    pub properties: IndexMap<&'a str, Vec<At<'a>>>,
    /// Names of required properties.
    pub required: IndexSet<&'a str>,
    /// Other properties.
    pub additional: Additional<'a>,
    /// Every schema that applies to the elements.
    pub items: Vec<At<'a>>,
    /// Whether the elements are one for each member of the union in `items`.
    pub is_tuple: bool,
    /// `oneOf` and `anyOf`; all of them apply.
    pub choices: Vec<Choice<'a>>,
    /// `discriminator` without `oneOf` or `anyOf`: other schemas extend this one.
    pub base_of: Option<&'a Discriminator>,
    /// `minimum`
    pub minimum: Option<f64>,
    /// `maximum`
    pub maximum: Option<f64>,
    /// Bounds of the value.
    pub checks: Vec<Check>,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// Whether there is a `not`, which no type expresses.
    pub not: bool,
}

/// Builds shapes: the document, and the references on the way to the present place.
pub struct Shaper<'a, 'd> {
    document: &'a OpenAPI,
    diagnostics: &'d mut Diagnostics,
    visiting: Vec<String>,
    /// All that was visited: the second way to a component adds nothing.
    added: HashSet<String>,
}

/// A shape whose problems are reported where its type is worked out.
pub fn scratch<'a>(document: &'a OpenAPI, parts: &[At<'a>]) -> Shape<'a> {
    Shaper::shape(document, &mut Diagnostics::default(), parts)
}

impl<'a, 'd> Shaper<'a, 'd> {
    /// The shape of a value to which all of `parts` apply.
    pub fn shape(
        document: &'a OpenAPI,
        diagnostics: &'d mut Diagnostics,
        parts: &[At<'a>],
    ) -> Shape<'a> {
        let mut shaper = Shaper {
            document,
            diagnostics,
            visiting: Vec::new(),
            added: HashSet::new(),
        };
        let mut shape = Shape::default();
        for part in parts {
            shaper.add(&mut shape, part);
        }
        bounds::drop_idle(document, shaper.diagnostics, &mut shape, parts);
        shape
    }

    fn add(&mut self, shape: &mut Shape<'a>, at: &At<'a>) {
        match at.node {
            Node::Inline(schema) => {
                self.add_keywords(shape, at, &Keywords::new(&at.pointer, schema))
            }
            Node::Reference(reference) => {
                let Some((pointer, node)) = resolve(self.document, reference) else {
                    return;
                };
                if self.visiting.contains(&pointer) {
                    self.diagnostics.push(
                        Code::ConflictingSchemas,
                        &at.pointer,
                        format!("`allOf` leads back to `{reference}`; the repetition adds nothing and is ignored"),
                    );
                    return;
                }
                if self.visiting.len() == MAX_REFERENCES {
                    self.diagnostics.push(
                        Code::Limit,
                        "/components/schemas",
                        format!("an `allOf` leads through more than {MAX_REFERENCES} references"),
                    );
                    return;
                }
                if !self.added.insert(pointer.clone()) {
                    return;
                }
                self.visiting.push(pointer.clone());
                self.add(shape, &At::new(pointer, node));
                self.visiting.pop();
            }
        }
    }

    fn add_keywords(&mut self, shape: &mut Shape<'a>, at: &At<'a>, k: &Keywords<'a>) {
        self.add_type(shape, at, k);
        if !k.enumeration.is_empty() {
            self.add_enumeration(shape, at, &k.enumeration);
        }
        let open = open::properties(self.document, k);
        for (name, property) in k.properties.iter().chain(open.iter().flatten()) {
            let parts = shape.properties.entry(name).or_default();
            if !parts.iter().any(|part| part.node.same(property.node)) {
                parts.push(property.clone());
            }
        }
        let required = k.required.iter().map(String::as_str);
        let required = required.filter(|name| !is_tag_of_members(k, name));
        shape.required.extend(required);
        add_additional(&mut shape.additional, &k.additional);
        shape.items.extend(k.items.clone());
        shape.is_tuple |= k.is_tuple;
        shape.minimum = larger(shape.minimum, k.minimum, f64::max);
        shape.maximum = larger(shape.maximum, k.maximum, f64::min);
        for check in &k.checks {
            if !shape.checks.contains(check) {
                shape.checks.push(check.clone());
            }
        }
        shape.read_only |= k.data.read_only;
        shape.write_only |= k.data.write_only;
        shape.not |= k.not;
        if open.is_none() {
            self.add_choices(shape, at, k);
        }
        for part in &k.all_of {
            self.add(shape, part);
        }
    }

    fn add_type(&mut self, shape: &mut Shape<'a>, at: &At<'a>, k: &Keywords<'a>) {
        match (shape.type_, k.type_) {
            (Some("number"), Some("integer")) | (None, Some(_)) => shape.type_ = k.type_,
            (Some("integer"), Some("number")) | (_, None) => {}
            (Some(a), Some(b)) if a != b => self.diagnostics.push(
                Code::ConflictingSchemas,
                &at.pointer,
                format!("one part of an `allOf` asks for `{a}`, this one for `{b}`; `{a}` is used"),
            ),
            _ => {}
        }
        if shape.format.is_none() {
            shape.format.clone_from(&k.format);
        }
    }

    fn add_enumeration(&mut self, shape: &mut Shape<'a>, at: &At<'a>, values: &[Value]) {
        match &mut shape.enumeration {
            None => shape.enumeration = Some(values.to_vec()),
            Some(known) => {
                let allowed: HashSet<&Value> = values.iter().collect();
                let both: Vec<Value> = known
                    .iter()
                    .filter(|value| allowed.contains(value))
                    .cloned()
                    .collect();
                if both.is_empty() {
                    self.diagnostics.push(
                        Code::ConflictingSchemas,
                        &at.pointer,
                        "the enums of this `allOf` have no value in common; the values of all are allowed",
                    );
                    known.extend(values.iter().cloned());
                } else {
                    *known = both;
                }
            }
        }
    }

    fn add_choices(&mut self, shape: &mut Shape<'a>, at: &At<'a>, k: &Keywords<'a>) {
        let discriminator = k.data.discriminator.as_ref();
        for (keyword, members) in [("oneOf", &k.one_of), ("anyOf", &k.any_of)] {
            // Members that only narrow what the schema says itself, or say nothing, do not shape the type.
            let shapes = |member: &At<'_>| !is_condition(member, k) && !is_anything(member);
            if members.iter().any(shapes) {
                let pointer = format!("{}/{keyword}", at.pointer);
                shape.choices.push(Choice {
                    pointer,
                    members: flat(members),
                    discriminator,
                });
            }
        }
        if self.visiting.is_empty()
            && k.one_of.is_empty()
            && k.any_of.is_empty()
            && shape.base_of.is_none()
        {
            shape.base_of = discriminator;
        }
    }
}

/// Whether a property is the discriminator of a union, whose members have it: beside them it says nothing.
fn is_tag_of_members(k: &Keywords<'_>, name: &str) -> bool {
    let discriminator = k.data.discriminator.as_ref();
    let is_union = !k.one_of.is_empty() || !k.any_of.is_empty();
    is_union
        && discriminator.is_some_and(|d| d.property_name == name)
        && !k.properties.iter().any(|(own, _)| *own == name)
}

/// Whether a member only narrows a value that `whole` describes: by `required`, `not`, bounds, or the values that
/// properties of it can have then.
fn is_condition(at: &At<'_>, whole: &Keywords<'_>) -> bool {
    let Node::Inline(schema) = at.node else {
        return false;
    };
    let k = Keywords::new(&at.pointer, schema);
    let narrows = |(name, property): &(&str, At<'_>)| {
        whole.properties.iter().any(|(own, _)| own == name) && only_lists(property)
    };
    let says_something =
        !k.required.is_empty() || k.not || !k.checks.is_empty() || !k.properties.is_empty();
    (says_something || whole.type_.is_some())
        && k.properties.iter().all(narrows)
        && k.one_of.is_empty()
        && k.any_of.is_empty()
        && k.all_of.is_empty()
        && k.is_silent_beside_properties()
        && k.type_
            .is_none_or(|name| name == "object" || whole.type_ == Some(name))
}

/// Whether a schema in place allows any value.
fn is_anything(at: &At<'_>) -> bool {
    match at.node {
        Node::Reference(_) => false,
        Node::Inline(schema) => {
            let k = Keywords::new(&at.pointer, schema);
            k.says_nothing() && k.all_of.is_empty()
        }
    }
}

/// Whether a schema does nothing but list values.
fn only_lists(at: &At<'_>) -> bool {
    match at.node {
        Node::Reference(_) => false,
        Node::Inline(schema) => !Keywords::new(&at.pointer, schema).enumeration.is_empty(),
    }
}

fn add_additional<'a>(known: &mut Additional<'a>, new: &Additional<'a>) {
    match (&mut *known, new) {
        (_, Additional::Unspecified) | (Additional::Schemas(_), Additional::Any) => {}
        // `additionalProperties: false` in one part of an `allOf` is nearly always meant for the whole.
        (Additional::Any | Additional::Schemas(_), Additional::Forbidden) => {}
        (Additional::Schemas(known), Additional::Schemas(new)) => {
            let is_known = |new: &&At<'a>| known.iter().any(|known| known.node.same(new.node));
            let new: Vec<At<'a>> = new.iter().filter(|new| !is_known(new)).cloned().collect();
            known.extend(new);
        }
        _ => *known = new.clone(),
    }
}

fn larger(a: Option<f64>, b: Option<f64>, choose: fn(f64, f64) -> f64) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(choose(a, b)),
        (a, b) => a.or(b),
    }
}

/// What a schema says about `null`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Null {
    Allowed,
    Forbidden,
    /// The schema allows anything.
    Unmentioned,
}

/// Whether `null` is a value to which all of `parts` apply: by `nullable`, an enum with `null`, a member of a union,
/// every part of an `allOf`, or because no part says anything about the value.
#[must_use]
pub fn allows_null(document: &OpenAPI, parts: &[At<'_>]) -> bool {
    let all: Vec<Null> = parts
        .iter()
        .map(|part| null(document, part, 0, &mut HashMap::new()))
        .collect();
    all.contains(&Null::Allowed) || !all.contains(&Null::Forbidden)
}

/// `known` holds the answers of components, so that one which many ways lead to is asked once. `depth` references lead to
/// this place.
fn null<'a>(
    document: &'a OpenAPI,
    at: &At<'a>,
    depth: usize,
    known: &mut HashMap<String, Null>,
) -> Null {
    let schema = match at.node {
        Node::Inline(schema) => schema,
        Node::Reference(reference) => {
            let Some((pointer, node)) = resolve(document, reference) else {
                return Null::Forbidden;
            };
            if let Some(answer) = known.get(&pointer) {
                return *answer;
            }
            if depth == MAX_REFERENCES {
                return Null::Forbidden;
            }
            // Until its own answer is there: a way back to it adds nothing.
            known.insert(pointer.clone(), Null::Forbidden);
            let answer = null(document, &At::new(pointer.clone(), node), depth + 1, known);
            known.insert(pointer, answer);
            return answer;
        }
    };
    let k = Keywords::new(&at.pointer, schema);
    if k.data.nullable || k.enumeration.contains(&Value::Null) {
        return Null::Allowed;
    }
    let mut members = k.one_of.iter().chain(&k.any_of);
    if members.any(|member| null(document, member, depth, known) != Null::Forbidden) {
        return Null::Allowed;
    }
    let parts: Vec<Null> = k
        .all_of
        .iter()
        .map(|part| null(document, part, depth, known))
        .collect();
    if parts.contains(&Null::Forbidden) {
        return Null::Forbidden;
    }
    if parts.contains(&Null::Allowed) {
        return Null::Allowed;
    }
    if k.says_nothing() {
        Null::Unmentioned
    } else {
        Null::Forbidden
    }
}
