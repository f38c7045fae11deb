//! Members of unions that a property tells apart, however it stands there.

use super::value;

#[test]
fn what_lacks_its_tag_is_a_member_all_the_same_and_gets_none() {
    use crate::one_of_discriminator_optional::models::*;

    let code = |kind| {
        Proof::Code(Code {
            kind,
            code: "1".into(),
            sent: "2".into(),
        })
    };
    round_trip!(
        one_of_discriminator_optional::Proof,
        r#"{"code":"1","sent":"2"}"#,
        code(None)
    );
    round_trip!(
        one_of_discriminator_optional::Proof,
        r#"{"kind":"Code","code":"1","sent":"2"}"#,
        code(Some(CodeKind::Code))
    );
    // What is in doubt, what cannot be read, what has another tag, and what could be sent, stays as it is.
    round_trip!(
        one_of_discriminator_optional::Proof,
        r#"{"code":1,"sent":"2"}"#,
        Proof::Unknown(value(r#"{"code":1,"sent":"2"}"#))
    );
    round_trip!(
        one_of_discriminator_optional::Proof,
        r#"{"sent":"2"}"#,
        Proof::Unknown(value(r#"{"sent":"2"}"#))
    );
    round_trip!(
        one_of_discriminator_optional::Proof,
        r#"{"code":"1","kind":"?","sent":"2"}"#,
        Proof::Unknown(value(r#"{"code":"1","kind":"?","sent":"2"}"#))
    );
    round_trip!(
        one_of_discriminator_optional::Contact,
        r#"{"number":"1"}"#,
        Contact::Unknown(value(r#"{"number":"1"}"#))
    );
}

#[test]
fn the_tags_of_unions_choose_among_these() {
    use crate::one_of_tagged_unions::models::*;

    let changed = Changed {
        kind: Some(Kind::Changed),
        data: None,
    };
    round_trip!(
        one_of_tagged_unions::Message,
        r#"{"kind":"changed"}"#,
        Message::Outgoing(Outgoing::Changed(changed))
    );
    round_trip!(
        one_of_tagged_unions::Message,
        r#"{"kind":"gone"}"#,
        Message::Unknown(value(r#"{"kind":"gone"}"#))
    );
}

#[test]
fn members_are_told_apart_in_pairs() {
    round_trip!(
        one_of_told_apart_in_pairs::Span,
        r#"{"start":"1","length":"2"}"#,
        Span::Lasting(SpanLasting {
            start: "1".into(),
            length: "2".into()
        })
    );
    round_trip!(
        one_of_told_apart_in_pairs::Span,
        r#"{"end":"1","length":"2"}"#,
        Span::Before(SpanBefore {
            end: "1".into(),
            length: "2".into()
        })
    );
    round_trip!(
        one_of_told_apart_in_pairs::Prompt,
        r#"{"prompt":["a"]}"#,
        Prompt::Talk(PromptTalk {
            prompt: vec!["a".into()],
            name: None
        })
    );
}

#[test]
fn a_tag_within_a_property_chooses_the_member() {
    use crate::one_of_tag_within::models::*;

    let refund = RefundEvent {
        data: Refund {
            r#type: RefundType::Refund,
            id: Some("1".into()),
        },
    };
    round_trip!(
        one_of_tag_within::Event,
        r#"{"data":{"type":"refund","id":"1"}}"#,
        Event::RefundEvent(refund)
    );
    // A new member, and one that is not as it should be.
    round_trip!(
        one_of_tag_within::Event,
        r#"{"data":{"type":"gift"}}"#,
        Event::Unknown(value(r#"{"data":{"type":"gift"}}"#))
    );
    round_trip!(
        one_of_tag_within::Event,
        r#"{"data":{"id":1,"type":"order"}}"#,
        Event::Unknown(value(r#"{"data":{"id":1,"type":"order"}}"#))
    );
}
