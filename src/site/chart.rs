//! Turns a `{figure}` with `data` into what is to be drawn: rows of a data file, read as the kind of drawing needs them.
//! Knows nothing of how they are drawn.

use super::directory::Directory;
use super::link::From;
use super::numbering::Marker;
use crate::base::{Code, Diagnostics, PartialDate, Span, nearest};
use crate::input::{Cell, Decode, Fields, Located, Node, NodeId, Problems, Table, choice};

/// The most rows that a drawing can have and still be read.
const ROW_LIMIT: usize = 500;

/// The most digits of a number: so many are exact whatever the point.
const DIGIT_LIMIT: usize = 15;

/// A drawing of data.
#[derive(Debug)]
pub struct Chart {
    /// Its number among those of its page, from 1.
    pub number: usize,
    /// How it is drawn.
    pub kind: ChartKind,
    /// What it says.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// What readers should know.
    pub caption: Option<String>,
    /// What its numbers count.
    pub unit: Option<String>,
    /// What the columns of its table are called: of labels, of groups, of values.
    pub headings: Headings,
    /// Its rows, those of one group together.
    pub points: Vec<Point>,
    /// The address of its data.
    pub href: String,
    /// What the data rest on.
    pub sources: Vec<Marker>,
}

/// How data is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Dates along time.
    Timeline,
    /// Numbers as lengths from nought.
    Bars,
    /// Numbers as places on a scale.
    Dots,
}

impl ChartKind {
    /// `timeline`, `bars` or `dots`.
    pub fn name(self) -> &'static str {
        match self {
            ChartKind::Timeline => "timeline",
            ChartKind::Bars => "bars",
            ChartKind::Dots => "dots",
        }
    }
}

impl Decode for ChartKind {
    fn decode(problems: &mut Problems, node: &Node) -> Option<Self> {
        const ALL: [ChartKind; 3] = [ChartKind::Timeline, ChartKind::Bars, ChartKind::Dots];
        choice(problems, node, "a kind of chart", &ALL.map(|kind| (kind.name(), kind)))
    }
}

/// What the columns of a table are called.
#[derive(Debug)]
pub struct Headings {
    /// That of the labels.
    pub label: String,
    /// That of the values.
    pub value: String,
    /// That of the groups.
    pub group: Option<String>,
}

/// A row that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// What it is about.
    pub label: String,
    /// What it belongs to.
    pub group: Option<String>,
    /// What is drawn.
    pub quantity: Quantity,
}

/// What is drawn of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantity {
    /// A number.
    Number(Number),
    /// A date.
    Date(PartialDate),
}

/// A number as it is written, so that it keeps its decimals.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its digits, with `-` and a point if it has them.
    pub digits: String,
    /// Its value.
    pub value: f64,
}

impl Number {
    /// Reads `1234`, `-0.50`, `−3`: digits and at most one point. What computers write otherwise, such as `1e308`, `inf` and
    /// `NaN`, is no number that readers could compare.
    pub fn parse(text: &str) -> Option<Number> {
        let digits = text.replacen('−', "-", 1);
        let (whole, decimals) = match digits.strip_prefix('-').unwrap_or(&digits).split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (digits.strip_prefix('-').unwrap_or(&digits), None),
        };
        let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let count = whole.len() + decimals.map_or(0, str::len);
        if !are_digits(whole) || !decimals.is_none_or(are_digits) || count > DIGIT_LIMIT {
            return None;
        }
        let value = digits.parse().ok()?;
        Some(Number { digits, value })
    }
}

/// What a directive says of a drawing, before its data is read.
struct Wanted {
    kind: ChartKind,
    title: Located<String>,
    description: String,
    caption: Option<Located<String>>,
    unit: Option<String>,
    data: Located<String>,
    label: Choice,
    value: Choice,
    group: Choice,
    sources: Vec<Located<String>>,
}

/// The column that is chosen for something, and what readers see as its name.
struct Choice {
    column: Option<Located<String>>,
    title: Option<String>,
}

/// The columns that are drawn, by number.
struct Columns {
    label: usize,
    value: usize,
    group: Option<usize>,
}

/// Whether a `{figure}` is a drawing of data and no picture.
pub fn is_asked_for(fields: &Fields<'_>) -> bool {
    fields.has("data") || fields.has("chart")
}

/// What a drawing is read with.
pub struct Reader<'a> {
    pub diagnostics: &'a mut Diagnostics,
    pub problems: &'a mut Problems,
    pub directory: &'a Directory,
    pub from: &'a From<'a>,
    /// Where what is written in the directive stands.
    pub place: &'a dyn Fn(NodeId) -> Span,
}

