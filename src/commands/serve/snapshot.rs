//! One whole build as the server shows it. Files are made from its plan when they are asked for.

use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Bytes;
use jiff::civil::Date;

use super::bar;
use super::problems::Found;
use crate::base::{Diagnostics, OutputPath};
use crate::input;
use crate::output::{self, Ledger, Output, Plan, Recipe};
use crate::pipeline::Materials;
use crate::preview::{Content, Outcome, Site};

/// One whole build.
pub struct Snapshot {
    plan: Plan,
    materials: Materials,
    ledger: Arc<Ledger>,
    found: Arc<Found>,
    day: String,
    /// The site as of the day that was asked for last.
    as_of: Mutex<Option<(Date, Arc<Snapshot>)>>,
}

impl Snapshot {
    /// A build without errors, what it was made from, and its problems.
    pub fn new(plan: Plan, materials: Materials, ledger: Arc<Ledger>, found: Arc<Found>) -> Snapshot {
        let day = plan.site.inputs.today.to_string();
        Snapshot { plan, materials, ledger, found, day, as_of: Mutex::new(None) }
    }

    fn output(&self, path: &str) -> Option<&Output> {
        let outputs = &self.plan.outputs;
        let at = outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok()?;
        Some(&outputs[at])
    }

    fn built_for(&self, day: Date) -> Result<Snapshot, String> {
        let mut diagnostics = Diagnostics::default();
        let plan = self.materials.plan(&mut diagnostics, &self.plan, day);
        let ledger = Ledger::keep(&mut diagnostics, &plan, &self.ledger);
        let failed = diagnostics.has_errors();
        let outcome = Outcome { run: "".into(), build: 0, failed, errors: 0, warnings: 0 };
        let found = Found::new(&outcome, diagnostics);
        if failed && let Some(first) = found.first_error() {
            return Err(format!("on {day} the site could not be published: {first}"));
        }
        Ok(Snapshot::new(plan, self.materials.clone(), Arc::new(ledger), Arc::new(found)))
    }
}

impl Site for Snapshot {
    fn day(&self) -> &str {
        &self.day
    }

    fn holds(&self, path: &str) -> bool {
        self.output(path).is_some()
    }

    fn file(&self, path: &str) -> Option<Content> {
        let output = self.output(path)?;
        if let Recipe::File(file) = &output.recipe {
            return match &file.content {
                input::Content::Memory(bytes) => Some(Content::Memory(Bytes::from_owner(Arc::clone(bytes)))),
                input::Content::Disk(path) => Some(Content::Disk { path: path.clone(), length: file.length }),
            };
        }
        // Its problems were reported when the ledger was kept.
        match self.plan.bytes(&mut Diagnostics::default(), output)? {
            output::Bytes::Memory(bytes) => Some(Content::Memory(bytes.into_owned().into())),
            output::Bytes::Disk(_) => None,
        }
    }

    fn digest(&self, path: &str) -> Option<String> {
        let path = OutputPath::new(path).ok()?;
        self.ledger.digest(&path).map(|digest| digest.to_string())
    }

    fn page(&self, path: &str) -> Bytes {
        let page = self.output(path).and_then(|output| match &output.recipe {
            Recipe::Template(rendering) => rendering.page(),
            _ => None,
        });
        bar::json(&self.plan.site, page, &self.found).into()
    }

    fn as_of(&self, day: &str) -> Result<Arc<dyn Site>, String> {
        let day: Date = day.parse().map_err(|_| format!("`{day}` is no day such as `2025-01-31`"))?;
        let mut last = self.as_of.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, site)) = &*last
            && *known == day
        {
            return Ok(Arc::clone(site) as Arc<dyn Site>);
        }
        let site = Arc::new(self.built_for(day)?);
        *last = Some((day, Arc::clone(&site)));
        Ok(site)
    }
}
