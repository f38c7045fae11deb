//! What the tags of HTML do to the text being read.

use super::escape;
use super::html::{self, Element, Token};
use super::inline::Mark;
use super::reader::{Reader, Table};

impl Reader {
    pub(super) fn read_html(&mut self, source: &str, before: Option<char>) {
        for token in html::tokens(source, before) {
            match self.told(token) {
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

    /// A token with what its element means in this text: a `<note>` that nowhere ends is text.
    fn told<'t>(&self, token: Token<'t>) -> Token<'t> {
        match token {
            Token::Start {
                element: Element::Callout(name),
                attributes,
            } => match self.callouts {
                true => Token::Start {
                    element: Element::Quote,
                    attributes,
                },
                false => Token::Text(format!("<{name}{attributes}>").into()),
            },
            Token::End(Element::Callout(name)) => match self.callouts {
                true => Token::End(Element::Quote),
                false => Token::Text(format!("</{name}>").into()),
            },
            token => token,
        }
    }

    fn start_element(&mut self, element: Element, attributes: &str) {
        match element {
            Element::Strong => self.inline.open(Mark::Strong),
            Element::Emphasis => self.inline.open(Mark::Emphasis),
            Element::Strikethrough => self.inline.open(Mark::Strikethrough),
            Element::Code => {
                self.code_span
                    .get_or_insert_with(|| self.inline.start_code());
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
                self.end_link();
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
            Element::Break | Element::Transparent | Element::Callout(_) => {}
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
            Element::Superscript
            | Element::Image
            | Element::Rule
            | Element::Transparent
            | Element::Callout(_) => {}
        }
    }
}
