//! Every style × explode × type on the wire, against the style table of the
//! [specification](https://spec.openapis.org/oas/v3.0.4.html#style-examples) and the examples of RFC 6570.
//!
//! Two cells of the table in 3.0.3 were mistakes, which 3.0.4 put right: a `label` list that is not exploded is joined
//! by commas (as in RFC 6570), and the delimiters and brackets that are not allowed in a URL are escaped.

use super::server::{Server, answer};
use super::{Shop, client, get, operation, post, refusal};
use crate::runtime::json::Nullable;
use crate::runtime::{PathStyle, Query, QueryStyle};
use serde_json::{Value, json};

/// The values of the table: empty, string, array, object.
fn examples() -> [Value; 4] {
    [
        json!(""),
        json!("blue"),
        json!(["blue", "black", "brown"]),
        json!({"B": 150, "G": 200, "R": 100}),
    ]
}

/// Sends a request and returns the part of its target after `prefix`.
async fn sent(server: &Server, call: Shop<'_>, prefix: &str) -> String {
    call.await.unwrap();
    let requests = server.requests();
    let target = requests.last().unwrap().target();
    target.strip_prefix(prefix).unwrap().to_owned()
}

#[tokio::test]
async fn path() {
    use PathStyle::{Label, Matrix, Simple};
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    // `-` where the specification defines nothing or the value is refused.
    let table = [
        (Simple, false, "- blue blue,black,brown B,150,G,200,R,100"),
        (Simple, true, "- blue blue,black,brown B=150,G=200,R=100"),
        (Label, false, "- .blue .blue,black,brown .B,150,G,200,R,100"),
        (Label, true, "- .blue .blue.black.brown .B=150.G=200.R=100"),
        (
            Matrix,
            false,
            ";color ;color=blue ;color=blue,black,brown ;color=B,150,G,200,R,100",
        ),
        (
            Matrix,
            true,
            ";color ;color=blue ;color=blue;color=black;color=brown ;B=150;G=200;R=100",
        ),
    ];
    for (style, explode, row) in table {
        for (value, expected) in examples().iter().zip(row.split(' ')) {
            let call = get(&client, "/{color}").path_with("color", style, explode, value);
            if expected == "-" {
                assert!(refusal(call).await.contains("`color`"));
            } else {
                let target = sent(&server, call, "/").await;
                assert_eq!(target, expected, "{style:?} {explode} {value}");
            }
        }
    }
}

#[tokio::test]
async fn query() {
    use QueryStyle::{DeepObject, Form, PipeDelimited, SpaceDelimited};
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let table = [
        (
            Form,
            false,
            "color= color=blue color=blue,black,brown color=B,150,G,200,R,100",
        ),
        (
            Form,
            true,
            "color= color=blue color=blue&color=black&color=brown B=150&G=200&R=100",
        ),
        (
            SpaceDelimited,
            false,
            "- - color=blue%20black%20brown color=B%20150%20G%20200%20R%20100",
        ),
        (
            SpaceDelimited,
            true,
            "- - color=blue&color=black&color=brown B=150&G=200&R=100",
        ),
        (
            PipeDelimited,
            false,
            "- - color=blue%7Cblack%7Cbrown color=B%7C150%7CG%7C200%7CR%7C100",
        ),
        (
            PipeDelimited,
            true,
            "- - color=blue&color=black&color=brown B=150&G=200&R=100",
        ),
        (
            DeepObject,
            true,
            "- - - color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
        ),
    ];
    for (style, explode, row) in table {
        for (value, expected) in examples().iter().zip(row.split(' ')) {
            if expected == "-" {
                continue;
            }
            let options = Query::new(style, explode);
            let call = get(&client, "/x").query_with("color", options, value);
            let target = sent(&server, call, "/x?").await;
            assert_eq!(target, expected, "{style:?} {explode} {value}");
        }
    }
}

#[tokio::test]
async fn header_and_cookie() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let table = [
        (
            false,
            " blue blue,black,brown B,150,G,200,R,100",
            "color= color=blue color=blue,black,brown color=B,150,G,200,R,100",
        ),
        (
            true,
            " blue blue,black,brown B=150,G=200,R=100",
            "color= color=blue color=blue;_color=black;_color=brown B=150;_G=200;_R=100",
        ),
    ];
    for (explode, headers, cookies) in table {
        let rows = headers.split(' ').zip(cookies.split(' '));
        for (value, (header, cookie)) in examples().iter().zip(rows) {
            let call = get(&client, "/")
                .header_param("X-Color", explode, value)
                .cookie("color", explode, value);
            call.await.unwrap();
            let request = server.requests().pop().unwrap();
            assert_eq!(request.header("x-color"), [header]);
            assert_eq!(request.header("cookie"), [cookie.replace('_', " ")]);
        }
    }
}

