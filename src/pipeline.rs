//! The phases in their order: load → normalise → lower → render → format.

use std::cell::Cell;
use std::io;
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::diagnostic::{Code, Diagnostics, Place, render as report};
use crate::format;
use crate::ir::Api;
use crate::lower::describe;
use crate::lower::names::chosen::Rename;
use crate::lower::pagination::PageRules;
use crate::lower::{self, TypeOptions};
use crate::output;
use crate::render::{self, DocsOptions, FileKind, Package, RawFile};
use crate::spec::filter::Filter;
use crate::spec::language;
use crate::spec::load::{LoadOptions, load};
use crate::spec::normalise::normalise;
use crate::spec::origin::Origins;
use crate::spec::source::{Files, Sources};

/// Recursion follows the nesting of a description; this is reserved, not used, memory.
const STACK_BYTES: usize = 1 << 30;

/// How much text is worth another thread, which takes 2 MB for itself.
const WORKER_BYTES: usize = 1 << 20;

/// What to generate.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What may be read.
    pub load: LoadOptions,
    /// Which operations to generate.
    pub filter: Filter,
    /// Names that the user chose.
    pub rename: Rename,
    /// Choices of Rust types.
    pub types: TypeOptions,
    /// How the pages of operations follow each other.
    pub pagination: PageRules,
    /// Choices of documentation.
    pub docs: DocsOptions,
}

/// The shape of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A crate: manifest, README, sources.
    Crate(Package),
    /// One file for `include!`.
    SingleFile(Package),
}

/// What came out: files, if there was no error, and all that is to be said about the description.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Generated files by their path below the output folder, in a fixed order; empty after an error.
    pub files: Vec<(String, String)>,
    /// The Rust-side model; `None` after an error.
    pub api: Option<Api>,
    /// Problems found.
    pub diagnostics: Diagnostics,
    /// The texts that were read.
    pub sources: Sources,
    /// Where the document's parts came from.
    pub origins: Origins,
    /// The files that were read, the description first.
    pub read: Vec<PathBuf>,
}

impl Outcome {
    /// The report for people.
    #[must_use]
    pub fn human(&self, colour: report::Colour) -> String {
        report::human(&self.diagnostics, &self.sources, &self.origins, colour)
    }

    /// The report for tools, an object a line.
    #[must_use]
    pub fn json(&self) -> String {
        report::json(&self.diagnostics, &self.sources, &self.origins)
    }
}

/// Generates a client from the description at `root`. Depends on nothing but its arguments and what
/// `files` gives; writes nothing.
pub fn generate(
    files: &(dyn Files + Sync),
    root: &Path,
    options: &Options,
    target: Option<&Target>,
) -> Outcome {
    let run = || panic::catch_unwind(AssertUnwindSafe(|| run(files, root, options, target)));
    match on_deep_stack(run) {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => failed(
            Code::Internal,
            "a phase panicked; the message above says where",
        ),
        Err(error) => failed(Code::Limit, &format!("cannot start a thread: {error}")),
    }
}

thread_local! {
    static IS_DEEP: Cell<bool> = const { Cell::new(false) };
}

/// Does `work` on a thread with a stack for any description that the limits allow, which is this thread if it was started
/// by this function. [`generate`] does so itself; who does more with an [`Outcome`] than to write it saves time if that
/// is on the same thread, as memory is best freed where it was taken.
///
/// # Errors
/// The thread cannot be started, and nothing has been done.
///
/// # Panics
/// If `work` does.
pub fn on_deep_stack<R: Send>(work: impl FnOnce() -> R + Send) -> io::Result<R> {
    if IS_DEEP.get() {
        return Ok(work());
    }
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || {
                IS_DEEP.set(true);
                work()
            })?;
        thread.join().or_else(|panic| panic::resume_unwind(panic))
    })
}

fn failed(code: Code, message: &str) -> Outcome {
    let mut outcome = Outcome::default();
    outcome
        .diagnostics
        .push_at(code, Place::Nowhere, message, None);
    outcome
}

