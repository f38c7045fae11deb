//! Words for members of a union that are no components.

use crate::ir::Type;

/// What a type is in a word.
pub fn type_word(type_: &Type) -> String {
    let word = match type_ {
        Type::Bool => "Boolean",
        Type::Number(name) if name.starts_with('f') => "Number",
        Type::Number(_) => "Integer",
        Type::Exact => "Number",
        Type::String => "String",
        Type::Bytes | Type::Base64 => "Bytes",
        Type::List(_) | Type::Tuple(_) => "Array",
        Type::Map(_) => "Object",
        Type::Any => "Any",
        Type::Body => "Body",
        Type::Multipart | Type::Form(_) => "Form",
        Type::Part => "Part",
        Type::External(_, path) => {
            let path = path.split('<').next().unwrap_or(path);
            path.rsplit("::").next().unwrap_or(path)
        }
        Type::Model(..) => "Value",
        Type::Unit => "Null",
        Type::Option(inner)
        | Type::Nullable(inner)
        | Type::Emptyable(inner)
        | Type::Boxed(inner)
        | Type::Stream(_, inner) => return type_word(inner),
    };
    word.to_owned()
}
