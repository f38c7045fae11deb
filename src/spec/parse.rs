//! Text to a tree: JSON or YAML, decided by what the text looks like.
//!
//! `serde_yaml`'s own conversion refuses integers beyond 64 bits and keys that are not text, both of
//! which real descriptions contain; `Tree` builds the value itself. The order of members is kept.

use std::cell::Cell;
use std::fmt;
use std::path::Path;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde_json::error::Category;
use serde_json::{Map, Number, Value};

/// Why a text cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The place, in bytes from the start of the text.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<&'static str>,
}

impl SyntaxError {
    /// An error without a hint.
    #[must_use]
    pub fn new(offset: usize, message: impl Into<String>) -> Self {
        Self {
            offset,
            message: message.into(),
            help: None,
        }
    }
}

/// Whether a text is meant to be JSON: its first character that is not white space opens an object
/// or an array. (Such a text may still be YAML in flow style.)
#[must_use]
pub fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Parses a file's text.
///
/// # Errors
/// The text is neither JSON nor YAML, or it is one that no description needs: several documents,
/// keys that occur twice, aliases that multiply: the number of values plus the bytes of their text may be four times the
/// size of the text and `aliased` more. An alias bomb of a few hundred bytes would otherwise fill the memory.
pub fn parse(name: &Path, text: &str, aliased: usize) -> Result<Value, SyntaxError> {
    if looks_like_json(text) {
        let must_be_json = name
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("json"));
        match parse_json(text) {
            Ok(value) => return Ok(value),
            Err((error, is_final)) if is_final || must_be_json => return Err(error),
            Err(_) => {}
        }
    }
    parse_yaml(text, aliased)
}

const TOO_DEEP: &str = "values are nested more than 128 levels deep";

/// Parses JSON. With an error comes whether it is one that reading the text as YAML cannot mend.
fn parse_json(text: &str) -> Result<Value, (SyntaxError, bool)> {
    let spent = Cell::new(0);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // A JSON tree cannot outgrow its text.
    let tree = Tree {
        spent: &spent,
        limit: usize::MAX,
        merge_keys: false,
    };
    let result = tree
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    result.map_err(|error| {
        let offset = offset_of_byte_column(text, error.line(), error.column());
        let place = format!(" at line {} column {}", error.line(), error.column());
        let message = error.to_string().replacen(&place, "", 1);
        if is_comment(text, offset) {
            let message = "JSON has no comments".to_owned();
            let help = Some("remove the comments, or write the description as YAML, where a comment starts with `#`");
            return (SyntaxError { offset, message, help }, true);
        }
        let too_deep = message.starts_with("recursion limit");
        let is_final = too_deep || !matches!(error.classify(), Category::Syntax | Category::Eof);
        let message = if too_deep { TOO_DEEP.to_owned() } else { message };
        (SyntaxError::new(offset, message), is_final)
    })
}

fn is_comment(text: &str, offset: usize) -> bool {
    let rest = text.get(offset..).unwrap_or_default();
    rest.starts_with("//") || rest.starts_with("/*")
}

/// The offset of a one-based line and a one-based column counted in bytes.
fn offset_of_byte_column(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let offset = (before + column.saturating_sub(1)).min(text.len());
    (0..=offset)
        .rev()
        .find(|&offset| text.is_char_boundary(offset))
        .unwrap_or_default()
}

fn parse_yaml(text: &str, aliased: usize) -> Result<Value, SyntaxError> {
    let spent = Cell::new(0);
    let limit = text.len().saturating_mul(4).saturating_add(aliased);
    let tree = Tree {
        spent: &spent,
        limit,
        merge_keys: true,
    };
    tree.deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| yaml_error(text, &error))
}

