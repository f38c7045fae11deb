//! Examples: Rust that compiles as it stands on a page, laid out as all other code.

use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;

use super::value;
use crate::format;
use crate::ir::{
    Api, Argument, BodyKind, Content, Location, Model, Operation, Outcome, Scheme, SchemeKind,
    Success, Tag, Type,
};
use crate::render::Failure;

/// Where the types that examples name without a path are found, after the crate's name.
const RUNTIME: &[(&str, &str)] = &[
    ("Client", "Client"),
    ("Error", "Error"),
    ("models", "models"),
    ("Base64", "runtime::base64::Base64"),
    ("Multipart", "runtime::Multipart"),
    ("Nullable", "runtime::json::Nullable"),
    ("Number", "runtime::json::Number"),
    ("Part", "runtime::Part"),
];

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
    text: String,
    parameters: Vec<String>,
    /// The module of its tag, where a type of it is named.
    module: Option<String>,
}

/// A function that calls an operation and shows what it returns.
pub fn operation(api: &Api, library: &str, place: Place<'_>) -> Result<String, Failure> {
    let call = call(&api.models, place);
    let mut parameters = vec!["client: &Client".to_owned()];
    parameters.extend(call.parameters);
    let body = consume(&place.operation.success, &format!("{}.await?", call.text));
    importing(
        library,
        call.module.as_deref(),
        &format!(
            "async fn example({}) -> Result<(), Box<dyn std::error::Error>> {{ {body} Ok(()) }}",
            parameters.join(", ")
        ),
    )
}

/// Statements that use what a call returns.
fn consume(success: &Success, call: &str) -> String {
    match success {
        Success::One(Content::Empty) => format!("{call};"),
        Success::One(Content::Bytes) => {
            format!("let value = {call}.bytes().await?; println!(\"{{}} bytes\", value.len());")
        }
        Success::One(content) if content.is_stream() => format!(
            "let mut stream = {call}; while let Some(item) = stream.next().await {{ println!(\"{{:?}}\", item?); }}"
        ),
        Success::One(_) | Success::Many(_) => {
            format!("let value = {call}; println!(\"{{value:?}}\");")
        }
    }
}

/// A whole program: makes a client, calls the simplest operation.
pub fn program(api: &Api, library: &str) -> Result<String, Failure> {
    let found = simplest(api, |_| true).map(|place| (place, call(&api.models, place)));
    let body = match &found {
        Some((place, call)) => consume(&place.operation.success, &format!("{}.await?", call.text)),
        None => "println!(\"{client:?}\");".to_owned(),
    };
    importing(
        library,
        found.as_ref().and_then(|(_, call)| call.module.as_deref()),
        &format!(
            "#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{ let client = {}; {body} Ok(()) }}",
            client(api, library, &api.schemes)
        ),
    )
}

/// An expression that makes a client with the credentials of these schemes, from the environment.
pub fn client(api: &Api, library: &str, schemes: &[Scheme]) -> String {
    // Without an absolute address in the description, the caller has to know one.
    let server = api.servers.first();
    let base_url = match server.is_some_and(|server| server.url.contains("://")) {
        true => "",
        false => ".base_url(\"https://api.example.com\")",
    };
    let schemes = schemes.iter();
    let credentials: String = schemes.map(|scheme| credential(scheme, library)).collect();
    format!("Client::builder(){base_url}{credentials}.build()?")
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
        call = call(&api.models, place).text,
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
        let empty = matches!(operation.success, Success::One(Content::Empty));
        let deprecated = operation.docs.deprecated;
        (deprecated, sends, empty, operation.arguments.len())
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
                parameters.push(format!("{name}: {}", parameter_type(place, argument)));
                name
            }
        });
    }
    let shown = operation.options.iter().filter(|option| {
        let is_body = matches!(option.location, Location::Body { .. });
        !option.docs.deprecated && (is_body || option.example.is_some())
    });
    let options = shown.filter_map(|option| {
        Some(format!(
            ".{}({})",
            option.name,
            expression(models, place, option)?
        ))
    });
    let text = format!(
        "client.{}().{}({}){}",
        place.tag.module,
        operation.name,
        arguments.join(", "),
        options.collect::<String>()
    );
    let module = &place.tag.module;
    let is_named = operation.forms.iter().any(|form| {
        let path = format!("{module}::{}", form.name);
        text.contains(&path)
            || parameters
                .iter()
                .any(|parameter| parameter.ends_with(&path))
    });
    Call {
        text,
        parameters,
        module: is_named.then(|| module.clone()),
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
    match &argument.value {
        Type::String => {
            let name = Value::String(argument.wire_name.clone());
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
        other => value::owned(models, other, example),
    }
}

/// The type of an argument that the example takes from its caller.
fn parameter_type(place: Place<'_>, argument: &Argument) -> String {
    match &argument.value {
        Type::Form(name) => format!("{}::{name}", place.tag.module),
        Type::List(inner) => format!("&[{}]", inner.qualified()),
        other => format!("&{}", other.qualified()),
    }
}

/// Code with its imports, in the form in which oasmith writes all code.
pub fn laid_out(library: &str, code: &str) -> Result<String, Failure> {
    importing(library, None, code)
}

/// Likewise, with one more item of the crate to import.
fn importing(library: &str, item: Option<&str>, code: &str) -> Result<String, Failure> {
    let parse = |code: &str| -> Result<TokenStream, Failure> {
        code.parse()
            .map_err(|error| Failure::Custom(format!("{error}: {code}").into()))
    };
    let body = parse(code)?;
    let mut names = Vec::new();
    unqualified(body.clone(), &mut names);
    let is_used = |name: &str| names.iter().any(|used| used == name);
    let used = RUNTIME.iter().filter(|(name, _)| is_used(name));
    let used: Vec<&str> = used.map(|(_, path)| *path).chain(item).collect();
    let imports = match used.as_slice() {
        [] => String::new(),
        [only] => format!("use {library}::{only};"),
        several => format!("use {library}::{{{}}};", several.join(", ")),
    };
    let standard = match is_used("BTreeMap") {
        true => "use std::collections::BTreeMap;",
        false => "",
    };
    let mut tokens = parse(&format!("{standard}{imports}"))?;
    tokens.extend(body);
    format::example(code, tokens).map_err(|defect| Failure::Custom(defect.into()))
}

/// The identifiers that stand at the beginning of a path.
fn unqualified(tokens: TokenStream, names: &mut Vec<String>) {
    let mut after_colon = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(name) if !after_colon => names.push(name.to_string()),
            TokenTree::Group(group) => unqualified(group.stream(), names),
            _ => {}
        }
        // `a: B` has a single colon: there, `B` begins a path.
        after_colon = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                after_colon || punct.spacing() == proc_macro2::Spacing::Joint
            }
            _ => false,
        };
    }
}
