//! What the members of a union know: names of properties, and the texts that are listed for them.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;

use super::objects::{Members, is_closed};
use crate::ir::{Model, ModelKind, Presence, Struct, Type};
use crate::lower::choice::scalar_text;

/// What the members of a union know together. Counted once, so that a member need not be compared with each other one.
pub struct Census<'m> {
    models: &'m [Model],
    /// How many members know a property.
    knowing: HashMap<&'m str, usize>,
    /// How many take properties that they do not know.
    open: usize,
    /// The texts that they list for a property.
    pub texts: IndexMap<String, BTreeSet<String>>,
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
    pub fn own_property(&self, members: Option<&[(&str, &Struct)]>) -> Option<String> {
        let members = members?;
        if self.open > usize::from(!is_closed(members)) {
            return None;
        }
        let mut required = required_by_all(members).into_iter();
        required.find(|property| self.knowing.get(property.as_str()) == Some(&1))
    }

    /// The texts that this member lists for a property, where other members list more.
    pub fn own_texts(
        &self,
        members: Option<&[(&str, &Struct)]>,
    ) -> Vec<(String, BTreeSet<String>)> {
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
    pub fn has_telling_null(&self, closed: &[&(usize, Members<'_>)]) -> bool {
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

/// The values of an enumeration, as a discriminator is compared with them.
pub fn listed_scalars(models: &[Model], type_: &Type) -> Option<Vec<String>> {
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

/// The properties that all of the structs require.
pub fn required_by_all(members: &[(&str, &Struct)]) -> Vec<String> {
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
