//! Types that contain themselves: `Box` where a cycle would have no size, nothing else.

use std::collections::BTreeSet;

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

/// Ends the cycles that no value goes through. An alias cannot name itself, so there the cycle ends in `Value`;
/// a union that is a member of itself says nothing, and reading it would never end.
pub fn untie(models: &mut [Model], untyped: &mut IndexSet<Untyped>, diagnostics: &mut Diagnostics) {
    untie_aliases(models, untyped, diagnostics);
    // A union loses one member, a struct beside it would lose the whole union.
    for unions in [true, false] {
        for id in 0..models.len() {
            let is_union =
                matches!(models.get(id), Some(m) if matches!(m.kind, ModelKind::Union(_)));
            if is_union == unions {
                untie_same_value(id, models, diagnostics);
            }
        }
    }
}

/// Boxes the values that close a cycle.
pub fn resolve(models: &mut [Model]) {
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
    let Some(model) = models.get_mut(id) else {
        return;
    };
    // Nothing looks at a model on the path but for its mark.
    let mut kind = model.kind.take();
    kind.for_each_value(&mut |value| box_cycles(value, models, marks));
    if let Some(model) = models.get_mut(id) {
        model.kind = kind;
    }
    if let Some(mark) = marks.get_mut(id) {
        *mark = Mark::Done;
    }
}

/// Boxes the models that stand in `value` without a list or map around it, if they are on the path.
fn box_cycles(value: &mut Type, models: &mut [Model], marks: &mut [Mark]) {
    match value {
        Type::Option(inner) | Type::Nullable(inner) | Type::Emptyable(inner) => {
            box_cycles(inner, models, marks)
        }
        Type::Tuple(elements) => elements
            .iter_mut()
            .for_each(|inner| box_cycles(inner, models, marks)),
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

/// `type Tree = Vec<Tree>` is no Rust: the inner reference becomes `Value`.
fn untie_aliases(
    models: &mut [Model],
    untyped: &mut IndexSet<Untyped>,
    diagnostics: &mut Diagnostics,
) {
    for id in 0..models.len() {
        if !leads_to(id, id, models, &mut BTreeSet::new()) {
            continue;
        }
        let is_empty = is_only_itself(id, models);
        let Some(model) = models.get_mut(id) else {
            continue;
        };
        if is_empty {
            diagnostics.push_help(
                Code::CyclicSchema,
                &model.pointer,
                "the schema is nothing but itself, by way of other schemas: no value can match it",
                "one of the schemas on the way has to say something of its own",
            );
            continue;
        }
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
            type_.walk_mut(&mut |type_| {
                if matches!(type_, Type::Model(..)) {
                    *type_ = Type::Any;
                }
            });
        }
    }
}

/// Whether an alias names itself by way of others, without so much as a list in between. One that names itself
/// directly is a slip that descriptions do contain: an `allOf` with a reference to the schema it stands in.
fn is_only_itself(id: usize, models: &[Model]) -> bool {
    let mut current = id;
    for _ in 0..models.len() {
        match models.get(current).map(|model| &model.kind) {
            Some(ModelKind::Alias(type_)) => match type_.bare() {
                Type::Model(next, _) if *next == id => return current != id,
                Type::Model(next, _) => current = *next,
                _ => return false,
            },
            _ => return false,
        }
    }
    false
}

/// Whether the alias `from` names `to`, through aliases alone.
fn leads_to(from: usize, to: usize, models: &[Model], seen: &mut BTreeSet<usize>) -> bool {
    let Some(ModelKind::Alias(type_)) = models.get(from).map(|model| &model.kind) else {
        return false;
    };
    type_
        .models()
        .into_iter()
        .any(|next| next == to || seen.insert(next) && leads_to(next, to, models, seen))
}

/// Drops the members and flattened fields of a model that are read from the same JSON value as the model itself
/// and lead back to it.
fn untie_same_value(id: usize, models: &mut [Model], diagnostics: &mut Diagnostics) {
    let Some(model) = models.get(id) else {
        return;
    };
    let ends = |type_: &Type| !reads_same_value(type_, id, models, &mut BTreeSet::new());
    let ends: Vec<bool> = match &model.kind {
        ModelKind::Union(union) => union.variants.iter().map(|v| ends(&v.value)).collect(),
        ModelKind::Struct(object) => object.flattened.iter().map(|f| ends(&f.value)).collect(),
        ModelKind::Enum(_) | ModelKind::Alias(_) => return,
    };
    if !ends.contains(&false) {
        return;
    }
    diagnostics.push(
        Code::UnsatisfiableSchema,
        &model.pointer,
        "the schema is one of its own alternatives, which adds no value; that one is left out",
    );
    let mut ends = ends.into_iter();
    let mut next_ends = || ends.next().unwrap_or(true);
    match models.get_mut(id).map(|model| &mut model.kind) {
        Some(ModelKind::Union(union)) => union.variants.retain(|_| next_ends()),
        Some(ModelKind::Struct(object)) => object.flattened.retain(|_| next_ends()),
        _ => {}
    }
}

/// Whether a value of `type_` is read from the same JSON value as one of the model `to`.
fn reads_same_value(type_: &Type, to: usize, models: &[Model], seen: &mut BTreeSet<usize>) -> bool {
    match type_ {
        Type::Option(inner)
        | Type::Nullable(inner)
        | Type::Emptyable(inner)
        | Type::Boxed(inner) => reads_same_value(inner, to, models, seen),
        Type::Model(id, _) if *id == to => true,
        Type::Model(id, _) => {
            if !seen.insert(*id) {
                return false;
            }
            let mut follow = |type_: &Type| reads_same_value(type_, to, models, seen);
            match models.get(*id).map(|model| &model.kind) {
                Some(ModelKind::Union(union)) => union.variants.iter().any(|v| follow(&v.value)),
                Some(ModelKind::Struct(object)) => {
                    object.flattened.iter().any(|f| follow(&f.value))
                }
                Some(ModelKind::Alias(inner)) => follow(inner),
                Some(ModelKind::Enum(_)) | None => false,
            }
        }
        _ => false,
    }
}
