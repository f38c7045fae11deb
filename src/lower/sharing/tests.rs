use super::*;
use crate::diagnostic::Diagnostics;
use crate::lower::names::chosen::Rename;

const PAY: &str = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Pay:
      properties:
        a: {type: object, properties: {later: &later {type: string, enum: [now, off-session]}}}
        b: {type: object, properties: {later: *later}}
        c: {type: object, properties: {later: *later}}
        d: {type: object, properties: {later: *later}}
";

/// The types of the fields and the names of the values, a model a line; then the problems.
fn lowered(description: &str, rename: &str) -> String {
    let document = serde_yaml::from_str(description).unwrap();
    let rename: Rename = toml::from_str(rename).unwrap();
    let mut diagnostics = Diagnostics::default();
    let (types, rules, limits) = Default::default();
    let api = crate::lower::lower(&document, &types, &rename, &rules, limits, &mut diagnostics);
    let models = api.models.iter().map(|model| {
        let members: Vec<String> = match &model.kind {
            ModelKind::Struct(object) => {
                let types = object.fields.iter().map(|field| field.value.to_string());
                types.collect()
            }
            ModelKind::Enum(listed) => listed.variants.iter().map(|v| v.name.clone()).collect(),
            ModelKind::Alias(type_) => vec![format!("also {type_}")],
            ModelKind::Union(_) => Vec::new(),
        };
        format!("{}: {}\n", model.name, members.join(", "))
    });
    let problems = diagnostics.iter().map(|d| d.message.clone());
    models.chain(problems).collect()
}

#[test]
fn the_shared_type_and_what_is_in_it_can_be_renamed() {
    let rename = r#"
        schemas = { PayLater = "Later" }
        variants = { "Later.off-session" = "Off", "Later.on" = "On" }
    "#;
    insta::assert_snapshot!(lowered(PAY, rename), @r"
    Pay: PayA, PayB, PayC, PayD
    PayA: Later
    Later: Now, Off
    PayB: also PayA
    PayC: also PayA
    PayD: also PayA
    there is no variant `Later.on` to be renamed
    ");
}

#[test]
fn what_the_user_names_is_left_alone() {
    let rename = r#"
        schemas = { PayALater = "Later" }
        variants = { "PayBLater.off-session" = "Off" }
    "#;
    insta::assert_snapshot!(lowered(PAY, rename), @r"
    Pay: PayA, PayB, PayC, PayD
    PayA: Later
    Later: Now, OffSession
    PayB: PayBLater
    PayBLater: Now, Off
    PayC: PayLater
    PayLater: also Later
    PayD: also PayC
    ");
}

#[test]
fn a_chosen_name_is_given_once() {
    let own = PAY.to_owned() + "        later: *later\n";
    insta::assert_snapshot!(lowered(&own, "schemas = { PayLater = \"Later\" }"), @r"
    Pay: PayA, PayB, PayC, PayD, Later
    PayA: PayALater
    PayALater: also Later
    PayB: also PayA
    PayC: also PayA
    PayD: also PayA
    Later: Now, OffSession
    ");
    let rename = "variants = { \"PayLater.now\" = \"Unknown\" }";
    insta::assert_snapshot!(lowered(PAY, rename), @r"
    Pay: PayA, PayB, PayC, PayD
    PayA: PayLater
    PayLater: Now, OffSession
    PayB: also PayA
    PayC: also PayA
    PayD: also PayA
    the variant `PayLater.now` cannot be called `Unknown`, which is taken
    ");
}

#[test]
fn a_name_that_is_taken_is_not_given() {
    let taken = PAY.to_owned() + "    pay-later: {type: string, enum: [soon]}";
    insta::assert_snapshot!(lowered(&taken, ""), @r"
    Pay: PayA, PayB, PayC, PayD
    PayLater: Soon
    PayA: PayALater
    PayALater: Now, OffSession
    PayB: also PayA
    PayC: also PayA
    PayD: also PayA
    ");
}

#[test]
fn a_name_has_the_words_that_all_places_begin_and_end_with() {
    let shared = |paths: &[&str]| {
        let paths = paths
            .iter()
            .map(|path| path.split(' ').map(str::to_owned).collect());
        let paths: Vec<Vec<String>> = paths.collect();
        let paths: Vec<&[String]> = paths.iter().map(Vec::as_slice).collect();
        common(&paths).join(" ")
    };
    assert_eq!(
        shared(&["pay body card later", "pay body bank later"]),
        "pay body later"
    );
    assert_eq!(
        shared(&["pay body a owner city", "pay reply owner city"]),
        "pay owner city"
    );
    assert_eq!(
        shared(&["pay a later", "pay later", "pay a b later"]),
        "pay later"
    );
    assert_eq!(shared(&["pay a a later", "pay a later"]), "pay a later");
    assert_eq!(shared(&["pay later", "pay later"]), "pay later");
}
