//! The rows of the shape table.
//!
//! See the [OpenAPI Specification 3.0.4](https://spec.openapis.org/oas/v3.0.4.html#schema-0), one
//! section per table; the keywords that 3.0 lacks come from 2.0, 3.1, 3.2 and JSON Schema.

use super::{Fate, Keyword, Kind, Missing, Shape};
use Missing::Drop;
use Shape::{Any, Count, Flag, List, Number, Object, Reference, SchemaOrFlag, Text};

/// The rows of the table.
pub fn keywords(kind: Kind) -> &'static [Keyword] {
    match kind {
        Kind::OpenApi => OPEN_API,
        Kind::Info => INFO,
        Kind::Contact => CONTACT,
        Kind::License => LICENSE,
        Kind::Server => SERVER,
        Kind::ServerVariable => SERVER_VARIABLE,
        Kind::Components => COMPONENTS,
        Kind::PathItem => PATH_ITEM,
        Kind::Operation => OPERATION,
        Kind::ExternalDocumentation => EXTERNAL_DOCUMENTATION,
        Kind::Parameter => PARAMETER,
        Kind::RequestBody => REQUEST_BODY,
        Kind::MediaType => MEDIA_TYPE,
        Kind::Encoding => ENCODING,
        Kind::Response => RESPONSE,
        Kind::Example => EXAMPLE_OBJECT,
        Kind::Link => LINK,
        Kind::Header => HEADER,
        Kind::Tag => TAG,
        Kind::Schema => SCHEMA_OBJECT,
        Kind::Discriminator => DISCRIMINATOR,
        Kind::SecurityScheme => SECURITY_SCHEME,
        Kind::OAuthFlows => OAUTH_FLOWS,
        Kind::ImplicitFlow => IMPLICIT_FLOW,
        Kind::TokenFlow => TOKEN_FLOW,
        Kind::CodeFlow => CODE_FLOW,
        Kind::SecuritySchemes
        | Kind::Paths
        | Kind::Content
        | Kind::Mapping
        | Kind::Responses
        | Kind::Callback
        | Kind::SecurityRequirement => &[],
    }
}

const fn keep(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        fate: Fate::Keep,
    }
}

const fn required(name: &'static str, shape: Shape, missing: Missing) -> Keyword {
    Keyword {
        name,
        shape,
        fate: Fate::Required(missing),
    }
}

const fn extension(name: &'static str, shape: Shape, extension: &'static str) -> Keyword {
    Keyword {
        name,
        shape,
        fate: Fate::Extension(extension),
    }
}

const fn silent(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        fate: Fate::Silent,
    }
}

const fn unsupported(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        fate: Fate::Unsupported,
    }
}

const SCHEMA: Shape = Reference(Kind::Schema);
const SCHEMAS: Shape = Shape::Map(&SCHEMA);
const SCHEMA_LIST: Shape = List(&SCHEMA);
const TEXTS: Shape = List(&Text);
const EXTERNAL_DOCS: Keyword = keep("externalDocs", Object(Kind::ExternalDocumentation));
const SERVERS: Keyword = keep("servers", List(&Object(Kind::Server)));
const SECURITY: Keyword = keep("security", List(&Object(Kind::SecurityRequirement)));
const PARAMETERS: Keyword = keep("parameters", List(&Reference(Kind::Parameter)));
const CONTENT: Keyword = keep("content", Object(Kind::Content));
const EXAMPLE: Keyword = keep("example", Any);
const EXAMPLES: Keyword = keep("examples", Shape::Map(&Reference(Kind::Example)));
const HEADERS: Keyword = keep("headers", Shape::Map(&Reference(Kind::Header)));
const DESCRIPTION: Keyword = keep("description", Text);
const SUMMARY: Keyword = keep("summary", Text);
const SUMMARY_3_2: Keyword = extension("summary", Text, "x-oasmith-summary");
const DEPRECATED: Keyword = keep("deprecated", Flag);
const AUTHORIZATION_URL: Keyword = required("authorizationUrl", Text, Drop);
const TOKEN_URL: Keyword = required("tokenUrl", Text, Drop);
const REFRESH_URL: Keyword = keep("refreshUrl", Text);
const SCOPES: Keyword = required("scopes", Shape::Map(&Text), Missing::Object);

