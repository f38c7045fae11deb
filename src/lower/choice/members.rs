//! The members of a `oneOf` or `anyOf` by themselves: what each is called, and which say nothing of their own.

use std::collections::HashMap;

use openapiv3::{Discriminator, OpenAPI};
use serde_json::Value;

use crate::ir::{Checks, Docs, Enum, EnumBase, Model, ModelKind, Type, UnionVariant};
use crate::lower::describe;
use crate::lower::keywords::{At, Keywords, Node, follow};
use crate::lower::scalar::{self, Listed};
use crate::lower::shape::{Choice, scratch};

/// A schema that only `null` matches, or that is there for nothing else: `{nullable: true}`, and beside a reference
/// `{type: object, nullable: true}`.
fn is_null<'a>(document: &'a OpenAPI, at: &At<'a>, beside_reference: bool) -> bool {
    let Some(k) = keywords(document, at) else {
        return false;
    };
    let is_bare = matches!(at.node, Node::Inline(_)) && k.only_all_of() && k.all_of.is_empty();
    let type_ = k
        .type_
        .filter(|name| !(beside_reference && *name == "object"));
    k.enumeration.as_slice() == [Value::Null]
        || k.type_ == Some("null")
        || (k.data.nullable && is_bare && type_.is_none() && k.checks.is_empty() && !k.not)
}

/// A schema that only the empty text matches.
pub fn is_empty_text<'a>(document: &'a OpenAPI, at: &At<'a>) -> bool {
    let is_empty = |k: Keywords<'_>| k.enumeration.as_slice() == [Value::from("")];
    keywords(document, at).is_some_and(is_empty)
}

/// What a member says, behind a reference too; the parts of that are placed below the member.
pub fn keywords<'a>(document: &'a OpenAPI, at: &At<'a>) -> Option<Keywords<'a>> {
    match follow(document, at.node)? {
        Node::Inline(schema) => Some(Keywords::new(&at.pointer, schema)),
        Node::Reference(_) => None,
    }
}

/// A word for each inline member: what it is, a property that only it has, or its position.
pub fn member_words<'a>(
    document: &'a OpenAPI,
    members: &[&At<'a>],
    discriminator: Option<&Discriminator>,
) -> Vec<String> {
    let words: Vec<Option<String>> = members
        .iter()
        .map(|member| member_word(document, member, discriminator))
        .collect();
    let telling: Vec<Option<String>> = own_properties(members)
        .into_iter()
        .zip(&words)
        .map(|(own, word)| {
            if is_unique(word, &words) {
                return word.clone();
            }
            own.or_else(|| word.clone())
        })
        .collect();
    (1..)
        .zip(&telling)
        .map(|(number, word)| match word {
            Some(text) if is_unique(word, &telling) => text.clone(),
            _ => format!("variant {number}"),
        })
        .collect()
}

fn is_unique(word: &Option<String>, words: &[Option<String>]) -> bool {
    words.iter().filter(|other| *other == word).count() == 1
}

/// For each member, the first property that it has in place and the others do not.
fn own_properties<'a>(members: &[&At<'a>]) -> Vec<Option<String>> {
    let properties = |member: &&At<'a>| match member.node {
        Node::Inline(schema) => {
            let properties = Keywords::new(&member.pointer, schema).properties;
            properties.into_iter().map(|(name, _)| name).collect()
        }
        Node::Reference(_) => Vec::new(),
    };
    let all: Vec<Vec<&str>> = members.iter().map(properties).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in all.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    let is_own = |name: &&&str| name.len() <= 40 && counts.get(**name) == Some(&1);
    all.iter()
        .map(|names| names.iter().find(is_own).map(|name| (*name).to_owned()))
        .collect()
}

/// A word for an inline member: its title, the value of the property that tells it apart, a property it requires,
/// or its type.
fn member_word<'a>(
    document: &'a OpenAPI,
    at: &At<'a>,
    discriminator: Option<&Discriminator>,
) -> Option<String> {
    if matches!(at.node, Node::Reference(_)) {
        return None;
    }
    if let Some(title) = title(at) {
        return Some(title.to_owned());
    }
    let shape = scratch(document, std::slice::from_ref(at));
    // The address of a vocabulary names nothing.
    let is_address = |text: &str| text.contains("://");
    let single = |property: &At<'_>| match values(property).as_slice() {
        [Value::String(text)] if !is_address(text) => Some(text.clone()),
        _ => None,
    };
    shape
        .properties
        .iter()
        .filter(|(name, _)| discriminator.is_none_or(|d| d.property_name == **name))
        .find_map(|(_, parts)| parts.iter().find_map(single))
        .or_else(|| shape.required.first().map(|name| (*name).to_owned()))
        .filter(|word| word.len() <= 40)
        .or_else(|| shape.type_.map(str::to_owned))
}

/// The title of an inline member, if it is short enough for a name.
fn title<'a>(at: &At<'a>) -> Option<&'a str> {
    let Node::Inline(schema) = at.node else {
        return None;
    };
    let title = schema.schema_data.title.as_deref();
    title.filter(|title| !title.trim().is_empty() && title.len() <= 60)
}

/// The values that an inline member lists.
pub fn values(member: &At<'_>) -> Vec<Value> {
    match member.node {
        Node::Inline(schema) => Keywords::new(&member.pointer, schema).enumeration,
        Node::Reference(_) => Vec::new(),
    }
}

