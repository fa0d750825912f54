//! Finds citations in a run of plain text, in the syntax of Pandoc (its manual, "Citation syntax").

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::script;

/// What takes the place of a character that its author escaped, so that it begins nothing.
pub const ESCAPED: char = '\u{1}';

/// A citation, or what was to be one.
#[derive(Debug, PartialEq)]
pub struct Found {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What it says, or what is wrong with it.
    pub content: Result<Content, Slip>,
}

/// What a citation says.
#[derive(Debug, PartialEq)]
pub struct Content {
    /// Its sources.
    pub items: Vec<Item>,
    /// Whether it stands in running text.
    pub narrative: bool,
}

/// A source that a citation names.
#[derive(Debug, PartialEq)]
pub struct Item {
    /// Its key.
    pub key: String,
    /// Where the key stands, `@` included.
    pub range: Range<usize>,
    /// What stands before it.
    pub prefix: String,
    /// What stands after it.
    pub suffix: String,
}

/// What is wrong with a citation.
#[derive(Debug, PartialEq)]
pub struct Slip {
    /// Where.
    pub range: Range<usize>,
    /// What.
    pub message: &'static str,
    /// How to mend it.
    pub help: &'static str,
}

/// All citations in `text`, in order. Takes time in proportion to its length, whatever brackets stand in it.
pub fn find(text: &str) -> Vec<Found> {
    let brackets = Brackets::of(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['[', '@']).map(|offset| at + offset) {
        let citation = if text[next..].starts_with('[') {
            cluster(text, &brackets, next)
        } else {
            narrative(text, &brackets, next)
        };
        at = match citation {
            Some(citation) => {
                let end = citation.range.end;
                found.push(citation);
                end
            }
            None => next + 1,
        };
    }
    found
}

/// The brackets of a text.
struct Brackets {
    /// Where each one is, in order, and whether it opens.
    all: Vec<(usize, bool)>,
    /// For each one that opens and is closed: where, and whether a key stands in it and in no bracket within it.
    pairs: BTreeMap<usize, (usize, bool)>,
}

impl Brackets {
    fn of(text: &str) -> Brackets {
        let mut brackets = Brackets { all: Vec::new(), pairs: BTreeMap::new() };
        let mut open: Vec<(usize, bool)> = Vec::new();
        let mut before = None;
        for (at, character) in text.char_indices() {
            match character {
                '[' => {
                    brackets.all.push((at, true));
                    open.push((at, false));
                }
                ']' => {
                    brackets.all.push((at, false));
                    if let Some((start, has_key)) = open.pop() {
                        brackets.pairs.insert(start, (at, has_key));
                    }
                }
                '@' if !before.is_some_and(is_of_address) => {
                    if let Some((_, has_key)) = open.last_mut() {
                        *has_key = true;
                    }
                }
                _ => {}
            }
            before = Some(character);
        }
        brackets
    }

    /// Whether the next bracket from `at` on closes one that was opened before.
    fn closes_next(&self, at: usize) -> bool {
        let next = self.all.partition_point(|(place, _)| *place < at);
        self.all.get(next).is_some_and(|(_, opens)| !opens)
    }
}

/// A citation in brackets that open at `open`; nothing if they hold none.
fn cluster(text: &str, brackets: &Brackets, open: usize) -> Option<Found> {
    let Some((close, has_key)) = brackets.pairs.get(&open).copied() else {
        let inner = text[open + 1..].trim_start().trim_start_matches('-');
        if !inner.starts_with('@') {
            return None;
        }
        let end = text[open..].find('\n').map_or(text.len(), |length| open + length);
        let help = "close it with `]`; it holds plain text only";
        return Some(bad(open..end, open..end, "this citation is not closed", help));
    };
    if !has_key {
        return None;
    }
    let inner = open + 1..close;
    let range = open..close + 1;
    let mut items = Vec::new();
    for part in parts(text, inner) {
        match item(text, part) {
            Ok(item) => items.push(item),
            Err(slip) => return Some(Found { range, content: Err(slip) }),
        }
    }
    Some(Found { range, content: Ok(Content { items, narrative: false }) })
}

