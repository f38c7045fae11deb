use super::server::{Server, Step, answer, json};
use super::{Shop, builder, call, operation};
use crate::runtime::{Client, Operation};

fn to(status: u16, location: &str) -> Step {
    answer(status, &format!("Location: {location}\r\n"), "")
}

/// Every kind of credential, a header of the caller and a hook.
fn client(url: &str) -> Client {
    builder(url)
        .credential("Token", "t0ken")
        .credential("Key", "k3y")
        .credential("App", "4pp")
        .credential("Session", "s3ssion")
        .default_header("X-Tenant", "t3nant")
        .on_request(|request| {
            request
                .headers_mut()
                .insert("x-signature", "s1gned".parse()?);
            Ok(())
        })
        .build()
        .unwrap()
}

fn secured(client: &Client, method: &'static str) -> Shop<'static> {
    let operation = Operation {
        security: Some(&[&["Token", "Key", "App", "Session"]]),
        ..operation(method, "/a/b")
    };
    call(client, operation)
}

#[tokio::test]
async fn within_an_origin_with_credentials() {
    let server = Server::start([
        to(301, "/c/d?e=f#g"),
        to(302, "h"),
        to(307, "?i"),
        to(308, "../j"),
        json(200, "1"),
    ]);
    let client = client(&server.url);
    secured(&client, "GET").await.unwrap();
    let requests = server.requests();
    let targets: Vec<_> = requests.iter().map(|request| request.target()).collect();
    assert_eq!(
        targets,
        [
            "/a/b?app%20id=4pp",
            "/c/d?e=f&app%20id=4pp",
            "/c/h?app%20id=4pp",
            "/c/h?i&app%20id=4pp",
            "/j?app%20id=4pp",
        ]
    );
    for request in requests {
        assert_eq!(request.header("authorization"), ["Bearer t0ken"]);
        assert_eq!(request.header("x-signature"), ["s1gned"]);
    }
}

#[tokio::test]
async fn elsewhere_without_anything_that_identifies() {
    let elsewhere = Server::start([json(200, "1")]);
    let server = Server::start([to(302, &format!("{}/file?x=y", elsewhere.url))]);
    let client = client(&server.url);
    let call = secured(&client, "GET")
        .header("X-Own", "0wn")
        .cookie("a", true, &1);
    assert_eq!(call.await.unwrap(), 1);
    let request = elsewhere.request();
    assert_eq!(request.target(), "/file?x=y");
    assert_eq!(request.header("accept"), ["application/json"]);
    assert_eq!(request.header("user-agent"), ["shop/1.2.3"]);
    let names: Vec<_> = request
        .head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .collect();
    assert_eq!(names.len(), 3, "accept, user-agent, host: {names:?}");
}

#[tokio::test]
async fn requests_with_an_effect() {
    for (status, followed) in [
        (301, false),
        (302, false),
        (303, false),
        (307, true),
        (308, true),
    ] {
        let server = Server::start([to(status, "/next"), json(200, "1")]);
        let client = client(&server.url);
        let result = secured(&client, "POST")
            .json_body("application/json", &5)
            .await;
        if followed {
            result.unwrap();
            let second = server.requests().pop().unwrap();
            assert_eq!(second.line(), "POST /next?app%20id=4pp HTTP/1.1");
            assert_eq!(second.body, "5");
        } else {
            assert_eq!(result.unwrap_err().status().unwrap(), status);
            server.request();
        }
    }
    // Never elsewhere.
    let elsewhere = Server::start([json(200, "1")]);
    let server = Server::start([to(307, &elsewhere.url)]);
    let client = client(&server.url);
    let error = secured(&client, "POST").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn circles_and_nonsense_end() {
    let server = Server::start([to(302, "/again")]);
    let client = client(&server.url);
    let error = secured(&client, "GET").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(server.requests().len(), 11);

    for step in [
        answer(302, "", ""),
        to(302, "ftp://x/"),
        to(302, "http://"),
        to(304, "/x"),
    ] {
        let server = Server::start([step]);
        let client = super::client(&server.url);
        call(&client, operation("GET", "/")).await.unwrap_err();
        server.request();
    }
    let server = Server::start([to(302, "/x")]);
    let none = builder(&server.url).max_redirects(0).build().unwrap();
    call(&none, operation("GET", "/")).await.unwrap_err();
    server.request();
}
