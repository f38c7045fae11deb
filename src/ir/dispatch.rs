//! How a union finds its member in JSON.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use indexmap::{IndexMap, IndexSet};

/// How a union finds its member.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Dispatch {
    /// By the value of a property.
    Tag {
        /// Name of the property in JSON.
        property: String,
        /// For values without it.
        untold: Rules,
    },
    /// By rules.
    Rules(Rules),
}

/// The rules of a union, and what its members know together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The rules, the first that holds wins.
    pub steps: Vec<Rule>,
    /// Structs whose properties no member may lose.
    pub structs: IndexSet<String>,
    /// The texts that members list for a property.
    pub texts: IndexMap<String, BTreeSet<String>>,
}

impl Hash for Rules {
    /// Without the sets of `indexmap`, which have no hash: equal rules have equal steps.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.steps.hash(state);
    }
}

/// Chooses a variant where a test holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Index of the variant.
    pub variant: usize,
    /// What must hold.
    pub test: Test,
    /// Whether a value that then cannot be read is tried with the next rule.
    pub tentative: bool,
}

/// A test on a JSON value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// The value is of a JSON type.
    Kind(JsonKind),
    /// The value is one of these texts.
    Text(Vec<String>),
    /// An object in which a property is one of these texts.
    Tag {
        /// Name of the property.
        property: String,
        /// Its values.
        values: Vec<String>,
    },
    /// An object with all of these properties.
    Has(Vec<String>),
    /// An object with all of these properties, in which a member would lose nothing.
    Fits {
        /// Properties that must be there.
        required: Vec<String>,
        /// Structs whose properties may be there.
        own: Vec<String>,
        /// Whether no other property may be there. Else those may that no member knows.
        exact: bool,
    },
    /// An object that passes a test, and in which a property is no text that only other members list.
    Admits {
        /// Name of the property.
        property: String,
        /// Texts that this member lists.
        own: BTreeSet<String>,
        /// What must hold too.
        test: Box<Test>,
    },
    /// An array in which each element passes a test.
    Each(Box<Test>),
    /// An object in which the value of a property passes a test.
    Within {
        /// Name of the property.
        property: String,
        /// What must hold there.
        test: Box<Test>,
    },
}

impl Test {
    /// The structs whose field names it looks at.
    #[must_use]
    pub fn structs(&self) -> &[String] {
        match self {
            Self::Fits { own, .. } => own,
            Self::Admits { test, .. } | Self::Each(test) | Self::Within { test, .. } => {
                test.structs()
            }
            Self::Kind(_) | Self::Text(_) | Self::Tag { .. } | Self::Has(_) => &[],
        }
    }
}

/// The types of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}
