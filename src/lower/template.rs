//! Path templates: what stands between their braces beside a plain name, and queries within them.
//!
//! [OpenAPI](https://spec.openapis.org/oas/v3.0.4.html#path-templating) knows plain names only. Gateways and frameworks write
//! more: `{proxy+}`, `{+name}` or `{.name*}` ([RFC 6570](https://www.rfc-editor.org/rfc/rfc6570#section-3)), `{name=projects/*}`
//! ([google.api.http](https://github.com/googleapis/googleapis/blob/master/google/api/http.proto)), `{id:[0-9]+}`.

use indexmap::IndexMap;

/// A path template, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// The path as it is sent, with plain names between its braces.
    pub path: String,
    /// These names, each once, and the style that the template gives each: `Simple` where it says nothing.
    pub placeholders: IndexMap<String, &'static str>,
    /// Names that are declared in other capitals: as in the path, as declared.
    pub respelt: Vec<(String, String)>,
    /// Declared query parameters whose value the path says.
    pub fixed: Vec<(String, String)>,
    /// Query parameters that are only named, as in `{?page,size}`, and not declared.
    pub undeclared: Vec<String>,
}

/// The path template of an operation whose parameters have these names and locations.
pub(super) fn parse(path: &str, declared: &[(&str, &str)]) -> Template {
    let mut template = Template::default();
    let mut query_at = None;
    let path = with_braces(path, declared);
    let mut left = path.as_str();
    while let Some((text, raw, rest)) = next(left) {
        if template.text(text, &mut query_at) {
            left = "";
            break;
        }
        match raw.trim().strip_prefix(['?', '&']) {
            Some(names) => template.query_names(names, declared),
            None => template.placeholder(raw, declared),
        }
        left = rest;
    }
    template.text(left, &mut query_at);
    if let Some(at) = query_at {
        template.query(at, declared);
    }
    template
}

/// A path with braces around the declared names that stand as in routes: `/users/:id`.
fn with_braces(path: &str, declared: &[(&str, &str)]) -> String {
    let segments = path
        .split('/')
        .map(|segment| match segment.strip_prefix(':') {
            Some(name) if declared.contains(&(name, "path")) => format!("{{{name}}}"),
            _ => segment.to_owned(),
        });
    segments.collect::<Vec<_>>().join("/")
}

/// The text before the next braces, what stands between them, and the rest. Braces may contain others: `{id:[0-9]{3}}`.
fn next(path: &str) -> Option<(&str, &str, &str)> {
    let (text, after) = path.split_once('{')?;
    let mut depth = 0_usize;
    for (index, byte) in after.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => {
                return Some((text, after.get(..index)?, after.get(index + 1..)?));
            }
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

impl Template {
    /// Adds text between placeholders: what [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-2) does not allow in a
    /// URI is percent-encoded. Notes where a query begins; true if the path ends here: a fragment, with which some descriptions
    /// tell operations of one path apart, is not sent.
    fn text(&mut self, text: &str, query_at: &mut Option<usize>) -> bool {
        for byte in text.bytes() {
            match byte {
                b'#' => return true,
                b'?' if query_at.is_none() => *query_at = Some(self.path.len()),
                _ => {}
            }
            if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%{}[]".contains(&byte) {
                self.path.push(char::from(byte));
            } else {
                self.path.push_str(&format!("%{byte:02X}"));
            }
        }
        false
    }

    fn placeholder(&mut self, raw: &str, declared: &[(&str, &str)]) {
        let (plain, style) = plain(raw);
        let in_path = || declared.iter().filter(|(_, place)| *place == "path");
        let exact = [raw, raw.trim(), plain]
            .into_iter()
            .find(|name| in_path().any(|(known, _)| known == name));
        let name = exact.unwrap_or_else(|| {
            let mut alike = in_path().filter(|(known, _)| known.eq_ignore_ascii_case(plain));
            match (alike.next(), alike.next()) {
                (Some((known, _)), None) => {
                    self.respelt.push((plain.to_owned(), (*known).to_owned()));
                    known
                }
                _ => plain,
            }
        });
        self.path.push_str(&format!("{{{name}}}"));
        self.placeholders.insert(name.to_owned(), style);
    }

    /// `{?page,size}`: the values come with the parameters that are declared.
    fn query_names(&mut self, names: &str, declared: &[(&str, &str)]) {
        let names = names
            .split(',')
            .map(|name| name.trim().trim_end_matches('*'));
        let unknown = names.filter(|name| !declared.contains(&(name, "query")));
        self.undeclared.extend(unknown.map(str::to_owned));
    }

    /// Looks through the query, which begins at a place in the path: no parameter is to be sent twice.
    fn query(&mut self, at: usize, declared: &[(&str, &str)]) {
        let query = self.path.split_off(at);
        let mut kept = Vec::new();
        for pair in query.trim_start_matches('?').split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, pair));
            if declared.contains(&(name, "query")) {
                let inner = value
                    .strip_prefix('{')
                    .and_then(|rest| rest.strip_suffix('}'));
                let is_free = inner.is_some_and(|inner| !declared.contains(&(inner, "path")));
                if value.is_empty() || is_free {
                    // The parameter itself gives the value.
                    continue;
                }
                self.fixed.push((name.to_owned(), value.to_owned()));
            }
            kept.push(pair);
        }
        if !kept.is_empty() {
            self.path.push('?');
            self.path.push_str(&kept.join("&"));
        }
        let path = &self.path;
        self.placeholders
            .retain(|name, _| path.contains(&format!("{{{name}}}")));
    }
}

