//! Types that contain themselves: `Box` where a cycle would have no size, nothing else.

use indexmap::IndexSet;

use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{Model, ModelKind, Type, Untyped};

/// What the walk knows of a model.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    OnPath,
    Done,
}

/// Boxes the values that close a cycle. An alias cannot name itself, so there the cycle ends in `Value`.
pub fn resolve(
    models: &mut [Model],
    untyped: &mut IndexSet<Untyped>,
    diagnostics: &mut Diagnostics,
) {
    untie_aliases(models, untyped, diagnostics);
    let mut marks = vec![Mark::New; models.len()];
    for id in 0..models.len() {
        visit(id, models, &mut marks);
    }
}

fn visit(id: usize, models: &mut [Model], marks: &mut [Mark]) {
    let Some(mark) = marks.get_mut(id).filter(|mark| **mark == Mark::New) else {
        return;
    };
    *mark = Mark::OnPath;
    let Some(mut kind) = models.get(id).map(|model| model.kind.clone()) else {
        return;
    };
    for_each_value(&mut kind, &mut |value| box_cycles(value, models, marks));
    if let Some(model) = models.get_mut(id) {
        model.kind = kind;
    }
    if let Some(mark) = marks.get_mut(id) {
        *mark = Mark::Done;
    }
}

/// Boxes the model that stands in `value` without a list or map around it, if it is on the path.
fn box_cycles(value: &mut Type, models: &mut [Model], marks: &mut [Mark]) {
    match value {
        Type::Option(inner) | Type::Nullable(inner) => box_cycles(inner, models, marks),
        Type::Model(id, _) => {
            let id = *id;
            visit(id, models, marks);
            if marks.get(id) == Some(&Mark::OnPath) {
                *value = Type::Boxed(Box::new(value.clone()));
            }
        }
        _ => {}
    }
}

/// Calls `change` for the type of each field, member or alias.
fn for_each_value(kind: &mut ModelKind, change: &mut impl FnMut(&mut Type)) {
    match kind {
        ModelKind::Struct(object) => {
            let fields = object
                .fields
                .iter_mut()
                .chain(&mut object.flattened)
                .chain(&mut object.rest);
            fields.for_each(|field| change(&mut field.value));
        }
        ModelKind::Union(union) => union
            .variants
            .iter_mut()
            .for_each(|variant| change(&mut variant.value)),
        ModelKind::Alias(type_) => change(type_),
        ModelKind::Enum(_) => {}
    }
}

/// `type Tree = Vec<Tree>` is no Rust: the inner reference becomes `Value`.
fn untie_aliases(
    models: &mut [Model],
    untyped: &mut IndexSet<Untyped>,
    diagnostics: &mut Diagnostics,
) {
    for id in 0..models.len() {
        if !leads_to(id, id, models, &mut vec![false; models.len()]) {
            continue;
        }
        let Some(model) = models.get_mut(id) else {
            continue;
        };
        diagnostics.push(
            Code::UntypedSchema,
            &model.pointer,
            "the schema contains itself without an object in between; the inner value is untyped",
        );
        untyped.insert(Untyped {
            pointer: model.pointer.clone(),
            reason: "recursive alias",
        });
        if let ModelKind::Alias(type_) = &mut model.kind {
            replace_models(type_);
        }
    }
}

/// Whether the alias `from` names `to`, through aliases alone.
fn leads_to(from: usize, to: usize, models: &[Model], seen: &mut [bool]) -> bool {
    let Some(ModelKind::Alias(type_)) = models.get(from).map(|model| &model.kind) else {
        return false;
    };
    type_.models().into_iter().any(|next| {
        if next == to {
            return true;
        }
        match seen.get_mut(next) {
            Some(seen_before) if !*seen_before => {
                *seen_before = true;
                leads_to(next, to, models, seen)
            }
            _ => false,
        }
    })
}

fn replace_models(type_: &mut Type) {
    match type_ {
        Type::Model(..) => *type_ = Type::Any,
        Type::List(inner)
        | Type::Map(inner)
        | Type::Option(inner)
        | Type::Nullable(inner)
        | Type::Boxed(inner) => {
            replace_models(inner);
        }
        _ => {}
    }
}
