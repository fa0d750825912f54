//! A warm pipeline, told only what has changed, makes what one that starts from nothing makes; and does no more than the
//! change asks for.

mod again;
mod cards;
mod counts;
mod dice;
mod edits;
mod loading;
mod pictures;
mod random;
mod remembering;
mod translations;
mod variants;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use briefgen::base::{Diagnostic, Diagnostics, Digest, OutputPath};
use briefgen::input::{Changes, Clock, Options};
use briefgen::output::{Bytes, Ledger, Plan, Recipe};
use briefgen::pipeline::{Counts, Pipeline};

use crate::project::Project;

/// A pipeline and a ledger that go on from build to build, as a preview's do.
pub struct Warm {
    root: PathBuf,
    clock: Clock,
    pipeline: Pipeline,
    ledger: Ledger,
    /// How many cards were drawn by all builds.
    drawn: usize,
}

/// All that a build gives.
#[derive(Default)]
pub struct Built {
    /// Whether there was a plan.
    is_planned: bool,
    /// Every output; nothing in place of bytes that could not be made.
    files: BTreeMap<String, Option<Vec<u8>>>,
    /// What the ledger says each output came to.
    digests: BTreeMap<String, Option<Digest>>,
    /// The outputs that templates make, cards included.
    templated: BTreeSet<String>,
    /// The problems of the plan and of the ledger.
    problems: Vec<Problem>,
    /// The problems of the plan and of making every output, as `briefgen check` reports them.
    checked: Vec<Problem>,
}

/// A problem, with all that a report shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Problem {
    path: String,
    words: String,
    /// The lines that a report shows.
    excerpt: String,
}

/// The instant at which all of these sites are built: the next day has begun in Europe.
const INSTANT: &str = "2026-11-23T23:30:00Z";

impl Warm {
    /// A pipeline that has not run.
    pub fn new(project: &Project) -> Warm {
        Warm::with_drafts(project, false)
    }

    fn with_drafts(project: &Project, drafts: bool) -> Warm {
        let root = project.root().to_owned();
        let clock = Clock::Instant(INSTANT.parse().unwrap());
        let options = Options { root: root.clone(), drafts, base_url: None, clock };
        Warm { root, clock, pipeline: Pipeline::new(options), ledger: Ledger::default(), drawn: 0 }
    }

    /// Builds for the first time or again.
    pub fn build(&mut self, changes: &Changes) -> Built {
        self.pipeline.read(changes);
        let mut diagnostics = Diagnostics::default();
        let Some(plan) = self.pipeline.plan(&mut diagnostics, self.clock) else {
            let problems = problems(diagnostics);
            return Built { checked: problems.clone(), problems, ..Built::default() };
        };
        let mut checked = diagnostics.clone();
        self.ledger = Ledger::keep(&mut diagnostics, &plan, &self.ledger);
        let files: BTreeMap<String, Option<Vec<u8>>> = files(&mut checked, &plan);
        self.drawn = plan.drawn().count();
        let digest = |path: &String| self.ledger.digest(&OutputPath::new(path.as_str()).unwrap());
        let made = plan.outputs.iter().filter(|output| {
            matches!(output.recipe, Recipe::Template(_) | Recipe::Card(_) | Recipe::Feed(_))
        });
        Built {
            is_planned: true,
            digests: files.keys().map(|path| (path.clone(), digest(path))).collect(),
            files,
            templated: made.map(|output| output.path.to_string()).collect(),
            problems: problems(diagnostics),
            checked: problems(checked),
        }
    }

    /// Builds again, told that these paths of the project have changed.
    pub fn told(&mut self, paths: &[&str]) -> Built {
        let paths = paths.iter().map(|path| self.root.join(path)).collect();
        self.build(&Changes::Paths(paths))
    }

    /// How many outputs of templates the last build made.
    pub fn rendered(&self) -> usize {
        self.ledger.rendered
    }

    fn counts(&self) -> Counts {
        self.pipeline.counts()
    }
}

