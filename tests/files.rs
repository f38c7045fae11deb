//! What lands on the disk, run by run: names of every kind, a disk that fills up, and runs at the same time.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Names that are equal where case does not count, lead elsewhere, belong to a device or to a file of every crate.
const NAMES: [&str; 36] = [
    "Foo",
    "foo",
    "FOO",
    "fOO",
    "con",
    "CON",
    "Nul",
    "aux.json",
    "com1",
    "LPT9",
    "prn",
    "../up",
    "/abs",
    "\\\\host\\x",
    "C:\\x",
    "C:",
    "a.b",
    "a/b",
    "..",
    ".",
    "",
    " ",
    "é",
    "E\u{301}",
    "ß",
    "ss",
    "İ",
    "mod",
    "lib",
    "models",
    "runtime",
    "client",
    "self",
    "~",
    "\u{202e}abc",
    "a\0b",
];

fn oasmith(description: &Path, output: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasmith"));
    command.args(["generate", "--name", "any", "--output"]);
    command.arg(output).arg(description);
    command
}

fn description(folder: &Path, name: &str, schemas: &[&str]) -> PathBuf {
    let mut document = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": {}}});
    for (number, schema) in schemas.iter().enumerate() {
        let long = "text ".repeat(2_000);
        document["components"]["schemas"][schema] =
            json!({"type": "object", "description": long, "properties": {"a": {"type": "string"}}});
        document["paths"][format!("/{number}")] = json!({"get": {"tags": [schema], "operationId": schema, "responses": {"204": {"description": "Done."}}}});
    }
    let path = folder.join(name);
    fs::write(&path, Value::to_string(&document)).unwrap();
    path
}

/// Every file below a folder with its content.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(tree(&path)),
            false => drop(found.insert(path.clone(), fs::read(&path).unwrap())),
        }
    }
    found
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn names_of_every_kind_stay_in_the_folder() {
    let dir = TempDir::new().unwrap();
    let long = "x".repeat(1 << 16);
    let names: Vec<&str> = NAMES.into_iter().chain([long.as_str()]).collect();
    let path = description(dir.path(), "api.json", &names);
    let before = tree(dir.path()).len();
    let output = oasmith(&path, &dir.path().join("out/crate"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let all = tree(dir.path());
    let inside = tree(&dir.path().join("out/crate"));
    assert_eq!(all.len(), inside.len() + before);
    assert!(inside.len() > 3 * names.len());
    let folded = inside
        .keys()
        .map(|path| path.to_str().unwrap().to_lowercase());
    let folded: std::collections::BTreeSet<String> = folded.collect();
    assert_eq!(folded.len(), inside.len());
}

/// A limit on the size of files stands for the disk: a write beyond it fails as one to a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_changes_nothing() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let small = description(dir.path(), "small.json", &["A", "B"]);
    assert!(oasmith(&small, &out).status().unwrap().success());
    let before = tree(&out);
    let large = description(dir.path(), "large.json", &["A", "B", "C", "D"]);
    let mut limited = Command::new("sh");
    // In blocks of 512 bytes.
    limited.args(["-c", "trap '' XFSZ; ulimit -f 20; exec \"$0\" \"$@\""]);
    let plain = oasmith(&large, &out);
    let output = limited
        .arg(plain.get_program())
        .args(plain.get_args())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(
        text(&output).contains("cannot be written: File too large"),
        "{}",
        text(&output)
    );
    assert_eq!(tree(&out), before);
    // As soon as there is room, the same run goes through.
    assert!(oasmith(&large, &out).status().unwrap().success());
}

#[test]
fn runs_at_the_same_time_leave_whole_files() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("out");
    let versions = [
        description(dir.path(), "one.json", &["A", "B", "C"]),
        description(dir.path(), "two.json", &["B", "C", "D"]),
    ];
    let contents: Vec<_> = versions
        .iter()
        .map(|version| {
            assert!(oasmith(version, &out).status().unwrap().success());
            tree(&out)
        })
        .collect();
    for _ in 0..3 {
        let runs: Vec<_> = (0..6)
            .map(|run| oasmith(&versions[run % 2], &out).arg("-q").spawn().unwrap())
            .collect();
        for mut run in runs {
            // One may find what another is about to change; it says so and stops.
            assert!(matches!(run.wait().unwrap().code(), Some(0 | 1)));
        }
        for (path, content) in tree(&out) {
            let is_manifest = path.ends_with(".oasmith-manifest");
            let is_whole = contents
                .iter()
                .any(|files| files.get(&path) == Some(&content));
            assert!(is_manifest || is_whole, "{}", path.display());
        }
        assert!(oasmith(&versions[0], &out).status().unwrap().success());
        assert_eq!(tree(&out), contents[0]);
    }
}

/// The folder itself is what the user says it is, a link too; what is below must not lead elsewhere.
#[cfg(unix)]
#[test]
fn a_link_as_the_output_folder_is_followed() {
    let dir = TempDir::new().unwrap();
    let (real, link) = (dir.path().join("real"), dir.path().join("link"));
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let path = description(dir.path(), "api.json", &["A"]);
    assert!(oasmith(&path, &link).status().unwrap().success());
    assert!(real.join("src/lib.rs").exists());
    // A manifest that is a link is not believed, nor replaced.
    let manifest = real.join(".oasmith-manifest");
    fs::rename(&manifest, dir.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("elsewhere"), &manifest).unwrap();
    let output = oasmith(&path, &link).output().unwrap();
    assert!(
        text(&output).contains("is a symbolic link"),
        "{}",
        text(&output)
    );
}
