use super::server::{Server as Loopback, answer};
use super::{API, builder, call, client, get, operation};
use crate::runtime::{Api, ClientBuilder, Error, Operation, Server, Variable};

#[tokio::test]
async fn a_path_and_slashes_at_the_end() {
    for (suffix, expected) in [
        ("", "/users/1"),
        ("/", "/users/1"),
        ("/api/v2", "/api/v2/users/1"),
        ("/api/v2/", "/api/v2/users/1"),
        ("/api/v2//", "/api/v2/users/1"),
    ] {
        let server = Loopback::start([answer(204, "", "")]);
        let client = client(&format!("{}{suffix}", server.url));
        get(&client, "/users/{id}").path("id", &1).await.unwrap();
        assert_eq!(server.request().target(), expected);
    }
}

/// A variable that stands for itself has no default.
#[test]
fn a_variable_without_a_default() {
    static TENANTS: Api = Api {
        servers: &[Server {
            url: "https://{tenant}.shop.example",
            description: "",
            variables: &[Variable {
                name: "tenant",
                default: "{tenant}",
                values: &[],
            }],
        }],
        ..API
    };
    let error = ClientBuilder::new(&TENANTS).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server variable `tenant` has no default: set it with `server_variable`"
    );
    let chosen = ClientBuilder::new(&TENANTS).server_variable("tenant", "a");
    assert!(chosen.build().is_ok());
}

#[test]
fn servers_and_their_variables() {
    let url = |builder: ClientBuilder| match builder.build() {
        Ok(client) => {
            let shown = format!("{client:?}");
            let (_, url) = shown.split_once("base_url: \"").unwrap();
            url.split('"').next().unwrap().to_owned()
        }
        Err(error) => error.to_string(),
    };
    let new = || ClientBuilder::new(&API);
    assert_eq!(url(new()), "https://eu.shop.example/v1");
    assert_eq!(
        url(new()
            .server_variable("region", "us")
            .server_variable("base", "v2")),
        "https://us.shop.example/v2"
    );
    assert_eq!(
        url(new().server_variable("region", "mars")),
        "`mars` is not a value of the server variable `region`; allowed: eu, us"
    );
    assert_eq!(
        url(new().server_variable("zone", "a")),
        "no server has a variable `zone`"
    );
    assert_eq!(
        url(new().server_named("Behind the same host")),
        "the description knows its server only as `/api`: set a base URL"
    );
    assert_eq!(
        url(new().server_named("Staging")),
        "no server is described as `Staging`"
    );
    assert_eq!(url(new().server(2)), "no such server: set a base URL");
    assert_eq!(url(new().server(2).base_url("http://a")), "http://a");
    for (bad, reason) in [
        ("shop.example", "does not begin with"),
        ("ftp://shop.example", "does not begin with"),
        ("https://shop example", "not a valid URL"),
        ("https://shop.example?x=1", "query or a fragment"),
        ("https://shop.example/#x", "query or a fragment"),
        ("https://me:pass@shop.example", "user name or password"),
    ] {
        let message = url(new().base_url(bad));
        assert!(
            message.contains(reason) && !message.contains("pass@"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn operations_with_servers_of_their_own() {
    let home = Loopback::start([answer(204, "", "")]);
    let other = Loopback::start([answer(204, "", "")]);
    let other_url: &'static str = Box::leak(other.url.clone().into_boxed_str());
    let absolute: &'static [Server] = Box::leak(Box::new([Server {
        url: Box::leak(format!("{other_url}/{{name}}").into_boxed_str()),
        description: "",
        variables: &[Variable {
            name: "name",
            default: "files",
            values: &[],
        }],
    }]));
    fn relative(url: &'static str) -> &'static [Server] {
        Box::leak(Box::new([Server {
            url,
            description: "",
            variables: &[],
        }]))
    }
    let with = |servers| Operation {
        servers,
        ..operation("GET", "/x")
    };

    // The server of the description itself is on loopback here.
    let api: &'static Api = Box::leak(Box::new(Api {
        name: "shop",
        version: "1",
        servers: relative(Box::leak(format!("{}/v1", home.url).into_boxed_str())),
        schemes: &[],
        security: &[],
    }));
    let described = ClientBuilder::new(api).build().unwrap();
    call(&described, with(absolute)).await.unwrap();
    assert_eq!(other.request().target(), "/files/x");
    call(&described, with(relative("/v2/"))).await.unwrap();
    call(&described, with(relative("beta"))).await.unwrap();
    let targets: Vec<_> = home
        .requests()
        .iter()
        .map(|r| r.target().to_owned())
        .collect();
    assert_eq!(targets, ["/v2/x", "/v1/beta/x"]);

    // A base URL given by the caller is meant for everything, as in a test.
    let redirected = client(&format!("{}/mock", home.url));
    call(&redirected, with(absolute)).await.unwrap();
    assert_eq!(home.requests().pop().unwrap().target(), "/mock/x");
    assert_eq!(other.requests().len(), 1);
}

#[tokio::test]
async fn headers_of_every_request() {
    let server = Loopback::start([answer(204, "", "")]);
    let plain = client(&server.url);
    get(&plain, "/").await.unwrap();
    let first = server.request();
    assert_eq!(first.header("user-agent"), ["shop/1.2.3"]);
    assert_eq!(first.header("accept"), ["application/json"]);

    let own = builder(&server.url)
        .user_agent("me/1")
        .default_header("X-Tenant", "a")
        .default_header("X-Trace", "default")
        .build()
        .unwrap();
    get(&own, "/")
        .header("x-trace", "call")
        .header("accept", "text/csv")
        .await
        .unwrap();
    let second = server.requests().pop().unwrap();
    assert_eq!(second.header("user-agent"), ["me/1"]);
    assert_eq!(second.header("x-tenant"), ["a"]);
    assert_eq!(second.header("x-trace"), ["call"]);
    assert_eq!(second.header("accept"), ["text/csv"]);

    let bad = builder(&server.url).default_header("X-A", "b\r\nc").build();
    assert!(bad.unwrap_err().to_string().contains("`X-A`"));
}

#[tokio::test]
async fn a_malformed_path_is_an_error_before_sending() {
    let client = client("http://localhost:1");
    let error = get(&client, "/a b").await.unwrap_err();
    assert!(matches!(error, Error::Request(_)), "{error}");
}
