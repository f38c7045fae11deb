//! Texts in several languages: `x-summary-i18n: {jpn: …}` beside `summary`, likewise for `title` and
//! `description`.

use serde_json::{Map, Value};

/// What a configuration calls the text of the plain keyword.
pub const DEFAULT: &str = "default";

/// The keywords that can have texts in other languages, and what stands between two of them.
const KEYWORDS: &[(&str, &str)] = &[
    ("title", " / "),
    ("summary", " / "),
    ("description", "\n\n"),
];

/// Puts the texts of these languages in the place of the plain ones. A place that has a text in none
/// of them keeps what it has.
pub fn choose(document: &mut Value, languages: &[String]) {
    if languages.is_empty() {
        return;
    }
    match document {
        Value::Object(object) => {
            for (keyword, separator) in KEYWORDS {
                if let Some(text) = text(object, keyword, separator, languages) {
                    object.insert((*keyword).to_owned(), Value::String(text));
                }
            }
            let children = object.values_mut();
            children.for_each(|child| choose(child, languages));
        }
        Value::Array(list) => list.iter_mut().for_each(|child| choose(child, languages)),
        _ => {}
    }
}

/// The texts of one keyword, each once; `None` where no language but the default is asked for and found.
fn text(
    object: &Map<String, Value>,
    keyword: &str,
    separator: &str,
    languages: &[String],
) -> Option<String> {
    let others = object.get(&format!("x-{keyword}-i18n"))?.as_object()?;
    let mut texts: Vec<&str> = Vec::new();
    for language in languages {
        let found = match language.as_str() {
            DEFAULT => object.get(keyword),
            other => others.get(other),
        };
        let found = found.and_then(Value::as_str).map(str::trim);
        texts.extend(found.filter(|text| !text.is_empty() && !texts.contains(text)));
    }
    (!texts.is_empty()).then(|| texts.join(separator))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn chosen(languages: &[&str]) -> Value {
        let mut document = json!({
            "summary": "A list", "x-summary-i18n": {"jpn": "一覧", "deu": "Eine Liste"},
            "description": "One.", "x-description-i18n": {"jpn": "ひとつ。", "deu": 1},
            "nested": [{"title": "Plain"}, {"x-title-i18n": {"jpn": "題"}}],
        });
        let languages: Vec<String> = languages.iter().map(|&name| name.to_owned()).collect();
        choose(&mut document, &languages);
        document
    }

    #[test]
    fn one_language_replaces_the_default_where_it_is_there() {
        let document = chosen(&["deu"]);
        assert_eq!(document["summary"], "Eine Liste");
        assert_eq!(document["description"], "One.");
        assert_eq!(chosen(&["jpn"])["nested"][1]["title"], "題");
        assert_eq!(chosen(&["jpn"])["nested"][0]["title"], "Plain");
    }

    #[test]
    fn several_languages_stand_side_by_side_in_the_order_asked_for() {
        let document = chosen(&["default", "jpn"]);
        assert_eq!(document["summary"], "A list / 一覧");
        assert_eq!(document["description"], "One.\n\nひとつ。");
        assert_eq!(chosen(&["jpn", "default"])["summary"], "一覧 / A list");
    }

    #[test]
    fn nothing_changes_without_a_language() {
        assert_eq!(chosen(&[]), chosen(&["default"]));
        assert_eq!(chosen(&[])["summary"], "A list");
    }
}
