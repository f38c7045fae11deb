//! Operations: arguments, security, servers, results.

mod short;

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use serde_json::Value;

use self::short::{after_tag, before_route};
use super::describe;
use super::methods::{Additional, Context, contexts};
use super::names::chosen::{Chosen, Thing};
use super::names::{Case, Scope, cased, name};
use super::others::{self, Another};
use super::pagination::{self, PageRules};
use super::schema::Types;
use super::security;
use crate::diagnostic::Code;
use crate::ir::{Alternative, Docs, Operation, Tag};
use crate::spec::origin::child;

/// Names of the methods that every call has.
const CALL_METHODS: &[&str] = &[
    "header",
    "idempotency_key",
    "into_future",
    "new",
    "retry",
    "send",
    "timeout",
    "client",
];

/// Modules and root files of the generated crate, and methods of its client, that a tag cannot be.
const RESERVED_MODULES: &[&str] = &[
    "builder",
    "client",
    "lib",
    "main",
    "models",
    "new",
    "clone",
    "runtime",
    "std",
    "core",
    "alloc",
    "serde",
    "serde_json",
    "bytes",
    "http",
];

/// Names that emitted operation files, or the client's, import.
const RESERVED_HANDLES: &[&str] = &[
    "Api",
    "AsRef",
    "BTreeMap",
    "Base64",
    "Body",
    "Borrow",
    "Box",
    "Call",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Credential",
    "Debug",
    "DecodeError",
    "Emptyable",
    "Endpoint",
    "Err",
    "Error",
    "EventStream",
    "From",
    "Infallible",
    "Into",
    "Items",
    "JsonLines",
    "Method",
    "Multipart",
    // clippy takes `New::new` for a mistake.
    "New",
    "Next",
    "None",
    "Nullable",
    "Number",
    "Ok",
    "Operation",
    "Option",
    "Pages",
    "Part",
    "PathStyle",
    "Pending",
    "PendingValue",
    "Query",
    "QueryStyle",
    "Reply",
    "Result",
    "RetryPolicy",
    "Scheme",
    "SchemeKind",
    "Secret",
    "Self",
    "Server",
    "Some",
    "String",
    "Success",
    "Variable",
    "Vec",
];

/// A tag while its operations are named.
struct Group {
    tag: Tag,
    /// The names of its methods.
    names: Scope,
    /// What methods leave out: its module may have another name, such as `core_api`.
    subject: String,
}

/// The group of the operations without a tag.
const UNTAGGED: &str = "operations";

/// All operations by tag; a tag stands where it is first declared or used.
pub fn tags<'a>(
    types: &mut Types<'a, '_>,
    document: &'a OpenAPI,
    additional: &'a Additional,
    rules: &PageRules,
) -> Vec<Tag> {
    let mut handles = Scope::new(Case::Type, RESERVED_HANDLES);
    let mut modules = Scope::new(Case::Module, RESERVED_MODULES);
    let mut tags: IndexMap<String, Group> = IndexMap::new();
    for declared in &document.tags {
        if !tags.contains_key(&declared.name) {
            let tag = new_tag(
                &mut types.names,
                &declared.name,
                tag_docs(declared),
                &mut handles,
                &mut modules,
            );
            tags.insert(declared.name.clone(), tag);
        }
    }
    let mut ids: IndexMap<String, String> = IndexMap::new();
    let mut further = Vec::new();
    for context in contexts(document, additional) {
        let tag = context
            .operation
            .tags
            .first()
            .map_or(UNTAGGED, |tag| tag.as_str());
        if !tags.contains_key(tag) {
            tags.insert(
                tag.to_owned(),
                new_tag(
                    &mut types.names,
                    tag,
                    Docs::default(),
                    &mut handles,
                    &mut modules,
                ),
            );
        }
        let id = identify(types, &context, &mut ids);
        let (operation, pointer) = (context.operation, &context.pointer);
        let pages = pagination::given(rules, &id, operation, pointer, types.diagnostics);
        if let Some(pages) = pages {
            types.pages.insert(pointer.clone(), pages);
        }
        let Some((position, _, group)) = tags.get_full_mut(tag) else {
            continue;
        };
        let (operation, others) = lower(types, document, &context, id, group, &mut handles);
        let operations = &mut group.tag.operations;
        further.extend(
            others
                .into_iter()
                .map(|other| (position, operations.len(), other)),
        );
        operations.push(operation);
    }
    add_others(&mut tags, further, &mut handles);
    tags.into_values()
        .map(|group| group.tag)
        .filter(|tag| !tag.operations.is_empty())
        .map(with_constants)
        .collect()
}

