//! The pages of generated crates: what they hold, that their links lead somewhere, that they name no
//! type that does not exist.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::ir::Api;
use oasmith::pipeline::{Options, Target, generate};
use oasmith::render::{DocsOptions, Package};
use oasmith::spec::source::Disk;
use pulldown_cmark::{Event, Options as Markdown, Parser, Tag, TagEnd};

struct Generated {
    files: BTreeMap<String, String>,
    api: Api,
}

fn generated(path: &Path, docs: DocsOptions) -> Generated {
    let target = Target::Crate(Package {
        name: "paged-client".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let options = Options {
        docs,
        ..Options::default()
    };
    let outcome = generate(&Disk, path, &options, Some(&target));
    Generated {
        files: outcome.files.into_iter().collect(),
        api: outcome.api.unwrap(),
    }
}

/// The descriptions of this repository, and every fixture.
fn descriptions() -> Vec<PathBuf> {
    let folders = ["spec", "tests/fixtures"];
    let entries = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    paths.sort();
    paths
}

fn pages(generated: &Generated) -> impl Iterator<Item = (&String, &String)> {
    generated
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
}

/// What a page links to, the anchors of its headings, its code spans, and the width of each table.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    anchors: BTreeSet<String>,
    spans: Vec<String>,
}

fn read(text: &str) -> Page {
    let mut page = Page::default();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Markdown::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let text = heading.take().unwrap().to_lowercase();
                let kept = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
                let anchor: String = text.chars().filter(kept).collect();
                page.anchors.insert(anchor.replace(' ', "-"));
            }
            Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.into_string()),
            Event::Code(code) => {
                heading
                    .iter_mut()
                    .for_each(|heading| heading.push_str(&code));
                page.spans.push(code.into_string());
            }
            Event::Text(text) => heading
                .iter_mut()
                .for_each(|heading| heading.push_str(&text)),
            _ => {}
        }
    }
    page
}

/// The path that a link leads to, relative to the crate.
fn target(from: &str, link: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop().unwrap()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn the_readme_says_where_credentials_are_sent() {
    let readme = |name: &str| {
        let path = Path::new("tests/fixtures").join(name);
        generated(&path, DocsOptions::default()).files["README.md"].clone()
    };
    assert!(readme("security.yaml").contains("only where the operation asks for it"));
    let open = readme("security-that-nothing-asks-for.yaml");
    assert!(open.contains("are sent with each call"), "{open}");
}

#[test]
fn every_link_leads_to_a_page_and_a_heading() {
    let mut count = 0;
    for description in descriptions() {
        let generated = generated(&description, DocsOptions::default());
        let read: BTreeMap<&String, Page> = pages(&generated)
            .map(|(path, text)| (path, read(text)))
            .collect();
        for (path, page) in &read {
            for link in &page.links {
                if link.contains("://") || link.starts_with("mailto:") {
                    continue;
                }
                let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
                let file = match file {
                    "" => (*path).clone(),
                    file => target(path, file),
                };
                let place = format!("{}: {path}: {link}", description.display());
                let page = read.get(&file).unwrap_or_else(|| panic!("{place}"));
                assert!(
                    anchor.is_empty() || page.anchors.contains(anchor),
                    "{place}"
                );
                count += 1;
            }
        }
    }
    assert!(count > 1000, "{count}");
}

#[test]
fn every_model_and_operation_has_its_place() {
    for description in descriptions() {
        let generated = generated(&description, DocsOptions::default());
        let readme = &generated.files["README.md"];
        for model in &generated.api.models {
            let link = format!("| [`{}`](docs/", model.name);
            assert!(readme.contains(&link), "{}: {link}", description.display());
        }
        for operation in generated.api.tags.iter().flat_map(|tag| &tag.operations) {
            let name = operation.name.trim_start_matches("r#");
            let holds = |text: &String| text.contains(&format!("\n## {name}\n"));
            let found = pages(&generated).filter(|(_, text)| holds(text)).count();
            assert_eq!(found, 1, "{}: {name}", description.display());
        }
    }
}

#[test]
fn no_page_names_a_type_that_does_not_exist() {
    for description in descriptions() {
        let generated = generated(&description, DocsOptions::default());
        let code: String = generated
            .files
            .iter()
            .filter(|(path, _)| path.starts_with("src/"))
            .map(|(_, text)| text.as_str())
            .collect();
        let modules: Vec<&str> = generated
            .api
            .tags
            .iter()
            .map(|tag| tag.module.as_str())
            .collect();
        for (path, text) in pages(&generated) {
            for span in read(text).spans {
                // `module::Type`, with or without the crate's name before it.
                let span = span.trim_start_matches("paged_client::");
                let Some((module, name)) = span.split_once("::") else {
                    continue;
                };
                if module == "models" || modules.contains(&module) {
                    let declared = ["struct", "enum", "type"].iter().any(|keyword| {
                        ["<", " ", ";", "("]
                            .iter()
                            .any(|end| code.contains(&format!("pub {keyword} {name}{end}")))
                    });
                    assert!(declared, "{}: {path}: {span}", description.display());
                }
            }
        }
    }
}

/// Text that would end a cell, a row or the page's structure if it were not escaped.
const HOSTILE: &str = r##"
openapi: 3.0.3
info: {title: "A | b\n# c", version: "1"}
paths:
  /a|b/{x}:
    get:
      operationId: hostile
      tags: ["a|b](x)"]
      summary: "one | two\n\n| three |"
      parameters:
        - {name: x, in: path, required: true, description: "a | b\n\n`c|d` \\| e\n\n- list | item", schema: {type: string, pattern: "a|b", example: "```\n\"|"}}
      responses:
        "200": {description: "x | y\nz", headers: {"X|Y": {description: "p | q", schema: {type: string}}}}
        default: {description: "| |", content: {application/json: {schema: {$ref: "#/components/schemas/M"}}}}
components:
  schemas:
    M:
      description: "first | second\n\n## heading\n\n```rust\nlet not_ours = 1;\n```"
      type: object
      properties:
        "a|b": {type: string, enum: ["x|y", "`", "\n"], description: "```\ncode | in\n```"}
"##;

#[test]
fn hostile_text_stays_in_its_cell() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hostile.yaml");
    fs::write(&path, HOSTILE).unwrap();
    let generated = generated(&path, DocsOptions::default());
    for (path, text) in pages(&generated) {
        // Wherever the parser is inside a table, each row has as many cells as the head.
        let (mut cells, mut width) = (0, None);
        for event in Parser::new_ext(text, Markdown::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Table(columns)) => width = Some(columns.len()),
                Event::Start(Tag::TableHead | Tag::TableRow) => cells = 0,
                Event::End(TagEnd::TableCell) => cells += 1,
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                    assert_eq!(Some(cells), width, "{path}:\n{text}");
                }
                _ => {}
            }
        }
        // The parser fills rows up and cuts them: the text has to have the right number of bars itself.
        for line in text.lines().filter(|line| line.starts_with("| ")) {
            let bars = line.replace("\\|", "").matches('|').count();
            assert!([3, 4, 5, 6].contains(&bars), "{path}: {line}");
        }
        assert!(!text.contains("```rust\nlet not_ours"), "{path}:\n{text}");
    }
    insta::assert_snapshot!(generated.files["docs/ABXApi.md"]);
}

