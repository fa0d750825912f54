//! Writes texts with the language of each run of words, so that a voice reads them and a font draws them as they are meant.
//! Texts of registries are plain, so what is in another script than the rest of a text is told by its letters.

use std::ops::Range;

use super::text_view::TextView;
use crate::base::LanguageCode;
use crate::base::script::is_wide;
use crate::input::Config;

/// What marks a link to another host. Without `target` no page is given a handle on another, which `noopener` would refuse.
pub const EXTERNAL: &str = " rel=\"external\"";

/// How few Latin words among Japanese are not taken for names and abbreviations, which Japanese text is full of.
const WORDS: usize = 3;

/// The languages that words in another script are taken for: the first of the site that is written so.
#[derive(Debug, Clone, PartialEq)]
pub struct Scripts {
    /// With kanji.
    wide: Option<LanguageCode>,
    /// With the Latin alphabet.
    narrow: Option<LanguageCode>,
}

impl Scripts {
    /// Those of a site.
    pub fn of(config: &Config) -> Scripts {
        let first = |fits: fn(&LanguageCode) -> bool| {
            config.languages.iter().map(|language| &language.code).find(|code| fits(code)).cloned()
        };
        Scripts { wide: first(LanguageCode::has_kanji), narrow: first(LanguageCode::is_latin) }
    }

    /// Writes a text that stands on a page, marked where it is in another language.
    pub fn push(&self, html: &mut String, page: &LanguageCode, text: TextView<'_>) {
        let foreign = text.language.and_then(LanguageCode::new);
        let language = foreign.as_ref().unwrap_or(page);
        open(html, foreign.as_ref());
        let (runs, other) = match (language.has_kanji(), &self.wide, &self.narrow) {
            (false, Some(wide), _) => (wide_runs(text.text), Some(wide)),
            (true, _, Some(narrow)) => (latin_runs(text.text), Some(narrow)),
            _ => (Vec::new(), None),
        };
        let mut at = 0;
        for run in runs {
            push_text(html, &text.text[at..run.start]);
            open(html, other);
            push_text(html, &text.text[run.clone()]);
            close(html, other);
            at = run.end;
        }
        push_text(html, &text.text[at..]);
        close(html, foreign.as_ref());
    }
}

fn open(html: &mut String, language: Option<&LanguageCode>) {
    if let Some(language) = language {
        html.push_str("<span lang=\"");
        html.push_str(language.as_str());
        html.push_str("\">");
    }
}

fn close(html: &mut String, language: Option<&LanguageCode>) {
    html.push_str(if language.is_some() { "</span>" } else { "" });
}

/// The words that have kanji or kana in them, without the punctuation of the text round them.
fn wide_runs(text: &str) -> Vec<Range<usize>> {
    if text.is_ascii() {
        return Vec::new();
    }
    let belongs = |character: char| is_wide(character) || character.is_alphanumeric();
    let words = text.split_ascii_whitespace().filter(|word| word.contains(is_letter));
    let runs = words.map(|word| {
        let trimmed = word.trim_matches(|character| !belongs(character));
        let start = trimmed.as_ptr().addr() - text.as_ptr().addr();
        start..start + trimmed.len()
    });
    runs.collect()
}

fn is_letter(character: char) -> bool {
    is_wide(character) && character.is_alphabetic()
}

/// Sequences of Latin words.
fn latin_runs(text: &str) -> Vec<Range<usize>> {
    let belongs = |character: char| {
        character == ' '
            || "'’-–.,&".contains(character)
            || (character.is_alphanumeric() && !is_wide(character))
    };
    let mut runs = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), '、')]) {
        match (start, belongs(character)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                runs.extend(latin_run(text, from..at));
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// A sequence without what surrounds its words, if there are enough of them.
fn latin_run(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let whole = &text[range.clone()];
    let start = whole.len() - whole.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let end = whole.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic);
    let words = whole.get(start..end)?.split(' ').filter(is_word).count();
    (words >= WORDS).then(|| range.start + start..range.start + end)
}

/// An address or another text as part of an attribute's value.
pub fn push_attribute(html: &mut String, text: &str) {
    pulldown_cmark_escape::escape_html(html, text).expect("a string takes all that is written");
}

/// A text.
pub fn push_text(html: &mut String, text: &str) {
    pulldown_cmark_escape::escape_html_body_text(html, text).expect("a string takes all that is written");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(page: &str, text: &str) -> String {
        let code = |code: &str| LanguageCode::new(code).unwrap();
        let scripts = Scripts { wide: Some(code("ja")), narrow: Some(code("en")) };
        let mut html = String::new();
        scripts.push(&mut html, &code(page), TextView { text, language: None });
        html.replace("<span lang=", "<").replace("</span>", "</>")
    }

    #[test]
    fn words_with_kanji_or_kana_are_japanese() {
        assert_eq!(
            marked("en", "Heads have 日・EU…; and 日EU."),
            "Heads have <\"ja\">日・EU</>…; and <\"ja\">日EU</>."
        );
        assert_eq!(marked("en", "the (EU大統領), カラス"), "the (<\"ja\">EU大統領</>), <\"ja\">カラス</>");
        assert_eq!(marked("en", "(「公表しました」)"), "(<\"ja\">「公表しました」</>)");
        assert_eq!(marked("en", "1 November, §2 → “a” & <b>"), "1 November, §2 → “a” &amp; &lt;b&gt;");
    }

    #[test]
    fn several_latin_words_among_japanese_are_english() {
        assert_eq!(marked("ja", "EUはNATO及びSAFEを、"), "EUはNATO及びSAFEを、");
        assert_eq!(
            marked("ja", "SAFE（Security Action for Europe）"),
            "SAFE（<\"en\">Security Action for Europe</>）"
        );
        assert_eq!(marked("ja", "The Eastern Herald紙、"), "<\"en\">The Eastern Herald</>紙、");
        assert_eq!(marked("ja", "Joint Statement"), "Joint Statement");
    }

    #[test]
    fn a_text_that_is_foreign_as_a_whole_is_marked_once() {
        let code = LanguageCode::new("ja").unwrap();
        let scripts = Scripts { wide: Some(code.clone()), narrow: LanguageCode::new("en") };
        let mut html = String::new();
        scripts.push(&mut html, &code, TextView { text: "It is 公表.", language: Some("en") });
        assert_eq!(html, "<span lang=\"en\">It is <span lang=\"ja\">公表</span>.</span>");
    }
}
