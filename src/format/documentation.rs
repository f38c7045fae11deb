//! Documentation, set aside while the code around it is laid out.
//!
//! A good part of what is emitted is documentation, whose lines stay as they are; to parse them would take most of the time.
//! So each block of lines becomes a short attribute, which the layout moves and indents like any other, and comes back in
//! its place afterwards.

/// What a mark is, around the number of the block.
const MARK: (&str, &str) = ("#[doc = ", "]");

/// The blocks of a text, by the numbers in their marks.
pub(super) struct Documentation<'t>(Vec<&'t str>);

/// `text` with a mark in the place of each block of `///` lines.
pub(super) fn set_aside(text: &str) -> (String, Documentation<'_>) {
    let mut blocks = Vec::new();
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let length: usize = lines(rest)
            .take_while(|line| is_documentation(line))
            .map(str::len)
            .sum();
        if length == 0 {
            let line = lines(rest).next().unwrap_or(rest);
            code.push_str(line);
            rest = rest.get(line.len()..).unwrap_or_default();
            continue;
        }
        let (block, behind) = rest.split_at(length);
        code.push_str(&format!("{}{}{}\n", MARK.0, blocks.len(), MARK.1));
        blocks.push(block);
        rest = behind;
    }
    (code, Documentation(blocks))
}

/// The lines, each with its end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
}

/// Whether a line holds documentation and nothing that the parser would mind.
fn is_documentation(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("///") && !line.starts_with("////") && !line.contains('\r')
}

impl Documentation<'_> {
    /// What was laid out, with the blocks in their places; nothing if a mark does not stand on a line of its own.
    pub fn put_back(&self, laid_out: &str) -> Option<String> {
        let size: usize = self.0.iter().map(|block| block.len()).sum();
        let mut text = String::with_capacity(laid_out.len() + 2 * size);
        let mut found = 0;
        for line in lines(laid_out) {
            let code = line.trim_start();
            let number = code.strip_prefix(MARK.0).and_then(|code| {
                let number = code.trim_end().strip_suffix(MARK.1)?;
                number.parse::<usize>().ok()
            });
            let Some(block) = number.and_then(|number| self.0.get(number)) else {
                text.push_str(line);
                continue;
            };
            let indentation = line.get(..line.len() - code.len()).unwrap_or_default();
            for line in block.lines() {
                text.push_str(indentation);
                text.push_str(line.trim());
                text.push('\n');
            }
            found += 1;
        }
        (found == self.0.len()).then_some(text)
    }
}
