//! Block structure as Markdown lines: containers, the gaps between blocks, wrapping.

use super::escape;
use super::lines::wrapped;

/// Columns of a line, without the `/// ` in front of it.
const WIDTH: usize = 96;
/// What a line keeps of them, however deep it is nested.
const MIN_WIDTH: usize = 40;
/// Containers that show; deeper ones are left out, their content is not.
const MAX_DEPTH: usize = 16;

/// A block that is no container.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    Paragraph,
    Fence,
    Table,
    Rule,
}

#[derive(PartialEq, Eq, Debug)]
enum Kind {
    Root,
    Quote,
    List {
        id: usize,
        /// The number of the next item, if they are numbered.
        next: Option<u64>,
        /// Written with the other of the two markers, as it follows another list.
        alternate: bool,
    },
    Item {
        list: usize,
        marker: String,
        /// The marker has not been written yet.
        pending: bool,
    },
}

struct Frame {
    kind: Kind,
    /// Opened by an HTML tag, which may never be closed.
    html: bool,
    /// Something has been written in it.
    used: bool,
    /// The list that was written last in it: numbered, alternate.
    previous: Option<(bool, bool)>,
}

struct Line {
    text: String,
    /// A gap that shows only if this list is loose.
    gap_of: Option<usize>,
}

/// The lines written so far and the containers the next ones go into.
pub(super) struct Blocks {
    lines: Vec<Line>,
    frames: Vec<Frame>,
    /// Containers that are open but do not show.
    hidden: usize,
    /// By list: whether its blocks are set apart by blank lines.
    loose: Vec<bool>,
}

impl Blocks {
    pub(super) fn new() -> Self {
        let mut blocks = Self {
            lines: Vec::new(),
            frames: Vec::new(),
            hidden: 0,
            loose: Vec::new(),
        };
        blocks.push(Kind::Root, false);
        blocks
    }

    /// The text: no blank line at its ends, no blanks at a line's end.
    pub(super) fn finish(self) -> Vec<String> {
        let shows = |line: &Line| line.gap_of.is_none_or(|list| self.is_loose(list));
        let shown: Vec<bool> = self.lines.iter().map(shows).collect();
        self.lines
            .into_iter()
            .zip(shown)
            .filter(|(_, shown)| *shown)
            .map(|(l, _)| l.text)
            .collect()
    }

    fn is_loose(&self, list: usize) -> bool {
        self.loose.get(list).copied().unwrap_or(false)
    }

    fn push(&mut self, kind: Kind, html: bool) {
        self.frames.push(Frame {
            kind,
            html,
            used: false,
            previous: None,
        });
    }

    /// Opens a container. One too deep to show is counted if it will be closed, as Markdown's are.
    fn open(&mut self, kind: Kind, html: bool) {
        if self.hidden == 0 && self.frames.len() <= MAX_DEPTH {
            self.push(kind, html);
        } else if !html {
            self.hidden += 1;
        }
    }

    /// Counts a container of the Markdown text that is not to show.
    pub(super) fn hide(&mut self) {
        self.hidden += 1;
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.hidden > 0
    }

    pub(super) fn open_quote(&mut self, html: bool) {
        self.open(Kind::Quote, html);
    }

    /// Opens a list, numbered from `start` if that is given.
    pub(super) fn open_list(&mut self, start: Option<u64>, html: bool) {
        // A number of more than nine digits is no list marker.
        let next = start.map(|start| start.min(900_000_000));
        let previous = self.frames.last().and_then(|parent| parent.previous);
        let alternate = previous == Some((next.is_some(), false));
        let list = Kind::List {
            id: self.loose.len(),
            next,
            alternate,
        };
        self.loose.push(false);
        self.open(list, html);
    }

    pub(super) fn open_item(&mut self, html: bool) {
        if html {
            self.close_item();
        }
        let (list, marker) = match self.frames.last() {
            Some(Frame {
                kind:
                    Kind::List {
                        id,
                        next,
                        alternate,
                    },
                ..
            }) => match (next, alternate) {
                (Some(next), false) => (*id, format!("{next}. ")),
                (Some(next), true) => (*id, format!("{next}) ")),
                (None, false) => (*id, "- ".to_owned()),
                (None, true) => (*id, "* ".to_owned()),
            },
            // `<li>` anywhere.
            _ => {
                self.open_list(None, html);
                (self.loose.len() - 1, "- ".to_owned())
            }
        };
        self.open(
            Kind::Item {
                list,
                marker,
                pending: true,
            },
            html,
        );
    }

    /// Closes the innermost container of the Markdown text and all HTML in it.
    pub(super) fn close(&mut self) {
        if self.hidden > 0 {
            self.hidden -= 1;
            return;
        }
        while self.frames.len() > 1 && self.pop() {}
    }

    /// Closes the item of an HTML list, not one around that list.
    pub(super) fn close_item(&mut self) {
        self.close_html(
            |kind| matches!(kind, Kind::Item { .. }),
            |kind| matches!(kind, Kind::List { .. }),
        );
    }

    pub(super) fn close_list(&mut self) {
        self.close_html(|kind| matches!(kind, Kind::List { .. }), |_| false);
    }

    pub(super) fn close_quote(&mut self) {
        self.close_html(|kind| *kind == Kind::Quote, |_| false);
    }

