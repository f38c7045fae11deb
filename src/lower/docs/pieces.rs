//! Inline content on its way from what was read to what will be read back the same.

use super::escape::{self, Form};
use super::inline::{Mark, Piece, first, last};

/// Splits text into words, puts white space outside of marks, and drops marks around nothing.
pub(super) fn normalise(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    let mut in_link = false;
    for piece in pieces {
        match piece {
            Piece::Link(_) => in_link = true,
            Piece::Close(Mark::Link) => in_link = false,
            _ => {}
        }
        match piece {
            Piece::Text(text) => split_words(&text, &mut out),
            Piece::Break if in_link => push_blank(Piece::Space, &mut out),
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
            _ => out.push(piece),
        }
    }
    while out
        .pop_if(|last| matches!(last, Piece::Space | Piece::Break))
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

/// Whether a piece is left where there are no marks and links.
pub(super) fn is_content(piece: &Piece) -> bool {
    !matches!(piece, Piece::Open(_) | Piece::Close(_) | Piece::Link(_))
}

/// With only the marks that are read back as what they are.
pub(super) fn effectively_marked(pieces: Vec<Piece>) -> impl Iterator<Item = Piece> {
    let mut keep = vec![true; pieces.len()];
    let mut opened = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Open(_) => opened.push(index),
            Piece::Close(mark) if mark != Mark::Link => {
                let Some(start) = opened.pop() else { continue };
                if !is_effective(mark, &pieces, start, index) {
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
    pieces
        .into_iter()
        .zip(keep)
        .filter_map(|(piece, keep)| keep.then_some(piece))
}

/// Whether the delimiters at `start` and `end` are read as such: CommonMark's rules for
/// [delimiter runs](https://spec.commonmark.org/0.31.2/#delimiter-run), rather a bit stricter.
fn is_effective(mark: Mark, pieces: &[Piece], start: usize, end: usize) -> bool {
    // Delimiters are looked through, as they may turn out not to be written.
    let before = last(
        pieces
            .iter()
            .take(start)
            .rev()
            .find(|piece| !is_delimiter(piece)),
    );
    let after = first(
        pieces
            .iter()
            .skip(end + 1)
            .find(|piece| !is_delimiter(piece)),
    );
    let mut inside = pieces.iter().take(end).skip(start + 1);
    // A URL will be written in `<>`.
    let is_plain = |piece: &Piece| {
        !is_delimiter(piece) && !matches!(piece, Piece::Text(word) if word.contains("://"))
    };
    let flanks = |outside: char, inside: Option<char>| {
        !outside.is_alphanumeric() || inside.is_some_and(char::is_alphanumeric)
    };
    if mark == Mark::Emphasis || !inside.clone().all(is_plain) {
        flanks(before, None) && flanks(after, None)
    } else {
        let inner_end = last(inside.clone().next_back());
        flanks(before, Some(first(inside.next()))) && flanks(after, Some(inner_end))
    }
}

fn is_delimiter(piece: &Piece) -> bool {
    matches!(piece, Piece::Open(mark) | Piece::Close(mark) if *mark != Mark::Link)
}

/// With text that touches as one piece, as what is special in it depends on both sides, and code
/// that `form` cannot show as text.
pub(super) fn joined(pieces: impl Iterator<Item = Piece>, form: Form) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (out.last_mut(), piece) {
            (_, Piece::Code(code)) if !escape::can_be_code(&code, form) => {
                split_words(&code, &mut out);
            }
            (Some(Piece::Text(last)), Piece::Text(text)) => last.push_str(&text),
            (Some(Piece::Code(last)), Piece::Code(code)) => last.push_str(&code),
            (Some(Piece::Space | Piece::Break) | None, Piece::Space) => {}
            (_, piece) => out.push(piece),
        }
    }
    out
}
