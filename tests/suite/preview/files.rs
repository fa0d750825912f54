//! Files, pages and what stands in for them.

use std::collections::BTreeSet;
use std::io::{Read, Write};

use tempfile::tempdir;

use super::mock::{Mock, Reply, SCRIPT, exhibit, on_disk, serve, serve_files};

#[test]
fn a_page_is_answered_with_the_script_at_its_end() {
    let server = serve_files(&[("index.html", "<body>a</body>"), ("404.html", "<p>none")]);
    let reply = server.get("/repo/");
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.text(),
        "<body>a<script src=\"/repo/.briefgen/client.js\" data-briefgen data-base=\"/repo/\" data-run=\"5f3c\" data-build=\"12\" \
         data-page=\"14@2026-11-24\" data-today=\"2026-11-24\" data-status=\"200\"></script></body>"
    );
    assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(reply.header("content-length"), Some(reply.body.len().to_string().as_str()));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(reply.header("cross-origin-resource-policy"), Some("same-origin"));
    assert_eq!(reply.header("server"), None);
    let script = server.get("/repo/.briefgen/client.js");
    assert_eq!((script.status, script.header("content-type")), (200, Some("text/javascript; charset=utf-8")));
}

#[test]
fn addresses_lead_to_the_base_to_folders_and_to_the_404_page() {
    let server = serve_files(&[
        ("index.html", "home"),
        ("404.html", "none"),
        ("安 全/index.html", "page"),
        ("feed.xml", "<feed/>"),
    ]);
    for (target, status, location) in [
        ("/", 302, Some("/repo/")),
        ("/?today=2025-01-01&x=%20", 302, Some("/repo/?today=2025-01-01&x=%20")),
        ("/repo", 302, Some("/repo/")),
        ("/repo/%E5%AE%89%20%E5%85%A8", 302, Some("/repo/%E5%AE%89%20%E5%85%A8/")),
        ("/repo/%E5%AE%89%20%E5%85%A8?a", 302, Some("/repo/%E5%AE%89%20%E5%85%A8/?a")),
        ("/repo/%E5%AE%89%20%E5%85%A8/", 200, None),
        ("/repo/feed.xml?anything", 200, None),
        ("/repo/feed.xml/", 404, None),
        ("/repo/nothing", 404, None),
        ("/repo/.briefgen/nothing", 404, None),
        ("/repo/.briefgen", 404, None),
        ("/elsewhere", 404, None),
        ("/repository/", 404, None),
        ("/repo/../repo/", 400, None),
        ("/repo/%2e%2e/", 400, None),
        ("/repo//", 400, None),
        ("/repo/a%00", 400, None),
        ("/repo/a%5cb", 400, None),
        ("/repo/%ff", 400, None),
        ("//evil.example/", 400, None),
    ] {
        let reply = server.get(target);
        assert_eq!((reply.status, reply.header("location")), (status, location), "{target}");
        let has_page =
            reply.text().starts_with("none<script") && reply.text().contains("data-status=\"404\"");
        assert_eq!(has_page, status == 404, "{target}");
    }
    assert_eq!(server.get(&format!("/{}", "a".repeat(5000))).status, 414);
    assert_eq!(server.send(b"GET http://localhost:5/repo/feed.xml HTTP/1.0\r\n\r\n").status, 200);
}

