//! The names of things that must not share one: the fields of a struct, the variants of an enum.

use std::collections::{HashMap, HashSet};

use super::words::{is_plain, spell_signs, spell_symbols, words};
use super::{Case, hash, identifier, name};

/// Names that emitted model files use for something else.
const RESERVED_TYPES: &[&str] = &[
    "Base64",
    "BTreeMap",
    "Box",
    "Bytes",
    "Clone",
    "Copy",
    "Debug",
    "DecodeError",
    "Default",
    "Display",
    "Drop",
    "Emptyable",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromJson",
    "Hash",
    "Into",
    "Iterator",
    "Json",
    // clippy takes `New::new` for a mistake.
    "New",
    "None",
    "Nullable",
    "Number",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToJson",
    "ToOwned",
    "ToString",
    "Unpin",
    "Vec",
    "Writer",
];

/// The names taken in one scope.
#[derive(Clone, Debug)]
pub struct Scope {
    case: Case,
    taken: HashSet<String>,
    chosen: HashSet<String>,
    /// Whose a name is that something else would have before it.
    kept: HashMap<String, String>,
}

impl Scope {
    /// An empty scope for names of one case, with names that must not be used in it.
    pub fn new(case: Case, reserved: &[&str]) -> Self {
        Self {
            case,
            taken: reserved.iter().map(|name| fold(case, name)).collect(),
            chosen: HashSet::new(),
            kept: HashMap::new(),
        }
    }

    /// A scope for model types.
    pub fn models() -> Self {
        Self::new(Case::Type, RESERVED_TYPES)
    }

    /// Keeps names for what is called so, in whatever order they are [claimed](Self::claim): `type` for `type` and not for
    /// `@type`, `foo_bar` for `foo_bar` rather than `fooBar`.
    pub fn expect<'n>(&mut self, wire_names: impl IntoIterator<Item = &'n str>) {
        let mut owners: HashMap<String, (bool, &str)> = HashMap::new();
        for wire_name in wire_names.into_iter().filter(|name| is_plain(name)) {
            let name = name(wire_name, self.case);
            let is_same = name.trim_start_matches("r#") == wire_name;
            let owner = owners.entry(fold(self.case, &name));
            let owner = owner.or_insert((is_same, wire_name));
            if is_same && !owner.0 {
                *owner = (is_same, wire_name);
            }
        }
        let kept = owners.into_iter();
        self.kept = kept
            .map(|(name, (_, owner))| (name, owner.to_owned()))
            .collect();
    }

    /// An identifier for `wire_name` that nothing else in this scope has.
    ///
    /// `kind` (`Model`, `Value`, …) is appended where the plain name is taken or reserved.
    pub fn claim(&mut self, wire_name: &str, kind: &str) -> String {
        let plain = words(wire_name, self.case);
        if let Some(name) = self.free(&plain, wire_name) {
            return name;
        }
        // Few names get here.
        let spelled = spell_symbols(wire_name);
        let candidates = [
            spell_signs(wire_name),
            format!("{plain} {kind}"),
            spelled.clone(),
            format!("{spelled} {kind}"),
            format!("{plain} {}", hash(wire_name)),
            format!("{spelled} {kind} {}", hash(wire_name)),
        ];
        for candidate in &candidates {
            if let Some(name) = self.free(candidate, wire_name) {
                return name;
            }
        }
        // The same wire name again and again: only now does the position decide.
        let mut number = 2_usize;
        loop {
            if let Some(name) = self.free(&format!("{plain} {number}"), wire_name) {
                return name;
            }
            number += 1;
        }
    }

    /// The case of the names.
    #[must_use]
    pub fn case(&self) -> Case {
        self.case
    }

    /// Takes a name as it is; false if something else has it.
    pub fn take(&mut self, chosen: &str) -> bool {
        let name = fold(self.case, chosen);
        let is_free = self.taken.insert(name.clone());
        if is_free {
            self.chosen.insert(name);
        }
        is_free
    }

    /// Whether nothing has the name that comes first for `wire_name`.
    #[must_use]
    pub fn is_free(&self, wire_name: &str) -> bool {
        !self
            .taken
            .contains(&fold(self.case, &name(wire_name, self.case)))
    }

    /// Whether the name that comes first for `wire_name` was [taken](Self::take).
    #[must_use]
    pub fn is_chosen(&self, wire_name: &str) -> bool {
        !self.chosen.is_empty()
            && self
                .chosen
                .contains(&fold(self.case, &name(wire_name, self.case)))
    }

    fn free(&mut self, words: &str, wire_name: &str) -> Option<String> {
        let name = identifier(words, self.case);
        let key = fold(self.case, &name);
        let owner = self.kept.get(&key);
        if owner.is_some_and(|owner| owner != wire_name) {
            return None;
        }
        self.taken.insert(key).then_some(name)
    }
}

/// Files and enum variants must differ by more than case; the others only have to differ.
fn fold(case: Case, name: &str) -> String {
    match case {
        Case::Module | Case::Type => name.to_lowercase(),
        Case::Variant | Case::Value | Case::Constant => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn names_that_the_compiler_takes_for_the_same() {
        let mut scope = Scope::new(Case::Type, &[]);
        let (composed, apart) = ("Caf\u{e9}", "Cafe\u{301}");
        let first = scope.claim(composed, "schema");
        let second = scope.claim(apart, "schema");
        assert_eq!(first, composed);
        assert_ne!(second.nfc().collect::<String>(), first);
    }

    #[test]
    fn collisions_are_told_apart_by_the_wire_name() {
        let mut scope = Scope::models();
        assert_eq!(scope.claim("FooBar", "Model"), "FooBar");
        assert_eq!(scope.claim("foo_bar", "Model"), "FooBarModel");
        assert_eq!(scope.claim("foo-bar", "Model"), "FooDashBar");
        assert_eq!(scope.claim("foo.bar", "Model"), "FooDotBar");
        assert_eq!(scope.claim("Result", "Model"), "ResultModel");
        assert_eq!(scope.claim("Error", "Model"), "Error");
    }

    #[test]
    fn a_name_is_for_what_is_called_so() {
        let all = [
            "@type", "type", "fooBar", "foo_bar", "a<", "a>", "a", "ids[]", "ids",
        ];
        let mut scope = Scope::new(Case::Value, &[]);
        scope.expect(all);
        let names = all.map(|name| scope.claim(name, "value"));
        let expected = [
            "at_type",
            "r#type",
            "foo_bar_value",
            "foo_bar",
            "a_less",
            "a_greater",
            "a",
            "ids_value",
            "ids",
        ];
        assert_eq!(names, expected);
    }
}
