//! One flat view of a schema's keywords, however the typed model sorts them.

use openapiv3::{
    AdditionalProperties, OpenAPI, ReferenceOr, Schema, SchemaData, SchemaKind, Type as SchemaType,
    VariantOrUnknownOrEmpty,
};
use serde::Serialize;
use serde_json::{Number, Value};

use super::component;
use crate::ir::Check;
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

/// The name of the schema that a reference points to.
#[must_use]
pub fn schema_name(reference: &str) -> Option<String> {
    component::name("schemas", reference)
}

/// The schema behind a reference.
#[must_use]
pub fn resolve<'a>(document: &'a OpenAPI, reference: &str) -> Option<(String, Node<'a>)> {
    let name = schema_name(reference)?;
    let schema = document.components.as_ref()?.schemas.get(&name)?;
    Some((child("/components/schemas", &name), Node::new(schema)))
}

/// A schema in place, or the one that a reference leads to.
#[must_use]
pub fn follow<'a>(document: &'a OpenAPI, node: Node<'a>) -> Option<Node<'a>> {
    match node {
        Node::Reference(reference) => resolve(document, reference).map(|(_, node)| node),
        inline @ Node::Inline(_) => Some(inline),
    }
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
    /// Every schema that applies to their values.
    Schemas(Vec<At<'a>>),
}

/// The extension of an array whose `items` is a union of the types of its elements, one for each.
const TUPLE: &str = "x-oasmith-tuple";

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
    /// Whether `items` is a union of the types of the elements, one for each.
    pub is_tuple: bool,
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
    /// Bounds of the value, for documentation and validation.
    pub checks: Vec<Check>,
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
            items: items(schema).map(|items| At::new(child(pointer, "items"), Node::boxed(items))),
            is_tuple: schema.schema_data.extensions.contains_key(TUPLE),
            one_of: Vec::new(),
            any_of: Vec::new(),
            all_of: Vec::new(),
            not: false,
            minimum: None,
            maximum: None,
            checks: Vec::new(),
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
                k.one_of = list(pointer, "oneOf", &any.one_of);
                k.any_of = list(pointer, "anyOf", &any.any_of);
                k.all_of = list(pointer, "allOf", &any.all_of);
                k.not = any.not.is_some();
                k.minimum = any.minimum;
                k.maximum = any.maximum;
                k.bounds(
                    any.minimum.and_then(number),
                    any.maximum.and_then(number),
                    any.exclusive_minimum.unwrap_or_default(),
                    any.exclusive_maximum.unwrap_or_default(),
                );
                k.check(Check::MultipleOf, any.multiple_of.and_then(number));
                k.check(Check::MinLength, any.min_length);
                k.check(Check::MaxLength, any.max_length);
                k.check(Check::Pattern, any.pattern.clone());
                k.check(Check::MinItems, any.min_items);
                k.check(Check::MaxItems, any.max_items);
                k.unique(any.unique_items.unwrap_or_default());
                k.check(Check::MinProperties, any.min_properties);
                k.check(Check::MaxProperties, any.max_properties);
            }
        }
        if !k.enumeration.is_empty() {
            // What is listed says more than any bounds.
            k.checks.clear();
        }
        k
    }

    fn fill_type(&mut self, pointer: &str, type_: &'a SchemaType) {
        match type_ {
            SchemaType::String(string) => {
                self.type_ = Some("string");
                self.format = format(&string.format);
                self.enumeration = values(&string.enumeration);
                self.check(Check::MinLength, string.min_length);
                self.check(Check::MaxLength, string.max_length);
                self.check(Check::Pattern, string.pattern.clone());
            }
            SchemaType::Number(number) => {
                self.type_ = Some("number");
                self.format = format(&number.format);
                self.enumeration = values(&number.enumeration);
                self.minimum = number.minimum;
                self.maximum = number.maximum;
                self.bounds(
                    number.minimum.and_then(self::number),
                    number.maximum.and_then(self::number),
                    number.exclusive_minimum,
                    number.exclusive_maximum,
                );
                let multiple = number.multiple_of.and_then(self::number);
                self.check(Check::MultipleOf, multiple);
            }
            SchemaType::Integer(integer) => {
                self.type_ = Some("integer");
                self.format = format(&integer.format);
                self.enumeration = values(&integer.enumeration);
                // Bounds that are no `i64` are kept aside.
                let bound = |value: Option<i64>, key: &str| match value {
                    Some(value) => Some(Number::from(value)),
                    None => self.data.extensions.get(key)?.as_number().cloned(),
                };
                let minimum = bound(integer.minimum, "x-oasmith-minimum");
                let maximum = bound(integer.maximum, "x-oasmith-maximum");
                let multiple = bound(integer.multiple_of, "x-oasmith-multiple-of");
                self.minimum = minimum.as_ref().and_then(Number::as_f64);
                self.maximum = maximum.as_ref().and_then(Number::as_f64);
                self.bounds(
                    minimum,
                    maximum,
                    integer.exclusive_minimum,
                    integer.exclusive_maximum,
                );
                self.check(Check::MultipleOf, multiple);
            }
            SchemaType::Object(object) => {
                self.type_ = Some("object");
                self.properties = properties(pointer, &object.properties);
                self.required = &object.required;
                self.additional = additional(pointer, object.additional_properties.as_ref());
                self.check(Check::MinProperties, object.min_properties);
                self.check(Check::MaxProperties, object.max_properties);
            }
            SchemaType::Array(array) => {
                self.type_ = Some("array");
                // That of a tuple says how many there are.
                if !self.is_tuple {
                    self.check(Check::MinItems, array.min_items);
                    self.check(Check::MaxItems, array.max_items);
                }
                self.unique(array.unique_items);
            }
            SchemaType::Boolean(boolean) => {
                self.type_ = Some("boolean");
                self.enumeration = values(&boolean.enumeration);
            }
        }
    }

    fn bounds(
        &mut self,
        minimum: Option<Number>,
        maximum: Option<Number>,
        above: bool,
        below: bool,
    ) {
        let from = if above {
            Check::ExclusiveMinimum
        } else {
            Check::Minimum
        };
        let to = if below {
            Check::ExclusiveMaximum
        } else {
            Check::Maximum
        };
        self.check(from, minimum);
        self.check(to, maximum);
    }

    fn check<T>(&mut self, check: fn(T) -> Check, value: Option<T>) {
        self.checks.extend(value.map(check));
    }

    fn unique(&mut self, unique: bool) {
        self.checks.extend(unique.then_some(Check::UniqueItems));
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
            && self.checks.is_empty()
            && !self.not
    }

    /// Whether the schema has no keyword that gives the value a shape, sub-schemas aside.
    pub fn is_silent(&self) -> bool {
        self.properties.is_empty() && self.is_silent_beside_properties()
    }

    /// Likewise, properties aside.
    pub fn is_silent_beside_properties(&self) -> bool {
        self.enumeration.is_empty()
            && self.items.is_none()
            && self.format.is_none()
            && matches!(self.additional, Additional::Unspecified | Additional::Any)
    }
}

/// `items` of a schema.
pub fn items(schema: &Schema) -> Option<&ReferenceOr<Box<Schema>>> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Array(array)) => array.items.as_ref(),
        SchemaKind::Any(any) => any.items.as_ref(),
        _ => None,
    }
}

/// A bound as it is written: `1.0` is `1`.
fn number(value: f64) -> Option<Number> {
    const EXACT: f64 = (1_u64 << 53) as f64;
    if value.fract() == 0.0 && value.abs() <= EXACT {
        Some(Number::from(value as i64))
    } else {
        Number::from_f64(value)
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
        Some(AdditionalProperties::Schema(schema)) => Additional::Schemas(vec![At::new(
            child(pointer, "additionalProperties"),
            Node::new(schema),
        )]),
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
