//! A property that tells all members of a union apart.

use std::collections::BTreeSet;

use super::census::listed_scalars;
use super::has_distinct_tags;
use super::kinds::is_object;
use crate::ir::{Model, ModelKind, Presence, Rule, Test, Type, Union};

/// A rule for each member, by a property whose texts every member lists, no text by two of them.
pub fn by_tag(models: &[Model], union: &Union, members: &[usize]) -> Option<Vec<Rule>> {
    let value = |index: &usize| union.variants.get(*index).map(|variant| &variant.value);
    let first = members.first().and_then(value)?;
    candidates(models, first).into_iter().find_map(|property| {
        let mut seen = BTreeSet::new();
        let rule = |index: &usize| {
            let values = tags(models, value(index)?, property, &mut Vec::new())?;
            let is_own = values.iter().all(|value| seen.insert(value.clone()));
            (is_own && !values.is_empty()).then(|| Rule {
                variant: *index,
                test: Test::Tag {
                    property: property.to_owned(),
                    values: values.into_iter().collect(),
                },
                tentative: false,
            })
        };
        members.iter().map(rule).collect()
    })
}

/// The properties that a member may be told by.
fn candidates<'m>(models: &'m [Model], type_: &Type) -> Vec<&'m str> {
    let mut found = Vec::new();
    let mut seen = Vec::new();
    let mut next = Some(type_);
    while let Some(type_) = next.take() {
        let Type::Model(id, _) = type_.bare() else {
            break;
        };
        if seen.contains(id) {
            break;
        }
        seen.push(*id);
        match models.get(*id).map(|model| &model.kind) {
            Some(ModelKind::Struct(object)) => {
                found.extend(object.fields.iter().map(|field| field.wire_name.as_str()));
            }
            Some(ModelKind::Alias(inner)) => next = Some(inner),
            Some(ModelKind::Union(union)) => {
                next = union.variants.first().map(|variant| &variant.value);
            }
            Some(ModelKind::Enum(_)) | None => {}
        }
    }
    found
}

/// The texts of a property that a type has: those that it lists, and requires.
fn tags(
    models: &[Model],
    type_: &Type,
    property: &str,
    seen: &mut Vec<usize>,
) -> Option<BTreeSet<String>> {
    let id = match type_ {
        Type::Boxed(inner) | Type::Option(inner) => return tags(models, inner, property, seen),
        Type::Model(id, _) if !seen.contains(id) => *id,
        _ => return None,
    };
    seen.push(id);
    match &models.get(id)?.kind {
        ModelKind::Struct(object) => {
            let mut fields = object.fields.iter();
            let field = fields.find(|field| field.wire_name == property)?;
            let values = listed_scalars(models, &field.value)?;
            (field.presence == Presence::Required).then(|| values.into_iter().collect())
        }
        ModelKind::Alias(inner) => tags(models, inner, property, seen),
        ModelKind::Union(union) => {
            let mut all = BTreeSet::new();
            for variant in &union.variants {
                all.extend(tags(models, &variant.value, property, seen)?);
            }
            Some(all)
        }
        ModelKind::Enum(_) => None,
    }
}

/// Whether the discriminator of a union leaves no doubt.
pub fn is_certain(models: &[Model], union: &Union) -> bool {
    let mut variants = union.variants.iter();
    has_distinct_tags(union) && variants.all(|variant| is_object(models, &variant.value))
}
