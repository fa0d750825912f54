//! What a template may read of the evidence. These types are part of the template API, as those of `view` are. None of them
//! holds the pages that refer to an entry: a page would then cost as much as there are others that refer to what it does.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::picture_view::PictureView;
use super::view::{LinkView, TextView};
use crate::base::{LanguageCode, PartialDate};
use crate::evidence::{
    Actor, ActorKind, Confidence, Entry, EntryId, Event, Office, Partner, Reliability, Scope, Term, Verdict,
    Work, WorkKind,
};
use crate::input::Localized;
use crate::site::{Catalogue, Cited, CitedClaim, Figure, Marker, PageId, Quote, Site, work_address};

/// The language that a view is made for, and the site.
#[derive(Clone, Copy)]
pub struct Lens<'s> {
    /// The site.
    pub site: &'s Site,
    /// The language of the page.
    pub language: &'s LanguageCode,
}

impl<'s> Lens<'s> {
    /// A text of a registry in the language of the page, or in the nearest that it is given in.
    pub fn text(&self, text: &'s Localized) -> TextView<'s> {
        TextView::chosen(self.site.config(), self.language, text)
    }

    fn optional(&self, text: &'s Option<Localized>) -> Option<TextView<'s>> {
        text.as_ref().map(|text| self.text(text))
    }

    /// The title of a source, which is in its own language unless it is given in another.
    pub fn title(&self, work: &'s Work) -> TextView<'s> {
        let config = self.site.config();
        let own = work.language.as_ref().unwrap_or_else(|| config.default_language());
        let (text, language) = work.title.chosen(config.fallbacks(self.language), own);
        TextView::of(text, language, self.language)
    }

    /// The name of a topic that somebody calls by one of its names.
    fn topic(&self, name: &'s str) -> TextView<'s> {
        let topics = &self.site.evidence.topics;
        let registered = self.site.evidence.topic_named(name).map(|id| &topics[id].record.name);
        registered.map_or(TextView { text: name, language: None }, |registered| self.text(registered))
    }

    /// What a source is called in running text: who wrote it, or published it, or its title.
    pub fn short_name(&self, work: &'s Work) -> TextView<'s> {
        let author = work.first_author().map(|author| TextView { text: author, language: None });
        author.or_else(|| self.optional(&work.publisher)).unwrap_or_else(|| self.title(work))
    }

    fn catalogue(&self, catalogue: Catalogue) -> String {
        self.site.href(&catalogue.address(self.site.config(), self.language))
    }

    /// The address of an entry on the page of its registry.
    pub fn entry<T>(&self, catalogue: Catalogue, entry: &Entry<T>) -> String {
        format!("{}#{}", self.catalogue(catalogue), entry.slug)
    }

    /// The address of a source's own page.
    pub fn source(&self, entry: &Entry<Work>) -> String {
        self.site.href(&work_address(self.site.config(), self.language, entry))
    }

    fn marks(&self, markers: &[Marker]) -> Vec<MarkView> {
        markers.iter().map(|marker| MarkView::of(self, *marker)).collect()
    }

    /// Links to the pages of this language among some.
    pub fn pages(&self, pages: &[PageId]) -> Vec<LinkView<'s>> {
        let own = pages.iter().filter(|id| self.site.entry(**id).identity.language == *self.language);
        own.map(|id| LinkView::page(self.site, *id)).collect()
    }
}

fn date<S: Serializer>(date: &Option<PartialDate>, serializer: S) -> Result<S::Ok, S::Error> {
    date.map(|date| date.to_string()).serialize(serializer)
}

fn precision(date: Option<PartialDate>) -> Option<&'static str> {
    date.map(|date| date.precision().name())
}

/// A place that cites a source: `1`, which leads to the first source of the page's list.
#[derive(Debug, Serialize)]
pub struct MarkView {
    /// The number of the source on this page.
    pub number: usize,
    /// Its entry in the page's list of sources.
    pub href: String,
    /// The id of this place, for links back.
    pub id: String,
}

impl MarkView {
    /// A place on a page.
    pub fn of(lens: &Lens<'_>, marker: Marker) -> MarkView {
        let entry = &lens.site.evidence.works[marker.work];
        MarkView {
            number: marker.number,
            href: format!("#{}", source_anchor(entry)),
            id: place_id(marker.nth),
        }
    }
}

/// The id of a source in the list of a page. No heading's id begins so.
pub fn source_anchor<T>(entry: &Entry<T>) -> String {
    format!("_source-{}", entry.slug)
}

/// The id of the place with this number.
pub fn place_id(nth: usize) -> String {
    format!("_cite-{nth}")
}

/// A source.
#[derive(Debug, Serialize)]
pub struct SourceView<'s> {
    /// Its id.
    pub id: &'s str,
    /// Its id in HTML, in a page's list of sources.
    pub anchor: String,
    /// Its own page.
    pub href: String,
    /// Its title, in its own language.
    pub title: TextView<'s>,
    /// Who wrote it.
    pub authors: &'s [String],
    /// Who published it.
    pub publisher: Option<TextView<'s>>,
    /// The whole of it in the style that `site.toml` chooses, as HTML.
    pub reference: String,
    /// `official`, `press`, `analysis`, `academic`, `data` or `other`.
    pub kind: WorkKind,
    /// The code of its language.
    pub language: Option<&'s str>,
    /// When it was published.
    #[serde(serialize_with = "date")]
    pub date: Option<PartialDate>,
    /// When it was read.
    pub accessed: Option<Date>,
    /// Where it was read.
    pub url: Option<&'s str>,
    /// Where a copy is kept.
    pub archived: Option<&'s str>,
    /// `high`, `medium`, `low` or nothing.
    pub reliability: Option<Reliability>,
    /// What readers should know of it.
    pub note: Option<TextView<'s>>,
    /// The source that it retells.
    pub derived_from: Option<SourceLinkView<'s>>,
    /// The words recorded from it that may be printed.
    pub excerpts: Vec<ExcerptView<'s>>,
}

/// A link to a source.
#[derive(Debug, Serialize)]
pub struct SourceLinkView<'s> {
    /// Its title.
    pub title: TextView<'s>,
    /// Its own page.
    pub href: String,
}

/// Recorded words.
#[derive(Debug, Serialize)]
pub struct ExcerptView<'s> {
    /// The words.
    pub text: TextView<'s>,
    /// Whose they are.
    pub speaker: Option<TextView<'s>>,
}

