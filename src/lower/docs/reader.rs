//! From what the parser reads, Markdown and the HTML in it, to blocks and inline content.

use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};

use super::blocks::{Blocks, Leaf};
use super::characters::visible;
use super::escape::{self, Form};
use super::inline::{Inline, Mark};
use super::lines::line_start;

/// A table is written when it ends: the header has as many cells as the longest row.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<String>>,
    in_cell: bool,
}

/// The state between two events.
pub(super) struct Reader {
    form: Form,
    pub(super) blocks: Blocks,
    pub(super) inline: Inline,
    pub(super) table: Option<Table>,
    /// The text of a code block.
    pub(super) code: Option<String>,
    /// The source of an HTML block.
    html: Option<String>,
    /// Where a `<code>` element started.
    pub(super) code_span: Option<(usize, usize)>,
    /// In `<script>` or `<style>`.
    pub(super) in_hidden: bool,
    in_heading: bool,
    /// Whether `<note>` and `<important>` are elements here: one that ends nowhere is a placeholder.
    pub(super) callouts: bool,
    /// For each link or image of the Markdown text that is open: whether it is kept.
    links: Vec<bool>,
    /// The first heading and the first paragraph, of a text that becomes one line.
    title: Option<String>,
    sentence: Option<String>,
}

impl Reader {
    pub(super) fn new(form: Form, source: &str) -> Self {
        Self {
            callouts: source.contains("</note>") || source.contains("</important>"),
            form,
            blocks: Blocks::new(),
            inline: Inline::default(),
            table: None,
            code: None,
            html: None,
            code_span: None,
            in_hidden: false,
            in_heading: false,
            links: Vec::new(),
            title: None,
            sentence: None,
        }
    }

    /// The lines of the text.
    pub(super) fn finish(mut self) -> Vec<String> {
        self.end_block();
        self.end_table();
        self.blocks.finish()
    }

    /// Whether the paragraph that makes the sentence is complete.
    pub(super) fn has_sentence(&self) -> bool {
        self.sentence.is_some()
    }

    /// The first paragraph on one line, or the first heading if there is none.
    pub(super) fn finish_sentence(mut self) -> String {
        self.end_block();
        self.sentence.or(self.title).unwrap_or_default()
    }

