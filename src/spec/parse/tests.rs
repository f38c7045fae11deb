use serde_json::json;

use super::*;

/// Values that aliases may bring.
const LIMIT: usize = 8 << 20;

fn yaml(text: &str) -> Result<Value, SyntaxError> {
    parse(Path::new("a.yaml"), text, LIMIT)
}

/// The error's place, as line and column, and its message.
fn fails(name: &str, text: &str) -> (usize, usize, String) {
    let error = parse(Path::new(name), text, LIMIT).unwrap_err();
    let place = crate::spec::locate::Lines::new(text);
    let place = place.position(error.offset);
    (place.line, place.column, error.message)
}

#[test]
fn scalars_keep_what_they_mean() {
    let text = "200: 9223372036854775808\ntrue: -9223372036854776000\n1.0: 123456789012345678901234567890123456789012\n\
                ~: 2020-01-01\nyes: no\n0x10: 007\na: .inf\nb: .nan\nc: \ne: !Sub x\nf: !!str 1\ng: '1'\n";
    assert_eq!(
        yaml(text).unwrap(),
        json!({
            "200": 9_223_372_036_854_775_808_u64,
            "true": -9_223_372_036_854_776_000.0,
            "1.0": 1.234_567_890_123_456_8e41,
            "~": "2020-01-01", "yes": "no", "0x10": "007",
            "a": ".inf", "b": ".nan", "c": null, "e": "x", "f": "1", "g": "1",
        })
    );
}

#[test]
fn order_is_kept() {
    for text in ["{\"z\": 1, \"a\": 2, \"m\": 3}", "z: 1\na: 2\nm: 3"] {
        let value = yaml(text).unwrap();
        assert_eq!(
            value.as_object().unwrap().keys().collect::<Vec<_>>(),
            ["z", "a", "m"]
        );
    }
}

#[test]
fn merge_keys_are_applied() {
    let text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: own\nd: {<<: *b}";
    let value = yaml(text).unwrap();
    assert_eq!(value["c"], json!({"x": "own", "y": 2, "z": 4}));
    assert_eq!(value["d"], json!({"y": 3, "z": 4}));
    assert_eq!(fails("a.yaml", "a:\n  <<: 1\n").0, 2);
    assert_eq!(
        yaml("{\"<<\": 1}").unwrap(),
        json!({"<<": 1}),
        "JSON has no merge keys"
    );
}

#[test]
fn json_is_told_from_yaml_by_its_content() {
    assert_eq!(
        yaml("{a: 1, b: [x,],}").unwrap(),
        json!({"a": 1, "b": ["x"]})
    );
    assert_eq!(
        parse(Path::new("a.json"), "a: 1", LIMIT).unwrap(),
        json!({"a": 1})
    );
}

#[test]
fn errors_are_located() {
    let all = [
        fails("a.yaml", "a: 1\nb: ü: 2\n"),
        fails("a.yaml", "ü: 1\nb:\n  c: 1\n  ü: 2\n  c: 3\n"),
        fails("a.yaml", "a: *nothing\n"),
        fails("a.yaml", "---\na: 1\n---\nb: 1\n"),
        fails("a.yaml", "a: \u{1}\n"),
        fails("a.yaml", "a:\n\t- 1\n"),
        fails("a.yaml", "? [a]\n: 1\n"),
        fails("a.yaml", &"- ".repeat(200)),
        fails("a.json", "{\n  \"a\": 1,\n}"),
        fails("a.yaml", "{\n  \"a\": 1 // one\n}"),
        fails("a.yaml", "{\n  \"a\": 1,\n  \"a\": 2\n}"),
        fails("a.yaml", &"[".repeat(200)),
        fails("a.yaml", "{\"a\": 1"),
    ];
    let all: Vec<String> = all
        .iter()
        .map(|(line, column, message)| format!("{line}:{column} {message}"))
        .collect();
    insta::assert_snapshot!(all.join("\n"), @r##"
    2:6 mapping values are not allowed in this context
    5:5 b: the key `c` occurs twice in one mapping
    1:4 unknown anchor
    3:1 the file holds more than one YAML document
    1:4 control characters are not allowed
    2:1 YAML is not indented with tabs
    1:3 invalid type: sequence, expected a key that is text
    1:257 values are nested more than 128 levels deep
    3:1 trailing comma
    2:10 JSON has no comments
    3:5 the key `a` occurs twice in one mapping
    1:128 values are nested more than 128 levels deep
    1:8 did not find expected ',' or '}', while parsing a flow mapping
    "##);
}

#[test]
fn alias_bombs_are_refused() {
    let mut billion = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let alias = format!("*a{}, ", level - 1);
        billion.push_str(&format!("a{level}: &a{level} [{}]\n", alias.repeat(9)));
    }
    assert_eq!(yaml(&billion).unwrap_err().message, TOO_MANY_ALIASES);

    let long = "x".repeat(1 << 16);
    let text = format!("a: &a {long}\nb: [{}]", "*a, ".repeat(1 << 10));
    assert!(yaml(&text).unwrap_err().message.ends_with(TOO_MANY_ALIASES));
    assert!(yaml(&format!("a: &a {long}\nb: [*a, *a]")).is_ok());
}

#[test]
fn nothing_is_null() {
    for text in ["", "\n", "# only a comment\n", "---\n"] {
        assert_eq!(yaml(text).unwrap(), Value::Null);
    }
}
