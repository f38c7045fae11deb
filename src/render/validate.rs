//! The code that checks values against the rules of the description.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use serde_json::Number;

use crate::ir::{Argument, Check, Checks, Field, Form, Model, ModelKind, Struct, Type, Union};

/// An expression.
enum Value {
    /// For a value.
    Place(TokenStream),
    /// For a reference to one.
    Reference(TokenStream),
}

impl Value {
    fn reference(&self) -> TokenStream {
        match self {
            Self::Place(value) => quote! { &#value },
            Self::Reference(value) => value.clone(),
        }
    }

    fn copied(&self) -> TokenStream {
        match self {
            Self::Place(value) => value.clone(),
            Self::Reference(value) => quote! { *#value },
        }
    }

    /// For a method call, which borrows by itself.
    fn receiver(&self) -> &TokenStream {
        match self {
            Self::Place(value) | Self::Reference(value) => value,
        }
    }
}

/// The `impl` with the method `validate`, for a model that has one.
pub fn method(models: &[Model], model: &Model) -> Option<String> {
    if !model.validated {
        return None;
    }
    let statements = match &model.kind {
        ModelKind::Struct(object) => structure(models, model, object),
        ModelKind::Union(union) => members(models, union),
        ModelKind::Enum(_) | ModelKind::Alias(_) => return None,
    };
    Some(implementation(&model.name, &statements))
}

/// The `impl` with the method `validate`, for a form that has one.
pub fn form(models: &[Model], form: &Form) -> Option<String> {
    let parts = form.parts.iter();
    let parts = parts.filter_map(|part| property(models, &part.field));
    let rest = form.rest.iter();
    let rest = rest.filter_map(|part| beside(models, &part.field));
    let statements = sequence(parts.chain(rest).collect());
    form.validated
        .then(|| implementation(&form.name, &statements))
}

fn implementation(name: &str, statements: &TokenStream) -> String {
    let name = ident(name);
    let code = quote! {
        impl #name {
            /// Checks the rules of the description: lengths, bounds, patterns.
            ///
            /// # Errors
            /// The first rule that does not hold, with the path of the value that breaks it.
            pub fn validate(&self) -> Result<(), validate::ValidationError> { #statements }
        }
    };
    code.to_string()
}

/// The call that checks an argument, where there is anything to check.
pub fn argument(models: &[Model], forms: &[Form], argument: &Argument) -> Option<String> {
    let name = ident(&argument.name);
    let place = match argument.wire_name.as_str() {
        "" => "body",
        name => name,
    };
    let value = match argument.value.plain(models) {
        Type::Number(_) => Value::Place(quote! { #name }),
        Type::String => Value::Reference(quote! { #name.as_ref() }),
        _ => Value::Reference(quote! { #name }),
    };
    let code = match &argument.value {
        Type::Form(type_) => forms
            .iter()
            .any(|form| form.validated && form.name == *type_)
            .then(|| quote! { #name.validate() }),
        type_ => checked(models, type_, &argument.checks, &value),
    }?;
    Some(quote! { .check(#place, || #code) }.to_string())
}

fn structure(models: &[Model], model: &Model, object: &Struct) -> TokenStream {
    let own = model.checks.own.iter();
    let own = own.filter_map(|check| properties(check, &Value::Reference(quote! { self })));
    let fields = object.fields.iter();
    let fields = fields.filter_map(|field| property(models, field));
    let others = object.flattened.iter().chain(&object.rest);
    let others = others.filter_map(|field| beside(models, field));
    sequence(own.chain(fields).chain(others).collect())
}

fn property(models: &[Model], field: &Field) -> Option<TokenStream> {
    let name = ident(&field.name);
    let value = Value::Place(quote! { self.#name });
    let code = checked(models, &field.type_(), &field.checks, &value)?;
    let wire_name = &field.wire_name;
    Some(quote! { validate::at(#wire_name, || #code) })
}

/// A field whose properties stand beside the others.
fn beside(models: &[Model], field: &Field) -> Option<TokenStream> {
    let name = ident(&field.name);
    let value = Value::Place(quote! { self.#name });
    checked(models, &field.value, &field.checks, &value)
}

fn members(models: &[Model], union: &Union) -> TokenStream {
    let valued = union.variants.iter().filter(|v| v.constant.is_none());
    let arms = valued.filter_map(|variant| {
        let name = ident(&variant.name);
        let code = checked(
            models,
            &variant.value,
            &variant.checks,
            &Value::Reference(quote! { value }),
        )?;
        Some(quote! { Self::#name(value) => #code, })
    });
    let arms: Vec<TokenStream> = arms.collect();
    if arms.is_empty() {
        // Rules that no value of its type can break.
        return quote! { Ok(()) };
    }
    quote! { match self { #(#arms)* _ => Ok(()) } }
}

/// All checks, the last without `?`.
fn sequence(mut checks: Vec<TokenStream>) -> TokenStream {
    let last = checks.pop().unwrap_or_else(|| quote! { Ok(()) });
    quote! { #(#checks?;)* #last }
}

/// An expression that checks `value`, a reference; `None` where there is nothing to check.
fn checked(models: &[Model], type_: &Type, checks: &Checks, value: &Value) -> Option<TokenStream> {
    let mut found: Vec<TokenStream> = match type_ {
        Type::Option(inner) | Type::Nullable(inner) => {
            let code = checked(models, inner, checks, &Value::Reference(quote! { value }))?;
            let value = value.reference();
            return Some(quote! { validate::each(#value, |value| #code) });
        }
        Type::Emptyable(inner) => {
            let value_inside = Value::Reference(quote! { value });
            let code = checked(models, inner, checks.inside(), &value_inside)?;
            let receiver = value.receiver();
            return Some(quote! { #receiver.as_option().map_or(Ok(()), |value| #code) });
        }
        Type::Boxed(inner) => return checked(models, inner, checks, value),
        Type::Model(id, _) => {
            let model = models.get(*id)?;
            if let ModelKind::Alias(inner) = &model.kind {
                let mut all = model.checks.clone();
                all.own.extend(checks.own.iter().cloned());
                return checked(models, inner, &all, value);
            }
            let own = checks.own.iter();
            let own = own.filter_map(|check| properties(check, value));
            let receiver = value.receiver();
            own.chain(model.validated.then(|| quote! { #receiver.validate() }))
                .collect()
        }
        _ => {
            let own = checks.own.iter();
            own.filter_map(|check| rule(type_, check, value)).collect()
        }
    };
    if let Type::List(inner) | Type::Map(inner) = type_ {
        let value_inside = Value::Reference(quote! { value });
        let code = checked(models, inner, checks.inside(), &value_inside);
        let value = value.reference();
        found.extend(code.map(|code| quote! { validate::each(#value, |value| #code) }));
    }
    match found.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        _ => {
            let sequence = sequence(found);
            Some(quote! { { #sequence } })
        }
    }
}

/// The check of one rule; `None` where it does not apply to the type.
fn rule(type_: &Type, check: &Check, value: &Value) -> Option<TokenStream> {
    if let Type::Number(name) = type_ {
        return bound(name, check, value);
    }
    if let Type::Map(_) = type_ {
        return properties(check, value);
    }
    let value = value.reference();
    let (function, limit) = match (type_, check) {
        (Type::String, Check::MinLength(limit)) => (quote! { min_length }, limit),
        (Type::String, Check::MaxLength(limit)) => (quote! { max_length }, limit),
        (Type::List(_), Check::MinItems(limit)) => (quote! { min_items }, limit),
        (Type::List(_), Check::MaxItems(limit)) => (quote! { max_items }, limit),
        (Type::List(_), Check::UniqueItems) => {
            return Some(quote! { validate::unique_items(#value) });
        }
        (Type::String, Check::Pattern(pattern)) => {
            return Some(quote! { {
                static PATTERN: validate::Pattern = validate::Pattern::new(#pattern);
                validate::pattern(#value, &PATTERN)
            } });
        }
        _ => return None,
    };
    let limit = Literal::usize_unsuffixed(*limit);
    Some(quote! { validate::#function(#value, #limit) })
}

fn properties(check: &Check, value: &Value) -> Option<TokenStream> {
    let (function, limit) = match check {
        Check::MinProperties(limit) => (quote! { min_properties }, limit),
        Check::MaxProperties(limit) => (quote! { max_properties }, limit),
        _ => return None,
    };
    let (value, limit) = (value.reference(), Literal::usize_unsuffixed(*limit));
    Some(quote! { validate::#function(#value, #limit) })
}

/// Integers are compared as `i128`, which holds all of them; with a fractional bound, all as `f64`.
fn bound(name: &str, check: &Check, value: &Value) -> Option<TokenStream> {
    let (function, limit) = match check {
        Check::Minimum(limit) => (quote! { minimum }, limit),
        Check::Maximum(limit) => (quote! { maximum }, limit),
        Check::ExclusiveMinimum(limit) => (quote! { exclusive_minimum }, limit),
        Check::ExclusiveMaximum(limit) => (quote! { exclusive_maximum }, limit),
        Check::MultipleOf(limit) => (quote! { multiple_of }, limit),
        _ => return None,
    };
    let value = value.copied();
    if let (false, Some(limit)) = (name.starts_with('f'), integer(limit)) {
        let limit = Literal::i128_unsuffixed(limit);
        return Some(quote! { validate::#function(i128::from(#value), #limit) });
    }
    let limit = Literal::f64_unsuffixed(limit.as_f64()?);
    let value = match name {
        "f64" => value,
        "i64" | "u64" => quote! { #value as f64 },
        _ => quote! { f64::from(#value) },
    };
    Some(match check {
        Check::MultipleOf(_) => quote! { validate::multiple_of_float(#value, #limit) },
        _ => quote! { validate::#function(#value, #limit) },
    })
}

fn integer(number: &Number) -> Option<i128> {
    let signed = number.as_i64().map(i128::from);
    signed.or_else(|| number.as_u64().map(i128::from))
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
