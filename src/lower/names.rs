//! Wire names to Rust identifiers: the only place that knows case, keywords, symbols and collisions.
//!
//! A name never depends on the position of a thing: where two wire names lead to one identifier, it is for the one that is
//! spelled so, else for the first. The other one spells its signs out (`@type` → `at_type`), then all symbols, or ends in a
//! short hash of its wire name. So names stay when a description grows.

mod acronyms;
pub mod chosen;
mod folded;
mod scope;
mod words;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization;

pub use self::scope::Scope;
use self::words::{ascii, words};

/// Keywords of any edition, reserved ones included, in order
/// ([reference](https://doc.rust-lang.org/reference/keywords.html)).
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// How many bytes of a name become that of a file. File systems take 255, Windows takes little more for a whole path.
const LONGEST_FILE: usize = 100;

/// How many bytes of a name become that of a type, for which rustdoc writes a file. Schemas in schemas in schemas get there.
const LONGEST_TYPE: usize = 200;

/// What a name is for; decides its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// A type: `UserDetail`.
    Type,
    /// An enum variant: `SoftwareToken`.
    Variant,
    /// A field, argument or function: `user_name`.
    Value,
    /// A constant: `GET_USER`.
    Constant,
    /// A module, which is also a file: `user_detail`, always ASCII.
    Module,
}

/// `text` as an identifier in the given case, without regard to other names.
#[must_use]
pub fn name(text: &str, case: Case) -> String {
    identifier(&words(text, case), case)
}

/// `text` for the name of a constant or of a tuple struct, with `kind` behind it if its letters have no case: an argument of
/// that name would be taken for a pattern that means the constant.
#[must_use]
pub fn cased(text: &str, case: Case, kind: &str) -> String {
    match name(text, case).contains(char::is_uppercase) {
        true => text.to_owned(),
        false => format!("{text} {kind}"),
    }
}

fn identifier(words: &str, case: Case) -> String {
    let cased = match case {
        Case::Variant => capitalised(words),
        Case::Type => type_name(capitalised(words)),
        Case::Value if is_snake(words) => words.replace(' ', "_"),
        Case::Value => words.to_snake_case(),
        Case::Constant => words.to_shouty_snake_case(),
        Case::Module => file_name(&ascii(words).to_snake_case()),
    };
    // The compiler compares identifiers in this form.
    let cased = match cased.is_ascii() {
        true => cased,
        false => cased.nfc().collect(),
    };
    let started = match cased.chars().next() {
        Some(c) if unicode_ident::is_xid_start(c) => cased,
        _ if matches!(case, Case::Type | Case::Variant) => format!("N{cased}"),
        _ if case == Case::Constant => format!("N{cased}"),
        _ => format!("n{cased}"),
    };
    escape_keyword(started)
}

/// Whether words only have to be joined to be `snake_case`, as those of many names.
fn is_snake(words: &str) -> bool {
    let is_word = |word: &str| {
        let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        !word.is_empty() && word.bytes().all(lower)
    };
    words.split(' ').all(is_word)
}

/// `name` as that of a type whose page has a file.
fn type_name(name: String) -> String {
    match beginning(&name, LONGEST_TYPE) {
        Some(start) => format!("{start}{}", hash(&name).to_uppercase()),
        None => name,
    }
}

/// `name` as that of a file that every system takes, whatever its ending.
#[must_use]
pub fn file_name(name: &str) -> String {
    match beginning(name, LONGEST_FILE) {
        Some(start) => format!("{}_{}", start.trim_end_matches('_'), hash(name)),
        None if is_device(&name.to_ascii_lowercase()) => format!("{name}_"),
        None => name.to_owned(),
    }
}

/// As much of a longer name as has at most this many bytes.
fn beginning(name: &str, longest: usize) -> Option<&str> {
    if name.len() <= longest {
        return None;
    }
    let ends = name.char_indices().map(|(start, c)| start + c.len_utf8());
    name.get(..ends.take_while(|end| *end <= longest).last()?)
}

