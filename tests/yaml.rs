//! YAML as it occurs: what is meant as text stays as it is written.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use oasmith::diagnostic::render::Colour;
use oasmith::ir::{Api, ModelKind};
use oasmith::pipeline::{Options, Outcome, generate};
use oasmith::spec::source::Memory;

fn run(text: impl Into<Vec<u8>>) -> Outcome {
    let mut files = Memory::default();
    files.insert("a.yaml", text);
    files.insert("b.yaml", "Shared: {type: string, enum: [3.10]}\n");
    generate(&files, Path::new("a.yaml"), &Options::default(), None)
}

/// The values of each enum.
fn values(api: &Api) -> Vec<(&str, Vec<String>)> {
    let models = api.models.iter();
    models
        .filter_map(|model| match &model.kind {
            ModelKind::Enum(listed) => {
                let values = listed.variants.iter().map(|v| v.value.to_string());
                Some((model.name.as_str(), values.collect()))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn numbers_and_dates_where_text_belongs_are_read_as_they_are_spelt() {
    let outcome = run("openapi: 3.1.0
info: {title: 2020-01-01, version: 1.10}
paths: {}
components:
  schemas:
    Version: {type: string, enum: [1.0, 1.10, 2, 0x10, 1e3]}
    Answer: {type: string, enum: [yes, no, True, ~]}
    Day: {type: string, enum: [2020-01-01, 12:30:00]}
    Only: {type: string, const: 1.20}
    Big: {type: string, enum: [12345678901234567890123]}
    Shared: {$ref: 'b.yaml#/Shared'}
    Options: {type: object, properties: {version: {type: string, default: 1.10}}}
");
    assert!(!outcome.diagnostics.has_errors());
    let api = outcome.api.unwrap();
    assert_eq!((&*api.title, &*api.version), ("2020-01-01", "1.10"));
    let all: Vec<String> = values(&api)
        .iter()
        .map(|(name, values)| format!("{name} {}", values.join(" ")))
        .collect();
    insta::assert_snapshot!(all.join("\n"), @r##"
Version "1.0" "1.10" "2" "0x10" "1e3"
Answer "yes" "no" "True"
Day "2020-01-01" "12:30:00"
Only "1.20"
Big "12345678901234567890123"
Shared "3.10"
"##);
    let options = api.models.iter().find(|model| model.name == "Options");
    let ModelKind::Struct(options) = &options.unwrap().kind else {
        panic!("{options:?}")
    };
    let docs: Vec<_> = options.fields[0].docs.all_lines().collect();
    let docs = docs.join("\n");
    assert!(docs.contains("1.10"), "{docs}");
}

const PLAIN: &str = "openapi: 3.0.0
info: {title: Grüße, version: '1'}
x-get: &get
  responses: &responses
    200: {description: ok, content: {text/plain: {schema: {type: string}}}}
paths:
  /a: {get: {operationId: a, <<: *get}}
  /b: {get: {<<: [*get], operationId: b, responses: {<<: *responses, 404: {description: none}}}}
  /c: {get: {operationId: c, responses: *responses}}
";

#[test]
fn anchors_and_merge_keys_in_every_encoding() {
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let units = "\u{feff}".encode_utf16().chain(PLAIN.encode_utf16());
        units.flat_map(to_bytes).collect()
    };
    for text in [
        PLAIN.as_bytes().to_vec(),
        PLAIN.replace('\n', "\r\n").into_bytes(),
        format!("\u{feff}{PLAIN}").into_bytes(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ] {
        let outcome = run(text);
        assert_eq!(outcome.human(Colour::Never), "");
        let api = outcome.api.unwrap();
        assert_eq!(api.title, "Grüße");
        let operations: Vec<_> = api
            .tags
            .iter()
            .flat_map(|tag| &tag.operations)
            .map(|operation| (operation.name.as_str(), operation.failure.is_some()))
            .collect();
        assert_eq!(operations, [("a", false), ("b", true), ("c", false)]);
    }
}

#[test]
fn what_is_wrong_is_shown_where_it_is() {
    let all = [
        run("openapi: 3.0.0\r\ninfo:\r\n\ttitle: a\r\n"),
        run("openapi: 3.0.0\ninfo: {title: ü, title: b}\npaths: {}\n"),
        run("openapi: 3.0.0\npaths:\n  200: {}\n  200: {}\n"),
        run("{\n  // a comment\n  \"openapi\": \"3.0.0\"\n}\n"),
        run("{\n  \"openapi\": \"3.0.0\" /* one */\n}\n"),
    ];
    let all: Vec<String> = all
        .iter()
        .map(|outcome| outcome.human(Colour::Never))
        .collect();
    insta::assert_snapshot!(all.join("----\n"), @r##"
error[syntax]: YAML is not indented with tabs
 --> a.yaml:3:1
  |
3 |     title: a
  | ^^^^
  |
  = help: use spaces

1 error
----
error[syntax]: info: the key `title` occurs twice in one mapping
 --> a.yaml:2:19
  |
2 | info: {title: ü, title: b}
  |                   ^

1 error
----
error[syntax]: paths: the key `200` occurs twice in one mapping
 --> a.yaml:4:3
  |
4 |   200: {}
  |   ^

1 error
----
error[syntax]: JSON has no comments
 --> a.yaml:2:3
  |
2 |   // a comment
  |   ^
  |
  = help: remove the comments, or write the description as YAML, where a comment starts with `#`

1 error
----
error[syntax]: JSON has no comments
 --> a.yaml:2:22
  |
2 |   "openapi": "3.0.0" /* one */
  |                      ^
  |
  = help: remove the comments, or write the description as YAML, where a comment starts with `#`

1 error
"##);
}
