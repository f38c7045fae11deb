//! Constructor and setters of a struct that requests carry.

use askama::Template;

use super::Failure;
use crate::ir::{Field, Form, Model, ModelKind, Presence, Struct, Type};

struct Parameter<'a> {
    name: &'a str,
    argument: String,
}

struct Initial<'a> {
    name: &'a str,
    value: String,
}

/// A setter whose name is not its field's.
struct Renamed<'a> {
    name: &'a str,
    /// The field's name without `r#`.
    link: &'a str,
    method: String,
    argument: String,
    value: String,
}

#[derive(Template)]
#[template(path = "setters.rs.j2", escape = "none")]
struct SettersView<'a> {
    name: &'a str,
    /// More arguments than clippy likes.
    many: bool,
    constructor: Option<Vec<Parameter<'a>>>,
    initial: Vec<Initial<'a>>,
    /// What the runtime's macro `setter` is given.
    setters: Vec<String>,
    renamed: Vec<Renamed<'a>>,
}

/// The `impl` with `new` and the setters; nothing for what is only received.
pub fn render(model: &Model, object: &Struct) -> Result<Option<String>, Failure> {
    let fields: Vec<&Field> = object.all_fields().collect();
    let settable: Vec<&Field> = settable(object).collect();
    if !model.sent || fields.is_empty() {
        return Ok(None);
    }
    let spell = |type_: &Type| type_.to_string();
    view(&model.name, &fields, &settable, model.validated, spell)
        .render()
        .map(Some)
}

/// The same for the parts of a body.
pub fn of_form(form: &Form) -> Result<Option<String>, Failure> {
    let fields: Vec<&Field> = form.all_parts().map(|part| &part.field).collect();
    let spell = |type_: &Type| type_.qualified().to_string();
    let view = view(&form.name, &fields, &fields, form.validated, spell);
    (!fields.is_empty()).then(|| view.render()).transpose()
}

fn view<'a>(
    name: &'a str,
    fields: &[&'a Field],
    settable: &[&'a Field],
    validated: bool,
    spell: fn(&Type) -> String,
) -> SettersView<'a> {
    let required: Vec<&Field> = fields.iter().copied().filter(|f| is_required(f)).collect();
    let parameters = required.iter().map(|field| Parameter {
        name: &field.name,
        argument: argument(&field.value, spell),
    });
    let optional = settable.iter().filter(|field| !is_required(field));
    let (plain, others): (Vec<&Field>, Vec<&Field>) =
        optional.partition(|field| method(field, validated) == field.name);
    SettersView {
        name,
        many: required.len() > 7,
        constructor: (!required.is_empty()).then(|| parameters.collect()),
        initial: fields
            .iter()
            .map(|field| Initial {
                name: &field.name,
                value: initial(field),
            })
            .collect(),
        setters: plain.iter().map(|field| setter(field, spell)).collect(),
        renamed: others
            .iter()
            .map(|field| renamed(field, validated, spell))
            .collect(),
    }
}

/// Whether a value has to be given to make the struct: a map of further properties can be empty.
pub(super) fn is_required(field: &Field) -> bool {
    field.presence == Presence::Required
        && !(field.wire_name.is_empty() && matches!(field.value, Type::Map(_)))
}

fn initial(field: &Field) -> String {
    if is_required(field) {
        return given(&field.name, &field.value);
    }
    match field.type_() {
        Type::Map(_) => "BTreeMap::new()",
        Type::Nullable(_) => "Nullable::Absent",
        _ => "None",
    }
    .to_owned()
}

/// The name of a setter, around the other methods of its model.
pub(super) fn method(field: &Field, validated: bool) -> String {
    match field.name.trim_start_matches("r#") {
        "new" => "with_new".to_owned(),
        "validate" if validated => "with_validate".to_owned(),
        _ => field.name.clone(),
    }
}

/// A field as the macro wants it.
fn setter(field: &Field, spell: fn(&Type) -> String) -> String {
    let name = &field.name;
    match (field.presence, &field.value) {
        (Presence::OptionalNullable, value) => format!("{name}: nullable {}", spell(value)),
        (Presence::Required, value) | (_, value @ Type::Option(_)) => {
            format!("{name} = {}", spell(value))
        }
        (_, Type::String | Type::Part) => format!("{name}: into {}", field.value),
        (_, Type::Boxed(inner)) => format!("{name}: boxed {}", spell(inner)),
        (_, value) => format!("{name}: {}", spell(value)),
    }
}

fn renamed(field: &Field, validated: bool, spell: fn(&Type) -> String) -> Renamed<'_> {
    let value = given("value", &field.value);
    let (argument, value) = match (field.presence, &field.value) {
        (Presence::OptionalNullable, inner) => (
            format!("impl Into<Nullable<{}>>", spell(inner)),
            "value.into()".to_owned(),
        ),
        (Presence::Required, inner) | (_, inner @ Type::Option(_)) => {
            (argument(inner, spell), value)
        }
        (_, inner) => (argument(inner, spell), format!("Some({value})")),
    };
    Renamed {
        name: &field.name,
        link: field.name.trim_start_matches("r#"),
        method: method(field, validated),
        argument,
        value,
    }
}

/// Whether a struct that is sent has fields with setters.
pub(super) fn has_any(model: &Model) -> bool {
    match &model.kind {
        ModelKind::Struct(object) if model.sent => {
            settable(object).any(|field| !is_required(field))
        }
        _ => false,
    }
}

/// The fields that can be set; a union beside them is part of the value.
fn settable(object: &Struct) -> impl Iterator<Item = &Field> {
    object.fields.iter().chain(&object.rest)
}

/// How a value is taken.
fn argument(type_: &Type, spell: fn(&Type) -> String) -> String {
    match type_ {
        Type::String | Type::Part => format!("impl Into<{type_}>"),
        Type::Boxed(inner) => spell(inner),
        other => spell(other),
    }
}

/// The taken value as the field holds it.
fn given(name: &str, type_: &Type) -> String {
    match type_ {
        Type::String | Type::Part => format!("{name}.into()"),
        Type::Boxed(_) => format!("Box::new({name})"),
        _ => name.to_owned(),
    }
}
