//! OpenAPI model → intermediate representation: every decision about names, types and documentation.

pub mod docs;
