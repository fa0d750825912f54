//! Turns one bibliographic entry into HTML, in a CSL style and the words of a language; what is in another language there is
//! marked as such. Knows nothing of numbers or of other entries.
//!
//! Entries are formatted one by one: a whole bibliography would cost more with every entry, and must be made again for
//! every page. So nothing here tells entries apart by `2024a` and `2024b`; what numbers them is the page.

use hayagriva::archive::{ArchivedStyle, LOCALES};
use hayagriva::citationberg::{
    Citation, FontStyle, FontVariant, FontWeight, IndependentStyle, Layout, Locale, LocaleCode,
    Style as AnyStyle, TextDecoration, VerticalAlign,
};
use hayagriva::types::{ChunkKind, ChunkedString, FormatString, Person, Publisher};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Elem, ElemChild, ElemMeta, Entry,
    Formatted, Formatting,
};

use super::marking::{EXTERNAL, Scripts, push_attribute};
use super::text_view::TextView;
use crate::base::script::is_wide;
use crate::base::{BaseUrl, LanguageCode};
use crate::input::{Config, Language};

/// A bundled citation style that has a bibliography.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style(ArchivedStyle);

impl Style {
    /// The style of this name, as the Typst project names the styles of the Zotero repository: `apa`, `ieee`.
    pub fn named(name: &str) -> Option<Style> {
        ArchivedStyle::by_name(name).filter(|archived| independent(*archived).is_some()).map(Style)
    }

    /// The names of all styles, sorted; some styles have several. Reads every style: meant for hints.
    pub fn names() -> Vec<&'static str> {
        let mut names: Vec<&str> = ArchivedStyle::all()
            .iter()
            .filter(|archived| independent(**archived).is_some())
            .flat_map(|archived| archived.names().iter().copied())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// A style that stands alone and has a bibliography.
fn independent(archived: ArchivedStyle) -> Option<IndependentStyle> {
    match archived.get() {
        AnyStyle::Independent(style) if style.bibliography.is_some() => Some(style),
        AnyStyle::Independent(_) | AnyStyle::Dependent(_) => None,
    }
}

/// A style in a language, ready to format entries.
#[derive(Debug)]
pub struct Bibliography {
    style: IndependentStyle,
    language: LocaleCode,
    /// The words of the language, then those of American English, for terms that the language lacks.
    locales: Vec<Locale>,
    /// The language of the pages.
    page: LanguageCode,
    /// Where the site is: links to other hosts are marked.
    base_url: BaseUrl,
    /// What words in another script are taken for there.
    scripts: Scripts,
}

/// What a reference is made of.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'e> {
    /// The source, with the name of its publisher in the language of the registry.
    pub entry: &'e Entry,
    /// Its title as it has it, with its language, if that is known.
    pub title: Option<TextView<'e>>,
    /// The name of its publisher in the language of the registry, and in that of the page.
    pub publisher: Option<(&'e str, TextView<'e>)>,
}

impl<'e> Reference<'e> {
    /// That of a source of which nothing is known in any language.
    pub fn of(entry: &'e Entry) -> Reference<'e> {
        Reference { entry, title: None, publisher: None }
    }
}

impl Bibliography {
    /// Reads the style, and the words of one of the site's languages as its place has them. A language that CSL does not know gets American
    /// English.
    pub fn new(style: Style, config: &Config, language: &Language) -> Bibliography {
        let mut style = independent(style.0).expect("`Style::named` makes no other");
        // The driver formats every citation, several times. We print none, so they are to be nothing.
        style.citation = Citation::with_layout(Layout::with_elements(Vec::new()));
        let english = || read("en-US").expect("it is bundled");
        let (code, locale) = locale(&language.locale.tag()).unwrap_or_else(english);
        let mut locales = vec![locale];
        if code != LocaleCode::en_us() {
            locales.push(english().1);
        }
        let (page, scripts) = (language.code.clone(), Scripts::of(config));
        Bibliography { style, language: code, locales, page, base_url: config.base_url.clone(), scripts }
    }

