//! Where the fields of a large object stand, by their names.
//!
//! A table with open addresses, at the end of the object's nodes: a look-up takes about one comparison, in whatever order
//! the fields are asked for. Names that are made to collide get no table, so that nobody can make it slow.

use super::node::{Node, split_field};

/// How far a name may stand from its first slot.
const FARTHEST: usize = 16;

/// A slot without a place.
const FREE: u32 = u32::MAX;

/// How many slots a node has.
const SLOTS: usize = 4;

/// The table for an object with so many fields; nothing if two have the same name, or too many the same hash.
pub(super) fn table<'a>(fields: &[Node<'_>], count: usize) -> Option<Vec<Node<'a>>> {
    let nodes = (2 * count).next_power_of_two().max(SLOTS) / SLOTS;
    let mut table = vec![Node::Places([FREE; SLOTS]); nodes];
    let mut rest = fields;
    while let Some((name, _, after)) = split_field(rest) {
        let place = u32::try_from(fields.len() - rest.len()).unwrap_or(FREE);
        let is_taken = |slot: &usize| {
            place_at(&table, *slot).is_some_and(|other| name_at(fields, other) != Some(name))
        };
        let slot = probes(nodes, name).find(|slot| !is_taken(slot))?;
        match slot_mut(&mut table, slot)? {
            slot if *slot == FREE && place != FREE => *slot = place,
            _ => return None,
        }
        rest = after;
    }
    Some(table)
}

/// Where the field of this name stands.
pub(super) fn find(fields: &[Node<'_>], table: &[Node<'_>], name: &str) -> Option<usize> {
    for slot in probes(table.len(), name) {
        let place = place_at(table, slot)?;
        if name_at(fields, place) == Some(name) {
            return Some(place);
        }
    }
    None
}

#[inline]
fn place_at(table: &[Node<'_>], slot: usize) -> Option<usize> {
    match table.get(slot / SLOTS) {
        Some(Node::Places(places)) => match *places.get(slot % SLOTS)? {
            FREE => None,
            place => usize::try_from(place).ok(),
        },
        _ => None,
    }
}

fn slot_mut<'t>(table: &'t mut [Node<'_>], slot: usize) -> Option<&'t mut u32> {
    match table.get_mut(slot / SLOTS) {
        Some(Node::Places(places)) => places.get_mut(slot % SLOTS),
        _ => None,
    }
}

#[inline]
fn name_at<'t>(fields: &'t [Node<'_>], place: usize) -> Option<&'t str> {
    match fields.get(place) {
        Some(Node::String(name)) => Some(name),
        _ => None,
    }
}

/// The slots where a name can be, in a table of so many nodes, a power of two.
#[inline]
fn probes(nodes: usize, name: &str) -> impl Iterator<Item = usize> + use<> {
    // The multiplier of the hash function of rustc, whose first bits are its best.
    const FACTOR: u64 = 0xF135_7AEA_2E62_A9C5;
    let mut hash = 0_u64;
    for chunk in name.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word.iter_mut()
            .zip(chunk)
            .for_each(|(to, from)| *to = *from);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
    }
    let first = (hash >> 32) as usize;
    let last = nodes * SLOTS - 1;
    (0..FARTHEST).map(move |step| (first + step) & last)
}
