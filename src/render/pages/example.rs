//! Examples: Rust that compiles as it stands on a page, laid out as all other code.

mod imports;

use std::iter;

use proc_macro2::Literal;
use serde_json::Value;

pub use self::imports::laid_out;
use self::imports::{RUNTIME, importing};
use super::value;
use crate::format::ready::{self, Chain, Function, Statement};
use crate::ir::{
    Api, Argument, BodyKind, Content, Location, Model, Operation, Outcome, Scheme, SchemeKind,
    Server, ServerVariable, Success, Tag, Type,
};
use crate::render::Failure;

/// What an example returns that can fail.
const FALLIBLE: &str = " -> Result<(), Box<dyn std::error::Error>>";

/// Where an API is served whose description does not say so.
const EXAMPLE_HOST: &str = "https://api.example.com";

/// An expression of this width fits everywhere, whatever it consists of.
const SHORT: usize = 60;

/// An operation and the group that it belongs to.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub tag: &'a Tag,
    pub operation: &'a Operation,
}

/// All operations in the order of the description.
pub fn operations(api: &Api) -> impl Iterator<Item = Place<'_>> {
    api.tags.iter().flat_map(|tag| {
        let operations = tag.operations.iter();
        operations.map(move |operation| Place { tag, operation })
    })
}

/// A call, and the arguments that have no literal: the example takes them from its caller.
struct Call {
    /// What is called on the client.
    calls: Vec<String>,
    parameters: Vec<String>,
    /// The module of its tag, where a type of it is named.
    module: Option<String>,
}

/// A function that calls an operation and shows what it returns.
pub fn operation(api: &Api, library: &str, place: Place<'_>) -> Result<String, Failure> {
    let call = call(&api.models, place);
    let parameters = call.parameters.iter().cloned();
    let example = Function {
        place: ready::Place::Margin,
        docs: "",
        head: "async fn example".to_owned(),
        arguments: iter::once("client: &Client".to_owned())
            .chain(parameters)
            .collect(),
        output: FALLIBLE.to_owned(),
        body: consume(&place.operation.success, &call),
    };
    let is_named = |text: &String| is_named(text, &["Client"]);
    let imports_more =
        call.module.is_some() || call.calls.iter().chain(&call.parameters).any(is_named);
    match example.ready().filter(|_| !imports_more) {
        Some(example) => Ok(format!("use {library}::Client;\n\n{example}")),
        None => importing(library, call.module.as_deref(), &example.to_string()),
    }
}

/// Statements that use what a call returns.
fn consume(success: &Success, call: &Call) -> Vec<Statement> {
    let chain = |calls: &[&str]| Chain {
        root: "client".to_owned(),
        fields: 0,
        calls: call
            .calls
            .iter()
            .map(String::as_str)
            .chain(calls.iter().copied())
            .map(str::to_owned)
            .collect(),
    };
    let value = |calls| Statement::Chain("let value = ", chain(calls), ";");
    let line = |line: &str| Statement::Line(line.to_owned());
    let mut body = match success {
        Success::One(Content::Empty) => vec![Statement::Chain("", chain(&[".await?"]), ";")],
        Success::One(Content::Bytes) => vec![
            value(&[".await?", ".bytes()", ".await?"]),
            line("println!(\"{} bytes\", value.len());"),
        ],
        Success::One(content) if content.is_stream() => vec![Statement::Raw(format!(
            "let mut stream = {}.await?; while let Some(item) = stream.next().await {{ println!(\"{{:?}}\", item?); }}",
            call.text()
        ))],
        Success::One(_) | Success::Many(_) => {
            vec![value(&[".await?"]), line("println!(\"{value:?}\");")]
        }
    };
    body.push(line("Ok(())"));
    body
}

/// Whether a text has the name of something that would have to be imported, beside these.
fn is_named(text: &str, but: &[&str]) -> bool {
    let names = RUNTIME.iter().map(|(name, _)| *name).chain(["BTreeMap"]);
    names
        .filter(|name| !but.contains(name))
        .any(|name| text.contains(name))
}

/// A function that makes a value of a model.
pub fn construction(library: &str, model: &str, value: &str) -> Result<String, Failure> {
    let example = Function {
        place: ready::Place::Margin,
        docs: "",
        head: "fn example".to_owned(),
        arguments: Vec::new(),
        output: format!(" -> models::{model}"),
        body: vec![Statement::Line(value.to_owned())],
    };
    let is_short = value.len() <= SHORT && !value.contains(['{', '[', '|']);
    let is_plain = is_short && !is_named(value, &["models"]);
    match is_plain.then(|| example.ready()).flatten() {
        Some(example) => Ok(format!("use {library}::models;\n\n{example}")),
        None => importing(library, None, &format!("{} {{ {value} }}", example.line())),
    }
}

