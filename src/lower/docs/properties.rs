//! What holds for the documentation of any text.

use proptest::collection::vec;
use proptest::prelude::*;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::{clean, read, sentence};

/// Markdown, as it is and broken.
const MARKDOWN: &[&str] = &[
    "a",
    "word",
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "```",
    "# ",
    "=",
    "---",
    "- ",
    "+ ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    "|",
    "|-|",
    "\\",
    "[",
    "]",
    "](",
    ")",
    "](https://a.b/)",
    "!",
    "&",
    "&amp;",
    ";",
    ":",
    "    ",
    "\t",
    "https://a.b/c_d",
    "é",
    "。",
    "1",
    ".",
    "  \n",
    "a|b\n-|-\n",
    "- [ ] ",
    "{",
    "}",
    "^",
    "(",
];

/// What is read without the parser, and what looks much like it.
const PROSE: &[&str] = &[
    "a",
    "Word",
    " ",
    " ",
    " ",
    "\n",
    "`",
    "`b c`",
    "` b`",
    "`c `",
    "``",
    "_",
    "-",
    "1.",
    ".",
    "(",
    "#",
    ">",
    "+",
    "=",
    "|",
    "a_long_name_that_ends_its_line_before_there_is_any_need_for_that",
];

/// What makes it untrusted.
const HOSTILE: &[&str] = &[
    "<",
    ">",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<i>",
    "<ul>",
    "<li>",
    "</ul>",
    "</li>",
    "<br>",
    "<T>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<a href='http://x.y'>",
    "</a>",
    "<!--",
    "-->",
    "<script>",
    "<h1>",
    "</h1>",
    "<blockquote>",
    "</blockquote>",
    "\0",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\r",
    "&#x202e;",
    "&#10;",
    "&lt;",
    "&nbsp;",
    "[a]: b\n",
    "[^1]",
    "[^1]: a",
    "<https://q.r/?a&lt;b>",
    "](b)",
    "*/",
    "\"#",
    "<img src=http://x.y alt=z>",
    "```rust\n",
    "<sup>",
];

fn text(words: Vec<&'static str>) -> impl Strategy<Value = String> {
    texts(words, 40)
}

fn texts(words: Vec<&'static str>, longest: usize) -> impl Strategy<Value = String> {
    vec(prop::sample::select(words), 0..longest).prop_map(|words| words.concat())
}

/// All that rustdoc turns on.
fn rustdoc_options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// Checks what rustdoc and clippy would complain about.
fn check_documentation(lines: &[String]) -> Result<(), TestCaseError> {
    for line in lines {
        let unseen = |c: char| c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c);
        prop_assert!(!line.contains(unseen), "{}", line);
        prop_assert_eq!(line.trim_end(), line);
    }
    for end in [lines.first(), lines.last()] {
        prop_assert_ne!(end.map(String::as_str), Some(""));
    }
    let mut unresolved = Vec::new();
    let source = lines.join("\n");
    let callback = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        unresolved.push(link.reference.to_string());
        None
    };
    let parser = Parser::new_with_broken_link_callback(&source, rustdoc_options(), Some(callback));
    for event in parser {
        match event {
            Event::Html(_) | Event::FootnoteReference(_) => prop_assert!(false, "{:?}", event),
            Event::InlineHtml(html) => prop_assert_eq!(&*html, "<br>"),
            Event::Start(Tag::CodeBlock(kind)) => {
                prop_assert_eq!(kind, CodeBlockKind::Fenced("text".into()));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                prop_assert!(dest_url.starts_with("http") || dest_url.contains('@'));
            }
            Event::Start(Tag::Image { .. }) => prop_assert!(false, "image"),
            _ => {}
        }
    }
    prop_assert_eq!(unresolved, Vec::<String>::new());
    Ok(())
}

/// What a reader sees of a text without HTML, but for white space; of an empty link its address.
fn shown(source: &str) -> String {
    let mut out = String::new();
    let mut links = Vec::new();
    for event in super::parser(source) {
        match event {
            Event::Text(text) | Event::Code(text) => {
                out.extend(text.chars().filter(|c| !c.is_whitespace()));
            }
            Event::TaskListMarker(done) => out.push(if done { '☑' } else { '☐' }),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push((out.len(), dest_url));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let (start, url) = links.pop().unwrap();
                if links.is_empty() && out.len() == start && url.starts_with("https://") {
                    out.push_str(&url);
                }
            }
            _ => {}
        }
    }
    out
}

proptest! {
    #[test]
    fn any_text_is_documentation(text in ".*") {
        check_documentation(&clean(&text))?;
        prop_assert!(sentence(&text).lines().count() <= 1);
    }

    #[test]
    fn hostile_text_is_documentation(text in text([MARKDOWN, HOSTILE].concat())) {
        check_documentation(&clean(&text))?;
        let sentence = sentence(&text);
        let cell = [format!("| {sentence} |"), "| --- |".to_owned()];
        check_documentation(&cell)?;
        check_documentation(&Vec::from_iter((!sentence.is_empty()).then_some(sentence)))?;
    }

    #[test]
    fn markdown_shows_what_it_showed(text in text(MARKDOWN.to_vec())) {
        let cleaned = clean(&text).join("\n");
        let encoded = [("%3B", ";"), ("%60", "`"), ("%7C", "|"), ("%5C", "\\")];
        let decode = |text: String, (code, c): &(&str, &str)| text.replace(code, c);
        prop_assert_eq!(encoded.iter().fold(shown(&cleaned), decode), shown(&text), "{}", cleaned);
    }

    #[test]
    fn prose_is_what_the_parser_makes_of_it(text in texts(PROSE.to_vec(), 10)) {
        prop_assert_eq!(clean(&text), read(&text));
    }

    #[test]
    fn cleaning_twice_changes_nothing(text in text(MARKDOWN.to_vec())) {
        let once = clean(&text);
        prop_assert_eq!(clean(&once.join("\n")), once);
    }
}
