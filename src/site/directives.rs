//! Turns what is written in a directive into what it shows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::chart;
use super::directory::Directory;
use super::link::From;
use super::numbering::Numbering;
use super::pictures::Picture;
use super::quotations;
use super::shown::{Figure, Quote, Shown};
use crate::base::{Code, Diagnostics, PartialDate, Slug, Source, Span, nearest, quotation};
use crate::document::{Directive, Document, LinkKind};
use crate::evidence::{ActorKind, EntryId, Evidence, Registry, Verdict, Work};
use crate::input::{Decode, Fields, Located, Node, NodeId, Problems, Value};

/// What a directive is read with.
pub struct Scene<'a> {
    pub templates: &'a [Arc<Source>],
    pub evidence: &'a Evidence,
    pub directory: &'a Directory,
    pub from: From<'a>,
    pub document: &'a Document,
}

/// Reads one kind of directive; nothing comes back if there is nothing to show, which has been reported.
type Reader = fn(&mut Reading<'_, '_>, &mut Fields<'_>) -> Option<Shown>;

/// The directives that need more than a template.
const READERS: [(&str, Reader); 8] = [
    ("timeline", timeline),
    ("claims", claims),
    ("actors", actors),
    ("areas", areas),
    ("partners", partners),
    ("not-to-be-confused", terms),
    ("quote", quote),
    ("figure", figure),
];

/// One directive while it is read.
struct Reading<'a, 's> {
    diagnostics: &'a mut Diagnostics,
    problems: Problems,
    scene: &'a Scene<'s>,
    directive: &'a Directive,
    numbering: &'a mut Numbering,
    /// Whether something that it names is not there, which has been reported.
    incomplete: bool,
}

/// What a directive shows.
pub fn show(
    diagnostics: &mut Diagnostics,
    scene: &Scene<'_>,
    directive: &Directive,
    numbering: &mut Numbering,
) -> Option<Shown> {
    let reader = READERS.iter().find(|(name, _)| *name == directive.name).map(|(_, reader)| *reader);
    if reader.is_none() && !has_template(scene.templates, &directive.name) {
        report_unknown(diagnostics, scene, directive);
        return None;
    }
    // A body that cannot be read has been reported; one without a line shows everything.
    let empty = Node { id: crate::input::yaml::ROOT, value: Value::Null };
    let node = match &directive.options {
        Some(node) => node,
        None if directive.body.is_empty() => &empty,
        None => return None,
    };
    let mut reading = Reading {
        diagnostics,
        problems: Problems::default(),
        scene,
        directive,
        numbering,
        incomplete: false,
    };
    let shown = match reader {
        Some(reader) => reading.read(node, reader),
        None => reading.own(node),
    };
    let Reading { diagnostics, problems, .. } = reading;
    problems.report(diagnostics, |id| scene.document.directive_span(directive, id));
    shown
}

fn has_template(templates: &[Arc<Source>], name: &str) -> bool {
    let path = format!("templates/directives/{name}.html");
    templates.binary_search_by(|template| template.path.as_str().cmp(&path)).is_ok()
}

fn report_unknown(diagnostics: &mut Diagnostics, scene: &Scene<'_>, directive: &Directive) {
    let own = scene
        .templates
        .iter()
        .filter_map(|template| template.path.below("templates/directives")?.strip_suffix(".html"));
    let known = READERS.iter().map(|(name, _)| *name).chain(own);
    let help = match nearest(&directive.name, known) {
        Some(near) => format!("did you mean `{{{near}}}`?"),
        None => format!("write `templates/directives/{}.html`", directive.name),
    };
    let message = format!("there is no directive `{}`", directive.name);
    diagnostics
        .report(Code::DirectiveUnknown, scene.document.span(&directive.name_range), message)
        .help(help);
}

impl Reading<'_, '_> {
    fn read(&mut self, node: &Node, reader: Reader) -> Option<Shown> {
        let mut fields = Fields::of(&mut self.problems, node)?;
        let shown = reader(self, &mut fields);
        fields.finish(&mut self.problems);
        shown
    }

    /// The site's own directive: its sources are cited, all else is its template's.
    fn own(&mut self, node: &Node) -> Option<Shown> {
        let mut fields = Fields::of(&mut self.problems, node)?;
        let mut sources: Vec<Located<String>> = fields.list(&mut self.problems, "sources");
        sources.extend(fields.optional::<Located<String>>(&mut self.problems, "source"));
        let works: Vec<_> = self.entries(&self.scene.evidence.works, &sources);
        let markers = self.numbering.cite_all(works);
        let value = if node.value == Value::Null { Value::Map(Vec::new()) } else { node.value.clone() };
        Some(Shown::Own(value, markers))
    }

    fn span(&self, id: NodeId) -> Span {
        self.scene.document.directive_span(self.directive, id)
    }

    /// The address of a picture, and what is known of it; what is wrong with it is reported.
    fn picture(&mut self, file: &Located<String>) -> Option<(String, Option<Arc<Picture>>)> {
        let Scene { directory, from, .. } = self.scene;
        let span = self.span(file.id);
        let href = directory.resolve(from, LinkKind::Image, &file.value);
        let href = href.map_err(|problem| problem.report(self.diagnostics, span.clone())).ok()?;
        let picture = directory.shown(self.diagnostics, from, &file.value, || span);
        Some((href.address, picture))
    }

    /// The entries with these ids; those that are not there are reported.
    fn entries<T: crate::evidence::Record>(
        &mut self,
        registry: &Registry<T>,
        ids: &[Located<String>],
    ) -> Vec<EntryId<T>> {
        let mut found = Vec::new();
        for id in ids {
            let (scene, directive) = (self.scene, self.directive);
            let span = || scene.document.directive_span(directive, id.id);
            found.extend(registry.resolve(self.diagnostics, &id.value, span));
        }
        self.incomplete |= found.len() < ids.len();
        found
    }

    /// The entries named under a key, all of the registry if it is left out.
    fn chosen<T: crate::evidence::Record>(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        registry: &Registry<T>,
    ) -> Vec<EntryId<T>> {
        match fields.optional::<Ids>(&mut self.problems, key) {
            Some(ids) => self.entries(registry, &ids.0),
            None => registry.iter().map(|(id, _)| id).collect(),
        }
    }

    fn one<T: crate::evidence::Record>(
        &mut self,
        fields: &mut Fields<'_>,
        key: &'static str,
        registry: &Registry<T>,
    ) -> Option<EntryId<T>> {
        let id: Located<String> = fields.optional(&mut self.problems, key)?;
        self.entries(registry, &[id]).pop()
    }

    /// The range of dates under `from` and `to`, as a test for dates.
    fn range(&mut self, fields: &mut Fields<'_>) -> impl Fn(PartialDate) -> bool + use<> {
        let from: Option<PartialDate> = fields.optional(&mut self.problems, "from");
        let to: Option<PartialDate> = fields.optional(&mut self.problems, "to");
        if let (Some(from), Some(to)) = (from, to)
            && to.last() < from.first()
        {
            let message = format!("`to` is {to}, before `from`, {from}");
            self.problems.add(Code::InvalidValue, fields.id_of("to"), message).help("correct one of the two");
        }
        move |date| {
            from.is_none_or(|from| from.first() <= date.last())
                && to.is_none_or(|to| date.first() <= to.last())
        }
    }

    /// What tells the topic that is asked for, which at least one entry has, from others.
    fn topic<'t>(
        &mut self,
        fields: &mut Fields<'_>,
        topics: impl Iterator<Item = &'t Located<String>>,
    ) -> Option<Slug> {
        let topic: Located<String> = fields.optional(&mut self.problems, "topic")?;
        let evidence = self.scene.evidence;
        let meant = evidence.topic_slug(&topic.value);
        let known: BTreeMap<&str, bool> =
            topics.map(|topic| (topic.value.as_str(), evidence.topic_slug(&topic.value) == meant)).collect();
        if !known.values().any(|is_meant| *is_meant) {
            let message = format!("nothing here has the topic `{}`", topic.value);
            let help = match nearest(&topic.value, known.keys().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to `topics` of an entry".to_owned(),
            };
            self.problems.add(Code::InvalidValue, topic.id, message).help(help);
        }
        meant
    }

    /// Reports a selection of nothing.
    fn nothing_if_empty<T>(&mut self, entries: Vec<T>) -> Vec<T> {
        if entries.is_empty() && self.problems.is_empty() && !self.incomplete {
            let span = self.scene.document.span(&self.directive.name_range);
            self.diagnostics
                .report(Code::InvalidValue, span, "this directive shows nothing")
                .help("widen what it selects, or add entries to the registry");
        }
        entries
    }

    /// Compares what a text of the directive quotes with what was recorded from its sources.
    fn check_quotations(&mut self, text: &Located<String>, works: &[EntryId<Work>]) {
        let span = self.span(text.id);
        for quoted in quotation::find(&text.value).quotations {
            let words = &text.value[quotation::inner(&text.value, &quoted)];
            quotations::check(self.diagnostics, self.scene.evidence, works, words, |_| span.clone(), &span);
        }
    }

    /// A date, or the date of an event.
    fn date(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<PartialDate> {
        let written: Located<DateText> = fields.optional(&mut self.problems, key)?;
        let text = written.value.0;
        if let Some(date) = PartialDate::parse(&text) {
            return Some(date);
        }
        let id = Located { id: written.id, value: text };
        let event = self.entries(&self.scene.evidence.events, &[id]).pop()?;
        Some(self.scene.evidence.events[event].record.date)
    }
}

struct Ids(Vec<Located<String>>);

impl Decode for Ids {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let mut fields = Vec::new();
        match &node.value {
            Value::List(items) => {
                for item in items {
                    fields.extend(Located::<String>::decode(problems, item));
                }
            }
            // One id may stand alone.
            _ => fields.extend(Located::<String>::decode(problems, node)),
        }
        Some(Ids(fields))
    }
}

