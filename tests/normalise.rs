//! One fixture per rule of normalisation: the 3.0 document that comes out, and what was reported.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use oasmith::diagnostic::{Diagnostics, Place};
use oasmith::spec::filter::Filter;
use oasmith::spec::normalise::normalise;
use oasmith::spec::origin::Origins;
use oasmith::spec::source::Sources;

/// The document as JSON; keys that are no strings become strings, as the loader makes them.
fn read(text: &str) -> serde_json::Value {
    fn convert(value: serde_yaml::Value) -> serde_json::Value {
        use serde_yaml::Value;
        match value {
            Value::Sequence(list) => list.into_iter().map(convert).collect(),
            Value::Mapping(map) => {
                let key = |key| match convert(key) {
                    serde_json::Value::String(text) => text,
                    other => other.to_string(),
                };
                map.into_iter()
                    .map(|(name, value)| (key(name), convert(value)))
                    .collect()
            }
            scalar => serde_json::to_value(scalar).unwrap(),
        }
    }
    convert(serde_yaml::from_str(text).unwrap())
}

#[test]
fn every_rule_has_a_fixture() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/normalise");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        let mut diagnostics = Diagnostics::default();
        let document = read(&fs::read_to_string(&path).unwrap());
        let normal = normalise(
            document,
            &Filter::default(),
            &Sources::default(),
            &mut Origins::default(),
            &mut diagnostics,
        );
        let mut report = String::new();
        for diagnostic in diagnostics.iter() {
            let Place::Source(0, pointer) = &diagnostic.place else {
                panic!("{diagnostic:?}")
            };
            writeln!(
                report,
                "{}: {}\n  at {pointer}",
                diagnostic.code.name(),
                diagnostic.message
            )
            .unwrap();
            if let Some(help) = &diagnostic.help {
                writeln!(report, "  help: {help}").unwrap();
            }
        }
        assert_eq!(
            normal.is_none(),
            diagnostics.has_errors(),
            "{}",
            path.display()
        );
        let yaml = normal.map_or_else(
            || "nothing\n".to_owned(),
            |normal| serde_yaml::to_string(&normal).unwrap(),
        );
        let name = path.file_stem().unwrap().to_str().unwrap();
        insta::assert_snapshot!(name, format!("{yaml}---\n{report}"));
    }
}
