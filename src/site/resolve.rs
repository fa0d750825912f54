//! Makes pages of entries: each complete at once, from everything that other files decide about it.

use std::sync::Arc;

use super::directives::Scene;
use super::entry::{Editions, Entry};
use super::link::From;
use super::outline::Outline;
use super::page_evidence;
use super::topics::Topics;
use super::{Directory, Page, PageId};
use crate::base::{Code, Diagnostics, parallel};
use crate::document::Link;
use crate::evidence::Evidence;
use crate::input::Inputs;

/// All that is known once every file has been looked at.
pub struct Resolver<'a> {
    pub entries: &'a [Entry],
    pub outline: &'a Outline,
    pub editions: Editions<'a>,
    pub topics: &'a Topics,
    pub directory: &'a Directory,
    pub inputs: &'a Inputs,
    pub evidence: &'a Evidence,
}

impl Resolver<'_> {
    /// All pages, in the order of the entries.
    pub fn pages(&self, diagnostics: &mut Diagnostics) -> Vec<Page> {
        let ids: Vec<PageId> = (0..self.entries.len()).map(PageId).collect();
        parallel::map(diagnostics, &ids, |diagnostics, id| self.page(diagnostics, *id))
    }

    fn page(&self, diagnostics: &mut Diagnostics, id: PageId) -> Page {
        let entry = &self.entries[id.0];
        let place = self.outline.place(id);
        Page {
            document: Arc::clone(&entry.document),
            identity: entry.identity.clone(),
            section: place.section,
            previous: place.previous,
            next: place.next,
            editions: self.editions.of_page(entry),
            topics: self.topics.of_page(entry),
            related: self.related(diagnostics, entry),
            hrefs: self.hrefs(diagnostics, entry),
            evidence: page_evidence::resolve(diagnostics, &self.scene(entry)),
        }
    }

    fn scene<'e>(&'e self, entry: &'e Entry) -> Scene<'e> {
        Scene {
            inputs: self.inputs,
            evidence: self.evidence,
            directory: self.directory,
            from: From::page(entry),
            document: &entry.document,
        }
    }

    fn hrefs(&self, diagnostics: &mut Diagnostics, entry: &Entry) -> Vec<String> {
        let from = From::page(entry);
        let mut resolve = |link: &Link| {
            self.directory.resolve(&from, link.kind, &link.target).unwrap_or_else(|problem| {
                problem.report(diagnostics, entry.document.span(&link.range));
                String::new()
            })
        };
        entry.document.body.links.iter().map(&mut resolve).collect()
    }

    fn related(&self, diagnostics: &mut Diagnostics, entry: &Entry) -> Vec<PageId> {
        let from = From::page(entry);
        let mut pages = Vec::new();
        for related in &entry.document.front.related {
            let span = || entry.document.front_span(related.id);
            match self.directory.page(&from, &related.value) {
                Ok(page) if pages.contains(&page) || self.directory.is_at(page, &entry.identity.address) => {
                    let message = format!("`{}` is this page or stands here twice", related.value);
                    diagnostics.report(Code::InvalidValue, span(), message).help("remove it");
                }
                Ok(page) => pages.push(page),
                Err(problem) => problem.report(diagnostics, span()),
            }
        }
        pages
    }
}