    /// Closes the innermost `wanted` container if HTML opened it and all in it, and no `barrier`
    /// is in between.
    fn close_html(&mut self, wanted: impl Fn(&Kind) -> bool, barrier: impl Fn(&Kind) -> bool) {
        let mut inner = self
            .frames
            .iter()
            .rev()
            .take_while(|frame| frame.html && !barrier(&frame.kind));
        if let Some(depth) = inner.position(|frame| wanted(&frame.kind)) {
            for _ in 0..=depth {
                self.pop();
            }
        }
    }

    /// Closes the innermost container; whether HTML had opened it.
    fn pop(&mut self) -> bool {
        let Some(frame) = self.frames.pop() else {
            return false;
        };
        match (frame.kind, self.frames.last_mut()) {
            (
                Kind::List {
                    next, alternate, ..
                },
                Some(parent),
            ) if frame.used => {
                parent.previous = Some((next.is_some(), alternate));
            }
            (
                Kind::Item { .. },
                Some(Frame {
                    kind:
                        Kind::List {
                            next: Some(next), ..
                        },
                    ..
                }),
            ) if frame.used => {
                *next += 1;
            }
            _ => {}
        }
        frame.html
    }

    /// Says that the innermost list has paragraphs, not lines, in its items.
    pub(super) fn loosen(&mut self) {
        if self.hidden == 0
            && let Some(Frame {
                kind: Kind::Item { list, .. },
                ..
            }) = self.frames.last()
        {
            let list = *list;
            self.set_loose(list);
        }
    }

    fn set_loose(&mut self, list: usize) {
        if let Some(loose) = self.loose.get_mut(list) {
            *loose = true;
        }
    }

    pub(super) fn is_in_item(&self) -> bool {
        self.frames
            .iter()
            .any(|frame| matches!(frame.kind, Kind::Item { .. }))
    }

    /// Writes a paragraph: lines between hard breaks, as words.
    pub(super) fn paragraph(&mut self, lines: &[Vec<impl AsRef<str>>]) {
        if lines.is_empty() {
            return;
        }
        self.begin(Leaf::Paragraph);
        let prefix = self.prefix(self.frames.len()).chars().count();
        let width = WIDTH.saturating_sub(prefix).max(MIN_WIDTH);
        for (index, words) in lines.iter().enumerate() {
            let mut wrapped = wrapped(words, width);
            if index + 1 < lines.len()
                && let Some(last) = wrapped.last_mut()
            {
                last.push('\\');
            }
            for line in wrapped {
                self.line(&line);
            }
        }
    }

    /// Writes a code block, as `text`: rustdoc would compile any other.
    pub(super) fn code(&mut self, code: &str) {
        let code = code.replace('\t', "    ");
        let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
        let Some(start) = lines.iter().position(|line| !line.is_empty()) else {
            return;
        };
        let end = lines
            .iter()
            .rposition(|line| !line.is_empty())
            .unwrap_or(start);
        let fence = "`".repeat(3.max(escape::longest_run(&code, '`') + 1));
        self.begin(Leaf::Fence);
        self.line(&format!("{fence}text"));
        for line in lines.iter().take(end + 1).skip(start) {
            self.line(line);
        }
        self.line(&fence);
    }

    /// Writes a block that has a line for each of its rows.
    pub(super) fn rows(&mut self, leaf: Leaf, rows: impl IntoIterator<Item = String>) {
        self.begin(leaf);
        for row in rows {
            self.line(&row);
        }
    }

    /// Sets a block apart from what was written before it.
    fn begin(&mut self, leaf: Leaf) {
        if matches!(
            self.frames.last(),
            Some(Frame {
                kind: Kind::List { .. },
                html: true,
                ..
            })
        ) {
            self.open_item(true);
        }
        if let Some(at) = self.frames.iter().rposition(|frame| frame.used) {
            let inner = self.frames.get(at + 1).map(|frame| &frame.kind);
            let gap_of = match self.frames.get(at).map(|frame| &frame.kind) {
                Some(Kind::List { id, .. }) => Some(*id),
                Some(Kind::Item { list, .. }) => {
                    let list = *list;
                    let tight = match inner {
                        Some(Kind::List { next, .. }) => next.is_none_or(|start| start == 1),
                        Some(_) => false,
                        None => leaf == Leaf::Fence,
                    };
                    if !tight {
                        self.set_loose(list);
                    }
                    Some(list)
                }
                _ => None,
            };
            let text = self.prefix(at + 1).trim_end().to_owned();
            self.lines.push(Line { text, gap_of });
        }
        for frame in &mut self.frames {
            frame.used = true;
            frame.previous = None;
        }
    }

    fn line(&mut self, text: &str) {
        let text = format!("{}{text}", self.prefix(self.frames.len()))
            .trim_end()
            .to_owned();
        self.lines.push(Line { text, gap_of: None });
        for frame in &mut self.frames {
            if let Kind::Item { pending, .. } = &mut frame.kind {
                *pending = false;
            }
        }
    }

    /// What stands before a line in the outermost `depth` containers.
    fn prefix(&self, depth: usize) -> String {
        let mut prefix = String::new();
        for frame in self.frames.iter().take(depth) {
            match &frame.kind {
                Kind::Root | Kind::List { .. } => {}
                Kind::Quote => prefix.push_str("> "),
                Kind::Item {
                    marker,
                    pending: true,
                    ..
                } => prefix.push_str(marker),
                Kind::Item {
                    marker,
                    pending: false,
                    ..
                } => {
                    prefix.extend(std::iter::repeat_n(' ', marker.len()));
                }
            }
        }
        prefix
    }
}
