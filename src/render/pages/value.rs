//! Values of the API's types as Rust expressions: what examples are made of.
//!
//! A value is built from JSON, the description's example, where that is of the type; else from the
//! examples of its parts; else it is a plain placeholder. What only another crate can make has no
//! expression.

use proc_macro2::Literal;
use serde_json::{Map, Value};

use crate::ir::{
    Dispatch, Enum, EnumBase, Field, Form, Model, ModelKind, Presence, Struct, Type, Union,
};
use crate::render::setters;

/// How deep models are nested in an expression.
const DEPTH: usize = 5;

/// How many optional fields an example shows that the description does not give as a whole.
const SHOWN: usize = 6;

/// The value of a type as an expression: from `json`, if that is of the type. Texts are `String`s.
pub fn owned(models: &[Model], type_: &Type, json: Option<&Value>) -> Option<String> {
    Builder { models }.best(type_, json, DEPTH)
}

/// Likewise, for a place that takes anything that is text.
pub fn text_or_owned(models: &[Model], type_: &Type, json: Option<&Value>) -> Option<String> {
    Builder { models }.given(type_, json, DEPTH)
}

/// The elements of a list, for a place that takes a slice.
pub fn elements(models: &[Model], inner: &Type, json: Option<&Value>) -> Option<String> {
    let builder = Builder { models };
    let list = json.and_then(Value::as_array);
    list.and_then(|list| builder.list(inner, list, DEPTH))
        .or_else(|| builder.best(inner, None, DEPTH))
}

/// The struct of a body of several parts, which stands in `module`.
pub fn form(models: &[Model], form: &Form, module: &str) -> Option<String> {
    let builder = Builder { models };
    let (required, optional): (Vec<&Field>, Vec<&Field>) = form
        .all_parts()
        .map(|part| &part.field)
        .partition(|field| setters::is_required(field));
    let required = required.iter().map(|field| builder.required(field, DEPTH));
    let required: Vec<String> = required.collect::<Option<_>>()?;
    let start = match required.as_slice() {
        [] => "default()".to_owned(),
        _ => format!("new({})", required.join(", ")),
    };
    let set = |field: &&Field| {
        let value = builder.exactly(&field.value, field.example.as_ref()?, DEPTH)?;
        Some(format!(
            ".{}({value})",
            setters::method(field, form.validated)
        ))
    };
    let optional: String = optional.iter().filter_map(set).take(SHOWN).collect();
    Some(format!("{module}::{}::{start}{optional}", form.name))
}

/// The example of a model.
pub fn example<'m>(models: &'m [Model], type_: &Type) -> Option<&'m Value> {
    match type_.bare() {
        Type::Model(id, _) => models.get(*id)?.example.as_ref(),
        _ => None,
    }
}

/// JSON as the argument of `serde_json::json!`, with literals that Rust takes too.
pub fn json(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(small), _) if i32::try_from(small).is_ok() => small.to_string(),
            (Some(large), _) => format!("{large}_i64"),
            (None, Some(large)) => format!("{large}_u64"),
            (None, None) => format!("{:?}", number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Literal::string(text).to_string(),
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(json).collect();
            format!("[{}]", list.join(", "))
        }
        Value::Object(object) => {
            let pair = |(name, value): (&String, &Value)| {
                format!("{}: {}", Literal::string(name), json(value))
            };
            let pairs: Vec<String> = object.iter().map(pair).collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

struct Builder<'a> {
    models: &'a [Model],
}

