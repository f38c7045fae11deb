//! Replies in pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, header};

use super::call::{Call, Pending};
use super::client::Settings;
use super::draft::Draft;
use super::error::Error;
use super::percent::{self, Keep};
use super::redirect;
use super::reply::Response;
use super::transport::MaybeSend;

/// How the next page is asked for: with the same call, but for one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next(Step);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Gives a query parameter this value.
    Set(&'static str, String),
    /// Adds to a query parameter, which has the last value if it is not given.
    Add(&'static str, u64, u64),
    Follow(String),
}

impl Next {
    /// With a query parameter that says where the next page begins, as a cursor does. None or an empty text is the end,
    /// and so is 0: no page after another one begins there, but servers that have no `null` write it.
    pub fn query<V: ToString>(name: &'static str, value: Option<V>) -> Option<Self> {
        let value = value?.to_string();
        (!matches!(value.as_str(), "" | "0")).then_some(Self(Step::Set(name, value)))
    }

    /// With a query parameter that counts what lies before the page, from 0; `taken` is what was on this page. Nothing
    /// on it is the end.
    pub fn offset(name: &'static str, taken: usize) -> Option<Self> {
        (taken > 0).then_some(Self(Step::Add(name, taken as u64, 0)))
    }

    /// With a query parameter that counts pages, starting from `first`, if there are `more`.
    pub fn page(name: &'static str, first: u64, more: bool) -> Option<Self> {
        more.then_some(Self(Step::Add(name, 1, first)))
    }

    /// With the URL that a `Link` header names as the `next` one
    /// ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288#section-3)). None is the end.
    pub fn link(headers: &HeaderMap) -> Option<Self> {
        headers
            .get_all(header::LINK)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .find_map(|links| split(links, ',').into_iter().find_map(next_target))
            .and_then(Self::url)
    }

    /// With a URL, absolute or relative to that of this page, on the same server. An empty one is the end.
    pub fn url(url: &str) -> Option<Self> {
        (!url.is_empty()).then(|| Self(Step::Follow(url.to_owned())))
    }

    /// Changes a request for a page into one for the next; says why if that makes no sense.
    fn apply(&self, draft: &mut Draft, settings: &Settings) -> Result<(), String> {
        match &self.0 {
            Step::Set(name, value) => set(&mut draft.query, name, value),
            Step::Add(name, step, first) => {
                let prefix = percent::encode(name, Keep::Unreserved) + "=";
                let current = draft
                    .query
                    .split('&')
                    .find_map(|pair| pair.strip_prefix(&prefix));
                let current = current.and_then(|text| text.parse().ok()).unwrap_or(*first);
                set(
                    &mut draft.query,
                    name,
                    &current.saturating_add(*step).to_string(),
                )
            }
            Step::Follow(reference) => {
                let here = draft.url(settings).map_err(|error| error.to_string())?;
                let next = redirect::resolve(&here, reference)
                    .ok_or_else(|| format!("`{reference}` is no URL of a next page"))?;
                // It would see the credentials.
                if redirect::is_same_origin(&here, &next) != Some(true) {
                    return Err(format!("the next page, `{next}`, is on another server"));
                }
                if next == here {
                    return Err(same_page());
                }
                draft.url = Some(next);
                Ok(())
            }
        }
    }
}

/// Gives a query parameter a value in place of the one it may have.
fn set(query: &mut String, name: &str, value: &str) -> Result<(), String> {
    let name = percent::encode(name, Keep::Unreserved) + "=";
    let pair = format!("{name}{}", percent::encode(value, Keep::Unreserved));
    if query.split('&').any(|other| other == pair) {
        return Err(same_page());
    }
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.retain(|other| !other.is_empty() && !other.starts_with(&name));
    pairs.push(&pair);
    *query = pairs.join("&");
    Ok(())
}

#[cold]
fn same_page() -> String {
    "the server names the same page as the next one".to_owned()
}

/// The target of a link whose relation is `next`.
fn next_target(link: &str) -> Option<&str> {
    let mut parts = split(link, ';').into_iter();
    let target = parts.next()?.strip_prefix('<')?.strip_suffix('>')?;
    let is_next = |parameter: &str| {
        let Some((name, value)) = parameter.split_once('=') else {
            return false;
        };
        let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
        name.trim().eq_ignore_ascii_case("rel")
            && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
    };
    parts.any(is_next).then_some(target)
}

/// Splits where `separator` stands neither in quotes nor in angle brackets.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut closing = None;
    text.split(|character: char| {
        match (closing, character) {
            (None, '"') => closing = Some('"'),
            (None, '<') => closing = Some('>'),
            (Some(end), _) if end == character => closing = None,
            (None, _) => return character == separator,
            _ => {}
        }
        false
    })
    .map(str::trim)
    .collect()
}

