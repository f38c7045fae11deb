//! Dates and times of the crate `time` as texts of RFC 3339.

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime};

use super::json::{DecodeError, FromJson, Json, ToJson, Writer};

impl FromJson for OffsetDateTime {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        Self::parse(json.string()?, &Rfc3339)
            .map_err(|_| DecodeError::new("expected a date-time of RFC 3339"))
    }
}

impl ToJson for OffsetDateTime {
    fn to_json(&self, writer: &mut Writer) {
        match self.format(&Rfc3339) {
            Ok(text) => writer.string(&text),
            Err(error) => writer.fail(&error.to_string()),
        }
    }
}

impl FromJson for Date {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        Self::parse(json.string()?, &Iso8601::DATE)
            .map_err(|_| DecodeError::new("expected a date of RFC 3339"))
    }
}

impl ToJson for Date {
    fn to_json(&self, writer: &mut Writer) {
        match self.format(&Iso8601::DATE) {
            Ok(text) => writer.string(&text),
            Err(error) => writer.fail(&error.to_string()),
        }
    }
}
