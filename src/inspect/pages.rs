//! Suggestions for the table `pagination` of a configuration: common shapes, recognised by name.

use serde::Serialize;

use crate::ir::{Api, Content, Location, ModelKind, Operation, Success, Type};
use crate::lower::pagination::{PageRule, follow};

/// A rule that an operation seems to follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The operation's `operationId`, or one made from method and path.
    pub id: String,
    /// The rule.
    pub rule: PageRule,
}

/// Query parameters that say where a page begins, in lower case without `_` and `-`.
const CURSORS: &[&str] = &[
    "cursor",
    "pagetoken",
    "nexttoken",
    "continuationtoken",
    "continue",
    "marker",
    "after",
    "startingafter",
    "lastevaluatedkey",
];

/// Fields and headers with the value for the next one.
const NEXT_CURSORS: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextcontinuationtoken",
    "continuationtoken",
    "nextmarker",
    "nextkey",
    "endcursor",
];

const OFFSETS: &[&str] = &["offset", "skip", "startat", "startindex"];
const NUMBERS: &[&str] = &["page", "pagenumber", "pageno"];
const FLAGS: &[&str] = &["hasmore", "hasnext", "hasnextpage", "more"];
const URLS: &[&str] = &["next", "nexturl", "nextlink", "nextpageurl"];
const CHANGES: &[&str] = &["PUT", "PATCH", "DELETE"];

/// The rules that operations without one seem to follow.
pub fn suggestions(api: &Api) -> Vec<Suggestion> {
    let operations = api.tags.iter().flat_map(|tag| &tag.operations);
    let open = operations.filter(|operation| operation.pagination.is_none());
    open.filter_map(|operation| {
        let id = operation.id.clone();
        suggestion(api, operation).map(|rule| Suggestion { id, rule })
    })
    .collect()
}

fn suggestion(api: &Api, operation: &Operation) -> Option<PageRule> {
    // A change of many things takes the parameters of their list; to ask for its next page would be another change.
    if CHANGES.contains(&operation.method.as_str()) {
        return None;
    }
    let Success::One(Content::Json(page)) = &operation.success else {
        return None;
    };
    let items = Some(items(api, page)?);
    let field = |names: &[&str], fits: fn(&Type) -> bool| {
        let mut fields = fields(api, page, "", 2);
        fields.retain(|(path, type_)| {
            let name = path.rsplit('.').next().unwrap_or(path);
            names.contains(&plain(name).as_str()) && fits(type_)
        });
        fields.into_iter().next().map(|(path, _)| path)
    };
    let is_text = |type_: &Type| matches!(type_, Type::String);
    let is_number = |type_: &Type| matches!(type_, Type::Number(_));
    let is_scalar = |type_: &Type| matches!(type_, Type::String | Type::Number(_));
    let header = |names: &[&str]| {
        let headers = operation.headers.iter().flat_map(|headers| &headers.fields);
        let mut names_found = headers.map(|field| field.wire_name.clone());
        names_found.find(|name| names.iter().any(|other| plain(name).ends_with(other)))
    };
    let rule = PageRule {
        items,
        ..PageRule::default()
    };
    let cursor = parameter(api, operation, CURSORS, |_| true);
    let number = parameter(api, operation, NUMBERS, |_| true);
    let offset = parameter(api, operation, OFFSETS, is_number);
    // A text of that name is where the reply says that the next page begins.
    let token = parameter(api, operation, OFFSETS, is_text);
    let next = field(NEXT_CURSORS, is_scalar).or_else(|| field(&["next"], is_scalar));
    // `next_page`, `next.page` and `next_one.page` are what the parameter `page` takes.
    let named = |parameter: &String| {
        let name = plain(parameter);
        let is_next = |path: &str| match plain(path).rsplit_once('.') {
            Some((way, last)) => last == name && way.starts_with("next"),
            None => false,
        };
        let together = format!("next{name}");
        let mut fields = fields(api, page, "", 2).into_iter();
        let (next, _) = fields.find(|(path, type_)| {
            let is_together = plain(&path.replace('.', "")).ends_with(&together);
            (is_together || is_next(path)) && is_scalar(type_)
        })?;
        Some((parameter.clone(), next))
    };
    // A text of that name is the URL of the next page.
    let numbered = || number.clone().zip(field(&["next"], is_number));
    // A reply that has the parameter's own name hands on what to ask for next.
    let same = || field(&[plain(cursor.as_deref()?).as_str()], is_scalar);
    let both = cursor.clone().zip(next);
    let both = both
        .or_else(|| {
            [&cursor, &number, &token]
                .into_iter()
                .flatten()
                .find_map(named)
        })
        .or_else(numbered)
        .or_else(|| cursor.clone().zip(same()));
    if let Some((cursor, next)) = both {
        return Some(PageRule {
            cursor: Some(cursor),
            next: Some(next),
            ..rule
        });
    }
    // A list further in may be about something else where nothing in the reply leads on.
    if rule.items.as_ref().is_some_and(|path| path.contains('.')) {
        return None;
    }
    if let Some((cursor, next)) = cursor.zip(header(NEXT_CURSORS)) {
        return Some(PageRule {
            cursor: Some(cursor),
            next_header: Some(next),
            ..rule
        });
    }
    if header(&["link"]).is_some() {
        return Some(PageRule { link: true, ..rule });
    }
    if let Some(url) = field(URLS, is_text) {
        return Some(PageRule {
            url: Some(url),
            ..rule
        });
    }
    if offset.is_some() {
        return Some(PageRule { offset, ..rule });
    }
    Some(PageRule {
        page: Some(number?),
        more: field(FLAGS, |type_| matches!(type_, Type::Bool)),
        ..rule
    })
}

