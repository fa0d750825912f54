//! How others cite a page: as an entry of a citation style, and as files that programs for references read: BibTeX, RIS and
//! CSL-JSON.

use std::fmt::Write;
use std::str::FromStr;

use hayagriva::Entry;
use hayagriva::types::{Date as EntryDate, EntryType, FormatString, Person, QualifiedUrl};
use jiff::civil::Date;
use serde_json::json;

use super::recipe::{Output, Recipe};
use crate::base::{Address, LanguageCode};
use crate::document::FrontMatter;
use crate::site::{Frame, Identity, PageId, PageKind};

/// A file format for references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// BibTeX ("BibTeXing", Oren Patashnik, 1988), with the `date` and `url` of biblatex, which other programs pass over.
    Bibtex,
    /// RIS, the format of Research Information Systems (RefMan), a tag a line.
    Ris,
    /// CSL-JSON (<https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>).
    CslJson,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 3] = [Format::Bibtex, Format::Ris, Format::CslJson];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Bibtex => "BibTeX",
            Format::Ris => "RIS",
            Format::CslJson => "CSL-JSON",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Bibtex => "application/x-bibtex",
            Format::Ris => "application/x-research-info-systems",
            Format::CslJson => "application/vnd.citationstyles.csl+json",
        }
    }

    /// Where the file of a page is.
    pub fn address(self, page: &Address) -> Address {
        let name = match self {
            Format::Bibtex => "cite.bib",
            Format::Ris => "cite.ris",
            Format::CslJson => "cite.json",
        };
        page.file(name).expect("a plain name makes an address")
    }

    fn write(self, citation: &Citation<'_>) -> String {
        match self {
            Format::Bibtex => bibtex(citation),
            Format::Ris => ris(citation),
            Format::CslJson => csl_json(citation),
        }
    }
}

/// Whether a page has these files: briefs do.
pub fn is_cited(identity: &Identity, front: &FrontMatter) -> bool {
    identity.kind == PageKind::Page && front.kind.is_some()
}

/// The files of every brief.
pub fn emit(frame: &Frame) -> Vec<Output> {
    let briefs = frame.numbered_entries().filter(|(_, entry)| is_cited(&entry.identity, &entry.front));
    briefs
        .flat_map(|(id, entry)| {
            Format::ALL.map(|format| Output {
                path: format.address(&entry.identity.address).output_path(),
                origin: entry.front.start(),
                recipe: Recipe::Bytes(Box::new(move |frame| {
                    format.write(&Citation::of(frame, id)).into_bytes()
                })),
            })
        })
        .collect()
}

/// What is known of a page that is cited.
pub struct Citation<'f> {
    key: String,
    title: &'f str,
    authors: Vec<Name<'f>>,
    site: &'f str,
    /// The day of the version that is cited.
    date: Option<Date>,
    url: String,
    language: &'f LanguageCode,
    summary: &'f str,
}

/// Whose name it is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Name<'f> {
    Person { family: &'f str, given: &'f str },
    Organization(&'f str),
}

impl<'f> Name<'f> {
    /// Persons are written with the family name first and a comma behind it, as authors of sources are.
    fn of(name: &'f str) -> Name<'f> {
        match name.split_once(',') {
            Some((family, given)) => Name::Person { family: family.trim(), given: given.trim() },
            None => Name::Organization(name.trim()),
        }
    }
}

impl<'f> Citation<'f> {
    /// A page of the site, which is its author where no other is named.
    pub fn of(frame: &'f Frame, page: PageId) -> Citation<'f> {
        let entry = frame.entry(page);
        let front = &entry.front;
        let language = &entry.identity.language;
        let site = frame.config().language(language).map_or("", |texts| texts.title.as_str());
        let mut authors: Vec<Name<'_>> = front.authors.iter().map(|name| Name::of(name)).collect();
        if authors.is_empty() {
            authors.push(Name::Organization(site));
        }
        Citation {
            key: key(&entry.identity.edition_key, language),
            title: &front.title,
            authors,
            site,
            date: front.last_change().map(|change| change.day_in(&frame.config().time_zone)),
            url: frame.url(&entry.identity.address),
            language,
            summary: &front.summary,
        }
    }

    /// It as a citation style sees it: a page that stands in a site.
    pub fn entry(&self) -> Entry {
        let mut site = Entry::new("site", EntryType::Web);
        site.set_title(FormatString::with_value(self.site));
        let mut entry = Entry::new(&self.key, EntryType::Web);
        entry.set_title(FormatString::with_value(self.title));
        entry.set_authors(self.authors.iter().map(person).collect());
        entry.set_parents(vec![site]);
        if let Some(date) = self.date.and_then(|date| EntryDate::from_str(&date.to_string()).ok()) {
            entry.set_date(date);
        }
        if let Ok(url) = QualifiedUrl::from_str(&self.url) {
            entry.set_url(url);
        }
        if let Ok(language) = self.language.as_str().parse() {
            entry.set_language(language);
        }
        entry
    }
}

fn person(name: &Name<'_>) -> Person {
    let (name, given) = match *name {
        Name::Person { family, given } => (family, Some(given)),
        Name::Organization(name) => (name, None),
    };
    let (name, given_name) = (name.to_owned(), given.map(str::to_owned));
    Person { name, given_name, prefix: None, suffix: None, comma_suffix: false, alias: None }
}

/// A key that every program takes: letters, digits and hyphens.
fn key(edition: &str, language: &LanguageCode) -> String {
    let mut key = String::new();
    for part in edition.split(|character: char| !character.is_ascii_alphanumeric()) {
        if !part.is_empty() {
            key.push_str(&part.to_ascii_lowercase());
            key.push('-');
        }
    }
    key + language.as_str()
}

/// A text on one line.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bibtex(citation: &Citation<'_>) -> String {
    let author = |name: &Name<'_>| match name {
        Name::Person { family, given } => format!("{}, {}", escaped(family), escaped(given)),
        // Braces keep an organisation's name in one piece.
        Name::Organization(name) => format!("{{{}}}", escaped(name)),
    };
    let authors: Vec<String> = citation.authors.iter().map(author).collect();
    let mut fields = vec![
        // Braces keep the capitals of a title as they are.
        ("title", format!("{{{}}}", escaped(citation.title))),
        ("author", authors.join(" and ")),
        ("organization", format!("{{{}}}", escaped(citation.site))),
    ];
    if let Some(date) = citation.date {
        fields.push(("year", date.year().to_string()));
        fields.push(("month", date.month().to_string()));
        fields.push(("date", date.to_string()));
    }
    fields.push(("url", citation.url.clone()));
    fields.push(("language", citation.language.to_string()));
    let mut text = format!("@misc{{{}", citation.key);
    for (name, value) in fields {
        let _ = write!(text, ",\n  {name} = {{{value}}}");
    }
    text + "\n}\n"
}

