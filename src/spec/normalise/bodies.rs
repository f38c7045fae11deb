//! `in: body` and `in: formData`: parameters in 2.0, request bodies since 3.0.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::context::{Context, Version};
use super::parameter;
use super::pointer;
use super::sections::component_section;
use super::shape::Kind;
use super::v2::{each_object, each_operation, texts_or};
use super::walk::retain;
use crate::diagnostic::Code;
use crate::spec::origin::child;

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// A parameter that belongs into a body, and where it stood.
#[derive(Clone)]
struct Part {
    place: String,
    parameter: Map<String, Value>,
    /// Where a shared body is referred to.
    referred_at: Option<String>,
    /// The reference to what a shared body has become.
    reference: Option<String>,
}

impl Part {
    /// Whether it is the whole body.
    fn is_body(&self) -> bool {
        is_body(&self.parameter)
    }

    /// Where an operation has it.
    fn stands_at(&self) -> &str {
        self.referred_at.as_ref().unwrap_or(&self.place)
    }
}

/// Makes request bodies of all body and form parameters.
pub fn convert(context: &mut Context, document: &mut Map<String, Value>) {
    let consumes = take_consumes(context, document);
    let shared = shared(context, document, consumes.as_ref());
    each_object(context, document, "paths", |context, item| {
        // What all operations of a path have in common comes before their own.
        let (common, keep_common) = parts(context, item, &shared);
        each_operation(context, item, |context, operation| {
            let own = take_consumes(context, operation);
            let (mut parts, keep) = parts(context, operation, &shared);
            // The operation's own body replaces that of the path.
            let has_body = parts.iter().any(Part::is_body);
            let common = common.iter().filter(|part| !(has_body && part.is_body()));
            parts.splice(..0, common.cloned());
            if own
                .as_ref()
                .is_some_and(|own| texts_or(Some(own), "") != texts_or(consumes.as_ref(), ""))
            {
                // The shared body has the document's media types.
                parts.iter_mut().for_each(|part| part.reference = None);
            }
            body(
                context,
                operation,
                parts,
                own.as_ref().or(consumes.as_ref()),
            );
            remove(context, operation, &keep);
        });
        remove(context, item, &keep_common);
    });
}

/// 3.0 has no `consumes`: there it is reported as unknown.
fn take_consumes(context: &Context, holder: &mut Map<String, Value>) -> Option<Value> {
    (context.version == Version::V2)
        .then(|| holder.shift_remove("consumes"))
        .flatten()
}

/// Takes the body and form parameters out of `components`: the former become request bodies there, the
/// latter are returned by name, for the operations that refer to them.
fn shared(
    context: &mut Context,
    document: &mut Map<String, Value>,
    consumes: Option<&Value>,
) -> BTreeMap<String, Part> {
    let mut shared = BTreeMap::new();
    let Some(Value::Object(parameters)) = document
        .get_mut("components")
        .and_then(|c| c.get_mut("parameters"))
    else {
        return shared;
    };
    let mut bodies = Map::new();
    parameters.retain(|name, parameter| {
        let Some(map) = parameter.as_object().filter(|map| is_part(map)) else {
            return true;
        };
        let place = pointer::join(&["components", "parameters", name]);
        let part = Part {
            place,
            parameter: map.clone(),
            referred_at: None,
            reference: None,
        };
        if is_body(map) {
            let to = pointer::join(&["components", "requestBodies", name]);
            bodies.insert(name.clone(), whole_body(context, &part, &to, consumes));
        }
        shared.insert(name.clone(), part);
        false
    });
    if !bodies.is_empty()
        && let Some(section) = component_section(document, "requestBodies")
    {
        for (name, body) in bodies {
            section.entry(name).or_insert(body);
        }
    }
    shared
}

fn is_part(parameter: &Map<String, Value>) -> bool {
    ["body", "formdata", "form"].contains(&location(parameter).as_str())
}

fn is_body(parameter: &Map<String, Value>) -> bool {
    location(parameter) == "body"
}

/// Locations are lower case, but not everywhere.
fn location(parameter: &Map<String, Value>) -> String {
    let location = parameter.get("in").and_then(Value::as_str);
    location.unwrap_or_default().trim().to_ascii_lowercase()
}

