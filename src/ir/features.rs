//! Cargo features of a generated crate: who calls a few operations compiles only those.

use std::collections::BTreeMap;

/// Which features the crate has for its parts, and what each of them brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// The feature of each tag, in the tags' order; none where there is nothing to choose.
    pub tags: Vec<String>,
    /// The feature of the webhooks' types, where there are any.
    pub webhooks: Option<String>,
    /// What a module of models is compiled for; in all cases, if it is not listed.
    pub models: BTreeMap<String, Gate>,
}

/// What something is compiled for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Any of these features.
    Any(Vec<String>),
    /// All parts: no operation needs it.
    All,
}

impl Gate {
    /// Whether what has the gate `wider` (none: always compiled) is there wherever something with the gate `narrower` is.
    #[must_use]
    pub fn covers(wider: Option<&Self>, narrower: Option<&Self>) -> bool {
        match (wider, narrower) {
            (None, _) | (Some(_), Some(Self::All)) => true,
            (Some(Self::Any(wider)), Some(Self::Any(narrower))) => {
                narrower.iter().all(|feature| wider.contains(feature))
            }
            (Some(_), None) | (Some(Self::All), Some(Self::Any(_))) => false,
        }
    }

    /// For how many features it is compiled on its own; more for a gate than for any that it covers.
    #[must_use]
    pub fn breadth(gate: Option<&Self>) -> usize {
        match gate {
            None => usize::MAX,
            Some(Self::Any(features)) => features.len(),
            Some(Self::All) => 0,
        }
    }
}

impl Features {
    /// The feature that stands for all the others.
    pub const ALL: &str = "all-tags";

    /// The features of the parts; none where there is nothing to choose.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let parts = self.tags.iter().chain(&self.webhooks);
        parts.map(String::as_str)
    }
}
