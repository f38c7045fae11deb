//! Dates and times of the crate `chrono` as texts of RFC 3339.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};

use super::json::{DecodeError, FromJson, Json, ToJson, Writer};

impl FromJson for DateTime<FixedOffset> {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        Self::parse_from_rfc3339(json.string()?)
            .map_err(|_| DecodeError::new("expected a date-time of RFC 3339"))
    }
}

impl ToJson for DateTime<FixedOffset> {
    fn to_json(&self, writer: &mut Writer) {
        writer.string(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

impl FromJson for NaiveDate {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        let text = json.string()?;
        text.parse()
            .map_err(|_| DecodeError::new("expected a date of RFC 3339"))
    }
}

impl ToJson for NaiveDate {
    fn to_json(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}
