//! Turns a BibTeX or BibLaTeX file into references. Each entry is read by itself, so that one that is broken hides no other.
//!
//! The library beneath follows cross-references wherever they lead, in circles too, and trusts the numbers of a date. So dates are
//! checked and cross-references followed for one step here, as BibTeX itself does.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use biblatex::{Bibliography, Chunk, ChunksExt, Entry as TexEntry, Pair, RawBibliography, RawChunk, Spanned};
use hayagriva::Entry;
use hayagriva::types::EntryType;

use super::bibtex_file::{Definitions, Raw, read, refuse_duplicates, report_syntax};
use super::imported::{self, Imported};
use crate::base::{Code, Diagnostics, LanguageCode, Source, Span};

/// How many bytes the entries of a file may take from others that they refer to.
const REFERENCES_LIMIT: usize = 16 * 1024 * 1024;

/// How many fields of an entry may be broken.
const BROKEN_LIMIT: usize = 32;

/// Reads a whole file.
pub fn parse(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> Vec<Imported> {
    let mut found = Diagnostics::default();
    let pieces = read(&mut found, source);
    let definitions = Definitions::of(&mut found, source, &pieces);
    let mut written = definitions.write_out(&mut found, source, &pieces);
    refuse_duplicates(&mut found, source, &mut written);
    let by_key: BTreeMap<&str, &Raw<'_>> = written.iter().map(|raw| (raw.key.v, raw)).collect();
    let mut budget = REFERENCES_LIMIT;
    let mut imported = Vec::new();
    for raw in &written {
        let mut reading = Reading { diagnostics: &mut found, source, raw, budget: &mut budget };
        imported.extend(reading.import(&by_key));
    }
    diagnostics.append_first(found);
    imported
}

/// One entry while it is read.
struct Reading<'r, 's> {
    diagnostics: &'r mut Diagnostics,
    source: &'r Arc<Source>,
    raw: &'r Raw<'s>,
    /// How many bytes may still be taken from other entries.
    budget: &'r mut usize,
}

impl<'s> Reading<'_, 's> {
    fn import(&mut self, by_key: &BTreeMap<&str, &Raw<'s>>) -> Option<Imported> {
        // What only leads to other entries is no source.
        if self.raw.kind.v.eq_ignore_ascii_case("xdata") || self.raw.kind.v.eq_ignore_ascii_case("set") {
            return None;
        }
        let mut tex = self.resolve(by_key)?;
        let date = self.date(&mut tex, "");
        let accessed = self.date(&mut tex, "url");
        self.date(&mut tex, "event");
        self.date(&mut tex, "orig");
        let url = self.url(&mut tex);
        join_subtitle(&mut tex);
        let mut entry = self.convert(&tex);
        let publisher = publisher(&tex);
        let is_unpublished = entry.map(|entry| entry.publisher()).is_none();
        if is_unpublished && !matches!(entry.entry_type(), EntryType::Article) {
            imported::set_publisher(&mut entry, publisher.as_deref(), None);
        }
        let language = language(&mut entry, &tex);
        Some(Imported {
            key: self.raw.key.v.to_owned(),
            span: self.span(&self.raw.key.span),
            title: text(&tex, "title"),
            authors: entry.authors().unwrap_or_default().iter().map(imported::display_name).collect(),
            publisher,
            date,
            url,
            accessed,
            language,
            note: text(&tex, "note").or_else(|| text(&tex, "annotation")),
            keywords: imported::keywords(&text(&tex, "keywords").unwrap_or_default()),
            entry,
        })
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.source.span(range.clone())
    }

    fn span_of(&self, field: &str) -> Span {
        self.span(&self.raw.field(field).map_or(&self.raw.key.span, |pair| &pair.value.span).clone())
    }

    /// The entry as the library reads it, with what it takes from the entries that it refers to. A field that does not
    /// parse is reported and left out.
    fn resolve(&mut self, by_key: &BTreeMap<&str, &Raw<'s>>) -> Option<TexEntry> {
        let mut own = self.raw.without_references();
        let mut parents = Vec::new();
        for name in ["crossref", "xdata"] {
            let Some(pair) = self.raw.field(name) else { continue };
            let found = self.parents(pair, by_key);
            own.v.fields.extend((!found.is_empty()).then(|| pair.clone()));
            parents.extend(found.into_iter().map(Raw::without_references));
        }
        for _ in 0..BROKEN_LIMIT {
            let entries = parents.iter().cloned().chain([own.clone()]).collect();
            let raw = RawBibliography { preamble: String::new(), entries, abbreviations: Vec::new() };
            let error = match Bibliography::from_raw(raw) {
                Ok(bibliography) => return bibliography.into_vec().pop(),
                Err(error) => error,
            };
            let is_there = |pair: &Pair<'_>| touches(&pair.value.span, &error.span);
            match own.v.fields.iter().position(is_there) {
                Some(broken) => {
                    report_syntax(self.diagnostics, self.source, 0..self.source.text.len(), &error);
                    own.v.fields.remove(broken);
                }
                // A field of an entry that this one refers to, which is reported there.
                None => parents.clear(),
            }
        }
        let span = self.span(&self.raw.key.span);
        let problem = self.diagnostics.report(Code::BibtexSyntax, span, "this entry cannot be read");
        problem.help("mend or remove its broken fields");
        None
    }

    /// The entries that a field names. What the library could read as the name of this very entry is refused.
    fn parents<'m>(&mut self, pair: &Pair<'s>, by_key: &'m BTreeMap<&str, &'m Raw<'s>>) -> Vec<&'m Raw<'s>> {
        let value: Vec<&str> = pair.value.v.iter().map(|chunk| raw_text(&chunk.v)).collect();
        let mut parents = Vec::new();
        for name in value.concat().split(',').map(str::trim) {
            let is_plain = !name.contains(['\\', '{', '}', '$']) && !name.contains("--");
            let parent = by_key.get(name).filter(|_| is_plain && name != self.raw.key.v);
            match parent {
                Some(parent) if parent.length() <= *self.budget => {
                    *self.budget -= parent.length();
                    parents.push(*parent);
                }
                Some(_) => {
                    let span = self.span(&pair.value.span);
                    let message = "the cross-references of this file make it too long";
                    self.diagnostics.report(Code::InvalidValue, span, message).help("write the fields out");
                    return Vec::new();
                }
                None => {
                    let span = self.span(&pair.value.span);
                    let message = format!("no other entry has the key `{name}`");
                    self.diagnostics
                        .report(Code::InvalidValue, span, message)
                        .help("name an entry of this file");
                    return Vec::new();
                }
            }
        }
        parents.dedup_by_key(|parent| parent.key.v);
        parents
    }

    /// Takes a date out of its fields and puts it back in one, if it is one.
    fn date(&mut self, tex: &mut TexEntry, prefix: &str) -> Option<String> {
        let [whole, year, month, day] =
            ["date", "year", "month", "day"].map(|name| format!("{prefix}{name}"));
        let written = match (text(tex, &whole), text(tex, &year)) {
            (Some(date), _) => Some((date, &whole)),
            (None, Some(date)) => {
                let rest = [&month, &day].map(|name| text(tex, name)).into_iter().map_while(|part| part);
                Some((rest.fold(date, |date, part| date + "-" + &month_number(&part)), &year))
            }
            (None, None) => None,
        };
        [&whole, &year, &month, &day].into_iter().for_each(|name| drop(tex.remove(name)));
        let (written, field) = written?;
        let date = imported::date(&written);
        match &date {
            Some(date) => tex.set(&whole, vec![Spanned::detached(Chunk::Normal(date.clone()))]),
            None => {
                let message = format!("`{written}` is not a date");
                let span = self.span_of(field);
                self.diagnostics.report(Code::InvalidDate, span, message).help(imported::DATE_HELP);
            }
        }
        date
    }

    fn url(&mut self, tex: &mut TexEntry) -> Option<(String, Span)> {
        let written = text(tex, "url")?;
        let span = self.span_of("url");
        let Some(url) = imported::web_address(&written) else {
            let (message, help) = imported::address_problem(&written);
            self.diagnostics.report(Code::InvalidValue, span, message).help(help);
            tex.remove("url");
            return None;
        };
        Some((url.to_string(), span))
    }

    /// The entry for styles. A field of the wrong kind is reported and left out.
    fn convert(&mut self, tex: &TexEntry) -> Entry {
        let mut tex = tex.clone();
        loop {
            let error = match Entry::try_from(&tex) {
                Ok(entry) => return entry,
                Err(error) => error,
            };
            let broken =
                tex.fields.iter().find(|(_, chunks)| touches(&chunks.as_slice().span(), &error.span));
            let Some(name) = broken.map(|(name, _)| name.clone()) else {
                return Entry::new(&tex.key, EntryType::Misc);
            };
            let message = format!("`{name}`: {}", error.kind);
            let span = self.span_of(&name);
            self.diagnostics
                .report(Code::InvalidValue, span, message)
                .help("mend this value or remove the field");
            tex.remove(&name);
        }
    }
}

