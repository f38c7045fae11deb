//! A filtered description gives what one gives that never had the rest, byte for byte.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use oasmith::diagnostic::render::Colour;
use oasmith::pipeline::{Options, Outcome, Target, generate};
use oasmith::render::Package;
use oasmith::spec::filter::{Criteria, Filter};
use oasmith::spec::source::Memory;

/// Lines with `#-` at their end are what the filter leaves out.
const DESCRIPTION: &str = "openapi: 3.1.0
info: {title: Shop, version: '1'}
tags:
  - {name: old pets} #-
  - {name: pets}
paths:
  /old-pets: #-
    get: {operationId: listPets, tags: [pets], deprecated: true, responses: {'200': {$ref: '#/components/responses/Old'}}} #-
  /pets:
    parameters: [{$ref: '#/components/parameters/Limit'}]
    get: {operationId: listPets, tags: [pets], responses: {'200': {$ref: '#/components/responses/Pets'}}}
    post: {operationId: addPet, tags: [old pets], responses: {'204': {description: '', headers: {A: {$ref: '#/components/headers/A'}}}}} #-
  /admin: #-
    x-internal: true #-
    get: {operationId: admin, tags: [pets], responses: {'200': {description: '', content: {a/json: {schema: {items: {$ref: '#/paths/~1admin/get/x-schema'}}}}}}, x-schema: {type: string}} #-
webhooks: #-
  petAdded: {post: {tags: [hooks], requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Added'}}}}}} #-
components:
  parameters: {Limit: {name: limit, in: query, schema: {$ref: '#/components/schemas/Limit'}}}
  headers: {A: {schema: {$ref: '#/components/schemas/Only'}}} #-
  responses:
    Pets: {description: '', content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}
    Old: {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/OldPet'}}}} #-
  schemas:
    pet_: {type: string, enum: [a]} #-
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {name: {$ref: '#/components/schemas/Name'}}}]}
    Kitten: {allOf: [{$ref: '#/components/schemas/Cat'}]}
    Name: {type: string, enum: [Tom]}
    Limit: {type: integer, minimum: 0}
    OldPet: {type: object, properties: {self: {$ref: '#/components/schemas/OldPet'}, x: {tipe: string}}} #-
    Added: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}}} #-
    Only: {type: string, enum: [x]} #-
";

fn run(description: &str, filter: Filter) -> Outcome {
    let mut files = Memory::default();
    files.insert("shop.yaml", description);
    let options = Options {
        filter,
        ..Options::default()
    };
    let target = Target::Crate(Package {
        name: "shop".to_owned(),
        version: "0.1.0".to_owned(),
    });
    generate(&files, Path::new("shop.yaml"), &options, Some(&target))
}

fn lines(keep: impl Fn(&str) -> bool) -> String {
    let kept = DESCRIPTION.lines().filter(|line| keep(line));
    kept.map(|line| format!("{line}\n")).collect()
}

fn list(entries: &[&str]) -> Vec<String> {
    entries.iter().map(|entry| (*entry).to_owned()).collect()
}

#[test]
fn what_is_left_out_leaves_no_trace() {
    let rest = run(&lines(|line| !line.ends_with("#-")), Filter::default());
    assert_eq!(rest.human(Colour::Never), "");
    let filters = [
        Filter {
            include: Criteria {
                tags: list(&["pets"]),
                ..Criteria::default()
            },
            exclude: Criteria {
                internal: Some(true),
                deprecated: Some(true),
                ..Criteria::default()
            },
            prune: false,
        },
        Filter {
            include: Criteria {
                paths: list(&["/pets/**"]),
                methods: list(&["GET"]),
                ..Criteria::default()
            },
            ..Filter::default()
        },
        Filter {
            exclude: Criteria {
                operations: list(&["addPet", "admin"]),
                paths: list(&["/old-*", "petAdded"]),
                ..Criteria::default()
            },
            ..Filter::default()
        },
    ];
    for filter in filters {
        let filtered = run(DESCRIPTION, filter);
        assert_eq!(filtered.human(Colour::Never), "");
        assert_eq!(filtered.files, rest.files);
    }
}

#[test]
fn unused_components_are_pruned_on_request() {
    let description = "openapi: 3.0.0\ninfo: {title: a, version: b}\npaths: {}\ncomponents: {schemas: {A: {type: string}}}\n";
    let models = |prune| {
        let outcome = run(
            description,
            Filter {
                prune,
                ..Filter::default()
            },
        );
        outcome.api.unwrap().models.len()
    };
    assert_eq!((models(false), models(true)), (1, 0));
}

#[test]
fn an_entry_that_matches_nothing_is_an_error() {
    let filter = Filter {
        include: Criteria {
            tags: list(&["pets", "pest"]),
            paths: list(&["/pets/*"]),
            ..Criteria::default()
        },
        exclude: Criteria {
            methods: list(&["trace"]),
            operations: list(&["listpets"]),
            ..Criteria::default()
        },
        prune: false,
    };
    let outcome = run(DESCRIPTION, filter);
    assert!(outcome.files.is_empty());
    insta::assert_snapshot!(outcome.human(Colour::Never), @r"
error[configuration]: the filter's tag `pest` matches no operation

error[configuration]: the filter's path `/pets/*` matches no operation

error[configuration]: the filter's method `trace` matches no operation

error[configuration]: the filter's operation `listpets` matches no operation

4 errors
");
}
