//! What the models make of JSON: read, written again, and in between as the types say.

use std::fmt::Debug;

use serde_json::Value;

/// Reads `$text` as `$type` of a fixture, checks the value, writes it, and expects the same text.
macro_rules! round_trip {
    ($fixture:ident::$type:ident, $text:literal, $value:expr) => {{
        use crate::$fixture::{models::*, runtime::json};
        let value: $type = json::from_slice($text.as_bytes()).unwrap();
        assert_eq!(value, $value);
        let written = json::to_vec(&value).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), $text);
    }};
}

/// The error of reading `$text` as `$type`.
macro_rules! refusal {
    ($fixture:ident::$type:ident, $text:literal) => {{
        use crate::$fixture::{models::*, runtime::json};
        refused(json::from_slice::<$type>($text.as_bytes()))
    }};
}

mod tags;

fn refused<T: Debug>(result: Result<T, impl ToString>) -> String {
    result.unwrap_err().to_string()
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn absent_null_and_present_are_three_states() {
    use crate::struct_presence::{models::Account, runtime::json::Nullable};
    let account = |note| Account {
        id: "1".into(),
        closed_at: None,
        name: None,
        note,
    };
    round_trip!(
        struct_presence::Account,
        r#"{"id":"1","closed_at":null}"#,
        account(Nullable::Absent)
    );
    round_trip!(
        struct_presence::Account,
        r#"{"id":"1","closed_at":null,"note":null}"#,
        account(Nullable::Null)
    );
    let present = account(Nullable::Value("n".into()));
    round_trip!(
        struct_presence::Account,
        r#"{"id":"1","closed_at":null,"note":"n"}"#,
        present
    );
    assert_eq!(
        refusal!(struct_presence::Account, r#"{"closed_at":null}"#),
        "id: required, but missing"
    );
}

#[test]
fn the_empty_text_stands_for_a_value() {
    use crate::or_empty_text::models::*;
    use crate::or_empty_text::runtime::emptyable::Emptyable;
    use crate::or_empty_text::runtime::json::Nullable;

    round_trip!(
        or_empty_text::Parcel,
        r#"{"sender":{"name":"Jo"},"receiver":"","label":"","weights":[1.5]}"#,
        Parcel::new(Sender::new("Jo"), Label::Empty)
            .receiver(Emptyable::Empty)
            .weights(vec![1.5])
    );
    round_trip!(
        or_empty_text::Parcel,
        r#"{"sender":"","receiver":null,"label":{"day":1},"weights":""}"#,
        Parcel::new(Emptyable::Empty, Day::new(1).into())
            .receiver(Nullable::Null)
            .weights(Emptyable::Empty)
    );
    assert_eq!(
        refusal!(or_empty_text::Parcel, r#"{"sender":"Jo","label":""}"#),
        "sender: expected an object, found a string"
    );
    let heavy = Parcel::new(Emptyable::Empty, Label::Empty).weights(vec![1.0, 2.0, 3.0]);
    assert!(heavy.validate().is_err());
    assert!(heavy.weights(Emptyable::Empty).validate().is_ok());
}

#[test]
fn values_that_no_description_lists_survive() {
    round_trip!(enum_strings::Vote, r#""+1""#, Vote::Plus1);
    round_trip!(enum_strings::Vote, r#""+2""#, Vote::Unknown("+2".into()));
    round_trip!(enum_strings::Blank, r#""""#, Blank::Empty);
    round_trip!(enum_strings::Blank, r#""NONE""#, Blank::NoneX80bd);
    round_trip!(enum_numbers::Port, "-1", Port::Minus1);
    round_trip!(enum_numbers::Port, "8080", Port::Unknown(8080));
    round_trip!(enum_numbers::Mixed, "true", Mixed::True);
    round_trip!(enum_numbers::Mixed, r#"[1]"#, Mixed::Unknown(value("[1]")));
}

#[test]
fn integers_keep_every_digit() {
    let text = r#"{"plain":1,"small":2,"big":3,"huge":99999999999999999999}"#;
    use crate::integers::{models::Integers, runtime::json};
    let value: Integers = json::from_slice(text.as_bytes()).unwrap();
    assert_eq!(
        String::from_utf8(json::to_vec(&value).unwrap()).unwrap(),
        text
    );
    assert!(
        refusal!(
            integers::Integers,
            r#"{"plain":1,"small":2147483648,"big":3}"#
        )
        .starts_with("small: ")
    );
}

#[test]
fn what_has_no_field_stays_beside_the_fields() {
    round_trip!(
        maps::Open,
        r#"{"id":"1","a":2}"#,
        Open {
            id: "1".into(),
            additional_properties: [("a".to_owned(), 2)].into()
        }
    );
    assert!(refusal!(maps::Open, r#"{"id":"1","a":"b"}"#).starts_with("a: "));
}

#[test]
fn a_tag_chooses_the_member() {
    round_trip!(
        one_of_discriminator_mapping::Pet,
        r#"{"type":"kitten","lives":9}"#,
        Pet::Cat(Cat {
            r#type: "kitten".into(),
            lives: 9
        })
    );
    let fish = r#"{"type":"fish"}"#;
    round_trip!(
        one_of_discriminator_mapping::Pet,
        r#"{"type":"fish"}"#,
        Pet::Unknown(value(fish))
    );
    // What contradicts its tag is kept as it is.
    let cat = r#"{"type":"cat"}"#;
    round_trip!(
        one_of_discriminator_mapping::Pet,
        r#"{"type":"cat"}"#,
        Pet::Unknown(value(cat))
    );
    round_trip!(
        one_of_tag_outside_members::Channel,
        r#"{"channel_type":"sms","number":"1"}"#,
        Channel::Sms(Sms { number: "1".into() })
    );
}

#[test]
fn the_kind_of_json_chooses_the_member() {
    round_trip!(one_of_json_type::Figure, "3", Figure::Integer(3));
    round_trip!(one_of_json_type::Figure, "3.5", Figure::Number(3.5));
    round_trip!(
        one_of_json_type::Input,
        r#"["a"]"#,
        Input::StringList(vec!["a".into()])
    );
    round_trip!(
        one_of_json_type::Input,
        r#"{"file":"f"}"#,
        Input::File(InputFile { file: "f".into() })
    );
    round_trip!(one_of_json_type::Input, "null", Input::Unknown(Value::Null));
}

#[test]
fn constants_and_own_properties_choose_the_member() {
    round_trip!(
        one_of_constant::Event,
        r#"{"event":"purged"}"#,
        Event::Deleted(EventDeleted {
            event: EventDeletedEvent::Purged,
            by: None,
        })
    );
    round_trip!(
        one_of_own_property::Payment,
        r#"{"iban":"DE"}"#,
        Payment::Iban(Iban { iban: "DE".into() })
    );
    round_trip!(
        one_of_own_property::Payment,
        "{}",
        Payment::Cash(Cash { currency: None })
    );
}

#[test]
fn what_fits_exactly_is_tried_first() {
    round_trip!(
        one_of_attempts::Either,
        r#"{"id":"1"}"#,
        Either::Small(Small { id: "1".into() })
    );
    round_trip!(
        one_of_attempts::Either,
        r#"{"id":"1","more":"m"}"#,
        Either::Large(Large {
            id: "1".into(),
            more: Some("m".into()),
        })
    );
}

#[test]
fn null_chooses_the_member_that_has_it() {
    use crate::one_of_attempts::{models::NullTells, runtime::json};
    round_trip!(
        one_of_attempts::NullTells,
        r#"{"company":null}"#,
        NullTells::Company(NullTellsCompany {
            company: json::Nullable::Null
        })
    );
    round_trip!(
        one_of_attempts::NullTells,
        r#"{"person":null}"#,
        NullTells::Person(NullTellsPerson {
            person: json::Nullable::Null
        })
    );
    // Null for what another member has does no harm where this one is told by more.
    let read: NullTells = json::from_slice(br#"{"person":null,"company":"c"}"#).unwrap();
    assert!(matches!(read, NullTells::Company(_)));
}

#[test]
fn a_union_shares_the_object_with_fields() {
    round_trip!(
        union_beside_properties::Task,
        r#"{"id":"1","image":"i"}"#,
        Task {
            id: "1".into(),
            kind: None,
            kind_union: TaskKind::Image(TaskKindImage { image: "i".into() })
        }
    );
}

#[test]
fn a_recursive_schema_without_a_value_can_be_read() {
    round_trip!(
        recursion_without_a_value::Either,
        r#""a""#,
        Either::String("a".into())
    );
    assert!(
        refusal!(recursion_without_a_value::Endless, r#"{"next":{}}"#).starts_with("next.next: ")
    );
}

#[test]
fn what_a_component_allows_to_be_null_is_so_wherever_it_stands() {
    use crate::nullable::{models::Maybe, runtime::json::Nullable};
    let inner = Maybe::default().us(vec![None]);
    round_trip!(
        nullable::Maybe,
        r#"{"me":{"us":[null]},"all":{"x":null},"any":null}"#,
        Maybe::default()
            .me(Box::new(inner))
            .all([("x".to_owned(), None)].into())
            .any(Nullable::Null)
    );
}

#[test]
fn tuples_keep_what_each_place_holds() {
    round_trip!(tuples::Pair, r#"["a",1]"#, ("a".to_owned(), Some(1)));
    round_trip!(tuples::Pair, r#"["a",null]"#, ("a".to_owned(), None));
    assert_eq!(
        refusal!(tuples::Pair, r#"["a"]"#),
        "expected a further element, found the end of the list"
    );
    assert_eq!(
        refusal!(tuples::Pair, r#"["a",1,2]"#),
        "[2]: expected no further element"
    );
    assert_eq!(
        refusal!(tuples::Pair, r#"[1,1]"#),
        "[0]: expected a string, found an integer"
    );
}

#[test]
fn lists_whose_first_elements_are_described_keep_all() {
    use crate::tuples::{models::*, runtime::json};
    fn survives<T: json::FromJson + json::ToJson>(text: &str) {
        let value: T = json::from_str(text).unwrap();
        assert_eq!(json::to_string(&value).unwrap(), text);
    }
    survives::<Nested>(r#"[{"a":"b"},{"pair":["a",1],"nested":[{},null]}]"#);
    survives::<Range>("[1.5,2.5]");
    survives::<Shorter>(r#"["a"]"#);
    survives::<Longer>(r#"["a",1,true,false]"#);
    survives::<Open>(r#"["a",1,{"b":[null]},null,1.5]"#);
    survives::<OpenOfOne>(r#"[1.5,2.5,"a",null]"#);
    survives::<OpenObjects>(r#"[{"a":"b"},{"c":1},"d"]"#);
}
