//! Compares quotations with the words recorded from their sources.

use std::ops::Range;

use crate::base::{Code, Diagnostics, Span};
use crate::evidence::{Comparison, Entry, EntryId, Evidence, Excerpt, Parting, Work};

/// Beyond this, two texts are not a quotation and its source, but two texts.
const UNLIKE: f64 = 0.6;

/// The excerpt that a quotation repeats to the letter; if there is none, or it may not be printed or relied on, that is
/// reported: at `whole`, or where the two part, which `place` finds.
pub fn check<'e>(
    diagnostics: &mut Diagnostics,
    evidence: &'e Evidence,
    cited: &[EntryId<Work>],
    quotation: &str,
    place: impl Fn(&Range<usize>) -> Span,
    whole: &Span,
) -> Option<&'e Excerpt> {
    let comparison = evidence.compare(cited, quotation);
    if let Comparison::Differs { .. } | Comparison::NothingRecorded = comparison
        && let Some((work, language)) = evidence.translated_from(cited, quotation)
    {
        let message = format!("these are not the words of `{}`, which is written in `{language}`", work.id);
        diagnostics.report(Code::QuotationTranslated, whole.clone(), message).help(
            "say it without quotation marks, or show the recorded words with a `translation` by `{quote}`",
        );
        return None;
    }
    match comparison {
        Comparison::Same { work, excerpt } => {
            if work.record.is_weak() {
                let message = format!("this quotation is from `{}`, a source of low reliability", work.id);
                diagnostics
                    .report(Code::QuotationWeak, whole.clone(), message)
                    .help("quote a better source, or say in your own words what circulates");
            }
            Some(excerpt)
        }
        Comparison::Withheld { work, reason } => {
            let message = format!("these words of `{}` are recorded, but not to be printed", work.id);
            diagnostics
                .report(Code::QuotationWithheld, whole.clone(), message)
                .help(format!("say it in other words; the record says: {reason}"));
            None
        }
        Comparison::Differs { work, excerpt, parting } => {
            let said = quotation.get(parting.at.clone()).unwrap_or_default();
            report_difference(
                diagnostics,
                work,
                excerpt,
                &Parting { said: said.to_owned(), ..parting.clone() },
                place(&parting.at),
                whole,
            );
            None
        }
        Comparison::NothingRecorded => {
            report_nothing_recorded(diagnostics, evidence, cited, whole);
            None
        }
    }
}

fn report_nothing_recorded(
    diagnostics: &mut Diagnostics,
    evidence: &Evidence,
    cited: &[EntryId<Work>],
    whole: &Span,
) {
    if cited.is_empty() {
        diagnostics
            .report(Code::QuotationUncited, whole.clone(), "this quotation has no source")
            .help("name one under `sources`");
        return;
    }
    let keys: Vec<&str> = cited.iter().map(|id| evidence.works[*id].id.as_str()).collect();
    let message = format!("no words are recorded from `{}`", keys.join("`, `"));
    diagnostics
        .report(Code::QuotationDiffers, whole.clone(), message)
        .help("add the words to `excerpts` of the source, or say it in your own");
}

fn report_difference(
    diagnostics: &mut Diagnostics,
    work: &Entry<Work>,
    excerpt: &Excerpt,
    parting: &Parting,
    at: Span,
    whole: &Span,
) {
    let key = &work.id;
    let recorded = excerpt_text(&excerpt.text.value);
    if parting.distance > UNLIKE {
        diagnostics
            .report(Code::QuotationDiffers, whole.clone(), format!("`{key}` is not recorded to say this"))
            .help(format!(
                "quote what is recorded, or add these words to its excerpts; the nearest is: {recorded}"
            ))
            .related(excerpt.span(work), "the nearest excerpt");
        return;
    }
    let message = match (parting.said.as_str(), parting.recorded.as_str()) {
        (said, "") => format!("this quotation differs from `{key}`, which does not have `{said}` here"),
        ("", recorded) => format!("this quotation differs from `{key}`, which has `{recorded}` here"),
        (said, recorded) => format!("this quotation differs from `{key}`: `{said}` is `{recorded}` there"),
    };
    diagnostics
        .report(Code::QuotationDiffers, at, message)
        .help(format!("the recorded words are: {recorded}"))
        .related(excerpt.span(work), "recorded here");
}

/// An excerpt for a report, shortened if it is long.
fn excerpt_text(text: &str) -> String {
    const LONGEST: usize = 300;
    let mut line = text.split(char::is_whitespace).collect::<Vec<_>>().join(" ");
    if line.len() > LONGEST {
        line.truncate(line.floor_char_boundary(LONGEST));
        line.push('…');
    }
    line
}
