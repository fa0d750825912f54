//! A text becomes lines of about the same width, broken where a careful typesetter would: never against the rules of Japanese
//! (no 、 or 」 begins a line, no 「 ends one), and, where there is a choice, between phrases.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;

use super::fonts::{Face, Fonts};
use crate::base::script::is_wide;

/// The most characters of a text that are set; no title has as many.
const LONGEST: usize = 600;

/// What stands for the rest of a text that is too long.
const ELLIPSIS: char = '…';

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The width of a line.
    pub width: f32,
    /// The size of the letters, in the same unit.
    pub size: f32,
    /// The most lines.
    pub count: usize,
    /// The families of the letters, the preferred one first.
    pub families: &'a [&'a str],
    /// Their weight.
    pub weight: u16,
}

/// The lines of a text. Of one that is too long the last line ends with an ellipsis.
pub fn lines(fonts: &Fonts, text: &str, setting: Setting<'_>) -> Vec<String> {
    let Some(face) = fonts.face(setting.families, setting.weight) else { return Vec::new() };
    let setter = Setter { fonts, face, width: setting.width / setting.size.max(f32::MIN_POSITIVE) };
    let (text, is_cut) = plain(text);
    let pieces = setter.pieces(&text);
    if pieces.is_empty() {
        return Vec::new();
    }
    if !is_cut && let Some(ends) = setter.balanced(&pieces, setting.count) {
        return divided(&pieces, &ends);
    }
    setter.shortened(&pieces, setting.count)
}

/// The text with single spaces, and whether it was cut.
fn plain(text: &str) -> (String, bool) {
    // Spaces as wide as kanji hold titles apart in Japanese.
    let words = text.split([' ', '\n', '\t']).filter(|word| !word.is_empty());
    let spaced = words.collect::<Vec<_>>().join(" ");
    match spaced.char_indices().nth(LONGEST) {
        Some((end, _)) => (spaced[..end].to_owned(), true),
        None => (spaced, false),
    }
}

/// A part of a text that no line ends within.
#[derive(Debug)]
struct Piece {
    text: String,
    /// In ems, without the spaces at its end.
    width: f32,
    /// Of the spaces at its end.
    space: f32,
    /// How bad it is if a line ends here.
    penalty: f32,
}

struct Setter<'f> {
    fonts: &'f Fonts,
    face: &'f Face,
    /// In ems.
    width: f32,
}

impl Setter<'_> {
    fn pieces(&self, text: &str) -> Vec<Piece> {
        let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
        let ends: Vec<usize> = segmenter.segment_str(text).collect();
        let whole = ends.windows(2).map(|ends| (&text[ends[0]..ends[1]], &text[ends[1]..]));
        whole.flat_map(|(piece, after)| self.fitting(piece, after)).collect()
    }

    /// A piece, or its characters if it is wider than a line.
    fn fitting(&self, text: &str, after: &str) -> Vec<Piece> {
        let piece = self.piece(text, penalty(text, after));
        if piece.width <= self.width {
            return vec![piece];
        }
        text.chars().map(|character| self.piece(&character.to_string(), 3.0)).collect()
    }

    fn piece(&self, text: &str, penalty: f32) -> Piece {
        let shown = text.trim_end_matches(' ');
        let width = self.fonts.width(self.face, shown);
        let space = self.fonts.width(self.face, &text[shown.len()..]);
        Piece { text: text.to_owned(), width, space, penalty }
    }

    /// Where the lines end that differ least in width and break best; nothing if they are more than `count`.
    fn balanced(&self, pieces: &[Piece], count: usize) -> Option<Vec<usize>> {
        let fewest = self.filled(pieces).len();
        if fewest > count {
            return None;
        }
        let total: f32 = pieces.iter().map(|piece| piece.width + piece.space).sum();
        // One line more may break between phrases where the fewest lines cannot.
        let ways = (fewest..=count.min(fewest + 1)).filter_map(|count| self.best(pieces, count, total));
        ways.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, ends)| ends)
    }

    /// The best way to set the pieces in so many lines, and how bad it is.
    fn best(&self, pieces: &[Piece], count: usize, total: f32) -> Option<(f32, Vec<usize>)> {
        let mean = total / count.max(1) as f32;
        // For each number of pieces, the best way to set them in the lines so far, and where the last line begins.
        let mut rows: Vec<Vec<Option<(f32, usize)>>> = vec![vec![None; pieces.len() + 1]];
        rows[0][0] = Some((0.0, 0));
        for line in 1..=count {
            let before = &rows[line - 1];
            let row = (0..=pieces.len()).map(|end| self.line(pieces, before, end, mean)).collect();
            rows.push(row);
        }
        let (cost, _) = rows[count][pieces.len()]?;
        let mut ends = vec![pieces.len()];
        for row in rows[2.min(count)..].iter().rev().take(count.saturating_sub(1)) {
            let (_, start) = row[*ends.last()?]?;
            ends.push(start);
        }
        ends.reverse();
        // A line more must be worth it.
        Some((cost + 1.4 * count as f32, ends))
    }

    /// The best last line that ends before piece `end`.
    fn line(
        &self,
        pieces: &[Piece],
        before: &[Option<(f32, usize)>],
        end: usize,
        mean: f32,
    ) -> Option<(f32, usize)> {
        let mut best: Option<(f32, usize)> = None;
        let mut width = 0.0;
        for start in (0..end).rev() {
            let piece = &pieces[start];
            width += piece.width + if start + 1 == end { 0.0 } else { piece.space };
            // A letter wider than a line is a line all the same.
            if width > self.width && start + 1 < end {
                break;
            }
            let Some((cost, _)) = before[start] else { continue };
            let difference = (width - mean) / self.width;
            let breaks = if end == pieces.len() { 0.0 } else { pieces[end - 1].penalty };
            let cost = cost + 12.0 * difference * difference + breaks;
            if best.is_none_or(|(known, _)| cost < known) {
                best = Some((cost, start));
            }
        }
        best
    }

    /// Where lines end that are as full as they can be.
    fn filled(&self, pieces: &[Piece]) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut width = 0.0;
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 && width + piece.width > self.width {
                ends.push(at);
                width = 0.0;
            }
            width += piece.width + piece.space;
        }
        ends.push(pieces.len());
        ends
    }

    /// Full lines, the last of which ends with an ellipsis.
    fn shortened(&self, pieces: &[Piece], count: usize) -> Vec<String> {
        let ends = self.filled(pieces);
        let kept = &ends[..count.min(ends.len())];
        let mut lines = divided(pieces, kept);
        if let Some(last) = lines.last_mut() {
            let end = self.fonts.width(self.face, &ELLIPSIS.to_string());
            while !last.is_empty() && self.fonts.width(self.face, last) + end > self.width {
                last.pop();
            }
            // No mark stands between the last word and the ellipsis.
            let shown = last.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            last.truncate(shown);
            last.push(ELLIPSIS);
        }
        lines
    }
}

