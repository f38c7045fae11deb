//! The page of a model.

use askama::Template;

use super::markdown::{cell, code_cell, notes, type_};
use super::{Pages, example, value};
use crate::ir::{Dispatch, Enum, Field, Model, ModelId, ModelKind, Presence, Struct, Type, Union};
use crate::lower::describe::code;
use crate::render::Failure;

#[derive(Template)]
#[template(path = "pages/model.md.j2", escape = "none")]
struct ModelPage<'a> {
    name: &'a str,
    docs: String,
    deprecated: bool,
    path: String,
    /// What kind of type it is, a sentence.
    kind: String,
    /// Heads of the table's columns, and its rows.
    head: &'static [&'static str],
    rows: Vec<String>,
    remark: String,
    example: Option<String>,
    /// Links to the operations that name it.
    users: &'a [String],
}

const FIELDS: &[&str] = &["Name", "Type", "Description", "Required", "Notes"];
const VALUES: &[&str] = &["Variant", "Value", "Description"];
const MEMBERS: &[&str] = &["Variant", "Type", "Description"];

/// The page of a model.
pub fn page(
    pages: &Pages<'_>,
    id: ModelId,
    model: &Model,
    users: &[String],
) -> Result<String, Failure> {
    let (kind, head, rows, remark) = match &model.kind {
        ModelKind::Struct(object) => structure(pages, object),
        ModelKind::Enum(listed) => enumeration(listed),
        ModelKind::Union(choice) => union(pages, choice),
        ModelKind::Alias(of) => {
            let kind = format!("Another name for {}.", type_(pages, of));
            (kind, FIELDS, Vec::new(), String::new())
        }
    };
    let docs: Vec<&str> = model.docs.all_lines().collect();
    ModelPage {
        name: model.name.trim_start_matches("r#"),
        docs: docs.join("\n"),
        deprecated: model.docs.deprecated,
        path: code(&format!("{}::models::{}", pages.library, model.name)),
        kind,
        head,
        rows,
        remark,
        example: construction(pages, id, model)?,
        users,
    }
    .render()
}

type Content = (String, &'static [&'static str], Vec<String>, String);

fn structure(pages: &Pages<'_>, object: &Struct) -> Content {
    let rows = object.all_fields().map(|field| {
        row([
            code_cell(&field.name),
            type_(pages, &field.type_()),
            cell(&field.docs),
            if is_always_there(object, field) {
                "yes"
            } else {
                "no"
            }
            .to_owned(),
            remarks(object, field),
        ])
    });
    let rows: Vec<String> = rows.collect();
    let kind = match rows.is_empty() {
        true => "An object without properties.",
        false => "An object with these fields:",
    };
    (kind.to_owned(), FIELDS, rows, String::new())
}

/// Whether there is no value without the field; a map of further properties may have none.
fn is_always_there(object: &Struct, field: &Field) -> bool {
    let rest = object.rest.as_ref();
    let is_rest = rest.is_some_and(|rest| std::ptr::eq(rest, field));
    matches!(
        field.presence,
        Presence::Required | Presence::RequiredNullable
    ) && !is_rest
}

/// What a field's type does not say.
fn remarks(object: &Struct, field: &Field) -> String {
    let mut remarks = Vec::new();
    let named = object.fields.iter().any(|other| std::ptr::eq(other, field));
    if named && field.wire_name != field.name.trim_start_matches("r#") {
        remarks.push(format!("in JSON {}", code_cell(&field.wire_name)));
    }
    let flags = [
        (field.read_only, "read-only"),
        (field.write_only, "write-only"),
        (field.docs.deprecated, "deprecated"),
        (
            field.presence == Presence::RequiredNullable,
            "may be `null`",
        ),
    ];
    let flags = flags.iter().filter(|(set, _)| *set);
    remarks.extend(flags.map(|(_, text)| (*text).to_owned()));
    let notes = notes(&field.docs);
    let parts = [remarks.join(", "), notes];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("<br>")
}

fn enumeration(listed: &Enum) -> Content {
    let rows = listed.variants.iter().map(|variant| {
        let value = code_cell(&variant.value.to_string());
        // The documentation of most variants is nothing but the value.
        let description = match variant.docs == crate::lower::describe::literal_docs(&variant.value)
        {
            true => String::new(),
            false => cell(&variant.docs),
        };
        row([code_cell(&variant.name), value, description])
    });
    let remark = match &listed.unknown {
        Some(unknown) => format!("Any other value is kept in {}.", code(unknown)),
        None => "Any other value is an error.".to_owned(),
    };
    (
        "One of these values:".to_owned(),
        VALUES,
        rows.collect(),
        remark,
    )
}

fn union(pages: &Pages<'_>, union: &Union) -> Content {
    let rows = union.variants.iter().map(|variant| {
        let mut description = cell(&variant.docs);
        if let (Dispatch::Tag { property, .. }, false) = (&union.dispatch, variant.tags.is_empty())
        {
            let tags: Vec<String> = variant.tags.iter().map(|tag| code_cell(tag)).collect();
            let rule = format!("{} is {}", code_cell(property), tags.join(" or "));
            description = match description.as_str() {
                "" => rule,
                text => format!("{text}<br>{rule}"),
            };
        }
        let carried = match &variant.constant {
            Some(text) => format!("the text {}", code_cell(text)),
            None => type_(pages, &variant.value),
        };
        row([code_cell(&variant.name), carried, description])
    });
    let remark = format!("Any other value is kept in {}.", code(&union.unknown));
    ("One of these:".to_owned(), MEMBERS, rows.collect(), remark)
}

fn row<const N: usize>(cells: [String; N]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// A function that makes a value of a model that requests carry.
fn construction(pages: &Pages<'_>, id: ModelId, model: &Model) -> Result<Option<String>, Failure> {
    if !model.sent || matches!(model.kind, ModelKind::Alias(_) | ModelKind::Enum(_)) {
        return Ok(None);
    }
    let type_ = Type::Model(id, model.name.clone());
    let Some(value) = value::owned(&pages.api.models, &type_, None) else {
        return Ok(None);
    };
    example::construction(&pages.library, &model.name, &value).map(Some)
}
