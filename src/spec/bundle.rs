//! Makes one document of several files: whatever a reference leads to becomes a component of the
//! root, once, so that a shared schema is one type however it is reached.
//!
//! The work list holds subtrees whose references still are as their file spells them; which file that
//! is, [`Origins`] knows. What is not a component in OpenAPI (a path item, a whole `paths` map) is
//! copied to where it is referred to.

mod check;
mod edit;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use self::edit::insert;
use crate::diagnostic::{Code, Diagnostics, Place};
use crate::spec::load::Library;
use crate::spec::name::{component_name, other_names};
use crate::spec::origin::{Origins, child, tokens};
use crate::spec::overlay;
use crate::spec::position::{
    Kind, Position, SECTIONS, SECTIONS_2, Trail, position_of, reference, references,
};
use crate::spec::resolve::{Fragment, Problem, resolve};

/// How deep copies may be nested in copies. Each can be as deep as a file, so this bounds the depth
/// of the document.
pub const MAX_NESTED_COPIES: usize = 8;

/// A subtree of the document whose references have to be followed.
struct Pending {
    pointer: String,
    position: Position,
    around: Around,
}

/// What is known of a subtree's surroundings.
#[derive(Clone, Default)]
struct Around {
    /// The fragments that were copied to get here, the outermost first.
    copied: Vec<Fragment>,
    /// Whether the last of them was a part of the document, in which all references are local.
    is_local: bool,
}

/// A reference as it was found in the document.
struct Reference {
    pointer: String,
    position: Position,
    text: String,
    around: Around,
}

struct Bundler<'a, 'f> {
    library: &'a mut Library<'f>,
    diagnostics: &'a mut Diagnostics,
    allow_dangling: bool,
    sections: &'static [(&'static str, Kind)],
    document: Value,
    origins: Origins,
    /// The component that each fragment has become.
    components: BTreeMap<(Kind, Fragment), String>,
    /// The same without the kinds, to find what lies around or in a fragment.
    places: BTreeMap<Fragment, String>,
    pending: VecDeque<Pending>,
    /// References that lead into the document and have to be replaced by a copy of what is there,
    /// once all of it is.
    local_copies: VecDeque<(Reference, Fragment)>,
    /// References that led to no file: one that is opened later may define their URI.
    postponed: Vec<Reference>,
    is_everything_open: bool,
    copied_values: usize,
    /// Where, in their files, references are that were reported and left as they are.
    failed: BTreeSet<Fragment>,
}

/// Turns the root description into one document in which every reference is local, and applies the
/// overlays to it.
pub(super) fn bundle(
    document: Value,
    library: &mut Library<'_>,
    overlays: &[PathBuf],
    allow_dangling: bool,
    diagnostics: &mut Diagnostics,
) -> (Value, Origins) {
    let sections = if document.get("swagger").is_some() {
        SECTIONS_2
    } else {
        SECTIONS
    };
    let mut bundler = Bundler {
        library,
        diagnostics,
        allow_dangling,
        sections,
        document,
        origins: Origins::default(),
        components: BTreeMap::new(),
        places: BTreeMap::new(),
        pending: VecDeque::new(),
        local_copies: VecDeque::new(),
        postponed: Vec::new(),
        is_everything_open: false,
        copied_values: 0,
        failed: BTreeSet::new(),
    };
    bundler.adopt_paths();
    bundler.adopt_components();
    bundler.settle(String::new());
    for overlay in overlays {
        bundler.overlay(overlay);
    }
    bundler.check();
    (bundler.document, bundler.origins)
}

impl Bundler<'_, '_> {
    /// Makes every reference in a subtree local, and so on in what that brings along.
    fn settle(&mut self, pointer: String) {
        self.pending.push_back(Pending {
            position: position_of(&self.document, &pointer),
            pointer,
            around: Around::default(),
        });
        loop {
            if let Some(pending) = self.pending.pop_front() {
                for reference in self.unresolved(&pending) {
                    self.follow(reference);
                }
            } else if let Some((reference, target)) = self.local_copies.pop_front() {
                self.copy(reference, target);
            } else if !self.postponed.is_empty() {
                self.is_everything_open = true;
                for reference in std::mem::take(&mut self.postponed) {
                    self.follow(reference);
                }
            } else {
                break;
            }
        }
        self.is_everything_open = false;
    }