const CONTACT: &[Keyword] = &[keep("name", Text), keep("url", Text), keep("email", Text)];

const EXTERNAL_DOCUMENTATION: &[Keyword] = &[DESCRIPTION, required("url", Text, Drop)];

const REQUEST_BODY: &[Keyword] = &[
    DESCRIPTION,
    CONTENT,
    keep("required", Flag),
    silent("schema", SCHEMA),
];

const IMPLICIT_FLOW: &[Keyword] = &[AUTHORIZATION_URL, REFRESH_URL, SCOPES];

const TOKEN_FLOW: &[Keyword] = &[TOKEN_URL, REFRESH_URL, SCOPES];

const CODE_FLOW: &[Keyword] = &[AUTHORIZATION_URL, TOKEN_URL, REFRESH_URL, SCOPES];

const OPEN_API: &[Keyword] = &[
    required("openapi", Text, Missing::Text("3.0.3")),
    required("info", Object(Kind::Info), Missing::Object),
    SERVERS,
    // Before everything that names a security scheme.
    keep("components", Object(Kind::Components)),
    required("paths", Object(Kind::Paths), Missing::Object),
    extension(
        "webhooks",
        Shape::Map(&Object(Kind::PathItem)),
        "x-oasmith-webhooks",
    ),
    SECURITY,
    keep("tags", List(&Object(Kind::Tag))),
    EXTERNAL_DOCS,
    silent("jsonSchemaDialect", Text),
    silent("$self", Text),
];

const INFO: &[Keyword] = &[
    required("title", Text, Missing::Text("API")),
    DESCRIPTION,
    keep("termsOfService", Text),
    keep("contact", Object(Kind::Contact)),
    keep("license", Object(Kind::License)),
    required("version", Text, Missing::Text("0.0.0")),
    SUMMARY_3_2,
];

const LICENSE: &[Keyword] = &[
    required("name", Text, Missing::Text("unnamed")),
    keep("url", Text),
    extension("identifier", Text, "x-oasmith-identifier"),
];

const SERVER: &[Keyword] = &[
    required("url", Text, Missing::Text("/")),
    DESCRIPTION,
    keep("variables", Shape::Map(&Object(Kind::ServerVariable))),
    extension("name", Text, "x-oasmith-name"),
];

const SERVER_VARIABLE: &[Keyword] = &[
    keep("enum", TEXTS),
    required("default", Text, Missing::Text("")),
    DESCRIPTION,
];

const COMPONENTS: &[Keyword] = &[
    keep("securitySchemes", Object(Kind::SecuritySchemes)),
    keep("schemas", SCHEMAS),
    keep("responses", Shape::Map(&Reference(Kind::Response))),
    keep("parameters", Shape::Map(&Reference(Kind::Parameter))),
    EXAMPLES,
    keep("requestBodies", Shape::Map(&Reference(Kind::RequestBody))),
    HEADERS,
    keep("links", Shape::Map(&Reference(Kind::Link))),
    keep("callbacks", Shape::Map(&Object(Kind::Callback))),
    silent("pathItems", Shape::Map(&Object(Kind::PathItem))),
    silent("mediaTypes", Object(Kind::Content)),
];

