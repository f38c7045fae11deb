//! Which characters of an untrusted text reach the generated source.

use std::borrow::Cow;

/// `text` without the characters that cannot be seen: line breaks become `\n`, other vertical
/// space a blank, and controls, bidirectional controls and zero-width characters are removed.
///
/// Removed, not spelt out: they carry no meaning of their own for a reader, and without them the
/// text reads in the order in which it is stored. Joiners and variation selectors stay where a
/// script or an emoji needs them, that is after a character outside ASCII.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~'))
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\t' => out.push(c),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => {
                if out
                    .chars()
                    .next_back()
                    .is_some_and(|previous| !previous.is_ascii())
                {
                    out.push(c);
                }
            }
            _ if c.is_control() || is_invisible(c) => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Format characters, fillers, tag characters and non-characters of Unicode.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}'
        | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}
