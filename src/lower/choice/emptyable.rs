//! A value, or the empty text in its place.

use openapiv3::OpenAPI;

use super::members::{is_empty_text, values};
use crate::ir::{Checks, Type};
use crate::lower::keywords::At;
use crate::lower::object::is_struct;
use crate::lower::schema::{Home, Target, Types};
use crate::lower::shape::Shape;

impl<'a> Types<'a, '_> {
    /// The type of a value that the empty text may stand for.
    pub(super) fn emptyable(&mut self, member: &At<'a>, home: &Home, target: Target<'_>) -> Type {
        self.has_emptyables = true;
        let value = match target {
            // A component has its name to itself.
            Target::Component(_) => self.typed(member, &home.below("value")),
            Target::Inline(_) => self.typed(member, home),
        };
        Type::Emptyable(Box::new(value.type_))
    }

    /// The rules for a value that the empty text may stand for.
    pub(in crate::lower) fn checks_beside_empty_text(&mut self, shape: &Shape<'a>) -> Checks {
        let [choice] = shape.choices.as_slice() else {
            return Checks::default();
        };
        match beside_empty_text(self.document, &self.telling(choice)) {
            Some(member) if !is_struct(shape) => self.checks(std::slice::from_ref(member)),
            _ => Checks::default(),
        }
    }
}

/// The other one of two members, where one is the empty text; `None` where it lists values in place, too.
pub(super) fn beside_empty_text<'m, 'a>(
    document: &'a OpenAPI,
    members: &[&'m At<'a>],
) -> Option<&'m At<'a>> {
    let [first, second] = *members else {
        return None;
    };
    let is_empty = |at: &At<'a>| is_empty_text(document, at);
    match (is_empty(first), is_empty(second)) {
        (false, true) if values(first).is_empty() => Some(first),
        (true, false) if values(second).is_empty() => Some(second),
        _ => None,
    }
}
