use super::*;
use crate::spec::source::{Disk, Memory};

/// The code and message of the only problem with a root file.
fn only_problem(files: &dyn Files, root: &Path) -> String {
    let mut diagnostics = Diagnostics::default();
    let loaded = load(files, root, &LoadOptions::default(), &mut diagnostics);
    assert!(loaded.document.is_none());
    let all: Vec<_> = diagnostics
        .iter()
        .map(|d| format!("{}: {}", d.code.name(), d.message))
        .collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all.concat()
}

#[test]
fn what_is_no_description_has_one_clear_error() {
    let problem = |content: &[u8]| {
        let mut files = Memory::default();
        files.insert("a.yaml", content);
        only_problem(&files, Path::new("a.yaml"))
    };
    assert_eq!(
        problem(b""),
        "not-a-description: an OpenAPI description is a mapping, but the file holds nothing"
    );
    assert_eq!(
        problem(b"hello"),
        "not-a-description: an OpenAPI description is a mapping, but the file holds a single value"
    );
    assert_eq!(
        problem(b"[]"),
        "not-a-description: an OpenAPI description is a mapping, but the file holds a list"
    );
    assert_eq!(
        problem(b"\x1f\x8b\x08\0"),
        "syntax: the byte 0x8B is not UTF-8 text"
    );
    assert_eq!(
        problem(b"PK\x03\x04"),
        "syntax: control characters are not allowed"
    );
    let folder = tempfile::tempdir().unwrap();
    let none = only_problem(&Disk, &folder.path().join("none.yaml"));
    assert!(
        none.starts_with("unreadable: `") && none.ends_with("none.yaml` does not exist"),
        "{none}"
    );
    assert!(only_problem(&Disk, folder.path()).ends_with("is a folder, not a file"));
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("api")).unwrap();
    write("secret.yaml", "type: string");
    write(
        "api/root.yaml",
        "components: {schemas: {A: {$ref: link.yaml}}}",
    );
    std::os::unix::fs::symlink("../secret.yaml", folder.path().join("api/link.yaml")).unwrap();
    let load_with = |allow_paths: Vec<PathBuf>| {
        let mut diagnostics = Diagnostics::default();
        let options = LoadOptions {
            allow_paths,
            ..LoadOptions::default()
        };
        load(
            &Disk,
            &folder.path().join("api/root.yaml"),
            &options,
            &mut diagnostics,
        );
        diagnostics.iter().map(|d| d.code).collect::<Vec<_>>()
    };
    assert_eq!(load_with(Vec::new()), [Code::ForbiddenReference]);
    assert_eq!(load_with(vec![folder.path().join("secret.yaml")]), []);
}
