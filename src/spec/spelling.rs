//! How values are spelt in the text: `1.10` is the number 1.1, and yet a version that someone wrote
//! without quotes is meant as it stands there.
//!
//! Parsing loses the spelling. It is recovered from the text when a number or a truth value stands where text belongs: in
//! one pass over a file, and only if somewhere in it that value is written otherwise than it is printed.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::Value;

use crate::spec::origin::child;
use crate::spec::parse::parse;

/// How many places are looked at for one spelling, which bounds what aliases of aliases can cost.
const MAX_PLACES: usize = 64;

/// The spellings in one file that are not those of the parsed values.
#[derive(Clone, Debug)]
pub struct Spellings<'t> {
    text: &'t str,
    /// The values of all words that may be such a spelling, wherever they stand.
    respelt: HashSet<Value>,
    places: OnceCell<Places>,
}

/// Where they are.
#[derive(Clone, Debug, Default)]
struct Places {
    /// Scalars by pointer.
    scalars: HashMap<String, String>,
    /// Where each alias and each mapping with merge keys has its content from.
    aliases: BTreeMap<String, Vec<String>>,
}

impl<'t> Spellings<'t> {
    /// Those of a file's text, as far as it is well-formed.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            respelt: respelt(text),
            places: OnceCell::new(),
        }
    }

    /// The spelling of the value at a pointer, if it is not that of the value itself.
    #[must_use]
    pub fn get(&self, pointer: &str, value: &Value) -> Option<&str> {
        if !self.respelt.contains(value) {
            return None;
        }
        let places = self.places.get_or_init(|| Places::new(self.text));
        places.find(pointer, value, &Cell::new(MAX_PLACES))
    }
}

/// The values of the words that are written otherwise than they are printed.
fn respelt(text: &str) -> HashSet<Value> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-');
    let words: HashSet<&str> = text
        .split(|c| !is_of_word(c))
        .filter(|word| is_respelt(word))
        .collect();
    let values = words.into_iter().map(read);
    values.flatten().collect()
}

/// A plain scalar.
fn read(word: &str) -> Option<Value> {
    parse(Path::new(""), word, usize::MAX).ok()
}

impl Places {
    fn new(text: &str) -> Self {
        let mut spellings = Self::default();
        let mut anchors: HashMap<usize, String> = HashMap::new();
        let mut open: Vec<Open> = Vec::new();
        for (event, _) in Parser::new_from_str(text).map_while(Result::ok) {
            if matches!(event, Event::SequenceEnd | Event::MappingEnd) {
                open.pop();
                continue;
            }
            if let Some(Open {
                progress: progress @ Progress::Key,
                ..
            }) = open.last_mut()
                && let Event::Scalar(key, ..) = &event
            {
                *progress = Progress::Value(key.clone());
                continue;
            }
            if !matches!(
                event,
                Event::Scalar(..)
                    | Event::Alias(_)
                    | Event::SequenceStart(..)
                    | Event::MappingStart(..)
            ) {
                continue;
            }
            let pointer = open.last_mut().map(Open::next).unwrap_or_default();
            // No anchor has the number 0.
            if let Event::Scalar(_, _, anchor @ 1.., _)
            | Event::SequenceStart(anchor @ 1.., _)
            | Event::MappingStart(anchor @ 1.., _) = event
            {
                anchors.insert(anchor, pointer.clone());
            }
            match event {
                Event::Scalar(text, ScalarStyle::Plain, _, None) if is_respelt(&text) => {
                    spellings.scalars.insert(pointer, text.into_owned());
                }
                Event::Alias(anchor) => {
                    if let Some(target) = anchors.get(&anchor) {
                        let place = merging(&pointer).unwrap_or(&pointer).to_owned();
                        let targets = spellings.aliases.entry(place).or_default();
                        targets.push(target.clone());
                    }
                }
                Event::SequenceStart(..) => open.push(Open {
                    pointer,
                    progress: Progress::Sequence(0),
                }),
                Event::MappingStart(..) => open.push(Open {
                    pointer,
                    progress: Progress::Key,
                }),
                _ => {}
            }
        }
        spellings
    }

