//! Where in the files the problems are.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use super::visible;
use crate::diagnostic::{Diagnostic, Place};
use crate::spec::locate::{Lines, locate};
use crate::spec::origin::Origins;
use crate::spec::source::{Source, Sources};

/// A problem's place in a source file.
pub(super) struct Spot<'a> {
    pub source: &'a Source,
    /// The pointer in that file, unless its text could not be parsed.
    pub pointer: Option<String>,
    pub line: usize,
    pub column: usize,
    pub text: &'a str,
    /// The marked part of the text, in bytes.
    pub mark: Range<usize>,
}

impl fmt::Display for Spot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = visible(&self.source.name.to_string_lossy());
        write!(f, "{path}:{}:{}", self.line, self.column)
    }
}

/// The place of each problem, `None` for one that is in no file.
pub(super) fn spots<'a>(
    list: &[&Diagnostic],
    sources: &'a Sources,
    origins: &Origins,
) -> Vec<Option<Spot<'a>>> {
    let mut by_source: BTreeMap<usize, Vec<(usize, Target)>> = BTreeMap::new();
    for (index, diagnostic) in list.iter().enumerate() {
        let (source, target) = match &diagnostic.place {
            Place::Nowhere | Place::Setting(_) => continue,
            Place::Document(pointer) => {
                let (source, pointer) = origins.trace(pointer);
                (source, Target::Pointer(pointer))
            }
            Place::Source(source, pointer) => (*source, Target::Pointer(pointer.clone())),
            Place::Offset(source, offset) => (*source, Target::Offset(*offset)),
        };
        by_source.entry(source).or_default().push((index, target));
    }
    let mut spots: Vec<Option<Spot<'a>>> = list.iter().map(|_| None).collect();
    for (number, targets) in by_source {
        let Some(source) = sources.get(number) else {
            continue;
        };
        for (index, spot) in spots_in(source, targets) {
            if let Some(place) = spots.get_mut(index) {
                *place = Some(spot);
            }
        }
    }
    spots
}

enum Target {
    Pointer(String),
    Offset(usize),
}

fn spots_in(
    source: &Source,
    targets: Vec<(usize, Target)>,
) -> impl Iterator<Item = (usize, Spot<'_>)> {
    let pointers: Vec<&str> = targets
        .iter()
        .filter_map(|(_, target)| match target {
            Target::Pointer(pointer) => Some(pointer.as_str()),
            Target::Offset(_) => None,
        })
        .collect();
    let mut spans = if pointers.is_empty() {
        Vec::new()
    } else {
        locate(&source.text, &pointers)
    }
    .into_iter();
    let lines = Lines::new(&source.text);
    targets.into_iter().map(move |(index, target)| {
        let (span, pointer) = match target {
            Target::Pointer(pointer) => (spans.next().unwrap_or_default(), Some(pointer)),
            Target::Offset(offset) => (offset..offset + 1, None),
        };
        let place = lines.position(span.start);
        let mark = place.offset..place.offset + span.len();
        (
            index,
            Spot {
                source,
                pointer,
                line: place.line,
                column: place.column,
                text: place.text,
                mark,
            },
        )
    })
}
