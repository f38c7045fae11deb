//! From any description to a valid OpenAPI 3.0 document in the typed model of `openapiv3`.
//!
//! The steps, each over the whole document:
//!
//! 1. `sections`: the top-level sections of 2.0 become components;
//! 2. `references`: whatever a `$ref` leads to becomes a component, `inline` copies in the rest;
//! 3. `security`: schemes that nothing asks for are open to all operations; `select`: what a filter leaves out goes;
//! 4. `v2` and `bodies`: what else 2.0 says differently; `streams`: what 3.2 does;
//! 5. `walk`: along the shape table, each object is rewritten to 3.0 and repaired;
//! 6. `references::check`: every reference names a component of its kind; `references::words`: one with words of its own
//!    becomes a copy of it.
//!
//! What the next phase needs and 3.0 has no keyword for lives on under extensions:
//!
//! | extension | of | holds |
//! |---|---|---|
//! | `x-oasmith-webhooks` | document | map of path items (3.1 `webhooks`) |
//! | `x-oasmith-operations` | path item | map of method to operation (3.2 `query`, `additionalOperations`) |
//! | `x-oasmith-tuple` | array schema | `true`: an element for each member of the `anyOf` in `items` (3.1 `prefixItems`) |
//! | `x-oasmith-minimum`, `-maximum`, `-multiple-of` | integer schema | bounds that are no `i64` |
//! | `x-oasmith-content-encoding`, `-content-media-type` | schema | other than `base64` and bytes |
//! | `x-oasmith-default-mapping` | discriminator | 3.2 `defaultMapping` |
//! | `x-oasmith-explode` | header, encoding | `explode`, which the typed model lacks, or takes for `false` if it is not there |
//! | `x-oasmith-name` | request body, server | the name of the body parameter in 2.0; 3.2 server name |
//! | `x-oasmith-component` | parameter, request body, response, header | the component of which it is a copy with words of its own |
//! | `x-oasmith-summary`, `-parent`, `-kind` | info, response, tag | 3.1 and 3.2 keywords |
//! | `x-oasmith-identifier` | license | 3.1 `identifier` |
//! | `x-oasmith-oauth2-metadata-url`, `-deprecated` | security scheme | 3.2 keywords |

mod bodies;
mod content;
mod context;
mod header_name;
mod inline;
mod misplaced;
mod operation;
mod parameter;
mod pointer;
mod references;
mod scalar;
mod schema;
mod sections;
mod security;
mod select;
mod shape;
mod small;
mod streams;
#[cfg(test)]
mod tests;
mod v2;
mod walk;

use serde_json::{Map, Value, json};

use self::context::{Context, Version, describe};
use self::shape::{Kind, Shape};
use crate::diagnostic::{Code, Diagnostics};
use crate::spec::filter::Filter;
use crate::spec::origin::Origins;
use crate::spec::source::Sources;

/// Turns a bundled description of any version into a 3.0 document of the operations that the filter
/// keeps.
///
/// Reports everything that was converted with a loss, repaired or ignored, at the place in the source
/// where it stands. `origins` learns what was moved, so that later reports find their place too.
///
/// Recursion follows the nesting of the document: descriptions that are not trusted need a thread with
/// a large stack (some 100 KiB per nested schema, of which 500 are allowed).
///
/// # Errors
/// `None` after an error was reported.
pub fn normalise(
    document: Value,
    filter: &Filter,
    sources: &Sources,
    origins: &mut Origins,
    diagnostics: &mut Diagnostics,
) -> Option<openapiv3::OpenAPI> {
    let (document, failed) = {
        let mut context = Context::new(Version::V3, sources, origins, diagnostics);
        let document = convert(&mut context, document, filter)?;
        (document, context.has_failed())
    };
    if failed {
        return None;
    }
    match serde_json::from_value(document) {
        Ok(typed) => Some(typed),
        Err(error) => {
            diagnostics.push(
                Code::Internal,
                "",
                format!("the repaired description is not accepted: {error}"),
            );
            None
        }
    }
}

/// All steps before the typed model.
fn convert(context: &mut Context, mut document: Value, filter: &Filter) -> Option<Value> {
    let Value::Object(root) = &mut document else {
        context.report(
            Code::NotADescription,
            format!(
                "a description is an object, this is {}",
                describe(&document)
            ),
        );
        return None;
    };
    context.version = version(context, root)?;
    sections::relocate(context, root);
    misplaced::mend(context, &mut document);
    if references::settle(context, &mut document) {
        inline::expand(context, &mut document);
    }
    if let Value::Object(root) = &mut document {
        // Before the filter: what is left out can be all that has a `security`.
        security::assume_requirements(context, root);
    }
    select::select(context, &mut document, filter);
    if let Value::Object(root) = &mut document {
        if context.version == Version::V2 {
            v2::convert(context, root);
        }
        bodies::convert(context, root);
    }
    streams::convert(context, &mut document);
    walk::fit(context, &mut document, Shape::Object(Kind::OpenApi));
    references::check::check(context, &mut document);
    references::words::apply(context, &mut document);
    Some(document)
}

/// Reads the version, and declares that of the result.
fn version(context: &mut Context, root: &mut Map<String, Value>) -> Option<Version> {
    let text = |value: Value| match value {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    let swagger = root.shift_remove("swagger").map(text);
    let openapi = root.get_mut("openapi").map(Value::take).map(text);
    root.insert("openapi".to_owned(), json!("3.0.3"));
    let Some(said) = openapi.or(swagger) else {
        if !["paths", "components", "webhooks", "definitions"]
            .iter()
            .any(|section| root.contains_key(*section))
        {
            context.report(
                Code::NotADescription,
                "neither `openapi` nor `swagger` says which version this is",
            );
            return None;
        }
        let is_v2 = root.contains_key("definitions") || root.contains_key("host");
        let (version, name) = if is_v2 {
            (Version::V2, "2.0")
        } else {
            (Version::V3, "3.0")
        };
        context.report(
            Code::MissingKeyword,
            format!(
                "neither `openapi` nor `swagger` says which version this is; it is read as {name}"
            ),
        );
        return Some(version);
    };
    let mut numbers = said.split('.');
    match (numbers.next(), numbers.next()) {
        (Some("2"), Some("0") | None) => Some(Version::V2),
        (Some("3"), Some("0") | None) => Some(Version::V3),
        (Some("3"), Some("1" | "2")) => Some(Version::V3_1),
        _ => {
            let message = format!(
                "version {said} of the specification is not one that oasmith reads: 2.0, 3.0, 3.1 and 3.2 are"
            );
            context.report(Code::UnsupportedVersion, message);
            None
        }
    }
}
