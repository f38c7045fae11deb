//! A short run of every target: its seeds, and a few thousand changes of them that are the same each time.
#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::{description, encode, models, reply, schema, structured};

/// Pieces of text that mean something to one of the targets.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"\\",
    b"\n",
    b"\r\n",
    b"{",
    b"[",
    b"]",
    b"}",
    b"null",
    b"1e999",
    b"-0",
    b"\\ud800",
    b"\xff",
    b"\0",
    b"..",
    b"/",
    b"%2e",
    b"\"$ref\":\"#/components/schemas/A\"",
    b"*/",
    b"data: ",
    b"http://home.test@else.test",
    b"<//else.test>; rel=next",
    b"location: ",
    b"9999999999999999999999",
];

/// The files of a folder; the name of the test in a message says which one.
fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// The same numbers on every machine (xorshift64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap()
    }

    /// A seed with up to four changes.
    fn changed(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut text = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(4) {
            let at = self.below(text.len() + 1);
            match self.below(5) {
                0 => text.truncate(at),
                1 => drop(text.splice(at..at, PIECES[self.below(PIECES.len())].iter().copied())),
                2 => {
                    let end = (at + self.below(40)).min(text.len());
                    text.drain(at..end);
                }
                3 => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len() + 1);
                    let end = (from + self.below(200)).min(other.len());
                    drop(text.splice(at..at, other[from..end].iter().copied()));
                }
                _ => {
                    if let Some(byte) = text.get_mut(at) {
                        *byte = u8::try_from(self.below(256)).unwrap();
                    }
                }
            }
        }
        text
    }
}

/// Runs a target. Most seeds have to be of use, so that it tests what it seems to.
fn run(target: fn(&[u8]) -> bool, seeds: &[Vec<u8>], changes: usize) {
    let useful = seeds.iter().filter(|seed| target(seed)).count();
    assert!(
        useful * 2 > seeds.len(),
        "{useful} of {} seeds are of use",
        seeds.len()
    );
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..changes {
        target(&numbers.changed(seeds));
    }
}

#[test]
fn descriptions() {
    run(description, &files("../fixtures"), 600);
}

#[test]
fn schemas() {
    let mut seeds = Vec::new();
    for text in files("../fixtures") {
        // Numbers beyond 64 bits are in a fixture on purpose.
        let Ok(document) = serde_yaml::from_slice::<serde_json::Value>(&text) else {
            continue;
        };
        let schemas = document
            .pointer("/components/schemas")
            .and_then(|schemas| schemas.as_object());
        seeds.extend(
            schemas
                .into_iter()
                .flatten()
                .map(|(_, schema)| schema.to_string().into_bytes()),
        );
    }
    run(schema, &seeds, 1_000);
}

#[test]
fn structures() {
    let mut numbers = Numbers(42);
    let mut seed = || {
        (0..500)
            .map(|_| u8::try_from(numbers.below(256)).unwrap())
            .collect()
    };
    let seeds: Vec<Vec<u8>> = (0..20).map(|_| seed()).collect();
    run(
        |bytes| {
            structured(bytes);
            true
        },
        &seeds,
        300,
    );
}

#[test]
fn values() {
    run(models, &files("../../fuzz/seeds/models"), 20_000);
}

#[test]
fn replies() {
    run(reply, &files("../../fuzz/seeds/reply"), 20_000);
}

#[test]
fn parameters() {
    run(encode, &files("../../fuzz/seeds/encode"), 20_000);
}

/// Members of a union that nothing tells apart, and that contain the union: each level used to double the work.
#[test]
fn attempts_inside_of_attempts() {
    let deep = "{\"of\":".repeat(120) + "null" + &",\"n\":\"x\"}".repeat(120);
    assert!(models(deep.as_bytes()));
    assert!(models(deep.replacen("\"x\"", "true", 1).as_bytes()));
}

/// Each field used to be compared with all before it.
#[test]
fn fields_by_the_hundred_thousand() {
    let fields: String = (0..140_000).map(|number| format!("{number:x}&")).collect();
    let head = "1 200 65536\ncontent-type: application/x-www-form-urlencoded\n\n";
    let start = Instant::now();
    assert!(reply(format!("{head}{fields}").as_bytes()));
    assert!(start.elapsed() < Duration::from_secs(30));
}
