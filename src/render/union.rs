//! Unions: an enum of the members, and the tests that find the one in the document.

use std::collections::BTreeSet;
use std::iter;

use askama::Template;
use proc_macro2::Literal;

use super::Failure;
use crate::format::ready;
use crate::ir::{
    Dispatch, EnumBase, Field, JsonKind, Model, ModelKind, Presence, Rule, Rules, Test, Type,
    Union, UnionVariant,
};

struct VariantView {
    docs: String,
    /// Its declaration.
    line: String,
}

#[derive(Template)]
#[template(path = "union.rs.j2", escape = "none")]
struct UnionView<'a> {
    /// The name of the macro.
    codec: &'static str,
    docs: String,
    name: &'a str,
    variants: Vec<VariantView>,
    unknown: &'a str,
    /// How the member is found.
    choice: String,
}

/// A union with what reads and writes it.
pub fn render(models: &[Model], model: &Model, union: &Union) -> Result<String, Failure> {
    let sources = match model.sent {
        true => sources(models, union),
        false => BTreeSet::new(),
    };
    let mut variants = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        variants.push(VariantView {
            docs: super::docs(&variant.docs)?,
            line: match &variant.constant {
                Some(text) => format!("{} => {},", Literal::string(text), variant.name),
                None => member(variant, sources.contains(&index)),
            },
        });
    }
    let view = UnionView {
        codec: match (model.reads, model.writes) {
            (true, true) => "union",
            (true, false) => "received_union",
            (false, _) => "sent_union",
        },
        docs: super::docs(&model.docs)?,
        name: &model.name,
        variants,
        unknown: &union.unknown,
        choice: match &union.dispatch {
            Dispatch::Tag { property, untold } => by_tag(models, union, property, untold),
            Dispatch::Rules(rules) => by_rules(union, rules),
        },
    };
    Ok(ready::if_short(&view.render()?))
}

/// The declaration of a member that carries a value.
fn member(variant: &UnionVariant, is_source: bool) -> String {
    let source = match &variant.value {
        Type::Boxed(inner) => inner,
        other => other,
    };
    let after = match is_source {
        true => format!("): From<{source}>,"),
        false => "),".to_owned(),
    };
    let (name, value) = (&variant.name, variant.value.to_string());
    ready::item(&format!("{name}("), &value, &after)
}

/// The members that a value becomes by `From`: those whose Rust type no other one has.
fn sources(models: &[Model], union: &Union) -> BTreeSet<usize> {
    let given = |type_: &Type| match type_ {
        Type::Boxed(inner) => inner.resolved(models),
        other => other.resolved(models),
    };
    let valued = union.variants.iter().enumerate();
    let valued = valued.filter(|(_, variant)| variant.constant.is_none());
    let types: Vec<Type> = valued.clone().map(|(_, v)| given(&v.value)).collect();
    let is_unique = |type_: &Type| types.iter().filter(|other| *other == type_).count() == 1;
    valued
        .zip(&types)
        .filter(|((_, variant), type_)| is_unique(type_) && variant.value != Type::Any)
        .map(|((index, _), _)| index)
        .collect()
}

/// A member for each value of the discriminator, and tests for what has none. What contradicts its tag is kept as it is.
fn by_tag(models: &[Model], union: &Union, property: &str, untold: &Rules) -> String {
    let arms = union.variants.iter().map(|variant| {
        let (tags, name) = (alternatives(&variant.tags), &variant.name);
        let own = variant.tags.first();
        // What came without its tag is written without it.
        let is_added =
            untold.steps.is_empty() && !carries(models, variant, &variant.value, property);
        match own.filter(|_| is_added) {
            Some(tag) => format!("{tags} => {name} + {},\n", Literal::string(tag)),
            None => format!("{tags} => {name},\n"),
        }
    });
    let (property, arms) = (Literal::string(property), arms.collect::<String>());
    format!("by {property} {{\n{arms}}}\n{}", by_rules(union, untold))
}

/// A test for each type that a value may have, and what the tests share: as long as the union, however many tests. For
/// the members that are one text, that text is the test.
fn by_rules(union: &Union, rules: &Rules) -> String {
    let mut choice = String::new();
    if !rules.structs.is_empty() {
        let structs: Vec<String> = rules.structs.iter().map(|name| path(union, name)).collect();
        choice.push_str(&listed("know", &structs));
    }
    if !rules.texts.is_empty() {
        let texts = rules.texts.iter().map(|(property, texts)| {
            format!(
                "{}: [{}]",
                Literal::string(property),
                literals(texts).join(", ")
            )
        });
        choice.push_str(&listed("texts", &texts.collect::<Vec<_>>()));
    }
    let tests = rules.steps.iter().filter_map(|rule| {
        let variant = union.variants.get(rule.variant)?;
        let is_type = variant.constant.is_none();
        is_type.then(|| step(union, rule, variant))
    });
    let tests: String = tests.collect();
    if !tests.is_empty() {
        choice.push_str(&format!("read(json) {{\n{tests}}}"));
    }
    choice
}

