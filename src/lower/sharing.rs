//! Equal inline types: one for all of them.
//!
//! Descriptions spell the same enum or object out wherever it is needed: a body with thirty ways to pay has thirty times
//! the same two values of `setup_future_usage`. Inline types are one type if they stand in one module, under the same
//! word, and if everything that is generated for them is the same. Their own documentation may differ where the fields
//! that hold them have all of it. The type is named by the words that its places have in common.
//!
//! Nothing is shared between modules, so that no name depends on what other operations there are.

use std::collections::{BTreeMap, HashMap};

use super::describe;
use super::names::chosen::{Chosen, Thing};
use super::names::{Case, Scope, name};
use super::scalar;
use super::schema::Types;
use super::summary;
use crate::ir::{Model, ModelId, ModelKind, Tag, Type, Webhook, for_each_type};

/// The path of each inline type that may be shared.
type Places = HashMap<ModelId, Vec<String>>;

impl Types<'_, '_> {
    /// Makes one type of equal ones, in the models and wherever they are named.
    pub(super) fn share(&mut self, tags: &mut [Tag], webhooks: &mut [Webhook]) {
        let told = summary::shorten(&mut self.models);
        let mut kept: Vec<ModelId> = (0..self.models.len()).collect();
        for class in classes(&self.models, &self.places, &told) {
            let Some(first) = class.first() else {
                continue;
            };
            self.describe_shared(*first, &class);
            self.name_shared(*first, &class);
            for id in &class {
                if let Some(kept) = kept.get_mut(*id) {
                    *kept = *first;
                }
            }
        }
        keep(&mut self.models, &kept, tags, webhooks);
    }

    /// Describes the first of equal types for all of them; where they are described differently, their fields do that.
    fn describe_shared(&mut self, first: ModelId, class: &[ModelId]) {
        let models = class.iter().filter_map(|id| self.models.get(*id));
        let mut texts = models
            .map(|model| &model.docs)
            .filter(|docs| !docs.is_empty());
        let Some(one) = texts.next().cloned() else {
            return;
        };
        let is_only = texts.all(|other| *other == one);
        let word = self.places.get(&first).and_then(|path| path.last());
        let word = describe::code(word.map_or("", String::as_str));
        if let Some(model) = self.models.get_mut(first) {
            model.docs = one;
            if !is_only {
                model.docs.lines = vec![format!(
                    "The type of several {word} fields; they say what it means there."
                )];
            }
        }
    }

    /// Names the first of equal types for all of them, unless something else has that name.
    fn name_shared(&mut self, first: ModelId, class: &[ModelId]) {
        let paths = class.iter().filter_map(|id| self.places.get(id));
        let paths: Vec<&[String]> = paths.map(Vec::as_slice).collect();
        let words = common(&paths).join(" ");
        let shared = name(&words, Case::Type);
        let mut models = class.iter().filter_map(|id| self.models.get(*id));
        let is_new = !models.any(|model| model.name == shared);
        let chosen = self.names.has(Thing::Schema, &shared);
        let is_free = match chosen {
            true => self.names.is_waiting(Thing::Schema, &shared),
            false => self.scope.is_free(&words),
        };
        if is_new && !is_free {
            return;
        }
        let Some(model) = self.models.get_mut(first) else {
            return;
        };
        model.name = shared;
        model.chosen = chosen;
        if is_new {
            let (names, scope) = (&mut self.names, &mut self.scope);
            model.name = names.claim(scope, Thing::Schema, &model.name, &words, "Value");
            name_members(names, model);
        }
    }
}

/// Gives fields and variants of a type the names that the user chose for them under its new name.
fn name_members(names: &mut Chosen<'_>, model: &mut Model) {
    let owner = &model.name;
    let key = |member: &str| Some(format!("{owner}.{member}"));
    // With the keys of those that can have another name.
    let mut members: Vec<(Option<String>, &mut String)> = Vec::new();
    let (thing, case) = match &mut model.kind {
        ModelKind::Struct(object) => {
            let fields = object.fields.iter_mut();
            members.extend(fields.map(|field| (key(&field.wire_name), &mut field.name)));
            let others = object.flattened.iter_mut().chain(&mut object.rest);
            members.extend(others.map(|field| (None, &mut field.name)));
            (Thing::Field, Case::Value)
        }
        ModelKind::Enum(listed) => {
            let variants = listed.variants.iter_mut();
            members.extend(variants.map(|v| (key(&scalar::text(&v.value)), &mut v.name)));
            members.extend(listed.unknown.iter_mut().map(|name| (None, name)));
            (Thing::Variant, Case::Variant)
        }
        ModelKind::Union(union) => {
            let variants = union.variants.iter_mut();
            members.extend(variants.map(|v| (key(&v.name), &mut v.name)));
            members.push((None, &mut union.unknown));
            (Thing::Variant, Case::Variant)
        }
        ModelKind::Alias(_) => return,
    };
    let mut scope = Scope::new(case, &["Self"]);
    let mut renamed = Vec::new();
    for (key, name) in members {
        match key.filter(|key| names.has(thing, key)) {
            Some(key) => renamed.push((key, name)),
            None => {
                scope.take(name);
            }
        }
    }
    for (key, name) in renamed {
        *name = names.claim(&mut scope, thing, &key, name, "Value");
    }
}