const PATH_ITEM: &[Keyword] = &[
    SUMMARY,
    DESCRIPTION,
    keep("get", Object(Kind::Operation)),
    keep("put", Object(Kind::Operation)),
    keep("post", Object(Kind::Operation)),
    keep("delete", Object(Kind::Operation)),
    keep("options", Object(Kind::Operation)),
    keep("head", Object(Kind::Operation)),
    keep("patch", Object(Kind::Operation)),
    keep("trace", Object(Kind::Operation)),
    SERVERS,
    PARAMETERS,
    extension(
        "additionalOperations",
        Shape::Map(&Object(Kind::Operation)),
        "x-oasmith-operations",
    ),
    silent("query", Object(Kind::Operation)),
];

const OPERATION: &[Keyword] = &[
    keep("tags", TEXTS),
    SUMMARY,
    DESCRIPTION,
    EXTERNAL_DOCS,
    keep("operationId", Text),
    PARAMETERS,
    keep("requestBody", Reference(Kind::RequestBody)),
    required("responses", Object(Kind::Responses), Missing::Object),
    keep("callbacks", Shape::Map(&Object(Kind::Callback))),
    DEPRECATED,
    SECURITY,
    SERVERS,
];

const PARAMETER: &[Keyword] = &[
    required("name", Text, Drop),
    required("in", Text, Missing::Text("query")),
    DESCRIPTION,
    keep("required", Flag),
    DEPRECATED,
    keep("allowEmptyValue", Flag),
    keep("style", Text),
    keep("explode", Flag),
    keep("allowReserved", Flag),
    keep("schema", SCHEMA),
    CONTENT,
    EXAMPLE,
    EXAMPLES,
    silent("collectionFormat", Text),
];

const HEADER: &[Keyword] = &[
    DESCRIPTION,
    keep("required", Flag),
    DEPRECATED,
    keep("style", Text),
    extension("explode", Flag, "x-oasmith-explode"),
    keep("schema", SCHEMA),
    CONTENT,
    EXAMPLE,
    EXAMPLES,
    silent("collectionFormat", Text),
];

const MEDIA_TYPE: &[Keyword] = &[
    keep("schema", SCHEMA),
    EXAMPLE,
    EXAMPLES,
    keep("encoding", Shape::Map(&Object(Kind::Encoding))),
    silent("itemSchema", SCHEMA),
    unsupported("prefixEncoding", List(&Object(Kind::Encoding))),
    unsupported("itemEncoding", Object(Kind::Encoding)),
];

const ENCODING: &[Keyword] = &[
    keep("contentType", Text),
    HEADERS,
    keep("style", Text),
    extension("explode", Flag, "x-oasmith-explode"),
    keep("allowReserved", Flag),
    unsupported("encoding", Shape::Map(&Object(Kind::Encoding))),
    unsupported("prefixEncoding", List(&Object(Kind::Encoding))),
    unsupported("itemEncoding", Object(Kind::Encoding)),
];

const RESPONSE: &[Keyword] = &[
    required("description", Text, Missing::Text("")),
    SUMMARY_3_2,
    HEADERS,
    CONTENT,
    keep("links", Shape::Map(&Reference(Kind::Link))),
    // 2.0 has these; conversion moves them into `content`.
    silent("schema", SCHEMA),
    unsupported("examples", Any),
];

const EXAMPLE_OBJECT: &[Keyword] = &[
    SUMMARY,
    DESCRIPTION,
    keep("value", Any),
    keep("externalValue", Text),
];

const LINK: &[Keyword] = &[
    keep("operationRef", Text),
    keep("operationId", Text),
    keep("parameters", Shape::Map(&Any)),
    keep("requestBody", Any),
    DESCRIPTION,
    keep("server", Object(Kind::Server)),
];

const TAG: &[Keyword] = &[
    required("name", Text, Drop),
    DESCRIPTION,
    EXTERNAL_DOCS,
    SUMMARY_3_2,
    extension("parent", Text, "x-oasmith-parent"),
    extension("kind", Text, "x-oasmith-kind"),
];

const DISCRIMINATOR: &[Keyword] = &[
    required("propertyName", Text, Drop),
    keep("mapping", Object(Kind::Mapping)),
    extension("defaultMapping", Text, "x-oasmith-default-mapping"),
];

