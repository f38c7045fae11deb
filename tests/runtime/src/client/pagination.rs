use http::{HeaderMap, HeaderValue};
use serde_json::json;

use super::server::{Server, answer, json};
use super::{Problem, Shop, Value, client, get, operation, post};
use crate::runtime::{Body, Call, Client, Error, Items, Next, Operation, Pages, Response};

/// The optional arguments of an operation, as emitted.
struct ListUsers<'c>(Call<'c, Value, Problem>);

impl ListUsers<'_> {
    fn cursor(self, cursor: &str) -> Self {
        Self(self.0.query("cursor", cursor))
    }

    /// All pages, from this one on.
    fn pages(self) -> Pages<Value, Problem> {
        self.0
            .pages(|page| Next::query("cursor", page.value()["next"].as_str()))
    }

    /// What is on all pages, from this one on.
    fn items(self) -> Items<Value, Value, Problem> {
        self.pages().items(|page| users(&page))
    }
}

fn users(page: &Value) -> Vec<Value> {
    page["users"].as_array().cloned().unwrap_or_default()
}

fn list_users(client: &Client) -> ListUsers<'static> {
    ListUsers(
        get(client, "/users")
            .query("limit", &2)
            .query("tag", &vec!["a&b", "c"]),
    )
}

fn page(users: &[i32], next: Value) -> super::server::Step {
    json(200, &json!({"users": users, "next": next}).to_string())
}

fn targets(server: &Server) -> Vec<String> {
    let requests = server.requests();
    requests.iter().map(|r| r.target().to_owned()).collect()
}

#[tokio::test]
async fn cursors() {
    let script = || {
        [
            page(&[1, 2], "x=&".into()),
            page(&[], "y".into()),
            page(&[3], Value::Null),
        ]
    };
    let server = Server::start(script());
    let client = client(&server.url);
    let mut items = list_users(&client).items();
    // Nothing is sent before it is needed.
    assert!(server.requests().is_empty());
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.unwrap());
    }
    assert_eq!(seen, [1, 2, 3]);
    assert!(items.next().await.is_none());
    let fixed = "/users?limit=2&tag=a%26b&tag=c";
    let cursor = |cursor: &str| format!("{fixed}&cursor={cursor}");
    assert_eq!(
        targets(&server),
        [fixed.to_owned(), cursor("x%3D%26"), cursor("y")]
    );

    // From the middle on, and no page more than asked for.
    let server = Server::start(script());
    let mut pages = list_users(&super::client(&server.url)).cursor("m").pages();
    pages.next().await.unwrap().unwrap();
    let second = pages.next().await.unwrap().unwrap();
    assert_eq!(second["next"], "y");
    drop(pages);
    assert_eq!(targets(&server), [cursor("m"), cursor("x%3D%26")]);
}

/// The queries that follow each other.
async fn queries(
    first: impl Fn(&Client) -> Shop<'static>,
    next: fn(&Response<Value>) -> Option<Next>,
) -> Vec<String> {
    let server = Server::start([
        page(&[1, 2], "a".into()),
        page(&[3], "b".into()),
        page(&[], Value::Null),
    ]);
    let mut pages = first(&client(&server.url)).pages(next);
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    targets(&server)
}

#[tokio::test]
async fn offsets_and_numbers() {
    let offset = |page: &Response<Value>| Next::offset("offset", users(page.value()).len());
    let plain = |client: &Client| get(client, "/");
    assert_eq!(
        queries(plain, offset).await,
        ["/", "/?offset=2", "/?offset=3"]
    );
    let late = |client: &Client| get(client, "/").query("offset", &10).query("q", &1);
    assert_eq!(
        queries(late, offset).await,
        ["/?offset=10&q=1", "/?q=1&offset=12", "/?q=1&offset=13"]
    );
    let number = |page: &Response<Value>| Next::page("page", 1, !users(page.value()).is_empty());
    assert_eq!(queries(plain, number).await, ["/", "/?page=2", "/?page=3"]);
    let third = |client: &Client| get(client, "/").query("page", &3);
    assert_eq!(
        queries(third, number).await,
        ["/?page=3", "/?page=4", "/?page=5"]
    );
}

