//! A `$ref` beside `name` and `in`: meant for the parameter's schema.

use serde_json::{Value, json};

use super::context::Context;
use super::shape::{Kind, Shape, visit};
use crate::diagnostic::Code;
use crate::spec::origin::child;
use crate::spec::position::Trail;

/// Moves such references into the parameters' schemas.
pub fn mend(context: &mut Context, document: &mut Value) {
    let mut holders = Vec::new();
    visit(
        document,
        Shape::Object(Kind::OpenApi),
        Trail::Start(""),
        &mut |map, shape, trail| {
            let is_parameter = shape.kind() == Some(Kind::Parameter);
            if is_parameter
                && ["$ref", "name", "in"]
                    .iter()
                    .all(|key| map.contains_key(*key))
            {
                holders.push(trail.pointer());
            }
        },
    );
    for holder in holders {
        context.report_pointer(
            Code::MisplacedKeyword,
            &child(&holder, "$ref"),
            "beside `name` and `in`, the `$ref` is taken as the parameter's schema",
        );
        if let Some(Value::Object(parameter)) = document.pointer_mut(&holder)
            && let Some(reference) = parameter.shift_remove("$ref")
        {
            parameter.insert("schema".to_owned(), json!({ "$ref": reference }));
            context
                .origins()
                .moved(&format!("{holder}/schema/$ref"), &format!("{holder}/$ref"));
        }
    }
}
