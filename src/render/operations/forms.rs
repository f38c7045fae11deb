//! Bodies of several parts: a struct with a field for each, and how it becomes the body.

use askama::Template;
use proc_macro2::Literal;

use crate::ir::{Api, Form, Part, Presence, Tag, Type};
use crate::render::{self, Failure, setters, validate};

struct PartView<'a> {
    name: &'a str,
    docs: String,
    type_: String,
}

#[derive(Template)]
#[template(path = "form.rs.j2", escape = "none")]
struct FormView<'a> {
    handle: &'a str,
    link: &'a str,
    name: &'a str,
    default: bool,
    parts: Vec<PartView<'a>>,
    setters: Option<String>,
    binding: &'static str,
    /// Method calls that add the parts.
    added: Vec<String>,
    /// Statement that adds the parts without a field of their own.
    rest: Option<String>,
    validate: Option<String>,
}

/// The struct of a form.
pub fn render(api: &Api, form: &Form, tag: &Tag, link: &str) -> Result<String, Failure> {
    let mut parts = Vec::new();
    for part in form.all_parts() {
        parts.push(PartView {
            name: &part.field.name,
            docs: render::docs(&part.field.docs)?,
            type_: part.field.type_().qualified().to_string(),
        });
    }
    FormView {
        handle: &tag.name,
        link,
        name: &form.name,
        default: !form
            .all_parts()
            .any(|part| setters::is_required(&part.field)),
        binding: if parts.is_empty() { "_" } else { "form" },
        parts,
        setters: setters::of_form(&api.models, form),
        added: form.parts.iter().map(added).collect(),
        validate: validate::form(&api.models, form),
        rest: form.rest.as_ref().map(|part| part.field.name.clone()),
    }
    .render()
}

/// The method call that adds a part.
fn added(part: &Part) -> String {
    let field = &part.field;
    let name = Literal::string(&field.wire_name);
    let value = format!("form.{}", field.name);
    let content_type = part.content_type.as_ref().map(|said| Literal::string(said));
    if let Some(separator) = part.joined {
        let separator = Literal::string(separator);
        return format!(".joined({name}, {separator}, &{value})");
    }
    if !part.file {
        let content_type =
            content_type.map_or_else(|| "None".to_owned(), |said| format!("Some({said})"));
        return format!(".field({name}, {content_type}, &{value})");
    }
    let list = matches!(field.value, Type::List(_));
    let optional = field.presence != Presence::Required;
    let typed = content_type.map(|said| format!("or_content_type({said})"));
    match (list, optional, typed) {
        (false, false, None) => format!(".part({name}, {value})"),
        (false, false, Some(typed)) => format!(".part({name}, {value}.{typed})"),
        (true, false, None) | (false, true, None) => format!(".parts({name}, {value})"),
        (false, true, Some(typed)) => format!(".parts({name}, {value}.map(|part| part.{typed}))"),
        (true, false, Some(typed)) => {
            format!(".parts({name}, {value}.into_iter().map(|part| part.{typed}))")
        }
        (true, true, None) => format!(".parts({name}, {value}.into_iter().flatten())"),
        (true, true, Some(typed)) => {
            format!(".parts({name}, {value}.into_iter().flatten().map(|part| part.{typed}))")
        }
    }
}
