//! Turns a CSL-JSON file, as Zotero exports it, into references. Keys that nothing here uses belong to other programs and
//! are passed over (the format: <https://github.com/citation-style-language/schema>).

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use hayagriva::Entry;
use hayagriva::types::{EntryType, FormatString, MaybeTyped, Person, PersonRole, PersonsWithRoles};

use super::imported::{self, Imported};
use crate::base::{Code, Diagnostics, LanguageCode, Source, Span};
use crate::input::{Decode, Fields, Node, NodeId, Origin, Problems, Value, json, mismatch};

/// Reads a whole file.
pub fn parse(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> Vec<Imported> {
    let Some((root, origin)) = json::parse(diagnostics, source) else { return Vec::new() };
    let mut problems = Problems::default();
    let items = match &root.value {
        Value::List(items) => items.as_slice(),
        other => mismatch(&mut problems, &root, "a list of references", other.kind()).unwrap_or_default(),
    };
    let mut references = Vec::new();
    for item in items {
        let reference = Reference::decode(&mut problems, item);
        references.extend(reference.map(|reference| reference.import(&mut problems, &origin)));
    }
    let mut found = Diagnostics::default();
    problems.report(&mut found, |id| origin.span(id));
    let references = without_duplicates(&mut found, references);
    diagnostics.append_first(found);
    references
}

/// Keeps the first of references with one key.
fn without_duplicates(diagnostics: &mut Diagnostics, references: Vec<Imported>) -> Vec<Imported> {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut kept = Vec::new();
    for reference in references {
        if let Some(earlier) = first.get(&reference.key) {
            imported::report_duplicate(diagnostics, &reference.key, reference.span, earlier.clone());
            continue;
        }
        first.insert(reference.key.clone(), reference.span.clone());
        kept.push(reference);
    }
    kept
}

/// Text, or a number that stands for its digits. Text that says nothing is none.
struct Text(String);

impl Decode for Text {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Text> {
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => None,
            Value::Int(number) => Some(Text(number.to_string())),
            _ => String::decode(problems, node).map(Text),
        }
    }
}

/// The name of a reference. Some programs number theirs.
struct Key(String);

impl Decode for Key {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Key> {
        match &node.value {
            Value::Int(number) => Some(Key(number.to_string())),
            _ => String::decode(problems, node).map(Key),
        }
    }
}

fn text(fields: &mut Fields<'_>, problems: &mut Problems, key: &'static str) -> Option<String> {
    fields.optional::<Text>(problems, key).map(|text| text.0)
}

/// A person, `{"family": …, "given": …}`, or an institution, `{"literal": …}`.
struct Name(Person);

impl Decode for Name {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Name> {
        let mut fields = Fields::of(problems, node)?;
        let mut part = |key| text(&mut fields, problems, key);
        let (literal, family, given) = (part("literal"), part("family"), part("given"));
        let (particle, dropping) = (part("non-dropping-particle"), part("dropping-particle"));
        let suffix = part("suffix");
        let Some(name) = literal.or(family) else {
            problems
                .add(Code::MissingKey, node.id, "a name has neither `family` nor `literal`")
                .help("add `family` for a person, `literal` for an institution");
            return None;
        };
        let name = particle.map_or(name.clone(), |particle| format!("{particle} {name}"));
        Some(Name(Person {
            name,
            given_name: given,
            prefix: dropping,
            suffix,
            alias: None,
            comma_suffix: false,
        }))
    }
}

fn names(fields: &mut Fields<'_>, problems: &mut Problems, key: &'static str) -> Vec<Person> {
    fields.list::<Name>(problems, key).into_iter().map(|name| name.0).collect()
}

/// A date: `{"date-parts": [[2024, 11, 1]]}`, or its text under `raw` or `literal`.
struct Day(String);

impl Decode for Day {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Day> {
        let mut fields = Fields::of(problems, node)?;
        let parts = fields.list::<Parts>(problems, "date-parts").into_iter().next();
        let written = text(&mut fields, problems, "raw").or_else(|| text(&mut fields, problems, "literal"));
        if parts.is_none() && written.is_none() {
            return None;
        }
        let date = match (&parts, &written) {
            (Some(parts), _) => imported::date_of_parts(&parts.0),
            (None, Some(written)) => imported::date(written),
            (None, None) => None,
        };
        if date.is_none() {
            problems.add(Code::InvalidDate, node.id, "this is not a date").help(imported::DATE_HELP);
        }
        date.map(Day)
    }
}