    pub(super) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) if self.code.is_some() || self.in_hidden => self.text(&code),
            Event::Code(code) => self.inline.code(&code),
            Event::Html(source) => self.html.get_or_insert_default().push_str(&source),
            Event::InlineHtml(source) => self.read_html(&source, self.inline.last_character()),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => self.hard_break(),
            Event::Rule => self.rule(),
            // Not as `[x]`: clippy takes that for a part of the marker and asks for more indentation.
            Event::TaskListMarker(done) => self.text(if done { "☑ " } else { "☐ " }),
            // Of extensions that are not enabled.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.inline.open(Mark::Emphasis),
            Tag::Strong => self.inline.open(Mark::Strong),
            Tag::Strikethrough => self.inline.open(Mark::Strikethrough),
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => {
                self.start_link(&format!("mailto:{dest_url}"));
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.start_link(&dest_url),
            Tag::TableRow | Tag::TableHead => self.start_row(),
            Tag::TableCell => self.start_cell(),
            Tag::Paragraph => {
                self.end_block();
                self.blocks.loosen();
            }
            Tag::Heading { .. } => self.start_heading(),
            Tag::CodeBlock(_) => {
                self.end_block();
                self.code = Some(String::new());
            }
            Tag::Table(alignments) => {
                self.end_block();
                self.end_table();
                self.table = Some(Table {
                    alignments,
                    ..Table::default()
                });
            }
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Item => {
                self.end_block();
                match tag {
                    _ if self.is_in_cell() => self.blocks.hide(),
                    Tag::List(start) => self.blocks.open_list(start, false),
                    Tag::Item => self.blocks.open_item(false),
                    _ => self.blocks.open_quote(false),
                }
            }
            _ => self.end_block(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.inline.close(Mark::Emphasis),
            TagEnd::Strong => self.inline.close(Mark::Strong),
            TagEnd::Strikethrough => self.inline.close(Mark::Strikethrough),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableRow | TagEnd::TableHead => {}
            TagEnd::Table => self.end_table(),
            TagEnd::HtmlBlock => {
                if let Some(source) = self.html.take() {
                    self.read_html(&source, None);
                }
                self.end_block();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.end_block();
                if !self.blocks.is_hidden() {
                    self.end_table();
                }
                self.blocks.close();
            }
            _ => self.end_block(),
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.in_hidden {
            return;
        }
        match &mut self.code {
            Some(code) => code.push_str(&visible(text)),
            None => self.inline.text(text),
        }
    }

    pub(super) fn hard_break(&mut self) {
        if self.code.is_some() {
            self.text("\n");
        } else if self.inline.ends_in_break()
            && !self.inline.has_open_marks()
            && !self.is_in_cell()
            && !self.blocks.is_in_item()
        {
            self.end_block();
        } else {
            self.inline.hard_break();
        }
    }

    pub(super) fn start_link(&mut self, target: &str) {
        let kept = escape::destination(target).is_some_and(|url| self.inline.link(url));
        self.links.push(kept);
    }

    pub(super) fn end_link(&mut self) {
        if self.links.pop() == Some(true) {
            self.inline.close(Mark::Link);
        }
    }

    pub(super) fn start_heading(&mut self) {
        self.end_block();
        self.inline.open(Mark::Strong);
        self.in_heading = true;
    }

    pub(super) fn rule(&mut self) {
        self.end_block();
        if !self.is_in_cell() && self.form == Form::Paragraph {
            self.blocks.rows(Leaf::Rule, ["___".to_owned()]);
        }
    }

    pub(super) fn is_in_cell(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.in_cell)
    }

    /// Writes what has been read of the innermost block. In a cell, where there are no blocks, it
    /// is a line.
    pub(super) fn end_block(&mut self) {
        self.in_hidden = false;
        self.code_span = None;
        let in_heading = std::mem::take(&mut self.in_heading);
        let code = self.code.take();
        if self.is_in_cell() {
            if let Some(code) = code {
                self.inline.code(&code);
            }
            if in_heading {
                self.inline.close(Mark::Strong);
            }
            self.inline.hard_break();
            return;
        }
        let lines = self.inline.take(self.form);
        if self.form == Form::Sentence {
            let words: Vec<&str> = lines.iter().flatten().map(String::as_str).collect();
            if let Some((first, rest)) = words.split_first() {
                let mut sentence = line_start(first);
                for word in rest {
                    sentence.push(' ');
                    sentence.push_str(word);
                }
                let place = if in_heading {
                    &mut self.title
                } else {
                    &mut self.sentence
                };
                place.get_or_insert(sentence);
            }
            return;
        }
        self.blocks.paragraph(&lines);
        if let Some(code) = code {
            self.blocks.code(&code);
        }
    }

    pub(super) fn start_row(&mut self) {
        self.end_cell();
        match &mut self.table {
            Some(table) => table.rows.push(Vec::new()),
            None => self.end_block(),
        }
    }

    pub(super) fn start_cell(&mut self) {
        self.end_cell();
        self.end_block();
        if let Some(table) = &mut self.table {
            table.in_cell = true;
            if table.rows.is_empty() {
                table.rows.push(Vec::new());
            }
        }
    }

    pub(super) fn end_cell(&mut self) {
        if !self.is_in_cell() {
            return;
        }
        self.end_block();
        let lines = self.inline.take(Form::Cell);
        let cell = lines
            .iter()
            .map(|words| words.join(" "))
            .collect::<Vec<_>>()
            .join("<br>");
        if let Some(table) = &mut self.table {
            table.in_cell = false;
            if let Some(row) = table.rows.last_mut() {
                row.push(cell);
            }
        }
    }

    pub(super) fn end_table(&mut self) {
        self.end_cell();
        let Some(Table {
            alignments,
            mut rows,
            ..
        }) = self.table.take()
        else {
            return;
        };
        rows.retain(|row| !row.is_empty());
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let Some(header) = rows.first_mut() else {
            return;
        };
        if self.form == Form::Sentence {
            return;
        }
        header.resize(columns, String::new());
        let rules = (0..columns).map(|column| match alignments.get(column) {
            Some(Alignment::Left) => ":--".to_owned(),
            Some(Alignment::Center) => ":-:".to_owned(),
            Some(Alignment::Right) => "--:".to_owned(),
            Some(Alignment::None) | None => "---".to_owned(),
        });
        rows.insert(1, rules.collect());
        self.blocks
            .rows(Leaf::Table, rows.iter().map(|cells| row(cells)));
    }
}

/// A row of a table.
fn row(cells: &[String]) -> String {
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(cell);
        line.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    line
}
