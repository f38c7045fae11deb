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
        assert_eq!(Base64::from(bytes).to_string(), text);
        assert_eq!(Base64::decode(text), Ok(Base64::from(bytes)));
    }
}

#[test]
fn both_alphabets_are_read_padded_or_not() {
    let bytes = Base64::from(vec![0xfb, 0xff]);
    for text in [r#""+/8=""#, r#""-_8=""#, r#""-_8""#] {
        assert_eq!(from_str(text).as_ref(), Ok(&bytes));
    }
    assert_eq!(to_string(&bytes).unwrap(), r#""+/8=""#);
    for text in ["Z", "Zm9vY", "Zm 9", "Zg==Zg==", "é"] {
        assert!(Base64::decode(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn bytes_survive(bytes: Vec<u8>) {
        let text = Base64::from(bytes.clone()).to_string();
        prop_assert_eq!(Base64::decode(&text), Ok(Base64::from(bytes)));
    }
}
