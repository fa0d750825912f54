//! The registries for programs: a JSON copy of each, beside its page in the default language. Texts are objects with a key
//! for each language; what is not known is `null`. Partners are a table as well, which spreadsheets read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::assets::site_file;
use super::recipe::{Output, Recipe};
use crate::base::{LanguageCode, Span};
use crate::evidence::{
    Actor, Claim, Entry, Event, Excerpt, Office, Participant, Partner, Registry, Term, Work,
};
use crate::input::{Localized, Located};
use crate::site::{Catalogue, Frame};

/// The partners as a table.
pub const PARTNERS_TABLE: &str = "partners.csv";

/// A JSON file for each registry that has an entry, and the table of partners.
pub fn emit(frame: &Frame) -> Vec<Output> {
    let copies = Catalogue::ALL
        .into_iter()
        .filter(|catalogue| catalogue.is_published(&frame.evidence))
        .filter_map(|catalogue| Some((catalogue, file_name(catalogue)?)))
        .map(|(catalogue, name)| {
            let make = move |frame: &Frame| json_file(&records(frame, catalogue));
            beside(frame, catalogue, name, Recipe::Bytes(Box::new(make)))
        });
    let table = Catalogue::Partners
        .is_published(&frame.evidence)
        .then(|| beside(frame, Catalogue::Partners, PARTNERS_TABLE, Recipe::Bytes(Box::new(partners_table))));
    copies.chain(table).collect()
}

/// A file beside the page of a registry in the default language.
fn beside(frame: &Frame, catalogue: Catalogue, name: &str, recipe: Recipe) -> Output {
    let page = catalogue.address(frame.config(), frame.config().default_language());
    let path = page.file(name).expect("a plain name makes an address").output_path();
    Output { path, origin: Span::file(site_file()), recipe }
}

/// Partners as CSV after RFC 4180, in order of time: texts in the default language, then in each other one.
fn partners_table(frame: &Frame) -> Vec<u8> {
    let languages = frame.config().languages.iter().skip(1);
    let others: Vec<&LanguageCode> = languages.map(|language| &language.code).collect();
    let named = |name: &str| {
        let other = |code: &&LanguageCode| format!("{name}_{code}");
        std::iter::once(name.to_owned()).chain(others.iter().map(other)).collect::<Vec<_>>()
    };
    let mut header = vec!["id".to_owned()];
    header.extend(named("name"));
    header.push("date".to_owned());
    header.extend(named("verb"));
    header.extend(["confidence".to_owned(), "sources".to_owned()]);
    header.extend(named("note"));
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut write =
        |record: &[String]| writer.write_record(record).expect("memory takes all records of one length");
    write(&header);
    for id in frame.evidence.partners_by_date() {
        write(&partner_record(&frame.evidence.partners[id], &others));
    }
    writer.into_inner().expect("memory takes whatever is written")
}

fn partner_record(entry: &Entry<Partner>, others: &[&LanguageCode]) -> Vec<String> {
    let partner = &entry.record;
    let texts = |text: Option<&Localized>| {
        let own = text.map(|text| text.own.clone()).unwrap_or_default();
        let other = |code: &&LanguageCode| {
            text.and_then(|text| text.translations.get(*code).cloned()).unwrap_or_default()
        };
        std::iter::once(own).chain(others.iter().map(other)).collect::<Vec<_>>()
    };
    let mut record = vec![entry.id.clone()];
    record.extend(texts(Some(&partner.name)));
    record.push(partner.date.map(|date| date.to_string()).unwrap_or_default());
    record.extend(texts(Some(&partner.verb)));
    record.extend([partner.confidence.name().to_owned(), ids(&partner.sources).join(" ")]);
    record.extend(texts(partner.note.as_ref()));
    record
}

/// What the copy of a registry is called; nothing if it has none.
pub fn file_name(catalogue: Catalogue) -> Option<&'static str> {
    match catalogue {
        Catalogue::Actors => Some("actors.json"),
        Catalogue::Claims => Some("claims.json"),
        // Its feed is its copy.
        Catalogue::Corrections => None,
        Catalogue::Glossary => Some("glossary.json"),
        Catalogue::Partners => Some("partners.json"),
        Catalogue::Sources => Some("sources.json"),
        Catalogue::Timeline => Some("events.json"),
    }
}

fn records(frame: &Frame, catalogue: Catalogue) -> Vec<Value> {
    let evidence = &frame.evidence;
    match catalogue {
        Catalogue::Actors => all(frame, &evidence.actors, actor),
        Catalogue::Claims => all(frame, &evidence.claims, claim),
        Catalogue::Corrections => Vec::new(),
        Catalogue::Glossary => all(frame, &evidence.terms, term),
        Catalogue::Partners => all(frame, &evidence.partners, partner),
        Catalogue::Sources => all(frame, &evidence.works, source),
        Catalogue::Timeline => all(frame, &evidence.events, event),
    }
}

fn json_file(records: &[Value]) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(records).expect("these values are JSON");
    bytes.push(b'\n');
    bytes
}

