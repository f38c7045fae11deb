//! What the members of a union are told apart by.

use std::any::TypeId;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;

use super::{FromJson, Json, View};

/// What is being tried, by the outermost union that is being read and those inside of it.
#[derive(Default)]
struct Attempts {
    /// How many are under way, each inside of the one before.
    depth: usize,
    /// What has failed: the places of values in memory, and the types that they are not of.
    failed: HashSet<(usize, TypeId)>,
}

thread_local! {
    static ATTEMPTS: RefCell<Attempts> = RefCell::default();
}

impl Attempts {
    fn begin(key: (usize, TypeId)) -> bool {
        ATTEMPTS.with_borrow_mut(|attempts| {
            let is_worthwhile = !attempts.failed.contains(&key);
            attempts.depth += usize::from(is_worthwhile);
            is_worthwhile
        })
    }

    fn end(key: (usize, TypeId), succeeded: bool) {
        ATTEMPTS.with_borrow_mut(|attempts| {
            attempts.depth -= 1;
            if attempts.depth == 0 {
                // Other values will have these places.
                attempts.failed = HashSet::new();
            } else if !succeeded {
                attempts.failed.insert(key);
            }
        });
    }
}

/// Reads another document, which may be in the middle of an attempt: its values have places of their own, and are gone
/// when it is over.
pub(super) fn apart<T>(read: impl FnOnce() -> T) -> T {
    let outer = ATTEMPTS.take();
    let value = read();
    ATTEMPTS.set(outer);
    value
}

impl<'t> Json<'t> {
    /// Reads the value as a type that may be the wrong one; `None` if it is.
    ///
    /// Where unions of such types contain each other, an inner value is read again for each type that is tried for the
    /// outer one, which doubles the work with each level of a reply that is made for it. So what failed inside of an
    /// attempt is not tried again until the outermost one is over.
    pub fn attempt<T: FromJson + 'static>(self) -> Option<T> {
        let key = (self.place(), TypeId::of::<T>());
        if !Attempts::begin(key) {
            return None;
        }
        let value = T::from_json(&self).ok();
        Attempts::end(key, value.is_some());
        value
    }

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

    /// Whether this is an object in which the value of a field passes the test.
    pub fn within(self, name: &str, test: impl Fn(&Json<'_>) -> bool) -> bool {
        self.get(name).is_some_and(|value| test(&value))
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
