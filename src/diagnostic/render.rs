//! The report: for people in the manner of rustc, for tools as lines of JSON.
//!
//! A description is untrusted. Control characters and those that change the direction of text are
//! made visible before they reach a terminal.

mod spot;

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use indexmap::IndexMap;
use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::spec::origin::Origins;
use crate::spec::source::Sources;
use spot::{Spot, spots};

/// How many different warnings of one code are shown in full; the others are counted.
pub const SHOWN_WARNINGS: usize = 5;

/// How many places of one warning are told; the others are counted.
pub const SHOWN_PLACES: usize = 5;

/// How many errors are shown in full; the others are counted.
pub const SHOWN_ERRORS: usize = 50;

/// How many characters of a source line are shown before and after the marked ones, and of those.
const WINDOW: usize = 60;

/// Whether the report carries terminal colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Plain text.
    #[default]
    Never,
    /// ANSI escape sequences.
    Always,
}

/// The report for people: each problem with the line it is about, then the numbers of errors and
/// warnings. Empty if there are no problems.
///
/// A warning that is the same in several places is shown once, at the first of them. Of each code, [`SHOWN_WARNINGS`]
/// warnings and in all [`SHOWN_ERRORS`] errors are shown in full.
#[must_use]
pub fn human(
    diagnostics: &Diagnostics,
    sources: &Sources,
    origins: &Origins,
    colour: Colour,
) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    // Lines are cut by `window`: wide enough for the longest that it returns, all of it escaped.
    let renderer = renderer.term_width(40 * WINDOW);
    let (shown, hidden) = select(diagnostics);
    let mut report = String::new();
    let told: Vec<&Diagnostic> = shown
        .iter()
        .flat_map(|same| same.iter().copied().take(SHOWN_PLACES))
        .collect();
    let mut spots = spots(&told, sources, origins).into_iter();
    for same in &shown {
        let Some(diagnostic) = same.first() else {
            continue;
        };
        let mut places = spots.by_ref().take(same.len().min(SHOWN_PLACES));
        let mut group = group(diagnostic, places.next().flatten());
        let others: Vec<_> = places.flatten().collect();
        if !others.is_empty() {
            group = group.element(Level::NOTE.message(elsewhere(&others, same.len() - 1)));
        }
        report.push_str(&renderer.render(&[group]));
        report.push_str("\n\n");
    }
    for (code, count) in hidden {
        let (name, kind) = (code.name(), kind(code.severity()));
        report.push_str(&format!(
            "and {count} more `{name}` {kind}{}\n",
            plural(count)
        ));
    }
    report.push_str(&summary(diagnostics));
    report.push('\n');
    report
}

/// The report for tools: one JSON object a line for each problem, none left out.
///
/// Its members are `severity`, `code`, `message`, `help`, `file`, `line`, `column` (both counted
/// from 1, the column in characters) and `pointer`; those without a value are `null`.
#[must_use]
pub fn json(diagnostics: &Diagnostics, sources: &Sources, origins: &Origins) -> String {
    let all: Vec<&Diagnostic> = diagnostics.iter().collect();
    let mut report = String::new();
    for (diagnostic, spot) in all.iter().zip(spots(&all, sources, origins)) {
        let record = Record {
            severity: kind(diagnostic.code.severity()),
            code: diagnostic.code.name(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            file: spot
                .as_ref()
                .map(|spot| spot.source.name.to_string_lossy().into_owned()),
            line: spot.as_ref().map(|spot| spot.line),
            column: spot.as_ref().map(|spot| spot.column),
            pointer: spot.as_ref().and_then(|spot| spot.pointer.as_deref()),
        };
        // Nothing in a record can fail to be written.
        let line = serde_json::to_string(&record).unwrap_or_default();
        report.push_str(&escape_hidden(&line, json_escape));
        report.push('\n');
    }
    report
}

/// The last line of a report: `2 errors, 14 warnings`.
#[must_use]
pub fn summary(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics
        .iter()
        .filter(|d| d.code.severity() == Severity::Error)
        .count();
    let warnings = diagnostics.iter().count() - errors;
    [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}{}", plural(count)))
        .collect::<Vec<_>>()
        .join(", ")
}

#[derive(Serialize)]
struct Record<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    pointer: Option<&'a str>,
}

fn kind(severity: Severity) -> &'static str {
    match severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// What is shown in full, warnings that are the same together, and how many of each code are not.
