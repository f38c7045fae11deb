//! From a JSON pointer back to the text: byte spans, lines and columns.
//!
//! Nothing is recorded while a description is read; this runs when a report is rendered, once per
//! file for all pointers wanted in it.

mod json;
mod outline;

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser};

use self::outline::Outline;
use crate::spec::origin::tokens;
use crate::spec::parse::looks_like_json;

/// The span of each pointer in the text, in bytes and never longer than a line: the key for an
/// object's member, the value for an array's element. What does not exist in the text (it was
/// synthesised, or came through an alias or a merge key) has the span of the closest parent that does.
#[must_use]
pub fn locate(text: &str, pointers: &[&str]) -> Vec<Range<usize>> {
    let mut wanted = Wanted::new(text);
    let ends: Vec<usize> = pointers
        .iter()
        .map(|pointer| wanted.insert(pointer))
        .collect();
    if !(looks_like_json(text) && json::locate(text, text, &mut wanted, ROOT).is_ok()) {
        match Outline::new(text, &wanted) {
            Some(outline) => {
                let place = |offset| outline.in_text(offset);
                locate_yaml(&outline.text, &mut wanted, place);
            }
            None => locate_yaml(text, &mut wanted, |offset| offset),
        }
    }
    ends.into_iter()
        .map(|end| clip(text, wanted.found(end)))
        .collect()
}

/// The first line of a span, without white space at its end.
fn clip(text: &str, span: Range<usize>) -> Range<usize> {
    let rest = text.get(span.start..).unwrap_or_default();
    let line = rest
        .find('\n')
        .map_or(rest, |end| rest.get(..end).unwrap_or(rest));
    let part = line.get(..span.len()).unwrap_or(line);
    span.start..span.start + part.trim_end().len()
}

/// The pointers in demand, as a tree of tokens, and the spans found so far.
struct Wanted {
    nodes: Vec<Node>,
}

struct Node {
    parent: usize,
    children: BTreeMap<String, usize>,
    span: Option<Range<usize>>,
}

/// The number of the document's own node.
const ROOT: usize = 0;

impl Wanted {
    /// The document itself is where the text begins.
    fn new(text: &str) -> Self {
        let start = text.len() - text.trim_start().len();
        let root = Node {
            parent: ROOT,
            children: BTreeMap::new(),
            span: Some(start..text.len()),
        };
        Self { nodes: vec![root] }
    }

    fn insert(&mut self, pointer: &str) -> usize {
        tokens(pointer).fold(ROOT, |parent, token| {
            if let Some(child) = self.child(parent, &token) {
                return child;
            }
            let number = self.nodes.len();
            self.nodes.push(Node {
                parent,
                children: BTreeMap::new(),
                span: None,
            });
            if let Some(node) = self.nodes.get_mut(parent) {
                node.children.insert(token.into_owned(), number);
            }
            number
        })
    }

    fn child(&self, parent: usize, token: &str) -> Option<usize> {
        self.nodes.get(parent)?.children.get(token).copied()
    }

    fn has_children(&self, number: usize) -> bool {
        self.nodes
            .get(number)
            .is_some_and(|node| !node.children.is_empty())
    }

    fn set(&mut self, number: usize, span: Range<usize>) {
        if let Some(node) = self.nodes.get_mut(number) {
            node.span = Some(span);
        }
    }

    /// The span of a node or of the closest parent that has one.
    fn found(&self, mut number: usize) -> Range<usize> {
        loop {
            match self.nodes.get(number) {
                Some(Node {
                    span: Some(span), ..
                }) => return span.clone(),
                Some(node) if number != ROOT => number = node.parent,
                _ => return 0..0,
            }
        }
    }
}

/// A collection that is open while the events of a YAML file go by.
struct Open {
    /// Its node, if any pointer leads there.
    node: Option<usize>,
    progress: Progress,
}

enum Progress {
    /// The index of the next element.
    Sequence(usize),
    Key,
    /// The node of the value that comes next.
    Value(Option<usize>),
}

