//! What each output was made from and what it came to, from one build to the next. An output whose view, templates and
//! answers are what they were has the same bytes and the same problems, so it is not made again. The bytes themselves are
//! not kept: whoever asks for a file has it made from the plan, so a wrong entry here could hide a change from browsers,
//! never show them an old page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::functions::Read;
use super::plan::Plan;
use super::recipe::{Bytes, Grounds, Output, Recipe, Rendering};
use crate::base::{Diagnostics, Digest, OutputPath, parallel};
use crate::document::Document;
use crate::input::File;

/// The entries of all outputs of a plan, in the order of their paths.
#[derive(Default)]
pub struct Ledger {
    entries: Vec<(OutputPath, Arc<Entry>)>,
    /// The different sets of questions that templates asked, with the answers.
    reads: Vec<Vec<Read>>,
    /// How many outputs of templates were made for this ledger; the others stood in the one before.
    pub rendered: usize,
}

/// What an output was made from, and what it came to.
struct Entry {
    grounds: Made,
    /// Nothing if it could not be made.
    digest: Option<Digest>,
    diagnostics: Arc<Diagnostics>,
}

enum Made {
    /// By a template, from all that [`Plan::key`] names, a body, and a set of answers.
    Rendered { key: Box<[u8]>, body: Option<Arc<Document>>, reads: usize },
    /// Not at all: templates had problems, and no earlier page could stand for this one.
    Waiting,
    /// By a function, each time anew.
    Computed,
    /// By copying.
    Copied,
}

/// An entry as it is when nobody knows yet whether its answers are a new set.
struct Fresh {
    key: Vec<u8>,
    body: Option<Arc<Document>>,
    reads: Vec<Read>,
    digest: Option<Digest>,
    diagnostics: Arc<Diagnostics>,
}

enum Step {
    Kept(Arc<Entry>),
    Fresh(Fresh),
    Other(Entry),
}

impl Ledger {
    /// Makes every output that differs from what `previous` knows, and reports the problems of all.
    pub fn keep(diagnostics: &mut Diagnostics, plan: &Plan, previous: &Ledger) -> Ledger {
        let holds: Vec<bool> = previous.reads.iter().map(|reads| plan.answers().repeat(reads)).collect();
        let keeper = Keeper { plan, previous, holds: &holds };
        let steps = parallel::map(diagnostics, &plan.outputs, |_, output| keeper.step(output));
        let mut ledger = Ledger::default();
        let mut sets: BTreeMap<Vec<Read>, usize> = BTreeMap::new();
        let mut numbers: Vec<Option<usize>> = vec![None; previous.reads.len()];
        for (output, step) in plan.outputs.iter().zip(steps) {
            let entry = match step {
                Step::Kept(entry) => renumbered(entry, &previous.reads, &mut numbers, &mut sets),
                Step::Fresh(fresh) => {
                    ledger.rendered += 1;
                    Arc::new(fresh.entry(&mut sets))
                }
                Step::Other(entry) => Arc::new(entry),
            };
            diagnostics.replay(&entry.diagnostics);
            ledger.entries.push((output.path.clone(), entry));
        }
        let mut reads: Vec<(Vec<Read>, usize)> = sets.into_iter().collect();
        reads.sort_by_key(|(_, number)| *number);
        ledger.reads = reads.into_iter().map(|(reads, _)| reads).collect();
        ledger
    }

    /// The digest of an output, of a page without the fingerprints of its stylesheets; nothing if it is not there or could
    /// not be made.
    pub fn digest(&self, path: &OutputPath) -> Option<Digest> {
        self.get(path)?.digest
    }

    fn get(&self, path: &OutputPath) -> Option<&Arc<Entry>> {
        let at = self.entries.binary_search_by(|(known, _)| known.cmp(path)).ok()?;
        Some(&self.entries[at].1)
    }
}

/// Gives the answers of an entry that is kept their number in the new ledger.
fn renumbered(
    entry: Arc<Entry>,
    old: &[Vec<Read>],
    numbers: &mut [Option<usize>],
    sets: &mut BTreeMap<Vec<Read>, usize>,
) -> Arc<Entry> {
    let Made::Rendered { key, body, reads } = &entry.grounds else { return entry };
    let number = *numbers[*reads].get_or_insert_with(|| number(old[*reads].clone(), sets));
    if number == *reads {
        return entry;
    }
    let grounds = Made::Rendered { key: key.clone(), body: body.clone(), reads: number };
    Arc::new(Entry { grounds, digest: entry.digest, diagnostics: Arc::clone(&entry.diagnostics) })
}

