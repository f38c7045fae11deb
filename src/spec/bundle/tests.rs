use serde_json::{Value, json};

use crate::diagnostic::{Diagnostics, render};
use crate::spec::load::{LoadOptions, Loaded, load};
use crate::spec::source::Memory;

/// Loads the first of some files, given as `(path, YAML)`.
fn load_files(files: &[(&str, &str)], options: &LoadOptions) -> (Loaded, Diagnostics) {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.insert(path, *text);
    }
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&memory, files[0].0.as_ref(), options, &mut diagnostics);
    (loaded, diagnostics)
}

/// The document, where there is nothing to complain of.
fn bundled(files: &[(&str, &str)]) -> Value {
    let (loaded, diagnostics) = load_files(files, &LoadOptions::default());
    assert_eq!(report(&loaded, &diagnostics), "");
    loaded.document.unwrap().0
}

/// One line a problem: code, place, message.
fn problems(files: &[(&str, &str)], options: &LoadOptions) -> String {
    let (loaded, diagnostics) = load_files(files, options);
    report(&loaded, &diagnostics)
}

fn report(loaded: &Loaded, diagnostics: &Diagnostics) -> String {
    let origins = loaded
        .document
        .as_ref()
        .map(|(_, origins)| origins.clone())
        .unwrap_or_default();
    render::json(diagnostics, &loaded.sources, &origins)
        .lines()
        .map(|line| {
            let record: Value = serde_json::from_str(line).unwrap();
            let place = [&record["file"], &record["line"], &record["column"]]
                .map(|part| part.to_string().replace('"', ""));
            let message = record["message"].as_str().unwrap();
            let help = record["help"]
                .as_str()
                .map(|help| format!(" ({help})"))
                .unwrap_or_default();
            format!(
                "{} {}: {message}{help}\n",
                record["code"].as_str().unwrap(),
                place.join(":")
            )
        })
        .collect()
}

#[test]
fn a_shared_schema_is_one_component() {
    let document = bundled(&[
        (
            "api/root.yaml",
            "openapi: 3.0.0
paths:
  /a: {$ref: paths/a.yaml}
components:
  schemas:
    Own: {properties: {pet: {$ref: schemas/Pet.yaml}, at: {$ref: 'common.yaml#/definitions/Address'}}}
    Animal: {$ref: ./schemas/Pet.yaml}
    Beast: {$ref: ./schemas/Pet.yaml}
",
        ),
        (
            "api/paths/a.yaml",
            "get:
  parameters: [{$ref: '../common.yaml#/limit'}]
  responses:
    200: {content: {application/json: {schema: {$ref: ../schemas/Pet.yaml}}}}
    404: {content: {application/json: {schema: {$ref: '../root.yaml#/components/schemas/Own'}}}}
",
        ),
        ("api/schemas/Pet.yaml", "properties:\n  friend: {$ref: '#'}\n  home: {$ref: '../common.yaml#/alias'}\n"),
        (
            "api/common.yaml",
            "limit: {name: limit, in: query, schema: {$ref: '#/definitions/Limit'}}
alias: {$ref: '#/definitions/Address'}
definitions:
  Limit: {type: integer}
  Address: {properties: {owner: {$ref: schemas/Pet.yaml}}}
",
        ),
    ]);
    let animal = json!({"$ref": "#/components/schemas/Animal"});
    let address = json!({"$ref": "#/components/schemas/Address"});
    assert_eq!(
        document,
        json!({
            "openapi": "3.0.0",
            "paths": {"/a": {"get": {
                "parameters": [{"$ref": "#/components/parameters/limit"}],
                "responses": {
                    "200": {"content": {"application/json": {"schema": animal}}},
                    "404": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Own"}}}},
                },
            }}},
            "components": {
                "schemas": {
                    "Own": {"properties": {"pet": animal, "at": address}},
                    "Animal": {"properties": {"friend": animal, "home": address}},
                    "Beast": animal,
                    "Address": {"properties": {"owner": animal}},
                    "Limit": {"type": "integer"},
                },
                "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"$ref": "#/components/schemas/Limit"}}},
            },
        })
    );
}

