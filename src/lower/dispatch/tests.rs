use std::path::Path;

use crate::ir::{Dispatch, JsonKind, ModelKind, Rule, Test};
use crate::pipeline::{Options, generate};
use crate::spec::source::Memory;

/// The rules of the union `U` in a description with these schemas.
fn rules(schemas: &str) -> Vec<Rule> {
    let mut files = Memory::default();
    let description = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "t", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {schemas}}}}}"#
    );
    files.insert("api.json", description);
    let outcome = generate(&files, Path::new("api.json"), &Options::default(), None);
    let models = outcome.api.unwrap().models;
    let union = models.into_iter().find(|model| model.name == "U").unwrap();
    match union.kind {
        ModelKind::Union(union) => match union.dispatch {
            Dispatch::Rules(rules) => rules.steps,
            Dispatch::Tag { property, .. } => panic!("by {property}"),
        },
        other => panic!("{other:?}"),
    }
}

fn fits(variant: usize, required: &[&str], own: &str, exact: bool) -> Rule {
    Rule {
        variant,
        test: Test::Fits {
            required: required.iter().map(|name| (*name).to_owned()).collect(),
            own: vec![own.to_owned()],
            exact,
        },
        tentative: true,
    }
}

#[test]
fn a_member_is_passed_over_where_it_would_lose_a_property() {
    let found = rules(
        r##"{"A": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
        "B": {"type": "object", "required": ["id", "more"], "properties": {"id": {"type": "string"}, "more": {"type": "string"}}},
        "U": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}}"##,
    );
    let expected = [fits(0, &["id"], "A", false), fits(1, &["more"], "B", false)];
    assert_eq!(found, expected);
}

#[test]
fn a_member_that_takes_any_property_comes_after_exact_fits() {
    let found = rules(
        r##"{"A": {"type": "object", "additionalProperties": true},
        "B": {"type": "object", "properties": {"id": {"type": "string"}}},
        "U": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}}"##,
    );
    let variants: Vec<usize> = found.iter().map(|rule| rule.variant).collect();
    assert_eq!(found.first(), Some(&fits(1, &[], "B", true)));
    assert_eq!(variants, [1, 0, 1]);
}

#[test]
fn arrays_are_told_apart_by_their_elements() {
    let found = rules(
        r##"{"A": {"type": "object", "properties": {"a": {"type": "string"}}},
        "U": {"anyOf": [{"type": "array", "items": {}}, {"type": "array", "items": {"$ref": "#/components/schemas/A"}}]}}"##,
    );
    let exact = Test::Each(Box::new(fits(1, &[], "A", true).test));
    assert_eq!(found.first().map(|rule| &rule.test), Some(&exact));
    let any = found.get(1).map(|rule| (rule.variant, &rule.test));
    assert_eq!(any, Some((0, &Test::Kind(JsonKind::Array))));
}

#[test]
fn null_counts_first_where_a_member_has_it() {
    let found = rules(
        r##"{"A": {"type": "object", "properties": {"a": {"type": "string", "nullable": true}}},
        "B": {"type": "object", "properties": {"b": {"type": "string"}}},
        "U": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}}"##,
    );
    let expected = [
        fits(0, &[], "A", true),
        fits(1, &[], "B", true),
        fits(0, &[], "A", false),
        fits(1, &[], "B", false),
    ];
    assert_eq!(found, expected);
}
