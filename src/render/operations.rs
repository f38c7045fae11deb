//! A module per tag: the handle with its operations, and what belongs to each.

use std::collections::BTreeSet;

use askama::Template;

use super::package::server;
use super::{Failure, FileKind, Layout, RawFile, Uses, filters, validate};
use crate::ir::{
    Api, Argument, BodyKind, Content, Docs, Location, Operation, Outcomes, Status, Success, Tag,
    Type,
};

struct ArgumentView<'a> {
    name: &'a str,
    docs: String,
    /// Type in the signature.
    declared: String,
    /// Statement before the call, where one is needed.
    binding: Option<String>,
    /// Method call that adds the argument.
    apply: String,
}

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

struct Imports {
    borrow: bool,
    map: bool,
    infallible: bool,
    base64: bool,
    json: Option<String>,
    models: bool,
    runtime: String,
}

#[derive(Template)]
#[template(path = "operations.rs.j2", escape = "none")]
struct TagView<'a> {
    root: String,
    title: String,
    imports: Imports,
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

struct OutcomeView<'a> {
    name: &'a str,
    docs: String,
    type_: Option<String>,
    pattern: String,
    read: String,
}

#[derive(Template)]
#[template(path = "outcomes.rs.j2", escape = "none")]
struct OutcomesView<'a> {
    summary: &'static str,
    handle: &'a str,
    link: &'a str,
    name: &'a str,
    /// How the value is read, where all statuses mean the same.
    only: Option<String>,
    argument: &'static str,
    variants: Vec<OutcomeView<'a>>,
    failure: bool,
    /// Whether statuses are left that no variant is for.
    open: bool,
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
        root: layout.root(1),
        title: format!(
            "Operations of the tag {}.",
            crate::lower::describe::code(&tag.wire_name)
        ),
        imports: imports(api, tag),
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
    let mut lines = argument.docs.lines.iter();
    let first = lines.next().map(String::as_str).unwrap_or_default();
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

fn content_reader(content: &Content) -> &'static str {
    match content {
        Content::Empty => "reply::empty",
        Content::Json(_) => "reply::json",
        Content::Text => "reply::text",
        Content::Bytes => "reply::bytes",
        Content::JsonEvents(_) => "EventStream::json",
        Content::TextEvents => "EventStream::text",
        Content::JsonLines(_) => "JsonLines::open",
    }
}

fn outcomes_view(
    outcomes: &Outcomes,
    tag: &Tag,
    link: &str,
    failure: bool,
) -> Result<String, Failure> {
    let mut variants = Vec::new();
    for outcome in &outcomes.variants {
        let value = match &outcome.content {
            Content::Empty => format!("Ok(Self::{})", outcome.name),
            content => format!(
                "{}(reply).map(Self::{})",
                content_reader(content),
                outcome.name
            ),
        };
        let read = if failure {
            format!("Some({value})")
        } else {
            value
        };
        let mut docs = outcome.docs.clone();
        if docs.is_empty() {
            docs = Docs::line(format!("Status {}.", status(outcome.status)));
        }
        variants.push(OutcomeView {
            name: &outcome.name,
            docs: super::docs(&docs)?,
            type_: (outcome.content != Content::Empty)
                .then(|| outcome.content.type_().qualified().to_string()),
            pattern: pattern(outcome.status, outcomes),
            read,
        });
    }
    let only = match outcomes.variants.as_slice() {
        [outcome] if outcome.status == Status::Default => Some(outcome),
        _ => None,
    };
    OutcomesView {
        summary: if failure {
            "Documented failures"
        } else {
            "Successful replies"
        },
        handle: &tag.name,
        link,
        name: &outcomes.name,
        only: match (only, variants.first()) {
            (Some(_), Some(view)) => Some(view.read.clone()),
            _ => None,
        },
        argument: match only {
            Some(outcome) if outcome.content == Content::Empty => "_",
            _ => "reply",
        },
        variants,
        failure,
        open: !outcomes
            .variants
            .iter()
            .any(|outcome| outcome.status == Status::Default),
    }
    .render()
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}00..={hundred}99"),
        Status::Default => "_".to_owned(),
    }
}

/// A status as a pattern; a range leaves out the codes at its ends that have a variant of their own.
fn pattern(own: Status, outcomes: &Outcomes) -> String {
    let Status::Range(hundred) = own else {
        return status(own);
    };
    let taken = |code: u16| {
        outcomes
            .variants
            .iter()
            .any(|other| other.status == Status::Code(code))
    };
    let (first, last) = (hundred * 100, hundred * 100 + 99);
    let first = first + u16::from(taken(first));
    let last = last - u16::from(taken(last));
    format!("{first}..={last}")
}

