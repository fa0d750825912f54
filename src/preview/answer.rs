//! Answers what is asked from one exhibit: finds the file behind the address and dresses it as a response. Knows nothing of
//! connections.

use std::path::Path;
use std::sync::Arc;

use hyper::body::Bytes;
use hyper::{Response, StatusCode};

use super::disk::{Portion, open, read};
use super::exhibit::{Content, Exhibit, Site};
use super::inject::{Marks, escaped, injected};
use super::media::{is_html, media_type};
use super::place::{MISSING, Place, address, output_path};
use super::range::Part;
use super::request::{Asked, decoded_path};
use super::response::{Payload, json, partial, plain, redirect, whole};
use crate::input::Version;

/// The script that pages get.
const SCRIPT: &str = include_str!("client.js");

/// The largest page on disk, in bytes, that is read to put the script in; larger ones are sent as they are.
const PAGE_LIMIT: u64 = 16 * 1024 * 1024;

/// Answers `asked` from `exhibit`. May take as long as rendering a page does, or a site for another day.
pub fn answer(exhibit: &Exhibit, asked: &Asked) -> Response<Payload> {
    match Place::of(&exhibit.base, &asked.path) {
        Place::Near => redirect(&address(&exhibit.base, "", &asked.query)),
        Place::Own("client.js") => whole(StatusCode::OK, &media_type("client.js"), SCRIPT.into()),
        Place::Own("problems") => json(exhibit.problems.json()),
        place => match shown(exhibit, asked.today.as_deref()) {
            Ok(site) => Answerer { exhibit, asked, site }.answer(place),
            Err(reason) => Answerer { exhibit, asked, site: None }.refuse_day(place, &reason),
        },
    }
}

/// The site to answer from, if there is one yet.
///
/// # Errors
/// Why it cannot be shown as of the day `today`.
pub fn shown(exhibit: &Exhibit, today: Option<&str>) -> Result<Option<Arc<dyn Site>>, String> {
    match (&exhibit.site, today) {
        (Some(site), Some(day)) => site.as_of(day).map(Some),
        (site, _) => Ok(site.clone()),
    }
}

/// A request, and the one site that all of its answer comes from.
struct Answerer<'a> {
    exhibit: &'a Exhibit,
    asked: &'a Asked,
    site: Option<Arc<dyn Site>>,
}

