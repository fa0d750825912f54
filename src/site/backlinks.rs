//! The backward view: which pages cite a source, and which refer to a term, an actor or a claim.

use std::sync::Arc;

use super::page_evidence::Mentioned;
use super::shown::Shown;
use super::{Page, PageId};
use crate::evidence::Evidence;

/// For each entry of a registry, by number, the pages that refer to it, in the order of their paths.
#[derive(Debug)]
pub struct Backlinks {
    /// Of sources: the pages that cite them.
    pub works: Vec<Vec<PageId>>,
    /// Of actors.
    pub actors: Vec<Vec<PageId>>,
    /// Of claims.
    pub claims: Vec<Vec<PageId>>,
    /// Of terms.
    pub terms: Vec<Vec<PageId>>,
}

impl Backlinks {
    /// Gathers them from all pages.
    pub fn of(evidence: &Evidence, pages: &[Arc<Page>]) -> Backlinks {
        let mut backlinks = Backlinks {
            works: vec![Vec::new(); evidence.works.len()],
            actors: vec![Vec::new(); evidence.actors.len()],
            claims: vec![Vec::new(); evidence.claims.len()],
            terms: vec![Vec::new(); evidence.terms.len()],
        };
        for (page, id) in pages.iter().zip((0..).map(PageId)) {
            for cited in &page.evidence.works {
                add(&mut backlinks.works[cited.work.number()], id);
            }
            for mentioned in page.evidence.mentions.iter().flatten() {
                backlinks.add_mention(*mentioned, id);
            }
            for shown in page.evidence.directives.iter().flatten() {
                backlinks.add_shown(shown, id);
            }
        }
        backlinks
    }

    fn add_mention(&mut self, mentioned: Mentioned, page: PageId) {
        match mentioned {
            Mentioned::Actor { actor, .. } => add(&mut self.actors[actor.number()], page),
            Mentioned::Claim(claim) => add(&mut self.claims[claim.number()], page),
            Mentioned::Source(work) => add(&mut self.works[work.number()], page),
            Mentioned::Term { term, .. } => add(&mut self.terms[term.number()], page),
            Mentioned::Confidence(_) | Mentioned::Event(_) => {}
        }
    }

    fn add_shown(&mut self, shown: &Shown, page: PageId) {
        match shown {
            Shown::Claims(claims) => {
                claims.iter().for_each(|claim| add(&mut self.claims[claim.entry.number()], page));
            }
            Shown::Actors(actors, _) => {
                actors.iter().for_each(|actor| add(&mut self.actors[actor.entry.number()], page));
            }
            Shown::Terms(terms) => {
                terms.iter().for_each(|term| add(&mut self.terms[term.entry.number()], page));
            }
            _ => {}
        }
    }
}

/// Pages come in their order, so one that is there is the last.
fn add(pages: &mut Vec<PageId>, page: PageId) {
    if pages.last() != Some(&page) {
        pages.push(page);
    }
}
