//! What is wrong with a description, or was approximated: collected, located, rendered at the end.
//!
//! A phase never prints and never stops at the first problem. It pushes [`Diagnostic`]s into
//! [`Diagnostics`]; the place is a JSON pointer, which becomes a file, line and column only when
//! the report is rendered (see [`crate::spec::locate`]).

pub mod render;

use indexmap::IndexSet;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was approximated; the message says what was done instead.
    Warning,
    /// Nothing can be generated until this is mended.
    Error,
}

/// Declares [`Code`]: one row per kind of problem, the only list of them.
macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal;)*) => {
        /// The kind of a problem: stable, documented, searchable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code there is, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name shown between brackets, in kebab case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Whether generation can go on.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// One sentence for the documentation's table.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    // Reading
    Unreadable "unreadable" Error "A file of the description cannot be read.";
    Syntax "syntax" Error "The text is neither well-formed YAML nor JSON.";
    NotADescription "not-a-description" Error "The text is well-formed, but no OpenAPI description.";
    UnsupportedVersion "unsupported-version" Error "The description's version is not one that oasmith reads.";
    DanglingReference "dangling-reference" Error "A `$ref` points to nothing.";
    IgnoredReference "ignored-reference" Warning "A `$ref` points to nothing and is read as `{}`, as was asked for, or because no code would come of it.";
    RepairedReference "repaired-reference" Warning "A `$ref` is misspelt, or names another kind of component than belongs there; what it can only mean is used.";
    ForbiddenReference "forbidden-reference" Error "A `$ref` leads outside the description's folder or to the network.";
    CyclicReference "cyclic-reference" Error "A `$ref` leads back to itself without a schema in between.";
    Limit "limit" Error "The description is larger or deeper than oasmith's limits.";
    Overlay "overlay" Error "An overlay is malformed or does not fit the description.";
    UnmatchedAction "unmatched-action" Warning "An action of an overlay matches nothing in the description.";
    // Repairs before the typed model
    WrongType "wrong-type" Warning "A keyword has a value of the wrong type and is ignored or converted.";
    MissingKeyword "missing-keyword" Warning "A required keyword is missing and a default is used.";
    UnknownKeyword "unknown-keyword" Warning "A keyword that OpenAPI does not define is ignored.";
    UnsupportedKeyword "unsupported-keyword" Warning "A keyword has no Rust counterpart and is ignored.";
    MisplacedKeyword "misplaced-keyword" Warning "A keyword stands where it has no meaning and is moved or ignored.";
    DanglingMapping "dangling-mapping" Warning "A discriminator maps a value to a schema that does not exist; the entry is ignored.";
    // Lowering
    UntypedSchema "untyped-schema" Warning "A schema has no Rust type and becomes `serde_json::Value`.";
    ConflictingSchemas "conflicting-schemas" Warning "The parts of an `allOf` contradict each other.";
    AmbiguousUnion "ambiguous-union" Warning "The members of a union cannot be told apart; they are tried in order.";
    UnsatisfiableSchema "unsatisfiable-schema" Warning "No value matches the schema.";
    CyclicSchema "cyclic-schema" Error "A schema contains itself in a way that no finite value can match.";
    DuplicateOperationId "duplicate-operation-id" Warning "Two operations share an `operationId`; one is renamed.";
    MissingOperationId "missing-operation-id" Warning "An operation has no `operationId`; a name is derived from method and path.";
    PathParameter "path-parameter" Warning "Path template and declared path parameters do not agree.";
    UnsupportedMediaType "unsupported-media-type" Warning "A media type is passed through as text or bytes.";
    UnsupportedSecurity "unsupported-security" Warning "A security scheme has to be applied by hand.";
    UnsupportedParameter "unsupported-parameter" Warning "A parameter's style or type cannot be sent as described.";
    // Configuration and output
    Configuration "configuration" Error "The configuration file or an option is wrong.";
    Output "output" Error "A file cannot be written.";
    Internal "internal" Error "A defect of oasmith itself; please report it.";
}

/// Where a problem is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// No place in a file (an option, the output folder).
    Nowhere,
    /// An entry of the client's table in the configuration, by its keys; the last may be an element of a list. It is
    /// nowhere until [`config::locate`](crate::config::locate()) finds it.
    Setting(Vec<String>),
    /// A JSON pointer into the merged and converted document, such as `/paths/~1users/get`; traced
    /// back to the text that the user wrote.
    Document(String),
    /// A JSON pointer into one source file, by its number.
    Source(usize, String),
    /// A byte offset into one source file, by its number: for text that cannot be parsed.
    Offset(usize, usize),
}

impl Place {
    /// An entry of the client's table in the configuration.
    pub fn setting<'k>(keys: impl IntoIterator<Item = &'k str>) -> Self {
        Self::Setting(keys.into_iter().map(str::to_owned).collect())
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// Where it is.
    pub place: Place,
    /// What is wrong and, for a warning, what was done instead.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// All problems of a run, in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: IndexSet<Diagnostic>,
}

impl Diagnostics {
    /// Adds a problem at a JSON pointer of the merged document.
    pub fn push(&mut self, code: Code, pointer: impl Into<String>, message: impl Into<String>) {
        self.push_at(code, Place::Document(pointer.into()), message, None);
    }

    /// Adds a problem with a hint at what to do.
    pub fn push_help(
        &mut self,
        code: Code,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.push_at(
            code,
            Place::Document(pointer.into()),
            message,
            Some(help.into()),
        );
    }

    /// Adds a problem at any place. The same problem at the same place is kept once.
    pub fn push_at(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.list.insert(Diagnostic {
            code,
            place,
            message: message.into(),
            help,
        });
    }

    /// Puts problems elsewhere: those for which `place` knows a better place.
    pub fn relocate(&mut self, place: impl Fn(&Place) -> Option<Place>) {
        let list = std::mem::take(&mut self.list);
        self.list.extend(list.into_iter().map(|mut diagnostic| {
            if let Some(better) = place(&diagnostic.place) {
                diagnostic.place = better;
            }
            diagnostic
        }));
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|d| d.code.severity() == Severity::Error)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