impl Answerer<'_> {
    fn answer(&self, place: Place) -> Response<Payload> {
        match (place, self.site.as_deref()) {
            (Place::Own("page"), Some(site)) => self.page(site),
            (Place::Own("page"), None) => plain(StatusCode::SERVICE_UNAVAILABLE, "there is no site yet"),
            (Place::Site(path), Some(site)) => self.file(site, path),
            (Place::Site(_), None) => self.no_site(),
            _ => self.missing(),
        }
    }

    /// Browsers get a page with the script, so that they come back when the day can be shown; others the reason alone.
    fn refuse_day(&self, place: Place, reason: &str) -> Response<Payload> {
        let status = StatusCode::BAD_REQUEST;
        match place {
            Place::Site(path) if is_html(&media_type(&output_path(path))) => {
                self.notice(status, "This day cannot be shown", reason)
            }
            _ => plain(status, reason),
        }
    }

    fn no_site(&self) -> Response<Payload> {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        if self.exhibit.outcome.failed {
            let sentence =
                "The first build failed. This page becomes the site as soon as its errors are mended.";
            self.notice(status, "There is no site yet", sentence)
        } else {
            self.notice(status, "The site is being built", "This page becomes the site as soon as it is.")
        }
    }

    /// What the editor's bar shows of the page that the query names.
    fn page(&self, site: &dyn Site) -> Response<Payload> {
        let Some(page) = self.asked.value("page") else {
            return plain(StatusCode::BAD_REQUEST, "the query names no `page`");
        };
        let path = match decoded_path(&page) {
            Ok(path) => path,
            Err(refusal) => return plain(refusal.status, refusal.reason),
        };
        let path = match Place::of(&self.exhibit.base, &path) {
            Place::Site(path) => Some(output_path(path)).filter(|path| site.holds(path)),
            _ => None,
        };
        json(site.page(path.as_deref().unwrap_or(MISSING)))
    }

    fn file(&self, site: &dyn Site, path: &str) -> Response<Payload> {
        let file = output_path(path);
        if let Some(response) = self.found(site, StatusCode::OK, &file) {
            return response;
        }
        if file == path && site.holds(&format!("{path}/index.html")) {
            return redirect(&address(&self.exhibit.base, &format!("{path}/"), &self.asked.query));
        }
        self.missing()
    }

    fn missing(&self) -> Response<Payload> {
        let site = self.site.as_deref();
        let response = site.and_then(|site| self.found(site, StatusCode::NOT_FOUND, MISSING));
        response.unwrap_or_else(|| {
            self.notice(StatusCode::NOT_FOUND, "Nothing is here", "The site has no file at this address.")
        })
    }

    /// The response that brings the file at `path`; none if there is none, or none any more.
    fn found(&self, site: &dyn Site, status: StatusCode, path: &str) -> Option<Response<Payload>> {
        let media = media_type(path);
        let page = match site.file(path)? {
            Content::Memory(bytes) if is_html(&media) => bytes,
            Content::Memory(bytes) => return Some(self.memory(status, &media, bytes)),
            Content::Disk { path, version } if is_html(&media) && version.length <= PAGE_LIMIT => {
                read(&path, version).ok()?.into()
            }
            Content::Disk { path, version } => return self.disk(status, &media, &path, version),
        };
        Some(self.html(status, &page, &site.digest(path).unwrap_or_default(), site.day()))
    }

    fn memory(&self, status: StatusCode, media: &str, bytes: Bytes) -> Response<Payload> {
        let length = bytes.len() as u64;
        let part = self.part(status, length);
        let sent = match part {
            Part::Whole => bytes,
            Part::Nothing => Bytes::new(),
            Part::Some { start, length } => {
                let index =
                    |place| usize::try_from(place).expect("a part lies within bytes that are in memory");
                bytes.slice(index(start)..index(start + length))
            }
        };
        partial(status, media, part, length).map(|()| Payload::Whole(sent))
    }

    fn disk(
        &self,
        status: StatusCode,
        media: &str,
        path: &Path,
        version: Version,
    ) -> Option<Response<Payload>> {
        let file = open(path, version).ok()?;
        let length = version.length;
        let part = self.part(status, length);
        let portion = match part {
            Part::Whole => Portion::new(file, 0, length),
            Part::Nothing => Portion::new(file, 0, 0),
            Part::Some { start, length } => Portion::new(file, start, length),
        };
        let portion = portion.ok()?;
        Some(partial(status, media, part, length).map(|()| Payload::Disk(portion)))
    }

    /// The part to send of a file. What stands in for a missing one is sent whole.
    fn part(&self, status: StatusCode, length: u64) -> Part {
        let range = self.asked.range.as_ref().filter(|_| status == StatusCode::OK);
        Part::of(range, length)
    }

    /// A page of the preview's own, where the site has none.
    fn notice(&self, status: StatusCode, title: &str, sentence: &str) -> Response<Payload> {
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{}</p>\n</body>\n</html>\n",
            escaped(sentence)
        );
        self.html(status, html.as_bytes(), "", self.asked.today.as_deref().unwrap_or_default())
    }

    /// A page with the script in it.
    fn html(&self, status: StatusCode, html: &[u8], digest: &str, day: &str) -> Response<Payload> {
        let marks = Marks {
            base: &self.exhibit.base,
            outcome: &self.exhibit.outcome,
            page: digest,
            day,
            is_day_asked: self.asked.today.is_some(),
            status: status.as_u16(),
        };
        whole(status, "text/html; charset=utf-8", injected(html, &marks).into())
    }
}
