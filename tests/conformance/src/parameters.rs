//! Every style × explode × type of a parameter, against the
//! [table of the specification](https://spec.openapis.org/oas/v3.0.4.html#style-examples) and RFC 6570.

use crate::api::models::{Rgb, Size};
use crate::api::runtime::Error;
use crate::server::{Recorded, Server};

/// The array of the table.
fn list() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

/// The object of the table.
fn rgb() -> Rgb {
    Rgb::new(100, 200, 150)
}

/// What RFC 6570 escapes, or keeps where reserved characters may stay.
const RESERVED: &str = "a/b?c=d&e f;%é,~";

/// Asserts what is sent by each call, as `$sent` reads it from the request. A call is
/// `|client| client.tag().operation(…)`.
macro_rules! requests {
    ($sent:expr, $(|$c:ident| $call:expr => $expected:expr,)*) => {{
        let server = Server::silent();
        let client = server.client();
        let sent = $sent;
        $({
            let $c = &client;
            $call.await.unwrap();
            assert_eq!(sent(&server.last()), $expected);
        })*
    }};
}

/// Likewise for the target.
macro_rules! targets {
    ($($calls:tt)*) => {
        requests! { |request: &Recorded| request.target().to_owned(), $($calls)* }
    };
}

#[tokio::test]
async fn path() {
    targets! {
        |c| c.path().simple("blue", &list(), rgb()) => "/simple/blue/blue,black,brown/R,100,G,200,B,150",
        |c| c.path().simple_explode("blue", &list(), rgb()) => "/simple-explode/blue/blue,black,brown/R=100,G=200,B=150",
        |c| c.path().label("blue", &list(), rgb()) => "/label/.blue/.blue,black,brown/.R,100,G,200,B,150",
        |c| c.path().label_explode("blue", &list(), rgb()) => "/label-explode/.blue/.blue.black.brown/.R=100.G=200.B=150",
        |c| c.path().matrix("blue", &list(), rgb()) => "/matrix/;p=blue/;a=blue,black,brown/;o=R,100,G,200,B,150",
        |c| c.path().matrix_explode("blue", &list(), rgb()) => "/matrix-explode/;p=blue/;a=blue;a=black;a=brown/;R=100;G=200;B=150",
    }
}

#[tokio::test]
async fn path_values_are_escaped_element_by_element() {
    let escaped = "a%2Fb%3Fc%3Dd%26e%20f%3B%25%C3%A9%2C~";
    let values = || [RESERVED.to_owned(), "x".to_owned()];
    targets! {
        |c| c.path().simple(RESERVED, &values(), rgb()) => format!("/simple/{escaped}/{escaped},x/R,100,G,200,B,150"),
        |c| c.path().label_explode(RESERVED, &values(), rgb()) => format!("/label-explode/.{escaped}/.{escaped}.x/.R=100.G=200.B=150"),
        |c| c.path().matrix_explode(RESERVED, &values(), rgb()) => format!("/matrix-explode/;p={escaped}/;a={escaped};a=x/;R=100;G=200;B=150"),
    }
}

