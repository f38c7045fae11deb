//! Large bodies in little memory. Alone in its process, or the other tests count as well:
//! `cargo test -p oasmith-runtime-tests --release memory -- --ignored --nocapture`

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;

use http::Method;

use super::{API, operation};
use crate::runtime::{Call, Client, ClientBuilder, Endpoint, Multipart, Part, Success, reply};

const SIZE: usize = 1 << 30;
const BUFFER: usize = 1 << 16;

/// A line of `/proc/self/status`, in bytes.
fn memory(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    let kibibytes = line.split_ascii_whitespace().nth(1).unwrap();
    kibibytes.parse::<usize>().unwrap() << 10
}

/// Answers a GET with so many bytes, and anything else once its body is there.
fn serve(mut stream: TcpStream) {
    let mut head = Vec::new();
    let mut buffer = vec![0; BUFFER];
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).unwrap() == 0 {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    if head.starts_with("GET") {
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n\r\n").unwrap();
        for _ in 0..SIZE / BUFFER {
            stream.write_all(&buffer).unwrap();
        }
    } else {
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let mut left: usize = length.unwrap().parse().unwrap();
        while left > 0 {
            left -= stream.read(&mut buffer).unwrap();
        }
        write!(stream, "HTTP/1.1 204 No Content\r\n\r\n").unwrap();
    }
}

/// The call lives on in leaked memory, of which there are but three.
fn call<T>(client: &Client, method: Method, success: Success<T>) -> Call<'_, T, ()> {
    let endpoint = Endpoint {
        operation: operation(method, "/"),
        success,
        failure: reply::undocumented,
    };
    Call::new(client, Box::leak(Box::new(endpoint)))
}

async fn upload(client: &Client, file: &Path) {
    let form = Multipart::new().part("file", Part::file(file).await.unwrap());
    let put = call(client, Method::PUT, Success::Buffered(reply::empty));
    put.multipart_body(form).await.unwrap();
}

async fn download(client: &Client) -> usize {
    let get = call(client, Method::GET, Success::Streamed(reply::stream));
    let mut body = get.await.unwrap();
    let mut size = 0;
    while let Some(chunk) = body.chunk().await.unwrap() {
        size += chunk.len();
    }
    size
}

#[tokio::test]
#[ignore = "takes seconds, and measures the whole process"]
async fn a_gibibyte_up_and_down() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(|| serve(stream.unwrap()));
        }
    });
    let client = ClientBuilder::new(&API).base_url(&url).no_timeout();
    let client = client.build().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("large");
    let file = std::fs::File::create(&path).unwrap();
    // Connections and threads are there before the measuring begins.
    file.set_len(1 << 20).unwrap();
    upload(&client, &path).await;
    file.set_len(SIZE as u64).unwrap();

    let idle = memory("VmRSS:");
    upload(&client, &path).await;
    let up = memory("VmHWM:") - idle;
    assert_eq!(download(&client).await, SIZE);
    let both = memory("VmHWM:") - idle;
    println!(
        "peak above idle: {} KiB up, {} KiB both",
        up >> 10,
        both >> 10
    );
    assert!(both < 32 << 20);
}
