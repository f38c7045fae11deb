//! The page of a tag: its operations, one after the other.

use askama::Template;

use super::markdown::{self, anchor, cell, code_cell, content, notes, summary, type_};
use super::{Pages, example};
use crate::ir::{
    Argument, BodyKind, Docs, Location, Operation, Outcomes, Reply, Server, ServerVariable, Status,
    Success, Tag,
};
use crate::lower::describe::code;
use crate::render::Failure;

struct Parameter {
    name: String,
    type_: String,
    description: String,
    required: &'static str,
    notes: String,
}

struct Response {
    status: String,
    description: String,
    type_: String,
    headers: String,
}

struct Section<'a> {
    name: &'a str,
    anchor: String,
    request: String,
    request_cell: String,
    summary: String,
    docs: String,
    deprecated: bool,
    servers: Vec<String>,
    example: String,
    parameters: Vec<Parameter>,
    returns: String,
    failure: Option<String>,
    authorization: String,
    content_type: String,
    accept: String,
    responses: Vec<Response>,
}

#[derive(Template)]
#[template(path = "pages/tag.md.j2", escape = "none")]
struct TagPage<'a> {
    title: &'a str,
    docs: String,
    servers: Vec<String>,
    incomplete: Option<&'static str>,
    sections: Vec<Section<'a>>,
}

/// The page of a tag, in the file with this name.
pub fn page(pages: &Pages<'_>, tag: &Tag, name: &str) -> Result<String, Failure> {
    let mut sections = Vec::new();
    for operation in &tag.operations {
        sections.push(section(pages, tag, operation)?);
    }
    TagPage {
        title: name.trim_end_matches(".md"),
        docs: tag.docs.lines.join("\n"),
        servers: servers(&pages.api.servers),
        incomplete: incomplete(&pages.api.servers),
        sections,
    }
    .render()
}

/// What the caller has to do before the list of the servers, where requests cannot go to the first of them as it is.
pub fn incomplete(servers: &[Server]) -> Option<&'static str> {
    example::base_url(servers.first())?;
    Some(match servers {
        [] => "The description names no address: `ClientBuilder::base_url` takes it.",
        [only] if says_nothing(only) => {
            "The description names no address: `ClientBuilder::base_url` takes it."
        }
        [_] => {
            "The description names no whole address: `ClientBuilder::base_url` takes one that ends in this:"
        }
        _ => {
            "The first of these is no whole address: `ClientBuilder::base_url` takes one that ends in it, or\n\
             `ClientBuilder::server` chooses another by its index:"
        }
    })
}

/// Servers as items of a list, each with its variables below it.
pub fn servers(servers: &[Server]) -> Vec<String> {
    if matches!(servers, [only] if says_nothing(only)) {
        return Vec::new();
    }
    let item = |server: &Server| {
        let mut item = match server.url.as_str() {
            "" => code("/"),
            url => code(url),
        };
        if !server.description.is_empty() {
            item.push_str(&format!(": {}", server.description));
        }
        server.variables.iter().fold(item, |item, variable| {
            format!("{item}\n  - {}", says(variable))
        })
    };
    servers.iter().map(item).collect()
}

/// `/` alone is the host that the description comes from.
fn says_nothing(server: &Server) -> bool {
    server.url.is_empty() && server.description.is_empty()
}

/// What a variable of a server's address is, and how it is set.
fn says(variable: &ServerVariable) -> String {
    let place = format!("{{{}}}", variable.name);
    let set = "`ClientBuilder::server_variable`";
    let others = variable.values.iter();
    let others = others.filter(|value| **value != variable.default);
    let others: Vec<String> = others.map(|value| code(value)).collect();
    let (place, others) = (code(&place), others.join(", "));
    match (variable.has_default(), others.as_str()) {
        (true, "") if !variable.values.is_empty() => format!("{place} is {}", value(variable)),
        (true, "") => format!("{place} is {} unless {set} says otherwise", value(variable)),
        (true, others) => format!(
            "{place} is {} unless {set} chooses another: {others}",
            value(variable)
        ),
        (false, "") => format!("{place} has no default: {set} sets it"),
        (false, others) => format!("{place} has no default: {set} chooses one of these: {others}"),
    }
}

fn value(variable: &ServerVariable) -> String {
    match variable.default.as_str() {
        "" => "empty".to_owned(),
        default => code(default),
    }
}

fn section<'a>(
    pages: &Pages<'_>,
    tag: &'a Tag,
    operation: &'a Operation,
) -> Result<Section<'a>, Failure> {
    let name = operation.name.trim_start_matches("r#");
    let request = format!("{} {}", operation.method, operation.path);
    let required = operation.arguments.iter().map(|argument| (argument, "yes"));
    let optional = operation.options.iter().map(|argument| (argument, "no"));
    let all = operation.arguments.iter().chain(&operation.options);
    let place = example::Place { tag, operation };
    Ok(Section {
        name,
        anchor: anchor(name),
        request: code(&request),
        request_cell: code_cell(&request),
        summary: summary(&operation.docs),
        docs: operation.docs.lines.join("\n"),
        deprecated: operation.docs.deprecated,
        servers: servers(&operation.servers),
        example: example::operation(pages.api, &pages.library, place)?,
        parameters: required
            .chain(optional)
            .map(|(argument, required)| parameter(pages, argument, required))
            .collect(),
        returns: returns(pages, tag, operation),
        failure: operation
            .failure
            .as_ref()
            .map(|outcomes| failures(tag, outcomes)),
        authorization: authorization(pages, operation),
        content_type: sent(all, operation),
        accept: media_type(Some(operation.accept.as_str())),
        responses: operation
            .replies
            .iter()
            .map(|reply| response(pages, reply))
            .collect(),
    })
}