/// Adds the methods that ask for another media type, after all others, which have their names by right.
fn add_others(
    tags: &mut IndexMap<String, Group>,
    further: Vec<(usize, usize, Another)>,
    handles: &mut Scope,
) {
    let mut added = Vec::new();
    for (position, index, other) in further {
        if let Some((_, group)) = tags.get_index_mut(position)
            && let Some(whole) = group.tag.operations.get(index)
        {
            let operation = others::operation(whole, other, &mut group.names, handles);
            added.push((position, index, operation));
        }
    }
    for (position, index, operation) in added.into_iter().rev() {
        if let Some((_, group)) = tags.get_index_mut(position) {
            group.tag.operations.insert(index + 1, operation);
        }
    }
}

/// Names the constants of the operations. A call is a tuple struct, which is a value too, and its name may have a single
/// letter: `A`.
fn with_constants(mut tag: Tag) -> Tag {
    let calls: Vec<&str> = tag
        .operations
        .iter()
        .filter_map(|operation| operation.builder.as_deref())
        .collect();
    let mut scope = Scope::new(Case::Constant, &calls);
    for operation in &mut tag.operations {
        let method = operation.name.trim_start_matches("r#");
        let words = cased(method, Case::Constant, "operation");
        operation.constant = scope.claim(&words, "operation");
    }
    tag
}

/// Documentation of a tag: what 3.2 says about it too ([Tag Object](https://spec.openapis.org/oas/v3.2.0#tag-object)).
fn tag_docs(tag: &openapiv3::Tag) -> Docs {
    let text = |key: &str| tag.extensions.get(key).and_then(Value::as_str);
    let mut docs = describe::text(text("x-oasmith-summary"), tag.description.as_deref());
    let further = [("Part of", "x-oasmith-parent"), ("Kind:", "x-oasmith-kind")];
    for (words, key) in further {
        docs.paragraph(text(key).map(|name| format!("{words} {}.", describe::code(name))));
    }
    docs
}

fn new_tag(
    chosen: &mut Chosen<'_>,
    wire_name: &str,
    docs: Docs,
    handles: &mut Scope,
    modules: &mut Scope,
) -> Group {
    let module = chosen.claim(modules, Thing::Tag, wire_name, wire_name, "api");
    let words = chosen.words(Thing::Tag, wire_name);
    let tag = Tag {
        wire_name: wire_name.to_owned(),
        name: handles.claim(words, "Api"),
        module,
        docs,
        operations: Vec::new(),
    };
    Group {
        tag,
        names: Scope::new(Case::Value, &["new"]),
        subject: name(words, Case::Module)
            .trim_start_matches("r#")
            .to_owned(),
    }
}

/// The operation's identifier, made up where it is missing or taken.
fn identify(
    types: &mut Types<'_, '_>,
    context: &Context<'_>,
    ids: &mut IndexMap<String, String>,
) -> String {
    let derived = format!("{} {}", context.method.to_ascii_lowercase(), context.path);
    let id = match &context.operation.operation_id {
        Some(id) if !id.trim().is_empty() => match ids.get(id) {
            None => id.clone(),
            Some(first) => {
                types.warn(
                    Code::DuplicateOperationId,
                    &child(&context.pointer, "operationId"),
                    format!("`{id}` is the name of {first} too; this one is named after its method and path"),
                );
                name(&derived, Case::Value)
            }
        },
        _ => {
            let id = name(&derived, Case::Value);
            types.warn(
                Code::MissingOperationId,
                &context.pointer,
                format!("no `operationId`; the operation is named `{id}`"),
            );
            id
        }
    };
    ids.entry(id.clone())
        .or_insert_with(|| format!("{} {}", context.method, context.path));
    id
}

