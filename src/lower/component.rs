//! Components: what references lead to.

use indexmap::IndexMap;
use openapiv3::{
    Components, Example, Header, OpenAPI, Parameter, ReferenceOr, RequestBody, Response,
    SecurityScheme,
};

use serde_json::Value;

use crate::spec::origin::{child, unescaped};

/// A section of `components`, as the typed model holds it.
pub struct Section<T> {
    name: &'static str,
    all: fn(&Components) -> &IndexMap<String, ReferenceOr<T>>,
}

/// `components.examples`
pub const EXAMPLES: Section<Example> = Section {
    name: "examples",
    all: |components| &components.examples,
};

/// `components.headers`
pub const HEADERS: Section<Header> = Section {
    name: "headers",
    all: |components| &components.headers,
};

/// `components.parameters`
pub const PARAMETERS: Section<Parameter> = Section {
    name: "parameters",
    all: |components| &components.parameters,
};

/// `components.requestBodies`
pub const REQUEST_BODIES: Section<RequestBody> = Section {
    name: "requestBodies",
    all: |components| &components.request_bodies,
};

/// `components.responses`
pub const RESPONSES: Section<Response> = Section {
    name: "responses",
    all: |components| &components.responses,
};

/// `components.securitySchemes`
pub const SECURITY_SCHEMES: Section<SecurityScheme> = Section {
    name: "securitySchemes",
    all: |components| &components.security_schemes,
};

/// What stands in a place, or behind the reference there.
pub struct Found<'a, T> {
    /// Where it stands.
    pub pointer: String,
    /// The thing itself.
    pub item: &'a T,
    /// Its name, where it is a component.
    pub component: Option<String>,
}

/// What can be a component.
pub trait Component {
    /// Its extensions, where a copy of a component can stand in the place of a reference.
    fn extensions(&self) -> Option<&IndexMap<String, Value>> {
        None
    }
}

impl Component for Example {}

impl Component for SecurityScheme {}

impl Component for Header {
    fn extensions(&self) -> Option<&IndexMap<String, Value>> {
        Some(&self.extensions)
    }
}

impl Component for Parameter {
    fn extensions(&self) -> Option<&IndexMap<String, Value>> {
        Some(&self.parameter_data_ref().extensions)
    }
}

impl Component for RequestBody {
    fn extensions(&self) -> Option<&IndexMap<String, Value>> {
        Some(&self.extensions)
    }
}

impl Component for Response {
    fn extensions(&self) -> Option<&IndexMap<String, Value>> {
        Some(&self.extensions)
    }
}

/// Follows the reference that stands at `pointer`, if it is one. A copy of a component with other words is the component.
pub fn find<'a, T: Component>(
    document: &'a OpenAPI,
    section: &Section<T>,
    pointer: String,
    place: &'a ReferenceOr<T>,
) -> Option<Found<'a, T>> {
    match place {
        ReferenceOr::Item(item) => {
            let extensions = item.extensions();
            let component = extensions.and_then(|all| all.get("x-oasmith-component")?.as_str());
            Some(Found {
                pointer: component.map_or(pointer, |name| {
                    child(&child("/components", section.name), name)
                }),
                item,
                component: component.map(str::to_owned),
            })
        }
        ReferenceOr::Reference { reference } => {
            let name = name(section.name, reference)?;
            let target = (section.all)(document.components.as_ref()?).get(&name)?;
            let pointer = child(&child("/components", section.name), &name);
            let found = find(document, section, pointer, target)?;
            Some(Found {
                component: found.component.or(Some(name)),
                ..found
            })
        }
    }
}

/// The name of the component of a section that a reference points to.
#[must_use]
pub fn name(section: &str, reference: &str) -> Option<String> {
    let path = reference.strip_prefix("#/components/")?;
    let token = path.strip_prefix(section)?.strip_prefix('/')?;
    (!token.contains('/')).then(|| unescaped(token).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_chain_of_references_leads_to_the_last_component() {
        let reference = |to: &str| json!({ "$ref": format!("#/components/requestBodies/{to}") });
        let document = json!({
            "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": {},
            "components": { "requestBodies": { "A": reference("b~1c"), "b/c": { "content": {} } } },
        });
        let document: OpenAPI = serde_json::from_value(document).unwrap();
        let place = serde_json::from_value(reference("A")).unwrap();
        let found = find(&document, &REQUEST_BODIES, "/x".to_owned(), &place).unwrap();
        assert_eq!(found.pointer, "/components/requestBodies/b~1c");
        assert_eq!(found.component.as_deref(), Some("b/c"));
        assert_eq!(name("responses", "#/components/requestBodies/A"), None);
    }
}
