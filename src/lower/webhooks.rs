//! Webhooks: the types of what a server sends on its own.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, Operation, PathItem};

use super::component::{self, REQUEST_BODIES};
use super::describe;
use super::media;
use super::methods::{self, ADDITIONAL};
use super::schema::Types;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{BodyKind, Type, Webhook};
use crate::spec::origin::child;

/// The extension of a document that holds them.
const WEBHOOKS: &str = "x-oasmith-webhooks";

/// The webhooks of a document, by name, and their operations of methods that OpenAPI 3.0 does not know.
pub(super) type PathItems = IndexMap<String, (PathItem, Vec<(String, Operation)>)>;

/// Reads the webhooks, for which OpenAPI 3.0 has no place.
pub(super) fn path_items(document: &OpenAPI, diagnostics: &mut Diagnostics) -> PathItems {
    let items = document.extensions.get(WEBHOOKS).cloned();
    let pointer = child("", WEBHOOKS);
    let items: IndexMap<String, PathItem> = match items.map(serde_json::from_value) {
        None => IndexMap::new(),
        Some(Ok(items)) => items,
        Some(Err(error)) => {
            let message = format!("the webhooks cannot be read and are ignored: {error}");
            diagnostics.push(Code::UnsupportedKeyword, &pointer, message);
            IndexMap::new()
        }
    };
    let with_operations = items.into_iter().map(|(name, item)| {
        let operations = methods::operations(&item, &child(&pointer, &name), diagnostics);
        (name, (item, operations))
    });
    with_operations.collect()
}

impl<'a> Types<'a, '_> {
    /// Makes the types of all webhooks' bodies.
    pub(super) fn webhooks(&mut self, items: &'a PathItems) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for (name, (item, additional)) in items {
            let at = child(&child("", WEBHOOKS), name);
            let own = item.iter().map(|(method, operation)| {
                let pointer = child(&at, method);
                let method = method.to_ascii_uppercase();
                (method, name.clone(), pointer, operation)
            });
            let additional = additional.iter().map(|(method, operation)| {
                let pointer = child(&child(&at, ADDITIONAL), method);
                (
                    method.clone(),
                    format!("{name} {method}"),
                    pointer,
                    operation,
                )
            });
            for (method, words, pointer, operation) in own.chain(additional) {
                let body = self.webhook_body(&words, &pointer, operation);
                webhooks.push(Webhook {
                    name: name.clone(),
                    method,
                    docs: describe::text(
                        operation.summary.as_deref(),
                        operation.description.as_deref(),
                    ),
                    body,
                });
            }
        }
        webhooks
    }

    fn webhook_body(
        &mut self,
        name: &str,
        pointer: &str,
        operation: &'a openapiv3::Operation,
    ) -> Type {
        let body = operation.request_body.as_ref();
        let body = body.and_then(|body| {
            let pointer = child(pointer, "requestBody");
            component::find(self.document, &REQUEST_BODIES, pointer, body)
        });
        let Some(body) = body else {
            return Type::Unit;
        };
        let Some((media_type_name, media_type, kind)) =
            media::choose(self.document, &body.item.content)
        else {
            return Type::Unit;
        };
        let pointer = child(&child(&body.pointer, "content"), media_type_name);
        if kind != BodyKind::Json {
            self.warn(
                Code::UnsupportedMediaType,
                &pointer,
                format!("a webhook sends `{media_type_name}`; there is no type for it"),
            );
            return Type::Bytes;
        }
        let Some(at) = media::schema(&pointer, media_type) else {
            return self.untyped(&pointer, "media type without schema");
        };
        let home = match &body.component {
            Some(name) => self.shared_home(name, "body"),
            None => {
                let id = operation.operation_id.clone();
                let words = id.unwrap_or_else(|| format!("{name} webhook"));
                self.home(&words).below("body")
            }
        };
        self.element(std::slice::from_ref(&at), &home)
    }
}
