//! The top-level sections of 2.0 become sections of `components`, before references are looked at.

use serde_json::{Map, Value, json};

use super::context::{Context, Version};
use crate::diagnostic::Code;

/// The sections of 2.0 and where 3.0 has them.
pub const MOVED: &[(&str, &str)] = &[
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

/// Moves the sections; entries that `components` has already stay as they are there.
pub fn relocate(context: &mut Context, document: &mut Map<String, Value>) {
    for (old, section) in MOVED {
        let Some(moved) = document.shift_remove(*old) else {
            continue;
        };
        let Value::Object(entries) = moved else {
            document.insert((*old).to_owned(), moved);
            continue;
        };
        if context.version != Version::V2 {
            let message = format!("`{old}` belongs to 2.0; it is read as `components/{section}`");
            context.report_at(old, Code::MisplacedKeyword, message);
        }
        let Some(target) = component_section(document, section) else {
            continue;
        };
        for (name, value) in entries {
            if !target.contains_key(&name) {
                context.moved(&["components", section, &name], &[old, &name]);
                target.insert(name, value);
            }
        }
    }
}

/// The section of `components`, made if it is not there.
pub fn component_section<'a>(
    document: &'a mut Map<String, Value>,
    section: &str,
) -> Option<&'a mut Map<String, Value>> {
    let object = |value: &mut Value| {
        if !value.is_object() {
            *value = json!({});
        }
    };
    let components = document.entry("components").or_insert_with(|| json!({}));
    object(components);
    let section = components
        .as_object_mut()?
        .entry(section)
        .or_insert_with(|| json!({}));
    object(section);
    section.as_object_mut()
}
