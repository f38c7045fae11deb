//! `use` declarations: sorted and wrapped.

use super::flat::flat;
use super::shape::{Shape, Tactic, join, width};
use std::cmp::Ordering;
use syn::{ItemUse, UseTree};

/// A `use` tree as a path, sorted inside.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path {
    segments: Vec<Segment>,
}

/// One segment; the variants are in rustfmt's order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    /// `self`, `super` and `crate`, in this order, and a new name.
    Keyword(usize, String),
    Name(Name, String),
    Glob,
    List(Vec<Path>),
}

/// A name ordered as a reader would: `v9` before `v10`.
#[derive(Clone, PartialEq, Eq)]
struct Name(String);

const KEYWORDS: [&str; 3] = ["self", "super", "crate"];

/// The block of a declaration: the standard library, other crates, this crate; then what is public.
pub(super) fn block(item: &ItemUse) -> (bool, usize) {
    let public = !matches!(item.vis, syn::Visibility::Inherited);
    let root = match &item.tree {
        UseTree::Path(path) => path.ident.to_string(),
        _ => String::new(),
    };
    let origin = match root.as_str() {
        "std" | "core" | "alloc" => 0,
        "self" | "super" | "crate" => 2,
        _ => 1,
    };
    (public, origin)
}

/// The declared paths, in the order in which declarations are sorted.
pub(super) fn path(tree: &UseTree) -> Path {
    let mut segments = Vec::new();
    collect(tree, &mut segments);
    Path { segments }
}

fn collect(tree: &UseTree, segments: &mut Vec<Segment>) {
    let segment =
        |name: String, alias: String| match KEYWORDS.iter().position(|keyword| *keyword == name) {
            Some(position) => Segment::Keyword(position, alias),
            None => Segment::Name(Name(name), alias),
        };
    match tree {
        UseTree::Path(path) => {
            segments.push(segment(path.ident.to_string(), String::new()));
            collect(&path.tree, segments);
        }
        UseTree::Name(name) => segments.push(segment(name.ident.to_string(), String::new())),
        UseTree::Rename(rename) => {
            segments.push(segment(rename.ident.to_string(), rename.rename.to_string()))
        }
        UseTree::Glob(_) => segments.push(Segment::Glob),
        UseTree::Group(group) => {
            let mut paths: Vec<Path> = group.items.iter().map(path).collect();
            paths.sort();
            match paths.as_slice() {
                [only] if !matches!(only.segments.as_slice(), [Segment::Keyword(..)]) => {
                    segments.extend(only.segments.iter().cloned())
                }
                _ => segments.push(Segment::List(paths)),
            }
        }
    }
}

/// A whole declaration but for its attributes.
pub(super) fn declaration(item: &ItemUse, shape: Shape) -> String {
    let visibility = flat(&item.vis);
    let gap = if visibility.is_empty() { "" } else { " " };
    let head = format!(
        "{visibility}{gap}use {}",
        if item.leading_colon.is_some() {
            "::"
        } else {
            ""
        }
    );
    let room = shape
        .after(width(&head))
        .and_then(|shape| shape.before(1))
        .unwrap_or(shape);
    format!("{head}{};", path(&item.tree).write(room))
}

impl Path {
    fn write(&self, shape: Shape) -> String {
        let mut text = String::new();
        for (index, segment) in self.segments.iter().enumerate() {
            if index > 0 {
                text.push_str("::");
            }
            match segment {
                Segment::Keyword(position, alias) => {
                    text.push_str(KEYWORDS.get(*position).copied().unwrap_or_default());
                    push_alias(&mut text, alias);
                }
                Segment::Name(name, alias) => {
                    text.push_str(&name.0);
                    push_alias(&mut text, alias);
                }
                Segment::Glob => text.push('*'),
                Segment::List(paths) => {
                    text.push_str(&list(paths, shape.after(width(&text)).unwrap_or(shape)))
                }
            }
        }
        text
    }

    fn has_list(&self) -> bool {
        matches!(self.segments.last(), Some(Segment::List(_)))
    }
}

fn push_alias(text: &mut String, alias: &str) {
    if !alias.is_empty() {
        text.push_str(" as ");
        text.push_str(alias);
    }
}

fn list(paths: &[Path], shape: Shape) -> String {
    let nested = shape.nested();
    let items: Vec<String> = paths.iter().map(|path| path.write(nested)).collect();
    let nests = paths.iter().any(Path::has_list);
    let line = join(&items, Tactic::Horizontal, shape, false);
    // rustfmt keeps two columns free that it does not use.
    if width(&line) + 4 <= shape.width && !nests {
        return format!("{{{line}}}");
    }
    let tactic = if nests {
        Tactic::Vertical
    } else {
        Tactic::Mixed
    };
    let room = nested.before(1).unwrap_or(nested);
    format!(
        "{{{}{}{}}}",
        nested.newline(),
        join(&items, tactic, room, true),
        shape.newline()
    )
}

impl Name {
    /// Runs of digits, runs of other characters, and underscores.
    fn chunks(&self) -> Vec<&str> {
        let class = |c: char| {
            if c == '_' {
                0
            } else if c.is_ascii_digit() {
                1
            } else {
                2
            }
        };
        let text = self.0.strip_prefix("r#").unwrap_or(&self.0);
        let mut chunks = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = match class(first) {
                0 => 1,
                kind => rest.find(|c| class(c) != kind).unwrap_or(rest.len()),
            };
            let (chunk, tail) = rest.split_at(end);
            chunks.push(chunk);
            rest = tail;
        }
        chunks
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (self.chunks(), other.chunks());
        let chunks = left
            .iter()
            .zip(&right)
            .map(|(a, b)| match (*a == "_", *b == "_") {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => match (a.parse::<u128>(), b.parse::<u128>()) {
                    (Ok(a), Ok(b)) => a.cmp(&b),
                    _ => a.cmp(b),
                },
            });
        chunks
            .fold(Ordering::Equal, Ordering::then)
            .then(left.len().cmp(&right.len()))
            .then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
