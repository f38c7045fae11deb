//! Room on a line, and the layout of comma-separated lists: the part of rustfmt's rules that every
//! construct shares.

/// Columns of a line in rustfmt's default style.
const MAX_WIDTH: usize = 100;
/// Columns of one level of indentation.
pub(super) const TAB: usize = 4;
/// Widest list of call arguments on one line (`fn_call_width`).
pub(super) const CALL_WIDTH: usize = 60;
/// Widest array on one line (`array_width`).
pub(super) const ARRAY_WIDTH: usize = 60;
/// Widest method chain on one line (`chain_width`).
pub(super) const CHAIN_WIDTH: usize = 60;
/// Widest list of attribute arguments on one line (`attr_fn_like_width`).
pub(super) const ATTRIBUTE_WIDTH: usize = 70;
/// Widest field list of a struct literal on one line (`struct_lit_width`).
pub(super) const LITERAL_WIDTH: usize = 18;
/// Widest field list of a struct-like variant on one line (`struct_variant_width`).
pub(super) const VARIANT_WIDTH: usize = 35;
/// Widest `if … else …` or `let … else …` on one line.
pub(super) const ELSE_WIDTH: usize = 50;
/// Elements up to this width share lines when a list of simple ones breaks.
pub(super) const SHORT_ELEMENT_WIDTH: usize = 10;

/// Where a piece of code starts and how much room it has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Column at which the lines after the first are indented.
    pub indent: usize,
    /// Columns between the indentation and the start of the piece.
    pub offset: usize,
    /// Columns left for the piece on its first line, and at the end of its last.
    pub width: usize,
    /// Columns of a whole line.
    pub max: usize,
    /// Whether a method chain must stay on one line (as the last argument of a call).
    pub chain_on_one_line: bool,
}

impl Shape {
    /// All the room of a fresh line with this indentation.
    pub fn indented(indent: usize) -> Self {
        Self {
            indent,
            offset: 0,
            width: MAX_WIDTH.saturating_sub(indent),
            max: MAX_WIDTH,
            chain_on_one_line: false,
        }
    }

    /// The same place with lines of any length: for text that cannot be made to fit.
    pub fn unlimited(self) -> Self {
        let max = usize::MAX / 2;
        Self {
            max,
            width: max.saturating_sub(self.indent + self.offset),
            ..self
        }
    }

    /// After `columns` more on the same line.
    pub fn after(self, columns: usize) -> Option<Self> {
        Some(Self {
            offset: self.offset + columns,
            width: self.width.checked_sub(columns)?,
            ..self
        })
    }

    /// With `columns` kept free behind.
    pub fn before(self, columns: usize) -> Option<Self> {
        Some(Self {
            width: self.width.checked_sub(columns)?,
            ..self
        })
    }

    /// A fresh line at the same indentation.
    pub fn line(self) -> Self {
        Self {
            offset: 0,
            width: self.max.saturating_sub(self.indent),
            ..self
        }
    }

    /// A fresh line, one level deeper.
    pub fn nested(self) -> Self {
        Self {
            indent: self.indent + TAB,
            ..self
        }
        .line()
    }

    /// Columns that have to stay free behind the piece.
    pub fn overhead(self) -> usize {
        self.max
            .saturating_sub(self.indent + self.offset + self.width)
    }

    /// A line break with this shape's indentation.
    pub fn newline(self) -> String {
        let mut text = String::with_capacity(1 + self.indent);
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', self.indent));
        text
    }

    /// Whether `text`, laid out for this shape, stays within it.
    pub fn fits(self, text: &str) -> bool {
        let Some((first, rest)) = text.split_once('\n') else {
            return width(text) <= self.width;
        };
        width(first) <= self.width
            && rest.lines().all(|line| width(line) <= self.max)
            && last_width(text) <= self.indent + self.offset + self.width
    }

    /// `text`, if it stays within this shape.
    pub fn fit(self, text: String) -> Option<String> {
        self.fits(&text).then_some(text)
    }
}

/// Columns that `text` takes.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        unicode_width::UnicodeWidthStr::width(text)
    }
}

/// Columns of the first line.
pub(super) fn first_width(text: &str) -> usize {
    width(text.split('\n').next().unwrap_or_default())
}

/// Columns of the last line, its indentation included.
pub(super) fn last_width(text: &str) -> usize {
    width(text.rsplit('\n').next().unwrap_or_default())
}

/// Whether more may follow on the last line, because nothing but closing delimiters is on it.
pub(super) fn ends_with_closers(text: &str) -> bool {
    let last = text.rsplit('\n').next().unwrap_or_default();
    last.chars()
        .all(|c| c.is_whitespace() || matches!(c, '(' | ')' | ']' | '}' | '?' | '>'))
}

/// How the items of a list are arranged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tactic {
    Horizontal,
    Vertical,
    /// As many on a line as fit.
    Mixed,
}

/// One line if the items are single lines and fit, each on its own line otherwise.
pub(super) fn tactic(items: &[String], limit: usize) -> Tactic {
    let separators = 2 * items.len().saturating_sub(1);
    let total = items.iter().map(|item| width(item)).sum::<usize>() + separators;
    if total <= limit && !items.iter().any(|item| item.contains('\n')) {
        Tactic::Horizontal
    } else {
        Tactic::Vertical
    }
}

/// The items as a list, without the delimiters and the breaks next to them. `shape` is that of a
/// line of its own; `trailing` says whether the last of several lines ends with a comma.
pub(super) fn join(items: &[String], tactic: Tactic, shape: Shape, trailing: bool) -> String {
    let mut text = String::new();
    let mut column = 0;
    let mut wrapped = false;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
            let breaks = match tactic {
                Tactic::Horizontal => false,
                Tactic::Vertical => true,
                // The last comma counts only on a second line.
                Tactic::Mixed => {
                    let comma = usize::from(wrapped || index + 1 < items.len());
                    column + 2 + width(item) + comma > shape.width
                }
            };
            if breaks {
                text.push_str(&shape.newline());
                column = 0;
                wrapped = true;
            } else {
                text.push(' ');
                column += 2;
            }
        }
        text.push_str(item);
        column += width(item);
    }
    if trailing && tactic != Tactic::Horizontal && !items.is_empty() {
        text.push(',');
    }
    text
}
