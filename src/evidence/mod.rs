//! Floor 2: the registries, and what they can answer: which source is this key, does this quotation match, which office did
//! this person hold that day, what does a claim rest on. Knows nothing of pages or of HTML.

mod actor;
mod bibliographic;
mod check;
mod claim;
mod event;
mod imported;
mod kind;
mod library;
mod partner;
mod quotation;
mod rating;
mod reading;
mod registry;
mod scope;
mod sorting;
mod support;
mod term;
mod topic;
mod translation;
mod web_address;
mod words;
mod work;

pub mod bibtex;
mod bibtex_file;
pub mod csl_json;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use actor::{Actor, ActorKind, Office};
pub use claim::{Claim, Verdict};
pub use event::{Event, Participant};
pub use imported::Imported;
pub use kind::WorkKind;
pub use partner::Partner;
pub use quotation::Comparison;
pub use rating::{Confidence, Reliability};
pub use registry::{Entry, EntryId, Record, Registry};
pub use scope::{Area, Scope};
pub use sorting::SortName;
pub use term::Term;
pub use topic::Topic;
pub use words::{Parting, Words};
pub use work::{Excerpt, Work};

use crate::base::{
    Code, Diagnostics, LanguageCode, PartialDate, Slug, Source, Span, nearest, parallel, script,
};
use crate::input::Located;
use registry::{Entries, entries};
use work::AddedExcerpt;

/// Everything that is recorded.
#[derive(Debug, Default)]
pub struct Evidence {
    /// What was read.
    pub works: Registry<Work>,
    /// What was claimed, checked.
    pub claims: Registry<Claim>,
    /// Who acted.
    pub actors: Registry<Actor>,
    /// What happened.
    pub events: Registry<Event>,
    /// What words mean.
    pub terms: Registry<Term>,
    /// What official texts say they cover.
    pub scopes: Registry<Scope>,
    /// Who else has such an instrument.
    pub partners: Registry<Partner>,
    /// What pages are about.
    pub topics: Registry<Topic>,
}

/// The registries by the names of their files.
const FILES: [&str; 9] = [
    "sources.yaml",
    "excerpts.yaml",
    "claims.yaml",
    "actors.yaml",
    "events.yaml",
    "glossary.yaml",
    "areas.yaml",
    "partners.yaml",
    "topics.yaml",
];

/// What one file holds.
enum File {
    Works(Entries<Work>),
    Excerpts(Vec<AddedExcerpt>),
    Claims(Entries<Claim>),
    Actors(Entries<Actor>),
    Events(Entries<Event>),
    Terms(Entries<Term>),
    Scopes(Entries<Scope>),
    Partners(Entries<Partner>),
    Topics(Entries<Topic>),
}

impl Evidence {
    /// Reads all registries and checks them against one another.
    pub fn load(diagnostics: &mut Diagnostics, files: &[Arc<Source>]) -> Evidence {
        let mut parts = Parts::default();
        for file in parallel::map(diagnostics, files, read).into_iter().flatten() {
            parts.add(file);
        }
        let evidence = parts.joined(diagnostics);
        check::check(diagnostics, &evidence);
        evidence
    }

