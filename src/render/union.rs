//! Unions: the code that finds the member is worked out per union, so it is built from tokens.

use askama::Template;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Failure;
use crate::ir::{
    Dispatch, JsonKind, Model, ModelKind, Rule, Rules, Test, Type, Union, UnionVariant,
};

struct VariantView<'a> {
    name: &'a str,
    docs: String,
    /// Nothing for a constant.
    type_: Option<String>,
}

struct Conversion<'a> {
    name: &'a str,
    type_: String,
    value: &'static str,
}

#[derive(Template)]
#[template(path = "union.rs.j2", escape = "none")]
struct UnionView<'a> {
    name: &'a str,
    docs: String,
    variants: Vec<VariantView<'a>>,
    unknown: &'a str,
    impls: String,
    conversions: Vec<Conversion<'a>>,
}

/// A union and the code that reads and writes it.
pub fn render(models: &[Model], model: &Model, union: &Union) -> Result<String, Failure> {
    let mut variants = Vec::new();
    for variant in &union.variants {
        let docs = super::docs(&variant.docs)?;
        variants.push(VariantView {
            name: &variant.name,
            docs,
            type_: variant
                .constant
                .is_none()
                .then(|| variant.value.to_string()),
        });
    }
    let name = ident(&model.name);
    let from_json = from_json(union);
    let to_json = to_json(models, union);
    // Without the feature, what is only sent or only received has code for that way alone.
    let unless = |always: bool| (!always).then(|| quote! { #[cfg(feature = "serde")] });
    let (reads, writes) = (unless(model.reads), unless(model.writes));
    let impls = quote! {
        #reads
        impl json::FromJson for #name {
            #[inline]
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> { #from_json }
        }

        #writes
        impl json::ToJson for #name {
            #[inline]
            fn to_json(&self, writer: &mut json::Writer) { #to_json }
        }
    };
    let conversions = if model.sent {
        conversions(models, union)
    } else {
        Vec::new()
    };
    UnionView {
        name: &model.name,
        docs: super::docs(&model.docs)?,
        variants,
        unknown: &union.unknown,
        impls: impls.to_string(),
        conversions,
    }
    .render()
}

/// `From` for the members, where no two have the same Rust type.
fn conversions<'a>(models: &[Model], union: &'a Union) -> Vec<Conversion<'a>> {
    let spelled = |type_: &Type| match type_ {
        Type::Boxed(inner) => resolved(models, inner),
        other => resolved(models, other),
    };
    let valued = union.variants.iter().filter(|v| v.constant.is_none());
    let types: Vec<String> = valued.clone().map(|v| spelled(&v.value)).collect();
    let is_unique = |type_: &String| types.iter().filter(|other| *other == type_).count() == 1;
    valued
        .zip(&types)
        .filter(|(variant, type_)| is_unique(type_) && variant.value != Type::Any)
        .map(|(variant, _)| match &variant.value {
            Type::Boxed(inner) => Conversion {
                name: &variant.name,
                type_: inner.to_string(),
                value: "Box::new(value)",
            },
            other => Conversion {
                name: &variant.name,
                type_: other.to_string(),
                value: "value",
            },
        })
        .collect()
}

/// A type with the aliases in it followed, so that equal types compare equal.
fn resolved(models: &[Model], type_: &Type) -> String {
    match type_ {
        Type::Model(id, name) => match models.get(*id).map(|model| &model.kind) {
            Some(ModelKind::Alias(inner)) => resolved(models, inner),
            _ => name.clone(),
        },
        Type::List(inner) => format!("Vec<{}>", resolved(models, inner)),
        Type::Map(inner) => format!("Map<{}>", resolved(models, inner)),
        Type::Tuple(elements) => {
            let elements = elements.iter().map(|inner| resolved(models, inner));
            format!("({})", elements.collect::<Vec<_>>().join(", "))
        }
        Type::Option(inner) => format!("Option<{}>", resolved(models, inner)),
        Type::Boxed(inner) => format!("Box<{}>", resolved(models, inner)),
        other => other.to_string(),
    }
}

pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

