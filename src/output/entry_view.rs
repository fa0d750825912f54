//! What a template may read of the entries of registries. None of these views holds the pages that refer to an entry: a page would
//! then cost as much as there are others that refer to what it does.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::lens::Lens;
use super::mark_view::MarkView;
use super::text_view::TextView;
use crate::base::PartialDate;
use crate::evidence::{
    Actor, ActorKind, Confidence, Event, Office, Participant, Partner, Scope, Term, Verdict,
};
use crate::input::Localized;
use crate::site::{Catalogue, Cited, CitedClaim};

/// An event.
#[derive(Debug, Serialize)]
pub struct EventView<'s> {
    /// Its id.
    pub id: &'s str,
    /// It on the timeline.
    pub href: String,
    /// Its id in HTML, on the timeline.
    pub anchor: &'s str,
    /// When: `2024-11-01`, `2024-11` or `2024`.
    #[serde(serialize_with = "date")]
    pub date: Option<PartialDate>,
    /// `day`, `month` or `year`.
    pub precision: Option<&'static str>,
    /// What.
    pub title: TextView<'s>,
    /// Where.
    pub place: Option<TextView<'s>>,
    /// Who took part.
    pub actors: Vec<ParticipantView<'s>>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it is about.
    pub topics: Vec<TextView<'s>>,
    /// Its sources.
    pub marks: Vec<MarkView>,
}

impl<'s> EventView<'s> {
    /// An event and its sources.
    pub fn of(lens: &Lens<'s>, cited: &Cited<Event>) -> EventView<'s> {
        let evidence = &lens.site.evidence;
        let entry = &evidence.events[cited.entry];
        let event = &entry.record;
        let participant = |participant: &'s Participant| {
            let actor = &evidence.actors[evidence.actors.find(&participant.actor.value)?];
            let office = participant.office.as_ref();
            let office = office.and_then(|office| actor.record.office_named(&office.value, Some(event.date)));
            Some(ParticipantView {
                name: lens.text(&actor.record.name),
                href: lens.entry(Catalogue::Actors, actor),
                office: office.map(|office| lens.text(&office.title)),
            })
        };
        EventView {
            id: &entry.id,
            href: lens.entry(Catalogue::Timeline, entry),
            anchor: entry.slug.as_str(),
            date: Some(event.date),
            precision: precision(Some(event.date)),
            title: lens.text(&event.title),
            place: lens.optional(&event.place),
            actors: event.actors.iter().filter_map(participant).collect(),
            confidence: event.confidence,
            topics: event.topics.iter().map(|topic| lens.topic(&topic.value)).collect(),
            marks: MarkView::all(lens, &cited.sources),
        }
    }
}

/// An actor of an event.
#[derive(Debug, Serialize)]
pub struct ParticipantView<'s> {
    /// The name.
    pub name: TextView<'s>,
    /// The actor's entry.
    pub href: String,
    /// The office in which a person acted.
    pub office: Option<TextView<'s>>,
}

/// A claim.
#[derive(Debug, Serialize)]
pub struct ClaimView<'s> {
    /// Its id.
    pub id: &'s str,
    /// It on the page of claims.
    pub href: String,
    /// Its id in HTML, on that page.
    pub anchor: &'s str,
    /// What was claimed.
    pub claimed: TextView<'s>,
    /// Where in what claims it.
    #[serde(rename = "where")]
    pub place: TextView<'s>,
    /// What claims it.
    pub claim_sources: Vec<MarkView>,
    /// What the record says.
    pub record: TextView<'s>,
    /// The sources of that.
    pub record_sources: Vec<MarkView>,
    /// `confirmed`, `imprecise`, `contradicted` or `unverified`.
    pub verdict: Verdict,
    /// When it was checked.
    pub checked: Option<Date>,
    /// What else a reader should know.
    pub note: Option<TextView<'s>>,
}