    /// A reference as HTML to stand in a paragraph or list item, without the number or label that some styles put first.
    pub fn format(&self, reference: Reference<'_>) -> String {
        let mut entry = with_titles_as_recorded(reference.entry);
        if let Some((own, shown)) = reference.publisher {
            rename_publisher(&mut entry, own, shown.text);
        }
        if self.page.has_kanji() {
            join_authors(&mut entry);
        }
        let mut driver = BibliographyDriver::new();
        let items = vec![CitationItem::with_entry(&entry)];
        driver.citation(CitationRequest::from_items(items, &self.style, &self.locales));
        let request = BibliographyRequest::new(&self.style, Some(self.language.clone()), &self.locales);
        let items =
            driver.finish(request).bibliography.map_or_else(Vec::new, |bibliography| bibliography.items);
        let known = reference.title.into_iter().chain(reference.publisher.map(|(_, shown)| shown));
        let mut writer = Writer { html: String::new(), bibliography: self, known: known.collect() };
        for item in &items {
            item.first_field.iter().chain(&item.content.0).for_each(|child| writer.child(child));
        }
        writer.html.trim().to_owned()
    }
}

/// Calls the publisher by its name in another language. What the press publishes stands in a newspaper of that name.
fn rename_publisher(entry: &mut Entry, own: &str, shown: &str) {
    let name = || FormatString { value: as_recorded(&shown.to_owned().into()), short: None };
    if let Some(publisher) = entry.publisher()
        && publisher.name().is_some_and(|name| name.to_string() == own)
    {
        let location = publisher.location().cloned();
        entry.set_publisher(Publisher::new(Some(name()), location));
    }
    let mut parents = entry.parents().to_vec();
    for parent in &mut parents {
        if parent.title().is_some_and(|title| title.to_string() == own) {
            parent.set_title(name());
        }
    }
    entry.set_parents(parents);
}

/// Makes several authors one, as Japanese and Chinese write them: styles put a comma, a space and a word before the last.
fn join_authors(entry: &mut Entry) {
    let Some(authors @ [_, _, ..]) = entry.authors() else { return };
    let written = |author: &Person| match &author.given_name {
        Some(given) if author.name.contains(is_wide) => format!("{} {given}", author.name),
        Some(given) => format!("{given} {}", author.name),
        None => author.name.clone(),
    };
    let name = authors.iter().map(written).collect::<Vec<_>>().join("、");
    let (given_name, prefix, suffix, alias) = (None, None, None, None);
    entry.set_authors(vec![Person { name, given_name, prefix, suffix, comma_suffix: false, alias }]);
}

/// The entry with titles that no style turns into capitals: who checks a source looks for its title as it is.
fn with_titles_as_recorded(entry: &Entry) -> Entry {
    let mut recorded = entry.clone();
    if let Some(title) = entry.title() {
        let short = title.short.as_deref().map(|short| Box::new(as_recorded(short)));
        recorded.set_title(FormatString { value: as_recorded(&title.value), short });
    }
    recorded.set_parents(entry.parents().iter().map(with_titles_as_recorded).collect());
    recorded
}

fn as_recorded(title: &ChunkedString) -> ChunkedString {
    let mut recorded = ChunkedString::new();
    for chunk in &title.0 {
        let kind = if chunk.kind == ChunkKind::Normal { ChunkKind::Verbatim } else { chunk.kind };
        recorded.push_str(chunk.as_str(), kind);
    }
    recorded
}

/// The words that CSL has for a language as a place has it, with CSL's code for it.
fn locale(tag: &str) -> Option<(LocaleCode, Locale)> {
    let own = match tag {
        "zh-Hant" => "zh-TW",
        other => other,
    };
    let usual = LocaleCode(own.to_owned()).fallback();
    let base = own.split('-').next();
    let related =
        LOCALES.iter().filter_map(|bytes| code_of(bytes)).find(|code| code.split('-').next() == base);
    read(own).or_else(|| read(&usual?.0)).or_else(|| read(related?))
}

/// Reads one of the bundled locales. Reading all of them to choose one takes longer than a small site.
fn read(code: &str) -> Option<(LocaleCode, Locale)> {
    let is_it = |bytes: &&&[u8]| code_of(bytes).is_some_and(|own| own.eq_ignore_ascii_case(code));
    let bytes = LOCALES.iter().find(is_it)?;
    Some((LocaleCode(code_of(bytes)?.to_owned()), ciborium::from_reader(*bytes).ok()?))
}

/// The language of an encoded locale: it begins with this key, and CBOR writes a short text as 0x60 + length, then its
/// bytes.
fn code_of(bytes: &[u8]) -> Option<&str> {
    let after = bytes.get(1..)?.strip_prefix(b"\x69@xml:lang")?;
    let (header, text) = after.split_first()?;
    std::str::from_utf8(text.get(..usize::from(header.checked_sub(0x60)?))?).ok()
}

/// Writes the tree of a formatted entry.
struct Writer<'r> {
    html: String,
    bibliography: &'r Bibliography,
    /// Texts whose language is known.
    known: Vec<TextView<'r>>,
}

