//! A module per tag: the handle with its operations, and what belongs to each.

mod arguments;
mod imports;
mod outcomes;

use askama::Template;

use self::arguments::{ArgumentView, arguments};
use self::outcomes::{content_reader, outcomes_view};
use super::package::server;
use super::{Failure, FileKind, Layout, RawFile, filters};
use crate::ir::{Api, Argument, Docs, Operation, Success, Tag};

struct OperationView<'a> {
    docs: String,
    name: &'a str,
    constant: &'a str,
    arguments: Vec<ArgumentView<'a>>,
    many: bool,
    returns: String,
    /// Whether the call is wrapped in a builder.
    wrapped: bool,
    returned: &'a str,
    items: String,
}

#[derive(Template)]
#[template(path = "operations.rs.j2", escape = "none")]
struct TagView<'a> {
    title: String,
    imports: Vec<String>,
    docs: String,
    name: &'a str,
    operations: Vec<OperationView<'a>>,
}

#[derive(Template)]
#[template(path = "operation_items.rs.j2", escape = "none")]
struct ItemsView<'a> {
    handle: &'a str,
    link: &'a str,
    builder: Option<&'a str>,
    options: Vec<ArgumentView<'a>>,
    success_type: String,
    failure_type: String,
    constant: &'a str,
    id: &'a str,
    method: &'a str,
    path: &'a str,
    accept: &'a str,
    security: &'a [Vec<String>],
    servers: Vec<String>,
    idempotent: bool,
    success: String,
    failure: String,
    results: Vec<String>,
}

/// The files of all tags.
pub fn files(api: &Api, layout: Layout) -> Result<Vec<RawFile>, Failure> {
    let file = |tag: &Tag| {
        let text = module(api, tag, layout)?;
        Ok(RawFile {
            path: format!("src/{}.rs", tag.module.trim_start_matches("r#")),
            text,
            kind: FileKind::Rust,
        })
    };
    api.tags.iter().map(file).collect()
}

/// The content of a tag's module.
pub fn module(api: &Api, tag: &Tag, layout: Layout) -> Result<String, Failure> {
    let mut operations = Vec::new();
    for operation in &tag.operations {
        operations.push(operation_view(api, tag, operation)?);
    }
    let mut docs = tag.docs.clone();
    if docs.is_empty() {
        docs = Docs::line(format!(
            "Operations of the tag {}.",
            crate::lower::describe::code(&tag.wire_name)
        ));
    }
    TagView {
        title: format!(
            "Operations of the tag {}.",
            crate::lower::describe::code(&tag.wire_name)
        ),
        imports: imports::lines(api, tag, &layout.root(1)),
        docs: super::docs(&docs)?,
        name: &tag.name,
        operations,
    }
    .render()
}

fn operation_view<'a>(
    api: &'a Api,
    tag: &'a Tag,
    operation: &'a Operation,
) -> Result<OperationView<'a>, Failure> {
    let success_type = success_type(&operation.success);
    let failure_type = operation
        .failure
        .as_ref()
        .map_or("Infallible", |outcomes| &outcomes.name);
    let returns = match &operation.builder {
        Some(builder) => format!("{builder}<'c>"),
        None => format!("Call<'c, {success_type}, {failure_type}>"),
    };
    Ok(OperationView {
        docs: super::docs(&operation_docs(operation))?,
        name: &operation.name,
        constant: &operation.constant,
        arguments: arguments(api, &operation.arguments)?,
        many: operation.arguments.len() > 6,
        returns,
        wrapped: operation.builder.is_some(),
        returned: operation.builder.as_deref().unwrap_or_default(),
        items: items(api, tag, operation, success_type, failure_type.to_owned())?,
    })
}

fn operation_docs(operation: &Operation) -> Docs {
    let mut docs = Docs {
        deprecated: operation.docs.deprecated,
        ..Docs::default()
    };
    docs.paragraph(operation.docs.lines.iter().cloned());
    let call = format!("{} {}", operation.method, operation.path);
    docs.paragraph([crate::lower::describe::code(&call)]);
    let described = operation
        .arguments
        .iter()
        .filter(|argument| !argument.docs.is_empty());
    let list: Vec<String> = described.flat_map(argument_item).collect();
    docs.paragraph(list);
    docs
}

/// An argument as an item of a list.
fn argument_item(argument: &Argument) -> Vec<String> {
    let mut lines = argument.docs.all_lines();
    let first = lines.next().unwrap_or_default();
    let name = argument.name.trim_start_matches("r#");
    let mut item = vec![format!("- `{name}`: {first}")];
    item.extend(lines.map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!("  {line}")
        }
    }));
    item
}

fn items(
    api: &Api,
    tag: &Tag,
    operation: &Operation,
    success_type: String,
    failure_type: String,
) -> Result<String, Failure> {
    let link = operation.name.trim_start_matches("r#");
    let mut results = Vec::new();
    if let Success::Many(outcomes) = &operation.success {
        results.push(outcomes_view(outcomes, tag, link, false)?);
    }
    if let Some(outcomes) = &operation.failure {
        results.push(outcomes_view(outcomes, tag, link, true)?);
    }
    let mut servers = Vec::new();
    for item in &operation.servers {
        servers.push(server(item)?);
    }
    ItemsView {
        handle: &tag.name,
        link,
        builder: operation.builder.as_deref(),
        options: arguments(api, &operation.options)?,
        success: match &operation.success {
            Success::One(content) if content.is_stream() => {
                format!("Success::Streamed({})", content_reader(content))
            }
            Success::One(content) => format!("Success::Buffered({})", content_reader(content)),
            Success::Many(outcomes) => format!("Success::Buffered({}::read)", outcomes.name),
        },
        failure: match &operation.failure {
            Some(outcomes) => format!("{}::read", outcomes.name),
            None => "reply::undocumented".to_owned(),
        },
        success_type,
        failure_type,
        constant: &operation.constant,
        id: &operation.id,
        method: &operation.method,
        path: &operation.path,
        accept: &operation.accept,
        security: &operation.security,
        servers,
        idempotent: operation.idempotent,
        results,
    }
    .render()
}

fn success_type(success: &Success) -> String {
    match success {
        Success::One(content) => content.type_().qualified().to_string(),
        Success::Many(outcomes) => outcomes.name.clone(),
    }
}
