//! Names that the configuration chooses.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use oasmith::config;
use oasmith::diagnostic::Diagnostics;
use oasmith::diagnostic::render::Colour;
use oasmith::ir::{Api, ModelKind};
use oasmith::pipeline::{Options, Outcome, generate};
use oasmith::spec::source::Memory;

const DESCRIPTION: &str = "openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getPetById
      tags: [pet store]
      parameters: [{name: q, in: query, schema: {type: string}}]
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Any'}}}}}
    delete: {operationId: pet, tags: [pet store], responses: {'204': {description: ''}}}
components:
  schemas:
    Pet:
      type: object
      required: [extra]
      properties:
        petType: {type: string}
        kind: {type: string}
        owner: {type: object, properties: {full-name: {type: string}}}
    Cat: {type: object, required: [lives], properties: {lives: {type: integer}}}
    Status: {type: string, enum: [in-progress, done, '>=']}
    Any: {oneOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Cat'}, {type: string}]}
";

fn run(rename: &str) -> Outcome {
    let text = format!(
        "[client.shop]\ndescription = \"shop.yaml\"\noutput = \"out\"\n[client.shop.rename]\n{rename}"
    );
    let mut diagnostics = Diagnostics::default();
    let client = config::parse(&text, Path::new(""), &mut diagnostics).remove(0);
    assert!(diagnostics.is_empty());
    let mut files = Memory::default();
    files.insert("shop.yaml", DESCRIPTION);
    let options = Options {
        rename: client.rename,
        ..Options::default()
    };
    generate(&files, &client.description, &options, None)
}

/// Every name, an owner a line.
fn names(api: &Api) -> String {
    let mut text = String::new();
    for model in &api.models {
        let members: Vec<&str> = match &model.kind {
            ModelKind::Struct(object) => object.all_fields().map(|f| f.name.as_str()).collect(),
            ModelKind::Enum(listed) => listed.variants.iter().map(|v| v.name.as_str()).collect(),
            ModelKind::Union(union) => union.variants.iter().map(|v| v.name.as_str()).collect(),
            ModelKind::Alias(_) => Vec::new(),
        };
        text += &format!("{}::{}: {}\n", model.module, model.name, members.join(", "));
    }
    for tag in &api.tags {
        for operation in &tag.operations {
            text += &format!(
                "{}::{}::{} {} {:?}\n",
                tag.module, tag.name, operation.name, operation.constant, operation.builder
            );
        }
    }
    text
}

fn problems(rename: &str) -> String {
    let outcome = run(rename);
    assert!(outcome.api.is_none());
    outcome.human(Colour::Never)
}

#[test]
fn chosen_names_and_what_follows_from_them() {
    let outcome = run(r#"
schemas = { Pet = "Animal", AnimalOwner = "Keeper" }
operations = { getPetById = "r#type", pet = "remove" }
fields = { "Pet.petType" = "kind", "Pet.kind" = "sort", "Keeper.full-name" = "name", "Pet.extra" = "more" }
variants = { "Status.in-progress" = "Running", "Status.>=" = "AtLeast", "Any.Cat" = "Tom", "Any.String" = "Text" }
tags = { "pet store" = "store" }
"#);
    assert_eq!(outcome.human(Colour::Never), "");
    insta::assert_snapshot!(names(&outcome.api.unwrap()), @r##"
animal::Animal: kind, sort, owner, more
cat::Cat: lives
status::Status: Running, Done, AtLeast
any::Any: Animal, Tom, Text
animal::Keeper: name
store::Store::r#type TYPE Some("Type")
store::Store::remove REMOVE None
"##);
}

#[test]
fn names_that_cannot_be_given_are_errors() {
    let all = [
        problems("schemas = { Pet = \"Cat\" }"),
        problems("schemas = { Cat = \"Pet\" }"),
        problems("schemas = { Pet = \"Vec\", Cat = \"my cat\", Status = \"state\" }"),
        problems("fields = { \"Pet.petType\" = \"kind\" }"),
        problems("operations = { getPetById = \"pet\", pet = \"Pet\" }"),
        problems("fields = { \"Pet.petType\" = \"type\" }"),
    ];
    insta::assert_snapshot!(all.join("----\n"), @r##"
error[configuration]: the schema `Cat` has the name that was chosen for another one; choose one for it, too

1 error
----
error[configuration]: the schema `Cat` cannot be called `Pet`, which is taken

1 error
----
error[configuration]: the schema `Cat` cannot be called `my cat`, which is no identifier

error[configuration]: the schema `Pet` cannot be called `Vec`, which is taken

error[configuration]: the schema `Status` cannot be called `state`, which is not how Rust writes it; `State` is

3 errors
----
error[configuration]: the field `Pet.kind` has the name that was chosen for another one; choose one for it, too

1 error
----
error[configuration]: the operation `pet` cannot be called `Pet`, which is not how Rust writes it; `pet` is

1 error
----
error[configuration]: the field `Pet.petType` cannot be called `type`, which is no identifier

1 error
"##);
}

#[test]
fn an_entry_that_matches_nothing_is_an_error() {
    insta::assert_snapshot!(problems(r#"
schemas = { pet = "A" }
operations = { getPet = "a" }
fields = { "Pet.type" = "a", "Owner.name" = "b" }
variants = { "Status.Done" = "A" }
tags = { pets = "a" }
"#), @r##"
error[configuration]: there is no schema `pet` to be renamed

error[configuration]: there is no operation `getPet` to be renamed

error[configuration]: there is no field `Owner.name` to be renamed

error[configuration]: there is no field `Pet.type` to be renamed

error[configuration]: there is no variant `Status.Done` to be renamed

error[configuration]: there is no tag `pets` to be renamed

6 errors
"##);
}
