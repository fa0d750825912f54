//! The cost of one more brief must not grow with the site. Time would say so too late and not surely; how often and for how many bytes
//! the program asks for memory is the same in every run on every machine, and each step that does something for every pair of
//! briefs shows in it, unless it asks for no memory at all.
//!
//! Three sites are built, each twice as large as the one before. What is the same for every site, such as reading templates,
//! falls out of the differences: the briefs of the third are compared with those of the second. Where the cost of a brief does not
//! grow, they cost twice as much, for there are twice as many; where a step is quadratic, that step costs four times as much.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests write projects, say what they measured, and may panic"
)]

mod briefs;

use std::fs;

use allocation_counter::measure;
use briefgen::base::{Diagnostics, Digest};
use briefgen::commands::{Strictness, build};
use briefgen::input::{Changes, Clock};
use briefgen::output::Ledger;
use briefgen::pipeline::Pipeline;
use tempfile::TempDir;

use briefs::{options, path, project};

/// The smallest site. Lists have as many pages for each brief, and sources as many briefs, in all three.
const SMALLEST: usize = 60;

/// How much more each brief may cost in the largest site. What there is once for many briefs, such as tables that double when they
/// are full, makes small steps.
const MOST: f64 = 1.02;

/// What is asked of memory.
#[derive(Debug, Clone, Copy)]
struct Cost {
    times: u64,
    bytes: u64,
}

/// By how much the cost of a brief grows where the site does.
#[derive(Debug)]
struct Growth {
    times: f64,
    bytes: f64,
}

/// The cost of some work, all of it on one thread.
fn cost(work: impl FnOnce() + Send) -> Cost {
    let alone = || {
        // The thread is the only one of its pool, so that no work is given to others, where nobody counts.
        rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
        let info = measure(work);
        Cost { times: info.count_total, bytes: info.bytes_total }
    };
    std::thread::scope(|scope| scope.spawn(alone).join().unwrap())
}

/// The growth of a cost that depends on the number of briefs.
fn growth(smallest: usize, cost: impl Fn(usize) -> Cost) -> Growth {
    // What the program makes once and keeps.
    cost(smallest);
    let [small, middle, large] = [smallest, 2 * smallest, 4 * smallest].map(cost);
    println!("{small:?} {middle:?} {large:?}");
    let of = |part: fn(&Cost) -> u64| {
        let added = |more: &Cost, less: &Cost| part(more) as f64 - part(less) as f64;
        added(&large, &middle) / added(&middle, &small) / 2.0
    };
    Growth { times: of(|cost| cost.times), bytes: of(|cost| cost.bytes) }
}

fn expect_none(growth: &Growth) {
    println!("{growth:?}");
    assert!(growth.times < MOST && growth.bytes < MOST, "a brief costs more in a larger site: {growth:?}");
}

/// The cost of building a site from nothing and publishing it.
fn cost_of_build(project: &TempDir) -> Cost {
    cost(|| {
        let mut diagnostics = Diagnostics::default();
        let output = project.path().join("public");
        let published =
            build(&mut diagnostics, &options(project.path()), &output, Strictness::Warnings, Digest::of(b""))
                .unwrap();
        assert!(published.is_some(), "{:#?}", diagnostics.into_sorted().first());
    })
}

/// The cost of showing an edit of one brief in a preview.
fn cost_of_edit(project: &TempDir, from: &str, to: &str) -> Cost {
    let mut preview = Preview::of(project);
    let place = project.path().join(path(0));
    let text = fs::read_to_string(&place).unwrap();
    assert!(text.contains(from));
    fs::write(&place, text.replace(from, to)).unwrap();
    cost(|| preview.show(&Changes::Paths([place].into())))
}

/// What a preview keeps from save to save.
struct Preview {
    pipeline: Pipeline,
    ledger: Ledger,
    clock: Clock,
}

impl Preview {
    /// A preview that shows the site.
    fn of(project: &TempDir) -> Preview {
        let options = options(project.path());
        let clock = options.clock;
        let mut preview = Preview { pipeline: Pipeline::new(options), ledger: Ledger::default(), clock };
        preview.show(&Changes::All);
        preview
    }

    fn show(&mut self, changes: &Changes) {
        self.pipeline.read(changes);
        let mut diagnostics = Diagnostics::default();
        let plan = self.pipeline.plan(&mut diagnostics, self.clock).unwrap();
        self.ledger = Ledger::keep(&mut diagnostics, &plan, &self.ledger);
        assert!(!diagnostics.has_errors(), "{:#?}", diagnostics.into_sorted().first());
    }
}

#[test]
fn a_brief_costs_as_much_to_build_in_a_large_site_as_in_a_small_one() {
    expect_none(&growth(SMALLEST, |briefs| cost_of_build(&project(briefs, 2))));
}

#[test]
fn an_edit_of_a_body_costs_as_much_for_each_brief_of_a_large_site_as_of_a_small_one() {
    expect_none(&growth(SMALLEST, |briefs| cost_of_edit(&project(briefs, 2), "Some words", "Other words")));
}

#[test]
fn an_edit_of_a_title_costs_as_much_for_each_brief_of_a_large_site_as_of_a_small_one() {
    expect_none(&growth(SMALLEST, |briefs| {
        cost_of_edit(&project(briefs, 2), "title: Brief", "title: Paper")
    }));
}

#[test]
fn a_site_whose_briefs_all_link_to_one_another_is_seen_to_grow() {
    let growth = growth(30, |briefs| cost_of_build(&project(briefs, briefs - 1)));
    assert!(growth.times > MOST && growth.bytes > MOST, "{growth:?}");
}

#[test]
fn one_value_made_for_every_pair_is_seen_beside_a_thousand_for_each_brief() {
    let work = |briefs: usize, pairs: bool| {
        cost(move || {
            let each = briefs * 1000 + 50_000 + if pairs { briefs * briefs } else { 0 };
            (0..each).for_each(|number| drop(std::hint::black_box(Box::new(number))));
        })
    };
    let [linear, quadratic] = [false, true].map(|pairs| growth(SMALLEST, |briefs| work(briefs, pairs)));
    assert!(linear.times < 1.001 && linear.bytes < 1.001, "{linear:?}");
    assert!(quadratic.times > MOST && quadratic.bytes > MOST, "{quadratic:?}");
}
