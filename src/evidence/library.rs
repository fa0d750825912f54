//! Makes sources of the references of another program's library, such as Zotero's.

use super::imported::Imported;
use super::kind::WorkKind;
use super::rating::Reliability;
use super::registry::{Entries, Entry};
use super::work::Work;
use crate::base::{Code, Diagnostics, LanguageCode, PartialDate, Precision};
use crate::input::Localized;

/// The sources that these references are. What those programs have no field for is read from keywords: `kind:official`,
/// `reliability:low`.
pub fn entries(diagnostics: &mut Diagnostics, references: Vec<Imported>) -> Entries<Work> {
    let mut entries = Entries::default();
    for reference in references {
        let (key, span) = (reference.key.clone(), reference.span.clone());
        let work = work(diagnostics, reference);
        match Entry::imported(key.clone(), work, span.clone()) {
            Some(entry) => entries.whole.push(entry),
            None => {
                let message = format!("key `{key}` has no letter or digit to make an address of");
                diagnostics.report(Code::InvalidValue, span, message).help("give the reference another key");
            }
        }
    }
    entries
}

fn work(diagnostics: &mut Diagnostics, reference: Imported) -> Work {
    let kind = keyword(diagnostics, &reference, "kind:", WorkKind::named);
    let reliability = keyword(diagnostics, &reference, "reliability:", Reliability::named);
    let title = reference.title.unwrap_or_else(|| reference.key.clone());
    let accessed = reference.accessed.as_deref().and_then(PartialDate::parse);
    Work {
        title: Localized::of(title),
        authors: reference.authors,
        publisher: reference.publisher.map(Localized::of),
        date: reference.date.as_deref().and_then(PartialDate::parse),
        url: reference.url.map(|(url, _)| url),
        archived: None,
        language: reference.language.as_deref().and_then(LanguageCode::new),
        kind: kind.unwrap_or(WorkKind::Other),
        accessed: accessed.filter(|date| date.precision() == Precision::Day).map(|date| date.first()),
        reliability,
        note: reference.note.map(Localized::of),
        derived_from: None,
        excerpts: Vec::new(),
        entry: reference.entry,
    }
}

/// What the first keyword that begins with `prefix` names; a name that means nothing is reported.
fn keyword<T>(
    diagnostics: &mut Diagnostics,
    reference: &Imported,
    prefix: &str,
    named: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let name = reference.keywords.iter().find_map(|keyword| keyword.strip_prefix(prefix))?.trim();
    let value = named(name);
    if value.is_none() {
        let message = format!("keyword `{prefix}{name}` of `{}` means nothing", reference.key);
        diagnostics
            .report(Code::InvalidValue, reference.span.clone(), message)
            .help("write one of the names that `sources.yaml` has for it");
    }
    value
}
