//! `oneOf` and `anyOf` to unions.

use openapiv3::Discriminator;
use serde_json::Value;

use super::describe;
use super::keywords::{At, Keywords, Node, component_name};
use super::names::chosen::Thing;
use super::names::{Case, Scope, name};
use super::object::is_struct;
use super::schema::{Home, Target, Types};
use super::shape::{Choice, Shape, Shaper};
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{
    Checks, Dispatch, Docs, Field, ModelId, ModelKind, Presence, Type, Union, UnionVariant,
};

impl<'a> Types<'a, '_> {
    /// The model of a shape with `oneOf` or `anyOf`, or (`Err`) a plain type where that is all there is to it.
    pub(super) fn choices(
        &mut self,
        shape: &Shape<'a>,
        at: &At<'a>,
        home: &Home,
        target: Target<'_>,
    ) -> Result<Type, Type> {
        if is_struct(shape) || shape.choices.len() > 1 {
            if shape
                .choices
                .iter()
                .all(|choice| self.is_object_choice(choice, &mut Vec::new()))
            {
                return Ok(self.object_with_choices(shape, at, home, target));
            }
            if !is_struct(shape) || shape.type_ != Some("object") {
                self.warn(
                    Code::UntypedSchema,
                    &at.pointer,
                    "several `oneOf`/`anyOf` apply together and not all members are objects; the value is untyped",
                );
                return Err(self.untyped(&at.pointer, "several unions"));
            }
        }
        match shape.choices.as_slice() {
            [choice] => self.union(choice, at, home, target),
            _ => Err(self.untyped(&at.pointer, "several unions")),
        }
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
            let mut scratch = Diagnostics::default();
            let shape = Shaper::shape(self.document, &mut scratch, std::slice::from_ref(member));
            let mut inner = shape.choices.iter();
            is_struct(&shape)
                || shape.type_ == Some("object")
                || (!shape.choices.is_empty()
                    && inner.all(|choice| self.is_object_choice(choice, seen)))
        })
    }

    fn union(
        &mut self,
        choice: &Choice<'a>,
        at: &At<'a>,
        home: &Home,
        target: Target<'_>,
    ) -> Result<Type, Type> {
        let members: Vec<&At<'a>> = choice
            .members
            .iter()
            .filter(|member| !is_null(member))
            .collect();
        let members = if self.options.open_by_default() {
            without_plain_text(members)
        } else {
            members
        };
        if let [only] = members.as_slice() {
            let parts = std::slice::from_ref(*only);
            return match self.sole_reference(parts) {
                Some(type_) => Err(type_),
                None => {
                    let shape = Shaper::shape(self.document, self.diagnostics, parts);
                    Ok(self.build(&shape, only, home, target))
                }
            };
        }
        let (id, type_) = self.open(at, "Union", target);
        let mut variants: Vec<UnionVariant> = Vec::new();
        let words = member_words(&members, choice.discriminator);
        for (member, word) in members.iter().zip(words) {
            let value = self.typed(member, &home.below(&word)).type_;
            let tags = choice
                .discriminator
                .map(|d| self.tags(d, member))
                .unwrap_or_default();
            match variants.iter_mut().find(|known| known.value == value) {
                Some(known) => {
                    known.tags.extend(tags);
                    known.tags.dedup();
                }
                None => variants.push(UnionVariant {
                    name: word,
                    value,
                    tags,
                    docs: match member.node {
                        Node::Inline(_) => describe::schema(member, ""),
                        Node::Reference(_) => self.described(member, "").summary(),
                    },
                    checks: self.checks(std::slice::from_ref(*member)),
                }),
            }
        }
        self.add_mapped(choice, &mut variants);
        drop_covered(&mut variants, &self.models);
        if let [only] = variants.as_slice() {
            let only = only.value.clone();
            self.set(id, ModelKind::Alias(only));
            return Ok(type_);
        }
        let unknown = self.name_variants(id, &mut variants);
        let dispatch = match choice.discriminator {
            Some(d) if variants.iter().all(|v| !v.tags.is_empty()) => Dispatch::Tag {
                property: d.property_name.clone(),
            },
            // The rules need all models; see `dispatch`.
            _ => Dispatch::Rules(Vec::new()),
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

    fn name_variants(&mut self, id: ModelId, variants: &mut [UnionVariant]) -> String {
        let owner = self.key(id);
        let mut scope = Scope::new(Case::Variant, &["Self"]);
        for variant in variants.iter_mut() {
            let component = |id: ModelId| self.models.get(id)?.component.clone();
            let (key, words) = match &variant.value {
                Type::Model(id, type_name) => match component(*id) {
                    Some(component) => (component, type_name.clone()),
                    None => (name(&variant.name, Case::Variant), variant.name.clone()),
                },
                other => (scalar_word(other), scalar_word(other)),
            };
            let key = format!("{owner}.{key}");
            variant.name = self
                .names
                .claim(&mut scope, Thing::Variant, &key, &words, "Value");
        }
        scope.claim("Unknown", "Value")
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
            if !variants.iter().any(|variant| variant.value == value) {
                variants.push(UnionVariant {
                    name: String::new(),
                    value,
                    tags: vec![tag.clone()],
                    docs: Docs::default(),
                    checks: Checks::default(),
                });
            }
        }
    }

    /// The discriminator's values that choose a member: those of the mapping, else those that the member itself
    /// allows, else its name ([Discriminator Object](https://spec.openapis.org/oas/v3.0.3#discriminator-object)).
    fn tags(&self, discriminator: &Discriminator, member: &At<'a>) -> Vec<String> {
        let component = match member.node {
            Node::Reference(reference) => component_name(reference),
            Node::Inline(_) => None,
        };
        let mapped: Vec<String> = discriminator
            .mapping
            .iter()
            .filter(|(_, target)| component.is_some() && component_of(target) == component)
            .map(|(tag, _)| tag.clone())
            .collect();
        if !mapped.is_empty() {
            return mapped;
        }
        let own = self.allowed_texts(member, &discriminator.property_name);
        if own.is_empty() {
            component.into_iter().collect()
        } else {
            own
        }
    }

    /// The texts that a member's property can have, where it lists them.
    fn allowed_texts(&self, member: &At<'a>, property: &str) -> Vec<String> {
        let mut scratch = Diagnostics::default();
        let shape = Shaper::shape(self.document, &mut scratch, std::slice::from_ref(member));
        let Some(parts) = shape.properties.get(property) else {
            return Vec::new();
        };
        let property = Shaper::shape(self.document, &mut scratch, parts);
        property
            .enumeration
            .unwrap_or_default()
            .iter()
            .filter_map(scalar_text)
            .collect()
    }
}

