//! What a change to a description may change in the output: as little as it says.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use oasmith::pipeline::{Options, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Disk;

const FIELD_TEXT: &str = "Whether a second factor is asked for at sign-in.";
const SCHEMA_TEXT: &str = "An identifier, a UUID in its usual text form.";

/// Goes between the others, has a parameter with a type of its own, and fails in a way of its own.
const NEW_OPERATION: &str = r#"  /added/{level}:
    get:
      operationId: AddedOperation
      tags: [TAG]
      parameters:
        - {name: level, in: path, required: true, schema: {type: string, enum: [low, high]}}
      responses:
        "200": {description: Fine.}
        "409": {description: In use., content: {application/json: {schema: {type: string}}}}
"#;

/// Needs from the runtime what no other operation here does.
const UNUSUAL_OPERATION: &str = r#"  /unusual/{list}:
    post:
      operationId: UnusualOperation
      tags: [TAG]
      servers: [{url: "https://{region}.example.com", variables: {region: {default: jp}}}]
      parameters:
        - {name: list, in: path, required: true, style: label, schema: {type: array, items: {type: string}}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {a: {type: string}}}}
        - {name: n, in: query, required: true, schema: {type: integer}}
        - {name: huge, in: query, schema: {type: number, multipleOf: 0.00000000000000000001}}
      requestBody:
        required: true
        content: {application/octet-stream: {schema: {type: string, format: binary}}}
      responses:
        "200": {description: Fine., content: {text/event-stream: {schema: {type: string}}}}
"#;

/// Sends what was only received before.
const SENDING_OPERATION: &str = r##"  /sending/{list}:
    post:
      operationId: SendingOperation
      tags: [TAG]
      parameters:
        - {name: list, in: path, required: true, schema: {type: string}}
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/RECEIVED"}}}}
      responses:
        "204": {description: Fine.}
"##;

type Output = BTreeMap<String, String>;

/// Generates from `text`, written to a file called `name` in a folder of its own.
fn generated(name: &str, text: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    generate_at(&path)
}

fn generate_at(path: &Path) -> Output {
    let target = Target::Crate(Package {
        name: "stable".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let outcome = generate(&Disk, path, &Options::default(), Some(&target));
    assert!(!outcome.diagnostics.has_errors());
    outcome.files.into_iter().collect()
}

fn spec(name: &str) -> String {
    fs::read_to_string(format!("spec/{name}")).unwrap()
}

/// Replaces what occurs exactly once.
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

/// The files that differ.
fn changed(before: &Output, after: &Output) -> Vec<String> {
    assert!(before.keys().eq(after.keys()));
    let differs = |path: &&String| before.get(*path) != after.get(*path);
    before.keys().filter(differs).cloned().collect()
}

/// The lines of `before` that `after` does not have at their place.
fn removed_lines<'a>(before: &'a str, after: &str) -> Vec<&'a str> {
    let mut after = after.lines();
    let mut rest = after.clone();
    let mut removed = Vec::new();
    for line in before.lines() {
        if rest.any(|other| other == line) {
            after = rest.clone();
        } else {
            removed.push(line);
            rest = after.clone();
        }
    }
    removed
}

/// A file without the first steps, which show the simplest operation there is.
fn without_first_steps(path: &str, content: &str) -> String {
    let mut inside = false;
    let lines = content.lines().filter(|line| {
        let fence = line.trim_start_matches("//! ").starts_with("```");
        inside ^= fence;
        !fence && !inside
    });
    match path {
        "README.md" | "src/lib.rs" => lines.collect::<Vec<_>>().join("\n"),
        _ => content.to_owned(),
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for name in ["saasus-user.yaml", "soracom-user.yaml"] {
        let text = spec(name);
        assert_eq!(generated(name, &text), generated(name, &text));
        // Where the description lies does not matter.
        assert_eq!(
            generated(name, &text),
            generate_at(&Path::new("spec").join(name))
        );
    }
}

#[test]
fn the_text_of_a_field_changes_its_model_and_the_page_of_that() {
    let before = spec("saasus-user.yaml");
    let after = replaced(&before, FIELD_TEXT, "Changed text.");
    let (before, after) = (generated("a.yaml", &before), generated("a.yaml", &after));
    let expected = ["docs/MfaPreference.md", "src/models/mfa_preference.rs"];
    assert_eq!(changed(&before, &after), expected);
}

#[test]
fn the_text_of_an_operation_changes_its_module_its_page_and_the_index() {
    let before = spec("saasus-user.yaml");
    let after = replaced(&before, "summary: List all users", "summary: Changed text");
    let (before, after) = (generated("a.yaml", &before), generated("a.yaml", &after));
    let expected = ["README.md", "docs/SaasUserApi.md", "src/saas_user.rs"];
    assert_eq!(changed(&before, &after), expected);
}

#[test]
fn the_text_of_a_schema_changes_the_files_that_carry_it() {
    let before = spec("saasus-user.yaml");
    let after = replaced(&before, SCHEMA_TEXT, "Changed text.");
    let (before, after) = (generated("a.yaml", &before), generated("a.yaml", &after));
    let carriers: Vec<&str> = before
        .iter()
        .filter(|(_, content)| content.contains(SCHEMA_TEXT))
        .map(|(path, _)| path.as_str())
        .collect();
    assert!(carriers.len() > 1, "{carriers:?}");
    assert_eq!(changed(&before, &after), carriers);
}

/// A struct that was only received and now is sent, too, says so: the one line that does not stay.
fn with_both_ways(before: &str, after: &str) -> String {
    let both = |line: &str| {
        let other = line.replacen("json::received! {", "json::object! {", 1);
        let is_there = after.lines().any(|line| line == other);
        if is_there { other } else { line.to_owned() }
    };
    before.lines().map(both).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_new_operation_only_adds_lines() {
    let cases = [
        (
            "saasus-user.yaml",
            ["saasUser", "UserInfo"],
            "\n  /users/{user_id}:\n",
        ),
        (
            "soracom-user.yaml",
            ["User", "UserDetailResponse"],
            "\n  /operators/{operator_id}/users/{user_name}:\n",
        ),
    ];
    let operations = [NEW_OPERATION, UNUSUAL_OPERATION, SENDING_OPERATION];
    for ((name, [tag, received], anchor), operation) in cases
        .into_iter()
        .flat_map(|case| operations.map(|operation| (case, operation)))
    {
        let before = spec(name);
        let operation = operation.replace("TAG", tag).replace("RECEIVED", received);
        let after = replaced(&before, anchor, &format!("\n{operation}{anchor}"));
        let (before, after) = (generated(name, &before), generated(name, &after));
        for (path, content) in &before {
            let content = without_first_steps(path, content);
            let content = with_both_ways(&content, &after[path]);
            let removed = removed_lines(&content, &after[path]);
            assert!(removed.is_empty(), "{path}: {removed:#?}");
        }
    }
}
