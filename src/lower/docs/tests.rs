use super::{clean, sentence};

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(clean(text).join("\n"), expected);
}

#[test]
fn paragraphs_are_wrapped_and_breaks_kept() {
    check("a\nb\n\n\nc  \nd\\\ne", "a b\n\nc\\\nd\\\ne");
    let long = "word ".repeat(40);
    let lines = clean(&long);
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line.len() <= 96), "{lines:?}");
    let link = format!("{} [{long}](https://example.com/)", "x".repeat(60));
    assert_eq!(clean(&link).len(), 2, "a link is not broken");
    check("", "");
    check(" \n\n<!-- nothing -->\n<p></p>", "");
}

#[test]
fn a_word_at_the_start_of_a_line_starts_no_block() {
    for word in ["-", "+", "#", "1\\.", "2\\)", "=", "---"] {
        let plain = word.replace('\\', "");
        check(&format!("{} {plain} b", "x".repeat(95)), &{
            let start = if word.contains('\\') {
                word.to_owned()
            } else {
                format!("\\{word}")
            };
            format!("{}\n{start} b", "x".repeat(95))
        });
        check(&format!("a {plain} b"), &format!("a {plain} b"));
    }
}

#[test]
fn headings_are_bold_paragraphs() {
    check(
        "# A **b** `c`\ntext\n\nOld\n===",
        "**A b `c`**\n\ntext\n\n**Old**",
    );
    check("#", "");
}

#[test]
fn text_is_escaped_only_where_it_must_be() {
    for plain in [
        "snake_case",
        "user's \"x\"",
        "a < b && c > d",
        "5 * 3",
        "~5",
        "C:\\dir",
        "1.5 #2",
    ] {
        check(plain, plain);
    }
    check(
        "[x] arr[0] List<T> <id> &lt;b>",
        "\\[x] arr\\[0] List\\<T> \\<id> \\<b>",
    );
    check("\\*a\\* \\_b \\`c &amp;lt;", "\\*a\\* \\_b \\`c \\&lt;");
    check("a\n\\# b", "a # b");
    check("\\# b", "\\# b");
    check("Map<A> Set<List<B>>", "Map\\<A> Set\\<List\\<B>>");
}

#[test]
fn links_are_absolute() {
    check(
        "[a](https://x.y/) [b](#b) [c](../c) [d](javascript:x)",
        "[a](https://x.y/) b c d",
    );
    check(
        "[a_b](https://x.y/a(b) 'title')",
        "[a_b](<https://x.y/a(b)>)",
    );
    check(
        "[ref] [no ref]\n\n[ref]: http://x.y",
        "[ref](http://x.y) \\[no ref]",
    );
    check(
        "![alt](https://x/i.png) ![alt](i.png)",
        "[alt](https://x/i.png) alt",
    );
    check("[![alt](https://x/i.png)](https://y/)", "[alt](https://y/)");
    check(
        "<me@x.org> [me](mailto:me@x.org)",
        "<me@x.org> [me](mailto:me@x.org)",
    );
    check("wow\\![a](https://x.y/)", "wow\\![a](https://x.y/)");
}

#[test]
fn bare_urls_are_links() {
    check(
        "See https://x.y/a_b?c=d&e#f.",
        "See <https://x.y/a_b?c=d&e#f>.",
    );
    check(
        "(https://x.y/a_(b)) \"http://localhost:80/\"",
        "(<https://x.y/a_(b)>) \"<http://localhost:80/>\"",
    );
    check(
        "https://{host}/a, http:// [https://x.y]",
        "`https://{host}/a`, http:// \\[<https://x.y>]",
    );
    check("詳細はhttps://x.y/を参照", "詳細は<https://x.y/>を参照");
}

#[test]
fn code_is_text_that_nothing_ends_early() {
    check(
        "```rust\nfn a() {\n\tb() \n}\n```",
        "```text\nfn a() {\n    b()\n}\n```",
    );
    check("a\n\n    indented", "a\n\n```text\nindented\n```");
    check("~~~\n````\n```\n~~~", "`````text\n````\n```\n`````");
    check("```\n\n```", "");
    check("`` a`b ` `` c", "`` a`b ` `` c");
}