#[test]
fn links() {
    let next = |links: &[&str]| {
        let mut headers = HeaderMap::new();
        for link in links {
            headers.append("link", HeaderValue::from_str(link).unwrap());
        }
        Next::link(&headers)
    };
    for (links, expected) in [
        (
            &["<https://a/?page=2>; rel=\"next\""][..],
            "https://a/?page=2",
        ),
        (&["</1>; rel=prev, </3>; rel=next"], "/3"),
        (
            &["</1,2;3>; title=\"x, <y>; rel=next\"; rel=last, </4>;REL=\"x Next\""],
            "/4",
        ),
        (&["</1>; rel=last", "</2>;rel=next"], "/2"),
    ] {
        assert_eq!(next(links), Next::url(expected), "{links:?}");
    }
    for links in [
        &[][..],
        &["</1>; rel=prev"],
        &["/1; rel=next"],
        &["</1; rel=next"],
        &["<>; rel=next"],
    ] {
        assert_eq!(next(links), None, "{links:?}");
    }
}

#[tokio::test]
async fn links_are_followed_with_credentials() {
    let link = |target: &str| answer(200, &format!("Link: <{target}>; rel=next\r\n"), "1");
    let server = Server::start([
        link("/other/2?page=2"),
        link("?page=3"),
        answer(200, "", "1"),
    ]);
    let client = super::builder(&format!("{}/v1", server.url))
        .credential("Token", "t")
        .build()
        .unwrap();
    let operation = Operation {
        security: Some(&[&["Token"]]),
        ..operation("GET", "/users")
    };
    let call = super::call(&client, operation).query("limit", &1);
    let mut pages = call.pages(|page| Next::link(page.headers()));
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    let expected = ["/v1/users?limit=1", "/other/2?page=2", "/other/2?page=3"];
    assert_eq!(targets(&server), expected);
    for request in server.requests() {
        assert_eq!(request.header("authorization"), ["Bearer t"]);
    }
}

#[tokio::test]
async fn servers_that_lead_astray() {
    let circle = page(&[1], "a".into());
    let follow = |next: &str| page(&[1], next.into());
    for (script, expected) in [
        (circle, "the server names the same page as the next one"),
        (
            follow("http://127.0.0.1:1/"),
            "the next page, `http://127.0.0.1:1/`, is on another server",
        ),
        (
            follow("https://evil.example/"),
            "the next page, `https://evil.example/`, is on another server",
        ),
        (follow("//a b"), "`//a b` is no URL of a next page"),
    ] {
        let server = Server::start([script]);
        let client = client(&server.url);
        let is_circle = expected.contains("same");
        let mut pages = match is_circle {
            true => list_users(&client).pages(),
            false => get(&client, "/").pages(|page| Next::url(page.value()["next"].as_str()?)),
        };
        pages.next().await.unwrap().unwrap();
        if is_circle {
            pages.next().await.unwrap().unwrap();
        }
        match pages.next().await {
            Some(Err(Error::Request(error))) => assert_eq!(error.to_string(), expected),
            other => panic!("{other:?}"),
        }
        assert!(pages.next().await.is_none());
        assert_eq!(server.requests().len(), 1 + usize::from(is_circle));
    }
}

#[tokio::test]
async fn a_failure_ends_the_pages() {
    let server = Server::start([page(&[1], "a".into()), answer(404, "", "\"gone\"")]);
    let mut items = list_users(&client(&server.url)).items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert!(matches!(items.next().await, Some(Err(Error::Api(_)))));
    assert!(items.next().await.is_none());
}

#[test]
fn what_is_no_place_of_a_page_is_the_end() {
    assert_eq!(Next::query("cursor", None::<&str>), None);
    assert_eq!(Next::query("cursor", Some("")), None);
    // A Go server's `next_page`, and a number that the description calls `number`.
    assert_eq!(Next::query("page", Some(0)), None);
    assert_eq!(Next::query("page", Some(0.0)), None);
    assert_eq!(
        Next::query("page", Some(2.0)),
        Next::query("page", Some("2"))
    );
}

#[tokio::test]
async fn bodies_go_along_with_each_page() {
    let server = Server::start([page(&[1], "a".into()), page(&[2], Value::Null)]);
    let client = client(&server.url);
    let next = |page: &Response<Value>| Next::query("cursor", page.value()["next"].as_str());
    let search = post(&client, "/search").json_body("application/json", &json!({"q": 1}));
    let mut pages = search.pages(next);
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    let bodies: Vec<_> = server.requests().into_iter().map(|r| r.body).collect();
    assert_eq!(bodies, [r#"{"q":1}"#; 2]);

    let server = Server::start([page(&[1], "a".into())]);
    let stream = Body::stream(Body::from("x"));
    let search = post(&super::client(&server.url), "/search").bytes_body("a/b", stream);
    let mut pages = search.pages(next);
    pages.next().await.unwrap().unwrap();
    assert!(pages.next().await.is_none());
}
