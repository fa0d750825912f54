//! What the registries say of one another: whether it is there, and whether it can be true.

use std::collections::BTreeSet;

use super::actor::Actor;
use super::claim::{Claim, Verdict};
use super::event::{Event, Participant};
use super::quotation::Comparison;
use super::registry::{Entry, EntryId, Registry};
use super::work::Work;
use super::{Evidence, office_help};
use crate::base::{Code, Diagnostics, quotation};
use crate::input::{Localized, Located};

/// Reports every reference that leads nowhere and everything that cannot be true.
pub fn check(diagnostics: &mut Diagnostics, evidence: &Evidence) {
    for (id, work) in evidence.works.iter() {
        check_derivation(diagnostics, &evidence.works, id, work);
        check_words(diagnostics, evidence, work, work.record.note.as_ref(), &[id]);
    }
    for (_, claim) in evidence.claims.iter() {
        check_topics(diagnostics, evidence, claim, &claim.record.topics);
        check_sources(diagnostics, evidence, claim, &claim.record.claim_sources);
        check_sources(diagnostics, evidence, claim, &claim.record.record_sources);
        check_claim(diagnostics, evidence, claim);
        let record = &claim.record;
        let sources: Vec<&Located<String>> =
            record.claim_sources.iter().chain(&record.record_sources).collect();
        let texts = [Some(&record.claimed), Some(&record.record), record.note.as_ref()];
        check_quotations(diagnostics, evidence, claim, &texts, &sources);
    }
    for (_, actor) in evidence.actors.iter() {
        check_sources(diagnostics, evidence, actor, &actor.record.sources);
        let (record, sources) = (&actor.record, actor.record.sources.iter().collect::<Vec<_>>());
        check_quotations(
            diagnostics,
            evidence,
            actor,
            &[record.role.as_ref(), record.note.as_ref()],
            &sources,
        );
    }
    for (_, event) in evidence.events.iter() {
        check_topics(diagnostics, evidence, event, &event.record.topics);
        check_sources(diagnostics, evidence, event, &event.record.sources);
        let sources: Vec<&Located<String>> = event.record.sources.iter().collect();
        check_quotations(diagnostics, evidence, event, &[Some(&event.record.title)], &sources);
        for participant in &event.record.actors {
            check_participant(diagnostics, evidence, event, participant);
        }
    }
    for (_, term) in evidence.terms.iter() {
        check_sources(diagnostics, evidence, term, &term.record.sources);
        let (record, sources) = (&term.record, term.record.sources.iter().collect::<Vec<_>>());
        check_quotations(
            diagnostics,
            evidence,
            term,
            &[Some(&record.definition), record.note.as_ref()],
            &sources,
        );
    }
    for (_, partner) in evidence.partners.iter() {
        check_sources(diagnostics, evidence, partner, &partner.record.sources);
        let sources: Vec<&Located<String>> = partner.record.sources.iter().collect();
        check_quotations(diagnostics, evidence, partner, &[partner.record.note.as_ref()], &sources);
    }
    for (_, scope) in evidence.scopes.iter() {
        check_sources(diagnostics, evidence, scope, std::slice::from_ref(&scope.record.source));
        for term in scope.record.areas.iter().filter_map(|area| area.term.as_ref()) {
            evidence.terms.resolve(diagnostics, &term.value, || scope.span_of(term.id));
        }
    }
}

fn check_sources<T>(
    diagnostics: &mut Diagnostics,
    evidence: &Evidence,
    entry: &Entry<T>,
    sources: &[Located<String>],
) {
    let mut seen = BTreeSet::new();
    for source in sources {
        evidence.works.resolve(diagnostics, &source.value, || entry.span_of(source.id));
        if !seen.insert(&source.value) {
            let message = format!("source `{}` is named twice", source.value);
            diagnostics.report(Code::InvalidValue, entry.span_of(source.id), message).help("name it once");
        }
    }
}

fn check_topics<T>(
    diagnostics: &mut Diagnostics,
    evidence: &Evidence,
    entry: &Entry<T>,
    topics: &[Located<String>],
) {
    for topic in topics {
        evidence.check_topic(diagnostics, &topic.value, || entry.span_of(topic.id));
    }
}

