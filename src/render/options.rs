//! What a user decides about documentation: the key `docs` of a client in `oasmith.toml`.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Choices of documentation: `docs = false`, or a table `docs = { language = "jpn" }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocsOptions {
    /// Whether a crate gets the pages in `docs/`. Default: `true`.
    pub pages: bool,
    /// `language`: the texts to use, by the keys of `x-summary-i18n` and the like; `default` is the text of
    /// the plain keyword. Several stand side by side in this order. Default: the plain texts.
    pub languages: Vec<String>,
}

impl Default for DocsOptions {
    fn default() -> Self {
        Self {
            pages: true,
            languages: Vec::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected the key of a language or a list of such keys"
)]
enum Language {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    language: Language,
}

impl<'de> Deserialize<'de> for DocsOptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FlagOrTable)
    }
}

struct FlagOrTable;

impl<'de> Visitor<'de> for FlagOrTable {
    type Value = DocsOptions;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`false`, `true` or a table with `language`")
    }

    fn visit_bool<E>(self, pages: bool) -> Result<DocsOptions, E> {
        Ok(DocsOptions {
            pages,
            ..DocsOptions::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DocsOptions, A::Error> {
        let table = Table::deserialize(MapAccessDeserializer::new(map))?;
        Ok(DocsOptions {
            pages: true,
            languages: match table.language {
                Language::One(language) => vec![language],
                Language::Several(languages) => languages,
            },
        })
    }
}
