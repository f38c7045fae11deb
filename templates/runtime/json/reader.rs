use std::collections::BTreeMap;

use super::{DecodeError, FromJson, Json, Object};

/// Reads the fields of a struct one after the other; what goes wrong first is told at the end.
///
/// To go on to the end takes the compiler half the time that a way out after every field does. At run time it is as
/// good as one: after an error there is nothing left to read.
#[derive(Debug)]
pub struct Reader<'t> {
    json: Json<'t>,
    object: Object<'t>,
    error: Option<DecodeError>,
}

impl<'t> Reader<'t> {
    /// Of an object.
    #[inline]
    pub fn new(json: &Json<'t>) -> Self {
        let (object, error) = match json.object() {
            Ok(object) => (object, None),
            Err(error) => (Object::default(), Some(error)),
        };
        Self {
            json: *json,
            object,
            error,
        }
    }

    #[cold]
    fn fail(&mut self, error: DecodeError) {
        self.object = Object::default();
        self.error.get_or_insert(error);
    }

    /// A field; one that is not there is what `T` says of [missing](FromJson::missing) fields.
    #[inline]
    pub fn field<T: FromJson>(&mut self, name: &str) -> Option<T> {
        // Without closures: they would be functions of their own for each type, in builds that optimise nothing.
        match self.object.find(name) {
            Some(json) => match T::from_json(&json) {
                Ok(value) => return Some(value),
                Err(error) => self.fail(error.at_field(name)),
            },
            None => match T::missing() {
                Some(value) => return Some(value),
                None => self.fail(DecodeError::missing(name)),
            },
        }
        None
    }

    /// A field that must be there but may be `null`.
    #[inline]
    pub fn nullable<T: FromJson>(&mut self, name: &str) -> Option<Option<T>> {
        match self.object.find(name) {
            Some(json) => match Option::from_json(&json) {
                Ok(value) => return Some(value),
                Err(error) => self.fail(error.at_field(name)),
            },
            None => self.fail(DecodeError::missing(name)),
        }
        None
    }

    /// A value whose fields stand beside the others.
    #[inline]
    pub fn flatten<T: FromJson>(&mut self) -> Option<T> {
        match T::from_json(&self.json) {
            Ok(value) => return Some(value),
            Err(error) => self.fail(error),
        }
        None
    }

    /// All fields but the `named` ones.
    #[inline]
    pub fn rest<T: FromJson>(&mut self, named: &[&str]) -> Option<BTreeMap<String, T>> {
        match self.object.rest(named) {
            Ok(rest) => return Some(rest),
            Err(error) => self.fail(error),
        }
        None
    }

    /// Whether all went well.
    #[inline]
    pub fn end(&self) -> Option<()> {
        match self.error {
            None => Some(()),
            Some(_) => None,
        }
    }

    /// What did not.
    #[cold]
    pub fn into_error(self) -> DecodeError {
        let unknown = || DecodeError::new("a field could not be read");
        self.error.unwrap_or_else(unknown)
    }
}

/// As [`Reader`], for a struct that can do without any of its fields.
#[derive(Debug)]
pub struct DefaultReader<'t>(Reader<'t>);

impl<'t> DefaultReader<'t> {
    /// Of an object.
    #[inline]
    pub fn new(json: &Json<'t>) -> Self {
        Self(Reader::new(json))
    }

    /// A field; one that is not there is what `T` says of [missing](FromJson::missing) fields.
    #[inline]
    pub fn field<T: FromJson + Default>(&mut self, name: &str) -> T {
        self.0.field(name).unwrap_or_default()
    }

    /// A field that must be there but may be `null`.
    #[inline]
    pub fn nullable<T: FromJson>(&mut self, name: &str) -> Option<T> {
        self.0.nullable(name).unwrap_or_default()
    }

    /// All fields but the `named` ones.
    #[inline]
    pub fn rest<T: FromJson>(&mut self, named: &[&str]) -> BTreeMap<String, T> {
        self.0.rest(named).unwrap_or_default()
    }

    /// What was made of the fields.
    ///
    /// # Errors
    ///
    /// What went wrong first.
    #[inline]
    pub fn finish<T>(self, value: T) -> Result<T, DecodeError> {
        match self.0.error {
            None => Ok(value),
            Some(error) => Err(error),
        }
    }
}
