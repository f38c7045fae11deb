use std::fmt;
use std::str::FromStr;

use super::{DecodeError, EncodeError, FromJson, Json, ToJson, Writer, to_string};

/// A JSON number exactly as it is written, for values that neither 64-bit integers nor `f64` hold.
///
/// Compares as text: `1.0` and `1` are different.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// The number as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value, if it is a whole number that fits.
    pub fn as_i64(&self) -> Option<i64> {
        integer(&self.0)
    }

    /// The value, if it is a whole number that fits.
    pub fn as_u64(&self) -> Option<u64> {
        integer(&self.0)
    }

    /// The nearest `f64`, if there is a finite one.
    pub fn as_f64(&self) -> Option<f64> {
        float(&self.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Number {
    type Err = DecodeError;

    /// Accepts a number of JSON's grammar, without white space around it.
    fn from_str(text: &str) -> Result<Self, DecodeError> {
        let document = Json::parse(text.as_bytes())?;
        match document.json().digits() {
            Some(number) if number.len() == text.len() => Ok(Self(number.into())),
            _ => Err(DecodeError::expected(
                "nothing but a number",
                &document.json(),
            )),
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string().into())
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value.to_string().into())
    }
}

impl TryFrom<f64> for Number {
    type Error = EncodeError;

    /// Fails for a NaN and the infinities.
    fn try_from(value: f64) -> Result<Self, EncodeError> {
        to_string(&value).map(|text| Self(text.into()))
    }
}

impl FromJson for Number {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        json.number().map(|text| Self(text.into()))
    }
}

impl ToJson for Number {
    fn to_json(&self, writer: &mut Writer) {
        writer.number(&self.0);
    }
}

/// The integer that a number of JSON's grammar stands for, if `T` holds it.
pub(super) fn integer<T: FromStr>(text: &str) -> Option<T> {
    match text.parse() {
        Ok(value) => Some(value),
        Err(_) => integral(text)?.parse().ok(),
    }
}

/// The nearest floating-point number, if it is finite.
pub(super) fn float(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// What a [`serde_json::Value`] holds of a number of JSON's grammar.
pub(super) fn value(text: &str) -> Option<serde_json::Number> {
    // `-0` is a floating-point number: no integer has its sign.
    let signed = text.parse::<i64>().ok().filter(|_| text != "-0");
    match (signed, text.parse::<u64>()) {
        (Some(value), _) => Some(value.into()),
        (None, Ok(value)) => Some(value.into()),
        (None, Err(_)) => float(text).and_then(serde_json::Number::from_f64),
    }
}

/// Whether a number of JSON's grammar has no fraction.
pub(super) fn is_integer(text: &str) -> bool {
    !text.contains(['.', 'e', 'E']) || integral(text).is_some()
}

/// The plain digits of a whole number that is written with a point or an exponent: `3.0`, `1.5e3`, `-0`.
fn integral(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => ("-", mantissa),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    if digits.is_empty() {
        // Whatever the exponent.
        return Some("0".to_owned());
    }
    let exponent = i64::from(exponent.parse::<i32>().ok()?);
    let shift = exponent - i64::try_from(fraction.len()).ok()?;
    if shift < 0 {
        let fraction = usize::try_from(-shift).ok()?;
        let (whole, fraction) = digits.split_at_checked(digits.len().checked_sub(fraction)?)?;
        let zeros = fraction.bytes().all(|digit| digit == b'0');
        return zeros.then(|| format!("{sign}{whole}"));
    }
    // Far beyond 64 bits already; a short text must not grow into a long one.
    let zeros = usize::try_from(shift).ok().filter(|&zeros| zeros <= 40)?;
    Some(format!("{sign}{digits}{}", "0".repeat(zeros)))
}
