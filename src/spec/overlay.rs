//! Overlays: changes to a description that is not ours to edit.
//!
//! See the [Overlay Specification](https://spec.openapis.org/overlay/v1.1.0.html); 1.0 differs in
//! nothing but that it has no `copy` and no primitive targets. An overlay is applied to the bundled
//! document, so that its targets see one document however many files it came from.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::diagnostic::{Code, Diagnostics, Place};
use crate::spec::origin::{Origins, child, tokens};

/// The keys of an [Action Object](https://spec.openapis.org/overlay/v1.1.0.html#action-object).
const ACTION_KEYS: &[&str] = &["target", "description", "update", "copy", "remove"];

/// Applies the actions of `overlay`, the source file with the number `source`, in their order.
///
/// Returns the pointers of what it added: the references in there are spelt as in the overlay's file.
pub(super) fn apply(
    overlay: &Value,
    source: usize,
    document: &mut Value,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut patch = Patch {
        source,
        origins,
        diagnostics,
        added: Vec::new(),
    };
    let actions = patch.actions(overlay).unwrap_or_default();
    for (index, action) in actions.iter().enumerate() {
        let pointer = format!("/actions/{index}");
        if patch.action(document, action, &pointer).is_none() {
            break;
        }
    }
    patch.added
}

/// What applying an overlay carries along.
struct Patch<'a> {
    source: usize,
    origins: &'a mut Origins,
    diagnostics: &'a mut Diagnostics,
    added: Vec<String>,
}

/// Where a value that is merged into the document comes from.
enum Origin {
    /// A pointer into the overlay.
    Overlay(String),
    /// A pointer into the document; the problems of copying it are those of an action's `copy`.
    Document(String, String),
}

impl Origin {
    fn below(&self, token: &str) -> Self {
        match self {
            Self::Overlay(pointer) => Self::Overlay(child(pointer, token)),
            Self::Document(pointer, copy) => Self::Document(child(pointer, token), copy.clone()),
        }
    }
}

