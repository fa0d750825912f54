//! The body of a page as Markdown that stands alone: what other files decide is written out, addresses are full.

use std::fmt::Write;

use tera::Value;

use super::lens::Lens;
use super::punctuation::Punctuation;
use super::text_view::TextView;
use super::words::Words;
use crate::base::BaseUrl;
use crate::document::{Citation, Fill, Stand};
use crate::site::{Catalogue, Marker, Mentioned, Page, Site};

/// Fills the cuts of one page.
pub struct Copying<'s> {
    lens: Lens<'s>,
    page: &'s Page,
    words: &'s Words,
    /// What each directive of the page shows, as Markdown; nothing for one that no template writes so.
    directives: &'s [Option<String>],
    /// The full address of the page.
    url: String,
    marks: Punctuation,
}

impl<'s> Copying<'s> {
    /// What the cuts of a page are filled with.
    pub fn of(
        site: &'s Site,
        page: &'s Page,
        words: &'s Words,
        directives: &'s [Option<String>],
    ) -> Copying<'s> {
        let lens = Lens { site, language: &page.identity.language };
        let url = site.url(&page.identity.address);
        let marks = Punctuation::of(words, lens.language);
        Copying { lens, page, words, directives, url, marks }
    }

    /// The body with its cuts filled.
    pub fn content(&self) -> Value {
        let document = &self.page.document;
        let text = document.body.cuts.filled(&document.source, |text, stand| self.fill(text, stand));
        Value::safe_string(text.trim())
    }

    /// What stands in the cuts alone, one behind the other.
    pub fn fillings(&self) -> String {
        let mut fillings = String::new();
        for cut in &self.page.document.body.cuts.cuts {
            self.fill(&mut fillings, &cut.stand);
            fillings.push('\0');
        }
        fillings
    }

    fn fill(&self, text: &mut String, stand: &Stand) {
        let marks = &self.page.document.body.marks;
        match stand {
            Stand::Nothing => {}
            Stand::Reading(reading) => {
                text.push('（');
                push_plain(text, reading);
                text.push('）');
            }
            Stand::Link(number, title) => self.end_link(text, &self.page.hrefs[*number].address, title),
            Stand::Fill(Fill::Citation(number)) => {
                self.citation(text, &marks.citations[*number], &self.page.evidence.citations[*number]);
            }
            Stand::Fill(Fill::Directive(number)) => self.directive(text, *number),
            Stand::Fill(Fill::MentionStart(number)) => {
                if let Some(mentioned) = self.page.evidence.mentions[*number] {
                    self.start_mention(text, mentioned, &marks.mentions[*number].text);
                }
            }
            Stand::Fill(Fill::MentionEnd(number)) => {
                if let Some(mentioned) = self.page.evidence.mentions[*number] {
                    self.end_mention(text, mentioned, &marks.mentions[*number].text);
                }
            }
            // An alert keeps its mark, a link's address stands with its end. Margins and links to headings are of pages alone.
            Stand::Fill(Fill::Alert(_) | Fill::Link(_) | Fill::Picture(_)) => {}
            Stand::Fill(Fill::HeadingStart(_) | Fill::HeadingEnd(_) | Fill::SideNote(_)) => {}
        }
    }

    fn end_link(&self, text: &mut String, href: &str, title: &str) {
        text.push_str("](");
        push_destination(text, &full(&self.lens.site.config().base_url, &self.url, href));
        if !title.is_empty() {
            let _ = write!(text, " \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""));
        }
        text.push(')');
    }

    /// `[see 1, p. 3; 2]`: the numbers of the list of sources.
    fn citation(&self, text: &mut String, citation: &Citation, markers: &[Option<Marker>]) {
        if citation.narrative
            && let Some(Some(marker)) = markers.first()
        {
            let entry = &self.lens.site.evidence.works[marker.work];
            push_plain(text, self.lens.short_name(&entry.record).text);
            text.push(' ');
        }
        text.push('[');
        for (position, (item, marker)) in citation.items.iter().zip(markers).enumerate() {
            text.push_str(if position > 0 { &self.marks.semicolon } else { "" });
            if !item.prefix.is_empty() {
                push_plain(text, &item.prefix);
                text.push(' ');
            }
            match marker {
                Some(marker) => {
                    let _ = write!(text, "{}", marker.number);
                }
                None => push_plain(text, &item.key),
            }
            if !item.suffix.is_empty() {
                text.push_str(self.marks.before_suffix(&item.suffix));
                push_plain(text, &item.suffix);
            }
        }
        text.push(']');
    }

    /// What a directive shows; as it is written if no template says how.
    fn directive(&self, text: &mut String, number: usize) {
        match self.directives.get(number) {
            Some(Some(shown)) => text.push_str(shown),
            Some(None) => {
                let document = &self.page.document;
                let directive = &document.body.marks.directives[number];
                let body = &document.source.text[directive.body.clone()];
                let _ = write!(text, "```{{{}}}\n{}\n```", directive.name, body.trim_end());
            }
            None => {}
        }
    }

    fn start_mention(&self, text: &mut String, mentioned: Mentioned, written: &str) {
        if let Mentioned::Confidence(_) = mentioned {
            return;
        }
        text.push('[');
        let name = self.name(mentioned);
        if written.trim().is_empty() {
            push_plain(text, name.text);
        }
        if let Mentioned::Term { first: true, .. } = mentioned
            && self.is_abbreviation(mentioned, written)
        {
            push_plain(text, name.text);
            text.push_str(&self.marks.open);
        }
    }

    fn end_mention(&self, text: &mut String, mentioned: Mentioned, written: &str) {
        let word = |path: &str| self.words.get(self.lens.language, path);
        if let Mentioned::Confidence(confidence) = mentioned {
            return self.note(text, &word(&format!("confidences.{}", confidence.name())));
        }
        if let Mentioned::Term { first: true, .. } = mentioned
            && self.is_abbreviation(mentioned, written)
        {
            text.push_str(&self.marks.close);
        }
        self.end_link(text, &self.href(mentioned), "");
        let evidence = &self.lens.site.evidence;
        match mentioned {
            Mentioned::Claim(claim) => {
                let verdict = evidence.claims[claim].record.verdict.value.name();
                self.note(text, &word(&format!("verdicts.{verdict}")));
            }
            Mentioned::Actor { actor, office: Some(office) } => {
                let office = &evidence.actors[actor].record.offices[office];
                self.note(text, self.lens.text(&office.title).text);
            }
            _ => {}
        }
    }

    fn note(&self, text: &mut String, note: &str) {
        text.push_str(&self.marks.open);
        push_plain(text, note);
        text.push_str(&self.marks.close);
    }

    fn is_abbreviation(&self, mentioned: Mentioned, written: &str) -> bool {
        let Mentioned::Term { term, .. } = mentioned else { return false };
        self.lens.site.evidence.terms[term].record.abbreviation.as_deref() == Some(written)
    }

    fn name(&self, mentioned: Mentioned) -> TextView<'s> {
        let (lens, evidence) = (&self.lens, &self.lens.site.evidence);
        match mentioned {
            Mentioned::Actor { actor, .. } => lens.text(&evidence.actors[actor].record.name),
            Mentioned::Claim(claim) => lens.text(&evidence.claims[claim].record.claimed),
            Mentioned::Event(event) => lens.text(&evidence.events[event].record.title),
            Mentioned::Source(work) => lens.title(&evidence.works[work].record),
            Mentioned::Term { term, .. } => lens.text(&evidence.terms[term].record.name),
            Mentioned::Confidence(_) => TextView { text: "", language: None },
        }
    }

    fn href(&self, mentioned: Mentioned) -> String {
        let (lens, evidence) = (&self.lens, &self.lens.site.evidence);
        match mentioned {
            Mentioned::Actor { actor, .. } => lens.entry(Catalogue::Actors, &evidence.actors[actor]),
            Mentioned::Claim(claim) => lens.entry(Catalogue::Claims, &evidence.claims[claim]),
            Mentioned::Event(event) => lens.entry(Catalogue::Timeline, &evidence.events[event]),
            Mentioned::Source(work) => lens.source(&evidence.works[work]),
            Mentioned::Term { term, .. } => lens.entry(Catalogue::Glossary, &evidence.terms[term]),
            Mentioned::Confidence(_) => String::new(),
        }
    }
}

