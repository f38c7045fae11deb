//! Rules for values that are sent: collected beside the types, only where they are asked for.

use std::collections::HashSet;

use super::keywords::{Additional, At};
use super::object::is_struct;
use super::schema::Types;
use crate::diagnostic::Code;
use crate::ir::{Check, Checks, Form, Model, ModelKind, Tag, Type};

impl<'a> Types<'a, '_> {
    /// The rules for a value to which all of `parts` apply; those of a component are with its model.
    pub(super) fn checks(&mut self, parts: &[At<'a>]) -> Checks {
        if !self.options.validation() || self.sole_reference(parts).is_some() {
            return Checks::default();
        }
        self.own_checks(parts)
    }

    /// The rules of a component, or of a schema in place.
    pub(super) fn own_checks(&mut self, parts: &[At<'a>]) -> Checks {
        if !self.options.validation() {
            return Checks::default();
        }
        let mut shape = self.scratch(parts);
        let pointer = parts.first().map(|part| part.pointer.clone());
        shape
            .checks
            .retain(|check| self.can_check(check, pointer.as_deref().unwrap_or_default()));
        let inner = match &shape.additional {
            _ if !shape.items.is_empty() => self.checks(&shape.items),
            _ if !shape.choices.is_empty() => self.checks_beside_empty_text(&shape),
            Additional::Schemas(values) if !is_struct(&shape) => self.checks(values),
            _ => Checks::default(),
        };
        Checks {
            own: shape.checks,
            inner: (!inner.is_empty()).then(|| Box::new(inner)),
        }
    }

    /// Whether the client can check a rule: its regular expressions are simpler than ECMA-262's.
    fn can_check(&mut self, check: &Check, pointer: &str) -> bool {
        let Check::Pattern(pattern) = check else {
            return true;
        };
        let compiled = regex_lite::Regex::new(pattern);
        if let Err(error) = &compiled {
            let message = format!("the `pattern` is not checked: {error}");
            self.warn(Code::UnsupportedKeyword, pointer, message);
        }
        compiled.is_ok()
    }
}

/// Decides what gets a method that validates it: models that are sent, and forms, with a rule somewhere below.
pub fn resolve(models: &mut [Model], tags: &mut [Tag]) {
    resolve_models(models);
    let operations = tags.iter_mut().flat_map(|tag| &mut tag.operations);
    for form in operations.flat_map(|operation| &mut operation.forms) {
        form.validated = is_ruled(models, form);
    }
}

fn is_ruled(models: &[Model], form: &Form) -> bool {
    form.all_parts().any(|part| {
        let inside = part.field.value.models();
        let mut inside = inside.into_iter().filter_map(|id| models.get(id));
        !part.field.checks.is_empty() || inside.any(|model| model.validated)
    })
}

fn resolve_models(models: &mut [Model]) {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); models.len()];
    let mut open = Vec::new();
    for (id, model) in models.iter().enumerate() {
        let mut ruled = !model.checks.is_empty();
        for (type_, checks) in parts(&model.kind) {
            ruled |= !checks.is_empty();
            for used in type_.models() {
                if let Some(users) = users.get_mut(used) {
                    users.push(id);
                }
            }
        }
        if ruled {
            open.push(id);
        }
    }
    let mut ruled = HashSet::new();
    while let Some(id) = open.pop() {
        if ruled.insert(id) {
            open.extend(users.get(id).into_iter().flatten());
        }
    }
    for (id, model) in models.iter_mut().enumerate() {
        model.validated = model.sent && ruled.contains(&id);
    }
}

/// The types inside a model, with the rules for each.
fn parts(kind: &ModelKind) -> Vec<(&Type, &Checks)> {
    match kind {
        ModelKind::Struct(object) => object.all_fields().map(|f| (&f.value, &f.checks)).collect(),
        ModelKind::Union(union) => union
            .variants
            .iter()
            .map(|v| (&v.value, &v.checks))
            .collect(),
        ModelKind::Alias(type_) => vec![(type_, Checks::NONE)],
        ModelKind::Enum(_) => Vec::new(),
    }
}