/// Year, month and day. Some programs write them as text.
struct Parts(Vec<i64>);

impl Decode for Parts {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Parts> {
        let Value::List(items) = &node.value else {
            return mismatch(problems, node, "a list of year, month and day", node.value.kind());
        };
        let number = |item: &Node| match &item.value {
            Value::Int(number) => *number,
            Value::Text(text) => text.trim().parse().unwrap_or(-1),
            _ => -1,
        };
        Some(Parts(items.iter().map(number).collect()))
    }
}

/// One reference as it is written.
struct Reference {
    key: String,
    key_id: NodeId,
    url_id: NodeId,
    kind: String,
    title: Option<String>,
    short_title: Option<String>,
    authors: Vec<Person>,
    editors: Vec<Person>,
    translators: Vec<Person>,
    issued: Option<String>,
    accessed: Option<String>,
    container: Option<String>,
    publisher: Option<String>,
    place: Option<String>,
    authority: Option<String>,
    url: Option<String>,
    language: Option<String>,
    note: Option<String>,
    keywords: Vec<String>,
    others: Vec<(&'static str, String)>,
}

/// What is text and goes into the entry as it is.
const OTHERS: [&str; 12] = [
    "volume", "issue", "page", "number", "edition", "DOI", "ISBN", "ISSN", "PMID", "genre", "abstract",
    "archive",
];

impl Decode for Reference {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Reference> {
        let mut fields = Fields::of(problems, node)?;
        let key = fields.required::<Key>(problems, "id");
        let day = |fields: &mut Fields<'_>, problems: &mut Problems, key| {
            fields.optional::<Day>(problems, key).map(|day| day.0)
        };
        let issued = day(&mut fields, problems, "issued");
        let accessed = day(&mut fields, problems, "accessed");
        let authors = names(&mut fields, problems, "author");
        let editors = names(&mut fields, problems, "editor");
        let translators = names(&mut fields, problems, "translator");
        let mut text = |key| text(&mut fields, problems, key);
        Some(Reference {
            kind: text("type").unwrap_or_default(),
            title: text("title"),
            short_title: text("title-short"),
            container: text("container-title"),
            publisher: text("publisher"),
            place: text("publisher-place"),
            authority: text("authority"),
            url: text("URL"),
            language: text("language"),
            note: text("note"),
            keywords: imported::keywords(&text("keyword").unwrap_or_default()),
            others: OTHERS.iter().filter_map(|key| text(key).map(|value| (*key, value))).collect(),
            key_id: fields.id_of("id"),
            url_id: fields.id_of("URL"),
            authors,
            editors,
            translators,
            issued,
            accessed,
            // Last, so that all else that is wrong is reported too.
            key: key?.0,
        })
    }
}

impl Reference {
    fn import(self, problems: &mut Problems, origin: &Origin) -> Imported {
        let url = self.url.as_deref().and_then(|written| {
            let url = imported::web_address(written);
            if url.is_none() {
                let (message, help) = imported::address_problem(written);
                problems.add(Code::InvalidValue, self.url_id, message).help(help);
            }
            url
        });
        let language = self.language.as_deref().and_then(|code| LanguageCode::new(&code.replace('_', "-")));
        let mut entry = self.entry();
        if let Some(url) = url.clone() {
            imported::set_url(&mut entry, url, self.accessed.as_deref());
        }
        if let Some(language) = language.as_ref().and_then(|code| code.as_str().parse().ok()) {
            entry.set_language(language);
        }
        Imported {
            span: origin.span(self.key_id),
            authors: self.authors.iter().map(imported::display_name).collect(),
            publisher: self.publisher(),
            key: self.key,
            title: self.title,
            date: self.issued,
            url: url.map(|url| (url.to_string(), origin.span(self.url_id))),
            accessed: self.accessed,
            language: language.map(|code| code.to_string()),
            note: self.note,
            keywords: self.keywords,
            entry,
        }
    }

    /// An article is known by what it stood in, everything else by who published it.
    fn publisher(&self) -> Option<String> {
        let (container, publisher) = (self.container.clone(), self.publisher.clone());
        let by_kind = if kind(&self.kind).0 == EntryType::Article {
            container.or(publisher)
        } else {
            publisher.or(container)
        };
        by_kind.or_else(|| self.authority.clone())
    }

