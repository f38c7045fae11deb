//! The operations of a document, those of methods that OpenAPI 3.0 does not know among them.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem, ReferenceOr};

use crate::diagnostic::{Code, Diagnostics};
use crate::spec::origin::child;

/// An operation and what it inherits from its path.
pub(super) struct Context<'a> {
    /// Pointer to the operation.
    pub pointer: String,
    /// Pointer to the path item.
    pub path_pointer: String,
    /// Path template.
    pub path: &'a str,
    /// Method in capitals.
    pub method: String,
    /// The path item.
    pub item: &'a PathItem,
    /// The operation.
    pub operation: &'a openapiv3::Operation,
}

/// Every operation of the document.
pub(super) fn contexts<'a>(
    document: &'a OpenAPI,
    additional: &'a Additional,
) -> impl Iterator<Item = Context<'a>> {
    document.paths.paths.iter().flat_map(move |(path, item)| {
        let path_pointer = child("/paths", path);
        let item = match item {
            ReferenceOr::Item(item) => Some(item),
            ReferenceOr::Reference { .. } => None,
        };
        item.into_iter().flat_map(move |item| {
            let own = item.iter().map(|(method, operation)| {
                let pointer = child(&path_pointer, method);
                (pointer, method.to_ascii_uppercase(), operation)
            });
            let others = additional.get(path).into_iter().flatten();
            let others = others.map(|(method, operation)| {
                let pointer = child(&child(&path_pointer, ADDITIONAL), method);
                (pointer, method.clone(), operation)
            });
            let all: Vec<_> = own.chain(others).collect();
            let path_pointer = path_pointer.clone();
            all.into_iter()
                .map(move |(pointer, method, operation)| Context {
                    pointer,
                    path_pointer: path_pointer.clone(),
                    path,
                    method,
                    item,
                    operation,
                })
        })
    })
}

/// Operations of methods that OpenAPI 3.0 does not know, by path; the name of each method.
pub(super) type Additional = IndexMap<String, Vec<(String, openapiv3::Operation)>>;

/// The extension of a path item that holds them.
pub(super) const ADDITIONAL: &str = "x-oasmith-operations";

/// The additional operations of a document.
pub(super) fn additional(document: &OpenAPI, diagnostics: &mut Diagnostics) -> Additional {
    let mut found = Additional::new();
    for (path, item) in &document.paths.paths {
        if let ReferenceOr::Item(item) = item {
            let operations = operations(item, &child("/paths", path), diagnostics);
            found.insert(path.clone(), operations);
        }
    }
    found
}

/// The additional operations of a path item, each with its method.
pub(super) fn operations(
    item: &PathItem,
    pointer: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<(String, openapiv3::Operation)> {
    let mut found = Vec::new();
    let extension = item.extensions.get(ADDITIONAL);
    let methods = extension.and_then(serde_json::Value::as_object);
    for (method, operation) in methods.into_iter().flatten() {
        let pointer = child(&child(pointer, ADDITIONAL), method);
        // Methods are compared as they are spelled (RFC 9110, section 9.1).
        let known = http::Method::from_bytes(method.as_bytes());
        let operation = serde_json::from_value(operation.clone());
        match (known, operation) {
            (Ok(_), Ok(operation)) => found.push((method.clone(), operation)),
            (Err(_), _) => {
                let message = format!("`{method}` cannot be a method; it is ignored");
                diagnostics.push(Code::UnsupportedKeyword, &pointer, message);
            }
            (_, Err(error)) => {
                let message = format!("the operation cannot be read and is ignored: {error}");
                diagnostics.push(Code::UnsupportedKeyword, &pointer, message);
            }
        }
    }
    found
}