#[test]
fn a_page_of_each_kind() {
    let generated = generated(Path::new("tests/pages/shop.yaml"), DocsOptions::default());
    let mut text = String::new();
    for path in ["README.md", "src/lib.rs"] {
        text += &format!("=== {path}\n{}\n", generated.files[path]);
    }
    for (path, page) in pages(&generated).filter(|(path, _)| path.starts_with("docs/")) {
        text += &format!("=== {path}\n{page}\n");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn without_pages_there_is_a_readme_that_links_to_none() {
    let docs = DocsOptions {
        pages: false,
        ..DocsOptions::default()
    };
    let generated = generated(Path::new("spec/saasus-user.yaml"), docs);
    let paths: Vec<&String> = pages(&generated).map(|(path, _)| path).collect();
    assert_eq!(paths, ["README.md"]);
    let links = read(&generated.files["README.md"]).links;
    assert!(links.iter().all(|link| link.contains("://")), "{links:?}");
    let library = &generated.files["src/lib.rs"];
    assert!(library.contains("include_str!(\"../README.md\")"));
    assert!(!library.contains("../docs/"));
}

#[test]
fn a_language_is_used_where_there_is_a_text_in_it() {
    let docs = |languages: &[&str]| DocsOptions {
        languages: languages.iter().map(|&key| key.to_owned()).collect(),
        ..DocsOptions::default()
    };
    let page = |languages: &[&str]| {
        let generated = generated(Path::new("spec/saasus-user.yaml"), docs(languages));
        generated.files["docs/SaasUserApi.md"].clone() + &generated.files["src/saas_user.rs"]
    };
    let (plain, japanese, both) = (page(&[]), page(&["jpn"]), page(&["default", "jpn"]));
    let count = |text: &str, part: &str| text.matches(part).count();
    assert_eq!(count(&plain, "全ユーザーの一覧"), 0);
    assert_eq!(count(&japanese, "List all users"), 0);
    // In the table, above the section, and at the method.
    assert_eq!(count(&japanese, "全ユーザーの一覧"), 3);
    assert_eq!(count(&both, "List all users / 全ユーザーの一覧"), 3);
    // What has no text in a language keeps the one it has.
    assert_eq!(page(&["tlh"]), plain);
}

#[test]
fn an_empty_title_or_version_is_not_mentioned() {
    let text = "openapi: 3.0.3\ninfo: {title: Draft, version: ''}\npaths: {}\n";
    let files = pages_of(text);
    assert!(files["README.md"].contains("A client for Draft.\n"));
    assert!(files["README.md"].contains("The description asks for no credentials."));
    assert!(files["src/lib.rs"].contains("//! A client for Draft.\n"));
    let files = pages_of(&text.replace("Draft", "' '"));
    assert!(files["README.md"].contains("A client for an HTTP API.\n"));
    assert!(files["src/lib.rs"].contains("//! A client for an HTTP API.\n"));
    assert!(files["Cargo.toml"].contains("\"Client for an HTTP API\""));
}

#[test]
fn what_is_known_of_an_address_is_in_the_first_call() {
    let pages = |servers: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: {servers}\n\
             paths: {{/a: {{get: {{operationId: a, tags: [t], responses: {{'204': {{description: ''}}}}}}}}}}"
        );
        pages_of(&text)
    };
    let ends_so = "`ClientBuilder::base_url` takes one that ends in this:\n\n- ";
    for (servers, call, said) in [
        (
            "[{url: /}]",
            ".base_url(\"https://api.example.com\")",
            "names no address: `ClientBuilder::base_url` takes it.\n",
        ),
        (
            "[{url: /, description: This host.}]",
            ".base_url(\"https://api.example.com\")",
            "`ClientBuilder::base_url` takes one that ends in this:\n\n- `/`: This host.",
        ),
        (
            "[{url: '/{v}/', variables: {v: {default: v2}}}]",
            ".base_url(\"https://api.example.com/v2\")",
            ends_so,
        ),
        (
            "[{url: ./v2}]",
            ".base_url(\"https://api.example.com\")",
            ends_so,
        ),
        (
            "[{url: /v2}, {url: 'https://a.example'}]",
            ".base_url(\"https://api.example.com/v2\")",
            "The first of these is no whole address",
        ),
        (
            "[{url: 'https://a.example'}]",
            "::builder().build",
            "Requests go to the first",
        ),
        (
            "[{url: 'https://{a-b}.example'}]",
            ".server_variable(\"a-b\", std::env::var(\"PAGED_CLIENT_A_B\")?)",
            "- `https://{a-b}.example`\n  - `{a-b}` has no default: `ClientBuilder::server_variable` sets it\n",
        ),
        (
            "[{url: 'https://{a}{b}{c}', variables: {a: {default: x, enum: [x]}, b: {default: x, enum: [x, y]}, c: {default: ''}}}]",
            "::builder().build",
            "`{a}` is `x`\n  - `{b}` is `x` unless `ClientBuilder::server_variable` chooses another: `y`\n  - `{c}` is empty unless \
             `ClientBuilder::server_variable` says otherwise\n",
        ),
        (
            "[{url: '{host}/v2', variables: {host: {default: 'https://a.example'}}}]",
            "::builder().build",
            "Requests go to the first",
        ),
    ] {
        let pages = pages(servers);
        let (readme, tag) = (&pages["README.md"], &pages["docs/TApi.md"]);
        assert!(readme.contains(call), "{servers}: {readme}");
        assert!(readme.contains(said), "{servers}: {readme}");
        // The page of a tag has no other list of servers.
        let is_whole = said.starts_with("Requests");
        let said = if is_whole { "Base URL" } else { said };
        assert!(tag.contains(said), "{servers}: {tag}");
    }
}

