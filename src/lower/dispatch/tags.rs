//! A property that tells all members of a union apart.

use std::collections::BTreeSet;

use super::census::listed_scalars;
use super::has_distinct_tags;
use super::kinds::{is_object, structs};
use crate::ir::{Dispatch, Model, ModelKind, Presence, Rule, Struct, Test, Type, Union};

/// The rules of a union by one property.
pub struct Tagged {
    pub property: String,
    /// A rule for each member.
    pub rules: Vec<Rule>,
    /// Texts that choose the first of several members.
    pub shared: Vec<String>,
}

/// By a property whose texts every member lists, no text by two of them. Unions that choose by it themselves may have some
/// texts in common.
pub fn by_tag(models: &[Model], union: &Union, members: &[usize]) -> Option<Tagged> {
    let values = members.iter().map(|index| {
        let variant = union.variants.get(*index)?;
        Some((*index, &variant.value))
    });
    among(models, &values.collect::<Option<Vec<_>>>()?)
}

/// By a property that every member requires, in which a property tells them apart: `data`, where `data.type` does.
pub fn by_inner_tag(models: &[Model], union: &Union, members: &[usize]) -> Option<Vec<Rule>> {
    let objects = members.iter().map(|index| {
        let structs = structs(models, &union.variants.get(*index)?.value, &mut Vec::new())?;
        match structs.as_slice() {
            [(_, object)] => Some((*index, *object)),
            _ => None,
        }
    });
    let objects: Vec<(usize, &Struct)> = objects.collect::<Option<_>>()?;
    let (_, first) = objects.first()?;
    first.fields.iter().find_map(|candidate| {
        let values = objects.iter().map(|(index, object)| {
            let mut fields = object.fields.iter();
            let field = fields.find(|field| field.wire_name == candidate.wire_name)?;
            (field.presence == Presence::Required).then_some((*index, &field.value))
        });
        let tagged = among(models, &values.collect::<Option<Vec<_>>>()?)?;
        let within = |rule: Rule| Rule {
            test: Test::Within {
                property: candidate.wire_name.clone(),
                test: Box::new(rule.test),
            },
            // What cannot be read in spite of its tag is kept as it is.
            tentative: true,
            ..rule
        };
        let is_certain = tagged.shared.is_empty();
        is_certain.then(|| tagged.rules.into_iter().map(within).collect())
    })
}

fn among(models: &[Model], members: &[(usize, &Type)]) -> Option<Tagged> {
    let (_, first) = members.first()?;
    let mut candidates = candidates(models, first).into_iter();
    candidates.find_map(|property| by_property(models, members, property))
}

fn by_property(models: &[Model], members: &[(usize, &Type)], property: &str) -> Option<Tagged> {
    let may_share = members
        .iter()
        .all(|(_, type_)| is_told_by(models, type_, property));
    let mut tagged = Tagged {
        property: property.to_owned(),
        rules: Vec::new(),
        shared: Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for (variant, type_) in members {
        let tags = tags(models, type_, property, &mut Vec::new())?;
        let (own, others) = tags
            .into_iter()
            .partition::<Vec<_>, _>(|tag| seen.insert(tag.clone()));
        if own.is_empty() || !(others.is_empty() || may_share) {
            return None;
        }
        tagged.shared.extend(others);
        tagged.rules.push(Rule {
            variant: *variant,
            test: Test::Tag {
                property: property.to_owned(),
                values: own,
            },
            tentative: false,
        });
    }
    Some(tagged)
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
                if let Dispatch::Tag { property, .. } = &union.dispatch {
                    found.push(property);
                }
                next = union.variants.first().map(|variant| &variant.value);
            }
            Some(ModelKind::Enum(_)) | None => {}
        }
    }
    found
}

/// The texts of a property that a type has: those that it lists, and requires, or those by which a union chooses.
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
        ModelKind::Union(union) if is_told_by(models, type_, property) => {
            let tags = union.variants.iter().flat_map(|variant| &variant.tags);
            Some(tags.cloned().collect())
        }
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

/// Whether a type is a union that chooses its member by this property.
fn is_told_by(models: &[Model], type_: &Type, property: &str) -> bool {
    let Type::Model(id, _) = type_.plain(models) else {
        return false;
    };
    match models.get(*id).map(|model| &model.kind) {
        Some(ModelKind::Union(union)) => {
            matches!(&union.dispatch, Dispatch::Tag { property: own, .. } if own == property)
                && is_certain(models, union)
        }
        _ => false,
    }
}

/// Whether the discriminator of a union leaves no doubt.
pub fn is_certain(models: &[Model], union: &Union) -> bool {
    let mut variants = union.variants.iter();
    has_distinct_tags(union) && variants.all(|variant| is_object(models, &variant.value))
}
