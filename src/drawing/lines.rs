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
        Some((cost + 1.6 * count as f32, ends))
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
            if width > self.width {
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
        if !pieces.is_empty() {
            ends.push(pieces.len());
        }
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
        (Class::Hiragana, Class::Hiragana) => 1.6,
        (Class::Hiragana, _) => 0.3,
        (Class::Katakana, Class::Katakana) => 3.5,
        (Class::Katakana, Class::Kanji) | (Class::Kanji, Class::Katakana) => 0.9,
        (Class::Kanji, Class::Kanji) => 1.3,
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
