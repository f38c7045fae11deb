//! Security schemes and requirements.

use serde_json::{Map, Value, json};

use super::context::{Context, Version, describe};
use super::header_name::{self, is_header_name};
use crate::diagnostic::Code;

/// Corrects the spelling of a scheme's type and location.
pub fn prepare_scheme(context: &mut Context, value: &mut Value) {
    let Value::Object(map) = value else { return };
    let Some(Value::String(said)) = map.get("type") else {
        return;
    };
    let said = said.clone();
    let (name, scheme) = match said
        .trim()
        .to_ascii_lowercase()
        .replace(['-', '_'], "")
        .as_str()
    {
        "apikey" => ("apiKey", None),
        "http" => ("http", None),
        "basic" => ("http", Some("basic")),
        "bearer" | "jwt" => ("http", Some("bearer")),
        "oauth2" | "oauth" => ("oauth2", None),
        "openidconnect" | "oidc" => ("openIdConnect", None),
        _ => return,
    };
    // `basic` is how 2.0 says it.
    if name != said && context.version != Version::V2 {
        context.report_at(
            "type",
            Code::WrongType,
            format!("`{said}` is no type of security scheme; it is read as `{name}`"),
        );
    }
    map.insert("type".to_owned(), json!(name));
    if let Some(scheme) = scheme {
        map.entry("scheme").or_insert(json!(scheme));
    }
    if let Some(Value::String(location)) = map.get_mut("in") {
        *location = location.trim().to_ascii_lowercase();
    }
    header_name::correct(context, map);
}

/// Whether the scheme has what its type demands.
pub fn finish_scheme(context: &mut Context, map: &mut Map<String, Value>) -> bool {
    let kind = map
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let demanded: &[&str] = match kind.as_str() {
        "apiKey" => &["in", "name"],
        "http" => &["scheme"],
        "oauth2" => &["flows"],
        "openIdConnect" => &["openIdConnectUrl"],
        "mutualTLS" => {
            let message = "mutual TLS is a matter of the transport: the scheme counts as satisfied";
            context.report(Code::UnsupportedSecurity, message);
            return false;
        }
        other => {
            let message = format!(
                "`{other}` is no type of security scheme; the scheme has to be applied by hand"
            );
            context.report_at("type", Code::UnsupportedSecurity, message);
            return false;
        }
    };
    if kind == "oauth2" && !map.contains_key("flows") {
        context.report(
            Code::MissingKeyword,
            "this OAuth2 scheme lacks `flows`; it is read as one without any",
        );
        map.insert("flows".to_owned(), json!({}));
    }
    if let Some(missing) = demanded.iter().find(|keyword| !map.contains_key(**keyword)) {
        let message =
            format!("this security scheme lacks `{missing}` and has to be applied by hand");
        context.report(Code::UnsupportedSecurity, message);
        return false;
    }
    let location = map
        .get("in")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    if kind == "apiKey" && !["query", "header", "cookie"].contains(&location.as_str()) {
        let message =
            format!("a key cannot be sent in `{location}`; the scheme has to be applied by hand");
        context.report_at("in", Code::UnsupportedSecurity, message);
        return false;
    }
    let name = map.get("name").and_then(Value::as_str).unwrap_or_default();
    if kind == "apiKey" && location == "header" && !is_header_name(name) {
        let message =
            format!("no header can be called `{name}`; the scheme has to be applied by hand");
        context.report_at("name", Code::UnsupportedSecurity, message);
        return false;
    }
    // Keywords of other types would be lost in the typed model without a word.
    map.retain(|key, _| {
        let foreign = [
            "in",
            "name",
            "scheme",
            "bearerFormat",
            "flows",
            "openIdConnectUrl",
        ]
        .contains(&key.as_str())
            && !demanded.contains(&key.as_str())
            && !(kind == "http" && key == "bearerFormat");
        if foreign {
            let message = format!(
                "`{key}` has no meaning for a security scheme of type `{kind}` and is ignored"
            );
            context.report_at(key, Code::MisplacedKeyword, message);
        }
        !foreign
    });
    true
}