fn number(reads: Vec<Read>, sets: &mut BTreeMap<Vec<Read>, usize>) -> usize {
    let next = sets.len();
    *sets.entry(reads).or_insert(next)
}

impl Fresh {
    fn entry(self, sets: &mut BTreeMap<Vec<Read>, usize>) -> Entry {
        let Fresh { key, body, reads, digest, diagnostics } = self;
        let grounds = Made::Rendered { key: key.into(), body, reads: number(reads, sets) };
        Entry { grounds, digest, diagnostics }
    }
}

struct Keeper<'a> {
    plan: &'a Plan,
    previous: &'a Ledger,
    /// Whether the questions of each set would be answered as they were.
    holds: &'a [bool],
}

impl Keeper<'_> {
    fn step(&self, output: &Output) -> Step {
        match &output.recipe {
            Recipe::Template(rendering) => self.template(output, rendering),
            Recipe::File(file) => Step::Other(copied(file)),
            Recipe::Bytes(_) => Step::Other(self.computed(output)),
        }
    }

    fn template(&self, output: &Output, rendering: &Rendering) -> Step {
        let previous = self.previous.get(&output.path);
        if self.plan.has_broken_templates() {
            return waiting(previous);
        }
        let key = self.plan.key(output, rendering);
        let body = match &rendering.grounds {
            Grounds::Page(id) => Some(&self.plan.site.page(*id).document),
            _ => None,
        };
        if let Some(entry) = previous
            && self.is_same(entry, &key, body)
        {
            return Step::Kept(Arc::clone(entry));
        }
        let mut diagnostics = Diagnostics::default();
        let (bytes, reads) = self.plan.render(&mut diagnostics, output, rendering);
        Step::Fresh(Fresh {
            key,
            body: body.map(Arc::clone),
            reads,
            digest: bytes.map(|bytes| without_stylesheet_versions(&bytes)),
            diagnostics: Arc::new(diagnostics),
        })
    }

    fn is_same(&self, entry: &Entry, key: &[u8], body: Option<&Arc<Document>>) -> bool {
        let Made::Rendered { key: old_key, body: old_body, reads } = &entry.grounds else { return false };
        let same_body = match (body, old_body) {
            (Some(body), Some(old)) => Arc::ptr_eq(body, old),
            (None, None) => true,
            _ => false,
        };
        same_body && **old_key == *key && self.holds[*reads]
    }

    fn computed(&self, output: &Output) -> Entry {
        let mut diagnostics = Diagnostics::default();
        let bytes = self.plan.bytes(&mut diagnostics, output);
        let digest = bytes.and_then(|bytes| match bytes {
            Bytes::Memory(bytes) => Some(Digest::of(&bytes)),
            Bytes::Disk(_) => None,
        });
        Entry { grounds: Made::Computed, digest, diagnostics: Arc::new(diagnostics) }
    }
}

/// The entry of a page that is not rendered because templates have problems. When they are mended the page may be as it
/// was, so an entry without problems of its own stands till then.
fn waiting(previous: Option<&Arc<Entry>>) -> Step {
    match previous {
        Some(entry) if matches!(entry.grounds, Made::Rendered { .. }) && entry.diagnostics.is_empty() => {
            Step::Kept(Arc::clone(entry))
        }
        _ => Step::Other(Entry { grounds: Made::Waiting, digest: None, diagnostics: Arc::default() }),
    }
}

fn copied(file: &File) -> Entry {
    Entry { grounds: Made::Copied, digest: Some(file.digest), diagnostics: Arc::default() }
}

/// The digest of a page without the fingerprints in addresses of stylesheets (`style.css?v=…`), which a browser can
/// exchange without loading the page again.
fn without_stylesheet_versions(page: &[u8]) -> Digest {
    const MARK: &[u8] = b".css?v=";
    let mut rest = page;
    let mut left = Vec::with_capacity(page.len());
    while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK) {
        let (before, after) = rest.split_at(at + MARK.len());
        left.extend_from_slice(before);
        let digits = after.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        rest = &after[digits..];
    }
    left.extend_from_slice(rest);
    Digest::of(&left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fingerprints_of_stylesheets_do_not_count() {
        let digest = |html: &str| without_stylesheet_versions(html.as_bytes());
        assert_eq!(digest("<a.css?v=0a1b\"><b.css?v=77>"), digest("<a.css?v=ffff\"><b.css?v=1>"));
        assert_ne!(digest("<a.css?v=0a1b\">"), digest("<c.css?v=0a1b\">"));
        assert_ne!(digest("<a.js?v=0a1b\">"), digest("<a.js?v=ffff\">"));
    }
}
