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

fn pointers(value: &serde_json::Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                let mut pointer = at.to_owned();
                crate::spec::origin::push(&mut pointer, key);
                pointers(value, &pointer, found);
            }
        }
        serde_json::Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                pointers(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// What the whole text gives.
fn thoroughly(text: &str, pointer: &str) -> Range<usize> {
    let mut wanted = Wanted::new(text);
    let end = wanted.insert(pointer);
    locate_yaml(text, &mut wanted, |offset| offset);
    clip(text, wanted.found(end))
}

#[test]
fn nothing_is_found_elsewhere_in_an_outline() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut outlined = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let mut all = Vec::new();
        let Ok(value) = serde_yaml::from_str(&text) else {
            continue;
        };
        pointers(&value, "", &mut all);
        for pointer in &all {
            let mut wanted = Wanted::new(&text);
            wanted.insert(pointer);
            let outline = Outline::new(&text, &wanted);
            outlined += usize::from(outline.is_some_and(|o| o.text.len() < text.len() / 2));
            let [found] = locate(&text, &[pointer]).try_into().unwrap();
            assert_eq!(found, thoroughly(&text, pointer), "{pointer} of {path:?}");
        }
    }
    assert!(outlined > 1000, "{outlined} outlines");
}

#[test]
fn the_outline_of_a_text() {
    let text = "---\nopenapi: 3.0.0\npaths: # all\n  /a:\n    get: {x: [\n    ], y: z}\n    put:\n    - 1\n  '/b': |\n\n    # /c:\n  /c:\n    get:\n\ntags:\n- a: b\n";
    let outline = |pointer: &str| {
        let mut wanted = Wanted::new(text);
        wanted.insert(pointer);
        Outline::new(text, &wanted).map(|outline| outline.text)
    };
    assert_eq!(
        outline("/paths/~1c/get").unwrap(),
        "---\npaths: # all\n  /c:\n    get:\n\n"
    );
    assert_eq!(
        outline("/paths/~1a/put/0").unwrap(),
        "---\npaths: # all\n  /a:\n    put:\n    - 1\n"
    );
    assert_eq!(outline("/tags/0/a").unwrap(), "---\ntags:\n- a: b\n");
    assert_eq!(
        outline("/paths/~1b").unwrap(),
        "---\npaths: # all\n  '/b': |\n\n    # /c:\n"
    );
}

#[test]
fn lines_are_counted_wherever_they_end() {
    let text = "a\n\nlong line\n".repeat(STRIDE);
    let lines = Lines::new(&text);
    let mut line = 1;
    let mut column = 1;
    for (offset, c) in text.char_indices() {
        let place = lines.position(offset);
        assert_eq!((place.line, place.column), (line, column), "{offset}");
        (line, column) = if c == '\n' {
            (line + 1, 1)
        } else {
            (line, column + 1)
        };
    }
}
