//! Generates a client for every fixture, each as one file, and the list of modules that includes them; the same for
//! descriptions whose every string tries to break out.

use std::path::{Path, PathBuf};
use std::{env, fs};

use oasmith::TypeOptions;
use oasmith::diagnostic::render::Colour;
use oasmith::pipeline::{Options, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::{Disk, Memory};

#[path = "../injection/cases.rs"]
mod cases;

const FIXTURES: &str = "../fixtures";

fn main() {
    println!("cargo::rerun-if-changed={FIXTURES}");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let entries = fs::read_dir(FIXTURES).expect("the fixtures are beside this package");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    paths.sort();
    let mut modules: String = paths.iter().map(|path| module(path, &out)).collect();
    println!("cargo::rerun-if-changed=../injection/cases.rs");
    modules.extend((0..4).map(|turn| hostile(turn, &out)));
    fs::write(out.join("fixtures.rs"), modules).expect("OUT_DIR can be written");
}

/// Writes the client of one fixture and declares its module.
fn module(path: &Path, out: &Path) -> String {
    let name = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .replace('-', "_");
    let target = Target::SingleFile(Package {
        name: "fixture".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let outcome = generate(&Disk, path, &options(path), Some(&target));
    let report = outcome.human(Colour::Never);
    let [(_, text)] = outcome.files.as_slice() else {
        panic!("{name}: not one file\n{report}");
    };
    fs::write(out.join(format!("{name}.rs")), text).expect("OUT_DIR can be written");
    let examples = examples(path, &name);
    fs::write(out.join(format!("{name}_examples.rs")), examples).expect("OUT_DIR can be written");
    format!(
        "pub mod {name} {{\n    include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\"));\n}}\n
        #[cfg(test)]\n#[allow(dead_code, deprecated)]\nmod {name}_examples {{
            include!(concat!(env!(\"OUT_DIR\"), \"/{name}_examples.rs\"));\n}}\n"
    )
}

/// Writes the client of a description with all payloads in it, each turn in other places.
fn hostile(turn: usize, out: &Path) -> String {
    let name = format!("hostile_{turn}");
    let payloads = cases::PAYLOADS;
    let description = cases::everywhere(|place| payloads[(place + 4 * turn) % payloads.len()]);
    let mut files = Memory::default();
    files.insert("api.json", description.to_string());
    let target = Target::SingleFile(Package {
        name: "fixture".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let outcome = generate(
        &files,
        Path::new("api.json"),
        &Options::default(),
        Some(&target),
    );
    let report = outcome.human(Colour::Never);
    let [(_, text)] = outcome.files.as_slice() else {
        panic!("{name}: not one file\n{report}");
    };
    fs::write(out.join(format!("{name}.rs")), text).expect("OUT_DIR can be written");
    format!("pub mod {name} {{\n    include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\"));\n}}\n")
}

/// The examples of a fixture's pages, a module each. Those of a whole crate say `fixture::`.
fn examples(path: &Path, name: &str) -> String {
    let target = Target::Crate(Package {
        name: "fixture".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let outcome = generate(&Disk, path, &options(path), Some(&target));
    let pages = outcome
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".md"));
    let blocks = pages.flat_map(|(_, page)| page.split("```rust\n").skip(1));
    let code = blocks.filter_map(|block| block.split("```\n").next());
    code.enumerate()
        .map(|(number, code)| {
            let code = code.replace("use fixture::", &format!("use crate::{name}::"));
            format!("mod example_{number} {{\n{code}}}\n")
        })
        .collect()
}

/// The options of a fixture: the comments `# types: …` in it, lines of the table `types`.
fn options(path: &Path) -> Options {
    let text = fs::read_to_string(path).expect("a fixture can be read");
    let lines: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# types: "))
        .collect();
    Options {
        types: TypeOptions::from_toml(&lines.join("\n")).expect("a fixture's options are right"),
        ..Options::default()
    }
}
