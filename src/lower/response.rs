//! Responses to results: what an operation returns, and how it fails.

use http::StatusCode as HttpStatus;
use openapiv3::{ReferenceOr, Response, StatusCode};

use super::component::{self, HEADERS, RESPONSES};
use super::describe;
use super::headers::Replied;
use super::media;
use super::methods::Context;
use super::names::{Case, Scope};
use super::others::Another;
use super::schema::{Home, Types};
use crate::diagnostic::Code;
use crate::ir::{
    BodyKind, Content, Docs, Headers, Outcome, Outcomes, Reply, Status, Success, Type,
};
use crate::spec::origin::child;

/// What an operation returns, how it fails, and what it accepts.
pub(super) struct Results {
    pub success: Success,
    pub failure: Option<Outcomes>,
    pub accept: String,
    pub headers: Option<Headers>,
    pub replies: Vec<Reply>,
    /// What else the successful reply can be, if it is asked for.
    pub others: Vec<Another>,
}

impl<'a> Types<'a, '_> {
    /// The results of an operation.
    pub(super) fn results(
        &mut self,
        context: &Context<'a>,
        home: &Home,
        name: &str,
        handles: &mut Scope,
    ) -> Results {
        let responses = &context.operation.responses;
        let pointer = child(&context.pointer, "responses");
        let mut found: Vec<(Status, String, &'a ReferenceOr<Response>)> = responses
            .responses
            .iter()
            .map(|(code, response)| (status(code), child(&pointer, &code.to_string()), response))
            .collect();
        found.extend(
            responses
                .default
                .as_ref()
                .map(|r| (Status::Default, child(&pointer, "default"), r)),
        );
        found.retain(|(status, pointer, response)| {
            let is_interim = is_interim(*status);
            let has_content = matches!(response, ReferenceOr::Item(it) if !it.content.is_empty());
            if is_interim && has_content {
                self.warn(
                    Code::MisplacedKeyword,
                    pointer,
                    "what comes before the reply never reaches the caller; it is ignored",
                );
            }
            !is_interim
        });
        found.sort_by_key(|(status, ..)| *status);

        let described = found.iter().filter(|(status, ..)| is_success(*status));
        let described = described.count();
        let mut successes = Vec::new();
        let mut failures = Vec::new();
        let mut accept: Vec<String> = Vec::new();
        let mut replied = Vec::new();
        let mut headers = Vec::new();
        let mut others = Vec::new();
        for (status, pointer, response) in found {
            // A lone `default` describes the successful response too.
            let succeeds = is_success(status) || (status == Status::Default && described == 0);
            let words = if succeeds {
                "response".to_owned()
            } else {
                format!("{} response", status_words(status))
            };
            let home = home.below(&words);
            let found = component::find(self.document, &RESPONSES, pointer, response);
            let Some(found) = found else {
                continue;
            };
            let (pointer, response) = (found.pointer, found.item);
            headers.push(self.header_names(response));
            let home = match &found.component {
                Some(name) => self.shared_home(name, "response"),
                None => home,
            };
            let has_body = context.method != "HEAD" && has_body(status);
            let content = has_body.then_some(&response.content);
            let (content, media_type) = self.content_of(&pointer, content, &home);
            // Where there are several successes, none of them is read before it is known which.
            let is_only = succeeds && described <= 1;
            if has_body {
                others.extend(self.others(&pointer, response, &home, is_only));
            }
            let outcome = Outcome {
                name: status_words(status),
                status,
                content,
                docs: self.docs.text(None, Some(&response.description)),
            };
            replied.push(Replied {
                pointer,
                response,
                home,
            });
            accept.extend(media_type.filter(|media_type| !accept.contains(media_type)));
            if succeeds {
                successes.push(outcome);
            } else {
                failures.push(outcome);
            }
        }
        let is_untold = context.method == "GET" && tells_no_content(&successes);
        let bare = match is_untold {
            true => Content::Bytes,
            false => Content::Empty,
        };
        if is_untold {
            accept.push("*/*".to_owned());
            for outcome in &mut successes {
                outcome.content = bare.clone();
            }
        }
        name_outcomes(&mut successes);
        name_outcomes(&mut failures);
        self.no_stream_among(&mut successes, &pointer);
        failures.iter_mut().for_each(buffer);
        let outcomes = successes.iter().chain(&failures);
        let mut replies: Vec<Reply> = outcomes.map(reply).collect();
        replies.sort_by_key(|reply| reply.status);
        for (reply, headers) in replies.iter_mut().zip(headers) {
            reply.headers = headers;
        }
        let failure = (!failures.is_empty()).then(|| Outcomes {
            name: handles.claim(&format!("{name} error"), "Kind"),
            variants: failures,
            same_as: None,
        });
        Results {
            success: success(successes, bare, name, handles),
            failure,
            accept: accept.join(", "),
            headers: self.headers(&replied, name, handles),
            replies,
            others,
        }
    }

    /// Where a successful reply can be one of several things, its body is read before it is known which.
    fn no_stream_among(&mut self, outcomes: &mut [Outcome], pointer: &str) {
        let first = outcomes.first().map(|outcome| outcome.content.clone());
        let same = outcomes
            .iter()
            .all(|outcome| Some(&outcome.content) == first.as_ref());
        if same {
            return;
        }
        let stream = |outcome: &Outcome| matches!(outcome.content.type_(), Type::Stream(..));
        if outcomes.iter().any(stream) {
            self.warn(
                Code::UnsupportedMediaType,
                pointer,
                "a stream is one of several successful replies; it is read to its end, as text",
            );
        }
        outcomes.iter_mut().for_each(buffer);
    }

    /// What a reply has, and the media type that it has it in.
    fn content_of(
        &mut self,
        pointer: &str,
        offered: Option<&'a openapiv3::Content>,
        home: &Home,
    ) -> (Content, Option<String>) {
        let Some((name, media_type, kind)) =
            offered.and_then(|offered| media::choose(self.document, offered))
        else {
            return (Content::Empty, None);
        };
        let pointer = child(pointer, "content");
        let pointer = child(&pointer, name);
        let content = self.content(&pointer, name, media_type, kind, home);
        let accepted = match kind {
            BodyKind::Json => media::sent(name, kind),
            _ => name,
        };
        (content, Some(accepted.to_owned()))
    }

    /// The names of a response's headers and what each says.
    fn header_names(&self, response: &'a Response) -> Vec<(String, Docs)> {
        let docs = |header| {
            let found = component::find(self.document, &HEADERS, String::new(), header);
            let description = found.and_then(|found| found.item.description.as_deref());
            describe::text(None, description)
        };
        let headers = response.headers.iter();
        headers
            .map(|(name, header)| (name.clone(), docs(header)))
            .collect()
    }

    pub(super) fn content(
        &mut self,
        pointer: &str,
        name: &str,
        media_type: &'a openapiv3::MediaType,
        kind: BodyKind,
        home: &Home,
    ) -> Content {
        let at = media::schema(pointer, media_type);
        let mut schema = || Some(self.typed(at.as_ref()?, home).type_);
        match (kind, &at) {
            (BodyKind::Text, _) if media::is_events(name) => match schema() {
                None | Some(Type::String) => Content::TextEvents,
                Some(data) => Content::JsonEvents(data),
            },
            (BodyKind::Text, _) if media::is_json_lines(name) => {
                Content::JsonLines(schema().unwrap_or(Type::Any))
            }
            (BodyKind::Text, _) => {
                if schema().is_some_and(|type_| *type_.plain(&self.models) != Type::String) {
                    self.warn(
                        Code::UnsupportedMediaType,
                        pointer,
                        format!("`{name}` is not read into a type; the reply is a text"),
                    );
                }
                Content::Text
            }
            (BodyKind::Bytes | BodyKind::Multipart, _) => {
                if !self.is_text(media_type) {
                    self.warn(
                        Code::UnsupportedMediaType,
                        pointer,
                        format!("`{name}` is not read into a type; the reply is bytes"),
                    );
                }
                Content::Bytes
            }
            (_, Some(at)) => {
                let typed = self.typed(at, home);
                // `Value` has a null of its own.
                let type_ = if typed.nullable && typed.type_ != Type::Any {
                    typed.type_.optional()
                } else {
                    typed.type_
                };
                if kind != BodyKind::Form {
                    return Content::Json(type_);
                }
                if let Some(fields) = self.form_fields(&type_) {
                    return Content::Form(type_, fields);
                }
                self.warn(
                    Code::UnsupportedMediaType,
                    pointer,
                    "the reply is URL-encoded, but not an object; it is a text",
                );
                Content::Text
            }
            (BodyKind::Form, None) => Content::Text,
            (_, None) => Content::Json(self.untyped(pointer, "media type without schema")),
        }
    }
}