/// The first `@` in `range`, outside of inner brackets, that a key may follow.
fn key_mark(text: &str, range: Range<usize>) -> Option<usize> {
    let mut depth = 0_usize;
    let mut before = None;
    for (offset, character) in text[range.clone()].char_indices() {
        match character {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '@' if depth == 0 && !before.is_some_and(is_of_address) => return Some(range.start + offset),
            _ => {}
        }
        before = Some(character);
    }
    None
}

/// Whether this before an `@` makes it part of an address, `first.last+tag@example.org`, or keeps it from meaning anything.
fn is_of_address(before: char) -> bool {
    before.is_alphanumeric() || matches!(before, '.' | '_' | '+' | '%' | ESCAPED)
}

/// The parts of a citation, which semicolons outside of inner brackets divide.
fn parts(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, range.start);
    for (offset, byte) in text[range.clone()].bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => {
                parts.push(start..range.start + offset);
                start = range.start + offset + 1;
            }
            _ => {}
        }
    }
    parts.push(start..range.end);
    parts
}

fn item(text: &str, part: Range<usize>) -> Result<Item, Slip> {
    let slip = |range, message, help| Err(Slip { range, message, help });
    let Some(mark) = key_mark(text, part.clone()) else {
        return slip(
            part,
            "this part of a citation names no source",
            "write a key, as in `[@key, p. 3; @other]`",
        );
    };
    let Some((key, length)) = key(&text[mark..part.end]) else {
        return slip(mark..mark + 1, "there is no key behind this `@`", "write a key, as in `[@key]`");
    };
    let after = mark + length..part.end;
    if let Some(second) = key_mark(text, after.clone()) {
        let range = second..second + 1;
        return slip(range, "two sources stand in one part of a citation", "put `;` between them");
    }
    let suffix = text[after.clone()].trim();
    if suffix == "," {
        return slip(
            after,
            "nothing follows the comma of this citation",
            "write a place, as in `[@key, p. 3]`",
        );
    }
    let prefix = text[part.start..mark].trim_end_matches('-').trim();
    let suffix = plain(suffix.strip_prefix(',').unwrap_or(suffix));
    Ok(Item { key, range: mark..mark + length, prefix: plain(prefix), suffix })
}

/// A text as it is shown: on one line, what was escaped left out. Full-width spaces are kept: they are meant.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for line in
        text.split('\n').map(|line| line.trim_matches(is_narrow_space)).filter(|line| !line.is_empty())
    {
        let joins = shown
            .chars()
            .next_back()
            .zip(line.chars().next())
            .is_none_or(|(before, after)| script::joins(before, after));
        shown.push_str(if joins { "" } else { " " });
        let words: Vec<&str> = line.split(is_narrow_space).filter(|word| !word.is_empty()).collect();
        shown.push_str(&words.join(" "));
    }
    shown.replace(ESCAPED, "")
}

fn is_narrow_space(character: char) -> bool {
    character.is_whitespace() && character != '\u{3000}'
}

/// The key that follows the `@` which begins `text`, and the length of both.
fn key(text: &str) -> Option<(String, usize)> {
    let rest = text.strip_prefix('@')?;
    if let Some(braced) = rest.strip_prefix('{') {
        let end = braced.find('}')?;
        let key = braced[..end].trim();
        return (!key.is_empty()).then(|| (key.to_owned(), end + 3));
    }
    let is_key = |c: char| c.is_alphanumeric() || c == '_';
    let mut end = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        // Marks belong to a key only between its letters: the full stop after it ends a sentence.
        let joins = ":.#$%&-+?<>~/".contains(character) && end > 0;
        let next_is_key = characters.peek().is_some_and(|(_, next)| is_key(*next));
        if is_key(character) || (joins && next_is_key) {
            end = at + character.len_utf8();
        } else {
            break;
        }
    }
    (end > 0).then(|| (rest[..end].to_owned(), end + 1))
}

