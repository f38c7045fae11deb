//! From files to a valid OpenAPI 3.0 document: read, bundle, convert, repair. Knows nothing of Rust.

pub mod bundle;
pub mod filter;
pub mod language;
pub mod load;
pub mod locate;
pub mod media_type;
pub mod name;
pub mod normalise;
pub mod origin;
mod overlay;
pub mod parse;
pub mod position;
pub mod reference;
pub mod resolve;
pub mod source;
pub mod spelling;
