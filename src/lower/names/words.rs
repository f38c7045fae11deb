//! Wire names to words: symbols, signs.

use std::ops::Range;

use super::Case;
use super::acronyms::{keep_whole, split_acronyms};
use super::folded::folded;

/// Breaks a wire name into words separated by spaces; symbols only separate, unless there is nothing else.
pub fn words(text: &str, case: Case) -> String {
    let text = &*folded(text);
    let mut result = String::with_capacity(text.len());
    if case == Case::Variant || text.get(1..).is_some_and(starts_with_digit) {
        result.push_str(leading_sign(text).unwrap_or_default());
    }
    for c in text.chars() {
        if is_word(c) {
            result.push(c)
        } else {
            result.push(' ')
        }
    }
    if result.trim().is_empty() {
        return spell_symbols(text);
    }
    let result = split_acronyms(result);
    match case {
        Case::Value | Case::Constant | Case::Module => keep_whole(result),
        Case::Type | Case::Variant => result,
    }
}

/// Like [`words`], with every symbol spelled out and a change of case marked.
pub fn spell_symbols(text: &str) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    let mut result = spell(text, |_, _| true);
    if text.chars().all(is_word) && !text.contains(char::is_uppercase) {
        result.push_str(" lowercase");
    }
    result
}

/// Like [`words`], with those symbols spelled out that do more than to separate words: `@type`, `_id`, `a<b`.
pub fn spell_signs(text: &str) -> String {
    let is_known = |c| symbol(c).is_some() && !is_bracket(c);
    spell(text, |is_end, c| is_known(c) && is_sign(is_end, c))
}

/// Whether the words of `text` are all that it says.
pub fn is_plain(text: &str) -> bool {
    let ends = ends(text);
    let mut symbols = text.char_indices().filter(|(_, c)| !is_word(*c));
    *folded(text) == *text && !symbols.any(|(at, c)| is_sign(!ends.contains(&at), c))
}

/// Words, and the symbols among them that `is_spelled`, which is also told whether they stand before or behind all words.
fn spell(text: &str, is_spelled: impl Fn(bool, char) -> bool) -> String {
    let text = &*folded(text);
    let (ends, sign) = (ends(text), leading_sign(text));
    let mut result = String::with_capacity(text.len() + 8);
    result.push_str(sign.unwrap_or_default());
    for (at, c) in text.char_indices().skip(usize::from(sign.is_some())) {
        if is_word(c) {
            result.push(c);
            continue;
        }
        result.push(' ');
        if is_spelled(!ends.contains(&at), c) {
            match symbol(c) {
                Some(word) => result.push_str(word),
                None => result.push_str(&format!("u{:x}", u32::from(c))),
            }
            result.push(' ');
        }
    }
    split_acronyms(result)
}

/// From the first word to the last.
fn ends(text: &str) -> Range<usize> {
    let start = text.find(is_word).unwrap_or_default();
    start..text.rfind(is_word).map_or(start, |last| last + 1)
}

/// Whether a symbol does more than to separate words.
fn is_sign(is_end: bool, c: char) -> bool {
    is_end || !(is_bracket(c) || matches!(c, '_' | '-' | '.' | '/' | ' ' | ':' | ','))
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '\'' | '"' | '`')
}

/// What `text` begins with if it is a sign: of a number, of a direction to sort in.
fn leading_sign(text: &str) -> Option<&'static str> {
    let sign = match text.chars().next()? {
        '-' => "minus ",
        '+' => "plus ",
        _ => return None,
    };
    text.chars().nth(1).filter(|c| is_word(*c)).map(|_| sign)
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
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
        '°' => "degree",
        _ => return None,
    })
}

/// Module names are file names: other letters than ASCII are spelled by their code point.
pub fn ascii(words: &str) -> String {
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
