//! Makes pages of entries: each complete at once, from everything that other files decide about it.

use std::sync::Arc;

use super::directives::Scene;
use super::link::{From, Href};
use super::page_evidence;
use super::showing;
use super::{Directory, Frame, Page, PageId};
use crate::base::{Code, Diagnostics, LastOfEach, Same, Source};
use crate::document::{Document, Link};

/// All that is known once every file has been looked at.
pub struct Resolver<'a> {
    pub frame: &'a Frame,
    pub directory: &'a Arc<Directory>,
    pub templates: &'a [Arc<Source>],
}

/// Everything that a page depends on beside its document. The directory has the frame in it.
#[derive(Debug, PartialEq)]
pub struct Grounds {
    directory: Same<Directory>,
    templates: Vec<Same<Source>>,
}

impl Resolver<'_> {
    /// All pages, in the order of the entries.
    pub fn pages(
        &self,
        diagnostics: &mut Diagnostics,
        documents: &[Arc<Document>],
        last: &mut LastOfEach<Grounds, Same<Document>, Arc<Page>>,
    ) -> Vec<Arc<Page>> {
        let grounds =
            Grounds { directory: Same(Arc::clone(self.directory)), templates: Same::all(self.templates) };
        let ids = self.frame.numbered_entries().map(|(id, _)| id);
        let documents = ids.map(|id| Same(Arc::clone(self.frame.document(id, documents)))).collect();
        last.map(diagnostics, grounds, documents, |diagnostics, number, document| {
            Arc::new(self.page(diagnostics, PageId(number), &document.0))
        })
    }

    fn page(&self, diagnostics: &mut Diagnostics, id: PageId, document: &Arc<Document>) -> Page {
        let identity = &self.frame.entry(id).identity;
        let place = self.frame.place(id);
        let from = From::page(document, &identity.language);
        let scene = Scene {
            templates: self.templates,
            evidence: &self.frame.evidence,
            directory: self.directory,
            from,
            document,
        };
        let mut evidence = page_evidence::resolve(diagnostics, &scene);
        Page {
            document: Arc::clone(document),
            identity: Arc::clone(identity),
            section: place.section,
            previous: place.previous,
            next: place.next,
            topics: self.frame.topics_of(id).to_vec(),
            related: self.related(diagnostics, id, document),
            hrefs: self.hrefs(diagnostics, &from, document),
            pictures: showing::pictures(diagnostics, self.directory, &from, document),
            first_picture: showing::first(document, &mut evidence),
            evidence,
        }
    }

    fn hrefs(&self, diagnostics: &mut Diagnostics, from: &From<'_>, document: &Document) -> Vec<Href> {
        let mut resolve = |link: &Link| {
            self.directory.resolve(from, link.kind, &link.target).unwrap_or_else(|problem| {
                problem.report(diagnostics, document.span(&link.range));
                Href::default()
            })
        };
        document.body.links.iter().map(&mut resolve).collect()
    }

    fn related(&self, diagnostics: &mut Diagnostics, id: PageId, document: &Document) -> Vec<PageId> {
        let identity = &self.frame.entry(id).identity;
        let from = From::page(document, &identity.language);
        let mut pages = Vec::new();
        for related in &document.front.related {
            let span = || document.front_span(related.id);
            match self.directory.page(&from, &related.value) {
                Ok(page) if pages.contains(&page) || self.directory.is_at(page, &identity.address) => {
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
