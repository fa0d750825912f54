//! What a template may read of the places that cite a source, and the ids that these and the sources have in HTML.

use serde::Serialize;

use super::lens::Lens;
use crate::evidence::Entry;
use crate::site::Marker;

/// A place that cites a source: `1`, which leads to the first source of the page's list.
#[derive(Debug, Serialize)]
pub struct MarkView {
    /// The number of the source on this page.
    pub number: usize,
    /// Its entry in the page's list of sources.
    pub href: String,
    /// The id of this place, for links back.
    pub id: String,
}

impl MarkView {
    /// Some places on a page.
    pub fn all(lens: &Lens<'_>, markers: &[Marker]) -> Vec<MarkView> {
        markers.iter().map(|marker| MarkView::of(lens, *marker)).collect()
    }

    /// A place on a page.
    pub fn of(lens: &Lens<'_>, marker: Marker) -> MarkView {
        let entry = &lens.site.evidence.works[marker.work];
        MarkView {
            number: marker.number,
            href: format!("#{}", source_anchor(entry)),
            id: place_id(marker.nth),
        }
    }
}

/// The id of a source in the list of a page. No heading's id begins so.
pub fn source_anchor<T>(entry: &Entry<T>) -> String {
    format!("_source-{}", entry.slug)
}

/// The id of the place with this number.
pub fn place_id(nth: usize) -> String {
    format!("_cite-{nth}")
}