fn yaml_error(text: &str, error: &serde_yaml::Error) -> SyntaxError {
    let message = error.to_string();
    if message.contains("more than one document") {
        let message = "the file holds more than one YAML document".to_owned();
        let help = Some("keep one document per file");
        return SyntaxError {
            offset: second_document(text),
            message,
            help,
        };
    }
    if message.contains("repetition limit") {
        return SyntaxError::new(0, TOO_MANY_ALIASES);
    }
    // An error of libyaml's reader has its place, in bytes, in the message alone.
    let (problem, position) = message.rsplit_once(" at position ").unwrap_or_default();
    if let Ok(offset) = position.parse() {
        return SyntaxError::new(offset, problem);
    }
    let Some(place) = error.location() else {
        return SyntaxError::new(0, message);
    };
    // libyaml's index counts characters, whatever its documentation says.
    let offset = text
        .char_indices()
        .nth(place.index())
        .map_or(text.len(), |(offset, _)| offset);
    if message.contains("recursion limit exceeded") {
        let message = TOO_DEEP.to_owned();
        let help = has_alias(text).then_some(
            "if an alias (`*name`) stands inside of what it repeats (`&name`), write a `$ref` in its place",
        );
        return SyntaxError {
            offset,
            message,
            help,
        };
    }
    if text
        .get(offset..)
        .is_some_and(|rest| rest.starts_with('\t'))
    {
        return SyntaxError {
            offset,
            message: "YAML is not indented with tabs".to_owned(),
            help: Some("use spaces"),
        };
    }
    let suffix = format!(" at line {} column {}", place.line(), place.column());
    SyntaxError::new(offset, message.replacen(&suffix, "", 1))
}

/// Whether there is something like an alias as a value: `key: *name`, `- *name`.
fn has_alias(text: &str) -> bool {
    text.match_indices('*').any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + 1..));
        let before = before.is_some_and(|before| before.ends_with([' ', '[', ',', '\n']));
        before && after.is_some_and(|after| after.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// Where the separator after the first content is; one before it opens the first document.
fn second_document(text: &str) -> usize {
    let is_content = |line: &&str| !line.trim().is_empty() && !line.starts_with(['#', '%', '-']);
    let first = text
        .lines()
        .find(is_content)
        .and_then(|line| text.find(line))
        .unwrap_or_default();
    let rest = text.get(first..).unwrap_or_default();
    rest.find("\n---")
        .map_or(first, |separator| first + separator + 1)
}

const TOO_MANY_ALIASES: &str = "the file's YAML aliases multiply it beyond all measure";

/// Builds a [`Value`] from any format, within a budget.
#[derive(Clone, Copy)]
struct Tree<'a> {
    /// What has been built so far: one for each value, plus the bytes of its text.
    spent: &'a Cell<usize>,
    limit: usize,
    /// Whether `<<` merges another mapping into this one.
    ///
    /// See [the merge key](https://yaml.org/type/merge.html).
    merge_keys: bool,
}

impl Tree<'_> {
    fn spend<E: serde::de::Error>(self, cost: usize) -> Result<(), E> {
        self.spent.set(self.spent.get().saturating_add(cost));
        if self.spent.get() > self.limit {
            Err(E::custom(TOO_MANY_ALIASES))
        } else {
            Ok(())
        }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.spend(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "what JSON's own reader does with such a number"
    )]
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "what JSON's own reader does with such a number"
    )]
    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    /// JSON has no infinity and no NaN: they stay the text that YAML spells them with.
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or_else(
            || {
                let text = if value.is_nan() {
                    ".nan"
                } else if value > 0.0 {
                    ".inf"
                } else {
                    "-.inf"
                };
                Value::String(text.to_owned())
            },
            Value::Number,
        ))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        self.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element_seed(self)? {
            list.push(element);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut merged = Map::new();
        while let Some(key) = members.next_key_seed(Key { known: &map })? {
            self.spend(key.len())?;
            let value = members.next_value_seed(self)?;
            if self.merge_keys && key == "<<" {
                merge(&mut merged, value).map_err(A::Error::custom)?;
            } else {
                map.insert(key, value);
            }
        }
        if merged.is_empty() {
            return Ok(Value::Object(map));
        }
        merged.extend(map);
        Ok(Value::Object(merged))
    }

    /// A tag of the application's own (`!Sub`) has no counterpart in JSON: the value counts.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_tag, value) = tagged.variant::<String>()?;
        value.newtype_variant_seed(self)
    }
}

/// Adds what `<<` refers to; of two mappings, the earlier one counts.
fn merge(merged: &mut Map<String, Value>, value: Value) -> Result<(), &'static str> {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                merged.entry(key).or_insert(value);
            }
            Ok(())
        }
        Value::Array(list) => list.into_iter().try_for_each(|value| merge(merged, value)),
        _ => Err("the merge key `<<` takes a mapping or a list of mappings"),
    }
}

/// A mapping's key, as it is spelt: `200` and `yes` are text. One that is there already is an error.
struct Key<'a> {
    known: &'a Map<String, Value>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<String, E> {
        if self.known.contains_key(key) {
            return Err(E::custom(format_args!(
                "the key `{key}` occurs twice in one mapping"
            )));
        }
        Ok(key.to_owned())
    }
}

#[cfg(test)]
mod tests;
