use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::runtime::json::{Nullable, ToJson, to_string, to_vec};

fn text(value: impl ToJson) -> String {
    to_string(&value).unwrap()
}

#[test]
fn numbers_are_as_short_as_they_can_be() {
    assert_eq!(text(1.0), "1");
    assert_eq!(text(-0.0), "-0");
    assert_eq!(text(0.1), "0.1");
    assert_eq!(text(0.1f32), "0.1");
    assert_eq!(text(16_777_216f32), "16777216");
    assert_eq!(text(9_007_199_254_740_991.0), "9007199254740991");
    assert_eq!(text(1.5e-7), "1.5e-7");
    assert_eq!(text(u64::MAX), "18446744073709551615");
    assert_eq!(text(i64::MIN), "-9223372036854775808");
    assert_eq!(text(vec![1u8, 2]), "[1,2]");
}

#[test]
fn a_value_without_json_form_is_an_error() {
    assert_eq!(
        to_vec(&f64::NAN).unwrap_err().to_string(),
        "a number must be finite"
    );
    let map = BTreeMap::from([("a".to_owned(), vec![1.0, f64::INFINITY, f64::NAN])]);
    assert_eq!(
        to_vec(&map).unwrap_err().to_string(),
        "a: a number must be finite"
    );
    assert!(to_vec(&f32::NEG_INFINITY).is_err());
}

#[test]
fn strings_are_escaped() {
    let special = "\"\\/\u{8}\n\r\t\0\u{1f}\u{7f}é\u{2028}😀";
    assert_eq!(
        text(special),
        "\"\\\"\\\\/\\u0008\\n\\r\\t\\u0000\\u001f\u{7f}é\u{2028}😀\""
    );
    assert_eq!(text(Cow::Borrowed("")), "\"\"");
    assert_eq!(
        text(BTreeMap::from([("a\"b".to_owned(), ())])),
        r#"{"a\"b":null}"#
    );
}

#[test]
fn commas_are_between_values() {
    let value = json!({"a": [], "b": {}, "c": [[], {}, [1, 2], {"d": 1, "e": null}]});
    assert_eq!(text(&value), value.to_string());
    assert_eq!(text(vec![None, Some(1), None]), "[null,1,null]");
    assert_eq!(text(Vec::<Value>::new()), "[]");
}

#[test]
fn what_is_absent_is_null_where_something_must_be() {
    assert!(Nullable::<i32>::Absent.is_absent());
    assert!(!ToJson::is_absent(&Nullable::<i32>::Null));
    assert_eq!(text(Nullable::<i32>::Absent), "null");
    assert_eq!(text(None::<i32>), "null");
    assert!(ToJson::is_absent(&Box::new(None::<i32>)));
    assert_eq!(Nullable::<i32>::from(None), Nullable::Null);
    assert_eq!(Nullable::from(1).map(|x| x + 1).into_option(), Some(2));
    assert_eq!(
        Nullable::<String>::from("a").into_option().as_deref(),
        Some("a")
    );
}

#[test]
fn thousands_of_entries_take_linear_time() {
    let map: BTreeMap<String, i32> = (0..200_000).map(|i| (format!("k{i}"), i)).collect();
    let text = text(&map);
    assert_eq!(crate::runtime::json::from_str(&text), Ok(map));
}
