//! The limits that a user sets: each is an error with its place, and none gets in the way of what stays below it.
#![allow(clippy::unwrap_used)]

use std::fs;

use oasmith::diagnostic::Code;
use oasmith::limits::Limits;
use oasmith::pipeline::{Options, generate};
use oasmith::spec::load::LoadOptions;
use oasmith::spec::source::Disk;

/// Ten thousand values by aliases of aliases, three properties of a schema.
const DESCRIPTION: &str = "\
openapi: 3.0.3
info: { title: T, version: '1' }
paths: {}
x-values: &values [one, two]
x-again: &again [*values]
x-more: [*again]
components:
  schemas:
    Point: { type: object, properties: { x: { type: number }, y: { type: number }, z: { type: number } } }
";

fn codes(limits: Limits) -> Vec<Code> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.yaml");
    let text = DESCRIPTION
        .replace("*values]", &"*values, ".repeat(100))
        .replace("*again]", &format!("{}]", "*again, ".repeat(50)));
    fs::write(&path, text.replace("*values, \n", "*values]\n")).unwrap();
    let load = LoadOptions {
        limits,
        ..LoadOptions::default()
    };
    let options = Options {
        load,
        ..Options::default()
    };
    let outcome = generate(&Disk, &path, &options, None);
    assert_eq!(outcome.api.is_none(), outcome.diagnostics.has_errors());
    outcome.diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn what_stays_below_is_fine() {
    let errors = |limits| codes(limits).contains(&Code::Limit);
    assert!(!errors(Limits::default()));
    assert!(!errors(Limits {
        fields: 3,
        ..Limits::default()
    }));
}

#[test]
fn each_is_an_error() {
    let none = Limits::default();
    let file_bytes = Limits {
        file_bytes: 100,
        ..none
    };
    assert_eq!(codes(file_bytes), [Code::Unreadable]);
    let values = Limits {
        values: 100,
        ..none
    };
    assert_eq!(codes(values), [Code::Syntax]);
    let fields = Limits { fields: 2, ..none };
    assert!(codes(fields).contains(&Code::Limit));
}

#[test]
fn they_are_read_from_the_configuration() {
    let limits: Limits = toml::from_str("file-bytes = 7\nfields = 9").unwrap();
    let expected = Limits {
        file_bytes: 7,
        fields: 9,
        ..Limits::default()
    };
    assert_eq!(limits, expected);
    assert!(toml::from_str::<Limits>("file = 7").is_err());
}