    fn find(&self, pointer: &str, value: &Value, budget: &Cell<usize>) -> Option<&str> {
        budget.set(budget.get().checked_sub(1)?);
        // A merged member may be hidden by one that is not respelt.
        let own = self.scalars.get(pointer).map(String::as_str);
        let own = own.filter(|text| read(text).as_ref() == Some(value));
        let elsewhere = || {
            let ends = pointer.match_indices('/').map(|(end, _)| end);
            let prefixes = ends
                .chain([pointer.len()])
                .filter_map(|end| pointer.split_at_checked(end));
            let targets = prefixes.flat_map(|(prefix, rest)| {
                let targets = self.aliases.get(prefix).into_iter().flatten();
                targets.map(move |target| format!("{target}{rest}"))
            });
            targets
                .take(MAX_PLACES)
                .find_map(|place| self.find(&place, value, budget))
        };
        own.or_else(elsewhere)
    }
}

/// A collection that is open while the events go by.
struct Open<'t> {
    pointer: String,
    progress: Progress<'t>,
}

enum Progress<'t> {
    /// The index of the next element.
    Sequence(usize),
    Key,
    /// The key of the value that comes next.
    Value(Cow<'t, str>),
}

impl Open<'_> {
    /// The pointer of what comes next.
    fn next(&mut self) -> String {
        match &mut self.progress {
            Progress::Sequence(index) => {
                *index += 1;
                format!("{}/{}", self.pointer, *index - 1)
            }
            // A key that is no scalar, which no description has.
            Progress::Key => {
                self.progress = Progress::Value(Cow::Borrowed(""));
                self.pointer.clone()
            }
            Progress::Value(key) => {
                let pointer = child(&self.pointer, key);
                self.progress = Progress::Key;
                pointer
            }
        }
    }
}

/// The mapping into which an alias at this pointer is merged: under `<<`, or in a list under it.
fn merging(pointer: &str) -> Option<&str> {
    let list = pointer.rsplit_once('/').map(|(list, _)| list);
    pointer
        .strip_suffix("/<<")
        .or_else(|| list?.strip_suffix("/<<"))
}

/// Whether a plain scalar may be a number or a truth value that is written otherwise when printed.
fn is_respelt(text: &str) -> bool {
    let is_canonical = || {
        let number = text.parse::<i64>();
        number.is_ok_and(|number| number.to_string() == text)
    };
    let number = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    let boolean = ["true", "false"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word) && text != *word);
    number && !is_canonical() || boolean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_found_through_aliases_and_merge_keys() {
        let text = "a: &a {v: 1.10, w: 0x10, x: '1.10', y: !!str 1.10, z: 7}\nb: *a\nc: {<<: *a, w: 2.50}\n\
                    d: {<<: [*a, {u: 1e3}], v: 1}\ne: [&n 1.00, *n, True]\n";
        let document = parse(Path::new("a.yaml"), text, usize::MAX).unwrap();
        let spellings = Spellings::new(text);
        let spelt = |pointer: &str| spellings.get(pointer, document.pointer(pointer).unwrap());
        for (pointer, expected) in [
            ("/a/v", Some("1.10")),
            ("/a/w", Some("0x10")),
            ("/a/x", None),
            ("/a/y", None),
            ("/a/z", None),
            ("/b/v", Some("1.10")),
            ("/c/v", Some("1.10")),
            ("/c/w", Some("2.50")),
            ("/d/v", None),
            ("/d/w", Some("0x10")),
            ("/e/0", Some("1.00")),
            ("/e/1", Some("1.00")),
            ("/e/2", Some("True")),
        ] {
            assert_eq!(spelt(pointer), expected, "{pointer}");
        }
    }

    #[test]
    fn aliases_that_multiply_end_soon() {
        let mut text = "a0: &a0 {v: 1.0}\n".to_owned();
        for level in 1..40 {
            let alias = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} {{<<: [{alias}, {alias}, {alias}]}}\n");
        }
        assert_eq!(
            Spellings::new(&text).get("/a39/none", &Value::from(1.0)),
            None
        );
    }

    #[test]
    fn json_numbers_are_spelt_too() {
        let spellings = Spellings::new("{\"info\": {\"version\": 1.10}}");
        assert_eq!(
            spellings.get("/info/version", &Value::from(1.1)),
            Some("1.10")
        );
    }
}
