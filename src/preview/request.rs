//! Turns the head of a request into what is asked for, or into a refusal. Knows nothing of what the site holds.

use form_urlencoded::parse;
use hyper::header::{HOST, HeaderMap, HeaderValue, IF_RANGE, RANGE};
use hyper::{Method, Request, StatusCode, Version};
use percent_encoding::percent_decode_str;

use super::host::Hosts;

/// The longest path, in bytes as sent. Queries may be longer: an event stream names the files of a page there.
const PATH_LIMIT: usize = 4096;

/// A request that the site can be looked through for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The path, decoded: from the root, without dot parts or empty parts.
    pub path: String,
    /// What follows the `?`, as sent.
    pub query: String,
    /// The day that is to be taken for today.
    pub today: Option<String>,
    /// Whether only the headers are wanted.
    pub head: bool,
    /// The one `Range` header.
    pub range: Option<HeaderValue>,
}

/// Why a request is not looked at any further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The status to answer with.
    pub status: StatusCode,
    /// The sentence to answer with.
    pub reason: &'static str,
}

impl Refusal {
    const fn new(status: StatusCode, reason: &'static str) -> Refusal {
        Refusal { status, reason }
    }
}

impl Asked {
    /// Reads a head that is addressed to one of `hosts`.
    ///
    /// # Errors
    /// The refusal to answer with.
    pub fn of<B>(request: &Request<B>, hosts: &Hosts) -> Result<Asked, Refusal> {
        check_host(request, hosts)?;
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered here"));
        }
        let head = request.method() == Method::HEAD;
        let query = request.uri().query().unwrap_or_default();
        Ok(Asked {
            path: decoded_path(request.uri().path())?,
            query: query.to_owned(),
            today: value(query, "today").filter(|day| !day.is_empty()),
            head,
            // A range of a HEAD has no meaning, and what a client has kept of a file is never known to be current.
            range: only(request.headers(), RANGE)
                .filter(|_| !head && !request.headers().contains_key(IF_RANGE))
                .cloned(),
        })
    }

    /// The decoded value of the first `name` in the query.
    pub fn value(&self, name: &str) -> Option<String> {
        value(&self.query, name)
    }
}

fn value(query: &str, name: &str) -> Option<String> {
    parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// The value of a header that may stand once.
fn only(headers: &HeaderMap, name: hyper::header::HeaderName) -> Option<&HeaderValue> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())
}

fn check_host<B>(request: &Request<B>, hosts: &Hosts) -> Result<(), Refusal> {
    let headers = request.headers();
    match headers.get_all(HOST).iter().count() {
        0 if request.version() == Version::HTTP_11 => {
            return Err(Refusal::new(StatusCode::BAD_REQUEST, "the Host header is missing"));
        }
        0 | 1 => {}
        _ => return Err(Refusal::new(StatusCode::BAD_REQUEST, "there is more than one Host header")),
    }
    let named = headers.get(HOST).map(|host| host.to_str().unwrap_or_default());
    let targeted = request.uri().authority().map(|authority| authority.as_str());
    if named.into_iter().chain(targeted).all(|authority| hosts.allow(authority)) {
        return Ok(());
    }
    let reason = "the preview does not answer to this host name; `--host NAME` lets it";
    Err(Refusal::new(StatusCode::FORBIDDEN, reason))
}

/// Decodes the path of an address, once, and checks that it leads straight down from the root.
///
/// # Errors
/// The refusal to answer with.
pub fn decoded_path(raw: &str) -> Result<String, Refusal> {
    if raw.len() > PATH_LIMIT {
        return Err(Refusal::new(StatusCode::URI_TOO_LONG, "the path is too long"));
    }
    let bad = |reason| Refusal::new(StatusCode::BAD_REQUEST, reason);
    if !escapes_are_whole(raw) {
        return Err(bad("the path has a `%` without two hexadecimal digits"));
    }
    let path = percent_decode_str(raw).decode_utf8().map_err(|_| bad("the path is not UTF-8"))?;
    if path.contains(|c: char| c == '\\' || c.is_control()) {
        return Err(bad("the path has a backslash or a control character"));
    }
    let inner = path.strip_prefix('/').ok_or(bad("the path does not start at the root"))?;
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    if path != "/" && inner.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(bad("the path has an empty part or a dot part"));
    }
    Ok(path.into_owned())
}

