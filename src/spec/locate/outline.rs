//! The lines of a YAML text that lie on the way to what is looked for. All others need not be parsed, which takes as long as
//! reading the description did.

use super::{ROOT, Wanted};

/// Some lines of a text, one after the other.
pub struct Outline {
    /// These lines.
    pub text: String,
    /// Where each line begins, here and in the whole text.
    starts: Vec<(usize, usize)>,
}

impl Outline {
    /// Leaves out the members of block mappings to which no pointer leads. Their extent follows from the indentation alone;
    /// `None` where a text is not that simple (anchors, keys that are no plain text).
    pub fn new(text: &str, wanted: &Wanted) -> Option<Self> {
        if has_anchors(text) {
            return None;
        }
        let mut reader = Reader {
            wanted,
            levels: vec![Level {
                indent: None,
                node: ROOT,
            }],
            member: None,
        };
        let mut outline = Self {
            text: String::new(),
            starts: Vec::new(),
        };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if reader.keeps(line)? {
                outline.starts.push((outline.text.len(), start));
                outline.text.push_str(line);
            }
            start += line.len();
        }
        Some(outline)
    }

    /// Where in the whole text something stands that is at this offset here.
    pub fn in_text(&self, offset: usize) -> usize {
        let next = self.starts.partition_point(|(here, _)| *here <= offset);
        match self.starts.get(next.saturating_sub(1)) {
            Some((here, there)) => there + (offset - here),
            None => offset,
        }
    }
}

/// Whether there may be an anchor, which stands where a value begins; what an alias leads to must not be left out.
fn has_anchors(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().trim_end_matches(' ');
        let word = before.rsplit([' ', '\n']).next().unwrap_or_default();
        before.is_empty()
            || before.ends_with([':', '-', '?', ',', '[', '{', '\n'])
            || word.starts_with('!')
    })
}

/// A block mapping that is read member by member.
struct Level {
    /// Its indentation, once a key has been seen.
    indent: Option<usize>,
    node: usize,
}

/// A member that is kept or left out as a whole.
struct Member {
    indent: usize,
    kept: bool,
}

struct Reader<'w> {
    wanted: &'w Wanted,
    /// Each is the value of a key of the one before.
    levels: Vec<Level>,
    member: Option<Member>,
}

impl Reader<'_> {
    /// Whether the next line is one of them; `None` where that cannot be told.
    fn keeps(&mut self, line: &str) -> Option<bool> {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let content = content.trim_end();
        if content.is_empty() || content.starts_with('#') {
            return Some(self.member.as_ref().is_none_or(|member| member.kept));
        }
        if let Some(member) = &self.member {
            if indent > member.indent || (indent == member.indent && goes_on(content)) {
                return Some(member.kept);
            }
            self.member = None;
        }
        loop {
            let outside = self.levels.iter().rev().nth(1);
            let outside = outside.and_then(|level| level.indent);
            let level = self.levels.last_mut()?;
            match (level.indent, outside) {
                (None, Some(outside)) if indent <= outside && !goes_on(content) => {}
                (None, outside) if goes_on(content) => {
                    // A list, beside its key or below it.
                    let indent = outside?;
                    self.levels.pop();
                    self.member = Some(Member { indent, kept: true });
                    return Some(true);
                }
                (None, _) => {
                    level.indent = Some(indent);
                    return self.key(content, indent);
                }
                (Some(own), _) if own == indent => return self.key(content, indent),
                (Some(own), _) if own < indent => return None,
                (Some(_), _) => {}
            }
            self.levels.pop();
        }
    }

    /// A line that begins a member.
    fn key(&mut self, content: &str, indent: usize) -> Option<bool> {
        if indent == 0 && content == "---" {
            self.levels.last_mut()?.indent = None;
            return Some(true);
        }
        let (key, value) = member(content)?;
        let node = self.levels.last()?.node;
        let child = self.wanted.child(node, key);
        match child.filter(|child| self.wanted.has_children(*child)) {
            Some(node) if value.is_empty() => self.levels.push(Level { indent: None, node }),
            _ => {
                let kept = child.is_some();
                self.member = Some(Member { indent, kept });
            }
        }
        Some(child.is_some())
    }
}

/// Whether a line as far out as a key continues that key's value: an element of its list, or the end of something in brackets.
fn goes_on(content: &str) -> bool {
    content == "-" || content.starts_with("- ") || content.starts_with(['}', ']'])
}

/// A key that is written as it is, and what stands behind its colon.
fn member(content: &str) -> Option<(&str, &str)> {
    let (key, value) = match content.chars().next()? {
        quote @ ('"' | '\'') => {
            let (key, rest) = content.get(1..)?.split_once(quote)?;
            (key, rest.trim_start().strip_prefix(':')?)
        }
        c if "?&*!|>%@`{}[]\t-".contains(c) => return None,
        _ => match content.split_once(": ") {
            Some(parts) => parts,
            None => (content.strip_suffix(':')?, ""),
        },
    };
    let value = value.trim();
    let is_plain = !key.contains(['\\', '#', '"', '\'']);
    let value = if value.starts_with('#') { "" } else { value };
    is_plain.then_some((key.trim_end(), value))
}
