//! Operations that reply with a stream if they are asked to, and with a whole document else: a second method reads the
//! stream.

use openapiv3::Response;

use super::media;
use super::names::Scope;
use super::schema::{Home, Types};
use crate::ir::{BodyKind, Content, Operation, Outcomes, Success};
use crate::spec::origin::child;

/// A stream beside the document that a reply can be.
pub struct Streamed {
    content: Content,
    media_type: String,
}

impl<'a> Types<'a, '_> {
    /// The stream that a reply can be, where the document is what it is read as.
    pub(super) fn stream_beside(
        &mut self,
        pointer: &str,
        response: &'a Response,
        home: &Home,
    ) -> Option<Streamed> {
        let mut offered = response.content.iter();
        let (name, media_type) = offered.find(|(name, _)| media::is_stream(name))?;
        let (chosen, ..) = media::choose(self.document, &response.content)?;
        if media::is_stream(chosen) {
            return None;
        }
        let pointer = child(&child(pointer, "content"), name);
        let home = home.below("event");
        Some(Streamed {
            content: self.content(&pointer, name, media_type, BodyKind::Text, &home),
            media_type: name.clone(),
        })
    }
}

/// The operation once more, with the stream as its reply.
pub fn operation(
    whole: &Operation,
    streamed: Streamed,
    names: &mut Scope,
    handles: &mut Scope,
) -> Operation {
    let method = whole.name.trim_start_matches("r#");
    let mut operation = Operation {
        name: names.claim(&format!("{method} stream"), "events"),
        alternatives: Vec::new(),
        accept: streamed.media_type,
        headers: None,
        ..whole.clone()
    };
    let mut again = |name: &str, suffix: &str| {
        let words = name.strip_suffix(suffix).unwrap_or(name);
        handles.claim(&format!("{words} stream {suffix}"), "Kind")
    };
    operation.builder = whole.builder.as_ref().map(|name| again(name, ""));
    operation.failure = whole.failure.as_ref().map(|failure| Outcomes {
        name: again(&failure.name, "Error"),
        ..failure.clone()
    });
    if let Success::One(document) = &whole.success {
        let replies = operation.replies.iter_mut();
        for reply in replies.filter(|reply| reply.content == *document) {
            reply.content = streamed.content.clone();
        }
    }
    operation.docs.notes.clear();
    operation.docs.lines = vec![
        format!("Like `{method}`, with the reply read as a stream."),
        String::new(),
        "Where the request says whether there is to be one, it has to say so.".to_owned(),
    ];
    operation.success = Success::One(streamed.content);
    operation
}