impl Builder<'_> {
    /// From JSON if that fits, else without.
    fn best(&self, type_: &Type, json: Option<&Value>, depth: usize) -> Option<String> {
        json.and_then(|json| self.build(type_, Some(json), depth))
            .or_else(|| self.build(type_, None, depth))
    }

    /// A value as methods take it: texts as they are, and without a `Box`.
    fn given(&self, type_: &Type, json: Option<&Value>, depth: usize) -> Option<String> {
        match type_ {
            Type::Boxed(inner) => self.best(inner, json, depth),
            text if text.is_text(self.models) => {
                let json = json.or_else(|| example(self.models, text));
                let text = json.and_then(Value::as_str).unwrap_or("text");
                Some(Literal::string(text).to_string())
            }
            other => self.best(other, json, depth),
        }
    }

    /// From JSON, `None` where that does not fit; or without JSON, `None` where only another crate can.
    fn build(&self, type_: &Type, json: Option<&Value>, depth: usize) -> Option<String> {
        match type_ {
            Type::Bool => Some(json.map_or(Some(true), Value::as_bool)?.to_string()),
            Type::Number(name) => number(name, json),
            Type::Exact => {
                let value = json.map_or(Some(1), Value::as_i64)?;
                Some(format!("Number::from({value}_i64)"))
            }
            Type::String => {
                let text = json.map_or(Some("text"), Value::as_str)?;
                Some(format!("{}.to_owned()", Literal::string(text)))
            }
            Type::Base64 => {
                let text = json.map_or(Some("dGV4dA=="), Value::as_str)?;
                Some(format!("Base64::from_text({})", Literal::string(text)))
            }
            Type::Any => Some(match json {
                Some(value) => format!("serde_json::json!({})", self::json(value)),
                None => "serde_json::Value::Null".to_owned(),
            }),
            Type::Model(id, _) => self.model(self.models.get(*id)?, json, depth.checked_sub(1)?),
            Type::List(inner) => match json {
                Some(json) => {
                    let elements = self.list(inner, json.as_array()?, depth)?;
                    Some(match elements.is_empty() {
                        true => "Vec::new()".to_owned(),
                        false => format!("vec![{elements}]"),
                    })
                }
                None => Some(match self.build(inner, None, depth) {
                    Some(element) => format!("vec![{element}]"),
                    None => "Vec::new()".to_owned(),
                }),
            },
            Type::Tuple(types) => self.tuple(types, json, depth),
            Type::Map(inner) => {
                let entries = match json {
                    Some(json) => self.entries(inner, json.as_object()?, depth)?,
                    None => String::new(),
                };
                Some(match entries.is_empty() {
                    true => "BTreeMap::new()".to_owned(),
                    false => format!("BTreeMap::from([{entries}])"),
                })
            }
            Type::Option(_) if json.is_some_and(Value::is_null) => Some("None".to_owned()),
            Type::Option(inner) => Some(format!("Some({})", self.build(inner, json, depth)?)),
            Type::Nullable(_) if json.is_some_and(Value::is_null) => {
                Some("Nullable::Null".to_owned())
            }
            Type::Nullable(inner) => Some(format!(
                "Nullable::Value({})",
                self.build(inner, json, depth)?
            )),
            Type::Emptyable(_) if json.and_then(Value::as_str) == Some("") => {
                Some("Emptyable::Empty".to_owned())
            }
            Type::Emptyable(inner) => Some(format!(
                "Emptyable::Value({})",
                self.build(inner, json, depth)?
            )),
            Type::Boxed(inner) => Some(format!("Box::new({})", self.build(inner, json, depth)?)),
            Type::Part => Some("Part::new(\"content\")".to_owned()),
            Type::Unit
            | Type::Bytes
            | Type::Body
            | Type::Multipart
            | Type::Form(_)
            | Type::External(..)
            | Type::Stream(..) => None,
        }
    }

    fn list(&self, inner: &Type, list: &[Value], depth: usize) -> Option<String> {
        let elements = list.iter().map(|json| self.build(inner, Some(json), depth));
        Some(elements.collect::<Option<Vec<String>>>()?.join(", "))
    }

    fn tuple(&self, types: &[Type], json: Option<&Value>, depth: usize) -> Option<String> {
        let list = match json {
            Some(json) => Some(json.as_array().filter(|list| list.len() == types.len())?),
            None => None,
        };
        let element = |(index, type_): (usize, &Type)| {
            let json = list.and_then(|list| list.get(index));
            self.build(type_, json, depth)
        };
        let elements: Option<Vec<String>> = types.iter().enumerate().map(element).collect();
        Some(format!("({})", elements?.join(", ")))
    }

    fn entries(&self, inner: &Type, object: &Map<String, Value>, depth: usize) -> Option<String> {
        let entry = |(name, json): (&String, &Value)| {
            let value = self.build(inner, Some(json), depth)?;
            Some(format!("({}.to_owned(), {value})", Literal::string(name)))
        };
        let entries: Option<Vec<String>> = object.iter().map(entry).collect();
        Some(entries?.join(", "))
    }

    fn model(&self, model: &Model, json: Option<&Value>, depth: usize) -> Option<String> {
        let Some(json) = json else {
            let own = model.example.as_ref();
            return own
                .and_then(|json| self.kind(model, Some(json), depth))
                .or_else(|| self.kind(model, None, depth));
        };
        self.kind(model, Some(json), depth)
    }

    fn kind(&self, model: &Model, json: Option<&Value>, depth: usize) -> Option<String> {
        match &model.kind {
            ModelKind::Alias(type_) => self.build(type_, json, depth),
            ModelKind::Enum(listed) => variant(model, listed, json),
            ModelKind::Union(union) => self.member(model, union, json, depth),
            ModelKind::Struct(object) => match json {
                Some(json) => self.read(model, object, json, depth),
                None => self.compose(model, object, depth),
            },
        }
    }

    /// The first member that the value fits.
    fn member(
        &self,
        model: &Model,
        union: &Union,
        json: Option<&Value>,
        depth: usize,
    ) -> Option<String> {
        let tag = match &union.dispatch {
            Dispatch::Tag { property, .. } => json.and_then(|json| json.get(property)?.as_str()),
            Dispatch::Rules(_) => None,
        };
        union.variants.iter().find_map(|variant| {
            if tag.is_some_and(|tag| !variant.tags.iter().any(|own| own == tag)) {
                return None;
            }
            if let Some(text) = &variant.constant {
                let fits = json.is_none_or(|json| json == text.as_str());
                return fits.then(|| format!("models::{}::{}", model.name, variant.name));
            }
            let value = self.build(&variant.value, json, depth)?;
            Some(format!("models::{}::{}({value})", model.name, variant.name))
        })
    }

    /// A struct with the fields of a JSON object.
    fn read(&self, model: &Model, object: &Struct, json: &Value, depth: usize) -> Option<String> {
        let properties = json.as_object()?;
        let mut required = Vec::new();
        for field in object
            .all_fields()
            .filter(|field| setters::is_required(field))
        {
            let value = match field.wire_name.as_str() {
                "" => json,
                name => properties.get(name)?,
            };
            required.push(self.exactly(&field.value, value, depth)?);
        }
        let optional = object.fields.iter().filter_map(|field| {
            let value = properties
                .get(&field.wire_name)
                .filter(|json| !json.is_null())?;
            self.setter(model, field, value, depth)
        });
        construct(model, object, &required, optional.collect())
    }

    /// A struct with the examples of its fields.
    fn compose(&self, model: &Model, object: &Struct, depth: usize) -> Option<String> {
        let required = object
            .all_fields()
            .filter(|field| setters::is_required(field))
            .map(|field| self.required(field, depth));
        let required: Vec<String> = required.collect::<Option<_>>()?;
        let optional = object
            .fields
            .iter()
            .filter(|field| !field.docs.deprecated && !field.read_only);
        let optional = optional.filter_map(|field| {
            let json = field
                .example
                .as_ref()
                .or_else(|| example(self.models, &field.value));
            self.setter(model, field, json?, depth)
        });
        construct(model, object, &required, optional.take(SHOWN).collect())
    }

    /// A required field with its example. A text without one is named after its field, which says more than nothing.
    fn required(&self, field: &Field, depth: usize) -> Option<String> {
        let name = Value::String(field.wire_name.clone());
        let own = field.example.as_ref();
        let json = own
            .or_else(|| example(self.models, &field.value))
            .or_else(|| field.value.is_text(self.models).then_some(&name));
        self.given(&field.value, json, depth)
    }

    /// The call that sets an optional field.
    fn setter(&self, model: &Model, field: &Field, json: &Value, depth: usize) -> Option<String> {
        if setters::is_required(field) {
            return None;
        }
        let value = match field.presence {
            Presence::OptionalNullable if !field.value.is_text(self.models) => {
                self.build(&field.value, Some(json), depth)?
            }
            _ => self.exactly(&field.value, json, depth)?,
        };
        Some(format!(
            ".{}({value})",
            setters::method(field, model.validated)
        ))
    }

    /// As [`given`](Self::given), from this JSON alone.
    fn exactly(&self, type_: &Type, json: &Value, depth: usize) -> Option<String> {
        match type_ {
            Type::Boxed(inner) => self.build(inner, Some(json), depth),
            text if text.is_text(self.models) => Some(Literal::string(json.as_str()?).to_string()),
            other => self.build(other, Some(json), depth),
        }
    }
}

