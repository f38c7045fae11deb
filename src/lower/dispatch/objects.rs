//! How members that are all objects are told apart.

use std::collections::BTreeSet;

use super::kinds::structs;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{JsonKind, Model, ModelKind, Presence, Rule, Struct, Test, Type, Union};
use crate::lower::choice::scalar_text;

/// Objects: by a property with known texts, by a property of their own, else in order.
pub fn objects(
    models: &[Model],
    union: &Union,
    members: &[usize],
    pointer: &str,
    diagnostics: &mut Diagnostics,
    rules: &mut Vec<Rule>,
) {
    let shapes: Vec<(usize, Members<'_>)> = members
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
    let undecided: Vec<&str> = shapes
        .iter()
        .filter(|(index, members)| own_property(*index, members.as_deref(), &shapes).is_none())
        .filter_map(|(index, _)| union.variants.get(*index))
        .map(|variant| variant.name.as_str())
        .collect();
    if undecided.len() > 1 {
        diagnostics.push(
            Code::AmbiguousUnion,
            pointer,
            format!(
                "nothing tells {} apart for certain; they are tried in this order, \
                 passing over those that would lose a property which another one knows",
                undecided.join(", ")
            ),
        );
    }
    rules.extend(fitting(models, &shapes));
}

/// A rule for each member that would lose nothing. One that takes any property comes after those that know all that
/// are there.
pub fn fitting(models: &[Model], shapes: &[(usize, Members<'_>)]) -> Vec<Rule> {
    let mut rules = Vec::new();
    let (closed, open): (Vec<_>, Vec<_>) = shapes
        .iter()
        .partition(|(_, members)| members.as_deref().is_some_and(is_closed));
    let mut rule = |index: usize, mut test: Test| {
        for (property, values) in foreign_texts(models, index, shapes) {
            test = Test::Unless {
                property,
                values,
                test: Box::new(test),
            };
        }
        rules.push(Rule {
            variant: index,
            test,
            tentative: true,
        });
    };
    let required = |(index, members): &(usize, Members<'_>)| match own_property(
        *index,
        members.as_deref(),
        shapes,
    ) {
        Some(property) => vec![property],
        None => members.as_deref().map(required_by_all).unwrap_or_default(),
    };
    if !open.is_empty() {
        for member in &closed {
            let test = Test::Fits {
                required: required(member),
                own: names(member),
                others: None,
            };
            rule(member.0, test);
        }
    }
    for member in &open {
        let test = match required(member) {
            none if none.is_empty() => Test::Kind(JsonKind::Object),
            required => Test::Has(required),
        };
        rule(member.0, test);
    }
    for member in &closed {
        let others = closed.iter().filter(|other| other.0 != member.0);
        let test = Test::Fits {
            required: required(member),
            own: names(member),
            others: Some(others.flat_map(|other| names(other)).collect()),
        };
        rule(member.0, test);
    }
    rules
}

/// The structs that a member of a union can be, with their names; `None` where it can be something else.
pub type Members<'m> = Option<Vec<(&'m str, &'m Struct)>>;

fn names((_, members): &(usize, Members<'_>)) -> Vec<String> {
    let members = members.iter().flatten();
    members.map(|(name, _)| (*name).to_owned()).collect()
}

/// Whether the structs take no properties but those that they know.
fn is_closed(members: &[(&str, &Struct)]) -> bool {
    let closed = |object: &Struct| object.rest.is_none() && object.flattened.is_empty();
    members.iter().all(|(_, object)| closed(object))
}

/// A property whose texts are listed by every member, no text by two of them.
fn by_tag(models: &[Model], shapes: &[(usize, Members<'_>)]) -> Option<Vec<Rule>> {
    let (_, first) = shapes.first()?.1.as_ref()?.first()?;
    first.fields.iter().find_map(|candidate| {
        let mut seen = BTreeSet::new();
        let mut rules = Vec::new();
        for (index, members) in shapes {
            let mut values = Vec::new();
            for (_, member) in members.as_ref()? {
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

/// The texts of each property that other members list and this one, which lists some too, does not.
fn foreign_texts(
    models: &[Model],
    index: usize,
    shapes: &[(usize, Members<'_>)],
) -> Vec<(String, Vec<String>)> {
    let listed = |object: &Struct, name: &str| {
        let field = object.fields.iter().find(|field| field.wire_name == name);
        field.and_then(|field| listed_scalars(models, &field.value))
    };
    let (own, others): (Vec<_>, Vec<_>) = shapes.iter().partition(|(variant, _)| *variant == index);
    let own: Vec<&Struct> = own
        .iter()
        .flat_map(|(_, m)| m.iter().flatten())
        .map(|(_, o)| *o)
        .collect();
    let others = others
        .iter()
        .flat_map(|(_, members)| members.iter().flatten());
    let others: Vec<&Struct> = others.map(|(_, object)| *object).collect();
    let Some(first) = own.first() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for field in &first.fields {
        let name = field.wire_name.as_str();
        let known: Option<Vec<_>> = own.iter().map(|object| listed(object, name)).collect();
        let Some(known) = known else { continue };
        let mut values: Vec<String> = others
            .iter()
            .filter_map(|object| listed(object, name))
            .flatten()
            .filter(|text| !known.iter().flatten().any(|own| own == text))
            .collect();
        values.sort();
        values.dedup();
        if !values.is_empty() {
            found.push((name.to_owned(), values));
        }
    }
    found
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
    members: Option<&[(&str, &Struct)]>,
    shapes: &[(usize, Members<'_>)],
) -> Option<String> {
    let ignores = |members: &[(&str, &Struct)], property: &str| {
        let knows = |object: &Struct| object.fields.iter().any(|f| f.wire_name == property);
        is_closed(members) && !members.iter().any(|(_, object)| knows(object))
    };
    required_by_all(members?).into_iter().find(|property| {
        let mut others = shapes.iter().filter(|(other, _)| *other != index);
        others.all(|(_, others)| others.as_deref().is_some_and(|o| ignores(o, property)))
    })
}

fn required_by_all(members: &[(&str, &Struct)]) -> Vec<String> {
    let Some(((_, first), others)) = members.split_first() else {
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
        .filter(|name| {
            required(first, name) && others.iter().all(|(_, other)| required(other, name))
        })
        .collect()
}
