//! What is set aside while the code around it is laid out, because its lines are final.
//!
//! Most of what is emitted is that, and to parse it would take most of the time. The lines of documentation stay as they are;
//! rustfmt leaves macros with braces as it finds them, so the templates write them in their final lines; and there is what
//! was made [`ready`]. Each block becomes a short mark, which the layout moves and indents like
//! any attribute or item, and comes back in its place afterwards.

use super::ready;

/// What a block is, and so what its mark looks like around its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Documentation,
    Item,
    /// An item between the marks of [`ready`].
    Ready,
    /// Likewise, a method.
    Method,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Documentation, Self::Item, Self::Ready, Self::Method];

    fn mark(self) -> (&'static str, &'static str) {
        match self {
            Self::Documentation => ("#[doc = ", "]"),
            Self::Item => ("aside!(", ");"),
            Self::Ready => ("ready!(", ");"),
            Self::Method => ("fn ready_", "() {}"),
        }
    }
}

type IsOfIt = fn(&str) -> bool;

/// What stands in blocks of lines, and how such a line is known.
const RUNS: [(Kind, IsOfIt); 3] = [
    (Kind::Documentation, is_documentation),
    (Kind::Documentation, is_inclusion),
    (Kind::Item, ready::is_setter),
];

/// The blocks of a text, by the numbers in their marks.
pub(super) struct Aside<'t>(Vec<(Kind, &'t str)>);

/// `text` with a mark in the place of each block.
pub(super) fn set_aside(text: &str) -> (String, Aside<'_>) {
    let mut blocks = Vec::new();
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(line) = lines(rest).next() {
        let Some((kind, length)) = block(rest) else {
            code.push_str(line);
            rest = rest.get(line.len()..).unwrap_or_default();
            continue;
        };
        let (block, behind) = rest.split_at(length);
        let (before, after) = kind.mark();
        code.push_str(&format!("{before}{}{after}\n", blocks.len()));
        blocks.push((kind, block));
        rest = behind;
    }
    (code, Aside(blocks))
}

/// The block that `text` begins with: what it is, and how many bytes.
fn block(text: &str) -> Option<(Kind, usize)> {
    for (kind, is_of_it) in RUNS {
        let length = run(text, is_of_it);
        if length > 0 {
            return Some((kind, length));
        }
    }
    if text.starts_with(ready::BEGIN) {
        return ready_block(text);
    }
    Some((Kind::Item, macro_item(text)?))
}

/// What is ready, with the marks around it.
fn ready_block(text: &str) -> Option<(Kind, usize)> {
    // The end is a line of its own: documentation may end like it.
    let length = text.find(&format!("\n{}", ready::END))? + 1 + ready::END.len();
    let block = text.get(..length)?;
    let code = lines(block).find(|line| !line.starts_with(['/', '#']))?;
    let is_method = code.starts_with("pub fn ");
    Some((if is_method { Kind::Method } else { Kind::Ready }, length))
}

/// How many bytes the lines at the beginning take that are all of a sort.
fn run(text: &str, is_of_it: IsOfIt) -> usize {
    let run = lines(text).take_while(|line| is_of_it(line));
    run.map(str::len).sum()
}

/// The lines, each with its end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
}

/// Whether a line holds documentation and nothing that the parser would mind.
fn is_documentation(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("///") && !line.starts_with("////") && !line.contains('\r')
}

/// Whether a line includes documentation: rustfmt leaves it, however long.
fn is_inclusion(line: &str) -> bool {
    line.starts_with("#[doc = include_str!(\"") && line.ends_with("\")]\n")
}

/// How many bytes the macro with braces takes that `text` begins with, up to the end of the line of its last brace.
fn macro_item(text: &str) -> Option<usize> {
    let (head, _) = lines(text).next()?.split_once('{')?;
    let (path, name) = head.trim().split_once('!')?;
    // Its value may be given a name.
    let path = path
        .strip_prefix("let ")
        .and_then(|binding| binding.split_once(" = "))
        .map_or(path, |(_, path)| path);
    let is_path = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':');
    if path.is_empty() || !path.chars().chain(name.trim_start().chars()).all(is_path) {
        return None;
    }
    let mut depth = 0;
    let mut length = 0;
    for line in lines(text) {
        length += line.len();
        step(line.trim(), &mut depth);
        if depth == 0 {
            return Some(length);
        }
    }
    None
}

/// The depth of a line; `depth`, which is that before the line, becomes that behind it. A line opens and closes one level,
/// whatever the number of its braces or brackets.
pub(super) fn step(line: &str, depth: &mut usize) -> usize {
    let is_code = !is_documentation(line);
    let closes = is_code && line.starts_with(['}', ']']);
    let opens = is_code && line.ends_with(['{', '[']);
    let own = depth.saturating_sub(usize::from(closes));
    *depth = own + usize::from(opens);
    own
}

/// Whether a block was laid out where it comes from: the runtime's macros are.
fn is_indented(block: &str) -> bool {
    block.lines().any(|line| line.starts_with("    "))
}

/// Adds a block whose lines keep their indentation towards the first one.
fn moved(block: &str, indentation: &str, text: &mut String) {
    let first = block.len() - block.trim_start().len();
    for line in block.lines() {
        let own = line.len() - line.trim_start().len();
        let line = line.get(own.min(first)..).unwrap_or_default().trim_end();
        if !line.is_empty() {
            text.push_str(indentation);
            text.push_str(line);
        }
        text.push('\n');
    }
}

impl Aside<'_> {
    /// What was laid out, with the blocks in their places; nothing if a mark does not stand on a line of its own.
    pub fn put_back(&self, laid_out: &str) -> Option<String> {
        let size: usize = self.0.iter().map(|(_, block)| block.len()).sum();
        let mut text = String::with_capacity(laid_out.len() + 2 * size);
        let mut found = 0;
        for line in lines(laid_out) {
            let code = line.trim_start();
            let Some((kind, block)) = self.marked(code.trim_end()) else {
                text.push_str(line);
                continue;
            };
            let indentation = line.get(..line.len() - code.len()).unwrap_or_default();
            match kind {
                Kind::Ready | Kind::Method => {
                    let lines = ready::unmarked(block).unwrap_or(block).lines();
                    ready::push(lines, indentation, &mut text);
                }
                Kind::Item if is_indented(block) => moved(block, indentation, &mut text),
                // Documentation opens nothing: its lines stand one below the other.
                Kind::Item | Kind::Documentation => {
                    let lines = block.lines().map(str::trim);
                    let lines = lines.filter(|line| !line.is_empty());
                    ready::indent(lines, indentation, &mut text);
                }
            }
            found += 1;
        }
        (found == self.0.len()).then_some(text)
    }

    /// The block whose mark `code` is.
    fn marked(&self, code: &str) -> Option<(Kind, &str)> {
        let number = |kind: Kind| {
            let (before, after) = kind.mark();
            let number = code.strip_prefix(before)?.strip_suffix(after)?;
            let (set_aside, block) = self.0.get(number.parse::<usize>().ok()?)?;
            (*set_aside == kind).then_some((kind, *block))
        };
        Kind::ALL.into_iter().find_map(number)
    }
}
