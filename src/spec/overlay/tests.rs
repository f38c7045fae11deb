use serde_json::{Value, json};

use crate::diagnostic::Diagnostics;
use crate::diagnostic::render::{Colour, human, json as report};
use crate::spec::load::{LoadOptions, Loaded, load};
use crate::spec::source::Memory;

const DESCRIPTION: &str = "openapi: 3.0.3
info: {title: Shop, version: '1'}
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /items: {get: {tags: [a, dummy], responses: {}}}
  /other: {delete: {tags: [b], responses: {}}}
components:
  schemas: {Item: {$ref: 'item.yaml'}}
";

/// Applies the actions of an overlay.
fn apply(actions: &str) -> (Loaded, Diagnostics) {
    apply_all(&[&format!(
        "overlay: 1.1.0\ninfo: {{title: Fix, version: '1'}}\nactions:\n{actions}"
    )])
}

fn apply_all(overlays: &[&str]) -> (Loaded, Diagnostics) {
    let mut files = Memory::default();
    files.insert("api/root.yaml", DESCRIPTION);
    files.insert(
        "api/item.yaml",
        "type: object\nproperties: {id: {type: integer}}\n",
    );
    files.insert("fixes/price.yaml", "type: number\n");
    let mut options = LoadOptions::default();
    for (number, overlay) in overlays.iter().enumerate() {
        let path = format!("fixes/{number}.yaml");
        files.insert(&path, *overlay);
        options.overlays.push(path.into());
    }
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&files, "api/root.yaml".as_ref(), &options, &mut diagnostics);
    (loaded, diagnostics)
}

/// The part of the document at a pointer, where there is nothing to complain of.
fn patched(actions: &str, pointer: &str) -> Value {
    let (loaded, diagnostics) = apply(actions);
    let (document, origins) = loaded.document.unwrap();
    assert_eq!(
        human(&diagnostics, &loaded.sources, &origins, Colour::Never),
        ""
    );
    document.pointer(pointer).cloned().unwrap_or_default()
}

fn problems(actions: &str) -> String {
    let (loaded, diagnostics) = apply(actions);
    human(
        &diagnostics,
        &loaded.sources,
        &loaded.document.unwrap().1,
        Colour::Never,
    )
}

#[test]
fn updates_are_merged_recursively() {
    let actions = "
  - target: $
    update: {info: {title: New, x-a: 1}, tags: [{name: d}], paths: {/new: {get: {}}}, components: }
  - target: $.paths.*.*.tags
    update: all
  - target: $.info.version
    update: '2'
";
    assert_eq!(
        patched(actions, "/info"),
        json!({"title": "New", "version": "2", "x-a": 1})
    );
    assert_eq!(patched(actions, "/tags/3"), json!({"name": "d"}));
    assert_eq!(
        patched(actions, "/paths"),
        json!({
            "/items": {"get": {"tags": ["a", "dummy", "all"], "responses": {}}},
            "/other": {"delete": {"tags": ["b", "all"], "responses": {}}},
            "/new": {"get": {}},
        })
    );
}

#[test]
fn elements_are_removed_and_the_others_move_up() {
    let (loaded, _) = apply(
        "
  - {target: '$.tags[0,1]', remove: true}
  - {target: '$.paths.*.get.tags[?@ == ''dummy'']', remove: true}
  - {target: '$.paths[''/other'']', remove: true}
",
    );
    let (document, origins) = loaded.document.unwrap();
    assert_eq!(document["tags"], json!([{"name": "c"}]));
    assert_eq!(
        origins.trace("/tags/0/name"),
        (0, "/tags/2/name".to_owned())
    );
    assert_eq!(
        document["paths"],
        json!({"/items": {"get": {"tags": ["a"], "responses": {}}}})
    );
}

#[test]
fn copies_keep_their_origin() {
    let (loaded, diagnostics) = apply(
        "
  - {target: $.paths, update: {/new: {}}}
  - {target: '$.paths[''/new'']', copy: '$.paths[''/items'']'}
  - {target: '$.paths[''/items'']', remove: true}
  - {target: $.components.schemas, update: {Copy: {}}}
  - {target: $.components.schemas.Copy, copy: $.components.schemas.Item}
",
    );
    assert!(diagnostics.is_empty());
    let (document, origins) = loaded.document.unwrap();
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/other", "/new"]);
    assert_eq!(
        origins.trace("/paths/~1new/get/tags"),
        (0, "/paths/~1items/get/tags".to_owned())
    );
    assert_eq!(
        document["components"]["schemas"]["Copy"],
        document["components"]["schemas"]["Item"]
    );
    assert_eq!(
        origins.trace("/components/schemas/Copy/type"),
        (1, "/type".to_owned())
    );
}

#[test]
fn targets_see_what_came_from_other_files_and_references_are_relative_to_the_overlay() {
    let actions = "
  - target: $.components.schemas.Item.properties
    update: {price: {$ref: price.yaml}, own: {$ref: '#/components/schemas/Item'}}
";
    let (loaded, diagnostics) = apply(actions);
    assert!(diagnostics.is_empty());
    let names: Vec<_> = loaded
        .read
        .iter()
        .map(|path| path.to_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "api/root.yaml",
            "api/item.yaml",
            "fixes/0.yaml",
            "fixes/price.yaml"
        ]
    );
    let (document, origins) = loaded.document.unwrap();
    assert_eq!(
        document["components"]["schemas"],
        json!({
            "Item": {"type": "object", "properties": {
                "id": {"type": "integer"},
                "price": {"$ref": "#/components/schemas/price"},
                "own": {"$ref": "#/components/schemas/Item"},
            }},
            "price": {"type": "number"},
        })
    );
    assert_eq!(
        origins.trace("/components/schemas/Item/properties/price"),
        (2, "/actions/0/update/price".to_owned())
    );
}

