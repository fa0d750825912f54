//! A scale of time: from the beginning of a year or month to the last day that is drawn, marked at years or months.

use jiff::civil::{Date, date};

use super::{TickView, anchor, percent};
use crate::base::PartialDate;

/// Beyond so many days, years are marked, else months.
const MONTHS_UNTIL: f64 = 500.0;

/// What is left free at both ends, so that marks there lie inside of the drawing.
const EDGE: f64 = 0.02;

/// A scale.
pub struct TimeScale {
    start: Date,
    days: f64,
    /// The last day.
    last: Date,
}

impl TimeScale {
    /// A scale for all these dates.
    pub fn of(dates: impl Iterator<Item = PartialDate> + Clone) -> TimeScale {
        let first = dates.clone().map(|date| date.first()).min().unwrap_or(date(2000, 1, 1));
        let last = dates.map(|date| date.last()).max().unwrap_or(first);
        let of_years = days(first, last) > MONTHS_UNTIL;
        let start = if of_years { first.first_of_year() } else { first.first_of_month() };
        TimeScale { start, days: days(start, last) + 1.0, last }
    }

    /// Where a date begins and ends, as parts of the scale: a day is the place of its beginning.
    pub fn place(&self, date: PartialDate) -> (f64, f64) {
        let (first, last) = (date.first(), date.last());
        let place = |days: f64| EDGE + days / self.days * (1.0 - 2.0 * EDGE);
        let from = place(days(self.start, first));
        (from, if first == last { from } else { place(days(self.start, last) + 1.0) })
    }

    /// Its marks, at most so many.
    pub fn ticks(&self, most: usize) -> Vec<TickView> {
        let dates =
            if days(self.start, self.last) > MONTHS_UNTIL { self.years(most) } else { self.months(most) };
        let tick = |date: PartialDate| {
            let (x, _) = self.place(date);
            TickView { x: percent(x), anchor: anchor(x), number: None, date: Some(date.to_string()) }
        };
        dates.into_iter().map(tick).collect()
    }

    fn years(&self, most: usize) -> Vec<PartialDate> {
        let (first, last) = (self.start.year(), self.last.year());
        let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
        let marked = |step: i16| (first..=last).filter(move |year| year % step == 0);
        let step = steps.into_iter().find(|step| marked(*step).count() <= most).unwrap_or(5000);
        marked(step).filter_map(|year| PartialDate::parse(&format!("{year:04}"))).collect()
    }

    fn months(&self, most: usize) -> Vec<PartialDate> {
        let months = i16::from(self.last.month()) + 12 * (self.last.year() - self.start.year());
        let first = i16::from(self.start.month());
        let marked = |step: i16| (first..=months).filter(move |month| (month - 1) % step == 0);
        let step = [1, 2, 3, 6].into_iter().find(|step| marked(*step).count() <= most).unwrap_or(12);
        let month = |month: i16| {
            let (year, month) = (self.start.year() + (month - 1) / 12, (month - 1) % 12 + 1);
            PartialDate::parse(&format!("{year:04}-{month:02}"))
        };
        marked(step).filter_map(month).collect()
    }
}

/// How many days there are from one to the other.
pub fn days(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(dates: &[&str]) -> TimeScale {
        TimeScale::of(dates.iter().map(|date| PartialDate::parse(date).unwrap()))
    }

    fn ticks(dates: &[&str], most: usize) -> String {
        let ticks = scale(dates).ticks(most);
        let tick = |tick: TickView| format!("{} {} {}", tick.date.unwrap(), tick.x, tick.anchor);
        ticks.into_iter().map(tick).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn years_or_months_are_marked() {
        assert_eq!(
            ticks(&["2024-05-21", "2026-03-24"], 6),
            "2024 2% start, 2025 45.16% middle, 2026 88.21% end"
        );
        assert_eq!(ticks(&["2024-05-21", "2024-11-01"], 3), "2024-07 33.65% middle, 2024-10 81.39% middle");
        assert_eq!(ticks(&["2024-11-01"], 3), "2024-11 2% start");
        assert_eq!(ticks(&["1868", "2026"], 6), "1900 21.32% middle, 1950 51.51% middle, 2000 81.7% middle");
        assert!(scale(&["0000", "9999"]).ticks(6).len() <= 6);
    }

    #[test]
    fn a_month_is_a_span_and_a_day_a_place() {
        let scale = scale(&["2024-11-01", "2024-11"]);
        let place = |date: &str| scale.place(PartialDate::parse(date).unwrap());
        assert_eq!(place("2024-11"), (EDGE, 1.0 - EDGE));
        assert_eq!(place("2024-11-16"), (0.5, 0.5));
    }
}
