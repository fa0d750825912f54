//! What the editor's bar shows of a page.

use serde::Serialize;

use super::problems::{Found, Problem};
use crate::evidence::{Reliability, WorkKind};
use crate::site::{Page, PageId, Site, work_address};

/// What `.briefgen/page` says. All of it is empty for an address that no page stands behind.
#[derive(Default, Serialize)]
struct Bar<'s> {
    source: Option<&'s str>,
    title: Option<&'s str>,
    draft: bool,
    publish: Option<String>,
    expires: Option<String>,
    language: Option<&'s str>,
    words: Option<usize>,
    characters: Option<usize>,
    minutes: Option<usize>,
    sources: Vec<Source<'s>>,
    problems: Vec<Problem<'s>>,
}

/// A source that the page cites.
#[derive(Serialize)]
struct Source<'s> {
    id: &'s str,
    title: &'s str,
    href: String,
    kind: WorkKind,
    reliability: Option<Reliability>,
    citations: usize,
}

/// The bar of a page, as JSON.
pub fn json(site: &Site, page: Option<PageId>, found: &Found) -> Vec<u8> {
    let bar = page.map(|id| bar(site, site.page(id), found)).unwrap_or_default();
    serde_json::to_vec(&bar).expect("texts and numbers can be written as JSON")
}

fn bar<'s>(site: &'s Site, page: &'s Page, found: &'s Found) -> Bar<'s> {
    let front = &page.document.front;
    let path = page.document.source.path.as_str();
    let language = &page.identity.language;
    let extent = page.document.body.extent;
    let sources = page.evidence.works.iter().map(|cited| {
        let entry = &site.evidence.works[cited.work];
        Source {
            id: &entry.id,
            title: &entry.record.title.own,
            href: site.href(&work_address(site.config(), language, entry)),
            kind: entry.record.kind,
            reliability: entry.record.reliability,
            citations: cited.places.len(),
        }
    });
    let own = found.sorted().iter().filter(|problem| {
        problem.span.path().as_str() == path || problem.pages.iter().any(|page| page == path)
    });
    Bar {
        source: Some(path),
        title: Some(&front.title),
        draft: front.draft,
        publish: front.publish.map(|day| day.to_string()),
        expires: front.expires.map(|day| day.to_string()),
        language: Some(language.as_str()),
        words: Some(extent.words),
        characters: Some(extent.characters),
        minutes: Some(extent.minutes()),
        sources: sources.collect(),
        problems: own.map(Problem::of).collect(),
    }
}
