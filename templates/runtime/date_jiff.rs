//! Dates and times of the crate `jiff` as texts of RFC 3339.

use jiff::Zoned;
use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};

use super::json::{DecodeError, FromJson, Json, ToJson, Writer};

/// In a zone of the offset alone: the names of zones are no part of RFC 3339.
impl FromJson for Zoned {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        read(json.string()?).ok_or_else(|| DecodeError::new("expected a date-time of RFC 3339"))
    }
}

fn read(text: &str) -> Option<Zoned> {
    let pieces = Pieces::parse(text).ok()?;
    let time: Time = pieces.time()?;
    let offset = pieces.to_numeric_offset()?;
    let timestamp = offset.to_timestamp(pieces.date().to_datetime(time)).ok()?;
    Some(timestamp.to_zoned(TimeZone::fixed(offset)))
}

impl ToJson for Zoned {
    fn to_json(&self, writer: &mut Writer) {
        let timestamp = self.timestamp();
        let text = match self.offset() {
            Offset::UTC => timestamp.to_string(),
            offset => timestamp.display_with_offset(offset).to_string(),
        };
        writer.string(&text);
    }
}

impl FromJson for Date {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        let text = json.string()?;
        text.parse()
            .map_err(|_| DecodeError::new("expected a date of RFC 3339"))
    }
}

impl ToJson for Date {
    fn to_json(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}
