//! Turns a data file into a table: CSV after RFC 4180, the names of the columns in its first record. Each cell has its
//! place, so that whoever reads a number or a date in it can say where it is wrong. Knows nothing of what columns mean.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::inputs::{Content, File};
use super::read;
use crate::base::{Code, Diagnostics, Source, Span};

/// A table.
#[derive(Debug)]
pub struct Table {
    /// The names of the columns, each another.
    pub header: Vec<Cell>,
    /// The records, of as many cells each.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug)]
pub struct Cell {
    /// What it says, without spaces round it.
    pub text: String,
    /// Where.
    pub span: Span,
}

impl Table {
    /// Reads a file; nothing comes back if it is no table, which is reported.
    pub fn read(diagnostics: &mut Diagnostics, file: &File) -> Option<Table> {
        let Content::Memory(bytes) = &file.content else {
            let message =
                format!("this file has {} bytes, more than any figure can show", file.version.length);
            diagnostics
                .report(Code::FileTooLarge, Span::file(file.path.clone()), message)
                .help("leave in it what the figure shows, and offer the whole as another file");
            return None;
        };
        let mut found = Diagnostics::default();
        let source = read::decoded(&mut found, &file.path, bytes);
        let table = if found.is_empty() { parse(&mut found, &source) } else { None };
        let is_whole = found.is_empty();
        diagnostics.append(found);
        table.filter(|_| is_whole)
    }

    /// The number of the column with this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell.text == name)
    }
}

fn parse(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> Option<Table> {
    let mut records = records(diagnostics, source).into_iter();
    let Some(header) = records.next() else {
        let message = "this file has no record, not even the names of its columns";
        diagnostics
            .report(Code::CsvSyntax, Span::file(source.path.clone()), message)
            .help("write the names of the columns in the first line: `label,value`");
        return None;
    };
    check_header(diagnostics, &header);
    let mut rows = Vec::new();
    for record in records {
        if record.len() == header.len() {
            rows.push(record);
        } else {
            report_length(diagnostics, source, &record, header.len());
        }
    }
    Some(Table { header, rows })
}

/// All records, the header among them.
fn records(diagnostics: &mut Diagnostics, source: &Arc<Source>) -> Vec<Vec<Cell>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(source.text.as_bytes());
    let read = reader.records().map(|record| record.expect("a text in memory can be read, whatever it says"));
    let mut records = Vec::new();
    for record in read {
        let start = record.position().map_or(0, |position| position.byte());
        let places = places(&source.text, usize::try_from(start).unwrap_or(usize::MAX));
        if let Some(open) = places.open {
            diagnostics
                .report(Code::CsvSyntax, source.span(open..open + 1), "this quotation mark is never closed")
                .help("close it; inside of a quoted cell, write it twice: `\"\"`");
        }
        let cells = record.iter().zip(places.cells);
        records.push(
            cells.map(|(text, place)| Cell { text: text.to_owned(), span: source.span(place) }).collect(),
        );
    }
    records
}

/// Where the cells of a record stand.
#[derive(Debug, Default, PartialEq)]
struct Places {
    cells: Vec<Range<usize>>,
    /// A quotation mark that is never closed.
    open: Option<usize>,
}

/// The places of the cells of the record that begins at `start` or after the empty lines there.
fn places(text: &str, start: usize) -> Places {
    let bytes = text.as_bytes();
    let mut at = start;
    while bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let mut places = Places::default();
    loop {
        let end = match cell_end(bytes, at) {
            Ok(end) => end,
            Err(open) => {
                places.open = Some(open);
                bytes.len()
            }
        };
        places.cells.push(trimmed(text, at..end));
        if bytes.get(end) != Some(&b',') {
            return places;
        }
        at = end + 1;
    }
}

/// The end of the cell that begins at `start`, or the quotation mark that is never closed.
fn cell_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let mut at = start;
    if bytes.get(at) == Some(&b'"') {
        at += 1;
        loop {
            match (bytes.get(at), bytes.get(at + 1)) {
                (None, _) => return Err(start),
                (Some(b'"'), Some(b'"')) => at += 2,
                (Some(b'"'), _) => break,
                _ => at += 1,
            }
        }
    }
    Ok(bytes[at..].iter().position(|byte| matches!(byte, b',' | b'\n')).map_or(bytes.len(), |end| at + end))
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = &text[range.clone()];
    let start = range.start + cell.len() - cell.trim_start().len();
    start..start + cell.trim().len()
}

