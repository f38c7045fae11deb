//! Unions as oasmith emits them.

use serde_json::{Value, json};

use crate::runtime::json::{self, from_str, to_string};

#[derive(Clone, Debug)]
pub struct User {
    login: String,
    kind: Option<String>,
}

impl User {
    const FIELDS: &[&str] = &["login", "kind"];
}

json::object! { User {
    login,
    kind,
} }

#[derive(Clone, Debug)]
pub struct Group {
    members: i64,
}

impl Group {
    const FIELDS: &[&str] = &["members"];
}

json::object! { Group {
    members,
} }

json::union! {
    /// Whom to tell.
    pub enum Recipient {
        /// All of them.
        "everyone" => Everyone,
        Address(String): From<String>,
        Addresses(Vec<String>): From<Vec<String>>,
        User(Box<User>): From<User>,
        Group(Group),
        ..Unknown
    }
    know [User, Group]
    texts ["kind": ["admin", "guest"]]
    read(json) {
        json.is_string() => Address,
        json.is_array() => Addresses,
        json.admits("kind", &["admin"], TEXTS)
            && json.fits(&["login"], &[User::FIELDS], FIELDS)
            => ?User,
        json.has(&["members"]) => ?Group,
    }
}

json::union! {
    pub enum Account {
        User(User),
        Group(Group),
        ..Other
    }
    by "type" {
        "user" | "admin" => User,
        "group" => Group + "group",
    }
}

fn recipient(value: Value) -> Recipient {
    from_str(&value.to_string()).unwrap()
}

#[test]
fn the_member_is_found_by_tests() {
    assert!(matches!(recipient(json!("everyone")), Recipient::Everyone));
    assert!(matches!(recipient(json!("a@b")), Recipient::Address(a) if a == "a@b"));
    assert!(matches!(recipient(json!(["a"])), Recipient::Addresses(a) if a == ["a"]));
    let user = recipient(json!({"login": "ann", "kind": "admin"}));
    assert!(matches!(user, Recipient::User(user) if user.login == "ann"));
    let group = recipient(json!({"members": 2}));
    assert!(matches!(group, Recipient::Group(group) if group.members == 2));
    // A text that only others list, a field that another member knows, a value of no member.
    for other in [
        json!({"login": "ann", "kind": "guest"}),
        json!({"login": "ann", "members": "none"}),
        json!(7),
    ] {
        let Recipient::Unknown(value) = recipient(other.clone()) else {
            panic!("{other}");
        };
        assert_eq!(value, other);
    }
}

#[test]
fn what_was_read_is_written() {
    for text in [
        r#""everyone""#,
        r#""a@b""#,
        r#"["a","b"]"#,
        r#"{"login":"ann"}"#,
        r#"{"members":2}"#,
        r#"{"members":"none"}"#,
    ] {
        let value: Recipient = from_str(text).unwrap();
        assert_eq!(to_string(&value).unwrap(), text);
    }
    // Without a `?`, no other member is tried.
    from_str::<Recipient>("[1]").unwrap_err();
}

#[test]
fn values_become_members() {
    let user = User {
        login: "ann".to_owned(),
        kind: None,
    };
    assert!(matches!(Recipient::from(user), Recipient::User(_)));
    assert!(matches!(Recipient::from(vec![]), Recipient::Addresses(_)));
}

#[test]
fn a_tag_is_written_where_the_member_has_none() {
    let group = r#"{"type":"group","members":2}"#;
    let account: Account = from_str(group).unwrap();
    assert!(matches!(account, Account::Group(_)));
    assert_eq!(to_string(&account).unwrap(), group);
    let user: Account = from_str(r#"{"type":"admin","login":"ann"}"#).unwrap();
    assert_eq!(to_string(&user).unwrap(), r#"{"login":"ann"}"#);
}

#[test]
fn what_contradicts_its_tag_is_kept() {
    for text in [r#"{"type":"group"}"#, r#"{"type":"robot"}"#, r#"{}"#] {
        let account: Account = from_str(text).unwrap();
        assert!(matches!(account, Account::Other(_)), "{text}");
        assert_eq!(to_string(&account).unwrap(), text);
    }
}
