//! Tells a browser what is shown now and after every build. Knows nothing of what the browser does about it.
//! Format: <https://html.spec.whatwg.org/multipage/server-sent-events.html>.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use form_urlencoded::parse;
use hyper::body::Bytes;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::Sender;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::answer::shown;
use super::exhibit::{Exhibit, Exhibits, Site};
use super::place::{MISSING, Place, output_path};
use super::request::{Asked, decoded_path};

/// How long a stream is silent at most: proxies and systems forget those that are.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How many files a stream watches; more are left out.
const FILE_LIMIT: usize = 64;

/// How soon a browser connects again.
const RETRY: &str = "retry: 500\n\n";

/// What a stream watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The path of the page's address, decoded; none if that is no path.
    page: Option<String>,
    /// The paths of the files' addresses, in order; none for what is no path.
    files: Vec<Option<String>>,
    /// The day that is to be taken for today.
    today: Option<String>,
}

/// What a browser is told.
#[derive(Serialize)]
struct Event<'a> {
    run: &'a str,
    build: u64,
    page: Option<String>,
    files: Vec<Option<String>>,
    failed: bool,
    errors: usize,
    warnings: usize,
}

impl Watched {
    /// Reads it from the query of a request.
    pub fn of(asked: &Asked) -> Watched {
        let files = parse(asked.query.as_bytes()).filter(|(key, _)| key == "file").take(FILE_LIMIT);
        Watched {
            page: asked.value("page").and_then(|page| decoded_path(&page).ok()),
            files: files.map(|(_, file)| decoded_path(&file).ok()).collect(),
            today: asked.today.clone(),
        }
    }

    /// The event that tells of it in `exhibit`. As of a day that the site cannot be shown for, nothing is there.
    pub fn event(&self, exhibit: &Exhibit) -> String {
        let site = shown(exhibit, self.today.as_deref()).ok().flatten();
        let digests = site.as_deref().map(|site| Digests { base: &exhibit.base, site });
        let outcome = &exhibit.outcome;
        let event = Event {
            run: &outcome.run,
            build: outcome.build,
            page: digests.as_ref().and_then(|digests| digests.page(self.page.as_deref())),
            files: self.files.iter().map(|file| digests.as_ref()?.file(file.as_deref()?)).collect(),
            failed: outcome.failed,
            errors: outcome.errors,
            warnings: outcome.warnings,
        };
        let line = serde_json::to_string(&event).expect("plain values can be written as JSON");
        format!("event: build\ndata: {line}\n\n")
    }

    /// Sends events until the stream or the server is closed. Builds that follow each other faster than the client
    /// reads are told of by one event. What is asked for as of another day waits for its turn of `days`.
    pub async fn tell(self, mut exhibits: Exhibits, sender: Sender<io::Result<Bytes>>, days: Arc<Semaphore>) {
        let watched = Arc::new(self);
        let mut prefix = RETRY;
        loop {
            let turn = match &watched.today {
                Some(_) => Arc::clone(&days).acquire_owned().await.ok(),
                None => None,
            };
            let (exhibit, watched) = (exhibits.borrow_and_update().clone(), Arc::clone(&watched));
            let Ok(event) = spawn_blocking(move || watched.event(&exhibit)).await else { return };
            drop(turn);
            if sender.send(Ok(format!("{prefix}{event}").into())).await.is_err() {
                return;
            }
            prefix = "";
            if !next(&mut exhibits, &sender).await {
                return;
            }
        }
    }
}

/// Waits for the next build. Whether there is one, and somebody to tell.
async fn next(exhibits: &mut Exhibits, sender: &Sender<io::Result<Bytes>>) -> bool {
    loop {
        tokio::select! {
            changed = exhibits.changed() => return changed.is_ok(),
            () = sender.closed() => return false,
            () = sleep(HEARTBEAT) => {
                if sender.send(Ok(Bytes::from_static(b":\n\n"))).await.is_err() {
                    return false;
                }
            }
        }
    }
}

/// What the addresses of a site have now.
struct Digests<'a> {
    base: &'a str,
    site: &'a dyn Site,
}

impl Digests<'_> {
    /// The digest of what the address `path` shows.
    fn page(&self, path: Option<&str>) -> Option<String> {
        path.and_then(|path| self.file(path)).or_else(|| self.site.digest(MISSING))
    }

    fn file(&self, path: &str) -> Option<String> {
        match Place::of(self.base, path) {
            Place::Site(path) => self.site.digest(&output_path(path)),
            _ => None,
        }
    }
}
