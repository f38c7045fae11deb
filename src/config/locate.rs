//! Where an entry stands in the text of a configuration.

use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostics, Place};
use crate::spec::source::{Source, Sources};

/// Finds the places of problems with the settings of a client in the configuration that holds its table.
pub fn locate(diagnostics: &mut Diagnostics, sources: &mut Sources, config: &Source, client: &str) {
    let Ok(document) = DeTable::parse(&config.text) else {
        return;
    };
    let is_setting = |place: &Place| matches!(place, Place::Setting(_));
    if !diagnostics.iter().any(|one| is_setting(&one.place)) {
        return;
    }
    let number = sources.add(Source {
        name: config.name.clone(),
        text: config.text.clone(),
    });
    let root = DeValue::Table(document.into_inner());
    diagnostics.relocate(|place| match place {
        Place::Setting(own) => {
            let keys = ["client", client].into_iter();
            let offset = offset(&root, keys.chain(own.iter().map(String::as_str)));
            Some(Place::Offset(number, offset))
        }
        _ => None,
    });
}

/// Where the last of the keys that is there begins.
fn offset<'k>(root: &DeValue<'_>, keys: impl Iterator<Item = &'k str>) -> usize {
    let mut value = root;
    let mut found = 0;
    for key in keys {
        let next = match value {
            DeValue::Table(table) => table
                .iter()
                .find(|(name, _)| name.get_ref() == key)
                .map(|(name, value)| (name.span(), value.get_ref())),
            DeValue::Array(list) => list
                .iter()
                .find(|element| element.get_ref().as_str() == Some(key))
                .map(|element| (element.span(), element.get_ref())),
            _ => None,
        };
        let Some((span, next)) = next else { break };
        found = span.start;
        value = next;
    }
    found
}
