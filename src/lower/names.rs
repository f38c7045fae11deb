//! Wire names to Rust identifiers: the only place that knows case, keywords, symbols and collisions.
//!
//! A name never depends on the position of a thing: where two wire names lead to one identifier,
//! the later one spells its symbols out (`foo_bar` → `FooUnderscoreBar`) or, where even that is not
//! enough, ends in a short hash of its wire name. So names stay when a description grows.

use std::collections::HashSet;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Acronyms that are often written without a break between them (`MFAOTP`).
const ACRONYMS: &[&str] = &[
    "API", "APN", "AWS", "CPU", "CSV", "DNS", "GPU", "HTML", "HTTP", "HTTPS", "ICCID", "ID",
    "IMEI", "IMSI", "IP", "JSON", "JWT", "MFA", "OAUTH", "OTP", "PDF", "SAML", "SDK", "SIM", "SMS",
    "SQL", "SSH", "SSL", "SSO", "TCP", "TLS", "TOTP", "UDP", "UI", "URI", "URL", "UUID", "VPC",
    "VPG", "VPN", "XML",
];

/// Keywords of any edition, reserved ones included
/// ([reference](https://doc.rust-lang.org/reference/keywords.html)).
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

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

/// The names taken in one scope.
#[derive(Clone, Debug)]
pub struct Scope {
    case: Case,
    taken: HashSet<String>,
}

impl Scope {
    /// An empty scope for names of one case, with names that must not be used in it.
    pub fn new(case: Case, reserved: &[&str]) -> Self {
        Self {
            case,
            taken: reserved.iter().map(|name| fold(case, name)).collect(),
        }
    }

    /// A scope for model types.
    pub fn models() -> Self {
        Self::new(Case::Type, RESERVED_TYPES)
    }

    /// An identifier for `wire_name` that nothing else in this scope has.
    ///
    /// `kind` (`Model`, `Value`, …) is appended where the plain name is taken or reserved.
    pub fn claim(&mut self, wire_name: &str, kind: &str) -> String {
        let plain = words(wire_name);
        let spelled = spell_symbols(wire_name);
        let candidates = [
            plain.clone(),
            format!("{plain} {kind}"),
            spelled.clone(),
            format!("{spelled} {kind}"),
            format!("{plain} {}", hash(wire_name)),
            format!("{spelled} {kind} {}", hash(wire_name)),
        ];
        for candidate in &candidates {
            if let Some(name) = self.free(candidate) {
                return name;
            }
        }
        // The same wire name again and again: only now does the position decide.
        let mut number = 2_usize;
        loop {
            if let Some(name) = self.free(&format!("{plain} {number}")) {
                return name;
            }
            number += 1;
        }
    }

    fn free(&mut self, words: &str) -> Option<String> {
        let name = identifier(words, self.case);
        self.taken.insert(fold(self.case, &name)).then_some(name)
    }
}

/// Files and enum variants must differ by more than case; the others only have to differ.
fn fold(case: Case, name: &str) -> String {
    match case {
        Case::Module | Case::Type => name.to_lowercase(),
        Case::Variant | Case::Value | Case::Constant => name.to_owned(),
    }
}

/// `text` as an identifier in the given case, without regard to other names.
#[must_use]
pub fn name(text: &str, case: Case) -> String {
    identifier(&words(text), case)
}

fn identifier(words: &str, case: Case) -> String {
    let cased = match case {
        Case::Type | Case::Variant => keep_digits_apart(words, &words.to_upper_camel_case()),
        Case::Value => words.to_snake_case(),
        Case::Constant => words.to_shouty_snake_case(),
        Case::Module => ascii(words).to_snake_case(),
    };
    let started = match cased.chars().next() {
        Some(c) if unicode_ident::is_xid_start(c) => cased,
        _ if matches!(case, Case::Type | Case::Variant) => format!("N{cased}"),
        _ if case == Case::Constant => format!("N{cased}"),
        _ => format!("n{cased}"),
    };
    escape_keyword(&started)
}

