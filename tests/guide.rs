//! The guide in `docs/`: its tables and examples agree with the code, and its links lead somewhere.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use oasmith::config;
use oasmith::diagnostic::{Code, Diagnostics, Severity};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The texts for people in this repository.
fn pages() -> Vec<PathBuf> {
    let guide = fs::read_dir("docs")
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let own = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(PathBuf::from);
    let mut pages: Vec<PathBuf> = guide.chain(own).collect();
    pages.sort();
    pages
}

/// The code blocks in a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) if *name == *language => {
                inside = true;
                found.push(String::new());
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => found.last_mut().unwrap().push_str(&text),
            _ => {}
        }
    }
    found
}

#[test]
fn the_table_of_diagnostics_is_that_of_the_code() {
    let row = |code: &Code| {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        format!("| `{}` | {severity} | {} |\n", code.name(), code.meaning())
    };
    let expected: String = Code::ALL.iter().map(row).collect();
    let page = fs::read_to_string("docs/diagnostics.md").unwrap();
    let (_, table) = page.split_once("|---|---|---|\n").unwrap();
    assert_eq!(table, expected);
}

#[test]
fn every_configuration_in_the_guide_is_one() {
    let mut count = 0;
    for page in pages() {
        for text in blocks(&fs::read_to_string(&page).unwrap(), "toml") {
            let mut diagnostics = Diagnostics::default();
            config::parse(&text, Path::new(""), &mut diagnostics);
            let found: Vec<_> = diagnostics.iter().collect();
            assert!(found.is_empty(), "{}: {found:?}\n{text}", page.display());
            count += 1;
        }
    }
    assert!(count >= 5, "{count}");
}

#[test]
fn every_key_of_the_configuration_is_in_the_guide() {
    let page = fs::read_to_string("docs/configuration.md").unwrap();
    // An unknown key makes the parser list those it knows.
    for table in [
        "",
        ".filter",
        ".filter.include",
        ".rename",
        ".types",
        ".docs",
        ".pagination.listPets",
    ] {
        let text = format!(
            "[client.a]\ndescription = \"\"\noutput = \"\"\n[client.a{table}]\nno-such-key = 1\n"
        );
        let text = text.replace("[client.a]\nno", "no");
        let mut diagnostics = Diagnostics::default();
        config::parse(&text, Path::new(""), &mut diagnostics);
        let message = &diagnostics.iter().next().unwrap().message;
        let (_, keys) = message.split_once("expected ").unwrap();
        for key in keys.split('`').skip(1).step_by(2) {
            let held = [format!("`{key}`"), format!("{key} ="), format!(".{key} ")];
            assert!(held.iter().any(|text| page.contains(text)), "{table} {key}");
        }
    }
}

#[test]
fn every_link_leads_to_a_file() {
    let mut count = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for event in Parser::new(&text) {
            if let Event::Start(Tag::Link { dest_url, .. }) = event
                && !dest_url.contains("://")
            {
                let path = page
                    .parent()
                    .unwrap()
                    .join(dest_url.split('#').next().unwrap());
                assert!(path.exists(), "{}: {dest_url}", page.display());
                count += 1;
            }
        }
    }
    assert!(count > 10, "{count}");
}