    /// The sources of an entry; those that are not there have been reported.
    pub fn works_of<'e>(&'e self, sources: &'e [Located<String>]) -> impl Iterator<Item = EntryId<Work>> {
        sources.iter().filter_map(|source| self.works.find(&source.value))
    }

    /// Compares a quotation with the words recorded from the sources that it cites.
    pub fn compare(&self, cited: &[EntryId<Work>], quotation: &str) -> Comparison<'_> {
        quotation::compare(&self.works, cited, quotation)
    }

    /// The first of these sources that is in a language which these words cannot be in, if they can be in that of none.
    pub fn translated_from(
        &self,
        cited: &[EntryId<Work>],
        words: &str,
    ) -> Option<(&Entry<Work>, &LanguageCode)> {
        let is_foreign = |id: &EntryId<Work>| {
            let language = self.works[*id].record.language.as_ref();
            language.is_some_and(|language| translation::is_foreign(words, language))
        };
        let first = cited.first().filter(|_| cited.iter().all(is_foreign))?;
        Some((&self.works[*first], self.works[*first].record.language.as_ref()?))
    }

    /// The names of offices that stand in `text` as whole words, none of them a part of a longer one.
    pub fn offices_named(&self, text: &str) -> Vec<&str> {
        let offices = self.actors.iter().flat_map(|(_, actor)| &actor.record.offices);
        let names: BTreeSet<&str> =
            offices.flat_map(Office::names).filter(|name| has_words(text, name)).collect();
        let is_whole = |name: &&str| {
            !names.iter().any(|other| other != name && has_words(&plain_words(other), &plain_words(name)))
        };
        names.iter().copied().filter(is_whole).collect()
    }

    /// The topic that somebody calls by its id or by one of its names.
    pub fn topic_named(&self, name: &str) -> Option<EntryId<Topic>> {
        let slug = Slug::of(name)?;
        let is_meant = |topic: &Entry<Topic>| {
            topic.slug == slug || topic.record.name.all().any(|known| Slug::of(known).as_ref() == Some(&slug))
        };
        self.topics.iter().find(|(_, topic)| is_meant(topic)).map(|(id, _)| id)
    }

    /// What tells a topic from others, by whichever of its names somebody calls it.
    pub fn topic_slug(&self, name: &str) -> Option<Slug> {
        self.topic_named(name).map(|id| self.topics[id].slug.clone()).or_else(|| Slug::of(name))
    }

    /// Whether a topic is among those that somebody names.
    pub fn is_about(&self, topics: &[Located<String>], topic: &Slug) -> bool {
        topics.iter().any(|named| self.topic_slug(&named.value).as_ref() == Some(topic))
    }

    /// Reports the name of a topic that the registry of topics, if there is one, does not have.
    pub fn check_topic(&self, diagnostics: &mut Diagnostics, name: &str, span: impl FnOnce() -> Span) {
        if self.topics.is_empty() || self.topic_named(name).is_some() {
            return;
        }
        let names = self.topics.iter().flat_map(|(_, topic)| topic.record.name.all());
        let help = match nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "add it to `content/registry/topics.yaml`".to_owned(),
        };
        diagnostics.report(Code::UnknownEntry, span(), format!("there is no topic `{name}`")).help(help);
    }

    /// The events in order of time: on one day, as they are written.
    pub fn chronicle(&self) -> Vec<EntryId<Event>> {
        let mut events: Vec<EntryId<Event>> = self.events.iter().map(|(id, _)| id).collect();
        events.sort_by_key(|id| self.events[*id].record.date);
        events
    }

    /// The events that home pages show, in order of time: the milestones, or the last ones if there are none.
    pub fn milestones(&self) -> Vec<EntryId<Event>> {
        const LAST: usize = 6;
        let all = self.chronicle();
        let chosen: Vec<_> = all.iter().copied().filter(|id| self.events[*id].record.milestone).collect();
        if chosen.is_empty() { all[all.len().saturating_sub(LAST)..].to_vec() } else { chosen }
    }

    /// The partners in order of time: those whose date is not known come last, those of one day as they are written.
    pub fn partners_by_date(&self) -> Vec<EntryId<Partner>> {
        let mut partners: Vec<EntryId<Partner>> = self.partners.iter().map(|(id, _)| id).collect();
        partners.sort_by_key(|id| {
            let date = self.partners[*id].record.date;
            (date.is_none(), date)
        });
        partners
    }
}

/// What all files hold together.
#[derive(Default)]
struct Parts {
    works: Entries<Work>,
    excerpts: Vec<AddedExcerpt>,
    claims: Entries<Claim>,
    actors: Entries<Actor>,
    events: Entries<Event>,
    terms: Entries<Term>,
    scopes: Entries<Scope>,
    partners: Entries<Partner>,
    topics: Entries<Topic>,
}

