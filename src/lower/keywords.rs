//! One flat view of a schema's keywords, however the typed model sorts them.

use openapiv3::{
    AdditionalProperties, OpenAPI, ReferenceOr, Schema, SchemaData, SchemaKind, Type as SchemaType,
    VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::Value;

use crate::spec::origin::child;

/// A schema, or a reference to one.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// `$ref`: the reference as it stands.
    Reference(&'a str),
    /// A schema in place.
    Inline(&'a Schema),
}

impl<'a> Node<'a> {
    /// From the typed model.
    pub fn new(schema: &'a ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }

    /// From the typed model, where it boxes.
    pub fn boxed(schema: &'a ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }

    /// Whether both say the same.
    pub fn same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Reference(a), Self::Reference(b)) => a == b,
            (Self::Inline(a), Self::Inline(b)) => std::ptr::eq(a, b) || a == b,
            _ => false,
        }
    }
}

/// A schema and where it stands.
#[derive(Clone, Debug)]
pub struct At<'a> {
    /// JSON pointer.
    pub pointer: String,
    /// The schema.
    pub node: Node<'a>,
}

impl<'a> At<'a> {
    /// A schema at a pointer.
    pub fn new(pointer: impl Into<String>, node: Node<'a>) -> Self {
        Self {
            pointer: pointer.into(),
            node,
        }
    }
}

/// The name of the component that a reference points to.
#[must_use]
pub fn component_name(reference: &str) -> Option<String> {
    let token = reference.strip_prefix("#/components/schemas/")?;
    (!token.contains('/')).then(|| token.replace("~1", "/").replace("~0", "~"))
}

/// The component behind a reference.
#[must_use]
pub fn resolve<'a>(document: &'a OpenAPI, reference: &str) -> Option<(String, Node<'a>)> {
    let name = component_name(reference)?;
    let schema = document.components.as_ref()?.schemas.get(&name)?;
    Some((child("/components/schemas", &name), Node::new(schema)))
}

/// What `additionalProperties` says.
#[derive(Clone, Debug, Default)]
pub enum Additional<'a> {
    /// Nothing.
    #[default]
    Unspecified,
    /// `false`
    Forbidden,
    /// `true` or `{}`
    Any,
    /// A schema.
    Schema(At<'a>),
}

/// The constraints on a value, for documentation and validation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// Keyword and value, in the order of the specification.
    pub list: Vec<(&'static str, String)>,
}

/// All keywords of one schema.
#[derive(Clone, Debug)]
pub struct Keywords<'a> {
    /// Annotations.
    pub data: &'a SchemaData,
    /// `type`
    pub type_: Option<&'a str>,
    /// `format`
    pub format: Option<String>,
    /// `enum`, as JSON.
    pub enumeration: Vec<Value>,
    /// `properties`
    pub properties: Vec<(&'a str, At<'a>)>,
    /// `required`
    pub required: &'a [String],
    /// `additionalProperties`
    pub additional: Additional<'a>,
    /// `items`
    pub items: Option<At<'a>>,
    /// `oneOf`
    pub one_of: Vec<At<'a>>,
    /// `anyOf`
    pub any_of: Vec<At<'a>>,
    /// `allOf`
    pub all_of: Vec<At<'a>>,
    /// `not`
    pub not: bool,
    /// `minimum`, for the choice of an integer type.
    pub minimum: Option<f64>,
    /// `maximum`, for the choice of an integer type.
    pub maximum: Option<f64>,
    /// All other bounds, spelled out.
    pub constraints: Constraints,
}

