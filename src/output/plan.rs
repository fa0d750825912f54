//! The plan: all outputs, checked against one another before a byte is made.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, Value};

use super::emitters::EMITTERS;
use super::recipe::{Bytes, Output, Recipe, Rendering};
use super::templates::Templates;
use super::view::{HereView, SiteView};
use crate::base::{Code, Diagnostics, LanguageCode, parallel};
use crate::input::Content;
use crate::site::Site;

/// Every file of the published site.
pub struct Plan<'s> {
    /// The files, in the order of their paths.
    pub outputs: Vec<Output<'s>>,
    templates: Templates,
    sites: BTreeMap<&'s LanguageCode, Value>,
    site: &'s Site,
}

impl<'s> Plan<'s> {
    /// Asks all emitters, reports outputs that meet on one path and templates that are not there.
    pub fn of(diagnostics: &mut Diagnostics, site: &'s Site) -> Plan<'s> {
        let emitted = EMITTERS.iter().flat_map(|emit| emit(site)).collect();
        let outputs = without_conflicts(diagnostics, emitted);
        let templates = Templates::compile(diagnostics, site);
        for output in &outputs {
            if let Recipe::Template(rendering) = &output.recipe {
                templates.check(diagnostics, &rendering.template, &rendering.asked_at);
            }
        }
        let languages = site.config().languages.iter().map(|language| &language.code);
        let sites =
            languages.map(|code| (code, Value::from_serializable(&SiteView::of(site, code)))).collect();
        Plan { outputs, templates, sites, site }
    }

    /// Makes the bytes of an output. Nothing comes back if that fails, which is reported.
    pub fn bytes(&self, diagnostics: &mut Diagnostics, output: &Output<'s>) -> Option<Bytes<'s>> {
        match &output.recipe {
            Recipe::Template(rendering) => {
                let context = self.context(rendering);
                let page = output.origin.path().as_str();
                let bytes = self.templates.render(diagnostics, rendering, page, &context)?;
                Some(Bytes::Memory(Cow::Owned(bytes)))
            }
            Recipe::Bytes(make) => Some(Bytes::Memory(Cow::Owned(make()))),
            Recipe::File(file) => Some(match &file.content {
                Content::Memory(bytes) => Bytes::Memory(Cow::Borrowed(bytes)),
                Content::Disk(path) => Bytes::Disk(path),
            }),
        }
    }

    /// Makes every output for its problems alone.
    pub fn check(&self, diagnostics: &mut Diagnostics) {
        parallel::map(diagnostics, &self.outputs, |diagnostics, output| {
            drop(self.bytes(diagnostics, output))
        });
    }

    fn context(&self, rendering: &Rendering<'s>) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.sites.get(rendering.language).cloned().unwrap_or_else(Value::none));
        context.insert("language", rendering.language.as_str());
        context.insert("here", &HereView::of(self.site, &rendering.address));
        (rendering.view)(&mut context);
        context
    }
}

/// The outputs in the order of their paths, without those whose path another has, or is a folder for another. Paths that
/// differ only by case are one path to many file systems.
fn without_conflicts<'s>(diagnostics: &mut Diagnostics, emitted: Vec<Output<'s>>) -> Vec<Output<'s>> {
    let mut claims: BTreeMap<String, Output<'s>> = BTreeMap::new();
    for output in emitted {
        let folded = output.path.folded();
        if output.path.is_reserved() {
            let message = format!("`{}` is a name that the program keeps for itself", output.path);
            diagnostics.report(Code::AddressConflict, output.origin, message).help("choose another name");
            continue;
        }
        match claims.get(&folded) {
            Some(first) => report_conflict(diagnostics, &output, first),
            None => {
                claims.insert(folded, output);
            }
        }
    }
    let mut homeless: BTreeSet<String> = BTreeSet::new();
    for (folded, output) in &claims {
        let above = folded.match_indices('/').map(|(slash, _)| &folded[..slash]);
        for file in above.filter_map(|folder| claims.get(folder)) {
            report_conflict(diagnostics, output, file);
            homeless.insert(folded.clone());
        }
    }
    claims.retain(|folded, _| !homeless.contains(folded));
    let mut outputs: Vec<Output<'s>> = claims.into_values().collect();
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    outputs
}

fn report_conflict(diagnostics: &mut Diagnostics, output: &Output<'_>, first: &Output<'_>) {
    let (path, taken) = (&output.path, &first.path);
    let message = if path == taken {
        format!("`{path}` is published twice")
    } else if path.folded() == taken.folded() {
        format!("`{path}` and `{taken}` differ only by case, which many file systems ignore")
    } else {
        format!("`{path}` needs a folder where `{taken}` is a file")
    };
    diagnostics
        .report(Code::AddressConflict, output.origin.clone(), message)
        .help("give one of them another name, `slug` or alias")
        .related(first.origin.clone(), "the other is made from this");
}
