//! Inline content: pieces as they were read, and the words they are written as.

use super::escape::{self, Form};

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
            Self::Emphasis => "*",
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
    Task(bool),
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

    pub(super) fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
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
        let Some(at) = self.open.iter().position(|(open, _)| *open == mark) else { return };
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
        let shown = last.find(|piece| !matches!(piece, Piece::Text(text) if text.trim().is_empty()));
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

/// Splits text into words, puts white space outside of marks, and drops marks around nothing.
fn normalise(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Text(text) => split_words(&text, &mut out),
            Piece::Space | Piece::Break => push_blank(piece, &mut out),
            Piece::Open(mark) if out.last() == Some(&Piece::Close(mark)) => {
                out.pop();
            }
            Piece::Close(mark) => {
                let blank = out.pop_if(|last| matches!(last, Piece::Space | Piece::Break));
                close(mark, &mut out);
                if let Some(blank) = blank {
                    push_blank(blank, &mut out);
                }
            }
            Piece::Task(_) => out.extend([piece, Piece::Space]),
            Piece::Open(_) | Piece::Link(_) | Piece::Code(_) | Piece::Address(_) => out.push(piece),
        }
    }
    while out.pop_if(|last| matches!(last, Piece::Space | Piece::Break | Piece::Task(_))).is_some() {}
    out
}

fn close(mark: Mark, out: &mut Vec<Piece>) {
    let address = match out.as_slice() {
        [.., Piece::Open(open)] if *open == mark => {
            out.pop();
            return;
        }
        [.., Piece::Link(url)] => Some((1, url.clone())),
        [.., Piece::Link(url), Piece::Text(text)] => match url.strip_prefix("mailto:") {
            Some(mailbox) if mailbox == text && escape::is_mailbox(text) => Some((2, text.clone())),
            _ if url == text => Some((2, text.clone())),
            _ => None,
        },
        _ => None,
    };
    match address {
        Some((replaced, address)) => {
            out.truncate(out.len() - replaced);
            out.push(Piece::Address(address));
        }
        None => out.push(Piece::Close(mark)),
    }
}

fn split_words(text: &str, out: &mut Vec<Piece>) {
    let text = super::characters::visible(text);
    for (index, part) in text.split(char::is_whitespace).enumerate() {
        if index > 0 {
            push_blank(Piece::Space, out);
        }
        match out.last_mut() {
            _ if part.is_empty() => {}
            Some(Piece::Text(word)) => word.push_str(part),
            _ => out.push(Piece::Text(part.to_owned())),
        }
    }
}

/// Adds white space before the marks just opened, at most one, and none at the start.
fn push_blank(blank: Piece, out: &mut Vec<Piece>) {
    let opened = out.iter().rev().take_while(|p| matches!(p, Piece::Open(_) | Piece::Link(_)));
    let at = out.len() - opened.count();
    match at.checked_sub(1).and_then(|before| out.get_mut(before)) {
        None | Some(Piece::Break) => {}
        Some(before @ Piece::Space) => *before = blank,
        Some(_) => out.insert(at, blank),
    }
}

/// Whether a piece is left where there are no marks, links and task boxes.
fn is_content(piece: &Piece) -> bool {
    !matches!(piece, Piece::Open(_) | Piece::Close(_) | Piece::Link(_) | Piece::Task(_))
}

/// With only the marks that are read back as what they are, by CommonMark's rules for
/// [delimiter runs](https://spec.commonmark.org/0.31.2/#delimiter-run).
fn effectively_marked(pieces: Vec<Piece>) -> impl Iterator<Item = Piece> {
    let mut keep = vec![true; pieces.len()];
    let mut opened = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Open(_) => opened.push(index),
            Piece::Close(mark) if mark != Mark::Link => {
                let Some(start) = opened.pop() else { continue };
                if !(opens(&pieces, start) && closes(&pieces, index)) {
                    for at in [start, index] {
                        if let Some(keep) = keep.get_mut(at) {
                            *keep = false;
                        }
                    }
                }
            }
            _ => {}
        }
    }
    pieces.into_iter().zip(keep).filter_map(|(piece, keep)| keep.then_some(piece))
}

