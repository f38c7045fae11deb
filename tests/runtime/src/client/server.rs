//! A scripted HTTP/1.1 server.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// What the server does with one request.
#[derive(Clone)]
pub(super) enum Step {
    /// Answers, and keeps the connection.
    Answer(String),
    /// Writes these bytes and closes the connection.
    Break(String),
    /// Writes these bytes and breaks the connection off with a reset.
    Reset(String),
    /// Writes these bytes, and then this many more or as many as the client takes.
    Flood(String, usize),
    /// Writes a byte at a time, with this pause before each.
    Drip(Duration, String),
}

/// A complete response.
pub(super) fn answer(status: u16, headers: &str, body: &str) -> Step {
    let length = body.len();
    Step::Answer(format!(
        "HTTP/1.1 {status} Any\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    ))
}

pub(super) fn json(status: u16, body: &str) -> Step {
    answer(status, "Content-Type: application/json\r\n", body)
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(super) struct Recorded {
    pub(super) head: String,
    pub(super) body: String,
}

impl Recorded {
    /// As in `GET /path HTTP/1.1`.
    pub(super) fn line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    /// The path and the query.
    pub(super) fn target(&self) -> &str {
        self.line().split(' ').nth(1).unwrap()
    }

    /// All values of a header.
    pub(super) fn header(&self, name: &str) -> Vec<&str> {
        let pairs = self.head.lines().filter_map(|line| line.split_once(": "));
        let matching = pairs.filter(|(other, _)| other.eq_ignore_ascii_case(name));
        matching.map(|(_, value)| value).collect()
    }
}

pub(super) struct Server {
    pub(super) url: String,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    script: Vec<Step>,
    requests: Vec<Recorded>,
    connections: usize,
    flooded: usize,
}

impl Server {
    /// Serves the steps in order, the last one for all further requests.
    pub(super) fn start(script: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut script: Vec<Step> = script.into_iter().collect();
        script.reverse();
        let shared = Arc::new(Mutex::new(Shared {
            script,
            ..Shared::default()
        }));
        let accepted = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let shared = Arc::clone(&accepted);
                shared.lock().unwrap().connections += 1;
                thread::spawn(move || serve(stream.unwrap(), &shared));
            }
        });
        Self { url, shared }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap()
    }

    pub(super) fn requests(&self) -> Vec<Recorded> {
        self.shared().requests.clone()
    }

    /// The only request so far.
    pub(super) fn request(&self) -> Recorded {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }

    /// How much of a flood the client took.
    pub(super) fn flooded(&self) -> usize {
        self.shared().flooded
    }

    pub(super) fn connections(&self) -> usize {
        self.shared().connections
    }
}

fn serve(mut stream: TcpStream, shared: &Mutex<Shared>) {
    while let Some(request) = read(&mut stream) {
        let step = {
            let mut shared = shared.lock().unwrap();
            shared.requests.push(request);
            match shared.script.len() {
                1 => shared.script[0].clone(),
                _ => shared.script.pop().unwrap(),
            }
        };
        match step {
            Step::Answer(text) => {
                if stream.write_all(text.as_bytes()).is_err() {
                    return;
                }
            }
            Step::Break(text) => {
                let _ = stream.write_all(text.as_bytes());
                return;
            }
            Step::Reset(text) => {
                let _ = stream.write_all(text.as_bytes());
                // The client has to read them first: a reset overtakes what waits to be read.
                thread::sleep(Duration::from_millis(30));
                let socket = socket2::SockRef::from(&stream);
                socket.set_linger(Some(Duration::ZERO)).unwrap();
                return;
            }
            Step::Flood(text, bytes) => {
                let _ = stream.write_all(text.as_bytes());
                let chunk = vec![b' '; 1 << 16];
                for _ in 0..bytes / chunk.len() {
                    if stream.write_all(&chunk).is_err() {
                        return;
                    }
                    shared.lock().unwrap().flooded += chunk.len();
                }
            }
            Step::Drip(pause, text) => {
                for byte in text.bytes() {
                    thread::sleep(pause);
                    if stream.write_all(&[byte]).is_err() {
                        return;
                    }
                }
            }
        }
    }
}

/// The next request of a connection; `None` at its end.
fn read(stream: &mut TcpStream) -> Option<Recorded> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        head.push(char::from(byte(stream)?));
    }
    let request = Recorded {
        head,
        body: String::new(),
    };
    let mut body = Vec::new();
    if let Some(length) = request.header("content-length").first() {
        body.resize(length.parse().unwrap(), 0);
        stream.read_exact(&mut body).ok()?;
    } else if !request.header("transfer-encoding").is_empty() {
        while !body.ends_with(b"0\r\n\r\n") {
            body.push(byte(stream)?);
        }
    }
    Some(Recorded {
        body: String::from_utf8(body).unwrap(),
        ..request
    })
}

fn byte(stream: &mut TcpStream) -> Option<u8> {
    let mut byte = [0];
    stream.read_exact(&mut byte).ok()?;
    Some(byte[0])
}
