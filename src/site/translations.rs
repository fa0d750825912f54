//! How each edition of a page stands to its original: whether it follows what the original says today. This depends on the
//! bodies of two pages, so it is neither part of the frame nor of a page.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Frame, PageId};
use crate::base::{Code, Diagnostics, LastOfEach, Same};
use crate::document::{Difference, Document, Follows, FrontMatter};

/// How many changed paragraphs of an original are shown.
const SHOWN: usize = 5;

/// How an edition stands to its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Translation {
    /// What it follows.
    pub original: PageId,
    /// Whether it is up to date.
    pub state: State,
}

/// Whether an edition is up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does not say what it follows.
    Unrecorded,
    /// It follows what the original says.
    Current {
        /// When it was brought up to that.
        since: Date,
    },
    /// The original has changed since.
    Behind {
        /// When it was last up to date.
        since: Date,
        /// How many paragraphs of the original are new or changed.
        changed: usize,
        /// How many more are gone.
        removed: usize,
        /// How many the original has.
        total: usize,
    },
}

/// How all editions stand to their originals.
#[derive(Debug)]
pub struct Translations(Vec<Option<Translation>>);

/// All that the state of an edition depends on.
#[derive(Debug, PartialEq)]
pub struct Pair {
    front: Same<FrontMatter>,
    original: Same<Document>,
}

/// What was found last.
pub type Memo = LastOfEach<(), Pair, State>;

impl Translations {
    /// Compares all editions that have an original with it; reports those that do not follow it.
    pub fn of(
        diagnostics: &mut Diagnostics,
        frame: &Frame,
        documents: &[Arc<Document>],
        memo: &mut Memo,
    ) -> Translations {
        let mut all = vec![None; frame.entries.len()];
        let editions: Vec<(PageId, PageId)> =
            frame.numbered_entries().filter_map(|(id, _)| Some((id, frame.original(id)?))).collect();
        let pairs = editions.iter().map(|(edition, original)| Pair {
            front: Same(Arc::clone(&frame.entry(*edition).front)),
            original: Same(Arc::clone(frame.document(*original, documents))),
        });
        let states = memo.map(diagnostics, (), pairs.collect(), |diagnostics, _, pair| {
            compare(diagnostics, &pair.front.0, &pair.original.0)
        });
        for ((edition, original), state) in editions.into_iter().zip(states) {
            all[edition.0] = Some(Translation { original, state });
        }
        Translations(all)
    }

    /// That of a page; nothing for one that follows no other.
    pub fn get(&self, id: PageId) -> Option<Translation> {
        self.0[id.0]
    }
}

fn compare(diagnostics: &mut Diagnostics, front: &FrontMatter, original: &Document) -> State {
    let Some(follows) = &front.follows else {
        // What is wrong was reported where it was read.
        if front.lacks_follows() {
            report_unrecorded(diagnostics, front, original);
        }
        return State::Unrecorded;
    };
    let since = follows.date.value;
    let difference = Difference::of(original.blocks(), &follows.blocks);
    let (changed, removed, total) = (difference.changed.len(), difference.removed, difference.total);
    if changed + removed == 0 {
        return State::Current { since };
    }
    report_behind(diagnostics, front, follows, original, &difference);
    State::Behind { since, changed, removed, total }
}

fn report_unrecorded(diagnostics: &mut Diagnostics, front: &FrontMatter, original: &Document) {
    let message = format!("this edition does not say which state of `{}` it follows", original.source.path);
    diagnostics
        .report(Code::TranslationUnrecorded, front.start(), message)
        .help(format!("bring it up to date, then run `briefgen translated {}`", front.path()));
}

fn report_behind(
    diagnostics: &mut Diagnostics,
    front: &FrontMatter,
    follows: &Follows,
    original: &Document,
    difference: &Difference,
) {
    let hidden = difference.changed.len().saturating_sub(SHOWN);
    let more = if hidden == 0 { String::new() } else { format!(" ({hidden} more have changed)") };
    let message = sentence(original, follows.date.value, difference);
    let warning = diagnostics.report(Code::TranslationBehind, front.span(follows.date.id), message);
    warning
        .help(format!("bring this page up to date{more}, then run `briefgen translated {}`", front.path()));
    for place in difference.changed.iter().take(SHOWN) {
        warning.related(original.block_span(place), "this is new or has changed");
    }
}

/// `3 of 41 paragraphs of … have changed since 2026-11-24, and 2 are gone`.
fn sentence(original: &Document, since: Date, difference: &Difference) -> String {
    let path = &original.source.path;
    let (changed, removed, total) = (difference.changed.len(), difference.removed, difference.total);
    let are = if removed == 1 { "is" } else { "are" };
    match changed {
        0 => {
            let noun = if removed == 1 { "paragraph" } else { "paragraphs" };
            format!("{removed} {noun} of `{path}` {are} gone since {since}")
        }
        _ => {
            let have = if changed == 1 { "has" } else { "have" };
            let gone = if removed == 0 { String::new() } else { format!(", and {removed} {are} gone") };
            format!("{changed} of {total} paragraphs of `{path}` {have} changed since {since}{gone}")
        }
    }
}