    fn entry(&self) -> Entry {
        let (kind, container_kind) = kind(&self.kind);
        let mut entry = Entry::new(&self.key, kind);
        if let Some(title) = &self.title {
            entry.set_title(match &self.short_title {
                Some(short) => FormatString::with_short(title.as_str(), short.as_str()),
                None => FormatString::with_value(title.as_str()),
            });
        }
        self.set_persons(&mut entry);
        if let Some(date) = self.issued.as_deref().and_then(imported::entry_date) {
            entry.set_date(date);
        }
        let name = self.publisher.as_deref().or(self.authority.as_deref());
        imported::set_publisher(&mut entry, name, self.place.as_deref());
        if let Some(note) = &self.note {
            entry.set_note(FormatString::with_value(note.as_str()));
        }
        let container = self.container.as_deref().zip(container_kind);
        let mut parent = container.map(|(title, kind)| {
            let mut parent = Entry::new(&self.key, kind);
            parent.set_title(FormatString::with_value(title));
            parent
        });
        for (key, value) in &self.others {
            set_other(&mut entry, parent.as_mut(), key, value);
        }
        entry.set_parents(parent.into_iter().collect());
        entry
    }

    fn set_persons(&self, entry: &mut Entry) {
        if !self.authors.is_empty() {
            entry.set_authors(self.authors.clone());
        }
        if !self.editors.is_empty() {
            entry.set_editors(self.editors.clone());
        }
        if !self.translators.is_empty() {
            let translators = PersonsWithRoles::new(self.translators.clone(), PersonRole::Translator);
            entry.set_affiliated(vec![translators]);
        }
    }
}

/// Volume and issue count what an article stood in.
fn set_other(entry: &mut Entry, parent: Option<&mut Entry>, key: &str, value: &str) {
    let format = || FormatString::with_value(value);
    match key {
        "volume" => parent.unwrap_or(entry).set_volume(typed(value)),
        "issue" => parent.unwrap_or(entry).set_issue(typed(value)),
        "edition" => parent.unwrap_or(entry).set_edition(typed(value)),
        "page" => entry.set_page_range(typed(value)),
        "number" => entry.set_keyed_serial_number("serial", value.to_owned()),
        "DOI" => entry.set_doi(value.to_owned()),
        "ISBN" => entry.set_isbn(value.to_owned()),
        "ISSN" => entry.set_issn(value.to_owned()),
        "PMID" => entry.set_pmid(value.to_owned()),
        "genre" => entry.set_genre(format()),
        "abstract" => entry.set_abstract_(format()),
        "archive" => entry.set_archive(format()),
        _ => {}
    }
}

/// A number or range that styles can count with, or else its text.
fn typed<T: FromStr>(value: &str) -> MaybeTyped<T> {
    value.parse().map_or_else(|_| MaybeTyped::String(value.to_owned()), MaybeTyped::Typed)
}

