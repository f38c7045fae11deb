//! Which operations of a description become part of the client.

use serde::Deserialize;

use crate::diagnostic::Place;

/// A choice of operations.
///
/// An operation is kept if it matches every criterion of `include` and none of `exclude`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Filter {
    /// What an operation has to be like. Default: anything.
    pub include: Criteria,
    /// What an operation may not be like. Default: nothing is excluded.
    pub exclude: Criteria,
    /// Leave out components that nothing refers to even where no operation is filtered out.
    pub prune: bool,
}

/// Criteria for operations. A list matches if one of its entries does; an empty one is no criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Criteria {
    /// Names of tags.
    pub tags: Vec<String>,
    /// Patterns of path templates: `*` stands for any text within a segment, a segment `**` for any
    /// number of segments. A webhook's path is its name.
    pub paths: Vec<String>,
    /// HTTP methods.
    pub methods: Vec<String>,
    /// `operationId`s.
    pub operations: Vec<String>,
    /// Whether the operation, or its path, has `x-internal: true`.
    pub internal: Option<bool>,
    /// Whether the operation has `deprecated: true`.
    pub deprecated: Option<bool>,
}

/// What the criteria look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// `tags`
    pub tags: Vec<String>,
    /// The path template.
    pub path: String,
    /// The HTTP method.
    pub method: String,
    /// `operationId`
    pub operation_id: Option<String>,
    /// `x-internal`
    pub internal: bool,
    /// `deprecated`
    pub deprecated: bool,
}

/// A list of criteria: what its entries are called, the entries, and whether one of them matches.
type List<'a> = (&'static str, &'a [String], fn(&str, &Traits) -> bool);

impl Filter {
    /// Whether an operation is kept.
    #[must_use]
    pub fn keeps(&self, operation: &Traits) -> bool {
        self.include.results(operation).all(|matches| matches)
            && !self.exclude.results(operation).any(|matches| matches)
    }

    /// Whether components that nothing refers to are left out.
    #[must_use]
    pub fn prunes(&self) -> bool {
        *self != Self::default()
    }

    /// The entries that match none of the operations, each with its place in the configuration and what it is.
    pub fn idle<'a>(
        &'a self,
        operations: &'a [Traits],
    ) -> impl Iterator<Item = (Place, &'static str, &'a str)> {
        let criteria = [("include", &self.include), ("exclude", &self.exclude)];
        let lists = criteria.into_iter().flat_map(|(table, criteria)| {
            let lists = criteria.lists().into_iter();
            lists.map(move |list| (table, list))
        });
        lists.flat_map(move |(table, (kind, entries, matches))| {
            let entries = entries.iter().map(String::as_str);
            entries
                .filter(move |entry| !operations.iter().any(|operation| matches(entry, operation)))
                .map(move |entry| {
                    let list = format!("{kind}s");
                    let place = Place::setting(["filter", table, &list, entry]);
                    (place, kind, entry)
                })
        })
    }
}

impl Criteria {
    fn lists(&self) -> [List<'_>; 4] {
        [
            ("tag", &self.tags, |tag, operation| {
                operation.tags.iter().any(|own| own == tag)
            }),
            ("path", &self.paths, |pattern, operation| {
                matches_path(pattern, &operation.path)
            }),
            ("method", &self.methods, |method, operation| {
                operation.method.eq_ignore_ascii_case(method)
            }),
            ("operation", &self.operations, |id, operation| {
                operation.operation_id.as_deref() == Some(id)
            }),
        ]
    }

    /// Whether an operation matches, for each criterion there is.
    fn results(&self, operation: &Traits) -> impl Iterator<Item = bool> {
        let lists = self.lists().into_iter();
        let lists = lists
            .filter(|(_, entries, _)| !entries.is_empty())
            .map(|(_, entries, matches)| entries.iter().any(|entry| matches(entry, operation)));
        let flags = [
            (self.internal, operation.internal),
            (self.deprecated, operation.deprecated),
        ];
        let flags = flags
            .into_iter()
            .filter_map(|(wanted, is)| Some(wanted? == is));
        lists.chain(flags)
    }
}

/// Whether a path template matches a pattern.
#[must_use]
pub fn matches_path(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    matches(
        &pattern,
        &path,
        |segment| *segment == "**",
        |pattern, segment| {
            let pattern: Vec<char> = pattern.chars().collect();
            let segment: Vec<char> = segment.chars().collect();
            matches(&pattern, &segment, |c| *c == '*', |a, b| a == b)
        },
    )
}

/// Whether a text matches a pattern in which some elements stand for any number of the text's.
///
/// Takes as long as both are long, multiplied, at most: only the last such element is reconsidered.
fn matches<T>(
    pattern: &[T],
    text: &[T],
    is_any: impl Fn(&T) -> bool,
    equal: impl Fn(&T, &T) -> bool,
) -> bool {
    let (mut p, mut t) = (0, 0);
    // Behind the last element for anything, and where the text goes on behind it.
    let mut retry: Option<(usize, usize)> = None;
    while let Some(element) = text.get(t) {
        match pattern.get(p) {
            Some(wanted) if is_any(wanted) => {
                p += 1;
                retry = Some((p, t));
            }
            Some(wanted) if equal(wanted, element) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((behind, start)) = retry else {
                    return false;
                };
                (p, t) = (behind, start + 1);
                retry = Some((p, t));
            }
        }
    }
    pattern.iter().skip(p).all(is_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_paths() {
        for (pattern, path, expected) in [
            ("/pets", "/pets", true),
            ("/pets", "/pets/{id}", false),
            ("/pets/*", "/pets/{id}", true),
            ("/pets/*", "/pets", false),
            ("/pets/*", "/pets/{id}/toys", false),
            ("/pets/**", "/pets", true),
            ("/pets/**", "/pets/{id}/toys", true),
            ("/pets/**", "/petshops", false),
            ("/**/toys", "/pets/{id}/toys", true),
            ("/**/toys/**/a*", "/x/toys/b/toys/c/abc", true),
            ("/v*/p*s", "/v2/pets", true),
            ("/v*/p*s", "/v2/pet", false),
            ("**", "/anything/at/all", true),
        ] {
            assert_eq!(matches_path(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn criteria_narrow_and_exclusions_add_up() {
        let operation = |tag: &str, method: &str, deprecated| Traits {
            tags: vec![tag.to_owned()],
            path: "/pets".to_owned(),
            method: method.to_owned(),
            deprecated,
            ..Traits::default()
        };
        let filter = Filter {
            include: Criteria {
                tags: vec!["a".to_owned(), "b".to_owned()],
                methods: vec!["GET".to_owned(), "POST".to_owned()],
                ..Criteria::default()
            },
            exclude: Criteria {
                tags: vec!["b".to_owned()],
                deprecated: Some(true),
                ..Criteria::default()
            },
            prune: false,
        };
        assert!(filter.keeps(&operation("a", "get", false)));
        for other in [
            operation("a", "put", false),
            operation("c", "get", false),
            operation("b", "get", false),
            operation("a", "get", true),
        ] {
            assert!(!filter.keeps(&other), "{other:?}");
        }
        let all = [operation("a", "get", false)];
        let idle: Vec<Place> = filter.idle(&all).map(|(place, ..)| place).collect();
        assert_eq!(
            idle,
            [
                ["filter", "include", "tags", "b"],
                ["filter", "include", "methods", "POST"],
                ["filter", "exclude", "tags", "b"],
            ]
            .map(Place::setting)
        );
    }
}
