//! Documentation that stands twice: with an inline type, and with the field that holds it.

use super::docs::is_block;
use crate::ir::{Docs, Field, Model, ModelId, ModelKind, Type};

/// Leaves the first paragraph to the inline types whose field, in the same module, says all that they say. A list, table
/// or code block stays: it mostly explains the values, and a page has no room for it beside the field. Tells for each
/// model whether its field says everything.
pub fn shorten(models: &mut [Model]) -> Vec<bool> {
    let mut told = vec![false; models.len()];
    let has_block = |model: &Model| model.docs.lines.iter().any(|line| is_block(line));
    for id in inline_types(models, |field, model| {
        has_all(&field.docs, &model.docs) && !has_block(model)
    }) {
        if let (Some(model), Some(told)) = (models.get_mut(id), told.get_mut(id)) {
            model.docs = std::mem::take(&mut model.docs).summary();
            *told = true;
        }
    }
    told
}

/// Leaves nothing to an inline alias whose field, in the same module, says what it says: all else is with the type that it
/// stands for.
pub fn shorten_aliases(models: &mut [Model]) {
    let is_alias = |model: &Model| matches!(model.kind, ModelKind::Alias(_));
    for id in inline_types(models, |field, model| {
        is_alias(model) && has_summary(&field.docs, &model.docs)
    }) {
        if let Some(model) = models.get_mut(id) {
            model.docs.lines.clear();
            model.docs.notes.clear();
        }
    }
}

/// The inline types that a field in the same module holds, of those that are asked for.
fn inline_types(models: &[Model], wanted: impl Fn(&Field, &Model) -> bool) -> Vec<ModelId> {
    let mut found = Vec::new();
    for holder in models {
        let ModelKind::Struct(object) = &holder.kind else {
            continue;
        };
        for field in &object.fields {
            let Type::Model(id, _) = field.value else {
                continue;
            };
            let inline = models.get(id).filter(|model| {
                model.component.is_none() && model.module == holder.module && wanted(field, model)
            });
            found.extend(inline.map(|_| id));
        }
    }
    found
}

/// Whether a field says all that its type does; before that it may have a title.
fn has_all(field: &Docs, type_: &Docs) -> bool {
    field.lines.ends_with(&type_.lines) && has_notes(field, type_)
}

/// Whether a field says what is left of its type's documentation.
fn has_summary(field: &Docs, type_: &Docs) -> bool {
    let mut places = field.lines.windows(type_.lines.len().max(1));
    let has_lines = type_.lines.is_empty() || places.any(|lines| lines == type_.lines);
    has_lines && has_notes(field, type_)
}

fn has_notes(field: &Docs, type_: &Docs) -> bool {
    type_.notes.iter().all(|note| field.notes.contains(note))
}
