//! The values of a discriminator that choose a member of a union.

use openapiv3::Discriminator;

use super::scalar_text;
use crate::lower::keywords::{At, Node, schema_name};
use crate::lower::schema::Types;
use crate::lower::shape::Choice;

impl<'a> Types<'a, '_> {
    /// The discriminator's values that choose a member: those of the mapping, else those that the member itself
    /// allows, else its name ([Discriminator Object](https://spec.openapis.org/oas/v3.0.3#discriminator-object)).
    pub(super) fn tags(&self, discriminator: &Discriminator, member: &At<'a>) -> Vec<String> {
        self.tags_of(discriminator, member, &mut Vec::new())
    }

    /// `seen` are the unions that are being looked at already.
    fn tags_of(
        &self,
        discriminator: &Discriminator,
        member: &At<'a>,
        seen: &mut Vec<String>,
    ) -> Vec<String> {
        let component = match member.node {
            Node::Reference(reference) => schema_name(reference),
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
        let mut own = self.allowed_texts(member, &discriminator.property_name, seen);
        // Those lead to another schema.
        own.retain(|text| !discriminator.mapping.contains_key(text));
        if own.is_empty() {
            component.into_iter().collect()
        } else {
            own
        }
    }

    /// The texts that a member's property can have, where it lists them.
    fn allowed_texts(
        &self,
        member: &At<'a>,
        property: &str,
        seen: &mut Vec<String>,
    ) -> Vec<String> {
        let shape = self.scratch(std::slice::from_ref(member));
        let Some(parts) = shape.properties.get(property) else {
            return match shape.choices.as_slice() {
                [choice] => self.tags_within(choice, property, seen),
                _ => Vec::new(),
            };
        };
        let property = self.scratch(parts);
        property
            .enumeration
            .unwrap_or_default()
            .iter()
            .filter_map(scalar_text)
            .collect()
    }

    /// What chooses a member that is a union itself: all that chooses one of its members.
    fn tags_within(
        &self,
        choice: &Choice<'a>,
        property: &str,
        seen: &mut Vec<String>,
    ) -> Vec<String> {
        if seen.contains(&choice.pointer) {
            return Vec::new();
        }
        seen.push(choice.pointer.clone());
        let discriminator = choice.discriminator;
        let discriminator = discriminator.filter(|own| own.property_name == property);
        let mut all = Vec::new();
        for member in self.telling(choice) {
            let tags = match discriminator {
                Some(own) => self.tags_of(own, member, seen),
                None => self.allowed_texts(member, property, seen),
            };
            // A member that takes any text leaves the union without a list.
            if tags.is_empty() {
                return Vec::new();
            }
            all.extend(tags);
        }
        all
    }
}

/// The component that an entry of a mapping leads to, by reference or by name.
pub fn component_of(target: &str) -> Option<String> {
    schema_name(target).or_else(|| (!target.contains('/')).then(|| target.to_owned()))
}
