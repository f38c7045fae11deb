//! How a union without a discriminator finds its member: rules over JSON, worked out from the members' types.
//!
//! Members of different JSON types are told apart by that. Among objects, a property that each member
//! allows only certain texts for decides. Else they are tried in order, passing over those that lack
//! a required property, or would lose one that another member knows; a warning says so where nothing
//! but the order decides.

mod apart;
mod census;
mod kinds;
mod objects;
mod tags;
mod untold;

use std::collections::BTreeSet;

use self::census::Census;
use self::kinds::{ALL, kinds, structs};
use self::objects::{fitting, objects};
use self::tags::is_certain;
use self::untold::without_tag;
use super::choice::scalar_text;
use crate::diagnostic::Diagnostics;
use crate::ir::{Dispatch, EnumBase, JsonKind, Model, ModelKind, Rule, Rules, Test, Type, Union};

/// Works out the rules of every union.
pub fn resolve(models: &mut [Model], diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    let mut untold = Vec::new();
    for (id, model) in models.iter().enumerate() {
        let ModelKind::Union(union) = &model.kind else {
            continue;
        };
        match &union.dispatch {
            Dispatch::Tag { property, .. } if is_certain(models, union) => {
                // What is sent has its tag. A value that came without it must not go back with one.
                if model.received && !model.sent {
                    untold.push((id, without_tag(models, union, property)));
                }
            }
            _ => found.push((id, rules(models, union, &model.pointer, diagnostics))),
        }
    }
    let mut listed = BTreeSet::new();
    for (_, rules) in found.iter().chain(&untold) {
        listed.extend(rules.structs.iter().cloned());
        for rule in &rules.steps {
            listed.extend(rule.test.structs().iter().cloned());
        }
    }
    for (id, rules) in untold {
        if let Some(ModelKind::Union(union)) = models.get_mut(id).map(|model| &mut model.kind)
            && let Dispatch::Tag { untold, .. } = &mut union.dispatch
        {
            *untold = rules;
        }
    }
    for (id, rules) in found {
        if let Some(ModelKind::Union(union)) = models.get_mut(id).map(|model| &mut model.kind) {
            union.dispatch = by_one_property(union, &rules.steps).unwrap_or(Dispatch::Rules(rules));
        }
    }
    for model in models {
        if let ModelKind::Struct(object) = &mut model.kind {
            object.listed = listed.contains(&model.name);
        }
    }
}

/// Rules that all look at one property are a discriminator that the description does not name.
fn by_one_property(union: &mut Union, rules: &[Rule]) -> Option<Dispatch> {
    let Test::Tag { property, .. } = &rules.first()?.test else {
        return None;
    };
    let mut tags = vec![Vec::new(); union.variants.len()];
    for rule in rules {
        match &rule.test {
            Test::Tag {
                property: other,
                values,
            } if other == property && !rule.tentative => {
                tags.get_mut(rule.variant)?.clone_from(values);
            }
            _ => return None,
        }
    }
    for (variant, tags) in union.variants.iter_mut().zip(tags) {
        variant.tags = tags;
    }
    union
        .variants
        .iter()
        .all(|variant| !variant.tags.is_empty())
        .then(|| Dispatch::Tag {
            property: property.clone(),
            untold: Rules::default(),
        })
}

/// Whether no tag chooses two members.
fn has_distinct_tags(union: &Union) -> bool {
    let mut seen = BTreeSet::new();
    union
        .variants
        .iter()
        .flat_map(|variant| &variant.tags)
        .all(|tag| seen.insert(tag))
}

