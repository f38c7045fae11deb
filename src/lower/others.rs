//! Operations that reply in another media type if they are asked to, such as a stream or a table of a document: a second
//! method asks for it.

use openapiv3::{MediaType, Response};

use super::media;
use super::names::Scope;
use super::schema::{Home, Types};
use crate::diagnostic::Code;
use crate::ir::{Content, Operation, Outcomes, Success};
use crate::spec::origin::child;

/// What a reply can be beside what it is read as.
pub struct Another {
    content: Content,
    media_type: String,
    /// What the names of its method and types say of it.
    words: String,
}

impl<'a> Types<'a, '_> {
    /// What a reply can be beside what it is read as. What has no method of its own is reported, but for plain texts, which
    /// are for people.
    pub(super) fn others(
        &mut self,
        pointer: &str,
        response: &'a Response,
        home: &Home,
        have_methods: bool,
    ) -> Vec<Another> {
        let offered = &response.content;
        let Some((chosen, read, _)) = media::choose(self.document, offered) else {
            return Vec::new();
        };
        let pointer = child(pointer, "content");
        let mut found = Vec::new();
        let mut lost = Vec::new();
        for (name, media_type) in offered {
            let says_more = media::is_stream(name)
                || !(media::is_markup(name) || media::says_the_same(media_type, read));
            if name == chosen || !says_more {
                continue;
            }
            // No server can be asked for a wildcard.
            if have_methods && !name.contains('*') {
                found.push(self.another(&pointer, name, media_type, home));
            } else if media::essence(name) != "text/plain" {
                lost.push(name.as_str());
            }
        }
        if !lost.is_empty() {
            self.warn(
                Code::UnsupportedMediaType,
                &pointer,
                format!(
                    "the reply is read as `{chosen}`; it could also be {}",
                    lost.join(", ")
                ),
            );
        }
        found
    }

    fn another(
        &mut self,
        pointer: &str,
        name: &str,
        media_type: &'a MediaType,
        home: &Home,
    ) -> Another {
        let (words, home) = match media::is_stream(name) {
            true => ("stream".to_owned(), home.below("event")),
            false => (media::words(name), home.below(&media::words(name))),
        };
        let kind = media::kind_of(self.document, name, media_type);
        Another {
            content: self.content(&child(pointer, name), name, media_type, kind, &home),
            media_type: name.to_owned(),
            words,
        }
    }
}

/// The operation once more, with another reply.
pub fn operation(
    whole: &Operation,
    other: Another,
    names: &mut Scope,
    handles: &mut Scope,
) -> Operation {
    let method = whole.name.trim_start_matches("r#");
    let words = &other.words;
    let mut operation = Operation {
        name: names.claim(&format!("{method} {words}"), "reply"),
        alternatives: Vec::new(),
        headers: None,
        ..whole.clone()
    };
    let mut again = |name: &str, suffix: &str| {
        let own = name.strip_suffix(suffix).unwrap_or(name);
        handles.claim(&format!("{own} {words} {suffix}"), "Kind")
    };
    // Not for pages, which only the whole operation has.
    let builder = whole.builder.as_ref();
    let builder = builder.filter(|_| !whole.options.is_empty());
    operation.builder = builder.map(|name| again(name, ""));
    operation.failure = whole.failure.as_ref().map(|failure| Outcomes {
        name: again(&failure.name, "Error"),
        ..failure.clone()
    });
    if let Success::One(document) = &whole.success {
        let replies = operation.replies.iter_mut();
        for reply in replies.filter(|reply| reply.content == *document) {
            reply.content = other.content.clone();
        }
    }
    operation.docs.notes.clear();
    operation.docs.lines = match media::is_stream(&other.media_type) {
        true => vec![
            format!("Like `{method}`, with the reply read as a stream."),
            String::new(),
            "Where the request says whether there is to be one, it has to say so.".to_owned(),
        ],
        false => vec![format!(
            "Like `{method}`, with a reply in `{}`.",
            other.media_type
        )],
    };
    operation.accept = other.media_type;
    operation.success = Success::One(other.content);
    operation
}
