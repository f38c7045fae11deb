use std::collections::BTreeMap;

use serde_json::Value;

use crate::runtime::json::{
    DecodeError, FromJson, Json, Number, View, from_slice, from_str, to_string,
};

fn fails<T: FromJson>(text: &str) -> String {
    from_str::<T>(text).err().unwrap().to_string()
}

#[test]
fn integers_are_exact_to_their_limits() {
    assert_eq!(from_str("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(from_str("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(from_str("9223372036854775807.000"), Ok(i64::MAX));
    assert_eq!(from_str("-128"), Ok(i8::MIN));
    assert!(fails::<u64>("18446744073709551616").contains("out of the range of u64"));
    assert!(fails::<i64>("-9223372036854775809").contains("out of the range of i64"));
    assert!(fails::<u8>("256").contains("out of the range of u8"));
}

#[test]
fn a_whole_number_is_an_integer_however_it_is_written() {
    for (text, value) in [
        ("3.0", 3),
        ("3e0", 3),
        ("1.5e3", 1500),
        ("0e99999999999999", 0),
        ("1500e-2", 15),
        ("-2.50E+1", -25),
        ("-0", 0),
        ("0.0e99999", 0),
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("9007199254740993e0", 9_007_199_254_740_993),
    ] {
        assert_eq!(from_str::<i64>(text), Ok(value), "{text}");
    }
    assert_eq!(from_str("-0"), Ok(0u64));
    for text in ["3.5", "1e-1", "15e-2", "0.1", "-1.00001"] {
        assert!(
            fails::<i64>(text).contains("found a number with a fraction"),
            "{text}"
        );
    }
    assert!(from_str::<i64>("1e30").is_err());
    assert!(from_str::<i64>("1e999999999999").is_err());
    assert_eq!(
        fails::<i64>(r#""3""#),
        "expected an integer, found a string"
    );
}

#[test]
fn floating_point_numbers_are_the_nearest_ones() {
    assert_eq!(from_str("3"), Ok(3.0));
    assert_eq!(
        from_str::<f64>("-0").unwrap().to_bits(),
        (-0.0f64).to_bits()
    );
    // Halfway cases that an inexact parser gets wrong in the last bit.
    assert_eq!(from_str("9007199254740993"), Ok(9_007_199_254_740_992.0));
    assert_eq!(
        from_str("2.2250738585072011e-308"),
        Ok(2.225_073_858_507_201e-308)
    );
    assert_eq!(from_str("5e-324"), Ok(f64::from_bits(1)));
    assert_eq!(from_str("1e-400"), Ok(0.0));
    // Rounding to `f64` first would give the even neighbour.
    assert_eq!(
        from_str("1.00000017881393432617187499"),
        Ok(1.000_000_1_f32)
    );
    assert!(fails::<f64>("1e400").contains("out of the range of f64"));
    assert!(fails::<f32>("1e39").contains("out of the range of f32"));
    assert!(fails::<Value>("[-1e400]").starts_with("[0]: the number is out of"));
}

#[test]
fn a_number_keeps_every_digit() {
    let text = "-123456789012345678901234567890.10";
    let number: Number = from_str(text).unwrap();
    assert_eq!((number.as_str(), number.as_i64()), (text, None));
    assert_eq!("0.10".parse::<Number>().unwrap().to_string(), "0.10");
    assert_eq!(Number::from(u64::MAX).as_u64(), Some(u64::MAX));
    assert!(Number::try_from(f64::NAN).is_err());
    for text in [
        "", " 1", "1 ", "+1", "0x1", "1.", ".5", "01", "-", "\"1\"", "1e",
    ] {
        assert!(text.parse::<Number>().is_err(), "{text}");
    }
}

#[test]
fn strings_are_unescaped() {
    let text = r#""\"\\\/\b\f\n\r\t\u0000\u00e9\uD83D\ude00 é😀""#;
    let value = "\"\\/\u{8}\u{c}\n\r\t\0é😀 é😀";
    assert_eq!(from_str(text), Ok(value.to_owned()));
    for text in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83dx""#,
        r#""\ud83d\n""#,
        r#""\ud83d\u0041""#,
        r#""\u12g4""#,
        r#""\u+123""#,
        r#""\u12"#,
        r#""\x""#,
        "\"a\nb\"",
        r#""abc"#,
        r#""abc\"#,
    ] {
        assert!(from_str::<String>(text).is_err(), "{text}");
    }
    assert!(from_slice::<String>(b"\"\xff\"").is_err());
    assert!(from_slice::<String>(b"\"\xed\xa0\x80\"").is_err());
}

#[test]
fn a_string_ends_where_it_ends_whatever_its_length() {
    for len in 0..40 {
        let plain = "é".repeat(len / 2) + &"x".repeat(len % 2);
        let text = format!(r#"["{plain}","{plain}\n\u001f","{plain}\\"]"#);
        let expected = [
            plain.clone(),
            format!("{plain}\n\u{1f}"),
            format!("{plain}\\"),
        ];
        assert_eq!(from_str(&text), Ok(expected.to_vec()));
    }
}

#[test]
fn of_fields_with_the_same_name_the_last_counts() {
    let document = Json::parse(br#"{"a":1,"b":[2],"\u0061":3,"a":[4,{"b":5}],"c":6}"#).unwrap();
    let View::Object(fields) = document.json().view() else {
        panic!("{document:?}")
    };
    assert_eq!(fields.len(), 3);
    let names: Vec<&str> = fields.map(|(name, _)| name).collect();
    assert_eq!(names, ["b", "a", "c"]);
    assert_eq!(
        to_string(&document.json()).as_deref(),
        Ok(r#"{"b":[2],"a":[4,{"b":5}],"c":6}"#)
    );
    let many: String = (0..200)
        .map(|i| format!(r#""k{}":{i},"#, i % 100))
        .collect();
    let map: BTreeMap<String, u32> = from_str(&format!(r#"{{{many}"last":0}}"#)).unwrap();
    assert_eq!((map.len(), map["k0"], map["k99"]), (101, 100, 199));
}

/// More fields than are looked through one by one; so many that some share their slots in the table of places.
#[test]
fn fields_of_a_large_object_are_found_in_any_order() {
    for count in [33_u64, 100, 5000] {
        let fields: Vec<String> = (0..count).map(|i| format!(r#""k{i}":[{i}]"#)).collect();
        let text = format!("{{{}}}", fields.join(","));
        let document = Json::parse(text.as_bytes()).unwrap();
        assert_eq!(to_string(&document.json()).as_deref(), Ok(text.as_str()));
        let mut object = document.json().object().unwrap();
        for i in (0..count).rev().chain(0..count) {
            assert_eq!(object.field::<Vec<u64>>(&format!("k{i}")), Ok(vec![i]));
            assert_eq!(object.field::<Option<u8>>(&format!("{i}k")), Ok(None));
        }
    }
}

/// A large object that ends others: none of them has its table.
#[test]
fn what_a_large_object_ends_has_its_own_fields() {
    let large: Vec<String> = (0..100).map(|i| format!(r#""k{i}":{i}"#)).collect();
    let large = format!("{{{}}}", large.join(","));
    let twice: String = (0..100).map(|i| format!(r#""k{}":-1,"#, i % 50)).collect();
    for (before, depth) in [
        ("", 1),
        (r#""a":1,"#, 1),
        (r#""a":1,"b":{"k0":0},"#, 2),
        (&twice, 2),
    ] {
        let (start, end) = (
            format!("{{{before}\"last\":").repeat(depth),
            "}".repeat(depth),
        );
        let text = format!("{start}{large}{end}");
        let document = Json::parse(text.as_bytes()).unwrap();
        let mut json = document.json();
        for _ in 0..depth {
            let mut object = json.object().unwrap();
            assert_eq!(object.field::<Option<u8>>("k99"), Ok(None), "{before}");
            assert!(object.field::<BTreeMap<String, Value>>("last").is_ok());
            json = json.get("last").unwrap();
        }
        assert_eq!(json.object().unwrap().field("k99"), Ok(99));
        assert_eq!(
            json.object()
                .unwrap()
                .rest::<u8>(&[])
                .map(|rest| rest.len()),
            Ok(100)
        );
    }
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Json::parse(nested(128).as_bytes()).is_ok());
    assert!(fails::<Value>(&nested(129)).ends_with("column 129: nested too deeply"));
    assert!(Json::parse("[".repeat(1_000_000).as_bytes()).is_err());
    assert!(Json::parse(r#"{"a":"#.repeat(1_000_000).as_bytes()).is_err());
}

#[test]
fn a_syntax_error_says_where() {
    assert_eq!(
        fails::<Value>("{\n  \"é\": 1,\n  \"é\" 2}"),
        "invalid JSON at line 3, column 7: expected `:`"
    );
    for text in [
        "",
        " ",
        "nul",
        "nulll",
        "truE",
        "[1,]",
        "[1 2]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\"}",
        "1 2",
        "]",
        "01",
        "1.",
        "1.e1",
        "1e",
        "-",
        "--1",
        "+1",
        "NaN",
        "'a'",
        "[1",
        "{",
        "\u{a0}1",
        "/**/1",
    ] {
        assert!(Json::parse(text.as_bytes()).is_err(), "{text:?}");
    }
    assert!(Json::parse("\u{feff} [\t1\r\n] ".as_bytes()).is_ok());
}

#[test]
fn an_error_is_one_word() {
    assert_eq!(size_of::<DecodeError>(), size_of::<usize>());
}

#[test]
fn a_member_fits_where_nothing_is_lost() {
    let document = Json::parse(br#"{"id": 1, "more": 2, "unheard-of": 3}"#).unwrap();
    let json = document.json();
    let (small, large): (&[&str], &[&str]) = (&["id"], &["id", "more"]);
    assert!(json.fits(&["id"], &[large], &[small, large]));
    assert!(!json.fits(&["id"], &[small], &[small, large]));
    assert!(!json.fits(&["other"], &[large], &[small, large]));
    assert!(!json.fits_only(&["id"], &[large]));
    assert!(json.fits_only(&["id"], &[large, &["unheard-of"]]));
    assert!(!Json::parse(b"null").unwrap().json().fits(&[], &[], &[]));
}

#[test]
fn a_member_admits_texts_that_no_other_one_lists() {
    let document = Json::parse(br#"{"kind": "b", "n": 1}"#).unwrap();
    let json = document.json();
    let listed: &[(&str, &[&str])] = &[("kind", &["a", "b"]), ("n", &["1", "2"])];
    assert!(json.admits("kind", &["b"], listed));
    assert!(!json.admits("kind", &["a"], listed));
    assert!(!json.admits("n", &["2"], listed));
    assert!(json.admits("kind", &["a"], &[("n", &["b"])]));
    assert!(json.admits("missing", &["a"], listed));
}
