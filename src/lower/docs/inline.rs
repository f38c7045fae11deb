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

    /// Where the content is now, for [`Inline::code_since`].
    pub(super) fn position(&self) -> (usize, usize) {
        (self.pieces.len(), self.open.len())
    }

    /// Turns everything since `position` into one code span.
    pub(super) fn code_since(&mut self, (pieces, open): (usize, usize)) {
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
        let keep = effective_marks(&pieces);
        words(&pieces, &keep, form)
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
    while out
        .pop_if(|last| matches!(last, Piece::Space | Piece::Break | Piece::Task(_)))
        .is_some()
    {}
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
    let opened = out
        .iter()
        .rev()
        .take_while(|p| matches!(p, Piece::Open(_) | Piece::Link(_)));
    let at = out.len() - opened.count();
    match at.checked_sub(1).and_then(|before| out.get_mut(before)) {
        None | Some(Piece::Break) => {}
        Some(before @ Piece::Space) => *before = blank,
        Some(_) => out.insert(at, blank),
    }
}

/// Which marks are read back as what they are, by CommonMark's rules for
/// [delimiter runs](https://spec.commonmark.org/0.31.2/#delimiter-run); the others are not written.
fn effective_marks(pieces: &[Piece]) -> Vec<bool> {
    let mut keep = vec![true; pieces.len()];
    let mut opened: Vec<(Mark, usize)> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Open(mark) => opened.push((mark, index)),
            Piece::Close(mark) if mark != Mark::Link => {
                let Some((_, start)) = opened.pop() else {
                    continue;
                };
                if !(opens(pieces, start) && closes(pieces, index)) {
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
    keep
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
        Some(Piece::Text(word)) if word.starts_with("http") => '<',
        Some(Piece::Text(word)) => word.chars().next().unwrap_or(' '),
        Some(Piece::Code(_)) => '`',
        Some(Piece::Link(_)) => '[',
        Some(Piece::Address(_)) => '<',
        Some(Piece::Open(_)) => '*',
        Some(Piece::Close(Mark::Link)) => ']',
        Some(Piece::Close(_)) => '*',
        Some(Piece::Task(_) | Piece::Space | Piece::Break) | None => ' ',
    }
}

/// The character with which a piece ends once it is written.
fn last(piece: Option<&Piece>) -> char {
    match piece {
        Some(Piece::Text(word)) if word.contains("://") => '>',
        Some(Piece::Text(word)) => word.chars().next_back().unwrap_or(' '),
        Some(Piece::Address(_)) => '>',
        Some(Piece::Close(Mark::Link)) => ')',
        other => first(other),
    }
}

/// Writes the pieces: lines between hard breaks, each as words that must not be broken.
fn words(pieces: &[Piece], keep: &[bool], form: Form) -> Vec<Vec<String>> {
    let plain = form == Form::Sentence;
    let mut done = Vec::new();
    let mut line = Vec::new();
    let mut word = String::new();
    let mut link: Option<&str> = None;
    for (index, (piece, keep)) in pieces.iter().zip(keep).enumerate() {
        let before = index.checked_sub(1).and_then(|index| pieces.get(index));
        let after = pieces.get(index + 1);
        match piece {
            Piece::Text(text) if link.is_some() => {
                escape::literal(text, last(before), first(after), form, true, &mut word);
            }
            Piece::Text(text) => escape::word(text, last(before), first(after), form, &mut word),
            Piece::Code(text) => word.push_str(&escape::code(text, form)),
            Piece::Address(url) => word.push_str(&escape::address(url)),
            Piece::Open(_) | Piece::Link(_) | Piece::Close(_) | Piece::Task(_) if plain => {}
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
            Piece::Open(mark) | Piece::Close(mark) => {
                word.push_str(if *keep { mark.delimiter() } else { "" });
            }
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