fn arguments<'a>(api: &Api, list: &'a [Argument]) -> Result<Vec<ArgumentView<'a>>, Failure> {
    let views = list.iter().map(|argument| {
        let mut view = argument_view(argument)?;
        view.apply
            .insert_str(0, &check(api, argument).unwrap_or_default());
        Ok(view)
    });
    views.collect()
}

/// The method call that validates an argument, where it has rules.
fn check(api: &Api, argument: &Argument) -> Option<String> {
    (!is_raw(&argument.location))
        .then(|| validate::argument(&api.models, argument))
        .flatten()
}

fn argument_view(argument: &Argument) -> Result<ArgumentView<'_>, Failure> {
    let mut docs = argument.docs.clone();
    if docs.is_empty() {
        docs = match &argument.location {
            Location::Body { .. } => Docs::line("Sets the body of the request."),
            _ => Docs::line(format!(
                "Sets {}.",
                crate::lower::describe::code(&argument.wire_name)
            )),
        };
    }
    let name = argument.name.as_str();
    let taken = taken(name, argument);
    let wire_name = proc_macro2::Literal::string(&argument.wire_name);
    let value = &taken.value;
    let apply = match &argument.location {
        Location::Path {
            style: "Simple",
            explode: false,
        } => format!(".path({wire_name}, {value})"),
        Location::Path { style, explode } => {
            format!(".path_with({wire_name}, PathStyle::{style}, {explode}, {value})")
        }
        Location::Query {
            style,
            explode,
            allow_reserved,
            allow_empty,
        } => match query(style, *explode, *allow_reserved, *allow_empty) {
            None => format!(".query({wire_name}, {value})"),
            Some(options) => format!(".query_with({wire_name}, {options}, {value})"),
        },
        Location::Header { explode } => format!(".header_param({wire_name}, {explode}, {value})"),
        Location::Cookie { explode } => format!(".cookie({wire_name}, {explode}, {value})"),
        Location::QueryJson => format!(".query_json({wire_name}, {value})"),
        Location::HeaderJson => format!(".header_json({wire_name}, {value})"),
        Location::Body { kind, content_type } => {
            let content_type = proc_macro2::Literal::string(content_type);
            match kind {
                BodyKind::Json => format!(".json_body({content_type}, {value})"),
                BodyKind::Form => format!(".form_body({value})"),
                BodyKind::Text => format!(".text_body({content_type}, {name})"),
                BodyKind::Bytes => format!(".bytes_body({content_type}, {name})"),
                BodyKind::Multipart => format!(".multipart_body({name})"),
            }
        }
    };
    Ok(ArgumentView {
        name,
        docs: super::docs(&docs)?,
        declared: taken.declared,
        binding: taken.binding,
        apply,
    })
}

/// The options of a query parameter; `None` for the usual ones.
fn query(style: &str, explode: bool, allow_reserved: bool, allow_empty: bool) -> Option<String> {
    let base = match (style, explode) {
        ("Form", true) => "Query::FORM".to_owned(),
        ("Form", false) => "Query::FORM_JOINED".to_owned(),
        ("SpaceDelimited", false) => "Query::SPACE_DELIMITED".to_owned(),
        ("PipeDelimited", false) => "Query::PIPE_DELIMITED".to_owned(),
        ("DeepObject", true) => "Query::DEEP_OBJECT".to_owned(),
        (style, explode) => format!("Query::new(QueryStyle::{style}, {explode})"),
    };
    match (allow_reserved, allow_empty) {
        (false, false) if base == "Query::FORM" => None,
        (false, false) => Some(base),
        (true, false) => Some(format!("Query {{ allow_reserved: true, ..{base} }}")),
        (false, true) => Some(format!("Query {{ allow_empty: true, ..{base} }}")),
        (true, true) => Some(format!(
            "Query {{ allow_reserved: true, allow_empty: true, ..{base} }}"
        )),
    }
}

/// How an argument is declared and used.
struct Taken {
    declared: String,
    binding: Option<String>,
    value: String,
}

