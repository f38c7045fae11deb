//! Whatever goes in comes out again, compared with `serde_json` as the oracle.

use proptest::prelude::*;
use serde_json::{Number as ValueNumber, Value};

use crate::runtime::json::{FromJson, Json, from_slice, from_str, to_string, to_vec};

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|x| ValueNumber::from_f64(x).map_or(Value::Null, Value::Number)),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Objects within objects, small ones and large ones.
fn objects() -> impl Strategy<Value = Value> {
    let name = (0..200_u8).prop_map(|number| format!("k{number}"));
    any::<u8>()
        .prop_map(Value::from)
        .prop_recursive(3, 400, 60, move |inner| {
            let few = prop::collection::vec((name.clone(), inner.clone()), 0..3);
            let many = prop::collection::vec((name.clone(), inner), 30..60);
            prop_oneof![few, many].prop_map(|fields| Value::Object(fields.into_iter().collect()))
        })
}

/// Every field is found by its name, the last ones first, and no other.
fn has_its_fields(json: Json<'_>, value: &Value) -> Result<(), TestCaseError> {
    let Some(fields) = value.as_object() else {
        return Ok(());
    };
    let mut object = json.object().unwrap();
    for name in fields.keys().rev() {
        prop_assert_eq!(&object.field::<Value>(name), &Ok(fields[name].clone()));
        has_its_fields(json.get(name).unwrap(), &fields[name])?;
    }
    prop_assert!(object.field::<Option<Value>>("k").unwrap().is_none());
    prop_assert_eq!(object.rest::<Value>(&[]).unwrap().len(), fields.len());
    Ok(())
}

/// Something that looks like JSON, and often is.
fn nearly_json() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", "\\", "\\u", "\\ud800", "\\n", "0",
        "-", "1", "12", ".", "e", "E+", "null", "true", "false", " ", "\n", "é", "\u{1}",
    ]);
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

/// The parser accepts what `serde_json` accepts. It alone knows numbers beyond `f64`, and skips a byte order mark.
fn agrees(text: &[u8]) -> Result<(), TestCaseError> {
    let ours = Json::parse(text);
    match serde_json::from_slice::<Value>(text) {
        Ok(value) => prop_assert_eq!(Value::from_json(&ours.unwrap().json()).unwrap(), value),
        Err(error) => prop_assert!(
            ours.is_err() || error.to_string().starts_with("number out of range"),
            "{}",
            error
        ),
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_value_survives(value in any_value()) {
        let text = to_string(&value).unwrap();
        prop_assert_eq!(from_str::<Value>(&text), Ok(value.clone()));
        prop_assert_eq!(from_str::<Value>(&value.to_string()), Ok(value.clone()));
        prop_assert_eq!(from_str::<Value>(&format!("{value:#}")), Ok(value.clone()));
    }

    #[test]
    fn fields_are_found_by_their_names(value in objects()) {
        let text = value.to_string();
        has_its_fields(Json::parse(text.as_bytes()).unwrap().json(), &value)?;
    }

    #[test]
    fn the_writer_is_serde_jsons_equal(value in any_value()) {
        let text = to_string(&value).unwrap();
        prop_assert_eq!(text.len(), value.to_string().len());
        prop_assert_eq!(serde_json::from_str::<Value>(&text).is_ok(), true);
    }

    #[test]
    fn floating_point_numbers_survive(bits: u64, short: f32) {
        let value = f64::from_bits(bits);
        if value.is_finite() {
            let text = to_vec(&value).unwrap();
            prop_assert_eq!(from_slice::<f64>(&text).unwrap().to_bits(), bits);
        }
        let text = to_vec(&short).unwrap();
        prop_assert_eq!(from_slice::<f32>(&text).unwrap().to_bits(), short.to_bits());
    }

    #[test]
    fn integers_survive(signed: i64, unsigned: u64) {
        prop_assert_eq!(from_slice(&to_vec(&signed).unwrap()), Ok(signed));
        prop_assert_eq!(from_slice(&to_vec(&unsigned).unwrap()), Ok(unsigned));
        prop_assert_eq!(from_str(&format!("{signed}.0")), Ok(signed));
    }

    #[test]
    fn any_bytes_are_judged(bytes: Vec<u8>) {
        agrees(&bytes)?;
    }

    #[test]
    fn nearly_json_is_judged(text in nearly_json()) {
        agrees(text.as_bytes())?;
    }
}
