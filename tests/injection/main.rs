//! No text of a description becomes code: every string of a description is replaced by every payload, and what comes
//! out holds nothing but the kinds of items, macros, attributes and paths that oasmith itself writes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::path::Path;

use oasmith::diagnostic::Code;
use oasmith::diagnostic::render::Colour;
use oasmith::pipeline::{Options, Outcome, Target, generate};
use oasmith::render::Package;
use oasmith::spec::source::Memory;
use serde_json::{Value, json};

mod settings;
mod vocabulary;

use vocabulary::vocabulary;

/// What would end a literal, a comment, a template's text or an attribute, or hide from a reader.
const PAYLOADS: [&str; 16] = [
    r#""); pwned!(); //"#,
    r##""#; pwned!(); //"##,
    r"\",
    "*/ pwned!(); /*",
    "one\n#![pwned]\nfn pwned() {}",
    "one\r\n//! two\u{2028}three\u{2029}four\u{85}five",
    "{{ pwned }}{% include \"pwned\" %}",
    "```\nstd::process::exit(1)\n```",
    "#![feature(pwned)] include!(\"/etc/passwd\") env!(\"HOME\")",
    "r#pwned",
    "'static + pwned::<pwned>",
    "\u{202e}pwned\u{2066}\u{200b}\u{feff}",
    "a\0b\u{1b}[31m",
    "../../pwned",
    "C:\\pwned",
    "]] }} )) >> <script>pwned</script> [x]: javascript:pwned",
];

/// Every place that holds a string has one here.
fn description() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Title", "version": "1", "description": "Text", "summary": "Text",
            "contact": {"name": "Name"}, "license": {"name": "Licence"}},
        "servers": [{"url": "https://{host}.example.com/v1", "description": "Text",
            "variables": {"host": {"default": "a", "enum": ["a", "b"], "description": "Text"}}}],
        "tags": [{"name": "things", "description": "Text", "externalDocs": {"url": "https://example.com", "description": "Text"}}],
        "security": [{"key": []}],
        "paths": {"/things/{id}": {
            "summary": "Text",
            "post": {
                "operationId": "handleThing", "tags": ["things"], "summary": "Text", "description": "Text",
                "x-summary-i18n": {"jpn": "Text"},
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "description": "Text", "schema": {"type": "string"}, "example": "a"},
                    {"name": "order", "in": "query", "schema": {"type": "string", "enum": ["up", "down"], "default": "up"}},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string", "pattern": "^a$", "example": "a"}},
                    {"name": "crumb", "in": "cookie", "schema": {"type": "string"}},
                ],
                "requestBody": {"description": "Text", "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Thing"}, "example": {"name": "a"}}}},
                "responses": {
                    "200": {"description": "Text", "headers": {"X-Rate": {"description": "Text", "schema": {"type": "integer"}}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                    "404": {"description": "Text", "content": {"text/plain": {"schema": {"type": "string"}}}},
                },
            },
            "put": {
                "operationId": "upload",
                "requestBody": {"content": {"multipart/form-data": {
                    "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}},
                    "encoding": {"file": {"contentType": "image/png"}}}}},
                "responses": {"204": {"description": "Text"}},
            },
        }},
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "Text"},
                "oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://example.com/token", "scopes": {"read": "Text"}}}},
            },
            "schemas": {
                "Thing": {
                    "title": "Title", "description": "Text", "type": "object", "required": ["name"],
                    "x-description-i18n": {"jpn": "Text"},
                    "properties": {
                        "name": {"type": "string", "description": "Text", "default": "a", "example": "a", "pattern": "a", "format": "word"},
                        "colour": {"type": "string", "enum": ["red", "blue"], "x-enum-varnames": ["Red", "Blue"]},
                        "either": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                            "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"}}},
                        "size": {"anyOf": [{"type": "integer"}, {"type": "string", "enum": ["auto"]}]},
                    },
                },
                "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
                "Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "bark": {"type": "string"}}},
            },
        },
    })
}

fn run(description: &Value) -> Outcome {
    run_text(description.to_string())
}

fn run_text(description: String) -> Outcome {
    let mut files = Memory::default();
    files.insert("api.json", description);
    let target = Target::Crate(Package {
        name: "any".to_owned(),
        version: "0.1.0".to_owned(),
    });
    let path = Path::new("api.json");
    generate(&files, path, &Options::default(), Some(&target))
}

/// The pointers of all strings, and of all objects with keys.
fn places(value: &Value, at: &str, strings: &mut Vec<String>, keys: &mut Vec<(String, String)>) {
    match value {
        Value::String(_) => strings.push(at.to_owned()),
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                places(inner, &format!("{at}/{index}"), strings, keys);
            }
        }
        Value::Object(map) => {
            for (key, inner) in map {
                keys.push((at.to_owned(), key.clone()));
                let token = key.replace('~', "~0").replace('/', "~1");
                places(inner, &format!("{at}/{token}"), strings, keys);
            }
        }
        _ => {}
    }
}