fn divided(pieces: &[Piece], ends: &[usize]) -> Vec<String> {
    let starts = std::iter::once(&0).chain(ends);
    let line = |(start, end): (&usize, &usize)| {
        let text: String = pieces[*start..*end].iter().map(|piece| piece.text.as_str()).collect();
        text.trim().to_owned()
    };
    starts.zip(ends).map(line).collect()
}

/// How bad it is if a line ends between the two: nothing at the end of a phrase, more within one, most within a word.
fn penalty(before: &str, after: &str) -> f32 {
    let (Some(last), Some(first)) = (before.trim_end().chars().last(), after.chars().next()) else {
        return 0.0;
    };
    let is_spaced = before.ends_with(' ');
    match (Class::of(last), Class::of(first)) {
        _ if is_spaced => after_word(before.trim_end()),
        (Class::Mark, _) => {
            if last == '・' {
                0.3
            } else {
                0.0
            }
        }
        (_, Class::Mark) => 0.1,
        // Behind を a phrase ends. Elsewhere hiragana is most likely in the middle of a word, as in における.
        (Class::Hiragana, Class::Hiragana) => {
            if last == 'を' {
                0.3
            } else {
                4.0
            }
        }
        (Class::Hiragana, _) => 0.3,
        (Class::Katakana, Class::Katakana) => 3.5,
        (Class::Katakana, Class::Kanji) | (Class::Kanji, Class::Katakana) => 0.9,
        (Class::Kanji, Class::Kanji) => 2.2,
        (Class::Kanji, Class::Other) => 1.0,
        (Class::Other, Class::Kanji | Class::Katakana) => 1.6,
        // A particle or an ending belongs to what it follows.
        (_, Class::Hiragana) => 2.6,
        _ => 1.6,
    }
}