impl<'a> Keywords<'a> {
    /// The keywords of `schema`, which stands at `pointer`.
    pub fn new(pointer: &str, schema: &'a Schema) -> Self {
        let mut k = Self {
            data: &schema.schema_data,
            type_: None,
            format: None,
            enumeration: Vec::new(),
            properties: Vec::new(),
            required: &[],
            additional: Additional::Unspecified,
            items: None,
            one_of: Vec::new(),
            any_of: Vec::new(),
            all_of: Vec::new(),
            not: false,
            minimum: None,
            maximum: None,
            constraints: Constraints::default(),
        };
        match &schema.schema_kind {
            SchemaKind::Type(type_) => k.fill_type(pointer, type_),
            SchemaKind::OneOf { one_of } => k.one_of = list(pointer, "oneOf", one_of),
            SchemaKind::AnyOf { any_of } => k.any_of = list(pointer, "anyOf", any_of),
            SchemaKind::AllOf { all_of } => k.all_of = list(pointer, "allOf", all_of),
            SchemaKind::Not { .. } => k.not = true,
            SchemaKind::Any(any) => {
                k.type_ = any.typ.as_deref();
                k.format.clone_from(&any.format);
                k.enumeration.clone_from(&any.enumeration);
                k.properties = properties(pointer, &any.properties);
                k.required = &any.required;
                k.additional = additional(pointer, any.additional_properties.as_ref());
                k.items = any
                    .items
                    .as_ref()
                    .map(|items| At::new(child(pointer, "items"), Node::boxed(items)));
                k.one_of = list(pointer, "oneOf", &any.one_of);
                k.any_of = list(pointer, "anyOf", &any.any_of);
                k.all_of = list(pointer, "allOf", &any.all_of);
                k.not = any.not.is_some();
                k.minimum = any.minimum;
                k.maximum = any.maximum;
                k.bounds(
                    any.minimum,
                    any.maximum,
                    any.exclusive_minimum.unwrap_or_default(),
                    any.exclusive_maximum.unwrap_or_default(),
                );
                k.constrain("multipleOf", any.multiple_of);
                k.constrain("minLength", any.min_length);
                k.constrain("maxLength", any.max_length);
                k.constrain("pattern", any.pattern.as_deref());
                k.constrain("minItems", any.min_items);
                k.constrain("maxItems", any.max_items);
                k.constrain("uniqueItems", any.unique_items.filter(|unique| *unique));
                k.constrain("minProperties", any.min_properties);
                k.constrain("maxProperties", any.max_properties);
            }
        }
        k
    }

    fn fill_type(&mut self, pointer: &str, type_: &'a SchemaType) {
        match type_ {
            SchemaType::String(string) => {
                self.type_ = Some("string");
                self.format = format(&string.format);
                self.enumeration = values(&string.enumeration);
                self.constrain("minLength", string.min_length);
                self.constrain("maxLength", string.max_length);
                self.constrain("pattern", string.pattern.as_deref());
            }
            SchemaType::Number(number) => {
                self.type_ = Some("number");
                self.format = format(&number.format);
                self.enumeration = values(&number.enumeration);
                self.minimum = number.minimum;
                self.maximum = number.maximum;
                self.bounds(
                    number.minimum,
                    number.maximum,
                    number.exclusive_minimum,
                    number.exclusive_maximum,
                );
                self.constrain("multipleOf", number.multiple_of);
            }
            SchemaType::Integer(integer) => {
                self.type_ = Some("integer");
                self.format = format(&integer.format);
                self.enumeration = values(&integer.enumeration);
                // Bounds that are no `i64` are kept aside.
                let beyond = |key: &str| self.data.extensions.get(key).cloned();
                let minimum = integer
                    .minimum
                    .map(Value::from)
                    .or_else(|| beyond("x-oasmith-minimum"));
                let maximum = integer
                    .maximum
                    .map(Value::from)
                    .or_else(|| beyond("x-oasmith-maximum"));
                let multiple = integer.multiple_of.map(Value::from);
                let multiple = multiple.or_else(|| beyond("x-oasmith-multiple-of"));
                self.minimum = minimum.as_ref().and_then(Value::as_f64);
                self.maximum = maximum.as_ref().and_then(Value::as_f64);
                self.bounds(
                    minimum,
                    maximum,
                    integer.exclusive_minimum,
                    integer.exclusive_maximum,
                );
                self.constrain("multipleOf", multiple);
            }
            SchemaType::Object(object) => {
                self.type_ = Some("object");
                self.properties = properties(pointer, &object.properties);
                self.required = &object.required;
                self.additional = additional(pointer, object.additional_properties.as_ref());
                self.constrain("minProperties", object.min_properties);
                self.constrain("maxProperties", object.max_properties);
            }
            SchemaType::Array(array) => {
                self.type_ = Some("array");
                self.items = array
                    .items
                    .as_ref()
                    .map(|items| At::new(child(pointer, "items"), Node::boxed(items)));
                self.constrain("minItems", array.min_items);
                self.constrain("maxItems", array.max_items);
                self.constrain("uniqueItems", array.unique_items.then_some(true));
            }
            SchemaType::Boolean(boolean) => {
                self.type_ = Some("boolean");
                self.enumeration = values(&boolean.enumeration);
            }
        }
    }