/// A date or an id: YAML takes a year for a number.
struct DateText(String);

impl Decode for DateText {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        match &node.value {
            Value::Int(year) => Some(DateText(year.to_string())),
            _ => String::decode(problems, node).map(DateText),
        }
    }
}

fn timeline(reading: &mut Reading<'_, '_>, fields: &mut Fields<'_>) -> Option<Shown> {
    let evidence = reading.scene.evidence;
    let mut events = reading.chosen(fields, "events", &evidence.events);
    let topics = evidence.events.iter().flat_map(|(_, event)| &event.record.topics);
    if let Some(topic) = reading.topic(fields, topics) {
        events.retain(|id| evidence.is_about(&evidence.events[*id].record.topics, &topic));
    }
    if let Some(actor) = reading.one(fields, "actor", &evidence.actors) {
        let actor = &evidence.actors[actor].id;
        events.retain(|id| evidence.events[*id].record.actors.iter().any(|one| one.actor.value == *actor));
    }
    let in_range = reading.range(fields);
    events.retain(|id| in_range(evidence.events[*id].record.date));
    // On one day, events stand as they are written.
    events.sort_by_key(|id| (evidence.events[*id].record.date, *id));
    events.dedup();
    let events = reading.nothing_if_empty(events);
    Some(Shown::events(evidence, reading.numbering, events))
}