/// The path of the only list of a page, or of what the page is wrapped in; empty if the page is it.
fn items(api: &Api, page: &Type) -> Option<String> {
    if let Ok((_, Type::List(_))) = follow(&api.models, page, "") {
        return Some(String::new());
    }
    let lists = |depth: usize| {
        let mut lists = fields(api, page, "", depth);
        // What the items of a JSON:API page refer to stands beside them.
        lists.retain(|(path, type_)| matches!(type_, Type::List(_)) && path != "included");
        lists
    };
    let found = Some(lists(1)).filter(|lists| !lists.is_empty());
    match found.unwrap_or_else(|| lists(2)).as_slice() {
        [(path, _)] => Some(path.clone()),
        _ => None,
    }
}

/// A query parameter with one of these names.
fn parameter(
    api: &Api,
    operation: &Operation,
    names: &[&str],
    fits: fn(&Type) -> bool,
) -> Option<String> {
    let mut arguments = operation.arguments.iter().chain(&operation.options);
    let found = arguments.find(|argument| {
        matches!(argument.location, Location::Query { .. })
            && names.contains(&plain(&argument.wire_name).as_str())
            && follow(&api.models, &argument.value, "").is_ok_and(|(_, type_)| fits(type_))
    });
    found.map(|argument| argument.wire_name.clone())
}

/// The fields of an object and of those in it, by path.
fn fields<'a>(
    api: &'a Api,
    type_: &'a Type,
    prefix: &str,
    depth: usize,
) -> Vec<(String, &'a Type)> {
    let Ok((_, Type::Model(id, _))) = follow(&api.models, type_, "") else {
        return Vec::new();
    };
    let Some(ModelKind::Struct(object)) = api.models.get(*id).map(|model| &model.kind) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for field in &object.fields {
        // A path goes along dots.
        if field.wire_name.contains('.') || field.wire_name.is_empty() {
            continue;
        }
        let path = format!("{prefix}{}", field.wire_name);
        let Ok((_, type_)) = follow(&api.models, field.value.bare(), "") else {
            continue;
        };
        found.push((path.clone(), type_));
        if depth > 1 {
            found.extend(fields(api, type_, &format!("{path}."), depth - 1));
        }
    }
    found
}