const SECURITY_SCHEME: &[Keyword] = &[
    required("type", Text, Drop),
    DESCRIPTION,
    keep("name", Text),
    keep("in", Text),
    keep("scheme", Text),
    keep("bearerFormat", Text),
    keep("flows", Object(Kind::OAuthFlows)),
    keep("openIdConnectUrl", Text),
    extension("oauth2MetadataUrl", Text, "x-oasmith-oauth2-metadata-url"),
    extension("deprecated", Flag, "x-oasmith-deprecated"),
];

const OAUTH_FLOWS: &[Keyword] = &[
    keep("implicit", Object(Kind::ImplicitFlow)),
    keep("password", Object(Kind::TokenFlow)),
    keep("clientCredentials", Object(Kind::TokenFlow)),
    keep("authorizationCode", Object(Kind::CodeFlow)),
    unsupported("deviceAuthorization", Any),
];

const SCHEMA_OBJECT: &[Keyword] = &[
    keep("type", Text),
    keep("format", Text),
    keep("title", Text),
    DESCRIPTION,
    keep("default", Any),
    EXAMPLE,
    keep("enum", List(&Any)),
    keep("nullable", Flag),
    keep("readOnly", Flag),
    keep("writeOnly", Flag),
    DEPRECATED,
    EXTERNAL_DOCS,
    keep("discriminator", Object(Kind::Discriminator)),
    silent("xml", Any),
    // Numbers
    keep("multipleOf", Number),
    keep("minimum", Number),
    keep("exclusiveMinimum", Flag),
    keep("maximum", Number),
    keep("exclusiveMaximum", Flag),
    // Strings
    keep("minLength", Count),
    keep("maxLength", Count),
    keep("pattern", Text),
    extension("contentEncoding", Text, "x-oasmith-content-encoding"),
    extension("contentMediaType", Text, "x-oasmith-content-media-type"),
    unsupported("contentSchema", SCHEMA),
    // Arrays
    keep("items", SCHEMA),
    keep("minItems", Count),
    keep("maxItems", Count),
    keep("uniqueItems", Flag),
    silent("prefixItems", SCHEMA_LIST),
    unsupported("additionalItems", SCHEMA),
    unsupported("contains", SCHEMA),
    unsupported("minContains", Count),
    unsupported("maxContains", Count),
    unsupported("unevaluatedItems", SCHEMA),
    // Objects
    keep("properties", SCHEMAS),
    keep("required", TEXTS),
    keep("additionalProperties", SchemaOrFlag),
    keep("minProperties", Count),
    keep("maxProperties", Count),
    unsupported("patternProperties", SCHEMAS),
    unsupported("propertyNames", SCHEMA),
    unsupported("unevaluatedProperties", SCHEMA),
    unsupported("dependentRequired", Any),
    unsupported("dependentSchemas", SCHEMAS),
    unsupported("dependencies", Any),
    // Composition
    keep("allOf", SCHEMA_LIST),
    keep("oneOf", SCHEMA_LIST),
    keep("anyOf", SCHEMA_LIST),
    keep("not", SCHEMA),
    unsupported("if", SCHEMA),
    unsupported("then", SCHEMA),
    unsupported("else", SCHEMA),
    unsupported("$recursiveRef", Text),
    unsupported("$dynamicRef", Text),
    // Used up by the conversions, or of no consequence to a client
    silent("const", Any),
    silent("examples", Any),
    silent("$defs", SCHEMAS),
    silent("definitions", SCHEMAS),
    silent("$schema", Text),
    silent("$id", Text),
    silent("id", Text),
    silent("$anchor", Text),
    silent("$dynamicAnchor", Text),
    silent("$recursiveAnchor", Any),
    silent("$comment", Any),
    silent("$vocabulary", Any),
];
