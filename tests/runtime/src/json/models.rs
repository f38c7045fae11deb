//! Models as oasmith emits them: what the runtime must be able to express.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::runtime::json::{
    self, DecodeError, FromJson, Json, Nullable, ToJson, Writer, from_str, to_string,
};

#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: i64,
    pub(super) email: String,
    pub(super) nickname: Option<String>,
    pub(super) manager: Option<Box<User>>,
    pub(super) deleted_at: Option<String>,
    pub(super) quota: Nullable<u32>,
    pub(super) status: Status,
    pub(super) extra: BTreeMap<String, Value>,
}

impl User {
    const FIELDS: &[&str] = &[
        "id",
        "email",
        "nickname",
        "manager",
        "deleted_at",
        "quota",
        "status",
    ];
}

json::object!(
    User {
        id,
        email,
        nickname,
        manager,
        deleted_at: nullable("deleted_at"),
        quota,
        status,
    },
    rest(extra)
);

json::string_enum! {
    pub(super) enum Status {
        Active = "active",
        Blocked = "blocked",
        ..Unknown
    }
}

/// `oneOf` with the discriminator `kind`.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Circle(Circle),
    Square(Square),
    Unknown(Value),
}

/// Has the discriminator as a field, as descriptions often do.
#[derive(Clone, Debug)]
struct Circle {
    kind: String,
    radius_in_metres: f64,
}

/// Has it not.
#[derive(Clone, Debug)]
struct Square {
    side: f64,
}

impl FromJson for Shape {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        match json.get("kind").and_then(Json::as_str) {
            Some("circle") => Circle::from_json(json).map(Self::Circle),
            Some("square") => Square::from_json(json).map(Self::Square),
            _ => Value::from_json(json).map(Self::Unknown),
        }
    }
}

impl ToJson for Shape {
    fn to_json(&self, writer: &mut Writer) {
        match self {
            Self::Circle(circle) => writer.tagged("kind", "circle", circle),
            Self::Square(square) => writer.tagged("kind", "square", square),
            Self::Unknown(value) => value.to_json(writer),
        }
    }
}

json::object!(Circle {
    kind,
    radius_in_metres: "radius",
});

json::object!(Square { side });

/// `allOf` of properties, a union, and additional properties.
#[derive(Clone, Debug)]
struct Drawing {
    id: i64,
    kind: String,
    shape: Shape,
    extra: BTreeMap<String, Value>,
}

impl Drawing {
    const FIELDS: &[&str] = &["id", "kind"];
}

json::object!(Drawing { id, kind }, flatten(shape), rest(extra));

/// Can do without any of its fields, though one must be there to be read.
#[derive(Clone, Debug, Default)]
struct Filter {
    limit: Option<i64>,
    after: Nullable<String>,
    owner: Option<Circle>,
    closed_at: Option<String>,
    rest: BTreeMap<String, bool>,
}

impl Filter {
    const FIELDS: &[&str] = &["limit", "after", "owner", "closedAt"];
}

json::object! { Filter: Default {
    limit,
    after,
    owner,
    closed_at: nullable("closedAt"),
}, rest(rest) }

