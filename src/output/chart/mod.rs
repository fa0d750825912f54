//! Turns data into drawings: every place of a drawing is computed here, every mark is written by a template, so that a theme
//! can draw them otherwise.
//!
//! A drawing has no scale of its own. Along it, places are percentages of its width, so it is as wide as there is room;
//! down it, they are multiples of the size of its letters (`em`), so these are as large as any other text, on a telephone
//! too, and grow with it. What must fit beside a mark is measured for the narrowest drawing, [`NARROWEST`].

mod almanac;
mod bars;
mod numbers;
mod text;
mod time;
mod timeline;

use serde::Serialize;

pub use almanac::{AlmanacView, AlmanacYearView, MonthView};
pub use timeline::{Moment, draw as timeline};

use super::lens::Lens;
use super::mark_view::MarkView;
use crate::base::script::is_wide;
use crate::site::{Chart, ChartKind, Point, Quantity};

/// The width of the narrowest drawing, in the size of its letters: 286 pixels, which a page of 320 has, at 14 pixels.
const NARROWEST: f64 = 20.0;

/// The height of a line of text.
const LINE: f64 = 1.25;

/// How far the base line of a text lies below the top of its line.
const BASE: f64 = 0.98;

/// How far the base line of a text lies below the middle of its small letters.
const MIDDLE: f64 = 0.35;

/// A drawing of data.
#[derive(Debug, Serialize)]
pub struct ChartView<'s> {
    /// Its id in HTML.
    pub id: String,
    /// `timeline`, `bars` or `dots`.
    pub kind: &'static str,
    /// What it says.
    pub title: &'s str,
    /// What it shows, for those who do not see it.
    pub description: &'s str,
    /// What readers should know, or nothing.
    pub caption: Option<&'s str>,
    /// What its numbers count, as it stands behind them, or nothing.
    pub unit: Option<String>,
    /// The address of its data.
    pub href: &'s str,
    /// What the column of labels is called.
    pub label_title: &'s str,
    /// What the column of values is called.
    pub value_title: &'s str,
    /// What the column of groups is called, or nothing.
    pub group_title: Option<&'s str>,
    /// What is drawn.
    pub drawing: DrawingView,
    /// The same as rows of a table.
    pub rows: Vec<RowView<'s>>,
    /// Its sources.
    pub marks: Vec<MarkView>,
}

/// A row of a table.
#[derive(Debug, Serialize)]
pub struct RowView<'s> {
    /// What it is about.
    pub label: &'s str,
    /// What it belongs to, or nothing.
    pub group: Option<&'s str>,
    /// Its number, or nothing.
    pub number: Option<&'s str>,
    /// Its date, or nothing.
    pub date: Option<String>,
}

/// A drawing: what stands where.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct DrawingView {
    /// Its height.
    pub height: String,
    /// Where its lines across begin.
    pub top: String,
    /// The marks of its scale.
    pub ticks: Vec<TickView>,
    /// Where nought is, or nothing if that is no part of it.
    pub zero: Option<String>,
    /// The names of groups.
    pub headings: Vec<LineView>,
    /// What is drawn.
    pub items: Vec<ItemView>,
}

/// A mark of a scale.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct TickView {
    /// Where.
    pub x: String,
    /// `start`, `middle` or `end`: which part of its words is there.
    pub anchor: &'static str,
    /// The number, or nothing.
    pub number: Option<String>,
    /// The date, or nothing.
    pub date: Option<String>,
}

/// A line of text.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct LineView {
    /// Where its base line is.
    pub y: String,
    /// What it says.
    pub text: String,
}

/// Something that is drawn.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct ItemView {
    /// `bar`, `dot`, `day`, `month` or `year`.
    pub shape: &'static str,
    /// Where it begins along the drawing.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// How long it is.
    pub width: String,
    /// The middle of its height.
    pub y: String,
    /// The top of a bar.
    pub top: String,
    /// What it is about.
    pub lines: Vec<LineView>,
    /// Where these lines are, and which part of them: `start` or `end`.
    pub place: PlaceView,
    /// Where its value is written.
    pub value: PlaceView,
    /// The base line of that.
    pub value_y: String,
    /// The number, or nothing.
    pub number: Option<String>,
    /// The date, or nothing.
    pub date: Option<String>,
    /// What it leads to, or nothing.
    pub href: Option<String>,
}

/// Where a text is along a drawing.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct PlaceView {
    /// Where.
    pub x: String,
    /// How far beside that.
    pub dx: String,
    /// `start`, `middle` or `end`: which part of the text is there.
    pub anchor: &'static str,
}

impl<'s> ChartView<'s> {
    /// A drawing.
    pub fn of(lens: &Lens<'_>, chart: &'s Chart) -> ChartView<'s> {
        ChartView {
            id: format!("_chart-{}", chart.number),
            kind: chart.kind.name(),
            title: &chart.title,
            description: &chart.description,
            caption: chart.caption.as_deref(),
            unit: chart.unit.as_deref().map(unit_behind),
            href: &chart.href,
            label_title: &chart.headings.label,
            value_title: &chart.headings.value,
            group_title: chart.headings.group.as_deref(),
            drawing: drawing(chart),
            rows: chart.points.iter().map(row).collect(),
            marks: chart.sources.iter().map(|marker| MarkView::of(lens, *marker)).collect(),
        }
    }
}

fn row(point: &Point) -> RowView<'_> {
    let (number, date) = match &point.quantity {
        Quantity::Number(number) => (Some(number.digits.as_str()), None),
        Quantity::Date(date) => (None, Some(date.to_string())),
    };
    RowView { label: &point.label, group: point.group.as_deref(), number, date }
}

fn drawing(chart: &Chart) -> DrawingView {
    match chart.kind {
        ChartKind::Timeline => timeline(&moments(chart)),
        ChartKind::Bars => bars::draw(&chart.points, unit_width(chart), bars::Style::Bars),
        ChartKind::Dots => bars::draw(&chart.points, unit_width(chart), bars::Style::Dots),
    }
}

fn moments(chart: &Chart) -> Vec<Moment<'_>> {
    chart.points.iter().filter_map(moment).collect()
}

fn moment(point: &Point) -> Option<Moment<'_>> {
    let Quantity::Date(date) = point.quantity else { return None };
    Some(Moment { date, label: &point.label, group: point.group.as_deref(), href: None })
}

fn unit_width(chart: &Chart) -> f64 {
    chart.unit.as_deref().map_or(0.0, |unit| text::width(unit) + 0.3)
}

/// A unit as it stands behind a number: after a space that breaks no line, unless its script or the sign itself has none.
fn unit_behind(unit: &str) -> String {
    let is_close = unit.starts_with(['%', '°', '‰']) || unit.starts_with(is_wide);
    if is_close { unit.to_owned() } else { format!("\u{a0}{unit}") }
}

/// A height or width in the size of letters.
fn em(size: f64) -> String {
    format!("{}em", rounded(size))
}

/// A part of the width.
fn percent(part: f64) -> String {
    format!("{}%", rounded(part * 100.0))
}

/// A number with at most two decimals: a hundredth of a letter is less than anybody sees.
fn rounded(number: f64) -> f64 {
    // Adding nought makes `-0` of small negative numbers `0`.
    (number * 100.0).round() / 100.0 + 0.0
}

/// The part of a text that is at a place along the drawing, so that the text stays in it.
fn anchor(part: f64) -> &'static str {
    if part < 0.08 {
        "start"
    } else if part > 0.88 {
        "end"
    } else {
        "middle"
    }
}
