//! The pages of this repository's clients hold what the descriptions say, and what the published
//! references of other clients of the same APIs state, operation by operation.
//!
//! The references are not part of this repository: where they are not beside it, nothing is compared
//! with them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex_lite::Regex;
use serde_json::Value;

const REFERENCES: &str = "../shared/references";

/// What a page says about an operation; `None` where its kind of page never says it.
#[derive(Debug, Default, PartialEq)]
struct Row {
    request: Option<String>,
    /// Names of the parameters outside the body, each with whether it is required.
    parameters: BTreeMap<String, bool>,
    /// Type of the body, and whether it is required.
    body: Option<(String, bool)>,
    /// Models in the type of what is returned.
    returns: BTreeSet<String>,
    authorization: Option<BTreeSet<String>>,
    content_type: Option<String>,
    accept: Option<String>,
    /// Statuses that have a description.
    statuses: Option<BTreeSet<String>>,
}

type Rows = BTreeMap<String, Row>;

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

/// The sections of a page by operation.
fn sections(page: &str) -> BTreeMap<String, String> {
    // As oasmith, openapi-generator for Rust and for Python, and TypeDoc write headings.
    let heading = pattern(r"^(?:## |# \*\*|### )([a-z]\w*)(?:\*\*)?$");
    let mut sections: BTreeMap<String, String> = BTreeMap::new();
    let (mut current, mut code) = (None, false);
    for line in page.lines() {
        code ^= line.starts_with("```");
        if code {
            continue;
        }
        if let Some(found) = heading.captures(line) {
            current = Some(snake_case(&found[1]));
        } else if line.starts_with("# ") || line.starts_with("## ") {
            current = None;
        }
        if let Some(name) = &current {
            sections
                .entry(name.clone())
                .or_default()
                .push_str(&format!("{line}\n"));
        }
    }
    sections.retain(|_, text| pattern(r"(?m)^#+ Returns?( type)?$").is_match(text));
    sections.remove("constructor");
    sections
}

fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            text.push('_');
        }
        text.extend(c.to_lowercase());
    }
    text
}

/// The lines below a heading.
fn below<'a>(section: &'a str, heading: &str) -> Vec<&'a str> {
    let lines = section
        .lines()
        .skip_while(|line| line.trim_start_matches('#').trim() != heading);
    lines
        .skip(1)
        .take_while(|line| !line.starts_with('#'))
        .collect()
}

/// The rows of a page, whoever wrote it.
fn rows(page: &str) -> Rows {
    let request = pattern(r"^\|? ?\[[*`]+(\w+)[*`]+\]\([^)]*\) \| [*`]*(\w+)(?:\*\*)? ([^ |`]+)");
    let requests = page.lines().filter_map(|line| {
        let found = request.captures(line)?;
        Some((
            found[1].to_owned(),
            format!("{} {}", found[2].to_uppercase(), &found[3]),
        ))
    });
    let requests: BTreeMap<String, String> = requests.collect();
    let sections = sections(page).into_iter();
    sections
        .map(|(name, section)| {
            let mut row = row(&section);
            row.request = requests.get(&name).cloned();
            (name, row)
        })
        .collect()
}

