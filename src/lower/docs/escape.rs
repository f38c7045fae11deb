//! Literal text, code and addresses as Markdown source.

/// What surrounds an inline text and so decides what is special in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Lines of a paragraph, wrapped.
    Paragraph,
    /// A table cell: one line, in which `|` is special.
    Cell,
    /// One line that may stand anywhere, in a cell or at the start of a paragraph.
    Sentence,
}

/// Appends `word` (no white space in it) so that it shows literally, its bare URLs as links.
///
/// `before` and `after` are what it touches, a blank at the ends of the text.
pub(super) fn word(word: &str, before: char, after: char, form: Form, out: &mut String) {
    let mut rest = word;
    let mut before = before;
    while let Some((text, url, tail)) = split_url(rest) {
        literal(text, before, '<', form, false, out);
        address(url, out);
        rest = tail;
        before = '>';
    }
    literal(rest, before, after, form, false, out);
}

/// Appends `text` so that it shows literally; in the text of a link, `]` is special too.
pub(super) fn literal(
    text: &str,
    before: char,
    after: char,
    form: Form,
    in_link: bool,
    out: &mut String,
) {
    // Most texts have nothing in them that may be special.
    if !text.bytes().any(may_be_special) {
        out.push_str(text);
        return;
    }
    let mut previous = before;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let mut run = 1;
        if matches!(c, '*' | '_' | '~') {
            while chars.as_str().starts_with(c) {
                chars.next();
                run += 1;
            }
        }
        let next = chars.clone().next();
        let following = next.unwrap_or(after);
        let special = match c {
            '`' | '[' => true,
            ']' => in_link,
            '|' => form != Form::Paragraph,
            // At its end the word may end a line, where a backslash is a hard break.
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '*' => !(previous.is_whitespace() && following.is_whitespace()),
            '_' => {
                !(previous.is_whitespace() && following.is_whitespace()
                    || previous.is_alphanumeric() && following.is_alphanumeric())
            }
            // One that can only open (`~5`) never meets one that closes.
            '~' => run > 1 || !previous.is_whitespace() || following == '~',
            '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
            '&' => starts_entity(chars.as_str()),
            _ => false,
        };
        for _ in 0..run {
            if special {
                out.push('\\');
            }
            out.push(c);
        }
        previous = c;
    }
}

/// Whether a character has a meaning in some places.
pub(super) fn may_be_special(c: u8) -> bool {
    matches!(
        c,
        b'`' | b'[' | b']' | b'|' | b'\\' | b'*' | b'_' | b'~' | b'<' | b'&'
    )
}

/// Whether `&` followed by this text reads as a character reference.
fn starts_entity(after_ampersand: &str) -> bool {
    let name = after_ampersand.trim_start_matches('#');
    name.trim_start_matches(|c: char| c.is_ascii_alphanumeric())
        .starts_with(';')
        && !name.starts_with(';')
}

/// Whether a code span can show `text`.
pub(super) fn can_be_code(text: &str, form: Form) -> bool {
    match form {
        Form::Paragraph => true,
        // Only a table takes `\|` in code for a pipe, and then a backslash before it is lost.
        Form::Cell => !text.contains("\\|"),
        Form::Sentence => !text.contains('|'),
    }
}

/// Appends a code span that shows `text`.
pub(super) fn code(text: &str, form: Form, out: &mut String) {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    let text = if form == Form::Cell {
        text.replace('|', "\\|")
    } else {
        text.to_owned()
    };
    for part in [&fence, pad, &text, pad, &fence] {
        out.push_str(part);
    }
}

/// The length of the longest run of `wanted` in `text`.
pub(super) fn longest_run(text: &str, wanted: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// The destination of a link that is kept: an absolute `http`, `https` or `mailto` address,
/// percent-encoded where Markdown or a reader would stumble.
pub(super) fn destination(target: &str) -> Option<String> {
    let target = target.trim();
    let starts = |scheme: &str| {
        target
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && target.len() > scheme.len()
    };
    if !["http://", "https://", "mailto:"].into_iter().any(starts) {
        return None;
    }
    Some(encode(target))
}

/// Whether `<text>` is a link that mails to `text`.
pub(super) fn is_mailbox(text: &str) -> bool {
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.ends_with(|c: char| c.is_ascii_alphanumeric())
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
            && !part.contains("..")
    };
    text.split_once('@')
        .is_some_and(|(local, host)| plain(local) && plain(host))
}

fn encode(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    // The length of the name in `&lt;`, which would be decoded.
    let mut reference = None;
    for c in super::characters::visible(url).chars() {
        if c.is_whitespace() || "<>\"\\|`".contains(c) || c == ';' && reference > Some(0) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
        reference = match reference {
            _ if c == '&' => Some(0),
            Some(length) if c == '#' || c.is_ascii_alphanumeric() => Some(length + 1),
            _ => None,
        };
    }
    out
}

/// Appends a bare address: a link, or code where it is a template (`https://{host}/`).
pub(super) fn address(url: &str, out: &mut String) {
    // Backticks that touch would be one fence.
    if url.contains(['{', '}']) && !out.ends_with('`') {
        code(url, Form::Paragraph, out);
    } else {
        out.push_str(&format!("<{}>", encode(url)));
    }
}

/// `text` before, at and after its first bare URL.
fn split_url(text: &str) -> Option<(&str, &str, &str)> {
    // Cheaper than to look for a scheme in each word of a text.
    if !text.contains(':') {
        return None;
    }
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find("http") {
        let start = from + found;
        let candidate = text.get(start..)?;
        let authority = ["http://", "https://"]
            .iter()
            .find_map(|s| candidate.strip_prefix(s));
        if let Some(authority) = authority {
            let scheme = candidate.len() - authority.len();
            let length = scheme + url_length(authority);
            if length > scheme {
                return Some((
                    text.get(..start)?,
                    candidate.get(..length)?,
                    candidate.get(length..)?,
                ));
            }
        }
        from = start + "http".len();
    }
    None
}

/// How much of `text`, which follows `https://`, belongs to the URL: characters of
/// [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-2) and template braces, without the
/// punctuation that ends a sentence or closes a bracket around the URL.
fn url_length(text: &str) -> usize {
    let is_url = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%{}".contains(c);
    let end = text.find(|c| !is_url(c)).unwrap_or(text.len());
    let mut url = text.get(..end).unwrap_or_default();
    let count = |wanted| url.matches(wanted).count();
    let mut surplus = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    while let Some(last) = url.chars().next_back() {
        let unbalanced = surplus
            .iter_mut()
            .find(|(close, left)| *close == last && *left > 0);
        if let Some((_, left)) = unbalanced {
            *left -= 1;
        } else if !".,;:!?'*_~".contains(last) {
            break;
        }
        url = url.get(..url.len() - 1).unwrap_or_default();
    }
    url.len()
}
