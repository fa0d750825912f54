//! Reports what keeps some readers out of a text: a picture that says nothing to those who do not see it, a heading without
//! words, a level of headings that is left out, a table whose columns have no names, a link whose words do not say where it leads.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::headings::line;
use super::marks::{Mention, MentionKind};
use super::placed::{Piece, Placed, PlacedPiece};
use crate::base::{Code, Diagnostics, Source, is_empty_wording};

/// What stands for the alternative text of a picture that is decoration, as HTML writes it: `![""](line.svg)`.
const DECORATION: &str = "\"\"";

/// The events with nothing as the alternative text of decoration.
pub fn without_decoration<'a>(source: &Source, events: Vec<Placed<'a>>) -> Vec<Placed<'a>> {
    if !source.text.contains("![\"\"]") {
        return events;
    }
    let is_start = |placed: Option<&Placed<'a>>| matches!(placed, Some((Event::Start(Tag::Image { .. }), _)));
    let is_end = |placed: Option<&Placed<'a>>| matches!(placed, Some((Event::End(TagEnd::Image), _)));
    let is_mark = |at: usize| {
        matches!(&events[at].0, Event::Text(text) if **text == *DECORATION)
            && is_start(at.checked_sub(1).and_then(|before| events.get(before)))
            && is_end(events.get(at + 1))
    };
    let marks: Vec<bool> = (0..events.len()).map(is_mark).collect();
    events.into_iter().zip(marks).filter(|(_, is_mark)| !is_mark).map(|(placed, _)| placed).collect()
}

/// Reads the pieces of a text in the order in which they are written.
pub fn check<'e, 'a: 'e>(
    diagnostics: &mut Diagnostics,
    source: &Arc<Source>,
    mentions: &[Mention],
    pieces: impl Iterator<Item = &'e PlacedPiece<'a>>,
) {
    let mut reader = Reader {
        diagnostics,
        source,
        mentions,
        level: HeadingLevel::H1,
        link: None,
        heading: None,
        pictures: Vec::new(),
        head: None,
        cell: None,
        column: 0,
        nameless: None,
    };
    for (piece, range) in pieces {
        reader.piece(piece, range);
    }
}

/// What a reader without eyes has of a heading, link, picture, row of headers or one of them.
struct Open {
    range: Range<usize>,
    words: String,
    /// Whether something else than words says what it is, or has been reported for saying nothing.
    says: bool,
}

impl Open {
    fn at(range: &Range<usize>) -> Open {
        Open { range: range.clone(), words: String::new(), says: false }
    }

    fn is_silent(&self) -> bool {
        !self.says && self.words.trim().is_empty()
    }
}

struct Reader<'d> {
    diagnostics: &'d mut Diagnostics,
    source: &'d Arc<Source>,
    mentions: &'d [Mention],
    /// That of the last heading; the title of the page is of the first.
    level: HeadingLevel,
    link: Option<Open>,
    pictures: Vec<Open>,
    heading: Option<Open>,
    /// The row of headers that is open.
    head: Option<Open>,
    /// Its header that is open.
    cell: Option<Open>,
    /// The number of its next header, from 0.
    column: usize,
    /// The number of its first header but the corner that has no words.
    nameless: Option<usize>,
}

