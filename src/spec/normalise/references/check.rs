//! The last look at references: each names a component of its kind, and none leads only to itself.

use serde_json::Value;

use super::{section, texts};
use crate::diagnostic::Code;
use crate::spec::normalise::context::Context;
use crate::spec::normalise::pointer;
use crate::spec::normalise::sections::MOVED;
use crate::spec::normalise::shape::{Kind, Shape, visit};
use crate::spec::origin::child;
use crate::spec::position::Trail;

/// Reports references that lead nowhere, to another kind of component, or back to themselves. What is removed: the entries of
/// a discriminator's mapping that lead nowhere, which are no more than hints, and references to what is there, but no schema.
pub fn check(context: &mut Context, document: &mut Value) {
    let mut problems = Vec::new();
    visit(
        document,
        Shape::Object(Kind::OpenApi),
        Trail::Start(""),
        &mut |map, shape, trail| {
            for (key, text, expected) in texts(map, shape) {
                if let Some(problem) = problem(document, text, expected) {
                    problems.push((trail.pointer(), key.to_owned(), shape, problem));
                }
            }
        },
    );
    for (holder, key, shape, (code, message)) in problems {
        let place = child(&holder, &key);
        let (code, message) = if shape == Shape::Object(Kind::Mapping) {
            let message = format!("{message}; this entry is ignored");
            (Code::DanglingMapping, message)
        } else if code == Code::RepairedReference {
            (code, format!("{message}; any value is taken"))
        } else {
            context.report_pointer(code, &place, message);
            continue;
        };
        context.report_pointer(code, &place, message);
        if let Some(Value::Object(map)) = document.pointer_mut(&holder) {
            map.shift_remove(&key);
        }
    }
}

fn problem(document: &Value, text: &str, expected: Shape) -> Option<(Code, String)> {
    let Some(wanted) = section(expected) else {
        return Some((
            Code::DanglingReference,
            format!("`{text}` leads to nothing that could stand here"),
        ));
    };
    let tokens = pointer::tokens(text).unwrap_or_default();
    let target = document
        .pointer(&pointer::join(&tokens))
        .filter(|_| !tokens.is_empty());
    match (tokens.as_slice(), target) {
        ([components, found, _], Some(target)) if components == "components" && found == wanted => {
            leads_to_itself(document, target).then(|| {
                (
                    Code::CyclicReference,
                    format!(
                        "`{text}` leads back to itself without a {} in between",
                        kind(expected)
                    ),
                )
            })
        }
        (_, Some(_)) => {
            let code = match expected.kind() {
                Some(Kind::Schema) => Code::RepairedReference,
                _ => Code::DanglingReference,
            };
            Some((code, format!("`{text}` is no {}", kind(expected))))
        }
        // Sections of 2.0 have been moved; a reference of another kind than theirs was left as it is.
        ([old, _], None) if MOVED.iter().any(|(moved, _)| moved == old) => Some((
            Code::DanglingReference,
            format!("`{text}` is no {}", kind(expected)),
        )),
        _ => Some((
            Code::DanglingReference,
            format!("`{text}` leads to nothing"),
        )),
    }
}

fn kind(shape: Shape) -> &'static str {
    shape.kind().map_or("object", Kind::title)
}

/// Whether a chain of bare references never ends.
fn leads_to_itself<'a>(document: &'a Value, target: &'a Value) -> bool {
    let mut seen: Vec<&Value> = Vec::new();
    let mut current = target;
    while let Some(reference) = current.get("$ref").and_then(Value::as_str) {
        if seen.iter().any(|known| std::ptr::eq(*known, current)) {
            return true;
        }
        seen.push(current);
        let next =
            pointer::tokens(reference).and_then(|tokens| document.pointer(&pointer::join(&tokens)));
        let Some(next) = next else { return false };
        current = next;
    }
    false
}
