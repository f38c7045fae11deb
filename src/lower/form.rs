//! Bodies made of named fields: `multipart/form-data` as a struct, the fields of URL-encoded ones
//! ([Encoding Object](https://spec.openapis.org/oas/v3.0.4#encoding-object)).

use std::collections::HashSet;

use openapiv3::{Encoding, MediaType, QueryStyle};

use super::keywords::{At, Keywords, Node};
use super::media;
use super::names::Scope;
use super::object::{field_names, is_struct};
use super::schema::{Home, Typed, Types};
use super::shape::{Shape, allows_null, scratch};
use crate::diagnostic::Code;
use crate::ir::{
    BodyKind, Check, EnumBase, Field, FieldStyle, Form, FormField, ModelKind, Part, Presence, Type,
};
use crate::spec::origin::child;

/// What a part is if it is not written from a value.
struct File {
    list: bool,
    content_type: Option<String>,
}

impl File {
    fn type_(&self) -> Type {
        match self.list {
            true => Type::List(Box::new(Type::Part)),
            false => Type::Part,
        }
    }
}

impl<'a> Types<'a, '_> {
    /// The struct for a body of several parts; `None`, with a warning, where the schema is not that of an object.
    pub(super) fn form(
        &mut self,
        pointer: &str,
        media_type: &'a MediaType,
        home: &Home,
        operation: &str,
        handles: &mut Scope,
    ) -> Option<Form> {
        let shape = self.body_shape(pointer, media_type);
        let shape = shape.filter(|(_, shape)| is_struct(shape) && shape.choices.is_empty());
        let Some((at, shape)) = shape else {
            self.warn(
                Code::UnsupportedMediaType,
                pointer,
                "the parts are not those of an object; the caller adds them to a `Multipart`",
            );
            return None;
        };
        let name = handles.claim(&format!("{operation} form"), "Body");
        let mut scope = field_names(&shape);
        let mut parts = Vec::new();
        for (wire_name, schemas) in &shape.properties {
            let encoding = media_type.encoding.get(*wire_name);
            let said = encoding.and_then(|encoding| encoding.content_type.as_deref());
            let file = self.file(schemas, said);
            // What a file holds needs no type.
            let typed = match &file {
                Some(file) => Typed {
                    type_: file.type_(),
                    nullable: allows_null(self.document, schemas),
                },
                None => self.typed_all(schemas, &home.below(wire_name)),
            };
            let required = shape.required.contains(wire_name);
            let field = self.field(&name, wire_name, schemas, required, typed, &mut scope);
            if !field.read_only {
                parts.push(self.part(pointer, field, file, schemas, encoding));
            }
        }
        let rest = self.rest(&shape, &at, home, &mut scope).map(|field| Part {
            field,
            file: false,
            content_type: None,
            joined: None,
        });
        Some(Form {
            name,
            parts,
            rest,
            validated: false,
        })
    }

    fn part(
        &mut self,
        pointer: &str,
        mut field: Field,
        file: Option<File>,
        schemas: &[At<'a>],
        encoding: Option<&Encoding>,
    ) -> Part {
        // Null has no form here.
        field.presence = match field.presence {
            Presence::Required => Presence::Required,
            _ => Presence::Optional,
        };
        let said = encoding.and_then(|encoding| encoding.content_type.clone());
        let pointer = child(&child(pointer, "encoding"), &field.wire_name);
        let headers = encoding.map(|encoding| &encoding.headers);
        let headers: Vec<&String> = headers.into_iter().flat_map(|list| list.keys()).collect();
        let headers: Vec<&str> = headers
            .iter()
            .map(|name| name.as_str())
            .filter(|name| !name.eq_ignore_ascii_case("content-type"))
            .collect();
        let joined =
            encoding.and_then(|encoding| self.joined(&pointer, encoding, schemas, file.is_some()));
        match file {
            Some(file) => {
                if let [_, ..] = headers.as_slice() {
                    let list: Vec<String> = headers
                        .iter()
                        .map(|name| super::describe::code(name))
                        .collect();
                    let line = format!("Takes the headers {}: [`Part::header`].", list.join(", "));
                    field.docs.paragraph([line]);
                }
                // Of its content nothing is known.
                field.checks.inner = None;
                field.checks.own.retain(|check| {
                    file.list && matches!(check, Check::MinItems(_) | Check::MaxItems(_))
                });
                Part {
                    field,
                    file: true,
                    content_type: file.content_type,
                    joined: None,
                }
            }
            None => {
                if let [_, ..] = headers.as_slice() {
                    let message = "a part that is no file is sent without headers of its own";
                    self.warn(Code::UnsupportedKeyword, &pointer, message);
                }
                Part {
                    field,
                    file: false,
                    content_type: said.and_then(|said| single(&said)),
                    joined,
                }
            }
        }
    }

    /// What joins the elements of a part that is a list; reports a style that is neither that nor the usual one.
    fn joined(
        &mut self,
        pointer: &str,
        encoding: &Encoding,
        schemas: &[At<'a>],
        is_file: bool,
    ) -> Option<&'static str> {
        let shape = self.scratch(schemas);
        let is_list = shape.type_ == Some("array");
        let separator = separator(encoding).filter(|_| is_list);
        if separator.is_some() && !is_file {
            return separator;
        }
        let is_usual = match encoding.style {
            None => separator.is_none(),
            // For a single value, all that this style would add is its name, which the part has.
            Some(QueryStyle::Form) => separator.is_none() && (is_list || !is_object(&shape)),
            Some(_) => false,
        };
        if !is_usual {
            let message = "parts are not written in this `style`, but as usual";
            self.warn(Code::UnsupportedKeyword, pointer, message);
        }
        None
    }

    /// Whether a part is a file: bytes, or a media type that is not written from a value. What can be a file or something
    /// else is one, as a file can hold anything; and one file is a list of one.
    fn file(&self, schemas: &[At<'a>], said: Option<&str>) -> Option<File> {
        let members = self.members(schemas);
        let files: Vec<File> = members
            .iter()
            .filter_map(|member| self.sole_file(member, said))
            .collect();
        let list = files.iter().position(|file| file.list);
        files.into_iter().nth(list.unwrap_or(0))
    }

    fn sole_file(&self, schemas: &[At<'a>], said: Option<&str>) -> Option<File> {
        let shape = self.scratch(schemas);
        let list = shape.type_ == Some("array");
        let each = match list {
            true => self.members(&shape.items),
            false => vec![schemas.to_vec()],
        };
        let embedded = each.iter().flatten().find_map(content_media_type);
        let said = said.or(embedded.as_deref());
        let shapes: Vec<Shape<'a>> = each.iter().map(|own| self.scratch(own)).collect();
        let is_text = |shape: &Shape<'_>| !matches!(shape.type_, Some("object" | "array") | None);
        let is_binary = |shape: &Shape<'_>| shape.format.as_deref() == Some("binary");
        let binary = shapes.iter().any(is_binary);
        let written = match said.map(|said| (said, media::kind(said))) {
            None => !binary,
            Some((said, BodyKind::Json)) => !said.contains('*'),
            Some((_, BodyKind::Text)) => !binary && shapes.iter().all(is_text),
            Some((_, BodyKind::Form | BodyKind::Multipart | BodyKind::Bytes)) => false,
        };
        (!written).then(|| File {
            list,
            content_type: said.and_then(single),
        })
    }

    /// The schemas, and those of the members where there are unions.
    fn members(&self, schemas: &[At<'a>]) -> Vec<Vec<At<'a>>> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut open = vec![schemas.to_vec()];
        while let Some(schemas) = open.pop() {
            let mut members = Vec::new();
            for choice in self.scratch(&schemas).choices {
                if seen.insert(choice.pointer) {
                    members.extend(choice.members);
                }
            }
            open.extend(members.into_iter().rev().map(|member| vec![member]));
            found.push(schemas);
        }
        found
    }

    /// The fields of a URL-encoded body that are not written in style `form`, exploded.
    pub(super) fn form_encoding(
        &mut self,
        pointer: &str,
        media_type: &'a MediaType,
    ) -> Vec<FieldStyle> {
        let Some((_, shape)) = self.body_shape(pointer, media_type) else {
            return Vec::new();
        };
        let styles = shape.properties.iter().filter_map(|(name, schemas)| {
            let encoding = media_type.encoding.get(*name);
            let nested = || is_object(&self.scratch(schemas));
            let (style, explode) = style(encoding, nested)?;
            Some(FieldStyle {
                wire_name: (*name).to_owned(),
                style,
                explode,
                allow_reserved: encoding.is_some_and(|encoding| encoding.allow_reserved),
            })
        });
        styles.collect()
    }

    /// The fields of a URL-encoded reply that are not texts; `None` where it is not read into a struct.
    pub(super) fn form_fields(&self, type_: &Type) -> Option<Vec<FormField>> {
        let Type::Model(id, _) = type_.plain(&self.models) else {
            return None;
        };
        let ModelKind::Struct(object) = &self.models.get(*id)?.kind else {
            return None;
        };
        let field = |field: &Field| {
            let (list, value) = match field.value.bare().plain(&self.models) {
                Type::List(inner) => (true, inner.bare().plain(&self.models)),
                other => (false, other),
            };
            let literal = match value {
                Type::Bool | Type::Number(_) | Type::Exact => true,
                Type::Model(id, _) => match self.models.get(*id).map(|model| &model.kind) {
                    Some(ModelKind::Enum(listed)) => listed.base != EnumBase::String,
                    _ => true,
                },
                _ => false,
            };
            (list || literal).then(|| FormField {
                wire_name: field.wire_name.clone(),
                list,
                literal,
            })
        };
        Some(object.fields.iter().filter_map(field).collect())
    }

    fn body_shape(&self, pointer: &str, media_type: &'a MediaType) -> Option<(At<'a>, Shape<'a>)> {
        let at = media::schema(pointer, media_type)?;
        let shape = self.scratch(std::slice::from_ref(&at));
        Some((at, shape))
    }

    /// A shape whose problems are reported where its type is worked out.
    pub(super) fn scratch(&self, parts: &[At<'a>]) -> Shape<'a> {
        scratch(self.document, parts)
    }
}

/// What joins the elements of a list into one part; `None` where each is a part of its own
/// ([Encoding Object](https://spec.openapis.org/oas/v3.1.1.html#fixed-fields-for-rfc6570-style-serialization)).
fn separator(encoding: &Encoding) -> Option<&'static str> {
    if explode(encoding) == Some(true) {
        return None;
    }
    match encoding.style {
        Some(QueryStyle::SpaceDelimited) => Some(" "),
        Some(QueryStyle::PipeDelimited) => Some("|"),
        // This says nothing of lists.
        Some(QueryStyle::DeepObject) => None,
        Some(QueryStyle::Form) | None => explode(encoding).map(|_| ","),
    }
}

fn explode(encoding: &Encoding) -> Option<bool> {
    encoding.extensions.get("x-oasmith-explode")?.as_bool()
}

/// A field's own style, or that of its type: an object is JSON
/// ([Encoding Object](https://spec.openapis.org/oas/v3.0.4#common-fixed-fields)); `None` for the usual one.
fn style(encoding: Option<&Encoding>, nested: impl Fn() -> bool) -> Option<(&'static str, bool)> {
    let explode = encoding.and_then(explode);
    let own = encoding.and_then(|encoding| encoding.style.as_ref());
    let allow_reserved = encoding.is_some_and(|encoding| encoding.allow_reserved);
    let form = match own {
        Some(QueryStyle::SpaceDelimited) => {
            return Some(("SpaceDelimited", explode.unwrap_or(false)));
        }
        Some(QueryStyle::PipeDelimited) => {
            return Some(("PipeDelimited", explode.unwrap_or(false)));
        }
        Some(QueryStyle::DeepObject) => return Some(("DeepObject", explode.unwrap_or(true))),
        Some(QueryStyle::Form) => true,
        None => explode.is_some() || allow_reserved,
    };
    let said = encoding.and_then(|encoding| encoding.content_type.as_deref());
    let json = match said {
        Some(said) => media::kind(said) == BodyKind::Json,
        None => nested(),
    };
    if !form && json {
        return Some(("Json", false));
    }
    let explode = explode.unwrap_or(true);
    (!explode || allow_reserved).then_some(("Form", explode))
}

fn is_object(shape: &Shape<'_>) -> bool {
    shape.type_ == Some("object") || is_struct(shape)
}

/// A content type that is only one, without wildcards.
fn single(said: &str) -> Option<String> {
    let said = said.trim();
    (!said.contains([',', '*']) && !said.is_empty()).then(|| said.to_owned())
}

/// What a string holds, other than JSON: `contentMediaType` of JSON Schema.
fn content_media_type(at: &At<'_>) -> Option<String> {
    let Node::Inline(schema) = at.node else {
        return None;
    };
    let k = Keywords::new(&at.pointer, schema);
    let extensions = &k.data.extensions;
    let name = extensions
        .get("x-oasmith-content-media-type")?
        .as_str()?
        .to_owned();
    let encoded = extensions.contains_key("x-oasmith-content-encoding");
    let applies = !encoded && k.format.as_deref() != Some("byte");
    (applies && media::kind(&name) != BodyKind::Json).then_some(name)
}
