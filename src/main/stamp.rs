//! What the last run into a folder was asked for, read, wrote and said. If all of that is still so, a run says it again and
//! is done.
//!
//! Stamps are hashes in files of the user's cache, one of [`SLOTS`] for each output folder: the folder itself holds the same
//! bytes whoever generated them. Whatever keeps a stamp from being read or written costs a run, and nothing else. `--check`
//! does not believe them.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use oasmith::output;
use oasmith::spec::source::{Disk, Files};
use serde::{Deserialize, Serialize};

use super::Done;

/// How many stamps there are at most: folders that share one take turns.
const SLOTS: u64 = 256;

/// A run that wrote all its files.
#[derive(Debug, Deserialize, Serialize)]
struct Stamp {
    /// What was asked for, and of which program.
    request: u64,
    /// What the disk said.
    answers: Vec<Answer>,
    /// The files in the output folder.
    files: u64,
    /// What it said.
    said: String,
}

/// A question to the disk, and what came back.
#[derive(Debug, Deserialize, Serialize)]
struct Answer {
    path: PathBuf,
    /// How many bytes to read; the path's own name without.
    most: Option<u64>,
    answer: u64,
}

impl Answer {
    fn holds(&self) -> bool {
        let answer = match self.most {
            Some(most) => hash_of(&result(&Disk.read(&self.path, most))),
            None => hash_of(&result(&Disk.canonical(&self.path))),
        };
        answer == self.answer
    }
}

/// The disk, and what was asked of it.
#[derive(Debug, Default)]
pub struct Recorder {
    /// The first answer to each question, which every reference to a file asks again.
    answers: Mutex<BTreeMap<(PathBuf, Option<u64>), u64>>,
}

impl Recorder {
    fn note(&self, path: &Path, most: Option<u64>, answer: u64) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.entry((path.to_owned(), most)).or_insert(answer);
    }

    fn into_answers(self) -> Vec<Answer> {
        let answers = self.answers.into_inner();
        let answers = answers.unwrap_or_else(PoisonError::into_inner).into_iter();
        let answers = answers.map(|((path, most), answer)| Answer { path, most, answer });
        answers.collect()
    }
}

impl Files for Recorder {
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let bytes = Disk.read(path, most);
        self.note(path, Some(most), hash_of(&result(&bytes)));
        bytes
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        let canonical = Disk.canonical(path);
        self.note(path, None, hash_of(&result(&canonical)));
        canonical
    }
}

/// A run to be done, or that has been done before.
#[derive(Debug)]
pub struct Run<'a> {
    request: u64,
    output: &'a Path,
}

impl<'a> Run<'a> {
    /// Into this folder, with everything else that decides what is written and said.
    pub fn new(output: &'a Path, request: &impl Hash) -> Self {
        let request = hash_of(&(program(), env::current_dir().ok(), request));
        Self { request, output }
    }

    /// What the same run came to before, if nothing has changed since.
    pub fn before(&self) -> Option<Done> {
        let text = fs::read(slot(self.output)?).ok()?;
        let stamp: Stamp = serde_json::from_slice(&text).ok()?;
        if stamp.request != self.request || !stamp.answers.iter().all(Answer::holds) {
            return None;
        }
        let files = output::found(self.output).ok()??;
        (hash_of(&files) == stamp.files).then_some(Done {
            files,
            changes: Vec::new(),
            said: stamp.said,
        })
    }

    /// Remembers what it came to.
    pub fn remember(&self, recorder: Recorder, done: &Done) {
        let stamp = Stamp {
            request: self.request,
            answers: recorder.into_answers(),
            files: hash_of(&done.files),
            said: done.said.clone(),
        };
        if let (Some(path), Ok(text)) = (slot(self.output), serde_json::to_vec(&stamp)) {
            let _ = output::write_file(&path, &text);
        }
    }
}

/// Which program this is: one that was built anew may write something else.
fn program() -> Option<(PathBuf, u64, u128)> {
    let path = env::current_exe().ok()?;
    let metadata = path.metadata().ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((path, metadata.len(), modified.as_nanos()))
}

/// Where the stamp of an output folder is.
fn slot(output: &Path) -> Option<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value: &OsString| !value.is_empty());
    let cache = set("XDG_CACHE_HOME")
        .or_else(|| set("LOCALAPPDATA"))
        .map(PathBuf::from)
        .or_else(|| Some(Path::new(&set("HOME")?).join(".cache")))?;
    let slot = hash_of(&output.canonicalize().ok()?) % SLOTS;
    Some(cache.join("oasmith").join(format!("{slot:02x}.json")))
}

/// What can be told apart of a result.
fn result<T>(result: &io::Result<T>) -> Result<&T, io::ErrorKind> {
    result.as_ref().map_err(io::Error::kind)
}

fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
