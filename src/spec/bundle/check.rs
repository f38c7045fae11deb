//! What cannot be followed, and the last look at the bundled document.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value};

use super::{Around, Bundler, Reference};
use crate::diagnostic::{Code, Place};
use crate::spec::origin::{child, tokens};
use crate::spec::position::{Kind, Position, Trail, references};
use crate::spec::reference::{
    Found, anchors as anchors_of, find, find_around, local, percent_decode, split,
};
use crate::spec::resolve::{Problem, nothing_there, slip};

/// For who cannot correct somebody else's description.
const WAY_OUT: &str = "correct it, or have it read as `{}`: `--allow-dangling`, or `allow-dangling = true` in `oasmith.toml`";

/// Whether no code comes of what belongs there, so that nothing is lost with it.
fn is_aside(position: Position) -> bool {
    matches!(
        position,
        Position::One(Kind::Callback | Kind::Example | Kind::Link)
    )
}

impl Bundler<'_, '_> {
    /// Reports a reference that cannot be followed. A discriminator's value may be meant as a name,
    /// and is left alone, or name a file that a bundler has made a component of.
    pub(super) fn report(&mut self, reference: &Reference, problem: Problem) {
        if reference.position == Position::One(Kind::SchemaName) {
            if let Some(component) = self.bundled(&reference.text) {
                let message = format!(
                    "`{}` leads to nothing; `{}` has its name and is used",
                    reference.text,
                    local(&component)
                );
                self.report_repaired(reference, message);
                self.point(reference, &component);
            }
            return;
        }
        let place = self.place(reference);
        self.failed.insert(self.origins.trace(&reference.pointer));
        let is_allowed = self.allow_dangling || is_aside(reference.position);
        if is_allowed && problem.code == Code::DanglingReference {
            let message = format!("{}; it is read as `{{}}`", problem.message);
            self.diagnostics
                .push_at(Code::IgnoredReference, place, message, problem.help);
            if let Some(value) = self.document.pointer_mut(&reference.pointer) {
                *value = Value::Object(Map::new());
            }
        } else {
            let way_out = (problem.code == Code::DanglingReference).then(|| WAY_OUT.to_owned());
            let help = problem.help.or(way_out);
            self.diagnostics
                .push_at(problem.code, place, problem.message, help);
        }
    }

    /// The schema with the name of what a discriminator's value asks another file for: bundlers put files into the
    /// description, and of what led to them many correct no more than `$ref`.
    fn bundled(&self, text: &str) -> Option<String> {
        let (file, fragment) = split(text);
        if file.is_empty() {
            return None;
        }
        let name = match tokens(fragment).last() {
            Some(name) => name.into_owned(),
            None => Path::new(file).file_stem()?.to_str()?.to_owned(),
        };
        let pointer = child(&self.section("schemas"), &name);
        let is_there = self.document.pointer(&pointer).is_some();
        is_there.then_some(pointer)
    }

    pub(super) fn report_mended(&mut self, reference: &Reference, pointer: &str) {
        let message = format!(
            "`{}` is misspelt and read as `{}`",
            reference.text,
            local(pointer)
        );
        self.report_repaired(reference, message);
    }

    fn report_repaired(&mut self, reference: &Reference, message: String) {
        let place = self.place(reference);
        self.diagnostics
            .push_at(Code::RepairedReference, place, message, None);
    }

    /// Where a reference is spelt.
    fn place(&self, reference: &Reference) -> Place {
        let (source, pointer) = self.origins.trace(&reference.pointer);
        let is_object = self
            .document
            .pointer(&reference.pointer)
            .is_some_and(Value::is_object);
        let pointer = if is_object {
            child(&pointer, "$ref")
        } else {
            pointer
        };
        Place::Source(source, pointer)
    }

    /// Now that the document is complete, every local reference in it has to lead somewhere.
    pub(super) fn check(&mut self) {
        let mut good = BTreeSet::new();
        let mut other: Vec<(Reference, Option<String>)> = Vec::new();
        let document = &self.document;
        let anchors = OnceCell::new();
        let is_anchor = |fragment: &str| {
            !fragment.starts_with('/')
                && anchors
                    .get_or_init(|| anchors_of(document))
                    .contains_key(fragment)
        };
        let position = Position::One(Kind::Description);
        references(
            document,
            position,
            Trail::Start(""),
            &mut |trail, position, text| {
                // Others were reported when they could not be followed.
                let ("", fragment) = split(text) else { return };
                if good.contains(fragment) {
                    return;
                }
                // The description as a whole is nothing that a reference could mean.
                let target = (!fragment.is_empty()).then(|| find(document, fragment));
                let target = target.flatten();
                if matches!(target, Some(Found::AsSpelt(_))) || is_anchor(fragment) {
                    good.insert(fragment.to_owned());
                    return;
                }
                let pointer = trail.pointer();
                let mended = match target {
                    Some(Found::Mended(mended)) if !mended.is_empty() => Some(mended),
                    _ => match find_around(document, &pointer, fragment) {
                        Some(Found::AsSpelt(_)) => return,
                        Some(Found::Mended(mended)) => Some(mended),
                        None => slip(document, &percent_decode(fragment)),
                    },
                };
                if self.failed.contains(&self.origins.trace(&pointer)) {
                    return;
                }
                other.push((
                    Reference {
                        pointer,
                        position,
                        text: text.to_owned(),
                        around: Around::default(),
                    },
                    mended,
                ));
            },
        );
        for (reference, mended) in other {
            if let Some(pointer) = mended {
                self.report_mended(&reference, &pointer);
                self.point(&reference, &pointer);
            } else {
                let root = self.library.name(0);
                let problem = nothing_there(&self.document, root, &reference.text);
                self.report(&reference, problem);
            }
        }
    }
}