impl Writer<'_> {
    fn child(&mut self, child: &ElemChild) {
        match child {
            ElemChild::Text(text) => self.formatted(text),
            ElemChild::Elem(element) => self.element(element),
            ElemChild::Markup(text) => self.text(text),
            ElemChild::Link { text, url } => self.link(text, url),
            // Stands for a locator that the driver does not know; we give it none.
            ElemChild::Transparent { .. } => {}
        }
    }

    fn element(&mut self, element: &Elem) {
        if matches!(element.meta, Some(ElemMeta::CitationNumber | ElemMeta::CitationLabel)) {
            return;
        }
        // An entry is one paragraph: what a style puts on a line or in a column of its own follows after a space.
        if element.display.is_some() {
            self.html.push(' ');
        }
        for child in &element.children.0 {
            self.child(child);
        }
    }

    fn link(&mut self, text: &Formatted, url: &str) {
        if !is_web(url) {
            return self.formatted(text);
        }
        self.html.push_str("<a href=\"");
        push_attribute(&mut self.html, url);
        self.html.push('"');
        if self.bibliography.base_url.leads_away(url) {
            self.html.push_str(EXTERNAL);
        }
        self.html.push('>');
        self.formatted(text);
        self.html.push_str("</a>");
    }

    fn formatted(&mut self, formatted: &Formatted) {
        let tags = tags(formatted.formatting);
        for (open, _) in &tags {
            self.html.push_str(open);
        }
        self.text(&formatted.text);
        for (_, close) in tags.iter().rev() {
            self.html.push_str(close);
        }
    }

    /// A text, in which those that are known are marked with their language, and the rest by its letters.
    fn text(&mut self, text: &str) {
        let Bibliography { page, scripts, .. } = self.bibliography;
        let known = self.known.iter().filter(|known| !known.text.is_empty());
        let found =
            known.filter_map(|known| Some((text.find(known.text)?, *known))).min_by_key(|(at, _)| *at);
        let (before, after) = match found {
            Some((at, known)) => (&text[..at], Some((known, &text[at + known.text.len()..]))),
            None => (text, None),
        };
        scripts.push(&mut self.html, page, TextView { text: before, language: None });
        if let Some((known, after)) = after {
            scripts.push(&mut self.html, page, known);
            self.text(after);
        }
    }
}