#[test]
fn a_model_of_optional_fields_survives() {
    let text = r#"{"limit":3,"after":null,"closedAt":null,"odd":true}"#;
    let filter: Filter = from_str(text).unwrap();
    assert_eq!((filter.limit, &filter.after), (Some(3), &Nullable::Null));
    assert_eq!(filter.rest, BTreeMap::from([("odd".to_owned(), true)]));
    assert_eq!(to_string(&filter).unwrap(), text);
    let filter: Filter = from_str(r#"{"closedAt":"now"}"#).unwrap();
    assert_eq!((filter.limit, filter.after), (None, Nullable::Absent));
    assert_eq!(filter.closed_at.as_deref(), Some("now"));
}

#[test]
fn a_model_of_optional_fields_tells_what_went_wrong_first() {
    let error = |text: &str| from_str::<Filter>(text).unwrap_err().to_string();
    assert_eq!(
        error(r#"{"limit":"3","closedAt":null,"owner":1}"#),
        "limit: expected an integer, found a string"
    );
    assert_eq!(
        error(r#"{"owner":{"kind":"x"},"closedAt":null}"#),
        "owner.radius: required, but missing"
    );
    assert_eq!(error("{}"), "closedAt: required, but missing");
    assert_eq!(
        error(r#"{"closedAt":null,"odd":1}"#),
        "odd: expected a boolean, found an integer"
    );
    assert_eq!(error("[]"), "expected an object, found an array");
}

#[test]
fn a_model_survives() {
    let text = r#"{"id":1,"email":"a@b.c","manager":{"id":2,"email":"d@e.f","deleted_at":"now","status":"odd"},"deleted_at":null,"quota":null,"status":"blocked","more":[1,{"x":null}]}"#;
    let user: User = from_str(text).unwrap();
    assert_eq!(user.nickname, None);
    assert_eq!(user.quota, Nullable::Null);
    assert_eq!(user.status, Status::Blocked);
    assert_eq!(user.extra["more"], json!([1, {"x": null}]));
    let manager = user.manager.as_deref().unwrap();
    assert_eq!(manager.quota, Nullable::Absent);
    assert_eq!(manager.status, Status::Unknown("odd".to_owned()));
    assert_eq!(to_string(&user).unwrap(), text);
}

#[test]
fn fields_are_found_in_any_order() {
    let text = r#"{"quota":4,"deleted_at":null,"email":"a","status":"active","id":3}"#;
    let user: User = from_str(text).unwrap();
    assert_eq!((user.id, user.quota), (3, Nullable::Value(4)));
    assert_eq!(user.status, Status::Active);
    assert!(user.extra.is_empty());
}

#[test]
fn null_is_a_list_or_map_without_anything() {
    let read = from_str::<BTreeMap<String, Vec<Vec<bool>>>>;
    assert_eq!(read("null").unwrap(), BTreeMap::new());
    assert_eq!(read(r#"{"a":null}"#).unwrap()["a"], [[true; 0]; 0]);
    assert_eq!(
        read(r#"{"a":[null,[true]]}"#).unwrap()["a"],
        [vec![], vec![true]]
    );
    // Where `null` is a value of its own, it stays one.
    assert_eq!(from_str::<Option<Vec<bool>>>("null").unwrap(), None);
    assert!(from_str::<Nullable<Vec<bool>>>("null").unwrap().is_null());
}

#[test]
fn errors_name_their_place() {
    let error = |text: &str| from_str::<Vec<User>>(text).unwrap_err().to_string();
    assert_eq!(
        error(r#"[{"id":1,"email":null}]"#),
        "[0].email: expected a string, found null"
    );
    assert_eq!(
        error(r#"[{"id":1,"email":"a","manager":{"id":0.5}}]"#),
        "[0].manager.id: expected an integer, found a number with a fraction"
    );
    assert_eq!(
        error(r#"[{"id":1,"email":"a"}]"#),
        "[0].deleted_at: required, but missing"
    );
    assert_eq!(
        error(r#"[{"id":1,"email":"a","deleted_at":null,"quota":-1}]"#),
        "[0].quota: the integer is out of the range of u32"
    );
    assert_eq!(error("{}"), "expected an array, found an object");
    let nested = from_str::<BTreeMap<String, Vec<bool>>>(r#"{"a.b":[true,{}]}"#).unwrap_err();
    assert_eq!(nested.path(), r#"["a.b"][1]"#);
}

#[test]
fn a_discriminator_is_written_once_and_wins() {
    let circle = Shape::Circle(Circle {
        kind: "stale".to_owned(),
        radius_in_metres: 2.0,
    });
    assert_eq!(
        to_string(&circle).unwrap(),
        r#"{"kind":"circle","radius":2}"#
    );
    let text = r#"{"kind":"square","side":0.5}"#;
    assert_eq!(to_string(&from_str::<Shape>(text).unwrap()).unwrap(), text);
    let text = r#"{"kind":"blob","size":{"kind":1}}"#;
    assert_eq!(to_string(&from_str::<Shape>(text).unwrap()).unwrap(), text);
}

#[test]
fn a_union_shares_the_object_of_its_parent() {
    let text = r#"{"id":7,"kind":"square","side":1.5,"more":true}"#;
    let drawing: Drawing = from_str(text).unwrap();
    assert_eq!(drawing.shape, Shape::Square(Square { side: 1.5 }));
    assert_eq!(to_string(&drawing).unwrap(), text);
    let in_array =
        r#"[{"id":7,"kind":"blob","x":{"id":[{"kind":2}]}},{"id":8,"kind":"circle","radius":-0}]"#;
    let drawings: Vec<Drawing> = from_str(in_array).unwrap();
    assert_eq!(to_string(&drawings).unwrap(), in_array);
}

#[test]
fn only_an_object_is_flattened() {
    struct Odd(Value);
    impl ToJson for Odd {
        fn to_json(&self, writer: &mut Writer) {
            writer.begin_object();
            writer.field("id", &1);
            writer.flatten(&self.0);
            writer.field("last", &2);
            writer.end_object();
        }
    }
    assert_eq!(
        to_string(&Odd(json!({"a": {"id": 3}, "id": 4}))).unwrap(),
        r#"{"id":1,"a":{"id":3},"last":2}"#
    );
    for value in [json!(1), json!("x"), json!(null), json!([{"a": 1}])] {
        let error = to_string(&Odd(value)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "id: only an object can be a part of another object"
        );
    }
}
