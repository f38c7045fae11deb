//! A server on loopback that records requests as they are and answers as it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::api::runtime::{Client, ClientBuilder};

/// A request as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// As in `GET /path HTTP/1.1`.
    pub line: String,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    /// Without the framing of chunks.
    pub body: String,
}

impl Recorded {
    /// Path and query.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }

    /// The only header of this name; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        let mut found = self.headers.iter().filter(|(other, _)| other == name);
        let value = found.next().map_or("", |(_, value)| value);
        assert!(found.next().is_none(), "several headers {name}");
        value
    }
}

pub struct Server {
    url: String,
    requests: Arc<Mutex<Vec<Recorded>>>,
}

/// A reply of JSON.
pub fn json(body: &str) -> String {
    reply(200, "Content-Type: application/json\r\n", body)
}

pub fn reply(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status} Any\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
}

impl Server {
    /// A server that answers each request with nothing.
    pub fn silent() -> Self {
        Self::start([reply(204, "", "")])
    }

    /// A server that gives these replies in turn, the last one for ever.
    pub fn start(replies: impl IntoIterator<Item = String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let recorded = Arc::clone(&requests);
        let replies: Vec<String> = replies.into_iter().collect();
        thread::spawn(move || {
            let mut turn = replies
                .iter()
                .chain(std::iter::repeat(replies.last().unwrap()));
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                while let Some(request) = read(&stream) {
                    recorded.lock().unwrap().push(request);
                    stream.write_all(turn.next().unwrap().as_bytes()).unwrap();
                }
            }
        });
        Self { url, requests }
    }

    /// A builder for a client of this server.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder().base_url(&self.url)
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }

    /// The latest request.
    pub fn last(&self) -> Recorded {
        self.requests().pop().unwrap()
    }
}

/// The next request of a connection; `None` at its end.
fn read(stream: &TcpStream) -> Option<Recorded> {
    let mut reader = BufReader::new(stream);
    let mut request = Recorded {
        line: line(&mut reader)?,
        ..Recorded::default()
    };
    while let Some((name, value)) = line(&mut reader)?.split_once(": ") {
        let header = (name.to_ascii_lowercase(), value.to_owned());
        request.headers.push(header);
    }
    let mut body = Vec::new();
    if request.header("transfer-encoding") == "chunked" {
        loop {
            let length = usize::from_str_radix(&line(&mut reader)?, 16).ok()?;
            take(&mut reader, length, &mut body)?;
            line(&mut reader)?;
            if length == 0 {
                break;
            }
        }
    } else {
        let length = request.header("content-length").parse().unwrap_or(0);
        take(&mut reader, length, &mut body)?;
    }
    request.body = String::from_utf8(body).unwrap();
    Some(request)
}

fn line(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    line.strip_suffix("\r\n").map(str::to_owned)
}

fn take(reader: &mut impl Read, length: usize, body: &mut Vec<u8>) -> Option<()> {
    let start = body.len();
    body.resize(start + length, 0);
    reader.read_exact(&mut body[start..]).ok()
}
