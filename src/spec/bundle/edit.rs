//! Changes to the document while it is bundled: copies put in place, references rewritten.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::{Bundler, MAX_NESTED_COPIES, Pending, Reference};
use crate::diagnostic::Code;
use crate::limits;
use crate::spec::origin::child;
use crate::spec::reference::local;
use crate::spec::resolve::{Fragment, Problem, nothing_there};

impl Bundler<'_, '_> {
    /// Replaces a reference by a copy of what it leads to.
    pub(super) fn copy(&mut self, reference: Reference, target: Fragment) {
        let encloses = target.0 == 0
            && reference
                .pointer
                .strip_prefix(&target.1)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if encloses || reference.around.copied.contains(&target) {
            let message = format!("`{}` is copied here and contains itself", reference.text);
            return self.report(
                &reference,
                Problem::new(Code::CyclicReference, message, None),
            );
        }
        if reference.around.copied.len() >= MAX_NESTED_COPIES {
            let message =
                format!("more than {MAX_NESTED_COPIES} references in a row have to be copied");
            return self.report(&reference, Problem::new(Code::Limit, message, None));
        }
        let content = match self.content(&target) {
            Ok(content) => content,
            Err(problem) => return self.report(&reference, problem),
        };
        let copied = self.replace(&reference.pointer, content, &target);
        let mut around = reference.around;
        around.is_local = target.0 == 0;
        around.copied.push(target);
        for key in copied {
            let (pointer, position) = match key {
                Some(key) => (
                    child(&reference.pointer, &key),
                    reference.position.member(&key),
                ),
                None => (reference.pointer.clone(), reference.position),
            };
            self.pending.push_back(Pending {
                pointer,
                position,
                around: around.clone(),
            });
        }
    }

    /// A copy of what a fragment holds.
    pub(super) fn content(&mut self, fragment: &Fragment) -> Result<Value, Problem> {
        let tree = if fragment.0 == 0 {
            Some(&self.document)
        } else {
            self.library.tree(fragment.0)
        };
        let Some(content) = tree.and_then(|tree| tree.pointer(&fragment.1)) else {
            let text = local(&fragment.1);
            return Err(nothing_there(
                &self.document,
                self.library.name(fragment.0),
                &text,
            ));
        };
        self.copied_values += size(content);
        // Fragments can overlap and path items be copied many times, so a small description could ask for a very large
        // document.
        let most = self.library.limits.values;
        if self.copied_values > most {
            let message = format!("following all references takes more than {most} values");
            return Err(Problem::new(Code::Limit, message, Some(limits::HELP)));
        }
        Ok(content.clone())
    }

    /// Puts content in the place of a reference and notes where it came from. Members beside the
    /// `$ref` stay and count more. Returns the members that are new, or `None` for the whole.
    pub(super) fn replace(
        &mut self,
        pointer: &str,
        content: Value,
        from: &Fragment,
    ) -> Vec<Option<String>> {
        let Some(place) = self.document.pointer_mut(pointer) else {
            return Vec::new();
        };
        let siblings: Map<String, Value> = match place.as_object() {
            Some(members) => members
                .iter()
                .filter(|(key, _)| *key != "$ref")
                .map(clone_member)
                .collect(),
            None => Map::new(),
        };
        let mut members = match content {
            Value::Object(members) if !siblings.is_empty() => members,
            whole => {
                *place = whole;
                self.note_origin(pointer, from);
                return vec![None];
            }
        };
        let new: Vec<String> = members
            .keys()
            .filter(|key| !siblings.contains_key(*key))
            .cloned()
            .collect();
        members.extend(siblings);
        *place = Value::Object(members);
        for key in &new {
            self.note_origin(&child(pointer, key), &(from.0, child(&from.1, key)));
        }
        new.into_iter().map(Some).collect()
    }

    fn note_origin(&mut self, pointer: &str, from: &Fragment) {
        if from.0 == 0 {
            self.origins.moved(pointer, &from.1);
        } else {
            self.origins.graft(pointer, from.0, &from.1);
        }
    }

    /// Where a fragment is that came along as a part of a larger one. Definitions that are kept in
    /// there are no part of what it describes.
    pub(super) fn inside(&self, fragment: &Fragment) -> Option<String> {
        let (number, pointer) = fragment;
        pointer.rmatch_indices('/').find_map(|(end, _)| {
            let (whole, rest) = pointer.split_at_checked(end)?;
            let mut tokens = rest.split('/');
            if tokens.any(|token| ["$defs", "definitions"].contains(&token)) {
                return None;
            }
            let component = self.places.get(&(*number, whole.to_owned()))?;
            let place = format!("{component}{rest}");
            self.document.pointer(&place).map(|_| place)
        })
    }

    /// Puts references in the place of those parts of a new component that are components already.
    pub(super) fn share_parts(&mut self, whole: &Fragment, component: &str) {
        let (number, pointer) = whole;
        let parts = self
            .places
            .range((*number, format!("{pointer}/"))..)
            .map_while(|((of, part), place)| {
                let rest = part.strip_prefix(pointer.as_str())?;
                (of == number && rest.starts_with('/')).then_some((rest, place))
            });
        for (rest, part) in parts {
            let place = format!("{component}{rest}");
            if let Some(value) = self.document.pointer_mut(&place) {
                *value = json!({ "$ref": local(part) });
                self.origins.graft(&place, 0, part);
            }
        }
    }

    /// Rewrites a reference so that it leads to a place in the document.
    pub(super) fn point(&mut self, reference: &Reference, pointer: &str) {
        match self.document.pointer_mut(&reference.pointer) {
            Some(Value::Object(members)) => {
                members.insert("$ref".to_owned(), Value::String(local(pointer)));
            }
            Some(text @ Value::String(_)) => *text = Value::String(local(pointer)),
            _ => {}
        }
    }
}

fn clone_member((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}

/// Adds a member to the object that the tokens lead to; what is missing on the way, or is no
/// object, becomes one.
pub(super) fn insert<'a>(
    value: &mut Value,
    tokens: &mut dyn Iterator<Item = Cow<'a, str>>,
    name: String,
    content: Value,
) {
    let mut members = match value.take() {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    match tokens.next() {
        Some(token) => insert(
            members.entry(token).or_insert(Value::Null),
            tokens,
            name,
            content,
        ),
        None => {
            members.insert(name, content);
        }
    }
    *value = Value::Object(members);
}

/// The number of values in a tree.
fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(size).sum(),
        Value::Array(elements) => elements.iter().map(size).sum(),
        _ => 0,
    }
}
