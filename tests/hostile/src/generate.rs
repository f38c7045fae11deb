//! Descriptions: a report, or code that parses; never a panic, never a defect of oasmith.

use std::path::Path;

use oasmith::diagnostic::Code;
use oasmith::diagnostic::render::Colour;
use oasmith::pipeline::{Options, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Memory;
use serde_json::{Value, json};

/// Any bytes as a description. Says whether a client came out.
///
/// # Panics
/// If oasmith finds a defect of its own, or writes Rust that does not parse.
pub fn description(bytes: &[u8]) -> bool {
    let mut files = Memory::default();
    files.insert("api.yaml", bytes);
    let target = Target::Crate(Package {
        name: "any".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let path = Path::new("api.yaml");
    let outcome = generate(&files, path, &Options::default(), Some(&target));
    assert!(outcome.diagnostics.iter().all(|d| d.code != Code::Internal));
    // A report has to be printable, whatever it cites.
    let report = outcome.human(Colour::Never);
    assert_eq!(outcome.files.is_empty(), outcome.diagnostics.has_errors());
    for (path, text) in &outcome.files {
        if path.ends_with(".rs") && !path.starts_with("src/runtime") {
            assert!(syn::parse_file(text).is_ok(), "{path}\n{report}");
        }
    }
    !outcome.files.is_empty()
}

/// Any JSON document as a schema: received, sent, and as a parameter. Says whether a client came out.
///
/// # Panics
/// As [`description`].
pub fn schema(bytes: &[u8]) -> bool {
    let Ok(schema) = serde_json::from_slice::<Value>(bytes) else {
        return false;
    };
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Any"}}});
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "any", "version": "1"},
        "paths": {"/any": {"post": {
            "operationId": "any",
            "parameters": [{"name": "any", "in": "query", "schema": schema}],
            "requestBody": {"content": content},
            "responses": {"200": {"description": "any", "content": content}},
        }}},
        "components": {"schemas": {"Any": schema, "Other": {"$ref": "#/components/schemas/Any"}}},
    });
    description(text.to_string().as_bytes())
}
