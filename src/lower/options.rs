//! What a user decides about the Rust types: the table `types` of a client in `oasmith.toml`.

mod apply;
mod dependency;
mod place;

use std::collections::BTreeMap;

use serde::Deserialize;

pub(super) use self::apply::Applied;
use crate::diagnostic::{Code, Diagnostics, Place};
use crate::ir::Codec;

/// Choices of Rust types. The default keeps every value as it is spelled.
///
/// A *place* is a schema in `components.schemas` by its name, or a field by the names that lead to it: `Pet`,
/// `Pet.owner.id`; the elements of an array and the values of a map are `Pet.tags.item` and `Pet.labels.value`. A field
/// that comes from another schema through `allOf` has both names.
///
/// An entry that matches nothing in the description is an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TypeOptions {
    /// `date`: the library for `format: date-time` and `format: date`. Default: `text`.
    pub date: DateLibrary,
    /// `float`: the type for `format: float`. Default: `f64`.
    pub float: Float,
    /// `enums`: whether enums take values that the description does not list. Default: `open`.
    pub enums: Openness,
    /// `enum-places`: the same for single places.
    pub enum_places: BTreeMap<String, Openness>,
    /// `formats`: Rust types for values of a `format`.
    pub formats: BTreeMap<String, Replacement>,
    /// `schemas`: Rust types for whole schemas of `components.schemas`, by name.
    pub schemas: BTreeMap<String, Replacement>,
    /// `fields`: Rust types for fields, by place.
    pub fields: BTreeMap<String, Replacement>,
    /// `validation`: whether models that are sent get a method that checks their bounds (`minLength`, `pattern`,
    /// `maximum`, …), and the client a setting that calls it before each request. Default: `false`.
    pub validation: bool,
}

impl TypeOptions {
    /// Reads the table as it is written in `oasmith.toml`, without its head.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.message().trim_end().to_owned())
    }

    /// Reports types that are none, crates that are not known, and entries that contradict each other.
    pub(super) fn check(&self, diagnostics: &mut Diagnostics) {
        let mut codecs = BTreeMap::new();
        let mut lines = BTreeMap::new();
        for (table, key, replacement) in self.replacements() {
            let codec = codecs.entry(&replacement.path).or_insert(replacement.codec);
            let line = dependency::line(replacement);
            let known = lines.entry(dependency::root(&replacement.path));
            let problem = if *codec != replacement.codec {
                Err("the type has another `codec` in another entry".to_owned())
            } else if *known.or_insert_with(|| line.clone()) != line {
                Err("the crate has another `dependency` in another entry".to_owned())
            } else {
                dependency::check(replacement)
            };
            if let Err(problem) = problem {
                let message = format!("types.{table}.{key:?}: {problem}");
                let place = Place::setting(["types", table, key]);
                diagnostics.push_at(Code::Configuration, place, message, None);
            }
        }
    }

    /// All entries that name a type, with table and key.
    fn replacements(&self) -> impl Iterator<Item = (&'static str, &String, &Replacement)> {
        let tables = [
            ("formats", &self.formats),
            ("schemas", &self.schemas),
            ("fields", &self.fields),
        ];
        tables.into_iter().flat_map(|(table, entries)| {
            entries
                .iter()
                .map(move |(key, replacement)| (table, key, replacement))
        })
    }
}

/// The library for dates.
///
/// Text is the default because servers send dates that no library takes, a date-time without an offset most of all, and
/// because a library spells a value anew: `2024-05-01T10:00:00.000Z` may go back as `2024-05-01T10:00:00Z`. With a
/// library, a value that is not of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6) cannot be read.
/// `format: time` is text in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateLibrary {
    /// `String`
    #[default]
    Text,
    /// `chrono::DateTime<chrono::FixedOffset>` and `chrono::NaiveDate`.
    Chrono,
    /// `time::OffsetDateTime` and `time::Date`.
    Time,
    /// `jiff::Zoned` and `jiff::civil::Date`. The zone is the offset that was received (`jiff::Timestamp` would forget
    /// it); a `Zoned` of a named zone is sent with its offset at that time.
    Jiff,
}

