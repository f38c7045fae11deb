//! Functions, laid out from their parts.

use std::fmt;

use super::{indent, marked};
use crate::format::shape::{
    ATTRIBUTE_WIDTH, CALL_WIDTH, CHAIN_WIDTH, LITERAL_WIDTH, Shape, TAB, Tactic, join, width,
};
use crate::format::types::has_wide_tuple;

/// A method of an `impl` at the margin, or a function there.
#[derive(Debug, Default)]
pub struct Function<'a> {
    /// Where it stands.
    pub place: Place,
    /// Documentation and attributes, line by line.
    pub docs: &'a str,
    /// `pub fn name`
    pub head: String,
    /// The arguments with their types.
    pub arguments: Vec<String>,
    /// ` -> Type`
    pub output: String,
    /// What the body consists of.
    pub body: Vec<Statement>,
}

/// Where a function stands.
#[derive(Clone, Copy, Debug, Default)]
pub enum Place {
    /// In an `impl` at the margin.
    #[default]
    Impl,
    /// At the margin.
    Margin,
}

/// A statement of a function, or the expression at its end.
#[derive(Clone, Debug)]
pub enum Statement {
    /// What rustfmt leaves on its line if there is room for it.
    Line(String),
    /// `let name: Type =` and a value that has nothing to break.
    Let(String, String),
    /// `Name(chain)`
    Wrapped(String, Chain),
    /// A chain with what stands before and behind it: `let value =␣` and `;`, or nothing.
    Chain(&'static str, Chain, &'static str),
    /// `Name { fields }`
    Literal(&'static str, Vec<String>),
    /// What a macro is called with and what its lines list, which stand on one line if there is only one and room for it.
    Table(&'static str, Vec<String>),
    /// What the layout has to look at.
    Raw(String),
}

/// Method calls on something.
#[derive(Clone, Debug)]
pub struct Chain {
    /// What they are called on.
    pub root: String,
    /// How many fields its name has: `self.0` has one.
    pub fields: usize,
    /// The calls, each with its dot.
    pub calls: Vec<String>,
}

impl fmt::Display for Function<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ready() {
            Some(text) => f.write_str(&marked(&text)),
            None => {
                writeln!(f, "{}{} {{", self.documentation(), self.line())?;
                let mut body = self.body.iter();
                body.try_for_each(|statement| statement.raw(f))?;
                f.write_str("}\n")
            }
        }
    }
}

impl Function<'_> {
    /// The function in its final lines, if nothing of it has to be looked at.
    pub fn ready(&self) -> Option<String> {
        let signature = self.attributes().and(self.signature())?;
        let body = self.lines()?;
        Some(format!(
            "{}{signature} {{\n{body}}}\n",
            self.documentation()
        ))
    }

    /// Documentation and attributes without blank lines.
    fn documentation(&self) -> String {
        let lines = self.docs.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty());
        lines.map(|line| format!("{line}\n")).collect()
    }

    /// The signature on one line.
    pub fn line(&self) -> String {
        format!(
            "{}({}){}",
            self.head,
            self.arguments.join(", "),
            self.output
        )
    }

    /// Something if no attribute has to be broken.
    fn attributes(&self) -> Option<()> {
        let mut attributes = self.docs.lines().filter(|line| line.starts_with("#["));
        attributes
            .all(|line| width(line) <= "#[allow()]".len() + ATTRIBUTE_WIDTH)
            .then_some(())
    }

    /// The signature in its final lines; nothing if more than the list of arguments has to be broken.
    fn signature(&self) -> Option<String> {
        let line = self.line();
        let mut types = self.arguments.iter().chain([&self.output]);
        if !line.is_ascii() || types.any(|text| has_wide_tuple(text)) {
            return None;
        }
        let column = self.place.column();
        let shape = Shape::indented(column).before(" {".len())?;
        if width(&line) <= shape.width {
            return Some(line);
        }
        let nested = Shape::indented(column + TAB).before(",".len())?;
        // rustfmt compares the last line with its indentation to the width without.
        let fits = !self.arguments.is_empty()
            && self
                .arguments
                .iter()
                .all(|argument| width(argument) <= nested.width)
            && column + ")".len() + width(&self.output) <= shape.width;
        let relative = Shape::indented(TAB);
        let list = join(&self.arguments, Tactic::Vertical, relative, true);
        let gap = relative.newline();
        fits.then(|| format!("{}({gap}{list}\n){}", self.head, self.output))
    }

    /// The body in its final lines.
    fn lines(&self) -> Option<String> {
        let mut text = String::new();
        for statement in &self.body {
            for line in statement.ready(self.place.column())?.lines() {
                text.push_str(&format!("{line}\n"));
            }
        }
        Some(text)
    }
}

impl Place {
    fn column(self) -> usize {
        match self {
            Self::Impl => TAB,
            Self::Margin => 0,
        }
    }
}

