//! What is said about descriptions that nothing can be generated from: exactly, and where.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use oasmith::diagnostic::render::Colour;
use oasmith::pipeline::{Options, Outcome, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Disk;

fn run(path: &Path) -> Outcome {
    let target = Target::Crate(Package {
        name: "invalid".to_owned(),
        version: "0.1.0".to_owned(),
    });
    generate(&Disk, path, &Options::default(), Some(&target))
}

#[test]
fn every_invalid_description_gets_the_report_of_its_snapshot() {
    let entries = fs::read_dir("tests/invalid").unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let outcome = run(&path);
        assert!(outcome.diagnostics.has_errors(), "{}", path.display());
        assert!(outcome.files.is_empty(), "{}", path.display());
        let name = path
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .replace('.', "-");
        insta::assert_snapshot!(name, outcome.human(Colour::Never));
    }
}

#[test]
fn reports_for_tools_say_the_same() {
    for name in ["dangling-references.yaml", "truncated.json"] {
        let outcome = run(&Path::new("tests/invalid").join(name));
        insta::assert_snapshot!(format!("json-{}", name.replace('.', "-")), outcome.json());
    }
}

#[test]
fn what_is_no_file_is_reported() {
    insta::assert_snapshot!(
        "no-file",
        run(Path::new("tests/invalid/absent.yaml")).human(Colour::Never)
    );
    insta::assert_snapshot!(
        "a-folder",
        run(Path::new("tests/invalid")).human(Colour::Never)
    );
}
