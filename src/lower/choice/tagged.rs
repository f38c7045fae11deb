//! Members that are a component and, beside it, a property that tells which: the property belongs to the union then,
//! and the component's own type is the member's value.

use std::collections::BTreeSet;

use openapiv3::{Discriminator, OpenAPI};
use serde_json::Value;

use super::members::values;
use super::tags::component_of;
use crate::lower::keywords::{Additional, At, Keywords, Node};
use crate::lower::object::is_struct;
use crate::lower::shape::scratch;

/// A component and the text that chooses it.
pub struct Tagged<'a> {
    /// Name of the property.
    pub property: &'a str,
    /// The only value of the property.
    pub tag: String,
    /// The component.
    pub target: At<'a>,
}

/// The members as tagged components, where all are that, by one property and with a tag each.
pub fn tagged<'a>(document: &'a OpenAPI, members: &[&At<'a>]) -> Option<Vec<Tagged<'a>>> {
    let found: Option<Vec<Tagged<'a>>> = members.iter().map(|at| member(document, at)).collect();
    let found = found?;
    let property = found.first()?.property;
    let tags: BTreeSet<&String> = found.iter().map(|member| &member.tag).collect();
    let is_told = tags.len() == found.len() && found.iter().all(|m| m.property == property);
    is_told.then_some(found)
}

fn member<'a>(document: &'a OpenAPI, at: &At<'a>) -> Option<Tagged<'a>> {
    let Node::Inline(schema) = at.node else {
        return None;
    };
    let own = Keywords::new(&at.pointer, schema);
    let mut targets = Vec::new();
    let mut properties = own.properties.clone();
    let mut required: Vec<&String> = own.required.iter().collect();
    if !is_plain(&own) {
        return None;
    }
    for part in &own.all_of {
        match part.node {
            Node::Reference(_) => targets.push(part.clone()),
            Node::Inline(schema) => {
                let k = Keywords::new(&part.pointer, schema);
                if !is_plain(&k) || !k.all_of.is_empty() {
                    return None;
                }
                properties.extend(k.properties.clone());
                required.extend(k.required);
            }
        }
    }
    let ([target], [(property, schema)]) = (targets.as_slice(), properties.as_slice()) else {
        return None;
    };
    let [Value::String(tag)] = &values(schema)[..] else {
        return None;
    };
    let is_apart =
        lacks(document, target, property) && required.iter().all(|name| name == property);
    is_apart.then(|| Tagged {
        property,
        tag: tag.clone(),
        target: target.clone(),
    })
}

/// Whether a union of one member is more than that member: its discriminator is a property that the member has no place
/// for, or leads to others.
pub fn is_told_apart(document: &OpenAPI, only: &At<'_>, discriminator: &Discriminator) -> bool {
    let Node::Reference(reference) = only.node else {
        return false;
    };
    let is_other = |target: &String| component_of(target) != component_of(reference);
    lacks(document, only, &discriminator.property_name)
        || discriminator.mapping.values().any(is_other)
}

/// Whether a schema is an object that has no place for a property.
fn lacks(document: &OpenAPI, target: &At<'_>, property: &str) -> bool {
    let shape = scratch(document, std::slice::from_ref(target));
    is_struct(&shape)
        && shape.choices.is_empty()
        && shape.base_of.is_none()
        && !shape.properties.contains_key(property)
        && matches!(
            shape.additional,
            Additional::Unspecified | Additional::Forbidden
        )
}

/// Whether nothing but properties and parts shape the value.
fn is_plain(k: &Keywords<'_>) -> bool {
    k.one_of.is_empty()
        && k.any_of.is_empty()
        && k.enumeration.is_empty()
        && k.items.is_none()
        && matches!(k.type_, None | Some("object"))
        && matches!(k.additional, Additional::Unspecified)
        && !k.data.nullable
}
