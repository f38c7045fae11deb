//! Pages: from a rule of the configuration or the description to the fields that it names.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostics, Place};
use crate::ir::{
    Content, Cursor, Location, Model, ModelKind, More, NextPage, Operation, Pagination, Path, Step,
    Success, Tag, Type, Wrapper,
};
use crate::spec::origin::child;

/// The extension of an operation that holds a [`PageRule`].
pub(super) const EXTENSION: &str = "x-oasmith-pagination";

/// The rules of a configuration by `operationId`.
pub type PageRules = BTreeMap<String, PageRule>;

/// How the pages of an operation follow each other: one of `cursor`, `offset`, `page`, `link` and `url`. Fields of the
/// reply are named as in JSON, with dots on the way down: `meta.next`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageRule {
    /// The query parameter that says where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// The field with its value; without one there is no next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The header with its value, instead of a field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_header: Option<String>,
    /// The query parameter that counts the items before a page. Needs `items`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    /// The query parameter that counts pages. Needs `items` or `more`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The number of the first page. Default: 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u64>,
    /// The flag that says that there are more pages. Default: a page with items has one after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<String>,
    /// Whether a `Link` header has the URL of the next page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub link: bool,
    /// The field with the URL of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The field with the list of items; empty where the reply itself is the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
}

/// A rule, and whether the configuration gave it.
pub(super) struct Given {
    rule: PageRule,
    configured: bool,
}

/// The rule for an operation; that of the configuration goes first.
pub(super) fn given(
    rules: &PageRules,
    id: &str,
    operation: &openapiv3::Operation,
    pointer: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Given> {
    if let Some(rule) = rules.get(id) {
        let rule = rule.clone();
        return Some(Given {
            rule,
            configured: true,
        });
    }
    let value = operation.extensions.get(EXTENSION)?.clone();
    match serde_json::from_value(value) {
        Ok(rule) => Some(Given {
            rule,
            configured: false,
        }),
        Err(error) => {
            let message = format!("{error}; the operation has no pages");
            diagnostics.push(Code::UnsupportedKeyword, child(pointer, EXTENSION), message);
            None
        }
    }
}

/// Gives the operations their pages, and reports the rules that cannot be kept.
pub(super) fn resolve(
    models: &[Model],
    tags: &mut [Tag],
    given: &IndexMap<String, Given>,
    rules: &PageRules,
    diagnostics: &mut Diagnostics,
) {
    let mut whole = BTreeSet::new();
    for operation in tags.iter_mut().flat_map(|tag| &mut tag.operations) {
        let Some(Given { rule, configured }) = given.get(&operation.pointer) else {
            continue;
        };
        // The methods that stand behind it are for other media types.
        if !whole.insert(operation.pointer.clone()) {
            continue;
        }
        match pagination(models, operation, rule) {
            Ok(pagination) => operation.pagination = Some(pagination),
            Err(problem) if *configured => {
                let message = format!("pagination.{:?}: {problem}", operation.id);
                diagnostics.push_at(Code::Configuration, setting(&operation.id), message, None);
            }
            Err(problem) => {
                let pointer = child(&operation.pointer, EXTENSION);
                let message = format!("{problem}; the operation has no pages");
                diagnostics.push(Code::UnsupportedKeyword, &pointer, message);
            }
        }
    }
    let known = |id: &str| {
        let mut operations = tags.iter().flat_map(|tag| &tag.operations);
        operations.any(|operation| operation.id == id)
    };
    for id in rules.keys().filter(|id| !known(id)) {
        let message = format!("pagination.{id:?}: there is no such operation");
        diagnostics.push_at(Code::Configuration, setting(id), message, None);
    }
}

/// Where the rule of an operation is configured.
fn setting(id: &str) -> Place {
    Place::setting(["pagination", id])
}

fn pagination(
    models: &[Model],
    operation: &Operation,
    rule: &PageRule,
) -> Result<Pagination, String> {
    let Success::One(Content::Json(page)) = &operation.success else {
        return Err("only a reply that is always the same JSON has pages".to_owned());
    };
    let items = match &rule.items {
        None => None,
        Some(path) => Some(list(models, page, path)?),
    };
    let counted = || {
        let items = items.as_ref().map(|(path, _)| path.clone());
        items.ok_or_else(|| "`items` has to say what is counted".to_owned())
    };
    let parameter = |name: &String| {
        let mut all = operation.arguments.iter().chain(&operation.options);
        let found = all.any(|argument| {
            argument.wire_name == *name && matches!(argument.location, Location::Query { .. })
        });
        if found {
            Ok(name.clone())
        } else {
            Err(format!("there is no query parameter `{name}`"))
        }
    };
    let next = match rule {
        PageRule {
            cursor: Some(cursor),
            offset: None,
            page: None,
            link: false,
            url: None,
            ..
        } => NextPage::Cursor {
            parameter: parameter(cursor)?,
            value: match (&rule.next, &rule.next_header) {
                (Some(next), None) => Cursor::Field(text(models, page, next)?),
                (None, Some(header)) => Cursor::Header(header.clone()),
                _ => return Err("`cursor` needs one of `next` and `next-header`".to_owned()),
            },
        },
        PageRule {
            cursor: None,
            offset: Some(offset),
            page: None,
            link: false,
            url: None,
            ..
        } => NextPage::Offset {
            parameter: parameter(offset)?,
            items: counted()?,
        },
        PageRule {
            cursor: None,
            offset: None,
            page: Some(number),
            link: false,
            url: None,
            ..
        } => NextPage::Page {
            parameter: parameter(number)?,
            first: rule.first.unwrap_or(1),
            more: match &rule.more {
                Some(more) => More::Flag(flag(models, page, more)?),
                None => More::Items(counted()?),
            },
        },
        PageRule {
            cursor: None,
            offset: None,
            page: None,
            link: true,
            url: None,
            ..
        } => NextPage::Link,
        PageRule {
            cursor: None,
            offset: None,
            page: None,
            link: false,
            url: Some(url),
            ..
        } => NextPage::Url(text(models, page, url)?),
        _ => return Err("one of `cursor`, `offset`, `page`, `link` and `url` it is".to_owned()),
    };
    Ok(Pagination { next, items })
}

fn list(models: &[Model], page: &Type, path: &str) -> Result<(Path, Type), String> {
    match follow(models, page, path)? {
        (steps, Type::List(item)) => Ok((steps, (**item).clone())),
        _ => Err(format!("`{path}` is no list")),
    }
}

fn text(models: &[Model], page: &Type, path: &str) -> Result<Path, String> {
    match follow(models, page, path)? {
        (steps, Type::String | Type::Number(_)) if !steps.is_empty() => Ok(steps),
        _ => Err(format!("`{path}` is neither a text nor a number")),
    }
}

fn flag(models: &[Model], page: &Type, path: &str) -> Result<Path, String> {
    match follow(models, page, path)? {
        (steps, Type::Bool) if !steps.is_empty() => Ok(steps),
        _ => Err(format!("`{path}` is no flag")),
    }
}

/// The fields on the way, and the type at its end.
pub(crate) fn follow<'m>(
    models: &'m [Model],
    page: &'m Type,
    path: &str,
) -> Result<(Path, &'m Type), String> {
    let mut steps = Vec::new();
    let mut type_ = page.plain(models);
    for name in path.split('.').filter(|name| !name.is_empty()) {
        let missing = || format!("`{path}`: there is no field `{name}`");
        let Type::Model(id, _) = type_ else {
            return Err(missing());
        };
        let Some(ModelKind::Struct(object)) = models.get(*id).map(|model| &model.kind) else {
            return Err(missing());
        };
        let mut fields = object.fields.iter();
        let field = fields.find(|field| field.wire_name == name);
        let field = field.ok_or_else(missing)?;
        let wrapper = match field.type_() {
            Type::Option(_) => Wrapper::Option,
            Type::Nullable(_) => Wrapper::Nullable,
            _ => Wrapper::None,
        };
        steps.push(Step {
            field: field.name.clone(),
            wrapper,
        });
        type_ = field.value.bare().plain(models);
    }
    Ok((steps, type_))
}

