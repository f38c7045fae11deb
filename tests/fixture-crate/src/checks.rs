//! Values that break a rule are told by path.

use std::fmt::Debug;
use std::future::{Future, IntoFuture, pending, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crate::validation::models::{Address, Person, PersonContact};
use crate::validation::photos::AddPhotosForm;
use crate::validation::runtime::{
    Body, BoxFuture, Client, Error, Part, RetryPolicy, Transport, TransportError, json,
};

fn person() -> Person {
    Person::new("Ada", Address::new("GB".to_owned())).age(36)
}

fn told(person: &Person) -> String {
    let result = person.validate();
    result.map_or_else(|error| error.to_string(), |()| String::new())
}

#[test]
fn a_value_that_keeps_the_rules_passes() {
    let full = r#"{"name":"Ada","address":{"country":"GB"},"former":[],"score":0.3,"age":1,
        "labels":{"a":"b"},"contact":"abc","boss":{"name":"Bob","address":{"country":"FR"},"age":2}}"#;
    assert_eq!(told(&json::from_str(full).unwrap()), "");
}

#[test]
fn the_first_broken_rule_is_told_with_its_path() {
    let address = |country: &str| Address::new(country.to_owned());
    let country = "must match ^[A-Z]{2}$";
    for (person, expected) in [
        (
            Person::new("Ada", address("GB")),
            "must have 3 properties or more",
        ),
        (
            Person::new("é", address("GB")).age(1),
            "name: must have 2 characters or more",
        ),
        (
            Person::new("Ada", address("gb")).age(1),
            &format!("address.country: {country}"),
        ),
        (
            person().former(vec![address("GB"), address("G")]),
            &format!("former[1].country: {country}"),
        ),
        (
            person().former(vec![address("GB"); 2]),
            "former: must have no element twice",
        ),
        (person().score(1.0), "score: must be less than 1"),
        (person().score(0.25), "score: must be a multiple of 0.1"),
        (person().age(0), "age: must be more than 0.5"),
        (
            person().labels([("a b".into(), "123456".into())].into()),
            "labels[\"a b\"]: must have 5 characters or fewer",
        ),
        (
            person().contact(PersonContact::String("é".into())),
            "contact: must have 3 characters or more",
        ),
        (
            person().boss(Person::new("Bob", address("F")).age(1)),
            &format!("boss.address.country: {country}"),
        ),
    ] {
        assert_eq!(told(&person), expected);
    }
}

#[test]
fn parts_of_a_body_have_rules_too() {
    let form = |count| AddPhotosForm::new((0..count).map(|_| Part::new("photo")).collect());
    let told = |form: AddPhotosForm| form.validate().map_err(|error| error.to_string());
    assert_eq!(told(form(2).title("small").with_validate(true)), Ok(()));
    for (form, expected) in [
        (form(3), "photos: must have 2 elements or fewer"),
        (
            form(1).title("larger"),
            "title: must have 5 characters or fewer",
        ),
        (
            form(1).place(Address::new("G".to_owned())),
            "place.country: must match ^[A-Z]{2}$",
        ),
    ] {
        assert_eq!(told(form), Err(expected.to_owned()));
    }
}

/// Takes no request.
struct Closed;

impl Transport for Closed {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        Box::pin(ready(Err(TransportError::new("sent"))))
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(pending())
    }
}

fn client(validate: bool) -> Client {
    let client = Client::builder()
        .base_url("https://example.com")
        .transport(Closed)
        .retry(RetryPolicy::never())
        .validate_requests(validate);
    client.build().unwrap()
}

/// How a call fails.
fn failure<T: Debug, E: Debug>(call: impl IntoFuture<Output = Result<T, Error<E>>>) -> String {
    let mut call = pin!(call.into_future());
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Err(error)) => error.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn requests_are_checked_where_that_is_asked_for() {
    // A wrong path argument, query argument and body; a body with a wrong part.
    let put = |client: &Client| {
        let call = client.operations().put_person("A", person().score(2.0));
        failure(call.limit(0))
    };
    let post = |client: &Client| {
        let form = AddPhotosForm::new(Vec::new()).title("larger");
        failure(client.photos().add_photos("A").body(form))
    };
    let refused = "the request breaks a rule: ";
    let checked = client(true);
    assert_eq!(put(&checked), format!("{refused}id: must match ^[a-z/]+$"));
    let title = "body.title: must have 5 characters or fewer";
    assert_eq!(post(&checked), format!("{refused}{title}"));
    let unchecked = client(false);
    assert!(put(&unchecked).contains("sent"), "{}", put(&unchecked));
    assert!(post(&unchecked).contains("sent"), "{}", post(&unchecked));
}