#[tokio::test]
async fn path_values_that_lead_elsewhere_are_refused() {
    let server = Server::silent();
    let client = server.client();
    for value in ["", ".", ".."] {
        let refused = client.path().simple(value, &list(), rgb()).await;
        assert!(matches!(refused, Err(Error::Request(_))), "{value:?}");
    }
    let refused = client.path().simple("blue", &[], rgb()).await;
    assert!(matches!(refused, Err(Error::Request(_))));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn scalars() {
    targets! {
        |c| c.path().scalars(-7, 1.5, true, Size::VeryLarge) => "/scalars/-7/1.5/true/very%20large",
        |c| c.path().scalars(0, 3.0, false, Size::Unknown("huge".to_owned())) => "/scalars/0/3/false/huge",
    }
}

#[tokio::test]
async fn query() {
    targets! {
        |c| c.query().form_joined().p("blue").a(&list()).o(rgb()) => "/form?p=blue&a=blue,black,brown&o=R,100,G,200,B,150",
        |c| c.query().form_explode().p("blue").a(&list()).o(rgb()) => "/form-explode?p=blue&a=blue&a=black&a=brown&R=100&G=200&B=150",
        |c| c.query().space().a(&list()).o(rgb()) => "/space?a=blue%20black%20brown&o=R%20100%20G%20200%20B%20150",
        |c| c.query().pipe().a(&list()).o(rgb()) => "/pipe?a=blue%7Cblack%7Cbrown&o=R%7C100%7CG%7C200%7CB%7C150",
        |c| c.query().deep().o(rgb()) => "/deep?o%5BR%5D=100&o%5BG%5D=200&o%5BB%5D=150",
        // Empty values: a name with `=`; nothing for an empty list, nor for what is not given.
        |c| c.query().form_joined().p("") => "/form?p=",
        |c| c.query().form_explode().p("").a(&[]) => "/form-explode?p=",
        |c| c.query().form_explode() => "/form-explode",
        |c| c.query().empty().p("").a(&[]) => "/empty?p=&a=",
        |c| c.query().form_joined().p(RESERVED) => "/form?p=a%2Fb%3Fc%3Dd%26e%20f%3B%25%C3%A9%2C~",
        |c| c.query().form_joined().a(&["a,b".to_owned(), "c&d".to_owned()]) => "/form?a=a%2Cb,c%26d",
        |c| c.query().form_explode().a(&["a,b".to_owned(), "c&d".to_owned()]) => "/form-explode?a=a%2Cb&a=c%26d",
        |c| c.query().pipe().a(&["a|b".to_owned(), "c d".to_owned()]) => "/pipe?a=a%7Cb%7Cc%20d",
    }
}

#[tokio::test]
async fn reserved_characters_stay_where_that_is_allowed() {
    targets! {
        |c| c.query().reserved().p(RESERVED) => "/reserved?p=a/b?c=d%26e%20f;%25%C3%A9,~",
        |c| c.query().reserved().a(&["a/b".to_owned(), "c:d".to_owned()]) => "/reserved?a=a/b,c:d",
        |c| c.query().reserved().o(rgb()) => "/reserved?o=R,100,G,200,B,150",
    }
}

#[tokio::test]
async fn content_typed_values_are_json() {
    let server = Server::silent();
    let client = server.client();
    client
        .path()
        .content_typed(rgb())
        .q(rgb())
        .x_o(rgb())
        .c(rgb())
        .await
        .unwrap();
    let escaped = "%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D";
    let request = server.last();
    assert_eq!(request.target(), format!("/json/{escaped}?q={escaped}"));
    assert_eq!(request.header("x-o"), r#"{"R":100,"G":200,"B":150}"#);
    assert_eq!(request.header("cookie"), format!("c={escaped}"));
}

#[tokio::test]
async fn header() {
    requests! {
        |request: &Recorded| ["x-p", "x-a", "x-o"].map(|name| request.header(name).to_owned()),
        |c| c.header().header().x_p("blue").x_a(&list()).x_o(rgb()) => ["blue", "blue,black,brown", "R,100,G,200,B,150"],
        |c| c.header().explode().x_p("blue").x_a(&list()).x_o(rgb()) => ["blue", "blue,black,brown", "R=100,G=200,B=150"],
        // Not percent-encoded.
        |c| c.header().header().x_p("a/b c%") => ["a/b c%", "", ""],
    }
}

#[tokio::test]
async fn a_value_that_would_begin_another_header_is_refused() {
    let client = Server::silent().client();
    let refused = client.header().header().x_p("a\r\nX-Evil: b").await;
    assert!(matches!(refused, Err(Error::Request(_))));
}

#[tokio::test]
async fn cookie() {
    requests! {
        |request: &Recorded| request.header("cookie").to_owned(),
        |c| c.header().cookie().p("blue").a(&list()).o(rgb()) => "p=blue; a=blue,black,brown; o=R,100,G,200,B,150",
        |c| c.header().cookie_explode().p("blue").a(&list()).o(rgb()) => "p=blue; a=blue; a=black; a=brown; R=100; G=200; B=150",
        |c| c.header().cookie().p("a;b c") => "p=a%3Bb%20c",
    }
}
