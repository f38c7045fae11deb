//! Values that are too large to stand in another one: `Box` around them.
//!
//! Structs of hundreds of fields inside each other add up to megabytes, which no thread's stack holds. A value that
//! stands in a field or a union's member is boxed where it alone is larger than [`LIMIT`]; lists and maps hold theirs
//! elsewhere anyway.

use crate::ir::{Model, ModelKind, Type};

/// Bytes that a value may take in its place. Few types of ordinary descriptions are larger: it is forty texts.
const LIMIT: usize = 1024;

/// Boxes large values. What contains itself has to be boxed before.
pub fn resolve(models: &mut [Model]) {
    let mut sizes = vec![None; models.len()];
    for id in 0..models.len() {
        model(id, models, &mut sizes);
    }
}

/// The size of a model, whose own large values are boxed on the way.
fn model(id: usize, models: &mut [Model], sizes: &mut [Option<usize>]) -> usize {
    if let Some(Some(size)) = sizes.get(id) {
        return *size;
    }
    let Some(model) = models.get_mut(id) else {
        return 0;
    };
    // Nothing on the way asks for this model again: it would contain itself without a box.
    let mut kind = model.kind.take();
    let is_alias = matches!(kind, ModelKind::Alias(_));
    kind.for_each_value(&mut |value| {
        if value_size(value, models, sizes) > LIMIT && !is_alias {
            enclose(value);
        }
    });
    let mut measure = |value: &Type| value_size(value, models, sizes);
    let size = match &kind {
        ModelKind::Struct(object) => object
            .all_fields()
            .map(|field| measure(&field.type_()))
            .sum(),
        ModelKind::Union(union) => {
            let largest = union.variants.iter().map(|v| measure(&v.value)).max();
            largest.unwrap_or_default().max(32) + 8
        }
        ModelKind::Enum(_) => 32,
        ModelKind::Alias(type_) => measure(type_),
    };
    if let Some(model) = models.get_mut(id) {
        model.kind = kind;
    }
    if let Some(known) = sizes.get_mut(id) {
        *known = Some(size);
    }
    size
}

/// About as many bytes as the type takes, rounded up to words.
fn value_size(type_: &Type, models: &mut [Model], sizes: &mut [Option<usize>]) -> usize {
    match type_ {
        Type::Model(id, _) => model(*id, models, sizes),
        Type::Option(inner) | Type::Nullable(inner) | Type::Emptyable(inner) => {
            match inner.as_ref() {
                Type::Number(_) => 16,
                inner => value_size(inner, models, sizes),
            }
        }
        Type::Tuple(elements) => elements
            .iter()
            .map(|inner| value_size(inner, models, sizes))
            .sum(),
        Type::Unit | Type::Bool | Type::Number(_) | Type::Boxed(_) => 8,
        Type::String | Type::Base64 | Type::List(_) | Type::Map(_) | Type::Exact => 24,
        Type::Bytes
        | Type::Any
        | Type::Body
        | Type::Multipart
        | Type::Form(_)
        | Type::Part
        | Type::External(..)
        | Type::Stream(..) => 32,
    }
}

/// Puts the box inside of `Option`, `Nullable` and `Emptyable`.
fn enclose(value: &mut Type) {
    match value {
        Type::Option(inner) | Type::Nullable(inner) | Type::Emptyable(inner) => enclose(inner),
        other => *other = Type::Boxed(Box::new(other.clone())),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::pipeline::{Options, generate};
    use crate::spec::source::Memory;

    #[test]
    fn only_what_is_large_is_boxed() {
        let many: Vec<String> = (0..50)
            .map(|i| format!(r#""t{i}": {{"type": "string"}}"#))
            .collect();
        let mut files = Memory::default();
        let description = format!(
            r##"{{"openapi": "3.0.3", "info": {{"title": "t", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{
            "Large": {{"type": "object", "properties": {{{}}}}},
            "Small": {{"type": "object", "properties": {{"large": {{"$ref": "#/components/schemas/Large"}}}}}},
            "Both": {{"type": "object", "properties": {{"small": {{"$ref": "#/components/schemas/Small"}},
                "list": {{"type": "array", "items": {{"$ref": "#/components/schemas/Large"}}}},
                "large": {{"$ref": "#/components/schemas/Large", "nullable": true}}}}}}}}}}}}"##,
            many.join(", ")
        );
        files.insert("api.json", description);
        let outcome = generate(&files, Path::new("api.json"), &Options::default(), None);
        let models = outcome.api.unwrap().models;
        let both = models.iter().find(|model| model.name == "Both").unwrap();
        let crate::ir::ModelKind::Struct(both) = &both.kind else {
            panic!("{both:?}");
        };
        let types: Vec<String> = both.fields.iter().map(|f| f.type_().to_string()).collect();
        assert_eq!(types[..2], ["Option<Small>", "Option<Vec<Large>>"]);
        assert!(types[2].ends_with("<Box<Large>>"), "{}", types[2]);
    }
}
