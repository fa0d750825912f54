//! What each output was made from and what it came to, from one build to the next. An output whose view, templates and
//! answers are what they were has the same bytes and the same problems, so it is not made again. The bytes themselves are
//! not kept: whoever asks for a file has it made from the plan, so a wrong entry here could hide a change from browsers,
//! never show them an old page.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::functions::Read;
use super::plan::{Plan, Surroundings};
use super::recipe::{Bytes, Grounds, Output, Recipe, Rendering};
use crate::base::{Diagnostics, Digest, OutputPath, parallel};
use crate::site::{Page, PageId, Translation};

/// The entries of all outputs of a plan.
#[derive(Default)]
pub struct Ledger {
    surroundings: Option<Surroundings>,
    /// In the order of their paths.
    outputs: Arc<Vec<Output>>,
    /// Of each output.
    entries: Vec<Arc<Entry>>,
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
    /// By templates, from all that [`Plan::key`] names, pages, and a set of answers.
    Rendered { key: Arc<[u8]>, pages: Vec<Shown>, reads: usize },
    /// Not at all: templates had problems, and no earlier page could stand for this one.
    Waiting,
    /// By a function or by copying.
    Otherwise,
}

/// A page, and what of other pages' bodies shows in it.
#[derive(Clone)]
struct Shown {
    page: Arc<Page>,
    translation: Option<Translation>,
}

impl Shown {
    fn of(plan: &Plan, id: PageId) -> Shown {
        let site = &plan.site;
        Shown { page: Arc::clone(site.page(id)), translation: site.translations.get(id) }
    }

    /// Whether this is what `plan` shows of the page, while the frame is the same.
    fn is_in(&self, plan: &Plan, id: PageId) -> bool {
        Arc::ptr_eq(&self.page, plan.site.page(id)) && self.translation == plan.site.translations.get(id)
    }
}

/// An entry as it is when nobody knows yet whether its answers are a new set.
struct Fresh {
    key: Vec<u8>,
    pages: Vec<Shown>,
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
        let surroundings = plan.surroundings();
        let holds: Vec<bool> = previous.reads.iter().map(|reads| plan.answers().repeat(reads)).collect();
        // What could not be made for the templates' sake was kept as it was before them.
        let is_same = !plan.has_broken_templates() && previous.surroundings.as_ref() == Some(&surroundings);
        let keeper = Keeper { plan, previous, holds: &holds, is_same };
        let mut sets: BTreeMap<Vec<Read>, usize> = BTreeMap::new();
        let mut numbers: Vec<Option<usize>> = vec![None; previous.reads.len()];
        let mut entries = Vec::with_capacity(plan.outputs.len());
        let mut rendered = 0;
        for (step, output) in keeper.steps(diagnostics).into_iter().zip(plan.outputs.iter()) {
            let entry = match step {
                Step::Kept(entry) => renumbered(entry, &previous.reads, &mut numbers, &mut sets),
                Step::Fresh(fresh) => {
                    rendered += usize::from(matches!(
                        output.recipe,
                        Recipe::Template(_) | Recipe::Card(_) | Recipe::Feed(_)
                    ));
                    Arc::new(fresh.entry(&mut sets))
                }
                Step::Other(entry) => Arc::new(entry),
            };
            diagnostics.replay(&entry.diagnostics);
            entries.push(entry);
        }
        let mut reads: Vec<(Vec<Read>, usize)> = sets.into_iter().collect();
        reads.sort_by_key(|(_, number)| *number);
        let reads = reads.into_iter().map(|(reads, _)| reads).collect();
        let outputs = Arc::clone(&plan.outputs);
        Ledger { surroundings: Some(surroundings), outputs, entries, reads, rendered }
    }

    /// The digest of an output, of a page without the fingerprints of its stylesheets; nothing if it is not there or could
    /// not be made.
    pub fn digest(&self, path: &OutputPath) -> Option<Digest> {
        self.get(path)?.digest
    }

    fn get(&self, path: &OutputPath) -> Option<&Arc<Entry>> {
        let at = self.outputs.binary_search_by(|output| output.path.cmp(path)).ok()?;
        Some(&self.entries[at])
    }
}

/// Gives the answers of an entry that is kept their number in the new ledger.
fn renumbered(
    entry: Arc<Entry>,
    old: &[Vec<Read>],
    numbers: &mut [Option<usize>],
    sets: &mut BTreeMap<Vec<Read>, usize>,
) -> Arc<Entry> {
    let Made::Rendered { key, pages, reads } = &entry.grounds else { return entry };
    let number = *numbers[*reads].get_or_insert_with(|| number(old[*reads].clone(), sets));
    if number == *reads {
        return entry;
    }
    let grounds = Made::Rendered { key: Arc::clone(key), pages: pages.clone(), reads: number };
    Arc::new(Entry { grounds, digest: entry.digest, diagnostics: Arc::clone(&entry.diagnostics) })
}

fn number(reads: Vec<Read>, sets: &mut BTreeMap<Vec<Read>, usize>) -> usize {
    let next = sets.len();
    *sets.entry(reads).or_insert(next)
}

impl Fresh {
    fn entry(self, sets: &mut BTreeMap<Vec<Read>, usize>) -> Entry {
        let Fresh { key, pages, reads, digest, diagnostics } = self;
        let grounds = Made::Rendered { key: key.into(), pages, reads: number(reads, sets) };
        Entry { grounds, digest, diagnostics }
    }
}

struct Keeper<'a> {
    plan: &'a Plan,
    previous: &'a Ledger,
    /// Whether the questions of each set would be answered as they were.
    holds: &'a [bool],
    /// Whether all else that outputs read is the same, so that the plan has the outputs that `previous` knows.
    is_same: bool,
}

