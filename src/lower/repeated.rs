//! What several operations of a tag list alike: failures, replies and headers are one type, and an alias for each further
//! operation, whose name thereby does not depend on what others there are.

use std::collections::HashMap;

use crate::ir::{Docs, Headers, Outcome, Success, Tag, Type};

/// What is generated for a type, without its name.
#[derive(PartialEq, Eq, Hash)]
enum Listed<'a> {
    Successes(&'a [Outcome]),
    Failures(&'a [Outcome]),
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
pub fn resolve(tags: &mut [Tag]) {
    for tag in tags {
        let equal = equal(tag);
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
fn equal(tag: &Tag) -> Vec<Equal> {
    let mut known: HashMap<Listed<'_>, &str> = HashMap::new();
    let mut earlier = |name, listed| {
        let first = *known.entry(listed).or_insert(name);
        (first != name).then(|| first.to_owned())
    };
    let operations = tag.operations.iter().map(|operation| Equal {
        success: match &operation.success {
            Success::One(_) => None,
            Success::Many(all) => earlier(all.name.as_str(), Listed::Successes(&all.variants)),
        },
        failure: operation.failure.as_ref().and_then(|all| {
            let listed = Listed::Failures(&all.variants);
            earlier(&all.name, listed)
        }),
        headers: operation.headers.as_ref().and_then(|headers| {
            let listed = Listed::Headers(fields(headers));
            earlier(&headers.name, listed)
        }),
    });
    operations.collect()
}

fn fields(headers: &Headers) -> Vec<(&str, &str, Type, &Docs)> {
    let fields = headers.fields.iter();
    let parts = fields.map(|f| (f.name.as_str(), f.wire_name.as_str(), f.type_(), &f.docs));
    parts.collect()
}
