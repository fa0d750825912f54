//! Draws many dates in little room: a row for each year that has some, as long as the year; a day is a dot, a month or a
//! year as long as it is. What would cover another mark of its row moves below it.

use serde::Serialize;

use super::{DrawingView, ItemView, LINE, Moment, em, percent};
use crate::base::PartialDate;

/// Many dates.
#[derive(Debug, Serialize)]
pub struct AlmanacView {
    /// The marks, in order of time; they have no labels.
    pub drawing: DrawingView,
    /// Where its rows begin.
    pub left: String,
    /// The years that have some.
    pub years: Vec<AlmanacYearView>,
    /// The first months of quarters.
    pub months: Vec<MonthView>,
    /// Whether some are known to the month only.
    pub has_months: bool,
    /// Whether some are known to the year only.
    pub has_years: bool,
}

/// A year of an almanac.
#[derive(Debug, PartialEq, Serialize)]
pub struct AlmanacYearView {
    /// The year.
    pub date: String,
    /// The base line of its name.
    pub y: String,
    /// Where its row begins.
    pub top: String,
    /// Whether years were left out before it.
    pub is_later: bool,
}

/// A month of an almanac.
#[derive(Debug, PartialEq, Serialize)]
pub struct MonthView {
    /// `01`, `04`, `07` or `10`.
    pub number: &'static str,
    /// Where it begins.
    pub x: String,
}

/// Where rows begin: `2024年` fits before it in the narrowest drawing.
const LEFT: f64 = 0.185;

/// How much of a year a mark covers in the narrowest drawing.
const MARK: f64 = 0.05;

/// The height of a lane.
const LANE: f64 = 0.95;

/// Space round the lanes of a year.
const AROUND: f64 = 0.6;

/// The marks of one year: each with the part of the year that it covers, and its lane.
struct Lanes(Vec<f64>);

impl Lanes {
    /// The first lane where the part of a year is free.
    fn of(&mut self, from: f64, to: f64) -> usize {
        let free = self.0.iter().position(|end| *end <= from);
        let lane = free.unwrap_or(self.0.len());
        if free.is_none() {
            self.0.push(0.0);
        }
        self.0[lane] = to + MARK;
        lane
    }
}

impl AlmanacView {
    /// The drawing of dates that are in order of time.
    pub fn of(moments: &[Moment<'_>]) -> AlmanacView {
        let top = LINE + 0.2;
        let mut y = top;
        let mut drawing = DrawingView { top: em(top), ..DrawingView::default() };
        let mut years: Vec<AlmanacYearView> = Vec::new();
        let mut before: Option<i16> = None;
        for of_year in moments.chunk_by(|one, other| year(one) == year(other)) {
            let number = year(&of_year[0]);
            years.push(AlmanacYearView {
                date: format!("{number:04}"),
                y: em(y + AROUND / 2.0 + LANE / 2.0 + 0.35),
                top: em(y),
                is_later: before.is_some_and(|before| number > before + 1),
            });
            before = Some(number);
            y += row(&mut drawing, of_year, y) + AROUND;
        }
        drawing.height = em(y);
        let has = |name: &str| drawing.items.iter().any(|item| item.shape == name);
        let (has_months, has_years) = (has("month"), has("year"));
        AlmanacView { drawing, left: percent(LEFT), years, months: months(), has_months, has_years }
    }
}

fn year(moment: &Moment<'_>) -> i16 {
    moment.date.first().year()
}

/// Adds the marks of a year; tells how high they are.
fn row(drawing: &mut DrawingView, moments: &[Moment<'_>], y: f64) -> f64 {
    let mut lanes = Lanes(Vec::new());
    for moment in moments {
        let (from, to) = part_of_year(moment.date);
        let lane = f64::from(u32::try_from(lanes.of(from, to)).unwrap_or(u32::MAX));
        let place = |part: f64| LEFT + 0.015 + part * (1.0 - LEFT - 0.03);
        let middle = em(y + AROUND / 2.0 + (lane + 0.5) * LANE);
        drawing.items.push(ItemView {
            shape: moment.date.precision().name(),
            from: percent(place(from)),
            to: percent(place(to)),
            y: middle,
            date: Some(moment.date.to_string()),
            href: moment.href.clone(),
            lines: vec![super::LineView { y: String::new(), text: moment.label.to_owned() }],
            ..ItemView::default()
        });
    }
    lanes.0.iter().map(|_| LANE).sum()
}

/// Where a date begins and ends in its year.
fn part_of_year(date: PartialDate) -> (f64, f64) {
    let (first, last) = (date.first(), date.last());
    let part = |day: i16| f64::from(day) / 366.0;
    let from = part(first.day_of_year() - 1);
    // As far as the beginning of its last day, so that neighbours do not touch.
    let to = if first == last { from } else { part(last.day_of_year() - 1) };
    (from, to)
}

fn months() -> Vec<MonthView> {
    let months = [("01", 0.0), ("04", 91.0), ("07", 182.0), ("10", 274.0)];
    let month = |(number, days): (&'static str, f64)| MonthView {
        number,
        x: percent(LEFT + 0.015 + days / 366.0 * (1.0 - LEFT - 0.03)),
    };
    months.map(month).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_one_day_lie_below_one_another_and_empty_years_are_left_out() {
        let moment = |date: &str| Moment {
            date: PartialDate::parse(date).unwrap(),
            label: "x",
            group: None,
            href: Some(format!("#{date}")),
        };
        let moments = ["2014-10-16", "2024", "2024-04-01", "2024-11-01", "2024-11-01", "2025-06"].map(moment);
        let almanac = AlmanacView::of(&moments);
        let item = |item: &ItemView| format!("{} {}–{} {}", item.shape, item.from, item.to, item.y);
        assert_eq!(
            almanac.drawing.items.iter().map(item).collect::<Vec<_>>(),
            [
                "day 81.77%–81.77% 2.23em",
                "year 20%–98.29% 3.78em",
                "day 39.52%–39.52% 4.72em",
                "day 85.42%–85.42% 4.72em",
                "day 85.42%–85.42% 5.68em",
                "month 52.39%–58.61% 7.22em",
            ]
        );
        let year = |year: &AlmanacYearView| format!("{} {} {}", year.date, year.y, year.is_later);
        let years: Vec<String> = almanac.years.iter().map(year).collect();
        assert_eq!(years, ["2014 2.58em false", "2024 4.13em true", "2025 7.57em false"]);
        assert!(almanac.has_months && almanac.has_years);
    }
}