fn component_of(target: &str) -> Option<String> {
    component_name(target).or_else(|| (!target.contains('/')).then(|| target.to_owned()))
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

/// A schema that only `null` matches.
fn is_null(at: &At<'_>) -> bool {
    let Node::Inline(schema) = at.node else {
        return false;
    };
    let k = Keywords::new(&at.pointer, schema);
    k.enumeration.as_slice() == [Value::Null] || k.type_ == Some("null")
}

/// A word for each inline member; its position only where it has none of its own.
fn member_words(members: &[&At<'_>], discriminator: Option<&Discriminator>) -> Vec<String> {
    let words: Vec<Option<String>> = members
        .iter()
        .map(|member| member_word(member, discriminator))
        .collect();
    let own = |word: &Option<String>| words.iter().filter(|other| *other == word).count() == 1;
    words
        .iter()
        .enumerate()
        .map(|(index, word)| match word {
            Some(text) if own(word) => text.clone(),
            _ => format!("variant {}", index + 1),
        })
        .collect()
}

/// A word for an inline member: its title, the value of the property that tells it apart, a property it requires,
/// or its type.
fn member_word(at: &At<'_>, discriminator: Option<&Discriminator>) -> Option<String> {
    let Node::Inline(schema) = at.node else {
        return None;
    };
    let k = Keywords::new(&at.pointer, schema);
    if let Some(title) = k
        .data
        .title
        .as_ref()
        .filter(|title| !title.trim().is_empty() && title.len() <= 60)
    {
        return Some(title.clone());
    }
    let single = |property: &At<'_>| match property.node {
        Node::Inline(schema) => match Keywords::new(&property.pointer, schema)
            .enumeration
            .as_slice()
        {
            [Value::String(text)] => Some(text.clone()),
            _ => None,
        },
        Node::Reference(_) => None,
    };
    k.properties
        .iter()
        .filter(|(name, _)| discriminator.is_none_or(|d| d.property_name == *name))
        .find_map(|(_, property)| single(property))
        .or_else(|| k.required.first().cloned())
        .filter(|word| word.len() <= 40)
        .or_else(|| k.type_.map(str::to_owned))
}

/// A string beside an open enum of strings says nothing new: the enum keeps unknown texts.
fn without_plain_text<'m, 'a>(members: Vec<&'m At<'a>>) -> Vec<&'m At<'a>> {
    let listed = |member: &At<'_>| match member.node {
        Node::Inline(schema) => {
            let k = Keywords::new(&member.pointer, schema);
            (k.type_ == Some("string")).then_some(!k.enumeration.is_empty())
        }
        Node::Reference(_) => None,
    };
    if !members.iter().any(|member| listed(member) == Some(true)) {
        return members;
    }
    let kept = members.into_iter();
    kept.filter(|member| listed(member) != Some(false))
        .collect()
}

/// The same, for members behind references.
fn drop_covered(variants: &mut Vec<UnionVariant>, models: &[crate::ir::Model]) {
    let has_text_enum = variants.iter().any(|variant| {
        match &variant.value {
        Type::Model(id, _) => models.get(*id).is_some_and(|model| {
            matches!(&model.kind, ModelKind::Enum(e) if e.base == crate::ir::EnumBase::String && e.unknown.is_some())
        }),
        _ => false,
    }
    });
    if has_text_enum {
        variants.retain(|variant| variant.value != Type::String);
    }
}

fn scalar_word(type_: &Type) -> String {
    let word = match type_ {
        Type::Bool => "Boolean",
        Type::Number(name) if name.starts_with('f') => "Number",
        Type::Number(_) => "Integer",
        Type::Exact => "Number",
        Type::String => "String",
        Type::Bytes | Type::Base64 => "Bytes",
        Type::List(_) => "Array",
        Type::Map(_) => "Object",
        Type::Any => "Any",
        Type::Form => "Form",
        Type::External(_, path) => {
            let path = path.split('<').next().unwrap_or(path);
            path.rsplit("::").next().unwrap_or(path)
        }
        Type::Model(..) => "Value",
        Type::Unit => "Null",
        Type::Option(inner)
        | Type::Nullable(inner)
        | Type::Boxed(inner)
        | Type::Stream(_, inner) => return scalar_word(inner),
    };
    word.to_owned()
}
