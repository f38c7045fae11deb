//! Markdown: cells of tables, anchors of headings, types with links.

use std::borrow::Cow;

use super::Pages;
use crate::ir::{Content, Docs, StreamKind, Type};
use crate::lower::describe;
use crate::lower::docs::is_block;

/// A text in one cell of a table: its paragraphs, up to the first list, code block or table.
pub fn cell(docs: &Docs) -> String {
    paragraphs(docs.lines.iter().map(String::as_str))
}

/// The notes of a documentation in one cell.
pub fn notes(docs: &Docs) -> String {
    let notes: Vec<Cow<'_, str>> = docs.notes.iter().map(|note| escaped(note)).collect();
    notes.join("<br>")
}

/// The first paragraph in one cell.
pub fn summary(docs: &Docs) -> String {
    cell(&docs.clone().summary())
}

/// Code in one cell.
pub fn code_cell(text: &str) -> String {
    describe::code(text).replace('|', "\\|")
}

fn paragraphs<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut begins = true;
    for line in lines {
        if line.is_empty() {
            begins = true;
            continue;
        }
        if begins && is_block(line) {
            break;
        }
        if !text.is_empty() {
            text.push_str(if begins { "<br>" } else { " " });
        }
        // Two blanks or a backslash at the end are a line break, which a cell cannot have.
        text.push_str(&escaped(line.trim_end_matches(['\\', ' '])));
        begins = false;
    }
    text
}

/// A line of Markdown with the bars in it escaped.
fn escaped(line: &str) -> Cow<'_, str> {
    if !line.contains('|') {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len());
    let mut after_backslash = false;
    for c in line.chars() {
        if c == '|' && !after_backslash {
            text.push('\\');
        }
        after_backslash = c == '\\' && !after_backslash;
        text.push(c);
    }
    Cow::Owned(text)
}

/// The anchor that GitHub and others give to a heading: letters and digits, blanks as hyphens.
pub fn anchor(heading: &str) -> String {
    let plain = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c => c.is_alphanumeric().then_some(c),
    });
    plain.flat_map(char::to_lowercase).collect()
}

/// A type, its models linked to their pages; `folder` leads there from the page it stands on.
pub fn type_(pages: &Pages<'_>, type_: &Type) -> String {
    let wrap = |outer: &str, inner: &Type| format!("{outer}&lt;{}&gt;", self::type_(pages, inner));
    match type_ {
        Type::Model(id, name) => match pages.model(*id) {
            Some(page) => format!("[`{name}`]({page})"),
            None => format!("`{name}`"),
        },
        Type::List(inner) => wrap("Vec", inner),
        Type::Map(inner) => format!("BTreeMap&lt;String, {}&gt;", self::type_(pages, inner)),
        Type::Tuple(elements) => {
            let elements = elements.iter().map(|inner| self::type_(pages, inner));
            format!("({})", elements.collect::<Vec<_>>().join(", "))
        }
        Type::Option(inner) => wrap("Option", inner),
        Type::Nullable(inner) => wrap("Nullable", inner),
        Type::Emptyable(inner) => wrap("Emptyable", inner),
        Type::Boxed(inner) => wrap("Box", inner),
        Type::Stream(StreamKind::Events, inner) => wrap("EventStream", inner),
        Type::Stream(StreamKind::JsonLines, inner) => wrap("JsonLines", inner),
        plain => code_cell(&plain.to_string()),
    }
}

/// What a reply carries.
pub fn content(pages: &Pages<'_>, content: &Content) -> String {
    match content {
        Content::Empty => "(empty)".to_owned(),
        other => type_(pages, &other.type_()),
    }
}
