//! Text that Markdown can only read in one way. Most descriptions are a sentence or two.

use super::escape::may_be_special;

/// The words of a text that is one paragraph of nothing but ASCII letters, punctuation without a
/// meaning and code in single backticks: what the parser would find in it. `None` for any other.
///
/// Code belongs to one word, whatever blanks are in it.
pub(super) fn words(text: &str) -> Option<Vec<&str>> {
    // A bare URL is to be a link.
    if text.contains("://") {
        return None;
    }
    let mut words = Vec::new();
    for line in text.split('\n') {
        // Any other character could begin a list, a heading, a table; blanks at the end a new line.
        let begins = |c: char| c.is_ascii_alphabetic() || c == '`';
        if !line.starts_with(begins) || line.ends_with(' ') {
            return None;
        }
        add(line, &mut words)?;
    }
    Some(words)
}

fn add<'t>(line: &'t str, words: &mut Vec<&'t str>) -> Option<()> {
    let mut word_start = 0;
    let mut in_code = false;
    let mut before = b' ';
    let mut bytes = line.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        let after = bytes.peek().map_or(b' ', |(_, byte)| *byte);
        match byte {
            // A longer fence or blanks inside it, which do not show.
            b'`' if after == b'`' || after == b' ' && !in_code => return None,
            b'`' if in_code && before == b' ' => return None,
            b'`' => in_code = !in_code,
            b' '..=b'~' if in_code => {}
            b' ' => {
                words.extend(line.get(word_start..at).filter(|word| !word.is_empty()));
                word_start = at + 1;
            }
            b'_' if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() => {}
            b'!'..=b'~' if !may_be_special(byte) => {}
            _ => return None,
        }
        before = byte;
    }
    words.extend(line.get(word_start..));
    (!in_code).then_some(())
}
