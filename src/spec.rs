//! From files to a valid OpenAPI 3.0 document: read, bundle, convert, repair. Knows nothing of Rust.

pub mod load;
pub mod locate;
pub mod normalise;
pub mod origin;
pub mod source;