/// The type for `format: float`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Float {
    /// `f64`: descriptions say `float` for money too, which loses its cents in `f32`.
    #[default]
    F64,
    /// `f32`
    F32,
}

/// Whether an enum takes values that the description does not list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Openness {
    /// A variant keeps them.
    #[default]
    Open,
    /// They are an error when a reply is read. A server that learns a new value then breaks its clients.
    Closed,
}

/// A Rust type in place of the usual one: its path alone, or a table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Replacement {
    /// `type`: the type with its full path, such as `uuid::Uuid`.
    pub path: String,
    /// `dependency`: a line for `Cargo.toml`. Not needed for `std`, for `crate` and for crates that oasmith knows.
    pub dependency: Option<String>,
    /// `codec`: how a value travels in JSON. Default: `text`.
    pub codec: Codec,
}

/// A [`Replacement`] as it is written.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a type such as \"uuid::Uuid\", or a table with `type` and, if needed, `dependency` and `codec`"
)]
enum Written {
    Path(String),
    Table(Table),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "type")]
    path: String,
    dependency: Option<String>,
    #[serde(default)]
    codec: WrittenCodec,
}

/// A [`Codec`] that a user can ask for.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenCodec {
    #[default]
    Text,
    Number,
    Serde,
}

impl From<Written> for Replacement {
    fn from(written: Written) -> Self {
        match written {
            Written::Path(path) => path.as_str().into(),
            Written::Table(table) => Self {
                path: table.path,
                dependency: table.dependency,
                codec: match table.codec {
                    WrittenCodec::Text => Codec::Text,
                    WrittenCodec::Number => Codec::Number,
                    WrittenCodec::Serde => Codec::Serde,
                },
            },
        }
    }
}

impl From<&str> for Replacement {
    /// A type that has `FromStr` and `Display`, of a crate that oasmith knows.
    fn from(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            dependency: None,
            codec: Codec::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_matches_nothing_is_an_error() {
        let options = TypeOptions::from_toml(
            r#"
            formats.uiid = "uuid::Uuid"
            schemas.Pett = "uuid::Uuid"
            fields."Pet.idd" = "uuid::Uuid"
            fields."Pet.id" = "ids::Id"
            enum-places."Pet.id" = "closed"
            "#,
        );
        let document = serde_yaml::from_str(
            "{openapi: 3.0.3, info: {title: T, version: '1'}, paths: {},
              components: {schemas: {Pet: {type: object, properties: {id: {type: string}}}}}}",
        );
        let mut diagnostics = Diagnostics::default();
        crate::lower::lower(
            &document.unwrap(),
            &options.unwrap(),
            &Default::default(),
            &Default::default(),
            Default::default(),
            &mut diagnostics,
        );
        let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
        insta::assert_snapshot!(messages.join("\n"), @r#"
        types.fields."Pet.id": the crate `ids` is not one that oasmith knows; write `{ type = "ids::Id", dependency = 'ids = "1"' }`
        types.formats."uiid" matches nothing in the description
        types.schemas."Pett" matches nothing in the description
        types.fields."Pet.idd" matches nothing in the description
        types.enum-places."Pet.id" matches nothing in the description
        "#);
    }

    #[test]
    fn a_type_of_two_codecs_or_two_versions_is_an_error() {
        let options = TypeOptions::from_toml(
            r#"
            formats.id = { type = "ids::Id", dependency = 'ids = "1"' }
            formats.key = { type = "ids::Id", dependency = 'ids = "1"', codec = "serde" }
            formats.name = { type = "ids::Name", dependency = 'ids = "2"' }
            "#,
        );
        let mut diagnostics = Diagnostics::default();
        options.unwrap().check(&mut diagnostics);
        let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
        insta::assert_snapshot!(messages.join("\n"), @r#"
        types.formats."key": the type has another `codec` in another entry
        types.formats."name": the crate has another `dependency` in another entry
        "#);
    }

    #[test]
    fn what_is_no_type_is_told() {
        let told = TypeOptions::from_toml("formats.uuid = 3").unwrap_err();
        assert!(told.contains("expected a type such as"), "{told}");
    }
}
