//! From a reference's text to the place that it leads to, across files and through aliases.

use std::path::Path;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostics};
use crate::limits;
use crate::spec::load::{Library, Refusal};
use crate::spec::origin::{child, tokens};
use crate::spec::position::SECTIONS;
use crate::spec::reference::{Found, find, find_around, has_scheme, percent_decode, split};

/// A place in a file: the file's number and a JSON pointer.
pub(super) type Fragment = (usize, String);

/// What a reference leads to.
pub(super) struct Target {
    pub(super) fragment: Fragment,
    /// Whether the reference's spelling was mended.
    pub(super) mended: bool,
}

/// Why a reference cannot be followed.
pub(super) struct Problem {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Problem {
    pub(super) fn new(code: Code, message: String, help: Option<&str>) -> Self {
        Self {
            code,
            message,
            help: help.map(str::to_owned),
        }
    }
}

/// Follows a reference that stands at a place of a file.
///
/// A place that is itself nothing but a reference is passed through, so that every way to a
/// definition ends at the same place. That stops at the root description (`source` 0), whose
/// `document` is being changed: whether a place exists in it is checked when all is done.
///
/// `Ok(None)`: the file has no tree, which was reported when it was opened.
pub(super) fn resolve(
    library: &mut Library<'_>,
    document: &Value,
    (source, at): Fragment,
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Target>, Problem> {
    let mut passed: Vec<Fragment> = Vec::new();
    let mut text = text.to_owned();
    let (mut source, mut at) = (source, at);
    let mut mended = false;
    loop {
        // In a file that was split off, it is that file.
        if text.is_empty() && source == 0 {
            let message = "this reference is empty and leads to nothing".to_owned();
            return Err(Problem::new(Code::DanglingReference, message, None));
        }
        let (file, fragment) = split(&text);
        let (number, base) = match open(library, source, file, diagnostics) {
            Ok(number) => (number, String::new()),
            Err(problem) => {
                match library.identified(document, file.strip_prefix("./").unwrap_or(file)) {
                    // What the root's own parts call themselves is left to normalisation.
                    Some((0, _)) => return Ok(None),
                    Some(found) => found,
                    None => return Err(problem),
                }
            }
        };
        let tree = if number == 0 {
            Some(document)
        } else {
            library.tree(number)
        };
        let Some(tree) = tree else { return Ok(None) };
        let within = || Some(find(tree.pointer(&base)?, fragment)?.below(&base));
        let around = || {
            let is_elsewhere = file.is_empty() && number != 0;
            is_elsewhere.then(|| find_around(tree, &at, fragment))?
        };
        let found = if fragment.is_empty() {
            around().or_else(within)
        } else {
            within().or_else(around)
        };
        let found = found.or_else(|| {
            let anchor = library.anchor(number, fragment)?;
            Some(Found::AsSpelt(anchor.to_owned()))
        });
        let found = match found {
            // In a file that was split off, `#/…` often still means the root.
            None if file.is_empty() && number != 0 => {
                find(document, fragment).map(|found| (0, found))
            }
            None if number == 0 => Some((0, Found::AsSpelt(percent_decode(fragment)))),
            found => found.map(|found| (number, found)),
        };
        let Some((number, found)) = found else {
            return Err(nothing_there(document, library.name(number), &text));
        };
        let pointer = match found {
            Found::AsSpelt(pointer) => pointer,
            Found::Mended(pointer) => {
                mended = true;
                pointer
            }
        };
        let next = if number == 0 {
            None
        } else {
            library.tree(number).and_then(|tree| alias(tree, &pointer))
        };
        let next = next.map(str::to_owned);
        let fragment = (number, pointer);
        let Some(next) = next else {
            return Ok(Some(Target { fragment, mended }));
        };
        if passed.contains(&fragment) {
            let message = format!("`{text}` leads back to itself without a definition in between");
            return Err(Problem::new(Code::CyclicReference, message, None));
        }
        source = number;
        at.clone_from(&fragment.1);
        passed.push(fragment);
        text = next;
    }
}

/// The reference that a place consists of.
fn alias<'a>(tree: &'a Value, pointer: &str) -> Option<&'a str> {
    let members = tree.pointer(pointer)?.as_object()?;
    if members.len() == 1 {
        members.get("$ref")?.as_str()
    } else {
        None
    }
}