/// Scalars by value, text as anything that is text, the rest by value or reference.
fn taken(name: &str, argument: &Argument) -> Taken {
    let plain = |declared: &str, value: String| Taken {
        declared: declared.to_owned(),
        binding: None,
        value,
    };
    if let Location::Body { kind, .. } = &argument.location {
        match kind {
            BodyKind::Text => return plain("impl Into<String>", name.to_owned()),
            BodyKind::Bytes => return plain("impl Into<Body>", name.to_owned()),
            BodyKind::Multipart => return plain("Multipart", name.to_owned()),
            BodyKind::Json | BodyKind::Form => {}
        }
    }
    match &argument.value {
        Type::String => plain("impl AsRef<str>", format!("{name}.as_ref()")),
        Type::Bool | Type::Number(_) | Type::Exact => {
            plain(&argument.value.to_string(), format!("&{name}"))
        }
        Type::List(inner) => plain(&format!("&[{}]", inner.qualified()), name.to_owned()),
        Type::Map(_) | Type::Any => {
            plain(&format!("&{}", argument.value.qualified()), name.to_owned())
        }
        other => {
            let type_ = other.qualified();
            Taken {
                declared: format!("impl Borrow<{type_}>"),
                binding: Some(format!("let {name}: &{type_} = {name}.borrow();")),
                value: name.to_owned(),
            }
        }
    }
}

fn imports(api: &Api, tag: &Tag) -> Imports {
    let mut uses = Uses::default();
    let mut runtime = BTreeSet::from([
        "Call",
        "Client",
        "Endpoint",
        "Operation",
        "Success",
        "reply",
    ]);
    let mut borrow = false;
    let mut decode = false;
    let mut infallible = false;
    for operation in &tag.operations {
        for argument in operation.arguments.iter().chain(&operation.options) {
            let raw = is_raw(&argument.location);
            if !raw {
                uses.add(&argument.value);
                borrow |= taken(&argument.name, argument).binding.is_some();
            }
            runtime.extend(argument_imports(&argument.location));
            let checked = check(api, argument).unwrap_or_default();
            if checked.contains("validate ::") {
                runtime.insert("validate");
            }
        }
        if operation.builder.is_some() {
            runtime.extend([
                "call_options",
                "Error",
                "Pending",
                "PendingValue",
                "RetryPolicy",
            ]);
        }
        if !operation.servers.is_empty() {
            runtime.insert("Server");
            if operation
                .servers
                .iter()
                .any(|server| !server.variables.is_empty())
            {
                runtime.insert("Variable");
            }
        }
        let many = match &operation.success {
            Success::One(content) => {
                uses.add(&content.type_());
                None
            }
            Success::Many(outcomes) => Some(outcomes),
        };
        infallible |= operation.failure.is_none();
        for outcomes in many.into_iter().chain(&operation.failure) {
            decode = true;
            runtime.insert("Reply");
            outcomes
                .variants
                .iter()
                .for_each(|outcome| uses.add(&outcome.content.type_()));
        }
    }
    let streams = [("EventStream", uses.events), ("JsonLines", uses.lines)];
    runtime.extend(
        streams
            .into_iter()
            .filter_map(|(name, used)| used.then_some(name)),
    );
    let json: Vec<&str> = [
        ("DecodeError", decode),
        ("Nullable", uses.nullable),
        ("Number", uses.exact),
    ]
    .into_iter()
    .filter_map(|(name, used)| used.then_some(name))
    .collect();
    Imports {
        borrow,
        map: uses.map,
        infallible,
        base64: uses.base64,
        json: (!json.is_empty()).then(|| json.join(", ")),
        models: !uses.models.is_empty(),
        runtime: runtime.into_iter().collect::<Vec<_>>().join(", "),
    }
}

fn is_raw(location: &Location) -> bool {
    matches!(
        location,
        Location::Body {
            kind: BodyKind::Text | BodyKind::Bytes | BodyKind::Multipart,
            ..
        }
    )
}

fn argument_imports(location: &Location) -> Vec<&'static str> {
    match location {
        Location::Path {
            style: "Simple",
            explode: false,
        } => vec![],
        Location::Path { .. } => vec!["PathStyle"],
        Location::Query {
            style,
            explode,
            allow_reserved,
            allow_empty,
        } => match query(style, *explode, *allow_reserved, *allow_empty) {
            None => vec![],
            Some(options) if options.contains("QueryStyle") => vec!["Query", "QueryStyle"],
            Some(_) => vec!["Query"],
        },
        Location::Body {
            kind: BodyKind::Bytes,
            ..
        } => vec!["Body"],
        Location::Body {
            kind: BodyKind::Multipart,
            ..
        } => vec!["Multipart"],
        _ => vec![],
    }
}