/// A drawing whose sources are not cited yet.
pub struct Draft {
    wanted: Wanted,
    headings: Headings,
    points: Vec<Point>,
    href: String,
}

impl Draft {
    /// Reads a `{figure}` that is a drawing of data.
    pub fn read(reader: &mut Reader<'_>, fields: &mut Fields<'_>) -> Option<Draft> {
        let wanted = wanted(reader.problems, fields)?;
        let (table, href) = reader.table(&wanted.data)?;
        let columns = reader.columns(&wanted, &table)?;
        let points = reader.points(&wanted, &table, &columns)?;
        let heading = |choice: &Choice, column: usize| {
            choice.title.clone().unwrap_or_else(|| table.header[column].text.clone())
        };
        let headings = Headings {
            label: heading(&wanted.label, columns.label),
            value: heading(&wanted.value, columns.value),
            group: columns.group.map(|group| heading(&wanted.group, group)),
        };
        Some(Draft { wanted, headings, points, href })
    }

    /// The ids of its sources.
    pub fn sources(&self) -> &[Located<String>] {
        &self.wanted.sources
    }

    /// The texts that may quote these.
    pub fn texts(&self) -> impl Iterator<Item = &Located<String>> {
        std::iter::once(&self.wanted.title).chain(&self.wanted.caption)
    }

    /// The drawing with this number among those of its page, and its sources cited.
    pub fn cited(self, number: usize, sources: Vec<Marker>) -> Chart {
        let Draft { wanted, headings, points, href } = self;
        Chart {
            number,
            kind: wanted.kind,
            title: wanted.title.value,
            description: wanted.description,
            caption: wanted.caption.map(|caption| caption.value),
            unit: wanted.unit,
            headings,
            points,
            href,
            sources,
        }
    }
}

fn wanted(problems: &mut Problems, fields: &mut Fields<'_>) -> Option<Wanted> {
    for key in ["file", "alt"] {
        if fields.optional::<Located<String>>(problems, key).is_some() {
            let message = format!("a drawing of `data` has no `{key}`, which pictures have");
            let help = format!("remove `{key}`, or `data` and `chart`");
            problems.add(Code::InvalidValue, fields.id_of(key), message).help(help);
        }
    }
    let kind = fields.required(problems, "chart");
    let data = fields.required(problems, "data");
    let title = fields.required(problems, "title");
    let description = fields.required(problems, "description");
    let value =
        if kind == Some(ChartKind::Timeline) { ("date", "date_title") } else { ("value", "value_title") };
    let wanted = Wanted {
        caption: fields.optional(problems, "caption"),
        unit: fields.optional(problems, "unit"),
        label: Choice::of(problems, fields, "label", "label_title"),
        value: Choice::of(problems, fields, value.0, value.1),
        group: Choice::of(problems, fields, "group", "group_title"),
        sources: sources(problems, fields),
        kind: kind?,
        data: data?,
        title: title?,
        description: description?,
    };
    Some(wanted)
}

impl Choice {
    fn of(
        problems: &mut Problems,
        fields: &mut Fields<'_>,
        column: &'static str,
        title: &'static str,
    ) -> Choice {
        Choice { column: fields.optional(problems, column), title: fields.optional(problems, title) }
    }
}

/// The sources, of which there must be one: whatever is drawn can be checked.
fn sources(problems: &mut Problems, fields: &mut Fields<'_>) -> Vec<Located<String>> {
    let before = problems.len();
    let mut sources: Vec<Located<String>> = fields.list(problems, "sources");
    sources.extend(fields.optional::<Located<String>>(problems, "source"));
    if sources.is_empty() && problems.len() == before {
        fields.report_missing(problems, "sources");
    }
    sources
}

