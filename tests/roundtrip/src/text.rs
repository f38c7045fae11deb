//! Strings: by format, by pattern, by length.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::shape::Shape;

/// Longer strings than this show nothing new.
const MAX_CHARS: usize = 3000;

/// Texts that match a string schema, or may; a validator has the last word.
pub fn texts(shape: &Shape<'_>) -> Vec<String> {
    let patterns: Vec<&str> = shape.all("pattern").filter_map(|v| v.as_str()).collect();
    let formats = shape.all("format").chain(shape.all("contentEncoding"));
    let formats: Vec<&str> = formats.filter_map(|v| v.as_str()).collect();
    let mut found = Vec::new();
    for pattern in &patterns {
        found.extend(from_pattern(pattern));
    }
    for format in &formats {
        found.extend(by_format(format).iter().map(|text| (*text).to_owned()));
    }
    let shortest = length(shape, "minLength", f64::max).unwrap_or(0);
    let longest = length(shape, "maxLength", f64::min);
    if found.is_empty() || !patterns.is_empty() {
        let plain = [
            "text",
            "",
            "Zażółć \"gęślą\" \\ jaźń\n\u{1f980}\u{7f}\u{2028}",
            "null",
        ];
        found.extend(plain.map(|text| fit(text, shortest, longest)));
        found.push("b".repeat(shortest.min(MAX_CHARS)));
        found.extend(longest.filter(|n| *n <= MAX_CHARS).map(|n| "c".repeat(n)));
    }
    found
}

fn length(shape: &Shape<'_>, keyword: &str, choose: fn(f64, f64) -> f64) -> Option<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a length; a senseless one may saturate"
    )]
    shape.bound(keyword, choose).map(|bound| bound as usize)
}

fn fit(text: &str, shortest: usize, longest: Option<usize>) -> String {
    let padding = shortest.saturating_sub(text.chars().count()).min(MAX_CHARS);
    let padded = text.chars().chain(std::iter::repeat_n('a', padding));
    padded.take(longest.unwrap_or(usize::MAX)).collect()
}

fn by_format(format: &str) -> &'static [&'static str] {
    match format {
        "date-time" => &[
            "2024-02-29T12:30:45.123+05:30",
            "2024-01-01T00:00:00Z",
            "1999-12-31T23:59:59.987654321-08:00",
        ],
        "date" => &["2024-02-29", "1970-01-01"],
        "time" => &["12:30:45.5+02:00", "00:00:00Z"],
        "duration" => &["P3DT4H5M6S", "PT0.5S"],
        "uuid" => &[
            "9B2C4F1E-7A3D-4C5B-8E6F-0A1B2C3D4E5F",
            "9b2c4f1e-7a3d-4c5b-8e6f-0a1b2c3d4e5f",
        ],
        "uri" | "url" | "uri-reference" | "iri" => &[
            "https://example.com",
            "HTTPS://Example.com:443/a%20b/?q=1#f",
        ],
        "email" | "idn-email" => &["a@example.com", "A.B+c@Example.COM"],
        "hostname" | "idn-hostname" => &["example.com", "Example.COM"],
        "ipv4" | "ip" => &["192.0.2.1"],
        "ipv6" => &["2001:DB8::1", "::ffff:192.0.2.1"],
        "byte" | "base64" => &["SGVsbG8=", "AP/+", "", "AP_-", "SGVsbG8"],
        "base64url" => &["AP_-", "SGVsbG8"],
        "int64" | "int32" | "integer" => &["9007199254740993", "-1", "007"],
        "decimal" | "double" | "float" | "number" => &["19.90", "-0.10", "1e3"],
        "json-pointer" => &["/a~1b/0"],
        "regex" => &["^a+$"],
        _ => &[],
    }
}

/// Three texts of a regular expression; none where it is beyond the syntax of the `regex` crate.
fn from_pattern(pattern: &str) -> Vec<String> {
    // What JavaScript allows to be escaped and Rust does not.
    let spelt = without_lookaround(pattern)
        .replace("\\/", "/")
        .replace("\\_", "_")
        .replace("\\@", "@");
    let Ok(hir) = regex_syntax::Parser::new().parse(&spelt) else {
        return Vec::new();
    };
    (0..3)
        .map(|turn| {
            let mut text = String::new();
            write(&hir, turn, &mut text);
            text
        })
        .collect()
}

/// A pattern without its conditions on what comes next or came before: a validator has the last word.
fn without_lookaround(pattern: &str) -> String {
    let starts = ["(?=", "(?!", "(?<=", "(?<!"];
    let mut rest = pattern;
    let mut kept = String::new();
    while let Some(at) = starts.iter().filter_map(|start| rest.find(start)).min() {
        let (before, group) = rest.split_at(at);
        kept.push_str(before);
        let mut depth = 0_usize;
        let end = group.find(|letter| {
            depth = match letter {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            depth == 0
        });
        rest = end.map_or("", |end| group.split_at(end + 1).1);
    }
    kept + rest
}

fn write(hir: &Hir, turn: usize, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(member(class, turn)),
        HirKind::Capture(capture) => write(&capture.sub, turn, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, turn, text)),
        HirKind::Alternation(parts) => {
            if let Some(part) = parts.get(turn % parts.len().max(1)) {
                write(part, turn, text);
            }
        }
        HirKind::Repetition(repetition) => {
            let least = repetition.min as usize;
            let most = repetition.max.map_or(least + 3, |max| max as usize);
            let count = (least + turn).min(most);
            for index in 0..count.min(MAX_CHARS) {
                write(&repetition.sub, turn + index, text);
            }
        }
    }
}

/// A character of a class: a readable one, if there is any.
fn member(class: &Class, turn: usize) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|r| (r.start(), r.end())).collect(),
        Class::Bytes(class) => class
            .iter()
            .map(|r| (char::from(r.start()), char::from(r.end())))
            .collect(),
    };
    let readable: Vec<char> = ('!'..='~')
        .filter(|c| ranges.iter().any(|(first, last)| first <= c && c <= last))
        .collect();
    let preferred: Vec<char> = readable
        .iter()
        .copied()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let choice = if preferred.is_empty() {
        readable
    } else {
        preferred
    };
    match choice.get((turn * 7 + 1) % choice.len().max(1)) {
        Some(letter) => Some(*letter),
        None => ranges.first().map(|(first, _)| *first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_patterns_match() {
        for text in from_pattern(r"^[A-Z]{2}\d+(-x|_y)?$") {
            assert!(
                text.len() >= 3 && text.starts_with(|c: char| c.is_ascii_uppercase()),
                "{text}"
            );
        }
        assert_eq!(from_pattern("^(x1|y2|z3)$"), ["x1", "y2", "z3"]);
        assert_eq!(without_lookaround("^(?!a(b)c)d(?=e)f$"), "^df$");
        assert!(from_pattern(r"(a)\1").is_empty());
    }
}