/// After a word and a space: better at the end of a phrase than between an article or a number and its noun.
fn after_word(word: &str) -> f32 {
    match word.chars().last() {
        Some(':' | ';' | '?' | '!') => -0.6,
        Some(',' | '–' | '—') => -0.2,
        Some(last) if last.is_ascii_digit() => 0.7,
        _ if word.chars().count() <= 3 => 0.5,
        _ => 0.0,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Hiragana,
    Katakana,
    Kanji,
    /// Punctuation of Japanese.
    Mark,
    /// Letters, digits and their punctuation.
    Other,
}

impl Class {
    fn of(character: char) -> Class {
        match character {
            'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => Class::Hiragana,
            'ァ'..='ヺ' | 'ー' | 'ヽ' | 'ヾ' => Class::Katakana,
            '々' | '〆' | '〇' => Class::Kanji,
            _ if !is_wide(character) => Class::Other,
            _ if character.is_alphanumeric() => Class::Kanji,
            _ => Class::Mark,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Diagnostics, Digest, SourcePath};
    use crate::input::{Content, File, Version};

    fn fonts() -> Fonts {
        let file = |name: &str, bytes: &'static [u8]| File {
            path: SourcePath::new(name).unwrap(),
            digest: Digest::of(bytes),
            version: Version::default(),
            content: Content::Memory(bytes.into()),
            picture: None,
        };
        let latin = include_bytes!("../../templates/fonts/NotoSans-SemiBold.ttf");
        let japanese = include_bytes!("../../templates/fonts/NotoSansJP-SemiBold.ttf");
        Fonts::of(&mut Diagnostics::default(), &[file("a.ttf", latin), file("b.ttf", japanese)])
    }

    /// The lines of a text that are `width` ems wide.
    fn set(text: &str, family: &str, width: f32, count: usize) -> Vec<String> {
        lines(&fonts(), text, Setting { width, size: 1.0, count, families: &[family], weight: 600 })
    }

    fn english(text: &str, width: f32, count: usize) -> Vec<String> {
        set(text, "Noto Sans", width, count)
    }

    fn japanese(text: &str, width: f32, count: usize) -> Vec<String> {
        set(text, "Noto Sans JP", width, count)
    }

    #[test]
    fn lines_are_balanced() {
        let title = "The EU–Japan Security and Defence Partnership at a glance";
        assert_eq!(english(title, 16.0, 3), ["The EU–Japan Security and", "Defence Partnership at a glance"]);
        assert_eq!(english("Cyber", 16.0, 3), ["Cyber"]);
    }

    #[test]
    fn a_phrase_ends_a_line_where_it_can() {
        let title = "The Asian NATO idea: why it is another matter";
        assert_eq!(english(title, 16.0, 3), ["The Asian NATO idea:", "why it is another matter"]);
        let title = "2024年11月1日、東京で何が合意され、何が合意されなかったか";
        assert_eq!(
            japanese(title, 14.4, 3),
            ["2024年11月1日、", "東京で何が合意され、", "何が合意されなかったか"]
        );
        let title = "アジア版NATO構想が別の問題である理由";
        assert_eq!(japanese(title, 13.0, 3), ["アジア版NATO構想が", "別の問題である理由"]);
        let title = "日EUパートナーシップにおける海洋安全保障";
        assert_eq!(japanese(title, 15.5, 3), ["日EUパートナーシップにおける", "海洋安全保障"]);
        assert_eq!(japanese("これをいかにするか", 6.1, 2), ["これを", "いかにするか"]);
    }

    #[test]
    fn no_line_ends_within_a_word_of_hiragana_where_another_end_is_near() {
        let title = "日EUパートナーシップにおける海洋安全保障";
        for tenths in 100..200 {
            let lines = japanese(title, tenths as f32 / 10.0, 4);
            assert!(
                lines.iter().all(|line| !line.starts_with("おけ") && !line.starts_with("ける")),
                "{lines:?}"
            );
        }
    }

    #[test]
    fn no_line_begins_or_ends_with_what_must_not() {
        let title =
            "「戦略的パートナーシップ」（二〇一八年）、「安全保障」・「防衛」。そして、ヨーロッパーッ！？";
        for tenths in 60..150 {
            let lines = japanese(title, tenths as f32 / 10.0, 20);
            assert_eq!(lines.concat(), title);
            for (line, next) in lines.iter().zip(&lines[1..]) {
                assert!(!line.ends_with(['「', '（']), "{lines:?}");
                assert!(
                    !next.starts_with(['」', '）', '、', '。', '・', 'ー', 'ッ', '！', '？']),
                    "{lines:?}"
                );
            }
        }
    }

    #[test]
    fn a_text_that_is_too_long_ends_with_an_ellipsis() {
        assert_eq!(
            english("One two three, four five six seven", 7.4, 2),
            ["One two three,", "four five six…"]
        );
        assert_eq!(japanese("日・EU安全保障・防衛パートナーシップ", 8.0, 1), ["日・EU安全保…"]);
        let long = "word ".repeat(5000);
        let set = english(&long, 20.0, 4);
        assert_eq!(set.len(), 4);
        assert!(set[3].ends_with("word…"), "{set:?}");
    }

    #[test]
    fn a_word_wider_than_a_line_is_divided() {
        let word = "Donaudampfschifffahrtsgesellschaft";
        let set = english(word, 8.0, 4);
        assert_eq!(set.concat(), word);
        assert!(set.len() > 1);
        assert_eq!(english("a", 0.1, 2), ["a"]);
    }

    #[test]
    fn nothing_is_no_line() {
        assert_eq!(english("", 8.0, 4), [""; 0]);
        assert_eq!(english(" \n ", 8.0, 4), [""; 0]);
    }

    #[test]
    fn each_character_is_measured_in_the_face_that_draws_it() {
        let fonts = fonts();
        let face = fonts.face(&["Noto Sans"], 600).unwrap();
        assert!((fonts.width(face, "岩屋") - 2.0).abs() < 0.001);
        assert!(fonts.width(face, "il") < 0.7);
        assert!((fonts.width(face, "\u{10FFFD}") - 1.0).abs() < 0.001);
    }
}
