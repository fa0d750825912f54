//! Which pictures a page shows.

use std::sync::Arc;

use super::directory::Directory;
use super::link::From;
use super::page_evidence::PageEvidence;
use super::pictures::Picture;
use super::shown::Shown;
use crate::base::Diagnostics;
use crate::document::{Document, Fill, Link, LinkKind};

/// The pictures that the links of a body show.
pub fn pictures(
    diagnostics: &mut Diagnostics,
    directory: &Directory,
    from: &From<'_>,
    document: &Document,
) -> Vec<Option<Arc<Picture>>> {
    let shown = |link: &Link| match link.kind {
        LinkKind::Link => None,
        // A link that does not hold has been reported.
        LinkKind::Image if directory.resolve(from, link.kind, &link.target).is_err() => None,
        LinkKind::Image => directory.shown(diagnostics, from, &link.target, || document.span(&link.range)),
    };
    document.body.links.iter().map(shown).collect()
}

/// The first place of a body where a picture is shown; a figure there is told.
pub fn first(document: &Document, evidence: &mut PageEvidence) -> Option<Fill> {
    let shows = |fill: &Fill| match fill {
        Fill::Picture(_) => true,
        Fill::Directive(number) => matches!(evidence.directives[*number], Some(Shown::Figure(_))),
        _ => false,
    };
    let first = document.body.holes.iter().map(|hole| hole.fill).find(shows);
    if let Some(Fill::Directive(number)) = first
        && let Some(Shown::Figure(figure)) = &mut evidence.directives[number]
    {
        figure.is_first = true;
    }
    first
}