/// A text in which nothing is markup to TeX.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in on_one_line(text).chars() {
        match character {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' => escaped.push_str("\\{"),
            '}' => escaped.push_str("\\}"),
            '#' | '$' | '%' | '&' | '_' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// Lines end in CR and LF; the first says the type and the last ends the record.
fn ris(citation: &Citation<'_>) -> String {
    let mut text = String::new();
    let mut line = |tag: &str, value: &str| {
        let _ = write!(text, "{tag}  - {}\r\n", on_one_line(value));
    };
    line("TY", "ELEC");
    for name in &citation.authors {
        match name {
            Name::Person { family, given } => line("AU", &format!("{family}, {given}")),
            Name::Organization(name) => line("AU", name),
        }
    }
    line("TI", citation.title);
    line("T2", citation.site);
    if let Some(date) = citation.date {
        line("PY", &date.year().to_string());
        line("DA", &date.strftime("%Y/%m/%d").to_string());
    }
    line("LA", citation.language.as_str());
    line("AB", citation.summary);
    line("UR", &citation.url);
    line("ER", "");
    text
}

fn csl_json(citation: &Citation<'_>) -> String {
    let author = |name: &Name<'_>| match name {
        Name::Person { family, given } => json!({ "family": family, "given": given }),
        Name::Organization(name) => json!({ "literal": name }),
    };
    let mut item = json!({
        "id": citation.key,
        "type": "webpage",
        "title": on_one_line(citation.title),
        "author": citation.authors.iter().map(author).collect::<Vec<_>>(),
        "container-title": citation.site,
        "URL": citation.url,
        "language": citation.language.as_str(),
        "abstract": on_one_line(citation.summary),
    });
    if let Some(date) = citation.date {
        item["issued"] = json!({ "date-parts": [[date.year(), date.month(), date.day()]] });
    }
    let mut text = serde_json::to_string_pretty(&[item]).expect("these values are JSON");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use biblatex::{Bibliography, ChunksExt};

    use super::*;

    fn citation<'c>(title: &'c str, language: &'c LanguageCode) -> Citation<'c> {
        Citation {
            key: key("briefs/東京-2024_x", language),
            title,
            authors: vec![Name::of("編集部 & Co. and others"), Name::of("Sjöberg, Å_sa")],
            site: "Site {1}",
            date: Some(jiff::civil::date(2026, 11, 3)),
            url: "https://example.org/repo/%E6%9D%B1/".to_owned(),
            language,
            summary: "A summary\nof two lines.",
        }
    }

    /// All that means something to one of the formats.
    const HOSTILE: &str = "100 % {A} \\b #1 $x_y^z~ & “東京” <b></script>]]>\nER  - @end";

    #[test]
    fn bibtex_is_read_as_it_was_meant() {
        let language = LanguageCode::new("ja").unwrap();
        let text = bibtex(&citation(HOSTILE, &language));
        let read = Bibliography::parse(&text).unwrap();
        let entry = read.get("briefs-2024-x-ja").unwrap();
        assert_eq!(entry.title().unwrap().format_verbatim(), on_one_line(HOSTILE));
        let authors = entry.author().unwrap();
        assert_eq!(authors.len(), 2);
        assert_eq!(authors[0].name, "編集部 & Co. and others");
        assert_eq!((authors[1].name.as_str(), authors[1].given_name.as_str()), ("Sjöberg", "Å_sa"));
        assert_eq!(entry.url().unwrap(), "https://example.org/repo/%E6%9D%B1/");
        assert_eq!(entry.get("date").unwrap().format_verbatim(), "2026-11-03");
    }

    #[test]
    fn ris_has_a_line_for_each_tag() {
        let language = LanguageCode::new("en").unwrap();
        assert_eq!(
            ris(&citation("A\r\nB", &language)),
            "TY  - ELEC\r\nAU  - 編集部 & Co. and others\r\nAU  - Sjöberg, Å_sa\r\nTI  - A B\r\nT2  - Site {1}\r\n\
             PY  - 2026\r\nDA  - 2026/11/03\r\nLA  - en\r\nAB  - A summary of two lines.\r\n\
             UR  - https://example.org/repo/%E6%9D%B1/\r\nER  - \r\n"
        );
        let hostile = ris(&citation(HOSTILE, &language));
        let tags: Vec<&str> = hostile.lines().map(|line| line.split_once("  - ").unwrap().0).collect();
        assert_eq!(tags, ["TY", "AU", "AU", "TI", "T2", "PY", "DA", "LA", "AB", "UR", "ER"]);
    }
}