    fn bounds(
        &mut self,
        minimum: Option<impl ToString>,
        maximum: Option<impl ToString>,
        above: bool,
        below: bool,
    ) {
        self.constrain(if above { "exclusiveMinimum" } else { "minimum" }, minimum);
        self.constrain(if below { "exclusiveMaximum" } else { "maximum" }, maximum);
    }

    fn constrain(&mut self, keyword: &'static str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.constraints.list.push((keyword, value.to_string()));
        }
    }

    /// Whether the schema says nothing about the value but `allOf` and annotations.
    pub fn only_all_of(&self) -> bool {
        self.one_of.is_empty() && self.any_of.is_empty() && self.is_silent()
    }

    /// Whether the schema, its `allOf` aside, allows any value.
    pub fn says_nothing(&self) -> bool {
        self.only_all_of()
            && self.type_.is_none()
            && self.required.is_empty()
            && self.constraints.list.is_empty()
            && !self.not
    }

    /// Whether the schema has no keyword that gives the value a shape, sub-schemas aside.
    pub fn is_silent(&self) -> bool {
        self.enumeration.is_empty()
            && self.properties.is_empty()
            && self.items.is_none()
            && self.format.is_none()
            && matches!(self.additional, Additional::Unspecified | Additional::Any)
    }
}

fn list<'a>(pointer: &str, keyword: &str, schemas: &'a [ReferenceOr<Schema>]) -> Vec<At<'a>> {
    let base = child(pointer, keyword);
    schemas
        .iter()
        .enumerate()
        .map(|(i, schema)| At::new(format!("{base}/{i}"), Node::new(schema)))
        .collect()
}

fn properties<'a>(
    pointer: &str,
    map: &'a indexmap::IndexMap<String, ReferenceOr<Box<Schema>>>,
) -> Vec<(&'a str, At<'a>)> {
    let base = child(pointer, "properties");
    map.iter()
        .map(|(name, schema)| {
            (
                name.as_str(),
                At::new(child(&base, name), Node::boxed(schema)),
            )
        })
        .collect()
}

fn additional<'a>(pointer: &str, value: Option<&'a AdditionalProperties>) -> Additional<'a> {
    match value {
        None => Additional::Unspecified,
        Some(AdditionalProperties::Any(false)) => Additional::Forbidden,
        Some(AdditionalProperties::Any(true)) => Additional::Any,
        Some(AdditionalProperties::Schema(schema)) => Additional::Schema(At::new(
            child(pointer, "additionalProperties"),
            Node::new(schema),
        )),
    }
}

/// The text of a format, known to the typed model or not.
fn format<T: Serialize>(format: &VariantOrUnknownOrEmpty<T>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Empty => None,
        VariantOrUnknownOrEmpty::Unknown(text) => Some(text.clone()),
        VariantOrUnknownOrEmpty::Item(known) => serde_json::to_value(known)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned)),
    }
}

fn values<T: Clone + Into<Value>>(enumeration: &[Option<T>]) -> Vec<Value> {
    enumeration
        .iter()
        .map(|value| value.clone().map_or(Value::Null, Into::into))
        .collect()
}
