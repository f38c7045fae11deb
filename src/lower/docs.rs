//! Stand-in until the docs branch lands.
/// Lines.
#[must_use]
pub fn clean(text: &str) -> Vec<String> {
    text.lines().map(|l| l.replace(['[', ']', '<', '>', '`', '\r', '\t'], " ").trim().to_owned()).collect()
}
/// One line.
#[must_use]
pub fn sentence(text: &str) -> String { clean(text).join(" ") }