/// The full address of a link that stands on the page with this address.
pub fn full(base: &BaseUrl, page: &str, href: &str) -> String {
    if href.starts_with("//") {
        href.to_owned()
    } else if href.starts_with('/') {
        base.absolute(href)
    } else if href.starts_with('#') {
        format!("{page}{href}")
    } else {
        href.to_owned()
    }
}

/// An address as Markdown's syntax for links takes it.
pub fn push_destination(text: &mut String, address: &str) {
    for character in address.chars() {
        match character {
            '(' => text.push_str("%28"),
            ')' => text.push_str("%29"),
            '<' => text.push_str("%3C"),
            '>' => text.push_str("%3E"),
            '\\' => text.push_str("%5C"),
            other if other.is_whitespace() || other.is_control() => text.push_str("%20"),
            other => text.push(other),
        }
    }
}

/// A text on one line, in which nothing is markup to Markdown.
pub fn push_plain(text: &mut String, plain: &str) {
    let words: Vec<&str> = plain.split_whitespace().collect();
    let line = words.join(" ");
    let mut characters = line.chars().peekable();
    let begins_block = line.starts_with(['#', '-', '+', '=', '>', '~']);
    text.push_str(if begins_block { "\\" } else { "" });
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let is_markup = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' => true,
            '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            _ => false,
        };
        text.push_str(if is_markup { "\\" } else { "" });
        text.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_has_no_markup_in_it() {
        let plain = |text: &str| {
            let mut plain = String::new();
            push_plain(&mut plain, text);
            plain
        };
        assert_eq!(
            plain("a\nb *c* _d_ [e](f) `g` | <h> &amp; A & B < 3"),
            "a b \\*c\\* \\_d\\_ \\[e\\](f) \\`g\\` \\| \\<h> \\&amp; A & B < 3"
        );
        assert_eq!(plain("# A"), "\\# A");
        assert_eq!(plain("岩屋 毅</script>"), "岩屋 毅\\</script>");
    }

    #[test]
    fn an_address_ends_where_it_should() {
        let mut text = String::new();
        push_destination(&mut text, "https://a.eu/(b) <c>\nd");
        assert_eq!(text, "https://a.eu/%28b%29%20%3Cc%3E%20d");
    }
}
