//! Arrays to lists, objects without known properties to maps.

use super::keywords::{Additional, At, Keywords, Node};
use super::schema::{Home, Types};
use super::shape::Shape;
use crate::diagnostic::Code;
use crate::ir::Type;

/// Rust's traits, and the codec, are there for tuples of up to so many elements.
const LONGEST_TUPLE: usize = 12;

impl<'a> Types<'a, '_> {
    /// The type of an array.
    pub(super) fn list(&mut self, shape: &Shape<'a>, at: &At<'a>, home: &Home) -> Type {
        if let Some(property) = shape.properties.values().flatten().next() {
            self.warn(
                Code::MisplacedKeyword,
                &property.pointer,
                "this is a property of what is a list by its `items`; all such properties are ignored",
            );
        }
        if let Some(elements) = elements(shape) {
            self.has_tuples = true;
            let number = 1..=elements.len();
            let elements = elements.iter().zip(number).map(|(element, number)| {
                self.element(
                    std::slice::from_ref(element),
                    &home.below(&format!("item {number}")),
                )
            });
            return Type::Tuple(elements.collect());
        }
        let items = match shape.items.as_slice() {
            [] => self.untyped(&at.pointer, "array without items"),
            items => self.element(items, &home.below("item")),
        };
        Type::List(Box::new(items))
    }

    /// The type of an object without fields of its own.
    pub(super) fn map(&mut self, shape: &Shape<'a>, at: &At<'a>, home: &Home) -> Type {
        let values = match &shape.additional {
            Additional::Schemas(values) => self.element(values, &home.below("value")),
            _ => self.untyped(&at.pointer, "free-form object"),
        };
        Type::Map(Box::new(values))
    }

    /// The type of an array's elements or a map's values.
    pub(super) fn element(&mut self, parts: &[At<'a>], home: &Home) -> Type {
        let typed = self.typed_all(parts, home);
        match typed.type_ {
            // `Value` has a null of its own.
            Type::Any => Type::Any,
            type_ if typed.nullable => Type::Option(Box::new(type_)),
            type_ => type_,
        }
    }
}

/// The schemas of a tuple's elements.
fn elements<'a>(shape: &Shape<'a>) -> Option<Vec<At<'a>>> {
    let [only] = shape.items.as_slice() else {
        return None;
    };
    let Node::Inline(union) = only.node else {
        return None;
    };
    let elements = Keywords::new(&only.pointer, union).any_of;
    (shape.is_tuple && (2..=LONGEST_TUPLE).contains(&elements.len())).then_some(elements)
}
