//! The runtime of generated crates, compiled as one of them has it.

/// What oasmith copies to `src/runtime/`. The attribute names a folder: with it on each file, the files' own folders
/// would not be found.
#[path = "../../../templates/runtime"]
pub mod runtime {
    pub mod base64;
    pub mod bridge;
    pub mod json;
}

#[cfg(test)]
mod json;