impl<'s> ClaimView<'s> {
    /// A claim and its sources.
    pub fn of(lens: &Lens<'s>, cited: &CitedClaim) -> ClaimView<'s> {
        let entry = &lens.site.evidence.claims[cited.entry];
        let claim = &entry.record;
        ClaimView {
            id: &entry.id,
            href: lens.entry(Catalogue::Claims, entry),
            anchor: entry.slug.as_str(),
            claimed: lens.text(&claim.claimed),
            place: lens.text(&claim.place),
            claim_sources: MarkView::all(lens, &cited.claim_sources),
            record: lens.text(&claim.record),
            record_sources: MarkView::all(lens, &cited.record_sources),
            verdict: claim.verdict.value,
            checked: claim.checked,
            note: lens.optional(&claim.note),
        }
    }
}

/// A person or an institution.
#[derive(Debug, Serialize)]
pub struct ActorView<'s> {
    /// The id.
    pub id: &'s str,
    /// The entry on the page of actors.
    pub href: String,
    /// The id in HTML, on that page.
    pub anchor: &'s str,
    /// The name.
    pub name: TextView<'s>,
    /// The name in other languages.
    pub translations: Vec<TextView<'s>>,
    /// How the Japanese name is read.
    pub reading: Option<&'s str>,
    /// How sure the Japanese name is.
    pub japanese_name: Option<Confidence>,
    /// Other spellings.
    pub aliases: &'s [String],
    /// `person` or `institution`.
    pub kind: ActorKind,
    /// What an institution does here.
    pub role: Option<TextView<'s>>,
    /// The offices: those held on the date that is asked for, or all.
    pub offices: Vec<OfficeView<'s>>,
    /// What readers should know.
    pub note: Option<TextView<'s>>,
    /// The sources.
    pub marks: Vec<MarkView>,
}

impl<'s> ActorView<'s> {
    /// An actor and its sources, with the offices held on a date.
    pub fn of(lens: &Lens<'s>, cited: &Cited<Actor>, on: Option<PartialDate>) -> ActorView<'s> {
        let entry = &lens.site.evidence.actors[cited.entry];
        let actor = &entry.record;
        let is_asked_for = |office: &&'s Office| on.is_none_or(|date| office.is_held(date));
        let office = |office: &'s Office| OfficeView {
            title: lens.text(&office.title),
            translations: translations(lens, &office.title),
            from: office.from,
            to: office.to,
            note: lens.optional(&office.note),
        };
        ActorView {
            id: &entry.id,
            href: lens.entry(Catalogue::Actors, entry),
            anchor: entry.slug.as_str(),
            name: lens.text(&actor.name),
            translations: translations(lens, &actor.name),
            reading: actor.reading.as_deref(),
            japanese_name: actor.japanese_name,
            aliases: &actor.aliases,
            kind: actor.kind,
            role: lens.optional(&actor.role),
            offices: actor.offices.iter().filter(is_asked_for).map(office).collect(),
            note: lens.optional(&actor.note),
            marks: MarkView::all(lens, &cited.sources),
        }
    }
}

/// An office and the time it was held.
#[derive(Debug, Serialize)]
pub struct OfficeView<'s> {
    /// What it is called.
    pub title: TextView<'s>,
    /// What it is called in other languages.
    pub translations: Vec<TextView<'s>>,
    /// Since when.
    #[serde(serialize_with = "date")]
    pub from: Option<PartialDate>,
    /// Until when.
    #[serde(serialize_with = "date")]
    pub to: Option<PartialDate>,
    /// What readers should know.
    pub note: Option<TextView<'s>>,
}

/// A term.
#[derive(Debug, Serialize)]
pub struct TermView<'s> {
    /// Its id.
    pub id: &'s str,
    /// Its entry in the glossary.
    pub href: String,
    /// Its id in HTML, in the glossary.
    pub anchor: &'s str,
    /// What it is in full.
    pub name: TextView<'s>,
    /// What it is in other languages.
    pub translations: Vec<TextView<'s>>,
    /// What it is for short.
    pub abbreviation: Option<&'s str>,
    /// What it means.
    pub definition: TextView<'s>,
    /// How sure that is.
    pub confidence: Confidence,
    /// What readers should know.
    pub note: Option<TextView<'s>>,
    /// Its sources.
    pub marks: Vec<MarkView>,
}

