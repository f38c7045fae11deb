use proptest::collection::vec;
use proptest::prelude::*;

use super::{
    Chain, Function, Place, Statement, alias, field, if_short, implementation, list, none,
};
use crate::format::rust;

/// What the layout gives if it looks at everything, and if it passes by what is ready.
fn both(text: &str) -> (String, String) {
    let laid_out = |text: &str| rust("a.rs", text, "").unwrap();
    (laid_out(&none(text)), laid_out(text))
}

fn name() -> impl Strategy<Value = String> {
    "x[a-z_]{0,8}[a-z]{0,40}"
}

fn type_() -> impl Strategy<Value = String> {
    let type_ = "X[a-z]{0,50}";
    prop_oneof![
        type_,
        type_.prop_map(|name| format!("impl Borrow<models::{name}>")),
        Just("impl AsRef<str>".to_owned())
    ]
}

/// A call with its dot.
fn call() -> impl Strategy<Value = String> {
    let argument = prop_oneof![
        "\"[a-z ]{0,20}\"",
        name(),
        name().prop_map(|name| format!("{name}.as_ref()")),
        Just("Query::DEEP_OBJECT".to_owned()),
        vec("[b-d][x-z]{0,11}", 1..4).prop_map(|list| format!("&[{}]", list.join(", "))),
    ];
    (name(), vec(argument, 0..4))
        .prop_map(|(name, arguments)| format!(".{name}({})", arguments.join(", ")))
}

fn chain(root: &'static str, fields: usize) -> impl Strategy<Value = Chain> {
    vec(call(), 0..5).prop_map(move |calls| Chain {
        root: root.to_owned(),
        fields,
        calls,
    })
}

fn statement() -> impl Strategy<Value = Statement> {
    let awaited = chain("client", 0).prop_map(|mut chain| {
        chain.calls.push(".await?".to_owned());
        chain
    });
    let binding = |(name, type_): (String, String)| {
        let left = format!("let {name}: {} =", type_.replace("impl ", "&"));
        Statement::Let(left, format!("{name}.borrow();"))
    };
    prop_oneof![
        awaited.prop_map(|chain| Statement::Chain("let value = ", chain, ";")),
        (name(), type_()).prop_map(binding),
    ]
}

/// What a function ends with.
fn end() -> impl Strategy<Value = Statement> {
    let call = || chain("Call::new(self.client, GET_USER)", 0);
    prop_oneof![
        ("[A-Z][a-z]{0,40}", call()).prop_map(|(name, chain)| Statement::Wrapped(name, chain)),
        chain("self.0", 1).prop_map(|chain| Statement::Wrapped("Self".to_owned(), chain)),
        call().prop_map(|chain| Statement::Chain("", chain, "")),
        vec(name(), 1..5).prop_map(|fields| Statement::Literal("Self", fields)),
    ]
}

proptest! {
    #[test]
    fn a_struct_is_laid_out_like_any_other(
        name in "[A-Z][A-Za-z]{0,90}",
        also in "[A-Z][a-z.]{0,90}",
        fields in vec((name(), "[A-Z][A-Za-z]{0,90}", prop_oneof![Just("Option"), Just("BTreeMap<String, Vec")]), 1..4),
    ) {
        let fields = fields.iter().map(|(name, type_, outer)| {
            let closed = if outer.contains('<') { ">>" } else { ">" };
            format!("/// One.\n{}\n", field(name, &format!("{outer}<{type_}{closed}")))
        });
        let text = format!(
            "/// All.\n{}#[derive(Clone, Debug)]\npub struct {name} {{\n{}}}\n",
            alias(&also),
            fields.collect::<String>()
        );
        let (expected, found) = both(&if_short(&text));
        prop_assert_eq!(expected, found);
    }

    #[test]
    fn a_function_is_laid_out_like_any_other(
        margin: bool,
        name in name(),
        arguments in vec((name(), type_()), 0..4),
        output in "[A-Z][a-z]{0,60}",
        statements in vec(statement(), 0..2),
        end in end(),
    ) {
        let arguments = arguments.iter().map(|(name, type_)| format!("{name}: {type_}"));
        let function = Function {
            place: if margin { Place::Margin } else { Place::Impl },
            docs: "/// Gets.\n\n#[inline]\n",
            head: format!("pub fn {name}"),
            arguments: arguments.collect(),
            output: format!(" -> {output}"),
            body: statements.into_iter().chain([end]).collect(),
        };
        let text = match margin {
            true => function.to_string(),
            false => implementation("impl Users<'_>", &[function.to_string(), function.to_string()]),
        };
        let (expected, found) = both(&text);
        prop_assert_eq!(expected, found);
    }

    #[test]
    fn what_is_short_is_laid_out_like_all_else(
        name in "[A-Z][a-z]{0,70}",
        members in vec(("[A-Z][a-z]{0,30}", "[A-Z][a-z]{0,70}", "[a-z. ]{0,40}"), 1..4),
        listed in vec("\"[a-z]{0,20}\"", 1..8),
    ) {
        let variants = members.iter().map(|(name, type_, _)| format!("/// One.\n{name}({type_}),\n"));
        let arms = members.iter().map(|(name, _, text)| format!(
            "Some({text:?}) => json.read().map(Self::{name}),\n"
        ));
        let tests = members.iter().map(|(name, _, text)| format!(
            "if json.is_string()\n&& let Some(value) = json.attempt()\n{{\nreturn Ok(Self::{name}(value));\n}}\n\
             if matches!(json.as_str(), Some({text:?})) {{\nreturn json.read().map(Self::{name});\n}}\n"
        ));
        let text = format!(
            "/// Either.\n#[derive(Clone, Debug)]\npub enum {name} {{\n{}}}\n\n\
             impl json::FromJson for {name} {{\n#[inline]\nfn from_json(json: &json::Json<'_>) -> Result<Self, Error> {{\n\
             const TEXTS: &[&str] = {};\n{}match json.tag(\"kind\").as_deref() {{\n{}_ => json.read().map(Self::Unknown),\n}}\n}}\n}}\n\n\
             impl From<{name}> for Other {{\nfn from(value: {name}) -> Self {{\nSelf::{name}(value)\n}}\n}}\n\n\
             #[cfg(feature = \"serde\")]\njson::bridge!({name});\n",
            variants.collect::<String>(),
            list(&listed),
            tests.collect::<String>(),
            arms.collect::<String>(),
        );
        let (expected, found) = both(&if_short(&text));
        prop_assert_eq!(expected, found);
    }
}