impl Reader<'_> {
    /// The data, and the address to write for it.
    fn table(&mut self, data: &Located<String>) -> Option<(Table, String)> {
        match self.directory.file(self.from, &data.value) {
            Ok((file, href)) => Some((Table::read(self.diagnostics, file)?, href)),
            Err(problem) => {
                problem.report(self.diagnostics, (self.place)(data.id));
                None
            }
        }
    }

    fn columns(&mut self, wanted: &Wanted, table: &Table) -> Option<Columns> {
        let usual = if wanted.kind == ChartKind::Timeline { "date" } else { "value" };
        let label = self.column(wanted, table, &wanted.label, "label");
        let value = self.column(wanted, table, &wanted.value, usual);
        let group = match &wanted.group.column {
            Some(_) => Some(self.column(wanted, table, &wanted.group, "group")?),
            None => None,
        };
        Some(Columns { label: label?, value: value?, group })
    }

    /// The number of the column that is chosen, or else has the usual name.
    fn column(&mut self, wanted: &Wanted, table: &Table, choice: &Choice, usual: &str) -> Option<usize> {
        let (name, at) = match &choice.column {
            Some(chosen) => (chosen.value.as_str(), chosen.id),
            None => (usual, wanted.data.id),
        };
        let found = table.column(name);
        if found.is_none() {
            let names: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
            let message = format!("`{}` has no column `{name}`", wanted.data.value);
            let help = match (nearest(name, names.iter().copied()), &choice.column) {
                (Some(near), Some(_)) => format!("did you mean `{near}`?"),
                (Some(near), None) => format!("write `{usual}: {near}` here if that is the one"),
                (None, _) => format!("choose one of its columns: `{usual}: {}`", names.join("`, `")),
            };
            self.problems.add(Code::ColumnUnknown, at, message).help(help);
        }
        found
    }

    /// The rows of the table as points; nothing if one of them is wrong, which is reported.
    fn points(&mut self, wanted: &Wanted, table: &Table, columns: &Columns) -> Option<Vec<Point>> {
        let rows = &table.rows;
        if rows.is_empty() {
            let message = format!("`{}` has no row to draw", wanted.data.value);
            self.problems.add(Code::InvalidValue, wanted.data.id, message).help("add a row to it");
        }
        if let Some(first) = rows.get(ROW_LIMIT) {
            let message = format!("there are {} rows, of which nobody could read a drawing", rows.len());
            let span = first[columns.label].span.clone();
            let help = format!("keep at most {ROW_LIMIT}");
            self.diagnostics.report(Code::InvalidValue, span, message).help(help);
            return None;
        }
        let mut points = Vec::with_capacity(rows.len());
        for row in rows {
            let label = self.text(&row[columns.label]);
            let quantity = self.quantity(wanted.kind, &row[columns.value]);
            let group = columns.group.map(|group| self.text(&row[group]));
            if let (Some(label), Some(quantity)) = (label, quantity) {
                points.push(Point { label, group: group.flatten(), quantity });
            }
        }
        let is_whole = !points.is_empty() && points.len() == rows.len();
        is_whole.then(|| in_order(points))
    }

    fn text(&mut self, cell: &Cell) -> Option<String> {
        if cell.text.is_empty() {
            let message = "this cell is empty";
            self.diagnostics
                .report(Code::InvalidValue, cell.span.clone(), message)
                .help("fill it, or leave the row out");
        }
        (!cell.text.is_empty()).then(|| cell.text.clone())
    }

    fn quantity(&mut self, kind: ChartKind, cell: &Cell) -> Option<Quantity> {
        let text = self.text(cell)?;
        let (quantity, code, noun, help) = match kind {
            ChartKind::Timeline => (
                PartialDate::parse(&text).map(Quantity::Date),
                Code::InvalidDate,
                "date",
                "write `2024-11-01`, `2024-11` or `2024`",
            ),
            ChartKind::Bars | ChartKind::Dots => (
                Number::parse(&text).map(Quantity::Number),
                Code::InvalidValue,
                "number",
                "write up to 15 digits and at most one point, as in `1234.5`, without unit or separators",
            ),
        };
        if quantity.is_none() {
            let message = format!("`{text}` is not a {noun}");
            self.diagnostics.report(code, cell.span.clone(), message).help(help);
        }
        quantity
    }
}

/// The points of one group together, groups in the order in which they are met; dates in order of time.
fn in_order(points: Vec<Point>) -> Vec<Point> {
    let mut groups: Vec<(Option<String>, Vec<Point>)> = Vec::new();
    for point in points {
        match groups.iter_mut().find(|(group, _)| *group == point.group) {
            Some((_, members)) => members.push(point),
            None => groups.push((point.group.clone(), vec![point])),
        }
    }
    for (_, members) in &mut groups {
        members.sort_by_key(|point| match point.quantity {
            Quantity::Date(date) => Some(date),
            Quantity::Number(_) => None,
        });
    }
    groups.into_iter().flat_map(|(_, members)| members).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_and_at_most_one_point() {
        let value = |text: &str| Number::parse(text).map(|number| number.value);
        assert_eq!(value("12.50"), Some(12.5));
        assert_eq!(value("−3"), Some(-3.0));
        assert_eq!(value("123456789012345"), Some(123_456_789_012_345.0));
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1,5",
            "1 000",
            "+1",
            "1e308",
            "inf",
            "NaN",
            "--1",
            "1.2.3",
            "1234567890123456",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