fn lower<'a>(
    types: &mut Types<'a, '_>,
    document: &'a OpenAPI,
    context: &Context<'a>,
    id: String,
    group: &mut Group,
    handles: &mut Scope,
) -> (Operation, Vec<Another>) {
    let operation = context.operation;
    let words = types.names.words(Thing::Operation, &id);
    let whole = name(words, Case::Value);
    let whole = whole.trim_start_matches("r#");
    let own = before_route(words, context.path, &context.method);
    let short = name(own, Case::Value);
    let short = after_tag(short.trim_start_matches("r#"), own, &group.subject);
    // The whole name says more than what would be appended to a short one that is taken.
    let short = match group.names.is_free(short) {
        true => short,
        false => whole,
    };
    let function = types
        .names
        .claim(&mut group.names, Thing::Operation, &id, short, "operation");
    let method = function.trim_start_matches("r#");
    // Types stand beside those of other tags, and keep the whole name. One that was taken has become another one.
    let plain = match method == short {
        true => whole,
        false => method,
    };
    let home = types.home(plain);
    let paginated = types.pages.contains_key(&context.pointer);
    let further: &[&str] = if paginated { &["items", "pages"] } else { &[] };
    let mut scope = Scope::new(Case::Value, &[CALL_METHODS, further].concat());
    let found = types.find_parameters(context);
    let template = types.template(context, &found);
    let (mut arguments, mut options) =
        types.parameters(context, &template, &found, &home, &mut scope);
    let mut alternatives = Vec::new();
    let mut forms = Vec::new();
    if let Some(bodies) = types.request_body(context, &home, plain, &mut scope, handles) {
        forms = bodies.forms;
        let mut ways = bodies.ways.into_iter();
        if bodies.required {
            arguments.extend(ways.next().map(|(_, body)| body));
            alternatives.extend(ways.map(|(words, body)| Alternative {
                name: group.names.claim(&format!("{method} {words}"), "body"),
                body,
            }));
        } else {
            options.extend(ways.map(|(_, body)| body));
        }
    }
    let builder = (!options.is_empty() || paginated)
        .then(|| handles.claim(&cased(plain, Case::Type, "call"), "Call"));
    let results = types.results(context, &home, plain, handles);
    let servers = if operation.servers.is_empty() {
        &context.item.servers
    } else {
        &operation.servers
    };
    // Servers of its own are not for the client to choose; those of the API, said once more, are.
    let servers = match *servers == document.servers {
        true => &[],
        false => servers.as_slice(),
    };
    // The words of a path are about all of its operations.
    let (summary, description) = match (&operation.summary, &operation.description) {
        (None, None) => (&context.item.summary, &context.item.description),
        own => own,
    };
    let is_described = description
        .as_ref()
        .is_some_and(|text| !text.trim().is_empty());
    let summary = summary.as_deref();
    // What only repeats the name, where more is said.
    let summary = summary.filter(|text| !is_described || !describe::is_name(text, &id));
    let mut docs = describe::text(summary, description.as_deref());
    docs.deprecated = operation.deprecated;
    docs.known_as(&id, &function);
    let lowered = Operation {
        constant: String::new(),
        name: function,
        pointer: context.pointer.clone(),
        path: template.path,
        docs,
        arguments,
        options,
        alternatives,
        forms,
        builder,
        accept: types.accepted(&found, results.accept),
        security: security::requirements(document, operation.security.as_ref()),
        servers: servers.iter().map(security::server).collect(),
        method: context.method.clone(),
        success: results.success,
        failure: results.failure,
        headers: results.headers,
        pagination: None,
        replies: results.replies,
        id,
    };
    types.report_ignored(&found, &lowered);
    (lowered, results.others)
}
