//! Characters that are another way to write what every keyboard has: `m²`, `µg`.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Greek letters in order, from `α` on; `μ` is better known as the sign of units.
const GREEK: [&str; 25] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "micro", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon",
    "phi", "chi", "psi", "omega",
];

/// `text` in the characters that identifiers are made of: `m2` for `m²`. A Greek letter by itself is a sign, which becomes
/// its name: the compiler warns of letters of another script that look like Latin ones.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let composed: Vec<char> = text.nfkc().collect();
    let is_letter = |at: Option<usize>| at.and_then(|at| composed.get(at)).is_some_and(is_greek);
    let mut result = String::with_capacity(text.len());
    for (at, c) in composed.iter().enumerate() {
        let is_alone = !is_letter(at.checked_sub(1)) && !is_letter(Some(at + 1));
        match greek(*c).filter(|_| is_alone) {
            Some(name) => result.extend([" ", name, " "]),
            None => result.push(*c),
        }
    }
    Cow::Owned(result)
}

fn is_greek(c: &char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}') && c.is_alphabetic()
}

/// The name of a letter.
fn greek(c: char) -> Option<&'static str> {
    let lower = c.to_lowercase().next()?;
    let position = u32::from(lower).checked_sub(u32::from('α'))?;
    GREEK.get(usize::try_from(position).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_words_and_words_stay() {
        for (text, expected) in [
            ("µg/m³", " micro g/m3"),
            ("\u{3bc}s", " micro s"),
            ("\u{2126}", " omega "),
            ("kΩ", "k omega "),
            ("ΔT", " delta T"),
            ("\u{212b}", "Å"),
            ("ｶﾞ", "ガ"),
            ("μέτρα", "μέτρα"),
            ("名前", "名前"),
        ] {
            assert_eq!(folded(text), expected);
        }
    }
}
