//! Copies in what 3.0 has no component for: path items, callbacks, media types, and whatever else a
//! `$ref` stands for in a place where the specification does not allow one.

use serde_json::{Map, Value};

use super::context::Context;
use super::pointer;
use super::references::{fits, section, shape_at};
use super::shape::{Kind, Shape};
use crate::diagnostic::Code;
use crate::spec::origin::child;

/// How many values may be copied: a few short references could otherwise stand for billions.
const BUDGET: usize = 500_000;

/// The state of the expansion.
struct Expansion {
    source: Value,
    /// The targets that enclose the current place.
    open: Vec<String>,
    /// How many values may still be copied; none once there was no room.
    budget: Option<usize>,
}

/// Copies in all references that are no references to components.
pub fn expand(context: &mut Context, document: &mut Value) {
    let mut expansion = Expansion {
        source: document.clone(),
        open: Vec::new(),
        budget: Some(BUDGET),
    };
    descend(
        context,
        &mut expansion,
        document,
        Shape::Object(Kind::OpenApi),
    );
}

fn descend(context: &mut Context, expansion: &mut Expansion, value: &mut Value, shape: Shape) {
    if expansion.budget.is_none() {
        return;
    }
    let opened = expansion.open.len();
    if section(shape).is_none() {
        while let Some(target) = target(expansion, value, shape) {
            let problem = if expansion.open.contains(&target) {
                (
                    Code::CyclicReference,
                    format!("`#{target}` contains itself here"),
                )
            } else if !copy(context, expansion, value, &target) {
                (
                    Code::Limit,
                    format!("copying `#{target}` here makes the description too large"),
                )
            } else {
                expansion.open.push(target);
                continue;
            };
            // Callbacks may well lead to each other, and no code comes of them.
            if shape.kind() != Some(Kind::Callback) || problem.0 != Code::CyclicReference {
                context.report_at("$ref", problem.0, problem.1);
            }
            // Nothing is to stumble over it again.
            if let Value::Object(map) = value {
                map.shift_remove("$ref");
            }
        }
    }
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let Some(shape) = shape.at(key) else { continue };
                context.within(key, |context| descend(context, expansion, value, shape));
            }
        }
        Value::Array(list) => {
            let element = if let Shape::List(element) = shape {
                *element
            } else {
                shape
            };
            for (index, value) in list.iter_mut().enumerate() {
                context.within(&index.to_string(), |context| {
                    descend(context, expansion, value, element)
                });
            }
        }
        _ => {}
    }
    expansion.open.truncate(opened);
}

/// The pointer that a value refers to, if what is there may stand here.
fn target(expansion: &Expansion, value: &Value, shape: Shape) -> Option<String> {
    if matches!(
        shape,
        Shape::Any | Shape::Map(Shape::Any | Shape::Text) | Shape::Object(Kind::Mapping)
    ) {
        return None;
    }
    let tokens = pointer::tokens(value.get("$ref")?.as_str()?)?;
    let (place, _) = pointer::locate(&expansion.source, &[], &tokens)?;
    let known = shape_at(&place);
    known
        .is_none_or(|known| fits(known, shape))
        .then(|| pointer::join(&place))
}

/// Puts a copy of the target under what stands beside the `$ref`; false if there is no room for it.
fn copy(context: &mut Context, expansion: &mut Expansion, value: &mut Value, target: &str) -> bool {
    let Some(original) = expansion.source.pointer(target) else {
        return true;
    };
    expansion.budget = expansion
        .budget
        .and_then(|budget| budget.checked_sub(size(original)));
    if expansion.budget.is_none() {
        return false;
    }
    let copied = original.clone();
    let own = match std::mem::replace(value, copied) {
        Value::Object(own) => own,
        _ => Map::new(),
    };
    let here = context.pointer().to_owned();
    let traces: Vec<_> = own
        .keys()
        .map(|key| child(&here, key))
        .map(|place| (context.origins().trace(&place), place))
        .collect();
    context.origins().moved(&here, target);
    for ((source, origin), place) in traces {
        context.origins().graft(&place, source, &origin);
    }
    if let Value::Object(map) = value {
        map.extend(own.into_iter().filter(|(key, _)| key != "$ref"));
    }
    true
}

/// The number of values in a tree.
pub fn size(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(size).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(size).sum::<usize>(),
        _ => 1,
    }
}
