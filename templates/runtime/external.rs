//! Types of other crates as values in JSON.
//!
//! The macros name the module [`json`](super::json) as `json`, which must be in scope where they are used. Errors do not
//! repeat what the crates say, which may be a part of the value.

/// Types that travel as strings, by `FromStr` and `Display`.
#[allow(unused_macros, reason = "an API uses the kinds that it needs")]
macro_rules! text_types {
    ($($type:ty),* $(,)?) => {$(
        impl json::FromJson for $type {
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> {
                let text = json.string()?;
                text.parse().map_err(|_| {
                    json::DecodeError::new(concat!("expected the text of a ", stringify!($type)))
                })
            }
        }

        impl json::ToJson for $type {
            fn to_json(&self, writer: &mut json::Writer) {
                writer.string(&self.to_string());
            }
        }
    )*};
}

/// Types that travel as numbers, by `FromStr` and `Display`.
#[allow(unused_macros, reason = "an API uses the kinds that it needs")]
macro_rules! number_types {
    ($($type:ty),* $(,)?) => {$(
        impl json::FromJson for $type {
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> {
                let text = json.number()?;
                text.parse().map_err(|_| {
                    json::DecodeError::new(concat!("the number is no ", stringify!($type)))
                })
            }
        }

        impl json::ToJson for $type {
            fn to_json(&self, writer: &mut json::Writer) {
                match self.to_string().parse::<json::Number>() {
                    Ok(number) => json::ToJson::to_json(&number, writer),
                    Err(error) => writer.fail(&error.to_string()),
                }
            }
        }
    )*};
}

/// Types that travel as anything, by serde's traits.
#[allow(unused_macros, reason = "an API uses the kinds that it needs")]
macro_rules! serde_types {
    ($($type:ty),* $(,)?) => {$(
        impl json::FromJson for $type {
            fn from_json(json: &json::Json<'_>) -> Result<Self, json::DecodeError> {
                let value = json::FromJson::from_json(json)?;
                serde_json::from_value(value).map_err(|_| {
                    json::DecodeError::new(concat!("expected a ", stringify!($type)))
                })
            }
        }

        impl json::ToJson for $type {
            fn to_json(&self, writer: &mut json::Writer) {
                match serde_json::to_value(self) {
                    Ok(value) => json::ToJson::to_json(&value, writer),
                    Err(error) => writer.fail(&error.to_string()),
                }
            }
        }
    )*};
}

#[allow(unused_imports, reason = "an API uses the kinds that it needs")]
pub(super) use {number_types, serde_types, text_types};