/// A whole program: makes a client with the credentials that the simplest operation needs, and calls it.
pub fn program(api: &Api, library: &str) -> Result<String, Failure> {
    let found = simplest(api, |_| true).map(|place| (place, call(&api.models, place)));
    let security = found.as_ref().map(|(place, _)| &place.operation.security);
    let needed = security.and_then(|ways| ways.first());
    let schemes = api.schemes.iter();
    let schemes = schemes.filter(|scheme| needed.is_some_and(|n| n.contains(&scheme.wire_name)));
    let client = client(api, library, schemes);
    let mut body = vec![Statement::Raw(format!("let client = {client};"))];
    body.extend(match &found {
        Some((place, call)) => consume(&place.operation.success, call),
        None => ["println!(\"{client:?}\");", "Ok(())"]
            .map(str::to_owned)
            .map(Statement::Raw)
            .into(),
    });
    let program = Function {
        place: ready::Place::Margin,
        docs: "#[tokio::main]",
        head: "async fn main".to_owned(),
        arguments: Vec::new(),
        output: FALLIBLE.to_owned(),
        body,
    };
    let module = found.as_ref().and_then(|(_, call)| call.module.as_deref());
    importing(library, module, &program.to_string())
}

/// An expression that makes a client with the credentials of these schemes, from the environment.
pub fn client<'a>(
    api: &Api,
    library: &str,
    schemes: impl IntoIterator<Item = &'a Scheme>,
) -> String {
    let server = api.servers.first();
    let address = match base_url(server) {
        Some(url) => format!(".base_url({})", Literal::string(&url)),
        None => {
            let variables = server.into_iter().flat_map(|server| &server.variables);
            let open = variables.filter(|variable| !variable.has_default());
            open.map(|variable| server_variable(variable, library))
                .collect()
        }
    };
    let schemes = schemes.into_iter();
    let credentials: String = schemes.map(|scheme| credential(scheme, library)).collect();
    format!("Client::builder(){address}{credentials}.build()?")
}

/// An address such as the caller has to know, where the description has none with a host. What it has is the end of it.
pub fn base_url(server: Option<&Server>) -> Option<String> {
    let end = server.map_or("", |server| server.url.as_str());
    let variables = server.into_iter().flat_map(|server| &server.variables);
    let end = variables.fold(end.to_owned(), |end, variable| {
        end.replace(&format!("{{{}}}", variable.name), &variable.default)
    });
    if end.contains("://") {
        return None;
    }
    let end = end.trim_end_matches('/');
    Some(match end.strip_prefix("//") {
        Some(host) => format!("https://{host}"),
        None if end.starts_with('/') => format!("{EXAMPLE_HOST}{end}"),
        // Relative to the description's own address, which is not known either.
        None => EXAMPLE_HOST.to_owned(),
    })
}

/// The call that fills in what an address leaves open.
fn server_variable(variable: &ServerVariable, library: &str) -> String {
    let name = format!("{library}_{}", variable.name).to_ascii_uppercase();
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let literal = Literal::string(&variable.name);
    format!(".server_variable({literal}, std::env::var(\"{name}\")?)")
}

/// The call that gives a client its credential of a scheme.
fn credential(scheme: &Scheme, library: &str) -> String {
    let prefix = library.to_ascii_uppercase();
    let name = scheme.method.trim_start_matches("r#").to_ascii_uppercase();
    let variable = |suffix: &str| format!("std::env::var(\"{prefix}_{name}{suffix}\")?");
    match scheme.kind {
        SchemeKind::Basic => {
            format!(
                ".{}(&{}, {})",
                scheme.method,
                variable("_USER"),
                variable("_PASSWORD")
            )
        }
        _ => format!(".{}({})", scheme.method, variable("")),
    }
}

/// A function that tells the failures of an operation apart.
pub fn failure(api: &Api, library: &str) -> Result<Option<String>, Failure> {
    let fails = |operation: &Operation| {
        let failure = operation.failure.as_ref();
        failure.is_some_and(|outcomes| outcomes.variants.iter().any(|outcome| !is_unit(outcome)))
    };
    // The failure's type is what is imported from the module of the tag.
    let plain = |operation: &Operation| operation.forms.is_empty();
    let found = simplest(api, |operation| {
        plain(operation) && fails(operation) && !operation.arguments.is_empty()
    })
    .or_else(|| simplest(api, |operation| plain(operation) && fails(operation)))
    .or_else(|| {
        simplest(api, |operation| {
            plain(operation) && operation.failure.is_some()
        })
    });
    let Some(place) = found else {
        return Ok(None);
    };
    let Some(outcomes) = &place.operation.failure else {
        return Ok(None);
    };
    let Some(first) = outcomes.variants.first() else {
        return Ok(None);
    };
    let name = &outcomes.name;
    let arm = match is_unit(first) {
        true => format!(
            "{name}::{} => println!(\"{{}}\", error.status())",
            first.name
        ),
        false => format!("{name}::{}(body) => println!(\"{{body:?}}\")", first.name),
    };
    let others = match outcomes.variants.len() {
        1 => "",
        _ => ", other => println!(\"{other:?}\")",
    };
    let code = format!(
        "async fn example(client: &Client) {{
            match {call}.await {{
                Ok(value) => println!(\"{{value:?}}\"),
                Err(Error::Api(error)) => match error.body() {{ {arm}{others} }},
                Err(error) => println!(\"{{error}}\"),
            }}
        }}",
        call = call(&api.models, place).text(),
    );
    let item = format!("{}::{name}", place.tag.module);
    importing(library, Some(&item), &code).map(Some)
}