/// A name without regard to case and separators.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-'));
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// The suggestions as lines of a configuration.
pub fn human(suggestions: &[Suggestion]) -> String {
    let lines = suggestions.iter().map(|suggestion| {
        let rule = serde_json::to_value(&suggestion.rule).unwrap_or_default();
        let entries = rule.as_object().into_iter().flatten();
        let entries: Vec<String> = entries
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        let id = serde_json::Value::from(suggestion.id.as_str());
        format!("{id} = {{ {} }}\n", entries.join(", "))
    });
    let lines: String = lines.collect();
    format!("rules for `[client.NAME.pagination]` that operations seem to follow\n{lines}")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::pipeline::{Options, generate};
    use crate::spec::source::Memory;

    use super::*;

    fn suggested(parameters: &[&str], headers: &[&str], properties: &str) -> String {
        suggested_for("get", parameters, headers, properties)
    }

    fn suggested_for(
        method: &str,
        parameters: &[&str],
        headers: &[&str],
        properties: &str,
    ) -> String {
        let parameters = parameters.iter().map(|name| {
            let (name, type_) = name.split_once(' ').unwrap_or((name, "string"));
            format!("{{name: {name}, in: query, schema: {{type: {type_}}}}}")
        });
        let headers = headers
            .iter()
            .map(|name| format!("{name}: {{schema: {{type: string}}}}"));
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /x:\n    {method}:\n      operationId: list\n      \
             parameters: [{}]\n      responses:\n        '200':\n          description: D\n          headers: {{{}}}\n          \
             content: {{application/json: {{schema: {{type: object, properties: {{{properties}}}}}}}}}\n",
            parameters.collect::<Vec<_>>().join(", "),
            headers.collect::<Vec<_>>().join(", "),
        );
        let mut files = Memory::default();
        files.insert("api.yaml", text);
        let outcome = generate(&files, Path::new("api.yaml"), &Options::default(), None);
        let text = human(&suggestions(&outcome.api.unwrap()));
        text.lines().skip(1).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn common_shapes_are_recognised() {
        let users = "users: {type: array, items: {type: string}}";
        let meta = format!(
            "{users}, meta: {{type: object, properties: {{nextCursor: {{type: string}}}}}}"
        );
        let more = format!("{users}, has_more: {{type: boolean}}");
        let next = format!("{users}, next: {{type: string, nullable: true}}");
        let two = format!("{users}, others: {{type: array, items: {{type: string}}}}");
        let all = [
            suggested(&["page_token"], &[], &meta),
            suggested(&["lastEvaluatedKey"], &["X-Next-Key"], users),
            suggested(&["after"], &[], &next),
            suggested(&["continue"], &[], &meta.replace("nextCursor", "continue")),
            suggested(
                &["page"],
                &[],
                &format!("{users}, next_page: {{type: integer}}"),
            ),
            suggested(
                &["page"],
                &[],
                &format!("{users}, next: {{type: object, properties: {{page: {{type: string}}}}}}"),
            ),
            suggested(
                &["page"],
                &[],
                &format!("{users}, at: {{type: object, properties: {{next: {{type: number}}}}}}"),
            ),
            suggested(&["page"], &["Link"], users),
            suggested(&["page"], &[], &next),
            suggested(&["limit", "offset integer"], &[], users),
            suggested(&["offset"], &[], users),
            suggested(
                &["offset"],
                &[],
                &format!(
                    "{users}, next_page: {{type: object, properties: {{offset: {{type: string}}}}}}"
                ),
            ),
            suggested(
                &["cursor"],
                &[],
                &format!("data: {{type: object, properties: {{{next}}}}}"),
            ),
            suggested(&["page"], &[], &more),
            suggested(&["page"], &[], &two.replace("others", "included")),
            suggested(&["page"], &[], &two),
            suggested(&["limit"], &[], users),
            suggested_for("patch", &["offset integer"], &[], users),
        ];
        insta::assert_snapshot!(all.join("\n"), @r#"
        "list" = { cursor = "page_token", next = "meta.nextCursor", items = "users" }
        "list" = { cursor = "lastEvaluatedKey", next-header = "X-Next-Key", items = "users" }
        "list" = { cursor = "after", next = "next", items = "users" }
        "list" = { cursor = "continue", next = "meta.continue", items = "users" }
        "list" = { cursor = "page", next = "next_page", items = "users" }
        "list" = { cursor = "page", next = "next.page", items = "users" }
        "list" = { cursor = "page", next = "at.next", items = "users" }
        "list" = { link = true, items = "users" }
        "list" = { url = "next", items = "users" }
        "list" = { offset = "offset", items = "users" }

        "list" = { cursor = "offset", next = "next_page.offset", items = "users" }
        "list" = { cursor = "cursor", next = "data.next", items = "data.users" }
        "list" = { page = "page", more = "has_more", items = "users" }
        "list" = { page = "page", items = "users" }
        "#);
    }
}
