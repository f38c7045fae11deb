//! The files of a description: where bytes come from, how they become text, how they are numbered.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::spec::parse::SyntaxError;

/// One file of a description.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as shown to the user: the root as it was given, the others relative to it.
    pub name: PathBuf,
    /// Its text, without a byte order mark. Where the bytes are not text, what precedes the first
    /// wrong byte is kept as it was, so that an error can be shown in its place.
    pub text: String,
}

/// The files that were read, by number; 0 is the root description.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, source: Source) -> usize {
        self.list.push(source);
        self.list.len() - 1
    }

    /// The file with this number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&Source> {
        self.list.get(number)
    }

    /// All files, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.list.iter()
    }
}

/// Where files come from, so that reading a description does not depend on a disk.
pub trait Files {
    /// The content of a file, of which no more than `most` bytes are needed: what is longer is refused anyway, and may be
    /// an endless device.
    ///
    /// # Errors
    /// There is no such file, or it cannot be read.
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;

    /// The one path under which a file is known, after `..` and symbolic links are resolved.
    ///
    /// # Errors
    /// There is no such file.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;
}

/// Files on disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }
}

/// Files in memory: for tests, standard input, and descriptions that are made on the fly.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl AsRef<Path>, content: impl Into<Vec<u8>>) {
        self.files.insert(normal(path.as_ref()), content.into());
    }

    fn get(&self, path: &Path) -> io::Result<&Vec<u8>> {
        self.files
            .get(path)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Files for Memory {
    fn read(&self, path: &Path, _: u64) -> io::Result<Vec<u8>> {
        self.get(&normal(path)).cloned()
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        let path = normal(path);
        let is_folder = self.files.keys().any(|file| file.starts_with(&path));
        if is_folder {
            Ok(path)
        } else {
            self.get(&path).map(|_| path.clone())
        }
    }
}

/// `path` without `.`, and without `..` as far as it can be told from the spelling.
#[must_use]
pub fn normal(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        let below = matches!(result.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            Component::ParentDir if below => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}

/// The text of a file: UTF-8, or UTF-16 with a byte order mark.
///
/// # Errors
/// The bytes are not text in that encoding: the text up to the first wrong byte, and the error.
pub fn decode(bytes: Vec<u8>) -> Result<String, (String, SyntaxError)> {
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_utf8(rest.to_vec()),
        _ => decode_utf8(bytes),
    }
}

fn decode_utf8(bytes: Vec<u8>) -> Result<String, (String, SyntaxError)> {
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        (
            text,
            SyntaxError::new(offset, format!("the byte 0x{byte:02X} is not UTF-8 text")),
        )
    })
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, (String, SyntaxError)> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    for c in char::decode_utf16(pairs.iter().copied().map(unit)) {
        match c {
            Ok(c) => text.push(c),
            Err(_) => {
                let error = SyntaxError::new(
                    text.len(),
                    "a surrogate without its partner is not UTF-16 text",
                );
                return Err((text, error));
            }
        }
    }
    if rest.is_empty() {
        Ok(text)
    } else {
        let error = SyntaxError::new(
            text.len(),
            "the UTF-16 text ends in the middle of a character",
        );
        Err((text, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "title: Grüße 🐙\n";
        let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}"
                .encode_utf16()
                .chain(text.encode_utf16())
                .flat_map(to_bytes)
                .collect()
        };
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ] {
            assert_eq!(decode(bytes).unwrap(), text);
        }
    }

    #[test]
    fn a_wrong_byte_is_located() {
        let (text, error) = decode(b"title: caf\xE9\n".to_vec()).unwrap_err();
        assert_eq!(
            (error.offset, error.message.as_str()),
            (10, "the byte 0xE9 is not UTF-8 text")
        );
        assert!(text.starts_with("title: caf"));
        assert_eq!(
            decode(b"\xFF\xFEa\0\0\xD8".to_vec()).unwrap_err().1.offset,
            1
        );
        assert_eq!(decode(b"\xFF\xFEa\0b".to_vec()).unwrap_err().1.offset, 1);
    }

    #[test]
    fn paths_are_made_normal() {
        assert_eq!(
            normal(Path::new("./a/../b/./c.yaml")),
            Path::new("b/c.yaml")
        );
        assert_eq!(normal(Path::new("../../a/../b")), Path::new("../../b"));
    }
}
