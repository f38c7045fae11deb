//! The methods that ask for further pages.

use proc_macro2::Literal;

use crate::ir::{Cursor, More, NextPage, Operation, Path, Wrapper};

/// What the templates say about pages.
pub struct PagesView {
    /// What comes after `page`, a reply.
    pub next: String,
    /// The type of an item, and the list of them on `page`, a value.
    pub items: Option<(String, String)>,
}

/// The pages of an operation.
pub fn view(operation: &Operation) -> Option<PagesView> {
    let pagination = operation.pagination.as_ref()?;
    let next = match &pagination.next {
        NextPage::Cursor { parameter, value } => {
            let value = match value {
                Cursor::Field(path) => text(path),
                Cursor::Header(name) => {
                    let name = Literal::string(name);
                    format!("page.headers().get({name}).and_then(|value| value.to_str().ok())")
                }
            };
            format!("Next::query({}, {value})", Literal::string(parameter))
        }
        NextPage::Offset { parameter, items } => {
            let (items, optional) = reference(items);
            let taken = if optional {
                format!("{items}.map_or(0, Vec::len)")
            } else {
                format!("{items}.len()")
            };
            format!("Next::offset({}, {taken})", Literal::string(parameter))
        }
        NextPage::Page {
            parameter,
            first,
            more,
        } => {
            let more = match more {
                More::Flag(path) => match reference(path) {
                    (flag, true) => format!("{flag} == Some(&true)"),
                    (flag, false) => flag,
                },
                More::Items(path) => match reference(path) {
                    (items, true) => format!("{items}.is_some_and(|items| !items.is_empty())"),
                    (items, false) => format!("!{items}.is_empty()"),
                },
            };
            let parameter = Literal::string(parameter);
            format!("Next::page({parameter}, {first}, {more})")
        }
        NextPage::Link => "Next::link(page.headers())".to_owned(),
        NextPage::Url(path) => match reference(path) {
            (url, true) => format!("{url}.and_then(|url| Next::url(url))"),
            (url, false) => format!("Next::url(&{url})"),
        },
    };
    let items = pagination.items.as_ref();
    Some(PagesView {
        next,
        items: items.map(|(path, item)| (item.qualified().to_string(), value(path))),
    })
}

/// An `Option` of a reference to a text or number of `page`.
fn text(path: &Path) -> String {
    match reference(path) {
        (text, true) => text,
        (text, false) => format!("Some(&{text})"),
    }
}

/// A place in `page`, a reply; or an `Option` of a reference to one, where that may be missing.
fn reference(path: &Path) -> (String, bool) {
    let mut code = "page.value()".to_owned();
    let mut optional = false;
    for step in path {
        let field = &step.field;
        code = match (optional, step.wrapper) {
            (false, Wrapper::None) => format!("{code}.{field}"),
            (false, Wrapper::Option) => format!("{code}.{field}.as_ref()"),
            (false, Wrapper::Nullable) => format!("{code}.{field}.as_option()"),
            (true, Wrapper::None) => format!("{code}.map(|value| &value.{field})"),
            (true, Wrapper::Option) => format!("{code}.and_then(|value| value.{field}.as_ref())"),
            (true, Wrapper::Nullable) => {
                format!("{code}.and_then(|value| value.{field}.as_option())")
            }
        };
        optional |= step.wrapper != Wrapper::None;
    }
    (code, optional)
}

/// The list in `page`, a value; empty where it is missing.
fn value(path: &Path) -> String {
    let mut code = "page".to_owned();
    let mut optional = false;
    for step in path {
        let field = &step.field;
        code = match (optional, step.wrapper) {
            (false, Wrapper::None | Wrapper::Option) => format!("{code}.{field}"),
            (false, Wrapper::Nullable) => format!("{code}.{field}.into_option()"),
            (true, Wrapper::None) => format!("{code}.map(|value| value.{field})"),
            (true, Wrapper::Option) => format!("{code}.and_then(|value| value.{field})"),
            (true, Wrapper::Nullable) => {
                format!("{code}.and_then(|value| value.{field}.into_option())")
            }
        };
        optional |= step.wrapper != Wrapper::None;
    }
    if optional {
        code.push_str(".unwrap_or_default()");
    }
    code
}