/// The inline types that are equal, class by class, all in the order of the description.
fn classes(models: &[Model], places: &Places, told: &[bool]) -> Vec<Vec<ModelId>> {
    // For each type the one that stands for it. What a type holds comes after it, and is looked at before it.
    let mut same: Vec<ModelId> = (0..models.len()).collect();
    let mut known = HashMap::new();
    let mut found: BTreeMap<ModelId, Vec<ModelId>> = BTreeMap::new();
    for (id, word) in candidates(models, places).into_iter().rev() {
        let Some(model) = models.get(id) else {
            continue;
        };
        let says_more = told.get(id) != Some(&true) && !model.docs.is_empty();
        let own_docs = says_more.then_some(&model.docs);
        let docs = (model.docs.deprecated, own_docs);
        let kind = standing_for(&model.kind, &same);
        let generated = (&model.module, word, kind, &model.checks, docs);
        let first = *known.entry(generated).or_insert(id);
        found.entry(first).or_default().push(id);
        if let Some(same) = same.get_mut(id) {
            *same = first;
        }
    }
    let mut classes: Vec<Vec<ModelId>> = found.into_values().filter(|c| c.len() > 1).collect();
    classes.iter_mut().for_each(|class| class.reverse());
    classes.sort();
    classes
}

/// Inline types that are not the only ones of their module under their word, with that word.
fn candidates<'p>(models: &[Model], places: &'p Places) -> Vec<(ModelId, &'p str)> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    let mut all = Vec::new();
    for (id, model) in models.iter().enumerate() {
        let word = places.get(&id).and_then(|path| path.last());
        if let Some(word) = word.filter(|_| !model.is_named() && !has_direction(&model.kind)) {
            *counts.entry((&model.module, word)).or_default() += 1;
            all.push((id, model.module.as_str(), word.as_str()));
        }
    }
    let repeated = |module, word| counts.get(&(module, word)).is_some_and(|count| *count > 1);
    all.retain(|(_, module, word)| repeated(*module, *word));
    all.into_iter().map(|(id, _, word)| (id, word)).collect()
}

/// Whether the fields depend on which way a value goes.
pub(super) fn has_direction(kind: &ModelKind) -> bool {
    match kind {
        ModelKind::Struct(object) => object.fields.iter().any(|f| f.read_only || f.write_only),
        ModelKind::Enum(_) | ModelKind::Union(_) | ModelKind::Alias(_) => false,
    }
}

/// The words that all paths begin with, then those that all end with.
fn common<'p>(paths: &[&'p [String]]) -> Vec<&'p str> {
    let Some(first) = paths.first() else {
        return Vec::new();
    };
    let agree = |word: &dyn Fn(&'p [String]) -> Option<&'p String>| {
        paths.iter().all(|path| word(path) == word(first))
    };
    let lengths = paths.iter().map(|path| path.len());
    let shortest = lengths.min().unwrap_or_default();
    let but_last = 0..shortest.saturating_sub(1);
    let begin = but_last.take_while(|n| agree(&|path| path.get(*n)));
    let begin = begin.count();
    let rest = 0..shortest - begin;
    let end = rest.take_while(|n| agree(&|path| path.iter().rev().nth(*n)));
    let end = first.iter().skip(first.len() - end.count());
    let words = first.iter().take(begin).chain(end);
    words.map(String::as_str).collect()
}

/// What is generated for a type, where each type in it is the one that stands for it.
pub(super) fn standing_for(kind: &ModelKind, same: &[ModelId]) -> ModelKind {
    let mut kind = kind.clone();
    kind.for_each_value(&mut |value| {
        value.walk_mut(&mut |type_| {
            if let Type::Model(id, name) = type_ {
                *id = same.get(*id).copied().unwrap_or(*id);
                name.clear();
            }
        });
    });
    kind
}

/// Drops all models but the kept ones, which all types then name; `kept` has one for each model.
fn keep(models: &mut Vec<Model>, kept: &[ModelId], tags: &mut [Tag], webhooks: &mut [Webhook]) {
    let mut new_ids = HashMap::new();
    let mut names = Vec::new();
    let mut id = 0;
    models.retain(|model| {
        let stays = kept.get(id) == Some(&id);
        if stays {
            new_ids.insert(id, names.len());
            names.push(model.name.clone());
        }
        id += 1;
        stays
    });
    for_each_type(models, tags, webhooks, &mut |type_| {
        if let Type::Model(id, name) = type_ {
            let new = kept.get(*id).and_then(|first| new_ids.get(first));
            if let Some((new, new_name)) = new.and_then(|new| Some((*new, names.get(*new)?))) {
                *id = new;
                name.clone_from(new_name);
            }
        }
    });
}

#[cfg(test)]
mod tests;
