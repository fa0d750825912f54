//! Chooses where a source is named in the margin: beside the first citation of it on a page that has a margin.

use std::collections::BTreeSet;

use crate::document::Fill;
use crate::site::Page;

/// The places of a page that name a source in the margin: the number of a citation, and of an item in it.
pub fn places(page: &Page) -> BTreeSet<(usize, usize)> {
    let mut named = BTreeSet::new();
    let mut places = BTreeSet::new();
    for hole in &page.document.body.holes {
        let Fill::SideNote(number) = hole.fill else { continue };
        for (item, marker) in page.evidence.citations[number].iter().enumerate() {
            if marker.is_some_and(|marker| named.insert(marker.work)) {
                places.insert((number, item));
            }
        }
    }
    places
}
