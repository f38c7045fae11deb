//! The command, through the built binary: what it prints, writes and returns.

#![allow(clippy::unwrap_used)] // Also in the functions that the tests share.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const DESCRIPTION: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /items/{id}:
    get:
      operationId: getItem
      tags: [item]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: The item.
          content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
components:
  schemas:
    Item:
      description: Something to buy.
      type: object
      required: [name]
      properties: {name: {type: string}}
";

const CONFIG: &str = "[client.shop]\ndescription = \"shop.yaml\"\noutput = \"out\"\n";

/// A folder with a description and a configuration.
fn project() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("shop.yaml"), DESCRIPTION).unwrap();
    fs::write(dir.path().join("oasmith.toml"), CONFIG).unwrap();
    dir
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    command
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Exit status, standard output, standard error.
fn outcome(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = run(folder, arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn without_arguments_all_clients_are_written_and_then_fresh() {
    let dir = project();
    let (status, stdout, stderr) = outcome(dir.path(), &[]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(
        stdout.starts_with("shop: ") && stdout.ends_with(" files written, 0 removed\n"),
        "{stdout}"
    );
    assert!(dir.path().join("out/src/models/item.rs").exists());
    let (status, stdout, _) = outcome(dir.path(), &["generate"]);
    assert_eq!(status, 0);
    assert!(stdout.ends_with(" files, all fresh\n"), "{stdout}");
    assert_eq!(outcome(dir.path(), &["--check"]).0, 0);
    assert_eq!(
        outcome(dir.path(), &["--quiet"]),
        (0, String::new(), String::new())
    );
}

#[test]
fn check_names_what_is_stale_missing_and_extra_and_writes_nothing() {
    let dir = project();
    assert_eq!(run(dir.path(), &[]).status.code(), Some(0));
    let out = dir.path().join("out");
    fs::remove_file(out.join("README.md")).unwrap();
    edit(
        &out.join("src/models/item.rs"),
        "Something to buy.",
        "Something else.",
    );
    fs::write(out.join("src/stray.rs"), "").unwrap();
    let (status, stdout, _) = outcome(dir.path(), &["--check"]);
    let expected = "\
missing: out/README.md
stale: out/src/models/item.rs
--- on disk
+++ generated
";
    assert_eq!(status, 1);
    assert!(stdout.starts_with(expected), "{stdout}");
    assert!(
        stdout.contains("\n-/// Something else.\n+/// Something to buy.\n"),
        "{stdout}"
    );
    assert!(stdout.ends_with("extra (not written by oasmith): out/src/stray.rs\nshop: 2 files missing or stale, 1 extra\n"), "{stdout}");
    assert!(!out.join("README.md").exists());

    let (status, stdout, _) = outcome(dir.path(), &["--check", "--message-format", "json"]);
    assert_eq!(status, 1);
    assert!(
        stdout.starts_with(
            "{\"client\":\"shop\",\"path\":\"out/README.md\",\"change\":\"missing\"}\n"
        ),
        "{stdout}"
    );
}

#[test]
fn dry_run_lists_and_writes_nothing() {
    let dir = project();
    let (status, stdout, _) = outcome(dir.path(), &["--dry-run"]);
    assert_eq!(status, 0);
    assert!(stdout.contains("missing: out/Cargo.toml\n"), "{stdout}");
    assert!(!dir.path().join("out").exists());
}

#[test]
fn one_description_needs_no_configuration() {
    let dir = project();
    fs::remove_file(dir.path().join("oasmith.toml")).unwrap();
    let arguments = ["generate", "shop.yaml", "--output", "a", "--name", "shop"];
    assert_eq!(outcome(dir.path(), &arguments).0, 0);
    let mut child = command(
        dir.path(),
        &["generate", "-", "--output", "b", "--name", "shop"],
    )
    .stdin(Stdio::piped())
    .spawn()
    .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(DESCRIPTION.as_bytes())
        .unwrap();
    assert!(child.wait().unwrap().success());
    let item = |folder: &str| {
        fs::read_to_string(dir.path().join(folder).join("src/models/item.rs")).unwrap()
    };
    assert_eq!(
        item("b"),
        item("a").replace("from shop.yaml", "from <stdin>")
    );
}

#[test]
fn an_error_is_located_and_leaves_the_output_alone() {
    let dir = project();
    assert_eq!(run(dir.path(), &[]).status.code(), Some(0));
    let lib = dir.path().join("out/src/lib.rs");
    let before = fs::metadata(&lib).unwrap().modified().unwrap();
    edit(
        &dir.path().join("shop.yaml"),
        "schemas/Item'",
        "schemas/Itme'",
    );
    let (status, stdout, stderr) = outcome(dir.path(), &[]);
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert!(
        stderr.starts_with("error[dangling-reference]: ") && stderr.contains("--> shop.yaml:12:"),
        "{stderr}"
    );
    assert_eq!(fs::metadata(&lib).unwrap().modified().unwrap(), before);
    let (status, _, stderr) = outcome(dir.path(), &["--message-format=json"]);
    assert_eq!(status, 1);
    assert!(
        stderr.starts_with("{\"severity\":\"error\",\"code\":\"dangling-reference\""),
        "{stderr}"
    );
}

#[test]
fn warnings_are_shown_hidden_or_denied() {
    let dir = project();
    edit(
        &dir.path().join("shop.yaml"),
        "type: object",
        "type: object\n      proprties: {}",
    );
    assert!(
        outcome(dir.path(), &[])
            .2
            .starts_with("warning[unknown-keyword]")
    );
    assert_eq!(
        outcome(dir.path(), &["--quiet"]),
        (0, String::new(), String::new())
    );
    fs::remove_dir_all(dir.path().join("out")).unwrap();
    let (status, _, stderr) = outcome(dir.path(), &["--deny-warnings", "--quiet"]);
    assert_eq!(status, 1);
    assert!(stderr.starts_with("warning[unknown-keyword]"), "{stderr}");
    assert!(!dir.path().join("out").exists());
}

#[test]
fn wrong_usage_ends_with_2() {
    let dir = project();
    let cases: [(&[&str], &str); 7] = [
        (&["generate", "shop.yaml"], "--output <DIR>"),
        (
            &["generate", "shop.yaml", "--output", "a", "--name", "9"],
            "`9` cannot be the name of a crate",
        ),
        (&["--check", "--dry-run"], "cannot be used with"),
        (
            &["--client", "shpo"],
            "`oasmith.toml` has no client `shpo`\n |\n = help: its clients are shop\n",
        ),
        (
            &["--config", "nowhere.toml"],
            "`nowhere.toml` cannot be read",
        ),
        (&["polish"], "unrecognized subcommand 'polish'"),
        (&["inspect"], "<DESCRIPTION>"),
    ];
    for (arguments, message) in cases {
        let (status, _, stderr) = outcome(dir.path(), arguments);
        assert_eq!(status, 2, "{stderr}");
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
    }
    fs::write(dir.path().join("oasmith.toml"), "[client.shop]\nspec = 1\n").unwrap();
    let (status, _, stderr) = outcome(dir.path(), &[]);
    assert_eq!(status, 2);
    assert!(
        stderr.contains("unknown field `spec`") && stderr.contains("--> oasmith.toml:2:1"),
        "{stderr}"
    );
}

#[test]
fn one_client_of_several() {
    let dir = project();
    let both = CONFIG.to_owned()
        + &CONFIG
            .replace("shop]", "other]")
            .replace("\"out\"", "\"other\"");
    fs::write(dir.path().join("oasmith.toml"), both).unwrap();
    assert_eq!(
        run(dir.path(), &["generate", "--client", "other"])
            .status
            .code(),
        Some(0)
    );
    assert!(dir.path().join("other/Cargo.toml").exists());
    assert!(!dir.path().join("out").exists());
}

#[test]
fn init_writes_once() {
    let dir = TempDir::new().unwrap();
    assert_eq!(
        outcome(dir.path(), &["init"]),
        (0, "oasmith.toml written\n".to_owned(), String::new())
    );
    let (status, _, stderr) = outcome(dir.path(), &["init"]);
    assert_eq!(
        (status, stderr.as_str()),
        (
            1,
            "error[output]: `oasmith.toml` exists already\n\n1 error\n"
        )
    );
}

#[test]
fn inspection_for_people_and_tools() {
    let dir = project();
    let (status, stdout, _) = outcome(dir.path(), &["inspect", "shop.yaml"]);
    let expected = "\
operation        method                success       error
GET /items/{id}  item::Item::get_item  models::Item  -

schema                    type          use
/components/schemas/Item  models::Item  received
";
    assert_eq!((status, stdout.as_str()), (0, expected));
    let (_, stdout, _) = outcome(dir.path(), &["inspect", "shop.yaml", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let expected = serde_json::json!({
        "schemas": [{"file": "shop.yaml", "pointer": "/components/schemas/Item", "rust": "models::Item", "sent": false, "received": true}],
        "operations": [{
            "id": "getItem", "method": "GET", "path": "/items/{id}", "rust": "item::Item::get_item",
            "arguments": [{"name": "id", "wire_name": "id", "type": "String"}], "options": [],
            "success": "models::Item", "error": null,
        }],
        "webhooks": [],
        "untyped": [],
        "pagination": [],
    });
    assert_eq!(found, expected);
}

#[test]
fn inspection_shows_the_files_of_places_where_there_are_several() {
    let dir = project();
    let api = "
        openapi: 3.0.3
        info: {title: T, version: '1'}
        paths: {}
        components: {schemas: {Cart: {type: object, properties: {item: {$ref: item.yaml}, note: {$ref: note.yaml}}}}}";
    fs::write(dir.path().join("cart.yaml"), api).unwrap();
    fs::write(dir.path().join("item.yaml"), "type: string").unwrap();
    fs::write(dir.path().join("note.yaml"), "{}").unwrap();
    let (_, stdout, _) = outcome(dir.path(), &["inspect", "cart.yaml"]);
    for place in [
        "cart.yaml#/components/schemas/Cart ",
        "item.yaml# ",
        "note.yaml#  empty schema",
    ] {
        assert!(stdout.contains(place), "{stdout}");
    }
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let dir = project();
    let mut child = command(dir.path(), &["inspect", "shop.yaml"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    assert_eq!(
        (child.wait().unwrap().code(), stderr.as_str()),
        (Some(0), "")
    );
}

#[test]
fn a_folder_of_somebody_else_is_not_overwritten() {
    let dir = project();
    fs::create_dir(dir.path().join("out")).unwrap();
    fs::write(dir.path().join("out/Cargo.toml"), "[package]\n").unwrap();
    let (status, _, stderr) = outcome(dir.path(), &[]);
    let expected = "\
error[output]: `out/Cargo.toml` was not written by oasmith and would be replaced
 |
 = help: choose another output folder, or remove the file

1 error
";
    assert_eq!((status, stderr.as_str()), (1, expected));
}

#[test]
fn completions_and_the_manual_page_know_all_commands() {
    let dir = TempDir::new().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (status, stdout, _) = outcome(dir.path(), &["completions", shell]);
        assert_eq!(status, 0);
        assert!(stdout.contains("deny-warnings"), "{shell}: {stdout}");
    }
    let (status, stdout, _) = outcome(dir.path(), &["man"]);
    assert_eq!(status, 0);
    for part in [
        ".TH oasmith 1",
        "oasmith generate",
        "oasmith inspect",
        "Exit status",
    ] {
        assert!(stdout.contains(part), "{part}: {stdout}");
    }
    assert_eq!(outcome(dir.path(), &["completions", "cmd"]).0, 2);
}

#[test]
fn pages_that_are_no_longer_wanted_are_removed() {
    let dir = project();
    assert_eq!(outcome(dir.path(), &[]).0, 0);
    let page = dir.path().join("out/docs/Item.md");
    let own = dir.path().join("out/docs/own.md");
    assert!(page.exists());
    fs::write(&own, "Mine.").unwrap();
    let config = format!("{CONFIG}docs = false\n");
    fs::write(dir.path().join("oasmith.toml"), config).unwrap();
    let (status, stdout, _) = outcome(dir.path(), &[]);
    assert_eq!(status, 0);
    assert!(stdout.ends_with(", 2 removed\n"), "{stdout}");
    assert!(!page.exists() && own.exists());
}

#[test]
fn settings_that_match_nothing_are_shown_in_the_configuration() {
    let dir = project();
    let config = "[client.shop]
description = 'shop.yaml'
output = 'out'
rename = { schemas = { Item = 'Thing', None = 'Other' } }
[client.shop.types.fields]
'Item.none' = 'uuid::Uuid'
[client.shop.pagination]
none = { offset = 'from' }
";
    fs::write(dir.path().join("oasmith.toml"), config).unwrap();
    let places = || {
        let (status, _, stderr) = outcome(dir.path(), &["--dry-run"]);
        assert_eq!(status, 1);
        let lines = stderr.lines().filter_map(|line| line.split_once("--> "));
        lines.map(|(_, place)| place.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        places(),
        ["oasmith.toml:6:1", "oasmith.toml:4:40", "oasmith.toml:8:1"]
    );
    let filter = "[client.shop.filter]\ninclude = { methods = ['get', 'put'] }\n";
    fs::write(dir.path().join("oasmith.toml"), format!("{config}{filter}")).unwrap();
    assert_eq!(places(), ["oasmith.toml:10:31"]);
}
