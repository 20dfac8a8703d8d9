// SPDX-License-Identifier: MIT OR Apache-2.0
// Threads, a file, a socket, a child: what Rust's standard library makes of them.
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"hello").unwrap();
    });
    let mut text = String::new();
    TcpStream::connect(place).unwrap().read_to_string(&mut text).unwrap();
    server.join().unwrap();
    std::fs::write("file", &text).unwrap();
    println!("{}", std::fs::read_to_string("file").unwrap());
    std::fs::remove_file("file").unwrap();
    println!("{}", Command::new("true").status().unwrap().success());
}
