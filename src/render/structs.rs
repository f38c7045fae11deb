//! Structs and the code that reads and writes them.

use askama::Template;
use proc_macro2::Literal;

use super::{Failure, filters, setters};
use crate::format::ready;
use crate::ir::{Model, Presence, Struct};

/// Where a field stands in JSON.
enum Place<'a> {
    /// Under its own name; absent where its type says so.
    Named,
    /// Under another name.
    Renamed { wire_name: &'a str },
    /// Always there, maybe as null.
    Nullable { wire_name: &'a str },
    /// The fields of a value, beside the others.
    Flattened,
    /// The fields that have no name here.
    Rest,
}

struct FieldView<'a> {
    name: &'a str,
    docs: String,
    /// Its declaration.
    line: String,
    place: Place<'a>,
}

#[derive(Template)]
#[template(path = "struct.rs.j2", escape = "none")]
struct StructView<'a> {
    name: &'a str,
    docs: String,
    default: bool,
    fields: &'a [FieldView<'a>],
}

/// What reads and writes it.
#[derive(Template)]
#[template(path = "codec.rs.j2", escape = "none")]
struct CodecView<'a> {
    name: &'a str,
    /// Whether it can be made from nothing.
    default: bool,
    fields: &'a [FieldView<'a>],
    /// Whether any of them has a name in JSON.
    has_named: bool,
    /// Names in JSON, where a union or the map of the other fields looks at them.
    listed: Option<String>,
    /// Whether it may be that nothing looks at them.
    sent: bool,
    /// The name of the macro.
    codec: &'static str,
}

/// A struct; with a constructor and setters if requests carry it.
pub fn render(models: &[Model], model: &Model, object: &Struct) -> Result<String, Failure> {
    let mut fields = Vec::new();
    for field in &object.fields {
        let wire_name = field.wire_name.as_str();
        let place = match field.presence {
            Presence::RequiredNullable => Place::Nullable { wire_name },
            Presence::Required | Presence::Optional | Presence::OptionalNullable => {
                if field.name == wire_name {
                    Place::Named
                } else {
                    Place::Renamed { wire_name }
                }
            }
        };
        fields.push(view(field, place)?);
    }
    for field in &object.flattened {
        fields.push(view(field, Place::Flattened)?);
    }
    if let Some(field) = &object.rest {
        fields.push(view(field, Place::Rest)?);
    }
    let listed = object.listed || object.rest.is_some();
    let names = || -> Vec<String> {
        let names = object.fields.iter();
        names
            .map(|field| Literal::string(&field.wire_name).to_string())
            .collect()
    };
    let structure = StructView {
        name: &model.name,
        docs: super::docs(&model.docs)?,
        default: object.is_default(),
        fields: &fields,
    };
    let codec = CodecView {
        name: &model.name,
        default: object.is_default(),
        fields: &fields,
        has_named: !object.fields.is_empty(),
        listed: listed.then(|| ready::list(&names())),
        sent: model.sent,
        codec: match (model.reads, model.writes) {
            (true, true) => "object",
            (true, false) => "received",
            (false, _) => "sent",
        },
    };
    let pieces = [
        Some(ready::if_short(&structure.render()?)),
        setters::render(models, model, object),
        Some(ready::if_short(&codec.render()?)),
    ];
    Ok(ready::stack(pieces.into_iter().flatten()))
}

fn view<'a>(field: &'a crate::ir::Field, place: Place<'a>) -> Result<FieldView<'a>, Failure> {
    Ok(FieldView {
        name: &field.name,
        docs: super::docs(&field.docs)?,
        line: ready::field(&field.name, &field.type_().to_string()),
        place,
    })
}