/// A citation in running text whose `@` stands at `mark`.
fn narrative(text: &str, brackets: &Brackets, mark: usize) -> Option<Found> {
    if text[..mark].ends_with(is_of_address) {
        return None;
    }
    let (key, length) = key(&text[mark..])?;
    let end = mark + length;
    if brackets.closes_next(end) {
        let message = "this citation is in brackets that do not match";
        return Some(bad(mark..end, mark..end, message, "open it with `[`; it holds plain text only"));
    }
    let mut item = Item { key, range: mark..end, prefix: String::new(), suffix: String::new() };
    let mut range = mark..end;
    let open = end + usize::from(text[end..].starts_with([' ', '\n']));
    if let Some((close, false)) = brackets.pairs.get(&open).copied() {
        item.suffix = plain(&text[open + 1..close]);
        range.end = close + 1;
    }
    Some(Found { range, content: Ok(Content { items: vec![item], narrative: true }) })
}

fn bad(range: Range<usize>, at: Range<usize>, message: &'static str, help: &'static str) -> Found {
    Found { range, content: Err(Slip { range: at, message, help }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each citation as `text: prefix|key|suffix; …`, or what is wrong with it.
    fn found(text: &str) -> Vec<String> {
        let show = |found: Found| match found.content {
            Ok(content) => {
                let item = |item: &Item| format!("{}|{}|{}", item.prefix, item.key, item.suffix);
                let items: Vec<String> = content.items.iter().map(item).collect();
                let sort = if content.narrative { "@" } else { "" };
                format!("{sort}{}", items.join("; "))
            }
            Err(slip) => format!("{}: {}", &text[slip.range], slip.message),
        };
        find(text).into_iter().map(show).collect()
    }

    #[test]
    fn citations_are_written_as_pandoc_reads_them() {
        assert_eq!(found("a [@a] b."), ["|a|"]);
        assert_eq!(found("[@a, p. 3; @b, paras 2–4]"), ["|a|p. 3; |b|paras 2–4"]);
        assert_eq!(found("[see @a, pp. 3–5 and passim; also\n-@b]"), ["see|a|pp. 3–5 and passim; also|b|"]);
        assert_eq!(found("@doe99 says, @b [p. 3] and @c."), ["@|doe99|", "@|b|p. 3", "@|c|"]);
        assert_eq!(
            found("[@mofa-ja-spa:2018.x] and [@{http://a.org/?x=1}]"),
            ["|mofa-ja-spa:2018.x|", "|http://a.org/?x=1|"]
        );
        assert_eq!(found("[note [@a]] and [@a [sic], p. 3]"), ["|a|", "|a|[sic], p. 3"]);
        assert_eq!(found("@a [@b]"), ["@|a|", "|b|"]);
        assert_eq!(found("写真[@写真1、3頁]"), ["|写真1|、3頁"]);
    }

    #[test]
    fn what_is_no_citation_is_left_alone() {
        for text in [
            "[a]",
            "name@example.org",
            "a+@b.org",
            "[name@example.org]",
            "a @ b",
            "\u{1}@a",
            "[",
            "]",
            "[[",
            "@",
        ] {
            assert_eq!(found(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn slips_are_told_apart() {
        assert_eq!(found("[@a @b]"), ["@: two sources stand in one part of a citation"]);
        assert_eq!(found("[@a; ]"), [" : this part of a citation names no source"]);
        assert_eq!(found("[@a, ]"), [", : nothing follows the comma of this citation"]);
        assert_eq!(found("[@, p. 3]"), ["@: there is no key behind this `@`"]);
        assert_eq!(found("x [@a, p. 3 and more"), ["[@a, p. 3 and more: this citation is not closed"]);
        assert_eq!(found("see @a, p. 3] and more"), ["@a: this citation is in brackets that do not match"]);
    }
}
