//! Names of headers, where more is said than a name.

use serde_json::{Map, Value, json};

use super::context::Context;
use crate::diagnostic::Code;

/// Whether a header can be called so: [a token](https://www.rfc-editor.org/rfc/rfc9110#name-tokens).
pub fn is_header_name(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_part)
}

/// Corrects the name of a parameter or key that is sent in a header. `Authorization: Bearer` as the name of a key says how the
/// header begins, which is a matter of an HTTP scheme.
pub fn correct(context: &mut Context, map: &mut Map<String, Value>) {
    let text = |keyword: &str| map.get(keyword).and_then(Value::as_str);
    let (Some("header"), Some(said)) = (text("in"), text("name")) else {
        return;
    };
    if is_header_name(said) {
        return;
    }
    let said = said.to_owned();
    let trimmed = said.trim();
    let ends = |c: char| c == ':' || c.is_whitespace();
    let (name, rest) = trimmed.split_at(trimmed.find(ends).unwrap_or(trimmed.len()));
    let mut words = rest.split(ends).filter(|word| !word.is_empty());
    let word = words.next().filter(|word| is_header_name(word));
    let is_key = text("type") == Some("apiKey");
    let message = match word {
        Some(word) if is_key && name.eq_ignore_ascii_case("authorization") => {
            let scheme = word.to_ascii_lowercase();
            let message = format!(
                "`{said}` is no name of a header; it is read as `{name}` of the HTTP scheme `{scheme}`"
            );
            map.insert("type".to_owned(), json!("http"));
            map.insert("scheme".to_owned(), json!(scheme));
            map.retain(|keyword, _| keyword != "in" && keyword != "name");
            message
        }
        _ if is_header_name(name) && (rest.is_empty() || rest.starts_with(':')) => {
            map.insert("name".to_owned(), json!(name));
            format!("`{said}` is no name of a header; it is read as `{name}`")
        }
        _ => return,
    };
    context.report_at("name", Code::WrongType, message);
}