fn touches(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}

fn raw_text<'s>(chunk: &RawChunk<'s>) -> &'s str {
    match chunk {
        RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
    }
}

/// The text of a field, if it says anything.
fn text(tex: &TexEntry, field: &str) -> Option<String> {
    let text = tex.get(field)?.format_verbatim();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Exports write months as numbers or as names: `11`, `nov`, `November`.
fn month_number(text: &str) -> String {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_lowercase();
    let number = MONTHS.iter().position(|month| lower.starts_with(month));
    number.map_or_else(|| text.to_owned(), |index| (index + 1).to_string())
}

/// The library has no place for a subtitle.
fn join_subtitle(tex: &mut TexEntry) {
    if let (Some(title), Some(subtitle)) = (tex.get("title"), tex.get("subtitle")) {
        let colon = Spanned::new(Chunk::Normal(": ".to_owned()), title.span().end..title.span().end);
        let joined = title.iter().cloned().chain([colon]).chain(subtitle.iter().cloned()).collect();
        tex.set("title", joined);
        tex.remove("subtitle");
    }
}

fn publisher(tex: &TexEntry) -> Option<String> {
    let journals = ["journaltitle", "journal"];
    let publishers = ["publisher", "institution", "organization", "school"];
    let is_article = matches!(tex.entry_type, biblatex::EntryType::Article);
    let fields: Vec<&str> = if is_article {
        journals.into_iter().chain(publishers).collect()
    } else {
        publishers.into_iter().chain(journals).collect()
    };
    fields.into_iter().find_map(|field| text(tex, field))
}

/// The language of an entry. BibLaTeX has names for languages; Zotero writes codes too.
fn language(entry: &mut Entry, tex: &TexEntry) -> Option<String> {
    if let Some(language) = entry.language() {
        return Some(language.to_string());
    }
    let written = text(tex, "language").or_else(|| text(tex, "langid"))?;
    let code = match written.to_lowercase().as_str() {
        "japanese" => "ja".to_owned(),
        _ => written.replace('_', "-"),
    };
    let code = LanguageCode::new(&code)?;
    if let Ok(language) = code.as_str().parse() {
        entry.set_language(language);
    }
    Some(code.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourcePath;

    /// As Better BibTeX for Zotero writes it.
    const LIBRARY: &str = r#"
@online{eeas2024,
  title = {{{EU}}–{{Japan Security}} \& {{Defence Partnership}}},
  author = {{European External Action Service}},
  date = {2024-11-01},
  url = {https://www.eeas.europa.eu/x_y?a=1&b=2},
  urldate = {2026-11-20},
  abstract = {On 1 November,
@ text at the beginning of a line.},
  langid = {english},
  keywords = {security,Japan},
  annotation = {Annex included}
}

@report{mofa2024,
  title = {日{EU}安全保障・防衛パートナーシップ},
  author = {{外務省}},
  date = {2024-11},
  institution = {外務省},
  langid = {japanese},
}

@article{muller2024,
  title = {Défense et s\'{e}curit\'e},
  shorttitle = {D\'efense},
  author = {M{\"u}ller, J{\"o}rg and {von der Leyen}, Ursula},
  year = 2024, month = nov,
  journaltitle = {Politique \& Cie},
  volume = {12}, number = {3}, pages = {1--20},
  doi = {10.1000/x_y},
}
"#;

    fn read(text: &str) -> (Vec<Imported>, Vec<String>) {
        let source = Source::new(SourcePath::new("a.bib").unwrap(), text);
        let mut diagnostics = Diagnostics::default();
        let imported = parse(&mut diagnostics, &source);
        let line = |problem: &crate::base::Diagnostic| {
            let (line, column) = problem.span.line_column();
            format!("{line}:{column} {}: {}", problem.code, problem.message)
        };
        (imported, diagnostics.into_sorted().iter().map(line).collect())
    }

    #[test]
    fn an_export_of_zotero_is_read() {
        let (imported, problems) = read(LIBRARY);
        assert_eq!(problems, [""; 0]);
        let [page, report, article] = &imported[..] else { panic!("{imported:#?}") };
        assert_eq!(page.key, "eeas2024");
        assert_eq!(page.span.line_column(), (2, 9));
        assert_eq!(page.title.as_deref(), Some("EU–Japan Security & Defence Partnership"));
        assert_eq!(page.authors, ["European External Action Service"]);
        assert_eq!(page.date.as_deref(), Some("2024-11-01"));
        assert_eq!(page.accessed.as_deref(), Some("2026-11-20"));
        let (url, span) = page.url.as_ref().unwrap();
        assert_eq!((url.as_str(), span.line_column().0), ("https://www.eeas.europa.eu/x_y?a=1&b=2", 6));
        assert_eq!(page.language.as_deref(), Some("en-US"));
        assert_eq!(page.note.as_deref(), Some("Annex included"));
        assert_eq!(page.keywords, ["security", "Japan"]);
        assert_eq!(report.title.as_deref(), Some("日EU安全保障・防衛パートナーシップ"));
        assert_eq!(report.publisher.as_deref(), Some("外務省"));
        assert_eq!(report.date.as_deref(), Some("2024-11"));
        assert_eq!(report.language.as_deref(), Some("ja"));
        assert_eq!(article.title.as_deref(), Some("Défense et sécurité"));
        assert_eq!(article.authors, ["Müller, Jörg", "von der Leyen, Ursula"]);
        assert_eq!(article.publisher.as_deref(), Some("Politique & Cie"));
        assert_eq!(article.date.as_deref(), Some("2024-11"));
        assert_eq!(article.entry.doi(), Some("10.1000/x_y"));
        assert_eq!(article.entry.parents()[0].volume().unwrap().to_string(), "12");
    }

    #[test]
    fn definitions_and_cross_references_are_followed() {
        let text = "@string{eu = {European Union}}\n@string{eeas = eu # { External Action}}\n\
             @book{whole, title = {Whole}, publisher = eeas, date = {2024}}\n\
             @inbook{part, title = {Part}, crossref = {whole}}\n";
        let (imported, problems) = read(text);
        assert_eq!(problems, [""; 0]);
        assert_eq!(imported[0].publisher.as_deref(), Some("European Union External Action"));
        assert_eq!(imported[1].date.as_deref(), Some("2024"));
        assert_eq!(imported[1].publisher.as_deref(), Some("European Union External Action"));
    }

    #[test]
    fn every_problem_of_a_file_is_reported() {
        let text = "@online{a, title = {x}, url = {javascript:alert(1)}, date = {2024-13-01}}\n\
             @online{a, title = {y}}\n\
             @online{b, title = {open}\n\
             @online{c, title {x}}\n\
             @online{, title = {x}}\n\
             @online{d, title = unknown, volume = {x}, month = 0, year = 2024}\n\
             @book{e, title = {x}, maintitle = {m}, volume = {1}, volumes = {many}, crossref = {e}}\n";
        let (imported, problems) = read(text);
        assert_eq!(imported.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["a", "d", "e"]);
        assert_eq!(
            problems,
            [
                "1:31 invalid-value: `javascript:alert(1)` is not a web address",
                "1:61 invalid-date: `2024-13-01` is not a date",
                "2:9 duplicate-id: key `a` is given to two references",
                "3:1 bibtex-syntax: this entry is not closed",
                "4:18 bibtex-syntax: expected equals",
                "5:2 missing-key: an entry has no key",
                "6:20 bibtex-syntax: `unknown` is not defined",
                "6:61 invalid-date: `2024-0` is not a date",
                "7:64 invalid-value: `volumes`: invalid number",
                "7:83 invalid-value: no other entry has the key `e`",
            ]
        );
    }

    #[test]
    fn bombs_end_at_once() {
        let deep = format!("@a{{k, title = {}x{}}}", "{".repeat(60_000), "}".repeat(60_000));
        assert_eq!(read(&deep).1, ["1:46 bibtex-syntax: braces nest deeper than 32 levels"]);
        let commands = format!("@a{{k, title = {{{}x{}}}}}", "\\a{".repeat(60_000), "}".repeat(60_000));
        assert_eq!(read(&commands).1.len(), 1);
        assert_eq!(
            read("@string{a = a}\n@string{b = c}\n@string{c = b}\n").1,
            [
                "1:9 bibtex-syntax: `a` is defined by a name that is not defined before",
                "2:9 bibtex-syntax: `b` is defined by a name that is not defined before",
                "3:9 bibtex-syntax: `c` is defined by a name that is not defined before",
            ]
        );
        let mut bomb = String::from("@string{a0 = {xxxxxxxx}}\n");
        for level in 1..40 {
            let below = level - 1;
            bomb.push_str(&format!("@string{{a{level} = a{below} # a{below}}}\n"));
        }
        bomb.push_str("@book{k, title = a39}\n");
        let problems = read(&bomb).1;
        assert_eq!(problems[0], "18:9 bibtex-syntax: the definitions of this file are too long");
        let circle = "@book{a, crossref = {b}}\n@book{b, crossref = {c}}\n@book{c, xdata = {a}}\n";
        assert_eq!(read(circle).1, [""; 0]);
    }
}
