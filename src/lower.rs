//! From an OpenAPI document to the Rust-side model: every type and name is decided here.
//!
//! First the schemas become models, then the operations are worked out, which may add inline models; equal ones of these
//! become one, or aliases of one. Three analyses over the result follow: how unions find their member, where a cycle needs a `Box`,
//! and which models are sent or received.

mod alike;
mod body;
mod checks;
mod choice;
mod component;
mod container;
pub mod describe;
mod dispatch;
pub mod docs;
mod enumeration;
mod example;
mod features;
mod form;
mod headers;
mod ignored;
pub mod keywords;
mod media;
mod methods;
pub mod names;
mod object;
mod operation;
pub mod options;
mod others;
pub mod pagination;
mod parameter;
mod recursion;
mod repeated;
mod response;
pub mod scalar;
pub mod schema;
mod security;
pub mod shape;
mod sharing;
mod size;
mod summary;
mod template;
mod usage;
mod webhooks;

use openapiv3::OpenAPI;

use self::names::chosen::Rename;
use self::pagination::PageRules;
use crate::diagnostic::Diagnostics;
use crate::ir::Api;
use crate::limits::Limits;
pub use options::TypeOptions;

/// Lowers a document whose references have all been checked.
pub fn lower(
    document: &OpenAPI,
    options: &TypeOptions,
    rename: &Rename,
    rules: &PageRules,
    limits: Limits,
    diagnostics: &mut Diagnostics,
) -> Api {
    options.check(diagnostics);
    let additional = methods::additional(document, diagnostics);
    let path_items = webhooks::path_items(document, diagnostics);
    let mut types = schema::Types::new(document, rename, options, limits, diagnostics);
    let mut tags = operation::tags(&mut types, document, &additional, rules);
    let mut webhooks = types.webhooks(&path_items);
    types.share(&mut tags, &mut webhooks);
    let externals = types.options.finish(types.diagnostics);
    let (mut models, mut untyped, names) = (types.models, types.untyped, types.names);
    let (pages, has_tuples) = (types.pages, types.has_tuples);
    let has_emptyables = types.has_emptyables;
    names.report(diagnostics);
    let features = features::resolve(&models, &tags, &webhooks);
    alike::resolve(&mut models, &features);
    summary::shorten_aliases(&mut models);
    recursion::untie(&mut models, &mut untyped, diagnostics);
    usage::resolve(&mut models, &tags, &webhooks);
    dispatch::resolve(&mut models, diagnostics);
    recursion::resolve(&mut models);
    size::resolve(&mut models);
    usage::relax(&mut models);
    checks::resolve(&mut models, &mut tags);
    pagination::resolve(&models, &mut tags, &pages, rules, diagnostics);
    repeated::resolve(&models, &mut tags);
    Api {
        title: document.info.title.trim().to_owned(),
        version: document.info.version.trim().to_owned(),
        docs: describe::text(None, document.info.description.as_deref()),
        servers: document.servers.iter().map(security::server).collect(),
        schemes: security::schemes(document, diagnostics),
        security: security::usual(&tags),
        models,
        features,
        tags,
        webhooks,
        externals,
        untyped,
        has_tuples,
        has_emptyables,
    }
}
