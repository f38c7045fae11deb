//! What a tag's module imports.
//!
//! What every module needs comes in one list, the rest in lines of their own: an operation that is added then adds
//! lines and changes none.

use std::collections::BTreeSet;

use super::arguments::{check, is_raw, query, taken};
use crate::ir::{Api, Argument, BodyKind, Location, Operation, Success, Tag};
use crate::render::Uses;

/// The `use` lines; `root` leads to the crate's own modules.
pub fn lines(api: &Api, tag: &Tag, root: &str) -> Vec<String> {
    let mut found = Found::default();
    for operation in &tag.operations {
        found.operation(api, operation);
    }
    let uses = &found.uses;
    let runtime = &mut found.runtime;
    runtime.extend(uses.events.then_some("EventStream"));
    runtime.extend(uses.lines.then_some("JsonLines"));
    runtime.extend(uses.base64.then_some("base64::Base64"));
    runtime.extend(uses.nullable.then_some("json::Nullable"));
    runtime.extend(uses.exact.then_some("json::Number"));
    let mut lines: Vec<String> = found
        .std
        .iter()
        .map(|path| format!("std::{path}"))
        .collect();
    lines.extend(uses.map.then(|| "std::collections::BTreeMap".to_owned()));
    lines.push("http::Method".to_owned());
    lines.extend((!uses.models.is_empty()).then(|| format!("{root}::models")));
    lines.push(format!(
        "{root}::runtime::{{Call, Client, Endpoint, Operation, Success, reply}}"
    ));
    lines.extend(
        runtime
            .iter()
            .map(|path| format!("{root}::runtime::{path}")),
    );
    lines
}

#[derive(Default)]
struct Found {
    uses: Uses,
    /// Paths below `std`.
    std: BTreeSet<&'static str>,
    /// Paths below the runtime.
    runtime: BTreeSet<&'static str>,
}

impl Found {
    fn operation(&mut self, api: &Api, operation: &Operation) {
        for argument in operation.arguments.iter().chain(&operation.options) {
            self.argument(api, argument);
        }
        if operation.builder.is_some() {
            self.runtime
                .insert("{Error, Pending, PendingValue, RetryPolicy, call_options}");
        }
        if !operation.servers.is_empty() {
            self.runtime.insert("Server");
        }
        if operation
            .servers
            .iter()
            .any(|server| !server.variables.is_empty())
        {
            self.runtime.insert("Variable");
        }
        if operation.failure.is_none() {
            self.std.insert("convert::Infallible");
        }
        let many = match &operation.success {
            Success::One(content) => {
                self.uses.add(&content.type_());
                None
            }
            Success::Many(outcomes) => Some(outcomes),
        };
        for outcomes in many.into_iter().chain(&operation.failure) {
            self.runtime.extend(["Reply", "json::DecodeError"]);
            for outcome in &outcomes.variants {
                self.uses.add(&outcome.content.type_());
            }
        }
    }

    fn argument(&mut self, api: &Api, argument: &Argument) {
        if !is_raw(&argument.location) {
            self.uses.add(&argument.value);
            if taken(&argument.name, argument).binding.is_some() {
                self.std.insert("borrow::Borrow");
            }
        }
        self.runtime.extend(place(&argument.location));
        let checked = check(api, argument).unwrap_or_default();
        if checked.contains("validate ::") {
            self.runtime.insert("validate");
        }
    }
}

/// The types of the runtime that tell where an argument goes.
fn place(location: &Location) -> &'static [&'static str] {
    match location {
        Location::Path {
            style: "Simple",
            explode: false,
        } => &[],
        Location::Path { .. } => &["PathStyle"],
        Location::Query {
            style,
            explode,
            allow_reserved,
            allow_empty,
        } => match query(style, *explode, *allow_reserved, *allow_empty) {
            None => &[],
            Some(options) if options.contains("QueryStyle") => &["Query", "QueryStyle"],
            Some(_) => &["Query"],
        },
        Location::Body {
            kind: BodyKind::Bytes,
            ..
        } => &["Body"],
        Location::Body {
            kind: BodyKind::Multipart,
            ..
        } => &["Multipart"],
        _ => &[],
    }
}
