//! Objects to structs: a field per property, a map for the rest.

use openapiv3::SchemaData;

use super::example;
use super::keywords::{Additional, At, Node};
use super::names::chosen::Thing;
use super::names::{Case, Scope};
use super::schema::place::references;
use super::schema::{Home, Target, Typed, Types, at_component};
use super::shape::Shape;
use crate::ir::{Checks, Docs, Field, ModelKind, Presence, Struct, Type};

impl<'a> Types<'a, '_> {
    /// A struct of the properties, with the given unions beside them.
    pub(super) fn object(
        &mut self,
        shape: &Shape<'a>,
        at: &At<'a>,
        home: &Home,
        target: Target<'_>,
    ) -> Type {
        let (id, type_) = self.open(at, "Object", target);
        let owner = self.key(id);
        let mut scope = field_names(shape);
        let mut fields = Vec::new();
        for (name, parts) in &shape.properties {
            let typed = self.typed_all(parts, &home.below(name));
            let required = shape.required.contains(name);
            fields.push(self.field(&owner, name, parts, required, typed, &mut scope));
        }
        for name in &shape.required {
            if !shape.properties.contains_key(name) {
                let identifier = self.field_name(&owner, name, &mut scope);
                let value = self.untyped(&at.pointer, "required but undeclared");
                fields.push(undeclared_field(name, value, identifier));
            }
        }
        let rest = self.rest(shape, at, home, &mut scope);
        self.set(
            id,
            ModelKind::Struct(Struct {
                fields,
                rest,
                flattened: Vec::new(),
                listed: false,
            }),
        );
        type_
    }

    pub(super) fn field(
        &mut self,
        owner: &str,
        name: &str,
        parts: &[At<'a>],
        required: bool,
        typed: Typed,
        scope: &mut Scope,
    ) -> Field {
        let presence = match (required, typed.nullable) {
            (true, false) => Presence::Required,
            // `Value` has a null of its own.
            (true, true) if typed.type_ == Type::Any => Presence::Required,
            (true, true) => Presence::RequiredNullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        };
        // `Option<Value>` would read null as absent.
        let presence = if presence == Presence::Optional && typed.type_ == Type::Any {
            Presence::OptionalNullable
        } else {
            presence
        };
        let mut docs = Docs::default();
        for part in parts {
            let part = self.described(part, name);
            docs.deprecated |= part.deprecated;
            if docs.is_empty() {
                docs.lines = part.lines;
                docs.notes = part.notes;
            }
        }
        Field {
            name: self.field_name(owner, name, scope),
            wire_name: name.to_owned(),
            value: typed.type_,
            presence,
            read_only: parts.iter().any(|part| annotation(part, |d| d.read_only)),
            write_only: parts.iter().any(|part| annotation(part, |d| d.write_only)),
            undeclared: false,
            docs,
            example: parts.iter().find_map(example::schema),
            checks: self.checks(parts),
        }
    }

    fn field_name(&mut self, owner: &str, wire_name: &str, scope: &mut Scope) -> String {
        let key = format!("{owner}.{wire_name}");
        self.names
            .claim(scope, Thing::Field, &key, wire_name, "value")
    }

    /// Documentation of a place: its own, else that of the component it refers to.
    pub(super) fn described(&mut self, at: &At<'a>, name: &str) -> Docs {
        let mut names = Vec::new();
        let own = self.docs.schema(at, name);
        if !own.is_empty() || references(self.document, at, &mut names).is_none() {
            return own;
        }
        let schemas = self.document.components.as_ref().map(|c| &c.schemas);
        let found = names
            .first()
            .and_then(|target| Some((target, at_component(target, schemas?.get(target)?))))
            .map(|(target, at)| self.docs.schema(&at, target));
        Docs {
            deprecated: own.deprecated,
            alias: own.alias,
            ..found.unwrap_or_default()
        }
    }

    pub(super) fn rest(
        &mut self,
        shape: &Shape<'a>,
        at: &At<'a>,
        home: &Home,
        scope: &mut Scope,
    ) -> Option<Field> {
        let value = match &shape.additional {
            Additional::Schemas(values) => self.element(values, &home.below("value")),
            Additional::Any => self.untyped(&at.pointer, "additional properties of any type"),
            // Schemas that extend this one bring properties of their own.
            Additional::Unspecified if shape.base_of.is_some() => {
                self.untyped(&at.pointer, "properties of schemas that extend this one")
            }
            Additional::Unspecified | Additional::Forbidden => return None,
        };
        let inner = match &shape.additional {
            Additional::Schemas(values) => self.checks(values),
            _ => Checks::default(),
        };
        Some(Field {
            name: scope.claim("additional_properties", "map"),
            wire_name: String::new(),
            value: Type::Map(Box::new(value)),
            presence: Presence::Required,
            read_only: false,
            write_only: false,
            undeclared: false,
            example: None,
            checks: Checks {
                own: Vec::new(),
                inner: (!inner.is_empty()).then(|| Box::new(inner)),
            },
            docs: Docs::line("Properties without a field of their own."),
        })
    }
}

/// Objects with named properties, and those that allow no property at all.
pub(super) fn is_struct(shape: &Shape<'_>) -> bool {
    !shape.properties.is_empty()
        || (!shape.required.is_empty() && shape.type_ == Some("object"))
        || (shape.type_ == Some("object") && matches!(shape.additional, Additional::Forbidden))
}

/// A scope for the fields of a struct.
pub(super) fn field_names(shape: &Shape<'_>) -> Scope {
    let mut scope = Scope::new(Case::Value, &[]);
    scope.expect(shape.properties.keys().chain(&shape.required).copied());
    scope
}

fn undeclared_field(name: &str, value: Type, identifier: String) -> Field {
    Field {
        name: identifier,
        wire_name: name.to_owned(),
        value,
        presence: Presence::Required,
        read_only: false,
        write_only: false,
        undeclared: true,
        example: None,
        checks: Checks::default(),
        docs: Docs::line("Required by the description, which does not say what it is."),
    }
}

/// Reads an annotation of a schema in place.
fn annotation(at: &At<'_>, read: fn(&SchemaData) -> bool) -> bool {
    match at.node {
        Node::Inline(schema) => read(&schema.schema_data),
        Node::Reference(_) => false,
    }
}
