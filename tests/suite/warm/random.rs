//! Random edits of random sites: after each, a warm pipeline must give what one from nothing does.

use std::collections::BTreeSet;
use std::path::PathBuf;

use briefgen::input::{Changes, Clock};
use jiff::civil::date;

use super::edits::Desk;
use super::{Built, Warm};

/// How many sites, and how often each is built again. Most builds follow one edit, some follow several.
const SITES: u64 = 25;
const BUILDS: usize = 41;

/// What has been done to a site; said aloud if the test fails.
struct Story {
    seed: u64,
    steps: Vec<String>,
}

impl Drop for Story {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("seed {}:\n{}", self.seed, self.steps.join("\n"));
        }
    }
}

/// What the sites went through, so that the test cannot pass by being easy. Rendering and parsing are counted where
/// there was something to render.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    edits: usize,
    builds: usize,
    sound: usize,
    unplanned: usize,
    blocked: usize,
    problems: usize,
    rendered: usize,
    renderable: usize,
    parsed: usize,
    documents: usize,
}

impl Tally {
    fn add(&mut self, warm: &Warm, built: &Built) {
        self.builds += 1;
        self.sound += usize::from(built.problems.is_empty());
        self.unplanned += usize::from(!built.is_planned);
        self.blocked += usize::from(built.is_blocked());
        self.problems += built.problems.len();
        if built.is_planned && !built.is_blocked() {
            self.rendered += warm.ledger.rendered;
            self.renderable += built.templated.len();
            self.parsed += warm.counts().parsed;
            self.documents += warm.counts().documents;
        }
    }

    fn and(self, other: Tally) -> Tally {
        Tally {
            edits: self.edits + other.edits,
            builds: self.builds + other.builds,
            sound: self.sound + other.sound,
            unplanned: self.unplanned + other.unplanned,
            blocked: self.blocked + other.blocked,
            problems: self.problems + other.problems,
            rendered: self.rendered + other.rendered,
            renderable: self.renderable + other.renderable,
            parsed: self.parsed + other.parsed,
            documents: self.documents + other.documents,
        }
    }
}

#[test]
fn after_any_edit_a_warm_build_is_what_a_fresh_one_is() {
    let tally = std::thread::scope(|scope| {
        let halves = [0, 1].map(|first| scope.spawn(move || edit_sites((first..SITES).step_by(2))));
        halves.into_iter().map(|half| half.join().expect("warm is fresh")).reduce(Tally::and).unwrap()
    });
    println!("{tally:?}");
    let share = |part: usize, whole: usize| part * 100 / whole;
    assert!(tally.edits >= 1000 && tally.builds >= 1000, "{tally:?}");
    assert!((5..90).contains(&share(tally.sound, tally.builds)), "{tally:?}");
    assert!(tally.unplanned > 10 && tally.blocked > 50, "{tally:?}");
    assert!(share(tally.rendered, tally.renderable) < 60, "{tally:?}");
    assert!(share(tally.parsed, tally.documents) < 30, "{tally:?}");
}

fn edit_sites(seeds: impl Iterator<Item = u64>) -> Tally {
    let mut tally = Tally::default();
    seeds.for_each(|seed| edit_one_site(seed, &mut tally));
    tally
}

fn edit_one_site(seed: u64, tally: &mut Tally) {
    let mut desk = Desk::new(seed);
    let mut story = Story { seed, steps: Vec::new() };
    let drafts = desk.dice.percent(30);
    let mut warm = Warm::with_drafts(&desk.project, drafts);
    let mut before = warm.build(&Changes::All);
    for _ in 0..BUILDS {
        let edits = if desk.dice.percent(15) { 2 + desk.dice.below(3) } else { 1 };
        for _ in 0..edits {
            let done = desk.edit();
            story.steps.push(done);
        }
        tally.edits += edits;
        if desk.dice.percent(5) {
            warm.clock = clock(&mut desk);
            story.steps.push(format!("at {:?}", warm.clock));
        }
        let changes = changes(&mut desk);
        story.steps.push(format!("    build, told {changes:?}"));
        let built = warm.build(&changes);
        compare(&desk, drafts, &warm, &before, &built);
        tally.add(&warm, &built);
        desk.problems.clone_from(&built.problems);
        // Without a plan, the ledger stays what it was.
        if built.is_planned {
            before = built;
        }
    }
}

fn compare(desk: &Desk, drafts: bool, warm: &Warm, before: &Built, built: &Built) {
    let mut fresh = Warm::with_drafts(&desk.project, drafts);
    fresh.clock = warm.clock;
    let fresh = fresh.build(&Changes::All);
    if let Some(difference) = built.difference(&fresh) {
        panic!("{difference}");
    }
    assert_eq!(built.problems, built.checked, "the ledger and `check` disagree");
    if fresh.is_blocked() {
        for path in &built.templated {
            let (now, earlier) = (built.digests[path], before.digests.get(path).copied().flatten());
            assert!(now.is_none() || now == earlier, "{path} stands for a page that never was");
        }
    }
}

fn clock(desk: &mut Desk) -> Clock {
    match desk.dice.below(3) {
        0 => Clock::Day(date(2026, 11, 23)),
        1 => Clock::Day(date(2031, 1, 1)),
        _ => Clock::Instant(super::INSTANT.parse().unwrap()),
    }
}

/// What a watcher might say about what was touched: just that, more than that, or that anything may have changed.
fn changes(desk: &mut Desk) -> Changes {
    let mut paths = std::mem::take(&mut desk.touched);
    match desk.dice.below(10) {
        0 => return Changes::All,
        1 => paths = paths.iter().map(|path| path.parent().unwrap().to_owned()).collect(),
        2 => paths.extend(noise(desk)),
        _ => {}
    }
    Changes::Paths(paths)
}

fn noise(desk: &Desk) -> BTreeSet<PathBuf> {
    let inside = [
        "content",
        "static/style.css",
        "content/.git/x.md",
        "public/index.html",
        "templates/gone.html",
        "site.tom",
    ];
    let outside = ["/etc/passwd", "content/a.md", "..", "content/../site.toml"];
    inside.iter().map(|path| desk.project.path(path)).chain(outside.iter().map(PathBuf::from)).collect()
}
