//! How a union without a discriminator finds its member: rules over JSON, worked out from the members' types.
//!
//! Members of different JSON types are told apart by that. Among objects, a property that each member
//! allows only certain texts for, or one that only one member requires, decides. What is left is
//! tried in order, those first whose properties fit the value exactly; a warning says so.

mod kinds;

use std::collections::BTreeSet;

use self::kinds::{ALL, is_object, kinds, structs};
use super::choice::scalar_text;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{
    Dispatch, EnumBase, JsonKind, Model, ModelKind, Presence, Rule, Struct, Test, Type, Union,
};

/// Works out the rules of every union.
pub fn resolve(models: &mut [Model], diagnostics: &mut Diagnostics) {
    let mut found = Vec::new();
    for (id, model) in models.iter().enumerate() {
        let ModelKind::Union(union) = &model.kind else {
            continue;
        };
        match &union.dispatch {
            Dispatch::Tag { .. }
                if has_distinct_tags(union)
                    && union.variants.iter().all(|v| is_object(models, &v.value)) => {}
            _ => found.push((id, rules(models, union, &model.pointer, diagnostics))),
        }
    }
    for (id, rules) in found {
        if let Some(ModelKind::Union(union)) = models.get_mut(id).map(|model| &mut model.kind) {
            union.dispatch = by_one_property(union, &rules).unwrap_or(Dispatch::Rules(rules));
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

fn rules(
    models: &[Model],
    union: &Union,
    pointer: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Rule> {
    let kinds: Vec<BTreeSet<JsonKind>> = union
        .variants
        .iter()
        .map(|v| kinds(models, &v.value))
        .collect();
    let mut rules = Vec::new();
    for kind in ALL {
        let members: Vec<usize> = (0..union.variants.len())
            .filter(|i| kinds.get(*i).is_some_and(|set| set.contains(&kind)))
            .collect();
        match members.as_slice() {
            [] => {}
            // What `JsonKind::Number` tests for includes integers.
            [only] if kind == JsonKind::Integer && alone(&kinds, *only, JsonKind::Number) => {}
            [only] => rules.push(Rule {
                variant: *only,
                test: Test::Kind(kind),
                tentative: false,
            }),
            _ if kind == JsonKind::String => texts(models, union, &members, &mut rules),
            _ if kind == JsonKind::Object => {
                objects(models, union, &members, pointer, diagnostics, &mut rules)
            }
            _ => {
                for (position, variant) in members.iter().enumerate() {
                    let tentative = position + 1 < members.len();
                    rules.push(Rule {
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
        match listed_texts(models, &variant.value) {
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

/// Objects: by a property with known texts, by a property of their own, else in order.
fn objects(
    models: &[Model],
    union: &Union,
    members: &[usize],
    pointer: &str,
    diagnostics: &mut Diagnostics,
    rules: &mut Vec<Rule>,
) {
    let shapes: Vec<(usize, Option<Vec<&Struct>>)> = members
        .iter()
        .filter_map(|i| {
            union
                .variants
                .get(*i)
                .map(|v| (*i, structs(models, &v.value, &mut Vec::new())))
        })
        .collect();
    if let Some(tagged) = by_tag(models, &shapes) {
        rules.extend(tagged);
        return;
    }
    let mut undecided = Vec::new();
    for (index, members) in &shapes {
        match own_property(*index, members.as_deref(), &shapes) {
            Some(property) => rules.push(Rule {
                variant: *index,
                test: Test::Has(property),
                tentative: false,
            }),
            None => undecided.push((*index, members)),
        }
    }
    if let [(only, _)] = undecided.as_slice() {
        rules.push(Rule {
            variant: *only,
            test: Test::Kind(JsonKind::Object),
            tentative: false,
        });
        return;
    }
    if undecided.is_empty() {
        return;
    }
    let names: Vec<&str> = undecided
        .iter()
        .filter_map(|(i, _)| union.variants.get(*i))
        .map(|v| v.name.as_str())
        .collect();
    diagnostics.push(
        Code::AmbiguousUnion,
        pointer,
        format!(
            "nothing tells {} apart for certain; they are tried in this order, exact fits first",
            names.join(", ")
        ),
    );
    for (index, members) in &undecided {
        let required = members.as_deref().map(required_by_all).unwrap_or_default();
        let known = members.as_deref().and_then(known_properties);
        rules.push(Rule {
            variant: *index,
            test: Test::Fits { required, known },
            tentative: true,
        });
    }
    for (index, members) in &undecided {
        let required = members.as_deref().map(required_by_all).unwrap_or_default();
        let test = if required.is_empty() {
            Test::Kind(JsonKind::Object)
        } else {
            Test::Fits {
                required,
                known: None,
            }
        };
        rules.push(Rule {
            variant: *index,
            test,
            tentative: true,
        });
    }
}

/// A property whose texts are listed by every member, no text by two of them.
fn by_tag(models: &[Model], shapes: &[(usize, Option<Vec<&Struct>>)]) -> Option<Vec<Rule>> {
    let first = shapes.first()?.1.as_ref()?.first()?;
    first.fields.iter().find_map(|candidate| {
        let mut seen = BTreeSet::new();
        let mut rules = Vec::new();
        for (index, members) in shapes {
            let mut values = Vec::new();
            for member in members.as_ref()? {
                let field = member
                    .fields
                    .iter()
                    .find(|f| f.wire_name == candidate.wire_name)?;
                if field.presence != Presence::Required {
                    return None;
                }
                values.extend(listed_scalars(models, &field.value)?);
            }
            values.sort();
            values.dedup();
            if values.is_empty() || !values.iter().all(|value| seen.insert(value.clone())) {
                return None;
            }
            let test = Test::Tag {
                property: candidate.wire_name.clone(),
                values,
            };
            rules.push(Rule {
                variant: *index,
                test,
                tentative: false,
            });
        }
        Some(rules)
    })
}

fn listed_scalars(models: &[Model], type_: &Type) -> Option<Vec<String>> {
    let Type::Model(id, _) = type_ else {
        return None;
    };
    match &models.get(*id)?.kind {
        ModelKind::Enum(e) => e
            .variants
            .iter()
            .map(|variant| scalar_text(&variant.value))
            .collect(),
        ModelKind::Alias(inner) => listed_scalars(models, inner),
        _ => None,
    }
}

/// A property that this member requires and no other member knows.
fn own_property(
    index: usize,
    members: Option<&[&Struct]>,
    shapes: &[(usize, Option<Vec<&Struct>>)],
) -> Option<String> {
    let required = required_by_all(members?);
    required.into_iter().find(|property| {
        shapes
            .iter()
            .filter(|(other, _)| *other != index)
            .all(|(_, others)| {
                others.as_ref().is_some_and(|others| {
                    others.iter().all(|o| {
                        o.rest.is_none()
                            && o.flattened.is_empty()
                            && !o.fields.iter().any(|f| f.wire_name == *property)
                    })
                })
            })
    })
}

fn required_by_all(members: &[&Struct]) -> Vec<String> {
    let Some((first, others)) = members.split_first() else {
        return Vec::new();
    };
    let required = |object: &Struct, name: &str| {
        object.fields.iter().any(|f| {
            f.wire_name == name
                && matches!(f.presence, Presence::Required | Presence::RequiredNullable)
        })
    };
    first
        .fields
        .iter()
        .map(|field| field.wire_name.clone())
        .filter(|name| required(first, name) && others.iter().all(|other| required(other, name)))
        .collect()
}

/// All properties that the members know; `None` where one takes any.
fn known_properties(members: &[&Struct]) -> Option<Vec<String>> {
    let mut known = BTreeSet::new();
    for member in members {
        if member.rest.is_some() || !member.flattened.is_empty() {
            return None;
        }
        known.extend(member.fields.iter().map(|field| field.wire_name.clone()));
    }
    Some(known.into_iter().collect())
}
