//! Floor 5: the stages in order, from disk to plan. Run again, it does again only what has changed: it keeps no record of
//! what depends on what, but remembers what pure functions gave for the same arguments.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::{Diagnostics, Last, Same, Source, parallel};
use crate::document::{Document, Rules};
use crate::evidence::Evidence;
use crate::input::{Changes, Clock, Inputs, Loader, Options};
use crate::output::{Memos, Plan};
use crate::site::{self, Site};

/// The stages, with what they remember of the last run.
pub struct Pipeline {
    loader: Loader,
    /// In the order of their paths.
    parsed: Vec<Parsed>,
    evidence: Last<Vec<Same<Source>>, Arc<Evidence>>,
    resolved: site::Memos,
    memos: Memos,
    counts: Counts,
}

/// How much the last run had to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many Markdown files there are.
    pub documents: usize,
    /// How many of them were parsed.
    pub parsed: usize,
}

/// A document that was parsed, and what was wrong with it.
#[derive(Clone)]
struct Parsed {
    rules: Rules,
    document: Arc<Document>,
    diagnostics: Arc<Diagnostics>,
}

/// What a plan was made from, to make it once more for another day.
#[derive(Clone)]
pub struct Materials {
    documents: Vec<Arc<Document>>,
    memos: Memos,
}

impl Materials {
    /// The plan of the same files as `plan`, as of another day.
    pub fn plan(&self, diagnostics: &mut Diagnostics, plan: &Plan, today: Date) -> Plan {
        let inputs = Arc::new(Inputs { today, ..Inputs::clone(&plan.site.inputs) });
        let mut resolved = site::Memos::default();
        let site = Site::assemble(diagnostics, inputs, &self.documents, &plan.site.evidence, &mut resolved);
        Plan::of(diagnostics, Arc::new(site), &mut self.memos.clone())
    }
}

impl Pipeline {
    /// A pipeline that has not run.
    pub fn new(options: Options) -> Pipeline {
        Pipeline {
            loader: Loader::new(options),
            parsed: Vec::new(),
            evidence: Last::default(),
            resolved: site::Memos::default(),
            memos: Memos::default(),
            counts: Counts::default(),
        }
    }

    /// Reads the project once and plans its site.
    pub fn once(diagnostics: &mut Diagnostics, options: &Options) -> Option<Plan> {
        let mut pipeline = Pipeline::new(options.clone());
        pipeline.read(&Changes::All);
        pipeline.plan(diagnostics, options.clock)
    }

    /// Reads what may have changed. Whether anything has.
    pub fn read(&mut self, changes: &Changes) -> bool {
        self.loader.read(changes)
    }

    /// The files that could not be read.
    pub fn unreadable(&self) -> BTreeSet<PathBuf> {
        self.loader.unreadable()
    }

    /// The day in the site's time zone; nothing if there is no readable `site.toml`.
    pub fn today(&mut self, clock: Clock) -> Option<Date> {
        self.loader.today(clock)
    }

    /// What the last plan was made from, beside what it holds itself.
    pub fn materials(&self) -> Materials {
        let documents = self.parsed.iter().map(|parsed| Arc::clone(&parsed.document)).collect();
        Materials { documents, memos: self.memos.clone() }
    }

    /// Plans the site of what was read, as of `clock`. Nothing comes back only if there is no readable `site.toml`.
    pub fn plan(&mut self, diagnostics: &mut Diagnostics, clock: Clock) -> Option<Plan> {
        self.counts = Counts::default();
        let inputs = Arc::new(self.loader.inputs(diagnostics, clock)?);
        let documents = self.parse(diagnostics, &inputs);
        let evidence = self.evidence.get(diagnostics, Same::all(&inputs.registries), |diagnostics| {
            Arc::new(Evidence::load(diagnostics, &inputs.registries))
        });
        let site = Site::assemble(diagnostics, inputs, &documents, &evidence, &mut self.resolved);
        Some(Plan::of(diagnostics, Arc::new(site), &mut self.memos))
    }

    /// How much the last run had to do.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    fn parse(&mut self, diagnostics: &mut Diagnostics, inputs: &Inputs) -> Vec<Arc<Document>> {
        let rules = Rules { raw_html: inputs.config.raw_html };
        let old = std::mem::take(&mut self.parsed);
        let remembered = |source: &Arc<Source>| {
            let at = old.binary_search_by(|parsed| parsed.document.source.path.cmp(&source.path)).ok()?;
            Some(&old[at])
        };
        let is_same = |parsed: &Parsed, source: &Arc<Source>| {
            Arc::ptr_eq(&parsed.document.source, source) && parsed.rules == rules
        };
        let parsed = parallel::map(&mut Diagnostics::default(), &inputs.markdown, |_, source| {
            let remembered = remembered(source);
            if let Some(parsed) = remembered.filter(|parsed| is_same(parsed, source)) {
                return (parsed.clone(), false);
            }
            let mut found = Diagnostics::default();
            let document = Document::parse(&mut found, source, rules);
            let document = match remembered {
                Some(old) => document.sharing(&old.document),
                None => document,
            };
            (Parsed { rules, document: Arc::new(document), diagnostics: Arc::new(found) }, true)
        });
        let fresh = parsed.iter().filter(|(_, is_fresh)| *is_fresh).count();
        self.counts = Counts { documents: parsed.len(), parsed: fresh };
        self.parsed = parsed.into_iter().map(|(parsed, _)| parsed).collect();
        self.parsed.iter().for_each(|parsed| diagnostics.replay(&parsed.diagnostics));
        self.parsed.iter().map(|parsed| Arc::clone(&parsed.document)).collect()
    }
}
