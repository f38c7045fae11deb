//! The type of a place: one that was found before, that of a component, or one that is built for it.

use openapiv3::OpenAPI;

use super::{Home, Target, Typed, Types};
use crate::diagnostic::Code;
use crate::ir::Type;
use crate::lower::choice::is_told_apart;
use crate::lower::keywords::{At, Keywords, Node, schema_name};
use crate::lower::shape::{Shape, Shaper, allows_null};

impl<'a> Types<'a, '_> {
    /// The type of the place where `at` stands.
    pub fn typed(&mut self, at: &At<'a>, home: &Home) -> Typed {
        self.typed_all(std::slice::from_ref(at), home)
    }

    /// The type of a place to which several schemas apply.
    pub fn typed_all(&mut self, parts: &[At<'a>], home: &Home) -> Typed {
        let nullable = allows_null(self.document, parts);
        if let Some(type_) = self.chosen(parts, home) {
            return Typed { type_, nullable };
        }
        let reference = self.sole_reference(parts);
        if let Some(type_) = reference.or_else(|| self.listed_reference(parts)) {
            return Typed { type_, nullable };
        }
        let Some(first) = parts.first() else {
            return Typed {
                type_: Type::Any,
                nullable,
            };
        };
        let key = key(parts, home);
        match self.known.get(&key) {
            Some(Some(known)) => return known.clone(),
            Some(None) => {
                let type_ = self.untyped(&first.pointer, "a list or map of itself");
                return Typed { type_, nullable };
            }
            None => self.known.insert(key.clone(), None),
        };
        let shape = self.shape(parts);
        self.pending = Some((key.clone(), nullable));
        let typed = Typed {
            type_: self.build(&shape, first, home, Target::Inline(home)),
            nullable,
        };
        self.pending = None;
        self.known.insert(key, Some(typed.clone()));
        typed
    }

    /// The shape of a place; an empty one when the description has more parts than can be generated.
    pub(in crate::lower) fn shape(&mut self, parts: &[At<'a>]) -> Shape<'a> {
        if self.size > self.limits.fields {
            return Shape::default();
        }
        let shape = Shaper::shape(self.document, self.diagnostics, parts);
        let members = shape.choices.iter().map(|choice| choice.members.len());
        let values = shape.enumeration.as_ref().map_or(0, Vec::len);
        self.size += shape.properties.len() + values + members.sum::<usize>();
        if self.size > self.limits.fields {
            let pointer = parts.first().map_or("", |part| part.pointer.as_str());
            let most = self.limits.fields;
            let message = format!(
                "up to this schema there are more than {most} properties, values and members, with those that an `allOf` takes over"
            );
            self.diagnostics.push(Code::Limit, pointer, message);
        }
        shape
    }

    /// The one component that lists values, where all else repeats them.
    fn listed_reference(&self, parts: &[At<'a>]) -> Option<Type> {
        let mut references: Vec<At<'a>> = Vec::new();
        for part in parts {
            let parts = match part.node {
                Node::Reference(_) => vec![part.clone()],
                Node::Inline(schema) => Keywords::new(&part.pointer, schema).all_of,
            };
            let parts = parts.into_iter();
            references.extend(parts.filter(|part| matches!(part.node, Node::Reference(_))));
        }
        let [reference] = references.as_slice() else {
            return None;
        };
        let own = self.scratch(std::slice::from_ref(reference));
        own.enumeration.as_ref()?;
        let all = self.scratch(parts);
        let repeats = own.type_ == all.type_ && own.enumeration == all.enumeration;
        repeats.then(|| self.sole_reference(&references)).flatten()
    }

    /// The one component that all parts come down to, where they add nothing but annotations.
    pub(in crate::lower) fn sole_reference(&self, parts: &[At<'a>]) -> Option<Type> {
        let mut names = Vec::new();
        for part in parts {
            references(self.document, part, &mut names)?;
        }
        names.dedup();
        match names.as_slice() {
            [name] => self.component_type(name),
            _ => None,
        }
    }
}

/// Collects the components that a schema refers to; `None` where it says more than annotations.
pub(in crate::lower) fn references(
    document: &OpenAPI,
    at: &At<'_>,
    names: &mut Vec<String>,
) -> Option<()> {
    match at.node {
        Node::Reference(reference) => names.push(schema_name(reference)?),
        Node::Inline(schema) => {
            let k = Keywords::new(&at.pointer, schema);
            let single = match (k.one_of.as_slice(), k.any_of.as_slice()) {
                ([], []) => None,
                ([only], []) | ([], [only]) if k.all_of.is_empty() => Some(only),
                _ => return None,
            };
            if !k.is_silent() || !k.required.is_empty() {
                return None;
            }
            if let (Some(only), Some(discriminator)) = (single, &k.data.discriminator)
                && is_told_apart(document, only, discriminator)
            {
                return None;
            }
            for part in k.all_of.iter().chain(single) {
                references(document, part, names)?;
            }
        }
    }
    Some(())
}

/// What is the same for two places of one type: their schemas and, if there are several, the module that they are in.
fn key(parts: &[At<'_>], home: &Home) -> String {
    match parts {
        [only] => only.pointer.clone(),
        parts => {
            let pointers = parts.iter().map(|part| part.pointer.as_str());
            let all: Vec<&str> = std::iter::once(home.module.as_str())
                .chain(pointers)
                .collect();
            all.join("\n")
        }
    }
}
