//! Rules for what is sent: bounds of numbers, lengths, patterns.

#![allow(dead_code, reason = "an API uses the rules that it has")]

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fmt::{self, Display};
use std::sync::OnceLock;

use regex_lite::Regex;

use super::call::Call;
use super::client::ClientBuilder;
use super::error::RequestError;
use super::json::{self, DecodeError, Json, Nullable, ToJson, View};

/// A rule of the description that a value breaks.
///
/// Displayed as `address.country: must match ^[A-Z]{2}$`. Never contains the value itself, so that it can be logged.
#[derive(Clone, PartialEq, Eq)]
pub struct ValidationError(DecodeError);

impl ValidationError {
    #[cold]
    fn new(message: String) -> Self {
        Self(DecodeError::new(message))
    }

    /// The place of the value, as in `address.country`; empty for the value itself.
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// The rule.
    pub fn message(&self) -> &str {
        self.0.message()
    }
}

impl Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ValidationError")
            .field(&self.to_string())
            .finish()
    }
}

impl Error for ValidationError {}

/// What a check results in.
pub type Checked = Result<(), ValidationError>;

impl ClientBuilder {
    /// Whether requests are checked against the rules of the description before they are sent (default: not). What
    /// breaks a rule is an [`Error::Request`](super::Error::Request), and nothing is sent.
    pub fn validate_requests(mut self, validate: bool) -> Self {
        self.validate_requests = validate;
        self
    }
}

impl<T, E> Call<'_, T, E> {
    /// Checks an argument, if the client is to.
    #[inline]
    pub(crate) fn check(mut self, argument: &str, check: impl FnOnce() -> Checked) -> Self {
        if self.client.settings.validate_requests
            && let Err(error) = at(argument, check)
        {
            let problem = || RequestError::because("the request breaks a rule", error.into());
            self.draft.problem.get_or_insert_with(problem);
        }
        self
    }
}

/// Makes a check, its result seen from the object that holds the field.
#[inline]
pub(crate) fn at(field: &str, check: impl FnOnce() -> Checked) -> Checked {
    check().map_err(|error| ValidationError(error.0.at_field(field)))
}

/// Checks all that a value holds.
#[inline]
pub(crate) fn each<T: Each + ?Sized>(value: &T, check: impl Fn(&T::Item) -> Checked) -> Checked {
    value.each(check)
}

/// A value that holds others.
pub(crate) trait Each {
    /// What it holds.
    type Item;

    /// Checks all that it holds.
    fn each(&self, check: impl Fn(&Self::Item) -> Checked) -> Checked;
}

impl<T> Each for Option<T> {
    type Item = T;

    fn each(&self, check: impl Fn(&T) -> Checked) -> Checked {
        self.as_ref().map_or(Ok(()), check)
    }
}

impl<T> Each for Nullable<T> {
    type Item = T;

    fn each(&self, check: impl Fn(&T) -> Checked) -> Checked {
        self.as_option().map_or(Ok(()), check)
    }
}

impl<T> Each for [T] {
    type Item = T;

    fn each(&self, check: impl Fn(&T) -> Checked) -> Checked {
        self.iter().enumerate().try_for_each(|(index, item)| {
            check(item).map_err(|error| ValidationError(error.0.at_index(index)))
        })
    }
}

impl<T> Each for Vec<T> {
    type Item = T;

    fn each(&self, check: impl Fn(&T) -> Checked) -> Checked {
        self.as_slice().each(check)
    }
}

impl<T> Each for BTreeMap<String, T> {
    type Item = T;

    fn each(&self, check: impl Fn(&T) -> Checked) -> Checked {
        self.iter()
            .try_for_each(|(name, value)| at(name, || check(value)))
    }
}

/// A regular expression, compiled when it is first used.
pub(crate) struct Pattern {
    text: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A regular expression that oasmith has seen to be one.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self {
            text,
            compiled: OnceLock::new(),
        }
    }
}

/// `pattern`
pub(crate) fn pattern(value: &str, pattern: &Pattern) -> Checked {
    let compiled = pattern
        .compiled
        .get_or_init(|| Regex::new(pattern.text).ok());
    let matches = compiled.as_ref().is_none_or(|regex| regex.is_match(value));
    must(matches, || format!("match {}", pattern.text))
}

/// `minLength`
pub(crate) fn min_length(value: &str, limit: usize) -> Checked {
    let enough = value.chars().count() >= limit;
    must(enough, || format!("have {limit} characters or more"))
}

/// `maxLength`
pub(crate) fn max_length(value: &str, limit: usize) -> Checked {
    let few = value.chars().count() <= limit;
    must(few, || format!("have {limit} characters or fewer"))
}

/// `minimum`
pub(crate) fn minimum<T: PartialOrd + Display>(value: T, limit: T) -> Checked {
    must(value >= limit, || format!("be {limit} or more"))
}

/// `maximum`
pub(crate) fn maximum<T: PartialOrd + Display>(value: T, limit: T) -> Checked {
    must(value <= limit, || format!("be {limit} or less"))
}

/// `exclusiveMinimum`
pub(crate) fn exclusive_minimum<T: PartialOrd + Display>(value: T, limit: T) -> Checked {
    must(value > limit, || format!("be more than {limit}"))
}

/// `exclusiveMaximum`
pub(crate) fn exclusive_maximum<T: PartialOrd + Display>(value: T, limit: T) -> Checked {
    must(value < limit, || format!("be less than {limit}"))
}

/// `multipleOf` an integer
pub(crate) fn multiple_of(value: i128, divisor: i128) -> Checked {
    let whole = value.checked_rem(divisor).is_none_or(|rest| rest == 0);
    must(whole, || format!("be a multiple of {divisor}"))
}

/// `multipleOf`, as far as floating-point numbers can tell: `0.3` is a multiple of `0.1`
pub(crate) fn multiple_of_float(value: f64, divisor: f64) -> Checked {
    let times = value / divisor;
    let near = (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0);
    must(near, || format!("be a multiple of {divisor}"))
}

/// `minItems`
pub(crate) fn min_items<T>(value: &[T], limit: usize) -> Checked {
    let enough = value.len() >= limit;
    must(enough, || format!("have {limit} elements or more"))
}

/// `maxItems`
pub(crate) fn max_items<T>(value: &[T], limit: usize) -> Checked {
    let few = value.len() <= limit;
    must(few, || format!("have {limit} elements or fewer"))
}

/// `uniqueItems`
pub(crate) fn unique_items<T: ToJson>(value: &[T]) -> Checked {
    let mut seen = HashSet::new();
    let unique = value
        .iter()
        .filter_map(|item| json::to_vec(item).ok())
        .all(|item| seen.insert(item));
    must(unique, || "have no element twice".to_owned())
}

/// `minProperties`
pub(crate) fn min_properties(value: &impl ToJson, limit: usize) -> Checked {
    let enough = properties(value).is_none_or(|count| count >= limit);
    must(enough, || format!("have {limit} properties or more"))
}

/// `maxProperties`
pub(crate) fn max_properties(value: &impl ToJson, limit: usize) -> Checked {
    let few = properties(value).is_none_or(|count| count <= limit);
    must(few, || format!("have {limit} properties or fewer"))
}

/// How many properties an object is sent with.
fn properties(value: &impl ToJson) -> Option<usize> {
    let text = json::to_vec(value).ok()?;
    match Json::parse(&text).ok()?.json().view() {
        View::Object(fields) => Some(fields.len()),
        _ => None,
    }
}

fn must(holds: bool, rule: impl FnOnce() -> String) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(ValidationError::new(format!("must {}", rule())))
    }
}
