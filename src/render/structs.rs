//! Structs and the code that reads and writes them.

use askama::Template;

use super::{Failure, filters, setters};
use crate::ir::{Model, Presence, Struct};

/// How a field is read and written.
enum Codec<'a> {
    /// A field; absent where its type says so.
    Field { wire_name: &'a str },
    /// A field that is always written, maybe as null.
    Nullable { wire_name: &'a str },
    /// The fields of a value, beside the others.
    Flattened,
    /// The fields that have no name here.
    Rest { known: Vec<&'a str> },
}

struct FieldView<'a> {
    name: &'a str,
    docs: String,
    type_: String,
    codec: Codec<'a>,
}

#[derive(Template)]
#[template(path = "struct.rs.j2", escape = "none")]
struct StructView<'a> {
    name: &'a str,
    docs: String,
    default: bool,
    fields: Vec<FieldView<'a>>,
    /// How the object is bound for reading, where any of its fields is.
    binding: Option<&'static str>,
    /// Names in JSON, where a union looks at them.
    listed: Option<Vec<&'a str>>,
    setters: Option<String>,
}

/// A struct; with a constructor and setters if requests carry it.
pub fn render(model: &Model, object: &Struct) -> Result<String, Failure> {
    let known: Vec<&str> = object
        .fields
        .iter()
        .map(|field| field.wire_name.as_str())
        .collect();
    let mut fields = Vec::new();
    for field in &object.fields {
        let wire_name = field.wire_name.as_str();
        let codec = match field.presence {
            Presence::RequiredNullable => Codec::Nullable { wire_name },
            Presence::Required | Presence::Optional | Presence::OptionalNullable => {
                Codec::Field { wire_name }
            }
        };
        fields.push(view(field, codec)?);
    }
    for field in &object.flattened {
        fields.push(view(field, Codec::Flattened)?);
    }
    if let Some(field) = &object.rest {
        let known = known.clone();
        fields.push(view(field, Codec::Rest { known })?);
    }
    let named = fields
        .iter()
        .any(|field| matches!(field.codec, Codec::Field { .. } | Codec::Nullable { .. }));
    let rest = object.rest.is_some();
    StructView {
        name: &model.name,
        docs: super::docs(&model.docs)?,
        default: object.is_default(),
        binding: if named {
            Some("mut object")
        } else {
            rest.then_some("object")
        },
        listed: object.listed.then_some(known),
        fields,
        setters: setters::render(model, object)?,
    }
    .render()
}

fn view<'a>(field: &'a crate::ir::Field, codec: Codec<'a>) -> Result<FieldView<'a>, Failure> {
    Ok(FieldView {
        name: &field.name,
        docs: super::docs(&field.docs)?,
        type_: field.type_().to_string(),
        codec,
    })
}
