//! HTML as it occurs in Markdown: tags, text and character references.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// No tag is looked for beyond this many bytes, so that unclosed ones cost linear time.
const MAX_TAG: usize = 2048;

/// What an element means for documentation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Element {
    Strong,
    Emphasis,
    Strikethrough,
    Code,
    Superscript,
    Link,
    Image,
    Break,
    Rule,
    Heading,
    /// A block of text without a look of its own.
    Block,
    Quote,
    /// A quotation of this name in the descriptions of AWS, and often a placeholder elsewhere.
    Callout(&'static str),
    List {
        ordered: bool,
    },
    Item,
    Table,
    Row,
    Cell,
    Preformatted,
    /// An element whose content is not for readers.
    Hidden,
    /// An element that is only its text.
    Transparent,
}

/// The meaning of a tag name; `None` for what is no HTML (`List<T>`, `<token>`) and for the
/// elements whose names are rather used for placeholders in API descriptions (`<object>`).
fn element(name: &str) -> Option<Element> {
    Some(match name {
        "b" | "strong" => Element::Strong,
        "i" | "em" | "cite" | "dfn" => Element::Emphasis,
        "s" | "del" | "strike" => Element::Strikethrough,
        "code" | "tt" | "kbd" | "samp" => Element::Code,
        "sup" => Element::Superscript,
        "a" => Element::Link,
        "img" => Element::Image,
        "br" => Element::Break,
        "hr" => Element::Rule,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt" => Element::Heading,
        "p" | "div" | "section" | "article" | "details" | "center" | "header" | "footer"
        | "aside" | "figure" | "figcaption" | "caption" | "dl" | "dd" => Element::Block,
        "blockquote" => Element::Quote,
        "note" => Element::Callout("note"),
        "important" => Element::Callout("important"),
        "ul" => Element::List { ordered: false },
        "ol" => Element::List { ordered: true },
        "li" => Element::Item,
        "table" => Element::Table,
        "tr" => Element::Row,
        "td" | "th" => Element::Cell,
        "pre" => Element::Preformatted,
        "script" | "style" => Element::Hidden,
        "span" | "font" | "u" | "small" | "big" | "sub" | "mark" | "abbr" | "ins" | "q" | "wbr"
        | "nobr" | "thead" | "tbody" | "tfoot" | "col" | "colgroup" | "iframe" => {
            Element::Transparent
        }
        _ => return None,
    })
}

/// A part of an HTML text.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Token<'a> {
    Text(Cow<'a, str>),
    Start {
        element: Element,
        /// The text between the tag's name and its `>`.
        attributes: &'a str,
    },
    End(Element),
}

/// The tokens of a piece of HTML; `after` is the character before it.
///
/// Comments, processing instructions and declarations are left out. A tag that is not HTML's is
/// text, and so is `<A>` right after a letter: a type parameter.
pub(super) fn tokens(html: &str, after: Option<char>) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = html;
    let mut before = after;
    while let Some(at) = rest.find('<') {
        let (text, tagged) = rest.split_at_checked(at).unwrap_or((rest, ""));
        push_text(text, &mut out);
        before = text.chars().next_back().or(before);
        let length = match markup(tagged) {
            Some((length, None)) => length,
            Some((length, Some((name, token))))
                if !(is_type_parameter(name) && before.is_some_and(char::is_alphanumeric)) =>
            {
                out.push(token);
                length
            }
            _ => {
                push_text("<", &mut out);
                1
            }
        };
        before = Some(if length > 1 { '>' } else { '<' });
        rest = tagged.get(length..).unwrap_or_default();
    }
    push_text(rest, &mut out);
    out
}

fn is_type_parameter(name: &str) -> bool {
    name.len() == 1 && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// The markup at the start of `text`: its length, and its name and token if it is a tag.
fn markup(text: &str) -> Option<(usize, Option<(&str, Token<'_>)>)> {
    for (start, end) in [
        ("<!--", "-->"),
        ("<!DOCTYPE", ">"),
        ("<![CDATA[", "]]>"),
        ("<?", "?>"),
    ] {
        if text.starts_with(start) {
            let end = text.find(end).map_or(text.len(), |at| at + end.len());
            return Some((end, None));
        }
    }
    let inner = text.strip_prefix('<')?;
    let closing = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let attributes = inner.strip_prefix(name)?;
    if !attributes.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/') {
        return None;
    }
    let element = element(&name.to_ascii_lowercase())?;
    let end = tag_end(attributes)?;
    let length = text.len() - attributes.len() + end + 1;
    let attributes = attributes.get(..end)?;
    let token = if closing {
        Token::End(element)
    } else {
        Token::Start {
            element,
            attributes,
        }
    };
    Some((length, Some((name, token))))
}

/// The offset of the `>` that ends a tag, which is not one in a quoted value.
fn tag_end(attributes: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in attributes.bytes().enumerate().take(MAX_TAG) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn push_text<'a>(text: &'a str, out: &mut Vec<Token<'a>>) {
    if !text.is_empty() {
        out.push(Token::Text(decode(text)));
    }
}

/// The value of an attribute in the text of a tag.
pub(super) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end)?;
        let after = after.trim_start();
        let mut value = "";
        rest = after;
        if let Some(after) = after.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| *c == '"' || *c == '\'');
            (value, rest) = match quote {
                Some(quote) => after.get(1..)?.split_once(quote)?,
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
        }
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decode(value).into_owned());
        }
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    }
    None
}

/// `text` with its character references decoded, by the Markdown parser, which has the table.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part
            .split_once(';')
            .and_then(|(name, tail)| Some((reference(name)?, tail)))
        {
            Some((decoded, tail)) => {
                out.push_str(&decoded);
                out.push_str(tail);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    Cow::Owned(out)
}

/// The text that `&name;` stands for.
fn reference(name: &str) -> Option<String> {
    const LONGEST: usize = "CounterClockwiseContourIntegral".len();
    if name.len() > LONGEST || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#') {
        return None;
    }
    let source = format!("&{name};");
    let decoded: String = Parser::new(&source)
        .filter_map(|event| match event {
            Event::Text(text) => Some(text.into_string()),
            _ => None,
        })
        .collect();
    (decoded != source).then_some(decoded)
}
