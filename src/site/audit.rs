//! What each page rests on, for programs: its sources, and where its support is weakest.

use serde::Serialize;

use super::{Page, Site};
use crate::evidence::{EntryId, Reliability, Work, WorkKind};

/// What a page rests on.
#[derive(Debug, Serialize)]
pub struct PageAudit<'s> {
    /// Its file.
    pub path: &'s str,
    /// Its sources, in the order in which it first cites them.
    pub sources: Vec<SourceUse<'s>>,
    /// The citations that rest on the least reliable sources, if those are not of high reliability.
    pub weakest: Vec<WeakLink<'s>>,
}

/// A source of a page.
#[derive(Debug, Serialize)]
pub struct SourceUse<'s> {
    /// Its key.
    pub id: &'s str,
    /// What it is.
    pub kind: WorkKind,
    /// How far it can be relied on; nothing if nobody has judged it.
    pub reliability: Option<Reliability>,
    /// How many places of the page cite it.
    pub citations: usize,
}

/// A citation, with the best that it rests on.
#[derive(Debug, Serialize)]
pub struct WeakLink<'s> {
    /// The line in the file, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The sources that it names.
    pub sources: Vec<&'s str>,
    /// The reliability of the best of them; nothing if nobody has judged any.
    pub reliability: Option<Reliability>,
}

/// Audits all pages that cite a source.
pub fn audit(site: &Site) -> Vec<PageAudit<'_>> {
    let citing = site.pages.iter().filter(|page| !page.evidence.works.is_empty());
    citing.map(|page| page_audit(site, page)).collect()
}

fn page_audit<'s>(site: &'s Site, page: &'s Page) -> PageAudit<'s> {
    let sources = page.evidence.works.iter().map(|cited| {
        let entry = &site.evidence.works[cited.work];
        let (kind, reliability) = (entry.record.kind, entry.record.reliability);
        SourceUse { id: &entry.id, kind, reliability, citations: cited.places.len() }
    });
    PageAudit {
        path: page.document.source.path.as_str(),
        sources: sources.collect(),
        weakest: weakest(site, page),
    }
}

fn weakest<'s>(site: &'s Site, page: &'s Page) -> Vec<WeakLink<'s>> {
    let support = |works: &[EntryId<Work>]| {
        works.iter().map(|work| site.evidence.works[*work].record.reliability).max().flatten()
    };
    let written = page.document.body.marks.citations.iter().zip(&page.evidence.citations);
    let mut links: Vec<WeakLink<'s>> = written
        .filter_map(|(citation, markers)| {
            let works: Vec<EntryId<Work>> = markers.iter().flatten().map(|marker| marker.work).collect();
            let (line, column) = page.document.span(&citation.range).line_column();
            let sources = works.iter().map(|work| site.evidence.works[*work].id.as_str()).collect();
            (!works.is_empty()).then(|| WeakLink { line, column, sources, reliability: support(&works) })
        })
        .collect();
    // Nobody's judgement is less than a low one.
    let least = links.iter().map(|link| link.reliability).min().flatten();
    links.retain(|link| link.reliability == least && least != Some(Reliability::High));
    links
}
