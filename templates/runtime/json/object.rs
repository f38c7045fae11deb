use std::collections::BTreeMap;

use super::node::{Node, split_field};
use super::{DecodeError, FromJson, Json, places};

/// The fields of an object, to be read by name.
///
/// A look-up starts where the last one ended: reading the fields in the order of the document takes one comparison each.
#[derive(Clone, Debug, Default)]
pub struct Object<'t> {
    fields: &'t [Node<'t>],
    /// Where they are, by their names; nothing if there are few.
    places: &'t [Node<'t>],
    next: usize,
}

impl<'t> Object<'t> {
    /// Of the nodes in an object, of which the last ones are places.
    #[inline]
    pub(super) fn new(nodes: &'t [Node<'t>], places: u32) -> Self {
        let (fields, places) = nodes.split_at(nodes.len().saturating_sub(places as usize));
        Self {
            fields,
            places,
            next: 0,
        }
    }

    pub(super) fn find(&mut self, name: &str) -> Option<Json<'t>> {
        let (before, ahead) = self.fields.split_at_checked(self.next)?;
        let (found, rest) = match split_field(ahead) {
            Some((key, found, rest)) if key == name => (found, rest.len()),
            _ if !self.places.is_empty() => {
                let place = places::find(self.fields, self.places, name)?;
                let (_, found, rest) = split_field(self.fields.get(place..)?)?;
                (found, rest.len())
            }
            _ => match seek(ahead, name) {
                Some((found, rest)) => (found, rest.len()),
                None => {
                    let (found, rest) = seek(before, name)?;
                    (found, ahead.len() + rest.len())
                }
            },
        };
        self.next = self.fields.len() - rest;
        Some(found)
    }

    /// Reads a field; one that is not there is what `T` says of [missing](FromJson::missing) fields.
    ///
    /// # Errors
    ///
    /// When the field is not of the type, or required and missing.
    #[inline]
    pub fn field<T: FromJson>(&mut self, name: &str) -> Result<T, DecodeError> {
        match self.find(name) {
            Some(json) => match T::from_json(&json) {
                Ok(value) => Ok(value),
                Err(error) => Err(error.at_field(name)),
            },
            None => match T::missing() {
                Some(value) => Ok(value),
                None => Err(DecodeError::missing(name)),
            },
        }
    }

    /// Reads all fields but the `named` ones.
    ///
    /// # Errors
    ///
    /// When one of them is not of the type.
    pub fn rest<T: FromJson>(&self, named: &[&str]) -> Result<BTreeMap<String, T>, DecodeError> {
        // Not collected, which would sort them in a list of its own first.
        let mut rest = BTreeMap::new();
        let mut fields = self.fields;
        while let Some((name, json, after)) = split_field(fields) {
            fields = after;
            if !named.contains(&name) {
                match T::from_json(&json) {
                    Ok(value) => rest.insert(name.to_owned(), value),
                    Err(error) => return Err(error.at_field(name)),
                };
            }
        }
        Ok(rest)
    }
}

/// The field of this name, and what follows it.
fn seek<'t>(fields: &'t [Node<'t>], name: &str) -> Option<(Json<'t>, &'t [Node<'t>])> {
    let mut fields = fields;
    loop {
        let (key, value, rest) = split_field(fields)?;
        if key == name {
            return Some((value, rest));
        }
        fields = rest;
    }
}
