//! A module per tag: the handle with its operations, and what belongs to each.

mod arguments;
mod forms;
mod headers;
mod imports;
mod outcomes;
mod pages;

use std::iter;

use askama::Template;

use self::arguments::{ArgumentView, arguments, literal};
use self::outcomes::{content_reader, outcomes_view};
use self::pages::PagesView;
use super::package::server;
use super::{Failure, FileKind, Layout, RawFile};
use crate::format::ready::{self, Chain, Function, Place, Statement};
use crate::ir::{
    Alternative, Api, Argument, Content, Docs, Form, Location, Operation, Success, Tag,
};
use crate::lower::docs::is_block;

/// The customary media type, which an endpoint need not name.
const JSON: &str = "application/json";

struct OperationView {
    method: String,
    items: String,
}

#[derive(Template)]
#[template(path = "operations.rs.j2", escape = "none")]
struct TagView<'a> {
    title: String,
    imports: Vec<String>,
    docs: String,
    name: &'a str,
    operations: Vec<OperationView>,
}

/// The type of a call with optional arguments.
#[derive(Template)]
#[template(path = "builder.rs.j2", escape = "none")]
struct BuilderView<'a> {
    /// What is defined, up to the brace before the options.
    head: String,
    /// The arguments that the macro has a way for.
    options: Vec<OptionView<'a>>,
}

/// An optional argument in a line of the macro.
struct OptionView<'a> {
    docs: &'a str,
    line: String,
}

/// The methods of a builder that ask for further pages.
#[derive(Template)]
#[template(path = "pages.rs.j2", escape = "none")]
struct PagesMethods<'a> {
    pages: PagesView,
    success_type: &'a str,
    failure_type: &'a str,
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
        for other in &operation.alternatives {
            operations.push(alternative_view(api, operation, other)?);
        }
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

fn operation_view(api: &Api, tag: &Tag, operation: &Operation) -> Result<OperationView, Failure> {
    Ok(OperationView {
        method: method(api, operation, &operation.name, &operation.arguments, None)?,
        items: items(api, tag, operation)?,
    })
}

/// A method with another body in place of the last argument.
fn alternative_view(
    api: &Api,
    operation: &Operation,
    other: &Alternative,
) -> Result<OperationView, Failure> {
    let before = operation.arguments.split_last().map_or(&[][..], |(_, b)| b);
    Ok(OperationView {
        method: method(api, operation, &other.name, before, Some(&other.body))?,
        items: String::new(),
    })
}

fn method(
    api: &Api,
    operation: &Operation,
    name: &str,
    list: &[Argument],
    body: Option<&Argument>,
) -> Result<String, Failure> {
    let returns = match &operation.builder {
        Some(builder) => format!(" -> {builder}<'c>"),
        None => format!(
            " -> Call<'c, {}, {}>",
            success_type(&operation.success),
            failure_type(operation)
        ),
    };
    let forms = &operation.forms;
    let mut views = arguments(api, forms, list)?;
    views.extend(arguments(
        api,
        forms,
        body.map_or(&[], std::slice::from_ref),
    )?);
    let mut docs = super::docs(&operation_docs(operation, body))?;
    if views.len() > 6 {
        docs.push_str(super::MANY_ARGUMENTS);
    }
    let declared = views.iter().map(ArgumentView::declaration);
    let arguments: Vec<String> = iter::once("&self".to_owned()).chain(declared).collect();
    docs.push_str(super::inline(&arguments));
    let bindings = views.iter().filter_map(ArgumentView::statement);
    let call = Chain {
        root: "Call::new(self.client, endpoint)".to_owned(),
        fields: 0,
        calls: views.iter().flat_map(ArgumentView::calls).collect(),
    };
    let method = Function {
        place: Place::Impl,
        docs: &docs,
        head: format!("pub fn {name}"),
        arguments,
        output: returns,
        body: iter::once(endpoint(api, operation))
            .chain(bindings)
            .chain([match operation.builder.clone() {
                Some(builder) => Statement::Wrapped(builder, call),
                None => Statement::Chain("", call, ""),
            }])
            .collect(),
    };
    Ok(method.to_string())
}

