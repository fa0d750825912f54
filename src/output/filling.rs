//! What is written into the holes of a body: addresses, numbers of sources, what references add to their words.

use std::collections::BTreeSet;
use std::fmt::Write;

use tera::Value;

use super::functions::Answers;
use super::lens::Lens;
use super::mark_view::MarkView;
use super::marking::{EXTERNAL, Scripts, push_attribute, push_text};
use super::picture_view::PictureView;
use super::punctuation::Punctuation;
use super::side_notes;
use super::text_view::TextView;
use super::words::Words;
use crate::base::script::is_wide;
use crate::document::{Citation, Fill, LinkKind};
use crate::site::{Catalogue, Href, Marker, Mentioned, Page, Site};

/// Fills the holes of one page.
pub struct Filling<'s> {
    lens: Lens<'s>,
    page: &'s Page,
    words: &'s Words,
    /// What each directive of the page shows, as HTML; nothing for one whose template failed.
    directives: &'s [Option<String>],
    answers: &'s Answers,
    /// What a link to a heading is called, with `{title}` in its place; nothing if headings have none.
    heading_link: Option<String>,
    /// The citations and items that are named in the margin.
    side_notes: BTreeSet<(usize, usize)>,
    /// What the number of a source is called in the language of the page, with `{number}` in its place.
    source_number: String,
    marks: Punctuation,
    scripts: Scripts,
}