/// The call of a model's constructor, and of its setters.
fn construct(
    model: &Model,
    object: &Struct,
    required: &[String],
    optional: Vec<String>,
) -> Option<String> {
    // What is never sent has neither.
    let start = match required {
        [] if object.is_default() => "default()".to_owned(),
        [] => return None,
        _ => format!("new({})", required.join(", ")),
    };
    model
        .sent
        .then(|| format!("models::{}::{start}{}", model.name, optional.concat()))
}

fn variant(model: &Model, listed: &Enum, json: Option<&Value>) -> Option<String> {
    let known = match json {
        Some(json) => listed
            .variants
            .iter()
            .find(|variant| variant.value == *json),
        None => listed.variants.first(),
    };
    match (known, &listed.unknown, json) {
        (Some(known), ..) => Some(format!("models::{}::{}", model.name, known.name)),
        (None, Some(unknown), Some(Value::String(text))) if listed.base == EnumBase::String => {
            let text = Literal::string(text);
            Some(format!(
                "models::{}::{unknown}({text}.to_owned())",
                model.name
            ))
        }
        _ => None,
    }
}

/// A number of one of the language's types.
fn number(name: &str, json: Option<&Value>) -> Option<String> {
    if name.starts_with('f') {
        let value = json.map_or(Some(1.0), Value::as_f64)?;
        return Some(format!("{value:?}"));
    }
    let value = json.map_or(Some(1), Value::as_i64)?;
    let fits = match name {
        "i32" => i32::try_from(value).is_ok(),
        "u32" => u32::try_from(value).is_ok(),
        "u64" => value >= 0,
        _ => true,
    };
    fits.then(|| value.to_string())
}

#[cfg(test)]
mod tests;
