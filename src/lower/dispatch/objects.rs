//! How members that are all objects are told apart.

use std::collections::BTreeSet;

use super::apart::undecided;
use super::census::{Census, required_by_all};
use super::kinds::structs;
use super::tags::{by_inner_tag, by_tag};
use crate::diagnostic::{Code, Diagnostics};
use crate::ir::{JsonKind, Model, Rule, Rules, Struct, Test, Union};

/// Objects: by a property with known texts, by a property of their own, else in order.
pub fn objects(
    models: &[Model],
    union: &Union,
    members: &[usize],
    pointer: &str,
    diagnostics: &mut Diagnostics,
    rules: &mut Rules,
) {
    let shapes = shapes(models, union, members);
    if let Some(tagged) = by_tag(models, union, members) {
        if !tagged.shared.is_empty() {
            diagnostics.push(
                Code::AmbiguousUnion,
                pointer,
                format!(
                    "several members have {} as `{}`; the first of them is taken",
                    tagged.shared.join(", "),
                    tagged.property
                ),
            );
        }
        rules.steps.extend(tagged.rules);
        return;
    }
    if let Some(found) = by_inner_tag(models, union, members) {
        rules.steps.extend(found);
        return;
    }
    let census = Census::of(models, &shapes);
    let undecided = undecided(models, union, &census, &shapes);
    if !undecided.is_empty() {
        let variants = undecided.iter().filter_map(|i| union.variants.get(*i));
        let names: Vec<&str> = variants.map(|variant| variant.name.as_str()).collect();
        diagnostics.push(
            Code::AmbiguousUnion,
            pointer,
            format!(
                "nothing tells {} apart for certain; they are tried in this order, \
                 passing over those that would lose a property which another one knows",
                names.join(", ")
            ),
        );
    }
    let fitting = fitting(&census, &shapes, rules);
    rules.steps.extend(fitting);
}

/// The members, and the structs that each of them can be.
pub fn shapes<'m>(
    models: &'m [Model],
    union: &Union,
    members: &[usize],
) -> Vec<(usize, Members<'m>)> {
    let variants = members
        .iter()
        .filter_map(|i| Some((*i, union.variants.get(*i)?)));
    variants
        .map(|(i, variant)| (i, structs(models, &variant.value, &mut Vec::new())))
        .collect()
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
pub fn is_closed(members: &[(&str, &Struct)]) -> bool {
    let closed = |object: &Struct| object.rest.is_none() && object.flattened.is_empty();
    members.iter().all(|(_, object)| closed(object))
}
