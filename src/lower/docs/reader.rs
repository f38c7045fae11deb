//! From what the parser reads, Markdown and the HTML in it, to blocks and inline content.

use pulldown_cmark::{Alignment, Event, LinkType, Tag, TagEnd};

use super::blocks::{Blocks, Leaf};
use super::characters::visible;
use super::escape::{self, Form};
use super::html::{self, Element, Token};
use super::inline::{Inline, Mark, Piece};

/// A table is written when it ends: the header has as many cells as the longest row.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<String>>,
    in_cell: bool,
}

/// The state between two events.
pub(super) struct Reader {
    form: Form,
    blocks: Blocks,
    inline: Inline,
    table: Option<Table>,
    /// The text of a code block.
    code: Option<String>,
    /// The source of an HTML block.
    html: Option<String>,
    /// Where a `<code>` element started.
    code_span: Option<(usize, usize)>,
    /// In `<script>` or `<style>`.
    in_hidden: bool,
    in_heading: bool,
    /// For each link or image of the Markdown text that is open: whether it is kept.
    links: Vec<bool>,
    /// The first heading and the first paragraph, of a text that becomes one line.
    title: Option<String>,
    sentence: Option<String>,
}

impl Reader {
    pub(super) fn new(form: Form) -> Self {
        Self {
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
            Event::TaskListMarker(done) if !self.is_in_cell() => {
                self.inline.push(Piece::Task(done));
            }
            // Of extensions that are not enabled.
            Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_) => {}
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
            TagEnd::Link | TagEnd::Image => {
                if self.links.pop() == Some(true) {
                    self.inline.close(Mark::Link);
                }
            }
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

    fn read_html(&mut self, source: &str, before: Option<char>) {
        for token in html::tokens(source, before) {
            match token {
                Token::Text(text) => self.text(&text),
                Token::Start {
                    element: Element::Break,
                    ..
                } => self.hard_break(),
                // What is code is not looked at, up to its end.
                Token::Start { .. } if self.code.is_some() => {}
                Token::End(element) if self.code.is_some() && element != Element::Preformatted => {}
                Token::Start {
                    element,
                    attributes,
                } => self.start_element(element, attributes),
                Token::End(element) => self.end_element(element),
            }
        }
    }

    fn start_element(&mut self, element: Element, attributes: &str) {
        match element {
            Element::Strong => self.inline.open(Mark::Strong),
            Element::Emphasis => self.inline.open(Mark::Emphasis),
            Element::Strikethrough => self.inline.open(Mark::Strikethrough),
            Element::Code => {
                self.code_span.get_or_insert_with(|| self.inline.start_code());
            }
            Element::Superscript => self.text("^"),
            Element::Link => {
                let target = html::attribute(attributes, "href").unwrap_or_default();
                if let Some(destination) = escape::destination(&target) {
                    self.inline.link(destination);
                }
            }
            Element::Image => {
                let target = html::attribute(attributes, "src").unwrap_or_default();
                self.start_link(&target);
                self.text(&html::attribute(attributes, "alt").unwrap_or_default());
                self.end(TagEnd::Image);
            }
            Element::Rule => self.rule(),
            Element::Heading => self.start_heading(),
            Element::Table => {
                self.end_block();
                if self.table.is_none() {
                    self.table = Some(Table::default());
                }
            }
            Element::Row => self.start_row(),
            Element::Cell => self.start_cell(),
            Element::Preformatted => {
                self.end_block();
                self.code = Some(String::new());
            }
            Element::Hidden => self.in_hidden = true,
            Element::Item if self.is_in_cell() => {
                self.end_block();
                self.text("• ");
            }
            Element::Quote | Element::List { .. } | Element::Item | Element::Block => {
                self.end_block();
                match element {
                    _ if self.is_in_cell() => {}
                    Element::Quote => self.blocks.open_quote(true),
                    Element::List { ordered } => self.blocks.open_list(ordered.then_some(1), true),
                    Element::Item => self.blocks.open_item(true),
                    _ => {}
                }
            }
            Element::Break | Element::Transparent => {}
        }
    }

    fn end_element(&mut self, element: Element) {
        match element {
            Element::Strong => self.inline.close(Mark::Strong),
            Element::Emphasis => self.inline.close(Mark::Emphasis),
            Element::Strikethrough => self.inline.close(Mark::Strikethrough),
            Element::Link => self.inline.close(Mark::Link),
            Element::Code => {
                if let Some(start) = self.code_span.take() {
                    self.inline.end_code(start);
                }
            }
            Element::Table => {
                self.end_block();
                self.end_table();
            }
            Element::Row | Element::Cell => self.end_cell(),
            Element::Hidden => self.in_hidden = false,
            Element::Heading | Element::Preformatted | Element::Block => self.end_block(),
            Element::Quote | Element::List { .. } | Element::Item => {
                self.end_block();
                match element {
                    _ if self.is_in_cell() || self.blocks.is_hidden() => {}
                    Element::Quote => self.blocks.close_quote(),
                    Element::Item => self.blocks.close_item(),
                    _ => self.blocks.close_list(),
                }
            }
            // `</br>` and `</p>` without a start are read as these elements by browsers.
            Element::Break => self.hard_break(),
            Element::Superscript | Element::Image | Element::Rule | Element::Transparent => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_hidden {
            return;
        }
        match &mut self.code {
            Some(code) => code.push_str(&visible(text)),
            None => self.inline.text(text),
        }
    }

    fn hard_break(&mut self) {
        if self.code.is_some() {
            self.text("\n");
        } else if self.inline.ends_in_break()
            && !self.inline.has_open_marks()
            && !self.is_in_cell()
            && !self.blocks.is_in_item()
        {
            self.end_block();
        } else {
            self.inline.push(Piece::Break);
        }
    }

    fn start_link(&mut self, target: &str) {
        let kept = escape::destination(target).is_some_and(|url| self.inline.link(url));
        self.links.push(kept);
    }

    fn start_heading(&mut self) {
        self.end_block();
        self.inline.open(Mark::Strong);
        self.in_heading = true;
    }

    fn rule(&mut self) {
        self.end_block();
        if !self.is_in_cell() && self.form == Form::Paragraph {
            self.blocks.rows(Leaf::Rule, ["___".to_owned()]);
        }
    }

    fn is_in_cell(&self) -> bool {
        self.table.as_ref().is_some_and(|table| table.in_cell)
    }

    /// Writes what has been read of the innermost block. In a cell, where there are no blocks, it
    /// is a line.
    fn end_block(&mut self) {
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
            self.inline.push(Piece::Break);
            return;
        }
        let lines = self.inline.take(self.form);
        if self.form == Form::Sentence {
            let words: Vec<&str> = lines.iter().flatten().map(String::as_str).collect();
            if let Some((first, rest)) = words.split_first() {
                let mut sentence = escape::line_start(first);
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

    fn start_row(&mut self) {
        self.end_cell();
        match &mut self.table {
            Some(table) => table.rows.push(Vec::new()),
            None => self.end_block(),
        }
    }

    fn start_cell(&mut self) {
        self.end_cell();
        self.end_block();
        if let Some(table) = &mut self.table {
            table.in_cell = true;
            if table.rows.is_empty() {
                table.rows.push(Vec::new());
            }
        }
    }

    fn end_cell(&mut self) {
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

    fn end_table(&mut self) {
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
