//! What single stages cost, each at two sizes: time, and how often and for how much they ask for memory. All work is done on one
//! thread, for what others ask for is not counted.
//!
//! ```sh
//! cargo bench --bench stages
//! ```

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "benches write projects, and may panic")]

#[path = "../tests/growth/briefs.rs"]
mod briefs;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use briefgen::base::{Diagnostics, Digest, Source, SourcePath};
use briefgen::document::{Document, Rules};
use briefgen::evidence::Evidence;
use briefgen::input::{Changes, Inputs, Loader};
use briefgen::output::{Plan, Prints};
use briefgen::pipeline::Pipeline;
use briefgen::publish::{Destination, Published, Record, Staging, stage};
use briefgen::site::{Memos, Site};
use divan::{AllocProfiler, Bencher, black_box};
use tempfile::TempDir;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

/// How many briefs a site has.
const BRIEFS: [usize; 2] = [50, 500];

/// How many words a text has, about.
const WORDS: [usize; 2] = [500, 5000];

const RULES: Rules = Rules { raw_html: false };

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().unwrap();
    divan::main();
}

/// A text of different words.
fn words(count: usize) -> String {
    (0..count).map(|number| format!("word{number} ")).collect()
}

fn file(path: &str, text: &str) -> Arc<Source> {
    Source::new(SourcePath::new(path).unwrap(), text)
}

/// A file with front matter, headings, emphasis, links, citations and a list becomes a document.
#[divan::bench(args = WORDS)]
fn parse(bencher: Bencher, count: usize) {
    let block = "## Heading\n\nSome *words* with a [link](/a/b.md), a “quotation” [@source, p. 3] and\nmore words.\n\n- one\n- two\n\n";
    let blocks = block.repeat(count / block.split_whitespace().count());
    let source = file("content/a.md", &format!("---\ntitle: Title\nsummary: Words.\n---\n\n{blocks}"));
    bencher.bench(|| Document::parse(&mut Diagnostics::default(), &source, RULES));
}

/// The evidence of one source with recorded words.
fn evidence(recorded: &str) -> Evidence {
    let entry = "- id: s\n  title: T\n  publisher: P\n  url: https://example.org/\n  language: en\n  kind: official\n  \
                 accessed: 2026-01-01\n  reliability: high\n  excerpts:\n    - text: ";
    let registry = file("content/registry/sources.yaml", &format!("{entry}{recorded}\n"));
    Evidence::load(&mut Diagnostics::default(), &[registry])
}

/// A quotation that is in the recorded words.
#[divan::bench(args = WORDS)]
fn quotation(bencher: Bencher, count: usize) {
    compare(bencher, count, "word450 word451 word452 word453");
}

/// A quotation that differs from the recorded words by one.
#[divan::bench(args = WORDS)]
fn misquotation(bencher: Bencher, count: usize) {
    compare(bencher, count, "word450 word451 words452 word453");
}

fn compare(bencher: Bencher, count: usize, quotation: &str) {
    let evidence = evidence(&words(count));
    let cited = [evidence.works.find("s").unwrap()];
    bencher.bench(|| drop(black_box(evidence.compare(black_box(&cited), black_box(quotation)))));
}

/// The briefs' files, parsed, and their registries.
struct Parsed {
    inputs: Arc<Inputs>,
    documents: Vec<Arc<Document>>,
    evidence: Arc<Evidence>,
    _project: TempDir,
}

impl Parsed {
    fn of(briefs: usize) -> Parsed {
        let project = briefs::project(briefs, 5);
        let options = briefs::options(project.path());
        let clock = options.clock;
        let mut loader = Loader::new(options);
        loader.read(&Changes::All);
        let mut diagnostics = Diagnostics::default();
        let inputs = Arc::new(loader.inputs(&mut diagnostics, clock).unwrap());
        let parse = |source| Arc::new(Document::parse(&mut Diagnostics::default(), source, RULES));
        let documents = inputs.markdown.iter().map(parse).collect();
        let evidence = Arc::new(Evidence::load(&mut diagnostics, &inputs.registries));
        Parsed { inputs, documents, evidence, _project: project }
    }
}

/// The documents become a site: addresses, links, lists, what rests on what.
#[divan::bench(args = BRIEFS)]
fn resolve(bencher: Bencher, briefs: usize) {
    let parsed = Parsed::of(briefs);
    bencher.bench_local(|| {
        let (mut diagnostics, mut memos) = (Diagnostics::default(), Memos::default());
        let inputs = Arc::clone(&parsed.inputs);
        Site::assemble(&mut diagnostics, inputs, &parsed.documents, &parsed.evidence, &mut memos)
    });
}

fn plan(project: &TempDir) -> Plan {
    Pipeline::once(&mut Diagnostics::default(), &briefs::options(project.path())).unwrap()
}

/// The bytes of one page.
#[divan::bench(args = BRIEFS)]
fn render(bencher: Bencher, briefs: usize) {
    let project = briefs::project(briefs, 5);
    let plan = plan(&project);
    let page = plan.outputs.iter().find(|output| output.path.as_str() == "a/brief-0000/index.html").unwrap();
    bencher.bench_local(|| assert!(black_box(plan.bytes(&mut Diagnostics::default(), page)).is_some()));
}

fn publish_into(plan: &Plan, root: &Path, output: &Path) -> Published {
    let mut diagnostics = Diagnostics::default();
    let destination = Destination::check(&mut diagnostics, root, output).unwrap().unwrap();
    let staging = Staging::open(&destination).unwrap();
    let prints = Prints::of(plan, Digest::of(b""));
    stage(&mut diagnostics, plan, staging, &prints, &Record::default()).unwrap().commit().unwrap().0
}

/// All outputs are made and written into a new folder.
#[divan::bench(args = BRIEFS, sample_size = 1, sample_count = 20)]
fn publish(bencher: Bencher, briefs: usize) {
    let project = briefs::project(briefs, 5);
    let (root, output) = (project.path(), project.path().join("public"));
    let plan = plan(&project);
    let empty = || drop(fs::remove_dir_all(&output));
    bencher.with_inputs(empty).bench_local_values(|()| publish_into(&plan, root, &output));
}

/// All outputs are made and compared with what is published, which is the same.
#[divan::bench(args = BRIEFS, sample_size = 1, sample_count = 20)]
fn publish_unchanged(bencher: Bencher, briefs: usize) {
    let project = briefs::project(briefs, 5);
    let (root, output) = (project.path(), project.path().join("public"));
    let plan = plan(&project);
    publish_into(&plan, root, &output);
    bencher.bench_local(|| publish_into(&plan, root, &output));
}