/// Where schemes are declared and nothing in the description says what needs them, every operation takes what the client has:
/// the credentials of all schemes, of any one, or none. Otherwise they would be given to the client and never sent.
pub fn assume_requirements(context: &mut Context, document: &mut Map<String, Value>) {
    let schemes = document
        .get("components")
        .and_then(|components| components.get("securitySchemes"))
        .and_then(Value::as_object);
    let names: Vec<&String> = schemes.into_iter().flat_map(Map::keys).collect();
    if names.is_empty() || says_what_needs_schemes(document) {
        return;
    }
    let requirement = |names: &[&String]| -> Value {
        let scopes = names.iter().map(|name| ((*name).clone(), json!([])));
        Value::Object(scopes.collect())
    };
    let any_one = names.chunks(1).filter(|_| names.len() > 1);
    let ways = [names.as_slice()]
        .into_iter()
        .chain(any_one)
        .chain([&[][..]]);
    let ways: Vec<Value> = ways.map(requirement).collect();
    context.within("components", |context| {
        let message = "no `security` says which operations need these schemes; credentials that the client has are sent with all";
        context.report_at("securitySchemes", Code::MissingKeyword, message);
    });
    document.insert("security".to_owned(), Value::Array(ways));
}

/// Whether the description, or any operation of it, has a `security`, be it empty.
fn says_what_needs_schemes(document: &Map<String, Value>) -> bool {
    let items = document.get("paths").and_then(Value::as_object);
    let mut parts = items
        .into_iter()
        .flat_map(Map::values)
        .filter_map(Value::as_object)
        .flatten();
    let says = |operation: &Value| operation.get("security").is_some();
    document.contains_key("security")
        || parts.any(|(key, part)| match part {
            Value::Object(others) if key == "additionalOperations" => others.values().any(says),
            operation => says(operation),
        })
}

/// Notes which schemes are declared: one that is dropped is reported once, not at every requirement.
pub fn prepare_schemes(context: &mut Context, value: &Value) {
    if let Value::Object(map) = value {
        context.declared_schemes = map.keys().cloned().collect();
    }
}

/// Notes which schemes are left, for the requirements.
pub fn finish_schemes(context: &mut Context, map: &mut Map<String, Value>) {
    context.schemes = map.keys().cloned().collect();
}

/// The names that 2.0 has for two of the flows.
pub fn prepare_flows(context: &mut Context, value: &mut Value) {
    let Value::Object(map) = value else { return };
    for (old, new) in [
        ("accessCode", "authorizationCode"),
        ("application", "clientCredentials"),
    ] {
        if let Some(flow) = map.shift_remove(old) {
            context.report_at(
                old,
                Code::WrongType,
                format!("`{old}` is the name in 2.0; it is read as `{new}`"),
            );
            map.entry(new).or_insert(flow);
            context.moved(&[new], &[old]);
        }
    }
}

/// A list of scopes lacks only their descriptions.
pub fn prepare_flow(context: &mut Context, value: &mut Value) {
    let Some(scopes) = value.get_mut("scopes") else {
        return;
    };
    let Value::Array(list) = scopes else { return };
    let named: Map<String, Value> = list
        .iter()
        .filter_map(Value::as_str)
        .map(|scope| (scope.to_owned(), json!("")))
        .collect();
    *scopes = Value::Object(named);
    context.report_at(
        "scopes",
        Code::WrongType,
        "`scopes` is a list where a map belongs; its elements are read as names",
    );
}

/// Requirements name schemes that are there.
pub fn prepare_requirement(context: &mut Context, value: &mut Value) {
    if let Value::String(name) = value {
        context.report(
            Code::WrongType,
            format!(
                "this is {} where an object belongs; it is read as the name of a scheme",
                describe(&json!(name))
            ),
        );
        *value = json!({ name.as_str(): [] });
    }
    let Value::Object(map) = value else { return };
    map.retain(|name, scopes| {
        if !context.schemes.contains(name) {
            if !context.declared_schemes.contains(name) {
                let message =
                    format!("no security scheme is called `{name}`; the requirement is ignored");
                context.report_at(name, Code::UnsupportedSecurity, message);
            }
            return false;
        }
        // `name:` with nothing behind it means no scopes.
        if scopes.is_null() {
            *scopes = json!([]);
        }
        true
    });
}
