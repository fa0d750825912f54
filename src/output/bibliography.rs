//! Turns one bibliographic entry into HTML, in a CSL style and the words of a language. Knows nothing of numbers, of other
//! entries, or of the page that the HTML will stand on.
//!
//! Entries are formatted one by one: a whole bibliography would cost more with every entry, and must be made again for
//! every page. So nothing here tells entries apart by `2024a` and `2024b`; what numbers them is the page.

use hayagriva::archive::{ArchivedStyle, LOCALES};
use hayagriva::citationberg::{
    Citation, FontStyle, FontVariant, FontWeight, IndependentStyle, Layout, Locale, LocaleCode,
    Style as AnyStyle, TextDecoration, VerticalAlign,
};
use hayagriva::types::{ChunkKind, ChunkedString, FormatString};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Elem, ElemChild, ElemMeta, Entry,
    Formatted, Formatting,
};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use crate::base::LanguageCode;

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
}

impl Bibliography {
    /// Reads the style, and the words of `language`. A language that CSL does not know gets American English.
    pub fn new(style: Style, language: &LanguageCode) -> Bibliography {
        let mut style = independent(style.0).expect("`Style::named` makes no other");
        // The driver formats every citation, several times. We print none, so they are to be nothing.
        style.citation = Citation::with_layout(Layout::with_elements(Vec::new()));
        let english = || read("en-US").expect("it is bundled");
        let (language, locale) = locale(language).unwrap_or_else(english);
        let mut locales = vec![locale];
        if language != LocaleCode::en_us() {
            locales.push(english().1);
        }
        Bibliography { style, language, locales }
    }

    /// `entry` as HTML to stand in a paragraph or list item, without the number or label that some styles put first.
    pub fn format(&self, entry: &Entry) -> String {
        let entry = with_titles_as_recorded(entry);
        let mut driver = BibliographyDriver::new();
        let items = vec![CitationItem::with_entry(&entry)];
        driver.citation(CitationRequest::from_items(items, &self.style, &self.locales));
        let request = BibliographyRequest::new(&self.style, Some(self.language.clone()), &self.locales);
        let items =
            driver.finish(request).bibliography.map_or_else(Vec::new, |bibliography| bibliography.items);
        let mut writer = Writer::default();
        for item in &items {
            item.first_field.iter().chain(&item.content.0).for_each(|child| writer.child(child));
        }
        writer.html.trim().to_owned()
    }
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

/// The words that CSL has for a language, with CSL's code for it.
fn locale(language: &LanguageCode) -> Option<(LocaleCode, Locale)> {
    let own = match language.as_str() {
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
#[derive(Default)]
struct Writer {
    html: String,
}

impl Writer {
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
        escape_html(&mut self.html, url).expect("a string takes all that is written");
        self.html.push_str("\">");
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

    fn text(&mut self, text: &str) {
        escape_html_body_text(&mut self.html, text).expect("a string takes all that is written");
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

    fn format(style: &str, language: &str, entry: &Entry) -> String {
        let style = Style::named(style).unwrap();
        Bibliography::new(style, &LanguageCode::new(language).unwrap()).format(entry)
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
            "Council. “Joint statement on security.” November 1, 2024. \
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
            "R&lt;script&gt; &amp; D. “A &lt;script&gt;alert(1)&lt;/script&gt; &amp; B.”"
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
             <a href=\"https://www.mofa.go.jp/x\">https://www.mofa.go.jp/x</a>."
        );
    }

    #[test]
    fn numbers_and_labels_are_left_to_the_page() {
        let entry = page("Title");
        assert_eq!(format("ieee", "en", &entry), "“Title.”");
        for name in Style::names() {
            let html = format(name, "en", &entry);
            assert!(!html.contains('1') && !html.contains("Ti]"), "{name}: {html}");
        }
    }

    #[test]
    fn an_entry_without_author_and_date_is_formatted_by_every_style() {
        assert_eq!(format("chicago-notes", "en", &page("Title")), "“Title.”");
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
        let chosen = |language: &str| locale(&LanguageCode::new(language).unwrap()).map(|(code, _)| code.0);
        assert_eq!(chosen("ja").as_deref(), Some("ja-JP"));
        assert_eq!(chosen("en").as_deref(), Some("en-US"));
        assert_eq!(chosen("pt-BR").as_deref(), Some("pt-BR"));
        assert_eq!(chosen("fr-CA").as_deref(), Some("fr-CA"));
        assert_eq!(chosen("fr-BE").as_deref(), Some("fr-FR"));
        assert_eq!(chosen("zh-Hant").as_deref(), Some("zh-TW"));
        assert_eq!(chosen("gl").as_deref(), Some("gl-ES"));
        assert_eq!(chosen("sw"), None);
    }
}