impl Parts {
    fn add(&mut self, file: File) {
        match file {
            File::Works(entries) => self.works.append(entries),
            File::Excerpts(mut excerpts) => self.excerpts.append(&mut excerpts),
            File::Claims(entries) => self.claims.append(entries),
            File::Actors(entries) => self.actors.append(entries),
            File::Events(entries) => self.events.append(entries),
            File::Terms(entries) => self.terms.append(entries),
            File::Scopes(entries) => self.scopes.append(entries),
            File::Partners(entries) => self.partners.append(entries),
            File::Topics(entries) => self.topics.append(entries),
        }
    }

    fn joined(self, diagnostics: &mut Diagnostics) -> Evidence {
        let mut works = Registry::of(diagnostics, self.works);
        for added in self.excerpts {
            if let Some(id) = works.resolve(diagnostics, &added.source, || added.span.clone()) {
                works.record_mut(id).excerpts.push(added.excerpt);
            }
        }
        Evidence {
            works,
            claims: Registry::of(diagnostics, self.claims),
            actors: Registry::of(diagnostics, self.actors),
            events: Registry::of(diagnostics, self.events),
            terms: Registry::of(diagnostics, self.terms),
            scopes: Registry::of(diagnostics, self.scopes),
            partners: Registry::of(diagnostics, self.partners),
            topics: Registry::of(diagnostics, self.topics),
        }
    }
}

fn read(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> Option<File> {
    let file = match source.path.name() {
        name if name.ends_with(".bib") => {
            let references = bibtex::parse(diagnostics, source);
            File::Works(library::entries(diagnostics, references))
        }
        name if name.ends_with(".json") => {
            let references = csl_json::parse(diagnostics, source);
            File::Works(library::entries(diagnostics, references))
        }
        "sources.yaml" => File::Works(entries(diagnostics, source)),
        "excerpts.yaml" => File::Excerpts(work::added_excerpts(diagnostics, source)),
        "claims.yaml" => File::Claims(entries(diagnostics, source)),
        "actors.yaml" => File::Actors(entries(diagnostics, source)),
        "events.yaml" => File::Events(entries(diagnostics, source)),
        "glossary.yaml" => File::Terms(entries(diagnostics, source)),
        "areas.yaml" => File::Scopes(entries(diagnostics, source)),
        "partners.yaml" => File::Partners(entries(diagnostics, source)),
        "topics.yaml" => File::Topics(entries(diagnostics, source)),
        name => {
            let message = format!("`{name}` is not the name of a registry");
            let help = match nearest(name, FILES) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "registries are `{}`, and `.bib` and `.json` files of sources",
                    FILES.join("`, `")
                ),
            };
            diagnostics.report(Code::BadFileName, Span::file(source.path.clone()), message).help(help);
            return None;
        }
    };
    Some(file)
}

/// A text in small letters, with one space for every space, line break or hyphen.
fn plain_words(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether `words` stand in `text`, not as parts of longer words.
fn has_words(text: &str, words: &str) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !script::is_wide(c));
    text.match_indices(words).any(|(at, _)| {
        !joins(text[..at].chars().next_back()) && !joins(text[at + words.len()..].chars().next())
    })
}

/// Says which offices an actor held on a date, or at any time, and who held the one that was meant.
pub fn office_help(
    evidence: &Evidence,
    actor: &Entry<Actor>,
    meant: &str,
    date: Option<PartialDate>,
) -> String {
    let held: Vec<&str> = actor
        .record
        .offices
        .iter()
        .filter(|office| date.is_none_or(|date| office.is_held(date)))
        .map(|office| office.title.own.as_str())
        .collect();
    let holder = evidence
        .actors
        .iter()
        .find(|(_, other)| other.id != actor.id && other.record.office_named(meant, date).is_some());
    let holder =
        holder.map(|(_, other)| format!("; `{}` was `{meant}`", other.record.name.own)).unwrap_or_default();
    match held.as_slice() {
        [] => format!("no office is recorded then: correct `offices` of `{}`{holder}", actor.id),
        held => format!("the record has `{}`{holder}", held.join("`, `")),
    }
}
