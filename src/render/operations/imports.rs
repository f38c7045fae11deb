//! What a tag's module imports.
//!
//! What every module needs comes in one list, the rest in lines of their own: an operation that is added then adds
//! lines and changes none.

use std::collections::BTreeSet;

use super::arguments::{check, is_raw, named, query_constant, taken};
use super::outcomes::has_ready_reader;
use crate::ir::{Api, Argument, BodyKind, Content, Form, Location, Operation, Success, Tag};
use crate::render::{Uses, setters};

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
    runtime.extend(uses.emptyable.then_some("emptyable::Emptyable"));
    runtime.extend(uses.nullable.then_some("json::Nullable"));
    runtime.extend(uses.exact.then_some("json::Number"));
    let mut lines: Vec<String> = found
        .std
        .iter()
        .map(|path| format!("std::{path}"))
        .collect();
    lines.extend(uses.map.then(|| "std::collections::BTreeMap".to_owned()));
    lines.extend((!uses.models.is_empty()).then(|| format!("{root}::models")));
    // A tag whose operations all read their replies in unusual ways is rare enough for another list.
    let reply = if found.reply { ", reply" } else { "" };
    lines.push(format!(
        "{root}::runtime::{{Call, Client, Endpoint, Operation, Outcomes, Success, endpoint{reply}}}"
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
    /// Whether a ready function reads a reply.
    reply: bool,
}

impl Found {
    fn operation(&mut self, api: &Api, operation: &Operation) {
        for argument in operation.all_arguments() {
            self.argument(api, &operation.forms, argument);
        }
        for form in &operation.forms {
            if form.validated {
                self.runtime.insert("validate");
            }
            for part in form.all_parts() {
                self.runtime.insert("Multipart");
                if part.file {
                    self.runtime.insert("Part");
                }
                if setters::is_by_macro(&part.field, form.validated) {
                    self.runtime.insert("setter");
                }
                self.uses.add(&part.field.type_());
            }
        }
        if let Some(headers) = &operation.headers {
            if headers.same_as.is_none() {
                self.runtime
                    .extend(["Reply", "json::DecodeError", "headers"]);
            }
            for field in &headers.fields {
                self.uses.add(&field.type_());
            }
        }
        if operation.builder.is_some() {
            self.runtime
                .insert("{Error, Pending, PendingValue, RetryPolicy, call}");
        }
        if let Some(pagination) = &operation.pagination {
            self.runtime.extend(["Next", "Pages"]);
            if let Some((_, item)) = &pagination.items {
                self.runtime.insert("Items");
                self.uses.add(item);
            }
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
                self.reply |= has_ready_reader(content);
                self.content(content);
                None
            }
            Success::Many(outcomes) => Some(outcomes),
        };
        for outcomes in many.into_iter().chain(&operation.failure) {
            self.runtime
                .extend(["Reply", "json::DecodeError", "outcomes"]);
            for outcome in &outcomes.variants {
                self.reply |=
                    outcome.content != Content::Empty && has_ready_reader(&outcome.content);
                self.content(&outcome.content);
            }
        }
    }

    fn content(&mut self, content: &Content) {
        self.uses.add(&content.type_());
        match content {
            Content::Bytes => self.runtime.insert("Body"),
            Content::Form(..) => self.runtime.insert("form"),
            _ => false,
        };
    }

    fn argument(&mut self, api: &Api, forms: &[Form], argument: &Argument) {
        if !is_raw(&argument.location) {
            self.uses.add(named(&api.models, &argument.value));
            if taken(&api.models, &argument.name, argument).borrows {
                self.std.insert("borrow::Borrow");
            }
        }
        self.runtime.extend(place(&argument.location));
        let checked = check(api, forms, argument).unwrap_or_default();
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
            style: "Form",
            explode: true,
            allow_reserved: false,
            allow_empty: false,
        } => &[],
        Location::Query { style, explode, .. } => query_options(&[(style, *explode)]),
        Location::Body {
            kind: BodyKind::Bytes,
            ..
        } => &["Body"],
        Location::Body {
            kind: BodyKind::Multipart,
            ..
        } => &["Multipart"],
        Location::Body { encoding, .. } => {
            let styles = encoding.iter().map(|field| (field.style, field.explode));
            query_options(&styles.collect::<Vec<_>>())
        }
        _ => &[],
    }
}

/// The types of the runtime that tell how values of these styles are written.
fn query_options(styles: &[(&str, bool)]) -> &'static [&'static str] {
    let has_constant = |(style, explode): &(&str, bool)| query_constant(style, *explode).is_some();
    match styles {
        [] => &[],
        _ if styles.iter().all(has_constant) => &["Query"],
        _ => &["Query", "QueryStyle"],
    }
}
