//! A run that finds everything as the last one left it says the same again; after any change it does the work.

#![allow(clippy::unwrap_used)] // Also in the functions that the tests share.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const DESCRIPTION: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /items:
    get:
      operationId: listItems
      responses:
        '200':
          description: The items.
          content: {application/json: {schema: {$ref: 'parts.yaml#/Item'}}}
        '400':
          description: What is wrong.
          content: {application/json: {schema: {$ref: 'error.yaml#/Error'}}}
";

const PARTS: &str = "Item: {type: object, proprties: {}, properties: {name: {type: string}}}\n";

/// What is put into the place of what a run has said, to tell whether it is said again.
const SAID: &str = "said before\n";

/// A change, and what it is of.
type Change = (&'static str, fn(&Project));

/// A folder with a description and a cache.
struct Project {
    folder: TempDir,
}

impl Project {
    /// With a run that has been remembered.
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("shop.yaml"), DESCRIPTION).unwrap();
        fs::write(folder.path().join("parts.yaml"), PARTS).unwrap();
        let project = Self { folder };
        assert!(project.run(&[]).contains("unknown-keyword"));
        let text = fs::read_to_string(project.stamp()).unwrap();
        let mut stamp: serde_json::Value = serde_json::from_str(&text).unwrap();
        *stamp.get_mut("said").unwrap() = SAID.into();
        fs::write(project.stamp(), stamp.to_string()).unwrap();
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn stamp(&self) -> PathBuf {
        let mut entries = fs::read_dir(self.path("cache/oasmith")).unwrap();
        entries.next().unwrap().unwrap().path()
    }

    /// Standard output and error of a run that does what it should.
    fn run(&self, arguments: &[&str]) -> String {
        self.run_with_cache(&self.path("cache"), arguments)
    }

    fn run_with_cache(&self, cache: &Path, arguments: &[&str]) -> String {
        let fixed = [
            "generate",
            "shop.yaml",
            "--output",
            "out",
            "--name",
            "shop",
            "--allow-dangling",
        ];
        let output = Command::new(env!("CARGO_BIN_EXE_oasmith"))
            .current_dir(self.folder.path())
            .env("XDG_CACHE_HOME", cache)
            .args(fixed)
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    }

    fn append(&self, path: &str, text: &str) {
        let before = fs::read_to_string(self.path(path)).unwrap();
        fs::write(self.path(path), before + text).unwrap();
    }
}

#[test]
fn nothing_has_changed() {
    let project = Project::new();
    let said = project.run(&[]);
    assert!(said.starts_with("shop: ") && said.ends_with(&format!(" files, all fresh\n{SAID}")));
}

#[test]
fn something_has_changed() {
    let changes: [Change; 9] = [
        ("the description", |project| {
            project.append("shop.yaml", "tags: []\n")
        }),
        ("a file that it refers to", |project| {
            project.append("parts.yaml", "Other: {}\n")
        }),
        ("a file that there was none of", |project| {
            fs::write(project.path("error.yaml"), "Error: {type: string}").unwrap();
        }),
        ("a file that is gone", |project| {
            fs::remove_file(project.path("out/src/lib.rs")).unwrap()
        }),
        ("a file that is another one", |project| {
            project.append("out/src/lib.rs", "\n")
        }),
        ("a file too many", |project| {
            fs::write(project.path("out/src/own.rs"), "").unwrap()
        }),
        ("the manifest", |project| {
            fs::remove_file(project.path("out/.oasmith-manifest")).unwrap()
        }),
        ("all files", |project| {
            fs::remove_dir_all(project.path("out")).unwrap()
        }),
        ("the stamp", |project| {
            fs::write(project.stamp(), "{").unwrap()
        }),
    ];
    for (what, change) in changes {
        let project = Project::new();
        change(&project);
        let said = project.run(&[]);
        assert!(
            !said.contains(SAID) && said.contains("unknown-keyword"),
            "{what}: {said}"
        );
        let _ = fs::remove_file(project.path("out/src/own.rs"));
        let check = project.run(&["--check"]);
        assert!(check.contains("all fresh"), "{what}: {check}");
    }
}

#[test]
fn something_else_is_asked_for() {
    let project = Project::new();
    for arguments in [
        ["--check"].as_slice(),
        &["--dry-run"],
        &["--message-format", "json"],
        &["--overlay", "none.yaml"],
        &["--allow-path", "elsewhere"],
    ] {
        if arguments == ["--overlay", "none.yaml"] {
            fs::write(
                project.path("none.yaml"),
                "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions: [{target: $.info, remove: false}]\n",
            )
            .unwrap();
        }
        let said = project.run(arguments);
        assert!(!said.contains(SAID.trim()), "{arguments:?}: {said}");
    }
}

#[test]
fn without_a_cache_all_is_done() {
    let project = Project::new();
    fs::write(project.path("no-folder"), "").unwrap();
    for _ in 0..2 {
        let said = project.run_with_cache(&project.path("no-folder"), &[]);
        assert!(
            said.contains("all fresh") && said.contains("unknown-keyword"),
            "{said}"
        );
    }
}
