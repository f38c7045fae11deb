use proptest::prelude::*;

use crate::runtime::base64::Base64;
use crate::runtime::json::{from_str, to_string};

#[test]
fn the_vectors_of_rfc_4648_hold() {
    for (bytes, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        let encoded = Base64::from(bytes);
        assert_eq!(encoded.as_str(), text);
        assert_eq!(encoded.decode(), Ok(bytes.into()));
    }
}

#[test]
fn both_alphabets_are_read_padded_or_not_and_kept() {
    for text in [r#""+/8=""#, r#""-_8=""#, r#""-_8""#] {
        let base64: Base64 = from_str(text).unwrap();
        assert_eq!(base64.decode(), Ok(vec![0xfb, 0xff].into()));
        assert_eq!(to_string(&base64).unwrap(), text);
    }
    for text in ["Z", "Zm9vY", "Zm 9", "Zg==Zg==", "é"] {
        let base64 = Base64::from_text(text);
        assert!(base64.decode().is_err(), "{text}");
        assert_eq!(base64.to_string(), text);
    }
}

proptest! {
    #[test]
    fn bytes_survive(bytes: Vec<u8>) {
        prop_assert_eq!(Base64::from(bytes.clone()).decode(), Ok(bytes.into()));
    }
}
