//! Pages, each rule once: what is asked for, and what comes out.

use crate::server::{Server, json, reply};

/// Asserts the items of all pages, and the targets that were asked for.
macro_rules! pages {
    ($replies:expr, |$c:ident| $call:expr, $items:expr, $targets:expr $(,)?) => {{
        let server = Server::start($replies);
        let client = server.client();
        let $c = &client;
        let mut items = $call.items();
        let mut found = Vec::new();
        while let Some(item) = items.next().await {
            found.push(item.unwrap());
        }
        assert_eq!(found, $items);
        let requests = server.requests();
        let targets: Vec<&str> = requests.iter().map(|request| request.target()).collect();
        assert_eq!(targets, $targets);
    }};
}

const LAST: &str = r#"{"items":[3]}"#;

#[tokio::test]
async fn cursor() {
    pages!(
        [json(r#"{"items":[1,2],"meta":{"next":"b c"}}"#), json(LAST)],
        |c| c.pages().by_cursor().after("a"),
        [1, 2, 3],
        ["/pages/cursor?after=a", "/pages/cursor?after=b%20c"],
    );
    for end in [
        r#"{"items":[],"meta":{"next":null}}"#,
        r#"{"items":[],"meta":{"next":""}}"#,
    ] {
        let server = Server::start([json(end)]);
        let mut pages = server.client().pages().by_cursor().pages();
        assert!(pages.next().await.unwrap().is_ok());
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn cursor_in_a_header() {
    pages!(
        [
            reply(
                200,
                "Content-Type: application/json\r\nX-Next: b\r\n",
                r#"{"items":[1]}"#
            ),
            json(LAST),
        ],
        |c| c.pages().by_header(),
        [1, 3],
        ["/pages/header", "/pages/header?after=b"],
    );
}

#[tokio::test]
async fn offset() {
    pages!(
        [
            json(r#"{"items":[1,2]}"#),
            json(LAST),
            json(r#"{"items":[]}"#)
        ],
        |c| c.pages().by_offset().skip(5),
        [1, 2, 3],
        [
            "/pages/offset?skip=5",
            "/pages/offset?skip=7",
            "/pages/offset?skip=8"
        ],
    );
}

#[tokio::test]
async fn number() {
    pages!(
        [json(r#"{"items":[1],"meta":{"more":true}}"#), json(LAST)],
        |c| c.pages().by_number(),
        [1, 3],
        ["/pages/number", "/pages/number?page=2"],
    );
}

#[tokio::test]
async fn link() {
    pages!(
        [
            reply(
                200,
                "Content-Type: application/json\r\nLink: </pages/link?p=1>; rel=\"prev\", </pages/link?p=2>; rel=next\r\n",
                r#"{"items":[1]}"#,
            ),
            json(LAST),
        ],
        |c| c.pages().by_link(),
        [1, 3],
        ["/pages/link", "/pages/link?p=2"],
    );
}

#[tokio::test]
async fn url() {
    pages!(
        [
            json(r#"{"items":[1],"meta":{"next":"/pages/url?x=1"}}"#),
            json(LAST)
        ],
        |c| c.pages().by_url(),
        [1, 3],
        ["/pages/url", "/pages/url?x=1"],
    );
}