fn parameter(pages: &Pages<'_>, argument: &Argument, required: &'static str) -> Parameter {
    let mut remarks = vec![location(argument)];
    if argument.docs.deprecated {
        remarks.push("deprecated".to_owned());
    }
    let notes = notes(&argument.docs);
    Parameter {
        name: code_cell(&argument.name),
        type_: type_(pages, &argument.value),
        description: cell(&argument.docs),
        required,
        notes: match notes.is_empty() {
            true => remarks.join(", "),
            false => format!("{}<br>{notes}", remarks.join(", ")),
        },
    }
}

/// Where an argument goes, and under which name if that is another.
fn location(argument: &Argument) -> String {
    let place = match &argument.location {
        Location::Path { .. } | Location::PathJson => "in the path",
        Location::Query { .. } | Location::QueryJson => "in the query",
        Location::Header { .. } | Location::HeaderJson => "header",
        Location::Cookie { .. } | Location::CookieJson => "cookie",
        Location::Body { kind, .. } => {
            return match kind {
                BodyKind::Json => "request body, as JSON",
                BodyKind::Form => "request body, as a form",
                BodyKind::Multipart => "request body, in parts",
                BodyKind::Text => "request body, as text",
                BodyKind::Bytes => "request body, as it is",
            }
            .to_owned();
        }
    };
    if argument.wire_name == argument.name.trim_start_matches("r#") {
        place.to_owned()
    } else {
        format!("{place} as {}", code_cell(&argument.wire_name))
    }
}

/// The media type of the body; where there are several, each with the method that sends it.
fn sent<'a>(all: impl Iterator<Item = &'a Argument>, operation: &'a Operation) -> String {
    let options = all.filter_map(|argument| Some((body_type(argument)?, &argument.name)));
    let methods = operation.alternatives.iter();
    let methods = methods.filter_map(|way| Some((body_type(&way.body)?, &way.name)));
    let ways: Vec<(&str, &String)> = options.chain(methods).collect();
    let way = |(index, (name, method)): (usize, &(&str, &String))| match index {
        0 => code(name),
        _ => format!("{} with {}", code(name), code(method)),
    };
    match ways.is_empty() {
        true => media_type(None),
        false => ways
            .iter()
            .enumerate()
            .map(way)
            .collect::<Vec<_>>()
            .join(", or "),
    }
}

fn body_type(argument: &Argument) -> Option<&str> {
    match &argument.location {
        Location::Body { content_type, .. } => Some(content_type),
        _ => None,
    }
}

fn media_type(name: Option<&str>) -> String {
    name.filter(|name| !name.is_empty())
        .map_or_else(|| "Not defined".to_owned(), code)
}

fn returns(pages: &Pages<'_>, tag: &Tag, operation: &Operation) -> String {
    match &operation.success {
        Success::One(body) => content(pages, body),
        Success::Many(outcomes) => {
            let name = code(&format!("{}::{}", tag.module, outcomes.name));
            format!("{name}, one of {}", variants(outcomes))
        }
    }
}

fn failures(tag: &Tag, outcomes: &Outcomes) -> String {
    let name = code(&format!("{}::{}", tag.module, outcomes.name));
    format!("{name}: {}", variants(outcomes))
}

fn variants(outcomes: &Outcomes) -> String {
    let variant =
        |outcome: &crate::ir::Outcome| format!("`{}` ({})", outcome.name, status(outcome.status));
    outcomes
        .variants
        .iter()
        .map(variant)
        .collect::<Vec<_>>()
        .join(", ")
}

/// The schemes that a call needs, linked to where the README explains them.
fn authorization(pages: &Pages<'_>, operation: &Operation) -> String {
    let scheme = |name: &String| {
        let known = pages
            .api
            .schemes
            .iter()
            .any(|scheme| scheme.wire_name == *name);
        match known {
            true => format!("[{}](../README.md#{})", code(name), anchor(name)),
            false => code(name),
        }
    };
    let combination = |names: &Vec<String>| match names.is_empty() {
        true => "none".to_owned(),
        false => names.iter().map(scheme).collect::<Vec<_>>().join(" and "),
    };
    let list: Vec<String> = operation.security.iter().map(combination).collect();
    match list.is_empty() {
        true => "No authorization required.".to_owned(),
        false => format!("{}.", list.join(", or ")),
    }
}

fn response(pages: &Pages<'_>, reply: &Reply) -> Response {
    let header = |(name, docs): &(String, Docs)| match markdown::cell(docs).as_str() {
        "" => code_cell(name),
        description => format!("{}: {description}", code_cell(name)),
    };
    let headers: Vec<String> = reply.headers.iter().map(header).collect();
    Response {
        status: status(reply.status),
        description: cell(&reply.docs),
        type_: content(pages, &reply.content),
        headers: match headers.is_empty() {
            true => "-".to_owned(),
            false => headers.join("<br>"),
        },
    }
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "default".to_owned(),
    }
}
