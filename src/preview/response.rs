//! Responses that are complete but for being sent, and the headers that each kind has.

use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderMap, HeaderName,
    HeaderValue, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Response, StatusCode};

use super::disk::Portion;
use super::range::Part;
use super::request::Refusal;

/// What is sent after the headers.
#[derive(Debug)]
pub enum Payload {
    /// Bytes in memory.
    Whole(Bytes),
    /// A part of a file on disk.
    Disk(Portion),
}

/// The headers that every response has: browsers keep nothing, guess nothing, and show nothing of it to other sites.
pub fn mark(headers: &mut HeaderMap) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let policy = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(policy, HeaderValue::from_static("same-origin"));
}

/// All of `bytes`.
pub fn whole(status: StatusCode, media: &str, bytes: Bytes) -> Response<Payload> {
    head(status, media, bytes.len() as u64).map(|()| Payload::Whole(bytes))
}

/// JSON.
pub fn json(bytes: Bytes) -> Response<Payload> {
    whole(StatusCode::OK, "application/json; charset=utf-8", bytes)
}

/// A sentence.
pub fn plain(status: StatusCode, reason: &str) -> Response<Payload> {
    whole(status, "text/plain; charset=utf-8", format!("{reason}\n").into())
}

/// The answer to a request that is not looked at any further.
pub fn refused(refusal: Refusal) -> Response<Payload> {
    let mut response = plain(refusal.status, refusal.reason);
    if refusal.status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

/// Sends the browser to `address`.
pub fn redirect(address: &str) -> Response<Payload> {
    let mut response = plain(StatusCode::FOUND, "the address is another");
    let address = HeaderValue::from_str(address).expect("an address is encoded, so it is plain ASCII");
    response.headers_mut().insert(LOCATION, address);
    response
}

/// The head of a response with the `part` that was asked for of a file of `length` bytes. Only a file that was found may
/// be sent in parts.
pub fn partial(status: StatusCode, media: &str, part: Part, length: u64) -> Response<()> {
    let (status, sent, range) = match part {
        Part::Whole => (status, length, None),
        Part::Some { start, length: sent } => {
            let range = format!("bytes {start}-{}/{length}", start + sent - 1);
            (StatusCode::PARTIAL_CONTENT, sent, Some(range))
        }
        Part::Nothing => (StatusCode::RANGE_NOT_SATISFIABLE, 0, Some(format!("bytes */{length}"))),
    };
    let mut response = head(status, media, sent);
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(range) = range {
        let range = HeaderValue::from_str(&range).expect("numbers are plain ASCII");
        response.headers_mut().insert(CONTENT_RANGE, range);
    }
    response
}

/// The head of a response whose body has `length` bytes.
fn head(status: StatusCode, media: &str, length: u64) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = status;
    let media = HeaderValue::from_str(media).expect("media types are plain ASCII");
    response.headers_mut().insert(CONTENT_TYPE, media);
    response.headers_mut().insert(CONTENT_LENGTH, length.into());
    response
}