fn row(section: &str) -> Row {
    let mut row = Row::default();
    let parameter = pattern(r"^\|? ?(?:\*\*|`)(\w+)(\??)(?:\*\*|`) ?\|(.*)$");
    for line in below(section, "Parameters") {
        let Some(found) = parameter.captures(line) else {
            continue;
        };
        let (name, rest) = (snake_case(&found[1]), &found[3]);
        if name == "options" {
            continue;
        }
        let optional = &found[2] == "?"
            || rest.contains("[optional]")
            || rest.trim_start().starts_with("Option<")
            || rest.contains("| no |");
        // Only bodies have models for their types; some references forget the link of one.
        let type_ = rest.split(" | ").next().unwrap();
        let unlinked = || {
            let name = type_.rsplit("::").next().unwrap();
            let name = name
                .split('|')
                .next()
                .unwrap()
                .trim_matches(['*', '>', ' ']);
            (found[1] == *"body").then(|| name.to_lowercase())
        };
        match models(type_).into_iter().next().or_else(unlinked) {
            Some(model) => row.body = Some((model, !optional)),
            None => {
                row.parameters.insert(name, !optional);
            }
        }
    }
    let returned = [below(section, "Return type"), below(section, "Returns")].concat();
    let returned = returned.into_iter().find(|line| !line.trim().is_empty());
    row.returns = models(returned.unwrap_or_default());
    let scheme = pattern(r"\[`?(\w+)`?\]\(");
    let authorization = below(section, "Authorization").join(" ");
    let schemes = scheme
        .captures_iter(&authorization)
        .map(|found| found[1].to_owned());
    row.authorization = section
        .contains("# Authorization")
        .then(|| schemes.collect());
    let header = |name: &str| {
        let line = pattern(&format!(r"(?m)^ ?- \*\*{name}\*\*: `?([^`\n]*)`?$"));
        line.captures(section)
            .map(|found| found[1].trim().to_owned())
    };
    row.content_type = header("Content-Type");
    row.accept = header("Accept");
    let status = pattern(r"^(?:\| |\*\*)(\w+)(?:\*\*)? \| [^ |-]");
    let statuses = below(section, "HTTP response details");
    let found = statuses.iter().filter_map(|line| status.captures(line));
    let found: BTreeSet<String> = found
        .map(|found| found[1].to_owned())
        .filter(|name| name != "Status")
        .collect();
    row.statuses = (!statuses.is_empty()).then_some(found);
    row
}

/// The names that link to a page of their own, without the path in front of them, and without case: not
/// all clients write acronyms alike.
fn models(text: &str) -> BTreeSet<String> {
    let link = pattern(r"\[[*`\[]*([\w:]+)[*`\]]*\]\([^)]*\.md\)");
    let names = link
        .captures_iter(text)
        .map(|found| found[1].to_lowercase());
    names
        .map(|name| name.rsplit("::").next().unwrap().to_owned())
        .collect()
}

fn ours(package: &str, page: &str) -> Rows {
    rows(&fs::read_to_string(format!("generated/{package}/docs/{page}")).unwrap())
}

/// The value behind a reference.
fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

fn model(media: &Value) -> Option<String> {
    let schema = &media["schema"];
    let schema = match schema["type"] == "array" {
        true => &schema["items"],
        false => schema,
    };
    Some(
        schema["$ref"]
            .as_str()?
            .rsplit('/')
            .next()
            .unwrap()
            .to_lowercase(),
    )
}

/// The rows that a description calls for.
fn described(description: &str) -> Rows {
    let text = fs::read_to_string(format!("spec/{description}")).unwrap();
    let document: Value = serde_yaml::from_str(&text).unwrap();
    let mut rows = Rows::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item
            .as_object()
            .unwrap()
            .iter()
            .filter(|(key, _)| *key != "parameters")
        {
            let id = operation["operationId"].as_str().unwrap();
            let name = heck::ToSnakeCase::to_snake_case(id);
            rows.insert(
                name,
                described_row(&document, path, method, item, operation),
            );
        }
    }
    rows
}

fn described_row(
    document: &Value,
    path: &str,
    method: &str,
    item: &Value,
    operation: &Value,
) -> Row {
    let parameters = [&item["parameters"], &operation["parameters"]];
    let parameters = parameters.into_iter().filter_map(Value::as_array).flatten();
    let parameters = parameters.map(|parameter| {
        let parameter = follow(document, parameter);
        let name = parameter["name"].as_str().unwrap().to_owned();
        (name, parameter["required"] == true)
    });
    let body = operation
        .get("requestBody")
        .map(|body| follow(document, body));
    let content = body.and_then(|body| body["content"].as_object()?.iter().next());
    let mut returns = BTreeSet::new();
    let mut accept: Vec<&str> = Vec::new();
    let mut statuses = BTreeSet::new();
    for (status, response) in operation["responses"].as_object().unwrap() {
        let response = follow(document, response);
        assert_ne!(response["description"], "");
        statuses.insert(status.clone());
        for (name, media) in response["content"].as_object().into_iter().flatten() {
            if !accept.contains(&name.as_str()) {
                accept.push(name);
            }
            returns.extend(model(media).filter(|_| status.starts_with('2')));
        }
    }
    let security = document["security"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|combination| combination.as_object().unwrap().keys().cloned());
    Row {
        request: Some(format!("{} {path}", method.to_uppercase())),
        parameters: parameters.collect(),
        body: content.and_then(|(_, media)| Some((model(media)?, body?["required"] == true))),
        returns,
        authorization: Some(security.collect()),
        content_type: Some(content.map_or("Not defined", |(name, _)| name).to_owned()),
        accept: Some(match accept.is_empty() {
            true => "Not defined".to_owned(),
            false => accept.join(", "),
        }),
        statuses: Some(statuses),
    }
}

