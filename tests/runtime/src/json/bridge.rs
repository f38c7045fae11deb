use serde::{Deserialize, Serialize};

use super::models::{Status, User};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Team {
    lead: User,
    states: Vec<Status>,
}

#[test]
fn models_are_at_home_in_derived_types() {
    let text = r#"{"lead":{"id":1,"email":"a","deleted_at":null,"quota":null,"status":"odd"},"states":["active"]}"#;
    let team: Team = serde_json::from_str(text).unwrap();
    assert_eq!(team.states, [Status::Active]);
    let value = serde_json::to_value(&team).unwrap();
    assert_eq!(
        value,
        serde_json::from_str::<serde_json::Value>(text).unwrap()
    );
    let error = serde_json::from_str::<Team>(r#"{"lead":{"id":"x"}}"#).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("id: expected an integer, found a string")
    );
}
