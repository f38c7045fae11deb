//! Headers of replies: a struct with a field for each, and how it is read.

use askama::Template;

use crate::format::ready;
use crate::ir::{Headers, Type};
use crate::render::{self, Failure, filters};

struct HeaderView<'a> {
    name: &'a str,
    wire_name: &'a str,
    docs: String,
    /// Its declaration.
    line: String,
    reader: &'static str,
}

#[derive(Template)]
#[template(path = "headers.rs.j2", escape = "none")]
struct HeadersView<'a> {
    docs: &'a str,
    name: &'a str,
    fields: Vec<HeaderView<'a>>,
}

/// The struct of an operation's headers.
pub fn render(headers: &Headers, docs: &str) -> Result<String, Failure> {
    if let Some(first) = &headers.same_as {
        return render::alias(docs, &headers.name, first);
    }
    let mut fields = Vec::new();
    for field in &headers.fields {
        fields.push(HeaderView {
            name: &field.name,
            wire_name: &field.wire_name,
            docs: render::docs(&field.docs)?,
            line: ready::field(&field.name, &field.type_().qualified().to_string()),
            reader: match field.value {
                Type::List(_) => "header_list_as",
                _ => "header_as",
            },
        });
    }
    let view = HeadersView {
        docs,
        name: &headers.name,
        fields,
    };
    Ok(ready::if_short(&view.render()?))
}