impl Patch<'_> {
    /// The actions of an overlay, if it is one.
    fn actions<'o>(&mut self, overlay: &'o Value) -> Option<&'o [Value]> {
        let version = match overlay.get("overlay") {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => {
                return self.fail("", "this is no overlay: it has no `overlay` with a version");
            }
        };
        let is_known = ["1.0", "1.1"].iter().any(|known| {
            version
                .strip_prefix(known)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        if !is_known {
            let message = format!(
                "version {version} of the Overlay Specification is not one that oasmith reads: 1.0 and 1.1 are"
            );
            return self.fail("/overlay", message);
        }
        match overlay.get("actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => Some(actions),
            Some(_) => self.fail("/actions", "`actions` has to be a list of actions"),
            None => self.fail("", "this overlay has no `actions`"),
        }
    }

    /// Applies an action; `None` after an error, because the following ones build on it.
    fn action(&mut self, document: &mut Value, action: &Value, pointer: &str) -> Option<()> {
        let Value::Object(action) = action else {
            return self.fail(pointer, "an action is an object");
        };
        self.check_keys(action, pointer);
        let target = self.path(action, "target", pointer)?;
        let places = places(&target, document);
        if places.is_empty() {
            let message = format!("`{target}` matches nothing; the action is ignored");
            let place = Place::Source(self.source, child(pointer, "target"));
            self.diagnostics
                .push_at(Code::UnmatchedAction, place, message, None);
            return Some(());
        }
        let is_removal = match action.get("remove") {
            Some(Value::Bool(flag)) => *flag,
            None => false,
            Some(_) => {
                return self.fail(
                    &child(pointer, "remove"),
                    "`remove` has to be true or false",
                );
            }
        };
        if is_removal {
            return self.remove(document, places, pointer);
        }
        let (value, origin) = match (action.get("update"), action.get("copy")) {
            (Some(update), None) => (update.clone(), Origin::Overlay(child(pointer, "update"))),
            (None, Some(_)) => self.copied(document, action, pointer)?,
            (None, None) if action.contains_key("remove") => return Some(()),
            (None, None) => {
                return self.fail(
                    pointer,
                    "an action has an `update`, a `copy` or a `remove`; this one has none",
                );
            }
            (Some(_), Some(_)) => {
                return self.fail(
                    &child(pointer, "copy"),
                    "an action has either an `update` or a `copy`, not both",
                );
            }
        };
        self.check_alike(document, &places, pointer)?;
        for place in places {
            let node = document.pointer_mut(&place)?;
            if let Value::Array(list) = node
                && !value.is_array()
            {
                list.push(value.clone());
                let to = child(&place, &(list.len() - 1).to_string());
                self.note(to, &origin);
                continue;
            }
            self.merge(node, &place, &value, &origin)?;
        }
        Some(())
    }

    fn check_keys(&mut self, action: &Map<String, Value>, pointer: &str) {
        for key in action.keys() {
            if !ACTION_KEYS.contains(&key.as_str()) && !key.starts_with("x-") {
                let message = format!("`{key}` is no keyword of an action and is ignored");
                let place = Place::Source(self.source, child(pointer, key));
                self.diagnostics
                    .push_at(Code::UnknownKeyword, place, message, None);
            }
        }
    }

    /// "The selected nodes MUST be either all objects or all arrays or all primitives."
    fn check_alike(&mut self, document: &Value, places: &[String], pointer: &str) -> Option<()> {
        let mut kinds = places.iter().map(|place| match document.pointer(place) {
            Some(Value::Object(_)) => "objects",
            Some(Value::Array(_)) => "lists",
            _ => "single values",
        });
        let first = kinds.next()?;
        match kinds.find(|kind| *kind != first) {
            None => Some(()),
            Some(other) => {
                let message = format!("the target matches both {first} and {other}");
                self.fail(&child(pointer, "target"), message)
            }
        }
    }

    /// The JSONPath under a key of an action.
    fn path(&mut self, action: &Map<String, Value>, key: &str, pointer: &str) -> Option<JsonPath> {
        let Some(Value::String(text)) = action.get(key) else {
            let place = if action.contains_key(key) {
                child(pointer, key)
            } else {
                pointer.to_owned()
            };
            return self.fail(&place, format!("`{key}` has to be a JSONPath"));
        };
        match JsonPath::parse(text) {
            Ok(path) => Some(path),
            Err(error) => {
                let message = format!(
                    "`{text}` is no JSONPath: {} at character {}",
                    error.message(),
                    error.position()
                );
                self.fail(&child(pointer, key), message)
            }
        }
    }

    /// The one value that an action's `copy` selects.
    fn copied(
        &mut self,
        document: &Value,
        action: &Map<String, Value>,
        pointer: &str,
    ) -> Option<(Value, Origin)> {
        let path = self.path(action, "copy", pointer)?;
        let copy = child(pointer, "copy");
        match places(&path, document).as_slice() {
            [from] => {
                let value = document.pointer(from)?.clone();
                Some((value, Origin::Document(from.clone(), copy)))
            }
            found => {
                let message = format!(
                    "`copy` has to select one value; `{path}` selects {}",
                    found.len()
                );
                self.fail(&copy, message)
            }
        }
    }

    fn remove(
        &mut self,
        document: &mut Value,
        mut places: Vec<String>,
        pointer: &str,
    ) -> Option<()> {
        // The last elements first, and what is inside before what is around it.
        places.sort_by_cached_key(|place| {
            let order = |token: &str| token.parse::<usize>().map_err(|_| token.to_owned());
            tokens(place).map(|token| order(&token)).collect::<Vec<_>>()
        });
        for place in places.iter().rev() {
            let (parent, _) = match place.rsplit_once('/') {
                Some(split) => split,
                None => {
                    return self.fail(
                        &child(pointer, "target"),
                        "the whole description cannot be removed",
                    );
                }
            };
            let token = tokens(place).last()?;
            match document.pointer_mut(parent)? {
                Value::Object(members) => {
                    members.shift_remove(token.as_ref());
                }
                Value::Array(list) => {
                    let index: usize = token.parse().ok()?;
                    for next in index + 1..list.len() {
                        let to = format!("{parent}/{}", next - 1);
                        self.origins.moved(&to, &format!("{parent}/{next}"));
                    }
                    list.remove(index);
                }
                _ => {}
            }
        }
        Some(())
    }

    /// Merges `value` into the node at the pointer `to`, recursively.
    ///
    /// Two things are allowed beyond the rules: `null` in the overlay against an object or a list
    /// (a section that was left empty) changes nothing, and `null` in the document gives way to
    /// anything.
    fn merge(&mut self, node: &mut Value, to: &str, value: &Value, origin: &Origin) -> Option<()> {
        match (node, value) {
            (Value::Object(members), Value::Object(new)) => {
                for (key, value) in new {
                    let (to, origin) = (child(to, key), origin.below(key));
                    match members.get_mut(key) {
                        Some(member) => self.merge(member, &to, value, &origin)?,
                        None => {
                            members.insert(key.clone(), value.clone());
                            self.note(to, &origin);
                        }
                    }
                }
            }
            (Value::Array(list), Value::Array(new)) => {
                for (index, value) in new.iter().enumerate() {
                    let to = child(to, &list.len().to_string());
                    list.push(value.clone());
                    self.note(to, &origin.below(&index.to_string()));
                }
            }
            (Value::Object(_) | Value::Array(_), Value::Null) => {}
            (Value::Object(_), _) => return self.incompatible(origin, "an object", value),
            (Value::Array(_), _) => return self.incompatible(origin, "a list", value),
            (node, value) if node.is_null() || !(value.is_object() || value.is_array()) => {
                *node = value.clone();
                self.note(to.to_owned(), origin);
            }
            _ => return self.incompatible(origin, "a single value", value),
        }
        Some(())
    }

    fn incompatible(&mut self, origin: &Origin, there: &str, value: &Value) -> Option<()> {
        let found = match value {
            Value::Object(_) => "an object",
            Value::Array(_) => "a list",
            _ => "a single value",
        };
        let (Origin::Overlay(place) | Origin::Document(_, place)) = origin;
        let message =
            format!("{found} cannot be merged into {there}, which the description has here");
        let help = "remove what is there in an action before this one";
        self.diagnostics.push_at(
            Code::Overlay,
            Place::Source(self.source, place.clone()),
            message,
            Some(help.to_owned()),
        );
        None
    }

    /// Notes where the value that is now at `to` came from.
    fn note(&mut self, to: String, origin: &Origin) {
        match origin {
            Origin::Overlay(pointer) => {
                self.origins.graft(&to, self.source, pointer);
                self.added.push(to);
            }
            Origin::Document(pointer, _) => self.origins.moved(&to, pointer),
        }
    }

    fn fail<T>(&mut self, pointer: &str, message: impl Into<String>) -> Option<T> {
        let place = Place::Source(self.source, pointer.to_owned());
        self.diagnostics
            .push_at(Code::Overlay, place, message, None);
        None
    }
}

/// The pointers of what a path selects, each once.
fn places(path: &JsonPath, document: &Value) -> Vec<String> {
    let nodes = path.query_located(document).dedup();
    nodes
        .locations()
        .map(|place| place.to_json_pointer())
        .collect()
}

#[cfg(test)]
mod tests;