impl<T, E> Call<'_, T, E> {
    /// This call for its page, and further ones as long as `next` says how. Each is sent when it is asked for. A body
    /// that can be read only once allows for a single page.
    pub fn pages(self, next: fn(&Response<T>) -> Option<Next>) -> Pages<T, E> {
        let settings = Arc::clone(&self.client.settings);
        let endpoint = self.endpoint;
        let mut request = self.draft.try_clone();
        Pages::new(self.send(), move |page| {
            let step = next(page)?;
            let draft = request.as_mut()?;
            let problem = step.apply(draft, &settings).err();
            let mut copy = draft.try_clone()?;
            if let Some(problem) = problem {
                copy.refuse(problem);
            }
            Some(Pending::new(
                Arc::clone(&settings),
                Box::new(copy),
                endpoint,
            ))
        })
    }
}

/// Pages, one after the other. The first failure ends them.
#[must_use = "pages are asked for when they are awaited"]
pub struct Pages<T: 'static, E: 'static> {
    pending: Option<Pending<T, E>>,
    next: Following<T, E>,
}

#[cfg(not(target_family = "wasm"))]
type Following<T, E> = Box<dyn FnMut(&Response<T>) -> Option<Pending<T, E>> + Send>;
#[cfg(target_family = "wasm")]
type Following<T, E> = Box<dyn FnMut(&Response<T>) -> Option<Pending<T, E>>>;

impl<T, E> Pages<T, E> {
    /// The pages that begin with `first`; `next` makes the call for the page after one, if there is any.
    pub fn new(
        first: Pending<T, E>,
        next: impl FnMut(&Response<T>) -> Option<Pending<T, E>> + MaybeSend + 'static,
    ) -> Self {
        Self {
            pending: Some(first),
            next: Box::new(next),
        }
    }

    /// What is on the pages, as `take` takes it from each.
    pub fn items<I>(self, take: fn(T) -> Vec<I>) -> Items<I, T, E> {
        Items {
            pages: self,
            take,
            items: Vec::new().into_iter(),
        }
    }

    /// The next page; `None` after the last. Dropping the future loses nothing.
    ///
    /// # Errors
    /// Those of a call. A server that names the page itself or another server for the next page: [`Error::Request`].
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T, E> Stream for Pages<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(pending) = &mut this.pending else {
            return Poll::Ready(None);
        };
        let result = ready!(Pin::new(pending).poll(context));
        this.pending = result.as_ref().ok().and_then(&mut this.next);
        Poll::Ready(Some(result.map(Response::into_value)))
    }
}

impl<T, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("pending", &self.pending)
            .finish_non_exhaustive()
    }
}

/// What is on all pages, one after the other. The first failure ends them.
#[must_use = "pages are asked for when they are awaited"]
pub struct Items<I, T: 'static, E: 'static> {
    pages: Pages<T, E>,
    take: fn(T) -> Vec<I>,
    items: std::vec::IntoIter<I>,
}

impl<I, T, E> Items<I, T, E> {
    /// The next item; `None` after the last. Dropping the future loses nothing.
    ///
    /// # Errors
    /// Those of [`Pages::next`].
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>>
    where
        I: Unpin,
    {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<I: Unpin, T, E> Stream for Items<I, T, E> {
    type Item = Result<I, Error<E>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)?) {
                Some(page) => this.items = (this.take)(page).into_iter(),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<I, T, E> fmt::Debug for Items<I, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("items", &self.items.len())
            .finish_non_exhaustive()
    }
}