fn open(
    library: &mut Library<'_>,
    source: usize,
    file: &str,
    diagnostics: &mut Diagnostics,
) -> Result<usize, Problem> {
    if file.is_empty() {
        return Ok(source);
    }
    if has_scheme(file) {
        let message = format!("`{file}` is not a file: oasmith reads nothing from the network");
        let help = Some("save it beside the description and refer to the copy");
        return Err(Problem::new(Code::ForbiddenReference, message, help));
    }
    let folder = library
        .name(source)
        .parent()
        .unwrap_or(Path::new(""))
        .to_owned();
    // Windows' separators are common in descriptions that were split by hand.
    let mut open = |file: &str| library.open(&folder.join(file.replace('\\', "/")), diagnostics);
    let decoded = percent_decode(file);
    let result = match open(&decoded) {
        Err(Refusal::Unreadable(_)) if decoded != file => open(file),
        result => result,
    };
    result.map_err(|refusal| {
        let (code, help) = match &refusal {
            Refusal::Unreadable(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let bare = Path::new(file).extension().is_none();
                (
                    Code::DanglingReference,
                    bare.then(|| format!("for a schema, write `#/components/schemas/{file}`")),
                )
            }
            Refusal::Unreadable(_) => (Code::Unreadable, None),
            Refusal::Outside => {
                let help = "allow its folder if the description may read it, or move the file";
                (Code::ForbiddenReference, Some(help.to_owned()))
            }
            Refusal::TooLarge(_) => (Code::Limit, Some(limits::HELP.to_owned())),
        };
        Problem {
            code,
            message: format!("`{file}` {}", refusal.reason()),
            help,
        }
    })
}

/// The problem of a reference whose file has no such place.
pub(super) fn nothing_there(document: &Value, file: &Path, text: &str) -> Problem {
    let (_, fragment) = split(text);
    let message = match fragment {
        "" => format!("`{text}` is the whole description, which cannot stand here"),
        _ => format!(
            "`{text}` points to nothing: `{}` has no `{fragment}`",
            file.display()
        ),
    };
    let help = similar(document, &percent_decode(fragment))
        .map(|place| format!("did you mean `#{place}`?"));
    Problem {
        code: Code::DanglingReference,
        message,
        help,
    }
}

/// The component that a reference can only mean: its section is called as in another version, or its name is spelt in another
/// case, and no other name is so like it.
pub(super) fn slip(document: &Value, pointer: &str) -> Option<String> {
    let way: Vec<_> = tokens(pointer).collect();
    let (section, name) = match way.as_slice() {
        [components, section, name] if components == "components" => (section, name),
        [section, name] => (section, name),
        _ => return None,
    };
    let section = match &**section {
        "definitions" => "schemas",
        "securityDefinitions" => "securitySchemes",
        other => other,
    };
    let old = match section {
        "schemas" => "/definitions",
        "securitySchemes" => "/securityDefinitions",
        "parameters" => "/parameters",
        "responses" => "/responses",
        _ if SECTIONS.iter().any(|(known, _)| *known == section) => "",
        _ => return None,
    };
    let mut found = Vec::new();
    for place in [&format!("/components/{section}"), old] {
        let members = document.pointer(place).and_then(Value::as_object);
        let names = members.into_iter().flat_map(Map::keys);
        let alike = names.filter(|known| known.eq_ignore_ascii_case(name));
        found.extend(alike.map(|known| (known == name, child(place, known))));
    }
    let same = found.iter().position(|(same, _)| *same);
    let only = (found.len() == 1).then_some(0);
    let (_, place) = found.into_iter().nth(same.or(only)?)?;
    Some(place)
}

/// A component of the root with the same name, but for the section or the case.
fn similar(document: &Value, pointer: &str) -> Option<String> {
    let name = tokens(pointer).last()?;
    let in_components = SECTIONS
        .iter()
        .map(|(section, _)| format!("/components/{section}"));
    in_components
        .chain(["/definitions".to_owned()])
        .find_map(|section| {
            let members: &Map<String, Value> = document.pointer(&section)?.as_object()?;
            let key = members.keys().find(|key| key.eq_ignore_ascii_case(&name))?;
            Some(child(&section, key))
        })
}
