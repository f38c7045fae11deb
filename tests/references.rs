//! References that are no plain pointers, within a file and across files.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use oasmith::diagnostic::render::Colour;
use oasmith::ir::ModelKind;
use oasmith::pipeline::{Options, generate};
use oasmith::spec::source::Memory;

const ROOT: &str = "openapi: 3.1.0
info: {title: a, version: '1'}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string, enum: [a]}}}
    Alias: {$ref: '#/components/schemas/Pet'}
    Node: {$anchor: node, type: object, properties: {x: {type: string}}}
    User:
      type: object
      properties:
        through: {$ref: '#/components/schemas/Alias/properties/name'}
        anchor: {$ref: '#node'}
        file: {$ref: 'b.yaml#leaf'}
        both: {$ref: 'b.yaml#/$defs/Alias/properties/y'}
";

const OTHER: &str = "$defs:
  Leaf: {$anchor: leaf, type: object, properties: {y: {type: string, enum: [z]}, self: {$ref: '#leaf'}, root: {$ref: 'a.yaml#node'}}}
  Alias: {$ref: '#/$defs/Leaf'}
";

#[test]
fn anchors_and_pointers_through_references() {
    let mut files = Memory::default();
    files.insert("a.yaml", ROOT);
    files.insert("b.yaml", OTHER);
    let outcome = generate(&files, Path::new("a.yaml"), &Options::default(), None);
    assert_eq!(outcome.human(Colour::Never), "");
    let models = outcome.api.unwrap().models;
    let fields: Vec<String> = models
        .iter()
        .filter(|model| ["User", "Leaf"].contains(&&*model.name))
        .filter_map(|model| match &model.kind {
            ModelKind::Struct(object) => Some(object),
            _ => None,
        })
        .flat_map(|object| object.fields.iter())
        .map(|field| format!("{}: {}", field.name, field.type_()))
        .collect();
    assert_eq!(
        fields,
        [
            "through: Option<PetName>",
            "anchor: Option<Node>",
            "file: Option<Leaf>",
            "both: Option<LeafY>",
            "y: Option<LeafY>",
            "self_: Option<Box<Leaf>>",
            "root: Option<Node>",
        ]
    );
}

#[test]
fn an_anchor_that_does_not_exist_is_an_error() {
    let mut files = Memory::default();
    files.insert("a.yaml", ROOT.replace("'#node'", "'#none'"));
    files.insert("b.yaml", OTHER);
    let outcome = generate(&files, Path::new("a.yaml"), &Options::default(), None);
    let report = outcome.human(Colour::Never);
    assert!(
        report.starts_with("error[dangling-reference]: `#none` points to nothing"),
        "{report}"
    );
}