fn is_unit(outcome: &Outcome) -> bool {
    outcome.content == Content::Empty
}

/// The operation with the fewest arguments of those that are `wanted` and need nothing but literals.
fn simplest(api: &Api, wanted: impl Fn(&Operation) -> bool) -> Option<Place<'_>> {
    let wanted = operations(api).filter(|place| wanted(place.operation));
    let mut wanted: Vec<Place<'_>> = wanted.collect();
    wanted.sort_by_key(|place| {
        let operation = place.operation;
        let sends = operation.method != "GET";
        // Most callers come for a value.
        let is_value = match &operation.success {
            Success::One(content) => matches!(content, Content::Json(_)),
            Success::Many(_) => true,
        };
        let deprecated = operation.docs.deprecated;
        (deprecated, sends, !is_value, operation.arguments.len())
    });
    let mut wanted = wanted.into_iter();
    wanted.find(|place| call(&api.models, *place).parameters.is_empty())
}

/// An operation with all of its arguments, the body, and the options that have an example.
fn call(models: &[Model], place: Place<'_>) -> Call {
    let operation = place.operation;
    let mut parameters = Vec::new();
    let mut arguments = Vec::new();
    for argument in &operation.arguments {
        arguments.push(match expression(models, place, argument) {
            Some(expression) => expression,
            None => {
                let name = argument.name.clone();
                parameters.push(format!(
                    "{name}: {}",
                    parameter_type(models, place, argument)
                ));
                name
            }
        });
    }
    let is_body = |option: &Argument| matches!(option.location, Location::Body { .. });
    // Each further one is another way to send the body, which would replace the first.
    let body = operation.options.iter().position(is_body);
    let shown = operation.options.iter().enumerate().filter(|(at, option)| {
        let wanted = match is_body(option) {
            true => Some(*at) == body,
            false => option.example.is_some(),
        };
        wanted && !option.docs.deprecated
    });
    let options = shown.filter_map(|(_, option)| {
        Some(format!(
            ".{}({})",
            option.name,
            expression(models, place, option)?
        ))
    });
    let module = &place.tag.module;
    let handle = format!(".{module}()");
    let call = format!(".{}({})", operation.name, arguments.join(", "));
    let calls: Vec<String> = [handle, call].into_iter().chain(options).collect();
    let is_named = operation.forms.iter().any(|form| {
        let path = format!("{module}::{}", form.name);
        calls.iter().any(|call| call.contains(&path))
            || parameters
                .iter()
                .any(|parameter| parameter.ends_with(&path))
    });
    Call {
        calls,
        parameters,
        module: is_named.then(|| module.clone()),
    }
}

impl Call {
    /// The expression.
    fn text(&self) -> String {
        format!("client{}", self.calls.concat())
    }
}

/// An argument as the signature takes it.
fn expression(models: &[Model], place: Place<'_>, argument: &Argument) -> Option<String> {
    let example = argument.example.as_ref();
    if let Location::Body { kind, .. } = &argument.location {
        match kind {
            BodyKind::Text => return value::text_or_owned(models, &Type::String, example),
            BodyKind::Bytes => return Some("\"content\"".to_owned()),
            BodyKind::Multipart => {
                let Type::Form(name) = &argument.value else {
                    return Some("Multipart::new().text(\"name\", \"value\")".to_owned());
                };
                let form = place
                    .operation
                    .forms
                    .iter()
                    .find(|form| form.name == *name)?;
                return value::form(models, form, &place.tag.module);
            }
            BodyKind::Json | BodyKind::Form => {}
        }
    }
    match argument.value.plain(models) {
        Type::String => {
            let name = Value::String(argument.wire_name.clone());
            let example = example.or_else(|| value::example(models, &argument.value));
            value::text_or_owned(models, &Type::String, example.or(Some(&name)))
        }
        Type::List(inner) => {
            let elements = value::elements(models, inner, example)?;
            Some(format!("&[{elements}]"))
        }
        Type::Map(_) | Type::Any => {
            let value = value::owned(models, &argument.value, example)?;
            Some(format!("&{value}"))
        }
        _ => value::owned(models, &argument.value, example),
    }
}

/// The type of an argument that the example takes from its caller.
fn parameter_type(models: &[Model], place: Place<'_>, argument: &Argument) -> String {
    match argument.value.plain(models) {
        Type::Form(name) => format!("{}::{name}", place.tag.module),
        Type::List(inner) => format!("&[{}]", inner.qualified()),
        other => format!("&{}", other.qualified()),
    }
}
