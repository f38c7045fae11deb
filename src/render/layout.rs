//! Where the modules of a client stand.

/// A crate of many files, or one file for `include!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A file per module.
    Crate,
    /// All modules nested in one file.
    Single,
}

impl Layout {
    /// The path from a module `depth` levels down to the client's root.
    #[must_use]
    pub fn root(self, depth: usize) -> String {
        match self {
            Self::Crate => "crate".to_owned(),
            Self::Single => vec!["super"; depth].join("::"),
        }
    }
}