    /// Applies an overlay. What it adds may refer to files, too.
    fn overlay(&mut self, path: &Path) {
        let opened = self.library.open_named(path, self.diagnostics);
        let number = match opened {
            Ok(number) => number,
            Err(refusal) => {
                let message = format!("the overlay `{}` {}", path.display(), refusal.reason());
                return self
                    .diagnostics
                    .push_at(Code::Unreadable, Place::Nowhere, message, None);
            }
        };
        if number == 0 {
            let message = format!("the overlay `{}` is the description", path.display());
            return self
                .diagnostics
                .push_at(Code::Overlay, Place::Nowhere, message, None);
        }
        // Without a tree, it is not well-formed, which was reported.
        let Some(overlay) = self.library.tree(number).cloned() else {
            return;
        };
        let added = overlay::apply(
            &overlay,
            number,
            &mut self.document,
            &mut self.origins,
            self.diagnostics,
        );
        for pointer in added {
            self.settle(pointer);
        }
    }

    /// Azure's [`x-ms-paths`](https://azure.github.io/autorest/extensions/#x-ms-paths), whose keys have queries, are paths like
    /// all others.
    fn adopt_paths(&mut self) {
        const FURTHER: &str = "x-ms-paths";
        let Value::Object(root) = &mut self.document else {
            return;
        };
        if !root.get(FURTHER).is_some_and(Value::is_object) {
            return;
        }
        let Some(Value::Object(further)) = root.shift_remove(FURTHER) else {
            return;
        };
        let paths = root.entry("paths").or_insert(Value::Null);
        if paths.is_null() {
            *paths = json!({});
        }
        let Value::Object(paths) = paths else {
            return;
        };
        for (path, item) in further {
            let from = child(&child("", FURTHER), &path);
            if paths.contains_key(&path) {
                let message = "`paths` has this path already; this one is ignored";
                let place = Place::Source(0, from);
                self.diagnostics
                    .push_at(Code::MisplacedKeyword, place, message, None);
            } else {
                self.origins.moved(&child("/paths", &path), &from);
                paths.insert(path, item);
            }
        }
    }

    /// A component of the root that is nothing but a reference to a file *is* what the file
    /// defines, under the root's name for it: not an alias and a second type.
    fn adopt_components(&mut self) {
        self.adopt("/components", Position::One(Kind::Components));
        for &(name, kind) in self.sections {
            let section = self.section(name);
            self.adopt(&section, Position::Many(kind));
            let Some(Value::Object(members)) = self.document.pointer(&section) else {
                continue;
            };
            let names: Vec<String> = members.keys().cloned().collect();
            for name in names {
                let pointer = child(&section, &name);
                if let Some(fragment) = self.adopt(&pointer, Position::One(kind)) {
                    self.places.insert(fragment.clone(), pointer.clone());
                    self.components.insert((kind, fragment), pointer);
                }
            }
        }
    }

    /// Puts what a reference leads to in its place, if that is in another file and no component yet.
    /// Problems are left for [`Self::follow`], which comes by again.
    fn adopt(&mut self, pointer: &str, position: Position) -> Option<Fragment> {
        let text = reference(self.document.pointer(pointer)?, position)?.to_owned();
        let place = self.origins.trace(pointer);
        let target =
            resolve(self.library, &self.document, place, &text, self.diagnostics).ok()??;
        let (Position::One(kind) | Position::Many(kind)) = position;
        let is_new = !self
            .components
            .contains_key(&(kind, target.fragment.clone()));
        if target.fragment.0 == 0 || target.mended || !is_new {
            return None;
        }
        let content = self.content(&target.fragment).ok()?;
        self.replace(pointer, content, &target.fragment);
        Some(target.fragment)
    }

