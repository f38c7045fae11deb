use super::rust;
use proptest::prelude::*;

fn formatted(text: &str) -> String {
    rust("src/lib.rs", text, "// Generated.").unwrap()
}

#[test]
fn header_documentation_and_items_are_apart() {
    let text = "//! Users.\n#![forbid(unsafe_code)]\nuse b::B; use std::fmt; use super::{Z, a, A};
        mod b9; mod b10; /// One.\nstruct One; impl One { fn a() {} type T = u8; const C: u8 = 1; /// Two.\nfn b() {} }";
    let expected = "\
// Generated.

//! Users.
#![forbid(unsafe_code)]

use std::fmt;

use b::B;

use super::{A, Z, a};

mod b10;
mod b9;

/// One.
struct One;

impl One {
    fn a() {}

    type T = u8;
    const C: u8 = 1;

    /// Two.
    fn b() {}
}
";
    assert_eq!(formatted(text), expected);
}

/// What oasmith emits, as rustfmt leaves it: short and long forms of each construct.
const SETTLED: &str = include_str!("settled.rs");

#[test]
fn rustfmt_style_is_kept() {
    let (header, body) = SETTLED.split_once("\n\n").unwrap();
    assert_eq!(rust("settled.rs", body, header).unwrap(), SETTLED);
}

#[test]
fn layout_of_the_source_does_not_matter() {
    let (header, body) = SETTLED.split_once("\n\n").unwrap();
    let squeezed: Vec<&str> = body.lines().map(str::trim_start).collect();
    assert_eq!(
        rust("settled.rs", &squeezed.join("\n"), header).unwrap(),
        SETTLED
    );
}

#[test]
fn what_is_not_laid_out_here_is_kept_too() {
    let text = "macro_rules! m { ($a:expr) => { $a + 1 } }
        union U { a: u8 }
        fn f() -> u8 { #[cfg(a)] { 'l: loop { break 'l; } } unsafe { g() } }
        unsafe impl Send for U {}
        fn h(a: u8, b: &u8) -> bool { m!(a => b) && matches!(a, 0..=9 | b'a') || a >= *b }";
    let formatted = formatted(text);
    assert_eq!(words(&formatted), words(text));
}

/// The tokens without those that a formatter adds and removes.
fn words(text: &str) -> Vec<String> {
    fn collect(tokens: proc_macro2::TokenStream, words: &mut Vec<String>) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(group) => collect(group.stream(), words),
                other => words.push(other.to_string()),
            }
        }
        words.retain(|word| word != "," && word != ";");
    }
    let mut words = Vec::new();
    collect(text.parse().unwrap(), &mut words);
    words
}

#[test]
fn a_defect_names_the_file_and_shows_the_lines() {
    let defect = rust("src/a.rs", "fn a() {}\nfn b {}\n", "").unwrap_err();
    assert_eq!(
        defect.to_string(),
        "the text rendered for `src/a.rs` is not Rust: expected parentheses\n     1 | fn a() {}\n     2 | fn b {}\n"
    );
}

proptest! {
    #[test]
    fn formatting_twice_changes_nothing(name in "[a-z]{1,90}", other in "[A-Z][a-z]{0,90}", text in "[ -~é漢]{0,120}") {
        prop_assume!(syn::parse_str::<syn::Ident>(&name).is_ok());
        let source = format!(
            "#[doc = {text:?}] pub struct {other} {{ pub {name}: Option<{other}> }}
             impl A {{ pub fn {name}(&self, {name}: impl Into<{other}>) -> Result<{other}, Error<{other}>> {{
                 let value = self.get({text:?}).map(|{name}| {name}.into()).ok_or_else(|| {other}::new({name}))?;
                 match value {{ Some({name}) => Ok({other} {{ {name}, b: {text:?} }}), None => Err({name}.{name}()) }}
             }} }}"
        );
        let once = formatted(&source);
        let (header, body) = once.split_once("\n\n").unwrap();
        prop_assert_eq!(rust("a.rs", body, header).unwrap(), once);
    }
}