/// Members that do nothing but list values are one enum.
pub fn listed(members: &[&At<'_>], open: bool) -> Option<Enum> {
    let mut all = Vec::new();
    let mut docs = Vec::new();
    let mut names = Vec::new();
    let titles = Titles::of(members.iter().copied());
    for member in members {
        let values = values(member);
        if values.is_empty() {
            return None;
        }
        for value in &values {
            let name = match values.len() {
                1 => titles.name(value, member),
                _ => scalar::text(value),
            };
            let own = (values.len() == 1).then(|| describe::schema(member, &name));
            docs.push(own.unwrap_or_default());
            names.extend((!value.is_null()).then_some(name));
        }
        all.extend(values);
    }
    let Listed::Enum(mut listed) = scalar::enumeration(&all, &names, open) else {
        return None;
    };
    // Of docs for the same value the first counts.
    let mut docs: HashMap<Value, Docs> = all.into_iter().zip(docs).rev().collect();
    for variant in &mut listed.variants {
        let mut own = docs.remove(&variant.value).unwrap_or_default();
        own.paragraph(std::mem::take(&mut variant.docs.lines));
        variant.docs = own;
    }
    Some(listed)
}

/// Whether a member does nothing but give a name to one value.
pub fn is_named_value(member: &At<'_>) -> bool {
    values(member).len() == 1 && title(member).is_some()
}

/// The words for values that unions beside them name one by one; none without such unions.
pub fn value_names(choices: &[Choice<'_>], listed: &[Value]) -> Vec<String> {
    if choices.is_empty() {
        return Vec::new();
    }
    let members = || choices.iter().flat_map(|choice| &choice.members);
    let titles = Titles::of(members());
    let mut owners: HashMap<Value, &At<'_>> = HashMap::new();
    for member in members() {
        if let [value] = values(member).as_slice() {
            owners.entry(value.clone()).or_insert(member);
        }
    }
    let name = |value: &Value| match owners.get(value) {
        Some(member) => titles.name(value, member),
        None => scalar::text(value),
    };
    let listed = listed.iter().filter(|value| !value.is_null());
    listed.map(name).collect()
}

/// How many members of a list of values have each title.
struct Titles<'a>(HashMap<&'a str, usize>);

impl<'a> Titles<'a> {
    fn of<'m>(members: impl Iterator<Item = &'m At<'a>>) -> Self
    where
        'a: 'm,
    {
        let mut counts = HashMap::new();
        for title in members.filter_map(title) {
            *counts.entry(title).or_default() += 1;
        }
        Self(counts)
    }

    /// The words for the one value of a member: its own, or, for what is no word, the title that only this member has.
    fn name(&self, value: &Value, member: &At<'a>) -> String {
        let own = scalar::text(value);
        if own.contains(char::is_alphabetic) {
            return own;
        }
        let is_telling = |text: &&str| {
            text.contains(char::is_alphabetic) && self.0.get(text).copied() == Some(1)
        };
        title(member).filter(is_telling).map_or(own, str::to_owned)
    }
}

/// A member that is always the same text.
pub fn constant(text: &str, member: &At<'_>) -> UnionVariant {
    let mut docs = describe::schema(member, "");
    docs.paragraph(describe::literal_docs(&Value::from(text)).lines);
    UnionVariant {
        name: text.to_owned(),
        value: Type::String,
        constant: Some(text.to_owned()),
        tags: Vec::new(),
        docs,
        checks: Checks::default(),
    }
}

/// The members but `null`, which is the business of the place.
pub fn without_null<'m, 'a>(document: &'a OpenAPI, members: &'m [At<'a>]) -> Vec<&'m At<'a>> {
    let has_reference = members
        .iter()
        .any(|member| matches!(member.node, Node::Reference(_)));
    let kept = members.iter();
    let kept = kept.filter(|member| !is_null(document, member, has_reference));
    let kept: Vec<&At<'a>> = kept.collect();
    match kept.is_empty() {
        true => members.iter().collect(),
        false => kept,
    }
}

/// The empty text beside any text says nothing new.
pub fn without_empty_text<'m, 'a>(members: Vec<&'m At<'a>>) -> Vec<&'m At<'a>> {
    let is_text = |member: &&At<'_>| match member.node {
        Node::Inline(schema) => {
            let k = Keywords::new(&member.pointer, schema);
            k.type_ == Some("string") && k.enumeration.is_empty() && k.data.title.is_none()
        }
        Node::Reference(_) => false,
    };
    if !members.iter().any(is_text) {
        return members;
    }
    let kept = members.into_iter();
    kept.filter(|member| values(member).as_slice() != [Value::from("")])
        .collect()
}

/// A string beside an open enum of strings says nothing new: the enum keeps unknown texts.
pub fn without_plain_text<'m, 'a>(members: Vec<&'m At<'a>>) -> Vec<&'m At<'a>> {
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
pub fn drop_covered(variants: &mut Vec<UnionVariant>, models: &[Model]) {
    let has_text_enum = variants.iter().any(|variant| {
        match &variant.value {
        Type::Model(id, _) => models.get(*id).is_some_and(|model| {
            matches!(&model.kind, ModelKind::Enum(e) if e.base == EnumBase::String && e.unknown.is_some())
        }),
        _ => false,
    }
    });
    if has_text_enum {
        variants.retain(|variant| !variant.is(&Type::String));
    }
}

/// Drops the member that allows any value: beside scalars, which either fit or do not, the union keeps such a value as
/// one that it does not know. Says whether there was one.
pub fn drop_anything(variants: &mut Vec<UnionVariant>) -> bool {
    let is_any = |variant: &UnionVariant| variant.is(&Type::Any) && variant.tags.is_empty();
    let is_scalar = |variant: &UnionVariant| {
        let scalar = matches!(variant.value, Type::Bool | Type::Number(_) | Type::String);
        scalar && variant.constant.is_none()
    };
    let drops = variants.iter().any(is_any)
        && variants.iter().any(is_scalar)
        && variants
            .iter()
            .all(|variant| is_any(variant) || is_scalar(variant));
    if drops {
        variants.retain(is_scalar);
    }
    drops
}
