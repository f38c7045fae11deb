//! Expressions for the values of small models.

use super::*;
use serde_json::json;

use crate::ir::{Checks, Docs, EnumVariant};

fn model(name: &str, kind: ModelKind, example: Option<Value>) -> Model {
    Model {
        name: name.to_owned(),
        module: String::new(),
        pointer: String::new(),
        component: None,
        chosen: false,
        docs: Docs::default(),
        kind,
        sent: true,
        received: false,
        reads: false,
        writes: false,
        example,
        checks: Checks::default(),
        validated: false,
    }
}

fn field(name: &str, value: Type, presence: Presence, example: Option<Value>) -> Field {
    Field {
        name: name.to_owned(),
        wire_name: name.to_owned(),
        value,
        presence,
        read_only: false,
        write_only: false,
        undeclared: false,
        docs: Docs::default(),
        example,
        checks: Checks::default(),
    }
}

fn models() -> Vec<Model> {
    let variants = ["low", "high"].map(|value| EnumVariant {
        name: value.to_uppercase(),
        value: json!(value),
        docs: Docs::default(),
    });
    let level = Enum {
        base: EnumBase::String,
        variants: variants.into(),
        unknown: Some("Unknown".to_owned()),
    };
    let user = Struct {
        fields: vec![
            field(
                "email",
                Type::String,
                Presence::Required,
                Some(json!("a@b.c")),
            ),
            field(
                "level",
                Type::Model(0, "Level".to_owned()),
                Presence::Optional,
                None,
            ),
            field(
                "r#type",
                Type::String,
                Presence::OptionalNullable,
                Some(json!("x")),
            ),
            field(
                "age",
                Type::Number("u32"),
                Presence::Optional,
                Some(json!(-1)),
            ),
        ],
        ..Struct::default()
    };
    vec![
        model("Level", ModelKind::Enum(level), Some(json!("high"))),
        model("User", ModelKind::Struct(user), None),
    ]
}

fn user(json: Option<Value>) -> Option<String> {
    let models = models();
    owned(&models, &Type::Model(1, "User".to_owned()), json.as_ref())
}

#[test]
fn a_struct_is_composed_of_the_examples_of_its_fields_that_fit() {
    let expected = r#"models::User::new("a@b.c").level(models::Level::HIGH).r#type("x")"#;
    assert_eq!(user(None).as_deref(), Some(expected));
    // What is not of the type counts as nothing.
    assert_eq!(user(Some(json!({"email": 1}))).as_deref(), Some(expected));
}

#[test]
fn an_example_of_the_whole_is_taken_as_it_is() {
    let json = json!({"email": "d@e.f", "level": "other", "age": 3, "more": true});
    let expected =
        r#"models::User::new("d@e.f").level(models::Level::Unknown("other".to_owned())).age(3)"#;
    assert_eq!(user(Some(json)).as_deref(), Some(expected));
}

#[test]
fn numbers_have_the_literal_of_their_type() {
    let of = |type_, json: Value| owned(&[], &Type::Number(type_), Some(&json)).unwrap();
    assert_eq!(of("f64", json!(3)), "3.0");
    assert_eq!(of("i64", json!(1_735_689_600)), "1735689600");
    // A placeholder instead of one that does not compile.
    assert_eq!(of("i32", json!(1_735_689_600_000_u64)), "1");
    assert_eq!(of("u64", json!(1.5)), "1");
}

#[test]
fn containers() {
    let list = Type::List(Box::new(Type::String));
    let of = |type_: &Type, json: Value| owned(&[], type_, Some(&json)).unwrap();
    assert_eq!(
        of(&list, json!(["a", "\u{1}"])),
        r#"vec!["a".to_owned(), "\u{1}".to_owned()]"#
    );
    assert_eq!(of(&list, json!([])), "Vec::new()");
    let map = Type::Map(Box::new(Type::Bool));
    assert_eq!(
        of(&map, json!({"a": true})),
        r#"BTreeMap::from([("a".to_owned(), true)])"#
    );
    let any = json!({"a": [1, 4_000_000_000_u64, 0.5, null, "\u{7}"]});
    let expected = r#"serde_json::json!({"a": [1, 4000000000_i64, 0.5, null, "\u{7}"]})"#;
    assert_eq!(of(&Type::Any, any), expected);
    assert_eq!(
        elements(&[], &Type::Bool, Some(&json!([false]))).unwrap(),
        "false"
    );
}

#[test]
fn what_another_crate_makes_has_no_expression() {
    let type_ = Type::External(crate::ir::Codec::Text, "uuid::Uuid".to_owned());
    assert_eq!(owned(&[], &type_, Some(&json!("x"))), None);
}
