//! What a Rust type looks like in JSON.

use std::collections::BTreeSet;

use crate::ir::{Codec, EnumBase, JsonKind, Model, ModelKind, Struct, Type};

/// Whether a type is read from objects alone.
pub fn is_object(models: &[Model], type_: &Type) -> bool {
    kinds(models, type_) == BTreeSet::from([JsonKind::Object])
}

/// The JSON types that a Rust type can be read from.
pub fn kinds(models: &[Model], type_: &Type) -> BTreeSet<JsonKind> {
    fn collect(
        models: &[Model],
        type_: &Type,
        seen: &mut Vec<usize>,
        found: &mut BTreeSet<JsonKind>,
    ) {
        match type_ {
            Type::Bool => _ = found.insert(JsonKind::Bool),
            Type::Number(name) => {
                found.insert(JsonKind::Integer);
                if name.starts_with('f') {
                    found.insert(JsonKind::Number);
                }
            }
            Type::External(Codec::Number, _) | Type::Exact => {
                found.extend([JsonKind::Integer, JsonKind::Number])
            }
            Type::External(Codec::Serde, _) | Type::Any => found.extend(ALL),
            Type::External(Codec::Text | Codec::Module(_), _)
            | Type::String
            | Type::Bytes
            | Type::Base64 => _ = found.insert(JsonKind::String),
            Type::List(_) | Type::Tuple(_) => _ = found.insert(JsonKind::Array),
            Type::Map(_) => _ = found.insert(JsonKind::Object),
            Type::Stream(..) | Type::Body | Type::Multipart | Type::Form(_) | Type::Part => {}
            Type::Unit => _ = found.insert(JsonKind::Null),
            Type::Option(inner) | Type::Nullable(inner) => {
                found.insert(JsonKind::Null);
                collect(models, inner, seen, found);
            }
            Type::Emptyable(inner) => {
                found.insert(JsonKind::String);
                collect(models, inner, seen, found);
            }
            Type::Boxed(inner) => collect(models, inner, seen, found),
            Type::Model(id, _) => {
                if seen.contains(id) {
                    return;
                }
                seen.push(*id);
                match models.get(*id).map(|model| &model.kind) {
                    Some(ModelKind::Struct(_)) => _ = found.insert(JsonKind::Object),
                    Some(ModelKind::Enum(e)) => match e.base {
                        EnumBase::String => _ = found.insert(JsonKind::String),
                        EnumBase::Integer => _ = found.insert(JsonKind::Integer),
                        EnumBase::Any => found.extend(ALL),
                    },
                    Some(ModelKind::Union(union)) => {
                        for variant in &union.variants {
                            collect(models, &variant.value, seen, found);
                        }
                    }
                    Some(ModelKind::Alias(inner)) => collect(models, inner, seen, found),
                    None => {}
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    collect(models, type_, &mut Vec::new(), &mut found);
    found
}

/// Every JSON type.
pub const ALL: [JsonKind; 7] = [
    JsonKind::Null,
    JsonKind::Bool,
    JsonKind::Integer,
    JsonKind::Number,
    JsonKind::String,
    JsonKind::Array,
    JsonKind::Object,
];

/// The structs behind a type: itself, or the members of a union.
pub fn structs<'m>(
    models: &'m [Model],
    type_: &Type,
    seen: &mut Vec<usize>,
) -> Option<Vec<(&'m str, &'m Struct)>> {
    match type_ {
        Type::Boxed(inner) | Type::Option(inner) => structs(models, inner, seen),
        Type::Model(id, _) => {
            if seen.contains(id) {
                return None;
            }
            seen.push(*id);
            let model = models.get(*id)?;
            match &model.kind {
                ModelKind::Struct(object) => Some(vec![(&model.name, object)]),
                ModelKind::Alias(inner) => structs(models, inner, seen),
                ModelKind::Union(union) => {
                    let mut all = Vec::new();
                    for variant in &union.variants {
                        all.extend(structs(models, &variant.value, seen)?);
                    }
                    Some(all)
                }
                ModelKind::Enum(_) => None,
            }
        }
        _ => None,
    }
}
