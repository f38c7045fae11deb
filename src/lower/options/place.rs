//! The names of a place: how the options of a user find it.

use crate::ir::Type;
use crate::lower::keywords::At;
use crate::lower::schema::{Home, Types};
use crate::spec::origin::tokens;

impl<'a> Types<'a, '_> {
    /// The type that the options give this place: by the names that lead to it, or by the schema that declares it.
    pub(in crate::lower) fn chosen(&mut self, parts: &[At<'a>], home: &Home) -> Option<Type> {
        if !self.options.has_fields() {
            return None;
        }
        let declared: Vec<String> = parts
            .iter()
            .filter_map(|part| field(&part.pointer))
            .collect();
        let keys = declared.iter().map(String::as_str);
        self.options
            .field(std::iter::once(home.key.as_str()).chain(keys))
    }
}

/// `Pet.id` for the pointer to a property of a component, or of a part of its `allOf`.
fn field(pointer: &str) -> Option<String> {
    let mut tokens = tokens(pointer.strip_prefix("/components/schemas")?);
    let component = tokens.next()?;
    let mut tokens = tokens.skip_while(|token| token == "allOf" || token.parse::<usize>().is_ok());
    match (tokens.next()?.as_ref(), tokens.next()?, tokens.next()) {
        ("properties", property, None) => Some(format!("{component}.{property}")),
        _ => None,
    }
}