/// A value of several segments keeps its slashes, and cannot lead out of them.
#[tokio::test]
async fn segments() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let get = |value| get(&client, "/{a}/b").path_with("a", PathStyle::Segments, false, &value);
    for (value, expected) in [
        (json!("blue"), "blue"),
        (json!("x/y z?#%.txt"), "x/y%20z%3F%23%25.txt"),
        (json!(["x", "y/z"]), "x/y/z"),
        (json!(7), "7"),
    ] {
        assert_eq!(
            sent(&server, get(value), "/").await,
            format!("{expected}/b")
        );
    }
    for value in ["", ".", "..", "x/..", "../x", "x/./y"] {
        assert!(refusal(get(json!(value))).await.contains("`a`"));
    }
}

/// The examples of RFC 6570, sections 3.2.2 to 3.2.9, for the expansions that OpenAPI has.
#[tokio::test]
async fn rfc_6570() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let keys = json!({"comma": ",", "dot": ".", "semi": ";"});
    let list = json!(["red", "green", "blue"]);
    for (style, explode, value, expected) in [
        (
            PathStyle::Simple,
            false,
            json!("Hello World!"),
            "Hello%20World%21",
        ),
        (PathStyle::Simple, false, json!("50%"), "50%25"),
        (PathStyle::Simple, false, list.clone(), "red,green,blue"),
        (
            PathStyle::Simple,
            false,
            keys.clone(),
            "comma,%2C,dot,.,semi,%3B",
        ),
        (
            PathStyle::Simple,
            true,
            keys.clone(),
            "comma=%2C,dot=.,semi=%3B",
        ),
        (PathStyle::Label, false, list.clone(), ".red,green,blue"),
        (PathStyle::Label, true, list.clone(), ".red.green.blue"),
        (
            PathStyle::Label,
            false,
            keys.clone(),
            ".comma,%2C,dot,.,semi,%3B",
        ),
        (
            PathStyle::Label,
            true,
            keys.clone(),
            ".comma=%2C.dot=..semi=%3B",
        ),
        (PathStyle::Matrix, false, json!("value"), ";x=value"),
        (
            PathStyle::Matrix,
            true,
            list.clone(),
            ";x=red;x=green;x=blue",
        ),
        (
            PathStyle::Matrix,
            false,
            keys.clone(),
            ";x=comma,%2C,dot,.,semi,%3B",
        ),
        (
            PathStyle::Matrix,
            true,
            keys.clone(),
            ";comma=%2C;dot=.;semi=%3B",
        ),
        (PathStyle::Matrix, true, json!(["", "a"]), ";x;x=a"),
    ] {
        let call = get(&client, "/{x}").path_with("x", style, explode, &value);
        assert_eq!(sent(&server, call, "/").await, expected);
    }
    for (explode, value, expected) in [
        (true, json!("Hello World!"), "?x=Hello%20World%21"),
        (true, keys.clone(), "?comma=%2C&dot=.&semi=%3B"),
        (false, keys, "?x=comma,%2C,dot,.,semi,%3B"),
        (false, list, "?x=red,green,blue"),
        (true, json!({"a": ""}), "?a="),
        // Undefined: null, and lists and objects without members.
        (true, json!(null), ""),
        (true, json!([]), ""),
        (false, json!([]), ""),
        (true, json!({}), ""),
        (true, json!(["a", null]), "?x=a"),
        (false, json!({"a": null, "b": 1}), "?x=b,1"),
    ] {
        let options = Query::new(QueryStyle::Form, explode);
        let call = get(&client, "/").query_with("x", options, &value);
        assert_eq!(sent(&server, call, "/").await, expected);
    }
}

#[tokio::test]
async fn primitives_keep_their_digits() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let call = get(&client, "/{id}")
        .path("id", &u64::MAX)
        .query("float", &vec![0.1, 5.0, 1e21, -0.3])
        .query("long", &i64::MIN)
        .query("flag", &true)
        .query("text", "ä/b c&d=e+f%")
        .query("na me", "x")
        .query("none", &None::<i32>)
        .query("null", &Nullable::<i32>::Null)
        .query("some", &Some(1));
    assert_eq!(
        sent(&server, call, "/18446744073709551615?").await,
        "float=0.1&float=5&float=1e%2B21&float=-0.3&long=-9223372036854775808&flag=true\
         &text=%C3%A4%2Fb%20c%26d%3De%2Bf%25&na%20me=x&some=1"
    );
}

#[tokio::test]
async fn options_of_query_parameters() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let reserved = Query {
        allow_reserved: true,
        ..Query::FORM_JOINED
    };
    let empty = Query {
        allow_empty: true,
        ..Query::FORM
    };
    let call = get(&client, "/")
        .query_with("url", reserved, "https://a.b/c?d=e;f,g:h@i!$'()*&#[+]%")
        .query_with("null", empty, &Nullable::<i32>::Null)
        .query_with("list", empty, &Vec::<i32>::new())
        .query_with("text", empty, "")
        .query_json("filter", &json!({"a": [1, "x y"]}));
    assert_eq!(
        sent(&server, call, "/?").await,
        // The URL standard escapes the apostrophe once more, which changes nothing for the server.
        "url=https://a.b/c?d=e;f,g:h@i!$%27()*%26%23%5B%2B%5D%25&null=&list=&text=\
         &filter=%7B%22a%22%3A%5B1%2C%22x%20y%22%5D%7D"
    );
}

