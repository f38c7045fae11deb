use super::*;

fn shown<'a>(text: &'a str, pointers: &[&str]) -> Vec<(usize, usize, &'a str)> {
    let lines = Lines::new(text);
    locate(text, pointers)
        .into_iter()
        .map(|span| {
            let place = lines.position(span.start);
            (place.line, place.column, text.get(span).unwrap())
        })
        .collect()
}

#[test]
fn json() {
    let text = "{\n  \"pa\\u0074hs\": {\"/ü\": [1, {\"a\": 2}]},\n  \"x\": 1\n}";
    assert_eq!(
        shown(
            text,
            &[
                "",
                "/paths",
                "/paths/~1ü/1",
                "/paths/~1ü/1/a",
                "/paths/~1ü/7/b",
                "/x"
            ]
        ),
        [
            (1, 1, "{"),
            (2, 3, "\"pa\\u0074hs\""),
            (2, 28, "{\"a\": 2}"),
            (2, 29, "\"a\""),
            (2, 18, "\"/ü\""),
            (3, 3, "\"x\""),
        ]
    );
}

#[test]
fn yaml() {
    let text = "# Über\nopenapi: 3.0.0\r\npaths:\r\n  \"/ü\":\n    - name: é\n      200: {x: y}\n    - *a\n    - |\n      long\n";
    assert_eq!(
        shown(
            text,
            &[
                "",
                "/openapi",
                "/paths/~1ü",
                "/paths/~1ü/0",
                "/paths/~1ü/0/200/x",
                "/paths/~1ü/0/none"
            ]
        ),
        [
            (1, 1, "# Über"),
            (2, 1, "openapi"),
            (4, 3, "\"/ü\""),
            (5, 7, "name: é"),
            (6, 13, "x"),
            (5, 7, "name: é"),
        ]
    );
}

#[test]
fn yaml_beyond_block_style() {
    let text = "base: &base\n  a: [x, {b: c}]\n? - odd\n: value\ncopy:\n  <<: *base\n  own: \"q\"\nlist:\n- &n |\n  long\n- *n\n";
    assert_eq!(
        shown(
            text,
            &[
                "/base/a/1/b",
                "/copy/a/0",
                "/copy/own",
                "/list/0",
                "/list/1"
            ]
        ),
        [
            (2, 11, "b"),
            (5, 1, "copy"),
            (7, 3, "own"),
            (9, 3, "&n |"),
            (11, 3, "*n")
        ]
    );
}

#[test]
fn places_beyond_the_end_are_the_end() {
    let place = Lines::new("a\nbc").position(99);
    assert_eq!((place.line, place.column, place.offset), (2, 3, 2));
    assert_eq!(Lines::new("").position(0).text, "");
}
