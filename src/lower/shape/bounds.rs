//! Bounds that stand apart from the type, beside a reference or a union.

use openapiv3::OpenAPI;

use super::Shape;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::Check;
use crate::lower::describe::code;
use crate::lower::keywords::{At, Keywords, Node, follow};
use crate::spec::origin::child;

/// Drops the bounds that say nothing about any of the types that a shape can have, and reports those that `parts` set.
pub fn drop_idle<'a>(
    document: &'a OpenAPI,
    diagnostics: &mut Diagnostics,
    shape: &mut Shape<'a>,
    parts: &[At<'a>],
) {
    if shape.checks.is_empty() {
        return;
    }
    let type_ = match shape.type_ {
        None if !shape.properties.is_empty() => Some("object"),
        type_ => type_,
    };
    let members = shape.choices.iter().flat_map(|choice| &choice.members);
    let types: Option<Vec<&str>> = match type_ {
        Some(type_) => Some(vec![type_]),
        None => members.map(|at| plain_type(document, at)).collect(),
    };
    // Of a value that can be anything, each bound may say something.
    let Some(mut types) = types.filter(|types| !types.is_empty()) else {
        return;
    };
    let is_idle = |check: &mut Check| !types.iter().any(|type_| concerned(check).contains(type_));
    let idle: Vec<Check> = shape.checks.extract_if(.., is_idle).collect();
    if idle.is_empty() {
        return;
    }
    types.sort_unstable();
    types.dedup();
    let types: Vec<String> = types.into_iter().map(code).collect();
    let types = types.join(" or ");
    for part in parts {
        let Node::Inline(schema) = part.node else {
            continue;
        };
        let own = Keywords::new(&part.pointer, schema).checks;
        for check in own.iter().filter(|check| idle.contains(check)) {
            let keyword = check.keyword();
            diagnostics.push(
                Code::MisplacedKeyword,
                child(&part.pointer, keyword),
                format!("`{keyword}` says nothing about a value of type {types} and is ignored"),
            );
        }
    }
}

/// The type that a schema, or the one that it refers to, says itself that it has.
fn plain_type<'a>(document: &'a OpenAPI, at: &At<'a>) -> Option<&'a str> {
    match follow(document, at.node)? {
        Node::Inline(schema) => Keywords::new(&at.pointer, schema).type_,
        Node::Reference(_) => None,
    }
}

/// The types about whose values a rule says something.
fn concerned(check: &Check) -> &'static [&'static str] {
    match check {
        Check::Minimum(_)
        | Check::Maximum(_)
        | Check::ExclusiveMinimum(_)
        | Check::ExclusiveMaximum(_)
        | Check::MultipleOf(_) => &["integer", "number"],
        Check::MinLength(_) | Check::MaxLength(_) | Check::Pattern(_) => &["string"],
        Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems => &["array"],
        Check::MinProperties(_) | Check::MaxProperties(_) => &["object"],
    }
}
