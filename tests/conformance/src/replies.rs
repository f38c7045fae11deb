//! Replies by status, then by what they hold.

use std::fmt::Debug;

use crate::api::models::{FormReplyResponse, Rgb};
use crate::api::reply::{ManyResponse, ReplyError, ReplyHeaders};
use crate::api::runtime::Error;
use crate::server::{Server, json, reply};

const JSON: &str = "Content-Type: application/json\r\n";
const RGB: &str = r#"{"R":100,"G":200,"B":150}"#;

fn rgb() -> Rgb {
    Rgb::new(100, 200, 150)
}

/// The documented failure of the operation with all kinds of them.
async fn failure(status: u16, headers: &str, body: &str) -> Result<ReplyError, String> {
    let server = Server::start([reply(status, headers, body)]);
    match server.client().reply().reply().await.unwrap_err() {
        Error::Api(error) => Ok(error.into_body()),
        Error::Decode(error) => Err(error.to_string()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn failures_by_status_then_range_then_default() {
    let problem = failure(
        404,
        "Content-Type: application/problem+json\r\n",
        r#"{"title":"t"}"#,
    )
    .await;
    assert!(
        matches!(problem, Ok(ReplyError::NotFound(problem)) if problem.title.as_deref() == Some("t"))
    );
    assert_eq!(failure(409, "", "").await, Ok(ReplyError::Conflict));
    let text = failure(418, "Content-Type: text/plain\r\n", "short").await;
    assert_eq!(text, Ok(ReplyError::ClientError("short".to_owned())));
    assert_eq!(
        failure(501, JSON, RGB).await,
        Ok(ReplyError::Default(rgb()))
    );
    let page = failure(501, "Content-Type: text/html\r\n", "<p>")
        .await
        .unwrap_err();
    assert!(page.contains("text/html"), "{page}");
}

#[tokio::test]
async fn a_media_type_with_parameters() {
    let head = "Content-Type: Application/JSON; charset=utf-8; x=y\r\n";
    let server = Server::start([reply(200, head, RGB)]);
    assert_eq!(server.client().reply().reply().await.unwrap(), rgb());
    assert_eq!(
        server.last().header("accept"),
        "application/json; charset=utf-8, application/problem+json, text/plain, application/json"
    );
}

#[tokio::test]
async fn what_cannot_be_read_says_where() {
    let server = Server::start([json(r#"{"R":1,"G":"x","B":3}"#)]);
    let Err(Error::Decode(error)) = server.client().reply().undocumented().await else {
        panic!("it was read")
    };
    assert!(
        error.to_string().contains("G: expected an integer"),
        "{error}"
    );
}

#[tokio::test]
async fn another_media_type_has_a_method() {
    let server = Server::start([reply(200, "Content-Type: text/csv\r\n", "R,G,B")]);
    let table = server.client().reply().table_csv().await.unwrap();
    assert_eq!(
        (&*table, server.last().header("accept")),
        ("R,G,B", "text/csv")
    );
}

#[tokio::test]
async fn another_media_type_that_was_not_asked_for_is_an_error_with_the_reply() {
    for status in [200, 400] {
        let server = Server::start([reply(status, "Content-Type: text/plain\r\n", "no")]);
        let error = server.client().reply().table().await.unwrap_err();
        assert!(error.to_string().contains("found `text/plain`"), "{error}");
        assert_eq!(&error.reply().unwrap().body()[..], b"no");
    }
}

#[tokio::test]
async fn an_undocumented_status_keeps_the_reply() {
    let server = Server::start([reply(418, "X-A: b\r\n", "tea")]);
    let Err(Error::Undocumented(reply)) = server.client().reply().undocumented().await else {
        panic!("it is documented")
    };
    assert_eq!(
        (reply.status().as_u16(), &reply.body()[..]),
        (418, &b"tea"[..])
    );
    assert_eq!(reply.headers()["x-a"], "b");
}

#[tokio::test]
async fn several_successes() {
    let server = Server::start([json(RGB), reply(202, "", ""), reply(207, "", "text")]);
    let client = server.client();
    assert_eq!(
        client.reply().many().await.unwrap(),
        ManyResponse::Ok(rgb())
    );
    assert_eq!(client.reply().many().await.unwrap(), ManyResponse::Accepted);
    let text = ManyResponse::Successful("text".to_owned());
    assert_eq!(client.reply().many().await.unwrap(), text);
}

#[tokio::test]
async fn headers() {
    let read = async |headers: &str| {
        let server = Server::start([reply(200, &format!("{JSON}{headers}"), RGB)]);
        let response = server.client().reply().reply().send().await.unwrap();
        ReplyHeaders::read(response.reply()).map_err(|error| error.to_string())
    };
    let full = read("X-Count: 3\r\nX-List: a, b\r\nX-List: c\r\nX-Flag: true\r\n")
        .await
        .unwrap();
    let list = ["a", "b", "c"].map(str::to_owned).to_vec();
    assert_eq!(
        (full.x_count, full.x_list, full.x_flag),
        (Some(3), Some(list), Some(true))
    );
    let wrong = read("X-Count: many\r\n").await.unwrap_err();
    assert!(wrong.starts_with("X-Count: expected an integer"), "{wrong}");
    assert_eq!(read("").await.unwrap().x_count, None);
}

#[tokio::test]
async fn url_encoded() {
    let read = async |body: &str| {
        let server = Server::start([reply(
            200,
            "Content-Type: application/x-www-form-urlencoded\r\n",
            body,
        )]);
        server
            .client()
            .reply()
            .form_reply()
            .await
            .map_err(|error| error.to_string())
    };
    let list = vec!["a".to_owned(), "b c".to_owned()];
    let full = FormReplyResponse {
        token: Some("12%é&".to_owned()),
        expires_in: Some(60),
        scope: Some(list),
    };
    assert_eq!(
        read("token=12%25%C3%A9%26&expires_in=60&scope=a&scope=b+c&more").await,
        Ok(full)
    );
    assert_eq!(read("").await, Ok(FormReplyResponse::default()));
    assert!(
        read("expires_in=soon")
            .await
            .unwrap_err()
            .contains("expires_in")
    );
}

#[tokio::test]
async fn text_and_bytes() {
    let server = Server::start([
        reply(200, "Content-Type: text/plain\r\n", "é"),
        reply(200, "", "abc"),
    ]);
    let client = server.client();
    assert_eq!(client.reply().text_reply().await.unwrap(), "é");
    let mut body = client.reply().download().await.unwrap();
    assert_eq!(body.chunk().await.unwrap().unwrap(), "abc");
    assert!(body.chunk().await.unwrap().is_none());
    let again = client.reply().download().await.unwrap();
    assert_eq!(again.bytes().await.unwrap(), "abc");
}

#[tokio::test]
async fn streams() {
    fn read<T, E: Debug>(next: Option<Result<T, E>>) -> Option<T> {
        next.map(Result::unwrap)
    }
    let events =
        format!("data: {RGB}\n\n: ping\n\nevent: e\ndata: {{\"R\":1,\ndata: \"G\":2,\"B\":3}}\n\n");
    let lines = format!("{RGB}\n\n{RGB}");
    let server = Server::start([
        reply(200, "Content-Type: text/event-stream\r\n", &events),
        reply(200, "Content-Type: application/jsonl\r\n", &lines),
    ]);
    let client = server.client();
    let mut events = client.reply().events().await.unwrap();
    assert_eq!(read(events.next().await).unwrap().data, rgb());
    assert_eq!(read(events.next().await).unwrap().data, Rgb::new(1, 2, 3));
    drop(events);
    let mut lines = client.reply().lines().await.unwrap();
    assert_eq!(read(lines.next().await), Some(rgb()));
    assert_eq!(read(lines.next().await), Some(rgb()));
    assert_eq!(read(lines.next().await), None);
}