fn run(files: &dyn Files, root: &Path, options: &Options, target: Option<&Target>) -> Outcome {
    let mut diagnostics = Diagnostics::default();
    let loaded = load(files, root, &options.load, &mut diagnostics);
    let (document, mut origins) = loaded
        .document
        .map_or_else(Default::default, |(value, origins)| (Some(value), origins));
    let document = document
        .filter(|_| !diagnostics.has_errors())
        .and_then(|mut document| {
            language::choose(&mut document, &options.docs.languages);
            normalise(
                document,
                &options.filter,
                &loaded.sources,
                &mut origins,
                &mut diagnostics,
            )
        });
    let api = document
        .map(|document| {
            lower::lower(
                &document,
                &options.types,
                &options.rename,
                &options.pagination,
                options.load.limits,
                &mut diagnostics,
            )
        })
        .filter(|_| !diagnostics.has_errors());
    let mut generated = Vec::new();
    if let (Some(api), Some(target)) = (&api, target) {
        match write_out(api, target, &options.docs, &loaded.sources) {
            Ok(files) => generated = files,
            Err(defect) => diagnostics.push_at(Code::Internal, Place::Nowhere, defect, None),
        }
    }
    Outcome {
        files: generated,
        api,
        diagnostics,
        sources: loaded.sources,
        origins,
        read: loaded.read,
    }
}

/// Renders and formats everything.
fn write_out(
    api: &Api,
    target: &Target,
    docs: &DocsOptions,
    sources: &Sources,
) -> Result<Vec<(String, String)>, String> {
    let name = sources
        .get(0)
        .and_then(|source| source.name.file_name())
        .unwrap_or_default();
    let header = format!(
        "// {} from {}",
        output::MARK,
        describe::shown(&name.to_string_lossy(), ' ')
    );
    let raw = match target {
        Target::Crate(package) => render::crate_files(api, package, docs),
        Target::SingleFile(package) => render::single_file(api, package).map(|text| {
            vec![RawFile {
                path: "client.rs".to_owned(),
                text,
                kind: FileKind::Rust,
            }]
        }),
    };
    let raw = raw.map_err(|error| format!("a template failed: {error}"))?;
    finish_all(raw, &header)
}

/// Formats the files on all processors; the result does not depend on how many there are.
fn finish_all(raw: Vec<RawFile>, header: &str) -> Result<Vec<(String, String)>, String> {
    let count = raw.len();
    let bytes: usize = raw.iter().map(|file| file.text.len()).sum();
    // A file's raw text is gone once it is formatted: there are enough of them to matter.
    let queue = Mutex::new(raw.into_iter().enumerate());
    let take = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        std::iter::from_fn(take)
            .map(|(index, file)| (index, finish(file, header)))
            .collect::<Vec<_>>()
    };
    let workers = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(1 + bytes / WORKER_BYTES);
    let mut finished = thread::scope(|scope| {
        let spawn = |_| {
            thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, work)
        };
        // This thread works, too: if no other can be started, it does all.
        let others: Vec<_> = (1..workers).filter_map(|index| spawn(index).ok()).collect();
        let mut finished = work();
        for other in others {
            finished.extend(other.join().unwrap_or_default());
        }
        finished
    });
    if finished.len() < count {
        return Err("formatting panicked; the message above says where".to_owned());
    }
    finished.sort_unstable_by_key(|(index, _)| *index);
    finished.into_iter().map(|(_, file)| file).collect()
}

fn finish(file: RawFile, header: &str) -> Result<(String, String), String> {
    let text = match file.kind {
        FileKind::Rust => {
            format::rust(&file.path, &file.text, header).map_err(|defect| defect.to_string())?
        }
        FileKind::Verbatim => format!("{header}\n\n{}", file.text),
        FileKind::Text => file.text,
    };
    Ok((file.path, text))
}
