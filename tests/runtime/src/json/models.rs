//! Models as oasmith emits them: what the runtime must be able to express.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::runtime::json::{
    DecodeError, FromJson, Json, Nullable, ToJson, Writer, from_str, string_enum, to_string,
};

#[derive(Clone, Debug, PartialEq)]
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

impl FromJson for User {
    #[inline]
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        let mut object = json.object()?;
        Ok(Self {
            id: object.field("id")?,
            email: object.field("email")?,
            nickname: object.field("nickname")?,
            manager: object.field("manager")?,
            deleted_at: object.nullable("deleted_at")?,
            quota: object.field("quota")?,
            status: object.field_or("status", || Status::Active)?,
            extra: object.rest(&[
                "id",
                "email",
                "nickname",
                "manager",
                "deleted_at",
                "quota",
                "status",
            ])?,
        })
    }
}

impl ToJson for User {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.field("id", &self.id);
        writer.field("email", &self.email);
        writer.field("nickname", &self.nickname);
        writer.field("manager", &self.manager);
        writer.nullable("deleted_at", &self.deleted_at);
        writer.field("quota", &self.quota);
        writer.field("status", &self.status);
        writer.rest(&self.extra);
        writer.end_object();
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Status {
    Active,
    Blocked,
    Unknown(String),
}

string_enum!(Status, Unknown, Active = "active", Blocked = "blocked");

/// `oneOf` with the discriminator `kind`.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Circle(Circle),
    Square(Square),
    Unknown(Value),
}

/// Has the discriminator as a field, as descriptions often do.
#[derive(Clone, Debug, PartialEq)]
struct Circle {
    kind: String,
    radius: f64,
}

/// Has it not.
#[derive(Clone, Debug, PartialEq)]
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

impl FromJson for Circle {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        let mut object = json.object()?;
        Ok(Self {
            kind: object.field("kind")?,
            radius: object.field("radius")?,
        })
    }
}

impl ToJson for Circle {
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.field("kind", &self.kind);
        writer.field("radius", &self.radius);
        writer.end_object();
    }
}

impl FromJson for Square {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        let mut object = json.object()?;
        Ok(Self {
            side: object.field("side")?,
        })
    }
}

impl ToJson for Square {
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.field("side", &self.side);
        writer.end_object();
    }
}

/// `allOf` of properties, a union, and additional properties.
#[derive(Clone, Debug, PartialEq)]
struct Drawing {
    id: i64,
    kind: String,
    shape: Shape,
    extra: BTreeMap<String, Value>,
}

impl FromJson for Drawing {
    fn from_json(json: &Json<'_>) -> Result<Self, DecodeError> {
        let mut object = json.object()?;
        Ok(Self {
            id: object.field("id")?,
            kind: object.field("kind")?,
            shape: FromJson::from_json(json)?,
            extra: object.rest(&["id", "kind"])?,
        })
    }
}

impl ToJson for Drawing {
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.field("id", &self.id);
        writer.field("kind", &self.kind);
        writer.flatten(&self.shape);
        writer.rest(&self.extra);
        writer.end_object();
    }
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
    let text = r#"{"quota":4,"deleted_at":null,"email":"a","id":3}"#;
    let user: User = from_str(text).unwrap();
    assert_eq!((user.id, user.quota), (3, Nullable::Value(4)));
    assert_eq!(user.status, Status::Active);
    assert!(user.extra.is_empty());
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
        radius: 2.0,
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
