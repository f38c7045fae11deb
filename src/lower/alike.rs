//! Inline types that are alike: the one is the type, all others are further names for it.
//!
//! Descriptions spell the same address out in the bodies of twenty operations, and the same lists of values in every reply.
//! Each of these keeps the name that its place gives it, so that no name depends on what other operations there are; where
//! all that is generated for it is the same as for a component or another inline type, that name is an alias. Components,
//! and types that the user has named, are never aliases: they have been told apart on purpose.
//!
//! An alias must not bring in more for a feature than was there before, so that a type is only an alias of one that is
//! compiled wherever it is itself.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::sharing::{has_direction, standing_for};
use crate::ir::{Checks, EnumBase, Features, Gate, Model, ModelId, ModelKind, Type};

/// All that is generated for a type, without its name and what it is for; with what it holds under its first name.
type Generated<'a> = (ModelKind, &'a Checks, bool);

/// Makes aliases of inline types that are like another type.
pub fn resolve(models: &mut [Model], features: &Features) {
    let mut first_names: Vec<ModelId> = (0..models.len()).collect();
    // What a type holds is compared before it.
    for ids in by_depth(models).into_values() {
        let mut classes: HashMap<Generated<'_>, Vec<ModelId>> = HashMap::new();
        for (id, model) in ids.iter().filter_map(|id| Some((*id, models.get(*id)?))) {
            let kind = standing_for(&model.kind, &first_names);
            let generated = (kind, &model.checks, model.docs.deprecated);
            classes.entry(generated).or_default().push(id);
        }
        for class in classes.into_values() {
            for (id, same) in aliases(models, features, class) {
                if let Some(first) = first_names.get_mut(id) {
                    *first = same;
                }
            }
        }
    }
    for (id, same) in first_names.into_iter().enumerate() {
        let name = models.get(same).map(|model| model.name.clone());
        if let (Some(name), Some(model)) = (name, models.get_mut(id).filter(|_| same != id)) {
            model.kind = ModelKind::Alias(Type::Model(same, name));
            // The other one has the same.
            model.checks = Checks::default();
        }
    }
}

/// Inline types of a class, each with the one that it is an alias of.
fn aliases(
    models: &[Model],
    features: &Features,
    mut class: Vec<ModelId>,
) -> Vec<(ModelId, ModelId)> {
    let gate = |id: ModelId| models.get(id).and_then(|m| features.models.get(&m.module));
    let is_named = |id: ModelId| models.get(id).is_some_and(Model::is_named);
    class.sort_by_cached_key(|id| (!is_named(*id), Reverse(Gate::breadth(gate(*id))), *id));
    let mut kept = Kept::default();
    let mut found = Vec::new();
    for (place, id) in class.iter().enumerate() {
        let gate = gate(*id);
        let same = kept.covering(gate).and_then(|place| class.get(place));
        match same {
            Some(same) if !is_named(*id) => found.push((*id, *same)),
            _ => kept.push(place, gate),
        }
    }
    found
}

/// The types of a class that are no aliases, by their places in it. There can be one for each of a thousand tags, so that a
/// type is looked for among those that share a feature with it.
#[derive(Default)]
struct Kept<'a> {
    first: Option<usize>,
    /// The first that is always compiled.
    always: Option<usize>,
    by_feature: HashMap<&'a str, Vec<(usize, &'a Gate)>>,
}

impl<'a> Kept<'a> {
    fn push(&mut self, place: usize, gate: Option<&'a Gate>) {
        self.first.get_or_insert(place);
        match gate {
            None => {
                self.always.get_or_insert(place);
            }
            Some(gate @ Gate::Any(features)) => {
                for feature in features {
                    let sharing = self.by_feature.entry(feature).or_default();
                    sharing.push((place, gate));
                }
            }
            Some(Gate::All) => {}
        }
    }

    /// The first one that is compiled wherever something with this gate is.
    fn covering(&self, gate: Option<&Gate>) -> Option<usize> {
        let features = match gate {
            None => return self.always,
            Some(Gate::All) => return self.first,
            Some(Gate::Any(features)) => features,
        };
        let sharing = features
            .first()
            .and_then(|f| self.by_feature.get(f.as_str()));
        let mut sharing = sharing.into_iter().flatten();
        let shared = sharing.find(|(_, wider)| Gate::covers(Some(*wider), gate));
        let shared = shared.map(|(place, _)| *place);
        shared.into_iter().chain(self.always).min()
    }
}

/// The types that can be like another one, by how many inline types there are inside each other.
fn by_depth(models: &[Model]) -> BTreeMap<usize, Vec<ModelId>> {
    let mut depths = vec![None; models.len()];
    let mut found: BTreeMap<usize, Vec<ModelId>> = BTreeMap::new();
    for id in candidates(models) {
        let depth = depth(id, models, &mut depths);
        found.entry(depth).or_default().push(id);
    }
    found
}

fn depth(id: ModelId, models: &[Model], depths: &mut [Option<usize>]) -> usize {
    let (Some(model), Some(known)) = (models.get(id), depths.get_mut(id)) else {
        return 0;
    };
    if let Some(depth) = known {
        return *depth;
    }
    // For a type that contains itself.
    *known = Some(0);
    let is_inline = |id: &ModelId| models.get(*id).is_some_and(|model| !model.is_named());
    let inside = model.models().into_iter().filter(is_inline);
    let deepest = inside.map(|inner| depth(inner, models, depths)).max();
    let depth = deepest.map_or(0, |depth| depth + 1);
    if let Some(known) = depths.get_mut(id) {
        *known = Some(depth);
    }
    depth
}

/// Types that can be like another one, an inline one at least: so few of all that comparing them whole costs little.
fn candidates(models: &[Model]) -> Vec<ModelId> {
    let comparable = models.iter().enumerate().filter_map(|(id, model)| {
        let members = members(&model.kind).filter(|_| !has_direction(&model.kind))?;
        // Numbers without names do not tell what they are for: only the component does.
        let is_numbers =
            matches!(&model.kind, ModelKind::Enum(listed) if listed.base == EnumBase::Integer);
        if is_numbers && model.is_named() {
            return None;
        }
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
    candidates.map(|(id, ..)| *id).collect()
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
