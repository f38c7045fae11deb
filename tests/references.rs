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

#[test]
fn schemas_are_found_by_the_uri_that_they_give_themselves() {
    let root = "openapi: 3.2.0
$self: https://example.com/api.yaml
info: {title: a, version: '1'}
components:
  schemas:
    Tree: {$id: 'https://example.com/s/tree', type: object, properties: {leaf: {$ref: leaf}}, $defs: {n: {$anchor: n, type: integer}}}
    User:
      type: object
      properties:
        own: {$ref: 'https://example.com/api.yaml#/components/schemas/Tree'}
        id: {$ref: 'https://example.com/s/tree'}
        anchor: {$ref: 'tree#n'}
        file: {$ref: 'b.yaml#/$defs/Leaf'}
        named: {$ref: 'https://example.com/s/leaf'}
        deeper: {$ref: 'https://example.com/s/leaf#/properties/y'}
        away: {$ref: 'https://example.com/s/other'}
";
    let other = "$id: https://example.com/s/b
$defs:
  Leaf: {$id: leaf, type: object, properties: {y: {type: string, enum: [z]}, tree: {$ref: tree}}}
";
    let mut files = Memory::default();
    files.insert("a.yaml", root);
    files.insert("b.yaml", other);
    let outcome = generate(&files, Path::new("a.yaml"), &Options::default(), None);
    let report = outcome.human(Colour::Never);
    let errors: Vec<&str> = report
        .lines()
        .filter(|line| line.contains("[") && line.contains("]:") || line.contains("-->"))
        .collect();
    assert_eq!(
        errors,
        [
            "error[forbidden-reference]: `https://example.com/s/other` is not a file: oasmith reads nothing from the network",
            "  --> a.yaml:16:16",
        ]
    );
    files.insert("a.yaml", root.replace("s/other", "s/tree"));
    let outcome = generate(&files, Path::new("a.yaml"), &Options::default(), None);
    assert_eq!(outcome.human(Colour::Never), "");
}
