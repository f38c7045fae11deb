//! Values of external types keep what they have to keep.

use crate::{types_dates_chrono, types_dates_jiff, types_dates_time, types_formats};

/// What becomes of a document that is read and written.
macro_rules! round {
    ($module:ident::$model:ident, $text:expr) => {{
        use $module::{models::$model, runtime::json};
        json::from_str::<$model>($text)
            .map(|value| json::to_string(&value).unwrap())
            .map_err(|error| error.to_string())
    }};
}

#[test]
fn dates_keep_their_instant_and_offset() {
    for text in [
        r#"{"at":"2024-05-01T10:00:00Z","day":null}"#,
        r#"{"at":"2024-05-01T10:00:00.125+09:00","day":"2024-02-29"}"#,
        r#"{"at":"2024-12-31T23:59:59-03:30","others":["0001-01-01T00:00:00Z"]}"#,
    ] {
        let same = Ok(text.to_owned());
        assert_eq!(round!(types_dates_chrono::Event, text), same);
        assert_eq!(round!(types_dates_time::Event, text), same);
        assert_eq!(round!(types_dates_jiff::Event, text), same);
    }
}

#[test]
fn what_is_no_date_is_told() {
    for at in ["2024-05-01T10:00:00", "2024-05-01", "yesterday", ""] {
        let text = format!(r#"{{"at":"{at}"}}"#);
        let error = Err("at: expected a date-time of RFC 3339".to_owned());
        assert_eq!(round!(types_dates_chrono::Event, &text), error);
        assert_eq!(round!(types_dates_time::Event, &text), error);
        assert_eq!(round!(types_dates_jiff::Event, &text), error);
    }
}

#[test]
fn formats_are_read_and_written_by_their_types() {
    let id = "6c1b2f1e-0f0e-4c1a-9a52-2a3d1a0f5b11";
    let text =
        format!(r#"{{"id":"{id}","price":19.90,"weight":0.1,"home":"https://example.com/"}}"#);
    assert_eq!(round!(types_formats::Pet, &text), Ok(text.clone()));
    let wrong = text.replace(id, "secret");
    let error = Err("id: expected the text of a uuid::Uuid".to_owned());
    assert_eq!(round!(types_formats::Pet, &wrong), error);
}
