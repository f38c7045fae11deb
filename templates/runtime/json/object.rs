use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{DecodeError, FromJson, Json};

/// The fields of an object, to be read by name.
///
/// A look-up starts where the last one ended: reading the fields in the order of the document takes one comparison each.
#[derive(Clone, Debug)]
pub struct Object<'t, 'a> {
    fields: &'t [(Cow<'a, str>, Json<'a>)],
    next: usize,
}

impl<'t, 'a> Object<'t, 'a> {
    #[inline]
    pub(super) fn new(fields: &'t [(Cow<'a, str>, Json<'a>)]) -> Self {
        Self { fields, next: 0 }
    }

    fn find(&mut self, name: &str) -> Option<&'t Json<'a>> {
        let fields = self.fields;
        let ahead = fields.get(self.next..).unwrap_or_default();
        let found = match ahead.iter().position(|(key, _)| key == name) {
            Some(distance) => self.next + distance,
            None => fields
                .iter()
                .take(self.next)
                .position(|(key, _)| key == name)?,
        };
        self.next = found + 1;
        fields.get(found).map(|(_, value)| value)
    }

    /// Reads a field; one that is not there is what `T` says of [missing](FromJson::missing) fields.
    ///
    /// # Errors
    ///
    /// When the field is not of the type, or required and missing.
    #[inline]
    pub fn field<T: FromJson>(&mut self, name: &str) -> Result<T, DecodeError> {
        match self.find(name) {
            Some(json) => T::from_json(json).map_err(|error| error.at_field(name)),
            None => T::missing().ok_or_else(|| DecodeError::missing(name)),
        }
    }

    /// Reads a field that must be there but may be `null`.
    ///
    /// # Errors
    ///
    /// When the field is missing, or neither `null` nor of the type.
    #[inline]
    pub fn nullable<T: FromJson>(&mut self, name: &str) -> Result<Option<T>, DecodeError> {
        match self.find(name) {
            Some(json) => Option::from_json(json).map_err(|error| error.at_field(name)),
            None => Err(DecodeError::missing(name)),
        }
    }

    /// Reads all fields but the `named` ones.
    ///
    /// # Errors
    ///
    /// When one of them is not of the type.
    pub fn rest<T: FromJson>(&self, named: &[&str]) -> Result<BTreeMap<String, T>, DecodeError> {
        let others = self
            .fields
            .iter()
            .filter(|(name, _)| !named.contains(&&**name));
        // Not collected, which would sort them in a list of its own first.
        let mut rest = BTreeMap::new();
        for (name, json) in others {
            let value = T::from_json(json).map_err(|error| error.at_field(name))?;
            rest.insert(name.clone().into_owned(), value);
        }
        Ok(rest)
    }
}
