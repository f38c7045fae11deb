//! The client side of the runtime against a server on loopback that records every byte.

mod base_url;
mod blocking;
mod body;
mod credentials;
mod faults;
mod headers;
mod hostile;
mod multipart;
mod oauth;
mod options;
mod pagination;
mod parameters;
mod redirects;
mod replies;
mod resilience;
mod server;
mod streams;
mod trace;
mod transport;

use crate::runtime::json::DecodeError;
use crate::runtime::{
    Api, Call, Client, ClientBuilder, Endpoint, Error, Operation, Reply, Scheme, SchemeKind,
    Server, Success, Variable, reply,
};

pub(crate) static API: Api = Api {
    name: "shop",
    version: "1.2.3",
    servers: &[
        Server {
            url: "https://{region}.shop.example/{base}/",
            description: "Production",
            variables: &[
                Variable {
                    name: "region",
                    default: "eu",
                    values: &["eu", "us"],
                },
                Variable {
                    name: "base",
                    default: "v1",
                    values: &[],
                },
            ],
        },
        Server {
            url: "/api",
            description: "Behind the same host",
            variables: &[],
        },
    ],
    schemes: &[
        Scheme {
            name: "Token",
            kind: SchemeKind::Bearer,
        },
        Scheme {
            name: "Login",
            kind: SchemeKind::Basic,
        },
        Scheme {
            name: "Key",
            kind: SchemeKind::Header("X-Api-Key"),
        },
        Scheme {
            name: "App",
            kind: SchemeKind::Query("app id"),
        },
        Scheme {
            name: "Session",
            kind: SchemeKind::Cookie("sid"),
        },
    ],
    security: &[&["Token"]],
};

/// The documented failures of the operations here.
#[derive(Debug, PartialEq)]
pub(crate) enum Problem {
    NotFound(String),
    Server(u16, serde_json::Value),
}

type Value = serde_json::Value;
type Shop<'c> = Call<'c, Value, Problem>;

fn failure(reply: &Reply) -> Option<Result<Problem, DecodeError>> {
    match reply.status().as_u16() {
        404 => Some(reply.json().map(Problem::NotFound)),
        status @ 500..=599 => Some(reply.json().map(|body| Problem::Server(status, body))),
        _ => None,
    }
}

/// An operation that anyone may call.
fn operation(method: &'static str, path: &'static str) -> Operation {
    Operation {
        id: "Test",
        method,
        path,
        accept: "application/json",
        security: Some(&[]),
        servers: &[],
    }
}

fn endpoint(operation: Operation) -> &'static Endpoint<Value, Problem> {
    Box::leak(Box::new(Endpoint {
        operation,
        success: Success::Buffered(read),
        failure,
    }))
}

/// JSON, or null for no body at all.
fn read(reply: &Reply) -> Result<Value, DecodeError> {
    match reply.body().is_empty() {
        true => Ok(Value::Null),
        false => reply::json(reply),
    }
}

fn get(client: &Client, path: &'static str) -> Shop<'static> {
    call(client, operation("GET", path))
}

fn post(client: &Client, path: &'static str) -> Shop<'static> {
    call(client, operation("POST", path))
}

/// The client lives on in the test's leaked memory, so that calls can be made in one expression.
fn call(client: &Client, operation: Operation) -> Shop<'static> {
    Call::new(Box::leak(Box::new(client.clone())), endpoint(operation))
}

fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(url)
}

/// What is wrong with a call that cannot be sent.
async fn refusal(call: Shop<'_>) -> String {
    match call.await {
        Err(Error::Request(error)) => error.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn futures_can_be_spawned() {
    fn spawnable<T: Send + 'static>(_: T) {}
    let client = client("http://localhost");
    spawnable(get(&client, "/").send());
    spawnable(get(&client, "/").into_future());
    assert!(size_of::<Error<Problem>>() <= 24);
}
