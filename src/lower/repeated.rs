//! What several operations of a tag list alike: failures, replies and headers are one type, and an alias for each further
//! operation, whose name thereby does not depend on what others there are.

use std::collections::HashMap;

use crate::ir::{Content, Docs, Headers, Model, Outcome, Success, Tag, Type};

/// What is generated for a type, without its name.
#[derive(PartialEq, Eq, Hash)]
enum Listed<'a> {
    Successes(Vec<Outcome>),
    Failures(Vec<Outcome>),
    /// Name, name on the wire, type and documentation of each.
    Headers(Vec<(&'a str, &'a str, Type, &'a Docs)>),
}

/// The types that those of one operation are equal to.
struct Equal {
    success: Option<String>,
    failure: Option<String>,
    headers: Option<String>,
}

/// Finds the types that an earlier operation of the same tag has already.
pub fn resolve(models: &[Model], tags: &mut [Tag]) {
    for tag in tags {
        let equal = equal(models, tag);
        for (operation, equal) in tag.operations.iter_mut().zip(equal) {
            if let Success::Many(outcomes) = &mut operation.success {
                outcomes.same_as = equal.success;
            }
            if let Some(outcomes) = &mut operation.failure {
                outcomes.same_as = equal.failure;
            }
            if let Some(headers) = &mut operation.headers {
                headers.same_as = equal.headers;
            }
        }
    }
}

/// Of each operation of a tag.
fn equal(models: &[Model], tag: &Tag) -> Vec<Equal> {
    let mut known: HashMap<Listed<'_>, &str> = HashMap::new();
    let mut earlier = |name, listed| {
        let first = *known.entry(listed).or_insert(name);
        (first != name).then(|| first.to_owned())
    };
    let operations = tag.operations.iter().map(|operation| Equal {
        success: match &operation.success {
            Success::One(_) => None,
            Success::Many(all) => {
                let listed = Listed::Successes(outcomes(models, &all.variants));
                earlier(&all.name, listed)
            }
        },
        failure: operation.failure.as_ref().and_then(|all| {
            let listed = Listed::Failures(outcomes(models, &all.variants));
            earlier(&all.name, listed)
        }),
        headers: operation.headers.as_ref().and_then(|headers| {
            let listed = Listed::Headers(fields(models, headers));
            earlier(&headers.name, listed)
        }),
    });
    operations.collect()
}

fn outcomes(models: &[Model], listed: &[Outcome]) -> Vec<Outcome> {
    let mut outcomes = listed.to_vec();
    let contents = outcomes.iter_mut().map(|outcome| &mut outcome.content);
    for type_ in contents.filter_map(Content::carried) {
        *type_ = type_.resolved(models);
    }
    outcomes
}

fn fields<'a>(models: &[Model], headers: &'a Headers) -> Vec<(&'a str, &'a str, Type, &'a Docs)> {
    let fields = headers.fields.iter();
    let parts = fields.map(|f| {
        let type_ = f.type_().resolved(models);
        (f.name.as_str(), f.wire_name.as_str(), type_, &f.docs)
    });
    parts.collect()
}