#[test]
fn overlays_build_on_each_other() {
    let overlay = |action: &str| format!("overlay: 1.0.0\nactions: [{action}]\n");
    let (loaded, diagnostics) = apply_all(&[
        &overlay("{target: $.info, update: {x-step: one}}"),
        &overlay("{target: '$.info[?@ == ''one'']', update: two}"),
    ]);
    assert!(diagnostics.is_empty());
    assert_eq!(loaded.document.unwrap().0["info"]["x-step"], "two");
}

#[test]
fn what_does_not_fit_is_shown_in_the_overlay() {
    let all = [
        problems("  - target: $.paths['/none']\n    remove: true\n"),
        problems("  - target: $.info\n    update:\n      title: {a: 1}\n"),
        problems("  - target: $.info\n    update:\n      - x\n"),
        problems("  - target: $.paths[\n    remove: true\n"),
        problems("  - target: $..tags\n    removed: true\n"),
        problems("  - target: $..name\n    copy: $.tags.*\n"),
        problems("  - target: $.paths..['get','tags']\n    update: {}\n"),
        problems(
            "  - target: $.info\n    update: {$ref: none.yaml}\n  - target: $.paths\n    update: {/x: {$ref: none.yaml}}\n",
        ),
        problems("  - target: $\n    remove: true\n"),
    ];
    insta::assert_snapshot!(all.join("----\n"), @r##"
warning[unmatched-action]: `$.paths['/none']` matches nothing; the action is ignored
 --> fixes/0.yaml:4:5
  |
4 |   - target: $.paths['/none']
  |     ^^^^^^
  |
  = note: #/actions/0/target

1 warning
----
error[overlay]: an object cannot be merged into a single value, which the description has here
 --> fixes/0.yaml:6:7
  |
6 |       title: {a: 1}
  |       ^^^^^
  |
  = note: #/actions/0/update/title
  = help: remove what is there in an action before this one

1 error
----
error[overlay]: a list cannot be merged into an object, which the description has here
 --> fixes/0.yaml:5:5
  |
5 |     update:
  |     ^^^^^^
  |
  = note: #/actions/0/update
  = help: remove what is there in an action before this one

1 error
----
error[overlay]: `$.paths[` is no JSONPath: parser error at character 7
 --> fixes/0.yaml:4:5
  |
4 |   - target: $.paths[
  |     ^^^^^^
  |
  = note: #/actions/0/target

1 error
----
warning[unknown-keyword]: `removed` is no keyword of an action and is ignored
 --> fixes/0.yaml:5:5
  |
5 |     removed: true
  |     ^^^^^^^
  |
  = note: #/actions/0/removed

error[overlay]: an action has an `update`, a `copy` or a `remove`; this one has none
 --> fixes/0.yaml:4:5
  |
4 |   - target: $..tags
  |     ^^^^^^^^^^^^^^^
  |
  = note: #/actions/0

1 error, 1 warning
----
error[overlay]: `copy` has to select one value; `$.tags.*` selects 3
 --> fixes/0.yaml:5:5
  |
5 |     copy: $.tags.*
  |     ^^^^
  |
  = note: #/actions/0/copy

1 error
----
error[overlay]: the target matches both objects and lists
 --> fixes/0.yaml:4:5
  |
4 |   - target: $.paths..['get','tags']
  |     ^^^^^^
  |
  = note: #/actions/0/target

1 error
----
error[dangling-reference]: `none.yaml` does not exist
 --> fixes/0.yaml:7:19
  |
7 |     update: {/x: {$ref: none.yaml}}
  |                   ^^^^
  |
  = note: #/actions/1/update/~1x/$ref
  = help: correct it, or have it read as `{}`: `--allow-dangling`, or `allow-dangling = true` in `oasmith.toml`

1 error
----
error[overlay]: the whole description cannot be removed
 --> fixes/0.yaml:4:5
  |
4 |   - target: $
  |     ^^^^^^
  |
  = note: #/actions/0/target

1 error
"##);
}

#[test]
fn what_is_no_overlay_is_refused() {
    let problem = |text: &str| {
        let (loaded, diagnostics) = apply_all(&[text]);
        let report = report(&diagnostics, &loaded.sources, &loaded.document.unwrap().1);
        let problem: Value = serde_json::from_str(&report).unwrap();
        format!(
            "{}:{}: {}",
            problem["file"].as_str().unwrap(),
            problem["line"],
            problem["message"].as_str().unwrap()
        )
    };
    assert_eq!(
        problem("openapi: 3.0.0\n"),
        "fixes/0.yaml:1: this is no overlay: it has no `overlay` with a version"
    );
    assert_eq!(
        problem("# two\noverlay: 2.0.0\n"),
        "fixes/0.yaml:2: version 2.0.0 of the Overlay Specification is not one that oasmith reads: 1.0 and 1.1 are"
    );
    assert_eq!(
        problem("overlay: 1.0.0\nactions: []\n"),
        "fixes/0.yaml:2: `actions` has to be a list of actions"
    );
    assert!(problem("overlay: 1.0.0\nactions: [\n").starts_with("fixes/0.yaml:3: "));
}