#[test]
fn lists_keep_their_structure() {
    check("* a\n    * b\n* c\n  d", "- a\n  - b\n- c d");
    check("3) a\n4) b\n\n   c", "3. a\n\n4. b\n\n   c");
    check("- a\n\n* b", "- a\n\n* b");
    check("- a\n-\n- ```\n  x\n  ```", "- a\n- ```text\n  x\n  ```");
    check("- [ ] a\n- [x] b", "- ☐ a\n- ☑ b");
    check("> a\n> - b\n\nc", "> a\n>\n> - b\n\nc");
    check(&format!("10. {}", "word ".repeat(40)), &{
        let line = "word ".repeat(18);
        format!(
            "10. {}\n    {}\n    {}",
            line.trim(),
            line.trim(),
            "word word word word"
        )
    });
}

#[test]
fn tables_have_a_line_for_each_row() {
    check(
        "a|b\n-|:-:\n`x\\|y`|c\\|d<br>e\nf|",
        "| a | b |\n| --- | :-: |\n| `x\\|y` | c\\|d<br>e |\n| f | |",
    );
    check(
        "<table><tr><th>A<th>B</tr><tr><td><p>a</p><ul><li>b</ul><td><code>c</code></table>",
        "| A | B |\n| --- | --- |\n| a<br>• b | `c` |",
    );
}

#[test]
fn html_becomes_markdown() {
    check(
        "<p>A <b>b</b><br/>c&nbsp;&amp;&#x20;d</p><p>e</p>",
        "A **b**\\\nc & d\n\ne",
    );
    check(
        "<a href='https://x.y/' target=_>x</a> <a href=\"/z\">z</a>",
        "[x](https://x.y/) z",
    );
    check(
        "a <code>b_c</code> <i>d </i>e <span>f</span> 10<sup>6</sup>",
        "a `b_c` _d_ e f 10^6",
    );
    check(
        "<ul><li>a<li>b<ol><li>c</ol></ul>d",
        "- a\n- b\n  1. c\n\nd",
    );
    check(
        "<pre><code>a &lt;b>\n  c</code></pre>",
        "```text\na <b>\n  c\n```",
    );
    check(
        "<script>alert(1)</script>\n\na<style>b</style>c <!-- d -->",
        "ac",
    );
    check("a<br><br>b", "a\n\nb");
    check("<b>a:</b>b <b>c</b> <b>d</i>", "a:b **c** **d**");
}

#[test]
fn what_cannot_be_seen_is_removed() {
    check("\u{feff}a\0b\u{7}\r\nc\rd\u{2028}e\u{85}f", "ab c d e f");
    check(
        "x\u{202e}y\u{2066}\u{200f}\u{200b}z &#x202e;&#0;",
        "xyz \u{fffd}",
    );
    check(
        "a\u{200d}b 👩\u{200d}💻 ❤\u{fe0f}",
        "ab 👩\u{200d}💻 ❤\u{fe0f}",
    );
    check("`a\tb\u{202e}`", "`a b`");
}

#[test]
fn a_sentence_is_one_line_that_fits_a_cell() {
    assert_eq!(
        sentence("# Title\n\nA *b*\n[c](https://x) `d|e` f|g\\\nh\n\ni"),
        "A b c d\\|e f\\|g h"
    );
    assert_eq!(sentence("# Title\n\n```\ncode\n```"), "Title");
    assert_eq!(sentence("- item\n- b"), "item");
    assert_eq!(sentence("\\- see https://x.y/"), "\\- see <https://x.y/>");
    assert_eq!(sentence(""), "");
}

#[test]
fn deep_and_long_texts_are_bounded() {
    for text in [
        ">".repeat(10_000) + "x",
        "- ".repeat(10_000) + "x",
        "<ul><li>".repeat(10_000) + "x",
        "<table><tr><td>".repeat(10_000) + "x",
        "*".repeat(10_000) + "x" + &"*".repeat(10_000),
        "[".repeat(10_000) + "x",
        "<a ".repeat(10_000),
    ] {
        let length: usize = clean(&text).iter().map(String::len).sum();
        assert!(length <= 3 * text.len(), "{length}");
    }
}

#[test]
fn notes_are_quotations_if_they_end() {
    check(
        "<p>A.</p> <note> <p>B.</p> </note> <p>C.</p>",
        "A.\n\n> B.\n\nC.",
    );
    check("Text <important>b</important> c", "Text\n\n> b\n\nc");
    check("Use `x` or <note>.", "Use `x` or \\<note>.");
}
