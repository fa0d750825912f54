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
    newest: Newest,
    day: String,
    /// The site as of other days, those asked for last at the end.
    as_of: Mutex<Vec<(Date, AsOf)>>,
}

/// The problems of the newest build.
pub type Newest = Arc<Mutex<Arc<Found>>>;

/// A site as of another day, or why it cannot be shown.
type AsOf = Result<Arc<Snapshot>, String>;

/// How many other days are remembered.
const DAYS: usize = 4;

impl Snapshot {
    /// A build without errors, what it was made from, and the problems to show with it.
    pub fn new(plan: Plan, materials: Materials, ledger: Arc<Ledger>, newest: Newest) -> Snapshot {
        let day = plan.site.inputs.today.to_string();
        Snapshot { plan, materials, ledger, newest, day, as_of: Mutex::default() }
    }

    fn output(&self, path: &str) -> Option<&Output> {
        let outputs = &self.plan.outputs;
        let at = outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok()?;
        Some(&outputs[at])
    }

    /// A file of what readers search, which is made when the first of them is asked for.
    fn index_file(&self, path: &str) -> Option<Content> {
        let path = OutputPath::new(path).ok().filter(output::is_of_index)?;
        Some(Content::Memory(Bytes::from_owner(self.plan.index_file(&path)?)))
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
        let newest = Arc::new(Mutex::new(Arc::new(found)));
        Ok(Snapshot::new(plan, self.materials.clone(), Arc::new(ledger), newest))
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
        let Some(output) = self.output(path) else { return self.index_file(path) };
        if let Recipe::File(file) = &output.recipe {
            return match &file.content {
                input::Content::Memory(bytes) => Some(Content::Memory(Bytes::from_owner(Arc::clone(bytes)))),
                input::Content::Disk(path) => {
                    Some(Content::Disk { path: path.clone(), version: file.version })
                }
            };
        }
        // Its problems were reported when the ledger was kept.
        match self.plan.bytes(&mut Diagnostics::default(), output)? {
            output::Bytes::Memory(bytes) => Some(Content::Memory(bytes.into_owned().into())),
            output::Bytes::Drawing(drawing) => Some(Content::Memory(Bytes::from_owner(drawing.draw().ok()?))),
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
        let newest = Arc::clone(&self.newest.lock().unwrap_or_else(PoisonError::into_inner));
        bar::json(&self.plan.site, page, &newest).into()
    }

    fn as_of(&self, day: &str) -> Result<Arc<dyn Site>, String> {
        // A longer one may be a date all the same, with a time that means nothing here.
        let day: Date =
            Some(day).filter(|day| day.len() == 10).and_then(|day| day.parse().ok()).ok_or_else(|| {
                let shown: String = day.chars().take(40).collect();
                format!("`{shown}` is no day such as `2025-01-31`")
            })?;
        let mut known = self.as_of.lock().unwrap_or_else(PoisonError::into_inner);
        let site = match known.iter().position(|(known, _)| *known == day) {
            Some(at) => known.remove(at).1,
            None => self.built_for(day).map(Arc::new),
        };
        if known.len() == DAYS {
            drop(known.remove(0));
        }
        known.push((day, site.clone()));
        site.map(|site| site as Arc<dyn Site>)
    }
}
