//! Words to lines.

/// Fills lines with words; one that would start a block at the start of a line is escaped.
pub(super) fn wrapped(words: &[impl AsRef<str>], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in words {
        let word = word.as_ref();
        let length = word.chars().count();
        if !line.is_empty() && used + 1 + length <= width {
            line.push(' ');
            line.push_str(word);
            used += 1 + length;
        } else {
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = line_start(word);
            used = length;
        }
    }
    lines.push(line);
    lines
}

/// A word that starts a line, escaped where it would start a block: a list, heading, quote,
/// rule, table or setext underline.
pub(super) fn line_start(word: &str) -> String {
    let made_of = |set: &str| word.chars().all(|c| set.contains(c));
    if word.starts_with('>')
        || made_of("#") && word.len() <= 6
        || made_of("-:|")
        || made_of("+")
        || made_of("=")
    {
        return format!("\\{word}");
    }
    if made_of("*") || made_of("_") {
        return word.chars().flat_map(|c| ['\\', c]).collect();
    }
    match word.split_at_checked(word.len().saturating_sub(1)) {
        Some((digits, end @ ("." | ")")))
            if !digits.is_empty()
                && digits.len() <= 9
                && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            format!("{digits}\\{end}")
        }
        _ => word.to_owned(),
    }
}
