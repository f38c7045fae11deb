//! Large bodies in little memory. Alone in its process, or the other tests count as well:
//! `cargo test -p oasmith-conformance --release memory -- --ignored --nocapture`

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;

use crate::api::body::MultipartForm;
use crate::api::runtime::{Body, Client, Part};

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

async fn upload(client: &Client, file: &Path) {
    let body = Body::file(file).await.unwrap();
    client.body().bytes(body).await.unwrap();
}

async fn upload_as_a_part(client: &Client, file: &Path) {
    let form = MultipartForm::new(Part::file(file).await.unwrap());
    client.body().multipart(form).await.unwrap();
}

async fn download(client: &Client) -> usize {
    let mut body = client.reply().download().await.unwrap();
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
    let client = Client::builder().base_url(url).no_timeout();
    let client = client.build().unwrap();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("large");
    let file = std::fs::File::create(&path).unwrap();
    // Connections and threads are there before the measuring begins.
    file.set_len(1 << 20).unwrap();
    upload(&client, &path).await;
    file.set_len(SIZE as u64).unwrap();

    let idle = memory("VmRSS:");
    let peak = || (memory("VmHWM:") - idle) >> 10;
    upload(&client, &path).await;
    println!("peak above idle, so far: {} KiB, bytes up", peak());
    upload_as_a_part(&client, &path).await;
    println!("peak above idle, so far: {} KiB, a part up", peak());
    assert_eq!(download(&client).await, SIZE);
    println!("peak above idle, so far: {} KiB, bytes down", peak());
    assert!(peak() < 32 << 10);
}