/// An outcome as documentation lists it.
fn reply(outcome: &Outcome) -> Reply {
    Reply {
        status: outcome.status,
        content: outcome.content.clone(),
        docs: outcome.docs.clone(),
        headers: Vec::new(),
    }
}

/// Reads a stream to its end.
fn buffer(outcome: &mut Outcome) {
    match outcome.content.type_() {
        Type::Body => outcome.content = Content::BufferedBytes,
        Type::Stream(..) => outcome.content = Content::Text,
        _ => {}
    }
}

/// Whether a description leaves open what a successful reply has, as where it lists failures alone or only says that all is
/// well: nobody calls a GET for that, so that what the server sends is handed over. A 204 by itself says that it is nothing.
fn tells_no_content(successes: &[Outcome]) -> bool {
    let is_empty = |outcome: &Outcome| outcome.content == Content::Empty;
    let has_room = |outcome: &Outcome| has_body(outcome.status);
    successes.iter().all(is_empty) && (successes.is_empty() || successes.iter().any(has_room))
}

/// What an operation returns; where no success is described, it has what is `bare` of a description.
fn success(outcomes: Vec<Outcome>, bare: Content, name: &str, handles: &mut Scope) -> Success {
    match outcomes.first().map(|outcome| outcome.content.clone()) {
        None => Success::One(bare),
        Some(content) if outcomes.iter().all(|outcome| outcome.content == content) => {
            Success::One(content)
        }
        Some(_) => {
            let name = handles.claim(&format!("{name} response"), "Kind");
            Success::Many(Outcomes {
                name,
                variants: outcomes,
                same_as: None,
            })
        }
    }
}

