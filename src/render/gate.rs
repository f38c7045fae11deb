//! Conditions of compilation: which features something needs.

use proc_macro2::Literal;

use super::Layout;
use crate::ir::{Api, Features, Gate};

/// The attribute for a module of models; nothing if it is always compiled.
pub fn models(api: &Api, module: &str, layout: Layout) -> String {
    match (layout, api.features.models.get(module)) {
        (Layout::Single, _) | (_, None) => String::new(),
        (Layout::Crate, Some(Gate::All)) => cfg(Features::ALL),
        (Layout::Crate, Some(Gate::Any(features))) => match features.as_slice() {
            [feature] => cfg(feature),
            features => {
                let tests: Vec<String> = features.iter().map(|feature| test(feature)).collect();
                format!("#[cfg(any({}))]", tests.join(", "))
            }
        },
    }
}

/// The attribute for what belongs to the tag with this index. One file for `include!` has no features of its own.
pub fn tag(api: &Api, index: usize, layout: Layout) -> String {
    match (layout, api.features.tags.get(index)) {
        (Layout::Single, _) | (_, None) => String::new(),
        (Layout::Crate, Some(feature)) => cfg(feature),
    }
}

fn cfg(feature: &str) -> String {
    format!("#[cfg({})]", test(feature))
}

fn test(feature: &str) -> String {
    format!("feature = {}", Literal::string(feature))
}