fn select(diagnostics: &Diagnostics) -> (Vec<Vec<&Diagnostic>>, BTreeMap<Code, usize>) {
    let mut groups: IndexMap<_, Vec<&Diagnostic>> = IndexMap::new();
    for diagnostic in diagnostics.iter() {
        // An error has to be mended in each place.
        let is_error = diagnostic.code.severity() == Severity::Error;
        let place = is_error.then_some(&diagnostic.place);
        let same = (
            diagnostic.code,
            &diagnostic.message,
            &diagnostic.help,
            place,
        );
        groups.entry(same).or_default().push(diagnostic);
    }
    let mut warnings: BTreeMap<Code, usize> = BTreeMap::new();
    let mut errors = 0;
    let mut shown = Vec::new();
    let mut hidden: BTreeMap<Code, usize> = BTreeMap::new();
    for ((code, ..), same) in groups {
        let (count, limit) = match code.severity() {
            Severity::Error => (&mut errors, SHOWN_ERRORS),
            Severity::Warning => (warnings.entry(code).or_default(), SHOWN_WARNINGS),
        };
        *count += 1;
        if *count <= limit {
            shown.push(same);
        } else {
            *hidden.entry(code).or_default() += same.len();
        }
    }
    (shown, hidden)
}

/// Says where else a problem is: at these places, and at as many more as `count` has.
fn elsewhere(others: &[Spot], count: usize) -> String {
    let mut places: Vec<String> = others.iter().map(Spot::to_string).collect();
    if let Some(more @ 1..) = count.checked_sub(others.len()) {
        places.push(format!("in {more} more place{}", plural(more)));
    }
    let last = places.pop().unwrap_or_default();
    match places.as_slice() {
        [] => format!("also at {last}"),
        _ => format!("also at {} and {last}", places.join(", ")),
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn group<'a>(diagnostic: &'a Diagnostic, spot: Option<Spot<'a>>) -> Group<'a> {
    let level = match diagnostic.code.severity() {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level
        .primary_title(visible(&diagnostic.message))
        .id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Some(spot) = spot {
        let path = visible(&spot.source.name.to_string_lossy());
        let (text, mark) = window(spot.text, spot.mark);
        // The library counts columns in the text that it is given; where that was cut it must be told.
        let column = text
            .get(..mark.start)
            .map_or(0, |before| before.chars().count())
            + 1;
        let snippet = Snippet::source(text)
            .line_start(spot.line)
            .annotation(AnnotationKind::Primary.span(mark));
        group = if column == spot.column {
            group.element(snippet.path(path))
        } else {
            group
                .element(Origin::path(path).line(spot.line).char_column(spot.column))
                .element(snippet)
        };
        if let Some(pointer) = spot.pointer {
            group = group.element(Level::NOTE.message(format!("#{}", visible(&pointer))));
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    group
}

/// The part of a line around the mark, safe to print, and the mark in it.
fn window(line: &str, mark: Range<usize>) -> (String, Range<usize>) {
    let (before, rest) = line.split_at_checked(mark.start).unwrap_or((line, ""));
    let (marked, after) = rest.split_at_checked(mark.len()).unwrap_or((rest, ""));
    let cut = before
        .char_indices()
        .rev()
        .nth(WINDOW)
        .map(|(end, c)| end + c.len_utf8());
    let mut text = match cut {
        Some(cut) => format!("…{}", visible(before.get(cut..).unwrap_or_default())),
        None => visible(before),
    };
    let start = text.len();
    let (shown, is_cut) = first_characters(marked);
    text.push_str(&visible(shown));
    let end = text.len();
    let (shown, is_cut) = if is_cut {
        ("", true)
    } else {
        first_characters(after)
    };
    text.push_str(&visible(shown));
    if is_cut {
        text.push('…');
    }
    (text, start..end)
}

/// At most [`WINDOW`] characters, and whether there were more.
fn first_characters(text: &str) -> (&str, bool) {
    match text.char_indices().nth(WINDOW) {
        Some((end, _)) => (text.get(..end).unwrap_or(text), true),
        None => (text, false),
    }
}

/// Text that a terminal shows as it is. (The library takes care of tabs.)
fn visible(text: &str) -> String {
    escape_hidden(text, |c| c.escape_unicode().to_string())
}

fn escape_hidden(text: &str, escape: fn(char) -> String) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            result.push_str(&escape(c))
        } else {
            result.push(c)
        }
    }
    result
}

fn json_escape(c: char) -> String {
    c.encode_utf16(&mut [0; 2])
        .iter()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect()
}

/// Control characters, and those that have no width or change the direction of what follows.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c,
            '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests;