fn escapes_are_whole(raw: &str) -> bool {
    raw.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes();
        digits.len() >= 2 && digits[..2].iter().all(u8::is_ascii_hexdigit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(path: &str) -> Result<String, u16> {
        decoded_path(path).map_err(|refusal| refusal.status.as_u16())
    }

    fn asked(request: hyper::http::request::Builder) -> Result<Asked, u16> {
        let request = request.body(()).unwrap();
        Asked::of(&request, &Hosts { given: None }).map_err(|refusal| refusal.status.as_u16())
    }

    #[test]
    fn paths_are_decoded_once() {
        assert_eq!(status("/"), Ok("/".into()));
        assert_eq!(status("/repo/%E5%AE%89/"), Ok("/repo/安/".into()));
        assert_eq!(status("/a%2520b%3f"), Ok("/a%20b?".into()));
        assert_eq!(status("/a%2Fb"), Ok("/a/b".into()));
        assert_eq!(status("/.well-known/..a/a.."), Ok("/.well-known/..a/a..".into()));
        assert_eq!(status("/安/"), Ok("/安/".into()));
    }

    #[test]
    fn paths_that_climb_or_hide_are_refused() {
        for path in [
            "",
            "a",
            "*",
            "//",
            "///",
            "/a//b",
            "/a//",
            "/..",
            "/../",
            "/a/../b",
            "/./a",
            "/a/.",
            "/%2e%2e/a",
            "/%2E./a",
            "/a/%2e",
            "/a%2f%2fb",
            "/a%2f..%2fb",
            "/%00",
            "/a%0ab",
            "/%7f",
            "/a\\b",
            "/..\\a",
            "/%5c",
            "/%ff",
            "/%c3%28",
            "/%ed%a0%80",
            "/%c2%85",
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
            "/a%",
        ] {
            assert_eq!(status(path), Err(400), "{path:?}");
        }
    }

    #[test]
    fn a_path_is_four_kilobytes_at_most() {
        let path = format!("/{}", "a".repeat(PATH_LIMIT - 1));
        assert_eq!(status(&path), Ok(path.clone()));
        assert_eq!(status(&format!("{path}a")), Err(414));
    }

    #[test]
    fn a_request_names_one_host_that_is_this_machine() {
        let request = || Request::get("/a");
        assert_eq!(asked(request()), Err(400));
        assert!(asked(request().version(Version::HTTP_10)).is_ok());
        assert!(asked(request().header("host", "localhost:1")).is_ok());
        assert_eq!(asked(request().header("host", "evil.example")), Err(403));
        assert_eq!(asked(request().header("host", &b"\xff"[..])), Err(403));
        assert_eq!(asked(request().header("host", "localhost").header("host", "localhost")), Err(400));
        assert_eq!(asked(Request::get("http://evil.example/a").header("host", "localhost")), Err(403));
        let absolute = asked(Request::get("http://localhost:9/a?b").header("host", "localhost")).unwrap();
        assert_eq!((absolute.path.as_str(), absolute.query.as_str()), ("/a", "b"));
    }

    #[test]
    fn only_today_is_read_from_the_query() {
        let day =
            |query| asked(Request::get(format!("/a{query}")).header("host", "localhost")).unwrap().today;
        assert_eq!(day(""), None);
        assert_eq!(day("?today="), None);
        assert_eq!(day("?b=c&today=2025-01-01&today=x"), Some("2025-01-01".into()));
        assert_eq!(day("?today=%ff+a"), Some("\u{fffd} a".into()));
    }

    #[test]
    fn a_range_counts_when_it_stands_alone() {
        let request = || Request::get("/a").header("host", "localhost").header("range", "bytes=0-1");
        assert!(asked(request()).unwrap().range.is_some());
        assert!(asked(request().method("HEAD")).unwrap().range.is_none());
        assert!(asked(request().header("range", "bytes=2-3")).unwrap().range.is_none());
        assert!(asked(request().header("if-range", "\"x\"")).unwrap().range.is_none());
    }

    #[test]
    fn other_methods_are_refused() {
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"] {
            assert_eq!(asked(Request::get("/").header("host", "localhost").method(method)), Err(405));
        }
    }
}
