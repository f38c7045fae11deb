//! What generated code consists of.

use std::collections::BTreeSet;

use oasmith::pipeline::Outcome;
use syn::visit::{self, Visit};

/// What oasmith writes, as sets: kinds of items, macros, attributes, and the roots of paths.
#[derive(Default)]
struct Vocabulary {
    words: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Vocabulary {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let kind = match item {
            syn::Item::Use(_) => "use",
            syn::Item::Struct(_) => "struct",
            syn::Item::Enum(_) => "enum",
            syn::Item::Impl(item) if item.unsafety.is_none() => "impl",
            syn::Item::Fn(item) if !matches!(item.sig.safety, syn::Safety::Unsafe(_)) => "fn",
            syn::Item::Static(_) => "static",
            syn::Item::Const(_) => "const",
            syn::Item::Type(_) => "type",
            syn::Item::Mod(item) if item.content.is_none() => "mod",
            syn::Item::Macro(_) => "macro",
            _ => "another item",
        };
        self.words.insert(kind.to_owned());
        visit::visit_item(self, item);
    }

    fn visit_macro(&mut self, macro_: &'ast syn::Macro) {
        let name = macro_.path.segments.last().unwrap().ident.to_string();
        self.words.insert(format!("{name}!"));
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let path = attribute.path().segments.last().unwrap().ident.to_string();
        let text = matches!(&attribute.meta, syn::Meta::NameValue(pair)
            if matches!(&pair.value, syn::Expr::Lit(lit) if matches!(lit.lit, syn::Lit::Str(_))));
        let form = if path == "doc" && !text {
            "doc(…)"
        } else {
            &path
        };
        self.words.insert(format!("#[{form}]"));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let root = path.segments[0].ident.to_string();
            // Types of the API are reached through these; their own names may be anything.
            let is_type = root.starts_with(char::is_uppercase);
            self.words.insert(if is_type {
                "Type::".to_owned()
            } else {
                format!("{root}::")
            });
        }
        visit::visit_path(self, path);
    }

    fn visit_expr_unsafe(&mut self, _: &'ast syn::ExprUnsafe) {
        self.words.insert("unsafe".to_owned());
    }
}

/// Whether a character changes how a text reads without being seen.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The vocabulary of all files.
pub fn vocabulary(outcome: &Outcome) -> BTreeSet<String> {
    let mut vocabulary = Vocabulary::default();
    for (path, text) in &outcome.files {
        let inside =
            !path.contains("..") && !path.starts_with('/') && !path.contains(['\\', ':', '\0']);
        assert!(inside, "{path}");
        if path.ends_with(".rs") && !path.starts_with("src/runtime") {
            let file =
                syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            vocabulary.visit_file(&file);
        }
        assert!(!text.contains(is_hidden), "{path} hides something:\n{text}");
        if path == "Cargo.toml" {
            let manifest: toml::Table = text.parse().unwrap();
            let keys: Vec<&String> = manifest.keys().collect();
            vocabulary
                .words
                .extend(keys.into_iter().map(|key| format!("[{key}]")));
        }
    }
    vocabulary.words
}
