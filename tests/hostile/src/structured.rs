//! Descriptions in the shape of descriptions: each choice is made by the bytes.

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

use crate::generate::description;

/// How deep schemas nest.
const DEPTH: usize = 4;

/// Names that are equal after some conversion, mean something to Rust, or should not be names at all.
const NAMES: [&str; 24] = [
    "A", "a", "Foo", "foo", "fooBar", "foo_bar", "self", "Self", "type", "Option", "Error",
    "Client", "String", "con", "../x", "", "é", "1", "+1", "a b", "{", "\u{202e}", "r#a", "Body",
];
const TEXTS: [&str; 8] = [
    "",
    "a",
    "\"#",
    "*/",
    "{{ x }}",
    "```\n#![x]",
    "\u{2028}\u{0}",
    "[x]: <y>",
];
const MEDIA_TYPES: [&str; 10] = [
    "application/json",
    "application/vnd.a+json; v=1",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "text/event-stream",
    "application/jsonl",
    "application/octet-stream",
    "*/*",
    "nonsense",
];
const METHODS: [&str; 6] = ["get", "put", "post", "delete", "query", "head"];
const STATUSES: [&str; 7] = ["200", "201", "204", "2XX", "404", "default", "99"];
const STYLES: [&str; 8] = [
    "simple",
    "label",
    "matrix",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "odd",
];
const FORMATS: [&str; 10] = [
    "int32",
    "int64",
    "float",
    "date",
    "date-time",
    "byte",
    "binary",
    "uuid",
    "password",
    "odd",
];

/// Any description that has the shape of one. Says whether a client came out.
///
/// # Panics
/// As [`description`].
pub fn structured(bytes: &[u8]) -> bool {
    match document(&mut Unstructured::new(bytes)) {
        Ok(document) => description(document.to_string().as_bytes()),
        Err(_) => false,
    }
}

fn document(u: &mut Unstructured<'_>) -> Result<Value> {
    let version = *u.choose(&["3.0.3", "3.1.0", "3.2.0"])?;
    let title = *u.choose(&TEXTS)?;
    let schemas = map(u, 6, |u| schema(u, DEPTH))?;
    let mut paths = Map::new();
    for _ in 0..u.int_in_range(0..=3)? {
        let path = format!("/{}/{{{}}}", u.choose(&NAMES)?, u.choose(&NAMES)?);
        let item = map_of(u, 3, &METHODS, operation)?;
        paths.insert(path, item);
    }
    let scheme = json!({"type": u.choose(&["http", "apiKey", "oauth2", "odd"])?, "scheme": u.choose(&["basic", "bearer", "x"])?,
        "in": u.choose(&["header", "query", "cookie"])?, "name": u.choose(&NAMES)?,
        "flows": {"clientCredentials": {"tokenUrl": u.choose(&TEXTS)?, "scopes": {}}}});
    let mut schemes = Map::new();
    schemes.insert((*u.choose(&NAMES)?).to_owned(), scheme);
    Ok(json!({
        "openapi": version,
        "info": {"title": title, "version": "1", "description": u.choose(&TEXTS)?},
        "servers": [{"url": u.choose(&["https://a", "/", "{a}", "", "::"])?}],
        "security": [{*u.choose(&NAMES)?: []}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    }))
}

fn operation(u: &mut Unstructured<'_>) -> Result<Value> {
    let mut parameters = Vec::new();
    for _ in 0..u.int_in_range(0..=3)? {
        parameters.push(json!({
            "name": u.choose(&NAMES)?, "in": u.choose(&["path", "query", "header", "cookie", "odd"])?,
            "required": u.arbitrary::<bool>()?, "style": u.choose(&STYLES)?, "explode": u.arbitrary::<bool>()?,
            "schema": schema(u, 2)?, "description": u.choose(&TEXTS)?,
        }));
    }
    let mut operation = json!({
        "operationId": u.choose(&NAMES)?, "tags": [u.choose(&NAMES)?], "summary": u.choose(&TEXTS)?,
        "parameters": parameters,
        "responses": map_of(u, 4, &STATUSES, |u| {
            Ok(json!({"description": u.choose(&TEXTS)?, "content": content(u)?, "headers": map(u, 2, |u| Ok(json!({"schema": schema(u, 1)?})))?}))
        })?,
    });
    if u.arbitrary()? {
        operation["requestBody"] =
            json!({"required": u.arbitrary::<bool>()?, "content": content(u)?});
    }
    if u.arbitrary()? {
        operation["x-oasmith-pagination"] = json!({"cursor": u.choose(&NAMES)?, "next": u.choose(&NAMES)?, "items": u.choose(&NAMES)?});
    }
    Ok(operation)
}

fn content(u: &mut Unstructured<'_>) -> Result<Value> {
    map_of(u, 2, &MEDIA_TYPES, |u| Ok(json!({"schema": schema(u, 2)?})))
}

fn schema(u: &mut Unstructured<'_>, depth: usize) -> Result<Value> {
    if depth == 0 || u.ratio(1, 3)? {
        return reference(u);
    }
    let inner = depth - 1;
    let mut schema = match u.int_in_range(0..=9)? {
        0 => {
            json!({"type": u.choose(&["string", "integer", "number", "boolean", "null"])?, "format": u.choose(&FORMATS)?})
        }
        1 => json!({"enum": [u.choose(&NAMES)?, u.choose(&NAMES)?, 1, null]}),
        2 => {
            json!({"type": "string", "enum": [u.choose(&NAMES)?, u.choose(&NAMES)?], "default": u.choose(&TEXTS)?})
        }
        3 => json!({"const": u.choose(&TEXTS)?}),
        4 => {
            json!({"type": "array", "items": self::schema(u, inner)?, "prefixItems": list(u, inner)?})
        }
        5 => json!({"type": ["object", "null"], "additionalProperties": self::schema(u, inner)?}),
        6 => {
            json!({"oneOf": list(u, inner)?, "discriminator": {"propertyName": u.choose(&NAMES)?}})
        }
        7 => json!({"anyOf": list(u, inner)?}),
        8 => json!({"allOf": list(u, inner)?}),
        _ => json!({"type": "object", "required": [u.choose(&NAMES)?]}),
    };
    if u.ratio(1, 2)? {
        schema["properties"] = map(u, 3, |u| self::schema(u, inner))?;
    }
    schema["description"] = json!(u.choose(&TEXTS)?);
    Ok(schema)
}

fn reference(u: &mut Unstructured<'_>) -> Result<Value> {
    let name = u.choose(&NAMES)?.replace('~', "~0").replace('/', "~1");
    Ok(json!({"$ref": format!("#/components/schemas/{name}")}))
}

fn list(u: &mut Unstructured<'_>, depth: usize) -> Result<Vec<Value>> {
    (0..u.int_in_range(0..=3)?)
        .map(|_| schema(u, depth))
        .collect()
}

fn map(
    u: &mut Unstructured<'_>,
    most: usize,
    value: impl Fn(&mut Unstructured<'_>) -> Result<Value>,
) -> Result<Value> {
    map_of(u, most, &NAMES, value)
}

fn map_of(
    u: &mut Unstructured<'_>,
    most: usize,
    names: &[&str],
    value: impl Fn(&mut Unstructured<'_>) -> Result<Value>,
) -> Result<Value> {
    let mut map = Map::new();
    for _ in 0..u.int_in_range(0..=most)? {
        map.insert((*u.choose(names)?).to_owned(), value(u)?);
    }
    Ok(Value::Object(map))
}