#[cfg(test)]
mod tests {
    use crate::pipeline::{Options, generate};
    use crate::spec::source::Memory;
    use std::path::Path;

    #[test]
    fn rules_that_cannot_be_kept_are_errors() {
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /x:\n    get:\n      operationId: list
      parameters: [{name: page, in: query, schema: {type: integer}}]\n      responses: {'200': {description: D, content: \
            {application/json: {schema: {type: object, properties: {next: {type: boolean}, all: {type: array, items: {}}}}}}}}\n";
        let mut files = Memory::default();
        files.insert("api.yaml", text.to_owned());
        let rules = [
            "list = { page = 'page', items = 'all' }",
            "list = { page = 'page' }",
            "list = { offset = 'start', items = 'all' }",
            "list = { cursor = 'page', next = 'next' }",
            "list = { cursor = 'page' }",
            "list = { link = true, items = 'none' }",
            "list = { link = true, url = 'next' }",
            "list = {}",
            "lists = { link = true }",
        ];
        let said = rules.map(|rule| {
            let options = Options {
                pagination: toml::from_str(rule).unwrap(),
                ..Options::default()
            };
            let outcome = generate(&files, Path::new("api.yaml"), &options, None);
            let messages: Vec<String> = outcome
                .diagnostics
                .iter()
                .map(|d| d.message.clone())
                .collect();
            messages.join("; ")
        });
        insta::assert_snapshot!(said.join("\n"), @r#"

        pagination."list": `items` has to say what is counted
        pagination."list": there is no query parameter `start`
        pagination."list": `next` is neither a text nor a number
        pagination."list": `cursor` needs one of `next` and `next-header`
        pagination."list": `none`: there is no field `none`
        pagination."list": one of `cursor`, `offset`, `page`, `link` and `url` it is
        pagination."list": one of `cursor`, `offset`, `page`, `link` and `url` it is
        pagination."lists": there is no such operation
        "#);
    }
}
