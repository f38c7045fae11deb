//! Tokens on one line, spaced as in types, paths, patterns, bounds and attributes.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// What is written without a space inside, with the beginnings of longer ones.
const OPERATORS: [&str; 16] = [
    "::", "->", "=>", "..", "...", "..=", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=",
    "/=",
];

/// What stands before a token, as far as spacing goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing, or something that the next token follows directly.
    Tight,
    /// A word that a word must not touch.
    Word,
    /// A keyword, from which brackets keep off, too.
    Keyword,
    /// A closing bracket.
    Closer,
    /// Something that is always followed by a space.
    Space,
}

/// The tokens of a type, path, pattern, bound, literal or attribute on one line.
pub(super) fn flat(node: &impl ToTokens) -> String {
    let mut text = String::new();
    write(node.to_token_stream(), true, &mut text);
    text
}

/// `keeps_comma` says that a single comma at the end has a meaning.
fn write(tokens: TokenStream, keeps_comma: bool, text: &mut String) {
    let mut before = Before::Tight;
    let mut operator = String::new();
    let mut commas = 0;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if !operator.is_empty() && !continues(&operator, &token) {
            before = write_operator(&operator, before, text);
            operator.clear();
        }
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' && operator.is_empty() => {
                commas += 1;
                let last = tokens.peek().is_none();
                let closes =
                    matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '>');
                // `(T,)` is a tuple only because of its comma.
                if !closes && !(last && (commas > 1 || !keeps_comma)) {
                    before = write_operator(",", before, text);
                }
            }
            TokenTree::Punct(punct) => {
                operator.push(punct.as_char());
                if punct.spacing() == Spacing::Joint && operator != "'" {
                    continue;
                }
                if operator == "'" {
                    // The name of the lifetime follows and is glued on.
                    spaced(text, before != Before::Tight);
                    text.push('\'');
                    before = Before::Tight;
                } else {
                    before = write_operator(&operator, before, text);
                }
                operator.clear();
            }
            TokenTree::Ident(ident) => {
                spaced(text, before != Before::Tight);
                // A lifetime keeps brackets off as a keyword does: `&'a [T]`.
                let lifetime = text.ends_with('\'');
                let start = text.len();
                text.push_str(&ident.to_string());
                before = if lifetime || text.get(start..).is_some_and(is_keyword) {
                    Before::Keyword
                } else {
                    Before::Word
                };
            }
            TokenTree::Literal(literal) => {
                spaced(text, before != Before::Tight);
                text.push_str(&literal.to_string());
                before = Before::Word;
            }
            TokenTree::Group(group) => {
                write_group(&group, before, text);
                before = Before::Closer;
            }
        }
    }
}

/// Whether a token makes an operator longer.
fn continues(operator: &str, token: &TokenTree) -> bool {
    let TokenTree::Punct(punct) = token else {
        return false;
    };
    let longer = |known: &&str| {
        let last = known.strip_prefix(operator).map(str::chars);
        last.is_some_and(|mut last| last.next() == Some(punct.as_char()) && last.next().is_none())
    };
    OPERATORS.iter().any(longer)
}

fn write_group(group: &proc_macro2::Group, before: Before, text: &mut String) {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    };
    let braces = group.delimiter() == Delimiter::Brace;
    spaced(
        text,
        matches!(before, Before::Keyword | Before::Space) || braces && before != Before::Tight,
    );
    text.push_str(open);
    let padded = braces && !group.stream().is_empty();
    spaced(text, padded);
    write(
        group.stream(),
        group.delimiter() == Delimiter::Parenthesis,
        text,
    );
    text.truncate(text.trim_end().len());
    spaced(text, padded);
    text.push_str(close);
}

/// Writes a whole operator and says what the next token has to know.
fn write_operator(operator: &str, before: Before, text: &mut String) -> Before {
    match operator {
        "," | ";" => {
            text.push_str(operator);
            Before::Space
        }
        ":" => {
            text.push(':');
            Before::Space
        }
        "=" | "+" | "|" | "->" | "=>" | "@" | "==" | "!=" | "<=" | ">=" | "||" | "+=" | "-="
        | "*=" | "/=" => {
            spaced(text, true);
            text.push_str(operator);
            Before::Space
        }
        "::" => {
            spaced(text, matches!(before, Before::Space | Before::Keyword));
            text.push_str(operator);
            Before::Tight
        }
        ">" => {
            text.push('>');
            Before::Closer
        }
        "&&" if matches!(before, Before::Word | Before::Closer) => {
            text.push_str(" &&");
            Before::Space
        }
        "&" | "&&" | "*" | "?" | "-" | "!" | "#" | "$" => {
            let macro_name = operator == "!" && before == Before::Word;
            spaced(
                text,
                before == Before::Keyword || before == Before::Space && !macro_name,
            );
            text.push_str(operator);
            Before::Tight
        }
        "<" => {
            spaced(
                text,
                before == Before::Space || before == Before::Keyword && !text.ends_with("for"),
            );
            text.push('<');
            Before::Tight
        }
        _ => {
            spaced(text, before == Before::Space);
            text.push_str(operator);
            Before::Tight
        }
    }
}

fn spaced(text: &mut String, space: bool) {
    if space && !text.ends_with(' ') && !text.is_empty() {
        text.push(' ');
    }
}

/// Keywords that are followed by a space even before a bracket.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "const" | "dyn" | "for" | "impl" | "in" | "mut" | "ref" | "move" | "where"
    )
}