#[test]
fn other_hosts_are_refused() {
    let server = serve_files(&[("index.html", "home")]);
    for (head, status) in [
        ("Host: evil.example", 403),
        ("Host: localhost.evil.example", 403),
        ("X: y", 400),
        ("Host: localhost\r\nHost: localhost", 400),
        ("Host: sub.localhost:99", 200),
        ("Host: 10.0.0.1", 200),
        ("Host: [::1]:1", 200),
    ] {
        let reply = server.send(format!("GET /repo/ HTTP/1.1\r\nConnection: close\r\n{head}\r\n\r\n"));
        assert_eq!(reply.status, status, "{head}");
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
}

#[test]
fn a_head_is_that_of_the_get() {
    let server = serve_files(&[("index.html", "<body>a"), ("a.css", "b"), ("empty.txt", "")]);
    for target in ["/repo/", "/repo/a.css", "/repo/empty.txt", "/", "/repo/none", "/repo/.briefgen/problems"]
    {
        let (head, get) = (server.ask("HEAD", target, ""), server.get(target));
        let without_date = |reply: &Reply| {
            let lines = reply.head.lines().filter(|line| !line.starts_with("date"));
            lines.map(str::to_owned).collect::<BTreeSet<_>>()
        };
        assert_eq!(without_date(&head), without_date(&get));
        assert_eq!(head.body, b"");
        assert_eq!(get.header("content-length"), Some(get.body.len().to_string().as_str()), "{target}");
    }
    assert_eq!(
        server.ask("HEAD", "/repo/.briefgen/events", "").header("content-type"),
        Some("text/event-stream")
    );
}

#[test]
fn other_methods_are_refused_and_their_bodies_not_read() {
    let server = serve_files(&[("index.html", "home")]);
    let reply = server.ask("POST", "/repo/", "Content-Length: 3\r\n");
    assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, HEAD")));
    for method in ["PUT", "OPTIONS", "CONNECT", "TRACE", "PROPFIND"] {
        let target = if method == "CONNECT" { "localhost:1" } else { "/" };
        assert_eq!(server.ask(method, target, "").status, 405, "{method}");
    }
    // Without `Connection: close`, and with a body that never comes.
    let reply =
        server.send("GET /repo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999999\r\n\r\nabc");
    assert_eq!((reply.status, reply.header("connection")), (200, Some("close")));
}

#[test]
fn connections_are_kept_for_more_requests() {
    let server = serve_files(&[("a.txt", "a")]);
    let request = "GET /repo/a.txt HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(3);
    let mut stream = server.connect();
    stream.write_all(request.as_bytes()).unwrap();
    stream.write_all(b"GET /repo/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 3);
    assert_eq!(text.matches("HTTP/1.1 404 Not Found").count(), 1);
}

#[test]
fn parts_of_files_are_sent() {
    let folder = tempdir().unwrap();
    let film = folder.path().join("film.mp4");
    std::fs::write(&film, b"0123456789").unwrap();
    let mut site = Mock::new(&[("a.txt", "0123456789"), ("index.html", "0123456789")]);
    site.files.insert("film.mp4".into(), on_disk(&film));
    let server = serve(exhibit(1, Some(site)));
    for target in ["/repo/a.txt", "/repo/film.mp4"] {
        let ask = |range: &str| server.ask("GET", target, &format!("Range: {range}\r\n"));
        let whole = server.get(target);
        assert_eq!((whole.status, whole.header("accept-ranges")), (200, Some("bytes")));
        assert_eq!(whole.body, b"0123456789");
        let part = ask("bytes=2-4");
        assert_eq!((part.status, part.header("content-range")), (206, Some("bytes 2-4/10")));
        assert_eq!((part.body.as_slice(), part.header("content-length")), (&b"234"[..], Some("3")));
        assert_eq!(ask("bytes=-2").body, b"89");
        let past = ask("bytes=10-");
        assert_eq!((past.status, past.header("content-range")), (416, Some("bytes */10")));
        assert_eq!((past.body.as_slice(), past.header("content-length")), (&b""[..], Some("0")));
        assert_eq!(ask("bytes=0-1,3-4").status, 200);
        assert_eq!(ask("nonsense").status, 200);
        assert_eq!(server.ask("HEAD", target, "Range: bytes=2-4\r\n").status, 200);
    }
    assert_eq!(server.ask("GET", "/repo/", "Range: bytes=0-1\r\n").status, 200);
}

#[test]
fn large_files_are_streamed_and_small_pages_on_disk_get_the_script() {
    let folder = tempdir().unwrap();
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|number| (number % 251) as u8).collect();
    let (large, page) = (folder.path().join("large.bin"), folder.path().join("old.html"));
    std::fs::write(&large, &bytes).unwrap();
    std::fs::write(&page, "<p>old").unwrap();
    let mut site = Mock::new(&[]);
    site.files.insert("large.bin".into(), on_disk(&large));
    site.files.insert("old.html".into(), on_disk(&page));
    let server = serve(exhibit(1, Some(site)));
    assert!(server.get("/repo/large.bin").body == bytes);
    assert_eq!(
        server.ask("GET", "/repo/large.bin", "Range: bytes=1000000-2999998\r\n").body.len(),
        1_999_999
    );
    assert!(server.get("/repo/old.html").text().starts_with(&format!("<p>old{SCRIPT}")));
}

#[test]
fn a_file_that_is_another_since_the_build_is_not_there() {
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let names = ["gone", "shorter", "longer", "folder", "replaced", "linked"];
    let mut site = Mock::new(&[("404.html", "none"), ("same", "")]);
    for name in names.into_iter().chain(["same"]) {
        std::fs::write(path(name), vec![1; 40_000]).unwrap();
        site.files.insert(name.into(), on_disk(&path(name)));
    }
    let server = serve(exhibit(1, Some(site)));
    assert_eq!(server.get("/repo/longer").status, 200);
    std::fs::remove_file(path("gone")).unwrap();
    std::fs::write(path("shorter"), "x").unwrap();
    std::fs::write(path("longer"), vec![2; 60_000]).unwrap();
    std::fs::remove_file(path("folder")).unwrap();
    std::fs::create_dir(path("folder")).unwrap();
    std::fs::write(path("new"), vec![2; 40_000]).unwrap();
    std::fs::rename(path("new"), path("replaced")).unwrap();
    // A link out of the site, in the place of a file that was in it.
    let secret = tempdir().unwrap();
    std::fs::write(secret.path().join("secret"), vec![3; 40_000]).unwrap();
    std::fs::remove_file(path("linked")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(secret.path().join("secret"), path("linked")).unwrap();
    for name in names {
        assert_eq!(server.get(&format!("/repo/{name}")).status, 404, "{name}");
    }
    assert_eq!(server.get("/repo/same").body.len(), 40_000);
}

#[test]
fn a_file_that_shrinks_while_it_is_sent_breaks_off() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.bin");
    std::fs::write(&path, vec![1; 50_000_000]).unwrap();
    let mut large = Mock::new(&[]);
    large.files.insert("a.bin".into(), on_disk(&path));
    let server = serve(exhibit(1, Some(large)));
    // A client that waits keeps the server waiting.
    let mut stream = server.connect();
    stream.write_all(b"GET /repo/a.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut first = [0; 1000];
    stream.read_exact(&mut first).unwrap();
    std::fs::File::options().write(true).open(&path).unwrap().set_len(10).unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.len() < 50_000_000, "the body is broken off");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_no_file() {
    let folder = tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        let mut site = Mock::new(&[]);
        site.files.insert("pipe".into(), on_disk(&pipe));
        assert_eq!(serve(exhibit(1, Some(site))).get("/repo/pipe").status, 404);
    }
}

#[test]
fn another_day_is_shown_when_asked_for() {
    let server = serve_files(&[("index.html", "home"), ("a.css", "css")]);
    let reply = server.get("/repo/?today=2025-01-01");
    assert!(reply.text().contains(
        " data-page=\"4@2025-01-01\" data-today=\"2025-01-01\" data-clock=\"asked\" data-status=\"200\""
    ));
    let reply = server.get("/repo/?today=%22soon%3e");
    assert_eq!((reply.status, reply.header("content-type")), (400, Some("text/html; charset=utf-8")));
    assert!(reply.text().contains("<p>`&quot;soon&gt;` is no &lt;date&gt;</p>"), "{}", reply.text());
    assert!(
        reply.text().contains(
            " data-page=\"\" data-today=\"&quot;soon&gt;\" data-clock=\"asked\" data-status=\"400\""
        )
    );
    let reply = server.get("/repo/a.css?today=soon");
    assert_eq!((reply.status, reply.text()), (400, "`soon` is no <date>\n".into()));
}

#[test]
fn without_a_good_build_every_page_is_a_notice_with_the_script() {
    let server = serve(exhibit(1, None));
    for target in ["/repo/", "/repo/a/b", "/repo/?today=soon"] {
        let reply = server.get(target);
        assert_eq!(reply.status, 503, "{target}");
        assert!(reply.text().contains(SCRIPT));
        assert!(reply.text().contains("data-page=\"\""));
        assert!(reply.text().contains("The first build failed"));
    }
    assert_eq!(server.get("/").status, 302);
    assert_eq!(server.get("/else").status, 404);
    assert_eq!(server.get("/repo/.briefgen/problems").text(), "{\"problems\":[]}");
    assert_eq!(server.get("/repo/.briefgen/page?page=/repo/").status, 503);
    server.exhibits.send_replace(exhibit(2, Some(Mock::new(&[("index.html", "home")]))));
    assert_eq!(server.get("/repo/").status, 200);
}

#[test]
fn the_bar_asks_about_a_page_by_its_address() {
    let server = serve_files(&[("index.html", "home"), ("安/index.html", "page")]);
    let page = |query: &str| {
        let reply = server.get(&format!("/repo/.briefgen/page{query}"));
        (reply.status, reply.text())
    };
    let shows = |path: &str| (200, format!("{{\"source\":\"{path}\",\"day\":\"2026-11-24\"}}"));
    assert_eq!(page("?page=%2Frepo%2F"), shows("index.html"));
    assert_eq!(page("?page=/repo/%25E5%25AE%2589/"), shows("安/index.html"));
    assert_eq!(page("?page=/repo/none/"), shows("404.html"));
    assert_eq!(page("?page=/"), shows("404.html"));
    assert_eq!(
        page("?page=/repo/&today=2025-01-01"),
        (200, "{\"source\":\"index.html\",\"day\":\"2025-01-01\"}".into())
    );
    assert_eq!(page("?page=/repo/&today=x").0, 400);
    assert_eq!(page("?page=/../").0, 400);
    assert_eq!(page("").0, 400);
}

#[test]
fn a_site_that_breaks_down_costs_one_answer() {
    let server = serve_files(&[("a.txt", "a")]);
    assert_eq!(server.get("/repo/panic").status, 500);
    assert_eq!(server.get("/repo/a.txt").status, 200);
}