    /// The references in a subtree that are not good as they are.
    fn unresolved(&self, pending: &Pending) -> Vec<Reference> {
        let Some(value) = self.document.pointer(&pending.pointer) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        references(
            value,
            pending.position,
            Trail::Start(&pending.pointer),
            &mut |trail, position, text| {
                let is_local = text.starts_with('#') && self.section_of(position).is_some();
                if is_local && (pending.around.is_local || self.origins.is_empty()) {
                    return;
                }
                let pointer = trail.pointer();
                if is_local && self.origins.trace(&pointer).0 == 0 {
                    return;
                }
                let (text, around) = (text.to_owned(), pending.around.clone());
                found.push(Reference {
                    pointer,
                    position,
                    text,
                    around,
                });
            },
        );
        found
    }

    /// Makes a reference local: points it to a component, or replaces it by a copy.
    fn follow(&mut self, reference: Reference) {
        let place = if reference.around.is_local {
            (0, reference.pointer.clone())
        } else {
            self.origins.trace(&reference.pointer)
        };
        let target = match resolve(
            self.library,
            &self.document,
            place,
            &reference.text,
            self.diagnostics,
        ) {
            Ok(Some(target)) => target,
            Ok(None) => return,
            Err(_) if !reference.text.starts_with('#') && !self.is_everything_open => {
                return self.postponed.push(reference);
            }
            Err(problem) => return self.report(&reference, problem),
        };
        if target.mended {
            self.report_mended(&reference, &target.fragment.1);
        }
        match self.section_of(reference.position) {
            Some(_) if target.fragment.0 == 0 => self.point(&reference, &target.fragment.1),
            Some((section, kind)) => match self.component(section, kind, target.fragment) {
                Ok(component) => self.point(&reference, &component),
                Err(problem) => self.report(&reference, problem),
            },
            None if target.fragment.0 == 0 => {
                self.point(&reference, &target.fragment.1);
                self.local_copies.push_back((reference, target.fragment));
            }
            None => self.copy(reference, target.fragment),
        }
    }

    /// The section for what can be referred to at a position, unless it has to be copied there.
    fn section_of(&self, position: Position) -> Option<(&'static str, Kind)> {
        let kind = match position {
            Position::One(Kind::SchemaName) => Kind::Schema,
            Position::One(kind) => kind,
            Position::Many(_) => return None,
        };
        self.sections
            .iter()
            .copied()
            .find(|(_, section)| *section == kind)
    }

    /// The pointer of a section.
    fn section(&self, name: &str) -> String {
        let components = if self.sections == SECTIONS {
            "/components"
        } else {
            ""
        };
        child(components, name)
    }

    /// The component that a fragment of another file has become or now becomes.
    fn component(
        &mut self,
        section: &str,
        kind: Kind,
        fragment: Fragment,
    ) -> Result<String, Problem> {
        let key = (kind, fragment);
        if let Some(pointer) = self.components.get(&key) {
            return Ok(pointer.clone());
        }
        let fragment = &key.1;
        if let Some(pointer) = self.inside(fragment) {
            return Ok(pointer);
        }
        let content = self.content(fragment)?;
        let section = self.section(section);
        let name = self.free_name(&section, fragment);
        let pointer = child(&section, &name);
        insert(&mut self.document, &mut tokens(&section), name, content);
        self.origins.graft(&pointer, fragment.0, &fragment.1);
        self.share_parts(fragment, &pointer);
        self.places.insert(fragment.clone(), pointer.clone());
        let position = Position::One(kind);
        self.pending.push_back(Pending {
            pointer: pointer.clone(),
            position,
            around: Around::default(),
        });
        self.components.insert(key, pointer.clone());
        Ok(pointer)
    }

    /// A name for a fragment that nothing else in the section has.
    fn free_name(&self, section: &str, fragment: &Fragment) -> String {
        let folder = self.library.name(0).parent().unwrap_or(Path::new(""));
        let file = self.library.name(fragment.0);
        let file = file.strip_prefix(folder).unwrap_or(file);
        let first = component_name(file, &fragment.1);
        let members = self.document.pointer(section);
        let is_free = |name: &String| members.is_none_or(|members| members.get(name).is_none());
        let mut names = std::iter::once(first.clone()).chain(other_names(file, &first));
        names.find(is_free).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
