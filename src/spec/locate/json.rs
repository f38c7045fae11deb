//! Places in a JSON text.

use std::fmt;
use std::ops::Range;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Wanted;

/// Finds the children of a node in `part`, the slice of the text that is the node's value.
pub(super) fn locate(
    text: &str,
    part: &str,
    wanted: &mut Wanted,
    node: usize,
) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_str(part);
    Within { text, wanted, node }.deserialize(&mut json)?;
    json.end()
}

/// Where `part`, a slice of `text`, lies in it.
fn span_in(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    start..start + part.len()
}

/// The value of a node. Values that no pointer leads into are skipped.
struct Within<'t, 'w> {
    text: &'t str,
    wanted: &'w mut Wanted,
    node: usize,
}

impl<'de> DeserializeSeed<'de> for Within<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.wanted.has_children(self.node) {
            true => deserializer.deserialize_any(self),
            false => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
        }
    }
}

impl<'de> Visitor<'de> for Within<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(key) = members.next_key::<&RawValue>()? {
            let name: String = serde_json::from_str(key.get()).map_err(A::Error::custom)?;
            match self.wanted.child(self.node, &name) {
                Some(node) => {
                    self.wanted.set(node, span_in(self.text, key.get()));
                    let (text, wanted) = (self.text, &mut *self.wanted);
                    members.next_value_seed(Within { text, wanted, node })?;
                }
                None => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(element) = elements.next_element::<&RawValue>()? {
            if let Some(node) = self.wanted.child(self.node, &index.to_string()) {
                self.wanted.set(node, span_in(self.text, element.get()));
                locate(self.text, element.get(), self.wanted, node).map_err(A::Error::custom)?;
            }
            index += 1;
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}