impl Keeper<'_> {
    /// A step for each output of the plan.
    fn steps(&self, diagnostics: &mut Diagnostics) -> Vec<Step> {
        let outputs = &self.plan.outputs;
        let kept: Vec<Option<Step>> = (0..outputs.len()).map(|at| self.standing(at)).collect();
        let missing: Vec<&Output> =
            outputs.iter().zip(&kept).filter(|(_, kept)| kept.is_none()).map(|(output, _)| output).collect();
        let mut made = parallel::map(diagnostics, &missing, |_, output| self.step(output)).into_iter();
        let step = |kept: Option<Step>| {
            kept.unwrap_or_else(|| made.next().expect("one was made for each that is missing"))
        };
        kept.into_iter().map(step).collect()
    }

    /// The entry of an output that reads nothing but what is known to be the same.
    fn standing(&self, at: usize) -> Option<Step> {
        let entry = self.previous.entries.get(at).filter(|_| self.is_same)?;
        let output = &self.plan.outputs[at];
        let stands = match (self.plan.renderings(output), &entry.grounds) {
            ([], _) => true,
            (renderings, Made::Rendered { key, pages, reads }) => {
                let stands = self.are_known(renderings, pages) && self.holds[*reads];
                debug_assert!(!stands || **key == *self.plan.key(output), "{}", output.path);
                stands
            }
            _ => true,
        };
        stands.then(|| Step::Kept(Arc::clone(entry)))
    }

    /// Whether outputs of templates show nothing but these pages and what is known to be the same.
    fn are_known(&self, renderings: &[Rendering], pages: &[Shown]) -> bool {
        let mut old = pages.iter();
        renderings.iter().all(|rendering| match &rendering.grounds {
            Grounds::Nothing | Grounds::Card(None) => true,
            Grounds::Page(id) | Grounds::Copy(id) | Grounds::Card(Some(id)) => {
                old.next().is_some_and(|old| old.is_in(self.plan, *id))
            }
            Grounds::Entries(_) | Grounds::Source(_) | Grounds::Sources => false,
        })
    }

    fn step(&self, output: &Output) -> Step {
        match &output.recipe {
            Recipe::Template(_) | Recipe::Card(_) | Recipe::Feed(_) => self.template(output),
            Recipe::File(file) => Step::Other(known(file.digest)),
            // Made when a browser asks for it.
            Recipe::Picture(asked) => Step::Other(known(asked.digest())),
            Recipe::Bytes(_) => Step::Other(self.computed(output)),
        }
    }

    fn template(&self, output: &Output) -> Step {
        let previous = self.previous.get(&output.path);
        if self.plan.has_broken_templates() {
            return waiting(previous);
        }
        let key = self.plan.key(output);
        let ids = self.plan.renderings(output).iter().filter_map(Rendering::page);
        let pages: Vec<Shown> = ids.map(|id| Shown::of(self.plan, id)).collect();
        if let Some(entry) = previous
            && let Some(entry) = self.kept(entry, &key, &pages, &output.recipe)
        {
            return Step::Kept(entry);
        }
        let mut diagnostics = Diagnostics::default();
        let (digest, reads) = match &output.recipe {
            // What is drawn is not drawn for this.
            Recipe::Card(rendering) => {
                let (drawing, reads) = self.plan.drawing(&mut diagnostics, output, rendering);
                (drawing.map(|drawing| drawing.mark()), reads)
            }
            _ => {
                let (bytes, reads) = self.plan.make(&mut diagnostics, output);
                (bytes.map(|bytes| without_stylesheet_versions(&bytes)), reads)
            }
        };
        Step::Fresh(Fresh { key, pages, reads, digest, diagnostics: Arc::new(diagnostics) })
    }

    /// The entry, if all that it was made from is the same.
    fn kept(&self, entry: &Arc<Entry>, key: &[u8], pages: &[Shown], recipe: &Recipe) -> Option<Arc<Entry>> {
        let Made::Rendered { key: old_key, pages: old_pages, reads } = &entry.grounds else { return None };
        let is_same = |(new, old): (&Shown, &Shown)| Arc::ptr_eq(&new.page.document, &old.page.document);
        // A card shows no body. Problems with it have their place in the file, which may have moved.
        let shows_no_body = matches!(recipe, Recipe::Card(_)) && entry.diagnostics.is_empty();
        let same_bodies =
            pages.len() == old_pages.len() && (shows_no_body || pages.iter().zip(old_pages).all(is_same));
        if !same_bodies || **old_key != *key || !self.holds[*reads] {
            return None;
        }
        // The pages may be others with the same view: the next build looks for these.
        let grounds = Made::Rendered { key: Arc::clone(old_key), pages: pages.to_vec(), reads: *reads };
        Some(Arc::new(Entry { grounds, digest: entry.digest, diagnostics: Arc::clone(&entry.diagnostics) }))
    }

    fn computed(&self, output: &Output) -> Entry {
        let mut diagnostics = Diagnostics::default();
        let bytes = self.plan.bytes(&mut diagnostics, output);
        let digest = bytes.and_then(|bytes| match bytes {
            Bytes::Memory(bytes) => Some(Digest::of(&bytes)),
            Bytes::Drawing(_) | Bytes::Disk(_) => None,
        });
        Entry { grounds: Made::Otherwise, digest, diagnostics: Arc::new(diagnostics) }
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

fn known(digest: Digest) -> Entry {
    Entry { grounds: Made::Otherwise, digest: Some(digest), diagnostics: Arc::default() }
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
