//! Lists all outputs, checked against one another before a byte is made.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::assets;
use super::emitters::EMITTERS;
use super::index::FOLDER;
use super::recipe::{Output, Recipe, template_span};
use super::templates::Templates;
use crate::base::{Address, Code, Diagnostics, OutputPath};
use crate::site::Frame;

/// What all emitters make of a site whose pages show these pictures, without outputs that meet on one path, which are
/// reported, and without those of templates that are not there and need not be, `lacking`.
pub fn all(
    diagnostics: &mut Diagnostics,
    frame: &Frame,
    shown: &BTreeSet<Address>,
    lacking: &[&str],
) -> Vec<Output> {
    let is_made = |output: &Output| match &output.recipe {
        Recipe::Template(rendering) => !lacking.contains(&&*rendering.template),
        _ => true,
    };
    let emitted = EMITTERS.iter().flat_map(|emit| emit(frame)).filter(is_made);
    let mut outputs: Vec<Output> = emitted.chain(assets::emit_smaller(frame, shown)).collect();
    outputs.retain(|output| !frame.has_search || !is_in_index(diagnostics, output));
    without_conflicts(diagnostics, outputs)
}

/// Reports templates that outputs ask for and that are not there.
pub fn check_templates(diagnostics: &mut Diagnostics, outputs: &[Output], templates: &Templates) {
    for output in outputs {
        if let Recipe::Template(rendering) = &output.recipe {
            let name = &rendering.template;
            let place = || rendering.asked_at.clone().unwrap_or_else(|| template_span(name));
            templates.check(diagnostics, name, place);
        }
    }
}

/// Whether an output lies, or would have to, where the index is, which is reported.
fn is_in_index(diagnostics: &mut Diagnostics, output: &Output) -> bool {
    let folded = output.path.folded();
    let is_in = folded.strip_prefix(FOLDER).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if is_in {
        report_reserved(diagnostics, output);
    }
    is_in
}

fn report_reserved(diagnostics: &mut Diagnostics, output: &Output) {
    let message = format!("`{}` is a name that the program keeps for itself", output.path);
    diagnostics.report(Code::AddressConflict, output.origin.clone(), message).help("choose another name");
}

/// The outputs in the order of their paths, without those whose path another has, or is a folder for another. Paths that
/// differ only by case are one path to many file systems.
fn without_conflicts(diagnostics: &mut Diagnostics, emitted: Vec<Output>) -> Vec<Output> {
    let mut outputs: Vec<Output> = Vec::with_capacity(emitted.len());
    let mut taken: HashMap<String, usize> = HashMap::with_capacity(emitted.len());
    for output in emitted {
        if output.path.is_reserved() {
            report_reserved(diagnostics, &output);
            continue;
        }
        match taken.entry(output.path.folded()) {
            Entry::Occupied(first) => report_conflict(diagnostics, &output, &outputs[*first.get()]),
            Entry::Vacant(free) => {
                free.insert(outputs.len());
                outputs.push(output);
            }
        }
    }
    let mut homeless: BTreeSet<OutputPath> = BTreeSet::new();
    for output in &outputs {
        let folded = output.path.folded();
        let above = folded.match_indices('/').map(|(slash, _)| &folded[..slash]);
        for file in above.filter_map(|folder| taken.get(folder)) {
            report_conflict(diagnostics, output, &outputs[*file]);
            homeless.insert(output.path.clone());
        }
    }
    outputs.retain(|output| !homeless.contains(&output.path));
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    outputs
}

fn report_conflict(diagnostics: &mut Diagnostics, output: &Output, first: &Output) {
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