impl<'s> TermView<'s> {
    /// A term and its sources.
    pub fn of(lens: &Lens<'s>, cited: &Cited<Term>) -> TermView<'s> {
        let entry = &lens.site.evidence.terms[cited.entry];
        let term = &entry.record;
        TermView {
            id: &entry.id,
            href: lens.entry(Catalogue::Glossary, entry),
            anchor: entry.slug.as_str(),
            name: lens.text(&term.name),
            translations: translations(lens, &term.name),
            abbreviation: term.abbreviation.as_deref(),
            definition: lens.text(&term.definition),
            confidence: term.confidence,
            note: lens.optional(&term.note),
            marks: MarkView::all(lens, &cited.sources),
        }
    }
}

/// An official text and its areas, in its own order.
#[derive(Debug, Serialize)]
pub struct ScopeView<'s> {
    /// Its id.
    pub id: &'s str,
    /// What the text is called.
    pub text: TextView<'s>,
    /// The language of the areas' names.
    pub language: &'s str,
    /// Whether the text says that its list is not complete.
    pub open: bool,
    /// The areas.
    pub areas: Vec<AreaView<'s>>,
    /// The source that it was read in.
    pub marks: Vec<MarkView>,
}

impl<'s> ScopeView<'s> {
    /// A text and its source.
    pub fn of(lens: &Lens<'s>, cited: &Cited<Scope>) -> ScopeView<'s> {
        let evidence = &lens.site.evidence;
        let entry = &evidence.scopes[cited.entry];
        let scope = &entry.record;
        let areas = scope.areas.iter().map(|area| {
            let term = area.term.as_ref().and_then(|term| evidence.terms.find(&term.value));
            AreaView {
                name: TextView::of(&area.name.own, &scope.language, lens.language),
                translation: area.name.translations.get(lens.language).map(String::as_str),
                href: term.map(|term| lens.entry(Catalogue::Glossary, &evidence.terms[term])),
            }
        });
        ScopeView {
            id: &entry.id,
            text: lens.text(&scope.text),
            language: scope.language.as_str(),
            open: scope.open,
            areas: areas.collect(),
            marks: MarkView::all(lens, &cited.sources),
        }
    }
}

/// An area of cooperation.
#[derive(Debug, Serialize)]
pub struct AreaView<'s> {
    /// What the text calls it.
    pub name: TextView<'s>,
    /// What that is in the language of the page, if it is another.
    pub translation: Option<&'s str>,
    /// The term of the glossary that explains it.
    pub href: Option<String>,
}

/// A partner.
#[derive(Debug, Serialize)]
pub struct PartnerView<'s> {
    /// Its id.
    pub id: &'s str,
    /// Who.
    pub name: TextView<'s>,
    /// Since when, or nothing.
    #[serde(serialize_with = "date")]
    pub date: Option<PartialDate>,
    /// `day`, `month`, `year`, or nothing.
    pub precision: Option<&'static str>,
    /// What the source says was done.
    pub verb: TextView<'s>,
    /// How sure it is.
    pub confidence: Confidence,
    /// What readers should know.
    pub note: Option<TextView<'s>>,
    /// The sources.
    pub marks: Vec<MarkView>,
}

impl<'s> PartnerView<'s> {
    /// A partner and its sources.
    pub fn of(lens: &Lens<'s>, cited: &Cited<Partner>) -> PartnerView<'s> {
        let entry = &lens.site.evidence.partners[cited.entry];
        let partner = &entry.record;
        PartnerView {
            id: &entry.id,
            name: lens.text(&partner.name),
            date: partner.date,
            precision: precision(partner.date),
            verb: lens.text(&partner.verb),
            confidence: partner.confidence,
            note: lens.optional(&partner.note),
            marks: MarkView::all(lens, &cited.sources),
        }
    }
}

/// A text in the other languages that it is given in.
fn translations<'s>(lens: &Lens<'s>, text: &'s Localized) -> Vec<TextView<'s>> {
    let shown = lens.text(text).text;
    let own = (lens.site.config().default_language(), &text.own);
    std::iter::once(own)
        .chain(&text.translations)
        .filter(|(_, text)| *text != shown)
        .map(|(language, text)| TextView::of(text, language, lens.language))
        .collect()
}

/// Writes a date as its registry has it.
pub fn date<S: Serializer>(date: &Option<PartialDate>, serializer: S) -> Result<S::Ok, S::Error> {
    date.map(|date| date.to_string()).serialize(serializer)
}

fn precision(date: Option<PartialDate>) -> Option<&'static str> {
    date.map(|date| date.precision().name())
}