#[test]
fn the_pages_hold_what_the_descriptions_say() {
    let clients = [
        ("saasus-user", "SaasUserApi.md", "saasus-user.yaml"),
        ("soracom-user", "UserApi.md", "soracom-user.yaml"),
    ];
    for (package, page, description) in clients {
        let (ours, described) = (ours(package, page), described(description));
        assert_eq!(ours.len(), 21);
        assert!(ours.keys().eq(described.keys()));
        for (name, row) in &described {
            assert_eq!(&ours[name], row, "{package}: {name}");
        }
    }
}

/// What a reference and our page say differently, with the reason.
const KNOWN: &[(&str, &str)] = &[
    ("000 delete_saas_user: return type", DROPPED),
    ("001 delete_saas_user: return type", DROPPED),
    ("002 delete_saas_user: return type", DROPPED),
    (
        "002 unlink_provider: accept",
        "this reference is of an older description, in which the 500 has no body",
    ),
    ("003 delete_saas_user: return type", DROPPED),
];

const DROPPED: &str = "the description has a body for 200, which the references drop";

#[test]
fn the_pages_hold_what_the_published_references_state() {
    // By the beginning of the file name: which client it is of, and how many operations it has.
    let references = [
        ("000", "saasus-user", "SaasUserApi.md", 20),
        ("001", "saasus-user", "SaasUserApi.md", 21),
        ("002", "saasus-user", "SaasUserApi.md", 16),
        ("003", "saasus-user", "SaasUserApi.md", 21),
        ("004", "soracom-user", "UserApi.md", 21),
    ];
    if !Path::new(REFERENCES).exists() {
        return;
    }
    let mut differences = Vec::new();
    for (number, package, page, count) in references {
        let mut files = fs::read_dir(REFERENCES)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let is_it = |path: &std::path::PathBuf| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with(number)
        };
        let text = fs::read_to_string(files.find(is_it).unwrap()).unwrap();
        let (theirs, ours) = (rows(&text), ours(package, page));
        assert_eq!(theirs.len(), count, "{number}: {:?}", theirs.keys());
        for (name, row) in &theirs {
            let ours = ours.get(name).unwrap_or_else(|| panic!("{number}: {name}"));
            let mut differ = |what: &str, same: bool| {
                if !same {
                    differences.push(format!("{number} {name}: {what}"));
                }
            };
            let said =
                |theirs: &Option<String>, ours: &Option<String>| theirs.is_none() || theirs == ours;
            differ("request", said(&row.request, &ours.request));
            differ("content type", said(&row.content_type, &ours.content_type));
            differ("accept", said(&row.accept, &ours.accept));
            differ("parameters", row.parameters == ours.parameters);
            differ("body", row.body == ours.body);
            differ("return type", row.returns == ours.returns);
            let schemes = &row.authorization;
            differ(
                "authorization",
                schemes.is_none() || *schemes == ours.authorization,
            );
            let statuses = &row.statuses;
            differ("statuses", statuses.is_none() || *statuses == ours.statuses);
        }
    }
    let known: Vec<&str> = KNOWN.iter().map(|(what, _)| *what).collect();
    assert_eq!(differences, known);
}
