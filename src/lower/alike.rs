//! Inline types that are alike: the one is the type, all others are further names for it.
//!
//! Descriptions spell the same address out in the bodies of twenty operations, and the same lists of values in every reply.
//! Each of these keeps the name that its place gives it, so that no name depends on what other operations there are; where
//! all that is generated for it is the same as for a component or an earlier inline type, that name is an alias. Components,
//! and types that the user has named, are never aliases: they have been told apart on purpose.
//!
//! Only types whose modules are compiled for the same features are looked at together: an alias must not bring in more.

use std::collections::HashMap;

use super::sharing::{has_direction, standing_for};
use crate::ir::{Checks, Features, Gate, Model, ModelId, ModelKind, Type};

/// All that is generated for a type, without its name and what it is for.
#[derive(PartialEq, Eq, Hash)]
struct Generated<'a> {
    gate: Option<&'a Gate>,
    /// Of inline types in it, the one that stands for them.
    kind: ModelKind,
    checks: &'a Checks,
    deprecated: bool,
}

/// Types that are alike, all from last to first.
#[derive(Default)]
struct Class {
    /// The first of those that have been named as such.
    named: Option<ModelId>,
    inline: Vec<ModelId>,
}

/// Makes aliases of inline types that are like another type.
pub fn resolve(models: &mut [Model], features: &Features) {
    for (id, same) in alike(models, features) {
        let name = models.get(same).map(|model| model.name.clone());
        if let (Some(name), Some(model)) = (name, models.get_mut(id)) {
            model.kind = ModelKind::Alias(Type::Model(same, name));
        }
    }
}

/// Inline types, each with the one that it is like.
fn alike(models: &[Model], features: &Features) -> Vec<(ModelId, ModelId)> {
    // What a type holds comes after it and is looked at before it, so that here the last of a class stands for it.
    let mut stands_for: Vec<ModelId> = (0..models.len()).collect();
    let mut classes: HashMap<Generated<'_>, Class> = HashMap::new();
    for (id, model) in candidates(models).into_iter().rev() {
        let class = classes.entry(generated(model, features, &stands_for));
        let class = class.or_default();
        if model.is_named() {
            class.named = Some(id);
            continue;
        }
        class.inline.push(id);
        if let (Some(last), Some(stands_for)) = (class.inline.first(), stands_for.get_mut(id)) {
            *stands_for = *last;
        }
    }
    let found = classes.into_values().flat_map(|Class { named, inline }| {
        let same = named.or(inline.last().copied());
        let others = inline.into_iter().filter(move |id| Some(*id) != same);
        others.filter_map(move |id| Some((id, same?)))
    });
    found.collect()
}

/// Types that can be like another one, an inline one at least: so few of all that comparing them whole costs little.
fn candidates(models: &[Model]) -> Vec<(ModelId, &Model)> {
    let comparable = models.iter().enumerate().filter_map(|(id, model)| {
        let members = members(&model.kind).filter(|_| !has_direction(&model.kind))?;
        Some((id, model, members))
    });
    let all: Vec<_> = comparable.collect();
    // How many there are with the same members, and how many of them are inline.
    let mut counts: HashMap<&[&str], (usize, usize)> = HashMap::new();
    for (_, model, members) in &all {
        let (count, inline) = counts.entry(members).or_default();
        *count += 1;
        *inline += usize::from(!model.is_named());
    }
    let has_twin = |members: &[&str]| {
        let found = counts.get(members);
        found.is_some_and(|(count, inline)| *count > 1 && *inline > 0)
    };
    let candidates = all.iter().filter(|(.., members)| has_twin(members));
    candidates.map(|(id, model, _)| (*id, *model)).collect()
}

/// The names of what a type is made of; none for what is another name already.
fn members(kind: &ModelKind) -> Option<Vec<&str>> {
    Some(match kind {
        ModelKind::Struct(object) => object.all_fields().map(|f| f.name.as_str()).collect(),
        ModelKind::Enum(listed) => listed.variants.iter().map(|v| v.name.as_str()).collect(),
        ModelKind::Union(union) => union.variants.iter().map(|v| v.name.as_str()).collect(),
        ModelKind::Alias(_) => return None,
    })
}

fn generated<'m>(
    model: &'m Model,
    features: &'m Features,
    stands_for: &[ModelId],
) -> Generated<'m> {
    Generated {
        gate: features.models.get(&model.module),
        kind: standing_for(&model.kind, stands_for),
        checks: &model.checks,
        deprecated: model.docs.deprecated,
    }
}