/// Runs one changed description: nothing new may be in its code.
fn check(description: &Value, known: &BTreeSet<String>, place: &str) -> bool {
    judge(&run(description), known, place)
}

/// Whether a client came out, in which there is nothing new.
fn judge(outcome: &Outcome, known: &BTreeSet<String>, place: &str) -> bool {
    let report = outcome.human(Colour::Never);
    let shown = |c: char| c == '\n' || !c.is_control() && !vocabulary::is_hidden(c);
    assert!(report.chars().all(shown), "{place}: {report:?}");
    let defect = outcome
        .diagnostics
        .iter()
        .find(|d| d.code == Code::Internal);
    assert!(defect.is_none(), "{place}: {defect:?}");
    if outcome.diagnostics.has_errors() {
        assert!(outcome.files.is_empty(), "{place}");
        return false;
    }
    let new: Vec<String> = vocabulary(outcome).difference(known).cloned().collect();
    assert!(new.is_empty(), "{place}: {new:?}");
    true
}

/// What the description without payloads gives, and what else any description may.
fn known() -> BTreeSet<String> {
    let outcome = run(&description());
    assert!(!outcome.diagnostics.has_errors());
    let mut known = vocabulary(&outcome);
    assert!(known.contains("string_enum!") && known.contains("#[doc]"));
    let others = [
        "type",
        "std::",
        "Type::",
        "json::",
        "serde_json::",
        "bytes::",
        "#[allow]",
        "convert::",
        "super::",
        "const",
    ];
    known.extend(others.map(str::to_owned));
    known
}

#[test]
fn every_string_may_be_anything() {
    let (base, known) = (description(), known());
    let (mut strings, mut keys) = (Vec::new(), Vec::new());
    places(&base, "", &mut strings, &mut keys);
    let mut generated = 0;
    for pointer in &strings {
        for payload in PAYLOADS {
            let mut changed = base.clone();
            *changed.pointer_mut(pointer).unwrap() = Value::from(payload);
            generated += usize::from(check(&changed, &known, &format!("{pointer} = {payload:?}")));
        }
    }
    // Most places take any text; structural ones (`type`, `in`, `$ref`) refuse it.
    assert!(
        generated > strings.len() * PAYLOADS.len() / 2,
        "{generated}"
    );
}

#[test]
fn every_key_may_be_anything() {
    let (base, known) = (description(), known());
    let (mut strings, mut keys) = (Vec::new(), Vec::new());
    places(&base, "", &mut strings, &mut keys);
    for (pointer, key) in &keys {
        // Keys take one way through the generator; a part of the payloads will do.
        for payload in PAYLOADS.iter().step_by(3) {
            let mut changed = base.clone();
            let map = changed
                .pointer_mut(pointer)
                .unwrap()
                .as_object_mut()
                .unwrap();
            let value = map.remove(key).unwrap();
            map.insert((*payload).to_owned(), value);
            check(&changed, &known, &format!("{pointer}/{key} = {payload:?}"));
        }
    }
}

#[test]
fn all_strings_at_once() {
    let known = known();
    for payload in PAYLOADS {
        let mut changed = description();
        let (mut strings, mut keys) = (Vec::new(), Vec::new());
        places(&changed, "", &mut strings, &mut keys);
        let structural = [
            "/type",
            "/in",
            "/$ref",
            "/openapi",
            "/url",
            "/tokenUrl",
            "/propertyName",
        ];
        let free = |pointer: &&String| {
            !structural.iter().any(|end| pointer.ends_with(end))
                && !pointer.contains("/mapping/")
                && !pointer.contains("/required/")
                && !(pointer.contains("/parameters/0/"))
        };
        for pointer in strings.iter().filter(free) {
            *changed.pointer_mut(pointer).unwrap() = Value::from(payload);
        }
        check(&changed, &known, payload);
    }
}

#[test]
fn a_megabyte_of_one_letter_is_no_trouble() {
    let known = known();
    let long = "a".repeat(1 << 20);
    for pointer in [
        "/info/title",
        "/paths/~1things~1{id}/post/operationId",
        "/paths/~1things~1{id}/post/description",
        "/components/schemas/Thing/properties/name/default",
        "/components/schemas/Thing/properties/colour/enum/0",
    ] {
        let mut changed = description();
        *changed.pointer_mut(pointer).unwrap() = Value::from(long.as_str());
        check(&changed, &known, pointer);
    }
}

#[test]
fn half_a_surrogate_pair_is_refused() {
    let (base, known) = (description(), known());
    let (mut strings, mut keys) = (Vec::new(), Vec::new());
    places(&base, "", &mut strings, &mut keys);
    for pointer in &strings {
        let mut changed = base.clone();
        *changed.pointer_mut(pointer).unwrap() = Value::from("half");
        let text = changed.to_string().replace("\"half\"", r#""\ud800""#);
        let outcome = run_text(text);
        assert!(!judge(&outcome, &known, pointer), "{pointer}");
        let report = outcome.human(Colour::Never);
        assert!(report.contains("--> api.json:1:"), "{report}");
    }
}