/// What an entry's texts quote must be recorded from a source of the entry.
fn check_quotations<T>(
    diagnostics: &mut Diagnostics,
    evidence: &Evidence,
    entry: &Entry<T>,
    texts: &[Option<&Localized>],
    sources: &[&Located<String>],
) {
    let works: Vec<EntryId<Work>> =
        sources.iter().filter_map(|source| evidence.works.find(&source.value)).collect();
    for text in texts.iter().flatten() {
        check_words(diagnostics, evidence, entry, Some(text), &works);
    }
}

fn check_words<T>(
    diagnostics: &mut Diagnostics,
    evidence: &Evidence,
    entry: &Entry<T>,
    text: Option<&Localized>,
    works: &[EntryId<Work>],
) {
    for text in text.iter().flat_map(|text| text.all()) {
        for quoted in quotation::find(text).quotations {
            let words = &text[quotation::inner(text, &quoted)];
            if !matches!(evidence.compare(works, words), Comparison::Same { .. }) {
                let message =
                    format!("`{}` quotes `{words}`, which none of its sources is recorded to say", entry.id);
                diagnostics
                    .report(Code::QuotationDiffers, entry.span(), message)
                    .help("correct the quotation, say it in other words, or add the words to the excerpts of a source");
            }
        }
    }
}

/// A source that retells another is not a second one, so what retells what must come to an end.
fn check_derivation(
    diagnostics: &mut Diagnostics,
    works: &Registry<Work>,
    id: EntryId<Work>,
    work: &Entry<Work>,
) {
    let Some(first) = &work.record.derived_from else { return };
    let Some(mut next) = works.resolve(diagnostics, &first.value, || work.span_of(first.id)) else { return };
    let mut way = vec![id];
    while !way.contains(&next) {
        way.push(next);
        let above = works[next].record.derived_from.as_ref();
        let Some(above) = above.and_then(|above| works.find(&above.value)) else { return };
        next = above;
    }
    // Each circle is reported once, at its first member.
    if next == id && way.iter().min() == Some(&id) {
        let names: Vec<&str> = way.iter().chain([&id]).map(|id| works[*id].id.as_str()).collect();
        let message = format!("sources retell one another in a circle: `{}`", names.join("` → `"));
        diagnostics
            .report(Code::Circular, work.span_of(first.id), message)
            .help("remove `derived_from` from the one that came first");
    }
}

fn check_claim(diagnostics: &mut Diagnostics, evidence: &Evidence, claim: &Entry<Claim>) {
    let record = &claim.record;
    let is_weak = |source: &Located<String>| {
        evidence.works.find(&source.value).is_some_and(|id| evidence.works[id].record.is_weak())
    };
    if record.verdict.value == Verdict::Confirmed
        && !record.record_sources.is_empty()
        && record.record_sources.iter().all(is_weak)
    {
        let message = format!("claim `{}` is confirmed by nothing but sources of low reliability", claim.id);
        diagnostics
            .report(Code::ClaimWeak, claim.span_of(record.verdict.id), message)
            .help("name a better source for the record, or write `unverified`");
    }
}

fn check_participant(
    diagnostics: &mut Diagnostics,
    evidence: &Evidence,
    event: &Entry<Event>,
    participant: &Participant,
) {
    let actor = &participant.actor;
    let id = evidence.actors.resolve(diagnostics, &actor.value, || event.span_of(actor.id));
    let (Some(id), Some(office)) = (id, &participant.office) else { return };
    let actor: &Entry<Actor> = &evidence.actors[id];
    let date = event.record.date;
    if actor.record.office_named(&office.value, Some(date)).is_none() {
        let message = format!("`{}` was not `{}` on {date}", actor.record.name.own, office.value);
        let help = office_help(evidence, actor, &office.value, Some(date));
        diagnostics
            .report(Code::OfficeNotHeld, event.span_of(office.id), message)
            .help(help)
            .related(actor.span(), "the offices that are recorded");
    }
}