impl Reader<'_> {
    fn piece(&mut self, piece: &Piece<'_>, range: &Range<usize>) {
        match piece {
            Piece::Event(event) => self.event(event, range),
            Piece::MentionStart(number) => {
                let mention = &self.mentions[*number];
                // A link without words takes the name of the entry; a mark of confidence is no link.
                self.says();
                if mention.kind != MentionKind::Confidence && is_empty_wording(&mention.text) {
                    self.report_wording(&mention.text, range);
                }
            }
            Piece::Citation(_) => self.says(),
            Piece::Directive(_) | Piece::MentionEnd(_) | Piece::SpanStart(_) | Piece::SpanEnd(_) => {}
        }
    }

    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.heading(*level, range),
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::TableHead) => self.start_head(range),
            Event::Start(Tag::TableCell) if self.head.is_some() => self.cell = Some(Open::at(range)),
            Event::End(TagEnd::TableCell) => self.end_cell(),
            Event::End(TagEnd::TableHead) => self.end_head(),
            Event::Start(Tag::Link { .. }) => self.link = Some(Open::at(range)),
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Start(Tag::Image { .. }) => self.pictures.push(Open::at(range)),
            Event::End(TagEnd::Image) => self.end_picture(),
            Event::Text(text) | Event::Code(text) => self.words(text),
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::InlineHtml(_) | Event::Html(_) | Event::FootnoteReference(_) => self.says(),
            _ => {}
        }
    }

    /// Everything that is open.
    fn open(&mut self) -> impl Iterator<Item = &mut Open> {
        let tables = self.head.iter_mut().chain(&mut self.cell);
        tables.chain(&mut self.heading).chain(&mut self.link).chain(&mut self.pictures)
    }

    fn words(&mut self, words: &str) {
        self.open().for_each(|open| open.words.push_str(words));
    }

    fn says(&mut self) {
        self.open().for_each(|open| open.says = true);
    }

    fn heading(&mut self, level: HeadingLevel, range: &Range<usize>) {
        self.heading = Some(Open::at(range));
        let (above, below) = (self.level as usize, level as usize);
        self.level = level;
        if below <= above + 1 {
            return;
        }
        let before = if above == 1 {
            "the title of the page".to_owned()
        } else {
            format!("a heading of level {above}")
        };
        self.diagnostics
            .report(
                Code::HeadingJump,
                self.source.span(line(range)),
                format!("a heading of level {below} follows {before}"),
            )
            .help(format!("write `{} …`, or the heading that it belongs below", "#".repeat(above + 1)));
    }

    fn end_heading(&mut self) {
        let Some(heading) = self.heading.take().filter(Open::is_silent) else { return };
        self.diagnostics
            .report(Code::HeadingEmpty, self.source.span(line(&heading.range)), "this heading has no words")
            .help("say what stands below it, or take it out");
    }

    fn start_head(&mut self, range: &Range<usize>) {
        self.head = Some(Open::at(range));
        (self.column, self.nameless) = (0, None);
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        if cell.is_silent() && self.column > 0 {
            self.nameless.get_or_insert(self.column);
        }
        self.column += 1;
    }

    fn end_head(&mut self) {
        let Some(head) = self.head.take() else { return };
        let message = match self.nameless {
            _ if head.is_silent() => "this table has no header".to_owned(),
            Some(column) => format!("column {} of this table has no header", column + 1),
            None => return,
        };
        self.diagnostics
            .report(Code::TableHeader, self.source.span(line(&head.range)), message)
            .help("name its columns in the first row: `| Day | Place |`");
    }

    fn end_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        if link.is_silent() {
            self.diagnostics
                .report(Code::LinkText, self.source.span(link.range), "this link has no words")
                .help("write between its brackets what it leads to");
        } else if !link.says && is_empty_wording(&link.words) {
            self.report_wording(&link.words, &link.range);
        }
    }

    fn report_wording(&mut self, words: &str, range: &Range<usize>) {
        let message = format!("`{}` does not say where this link leads", words.trim());
        self.diagnostics
            .report(Code::LinkText, self.source.span(range.clone()), message)
            .help("let the words of the link name what it leads to");
    }

    fn end_picture(&mut self) {
        let Some(picture) = self.pictures.pop() else { return };
        let is_decoration = self.source.text[picture.range.clone()].starts_with("![\"\"]");
        if self.pictures.is_empty() && !is_decoration && picture.is_silent() {
            self.diagnostics
                .report(
                    Code::PictureAlt,
                    self.source.span(picture.range),
                    "this picture has no alternative text",
                )
                .help("say between its brackets what it shows; if it is decoration, write `![\"\"](…)`");
            self.says();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Rules, render_text};
    use super::*;
    use crate::base::SourcePath;

    /// The HTML of a text, and the codes and places of what is wrong with it.
    fn read(text: &str) -> (String, Vec<String>) {
        let source = Source::new(SourcePath::new("content/a.md").unwrap(), text);
        let mut diagnostics = Diagnostics::default();
        let body = render_text(&mut diagnostics, &source, Rules { raw_html: false });
        let problems = diagnostics.into_sorted();
        let problems =
            problems.iter().map(|problem| format!("{} {}", problem.code, &text[problem.span.range()]));
        (body.html, problems.collect())
    }

    fn problems(text: &str) -> Vec<String> {
        read(text).1
    }

    #[test]
    fn a_picture_says_what_it_shows_or_that_it_is_decoration() {
        assert_eq!(problems("![a map](x.png) ![*a* `b`](x.png) ![![a](y.png)](x.png)"), [""; 0]);
        assert_eq!(problems("![](x.png) ![ ](x.png) ![][x]\n\n[x]: x.png\n").len(), 3);
        let (html, problems) = read("![\"\"](x.png) ![\"\" ](x.png) “![\"\"][x]”\n\n[x]: x.png\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(html.matches("alt=\"\"").count(), 2, "{html}");
    }

    #[test]
    fn headings_go_down_by_one_level_and_up_by_any() {
        assert_eq!(problems("## a\n\n### b\n\n#### c\n\n## d\n\n### e\n"), [""; 0]);
        assert_eq!(problems("### a\n\n### b\n"), ["heading-jump ### a"]);
        assert_eq!(
            problems("## a\n\n#### b\n\n#### c\n\n## d\n\n##### e #####\n"),
            ["heading-jump #### b", "heading-jump ##### e #####"]
        );
    }

    #[test]
    fn a_heading_has_words() {
        assert_eq!(problems("## `a`\n\n## ![a](x.png)\n\n## [@a]\n"), [""; 0]);
        assert_eq!(problems("##\n\n## {#a}\n"), ["heading-empty ##", "heading-empty ## {#a}"]);
    }

    #[test]
    fn a_table_may_lack_the_header_of_its_corner_and_no_more() {
        assert_eq!(problems("| | a |\n|-|-|\n| b | c |\n\n|![x](y.png)|\n|-|\n|1|\n"), [""; 0]);
        assert_eq!(problems("text\n\n| | |\n|-|-|\n| b | c |\n"), ["table-header | | |"]);
        assert_eq!(problems("| | a | |\n|-|-|-|\n| b | c | d |\n"), ["table-header | | a | |"]);
        assert_eq!(problems("| a | |\n|-|-|\n| b | |\n"), ["table-header | a | |"]);
    }

    #[test]
    fn the_words_of_a_link_say_where_it_leads() {
        assert_eq!(
            problems(
                "[the text](a.md) [![map](x.png)](a.md) [](term:x) [here](confidence:low) <https://example.org/>"
            ),
            [""; 0]
        );
        assert_eq!(
            problems(
                "[](a.md) [![\"\"](x.png)](a.md) [*Here*](a.md) [「こちら」](a.md) [[here]{lang=en}](a.md) [more](term:x)"
            ),
            [
                "link-text [](a.md)",
                "link-text [![\"\"](x.png)](a.md)",
                "link-text [*Here*](a.md)",
                "link-text [「こちら」](a.md)",
                "link-text [[here]{lang=en}](a.md)",
                "link-text [more](term:x)"
            ]
        );
        assert_eq!(problems("[![](x.png)](a.md)"), ["picture-alt ![](x.png)"], "one slip is reported once");
    }
}
