//! The options while types are worked out: where they apply, and which of them never did.

use std::collections::{BTreeMap, BTreeSet};

use super::{DateLibrary, Float, Openness, Replacement, TypeOptions, dependency};
use crate::diagnostic::{Code, Diagnostics, Place};
use crate::ir::{Codec, External, Type};

/// Options, and which of their entries were used.
pub struct Applied<'o> {
    options: &'o TypeOptions,
    used: BTreeSet<(&'static str, &'o str)>,
    externals: BTreeMap<String, Codec>,
}

impl<'o> Applied<'o> {
    /// Options of which nothing is used yet.
    pub fn new(options: &'o TypeOptions) -> Self {
        Self {
            options,
            used: BTreeSet::new(),
            externals: BTreeMap::new(),
        }
    }

    /// The type for a whole component.
    pub fn schema(&mut self, name: &str) -> Option<Type> {
        self.replacement("schemas", &self.options.schemas, name)
    }

    /// The type for a place with these names.
    pub fn field<'k>(&mut self, keys: impl IntoIterator<Item = &'k str>) -> Option<Type> {
        let fields = &self.options.fields;
        let mut keys = keys.into_iter();
        keys.find_map(|key| self.replacement("fields", fields, key))
    }

    /// Whether rules for values are wanted.
    pub fn validation(&self) -> bool {
        self.options.validation
    }

    /// Whether the options say anything about single places.
    pub fn has_fields(&self) -> bool {
        !self.options.fields.is_empty()
    }

    /// The type for a format of strings, numbers or untyped values.
    pub fn format(&mut self, format: Option<&str>, json_type: Option<&str>) -> Option<Type> {
        let format = format?;
        let replacement = self.options.formats.get(format);
        let fits = |codec| match json_type {
            Some("string") => codec != Codec::Number,
            Some("integer" | "number") => codec != Codec::Text,
            _ => false,
        };
        if replacement.is_some_and(|replacement| fits(replacement.codec)) {
            return self.replacement("formats", &self.options.formats, format);
        }
        let dates = DATES
            .iter()
            .find(|dates| dates.library == self.options.date);
        match (json_type, format) {
            (Some("string"), "date-time") => Some(self.external(dates?.date_time, Codec::Text)),
            (Some("string"), "date") => Some(self.external(dates?.date, Codec::Text)),
            (Some("number"), "float") if self.options.float == Float::F32 => {
                Some(Type::Number("f32"))
            }
            _ => None,
        }
    }

    /// Whether the enum at a place keeps values that it does not list.
    pub fn is_open(&mut self, key: &str) -> bool {
        let place = self.options.enum_places.get_key_value(key);
        if let Some((key, _)) = place {
            self.used.insert(("enum-places", key));
        }
        place.map_or(self.options.enums, |(_, openness)| *openness) == Openness::Open
    }

    /// Whether enums keep values that they do not list, unless their place says otherwise.
    pub fn open_by_default(&self) -> bool {
        self.options.enums == Openness::Open
    }

    fn replacement(
        &mut self,
        table: &'static str,
        entries: &'o BTreeMap<String, Replacement>,
        key: &str,
    ) -> Option<Type> {
        let (key, replacement) = entries.get_key_value(key)?;
        self.used.insert((table, key));
        Some(self.external(&replacement.path, replacement.codec))
    }

    /// A type of another crate. Those of a date library have a codec of their own however they are asked for.
    fn external(&mut self, path: &str, codec: Codec) -> Type {
        let mut dates = DATES.iter();
        let dates = dates.find(|dates| path == dates.date_time || path == dates.date);
        let codec = dates.map_or(codec, |dates| Codec::Module(dates.module));
        self.externals.insert(path.to_owned(), codec);
        Type::External(codec, path.to_owned())
    }

    /// Reports the entries that matched nothing, and gives the external types that were used.
    pub fn finish(self, diagnostics: &mut Diagnostics) -> Vec<External> {
        let places = self.options.enum_places.keys();
        let entries = self
            .options
            .replacements()
            .map(|(table, key, _)| (table, key));
        for (table, key) in entries.chain(places.map(|key| ("enum-places", key))) {
            if !self.used.contains(&(table, key.as_str())) {
                let message = format!("types.{table}.{key:?} matches nothing in the description");
                let help = help(table).to_owned();
                let place = Place::setting(["types", table, key]);
                diagnostics.push_at(Code::Configuration, place, message, Some(help));
            }
        }
        let external = |(path, codec): (String, Codec)| {
            let mut entries = self.options.replacements();
            let dependency = match entries.find(|(.., entry)| entry.path == path) {
                Some((.., entry)) => dependency::line(entry),
                None => dependency::line(&Replacement::from(path.as_str())),
            };
            External {
                path,
                codec,
                dependency,
            }
        };
        self.externals.into_iter().map(external).collect()
    }
}

fn help(table: &str) -> &'static str {
    match table {
        "formats" => {
            "it is compared with `format` of strings; `codec = \"number\"` is for numbers, `codec = \"serde\"` for both"
        }
        "schemas" => "it is a name in `components.schemas`",
        "fields" => "it is a schema and a property, such as `Pet.id` or `Pet.tags.item`",
        _ => "it is a schema with `enum`, such as `Color`, or a property, such as `Pet.status`",
    }
}

/// The types of a date library, for which the runtime has a file.
struct Dates {
    library: DateLibrary,
    module: &'static str,
    date_time: &'static str,
    date: &'static str,
}

const DATES: [Dates; 3] = [
    Dates {
        library: DateLibrary::Chrono,
        module: "date_chrono",
        date_time: "chrono::DateTime<chrono::FixedOffset>",
        date: "chrono::NaiveDate",
    },
    Dates {
        library: DateLibrary::Time,
        module: "date_time",
        date_time: "time::OffsetDateTime",
        date: "time::Date",
    },
    Dates {
        library: DateLibrary::Jiff,
        module: "date_jiff",
        date_time: "jiff::Zoned",
        date: "jiff::civil::Date",
    },
];
