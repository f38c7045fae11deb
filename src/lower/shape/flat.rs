//! Unions in unions.

use crate::lower::keywords::{At, Keywords, Node};

/// The members, and in the place of one that is only a union, its own; what a text says about that one keeps it together.
pub fn flat<'a>(members: &[At<'a>]) -> Vec<At<'a>> {
    let mut flat = Vec::with_capacity(members.len());
    let mut open: Vec<At<'a>> = members.iter().rev().cloned().collect();
    while let Some(member) = open.pop() {
        match sole_union(&member) {
            Some(inner) => open.extend(inner.into_iter().rev()),
            None => flat.push(member),
        }
    }
    flat
}

/// The members of a schema that is a union in place and says nothing else.
fn sole_union<'a>(at: &At<'a>) -> Option<Vec<At<'a>>> {
    let Node::Inline(schema) = at.node else {
        return None;
    };
    let k = Keywords::new(&at.pointer, schema);
    let data = k.data;
    let is_bare = k.is_silent()
        && k.type_.is_none()
        && k.all_of.is_empty()
        && k.required.is_empty()
        && k.checks.is_empty()
        && !k.not
        && data.title.is_none()
        && data.description.is_none()
        && data.discriminator.is_none();
    match (k.one_of.is_empty(), k.any_of.is_empty()) {
        (false, true) if is_bare => Some(k.one_of),
        (true, false) if is_bare => Some(k.any_of),
        _ => None,
    }
}
