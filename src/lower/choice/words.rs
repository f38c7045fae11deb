//! Names for the members of a union.

use crate::ir::{Model, ModelId, Type, UnionVariant};
use crate::lower::names::chosen::Thing;
use crate::lower::names::{Case, Scope, name};
use crate::lower::schema::Types;

impl Types<'_, '_> {
    /// Turns the words for the members into names: of components their own, unless tags tell them apart.
    pub(super) fn name_variants(
        &mut self,
        id: ModelId,
        variants: &mut [UnionVariant],
        is_tagged: bool,
    ) -> String {
        let owner = self.key(id);
        let mut scope = Scope::new(Case::Variant, &["Self"]);
        for variant in variants.iter_mut() {
            let component = |id: ModelId| self.models.get(id)?.component.clone();
            let (key, words) = match (&variant.constant, &variant.value) {
                (Some(text), _) => (text.clone(), text.clone()),
                (None, _) if is_tagged => (variant.name.clone(), variant.name.clone()),
                (None, Type::Model(id, type_name)) => match component(*id) {
                    Some(component) => (component, type_name.clone()),
                    None => (name(&variant.name, Case::Variant), variant.name.clone()),
                },
                (None, other) => {
                    let words = type_words(&self.models, other);
                    (name(&words, Case::Variant), words)
                }
            };
            let key = format!("{owner}.{key}");
            variant.name = self
                .names
                .claim(&mut scope, Thing::Variant, &key, &words, "Value");
        }
        scope.claim("Unknown", "Value")
    }
}

/// What a type is in a word or two; a list and a map are named by what they hold.
fn type_words(models: &[Model], type_: &Type) -> String {
    let word = match type_ {
        Type::Bool => "Boolean",
        Type::Number(name) if name.starts_with('f') => "Number",
        Type::Number(_) => "Integer",
        Type::Exact => "Number",
        Type::String => "String",
        Type::Bytes | Type::Base64 => "Bytes",
        Type::Tuple(_) => "Tuple",
        Type::List(inner) => return held(models, inner, "list", "Array", "Items"),
        Type::Map(inner) => return held(models, inner, "map", "Object", "Map"),
        Type::Any => "Any",
        Type::Body => "Body",
        Type::Multipart | Type::Form(_) => "Form",
        Type::Part => "Part",
        Type::External(_, path) => {
            let path = path.split('<').next().unwrap_or(path);
            path.rsplit("::").next().unwrap_or(path)
        }
        Type::Model(id, name) if is_component(models, *id) => name,
        Type::Model(..) => "Value",
        Type::Unit => "Null",
        Type::Option(inner)
        | Type::Nullable(inner)
        | Type::Emptyable(inner)
        | Type::Boxed(inner)
        | Type::Stream(_, inner) => return type_words(models, inner),
    };
    word.to_owned()
}

/// The words for a container: `of_any` where it holds anything, `of_inline` where that has no name of its own.
fn held(models: &[Model], inner: &Type, kind: &str, of_any: &str, of_inline: &str) -> String {
    match inner.bare() {
        Type::Any => of_any.to_owned(),
        Type::Model(id, _) if !is_component(models, *id) => of_inline.to_owned(),
        inner => format!("{} {kind}", type_words(models, inner)),
    }
}

fn is_component(models: &[Model], id: ModelId) -> bool {
    models
        .get(id)
        .is_some_and(|model| model.component.is_some())
}
