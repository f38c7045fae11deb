//! Conditions of compilation: which features something needs.

use proc_macro2::Literal;

use super::Layout;
use crate::ir::{Api, Features, Gate};

/// The features that bring a module of models; none if it is always compiled.
pub fn models<'a>(api: &'a Api, module: &str) -> Vec<&'a str> {
    match api.features.models.get(module) {
        None => Vec::new(),
        Some(Gate::All) => vec![Features::ALL],
        Some(Gate::Any(features)) => features.iter().map(String::as_str).collect(),
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
    format!("#[cfg(feature = {})]", Literal::string(feature))
}
