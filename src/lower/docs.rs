//! Descriptions as documentation: untrusted Markdown to Markdown that rustdoc, clippy and a
//! reader of the source take without complaint.
//!
//! A description is [CommonMark](https://spec.openapis.org/oas/v3.1.0#rich-text-formatting), in
//! practice with HTML in it and much that only looks like Markdown. It is read with the parser of
//! rustdoc and written anew, in one normal form:
//!
//! - paragraphs are wrapped, headings are bold paragraphs, code blocks are fences marked `text`;
//! - only absolute `http`, `https` and `mailto` links remain, other links are their text; bare
//!   URLs are links, and those with template variables code;
//! - HTML elements with a counterpart in Markdown become that, others their text; what is not
//!   HTML (`List<T>`) shows as it is written;
//! - all other text is escaped where it would mean something else, and only there;
//! - controls, bidirectional controls and zero-width characters are removed.
//!
//! Time and output are linear in the size of the text. Containers nested deeper than anyone can
//! read are left out, their content is not.

use pulldown_cmark::{Options, Parser};

use blocks::Blocks;
use escape::Form;
use reader::Reader;

mod blocks;
mod characters;
mod elements;
mod escape;
mod html;
mod inline;
mod lines;
mod pieces;
mod prose;
mod reader;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

/// The documentation lines of a description, without the leading `/// `.
///
/// No line ends in a blank, and neither the first nor the last is empty; no lines, if the text
/// shows nothing. Cleaning a cleaned text changes nothing, but for some nestings of HTML.
pub fn clean(text: &str) -> Vec<String> {
    match prose::words(text) {
        Some(words) => {
            let mut blocks = Blocks::new();
            blocks.paragraph(&[words]);
            blocks.finish()
        }
        None => read(text),
    }
}

/// The documentation lines of any description.
fn read(text: &str) -> Vec<String> {
    let text = characters::visible(text);
    let mut reader = Reader::new(Form::Paragraph, &text);
    for event in parser(&text) {
        reader.event(event);
    }
    reader.finish()
}

/// The first paragraph of a description on one line, for a table cell or a short note.
///
/// Emphasis, links and breaks are flattened to text; code stays code where a table allows it. The
/// text is escaped so that it shows literally in a cell and at the start of a line. A text without
/// a paragraph gives its first heading, else the empty string.
pub fn sentence(text: &str) -> String {
    let text = characters::visible(text);
    let mut reader = Reader::new(Form::Sentence, &text);
    for event in parser(&text) {
        reader.event(event);
        if reader.has_sentence() {
            break;
        }
    }
    reader.finish_sentence()
}

/// Whether a cleaned line begins a list, a code block, a table or the like, which no table cell can hold.
pub fn is_block(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len() && digits.starts_with([')', '.']);
    let marked = ["- ", "* ", "+ ", "> ", "|", "```", "~~~", "    ", "<"];
    numbered
        || matches!(line, "-" | "*" | "+" | ">")
        || marked.iter().any(|mark| line.starts_with(mark))
}

/// Reads with the extensions that rustdoc enables too, without footnotes and smart punctuation.
fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(
        text,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS,
    )
}