/// The type of an entry by its CSL type, and of what it stands in, if it can stand in something.
fn kind(name: &str) -> (EntryType, Option<EntryType>) {
    match name {
        "article-journal" | "article-magazine" | "review" => {
            (EntryType::Article, Some(EntryType::Periodical))
        }
        "article-newspaper" => (EntryType::Article, Some(EntryType::Newspaper)),
        "post-weblog" => (EntryType::Article, Some(EntryType::Blog)),
        "paper-conference" => (EntryType::Article, Some(EntryType::Proceedings)),
        "article" => (EntryType::Article, Some(EntryType::Periodical)),
        "webpage" => (EntryType::Web, Some(EntryType::Web)),
        "post" => (EntryType::Post, Some(EntryType::Web)),
        "report" => (EntryType::Report, Some(EntryType::Book)),
        "book" => (EntryType::Book, None),
        "chapter" => (EntryType::Chapter, Some(EntryType::Book)),
        "entry" | "entry-dictionary" | "entry-encyclopedia" => (EntryType::Entry, Some(EntryType::Reference)),
        "thesis" => (EntryType::Thesis, None),
        "legislation" | "bill" | "regulation" | "treaty" => (EntryType::Legislation, None),
        "legal_case" => (EntryType::Case, None),
        "manuscript" => (EntryType::Manuscript, None),
        "patent" => (EntryType::Patent, None),
        "dataset" => (EntryType::Repository, None),
        "motion_picture" | "broadcast" => (EntryType::Video, None),
        _ => (EntryType::Misc, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourcePath;

    /// As Zotero's CSL JSON translator writes it.
    const LIBRARY: &str = r#"[
  {
    "id": "eeas2024",
    "abstract": "On 1 November …",
    "accessed": {"date-parts": [["2026", 11, 20]]},
    "author": [{"literal": "European External Action Service"}],
    "citation-key": "eeas2024",
    "container-title": "EEAS",
    "issued": {"date-parts": [["2024", 11, 1]]},
    "language": "en",
    "note": "Annex included",
    "keyword": "security, Japan",
    "title": "EU–Japan Security & Defence Partnership",
    "type": "webpage",
    "URL": "https://www.eeas.europa.eu/x?a=1&b=2"
  },
  {
    "id": 17,
    "author": [{"family": "岩屋", "given": "毅"}, {"family": "Leyen", "given": "Ursula", "non-dropping-particle": "von der"}],
    "container-title": "国際政治",
    "DOI": "10.1000/x", "volume": "12", "issue": 3, "page": "1-20",
    "issued": {"date-parts": [[2024, 11]]},
    "publisher": "日本国際政治学会",
    "language": "ja-JP",
    "title": "安全保障と防衛",
    "type": "article-journal"
  }
]"#;

    fn read(text: &str) -> (Vec<Imported>, Vec<String>) {
        let source = Source::new(SourcePath::new("a.json").unwrap(), text);
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
        let [page, article] = &imported[..] else { panic!("{imported:#?}") };
        assert_eq!(page.key, "eeas2024");
        assert_eq!(page.span.line_column(), (3, 11));
        assert_eq!(page.title.as_deref(), Some("EU–Japan Security & Defence Partnership"));
        assert_eq!(page.authors, ["European External Action Service"]);
        assert_eq!(page.publisher.as_deref(), Some("EEAS"));
        assert_eq!(page.date.as_deref(), Some("2024-11-01"));
        assert_eq!(page.accessed.as_deref(), Some("2026-11-20"));
        let (url, span) = page.url.as_ref().unwrap();
        assert_eq!((url.as_str(), span.line_column().0), ("https://www.eeas.europa.eu/x?a=1&b=2", 15));
        assert_eq!(page.language.as_deref(), Some("en"));
        assert_eq!(page.note.as_deref(), Some("Annex included"));
        assert_eq!(page.keywords, ["security", "Japan"]);
        assert_eq!(page.entry.entry_type(), &EntryType::Web);
        assert_eq!(article.key, "17");
        assert_eq!(article.authors, ["岩屋, 毅", "von der Leyen, Ursula"]);
        assert_eq!(article.publisher.as_deref(), Some("国際政治"));
        assert_eq!(article.date.as_deref(), Some("2024-11"));
        assert_eq!(article.entry.doi(), Some("10.1000/x"));
        let journal = &article.entry.parents()[0];
        assert_eq!(journal.title().unwrap().to_string(), "国際政治");
        assert_eq!(journal.issue().unwrap().to_string(), "3");
        assert_eq!(article.entry.page_range().unwrap().to_string(), "1-20");
    }

    #[test]
    fn every_problem_of_a_file_is_reported() {
        let text = r#"[
{"title": "no key"},
{"id": "a", "URL": "javascript:alert(1)", "title": ["x"], "issued": {"date-parts": [[2024, 13]]}},
{"id": "a"},
{"id": "b", "author": [{"given": "Taro"}, "Hanako"], "extra": {"x": 1}},
{"id": ""},
7
]"#;
        let (imported, problems) = read(text);
        assert_eq!(imported.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(
            problems,
            [
                "2:1 missing-key: key `id` is missing",
                "3:20 invalid-value: `javascript:alert(1)` is not a web address",
                "3:52 wrong-type: expected text, found a list",
                "3:69 invalid-date: this is not a date",
                "4:8 duplicate-id: key `a` is given to two references",
                "5:24 missing-key: a name has neither `family` nor `literal`",
                "5:43 wrong-type: expected a mapping, found text",
                "6:8 invalid-value: this text is empty",
                "7:1 wrong-type: expected a mapping, found a number",
            ]
        );
        assert_eq!(read("{}").1, ["1:1 wrong-type: expected a list of references, found a mapping"]);
        assert_eq!(read("[{]").1, ["1:3 json-syntax: key must be a string"]);
    }
}
