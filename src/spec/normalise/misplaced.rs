//! References that are meant for the schema of the object in whose place they stand.

use serde_json::{Map, Value, json};

use super::content;
use super::context::{Context, Version};
use super::pointer;
use super::references::shape_at;
use super::shape::{Kind, Shape, visit};
use crate::diagnostic::Code;
use crate::spec::origin::child;
use crate::spec::position::Trail;

/// What a reference is meant for.
#[derive(Clone, Copy)]
enum Meant {
    /// The schema of the parameter that it stands in, beside `name` and `in`.
    Parameter,
    /// The schema of a body: a response or request body is expected, and a schema is named.
    Body,
}

/// Moves such references into the schemas.
pub fn mend(context: &mut Context, document: &mut Value) {
    let mut holders = Vec::new();
    visit(
        document,
        Shape::Object(Kind::OpenApi),
        Trail::Start(""),
        &mut |map, shape, trail| {
            if let Some(meant) = meant(document, map, shape) {
                holders.push((trail.pointer(), meant));
            }
        },
    );
    for (holder, meant) in holders {
        let (code, message) = match meant {
            Meant::Parameter => (
                Code::MisplacedKeyword,
                "beside `name` and `in`, the `$ref` is taken as the parameter's schema",
            ),
            Meant::Body => (
                Code::RepairedReference,
                "this names a schema where a body is expected; a JSON body of this schema is read",
            ),
        };
        context.report_pointer(code, &child(&holder, "$ref"), message);
        let Some(Value::Object(map)) = document.pointer_mut(&holder) else {
            continue;
        };
        let Some(reference) = map.shift_remove("$ref") else {
            continue;
        };
        let schema = json!({ "$ref": reference });
        if matches!(meant, Meant::Body) {
            map.entry("description").or_insert_with(|| json!(""));
        }
        let way = match meant {
            Meant::Body if context.version != Version::V2 => {
                let (content, way) = content::of_schema(schema);
                map.insert("content".to_owned(), content);
                pointer::join(&way)
            }
            Meant::Body | Meant::Parameter => {
                map.insert("schema".to_owned(), schema);
                "/schema".to_owned()
            }
        };
        let reference = child(&holder, "$ref");
        (context.origins()).moved(&format!("{holder}{way}/$ref"), &reference);
    }
}

fn meant(document: &Value, map: &Map<String, Value>, shape: Shape) -> Option<Meant> {
    let reference = map.get("$ref")?;
    match shape.kind()? {
        Kind::Parameter if map.contains_key("name") && map.contains_key("in") => {
            Some(Meant::Parameter)
        }
        Kind::Response | Kind::RequestBody => {
            let tokens = pointer::tokens(reference.as_str()?)?;
            let (place, _) = pointer::locate(document, &[], &tokens)?;
            (shape_at(&place)?.kind() == Some(Kind::Schema)).then_some(Meant::Body)
        }
        _ => None,
    }
}
