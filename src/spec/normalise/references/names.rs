//! Names for what was no component before, from the pointer that led to it.

/// Tokens that say where something stands and not what it is.
const STRUCTURE: &[&str] = &[
    "components",
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
    "examples",
    "links",
    "callbacks",
    "paths",
    "content",
    "schema",
    "properties",
    "requestBody",
    "$defs",
    "definitions",
    "allOf",
    "oneOf",
    "anyOf",
    "x-oasmith-webhooks",
    "webhooks",
];

/// A name for the thing at `target` that is not taken yet: the last token for a definition, else all
/// tokens that mean something. It depends on the pointer alone, so that it stays when the document grows.
pub fn of(target: &[String], is_taken: impl Fn(&str) -> bool) -> String {
    let words: Vec<String> = target
        .iter()
        .filter(|token| !STRUCTURE.contains(&token.as_str()) && !token.contains("/json"))
        .map(|token| plain(token))
        .filter(|word| !word.is_empty())
        .collect();
    let full = if words.is_empty() {
        "Unnamed".to_owned()
    } else {
        words.join("_")
    };
    let is_definition = target
        .len()
        .checked_sub(2)
        .and_then(|index| target.get(index))
        .is_some_and(|parent| ["$defs", "definitions", "schemas"].contains(&parent.as_str()));
    let short = words.last().filter(|_| is_definition).cloned();
    let numbered = (2..).map(|number: u32| format!("{full}_{number}"));
    let mut candidates = short.into_iter().chain([full.clone()]).chain(numbered);
    candidates.find(|name| !is_taken(name)).unwrap_or(full)
}

/// The characters that a component's name may have.
///
/// See [Components Object](https://spec.openapis.org/oas/v3.0.4.html#components-object).
fn plain(token: &str) -> String {
    let words: Vec<&str> = token
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_the_pointer_says() {
        let name = |pointer: &str, taken: &str| {
            let tokens: Vec<String> = pointer.split(' ').map(str::to_owned).collect();
            of(&tokens, |name| name == taken)
        };
        assert_eq!(
            name(
                "paths /users/{id} get responses 200 content application/json schema",
                ""
            ),
            "users_id_get_200"
        );
        assert_eq!(name("components schemas Pet properties tag", ""), "Pet_tag");
        assert_eq!(name("components schemas Pet $defs Tag", ""), "Tag");
        assert_eq!(name("components schemas Pet $defs Tag", "Tag"), "Pet_Tag");
        assert_eq!(name("paths / post requestBody", "post"), "post_2");
    }
}