impl Statement {
    /// The lines, indented towards a function at this column.
    fn ready(&self, column: usize) -> Option<String> {
        let shape = Shape::indented(column + TAB);
        let text = match self {
            Self::Line(line) => shape.fit(line.clone())?,
            Self::Let(left, _) if has_wide_tuple(left) => return None,
            Self::Let(left, value) => match width(left) + 1 + width(value) <= shape.width {
                true => format!("{left} {value}"),
                false => {
                    let nested = shape.nested();
                    let fits = width(left) <= shape.width && width(value) <= nested.width;
                    fits.then(|| format!("{left}{}{value}", nested.newline()))?
                }
            },
            Self::Chain(before, chain, behind) => {
                let inside = shape.after(width(before))?.before(width(behind))?;
                format!("{before}{}{behind}", chain.ready(inside)?)
            }
            Self::Wrapped(name, chain) => {
                let inside = shape.after(width(name) + "(".len())?.before(")".len())?;
                let nested = shape.nested().before(",".len())?;
                match chain.one_line(inside) {
                    Some(line) if is_clear(&line, inside) => format!("{name}({line})"),
                    // Behind a short name the chain may hang; alone, or on one line, the last call may spill over.
                    None if width(name) >= TAB
                        && !chain.calls.is_empty()
                        && !chain.spills(inside) =>
                    {
                        let text = chain.ready(nested)?;
                        let is_clear = match text.contains('\n') {
                            true => chain.links() > 1,
                            false => is_clear(&text, nested),
                        };
                        let gap = nested.newline();
                        is_clear.then(|| format!("{name}({gap}{text},{})", shape.newline()))?
                    }
                    _ => return None,
                }
            }
            Self::Literal(name, fields) => {
                let nested = shape.nested();
                let fits = |field: &String| width(field) < nested.width;
                if !fields.iter().all(fits) {
                    return None;
                }
                match fields.join(", ") {
                    line if width(&line) <= LITERAL_WIDTH => format!("{name} {{ {line} }}"),
                    _ => format!(
                        "{name} {{{}{}{}}}",
                        nested.newline(),
                        join(fields, Tactic::Vertical, nested, true),
                        shape.newline()
                    ),
                }
            }
            // rustfmt leaves it as it is.
            Self::Table(head, lines) => {
                let mut text = String::new();
                let margin = " ".repeat(column + TAB);
                indent(table(head, lines, shape.width).lines(), &margin, &mut text);
                text.trim().to_owned()
            }
            Self::Raw(_) => return None,
        };
        // What was laid out where the function stands in its file is moved to where it stands alone.
        let margin = Shape::indented(column).newline();
        Some(format!("    {}", text.replace(&margin, "\n")))
    }

    fn raw(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(text) | Self::Raw(text) => writeln!(f, "{text}"),
            Self::Let(left, value) => writeln!(f, "{left} {value}"),
            Self::Chain(before, chain, behind) => writeln!(f, "{before}{}{behind}", chain.line()),
            Self::Wrapped(name, chain) => writeln!(f, "{name}({})", chain.line()),
            Self::Literal(name, fields) => writeln!(f, "{name} {{ {} }}", fields.join(", ")),
            Self::Table(head, lines) => {
                writeln!(f, "{}", table(head, lines, Shape::indented(2 * TAB).width))
            }
        }
    }
}

/// A macro with braces, in lines that stand one below the other.
fn table(head: &str, lines: &[String], room: usize) -> String {
    let line = format!("{head} {{ {} }};", lines.join(", "));
    if lines.len() == 1 && width(&line) <= room {
        return line;
    }
    let lines: String = lines.iter().map(|line| format!("{line},\n")).collect();
    format!("{head} {{\n{lines}}};")
}

impl Chain {
    fn line(&self) -> String {
        format!("{}{}", self.root, self.calls.concat())
    }

    /// The whole on one line, if that is how it is laid out.
    fn one_line(&self, shape: Shape) -> Option<String> {
        let line = self.line();
        // rustfmt counts the last question marks twice.
        let tries = line.len() - line.trim_end_matches('?').len();
        (self.is_plain() && width(&line) + tries <= self.limit(shape)).then_some(line)
    }

    fn links(&self) -> usize {
        self.fields + self.calls.len()
    }

    /// How wide it may be on one line.
    fn limit(&self, shape: Shape) -> usize {
        match self.links() {
            0 | 1 => shape.width,
            _ => shape.width.min(CHAIN_WIDTH),
        }
    }

    /// Whether the arguments of the last call may come to stand below each other, the chain being on one line.
    fn spills(&self, shape: Shape) -> bool {
        let Some((last, _)) = self.calls.split_last() else {
            return false;
        };
        let whole = width(&self.line());
        let has_many = last.matches(", ").nth(1).is_some();
        has_many && whole > shape.width && whole - width(last) < self.limit(shape)
    }

    /// The chain on one line or several.
    fn ready(&self, shape: Shape) -> Option<String> {
        if let Some(line) = self.one_line(shape) {
            return Some(line);
        }
        let (last, middle) = self.calls.split_last()?;
        let nested = shape.nested();
        let own_line = nested.before(shape.overhead())?;
        let fits =
            width(last) <= own_line.width && middle.iter().all(|call| width(call) <= nested.width);
        (fits && self.is_plain() && !self.spills(shape)).then(|| {
            let separator = nested.newline();
            format!("{}{separator}{}", self.root, self.calls.join(&separator))
        })
    }

    fn is_plain(&self) -> bool {
        is_plain(&self.root) && self.calls.iter().all(|call| is_plain(call))
    }
}

/// Whether a line is clearly within its room: rustfmt's sums differ by some columns, by what is in the last call.
fn is_clear(line: &str, room: Shape) -> bool {
    width(line) + 2 * TAB <= room.width
}

/// Whether a call has nothing in it that is laid out differently where it stands on one line.
fn is_plain(call: &str) -> bool {
    let arguments = call.split_once('(').map_or("", |(_, arguments)| arguments);
    !call.contains(['{', '|', '\n']) && width(arguments) <= CALL_WIDTH
}
