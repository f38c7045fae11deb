//! What every step of normalisation carries along: where it is, and where reports go.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostics, Place, Severity};
use crate::spec::origin::{self, Origins};
use crate::spec::source::Sources;
use crate::spec::spelling::Spellings;

/// The version of the specification that a description follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0.
    V3,
    /// OpenAPI 3.1 or 3.2. Its keywords are read in every version, because descriptions mix them; it only
    /// demands less.
    V3_1,
}

/// The state of one run.
pub struct Context<'a> {
    /// The version that the description declares.
    pub version: Version,
    /// The names of the security schemes that survived.
    pub schemes: BTreeSet<String>,
    /// The names of the security schemes that the description declares, dropped ones included.
    pub declared_schemes: BTreeSet<String>,
    /// How many schemas enclose the current place.
    pub depth: usize,
    pointer: String,
    sources: &'a Sources,
    spellings: BTreeMap<usize, Spellings<'a>>,
    origins: &'a mut Origins,
    diagnostics: &'a mut Diagnostics,
    failed: bool,
}

impl<'a> Context<'a> {
    /// A context at the root of a document.
    pub fn new(
        version: Version,
        sources: &'a Sources,
        origins: &'a mut Origins,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            version,
            schemes: BTreeSet::new(),
            declared_schemes: BTreeSet::new(),
            depth: 0,
            pointer: String::new(),
            sources,
            spellings: BTreeMap::new(),
            origins,
            diagnostics,
            failed: false,
        }
    }

    /// The JSON pointer of the current place.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Whether an error was reported.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// The current place's value as text, spelt as the user did.
    pub fn spelling(&mut self, value: &Value) -> String {
        let (source, pointer) = self.origins.trace(&self.pointer);
        let sources = self.sources;
        let spellings = self.spellings.entry(source).or_insert_with(|| {
            let text = sources.get(source).map_or("", |source| &source.text);
            Spellings::new(text)
        });
        let spelt = spellings.get(&pointer, value);
        spelt.map_or_else(|| value.to_string(), str::to_owned)
    }

    /// Does `work` one token further down.
    pub fn within<R>(&mut self, token: &str, work: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.pointer.len();
        origin::push(&mut self.pointer, token);
        let result = work(self);
        self.pointer.truncate(length);
        result
    }

    /// Reports a problem at the current place.
    pub fn report(&mut self, code: Code, message: impl Into<String>) {
        self.report_with(code, message, None);
    }

    /// Reports a problem at the current place, with a hint at what to do.
    pub fn report_with(&mut self, code: Code, message: impl Into<String>, help: Option<String>) {
        // Traced at once: a later move may put something else under this pointer.
        let (source, pointer) = self.origins.trace(&self.pointer);
        self.failed |= code.severity() == Severity::Error;
        self.diagnostics
            .push_at(code, Place::Source(source, pointer), message, help);
    }

    /// Reports a problem at a pointer of the document, for steps that work with whole pointers.
    pub fn report_pointer(&mut self, code: Code, pointer: &str, message: impl Into<String>) {
        let here = std::mem::replace(&mut self.pointer, pointer.to_owned());
        self.report(code, message);
        self.pointer = here;
    }

    /// Reports a problem with the value under a key of the current place.
    pub fn report_at(&mut self, token: &str, code: Code, message: impl Into<String>) {
        self.within(token, |context| context.report(code, message));
    }

    /// Reports that the configuration does not fit the description.
    pub fn misconfigured(&mut self, setting: Place, message: String) {
        self.failed = true;
        self.diagnostics
            .push_at(Code::Configuration, setting, message, None);
    }

    /// Records that the subtree at `to` was moved from `from`, both below the current place.
    pub fn moved(&mut self, to: &[&str], from: &[&str]) {
        let absolute = |tokens: &[&str]| {
            tokens
                .iter()
                .fold(self.pointer.clone(), |mut pointer, token| {
                    origin::push(&mut pointer, token);
                    pointer
                })
        };
        let (to, from) = (absolute(to), absolute(from));
        self.origins.moved(&to, &from);
    }

    /// The table of moves, for steps that work with whole pointers.
    pub fn origins(&mut self) -> &mut Origins {
        self.origins
    }
}

/// What a value is, for messages.
pub fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
