//! Constructor and setters of a struct that requests carry.

use crate::format::ready::{self, Function, Place, Statement};
use crate::ir::{Field, Form, Model, ModelKind, Presence, Struct, Type};

/// The `impl` with `new` and the setters; nothing for what is only received.
pub fn render(models: &[Model], model: &Model, object: &Struct) -> Option<String> {
    let fields: Vec<&Field> = object.all_fields().collect();
    let settable: Vec<&Field> = settable(object).collect();
    let values = Values {
        models,
        spell: Type::to_string,
    };
    (model.sent && !fields.is_empty())
        .then(|| implementation(&model.name, &fields, &settable, model.validated, &values))
}

/// The same for the parts of a body.
pub fn of_form(models: &[Model], form: &Form) -> Option<String> {
    let fields: Vec<&Field> = form.all_parts().map(|part| &part.field).collect();
    let values = Values {
        models,
        spell: |type_| type_.qualified().to_string(),
    };
    (!fields.is_empty())
        .then(|| implementation(&form.name, &fields, &fields, form.validated, &values))
}

/// How values are taken.
struct Values<'a> {
    models: &'a [Model],
    /// How a type is named where the struct stands.
    spell: fn(&Type) -> String,
}

impl Values<'_> {
    /// The type of an argument.
    fn argument(&self, type_: &Type) -> String {
        match type_ {
            Type::Boxed(inner) => (self.spell)(inner),
            other if self.converts(other) => format!("impl Into<{}>", (self.spell)(other)),
            other => (self.spell)(other),
        }
    }

    /// The taken value as the field holds it.
    fn given(&self, name: &str, type_: &Type) -> String {
        match type_ {
            Type::Boxed(_) => format!("Box::new({name})"),
            other if self.converts(other) => format!("{name}.into()"),
            _ => name.to_owned(),
        }
    }

    /// Whether anything is taken that becomes the type: for a text, whatever its name, and what is made of one.
    fn converts(&self, type_: &Type) -> bool {
        matches!(type_, Type::Part | Type::Emptyable(_)) || type_.is_text(self.models)
    }
}

fn implementation(
    name: &str,
    fields: &[&Field],
    settable: &[&Field],
    validated: bool,
    values: &Values<'_>,
) -> String {
    let optional = settable.iter().filter(|field| !is_required(field));
    let (plain, others): (Vec<&Field>, Vec<&Field>) =
        optional.partition(|field| is_by_macro(field, validated));
    let setter = |field: &&Field| format!("setter!({});", setter(field, values));
    let setters: Vec<String> = plain.iter().map(setter).collect();
    let others = others.iter().map(|field| renamed(field, validated, values));
    let parts = constructor(fields, values).into_iter();
    let parts = parts.chain((!setters.is_empty()).then(|| ready::lines(&setters)));
    ready::implementation(
        &format!("impl {name}"),
        &parts.chain(others).collect::<Vec<_>>(),
    )
}

/// `new` with the required fields, if there are any.
fn constructor(fields: &[&Field], values: &Values<'_>) -> Option<String> {
    let required = fields.iter().filter(|field| is_required(field));
    let arguments: Vec<String> = required
        .map(|field| format!("{}: {}", field.name, values.argument(&field.value)))
        .collect();
    let docs = format!(
        "/// A value with the required fields.\n{}#[must_use]\n{}",
        match arguments.len() {
            ..=7 => "",
            _ => super::MANY_ARGUMENTS,
        },
        super::inline(&arguments),
    );
    let initial = |field: &&Field| match initial(field, values) {
        value if value == field.name => value,
        value => format!("{}: {value}", field.name),
    };
    (!arguments.is_empty()).then(|| {
        let constructor = Function {
            place: Place::Impl,
            docs: &docs,
            head: "pub fn new".to_owned(),
            arguments,
            output: " -> Self".to_owned(),
            body: vec![Statement::Literal(
                "Self",
                fields.iter().map(initial).collect(),
            )],
        };
        constructor.to_string()
    })
}

/// Whether a value has to be given to make the struct: a map of further properties can be empty.
pub(super) fn is_required(field: &Field) -> bool {
    field.presence == Presence::Required
        && !(field.wire_name.is_empty() && matches!(field.value, Type::Map(_)))
}

fn initial(field: &Field, values: &Values<'_>) -> String {
    if is_required(field) {
        return values.given(&field.name, &field.value);
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
fn setter(field: &Field, values: &Values<'_>) -> String {
    let (name, spell) = (&field.name, values.spell);
    match (field.presence, &field.value) {
        (Presence::OptionalNullable, value) => format!("{name}: nullable {}", spell(value)),
        (Presence::Required, value) | (_, value @ Type::Option(_)) => {
            format!("{name} = {}", spell(value))
        }
        (_, Type::Boxed(inner)) => format!("{name}: boxed {}", spell(inner)),
        (_, value) if values.converts(value) => format!("{name}: into {}", spell(value)),
        (_, value) => format!("{name}: {}", spell(value)),
    }
}

fn renamed(field: &Field, validated: bool, values: &Values<'_>) -> String {
    let value = values.given("value", &field.value);
    let (argument, value) = match (field.presence, &field.value) {
        (Presence::OptionalNullable, inner) => (
            format!("impl Into<Nullable<{}>>", (values.spell)(inner)),
            "value.into()".to_owned(),
        ),
        (Presence::Required, inner) | (_, inner @ Type::Option(_)) => {
            (values.argument(inner), value)
        }
        (_, inner) => (values.argument(inner), format!("Some({value})")),
    };
    let link = field.name.trim_start_matches("r#");
    let arguments = vec!["mut self".to_owned(), format!("value: {argument}")];
    let inline = super::inline(&arguments);
    let setter = Function {
        place: Place::Impl,
        docs: &format!("/// Sets `{link}`.\n#[must_use]\n{inline}"),
        head: format!("pub fn {}", method(field, validated)),
        arguments,
        output: " -> Self".to_owned(),
        body: vec![
            Statement::Line(format!("self.{} = {value};", field.name)),
            Statement::Line("self".to_owned()),
        ],
    };
    setter.to_string()
}

/// Whether a struct that is sent has setters that the macro writes.
pub(super) fn has_any(model: &Model) -> bool {
    match &model.kind {
        ModelKind::Struct(object) if model.sent => {
            settable(object).any(|field| is_by_macro(field, model.validated))
        }
        _ => false,
    }
}

/// Whether the macro writes the setter of a field, which then is called like it.
pub(super) fn is_by_macro(field: &Field, validated: bool) -> bool {
    !is_required(field) && method(field, validated) == field.name
}

/// The fields that can be set; a union beside them is part of the value.
fn settable(object: &Struct) -> impl Iterator<Item = &Field> {
    object.fields.iter().chain(&object.rest)
}
