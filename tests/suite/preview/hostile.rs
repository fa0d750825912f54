//! What no browser sends.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use briefgen::preview::{Port, Server, bind};
use tokio::sync::watch;

use super::mock::{Mock, Reply, Running, exhibit, serve, serve_files};

/// Numbers that are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

const METHODS: [&[u8]; 9] =
    [b"GET", b"HEAD", b"POST", b"get", b"G\0T", b"", b"CONNECT", b"OPTIONS", b"GET GET"];
const PARTS: [&[u8]; 30] = [
    b"/",
    b"/repo/",
    b"repo",
    b"..",
    b"%2e%2e",
    b"%00",
    b"\\",
    b"%5c",
    b"%",
    b"%f",
    b"%ff",
    b"\xff",
    b"\xe5\xae\x89",
    b"a/index.html",
    b"?today=",
    b"?",
    b"#",
    b"&file=",
    b".briefgen/page?page=",
    b".briefgen/problems",
    b".briefgen/client.js",
    b"http://localhost",
    b"http://evil.example",
    b"*",
    b":",
    b"@",
    b"2025-01-01",
    b"//",
    b" ",
    b"\x7f",
];
const VERSIONS: [&[u8]; 6] = [b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/0.9", b"", b"HTTP/1.1\xff"];
const HEADERS: [&[u8]; 20] = [
    b"Host: localhost",
    b"Host: localhost",
    b"Host: evil.example",
    b"Host:",
    b"Host: [::1",
    b"Host: \xff",
    b"Range: bytes=0-0",
    b"Range: bytes=-",
    b"Range: bytes=99999999999999999999-",
    b"Range: bytes=0-,0-,0-",
    b"Content-Length: 5",
    b"Content-Length: -1",
    b"Content-Length: 99999999999999999999",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: x",
    b"Expect: 100-continue",
    b"Upgrade: h2c",
    b"Connection: upgrade, close",
    b" folded",
    b"No-Colon",
];

fn head(numbers: &mut Numbers) -> Vec<u8> {
    let mut head = if numbers.below(3) > 0 { b"GET".to_vec() } else { numbers.pick(&METHODS).to_vec() };
    head.push(b' ');
    if numbers.below(4) > 0 {
        head.extend_from_slice(b"/repo/");
    }
    for _ in 0..numbers.below(4) {
        head.extend_from_slice(numbers.pick(&PARTS));
    }
    head.push(b' ');
    head.extend_from_slice(if numbers.below(8) > 0 { b"HTTP/1.1" } else { numbers.pick(&VERSIONS) });
    head.extend_from_slice(b"\r\n");
    for _ in 0..numbers.below(3) {
        head.extend_from_slice(numbers.pick(&HEADERS));
        head.extend_from_slice(b"\r\n");
    }
    if numbers.below(4) > 0 {
        head.extend_from_slice(b"Host: localhost\r\n");
    }
    head.extend_from_slice(b"\r\n");
    if numbers.below(8) == 0 {
        let place = numbers.below(head.len());
        head[place] = numbers.next() as u8;
    }
    if numbers.below(20) == 0 {
        head = (0..numbers.below(300)).map(|_| numbers.next() as u8).collect();
    }
    head
}

/// What comes back until the first head is complete; nothing if that does not happen soon.
fn first_head(server: &Running, request: &[u8]) -> Vec<u8> {
    let mut stream = server.connect();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    // The server may have refused it by now.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    while !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut piece) {
            Ok(count) if count > 0 => bytes.extend_from_slice(&piece[..count]),
            _ => return Vec::new(),
        }
    }
    bytes
}

#[test]
fn thousands_of_hostile_heads_get_a_right_answer_or_none() {
    let server = serve_files(&[("index.html", "home"), ("404.html", "none"), ("a/index.html", "a")]);
    let mut numbers = Numbers(4);
    let mut statuses = std::collections::BTreeMap::<u16, usize>::new();
    for _ in 0..5000 {
        let head = head(&mut numbers);
        let status = match first_head(&server, &head) {
            bytes if bytes.is_empty() => 0,
            bytes => Reply::read(&bytes).status,
        };
        let known = [0, 100, 200, 206, 302, 400, 403, 404, 405, 414, 416, 431, 501, 505];
        assert!(known.contains(&status), "{status} for {:?}", String::from_utf8_lossy(&head));
        *statuses.entry(status).or_default() += 1;
    }
    assert_eq!(server.get("/repo/").status, 200);
    for status in [200, 302, 400, 403, 404, 405] {
        assert!(statuses.contains_key(&status), "{statuses:?}");
    }
    assert!(statuses.get(&0).is_none_or(|&count| count < 1000), "{statuses:?}");
}

#[test]
fn heads_that_are_too_large_are_refused() {
    let server = serve_files(&[("index.html", "home")]);
    let query = format!("/repo/?{}", "a".repeat(60_000));
    assert_eq!(server.get(&query).status, 200);
    assert_eq!(server.get(&format!("/repo/?{}", "a".repeat(100_000))).status / 100, 4);
    assert_eq!(server.ask("GET", "/repo/", &format!("X: {}\r\n", "a".repeat(100_000))).status, 431);
    assert_eq!(server.ask("GET", "/repo/", &"X: y\r\n".repeat(5000)).status, 431);
}

#[test]
fn a_head_without_an_end_is_not_kept() {
    let server = serve_files(&[("index.html", "home")]);
    let endless = format!("GET /repo/ HTTP/1.1\r\nHost: localhost\r\nX: {}", "a".repeat(200_000));
    assert_eq!(Reply::read(&first_head(&server, endless.as_bytes())).status, 431);
}

#[test]
fn a_server_that_is_dropped_stops() {
    let bound = bind("127.0.0.1", Port::Asked(0)).unwrap();
    let address = bound.address;
    let (_exhibits, receiver) = watch::channel(exhibit(1, None));
    drop(Server::start(bound, receiver).unwrap());
    let start = Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(start.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_head_that_dribbles_in_is_given_up() {
    let server = serve_files(&[("index.html", "home")]);
    let mut slow = server.connect();
    let mut silent = server.connect();
    let start = Instant::now();
    slow.write_all(b"GET /repo/ HTTP/1.1\r\n").unwrap();
    while slow.write_all(b"X: y\r\n").is_ok() && start.elapsed() < Duration::from_secs(19) {
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!((9..15).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    let mut bytes = Vec::new();
    silent.read_to_end(&mut bytes).unwrap();
    assert!(start.elapsed() < Duration::from_secs(19));
    assert_eq!(server.get("/repo/").status, 200);
}

#[test]
fn a_client_that_never_reads_is_given_up() {
    let large = "a".repeat(40_000_000);
    let server = serve(exhibit(1, Some(Mock::new(&[("a.txt", &large), ("index.html", "home")]))));
    let mut stream = server.connect();
    stream.write_all(b"GET /repo/a.txt HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    std::thread::sleep(Duration::from_secs(32));
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    assert!(bytes.len() < large.len(), "all of it had come");
    assert_eq!(server.get("/repo/").status, 200);
}

#[test]
fn more_connections_than_are_allowed_wait_and_are_served() {
    let server = serve_files(&[("index.html", "home")]);
    let start = Instant::now();
    let idle: Vec<_> = (0..580).map(|_| server.connect()).collect();
    // Behind the idle ones, until they are given up.
    assert_eq!(server.get("/repo/").status, 200);
    assert!((5..19).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    drop(idle);
}
