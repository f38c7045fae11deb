//! Headers of replies: a struct with a field for each, and how it is read.

use askama::Template;
use proc_macro2::Literal;

use crate::format::ready;
use crate::ir::{Headers, Type};
use crate::render::{self, Failure};

struct HeaderView {
    docs: String,
    /// Its declaration, and how it is read.
    line: String,
}

#[derive(Template)]
#[template(path = "headers.rs.j2", escape = "none")]
struct HeadersView<'a> {
    docs: &'a str,
    name: &'a str,
    fields: Vec<HeaderView>,
}

/// The struct of an operation's headers.
pub fn render(headers: &Headers, docs: &str) -> Result<String, Failure> {
    if let Some(first) = &headers.same_as {
        return render::alias(docs, &headers.name, first);
    }
    let mut fields = Vec::new();
    for field in &headers.fields {
        let wire_name = Literal::string(&field.wire_name);
        let reader = match field.value {
            Type::List(_) => "header_list_as",
            _ => "header_as",
        };
        let type_ = field.type_().qualified().to_string();
        fields.push(HeaderView {
            docs: render::docs(&field.docs)?,
            line: format!("{}: {type_} = {reader}({wire_name}),", field.name),
        });
    }
    let view = HeadersView {
        docs,
        name: &headers.name,
        fields,
    };
    Ok(ready::if_short(&view.render()?))
}