fn escape_keyword(name: &str) -> String {
    match name {
        "self" | "super" | "crate" | "Self" | "_" => format!("{name}_"),
        _ if KEYWORDS.contains(&name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

/// `1.5` must not become the same as `15`: digits that were apart get an underscore between them.
fn keep_digits_apart(words: &str, cased: &str) -> String {
    let apart = words.split_whitespace().collect::<Vec<_>>();
    let touches = apart.windows(2).any(|pair| match pair {
        [a, b] => {
            a.ends_with(|c: char| c.is_ascii_digit()) && b.starts_with(|c: char| c.is_ascii_digit())
        }
        _ => false,
    });
    if !touches {
        return cased.to_owned();
    }
    let mut result = String::new();
    for word in apart {
        if result.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit())
        {
            result.push('_');
        }
        result.push_str(&word.to_upper_camel_case());
    }
    result
}

/// Breaks a wire name into words separated by spaces; symbols only separate, unless there is nothing else.
fn words(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let signed = text
        .strip_prefix(['-', '+'])
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if signed.is_some() {
        result.push_str(if text.starts_with('-') {
            "minus "
        } else {
            "plus "
        });
    }
    for c in text.chars() {
        if is_word(c) {
            result.push(c)
        } else {
            result.push(' ')
        }
    }
    if result.trim().is_empty() {
        spell_symbols(text)
    } else {
        split_acronyms(&result)
    }
}

/// Like [`words`], with every symbol spelled out and a change of case marked.
fn spell_symbols(text: &str) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    let mut result = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_word(c) {
            result.push(c);
        } else {
            result.push(' ');
            match symbol(c) {
                Some(word) => result.push_str(word),
                None => result.push_str(&format!("u{:x}", u32::from(c))),
            }
            result.push(' ');
        }
    }
    if text.chars().all(is_word) && !text.contains(char::is_uppercase) {
        result.push_str(" lowercase");
    }
    result
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii() && c.is_alphanumeric() && unicode_ident::is_xid_continue(c))
}

fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "dash",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '?' => "question",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '_' => "underscore",
        ' ' => "space",
        '(' => "open",
        ')' => "close",
        '[' => "open bracket",
        ']' => "close bracket",
        '{' => "open brace",
        '}' => "close brace",
        '\'' => "quote",
        '"' => "double quote",
        '`' => "backtick",
        _ => return None,
    })
}

/// Puts spaces into runs of capitals that consist of known acronyms: `MFAOTP` → `MFA OTP`.
fn split_acronyms(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    let mut rest = chars.as_slice();
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|c| c.is_ascii_uppercase()).count();
        // The last capital belongs to the next word where a small letter follows: `MFAResponse`.
        let followed = rest.get(run).is_some_and(char::is_ascii_lowercase);
        let length = if followed { run.saturating_sub(1) } else { run };
        match rest.split_at_checked(length) {
            Some((capitals, after)) if length > 3 => {
                let run: String = capitals.iter().collect();
                result.push_str(&segment(&run).map_or(run, |parts| parts.join(" ")));
                rest = after;
            }
            _ => {
                result.push(*first);
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    result
}

fn segment(run: &str) -> Option<Vec<&'static str>> {
    if run.is_empty() {
        return Some(Vec::new());
    }
    ACRONYMS
        .iter()
        .filter(|acronym| run.len() <= 24 && run.starts_with(**acronym))
        .find_map(|acronym| {
            let mut parts = vec![*acronym];
            parts.extend(segment(run.strip_prefix(acronym)?)?);
            Some(parts)
        })
}

/// Module names are file names: other letters than ASCII are spelled by their code point.
fn ascii(words: &str) -> String {
    words
        .chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                format!("u{:x}", u32::from(c))
            }
        })
        .collect()
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
}
