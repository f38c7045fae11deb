//! The generated crate at work: a program that reads samples with its types and writes them back.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MAIN: &str = r#"#![allow(deprecated)]
use std::io::{BufRead, Write};
use client::runtime::json::{FromJson, ToJson, from_slice, to_vec};

fn trip<T: FromJson + ToJson>(text: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = from_slice(text).map_err(|error| error.to_string())?;
    to_vec(&value).map_err(|error| error.to_string())
}

fn main() {
    // A debug build takes much stack for structs of hundreds of fields inside each other.
    std::thread::Builder::new().stack_size(1 << 30).spawn(run).unwrap().join().unwrap();
}

fn run() {
    let path = std::env::args().nth(1).unwrap();
    let samples = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in samples.lines() {
        let line = line.unwrap();
        let (index, text) = line.split_once('\t').unwrap();
        match TYPES[index.parse::<usize>().unwrap()](text.as_bytes()) {
            Ok(json) => { out.write_all(b"ok\t").unwrap(); out.write_all(&json).unwrap(); }
            Err(error) => write!(out, "error\t{}", error.replace('\n', " ")).unwrap(),
        }
        out.write_all(b"\n").unwrap();
    }
}
"#;

/// The models alone: whether the operations compile is another test's business.
const LIB: &str = "#![allow(deprecated, dead_code)]\npub mod models;\npub mod runtime;\n";

/// What became of a sample: the JSON that came back, or why it could not be read.
pub type Trip = Result<String, String>;

/// Writes the crate and the program, builds and runs them.
///
/// `files` are those of the generated crate, whose package is called `client`; a sample is the index of a type and JSON.
pub fn run(
    folder: &Path,
    target: &Path,
    files: &[(String, String)],
    types: &[String],
    samples: &[(usize, String)],
) -> Result<Vec<Trip>, String> {
    for (path, text) in files {
        let path = folder.join("client").join(path);
        if path.ends_with("src/lib.rs") {
            write(&path, LIB)?;
        } else {
            write(&path, text)?;
        }
    }
    let manifest = files.iter().find(|(path, _)| path == "Cargo.toml");
    let has_tags = manifest.is_some_and(|(_, text)| text.contains("\nall-tags = "));
    let tags = if has_tags { ", \"all-tags\"" } else { "" };
    let manifest = format!(
        "[package]\nname = \"roundtrip\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
        [dependencies]\nclient = {{ path = \"client\", default-features = false, features = [\"serde\"{tags}] }}\n\n\
        [profile.dev]\ndebug = 0\nincremental = false\n\n[workspace]\n"
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    let mut table = String::from("static TYPES: &[fn(&[u8]) -> Result<Vec<u8>, String>] = &[\n");
    for type_ in types {
        let _ = writeln!(table, "    trip::<{type_}>,");
    }
    write(&folder.join("src/main.rs"), &format!("{MAIN}\n{table}];\n"))?;
    let mut text = String::new();
    for (type_, json) in samples {
        let _ = writeln!(text, "{type_}\t{json}");
    }
    let list = folder.join("samples.tsv");
    write(&list, &text)?;
    build(folder, target)?;
    let output = Command::new(target.join("debug/roundtrip"))
        .arg(&list)
        .output()
        .map_err(|error| format!("the program does not start: {error}"))?;
    let trips: Vec<Trip> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| match line.split_once('\t')? {
            ("ok", json) => Some(Ok(json.to_owned())),
            (_, error) => Some(Err(error.to_owned())),
        })
        .collect();
    if trips.len() == samples.len() {
        Ok(trips)
    } else {
        let error = String::from_utf8_lossy(&output.stderr);
        Err(format!(
            "the program ended after {} samples: {error}",
            trips.len()
        ))
    }
}

fn build(folder: &Path, target: &Path) -> Result<(), String> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let start = text.find("error").unwrap_or_default();
    let excerpt: String = text.chars().skip(start).take(1500).collect();
    Err(format!("the crate does not build: {excerpt}"))
}

fn write(path: &PathBuf, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}
