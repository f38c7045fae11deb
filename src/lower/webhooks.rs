//! Webhooks: the types of what a server sends on its own.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem};

use super::component::{self, REQUEST_BODIES};
use super::describe;
use super::media;
use super::schema::Types;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{BodyKind, Type, Webhook};
use crate::spec::origin::child;

/// The extension of a document that holds them.
const WEBHOOKS: &str = "x-oasmith-webhooks";

/// The webhooks of a document, by name.
pub(super) type PathItems = IndexMap<String, PathItem>;

/// Reads the webhooks, for which OpenAPI 3.0 has no place.
pub(super) fn path_items(document: &OpenAPI, diagnostics: &mut Diagnostics) -> PathItems {
    let items = document.extensions.get(WEBHOOKS).cloned();
    match items.map(serde_json::from_value) {
        None => PathItems::new(),
        Some(Ok(items)) => items,
        Some(Err(error)) => {
            let message = format!("the webhooks cannot be read and are ignored: {error}");
            let pointer = child("", WEBHOOKS);
            diagnostics.push(Code::UnsupportedKeyword, &pointer, message);
            PathItems::new()
        }
    }
}

impl<'a> Types<'a, '_> {
    /// Makes the types of all webhooks' bodies.
    pub(super) fn webhooks(&mut self, items: &'a PathItems) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for (name, item) in items {
            for (method, operation) in item.iter() {
                let pointer = child(&child(&child("", WEBHOOKS), name), method);
                let body = self.webhook_body(name, &pointer, operation);
                webhooks.push(Webhook {
                    name: name.clone(),
                    method: method.to_ascii_uppercase(),
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
