//! The descriptions; `tests/fixture-crate` compiles what comes of some of them.

use serde_json::{Value, json};

/// What would end a literal, a comment, a template's text or an attribute, or hide from a reader.
pub const PAYLOADS: [&str; 16] = [
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
pub fn description() -> Value {
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

/// The pointers of all strings, and of all objects with keys.
pub fn places(
    value: &Value,
    at: &str,
    strings: &mut Vec<String>,
    keys: &mut Vec<(String, String)>,
) {
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

/// The description with a payload in every string that may be any text, chosen by the number of the place.
pub fn everywhere<'a>(payload: impl Fn(usize) -> &'a str) -> Value {
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
    let is_free = |pointer: &String| {
        !structural.iter().any(|end| pointer.ends_with(end))
            && !pointer.contains("/mapping/")
            && !pointer.contains("/required/")
            && !pointer.contains("/parameters/0/")
    };
    strings.retain(is_free);
    for (place, pointer) in strings.iter().enumerate() {
        if let Some(string) = changed.pointer_mut(pointer) {
            *string = Value::from(payload(place));
        }
    }
    changed
}