/// Finds all nodes in one pass over the events. It stops at an error; what was found stays. `place` tells where in the
/// description an offset in `text` is.
fn locate_yaml(text: &str, wanted: &mut Wanted, place: impl Fn(usize) -> usize) {
    let mut open: Vec<Open> = Vec::new();
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        // The end of a collection is not known yet; its first line is all that is shown.
        let characters = match &event {
            Event::Scalar(..) | Event::Alias(_) => span.start.index()..span.end.index(),
            Event::SequenceStart(..) | Event::MappingStart(..) => span.start.index()..usize::MAX,
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                continue;
            }
            _ => continue,
        };
        let node = match open.last_mut() {
            None => Some(ROOT),
            Some(Open {
                node,
                progress: Progress::Sequence(index),
            }) => {
                let child = node.and_then(|node| wanted.child(node, &index.to_string()));
                *index += 1;
                found.extend(child.map(|child| (child, characters)));
                child
            }
            Some(Open {
                node,
                progress: progress @ Progress::Key,
            }) => {
                let child = match (&event, node) {
                    (Event::Scalar(key, ..), Some(node)) => wanted.child(*node, key),
                    _ => None,
                };
                found.extend(child.map(|child| (child, characters)));
                *progress = Progress::Value(child);
                None
            }
            Some(Open { progress, .. }) => match std::mem::replace(progress, Progress::Key) {
                Progress::Value(child) => child,
                Progress::Key | Progress::Sequence(_) => None,
            },
        };
        match event {
            Event::SequenceStart(..) => open.push(Open {
                node,
                progress: Progress::Sequence(0),
            }),
            Event::MappingStart(..) => open.push(Open {
                node,
                progress: Progress::Key,
            }),
            _ => {}
        }
    }
    let offsets = byte_offsets(
        text,
        found.iter().flat_map(|(_, span)| [span.start, span.end]),
    );
    let offset = |index: usize| offsets.get(&index).copied().unwrap_or(text.len());
    for (node, span) in found {
        let (start, end) = (offset(span.start), offset(span.end));
        // Lines are kept whole, and more than a line is never shown.
        wanted.set(node, place(start)..place(start) + (end - start));
    }
}

/// From indices that count characters to those that count bytes.
fn byte_offsets(text: &str, indices: impl Iterator<Item = usize>) -> BTreeMap<usize, usize> {
    let mut offsets: BTreeMap<usize, usize> = indices.map(|index| (index, text.len())).collect();
    let mut characters = text.char_indices().map(|(offset, _)| offset).enumerate();
    for (&index, offset) in &mut offsets {
        match characters.find(|(number, _)| *number == index) {
            Some((_, found)) => *offset = found,
            None => break,
        }
    }
    offsets
}

/// The lines of a text, for turning offsets into places that an editor understands.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    /// How many lines end before each [`STRIDE`] bytes of the text.
    before: Vec<usize>,
}

/// Lines are counted: far cheaper than to note where each of them starts.
const STRIDE: usize = 4096;

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position<'a> {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, in characters, counted from 1.
    pub column: usize,
    /// The line's text, without its end.
    pub text: &'a str,
    /// The place in that text, in bytes.
    pub offset: usize,
}

impl<'a> Lines<'a> {
    /// Counts the lines of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut before = vec![0];
        let mut ended = 0;
        for part in text.as_bytes().chunks(STRIDE) {
            ended += line_ends(part);
            before.push(ended);
        }
        Self { text, before }
    }

    /// The place at an offset in bytes; one beyond the text is the text's end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position<'a> {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let strides = before.len() / STRIDE;
        let ended = self.before.get(strides).copied().unwrap_or_default();
        let rest = before.as_bytes().get(strides * STRIDE..);
        let line = ended + line_ends(rest.unwrap_or_default()) + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let text = self.text.get(start..).unwrap_or_default();
        let text = text.lines().next().unwrap_or_default();
        let before = text.get(..offset.saturating_sub(start)).unwrap_or(text);
        Position {
            line,
            column: before.chars().count() + 1,
            text,
            offset: before.len(),
        }
    }
}

fn line_ends(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests;
