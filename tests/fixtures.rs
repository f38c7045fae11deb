//! One fixture per behaviour: the code that comes out of it, and what was reported.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::TypeOptions;
use oasmith::diagnostic::render::Colour;
use oasmith::pipeline::{Options, Outcome, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Disk;

/// Paths are relative to the package, so that nothing of this machine gets into a snapshot.
fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir("tests/fixtures").unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    paths.sort();
    paths
}

/// The options of a fixture: the comments `# types: …` in it, lines of the table `types`.
fn options(path: &Path) -> Options {
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# types: "))
        .collect();
    Options {
        types: TypeOptions::from_toml(&lines.join("\n")).unwrap(),
        ..Options::default()
    }
}

fn generated(path: &Path) -> Outcome {
    let target = Target::Crate(Package {
        name: "fixture".to_owned(),
        version: "0.1.0".to_owned(),
    });
    generate(&Disk, path, &options(path), Some(&target))
}

/// What depends on the description, then the report; the pages have a test of their own.
fn snapshot(path: &Path) -> String {
    let outcome = generated(path);
    let mut text = String::new();
    for (path, content) in &outcome.files {
        let fixed = ["Cargo.toml", "README.md", "src/lib.rs"].contains(&path.as_str());
        if !fixed && !path.starts_with("src/runtime") && !path.starts_with("docs/") {
            text += &format!("=== {path}\n{content}\n");
        }
    }
    text + "=== diagnostics\n" + &outcome.human(Colour::Never)
}

#[test]
fn every_fixture_gives_the_code_of_its_snapshot() {
    for path in fixtures() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        insta::assert_snapshot!(name, snapshot(&path));
    }
}

#[test]
fn rustfmt_has_nothing_to_change() {
    for path in fixtures() {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in &generated(&path).files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        }
        // Follows the modules from there; the output says what it would change.
        let rustfmt = Command::new("rustfmt")
            .args(["--edition", "2024", "--check"])
            .arg(folder.path().join("src/lib.rs"))
            .output()
            .unwrap();
        let changes = String::from_utf8_lossy(&rustfmt.stdout);
        assert!(rustfmt.status.success(), "{}\n{changes}", path.display());
    }
}

#[test]
fn letters_that_the_compiler_warns_of_are_allowed_where_they_are_used() {
    let allows = |name: &str| {
        let files = generated(&Path::new("tests/fixtures").join(name)).files;
        let library = files.iter().find(|(path, _)| path == "src/lib.rs");
        library.unwrap().1.contains("uncommon_codepoints")
    };
    assert!(allows("names-with-signs.yaml"));
    assert!(!allows("struct-nesting.yaml"));
}

#[test]
fn a_fixture_fits_on_a_screen() {
    for path in fixtures() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 40, "{}: {lines} lines", path.display());
    }
}
