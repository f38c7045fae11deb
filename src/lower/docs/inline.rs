//! Inline content: read as pieces, written as words.

use super::escape::{self, Form};
use super::pieces::{effectively_marked, is_content, joined, normalise};

/// What an inline element does to the text in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strikethrough,
    Link,
}

impl Mark {
    fn delimiter(self) -> &'static str {
        match self {
            // Not `*`, which beside the `**` of strong text may be read as a part of it.
            Self::Emphasis => "_",
            Self::Strong => "**",
            Self::Strikethrough => "~~",
            Self::Link => "",
        }
    }
}

/// A part of a paragraph.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// Literal text; once normalised, a word.
    Text(String),
    Code(String),
    Open(Mark),
    /// The start of a link to this destination.
    Link(String),
    Close(Mark),
    /// A link that shows its destination.
    Address(String),
    Space,
    /// A hard line break.
    Break,
}

/// The inline content of the block being read. Marks may come unbalanced, as HTML does.
#[derive(Default)]
pub(super) struct Inline {
    pieces: Vec<Piece>,
    /// Marks in force, outermost first, each with the number of times it was opened.
    open: Vec<(Mark, usize)>,
}

impl Inline {
    pub(super) fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    pub(super) fn code(&mut self, text: &str) {
        let text = super::characters::visible(text).replace(char::is_whitespace, " ");
        if !text.trim().is_empty() {
            self.pieces.push(Piece::Code(text.trim().to_owned()));
        }
    }

    pub(super) fn hard_break(&mut self) {
        self.pieces.push(Piece::Break);
    }

    pub(super) fn open(&mut self, mark: Mark) {
        match self.open.iter_mut().find(|(open, _)| *open == mark) {
            Some((_, times)) => *times += 1,
            None => {
                self.open.push((mark, 1));
                self.pieces.push(Piece::Open(mark));
            }
        }
    }

    /// Starts a link, unless one is open: links do not nest.
    pub(super) fn link(&mut self, destination: String) -> bool {
        let free = !self.open.iter().any(|(open, _)| *open == Mark::Link);
        if free {
            self.open.push((Mark::Link, 1));
            self.pieces.push(Piece::Link(destination));
        }
        free
    }

    /// Ends a mark, and those left open inside it.
    pub(super) fn close(&mut self, mark: Mark) {
        let Some(at) = self.open.iter().position(|(open, _)| *open == mark) else {
            return;
        };
        if let Some((_, times)) = self.open.get_mut(at)
            && *times > 1
        {
            *times -= 1;
            return;
        }
        for (open, _) in self.open.drain(at..).rev() {
            self.pieces.push(Piece::Close(open));
        }
    }

    /// Starts a code span; its position is for [`Inline::end_code`].
    pub(super) fn start_code(&mut self) -> (usize, usize) {
        let start = (self.pieces.len(), self.open.len());
        self.pieces.push(Piece::Text(String::new()));
        start
    }

    /// Turns everything since the start of a code span into it.
    pub(super) fn end_code(&mut self, (pieces, open): (usize, usize)) {
        if self.pieces.len() < pieces || self.open.len() < open {
            return;
        }
        self.open.truncate(open);
        let mut text = String::new();
        for piece in self.pieces.drain(pieces..) {
            match piece {
                Piece::Text(part) | Piece::Code(part) => text.push_str(&part),
                Piece::Break => text.push(' '),
                _ => {}
            }
        }
        self.code(&text);
    }

    pub(super) fn has_open_marks(&self) -> bool {
        !self.open.is_empty()
    }

    /// The character read last, if it was literal text.
    pub(super) fn last_character(&self) -> Option<char> {
        match self.pieces.last() {
            Some(Piece::Text(text)) => text.chars().next_back(),
            _ => None,
        }
    }

    /// Whether the last thing read was a hard break.
    pub(super) fn ends_in_break(&self) -> bool {
        let mut last = self.pieces.iter().rev();
        let shown =
            last.find(|piece| !matches!(piece, Piece::Text(text) if text.trim().is_empty()));
        shown == Some(&Piece::Break)
    }

    /// Ends the content: its lines between hard breaks, as words that must not be broken.
    pub(super) fn take(&mut self, form: Form) -> Vec<Vec<String>> {
        for (open, _) in self.open.drain(..).rev() {
            self.pieces.push(Piece::Close(open));
        }
        let pieces = normalise(std::mem::take(&mut self.pieces));
        let kept = match form {
            Form::Sentence => joined(pieces.into_iter().filter(is_content), form),
            Form::Paragraph | Form::Cell => joined(effectively_marked(pieces), form),
        };
        words(&kept, form)
    }
}

/// The character with which a piece starts once it is written.
pub(super) fn first(piece: Option<&Piece>) -> char {
    match piece {
        Some(Piece::Text(word)) => word.chars().next().unwrap_or(' '),
        Some(Piece::Code(_)) => '`',
        Some(Piece::Link(_)) => '[',
        Some(Piece::Address(_)) => '<',
        Some(Piece::Close(Mark::Link)) => ']',
        Some(Piece::Open(mark) | Piece::Close(mark)) => {
            mark.delimiter().chars().next().unwrap_or(' ')
        }
        Some(Piece::Break) => '\\',
        Some(Piece::Space) | None => ' ',
    }
}

/// The character with which a piece ends once it is written.
pub(super) fn last(piece: Option<&Piece>) -> char {
    match piece {
        Some(Piece::Text(word)) => word.chars().next_back().unwrap_or(' '),
        Some(Piece::Address(_)) => '>',
        Some(Piece::Close(Mark::Link)) => ')',
        Some(Piece::Break) => ' ',
        other => first(other),
    }
}

/// Writes the pieces: lines between hard breaks, each as words that must not be broken.
fn words(pieces: &[Piece], form: Form) -> Vec<Vec<String>> {
    let mut done = Vec::new();
    let mut line = Vec::new();
    let mut word = String::new();
    let mut link: Option<&str> = None;
    for (index, piece) in pieces.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| pieces.get(index));
        let after = pieces.get(index + 1);
        if word.ends_with('`') && matches!(piece, Piece::Code(_)) {
            // Backticks that touch would be one fence.
            match link {
                Some(_) => word.push(' '),
                None => line.push(std::mem::take(&mut word)),
            }
        }
        match piece {
            Piece::Text(text) if link.is_some() => {
                escape::literal(text, last(before), first(after), form, true, &mut word);
            }
            Piece::Text(text) => escape::word(text, last(before), first(after), form, &mut word),
            Piece::Code(text) => escape::code(text, form, &mut word),
            Piece::Address(url) => escape::address(url, &mut word),
            Piece::Link(destination) => {
                link = Some(destination);
                if word.ends_with('!') {
                    word.insert(word.len() - 1, '\\');
                }
                word.push('[');
            }
            Piece::Close(Mark::Link) => {
                let destination = link.take().unwrap_or_default();
                if destination.contains(['(', ')']) {
                    word.push_str(&format!("](<{destination}>)"));
                } else {
                    word.push_str(&format!("]({destination})"));
                }
            }
            Piece::Open(mark) | Piece::Close(mark) => word.push_str(mark.delimiter()),
            Piece::Space if link.is_some() => word.push(' '),
            Piece::Space => line.push(std::mem::take(&mut word)),
            Piece::Break => {
                line.push(std::mem::take(&mut word));
                done.push(std::mem::take(&mut line));
            }
        }
    }
    line.push(word);
    done.push(line);
    for line in &mut done {
        line.retain(|word| !word.is_empty());
    }
    done.retain(|line| !line.is_empty());
    done
}