/// The method of a builder that adds an argument.
fn option(view: &ArgumentView<'_>) -> String {
    let call = Chain {
        root: "self.0".to_owned(),
        fields: 1,
        calls: view.calls().collect(),
    };
    let call = Statement::Wrapped("Self".to_owned(), call);
    let arguments = vec!["self".to_owned(), view.declaration()];
    let method = Function {
        place: Place::Impl,
        docs: &[&view.docs, super::inline(&arguments)].concat(),
        head: format!("pub fn {}", view.name),
        arguments,
        output: " -> Self".to_owned(),
        body: view.statement().into_iter().chain([call]).collect(),
    };
    method.to_string()
}

fn operation_docs(operation: &Operation, body: Option<&Argument>) -> Docs {
    let mut docs = Docs {
        deprecated: operation.docs.deprecated,
        alias: operation.docs.alias.clone().filter(|_| body.is_none()),
        ..Docs::default()
    };
    docs.paragraph(operation.docs.lines.iter().cloned());
    let call = format!("{} {}", operation.method, operation.path);
    let call = crate::lower::describe::code(&call);
    docs.paragraph([match body.map(|body| &body.location) {
        Some(Location::Body { content_type, .. }) => {
            let content_type = crate::lower::describe::code(content_type);
            format!("{call}, with a body of {content_type}")
        }
        _ => call,
    }]);
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
    let mut lines = argument.docs.all_lines().peekable();
    let name = argument.name.trim_start_matches("r#");
    let mut item = match lines.next_if(|line| !is_block(line)) {
        Some(text) => vec![format!("- `{name}`: {text}")],
        None => vec![format!("- `{name}`:"), String::new()],
    };
    item.extend(lines.map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!("  {line}")
        }
    }));
    item
}

/// What belongs to an operation, beside its method.
fn items(api: &Api, tag: &Tag, operation: &Operation) -> Result<String, Failure> {
    let link = operation.name.trim_start_matches("r#");
    let about = |what: &str| format!("/// {what} of [`{}::{link}`].", tag.name);
    let mut items = Vec::new();
    if let Some(name) = &operation.builder {
        items.extend(builder(api, tag, operation, name)?);
    }
    items.extend(servers(operation)?);
    let is_new = |form: &&Form| is_first(tag, operation, form);
    for form in operation.forms.iter().filter(is_new) {
        items.push(forms::render(api, form, tag, link)?);
    }
    if let Success::Many(outcomes) = &operation.success {
        items.push(outcomes_view(outcomes, &about("Successful replies"))?);
    }
    if let Some(outcomes) = &operation.failure {
        items.push(outcomes_view(outcomes, &about("Documented failures"))?);
    }
    if let Some(headers) = &operation.headers {
        items.push(headers::render(headers, &about("Headers of the replies"))?);
    }
    Ok(ready::stack(items))
}

/// The type of a call with optional arguments, and its methods.
fn builder(
    api: &Api,
    tag: &Tag,
    operation: &Operation,
    name: &str,
) -> Result<Vec<String>, Failure> {
    let success_type = &success_type(&operation.success);
    let failure_type = failure_type(operation);
    let arguments = arguments(api, &operation.forms, &operation.options)?;
    let mut options = Vec::new();
    let mut methods = Vec::new();
    for view in &arguments {
        match view.line() {
            Some(line) => options.push(OptionView {
                docs: &view.docs,
                line,
            }),
            None => methods.push(option(view)),
        }
    }
    let link = operation.name.trim_start_matches("r#");
    let structure = format!("pub struct {name}({success_type}, {failure_type})");
    let of = format!("of {}::{link}", tag.name);
    let (gap, open) = match options.is_empty() {
        true => ("", ""),
        false => (" ", "{"),
    };
    let head = format!("{structure} {of}{gap}{open}");
    let view = BuilderView {
        head: match ready::fits(&head, 1) {
            true => head,
            false => format!("{structure}\n{of}\n{open}"),
        },
        options,
    };
    if let Some(pages) = pages::view(operation) {
        let pages = PagesMethods {
            pages,
            success_type,
            failure_type,
        };
        methods.push(pages.render()?);
    }
    let methods =
        (!methods.is_empty()).then(|| ready::implementation(&format!("impl {name}<'_>"), &methods));
    Ok(iter::once(ready::if_short(&view.render()?))
        .chain(methods)
        .collect())
}

