//! Event streams.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::mock::{Mock, Reply, Running, exhibit, serve, serve_files};

struct Stream(BufReader<TcpStream>);

impl Stream {
    fn open(server: &Running, query: &str) -> Stream {
        let mut stream = server.connect();
        let request = format!("GET /repo/.briefgen/events{query} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        Stream(BufReader::new(stream))
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The data of the next event.
    fn event(&mut self) -> String {
        loop {
            if let Some(event) = self.line().strip_prefix("data: ") {
                return event.to_owned();
            }
        }
    }
}

fn page(text: &str) -> Mock {
    Mock::new(&[("index.html", text), ("404.html", "none"), ("a.css", "c"), ("安.png", "image")])
}

#[test]
fn a_stream_tells_of_what_is_shown_at_once_and_after_every_build() {
    let server = serve(exhibit(12, Some(page("home"))));
    let mut stream = Stream::open(
        &server,
        "?page=%2Frepo%2F&file=/repo/a.css&file=/repo/none&file=/repo/%25E5%25AE%2589.png&file=/..",
    );
    let head: Vec<String> =
        std::iter::repeat_with(|| stream.line()).take_while(|line| !line.is_empty()).collect();
    assert_eq!(head[0], "HTTP/1.1 200 OK");
    assert!(head.contains(&"content-type: text/event-stream".into()));
    assert!(head.contains(&"cache-control: no-store".into()));
    let data = "{\"run\":\"5f3c\",\"build\":12,\"page\":\"4@2026-11-24\",\
                \"files\":[\"1@2026-11-24\",null,\"5@2026-11-24\",null],\"failed\":false,\"errors\":0,\"warnings\":3}";
    let lines: Vec<String> =
        std::iter::repeat_with(|| stream.line()).filter(|line| line.len() > 3).take(3).collect();
    assert_eq!(lines, ["retry: 500", "event: build", &format!("data: {data}")]);
    server.exhibits.send_replace(exhibit(13, Some(page("other"))));
    assert!(stream.event().starts_with("{\"run\":\"5f3c\",\"build\":13,\"page\":\"5@2026-11-24\""));
}

#[test]
fn a_page_that_is_not_there_is_the_404_page() {
    let server = serve(exhibit(1, Some(page("home"))));
    for query in ["", "?page=/repo/none/", "?page=/elsewhere", "?page=/..", "?page=%00"] {
        assert!(
            Stream::open(&server, query).event().contains("\"page\":\"4@2026-11-24\",\"files\":[]"),
            "{query}"
        );
    }
}

#[test]
fn a_stream_of_another_day_tells_of_that_day() {
    let server = serve(exhibit(1, Some(page("home"))));
    let event = Stream::open(&server, "?page=/repo/&file=/repo/a.css&today=2025-01-01").event();
    assert!(event.contains("\"page\":\"4@2025-01-01\",\"files\":[\"1@2025-01-01\"]"), "{event}");
    let event = Stream::open(&server, "?page=/repo/&file=/repo/a.css&today=soon").event();
    assert!(event.contains("\"page\":null,\"files\":[null]"), "{event}");
}

#[test]
fn without_a_good_build_nothing_is_there() {
    let server = serve(exhibit(1, None));
    let mut stream = Stream::open(&server, "?page=/repo/&file=/repo/a.css");
    assert_eq!(
        stream.event(),
        "{\"run\":\"5f3c\",\"build\":1,\"page\":null,\"files\":[null],\"failed\":true,\"errors\":1,\"warnings\":3}"
    );
    server.exhibits.send_replace(exhibit(2, Some(page("home"))));
    assert!(stream.event().contains("\"build\":2,\"page\":\"4@2026-11-24\""));
}

#[test]
fn a_burst_of_builds_ends_with_the_last() {
    let server = serve(exhibit(0, Some(page("home"))));
    let mut stream = Stream::open(&server, "?page=/repo/");
    stream.event();
    for build in 1..=1000 {
        server.exhibits.send_replace(exhibit(build, Some(page("home"))));
    }
    let events: Vec<String> = std::iter::repeat_with(|| stream.event())
        .scan(false, |is_over, event| {
            (!std::mem::replace(is_over, event.contains("\"build\":1000,"))).then_some(event)
        })
        .take(1000)
        .take_while(|event| !event.contains("\"build\":1000,"))
        .collect();
    assert!(events.len() < 1000, "told of {} builds", events.len());
}

#[test]
fn only_so_many_files_are_watched() {
    let server = serve_files(&[("a.css", "c")]);
    let query = format!("?page=/repo/{}", "&file=/repo/a.css".repeat(500));
    assert_eq!(Stream::open(&server, &query).event().matches("1@").count(), 64);
}

#[test]
fn a_silent_stream_has_a_heartbeat() {
    let server = serve_files(&[]);
    let mut stream = Stream::open(&server, "");
    stream.event();
    assert_eq!(stream.line(), "");
    let start = Instant::now();
    // Each piece of a body is framed by lines with its length.
    let beat = std::iter::repeat_with(|| stream.line()).find(|line| line == ":");
    assert!(beat.is_some() && start.elapsed() > Duration::from_secs(10));
}

#[test]
fn streams_beyond_the_limit_are_told_to_come_back_and_places_are_given_back() {
    let server = serve_files(&[("index.html", "home")]);
    let before = memory();
    let mut served = Vec::new();
    let mut refused = Vec::new();
    for _ in 0..2000 {
        let mut stream = Stream::open(&server, "?page=/repo/");
        if stream.line() == "HTTP/1.1 200 OK" {
            served.push(stream);
        } else {
            refused.push(stream);
        }
    }
    assert_eq!((served.len(), refused.len()), (256, 1744));
    assert_eq!(server.get("/repo/").status, 200);
    assert!(memory() - before < 64 * 1024, "{} KiB more", memory() - before);
    let mut rest = Vec::new();
    refused[0].0.read_to_end(&mut rest).unwrap();
    let reply = Reply::read(&[b"HTTP/1.1 503 x\r\n", rest.as_slice()].concat());
    assert_eq!((reply.header("retry-after"), reply.header("connection")), (Some("5"), Some("close")));
    assert_eq!(reply.header("content-length"), Some(reply.body.len().to_string().as_str()));

    served.truncate(100);
    std::thread::sleep(Duration::from_millis(500));
    for _ in 100..256 {
        let mut stream = Stream::open(&server, "");
        assert_eq!(stream.line(), "HTTP/1.1 200 OK");
        served.push(stream);
    }
    assert_eq!(Stream::open(&server, "").line(), "HTTP/1.1 503 Service Unavailable");
}

/// What this process holds, in KiB; nothing where the system does not tell.
fn memory() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0)
}
