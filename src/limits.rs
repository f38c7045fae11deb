//! How much a description may ask for.

use serde::Deserialize;

/// The most that is read and made of one description: the table `limits` of a client in `oasmith.toml`.
///
/// The defaults are far beyond any description seen in practice. They keep a mistaken path, or a few lines that multiply,
/// from filling the memory; whoever really needs more, or trusts a description less, says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Limits {
    /// `file-bytes`: the size of a file. Default: 256 MiB.
    pub file_bytes: u64,
    /// `values`: the values that aliases of YAML bring beyond four for each byte of the text, and those that are copied to
    /// follow references. Default: 8 Mi.
    pub values: usize,
    /// `fields`: properties, listed values and members of unions in all schemas, with those that an `allOf` takes over.
    /// Default: 256 Ki.
    pub fields: usize,
}

/// What to do about a limit.
pub const HELP: &str =
    "if it is meant to be so large, raise the client's `limits` in `oasmith.toml`";

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            values: 8 << 20,
            fields: 256 << 10,
        }
    }
}