/// The pages of a description that is a few lines long.
fn pages_of(text: &str) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.yaml");
    fs::write(&path, text).unwrap();
    generated(&path, DocsOptions::default()).files
}

#[test]
fn an_example_sends_one_body() {
    let files = pages_of(
        r#"
openapi: 3.0.3
info: {title: Bodies, version: ''}
paths:
  /a:
    post:
      tags: [Secret]
      operationId: a
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {a: {type: string}}}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}
          text/csv: {schema: {type: string}}
      responses: {"204": {description: Done.}}
"#,
    );
    // The handle is `SecretApi`, because `Secret` is another type.
    let page = &files["docs/SecretApi.md"];
    assert!(page.contains("# SecretApi\n"), "{page}");
    assert!(
        page.contains(".body(") && !page.contains(".body_"),
        "{page}"
    );
}

#[test]
fn the_first_call_has_the_credentials_that_it_needs() {
    let files = pages_of(
        r#"
openapi: 3.0.3
info: {title: Security, version: ''}
security: [{key: []}, {token: []}]
paths:
  /a: {get: {operationId: a, responses: {"204": {description: Done.}}}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Api-Key}
"#,
    );
    let (first, others) = files["README.md"].split_once("## Authentication").unwrap();
    assert!(first.contains(".key(") && !first.contains("bearer_token"));
    assert!(others.contains(".key(") && others.contains(".bearer_token("));
    assert!(!files["src/lib.rs"].contains("bearer_token"));
}

#[test]
fn what_goes_one_way_is_marked() {
    let files = pages_of(
        r#"
openapi: 3.0.3
info: {title: Ways, version: ''}
paths: {}
components:
  schemas:
    User:
      type: object
      properties: {id: {type: string, readOnly: true}, password: {type: string, writeOnly: true}}
"#,
    );
    let page = &files["docs/User.md"];
    assert!(page.contains("| no | read-only |\n"), "{page}");
    assert!(page.contains("| no | write-only |\n"), "{page}");
}
