//! The interface for a `build.rs`: what it writes and how it fails.

use std::fs;

use oasmith::Generator;

const DESCRIPTION: &str = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}\n";

#[test]
fn one_file_named_after_the_description() {
    let dir = tempfile::tempdir().unwrap();
    let description = dir.path().join("shop.v2.yaml");
    fs::write(&description, DESCRIPTION).unwrap();
    let generator = Generator::new(&description).out_dir(dir.path().join("out"));
    let path = generator.generate().unwrap();
    assert_eq!(path, dir.path().join("out/shop.v2.rs"));
    let text = fs::read_to_string(&path).unwrap();
    syn::parse_file(&text).unwrap();
    let modified = || fs::metadata(&path).unwrap().modified().unwrap();
    let before = modified();
    generator.generate().unwrap();
    assert_eq!(modified(), before);
    let left: Vec<_> = fs::read_dir(dir.path().join("out")).unwrap().collect();
    assert_eq!(left.len(), 1);
}

#[test]
fn the_error_reads_as_a_report() {
    let dir = tempfile::tempdir().unwrap();
    let description = dir.path().join("shop.yaml");
    fs::write(&description, DESCRIPTION.replace("{}", "{")).unwrap();
    let error = Generator::new(&description)
        .out_dir(dir.path())
        .generate()
        .unwrap_err();
    let report = format!("{error:?}");
    assert!(
        report.starts_with("no client was generated\n\nerror[syntax]: "),
        "{report}"
    );
    assert!(
        report.contains("shop.yaml:") && report.ends_with("1 error"),
        "{report}"
    );
    assert!(!dir.path().join("shop.rs").exists());
}

#[test]
fn warnings_fail_the_build_if_asked() {
    let dir = tempfile::tempdir().unwrap();
    let description = dir.path().join("shop.yaml");
    fs::write(&description, format!("{DESCRIPTION}extra: 1\n")).unwrap();
    let generator = Generator::new(&description).out_dir(dir.path());
    generator.generate().unwrap();
    assert!(generator.deny_warnings(true).generate().is_err());
}