#[test]
fn parts_know_where_they_came_from() {
    let files = [
        (
            "root.yaml",
            "openapi: 3.0.0\npaths:\n  /a:\n    $ref: a.yaml\n    summary: own\n",
        ),
        (
            "a.yaml",
            "summary: theirs\nget: {responses: {200: {$ref: 'b.yaml#/r'}}}\n",
        ),
        ("b.yaml", "r: {description: ok}\n"),
    ];
    let (loaded, _) = load_files(&files, &LoadOptions::default());
    let (document, origins) = loaded.document.unwrap();
    assert_eq!(document["paths"]["/a"]["summary"], "own");
    let trace = |pointer| origins.trace(pointer);
    assert_eq!(
        trace("/paths/~1a/summary"),
        (0, "/paths/~1a/summary".to_owned())
    );
    assert_eq!(
        trace("/paths/~1a/get/responses"),
        (1, "/get/responses".to_owned())
    );
    assert_eq!(
        trace("/components/responses/r/description"),
        (2, "/r/description".to_owned())
    );
    assert_eq!(
        loaded.read,
        ["root.yaml", "a.yaml", "b.yaml"].map(std::path::PathBuf::from)
    );
}

#[test]
fn a_taken_name_is_qualified() {
    let document = bundled(&[
        (
            "root.yaml",
            "paths: {}
components:
  schemas:
    Pet: {type: object}
    A: {anyOf: [{$ref: v1/Pet.yaml}, {$ref: 'common.yaml#/Pet'}, {$ref: 'Pet.yaml'}, {$ref: '#/components/schemas/Pet'}]}
",
        ),
        ("v1/Pet.yaml", "title: v1"),
        ("common.yaml", "Pet: {title: common}"),
        ("Pet.yaml", "title: folderless"),
    ]);
    let members: Vec<_> = document["components"]["schemas"]["A"]["anyOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|x| &x["$ref"])
        .collect();
    assert_eq!(
        members,
        [
            "#/components/schemas/Pet_v1",
            "#/components/schemas/Pet_common",
            "#/components/schemas/Pet_2",
            "#/components/schemas/Pet"
        ]
    );
}

#[test]
fn maps_and_path_items_are_copied() {
    let document = bundled(&[
        (
            "root.yaml",
            "openapi: 3.1.0
paths: {$ref: 'paths/index.yaml#/all'}
components:
  schemas: {$ref: schemas.yaml}
  pathItems: {P: {get: {responses: {200: {$ref: 'schemas.yaml#/X/r'}}}}}
",
        ),
        (
            "paths/index.yaml",
            "all: {/a: {$ref: a.yaml}, /b: {$ref: '#/components/pathItems/P'}}",
        ),
        (
            "paths/a.yaml",
            "get: {requestBody: {content: {a/b: {schema: {$ref: '../schemas.yaml#/Pet'}}}}}",
        ),
        (
            "schemas.yaml",
            "Pet: {$ref: pet.yaml}\nX: {r: {description: ok}}\n",
        ),
        ("pet.yaml", "type: string"),
    ]);
    let get = json!({"responses": {"200": {"$ref": "#/components/responses/X_r"}}});
    assert_eq!(document["paths"]["/b"]["get"], get);
    assert_eq!(
        document["components"]["schemas"]["Pet"],
        json!({"type": "string"})
    );
    let schema = &document["paths"]["/a"]["get"]["requestBody"]["content"]["a/b"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/Pet");
}

#[test]
fn swagger_2_has_its_own_sections() {
    let document = bundled(&[
        (
            "root.yaml",
            "swagger: '2.0'
paths: {/a: {get: {parameters: [{$ref: 'p.yaml#/page'}], responses: {200: {schema: {$ref: Pet.yaml}}, 400: {$ref: e.yaml}}}}}
",
        ),
        ("p.yaml", "page: {in: query, name: page, type: integer}"),
        ("Pet.yaml", "type: object"),
        ("e.yaml", "{description: no, headers: {X: {$ref: h.yaml}}}"),
        ("h.yaml", "type: string"),
    ]);
    assert_eq!(document["definitions"], json!({"Pet": {"type": "object"}}));
    assert_eq!(document["parameters"]["page"]["name"], "page");
    assert_eq!(
        document["responses"]["e"]["headers"]["X"],
        json!({"type": "string"})
    );
}

#[test]
fn references_in_data_are_data() {
    let document = bundled(&[(
        "root.yaml",
        "paths: {/a: {get: {responses: {200: {content: {a/b: {example: {$ref: 'https://x.test/y'}}}}}, x-a: {$ref: no.yaml}}}}",
    )]);
    assert_eq!(document["paths"]["/a"]["get"]["x-a"]["$ref"], "no.yaml");
}

#[test]
fn discriminators_follow_along() {
    let document = bundled(&[
        ("root.yaml", "components: {schemas: {A: {$ref: a.yaml}}}"),
        (
            "a.yaml",
            "discriminator: {mapping: {b: ./b.yaml, c: '#/$defs/C', d: D, e: gone.yaml}}\n$defs: {C: {title: c}}",
        ),
        ("b.yaml", "title: b"),
    ]);
    assert_eq!(
        document["components"]["schemas"]["A"]["discriminator"]["mapping"],
        json!({"b": "#/components/schemas/b", "c": "#/components/schemas/C", "d": "D", "e": "gone.yaml"})
    );
}

#[test]
fn every_bad_reference_is_named() {
    let root = "openapi: 3.0.0
paths:
  /a: {$ref: 'https://x.test/a.yaml'}
  /b: {$ref: ../outside.yaml}
  /c: {$ref: missing.yaml}
  /d: {$ref: 'b.yaml#/none'}
  /e: {$ref: broken.yaml}
  /f: {$ref: broken.yaml}
  /g: {$ref: '#/paths/~1g'}
  /h: {$ref: 'loop.yaml#/x'}
  /i: {$ref: 'nest.yaml#/x'}
components:
  schemas:
    A: {items: {$ref: '#/components/schemas/b'}, not: {$ref: '#/components/headers/A'}}
    B: {items: {$ref: '#/definitions/A'}, not: {$ref: A}, if: {$ref: '#components/schemas/A'}}
";
    let files = [
        ("api/root.yaml", root),
        ("outside.yaml", "get: {}"),
        ("api/b.yaml", "x: 1"),
        ("api/broken.yaml", "a: [\n"),
        ("api/loop.yaml", "x: {$ref: '#/y'}\ny: {$ref: '#/x'}"),
        (
            "api/nest.yaml",
            "x: {get: {callbacks: {c: {e: {$ref: '#/x'}}}}}",
        ),
    ];
    insta::assert_snapshot!(problems(&files, &LoadOptions::default()), @r##"
    syntax api/broken.yaml:2:1: did not find expected node content, while parsing a flow node
    cyclic-reference api/nest.yaml:1:31: `#/x` is copied here and contains itself
    cyclic-reference api/root.yaml:9:8: `#/paths/~1g` is copied here and contains itself
    forbidden-reference api/root.yaml:3:8: `https://x.test/a.yaml` is not a file: oasmith reads nothing from the network (save it beside the description and refer to the copy)
    forbidden-reference api/root.yaml:4:8: `../outside.yaml` lies outside the description's folder (allow its folder if the description may read it, or move the file)
    dangling-reference api/root.yaml:5:8: `missing.yaml` does not exist (correct it, or have it read as `{}`: `--allow-dangling`, or `allow-dangling = true` in `oasmith.toml`)
    dangling-reference api/root.yaml:6:8: `b.yaml#/none` points to nothing: `api/b.yaml` has no `/none` (correct it, or have it read as `{}`: `--allow-dangling`, or `allow-dangling = true` in `oasmith.toml`)
    cyclic-reference api/root.yaml:10:8: `#/x` leads back to itself without a definition in between
    dangling-reference api/root.yaml:15:49: `A` does not exist (for a schema, write `#/components/schemas/A`)
    repaired-reference api/root.yaml:14:17: `#/components/schemas/b` is misspelt and read as `#/components/schemas/B`
    dangling-reference api/root.yaml:14:56: `#/components/headers/A` points to nothing: `api/root.yaml` has no `/components/headers/A` (did you mean `#/components/schemas/A`?)
    repaired-reference api/root.yaml:15:17: `#/definitions/A` is misspelt and read as `#/components/schemas/A`
    repaired-reference api/root.yaml:15:64: `#components/schemas/A` is misspelt and read as `#/components/schemas/A`
    "##);
    let allowed = LoadOptions {
        allow_paths: vec!["outside.yaml".into()],
        allow_dangling: true,
        ..LoadOptions::default()
    };
    insta::assert_snapshot!(problems(&files, &allowed), @r##"
    syntax api/broken.yaml:2:1: did not find expected node content, while parsing a flow node
    cyclic-reference api/nest.yaml:1:31: `#/x` is copied here and contains itself
    cyclic-reference api/root.yaml:9:8: `#/paths/~1g` is copied here and contains itself
    forbidden-reference api/root.yaml:3:8: `https://x.test/a.yaml` is not a file: oasmith reads nothing from the network (save it beside the description and refer to the copy)
    ignored-reference api/root.yaml:5:8: `missing.yaml` does not exist; it is read as `{}`
    ignored-reference api/root.yaml:6:8: `b.yaml#/none` points to nothing: `api/b.yaml` has no `/none`; it is read as `{}`
    cyclic-reference api/root.yaml:10:8: `#/x` leads back to itself without a definition in between
    ignored-reference api/root.yaml:15:49: `A` does not exist; it is read as `{}` (for a schema, write `#/components/schemas/A`)
    repaired-reference api/root.yaml:14:17: `#/components/schemas/b` is misspelt and read as `#/components/schemas/B`
    ignored-reference api/root.yaml:14:56: `#/components/headers/A` points to nothing: `api/root.yaml` has no `/components/headers/A`; it is read as `{}` (did you mean `#/components/schemas/A`?)
    repaired-reference api/root.yaml:15:17: `#/definitions/A` is misspelt and read as `#/components/schemas/A`
    repaired-reference api/root.yaml:15:64: `#components/schemas/A` is misspelt and read as `#/components/schemas/A`
    "##);
    let (loaded, _) = load_files(&files, &allowed);
    let document = loaded.document.unwrap().0;
    assert_eq!(document["paths"]["/b"], json!({"get": {}}));
    assert_eq!(document["paths"]["/c"], json!({}));
    assert_eq!(document["components"]["schemas"]["A"]["not"], json!({}));
}

#[test]
fn what_no_code_comes_of_may_be_missing() {
    let root = "openapi: 3.0.0
paths:
  /a:
    get:
      callbacks: {done: {$ref: '#/components/callbacks/Done'}}
      responses:
        '200':
          content: {application/json: {examples: {one: {$ref: examples/one.yaml}}}}
          links: {next: {$ref: '#/components/links/Next'}}
";
    insta::assert_snapshot!(problems(&[("root.yaml", root)], &LoadOptions::default()), @r"
    ignored-reference root.yaml:8:57: `examples/one.yaml` does not exist; it is read as `{}`
    ignored-reference root.yaml:5:26: `#/components/callbacks/Done` points to nothing: `root.yaml` has no `/components/callbacks/Done`; it is read as `{}`
    ignored-reference root.yaml:9:26: `#/components/links/Next` points to nothing: `root.yaml` has no `/components/links/Next`; it is read as `{}`
    ");
}

#[test]
fn copies_are_bounded() {
    // Each path item holds the next one twice: 2^20 copies, if nobody stops.
    let mut text = String::new();
    for level in 0..20 {
        let next = level + 1;
        text.push_str(&format!("p{level}: {{get: {{callbacks: {{a: {{x: {{$ref: '#/p{next}'}}}}, b: {{x: {{$ref: '#/p{next}'}}}}}}}}}}\n"));
    }
    text.push_str("p20: {}\n");
    let report = problems(
        &[
            ("root.yaml", "paths: {/a: {$ref: 'p.yaml#/p0'}}"),
            ("p.yaml", &text),
        ],
        &LoadOptions::default(),
    );
    assert!(report.starts_with("limit "), "{report}");
}

#[test]
fn what_has_no_references_in_the_specification_can_be_one() {
    let document = bundled(&[
        (
            "root.yaml",
            "openapi: 3.0.0
info: {$ref: info.yaml}
servers: {$ref: servers.yaml}
tags: [{$ref: 'tags.yaml#/a'}, {name: b, description: {$ref: b.md}}]
paths: {}
",
        ),
        ("info.yaml", "{title: T, contact: {$ref: contact.yaml}}"),
        ("contact.yaml", "{name: N}"),
        ("servers.yaml", "[{url: u}]"),
        ("tags.yaml", "a: {name: a}"),
    ]);
    assert_eq!(document["info"]["contact"]["name"], "N");
    assert_eq!(document["servers"], json!([{ "url": "u" }]));
    assert_eq!(document["tags"][0]["name"], "a");
    // A text is not read.
    assert_eq!(document["tags"][1]["description"]["$ref"], "b.md");
}

#[test]
fn schemas_with_an_identifier_or_definitions_of_their_own_are_roots() {
    let named = "$id: https://example.com/named.json
properties: {part: {$ref: '#/$defs/part'}, same: {$ref: '#'}}
$defs: {part: {type: integer}}
";
    let pasted = "properties: {part: {$ref: '#/$defs/part'}}, $defs: {part: {type: string}}";
    let indented = named.trim_end().replace('\n', "\n      ");
    let root = format!(
        "openapi: 3.1.0
paths: {{}}
components:
  schemas:
    Named:
      {indented}
    Pasted: {{{pasted}}}
    Other: {{$ref: 'other.yaml#/named'}}
"
    );
    let other = format!("named:\n  {}", named.trim_end().replace('\n', "\n  "));
    let files = [("root.yaml", root.as_str()), ("other.yaml", other.as_str())];
    assert_eq!(
        problems(&files, &LoadOptions::default()),
        "repaired-reference root.yaml:9:34: `#/$defs/part` is misspelt and read as `#/components/schemas/Pasted/$defs/part`\n"
    );
    let (loaded, _) = load_files(&files, &LoadOptions::default());
    let (document, _) = loaded.document.unwrap();
    assert_eq!(
        document["components"]["schemas"]["Other"]["properties"],
        json!({
            "part": {"$ref": "#/components/schemas/named_part"},
            "same": {"$ref": "#/components/schemas/Other"},
        })
    );
}