fn rules(models: &[Model], union: &Union, pointer: &str, diagnostics: &mut Diagnostics) -> Rules {
    let kinds: Vec<BTreeSet<JsonKind>> = union
        .variants
        .iter()
        .map(|v| kinds(models, &v.value))
        .collect();
    let mut rules = Rules::default();
    for kind in ALL {
        let takes = |i: &usize, kind| kinds.get(*i).is_some_and(|set| set.contains(&kind));
        let mut members: Vec<usize> = (0..union.variants.len())
            .filter(|i| takes(i, kind))
            .collect();
        // A member for any number would take all integers, and round large ones.
        if kind == JsonKind::Integer {
            members.sort_by_key(|i| takes(i, JsonKind::Number));
        }
        match members.as_slice() {
            [] => {}
            _ if kind == JsonKind::String
                && union.variants.iter().any(|v| v.constant.is_some()) =>
            {
                texts(models, union, &members, &mut rules.steps);
            }
            // What `JsonKind::Number` tests for includes integers.
            [only] if kind == JsonKind::Integer && alone(&kinds, *only, JsonKind::Number) => {}
            [only] => rules.steps.push(Rule {
                variant: *only,
                test: Test::Kind(kind),
                tentative: false,
            }),
            _ if kind == JsonKind::Array => arrays(models, union, &members, &mut rules),
            _ if kind == JsonKind::String => texts(models, union, &members, &mut rules.steps),
            _ if kind == JsonKind::Object => {
                objects(models, union, &members, pointer, diagnostics, &mut rules)
            }
            _ => {
                for (position, variant) in members.iter().enumerate() {
                    let tentative = position + 1 < members.len();
                    if kind == JsonKind::Integer
                        && !tentative
                        && alone(&kinds, *variant, JsonKind::Number)
                    {
                        continue;
                    }
                    rules.steps.push(Rule {
                        variant: *variant,
                        test: Test::Kind(kind),
                        tentative,
                    });
                }
            }
        }
    }
    rules
}

/// Whether values of this kind can be of this member only.
fn alone(kinds: &[BTreeSet<JsonKind>], member: usize, kind: JsonKind) -> bool {
    let mut members =
        (0..kinds.len()).filter(|i| kinds.get(*i).is_some_and(|set| set.contains(&kind)));
    members.next() == Some(member) && members.next().is_none()
}

/// Strings: the enums that list the text first, then the first type that takes any text.
fn texts(models: &[Model], union: &Union, members: &[usize], rules: &mut Vec<Rule>) {
    let mut open = Vec::new();
    for index in members {
        let Some(variant) = union.variants.get(*index) else {
            continue;
        };
        let constant = variant.constant.clone().map(|text| (vec![text], false));
        match constant.or_else(|| listed_texts(models, &variant.value)) {
            Some((values, takes_others)) => {
                rules.push(Rule {
                    variant: *index,
                    test: Test::Text(values),
                    tentative: false,
                });
                if takes_others {
                    open.push((1, *index));
                }
            }
            None => open.push((0, *index)),
        }
    }
    // A plain string takes any text as it is, so nothing is lost with the first of them.
    open.sort();
    for (position, (_, index)) in open.iter().enumerate() {
        let tentative = position + 1 < open.len();
        rules.push(Rule {
            variant: *index,
            test: Test::Kind(JsonKind::String),
            tentative,
        });
    }
}

/// The texts that an enum lists, and whether it takes others.
fn listed_texts(models: &[Model], type_: &Type) -> Option<(Vec<String>, bool)> {
    let Type::Model(id, _) = type_.bare() else {
        return None;
    };
    match &models.get(*id)?.kind {
        ModelKind::Enum(e) if e.base == EnumBase::String => {
            let texts = e.variants.iter().filter_map(|v| scalar_text(&v.value));
            Some((texts.collect(), e.unknown.is_some()))
        }
        ModelKind::Alias(inner) => listed_texts(models, inner),
        _ => None,
    }
}

/// Arrays: by what their elements are, where those are objects that are told apart by their properties; else in order.
fn arrays(models: &[Model], union: &Union, members: &[usize], rules: &mut Rules) {
    let shapes = members.iter().filter_map(|index| {
        let element = element(models, &union.variants.get(*index)?.value);
        let structs = element.and_then(|type_| structs(models, type_, &mut Vec::new()));
        Some((*index, structs))
    });
    let shapes: Vec<_> = shapes.collect();
    let census = Census::of(models, &shapes);
    for mut rule in fitting(&census, &shapes, rules) {
        rule.test = match rule.test {
            Test::Kind(_) => Test::Kind(JsonKind::Array),
            test => Test::Each(Box::new(test)),
        };
        rules.steps.push(rule);
    }
}

/// The type of a list's elements.
fn element<'m>(models: &'m [Model], type_: &'m Type) -> Option<&'m Type> {
    match type_.bare() {
        Type::List(element) => Some(element),
        Type::Model(id, _) => match &models.get(*id)?.kind {
            ModelKind::Alias(inner) => element(models, inner),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests;
