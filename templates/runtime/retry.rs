//! When a request is sent again, and after which wait.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::time::Duration;

use http::{HeaderMap, StatusCode, header};

use super::error::Failure;
use super::send::Outcome;

/// How often a failed request is tried again.
///
/// Only a request that does no more when it is sent twice is retried: that of an idempotent operation, or one with an
/// `Idempotency-Key` or `X-Idempotency-Key`, whether or not it is a parameter of the operation. Any other one is retried
/// only if no connection could be made, so that the server has seen nothing of it. Retried are failed connections and
/// the statuses 408, 429, 500, 502, 503 and 504.
///
/// The time of all attempts together is bounded by the [timeout](super::ClientBuilder::timeout) of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    first_delay: Duration,
    max_delay: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            first_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(10),
        }
    }
}

impl RetryPolicy {
    /// Every request is sent once.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// The number of times that a request is sent at most (default 3).
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The wait after the first attempt (default 250 ms). It doubles with each further one, and up to half of it is
    /// left out at random, so that clients that failed together do not come back together.
    #[must_use]
    pub fn first_delay(mut self, delay: Duration) -> Self {
        self.first_delay = delay;
        self
    }

    /// The longest wait (default 10 s). A server that asks for a longer one with `Retry-After` is not asked again.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// How long to wait before the next attempt; `None` if `outcome` is final.
    pub(super) fn delay(
        &self,
        attempt: u32,
        outcome: &Result<Outcome, Failure>,
        idempotent: bool,
    ) -> Option<Duration> {
        if attempt >= self.max_attempts {
            return None;
        }
        match outcome {
            Ok(outcome) if idempotent && is_transient(outcome.reply.status()) => {
                match retry_after(outcome.reply.headers()) {
                    Some(delay) => (delay <= self.max_delay).then_some(delay),
                    None => Some(self.backoff(attempt)),
                }
            }
            Err(Failure::Transport(error)) if idempotent || error.is_connect() => {
                Some(self.backoff(attempt))
            }
            _ => None,
        }
    }

    fn backoff(&self, attempt: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let longest = self.first_delay.saturating_mul(doubled).min(self.max_delay);
        // The keys of a new hasher are random, which saves a dependency on a generator of random numbers.
        let random = RandomState::new().hash_one(attempt) >> 32;
        longest.mul_f64(0.5 + random as f64 / 2_f64.powi(33))
    }
}

/// Whether the same request may well succeed a little later.
pub(super) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// The wait that a server asks for, in seconds or until a date
/// ([RFC 9110, section 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = parse_date(text)?;
    // The server's own clock, if it tells the time: ours may differ from it.
    let now = headers
        .get(header::DATE)
        .and_then(|date| parse_date(date.to_str().ok()?))
        .or_else(unix_time)?;
    Some(Duration::from_secs(until.saturating_sub(now)))
}

#[cfg(not(target_family = "wasm"))]
fn unix_time() -> Option<u64> {
    let now = std::time::SystemTime::now();
    let since = now.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}

/// The system clock of a browser is out of the standard library's reach.
#[cfg(target_family = "wasm")]
fn unix_time() -> Option<u64> {
    None
}

/// Seconds since 1970 of a date like `Sun, 06 Nov 1994 08:49:37 GMT`, or in one of the two older forms that have to be
/// understood: `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`
/// ([RFC 9110, section 5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)).
fn parse_date(text: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let date = text.strip_suffix(" GMT").unwrap_or(text);
    let parts: Vec<&str> = date
        .split([' ', ',', '-', ':'])
        .filter(|part| !part.is_empty())
        .collect();
    let (day, month, year, time) = match *parts.as_slice() {
        [_, month, day, hour, minute, second, year] if MONTHS.contains(&month) => {
            (day, month, year, [hour, minute, second])
        }
        [_, day, month, year, hour, minute, second] => (day, month, year, [hour, minute, second]),
        _ => return None,
    };
    let number = |text: &str| text.parse::<u64>().ok();
    let [hour, minute, second] = time.map(number);
    let (day, hour, minute, second) = (number(day)?, hour?, minute?, second?);
    let month = MONTHS.iter().position(|name| *name == month)? as u64;
    let year = match number(year)? {
        short @ 0..70 => short + 2000,
        short @ 70..100 => short + 1900,
        year => year,
    };
    let is_time = hour < 24 && minute < 60 && second < 61;
    if !(1970..10_000).contains(&year) || day > 31 || !is_time {
        return None;
    }
    // Counted in years that begin in March, so that the leap day is the last one.
    let (year, month) = match month {
        0 | 1 => (year - 1, month + 10),
        _ => (year, month - 2),
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    let day_of_year = (153 * month + 2) / 5 + day;
    // 719 469 days lie between March of the year 0 and 1970.
    let days = (365 * year + leap_days + day_of_year).checked_sub(719_469)?;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}