/// The body and form parameters in a list of parameters, and which of the list are to stay.
fn parts(
    context: &mut Context,
    holder: &Map<String, Value>,
    shared: &BTreeMap<String, Part>,
) -> (Vec<Part>, Vec<bool>) {
    let Some(Value::Array(list)) = holder.get("parameters") else {
        return Default::default();
    };
    context.within("parameters", |context| {
        let mut parts = Vec::new();
        let mut keep = Vec::new();
        for (index, value) in list.iter().enumerate() {
            let part = part(value, child(context.pointer(), &index.to_string()), shared);
            if part.is_some() && context.version != Version::V2 {
                let message = "3.0 has no such parameter; it is read as part of the request body";
                context.report_at(&index.to_string(), Code::MisplacedKeyword, message);
            }
            keep.push(part.is_none());
            parts.extend(part);
        }
        (parts, keep)
    })
}

/// Removes the parameters that went into the body: after it was made, so that their places stay true.
fn remove(context: &mut Context, holder: &mut Map<String, Value>, keep: &[bool]) {
    if let Some(Value::Array(list)) = holder.get_mut("parameters") {
        context.within("parameters", |context| retain(context, list, keep));
    }
}

/// A parameter as a part of a body, if it is one or refers to one.
fn part(value: &Value, place: String, shared: &BTreeMap<String, Part>) -> Option<Part> {
    let map = value.as_object()?;
    let Some(reference) = map.get("$ref").and_then(Value::as_str) else {
        return is_part(map).then(|| Part {
            place,
            parameter: map.clone(),
            referred_at: None,
            reference: None,
        });
    };
    match pointer::tokens(reference)?.as_slice() {
        [components, parameters, name]
            if components == "components" && parameters == "parameters" =>
        {
            let mut part = shared.get(name)?.clone();
            if part.is_body() {
                let to = format!("#{}", pointer::join(&["components", "requestBodies", name]));
                part.referred_at = Some(place);
                part.reference = Some(to);
            }
            Some(part)
        }
        _ => None,
    }
}

/// Puts the body that the parts describe into an operation.
fn body(
    context: &mut Context,
    operation: &mut Map<String, Value>,
    parts: Vec<Part>,
    consumes: Option<&Value>,
) {
    let to = child(context.pointer(), "requestBody");
    let (bodies, fields): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(Part::is_body);
    let mut bodies = bodies.into_iter();
    let body = match bodies.next() {
        Some(part) => {
            for other in bodies.chain(fields) {
                let message =
                    "there can be one body, and another parameter is it; this one is ignored";
                context.report_pointer(Code::MisplacedKeyword, other.stands_at(), message);
            }
            whole_or_reference(context, part, &to, consumes)
        }
        None if fields.is_empty() => return,
        None => form(context, &fields, &to, consumes),
    };
    if operation.contains_key("requestBody") {
        let message = "there is a `requestBody` already; the parameters for the body are ignored";
        context.report_at("parameters", Code::MisplacedKeyword, message);
        return;
    }
    operation.insert("requestBody".to_owned(), body);
}

/// A request body from an `in: body` parameter, or a reference to that of a shared one.
fn whole_or_reference(
    context: &mut Context,
    part: Part,
    to: &str,
    consumes: Option<&Value>,
) -> Value {
    if let Some(reference) = &part.reference {
        context.origins().moved(to, part.stands_at());
        return json!({ "$ref": reference });
    }
    whole_body(context, &part, to, consumes)
}