impl<'s> SourceView<'s> {
    /// A source, with its reference as HTML.
    pub fn of(lens: &Lens<'s>, id: EntryId<Work>, reference: String) -> SourceView<'s> {
        let site = lens.site;
        let entry = &site.evidence.works[id];
        let work = &entry.record;
        let derived_from = work.derived_from.as_ref().and_then(|id| site.evidence.works.find(&id.value));
        let printable = work.excerpts.iter().filter(|excerpt| excerpt.withheld.is_none());
        SourceView {
            id: &entry.id,
            anchor: source_anchor(entry),
            href: lens.source(entry),
            title: lens.title(work),
            authors: &work.authors,
            publisher: lens.optional(&work.publisher),
            reference,
            kind: work.kind,
            language: work.language.as_ref().map(LanguageCode::as_str),
            date: work.date,
            accessed: work.accessed,
            url: work.url.as_deref(),
            archived: work.archived.as_deref(),
            reliability: work.reliability,
            note: lens.optional(&work.note),
            derived_from: derived_from.map(|id| SourceLinkView {
                title: lens.title(&site.evidence.works[id].record),
                href: lens.source(&site.evidence.works[id]),
            }),
            excerpts: printable
                .map(|excerpt| ExcerptView {
                    text: recorded(lens, &excerpt.text.value, work.language.as_ref()),
                    speaker: lens.optional(&excerpt.speaker),
                })
                .collect(),
        }
    }
}

/// Words that were recorded from a source, which are in its language.
fn recorded<'s>(lens: &Lens<'s>, text: &'s str, language: Option<&'s LanguageCode>) -> TextView<'s> {
    TextView::of(text, language.unwrap_or(lens.language), lens.language)
}

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

impl<'s> EventView<'s> {
    /// An event and its sources.
    pub fn of(lens: &Lens<'s>, cited: &Cited<Event>) -> EventView<'s> {
        let evidence = &lens.site.evidence;
        let entry = &evidence.events[cited.entry];
        let event = &entry.record;
        let participant = |participant: &'s crate::evidence::Participant| {
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
            marks: lens.marks(&cited.sources),
        }
    }
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
            claim_sources: lens.marks(&cited.claim_sources),
            record: lens.text(&claim.record),
            record_sources: lens.marks(&cited.record_sources),
            verdict: claim.verdict.value,
            checked: claim.checked,
            note: lens.optional(&claim.note),
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
            marks: lens.marks(&cited.sources),
        }
    }
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
            marks: lens.marks(&cited.sources),
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
            marks: lens.marks(&cited.sources),
        }
    }
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
            marks: lens.marks(&cited.sources),
        }
    }
}

/// A quotation that is shown by itself.
#[derive(Debug, Serialize)]
pub struct QuoteView<'s> {
    /// The words.
    pub text: TextView<'s>,
    /// Whose they are.
    pub speaker: Option<TextView<'s>>,
    /// What they say in the language of the page.
    pub translation: Option<&'s str>,
    /// Where they are from.
    pub marks: Vec<MarkView>,
    /// The address of that.
    pub url: Option<&'s str>,
}

impl<'s> QuoteView<'s> {
    /// A quotation.
    pub fn of(lens: &Lens<'s>, quote: &'s Quote) -> QuoteView<'s> {
        QuoteView {
            text: recorded(lens, &quote.text, quote.language.as_ref()),
            speaker: lens.optional(&quote.speaker),
            translation: quote.translation.as_deref(),
            marks: lens.marks(&[quote.source]),
            url: lens.site.evidence.works[quote.source.work].record.url.as_deref(),
        }
    }
}

/// A picture with a caption.
#[derive(Debug, Serialize)]
pub struct FigureView<'s> {
    /// Where it is.
    pub href: &'s str,
    /// How wide it is, in pixels, if that is known.
    pub width: Option<u32>,
    /// How high it is, in pixels, if that is known.
    pub height: Option<u32>,
    /// The files that show it, each with its width; nothing if there is only one.
    pub srcset: Option<String>,
    /// How wide it stands on a page, as in CSS; nothing without `srcset`.
    pub sizes: Option<String>,
    /// Whether it is the first picture of its page, which is not to be loaded late.
    pub is_first: bool,
    /// What it shows, for those who do not see it.
    pub alt: &'s str,
    /// What it is.
    pub caption: &'s str,
    /// What it was made from.
    pub marks: Vec<MarkView>,
}

impl<'s> FigureView<'s> {
    /// A picture.
    pub fn of(lens: &Lens<'s>, figure: &'s Figure) -> FigureView<'s> {
        let picture = figure.picture.as_ref().map(|picture| PictureView::of(&lens.site.frame, picture));
        let PictureView { size, srcset, sizes } = picture.unwrap_or_default();
        FigureView {
            href: &figure.href,
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            srcset,
            sizes,
            is_first: figure.is_first,
            alt: &figure.alt,
            caption: &figure.caption,
            marks: lens.marks(&figure.sources),
        }
    }
}
