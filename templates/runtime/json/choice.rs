//! What the members of a union are told apart by.

use std::borrow::Cow;

use super::{Json, View};

impl<'t> Json<'t> {
    /// The value of a discriminator: a field that is text, a number or a truth value, as text.
    pub fn tag(self, name: &str) -> Option<Cow<'t, str>> {
        match self.get(name)?.view() {
            View::String(text) | View::Number(text) => Some(Cow::Borrowed(text)),
            View::Bool(value) => Some(Cow::Borrowed(if value { "true" } else { "false" })),
            View::Null | View::Array(_) | View::Object(_) => None,
        }
    }

    /// Whether this is an object with all of these fields.
    pub fn has(self, required: &[&str]) -> bool {
        self.is_object() && required.iter().all(|name| self.get(name).is_some())
    }

    /// Whether this is an object with all the `required` fields, and of those that members know (`known`) only its `own`: read
    /// as one of its `own` types, it loses nothing that another type would keep.
    ///
    /// A field that is `null` says nothing: some servers write the fields of all members, most of them empty.
    pub fn fits(self, required: &[&str], own: &[&[&str]], known: &[&[&str]]) -> bool {
        self.has(required)
            && self.each_field(|name, value| {
                value.is_null() || knows(own, name) || !knows(known, name)
            })
    }

    /// Whether this is an object with all the `required` fields and none but its `own` ones.
    pub fn fits_only(self, required: &[&str], own: &[&[&str]]) -> bool {
        self.has(required) && self.each_field(|name, _| knows(own, name))
    }

    /// Whether a field is one of its `own` texts, or none of those that are `listed` for fields of its name.
    pub fn admits(self, name: &str, own: &[&str], listed: &[(&str, &[&str])]) -> bool {
        let Some(text) = self.tag(name) else {
            return true;
        };
        let text = &&*text;
        let mut lists = listed.iter().filter(|(field, _)| *field == name);
        own.contains(text) || !lists.any(|(_, texts)| texts.contains(text))
    }

    /// Whether this is an array in which each element passes the test.
    pub fn each(self, test: impl Fn(&Json<'_>) -> bool) -> bool {
        match self.view() {
            View::Array(mut elements) => elements.all(|element| test(&element)),
            _ => false,
        }
    }

    fn each_field(self, test: impl Fn(&str, Json<'_>) -> bool) -> bool {
        match self.view() {
            View::Object(mut fields) => fields.all(|(name, value)| test(name, value)),
            _ => false,
        }
    }
}

fn knows(lists: &[&[&str]], name: &str) -> bool {
    lists.iter().any(|names| names.contains(&name))
}
