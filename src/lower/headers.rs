//! Headers of replies to the fields of a struct.

use indexmap::IndexMap;
use openapiv3::{Header, ParameterSchemaOrContent, Response};

use super::component::{self, Found, HEADERS};
use super::describe;
use super::keywords::{At, Node};
use super::names::{Case, Scope};
use super::schema::{Home, Types};
use crate::diagnostic::Code;
use crate::ir::{Checks, Field, Headers, ModelKind, Presence, Type};
use crate::spec::origin::child;

/// A reply, where it stands, and where its inline types go.
pub(super) struct Replied<'a> {
    pub pointer: String,
    pub response: &'a Response,
    pub home: Home,
}

impl<'a> Types<'a, '_> {
    /// What the headers of these replies hold; `None` if none are declared.
    pub(super) fn headers(
        &mut self,
        replies: &[Replied<'a>],
        operation: &str,
        handles: &mut Scope,
    ) -> Option<Headers> {
        let mut fields: IndexMap<String, (Field, usize)> = IndexMap::new();
        let mut scope = Scope::new(Case::Value, &[]);
        for reply in replies {
            for (name, header) in &reply.response.headers {
                let key = name.to_ascii_lowercase();
                // The media type has chosen the way to read the body by then.
                if key == "content-type" {
                    continue;
                }
                let pointer = child(&child(&reply.pointer, "headers"), name);
                let found = component::find(self.document, &HEADERS, pointer, header);
                let Some(Found { pointer, item, .. }) = found else {
                    continue;
                };
                if let Some((_, required)) = fields.get_mut(&key) {
                    *required += usize::from(item.required);
                    continue;
                }
                let field = Field {
                    name: scope.claim(name, "value"),
                    wire_name: name.clone(),
                    value: self.header_type(&pointer, item, &reply.home.below(name)),
                    presence: Presence::Optional,
                    read_only: true,
                    write_only: false,
                    undeclared: false,
                    docs: describe::text(None, item.description.as_deref()),
                    example: None,
                    checks: Checks::default(),
                };
                fields.insert(key, (field, usize::from(item.required)));
            }
        }
        if fields.is_empty() {
            return None;
        }
        let fields = fields.into_values().map(|(mut field, required)| {
            if required == replies.len() {
                field.presence = Presence::Required;
            }
            field
        });
        Some(Headers {
            name: handles.claim(&format!("{operation} headers"), "Reply"),
            fields: fields.collect(),
            same_as: None,
        })
    }

    /// A header is read as a text, a number, a flag, or a list of these; all else stays the text that it is.
    fn header_type(&mut self, pointer: &str, header: &'a Header, home: &Home) -> Type {
        let ParameterSchemaOrContent::Schema(schema) = &header.format else {
            return Type::String;
        };
        let at = At::new(child(pointer, "schema"), Node::new(schema));
        let type_ = self.typed(&at, home).type_;
        match type_.plain(&self.models) {
            list @ Type::List(inner) if self.is_scalar(inner) => return list.clone(),
            other if self.is_scalar(other) => return type_,
            _ => {}
        }
        self.warn(
            Code::UnsupportedKeyword,
            pointer,
            "only texts, numbers, flags and lists of them are read from a header; this one stays a text",
        );
        Type::String
    }

    fn is_scalar(&self, type_: &Type) -> bool {
        match type_.plain(&self.models) {
            Type::Bool | Type::Number(_) | Type::Exact | Type::String | Type::External(..) => true,
            Type::Model(id, _) => {
                let kind = self.models.get(*id).map(|model| &model.kind);
                matches!(kind, Some(ModelKind::Enum(_)))
            }
            _ => false,
        }
    }
}
