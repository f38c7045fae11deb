//! `enum` to enums.

use std::collections::HashMap;
use std::hash::Hash;

use serde_json::Value;

use super::choice::value_names;
use super::keywords::{At, Node};
use super::names::chosen::Thing;
use super::names::{Case, Scope};
use super::scalar::{self, Listed};
use super::schema::{Home, Target, Types};
use super::shape::Choice;
use crate::diagnostic::Code;
use crate::ir::{Enum, ModelId, ModelKind, Type};

impl<'a> Types<'a, '_> {
    /// The model of a schema that lists values, or (`Err`) a plain type where that is all there is to it.
    pub(super) fn values(
        &mut self,
        values: &[Value],
        choices: &[Choice<'a>],
        at: &At<'a>,
        home: &Home,
        target: Target<'_>,
    ) -> Result<Type, Type> {
        let mut names = extension_names(at, values);
        if names.is_empty() {
            names = value_names(choices, values);
        }
        match scalar::enumeration(values, &names, self.options.is_open(&home.key)) {
            Listed::Plain(type_) => {
                if type_ == Type::Any && values.iter().all(Value::is_null) {
                    self.untyped(&at.pointer, "enum of null");
                } else if type_ == Type::Any {
                    self.warn(
                        Code::UntypedSchema,
                        &at.pointer,
                        "the values of this `enum` have no names in Rust; the value is untyped",
                    );
                    self.untyped(&at.pointer, "enum of unusual values");
                }
                Err(type_)
            }
            Listed::Enum(mut listed) => {
                self.describe_values(values, &mut listed, at);
                Ok(self.enumeration(listed, at, target))
            }
        }
    }

    /// What an extension that other generators read too says about each value, in a list or by value or name.
    fn describe_values(&mut self, values: &[Value], listed: &mut Enum, at: &At<'a>) {
        let texts = extension(at, &["x-enum-descriptions", "x-enumDescriptions"]);
        let entries = azure_entries(at).unwrap_or_default();
        if texts.is_none() && entries.is_empty() {
            return;
        }
        let beside = texts.and_then(Value::as_array).into_iter().flatten();
        let beside = firsts(values.iter().cloned().zip(beside));
        for variant in &mut listed.variants {
            let value = scalar::text(&variant.value);
            let text = match texts {
                Some(Value::Array(_)) => beside.get(&variant.value).copied(),
                Some(texts) => texts.get(&value).or_else(|| texts.get(&variant.name)),
                None => entries.get(&value).and_then(|said| said.get("description")),
            };
            let mut docs = self.docs.text(None, text.and_then(Value::as_str));
            docs.paragraph(std::mem::take(&mut variant.docs.lines));
            variant.docs = docs;
        }
    }

    /// The model of an enum.
    pub(super) fn enumeration(
        &mut self,
        mut listed: Enum,
        at: &At<'a>,
        target: Target<'_>,
    ) -> Type {
        let (id, type_) = self.open(at, "Value", target);
        self.name_values(id, &mut listed);
        self.set(id, ModelKind::Enum(listed));
        type_
    }

    /// Turns the words for the variants of an enum into names.
    fn name_values(&mut self, id: ModelId, listed: &mut Enum) {
        let owner = self.key(id);
        let mut scope = Scope::new(Case::Variant, &["Self"]);
        scope.expect(listed.variants.iter().map(|variant| variant.name.as_str()));
        for variant in &mut listed.variants {
            let key = format!("{owner}.{}", scalar::text(&variant.value));
            let words = &variant.name;
            variant.name = self
                .names
                .claim(&mut scope, Thing::Variant, &key, words, "Value");
        }
        if let Some(unknown) = &mut listed.unknown {
            *unknown = scope.claim("Unknown", "Value");
        }
    }
}

/// Variant names from the extensions that other generators read too: a list beside that of the values, a map from the
/// values, or Azure's entries. A value that they leave without a name has an empty one.
fn extension_names(at: &At<'_>, values: &[Value]) -> Vec<String> {
    let names = extension(at, &["x-enum-varnames", "x-enumNames", "x-enum-names"]);
    let entries = match names {
        Some(Value::Object(names)) => names
            .iter()
            .map(|(value, name)| (value.clone(), name))
            .collect(),
        None => {
            let entries = azure_entries(at).unwrap_or_default().into_iter();
            let named = entries.filter_map(|(value, entry)| Some((value, entry.get("name")?)));
            named.collect()
        }
        Some(_) => HashMap::new(),
    };
    if entries.is_empty() {
        return for_variants(scalar::variant_names(names), values);
    }
    let named = |value: &Value| {
        let name = entries.get(&scalar::text(value))?;
        name.as_str().map(str::to_owned)
    };
    let values = values.iter().filter(|value| !value.is_null());
    values
        .map(|value| named(value).unwrap_or_default())
        .collect()
}

/// The names without that of `null`, which is no variant.
fn for_variants(names: Vec<String>, values: &[Value]) -> Vec<String> {
    if names.len() != values.len() {
        return names;
    }
    let names = names.into_iter().zip(values);
    names
        .filter(|(_, value)| !value.is_null())
        .map(|(name, _)| name)
        .collect()
}

/// What Azure's [`x-ms-enum`](https://azure.github.io/autorest/extensions/#x-ms-enum) says about one value after the
/// other, by the value's text.
fn azure_entries<'a>(at: &At<'a>) -> Option<HashMap<String, &'a Value>> {
    let entries = extension(at, &["x-ms-enum"])?.get("values")?.as_array()?;
    let entries = entries.iter();
    let by_value = entries.filter_map(|entry| Some((scalar::text(entry.get("value")?), entry)));
    Some(firsts(by_value))
}

/// A map in which the first of equal keys counts.
fn firsts<K: Eq + Hash, V>(pairs: impl Iterator<Item = (K, V)>) -> HashMap<K, V> {
    let mut firsts = HashMap::new();
    for (key, value) in pairs {
        firsts.entry(key).or_insert(value);
    }
    firsts
}

/// The first of the extensions of a schema in place that there is.
fn extension<'a>(at: &At<'a>, names: &[&str]) -> Option<&'a Value> {
    let Node::Inline(schema) = at.node else {
        return None;
    };
    let extensions = &schema.schema_data.extensions;
    names.iter().find_map(|key| extensions.get(*key))
}