/// A request body from an `in: body` parameter.
fn whole_body(context: &mut Context, part: &Part, to: &str, consumes: Option<&Value>) -> Value {
    let origins = context.origins();
    origins.moved(to, part.stands_at());
    let mut body = Map::new();
    let mut content = Map::new();
    let mut schema = part
        .parameter
        .get("schema")
        .cloned()
        .unwrap_or_else(|| json!({}));
    let outside = outside_schema(&part.parameter);
    if let Value::Object(schema) = &mut schema {
        for (key, value) in &outside {
            schema
                .entry(key.as_str())
                .or_insert_with(|| (*value).clone());
        }
    }
    for media_type in texts_or(consumes, "application/json") {
        let place = child(&child(&child(to, "content"), &media_type), "schema");
        origins.moved(&place, &child(&part.place, "schema"));
        for (key, _) in &outside {
            origins.moved(&child(&place, key), &child(&part.place, key));
        }
        content.insert(media_type, json!({ "schema": schema }));
    }
    for (key, _) in outside {
        let message = format!("`{key}` belongs into the `schema` of a body and is read from there");
        context.report_pointer(Code::MisplacedKeyword, &child(&part.place, key), message);
    }
    for (key, value) in &part.parameter {
        if ["description", "required"].contains(&key.as_str()) || key.starts_with("x-") {
            body.insert(key.clone(), value.clone());
        }
    }
    // The only thing that 2.0 says about a body and 3.0 does not.
    if let Some(name) = part.parameter.get("name") {
        body.insert("x-oasmith-name".to_owned(), name.clone());
    }
    body.insert("content".to_owned(), Value::Object(content));
    Value::Object(body)
}

/// What stands beside the schema of a body, as it would for a parameter of another kind.
fn outside_schema(body: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let own = ["name", "in", "description", "required"];
    let is_outside = |(key, _): &(&String, &Value)| {
        !own.contains(&key.as_str()) && Kind::Schema.keyword(key).is_some()
    };
    body.iter().filter(is_outside).collect()
}

/// A request body from `in: formData` parameters.
fn form(context: &mut Context, fields: &[Part], to: &str, consumes: Option<&Value>) -> Value {
    let is_file = |field: &Part| {
        field
            .parameter
            .get("type")
            .is_some_and(|name| name == "file")
    };
    let has_file = fields.iter().any(is_file);
    let mut types = texts_or(consumes, "");
    types.retain(|name| name.starts_with("multipart/") || (name == FORM && !has_file));
    if types.is_empty() {
        types.push(if has_file { MULTIPART } else { FORM }.to_owned());
    }
    let schema_at: Vec<String> = types
        .iter()
        .map(|name| child(&child(&child(to, "content"), name), "schema"))
        .collect();
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut encoding = Map::new();
    for field in fields {
        let Some(name) = field.parameter.get("name").and_then(Value::as_str) else {
            continue;
        };
        if field
            .parameter
            .get("required")
            .is_some_and(|flag| flag == true)
        {
            required.push(json!(name));
        }
        for place in &schema_at {
            context
                .origins()
                .moved(&child(&child(place, "properties"), name), &field.place);
        }
        let files = field
            .parameter
            .get("items")
            .and_then(|items| items.get("type"));
        if field
            .parameter
            .get("type")
            .is_some_and(|name| name == "array")
            // Files cannot be joined.
            && files.is_none_or(|name| name != "file")
        {
            let format = field
                .parameter
                .get("collectionFormat")
                .and_then(Value::as_str)
                .unwrap_or("csv")
                .to_owned();
            let (style, explode) = parameter::collection_style(context, &format);
            encoding.insert(
                name.to_owned(),
                json!({ "style": style, "explode": explode }),
            );
        }
        properties.insert(name.to_owned(), Value::Object(schema(&field.parameter)));
    }
    let any_required = !required.is_empty();
    let mut schema = json!({ "type": "object", "properties": properties });
    if let (true, Value::Object(schema)) = (any_required, &mut schema) {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    let media = |_: &String| match encoding.is_empty() {
        true => json!({ "schema": schema }),
        false => json!({ "schema": schema, "encoding": encoding }),
    };
    let content: Map<String, Value> = types
        .iter()
        .map(|name| (name.clone(), media(name)))
        .collect();
    json!({ "required": any_required, "content": content })
}

/// The schema of a form field: what the parameter says of its value.
fn schema(field: &Map<String, Value>) -> Map<String, Value> {
    let own = |key: &str| {
        ![
            "name",
            "in",
            "required",
            "schema",
            "collectionFormat",
            "allowEmptyValue",
        ]
        .contains(&key)
    };
    let mut schema = match field.get("schema") {
        Some(Value::Object(schema)) => schema.clone(),
        _ => Map::new(),
    };
    for (key, value) in field {
        if own(key) && (Kind::Schema.keyword(key).is_some() || key.starts_with("x-")) {
            schema.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    schema
}
