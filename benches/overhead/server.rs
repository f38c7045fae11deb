//! A server that answers at once and allocates nothing while it does.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

const USER: &str = r#"{"id":"0b8c9a52-7f0e-4d0b-8a55-3d5c2f1e9b77","email":"taro@example.com","sign_in_id":"taro","attributes":{"department":"Sales","age":42}}"#;

/// The URL of the server, which lives as long as the program.
pub fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(|| serve(stream));
        }
    });
    format!("http://{address}")
}

fn reply(status: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

/// Each request arrives in one piece: it is small, and its client waits for the reply before it sends the next one.
fn serve(mut stream: TcpStream) {
    let user = reply("200 OK", USER);
    let created = reply("201 Created", USER);
    let users = reply(
        "200 OK",
        &format!("{{\"users\":[{}]}}", [USER; 100].join(",")),
    );
    stream.set_nodelay(true).expect("a socket");
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        let reply = match &buffer[..length] {
            [b'P', ..] => &created,
            request if request.starts_with(b"GET /users ") => &users,
            _ => &user,
        };
        stream.write_all(reply.as_bytes()).expect("a client");
    }
}