/// One rule: take the member, or go on.
fn step(union: &Union, rule: &Rule, variant: &UnionVariant) -> String {
    let maybe = if rule.tentative { "?" } else { "" };
    let member = format!("=> {maybe}{},", variant.name);
    let conditions = conditions(union, &rule.test);
    let line = format!("{} {member}", conditions.join(" && "));
    match ready::fits(&line, 2) {
        true => format!("{line}\n"),
        false => format!("{}\n{member}\n", conditions.join("\n&& ")),
    }
}

/// What must hold of `json` for a test.
fn conditions(union: &Union, test: &Test) -> Vec<String> {
    let condition = match test {
        Test::Kind(kind) => kind_test(*kind).to_owned(),
        Test::Text(values) => {
            format!("matches!(json.as_str(), Some({}))", alternatives(values))
        }
        Test::Tag { property, values } => format!(
            "matches!(json.tag({}).as_deref(), Some({}))",
            Literal::string(property),
            alternatives(values)
        ),
        Test::Admits {
            property,
            own,
            test,
        } => {
            let property = Literal::string(property);
            let admits = format!("json.admits({property}, {}, TEXTS)", texts(own));
            return iter::once(admits).chain(conditions(union, test)).collect();
        }
        Test::Each(element) => {
            format!(
                "json.each(|json| {})",
                conditions(union, element).join(" && ")
            )
        }
        Test::Within { property, test } => {
            format!(
                "json.within({}, |json| {})",
                Literal::string(property),
                conditions(union, test).join(" && ")
            )
        }
        Test::Has(required) => format!("json.has({})", texts(required)),
        Test::Fits {
            required,
            own,
            exact,
        } => {
            let own = own
                .iter()
                .map(|name| format!("{}::FIELDS", path(union, name)));
            let (required, own) = (texts(required), own.collect::<Vec<_>>().join(", "));
            match exact {
                true => format!("json.fits_only({required}, &[{own}])"),
                false => format!("json.fits({required}, &[{own}], FIELDS)"),
            }
        }
    };
    vec![condition]
}

/// The struct of that name: what the members name is in scope.
fn path(union: &Union, name: &str) -> String {
    let mut is_named = false;
    for variant in &union.variants {
        variant.value.walk(&mut |part| {
            is_named |= matches!(part, Type::Model(_, member) if member == name);
        });
    }
    match is_named {
        true => name.to_owned(),
        false => format!("super::{name}"),
    }
}

/// A list behind a word, on as many lines as it takes.
fn listed(word: &str, elements: &[String]) -> String {
    let line = format!("{word} [{}]\n", elements.join(", "));
    match ready::fits(line.trim_end(), 1) {
        true => line,
        false => format!("{word} [\n{},\n]\n", elements.join(",\n")),
    }
}

/// Texts as a pattern.
fn alternatives<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    literals(texts).join(" | ")
}

/// Texts as a list.
fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    format!("&[{}]", literals(texts).join(", "))
}

fn literals<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let literal = |text: &String| Literal::string(text).to_string();
    texts.into_iter().map(literal).collect()
}

fn kind_test(kind: JsonKind) -> &'static str {
    match kind {
        JsonKind::Null => "json.is_null()",
        JsonKind::Bool => "json.is_bool()",
        JsonKind::Integer => "json.is_integer()",
        JsonKind::Number => "json.is_number()",
        JsonKind::String => "json.is_string()",
        JsonKind::Array => "json.is_array()",
        JsonKind::Object => "json.is_object()",
    }
}

/// Whether a member writes the discriminator's property by itself: not where it need not have it, and can only have one
/// value as this member.
fn carries(models: &[Model], variant: &UnionVariant, type_: &Type, property: &str) -> bool {
    let is_told = variant.tags.len() == 1;
    let sets = |field: &Field| {
        let is_known = field.undeclared || is_text(models, &field.value);
        field.presence == Presence::Required || !is_told || !is_known
    };
    match type_ {
        Type::Boxed(inner) => carries(models, variant, inner, property),
        Type::Model(id, _) => match models.get(*id).map(|model| &model.kind) {
            Some(ModelKind::Struct(object)) => {
                let mut fields = object.fields.iter();
                match fields.find(|field| field.wire_name == property) {
                    Some(field) => sets(field),
                    None => object.rest.is_some() && !is_told,
                }
            }
            Some(ModelKind::Alias(inner)) => carries(models, variant, inner, property),
            Some(ModelKind::Union(_)) => true,
            Some(ModelKind::Enum(_)) | None => false,
        },
        _ => true,
    }
}

/// Whether all values of a type are written as texts.
fn is_text(models: &[Model], type_: &Type) -> bool {
    match type_.plain(models) {
        Type::String => true,
        Type::Model(id, _) => models.get(*id).is_some_and(|model| {
            matches!(&model.kind, ModelKind::Enum(listed) if listed.base == EnumBase::String)
        }),
        _ => false,
    }
}