impl<'s> Filling<'s> {
    /// What the holes of a page are filled with.
    pub fn of(
        site: &'s Site,
        page: &'s Page,
        words: &'s Words,
        answers: &'s Answers,
        directives: &'s [Option<String>],
    ) -> Filling<'s> {
        let lens = Lens { site, language: &page.identity.language };
        let source_number = words.find(lens.language, "source_number");
        let source_number = source_number.unwrap_or_else(|| "source {number}".to_owned());
        let marks = Punctuation::of(words, lens.language);
        let scripts = Scripts::of(site.config());
        let heading_link = words.find(lens.language, "heading_link");
        let side_notes = if site.config().side_notes { side_notes::places(page) } else { BTreeSet::new() };
        Filling {
            lens,
            page,
            words,
            directives,
            answers,
            heading_link,
            side_notes,
            source_number,
            marks,
            scripts,
        }
    }

    /// The body of the page with its holes filled.
    pub fn content(&self) -> Value {
        Value::safe_string(&self.page.document.body.filled(|html, fill| self.fill(html, fill)))
    }

    /// What stands in the holes alone, one behind the other.
    pub fn fillings(&self) -> String {
        let mut fillings = String::new();
        for hole in &self.page.document.body.holes {
            self.fill(&mut fillings, hole.fill);
            fillings.push('\0');
        }
        fillings
    }

    fn fill(&self, html: &mut String, fill: Fill) {
        match fill {
            Fill::Link(number) => self.href(html, number),
            Fill::Picture(number) => self.picture(html, number),
            Fill::Alert(kind) => push_text(html, &self.words.alert(self.lens.language, kind)),
            Fill::Citation(number) => {
                let citation = &self.page.document.body.marks.citations[number];
                self.citation(html, citation, &self.page.evidence.citations[number]);
            }
            Fill::HeadingStart(_) | Fill::HeadingEnd(_) | Fill::SideNote(_) => self.aid(html, fill),
            Fill::Directive(number) => {
                html.push_str(self.directives.get(number).and_then(Option::as_deref).unwrap_or_default());
            }
            Fill::MentionStart(number) => {
                if let Some(mentioned) = self.page.evidence.mentions[number] {
                    self.mention_start(html, mentioned, &self.page.document.body.marks.mentions[number].text);
                }
            }
            Fill::MentionEnd(number) => {
                if let Some(mentioned) = self.page.evidence.mentions[number] {
                    self.mention_end(html, mentioned, &self.page.document.body.marks.mentions[number].text);
                }
            }
        }
    }

    /// What helps readers of the page itself, and has no place in copies of its text.
    fn aid(&self, html: &mut String, fill: Fill) {
        match fill {
            Fill::HeadingStart(_) if self.heading_link.is_some() => html.push_str("<div class=\"heading\">"),
            Fill::HeadingEnd(number) => self.heading_link(html, number),
            Fill::SideNote(number) => self.side_note(html, number),
            _ => {}
        }
    }

    /// A link to a heading, to be copied. It stands beside the heading, whose name stays its own, and names it, for a list of
    /// links is read without what is round them.
    fn heading_link(&self, html: &mut String, number: usize) {
        let Some(name) = &self.heading_link else { return };
        let heading = &self.page.document.body.headings[number];
        html.push_str("<a class=\"anchor\" href=\"#");
        push_attribute(html, &heading.id);
        html.push_str("\" aria-label=\"");
        push_attribute(html, &name.replace("{title}", heading.title.trim()));
        html.push_str("\">#</a></div>");
    }

    /// Who published a source, and when, for the margin. The list of sources says it to those who do not see the margin.
    fn side_note(&self, html: &mut String, number: usize) {
        let citation = &self.page.document.body.marks.citations[number];
        let markers = &self.page.evidence.citations[number];
        for (position, (item, marker)) in citation.items.iter().zip(markers).enumerate() {
            let Some(marker) = marker.filter(|_| self.side_notes.contains(&(number, position))) else {
                continue;
            };
            let work = &self.lens.site.evidence.works[marker.work].record;
            let _ = write!(html, "<span class=\"side\" aria-hidden=\"true\"><b>{}</b> ", marker.number);
            self.marked(html, self.lens.short_name(work));
            if let Some(date) = work.date {
                push_text(html, &self.marks.comma);
                push_text(html, &self.answers.date(self.lens.language, date));
            }
            self.suffix(html, &item.suffix);
            html.push_str("</span>");
        }
    }

    fn marked(&self, html: &mut String, text: TextView<'_>) {
        self.scripts.push(html, self.lens.language, text);
    }

    /// The address of a link or image, and the language of what it leads to, if that is another.
    fn href(&self, html: &mut String, number: usize) {
        let Href { address, language } = &self.page.hrefs[number];
        push_attribute(html, address);
        if let Some(language) = language {
            html.push_str("\" hreflang=\"");
            html.push_str(language.as_str());
        }
        let is_link = self.page.document.body.links[number].kind == LinkKind::Link;
        if is_link && self.lens.site.config().base_url.leads_away(address) {
            // The hole ends inside the last attribute.
            html.push('"');
            html.push_str(EXTERNAL.trim_end_matches('"'));
        }
    }

    /// What is known of a picture, and when to load it.
    fn picture(&self, html: &mut String, number: usize) {
        if let Some(picture) = &self.page.pictures[number] {
            PictureView::of(&self.lens.site.frame, picture).push(html);
        }
        if self.page.first_picture != Some(Fill::Picture(number)) {
            html.push_str(" loading=\"lazy\" decoding=\"async\"");
        }
    }

    /// `[see 1, p. 3; 2]`, each number a link to the page's list of sources.
    fn citation(&self, html: &mut String, citation: &Citation, markers: &[Option<Marker>]) {
        if citation.narrative
            && let Some(Some(marker)) = markers.first()
        {
            let entry = &self.lens.site.evidence.works[marker.work];
            self.marked(html, self.lens.short_name(&entry.record));
            html.push(' ');
        }
        if ends_wide(html) {
            html.push(WORD_JOINER);
        }
        html.push_str("<span class=\"cite\">[");
        for (position, (item, marker)) in citation.items.iter().zip(markers).enumerate() {
            if position > 0 {
                push_text(html, &self.marks.semicolon);
            }
            if !item.prefix.is_empty() {
                push_text(html, &item.prefix);
                html.push(' ');
            }
            match marker {
                Some(marker) => self.mark(html, *marker),
                None => push_text(html, &item.key),
            }
            self.suffix(html, &item.suffix);
        }
        html.push_str("]</span>");
    }

    /// The place in a source: `, p. 3`.
    fn suffix(&self, html: &mut String, suffix: &str) {
        if !suffix.is_empty() {
            push_text(html, self.marks.before_suffix(suffix));
            push_text(html, suffix);
        }
    }

    fn mark(&self, html: &mut String, marker: Marker) {
        let MarkView { number, href, id } = MarkView::of(&self.lens, marker);
        let _ = write!(html, "<a href=\"{href}\" id=\"{id}\" role=\"doc-noteref\" aria-label=\"");
        push_attribute(html, &self.source_number.replace("{number}", &number.to_string()));
        let _ = write!(html, "\">{number}</a>");
    }

    fn mention_start(&self, html: &mut String, mentioned: Mentioned, text: &str) {
        let evidence = &self.lens.site.evidence;
        match mentioned {
            Mentioned::Actor { actor, .. } => {
                let entry = &evidence.actors[actor];
                let name = self.lens.text(&entry.record.name);
                self.link(html, &self.lens.entry(Catalogue::Actors, entry), text, name);
            }
            Mentioned::Claim(claim) => {
                let entry = &evidence.claims[claim];
                let claimed = self.lens.text(&entry.record.claimed);
                self.link(html, &self.lens.entry(Catalogue::Claims, entry), text, claimed);
            }
            Mentioned::Event(event) => {
                let entry = &evidence.events[event];
                let title = self.lens.text(&entry.record.title);
                self.link(html, &self.lens.entry(Catalogue::Timeline, entry), text, title);
            }
            Mentioned::Source(work) => {
                let entry = &evidence.works[work];
                let title = self.lens.title(&entry.record);
                self.link(html, &self.lens.source(entry), text, title);
            }
            Mentioned::Confidence(confidence) => {
                let _ = write!(html, "<span class=\"confidence confidence-{}\">", confidence.name());
            }
            Mentioned::Term { term, first } => {
                let entry = &evidence.terms[term];
                let name = self.lens.text(&entry.record.name);
                self.link(html, &self.lens.entry(Catalogue::Glossary, entry), text, name);
                if entry.record.abbreviation.as_deref() == Some(text) {
                    if first {
                        self.marked(html, name);
                        push_text(html, &self.marks.open);
                    }
                    html.push_str("<abbr title=\"");
                    push_attribute(html, name.text);
                    html.push_str("\">");
                }
            }
        }
    }

    /// Opens a link; one without words of its own gets `name`.
    fn link(&self, html: &mut String, href: &str, text: &str, name: TextView<'_>) {
        html.push_str("<a href=\"");
        push_attribute(html, href);
        html.push_str("\">");
        if text.trim().is_empty() {
            self.marked(html, name);
        }
    }

    fn mention_end(&self, html: &mut String, mentioned: Mentioned, text: &str) {
        let evidence = &self.lens.site.evidence;
        match mentioned {
            Mentioned::Confidence(confidence) => {
                let word = self.words.get(self.lens.language, &format!("confidences.{}", confidence.name()));
                self.note(html, &format!("confidence-{}", confidence.name()), &word);
                html.push_str("</span>");
            }
            Mentioned::Claim(claim) => {
                let verdict = evidence.claims[claim].record.verdict.value.name();
                let word = self.words.get(self.lens.language, &format!("verdicts.{verdict}"));
                html.push_str("</a>");
                self.note(html, &format!("verdict verdict-{verdict}"), &word);
            }
            Mentioned::Actor { actor, office } => {
                html.push_str("</a>");
                if let Some(office) = office {
                    let office = &evidence.actors[actor].record.offices[office];
                    push_text(html, &self.marks.open);
                    self.marked(html, self.lens.text(&office.title));
                    push_text(html, &self.marks.close);
                }
            }
            Mentioned::Term { term, first } => {
                if evidence.terms[term].record.abbreviation.as_deref() == Some(text) {
                    html.push_str("</abbr>");
                    push_text(html, if first { &self.marks.close } else { "" });
                }
                html.push_str("</a>");
            }
            Mentioned::Event(_) | Mentioned::Source(_) => html.push_str("</a>"),
        }
    }

    fn note(&self, html: &mut String, class: &str, word: &str) {
        // A space before the bracket stands before the note.
        let bracket = self.marks.open.trim_start();
        push_text(html, &self.marks.open[..self.marks.open.len() - bracket.len()]);
        let _ = write!(html, "<span class=\"note {class}\">");
        push_text(html, bracket);
        push_text(html, word);
        push_text(html, &self.marks.close);
        html.push_str("</span>");
    }
}

/// Between two characters where no line may end.
const WORD_JOINER: char = '\u{2060}';

/// Whether the last character of a text in HTML is full-width: a line may end after those, which narrow ones keep by spaces.
fn ends_wide(html: &str) -> bool {
    let mut text = html;
    while let Some(open) = text.strip_suffix('>').and_then(|text| text.rfind('<')) {
        text = &text[..open];
    }
    text.ends_with(is_wide)
}