fn from_json(union: &Union) -> TokenStream {
    let unknown = ident(&union.unknown);
    match &union.dispatch {
        Dispatch::Tag { property } => {
            let arms = union.variants.iter().map(|variant| {
                let name = ident(&variant.name);
                let tags = &variant.tags;
                quote! { Some(#(#tags)|*) => json.read().map(Self::#name), }
            });
            // What contradicts its tag is kept as it is, too.
            quote! {
                let member = match json.tag(#property).as_deref() {
                    #(#arms)*
                    _ => json.read().map(Self::#unknown),
                };
                member.or_else(|_| json.read().map(Self::#unknown))
            }
        }
        Dispatch::Rules(rules) => {
            let steps = rules.steps.iter().filter_map(|rule| {
                union
                    .variants
                    .get(rule.variant)
                    .map(|variant| step(rule, variant))
            });
            let known = known(rules);
            quote! {
                #known
                #(#steps)*
                json.read().map(Self::#unknown)
            }
        }
    }
}

/// One rule: return the member, or go on.
fn step(rule: &Rule, variant: &UnionVariant) -> TokenStream {
    let test = test(&rule.test);
    let is_constant = variant.constant.is_some();
    let variant = ident(&variant.name);
    match (test, rule.tentative) {
        (Some(test), _) if is_constant => quote! { if #test { return Ok(Self::#variant); } },
        (Some(test), false) => {
            quote! { if #test { return json.read().map(Self::#variant); } }
        }
        (Some(test), true) => quote! {
            if #test && let Some(value) = json.attempt() { return Ok(Self::#variant(value)); }
        },
        (None, _) => {
            quote! { if let Some(value) = json.attempt() { return Ok(Self::#variant(value)); } }
        }
    }
}

/// The condition of a test on `json`.
fn test(test: &Test) -> Option<TokenStream> {
    match test {
        Test::Always => None,
        Test::Kind(kind) => Some(kind_test(*kind)),
        Test::Text(values) => Some(quote! { matches!(json.as_str(), Some(#(#values)|*)) }),
        Test::Tag { property, values } => {
            Some(quote! { matches!(json.tag(#property).as_deref(), Some(#(#values)|*)) })
        }
        Test::Admits {
            property,
            own,
            test,
        } => {
            let test = self::test(test)?;
            Some(quote! { json.admits(#property, &[#(#own),*], TEXTS) && #test })
        }
        Test::Each(element) => {
            let test = self::test(element)?;
            Some(quote! { json.each(|json| #test) })
        }
        Test::Has(required) => Some(quote! { json.has(&[#(#required),*]) }),
        Test::Fits {
            required,
            own,
            exact,
        } => {
            let own = field_lists(own);
            Some(if *exact {
                quote! { json.fits_only(&[#(#required),*], #own) }
            } else {
                quote! { json.fits(&[#(#required),*], #own, FIELDS) }
            })
        }
    }
}

/// The lists of field names that structs carry for this.
fn field_lists<'a>(structs: impl IntoIterator<Item = &'a String>) -> TokenStream {
    let names = structs.into_iter().map(|name| ident(name));
    quote! { &[#(super::#names::FIELDS),*] }
}

/// What all members know together, as constants that the tests share: as long as the union, however many tests.
fn known(rules: &Rules) -> TokenStream {
    let fields = (!rules.structs.is_empty()).then(|| {
        let lists = field_lists(&rules.structs);
        quote! { const FIELDS: &[&[&str]] = #lists; }
    });
    let texts = (!rules.texts.is_empty()).then(|| {
        let properties = rules.texts.iter().map(|(property, texts)| {
            let texts = texts.iter();
            quote! { (#property, &[#(#texts),*]) }
        });
        quote! { const TEXTS: &[(&str, &[&str])] = &[#(#properties),*]; }
    });
    quote! { #fields #texts }
}

fn kind_test(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::Null => quote! { json.is_null() },
        JsonKind::Bool => quote! { json.is_bool() },
        JsonKind::Integer => quote! { json.is_integer() },
        JsonKind::Number => quote! { json.is_number() },
        JsonKind::String => quote! { json.is_string() },
        JsonKind::Array => quote! { json.is_array() },
        JsonKind::Object => quote! { json.is_object() },
    }
}

fn to_json(models: &[Model], union: &Union) -> TokenStream {
    let unknown = ident(&union.unknown);
    let arms = union.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        if let Some(text) = &variant.constant {
            return quote! { Self::#name => writer.string(#text), };
        }
        match (&union.dispatch, variant.tags.first()) {
            (Dispatch::Tag { property }, Some(tag))
                if !carries(models, &variant.value, property) =>
            {
                quote! { Self::#name(value) => writer.tagged(#property, #tag, value), }
            }
            _ => quote! { Self::#name(value) => writer.value(value), },
        }
    });
    quote! {
        match self {
            #(#arms)*
            Self::#unknown(value) => writer.value(value),
        }
    }
}

/// Whether a member writes the discriminator's property by itself.
fn carries(models: &[Model], type_: &Type, property: &str) -> bool {
    match type_ {
        Type::Boxed(inner) => carries(models, inner, property),
        Type::Model(id, _) => match models.get(*id).map(|model| &model.kind) {
            Some(ModelKind::Struct(object)) => {
                object.rest.is_some()
                    || object
                        .fields
                        .iter()
                        .any(|field| field.wire_name == property)
            }
            Some(ModelKind::Alias(inner)) => carries(models, inner, property),
            Some(ModelKind::Union(_)) => true,
            Some(ModelKind::Enum(_)) | None => false,
        },
        _ => true,
    }
}