fn all<T>(frame: &Frame, registry: &Registry<T>, value: impl Fn(&Frame, &Entry<T>) -> Value) -> Vec<Value> {
    registry.iter().map(|(_, entry)| value(frame, entry)).collect()
}

fn text(frame: &Frame, text: &Localized) -> Value {
    let own = (frame.config().default_language(), &text.own);
    let texts: BTreeMap<&str, &str> = std::iter::once(own)
        .chain(&text.translations)
        .map(|(language, text)| (language.as_str(), text.as_str()))
        .collect();
    json!(texts)
}

fn optional(frame: &Frame, optional: &Option<Localized>) -> Value {
    optional.as_ref().map_or(Value::Null, |localized| text(frame, localized))
}

fn ids(sources: &[Located<String>]) -> Vec<&str> {
    sources.iter().map(|source| source.value.as_str()).collect()
}

/// Words that may not be printed are in no copy either.
fn source(frame: &Frame, entry: &Entry<Work>) -> Value {
    let work = &entry.record;
    let printable = work.excerpts.iter().filter(|excerpt| excerpt.withheld.is_none());
    let excerpt = |excerpt: &Excerpt| json!({ "text": excerpt.text.value, "speaker": optional(frame, &excerpt.speaker) });
    let excerpts: Vec<Value> = printable.map(excerpt).collect();
    json!({
        "id": entry.id,
        "title": work.title.own,
        "authors": work.authors,
        "publisher": optional(frame, &work.publisher),
        "date": work.date.map(|date| date.to_string()),
        "url": work.url,
        "archived": work.archived,
        "language": work.language.as_ref().map(|language| language.as_str()),
        "kind": work.kind,
        "accessed": work.accessed.map(|day| day.to_string()),
        "reliability": work.reliability,
        "note": optional(frame, &work.note),
        "derived_from": work.derived_from.as_ref().map(|source| &source.value),
        "excerpts": excerpts,
    })
}

fn claim(frame: &Frame, entry: &Entry<Claim>) -> Value {
    let claim = &entry.record;
    json!({
        "id": entry.id,
        "claimed": text(frame, &claim.claimed),
        "where": text(frame, &claim.place),
        "claim_sources": ids(&claim.claim_sources),
        "record": text(frame, &claim.record),
        "record_sources": ids(&claim.record_sources),
        "verdict": claim.verdict.value,
        "checked": claim.checked.map(|day| day.to_string()),
        "note": optional(frame, &claim.note),
        "topics": ids(&claim.topics),
    })
}

fn actor(frame: &Frame, entry: &Entry<Actor>) -> Value {
    let actor = &entry.record;
    let office = |office: &Office| {
        json!({
            "title": text(frame, &office.title),
            "from": office.from.map(|date| date.to_string()),
            "to": office.to.map(|date| date.to_string()),
            "note": optional(frame, &office.note),
        })
    };
    json!({
        "id": entry.id,
        "name": text(frame, &actor.name),
        "family_name": optional(frame, &actor.family_name),
        "reading_ja": actor.reading,
        "name_ja_confidence": actor.japanese_name,
        "aliases": actor.aliases,
        "kind": actor.kind,
        "role": optional(frame, &actor.role),
        "offices": actor.offices.iter().map(office).collect::<Vec<_>>(),
        "sources": ids(&actor.sources),
        "note": optional(frame, &actor.note),
    })
}

fn event(frame: &Frame, entry: &Entry<Event>) -> Value {
    let event = &entry.record;
    let participant = |participant: &Participant| {
        let office = participant.office.as_ref().map(|office| &office.value);
        json!({ "actor": participant.actor.value, "office": office })
    };
    json!({
        "id": entry.id,
        "date": event.date.to_string(),
        "precision": event.date.precision().name(),
        "title": text(frame, &event.title),
        "place": optional(frame, &event.place),
        "actors": event.actors.iter().map(participant).collect::<Vec<_>>(),
        "sources": ids(&event.sources),
        "confidence": event.confidence,
        "topics": ids(&event.topics),
        "milestone": event.milestone,
    })
}

fn partner(frame: &Frame, entry: &Entry<Partner>) -> Value {
    let partner = &entry.record;
    json!({
        "id": entry.id,
        "name": text(frame, &partner.name),
        "date": partner.date.map(|date| date.to_string()),
        "precision": partner.date.map(|date| date.precision().name()),
        "verb": text(frame, &partner.verb),
        "sources": ids(&partner.sources),
        "confidence": partner.confidence,
        "note": optional(frame, &partner.note),
    })
}

fn term(frame: &Frame, entry: &Entry<Term>) -> Value {
    let term = &entry.record;
    json!({
        "id": entry.id,
        "name": text(frame, &term.name),
        "reading_ja": term.reading,
        "abbreviation": term.abbreviation,
        "definition": text(frame, &term.definition),
        "sources": ids(&term.sources),
        "confidence": term.confidence,
        "note": optional(frame, &term.note),
    })
}