#[tokio::test]
async fn what_no_style_describes() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let nested = json!({"a": {"b": [1, {"c": "d e"}]}, "n": null});
    let call = get(&client, "/").query_with("deep", Query::DEEP_OBJECT, &nested);
    assert_eq!(
        sent(&server, call, "/?").await,
        "deep%5Ba%5D%5Bb%5D%5B0%5D=1&deep%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=d%20e"
    );
    // Not lost: written as JSON.
    let spread = json!({"none": [], "page": 1, "rest": {"x": [2]}, "sort": ["a b", "c"]});
    let call = get(&client, "/").query("pageable", &spread);
    assert_eq!(
        sent(&server, call, "/?").await,
        "page=1&rest=%7B%22x%22%3A%5B2%5D%7D&sort=a%20b&sort=c"
    );
    let call = get(&client, "/").query("list", &json!([[1], {"a": 2}]));
    assert_eq!(
        sent(&server, call, "/?").await,
        "list=%5B1%5D&list=%7B%22a%22%3A2%7D"
    );
}

#[tokio::test]
async fn paths_that_lead_elsewhere_are_refused() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    for value in ["", ".", ".."] {
        let message = refusal(get(&client, "/a/{x}/b").path("x", value)).await;
        assert_eq!(
            message,
            format!("the path parameter `x` must not be {value:?}")
        );
    }
    for value in [json!([]), json!({}), json!(null)] {
        refusal(get(&client, "/a/{x}").path("x", &value)).await;
    }
    refusal(get(&client, "/a/{x}{y}").path("x", "a").path("y", "")).await;
    // Harmless one by one, but not together.
    let label = |value| get(&client, "/a/{x}").path_with("x", PathStyle::Label, false, value);
    refusal(label(".")).await;
    refusal(label("")).await;
    assert!(server.requests().is_empty());

    for (value, expected) in [
        ("a/../b", "/a/a%2F..%2Fb"),
        ("...", "/a/..."),
        ("%2e%2e", "/a/%252e%252e"),
        ("..\\", "/a/..%5C"),
        ("{x}", "/a/%7Bx%7D"),
        ("a?b#c", "/a/a%3Fb%23c"),
    ] {
        get(&client, "/a/{x}").path("x", value).await.unwrap();
        assert_eq!(server.requests().pop().unwrap().target(), expected);
    }
}

#[tokio::test]
async fn paths_with_several_parameters_or_a_query() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    let call = get(&client, "/{a}-{b}/{a}?fixed=1")
        .path("a", "{b}")
        .path("b", &2)
        .query("q", "x");
    assert_eq!(
        sent(&server, call, "/").await,
        "%7Bb%7D-2/%7Bb%7D?fixed=1&q=x"
    );
}

#[tokio::test]
async fn headers_and_cookies_cannot_be_split() {
    let server = Server::start([answer(204, "", "")]);
    let client = client(&server.url);
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"] {
        let message = refusal(get(&client, "/").header_param("X-Ok", false, value)).await;
        assert!(
            message.contains("`X-Ok`") && !message.contains("Evil"),
            "{message}"
        );
        refusal(get(&client, "/").header("X-Ok", value)).await;
    }
    refusal(get(&client, "/").header("X: y\r\nZ", "v")).await;
    assert!(server.requests().is_empty());

    get(&client, "/")
        .header_param("X-Name", false, "Käse")
        .header_json("X-Json", &json!({"a": 1}))
        .cookie("a", true, "x; b=1\r\n")
        .cookie_json("c", &json!([1]))
        .await
        .unwrap();
    let request = server.request();
    assert_eq!(
        request.header("cookie"),
        ["a=x%3B%20b%3D1%0D%0A; c=%5B1%5D"]
    );
    assert_eq!(request.header("x-json"), [r#"{"a":1}"#]);
    assert!(request.head.contains("x-name: K\u{c3}\u{a4}se\r\n"));
}

#[tokio::test]
async fn numbers_that_json_does_not_have_are_refused() {
    let client = client("http://localhost:1");
    assert!(
        refusal(get(&client, "/").query("x", &f64::NAN))
            .await
            .contains("`x`")
    );
    refusal(get(&client, "/{x}").path("x", &f64::INFINITY)).await;
    refusal(post(&client, "/").json_body("application/json", &vec![f64::NAN])).await;
    // The first problem is the one reported.
    let call = super::call(&client, operation("GET", "/{x}")).path("x", "");
    assert!(refusal(call.query("y", &f64::NAN)).await.contains("`x`"));
}
