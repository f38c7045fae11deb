//! How members that are all objects are told apart.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;

use super::kinds::structs;
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{JsonKind, Model, ModelKind, Presence, Rule, Rules, Struct, Test, Type, Union};
use crate::lower::choice::scalar_text;

/// Objects: by a property with known texts, by a property of their own, else in order.
pub fn objects(
    models: &[Model],
    union: &Union,
    members: &[usize],
    pointer: &str,
    diagnostics: &mut Diagnostics,
    rules: &mut Rules,
) {
    let shapes: Vec<(usize, Members<'_>)> = members
        .iter()
        .filter_map(|i| {
            union
                .variants
                .get(*i)
                .map(|v| (*i, structs(models, &v.value, &mut Vec::new())))
        })
        .collect();
    if let Some(tagged) = by_tag(models, &shapes) {
        rules.steps.extend(tagged);
        return;
    }
    let census = Census::of(models, &shapes);
    let undecided: Vec<&str> = shapes
        .iter()
        .filter(|(_, members)| census.own_property(members.as_deref()).is_none())
        .filter_map(|(index, _)| union.variants.get(*index))
        .map(|variant| variant.name.as_str())
        .collect();
    if undecided.len() > 1 {
        diagnostics.push(
            Code::AmbiguousUnion,
            pointer,
            format!(
                "nothing tells {} apart for certain; they are tried in this order, \
                 passing over those that would lose a property which another one knows",
                undecided.join(", ")
            ),
        );
    }
    let fitting = fitting(&census, &shapes, rules);
    rules.steps.extend(fitting);
}

/// A rule for each member that would lose nothing. One that takes any property comes after those that know all that
/// are there.
pub fn fitting(
    census: &Census<'_>,
    shapes: &[(usize, Members<'_>)],
    rules: &mut Rules,
) -> Vec<Rule> {
    let (closed, open): (Vec<_>, Vec<_>) = shapes
        .iter()
        .partition(|(_, members)| members.as_deref().is_some_and(is_closed));
    let mut told_apart_by = BTreeSet::new();
    let mut rule = |member: &(usize, Members<'_>), mut test: Test| {
        for (property, own) in census.own_texts(member.1.as_deref()) {
            told_apart_by.insert(property.clone());
            test = Test::Admits {
                property,
                own,
                test: Box::new(test),
            };
        }
        Rule {
            variant: member.0,
            test,
            tentative: true,
        }
    };
    let required =
        |(_, members): &(usize, Members<'_>)| match census.own_property(members.as_deref()) {
            Some(property) => vec![property],
            None => members.as_deref().map(required_by_all).unwrap_or_default(),
        };
    let fits = |member: &(usize, Members<'_>), exact: bool| Test::Fits {
        required: required(member),
        own: names(member),
        exact,
    };
    let mut steps = Vec::new();
    if !open.is_empty() || census.has_telling_null(&closed) {
        steps.extend(closed.iter().map(|member| rule(member, fits(member, true))));
    }
    let has = |member: &(usize, Members<'_>)| match required(member) {
        none if none.is_empty() => Test::Kind(JsonKind::Object),
        required => Test::Has(required),
    };
    steps.extend(open.iter().map(|member| rule(member, has(member))));
    match closed.as_slice() {
        // No other member has a property to lose.
        [only] => steps.push(rule(only, has(only))),
        several => {
            let members = several.iter().flat_map(|member| names(member));
            rules.structs.extend(members);
            let fitting = several
                .iter()
                .map(|member| rule(member, fits(member, false)));
            steps.extend(fitting);
        }
    }
    for property in told_apart_by {
        let texts = census.texts.get(&property).into_iter().flatten().cloned();
        rules.texts.entry(property).or_default().extend(texts);
    }
    steps
}

/// The structs that a member of a union can be, with their names; `None` where it can be something else.
pub type Members<'m> = Option<Vec<(&'m str, &'m Struct)>>;

fn names((_, members): &(usize, Members<'_>)) -> Vec<String> {
    let members = members.iter().flatten();
    members.map(|(name, _)| (*name).to_owned()).collect()
}

/// Whether the structs take no properties but those that they know.
fn is_closed(members: &[(&str, &Struct)]) -> bool {
    let closed = |object: &Struct| object.rest.is_none() && object.flattened.is_empty();
    members.iter().all(|(_, object)| closed(object))
}

/// A property whose texts are listed by every member, no text by two of them.
fn by_tag(models: &[Model], shapes: &[(usize, Members<'_>)]) -> Option<Vec<Rule>> {
    let (_, first) = shapes.first()?.1.as_ref()?.first()?;
    first.fields.iter().find_map(|candidate| {
        let mut seen = BTreeSet::new();
        let mut rules = Vec::new();
        for (index, members) in shapes {
            let mut values = Vec::new();
            for (_, member) in members.as_ref()? {
                let field = member
                    .fields
                    .iter()
                    .find(|f| f.wire_name == candidate.wire_name)?;
                if field.presence != Presence::Required {
                    return None;
                }
                values.extend(listed_scalars(models, &field.value)?);
            }
            values.sort();
            values.dedup();
            if values.is_empty() || !values.iter().all(|value| seen.insert(value.clone())) {
                return None;
            }
            let test = Test::Tag {
                property: candidate.wire_name.clone(),
                values,
            };
            rules.push(Rule {
                variant: *index,
                test,
                tentative: false,
            });
        }
        Some(rules)
    })
}

/// What the members of a union know together. Counted once, so that a member need not be compared with each other one.
pub struct Census<'m> {
    models: &'m [Model],
    /// How many members know a property.
    knowing: HashMap<&'m str, usize>,
    /// How many take properties that they do not know.
    open: usize,
    /// The texts that they list for a property.
    texts: IndexMap<String, BTreeSet<String>>,
}

impl<'m> Census<'m> {
    /// Counts what the members know.
    pub fn of(models: &'m [Model], shapes: &[(usize, Members<'m>)]) -> Self {
        let mut census = Self {
            models,
            knowing: HashMap::new(),
            open: 0,
            texts: IndexMap::new(),
        };
        for (_, members) in shapes {
            census.open += usize::from(!members.as_deref().is_some_and(is_closed));
            let fields = members
                .iter()
                .flatten()
                .flat_map(|(_, object)| &object.fields);
            let mut names = BTreeSet::new();
            for field in fields {
                names.insert(field.wire_name.as_str());
                if let Some(texts) = listed_scalars(models, &field.value) {
                    let known = census.texts.entry(field.wire_name.clone()).or_default();
                    known.extend(texts);
                }
            }
            for name in names {
                *census.knowing.entry(name).or_default() += 1;
            }
        }
        census
    }

    /// A property that this member requires and no other member knows or takes.
    fn own_property(&self, members: Option<&[(&str, &Struct)]>) -> Option<String> {
        let members = members?;
        if self.open > usize::from(!is_closed(members)) {
            return None;
        }
        let mut required = required_by_all(members).into_iter();
        required.find(|property| self.knowing.get(property.as_str()) == Some(&1))
    }

    /// The texts that this member lists for a property, where other members list more.
    fn own_texts(&self, members: Option<&[(&str, &Struct)]>) -> Vec<(String, BTreeSet<String>)> {
        let Some(((_, first), others)) = members.and_then(<[_]>::split_first) else {
            return Vec::new();
        };
        let listed = |object: &Struct, name: &str| {
            let field = object.fields.iter().find(|field| field.wire_name == name);
            field.and_then(|field| listed_scalars(self.models, &field.value))
        };
        let mut found = Vec::new();
        for (name, all) in first
            .fields
            .iter()
            .filter_map(|field| self.texts.get_key_value(&field.wire_name))
        {
            let own = std::iter::once(*first).chain(others.iter().map(|(_, object)| *object));
            let own: Option<Vec<_>> = own.map(|object| listed(object, name)).collect();
            let own: BTreeSet<String> = own.into_iter().flatten().flatten().collect();
            if !own.is_empty() && own.len() < all.len() {
                found.push((name.clone(), own));
            }
        }
        found
    }

    /// Whether a member knows a property that can be `null` and that another one does not know: there, `null` tells
    /// something.
    fn has_telling_null(&self, closed: &[&(usize, Members<'_>)]) -> bool {
        let structs = closed
            .iter()
            .flat_map(|(_, members)| members.iter().flatten());
        let mut fields = structs.flat_map(|(_, object)| &object.fields);
        fields.any(|field| {
            let nullable = matches!(
                field.presence,
                Presence::RequiredNullable | Presence::OptionalNullable
            );
            (nullable || field.value == Type::Any)
                && self.knowing.get(field.wire_name.as_str()) != Some(&closed.len())
        })
    }
}

fn listed_scalars(models: &[Model], type_: &Type) -> Option<Vec<String>> {
    let Type::Model(id, _) = type_ else {
        return None;
    };
    match &models.get(*id)?.kind {
        ModelKind::Enum(e) => e
            .variants
            .iter()
            .map(|variant| scalar_text(&variant.value))
            .collect(),
        ModelKind::Alias(inner) => listed_scalars(models, inner),
        _ => None,
    }
}

fn required_by_all(members: &[(&str, &Struct)]) -> Vec<String> {
    let Some(((_, first), others)) = members.split_first() else {
        return Vec::new();
    };
    let required = |object: &Struct, name: &str| {
        object.fields.iter().any(|f| {
            f.wire_name == name
                && matches!(f.presence, Presence::Required | Presence::RequiredNullable)
        })
    };
    first
        .fields
        .iter()
        .map(|field| field.wire_name.clone())
        .filter(|name| {
            required(first, name) && others.iter().all(|(_, other)| required(other, name))
        })
        .collect()
}
