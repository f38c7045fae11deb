//! Code on a page with the imports that it needs.

use proc_macro2::{TokenStream, TokenTree};

use crate::format;
use crate::render::Failure;

/// Where the types that examples name without a path are found, after the crate's name.
pub const RUNTIME: &[(&str, &str)] = &[
    ("Client", "Client"),
    ("Error", "Error"),
    ("models", "models"),
    ("Base64", "runtime::base64::Base64"),
    ("Emptyable", "runtime::emptyable::Emptyable"),
    ("Multipart", "runtime::Multipart"),
    ("Nullable", "runtime::json::Nullable"),
    ("Number", "runtime::json::Number"),
    ("Part", "runtime::Part"),
];

/// Code with its imports, in the form in which oasmith writes all code.
pub fn laid_out(library: &str, code: &str) -> Result<String, Failure> {
    importing(library, None, code)
}

/// Likewise, with one more item of the crate to import.
pub fn importing(library: &str, item: Option<&str>, code: &str) -> Result<String, Failure> {
    let parse = |code: &str| -> Result<TokenStream, Failure> {
        code.parse()
            .map_err(|error| Failure::Custom(format!("{error}: {code}").into()))
    };
    let body = parse(code)?;
    let mut names = Vec::new();
    unqualified(body.clone(), &mut names);
    let is_used = |name: &str| names.iter().any(|used| used == name);
    let used = RUNTIME.iter().filter(|(name, _)| is_used(name));
    let used: Vec<&str> = used.map(|(_, path)| *path).chain(item).collect();
    let imports = match used.as_slice() {
        [] => String::new(),
        [only] => format!("use {library}::{only};"),
        several => format!("use {library}::{{{}}};", several.join(", ")),
    };
    let standard = match is_used("BTreeMap") {
        true => "use std::collections::BTreeMap;",
        false => "",
    };
    let mut tokens = parse(&format!("{standard}{imports}"))?;
    tokens.extend(body);
    format::example(code, tokens).map_err(|defect| Failure::Custom(defect.into()))
}

/// The identifiers that stand at the beginning of a path.
fn unqualified(tokens: TokenStream, names: &mut Vec<String>) {
    let mut after_colon = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(name) if !after_colon => names.push(name.to_string()),
            TokenTree::Group(group) => unqualified(group.stream(), names),
            _ => {}
        }
        // `a: B` has a single colon: there, `B` begins a path.
        after_colon = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                after_colon || punct.spacing() == proc_macro2::Spacing::Joint
            }
            _ => false,
        };
    }
}