/// Whether Windows has no file of this name, whatever its ending
/// ([documentation](https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file#naming-conventions)).
fn is_device(name: &str) -> bool {
    let number = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    matches!(name, "con" | "prn" | "aux" | "nul")
        || number.is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()))
}

fn escape_keyword(name: String) -> String {
    match name.as_str() {
        "self" | "super" | "crate" | "Self" | "_" => format!("{name}_"),
        keyword if KEYWORDS.binary_search(&keyword).is_ok() => format!("r#{name}"),
        _ => name,
    }
}

/// `UpperCamelCase`. `1.5` must not become the same as `15`: digits that were apart get an underscore between them.
fn capitalised(words: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut pairs = words
        .split_whitespace()
        .zip(words.split_whitespace().skip(1));
    if !pairs.any(|(word, next)| word.ends_with(is_digit) && next.starts_with(is_digit)) {
        return words.to_upper_camel_case();
    }
    let mut result = String::new();
    for word in words.split_whitespace() {
        if result.ends_with(is_digit) && word.starts_with(is_digit) {
            result.push('_');
        }
        result.push_str(&word.to_upper_camel_case());
    }
    result
}

/// Four characters that depend on the text alone (FNV-1a).
fn hash(text: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("x{:04x}", (hash ^ (hash >> 32)) & 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_names_that_every_system_takes() {
        assert_eq!(name("CON", Case::Module), "con_");
        assert_eq!(file_name("Lpt1"), "Lpt1_");
        assert_eq!(file_name("Com10"), "Com10");
        let long = |end: &str| file_name(&format!("{}{end}", "日".repeat(100)));
        assert!(long("a").len() < 110 && long("a") != long("b"));
        let long = |end: &str| name(&format!("{}{end}", "日".repeat(100)), Case::Type);
        assert!(long("a").len() < 210 && long("a") != long("b"));
        let mut modules = Scope::new(Case::Module, &[]);
        assert_eq!(modules.claim("aux", "model"), "aux_");
        assert_eq!(modules.claim("Aux", "model"), "aux_model");
    }

    #[test]
    fn keywords_are_in_order() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn names_follow_rust_conventions() {
        for (wire, case, expected) in [
            ("EnableMFAOTPResponse", Case::Type, "EnableMfaOtpResponse"),
            ("enableUserMFA", Case::Value, "enable_user_mfa"),
            ("GetSaasUser", Case::Constant, "GET_SAAS_USER"),
            ("APICallError", Case::Type, "ApiCallError"),
            ("ja-JP", Case::Variant, "JaJp"),
            ("+1", Case::Variant, "Plus1"),
            ("-1", Case::Variant, "Minus1"),
            ("", Case::Variant, "Empty"),
            (">=", Case::Variant, "GreaterEqual"),
            ("1.5", Case::Variant, "N1_5"),
            ("-name", Case::Variant, "MinusName"),
            ("-name", Case::Value, "name"),
            ("µg/m³", Case::Variant, "MicroGM3"),
            ("m²", Case::Value, "m2"),
            ("°", Case::Variant, "Degree"),
            ("2fa", Case::Value, "n2fa"),
            ("type", Case::Value, "r#type"),
            ("self", Case::Value, "self_"),
            ("Self", Case::Variant, "Self_"),
            ("名前", Case::Value, "名前"),
            ("名前", Case::Module, "u540du524d"),
            ("/users/{id}", Case::Value, "users_id"),
        ] {
            assert_eq!(name(wire, case), expected, "{wire}");
        }
    }

    proptest::proptest! {
        #[test]
        fn words_that_only_have_to_be_joined(words in "[ab0 ]{0,6}|[aB0 é_-]{0,4}") {
            if is_snake(&words) {
                proptest::prop_assert_eq!(words.replace(' ', "_"), words.to_snake_case());
            }
        }
    }
}
