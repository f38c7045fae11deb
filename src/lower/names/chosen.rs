//! Names that the user chose, instead of those that are worked out from the description.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Case, Scope, name};
use crate::diagnostic::{Code, Diagnostics, Place};

/// Names by what they are for. A schema without a name of its own goes by that of its type in Rust.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rename {
    /// Types by schema.
    pub schemas: BTreeMap<String, String>,
    /// Functions by `operationId`, or the name in Rust of an operation without one.
    pub operations: BTreeMap<String, String>,
    /// Fields by schema, a dot and the name of the property: `Pet.petType`. A schema that takes the
    /// property over with `allOf` has a field of its own.
    pub fields: BTreeMap<String, String>,
    /// Variants by schema, a dot and the value (`Status.in-progress`), or the schema that is a member
    /// of a union (`Pet.Cat`); a member without a name goes by that of its variant.
    pub variants: BTreeMap<String, String>,
    /// Modules by the name of the tag.
    pub tags: BTreeMap<String, String>,
}

/// What can be renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A schema: a type.
    Schema,
    /// An operation: a function.
    Operation,
    /// A property: a field.
    Field,
    /// An enumerated value or a member of a union: a variant.
    Variant,
    /// A tag: a module.
    Tag,
}

impl Thing {
    const ALL: [Self; 5] = [
        Self::Schema,
        Self::Operation,
        Self::Field,
        Self::Variant,
        Self::Tag,
    ];

    fn table(self, rename: &Rename) -> (&'static str, &BTreeMap<String, String>) {
        match self {
            Self::Schema => ("schema", &rename.schemas),
            Self::Operation => ("operation", &rename.operations),
            Self::Field => ("field", &rename.fields),
            Self::Variant => ("variant", &rename.variants),
            Self::Tag => ("tag", &rename.tags),
        }
    }
}

/// The chosen names, and what became of them.
pub struct Chosen<'a> {
    rename: &'a Rename,
    used: BTreeSet<(Thing, &'a str)>,
    /// What is wrong, with the place in the configuration.
    problems: BTreeSet<(String, Place)>,
}

impl<'a> Chosen<'a> {
    /// Nothing was named yet.
    #[must_use]
    pub fn new(rename: &'a Rename) -> Self {
        Self {
            rename,
            used: BTreeSet::new(),
            problems: BTreeSet::new(),
        }
    }

    /// A name in `scope` for the thing that the configuration calls `key`: the chosen one, else as
    /// [`Scope::claim`] says.
    pub fn claim(
        &mut self,
        scope: &mut Scope,
        thing: Thing,
        key: &str,
        wire_name: &str,
        kind: &str,
    ) -> String {
        let (title, table) = thing.table(self.rename);
        let Some((key, chosen)) = table.get_key_value(key) else {
            if scope.is_chosen(wire_name) {
                let message = format!(
                    "the {title} `{key}` has the name that was chosen for another one; choose one for it, too"
                );
                self.problems.insert((message, setting(title, None)));
            }
            return scope.claim(wire_name, kind);
        };
        self.used.insert((thing, key));
        let problem = match check(chosen, scope.case()) {
            Ok(()) if scope.take(chosen) => return chosen.clone(),
            Ok(()) => "which is taken".to_owned(),
            Err(problem) => problem,
        };
        let message = format!("the {title} `{key}` cannot be called `{chosen}`, {problem}");
        self.problems.insert((message, setting(title, Some(key))));
        scope.claim(wire_name, kind)
    }

    /// Whether the user chose a name for the thing that the configuration calls `key`.
    #[must_use]
    pub fn has(&self, thing: Thing, key: &str) -> bool {
        thing.table(self.rename).1.contains_key(key)
    }

    /// Whether a name was chosen for the thing that the configuration calls `key`, and nothing has asked for it.
    #[must_use]
    pub fn is_waiting(&self, thing: Thing, key: &str) -> bool {
        self.has(thing, key) && !self.used.contains(&(thing, key))
    }

    /// The words for a thing in the names of what belongs to it.
    #[must_use]
    pub fn words<'w>(&self, thing: Thing, wire_name: &'w str) -> &'w str
    where
        'a: 'w,
    {
        let (_, table) = thing.table(self.rename);
        table.get(wire_name).map_or(wire_name, String::as_str)
    }

    /// Reports the names that could not be given, and those that nothing asked for.
    pub fn report(self, diagnostics: &mut Diagnostics) {
        let idle = Thing::ALL.into_iter().flat_map(|thing| {
            let (title, table) = thing.table(self.rename);
            let idle = table
                .keys()
                .filter(|key| !self.used.contains(&(thing, key.as_str())));
            let idle = idle.map(move |key| {
                let message = format!("there is no {title} `{key}` to be renamed");
                (message, setting(title, Some(key)))
            });
            idle.collect::<Vec<_>>()
        });
        for (message, place) in self.problems.iter().cloned().chain(idle) {
            diagnostics.push_at(Code::Configuration, place, message, None);
        }
    }
}

/// The place of an entry, or of the whole table, in the configuration.
fn setting(title: &str, key: Option<&str>) -> Place {
    let table = format!("{title}s");
    Place::setting(["rename", &table].into_iter().chain(key))
}

/// Whether a chosen name can be used for something of this case.
fn check(chosen: &str, case: Case) -> Result<(), String> {
    if syn::parse_str::<syn::Ident>(chosen).is_err() {
        return Err("which is no identifier".to_owned());
    }
    let fits = match case {
        Case::Type | Case::Variant => {
            chosen.starts_with(char::is_uppercase) && !chosen.contains('_')
        }
        Case::Value | Case::Module => !chosen.contains(char::is_uppercase),
        Case::Constant => !chosen.contains(char::is_lowercase),
    };
    if fits {
        Ok(())
    } else {
        Err(format!(
            "which is not how Rust writes it; `{}` is",
            name(chosen, case)
        ))
    }
}
