//! Numbers the sources of one output in the order in which they are first cited.

use std::collections::BTreeMap;

use crate::evidence::{EntryId, Work};

/// A place where a source is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marker {
    /// The source.
    pub work: EntryId<Work>,
    /// Its number in the output's list of sources, from 1.
    pub number: usize,
    /// The number of the place among all such places of the output, from 1.
    pub nth: usize,
}

/// A source of an output, and the places that cite it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedWork {
    /// The source.
    pub work: EntryId<Work>,
    /// The numbers of the places.
    pub places: Vec<usize>,
}

/// The sources of an output, as far as it has been read.
#[derive(Debug, Default)]
pub struct Numbering {
    works: Vec<CitedWork>,
    numbers: BTreeMap<EntryId<Work>, usize>,
    places: usize,
    charts: usize,
}

impl Numbering {
    /// Cites a source at the next place.
    pub fn cite(&mut self, work: EntryId<Work>) -> Marker {
        self.places += 1;
        let next = self.works.len() + 1;
        let number = *self.numbers.entry(work).or_insert(next);
        if number == next {
            self.works.push(CitedWork { work, places: Vec::new() });
        }
        self.works[number - 1].places.push(self.places);
        Marker { work, number, nth: self.places }
    }

    /// Cites sources one after the other.
    pub fn cite_all(&mut self, works: impl IntoIterator<Item = EntryId<Work>>) -> Vec<Marker> {
        works.into_iter().map(|work| self.cite(work)).collect()
    }

    /// The number of the next drawing of the output, from 1.
    pub fn chart(&mut self) -> usize {
        self.charts += 1;
        self.charts
    }

    /// All sources, by number.
    pub fn finish(self) -> Vec<CitedWork> {
        self.works
    }
}
