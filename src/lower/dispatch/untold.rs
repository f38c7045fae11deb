//! Values of a union that lack its discriminator.

use super::apart::undecided;
use super::census::Census;
use super::objects::{fitting, shapes};
use super::tags::by_tag;
use crate::ir::{Model, Presence, Rules, Test, Union};

/// The rules for a value without the property, where members need not have it: without those of members that something
/// else than their order has to tell apart. None where a member would not show whether it had the property.
pub fn without_tag(models: &[Model], union: &Union, property: &str) -> Rules {
    let all: Vec<usize> = (0..union.variants.len()).collect();
    let mut members = Vec::new();
    for (index, structs) in shapes(models, union, &all) {
        let fields = structs.iter().flatten().map(|(_, object)| {
            let mut fields = object.fields.iter();
            fields.find(|field| field.wire_name == property)
        });
        match fields.collect::<Option<Vec<_>>>() {
            Some(fields) if !fields.is_empty() => {
                let mut fields = fields.iter();
                if fields.all(|field| field.presence != Presence::Required) {
                    members.push(index);
                }
            }
            _ => return Rules::default(),
        }
    }
    let mut rules = Rules::default();
    match by_tag(models, union, &members) {
        Some(tagged) if tagged.shared.is_empty() => rules.steps = tagged.rules,
        _ => {
            let shapes = shapes(models, union, &members);
            let census = Census::of(models, &shapes);
            let in_doubt = undecided(models, union, &census, &shapes);
            rules.steps = fitting(&census, &shapes, &mut rules);
            rules.steps.retain(|rule| !in_doubt.contains(&rule.variant));
            rules.texts.shift_remove(property);
        }
    }
    for rule in &mut rules.steps {
        rule.test = beside(&rule.test, property);
        // What then cannot be read is kept as it is, as where a tag is wrong.
        rule.tentative = true;
    }
    match rules.steps.is_empty() {
        true => Rules::default(),
        false => rules,
    }
}

/// A test without what it asks of the property.
fn beside(test: &Test, property: &str) -> Test {
    match test {
        Test::Admits {
            property: own,
            test,
            ..
        } if own == property => beside(test, property),
        Test::Admits {
            property: other,
            own,
            test,
        } => Test::Admits {
            property: other.clone(),
            own: own.clone(),
            test: Box::new(beside(test, property)),
        },
        other => other.clone(),
    }
}
