//! Which members of a union nothing but their order tells apart.

use std::collections::BTreeSet;

use super::census::{Census, listed_scalars, required_by_all};
use super::kinds::kinds;
use super::objects::Members;
use crate::ir::{Field, JsonKind, Model, ModelKind, Presence, Struct, Type, Union};

struct Member<'m> {
    index: usize,
    structs: &'m [(&'m str, &'m Struct)],
    /// Whether what does not fit is an error: a union keeps it.
    is_struct: bool,
}

/// The members that a value of which may be taken for one of another member, or the other way round.
pub fn undecided(
    models: &[Model],
    union: &Union,
    census: &Census<'_>,
    shapes: &[(usize, Members<'_>)],
) -> Vec<usize> {
    let in_doubt = shapes
        .iter()
        .filter(|(_, structs)| census.own_property(structs.as_deref()).is_none());
    let members: Vec<Member<'_>> = in_doubt
        .filter_map(|(index, structs)| {
            let variant = union.variants.get(*index)?;
            Some(Member {
                index: *index,
                structs: structs.as_deref().unwrap_or_default(),
                is_struct: is_struct(models, &variant.value),
            })
        })
        .collect();
    let is_apart = |(i, member): (usize, &Member<'_>)| {
        let mut others = members.iter().enumerate().filter(|(j, _)| i != *j);
        others.all(|(_, other)| tells(models, member, other) || tells(models, other, member))
    };
    let members = members.iter().enumerate();
    members
        .clone()
        .filter(|member| !is_apart(*member))
        .map(|(_, member)| member.index)
        .collect()
}

/// Whether each value of a member has a property that shows that it is none of the other member.
fn tells(models: &[Model], own: &Member<'_>, other: &Member<'_>) -> bool {
    let are_structs = own.is_struct && other.is_struct;
    let shows = |property: &String| {
        let fields = other
            .structs
            .iter()
            .map(|(_, object)| field(object, property));
        let fields: Option<Vec<&Field>> = fields.collect();
        match fields {
            Some(others) => own.structs.iter().all(|(_, object)| {
                field(object, property).is_some_and(|own| {
                    let mut others = others.iter();
                    others.all(|other| are_disjoint(models, own, other, are_structs))
                })
            }),
            None => other.structs.iter().all(|(_, object)| {
                let is_closed = object.rest.is_none() && object.flattened.is_empty();
                is_closed && field(object, property).is_none()
            }),
        }
    };
    !other.structs.is_empty() && required_by_all(own.structs).iter().any(shows)
}

/// Whether no value is one of both fields. `by_type`: whether that of a wrong type is an error.
fn are_disjoint(models: &[Model], own: &Field, other: &Field, by_type: bool) -> bool {
    let listed = |field: &Field| -> Option<BTreeSet<String>> {
        listed_scalars(models, &field.value).map(|texts| texts.into_iter().collect())
    };
    if let (Some(own), Some(other)) = (listed(own), listed(other)) {
        return own.is_disjoint(&other);
    }
    let kinds = |field: &Field| {
        let mut kinds = kinds(models, &field.value);
        if field.presence != Presence::Required {
            kinds.insert(JsonKind::Null);
        }
        kinds
    };
    by_type && kinds(own).is_disjoint(&kinds(other))
}

fn field<'m>(object: &'m Struct, property: &str) -> Option<&'m Field> {
    let mut fields = object.fields.iter();
    fields.find(|field| field.wire_name == property)
}

fn is_struct(models: &[Model], type_: &Type) -> bool {
    let Type::Model(id, _) = type_.plain(models) else {
        return false;
    };
    let kind = models.get(*id).map(|model| &model.kind);
    matches!(kind, Some(ModelKind::Struct(_)))
}