fn check_header(diagnostics: &mut Diagnostics, header: &[Cell]) {
    let mut names: BTreeMap<&str, &Cell> = BTreeMap::new();
    for cell in header {
        let name = cell.text.as_str();
        if name.is_empty() {
            let message = "this column has no name";
            diagnostics
                .report(Code::CsvSyntax, cell.span.clone(), message)
                .help("write one in the first line");
        } else if let Some(first) = names.insert(name, cell) {
            diagnostics
                .report(Code::DuplicateKey, cell.span.clone(), format!("column `{name}` is there twice"))
                .help("rename one of the two")
                .related(first.span.clone(), "the other is here");
        }
    }
    if let [only] = header
        && let Some(mark) = only.text.chars().find(|mark| matches!(mark, ';' | '\t'))
    {
        let mark = if mark == ';' { "`;`" } else { "tabs" };
        let message = format!("the cells of this file are divided by {mark}");
        diagnostics
            .report(Code::CsvSyntax, only.span.clone(), message)
            .help("divide them by commas; put quotation marks round a cell that has a comma in it");
    }
}

fn report_length(diagnostics: &mut Diagnostics, source: &Arc<Source>, record: &[Cell], wanted: usize) {
    let (Some(first), Some(last)) = (record.first(), record.last()) else { return };
    let span = source.span(first.span.range().start..last.span.range().end);
    let message = format!("this record has {} cells, the header has {wanted}", record.len());
    diagnostics
        .report(Code::CsvSyntax, span, message)
        .help("give it a cell for each column; put quotation marks round a cell that has a comma in it");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SourcePath;

    fn read(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let source = Source::new(SourcePath::new("content/a.csv").unwrap(), text);
        let mut diagnostics = Diagnostics::default();
        let table = parse(&mut diagnostics, &source);
        let texts = |row: &Vec<Cell>| {
            let text = |cell: &Cell| {
                let range = cell.span.range();
                format!("{}={}", cell.text, &source.text[range])
            };
            row.iter().map(text).collect()
        };
        let rows = table.iter().flat_map(|table| std::iter::once(&table.header).chain(&table.rows));
        let problems = diagnostics.into_sorted();
        let place = |problem: &crate::base::Diagnostic| {
            let (line, column) = problem.span.line_column();
            format!("{line}:{column} {}: {}", problem.code, problem.message)
        };
        (rows.map(texts).collect(), problems.iter().map(place).collect())
    }

    #[test]
    fn each_cell_knows_its_place_whatever_stands_between() {
        let (rows, problems) = read("a , 値\n\n\"x, \"\"y\"\"\nz\",1\n国, 2.5 \n \"q\"r,\n\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(
            rows,
            [
                ["a=a", "値=値"],
                ["x, \"y\"\nz=\"x, \"\"y\"\"\nz\"", "1=1"],
                ["国=国", "2.5=2.5"],
                ["\"q\"r=\"q\"r", "="],
            ]
        );
    }

    #[test]
    fn what_is_no_table_is_refused_at_its_place() {
        let problems = |text: &str| read(text).1;
        assert_eq!(
            problems(""),
            ["1:1 csv-syntax: this file has no record, not even the names of its columns"]
        );
        assert_eq!(
            problems("a,b\n1\n1,2\n1,2,3\n"),
            [
                "2:1 csv-syntax: this record has 1 cells, the header has 2",
                "4:1 csv-syntax: this record has 3 cells, the header has 2"
            ]
        );
        assert_eq!(problems("a,b\n1,\"2\n3,4\n"), ["2:3 csv-syntax: this quotation mark is never closed"]);
        assert_eq!(problems("a,a\n"), ["1:3 duplicate-key: column `a` is there twice"]);
        assert_eq!(problems("a,\n"), ["1:3 csv-syntax: this column has no name"]);
        assert_eq!(problems("a;b\n1;2\n"), ["1:1 csv-syntax: the cells of this file are divided by `;`"]);
    }
}
