//! Writes events as HTML. Where an address or a word of the interface belongs, it leaves a hole.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd,
};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::body::{Body, Heading, Link, LinkKind};
use super::footnotes::Note;
use super::hole::{AlertKind, Fill, Hole};
use super::marks::Marks;
use super::placed::{Piece, PlacedPiece, Span};

/// Writes one body.
pub struct Writer<'a> {
    body: Body,
    /// The ids of everything that a fragment can lead to.
    anchors: Vec<String>,
    /// Index of the next heading that begins.
    next_heading: usize,
    /// Titles of the images that are open; inside them only text is written, as alternative text.
    images: Vec<CowStr<'a>>,
    /// The number of the link of the outermost image that is open.
    picture: usize,
    table: Table,
    /// How many tables, headings and lists of footnotes are open, in which nothing stands in the margin.
    narrow: usize,
    /// Whether the label of a task is open.
    in_task: bool,
    /// Number of each footnote, from 1, by label, and how often it has been referred to so far.
    notes: BTreeMap<String, Reference>,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Where the open cell begins, and where its content does.
    cell: Range<usize>,
}

struct Reference {
    number: usize,
    count: usize,
}

impl<'a> Writer<'a> {
    /// A writer for a body with these headings and marks.
    pub fn new(headings: Vec<Heading>, marks: Marks) -> Writer<'a> {
        Writer {
            body: Body { headings, marks, ..Body::default() },
            anchors: Vec::new(),
            next_heading: 0,
            images: Vec::new(),
            picture: 0,
            table: Table::default(),
            narrow: 0,
            in_task: false,
            notes: BTreeMap::new(),
        }
    }

    /// The whole body: the text, then its footnotes.
    pub fn write(mut self, text: Vec<PlacedPiece<'a>>, notes: Vec<Note<'a, PlacedPiece<'a>>>) -> Body {
        let numbered = notes
            .iter()
            .zip(1..)
            .map(|(note, number)| (note.label.to_string(), Reference { number, count: 0 }));
        self.notes = numbered.collect();
        self.body.html.reserve(text.len() * 16);
        for (piece, range) in text {
            self.piece(piece, range);
        }
        self.footnotes(notes);
        self.anchors.extend(self.body.headings.iter().map(|heading| heading.id.clone()));
        self.anchors.sort();
        Body { anchors: Arc::new(self.anchors), ..self.body }
    }

    fn piece(&mut self, piece: Piece<'a>, range: Range<usize>) {
        match piece {
            Piece::Event(event) => self.event(event, range),
            Piece::Citation(number) => self.citation(number),
            Piece::MentionStart(number) => self.hole(Fill::MentionStart(number)),
            Piece::MentionEnd(number) => self.hole(Fill::MentionEnd(number)),
            Piece::Directive(number) => {
                self.block("");
                self.hole(Fill::Directive(number));
            }
            // The alternative text of an image has no markup.
            Piece::SpanStart(_) | Piece::SpanEnd(_) if !self.images.is_empty() => {}
            Piece::SpanStart(span) => self.start_span(&span),
            Piece::SpanEnd(span) => self.end_span(&span),
        }
    }

    fn citation(&mut self, number: usize) {
        self.hole(Fill::Citation(number));
        if self.narrow == 0 {
            self.hole(Fill::SideNote(number));
        }
    }

    fn start_span(&mut self, span: &Span) {
        self.raw(if span.ruby.is_some() { "<ruby" } else { "<span" });
        if let Some(language) = &span.language {
            self.raw(" lang=\"");
            self.raw(language.as_str());
            self.raw("\"");
        }
        self.raw(">");
    }

    fn end_span(&mut self, span: &Span) {
        let Some(reading) = &span.ruby else { return self.raw("</span>") };
        self.raw("<rp>（</rp><rt>");
        self.text(reading);
        self.raw("</rt><rp>）</rp></ruby>");
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if !self.images.is_empty() {
            return self.alternative_text(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                self.raw("<code>");
                self.text(&code);
                self.raw("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => self.raw(&html),
            Event::SoftBreak => self.raw("\n"),
            Event::HardBreak => self.raw("<br>\n"),
            Event::Rule => self.line("<hr>\n"),
            Event::FootnoteReference(label) => self.reference(&label),
            Event::TaskListMarker(done) => self.task(done),
            // Math is not among the extensions.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading { classes, .. } => self.heading(&classes),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::Item => self.block("<li>"),
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_head(),
            Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.raw("<em>"),
            Tag::Strong => self.raw("<strong>"),
            Tag::Strikethrough => self.raw("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => self.image(&dest_url, title, range),
            Tag::HtmlBlock => self.block(""),
            // Footnotes were gathered before; the others are not among the extensions.
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.close("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(Some(_)) => self.line("</div>\n"),
            TagEnd::BlockQuote(None) => self.line("</blockquote>\n"),
            TagEnd::CodeBlock => self.raw("</code></pre>\n"),
            TagEnd::List(true) => self.line("</ol>\n"),
            TagEnd::List(false) => self.line("</ul>\n"),
            TagEnd::Item => self.close("</li>\n"),
            TagEnd::DefinitionList => self.line("</dl>\n"),
            TagEnd::DefinitionListTitle => self.raw("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.close("</dd>\n"),
            TagEnd::Table => {
                self.narrow -= 1;
                self.raw("</tbody></table></div>\n");
            }
            TagEnd::TableHead => self.end_head(),
            TagEnd::TableRow => self.raw("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.raw("</em>"),
            TagEnd::Strong => self.raw("</strong>"),
            TagEnd::Strikethrough => self.raw("</del>"),
            TagEnd::Link => self.raw("</a>"),
            TagEnd::Image
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::MetadataBlock(_)
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    fn raw(&mut self, html: &str) {
        self.body.html.push_str(html);
    }

    fn text(&mut self, text: &str) {
        escape_html_body_text(&mut self.body.html, text).expect("a string takes all that is written");
    }

    fn attribute(&mut self, value: &str) {
        escape_html(&mut self.body.html, value).expect("a string takes all that is written");
    }

    fn hole(&mut self, fill: Fill) {
        self.body.holes.push(Hole { at: self.body.html.len(), fill });
    }

    /// Writes at the beginning of a line.
    fn line(&mut self, html: &str) {
        if !self.body.html.is_empty() && !self.body.html.ends_with('\n') {
            self.raw("\n");
        }
        self.raw(html);
    }

    /// Begins a block.
    fn block(&mut self, html: &str) {
        self.end_task();
        self.line(html);
    }

    /// Ends a block that may hold a task.
    fn close(&mut self, html: &str) {
        self.end_task();
        self.raw(html);
    }

    fn heading(&mut self, classes: &[CowStr<'a>]) {
        let heading = &self.body.headings[self.next_heading];
        self.next_heading += 1;
        let (level, id) = (heading.level, heading.id.clone());
        self.block("");
        if has_anchor(level) {
            self.hole(Fill::HeadingStart(self.next_heading - 1));
        }
        self.narrow += 1;
        self.raw(&format!("<h{level} id=\""));
        self.attribute(&id);
        if !classes.is_empty() {
            self.raw("\" class=\"");
            self.attribute(&classes.join(" "));
        }
        self.raw("\">");
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        self.narrow -= 1;
        self.raw(&format!("</{level}>"));
        if has_anchor(level as u8) {
            self.hole(Fill::HeadingEnd(self.next_heading - 1));
        }
        self.raw("\n");
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else { return self.block("<blockquote>\n") };
        let kind = match kind {
            BlockQuoteKind::Note => AlertKind::Note,
            BlockQuoteKind::Tip => AlertKind::Tip,
            BlockQuoteKind::Important => AlertKind::Important,
            BlockQuoteKind::Warning => AlertKind::Warning,
            BlockQuoteKind::Caution => AlertKind::Caution,
        };
        self.block(&format!(
            "<div class=\"alert alert-{}\" role=\"note\">\n<p class=\"alert-title\">",
            kind.name()
        ));
        self.hole(Fill::Alert(kind));
        self.raw("</p>\n");
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'a>) {
        self.block("<pre><code");
        if let CodeBlockKind::Fenced(info) = kind
            && let Some(language) = info.split(' ').next().filter(|language| !language.is_empty())
        {
            self.raw(" class=\"language-");
            self.attribute(language);
            self.raw("\"");
        }
        self.raw(">");
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.narrow += 1;
        self.table = Table { alignments, ..Table::default() };
        // Wide tables scroll in a box of their own, which the keyboard must be able to reach.
        self.block("<div class=\"table\" tabindex=\"0\"><table>\n");
    }

    fn start_head(&mut self) {
        self.table.in_head = true;
        self.table.column = 0;
        self.raw("<thead>\n<tr>");
    }

    fn end_head(&mut self) {
        self.table.in_head = false;
        self.raw("</tr>\n</thead>\n<tbody>\n");
    }

    fn start_row(&mut self) {
        self.table.column = 0;
        self.raw("<tr>");
    }

    fn start_cell(&mut self) {
        let begin = self.body.html.len();
        self.raw(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        // Classes, not styles: the site's content security policy allows no inline style.
        self.raw(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"left\">",
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"right\">",
            Some(Alignment::None) | None => ">",
        });
        self.table.cell = begin..self.body.html.len();
        self.table.column += 1;
    }

    fn end_cell(&mut self) {
        if !self.table.in_head {
            self.raw("</td>");
        } else if self.body.html.len() == self.table.cell.end {
            // An empty cell heads nothing: as a header it would be announced without a name.
            self.body.html.truncate(self.table.cell.start);
            self.raw("<td></td>");
        } else {
            self.raw("</th>");
        }
    }

    /// Opens a task: its text becomes the label of its box.
    fn task(&mut self, done: bool) {
        self.raw("<label><input type=\"checkbox\" disabled");
        self.raw(if done { " checked> " } else { "> " });
        self.in_task = true;
    }

    fn end_task(&mut self) {
        if std::mem::take(&mut self.in_task) {
            self.raw("</label>");
        }
    }

    fn target(&mut self, kind: LinkKind, target: String, range: Range<usize>) {
        self.hole(Fill::Link(self.body.links.len()));
        self.body.links.push(Link { kind, target, range });
    }

    fn link(&mut self, link_type: LinkType, target: &str, title: &str, range: Range<usize>) {
        let target =
            if link_type == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() };
        self.raw("<a href=\"");
        self.target(LinkKind::Link, target, range);
        if !title.is_empty() {
            self.raw("\" title=\"");
            self.attribute(title);
        }
        self.raw("\">");
    }

    fn image(&mut self, target: &str, title: CowStr<'a>, range: Range<usize>) {
        self.raw("<img src=\"");
        self.picture = self.body.links.len();
        self.target(LinkKind::Image, target.to_owned(), range);
        self.raw("\" alt=\"");
        self.images.push(title);
    }

    /// Inside an image: text is its alternative text, an inner image gives only its own.
    fn alternative_text(&mut self, event: Event<'a>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.attribute(&text),
            Event::SoftBreak | Event::HardBreak => self.raw(" "),
            Event::Start(Tag::Image { title, .. }) => self.images.push(title),
            Event::End(TagEnd::Image) => {
                let title = self.images.pop().unwrap_or_else(|| "".into());
                if self.images.is_empty() {
                    if !title.is_empty() {
                        self.raw("\" title=\"");
                        self.attribute(&title);
                    }
                    self.raw("\"");
                    self.hole(Fill::Picture(self.picture));
                    self.raw(">");
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, label: &CowStr<'a>) {
        let Some(reference) = self.notes.get_mut(&**label) else { return };
        reference.count += 1;
        let (number, id) = (reference.number, reference_id(reference.number, reference.count));
        self.raw(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn_{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
        self.anchors.push(id);
    }

    fn footnotes(&mut self, notes: Vec<Note<'a, PlacedPiece<'a>>>) {
        if notes.is_empty() {
            return;
        }
        self.narrow += 1;
        self.line("<section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (note, number) in notes.into_iter().zip(1..) {
            self.note(note, number);
        }
        self.raw("</ol>\n</section>\n");
    }

    /// Writes a footnote, with links back to every reference at the end of its last paragraph.
    fn note(&mut self, mut note: Note<'a, PlacedPiece<'a>>, number: usize) {
        self.raw(&format!("<li id=\"fn_{number}\">\n"));
        self.anchors.push(format!("fn_{number}"));
        let is_paragraph =
            |placed: &mut PlacedPiece<'a>| placed.0 == Piece::Event(Event::End(TagEnd::Paragraph));
        let last = note.content.pop_if(is_paragraph);
        for (piece, range) in note.content {
            self.piece(piece, range);
        }
        self.end_task();
        for nth in 1..=note.references {
            let id = reference_id(number, nth);
            let mark = if nth == 1 { String::new() } else { format!("<sup>{nth}</sup>") };
            self.raw(&format!(
                " <a href=\"#{id}\" class=\"footnote-back\" role=\"doc-backlink\">↩\u{FE0E}{mark}</a>"
            ));
        }
        self.raw(if last.is_some() { "</p>\n</li>\n" } else { "</li>\n" });
    }
}

/// Whether a heading of this level is one that readers may want to lead others to.
fn has_anchor(level: u8) -> bool {
    (2..=4).contains(&level)
}

/// An underscore cannot be in a heading's slug, so these ids meet no heading's.
fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("fnref_{number}") } else { format!("fnref_{number}_{nth}") }
}
