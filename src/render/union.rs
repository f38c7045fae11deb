//! Unions: the code that finds the member is worked out per union.

use askama::Template;
use proc_macro2::Literal;

use super::Failure;
use crate::format::ready;
use crate::ir::{
    Dispatch, EnumBase, Field, JsonKind, Model, ModelKind, Presence, Rule, Rules, Test, Type,
    Union, UnionVariant,
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
    /// Whether it is read in any case, not only with serde's traits.
    reads: bool,
    from_json: String,
    /// Likewise, written.
    writes: bool,
    /// The arms but for what is unknown.
    to_json: Vec<String>,
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
    let conversions = if model.sent {
        conversions(models, union)
    } else {
        Vec::new()
    };
    let view = UnionView {
        name: &model.name,
        docs: super::docs(&model.docs)?,
        variants,
        unknown: &union.unknown,
        reads: model.reads,
        from_json: from_json(union),
        writes: model.writes,
        to_json: to_json(models, union),
        conversions,
    };
    Ok(ready::if_short(&view.render()?))
}

/// `From` for the members, where no two have the same Rust type.
fn conversions<'a>(models: &[Model], union: &'a Union) -> Vec<Conversion<'a>> {
    let given = |type_: &Type| match type_ {
        Type::Boxed(inner) => inner.resolved(models),
        other => other.resolved(models),
    };
    let valued = union.variants.iter().filter(|v| v.constant.is_none());
    let types: Vec<Type> = valued.clone().map(|v| given(&v.value)).collect();
    let is_unique = |type_: &Type| types.iter().filter(|other| *other == type_).count() == 1;
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

/// The statements that find the member.
fn from_json(union: &Union) -> String {
    let unknown = format!("json.read().map(Self::{})", union.unknown);
    match &union.dispatch {
        Dispatch::Tag { property } => {
            let arms = union.variants.iter().map(|variant| {
                let tags = alternatives(&variant.tags);
                format!("Some({tags}) => json.read().map(Self::{}),\n", variant.name)
            });
            let (property, arms) = (Literal::string(property), arms.collect::<String>());
            // What contradicts its tag is kept as it is, too.
            format!(
                "let member = match json.tag({property}).as_deref() {{\n{arms}_ => {unknown},\n}};\n\
                 member.or_else(|_| {unknown})"
            )
        }
        Dispatch::Rules(rules) => {
            let steps = rules.steps.iter().filter_map(|rule| {
                let variant = union.variants.get(rule.variant)?;
                Some(step(rule, variant))
            });
            format!("{}{}{unknown}", known(rules), steps.collect::<String>())
        }
    }
}

/// One rule: return the member, or go on.
fn step(rule: &Rule, variant: &UnionVariant) -> String {
    let (test, name) = (test(&rule.test), &variant.name);
    let attempt = "let Some(value) = json.attempt()";
    let (condition, result) = match (test, rule.tentative) {
        (Some(test), _) if variant.constant.is_some() => (test, format!("Ok(Self::{name})")),
        (Some(test), false) => (test, format!("json.read().map(Self::{name})")),
        // `let` behind a condition stands below it, however short.
        (Some(test), true) => (
            format!("{test}\n&& {attempt}\n"),
            format!("Ok(Self::{name}(value))"),
        ),
        (None, _) => (attempt.to_owned(), format!("Ok(Self::{name}(value))")),
    };
    let gap = if condition.ends_with('\n') { "" } else { " " };
    format!("if {condition}{gap}{{\nreturn {result};\n}}\n")
}

/// The condition of a test on `json`.
fn test(test: &Test) -> Option<String> {
    Some(match test {
        Test::Always => return None,
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
        } => format!(
            "json.admits({}, {}, TEXTS) && {}",
            Literal::string(property),
            texts(own),
            self::test(test)?
        ),
        Test::Each(element) => format!("json.each(|json| {})", self::test(element)?),
        Test::Has(required) => format!("json.has({})", texts(required)),
        Test::Fits {
            required,
            own,
            exact,
        } => {
            let (required, own) = (texts(required), field_lists(own));
            match exact {
                true => format!("json.fits_only({required}, {own})"),
                false => format!("json.fits({required}, {own}, FIELDS)"),
            }
        }
    })
}

/// Texts as a pattern.
fn alternatives<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts = texts
        .into_iter()
        .map(|text| Literal::string(text).to_string());
    texts.collect::<Vec<_>>().join(" | ")
}

/// Texts as a list.
fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> String {
    let texts = texts
        .into_iter()
        .map(|text| Literal::string(text).to_string());
    format!("&[{}]", texts.collect::<Vec<_>>().join(", "))
}

/// The lists of field names that structs carry for this.
fn field_lists<'a>(structs: impl IntoIterator<Item = &'a String>) -> String {
    let lists = structs.into_iter().map(fields);
    format!("&[{}]", lists.collect::<Vec<_>>().join(", "))
}

fn fields(structure: &String) -> String {
    format!("super::{structure}::FIELDS")
}

/// What all members know together, as constants that the tests share: as long as the union, however many tests.
fn known(rules: &Rules) -> String {
    let mut constants = String::new();
    if !rules.structs.is_empty() {
        let lists: Vec<String> = rules.structs.iter().map(fields).collect();
        let lists = ready::list(&lists);
        constants.push_str(&format!("const FIELDS: &[&[&str]] = {lists};\n"));
    }
    if !rules.texts.is_empty() {
        let properties = rules.texts.iter().map(|(property, listed)| {
            format!("({}, {})", Literal::string(property), texts(listed))
        });
        let properties = properties.collect::<Vec<_>>().join(", ");
        constants.push_str(&format!(
            "const TEXTS: &[(&str, &[&str])] = &[{properties}];\n"
        ));
    }
    constants
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

/// The arms that write the members.
fn to_json(models: &[Model], union: &Union) -> Vec<String> {
    let arm = |variant: &UnionVariant| {
        let name = &variant.name;
        if let Some(text) = &variant.constant {
            return format!("Self::{name} => writer.string({}),", Literal::string(text));
        }
        match (&union.dispatch, variant.tags.first()) {
            (Dispatch::Tag { property }, Some(tag))
                if !carries(models, variant, &variant.value, property) =>
            {
                let (property, tag) = (Literal::string(property), Literal::string(tag));
                format!("Self::{name}(value) => writer.tagged({property}, {tag}, value),")
            }
            _ => format!("Self::{name}(value) => writer.value(value),"),
        }
    };
    union.variants.iter().map(arm).collect()
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
