//! Any JSON document as a schema: received, sent, and as a parameter.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use serde_json::{Value, json};

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(schema) = serde_json::from_slice::<Value>(data) else {
        return Corpus::Reject;
    };
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Any"}}});
    let description = json!({
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
    oasmith_fuzz::check(description.to_string());
    Corpus::Keep
});