fn is_web(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// The elements that say how a text is set, outermost first.
fn tags(formatting: Formatting) -> Vec<(&'static str, &'static str)> {
    let choices = [
        (formatting.font_style == FontStyle::Italic, ("<i>", "</i>")),
        (formatting.font_weight == FontWeight::Bold, ("<b>", "</b>")),
        // The site's content security policy allows no inline style.
        (formatting.font_variant == FontVariant::SmallCaps, ("<span class=\"small-caps\">", "</span>")),
        (formatting.text_decoration == TextDecoration::Underline, ("<u>", "</u>")),
        (formatting.vertical_align == VerticalAlign::Sup, ("<sup>", "</sup>")),
        (formatting.vertical_align == VerticalAlign::Sub, ("<sub>", "</sub>")),
    ];
    choices.into_iter().filter(|(applies, _)| *applies).map(|(_, tag)| tag).collect()
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use hayagriva::types::{Date, EntryType, Person, Publisher, QualifiedUrl};

    use super::*;
    use crate::base::{Diagnostics, Source, SourcePath};

    fn config() -> Config {
        let text = "title = 'T'\ndescription = 'D'\nbase_url = 'https://a.eu/'\nlanguage = 'en'\n\
                    [languages.en]\nname = 'English'\n[languages.ja]\nname = '日本語'\n";
        let source = Source::new(SourcePath::new("site.toml").unwrap(), text);
        Config::parse(&mut Diagnostics::default(), &source, None)
    }

    fn formatted(style: &str, language: &str, reference: Reference<'_>) -> String {
        let (config, code) = (config(), LanguageCode::new(language).unwrap());
        let style = Style::named(style).unwrap();
        Bibliography::new(style, &config, config.language(&code).unwrap()).format(reference)
    }

    fn format(style: &str, language: &str, entry: &Entry) -> String {
        formatted(style, language, Reference::of(entry))
    }

    fn page(title: &str) -> Entry {
        let mut entry = Entry::new("page", EntryType::Web);
        entry.set_title(FormatString::with_value(title));
        entry
    }

    fn page_by(author: &str, title: &str, url: &str) -> Entry {
        let mut entry = page(title);
        entry.set_authors(vec![Person::from_strings(vec![author]).unwrap()]);
        entry.set_date(Date::from_str("2024-11-01").unwrap());
        entry.set_url(QualifiedUrl::from_str(url).unwrap());
        entry
    }

    #[test]
    fn an_entry_is_one_line_of_html() {
        let entry = page_by("Council", "Joint statement on security", "https://a.eu/?a=1&b=2");
        assert_eq!(
            format("chicago-notes", "en", &entry),
            "Council. ‘Joint statement on security’. 1 November 2024. \
             <a href=\"https://a.eu/?a=1&amp;b=2\">https://a.eu/?a=1&amp;b=2</a>."
        );
        assert_eq!(
            format("apa", "en", &entry),
            "Council. (2024, November 1). <i>Joint statement on security</i>. \
             <a href=\"https://a.eu/?a=1&amp;b=2\">https://a.eu/?a=1&amp;b=2</a>"
        );
    }

    #[test]
    fn markup_in_a_field_is_text() {
        let mut entry = page("A <script>alert(1)</script> & B");
        entry.set_publisher(Publisher::new(Some(FormatString::with_value("R<script> & D")), None));
        assert_eq!(
            format("chicago-notes", "en", &entry),
            "R&lt;script&gt; &amp; D. ‘A &lt;script&gt;alert(1)&lt;/script&gt; &amp; B’."
        );
    }

    #[test]
    fn only_web_addresses_become_links() {
        for url in ["javascript:alert(1)", "data:text/html,x", "ftp://a.eu/x"] {
            let html = format("chicago-notes", "en", &page_by("Council", "Title", url));
            assert!(html.contains(url) && !html.contains("<a"), "{html}");
        }
    }

    #[test]
    fn japanese_words_stand_in_a_japanese_bibliography() {
        let entry = page_by("外務省", "日EU安全保障・防衛パートナーシップ", "https://www.mofa.go.jp/x");
        assert_eq!(
            format("chicago-notes", "ja", &entry),
            "外務省. 「日EU安全保障・防衛パートナーシップ」. 2024年11月1日. \
             <a href=\"https://www.mofa.go.jp/x\" rel=\"external\">https://www.mofa.go.jp/x</a>."
        );
    }

    #[test]
    fn what_is_in_another_language_than_the_page_is_marked() {
        let mut entry = page("Cina: patto");
        entry.set_publisher(Publisher::new(Some(FormatString::with_value("Ministry")), None));
        let title = Some(TextView { text: "Cina: patto", language: Some("it") });
        let publisher = |text| Some(("Ministry", TextView { text, language: None }));
        let shown = |language, text| {
            formatted(
                "chicago-notes",
                language,
                Reference { entry: &entry, title, publisher: publisher(text) },
            )
        };
        assert_eq!(shown("ja", "外務省"), "外務省. 「<span lang=\"it\">Cina: patto</span>」.");
        assert_eq!(
            shown("en", "外務省"),
            "<span lang=\"ja\">外務省</span>. ‘<span lang=\"it\">Cina: patto</span>’."
        );
    }

    #[test]
    fn authors_are_joined_as_the_language_of_the_page_does() {
        let mut entry = page("Title");
        let authors = ["Lazarou", "Weber, Gesine", "岩屋, 毅"];
        entry.set_authors(
            authors.iter().map(|name| Person::from_strings(name.split(", ").collect()).unwrap()).collect(),
        );
        assert_eq!(format("chicago-notes", "ja", &entry), "Lazarou、Gesine Weber、岩屋 毅. 「Title」.");
    }

    #[test]
    fn numbers_and_labels_are_left_to_the_page() {
        let entry = page("Title");
        assert_eq!(format("ieee", "en", &entry), "‘Title’.");
        for name in Style::names() {
            let html = format(name, "en", &entry);
            assert!(!html.contains('1') && !html.contains("Ti]"), "{name}: {html}");
        }
    }

    #[test]
    fn an_entry_without_author_and_date_is_formatted_by_every_style() {
        assert_eq!(format("chicago-notes", "en", &page("Title")), "‘Title’.");
        assert_eq!(format("apa", "en", &page("Title")), "<i>Title</i>. (n.d.).");
        for name in Style::names() {
            format(name, "ja", &Entry::new("empty", EntryType::Misc));
        }
    }

    #[test]
    fn styles_are_found_by_name() {
        assert!(Style::named("apa").is_some());
        assert!(Style::named("no-such-style").is_none());
        assert!(Style::names().contains(&"ieee"));
    }

    #[test]
    fn every_bundled_locale_is_found_by_its_code() {
        for bytes in LOCALES {
            let locale: Locale = ciborium::from_reader(*bytes).unwrap();
            let code = locale.lang.unwrap();
            assert_eq!(code_of(bytes), Some(code.0.as_str()));
        }
        let chosen = |tag: &str| locale(tag).map(|(code, _)| code.0);
        assert_eq!(chosen("ja").as_deref(), Some("ja-JP"));
        assert_eq!(chosen("en").as_deref(), Some("en-US"));
        assert_eq!(chosen("en-GB").as_deref(), Some("en-GB"));
        assert_eq!(chosen("pt-br").as_deref(), Some("pt-BR"));
        assert_eq!(chosen("fr-CA").as_deref(), Some("fr-CA"));
        assert_eq!(chosen("fr-BE").as_deref(), Some("fr-FR"));
        assert_eq!(chosen("zh-Hant").as_deref(), Some("zh-TW"));
        assert_eq!(chosen("gl").as_deref(), Some("gl-ES"));
        assert_eq!(chosen("sw"), None);
    }
}