/// The name in a placeholder, and the style of its value: `Segments`, where it can have several.
fn plain(raw: &str) -> (&str, &'static str) {
    let inner = raw.trim_matches(|c: char| c.is_whitespace() || "{}".contains(c));
    let (marked, pattern) = inner.split_once(['=', ':']).unwrap_or((inner, ""));
    // At the end, a star only says that a list is spread.
    let marked = marked.trim_end_matches(['?', '*']);
    let name = marked.trim_start_matches(['+', '*', '.', ';']);
    let name = name.trim_end_matches('+').trim();
    if name.is_empty() {
        return (raw, "Simple");
    }
    let pattern = pattern.trim();
    let several = pattern.contains('/')
        || pattern.contains("**")
        || pattern.starts_with('.')
        // In Flask and Starlette.
        || pattern == "path";
    let style = match marked.chars().next() {
        Some('.') => "Label",
        Some(';') => "Matrix",
        Some('+' | '*') => "Segments",
        _ if several || marked.ends_with('+') => "Segments",
        _ => "Simple",
    };
    (name, style)
}

#[cfg(test)]
mod tests {
    use super::{parse, plain};

    #[test]
    fn names_in_placeholders() {
        let table = [
            ("id", "id", "Simple"),
            (" id ", "id", "Simple"),
            ("proxy+", "proxy", "Segments"),
            ("+name", "name", "Segments"),
            ("**rest", "rest", "Segments"),
            ("rest*", "rest", "Simple"),
            (".name*", "name", "Label"),
            (";name", "name", "Matrix"),
            ("id?", "id", "Simple"),
            ("name=*", "name", "Simple"),
            ("name=**", "name", "Segments"),
            ("name=projects/*", "name", "Segments"),
            ("id:[0-9]{3}", "id", "Simple"),
            ("rest:.*", "rest", "Segments"),
            ("file:path", "file", "Segments"),
            ("{id}", "id", "Simple"),
            ("*", "*", "Simple"),
            ("", "", "Simple"),
        ];
        for (raw, name, style) in table {
            assert_eq!(plain(raw), (name, style), "{raw}");
        }
    }

    #[test]
    fn paths() {
        let declared = [
            ("id", "path"),
            ("q", "query"),
            ("userId", "path"),
            ("a:b", "path"),
        ];
        let table = [
            ("/a/{id:[0-9]{3}}/b", "/a/{id}/b"),
            ("/{userID}/{a:b}", "/{userId}/{a:b}"),
            ("/ä/{ä}#x{y}", "/%C3%A4/{ä}"),
            ("/:id/:other/b:id", "/{id}/:other/b:id"),
            ("/a{?q,r*}", "/a"),
            ("/a?q={q}", "/a"),
            ("/a?q=&r=1", "/a?r=1"),
            ("/a?q=1&r={id}", "/a?q=1&r={id}"),
            ("/a?q", "/a?q"),
            ("/{a", "/{a"),
        ];
        for (path, expected) in table {
            assert_eq!(parse(path, &declared).path, expected, "{path}");
        }
        let template = parse("/a?q={q}&r={s}", &declared);
        assert_eq!(template.placeholders.keys().collect::<Vec<_>>(), ["s"]);
        assert_eq!(
            parse("/a?q=1", &declared).fixed,
            [("q".to_owned(), "1".to_owned())]
        );
    }
}
