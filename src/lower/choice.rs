//! `oneOf` and `anyOf` to unions.

mod base;
mod emptyable;
mod members;
mod tagged;
mod tags;
mod words;

use openapiv3::Discriminator;
use serde_json::Value;

use self::emptyable::beside_empty_text;
pub use self::members::value_names;
use self::members::{
    constant, drop_anything, drop_covered, is_named_value, listed, member_words, values,
    without_empty_text, without_null, without_plain_text,
};
pub use self::tagged::is_told_apart;
use self::tagged::{Tagged, tagged};
use self::tags::component_of;
use super::describe;
use super::keywords::{Additional, At, Node};
use super::names::{Case, Scope};
use super::object::is_struct;
use super::schema::{Home, Target, Types};
use super::shape::{Choice, Shape};
use crate::diagnostic::Code;
use crate::ir::{
    Checks, Dispatch, Docs, Field, ModelKind, Presence, Rules, Type, Union, UnionVariant,
};
use crate::spec::origin::child;

impl<'a> Types<'a, '_> {
    /// The model of a shape with `oneOf` or `anyOf`, or (`Err`) a plain type where that is all there is to it.
    pub(super) fn choices(
        &mut self,
        shape: &Shape<'a>,
        at: &At<'a>,
        home: &Home,
        target: Target<'_>,
    ) -> Result<Type, Type> {
        self.report_additional(shape, at);
        let has_fields = !shape.properties.is_empty()
            || (!shape.required.is_empty() && shape.type_ == Some("object"));
        if has_fields || shape.choices.len() > 1 {
            if shape
                .choices
                .iter()
                .all(|choice| self.is_object_choice(choice, &mut Vec::new()))
            {
                return Ok(self.object_with_choices(shape, at, home, target));
            }
            if !has_fields || shape.type_ != Some("object") {
                self.warn(
                    Code::UntypedSchema,
                    &at.pointer,
                    "several `oneOf`/`anyOf` apply together and not all members are objects; the value is untyped",
                );
                return Err(self.untyped(&at.pointer, "several unions"));
            }
            self.warn(
                Code::UnsupportedKeyword,
                &at.pointer,
                "not all members of the union are objects; the properties beside it are ignored",
            );
        }
        match shape.choices.as_slice() {
            [choice] => self.union(choice, at, home, target),
            _ => Err(self.untyped(&at.pointer, "several unions")),
        }
    }

    /// Reports further properties beside a union: what no member knows, none keeps.
    fn report_additional(&mut self, shape: &Shape<'a>, at: &At<'a>) {
        let pointer = match &shape.additional {
            Additional::Schemas(values) => match values.first() {
                Some(first) => first.pointer.clone(),
                None => return,
            },
            Additional::Any => child(&at.pointer, "additionalProperties"),
            Additional::Unspecified | Additional::Forbidden => return,
        };
        self.warn(
            Code::UnsupportedKeyword,
            &pointer,
            "`additionalProperties` beside `oneOf` or `anyOf` is ignored; a member keeps what it says itself",
        );
    }

    /// Properties, and beside them what the unions bring.
    fn object_with_choices(
        &mut self,
        shape: &Shape<'a>,
        at: &At<'a>,
        home: &Home,
        target: Target<'_>,
    ) -> Type {
        let type_ = self.object(shape, at, home, target);
        let Type::Model(id, _) = type_ else {
            return type_;
        };
        let mut flattened = Vec::new();
        for (index, choice) in shape.choices.iter().enumerate() {
            let name = if index == 0 {
                "kind".to_owned()
            } else {
                format!("kind {}", index + 1)
            };
            let home = home.below(&name);
            let value = match self.union(choice, at, &home, Target::Inline(&home)) {
                Ok(type_) | Err(type_) => type_,
            };
            flattened.push(Field {
                name,
                wire_name: String::new(),
                value,
                presence: Presence::Required,
                read_only: false,
                write_only: false,
                undeclared: false,
                example: None,
                checks: Checks::default(),
                docs: Docs::line("What the object holds beside the other fields."),
            });
        }
        if let Some(ModelKind::Struct(object)) =
            self.models.get_mut(id).map(|model| &mut model.kind)
        {
            let mut scope = Scope::new(Case::Value, &[]);
            for field in object.fields.iter_mut().chain(&mut object.rest) {
                scope.claim(field.name.trim_start_matches("r#"), "value");
            }
            for field in &mut flattened {
                field.name = scope.claim(&field.name, "union");
            }
            // What no field takes belongs to the union.
            object.rest = None;
            object.flattened = flattened;
        }
        type_
    }

    /// Whether all members are objects; `seen` are the lists that are being looked at already.
    fn is_object_choice(&self, choice: &Choice<'a>, seen: &mut Vec<String>) -> bool {
        if seen.contains(&choice.pointer) {
            return true;
        }
        seen.push(choice.pointer.clone());
        choice.members.iter().all(|member| {
            let shape = self.scratch(std::slice::from_ref(member));
            let mut inner = shape.choices.iter();
            is_struct(&shape)
                || shape.type_ == Some("object")
                || (!shape.choices.is_empty()
                    && inner.all(|choice| self.is_object_choice(choice, seen)))
        })
    }

    /// Whether a union does nothing but list the values of a scalar.
    pub(super) fn only_lists(&mut self, shape: &Shape<'a>, home: &Home) -> bool {
        let [choice] = shape.choices.as_slice() else {
            return false;
        };
        let open = self.options.is_open(&home.key);
        listed(&self.telling(choice), open).is_some()
    }

    /// The members that say something of their own.
    pub(super) fn telling<'c>(&self, choice: &'c Choice<'a>) -> Vec<&'c At<'a>> {
        let members = without_null(self.document, &choice.members);
        let members = without_empty_text(members);
        if self.options.open_by_default() {
            without_plain_text(members)
        } else {
            members
        }
    }

    fn union(
        &mut self,
        choice: &Choice<'a>,
        at: &At<'a>,
        home: &Home,
        target: Target<'_>,
    ) -> Result<Type, Type> {
        let members = self.telling(choice);
        let is_told_apart = match (members.as_slice(), choice.discriminator) {
            ([only], Some(discriminator)) => is_told_apart(self.document, only, discriminator),
            _ => false,
        };
        if let [only] = members.as_slice()
            && !is_named_value(only)
            && !is_told_apart
        {
            let parts = std::slice::from_ref(*only);
            return match self.sole_reference(parts) {
                Some(type_) => Err(type_),
                None => {
                    let shape = self.shape(parts);
                    Ok(self.build(&shape, only, home, target))
                }
            };
        }
        if let Some(listed) = listed(&members, self.options.is_open(&home.key)) {
            return Ok(self.enumeration(listed, at, target));
        }
        if let Some(member) = beside_empty_text(self.document, &members) {
            return Err(self.emptyable(member, home, target));
        }
        let (id, type_) = self.open(at, "Union", target);
        let discriminator = base::discriminator(self.document, choice, &members);
        let tagged = tagged(self.document, &members);
        let property = match &tagged {
            Some(members) => members.first().map(|member| member.property.to_owned()),
            None => discriminator.map(|d| d.property_name.clone()),
        };
        let is_tagged = tagged.is_some();
        let mut variants = match tagged {
            Some(members) => self.tagged_variants(members, home),
            None => self.variants(discriminator, &members, home),
        };
        self.add_mapped(choice, &mut variants);
        drop_covered(&mut variants, &self.models);
        let is_open = drop_anything(&mut variants);
        if let [only] = variants.as_slice()
            && !is_open
            && !is_told_apart
        {
            let only = only.value.clone();
            self.set(id, ModelKind::Alias(only));
            return Ok(type_);
        }
        let unknown = self.name_variants(id, &mut variants, is_tagged);
        let dispatch = match property {
            Some(property) if variants.iter().all(|v| !v.tags.is_empty()) => {
                let untold = Rules::default();
                Dispatch::Tag { property, untold }
            }
            // The rules need all models; see `dispatch`.
            _ => Dispatch::Rules(Rules::default()),
        };
        self.set(
            id,
            ModelKind::Union(Union {
                variants,
                dispatch,
                unknown,
            }),
        );
        Ok(type_)
    }

    fn variants(
        &mut self,
        discriminator: Option<&Discriminator>,
        members: &[&At<'a>],
        home: &Home,
    ) -> Vec<UnionVariant> {
        let mut variants: Vec<UnionVariant> = Vec::new();
        let words = member_words(self.document, members, discriminator);
        for (member, word) in members.iter().zip(words) {
            if let [Value::String(text)] = values(member).as_slice() {
                variants.push(constant(text, member));
                continue;
            }
            let value = self.typed(member, &home.below(&word)).type_;
            let tags = discriminator
                .map(|d| self.tags(d, member))
                .unwrap_or_default();
            match variants.iter_mut().find(|known| known.is(&value)) {
                Some(known) => {
                    known.tags.extend(tags);
                    known.tags.dedup();
                }
                None => variants.push(UnionVariant {
                    name: word,
                    value,
                    constant: None,
                    tags,
                    docs: match member.node {
                        Node::Inline(_) => self.docs.schema(member, ""),
                        Node::Reference(_) => self.described(member, "").summary(),
                    },
                    checks: self.checks(std::slice::from_ref(*member)),
                }),
            }
        }
        variants
    }

    /// A variant for each tag.
    fn tagged_variants(&mut self, members: Vec<Tagged<'a>>, home: &Home) -> Vec<UnionVariant> {
        let variants = members.into_iter().map(|member| {
            let mut docs = self.described(&member.target, "").summary();
            docs.paragraph([describe::code(&member.tag)]);
            UnionVariant {
                name: member.tag.clone(),
                value: self.typed(&member.target, home).type_,
                constant: None,
                tags: vec![member.tag],
                docs,
                checks: self.checks(std::slice::from_ref(&member.target)),
            }
        });
        variants.collect()
    }

    /// Members that only the discriminator's mapping names.
    fn add_mapped(&mut self, choice: &Choice<'a>, variants: &mut Vec<UnionVariant>) {
        for (tag, target) in choice.discriminator.into_iter().flat_map(|d| &d.mapping) {
            let Some(value) = component_of(target).and_then(|name| self.component_type(&name))
            else {
                self.warn(
                    Code::DanglingReference,
                    &choice.pointer,
                    format!(
                        "the discriminator maps {} to `{target}`, which is no schema",
                        describe::code(tag)
                    ),
                );
                continue;
            };
            if !variants.iter().any(|variant| variant.is(&value)) {
                variants.push(UnionVariant {
                    name: String::new(),
                    value,
                    constant: None,
                    tags: vec![tag.clone()],
                    docs: Docs::default(),
                    checks: Checks::default(),
                });
            }
        }
    }
}

/// A string, number or truth value as the text that a discriminator is compared with.
#[must_use]
pub fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