fn claims(reading: &mut Reading<'_, '_>, fields: &mut Fields<'_>) -> Option<Shown> {
    let evidence = reading.scene.evidence;
    let mut claims = reading.chosen(fields, "claims", &evidence.claims);
    let verdicts: Option<Verdicts> = fields.optional(&mut reading.problems, "verdict");
    if let Some(Verdicts(verdicts)) = verdicts {
        claims.retain(|id| verdicts.contains(&evidence.claims[*id].record.verdict.value));
    }
    let topics = evidence.claims.iter().flat_map(|(_, claim)| &claim.record.topics);
    if let Some(topic) = reading.topic(fields, topics) {
        claims.retain(|id| evidence.is_about(&evidence.claims[*id].record.topics, &topic));
    }
    if let Some(source) = reading.one(fields, "source", &evidence.works) {
        claims.retain(|id| {
            evidence.works_of(&evidence.claims[*id].record.claim_sources).any(|work| work == source)
        });
    }
    let claims = reading.nothing_if_empty(claims);
    Some(Shown::claims(evidence, reading.numbering, claims))
}

struct Verdicts(Vec<Verdict>);

impl Decode for Verdicts {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        let verdicts = match &node.value {
            Value::List(items) => items.iter().filter_map(|item| Verdict::decode(problems, item)).collect(),
            _ => vec![Verdict::decode(problems, node)?],
        };
        Some(Verdicts(verdicts))
    }
}

fn actors(reading: &mut Reading<'_, '_>, fields: &mut Fields<'_>) -> Option<Shown> {
    let evidence = reading.scene.evidence;
    let mut actors = reading.chosen(fields, "actors", &evidence.actors);
    if let Some(kind) = fields.optional::<ActorKind>(&mut reading.problems, "kind") {
        actors.retain(|id| evidence.actors[*id].record.kind == kind);
    }
    let on = reading.date(fields, "on");
    let actors = reading.nothing_if_empty(actors);
    Some(Shown::actors(evidence, reading.numbering, actors, on))
}

