//! A made-up site, a server for it, and a client that sees every byte.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use briefgen::preview::{Content, Exhibit, Outcome, Port, Problems, Server, Site, bind};
use tokio::sync::watch;

/// What the script's element is in an answer.
pub const SCRIPT: &str = "<script src=\"/repo/.briefgen/client.js\"";

#[derive(Clone)]
pub struct Mock {
    pub day: String,
    pub files: BTreeMap<String, Content>,
}

impl Mock {
    pub fn new(files: &[(&str, &str)]) -> Mock {
        let memory = |text: &str| Content::Memory(text.to_owned().into());
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), memory(text)));
        Mock { day: "2026-11-24".into(), files: files.collect() }
    }
}

impl Site for Mock {
    fn day(&self) -> &str {
        &self.day
    }

    fn holds(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    fn file(&self, path: &str) -> Option<Content> {
        assert_ne!(path, "panic", "a site that breaks down");
        self.files.get(path).cloned()
    }

    fn digest(&self, path: &str) -> Option<String> {
        Some(match self.files.get(path)? {
            Content::Memory(bytes) => format!("{}@{}", String::from_utf8_lossy(bytes).len(), self.day),
            Content::Disk { version, .. } => format!("{}", version.length),
        })
    }

    fn page(&self, path: &str) -> hyper::body::Bytes {
        format!("{{\"source\":\"{path}\",\"day\":\"{}\"}}", self.day).into()
    }

    fn as_of(&self, day: &str) -> Result<Arc<dyn Site>, String> {
        if day.len() != 10 {
            return Err(format!("`{day}` is no <date>"));
        }
        Ok(Arc::new(Mock { day: day.to_owned(), ..self.clone() }))
    }
}

/// A file on disk as it is now.
pub fn on_disk(path: &std::path::Path) -> Content {
    let version = briefgen::input::Version::of(&path.metadata().unwrap());
    Content::Disk { path: path.to_owned(), version }
}

struct NoProblems;

impl Problems for NoProblems {
    fn json(&self) -> hyper::body::Bytes {
        "{\"problems\":[]}".into()
    }
}

pub fn exhibit(build: u64, site: Option<Mock>) -> Arc<Exhibit> {
    let failed = site.is_none();
    Arc::new(Exhibit {
        base: "/repo/".into(),
        outcome: Outcome { run: "5f3c".into(), build, failed, errors: usize::from(failed), warnings: 3 },
        problems: Arc::new(NoProblems),
        site: site.map(|site| Arc::new(site) as Arc<dyn Site>),
    })
}

pub struct Running {
    pub address: SocketAddr,
    pub exhibits: watch::Sender<Arc<Exhibit>>,
    server: Option<Server>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let stopped = self.server.take().unwrap().stop();
        if !std::thread::panicking() {
            stopped.unwrap();
            assert!(TcpStream::connect(self.address).is_err(), "the port is free again");
        }
    }
}

pub fn serve(first: Arc<Exhibit>) -> Running {
    let bound = bind("127.0.0.1", Port::Asked(0)).unwrap();
    let address = bound.address;
    let (exhibits, receiver) = watch::channel(first);
    Running { address, exhibits, server: Some(Server::start(bound, receiver).unwrap()) }
}

pub fn serve_files(files: &[(&str, &str)]) -> Running {
    serve(exhibit(12, Some(Mock::new(files))))
}

#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn read(bytes: &[u8]) -> Reply {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or_else(|| {
            panic!("no head: {:?}", String::from_utf8_lossy(bytes));
        });
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        assert!(head.starts_with("HTTP/1.1 ") || head.starts_with("HTTP/1.0 "), "{head}");
        Reply { status: status.unwrap(), head, body: bytes[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

impl Running {
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Everything that comes back until the server closes the connection.
    pub fn exchange(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // The server may have answered and closed before it read all of it.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        bytes
    }

    pub fn send(&self, request: impl AsRef<[u8]>) -> Reply {
        Reply::read(&self.exchange(request.as_ref()))
    }

    pub fn ask(&self, method: &str, target: &str, headers: &str) -> Reply {
        self.send(format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
        ))
    }

    pub fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, "")
    }
}
