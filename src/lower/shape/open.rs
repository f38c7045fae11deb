//! An `anyOf` that leaves a value open: one object of all properties rather than a choice.

use std::collections::HashMap;

use openapiv3::OpenAPI;

use crate::lower::keywords::{Additional, At, Keywords, Node, resolve};

/// The properties of all members of the `anyOf`, where every object may hold those of several: the schema has
/// `additionalProperties` of its own, and the members are objects, one of which requires nothing.
pub fn properties<'a>(document: &'a OpenAPI, k: &Keywords<'a>) -> Option<Vec<(&'a str, At<'a>)>> {
    let is_open = matches!(k.additional, Additional::Schemas(_) | Additional::Any);
    if !is_open || k.any_of.is_empty() || !k.one_of.is_empty() || k.data.discriminator.is_some() {
        return None;
    }
    let mut all: Vec<(&'a str, At<'a>)> = Vec::new();
    let mut known: HashMap<&'a str, Node<'a>> = HashMap::new();
    let mut matches_all = false;
    for member in &k.any_of {
        let member = object(document, member)?;
        matches_all |= member.required.is_empty();
        for (name, property) in member.properties {
            if !is_one_type(*known.entry(name).or_insert(property.node), property.node) {
                return None;
            }
            all.push((name, property));
        }
    }
    matches_all.then_some(all)
}

/// What a member says that is an object and no more.
fn object<'a>(document: &'a OpenAPI, at: &At<'a>) -> Option<Keywords<'a>> {
    let (pointer, node) = match at.node {
        Node::Reference(reference) => resolve(document, reference)?,
        Node::Inline(_) => (at.pointer.clone(), at.node),
    };
    let Node::Inline(schema) = node else {
        return None;
    };
    let k = Keywords::new(&pointer, schema);
    let is_plain = k.one_of.is_empty() && k.any_of.is_empty() && k.all_of.is_empty() && !k.not;
    (is_plain && k.is_silent_beside_properties() && !k.properties.is_empty()).then_some(k)
}

/// Whether two schemas of one property have one type, whatever else they say of it.
fn is_one_type(one: Node<'_>, other: Node<'_>) -> bool {
    let scalar = |node| {
        let Node::Inline(schema) = node else {
            return None;
        };
        let k = Keywords::new("", schema);
        let is_scalar = matches!(k.type_?, "string" | "integer" | "number" | "boolean");
        (is_scalar && k.enumeration.is_empty()).then_some((k.type_?, k.format))
    };
    one.same(other) || scalar(one).is_some_and(|scalar_of| scalar(other) == Some(scalar_of))
}
