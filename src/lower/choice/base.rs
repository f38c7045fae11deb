//! Members that extend one schema whose discriminator tells them apart.

use openapiv3::{Discriminator, OpenAPI};

use super::members::keywords;
use crate::lower::keywords::{At, Keywords, Node};
use crate::lower::shape::Choice;

/// The discriminator of a union: its own, or, where that has no mapping, that of the schema that all members extend.
///
/// Springdoc lists the members of a polymorphic type and leaves all else to their base.
pub fn discriminator<'a>(
    document: &'a OpenAPI,
    choice: &Choice<'a>,
    members: &[&At<'a>],
) -> Option<&'a Discriminator> {
    let own = choice.discriminator;
    if own.is_some_and(|own| !own.mapping.is_empty()) {
        return own;
    }
    let mut bases = members.iter().map(|member| base(document, member));
    let found = bases
        .next()
        .flatten()
        .filter(|first| bases.all(|other| other.is_some_and(|other| std::ptr::eq(other, *first))))
        .filter(|found| own.is_none_or(|own| own.property_name == found.property_name));
    found.or(own)
}

/// The discriminator of the schema that a component extends, or is.
fn base<'a>(document: &'a OpenAPI, at: &At<'a>) -> Option<&'a Discriminator> {
    let own = component(document, at)?;
    let bases = own.all_of.iter();
    let mut bases = bases.filter_map(|part| component(document, part));
    bases.find_map(of_base).or_else(|| of_base(own))
}

fn of_base(k: Keywords<'_>) -> Option<&Discriminator> {
    let is_base = k.one_of.is_empty() && k.any_of.is_empty();
    k.data.discriminator.as_ref().filter(|_| is_base)
}

/// What the component says that a reference leads to.
fn component<'a>(document: &'a OpenAPI, at: &At<'a>) -> Option<Keywords<'a>> {
    let is_reference = matches!(at.node, Node::Reference(_));
    keywords(document, at).filter(|_| is_reference)
}
