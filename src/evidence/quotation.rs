//! Whether a quotation is what its sources say.

use super::registry::{Entry, EntryId, Registry};
use super::words::{Parting, Words};
use super::work::{Excerpt, Work};

/// How a quotation compares with the words recorded from its sources.
#[derive(Debug)]
pub enum Comparison<'e> {
    /// They are the same.
    Same {
        /// The source.
        work: &'e Entry<Work>,
        /// The words.
        excerpt: &'e Excerpt,
    },
    /// They are the same, but may not be printed.
    Withheld {
        /// The source.
        work: &'e Entry<Work>,
        /// Why not.
        reason: &'e str,
    },
    /// They differ: least from this excerpt, from this place on.
    Differs {
        /// The source of the excerpt.
        work: &'e Entry<Work>,
        /// The excerpt.
        excerpt: &'e Excerpt,
        /// Where the two part.
        parting: Parting,
    },
    /// None of the sources has any recorded words.
    NothingRecorded,
}

/// Compares a quotation with all words recorded from `cited`.
pub fn compare<'e>(works: &'e Registry<Work>, cited: &[EntryId<Work>], quotation: &str) -> Comparison<'e> {
    /// More excerpts than anybody records; finding the nearest takes time for each.
    const LIMIT: usize = 200;
    let quoted = Words::of(quotation);
    let excerpts = || {
        let entries = cited.iter().map(|id| &works[*id]);
        entries.flat_map(|entry| entry.record.excerpts.iter().map(move |excerpt| (entry, excerpt)))
    };
    let mut withheld = None;
    for (work, excerpt) in excerpts().filter(|(_, excerpt)| excerpt.words.contain(&quoted)) {
        match &excerpt.withheld {
            None => return Comparison::Same { work, excerpt },
            Some(reason) => withheld = Some(Comparison::Withheld { work, reason }),
        }
    }
    if let Some(withheld) = withheld {
        return withheld;
    }
    let partings =
        excerpts().take(LIMIT).map(|(work, excerpt)| (work, excerpt, excerpt.words.parting(&quoted)));
    // Of two that are as near, the first recorded.
    let nearest = partings.reduce(|best, next| if next.2.distance < best.2.distance { next } else { best });
    match nearest {
        Some((work, excerpt, parting)) => Comparison::Differs { work, excerpt, parting },
        None => Comparison::NothingRecorded,
    }
}
