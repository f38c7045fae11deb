//! The order in which components are worked out: one whose text another takes over comes first, so that inline types are
//! named for the component in whose text they stand.

use std::collections::HashSet;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr, Schema};

use super::at_component;
use crate::lower::keywords::{Additional, At, Keywords, Node, schema_name};

type Schemas = IndexMap<String, ReferenceOr<Schema>>;

/// Positions of the components, each behind those that its `allOf`s lead to; of a circle, the one that stands first is last.
pub fn order(document: &OpenAPI) -> Vec<usize> {
    let Some(components) = &document.components else {
        return Vec::new();
    };
    let schemas = &components.schemas;
    let mut order = Vec::with_capacity(schemas.len());
    let mut seen = HashSet::new();
    for start in 0..schemas.len() {
        // (position, whether all that it takes over has been seen to)
        let mut open = vec![(start, false)];
        while let Some((position, is_ready)) = open.pop() {
            if is_ready {
                order.push(position);
            } else if seen.insert(position) {
                open.push((position, true));
                let merged = merged(schemas, position).into_iter().rev();
                open.extend(merged.map(|position| (position, false)));
            }
        }
    }
    order
}

/// The components that the `allOf`s in the text of one lead to.
fn merged(schemas: &Schemas, position: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let start = schemas.get_index(position);
    let mut open: Vec<At<'_>> = start
        .map(|(name, schema)| at_component(name, schema))
        .into_iter()
        .collect();
    while let Some(at) = open.pop() {
        let Node::Inline(schema) = at.node else {
            continue;
        };
        let k = Keywords::new(&at.pointer, schema);
        for part in &k.all_of {
            if let Node::Reference(reference) = part.node {
                let name = schema_name(reference);
                found.extend(name.and_then(|name| schemas.get_index_of(&name)));
            }
        }
        let additional = match k.additional {
            Additional::Schemas(values) => values,
            _ => Vec::new(),
        };
        let properties = k.properties.into_iter().map(|(_, property)| property);
        let members = k.one_of.into_iter().chain(k.any_of).chain(k.all_of);
        open.extend(properties.chain(members).chain(k.items).chain(additional));
    }
    found
}
