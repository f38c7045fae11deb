//! What a fragment of another file is called once it is a component of the root.

use std::path::Path;

use crate::spec::origin::tokens;

/// The name of a fragment: that of its definition, or of its file if it is a whole file.
///
/// `schemas/Pet.yaml` → `Pet`, `common.yaml#/definitions/Address` → `Address`,
/// `common.yaml#/definitions/Address/properties/street` → `Address_street`.
#[must_use]
pub fn component_name(file: &Path, pointer: &str) -> String {
    // Keywords say where a definition is kept, not what it is.
    const KEYWORDS: &[&str] = &[
        "components",
        "schemas",
        "definitions",
        "$defs",
        "parameters",
        "responses",
        "requestBodies",
        "headers",
        "examples",
        "links",
        "callbacks",
        "securitySchemes",
        "securityDefinitions",
        "paths",
        "properties",
        "items",
        "content",
        "schema",
    ];
    // A file that is one definition, of which the fragment is a part.
    const PARTS: &[&str] = &["properties", "items", "allOf", "anyOf", "oneOf"];
    let is_part = tokens(pointer)
        .next()
        .is_some_and(|token| PARTS.contains(&token.as_ref()));
    let parts = tokens(pointer).filter(|token| !KEYWORDS.contains(&token.as_ref()));
    let name = allowed(&parts.collect::<Vec<_>>().join("_"));
    match (name.is_empty(), is_part) {
        (true, _) => file_name(file),
        (false, true) => format!("{}_{name}", file_name(file)),
        (false, false) => name,
    }
}

/// The names to try for a fragment whose first name is taken: with its file's name, with its
/// folder's, then numbered.
pub fn other_names(file: &Path, name: &str) -> impl Iterator<Item = String> {
    let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
    [file_name(file), allowed(&folder.to_string_lossy())]
        .into_iter()
        .filter(move |qualifier| qualifier != name && !qualifier.is_empty())
        .chain((2_u64..).map(|number| number.to_string()))
        .map(move |qualifier| format!("{name}_{qualifier}"))
}

/// The file's name without its last extension.
fn file_name(file: &Path) -> String {
    let name = allowed(&file.file_stem().unwrap_or_default().to_string_lossy());
    if name.is_empty() {
        "Component".to_owned()
    } else {
        name
    }
}

/// `name` with the characters that a component may not have in its name replaced by `_`.
///
/// See the [Components Object](https://spec.openapis.org/oas/v3.1.1#fixed-fields-5).
fn allowed(name: &str) -> String {
    let replaced: String = name
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '_'
            }
        })
        .collect();
    replaced.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_definitions_and_files() {
        let name = |pointer| component_name(Path::new("schemas/pet-v1.yaml"), pointer);
        assert_eq!(name(""), "pet-v1");
        assert_eq!(name("/definitions/Address"), "Address");
        assert_eq!(name("/components/schemas/a~1b c"), "a_b_c");
        assert_eq!(name("/Address"), "Address");
        assert_eq!(name("/$defs/Address/properties/street"), "Address_street");
        assert_eq!(name("/definitions"), "pet-v1");
        assert_eq!(name("/properties/name"), "pet-v1_name");
        assert_eq!(name("/oneOf/0"), "pet-v1_oneOf_0");
    }

    #[test]
    fn taken_names_are_qualified() {
        let names = |file| {
            other_names(Path::new(file), "Pet")
                .take(2)
                .collect::<Vec<_>>()
        };
        assert_eq!(names("api/v 1/Pet.yaml"), ["Pet_v_1", "Pet_2"]);
        assert_eq!(names("api/common.yaml"), ["Pet_common", "Pet_api"]);
        assert_eq!(names("Pet.yaml"), ["Pet_2", "Pet_3"]);
    }
}
