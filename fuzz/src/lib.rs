//! What every fuzz target demands: a report, or code that parses; never a panic, never a defect of oasmith.

use std::path::Path;

use oasmith::diagnostic::Code;
use oasmith::pipeline::{Options, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Memory;

/// Generates a crate from the text of a description.
///
/// # Panics
/// If oasmith finds a defect of its own, or writes Rust that does not parse.
pub fn check(description: String) {
    let mut files = Memory::default();
    files.insert("api.yaml", description);
    let target = Target::Crate(Package {
        name: "any".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let path = Path::new("api.yaml");
    let outcome = generate(&files, path, &Options::default(), Some(&target));
    assert!(outcome.diagnostics.iter().all(|d| d.code != Code::Internal));
    for (path, text) in &outcome.files {
        if path.ends_with(".rs") && !path.starts_with("src/runtime") {
            assert!(syn::parse_file(text).is_ok(), "{path}");
        }
    }
}