/// What an operation is, as a statement that gives it the name `endpoint`.
fn endpoint(api: &Api, operation: &Operation) -> Statement {
    let accept = &operation.accept;
    let is_usual = matches!(&operation.success, Success::One(Content::Json(_)) if accept == JSON);
    let success = match &operation.success {
        Success::One(Content::Empty) => None,
        _ if is_usual => None,
        Success::One(content) if content.is_stream() => {
            Some(format!("Streamed({})", content_reader(content)))
        }
        Success::One(content) => Some(format!("Buffered({})", content_reader(content))),
        Success::Many(_) => Some("Listed(Outcomes::read)".to_owned()),
    };
    let (method, path) = (&operation.method, &operation.path);
    let request = format!("{} {}", literal(method), literal(path));
    let is_named = operation.id != format!("{method} {path}");
    let name = is_named.then(|| format!("as {}", literal(&operation.id)));
    let nothing = (!is_usual && success.is_none()).then(|| "=> ()".to_owned());
    let about: Vec<String> = [name, nothing].into_iter().flatten().collect();
    let mut lines = vec![match about.join(" ") {
        about if about.is_empty() => request,
        about if ready::fits(&format!("{request} {about},"), 3) => format!("{request} {about}"),
        about => format!("{request}\n{about}"),
    }];
    if !is_usual && !accept.is_empty() {
        lines.push(format!("accept: {}", literal(accept)));
    }
    if operation.security != api.security {
        lines.push(format!(
            "security: {}",
            alternatives(&operation.security, "")
        ));
    }
    if !operation.servers.is_empty() {
        lines.push(format!("servers: {}", servers_name(operation)));
    }
    lines.extend(success.map(|success| format!("success: {success}")));
    Statement::Table("let endpoint = endpoint!", lines)
}

/// Alternatives of combinations of schemes as a list of lists, with a `sign` before each inner one.
pub fn alternatives(security: &[Vec<String>], sign: &str) -> String {
    let combination = |names: &Vec<String>| {
        let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
        format!("{sign}[{}]", names.join(", "))
    };
    let combinations: Vec<String> = security.iter().map(combination).collect();
    format!("[{}]", combinations.join(", "))
}

/// The constant with the operation's own servers.
fn servers(operation: &Operation) -> Result<Option<String>, Failure> {
    let list: Result<Vec<String>, Failure> = operation.servers.iter().map(server).collect();
    let name = servers_name(operation);
    let constant =
        |list: Vec<String>| format!("const {name}: &[Server] = &[{}];\n", list.join(","));
    Ok(Some(list?).filter(|list| !list.is_empty()).map(constant))
}

fn servers_name(operation: &Operation) -> String {
    format!("{}_SERVERS", operation.constant)
}

fn failure_type(operation: &Operation) -> &str {
    let failure = operation.failure.as_ref();
    failure.map_or("Infallible", |outcomes| &outcomes.name)
}

fn success_type(success: &Success) -> String {
    match success {
        Success::One(content) => content.type_().qualified().to_string(),
        Success::Many(outcomes) => outcomes.name.clone(),
    }
}

/// Whether no operation before this one has the form: the method that reads a stream sends what the other one does.
fn is_first(tag: &Tag, operation: &Operation, form: &Form) -> bool {
    let has = |other: &&Operation| other.forms.iter().any(|known| known.name == form.name);
    let mut operations = tag.operations.iter();
    operations
        .find(has)
        .is_some_and(|first| std::ptr::eq(first, operation))
}
