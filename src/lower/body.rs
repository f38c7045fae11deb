//! Request bodies to arguments: one for each media type that can be sent.

use openapiv3::{MediaType, RequestBody};

use super::component::{self, REQUEST_BODIES};
use super::describe;
use super::example;
use super::keywords::{Keywords, Node, follow};
use super::media;
use super::methods::Context;
use super::names::Scope;
use super::schema::{Home, Types};
use crate::diagnostic::Code;
use crate::ir::{Argument, BodyKind, Checks, Docs, Form, Location, Type};
use crate::spec::origin::child;

/// The ways to send the body of an operation.
pub(super) struct Bodies {
    /// Whether there must be one.
    pub required: bool,
    /// The first choice, and the others with the words that tell them from it.
    pub ways: Vec<(String, Argument)>,
    /// Structs for bodies of several parts.
    pub forms: Vec<Form>,
}

/// A media type of a body.
#[derive(Clone, Copy)]
struct Offer<'a> {
    name: &'a str,
    media_type: &'a MediaType,
    kind: BodyKind,
}

impl<'a> Types<'a, '_> {
    /// The body of a request in all of its media types.
    pub(super) fn request_body(
        &mut self,
        context: &Context<'a>,
        home: &Home,
        plain: &str,
        scope: &mut Scope,
        handles: &mut Scope,
    ) -> Option<Bodies> {
        let reference = context.operation.request_body.as_ref()?;
        let pointer = child(&context.pointer, "requestBody");
        let found = component::find(self.document, &REQUEST_BODIES, pointer, reference)?;
        let (pointer, body) = (found.pointer, found.item);
        let shared;
        let home = match &found.component {
            Some(name) => {
                shared = self.shared_home(name, "body");
                &shared
            }
            None => &home.below("body"),
        };
        let offers = self.offers(&pointer, body)?;
        let mut bodies = Bodies {
            required: body.required,
            ways: Vec::new(),
            forms: Vec::new(),
        };
        let mut typed: Vec<(Offer<'a>, Type)> = Vec::new();
        for (index, offer) in offers.into_iter().enumerate() {
            let words = media::words(offer.name);
            let home = match index {
                0 => home,
                _ => &home.below(&words),
            };
            let pointer = child(&child(&pointer, "content"), offer.name);
            let mut checks = Checks::default();
            let mut encoding = Vec::new();
            let value = match offer.kind {
                BodyKind::Text => Type::String,
                BodyKind::Bytes => Type::Bytes,
                BodyKind::Multipart => {
                    let form = self.form(&pointer, offer.media_type, home, plain, handles);
                    let type_ = form.as_ref().map(|form| Type::Form(form.name.clone()));
                    bodies.forms.extend(form);
                    type_.unwrap_or(Type::Multipart)
                }
                BodyKind::Json | BodyKind::Form => {
                    if offer.kind == BodyKind::Form {
                        encoding = self.form_encoding(&pointer, offer.media_type);
                    }
                    checks = self.body_checks(&pointer, offer.media_type);
                    // The same schema in place is one type, not one for each media type.
                    let known = typed.iter().find(|(other, _)| other.says_the_same(&offer));
                    match known {
                        Some((_, type_)) => type_.clone(),
                        None => self.body_type(&pointer, &offer, home),
                    }
                }
            };
            let name = match index {
                0 => "body".to_owned(),
                _ => format!("body {words}"),
            };
            let argument = Argument {
                name: match bodies.ways.first() {
                    // Each of those that are required has a method of its own, where it takes the place of the first.
                    Some((_, first)) if body.required => first.name.clone(),
                    _ => scope.claim(&name, "content"),
                },
                wire_name: String::new(),
                value,
                location: Location::Body {
                    kind: offer.kind,
                    content_type: media::sent(offer.name, offer.kind).to_owned(),
                    encoding,
                },
                docs: body_docs(body, &offer),
                example: example::media_type(self.document, offer.media_type),
                checks,
            };
            typed.push((offer, argument.value.clone()));
            bodies.ways.push((words, argument));
        }
        Some(bodies)
    }

    /// The media types to offer, the first choice first. One that adds nothing is left out, one that cannot be written
    /// is reported.
    fn offers(&mut self, pointer: &str, body: &'a RequestBody) -> Option<Vec<Offer<'a>>> {
        let (name, media_type, kind) = media::choose(self.document, &body.content)?;
        let first = Offer {
            name,
            media_type,
            kind,
        };
        let raw = match kind {
            BodyKind::Text => Some("a text"),
            BodyKind::Bytes => Some("bytes"),
            BodyKind::Json | BodyKind::Form | BodyKind::Multipart => None,
        };
        if let Some(raw) = raw.filter(|_| !self.is_text(media_type)) {
            self.warn(
                Code::UnsupportedMediaType,
                pointer,
                format!("`{name}` is not written from a type; the body is {raw}"),
            );
        }
        let mut offers = vec![first];
        let mut left_out = Vec::new();
        for (name, media_type) in &body.content {
            let offer = Offer {
                name,
                media_type,
                kind: media::kind_of(self.document, name, media_type),
            };
            let repeats = |other: &Offer<'_>| {
                other.kind == offer.kind
                    && (media::essence(other.name) == media::essence(name)
                        || (offer.kind == BodyKind::Json && other.says_the_same(&offer)))
            };
            let adds_nothing = name.contains('*') && offers.iter().any(|o| o.kind == offer.kind);
            if adds_nothing || offers.iter().any(repeats) {
                continue;
            }
            // A text or bytes for a value of another type: a notation that is not written here, like XML.
            let raw = matches!(offer.kind, BodyKind::Text | BodyKind::Bytes);
            if raw && !self.is_text(media_type) {
                left_out.push(name.as_str());
            } else {
                offers.push(offer);
            }
        }
        if !left_out.is_empty() {
            self.warn(
                Code::UnsupportedMediaType,
                pointer,
                format!(
                    "the body is sent as `{}`; it could also be {}",
                    first.name,
                    left_out.join(", ")
                ),
            );
        }
        Some(offers)
    }

    /// Whether a schema, if there is one, is that of a text.
    pub(super) fn is_text(&self, media_type: &MediaType) -> bool {
        let Some(schema) = &media_type.schema else {
            return true;
        };
        match follow(self.document, Node::new(schema)) {
            Some(Node::Inline(schema)) => {
                let k = Keywords::new("", schema);
                k.type_ == Some("string") || k.says_nothing()
            }
            _ => false,
        }
    }

    fn body_checks(&mut self, pointer: &str, media_type: &'a MediaType) -> Checks {
        match media::schema(pointer, media_type) {
            Some(at) => self.checks(std::slice::from_ref(&at)),
            None => Checks::default(),
        }
    }

    fn body_type(&mut self, pointer: &str, offer: &Offer<'a>, home: &Home) -> Type {
        let Some(at) = media::schema(pointer, offer.media_type) else {
            return self.untyped(pointer, "media type without schema");
        };
        let typed = self.typed(&at, home);
        // `Value` has a null of its own.
        if offer.kind == BodyKind::Json
            && typed.nullable
            && *typed.type_.plain(&self.models) != Type::Any
        {
            Type::Nullable(Box::new(typed.type_))
        } else {
            typed.type_
        }
    }
}

/// Documentation of a body; of a file of some kind, how the caller says which.
fn body_docs(body: &RequestBody, offer: &Offer<'_>) -> Docs {
    let mut docs = describe::text(None, body.description.as_deref());
    if offer.kind == BodyKind::Bytes && offer.name.contains('*') {
        let sent = describe::code(media::sent(offer.name, offer.kind));
        docs.paragraph([format!(
            "Sent as {sent}, unless the call has a header `Content-Type`."
        )]);
    }
    docs
}

impl Offer<'_> {
    /// Whether both are written from the same value.
    fn says_the_same(&self, other: &Self) -> bool {
        let written = |offer: &Self| matches!(offer.kind, BodyKind::Json | BodyKind::Form);
        written(self) && written(other) && media::says_the_same(self.media_type, other.media_type)
    }
}
