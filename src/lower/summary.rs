//! Documentation that stands twice: with an inline type, and with the field that holds it.

use super::docs::is_block;
use crate::ir::{Docs, Field, Model, ModelId, ModelKind, Type};

/// Leaves the first paragraph to the inline types whose field, in the same module, says all that they say. A list, table
/// or code block stays: it mostly explains the values, and a page has no room for it beside the field. Tells for each
/// model whether its field says everything.
pub fn shorten(models: &mut [Model]) -> Vec<bool> {
    let mut told = vec![false; models.len()];
    for holder in models.iter() {
        let ModelKind::Struct(object) = &holder.kind else {
            continue;
        };
        for (id, field) in object.fields.iter().filter_map(held) {
            let inline = models.get(id).filter(|model| {
                model.component.is_none()
                    && model.module == holder.module
                    && has_all(&field.docs, &model.docs)
                    && !model.docs.lines.iter().any(|line| is_block(line))
            });
            if let (Some(_), Some(told)) = (inline, told.get_mut(id)) {
                *told = true;
            }
        }
    }
    for (model, told) in models.iter_mut().zip(&told) {
        if *told {
            model.docs = std::mem::take(&mut model.docs).summary();
        }
    }
    told
}

fn held(field: &Field) -> Option<(ModelId, &Field)> {
    match field.value {
        Type::Model(id, _) => Some((id, field)),
        _ => None,
    }
}

/// Whether a field says all that its type does; before that it may have a title.
fn has_all(field: &Docs, type_: &Docs) -> bool {
    field.lines.ends_with(&type_.lines) && type_.notes.iter().all(|note| field.notes.contains(note))
}