fn name_outcomes(outcomes: &mut [Outcome]) {
    let mut scope = Scope::new(Case::Variant, &["Self"]);
    for outcome in outcomes {
        outcome.name = scope.claim(&outcome.name, "Status");
    }
}

fn status(code: &StatusCode) -> Status {
    match code {
        StatusCode::Code(code) => Status::Code(*code),
        StatusCode::Range(range) => Status::Range(*range),
    }
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

/// Whether a response only [comes before the reply](https://www.rfc-editor.org/rfc/rfc9110#section-15.2). Behind a 101, there
/// is no other one.
fn is_interim(status: Status) -> bool {
    matches!(status, Status::Code(100 | 102..=199) | Status::Range(1))
}

/// Whether a reply of this status [can have a body](https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1), whatever the
/// description says.
fn has_body(status: Status) -> bool {
    !matches!(
        status,
        Status::Code(100..=199 | 204 | 205 | 304) | Status::Range(1)
    )
}

/// A status in words: its [reason phrase](https://www.rfc-editor.org/rfc/rfc9110#section-15).
fn status_words(status: Status) -> String {
    match status {
        Status::Code(code) => {
            let reason = HttpStatus::from_u16(code)
                .ok()
                .and_then(|status| status.canonical_reason());
            reason.map_or_else(|| format!("Status {code}"), str::to_owned)
        }
        Status::Range(1) => "Informational".to_owned(),
        Status::Range(2) => "Successful".to_owned(),
        Status::Range(3) => "Redirection".to_owned(),
        Status::Range(4) => "Client Error".to_owned(),
        Status::Range(_) => "Server Error".to_owned(),
        Status::Default => "Default".to_owned(),
    }
}