fn areas(reading: &mut Reading<'_, '_>, fields: &mut Fields<'_>) -> Option<Shown> {
    let evidence = reading.scene.evidence;
    let scopes = reading.chosen(fields, "texts", &evidence.scopes);
    let scopes = reading.nothing_if_empty(scopes);
    Some(Shown::scopes(evidence, reading.numbering, scopes))
}

fn partners(reading: &mut Reading<'_, '_>, fields: &mut Fields<'_>) -> Option<Shown> {
    let evidence = reading.scene.evidence;
    let mut partners = reading.chosen(fields, "partners", &evidence.partners);
    let in_range = reading.range(fields);
    partners.retain(|id| evidence.partners[*id].record.date.is_none_or(&in_range));
    // Those whose date is not known come last.
    partners.sort_by_key(|id| {
        let date = evidence.partners[*id].record.date;
        (date.is_none(), date, *id)
    });
    let partners = reading.nothing_if_empty(partners);
    Some(Shown::partners(evidence, reading.numbering, partners))
}

fn terms(reading: &mut Reading<'_, '_>, fields: &mut Fields<'_>) -> Option<Shown> {
    let evidence = reading.scene.evidence;
    let ids: Option<Ids> = fields.required(&mut reading.problems, "terms");
    let terms = reading.entries(&evidence.terms, &ids?.0);
    let terms = reading.nothing_if_empty(terms);
    Some(Shown::terms(evidence, reading.numbering, terms))
}

fn quote(reading: &mut Reading<'_, '_>, fields: &mut Fields<'_>) -> Option<Shown> {
    let evidence = reading.scene.evidence;
    let source: Option<Located<String>> = fields.required(&mut reading.problems, "source");
    let text: Option<Located<String>> = fields.required(&mut reading.problems, "text");
    let translation = fields.optional(&mut reading.problems, "translation");
    let (source, text) = (source?, text?);
    let work = reading.entries(&evidence.works, &[source]).pop()?;
    let span = reading.span(text.id);
    let recorded =
        quotations::check(reading.diagnostics, evidence, &[work], &text.value, |_| span.clone(), &span);
    // Whose words they are is recorded with them.
    let speaker = recorded.and_then(|excerpt| excerpt.speaker.clone());
    let language = evidence.works[work].record.language.clone();
    let source = reading.numbering.cite(work);
    Some(Shown::Quote(Quote { text: text.value, speaker, language, translation, source }))
}

fn figure(reading: &mut Reading<'_, '_>, fields: &mut Fields<'_>) -> Option<Shown> {
    if chart::is_asked_for(fields) {
        return drawing(reading, fields);
    }
    let file: Option<Located<String>> = fields.required(&mut reading.problems, "file");
    let alt = fields.required(&mut reading.problems, "alt");
    let caption: Option<Located<String>> = fields.required(&mut reading.problems, "caption");
    let sources: Vec<Located<String>> = fields.list(&mut reading.problems, "sources");
    let works = reading.entries(&reading.scene.evidence.works, &sources);
    if let Some(caption) = &caption {
        reading.check_quotations(caption, &works);
    }
    let sources = reading.numbering.cite_all(works);
    let file = file?;
    let (href, picture) = reading.picture(&file)?;
    Some(Shown::Figure(Figure {
        href,
        picture,
        is_first: false,
        alt: alt?,
        caption: caption?.value,
        sources,
    }))
}

/// A `{figure}` that is a drawing of data.
fn drawing(reading: &mut Reading<'_, '_>, fields: &mut Fields<'_>) -> Option<Shown> {
    let (scene, directive) = (reading.scene, reading.directive);
    let mut reader = chart::Reader {
        diagnostics: &mut *reading.diagnostics,
        problems: &mut reading.problems,
        directory: scene.directory,
        from: &scene.from,
        place: &|id| scene.document.directive_span(directive, id),
    };
    let draft = chart::Draft::read(&mut reader, fields)?;
    let works = reading.entries(&scene.evidence.works, draft.sources());
    draft.texts().for_each(|text| reading.check_quotations(text, &works));
    let number = reading.numbering.chart();
    let sources = reading.numbering.cite_all(works);
    Some(Shown::Chart(draft.cited(number, sources)))
}
