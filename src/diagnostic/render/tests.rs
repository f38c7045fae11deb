use super::*;
use crate::diagnostic::Place;
use crate::spec::source::Source;

const SHOP: &str = "openapi: 3.0.3\npaths: {}\ncomponents:\n  schemas:\n    Cart:\n      unevaluatedProperties: false\n";

fn sources(text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add(Source {
        name: "spec/shop.yaml".into(),
        text: text.to_owned(),
    });
    sources
}

fn render(diagnostics: &Diagnostics, text: &str) -> String {
    let report = human(
        diagnostics,
        &sources(text),
        &Origins::default(),
        Colour::Never,
    );
    report
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

#[test]
fn a_warning_in_the_manner_of_rustc() {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push_help(
        Code::UnsupportedKeyword,
        "/components/schemas/Cart/unevaluatedProperties",
        "`unevaluatedProperties` has no Rust counterpart and is ignored",
        "use `additionalProperties`",
    );
    insta::assert_snapshot!(render(&diagnostics, SHOP), @r##"
    warning[unsupported-keyword]: `unevaluatedProperties` has no Rust counterpart and is ignored
     --> spec/shop.yaml:6:7
      |
    6 |       unevaluatedProperties: false
      |       ^^^^^^^^^^^^^^^^^^^^^
      |
      = note: #/components/schemas/Cart/unevaluatedProperties
      = help: use `additionalProperties`

    1 warning
    "##);
}

#[test]
fn errors_without_a_pointer() {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push_at(Code::Syntax, Place::Offset(0, 15), "no paths", None);
    diagnostics.push_at(Code::Syntax, Place::Offset(0, 9999), "end", None);
    diagnostics.push_at(Code::Output, Place::Nowhere, "the disk is full", None);
    insta::assert_snapshot!(render(&diagnostics, SHOP), @r##"
    error[syntax]: no paths
     --> spec/shop.yaml:2:1
      |
    2 | paths: {}
      | ^

    error[syntax]: end
     --> spec/shop.yaml:7:1
      |
    7 |
      | ^

    error[output]: the disk is full

    3 errors
    "##);
}

#[test]
fn long_lines_are_cut_around_the_mark() {
    let text = format!("{{\"{0}\":1,\"wrong\":\"{0}\"}}", "é".repeat(100));
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(Code::WrongType, "/wrong", "wrong");
    diagnostics.push(Code::WrongType, format!("/{}", "é".repeat(100)), "long");
    insta::assert_snapshot!(render(&diagnostics, &text), @r##"
    warning[wrong-type]: wrong
     --> spec/shop.yaml:1:107
      |
     :::
    1 | …éééééééééééééééééééééééééééééééééééééééééééééééééééééééé":1,"wrong":"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééé…
      |                                                              ^^^^^^^
      |
      = note: #/wrong

    warning[wrong-type]: long
     --> spec/shop.yaml:1:2
      |
    1 | {"ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé…
      |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = note: #/éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé

    2 warnings
    "##);
}

#[test]
fn what_a_terminal_would_obey_is_made_visible() {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(
        Code::WrongType,
        "/a",
        "\u{1b}[2Jgone\nerror: not ours \u{202e}",
    );
    let text = "{\t\"a\": \"\u{202e}\u{9b}2J\"}";
    let report = render(&diagnostics, text);
    insta::assert_snapshot!(report, @r##"
    warning[wrong-type]: \u{1b}[2Jgone\u{a}error: not ours \u{202e}
     --> spec/shop.yaml:1:3
      |
    1 | {    "a": "\u{202e}\u{9b}2J"}
      |      ^^^
      |
      = note: #/a

    1 warning
    "##);
    let line = json(&diagnostics, &sources(text), &Origins::default());
    insta::assert_snapshot!(line, @r##"
    {"severity":"warning","code":"wrong-type","message":"\u001b[2Jgone\nerror: not ours \u202e","help":null,"file":"spec/shop.yaml","line":1,"column":3,"pointer":"/a"}
    "##);
    assert_eq!(line.lines().count(), 1);
    let record: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(record["message"], "\u{1b}[2Jgone\nerror: not ours \u{202e}");
}

#[test]
fn each_kind_of_warning_is_shown_a_few_times() {
    let mut diagnostics = Diagnostics::default();
    for number in 0..SHOWN_WARNINGS + 2 {
        diagnostics.push(Code::WrongType, "", format!("wrong {number}"));
    }
    diagnostics.push(Code::WrongType, "", "wrong 0");
    diagnostics.push(Code::Syntax, "", "an error");
    let report = render(&diagnostics, SHOP);
    assert_eq!(
        report.matches("warning[wrong-type]").count(),
        SHOWN_WARNINGS
    );
    assert!(
        report.ends_with("and 2 more `wrong-type` warnings\n1 error, 7 warnings\n"),
        "{report}"
    );
    let lines = json(&diagnostics, &sources(SHOP), &Origins::default());
    assert_eq!(lines.lines().count(), SHOWN_WARNINGS + 3);
}

#[test]
fn a_warning_that_is_the_same_in_several_places_is_shown_once() {
    let mut diagnostics = Diagnostics::default();
    for pointer in ["/openapi", "/paths", "/components"] {
        diagnostics.push(Code::WrongType, pointer, "wrong");
        diagnostics.push(Code::NotADescription, pointer, "an error");
    }
    let report = render(&diagnostics, SHOP);
    assert_eq!(report.matches("error[not-a-description]").count(), 3);
    assert!(
        report.starts_with(
            "warning[wrong-type]: wrong
 --> spec/shop.yaml:1:1
  |
1 | openapi: 3.0.3
  | ^^^^^^^
  |
  = note: #/openapi
  = note: also at spec/shop.yaml:2:1 and spec/shop.yaml:3:1
"
        ),
        "{report}"
    );
    assert!(report.ends_with("3 errors, 3 warnings\n"), "{report}");
    for number in 0..SHOWN_PLACES {
        diagnostics.push(Code::WrongType, format!("/paths/{number}"), "wrong");
    }
    let report = render(&diagnostics, SHOP);
    assert!(
        report.contains("spec/shop.yaml:2:1 and in 3 more places\n"),
        "{report}"
    );
}

#[test]
fn moved_parts_are_shown_where_they_were_written() {
    let mut sources = sources(SHOP);
    sources.add(Source {
        name: "spec/pet.yaml".into(),
        text: "\n\ntype: objct\n".to_owned(),
    });
    let mut origins = Origins::default();
    origins.graft("/components/schemas/Pet", 1, "");
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(
        Code::WrongType,
        "/components/schemas/Pet/type",
        "no such type",
    );
    insta::assert_snapshot!(json(&diagnostics, &sources, &origins), @r##"
    {"severity":"warning","code":"wrong-type","message":"no such type","help":null,"file":"spec/pet.yaml","line":3,"column":1,"pointer":"/type"}
    "##);
}

#[test]
fn colours_are_asked_for() {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(Code::WrongType, "/paths", "wrong");
    let coloured = human(
        &diagnostics,
        &sources(SHOP),
        &Origins::default(),
        Colour::Always,
    );
    assert!(coloured.contains("\u{1b}["));
    assert!(!render(&diagnostics, SHOP).contains('\u{1b}'));
}