/// With text that touches as one piece, as what is special in it depends on both sides, and code
/// that `form` cannot show as text.
fn joined(pieces: impl Iterator<Item = Piece>, form: Form) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        let piece = match piece {
            Piece::Code(code) if !escape::can_be_code(&code, form) => Piece::Text(code),
            other => other,
        };
        match (out.last_mut(), piece) {
            (Some(Piece::Text(last)), Piece::Text(text)) => last.push_str(&text),
            (Some(Piece::Code(last)), Piece::Code(code)) => last.push_str(&code),
            (Some(Piece::Space | Piece::Break) | None, Piece::Space) => {}
            (_, piece) => out.push(piece),
        }
    }
    out
}

fn opens(pieces: &[Piece], at: usize) -> bool {
    let run = |piece: &&Piece| matches!(piece, Piece::Open(_));
    let (left, right) = pieces.split_at_checked(at).unwrap_or_default();
    let before = left.iter().rev().find(|piece| !run(piece));
    let after = right.iter().find(|piece| !run(piece));
    // `*a***b**` is read as something else.
    let touches = matches!(before, Some(Piece::Close(mark)) if *mark != Mark::Link);
    !touches && stands_alone(pieces, at) && flanks(first(after), last(before))
}

fn closes(pieces: &[Piece], at: usize) -> bool {
    let run = |piece: &&Piece| matches!(piece, Piece::Close(mark) if *mark != Mark::Link);
    let (left, right) = pieces.split_at_checked(at).unwrap_or_default();
    let before = left.iter().rev().find(|piece| !run(piece));
    let after = right.iter().find(|piece| !run(piece));
    stands_alone(pieces, at) && flanks(last(before), first(after))
}

/// Whether the mark at `at` is no strikethrough beside another mark: that would change how the
/// other one flanks its text.
fn stands_alone(pieces: &[Piece], at: usize) -> bool {
    let mark = |at: Option<usize>| match at.and_then(|at| pieces.get(at)) {
        Some(Piece::Open(mark) | Piece::Close(mark)) if *mark != Mark::Link => Some(*mark),
        _ => None,
    };
    let beside = [mark(at.checked_sub(1)), mark(at.checked_add(1))];
    mark(Some(at)) != Some(Mark::Strikethrough) || beside == [None, None]
}

/// Whether a delimiter with text `inside` and `outside` of it flanks the text inside.
fn flanks(inside: char, outside: char) -> bool {
    !inside.is_whitespace() && (inside.is_alphanumeric() || !outside.is_alphanumeric())
}

/// The character with which a piece starts once it is written.
fn first(piece: Option<&Piece>) -> char {
    match piece {
        Some(Piece::Text(word)) if escape::starts_with_url(word) => '<',
        Some(Piece::Text(word)) => word.chars().next().unwrap_or(' '),
        Some(Piece::Code(_)) => '`',
        Some(Piece::Link(_)) => '[',
        Some(Piece::Address(_)) => '<',
        Some(Piece::Close(Mark::Link)) => ']',
        Some(Piece::Open(mark) | Piece::Close(mark)) => mark.delimiter().chars().next().unwrap_or(' '),
        Some(Piece::Break) => '\\',
        Some(Piece::Task(_) | Piece::Space) | None => ' ',
    }
}

/// The character with which a piece ends once it is written.
fn last(piece: Option<&Piece>) -> char {
    match piece {
        Some(Piece::Text(word)) if escape::ends_with_url(word) => '>',
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
            Piece::Task(done) => word.push_str(if *done { "[x]" } else { "[ ]" }),
            Piece::Space | Piece::Break if link.is_some() => word.push(' '),
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