fn files(diagnostics: &mut Diagnostics, plan: &Plan) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut files = BTreeMap::new();
    for output in plan.outputs.iter() {
        let bytes = plan.bytes(diagnostics, output).map(|bytes| match bytes {
            Bytes::Memory(bytes) => bytes.into_owned(),
            Bytes::Drawing(drawing) => drawing.draw().unwrap().to_vec(),
            Bytes::Disk(path) => std::fs::read(path).unwrap(),
        });
        files.insert(output.path.to_string(), bytes);
    }
    files
}

fn problems(diagnostics: Diagnostics) -> Vec<Problem> {
    diagnostics.into_sorted().iter().map(problem).collect()
}

fn problem(found: &Diagnostic) -> Problem {
    let place = |span: &briefgen::base::Span| {
        format!("{}:{:?}-{:?}", span.path(), span.line_column(), span.end_line_column())
    };
    let related: Vec<String> =
        found.related.iter().map(|one| format!("{} {}", place(&one.span), one.message)).collect();
    let (code, message, pages) = (found.code, &found.message, &found.pages);
    Problem {
        path: found.span.path().to_string(),
        words: format!("{} {code}: {message}; {:?} {related:?} {pages:?}", place(&found.span), found.help),
        excerpt: format!("{:?}", found.span.excerpt()),
    }
}

impl Built {
    /// The text of an output.
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("{path} is not there"));
        str::from_utf8(bytes.as_ref().expect("it could be made")).unwrap()
    }

    /// The problems as lines.
    pub fn words(&self) -> Vec<&str> {
        self.problems.iter().map(|problem| problem.words.as_str()).collect()
    }

    /// Whether nothing was rendered because the templates have problems.
    fn is_blocked(&self) -> bool {
        self.is_planned && self.templated.iter().all(|path| self.files[path].is_none())
    }

    /// The outputs made by templates whose bytes differ from those of an earlier build, or that were not there.
    fn changed_since<'b>(&'b self, earlier: &Built) -> Vec<&'b str> {
        let differs = |path: &&String| earlier.files.get(*path) != self.files.get(*path);
        self.templated.iter().filter(differs).map(String::as_str).collect()
    }

    /// Says where this, which is warm, differs from a build from nothing of the same project.
    fn difference(&self, fresh: &Built) -> Option<String> {
        if self.is_planned != fresh.is_planned {
            return Some(format!("warm has a plan: {}, fresh: {}", self.is_planned, fresh.is_planned));
        }
        for (what, warm, fresh) in
            [("problems", &self.problems, &fresh.problems), ("check", &self.checked, &fresh.checked)]
        {
            if warm != fresh {
                let only = |these: &[Problem], those: &[Problem]| -> Vec<Problem> {
                    these.iter().filter(|problem| !those.contains(problem)).cloned().collect()
                };
                return Some(format!("{what}: warm {:#?} fresh {:#?}", only(warm, fresh), only(fresh, warm)));
            }
        }
        let paths: BTreeSet<&String> = self.files.keys().chain(fresh.files.keys()).collect();
        paths.into_iter().find_map(|path| self.file_difference(fresh, path))
    }

    fn file_difference(&self, fresh: &Built, path: &str) -> Option<String> {
        let text = |built: &Built| {
            built
                .files
                .get(path)
                .map(|bytes| bytes.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned()))
        };
        if self.files.get(path) != fresh.files.get(path) {
            return Some(format!("{path}: warm {:?} fresh {:?}", text(self), text(fresh)));
        }
        // While templates have problems, the ledger stands for the last pages that could be made.
        let stands = fresh.is_blocked() && self.templated.contains(path);
        if !stands && self.digests.get(path) != fresh.digests.get(path) {
            let (warm, fresh) = (self.digests.get(path), fresh.digests.get(path));
            return Some(format!("digest of {path}: warm {warm:?} fresh {fresh:?}"));
        }
        None
    }
}

/// Expects a build to be what one from nothing would be.
pub fn expect_fresh(built: &Built, project: &Project) {
    if let Some(difference) = built.difference(&Warm::new(project).build(&Changes::All)) {
        panic!("{difference}");
    }
}
