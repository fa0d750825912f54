//! Dates that are known to the day, the month or the year.

use std::fmt;

use jiff::civil::{Date, date};

/// A date as precise as it is known, after the reduced forms of ISO 8601: `2024-11-01`, `2024-11`, `2024`. Ordered by the first
/// day that it may mean; of two that begin on one day, the less precise comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    first: Date,
    precision: Precision,
}

/// How precisely a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// To the year.
    Year,
    /// To the month.
    Month,
    /// To the day.
    Day,
}

impl Precision {
    /// `year`, `month` or `day`.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
        }
    }
}

impl PartialDate {
    /// Reads `2024-11-01`, `2024-11` or `2024`.
    pub fn parse(text: &str) -> Option<PartialDate> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(|part| number(part, 2));
        let day = parts.next().map(|part| number(part, 2));
        let (month, day, precision) = match (month, day, parts.next()) {
            (None, None, None) => (1, 1, Precision::Year),
            (Some(month), None, None) => (month?, 1, Precision::Month),
            (Some(month), Some(day), None) => (month?, day?, Precision::Day),
            _ => return None,
        };
        let first = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(PartialDate { first, precision })
    }

    /// The first day that it may mean.
    pub fn first(&self) -> Date {
        self.first
    }

    /// The last day that it may mean.
    pub fn last(&self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => self.first.last_of_month(),
            Precision::Year => date(self.first.year(), 12, 31),
        }
    }

    /// How precisely it is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i16> {
    let fits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.precision {
            Precision::Year => write!(f, "{year:04}"),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Day => self.first.fmt(f),
        }
    }
}

impl From<Date> for PartialDate {
    fn from(day: Date) -> PartialDate {
        PartialDate { first: day, precision: Precision::Day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_means_the_days_that_it_leaves_open() {
        let days = |text: &str| {
            let date = PartialDate::parse(text).unwrap();
            assert_eq!(date.to_string(), text);
            (date.first().to_string(), date.last().to_string(), date.precision().name())
        };
        assert_eq!(days("2024-02"), ("2024-02-01".into(), "2024-02-29".into(), "month"));
        assert_eq!(days("2024"), ("2024-01-01".into(), "2024-12-31".into(), "year"));
        assert_eq!(days("2024-11-01"), ("2024-11-01".into(), "2024-11-01".into(), "day"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "24",
            "2024-",
            "2024-13",
            "2024-02-30",
            "2024-1",
            "2024-01-01-01",
            "+024",
            "2024-11-01T10:00",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_comes_before_its_first_month_and_that_before_its_first_day() {
        let mut dates: Vec<PartialDate> = ["2024-01-02", "2024-01-01", "2023-12", "2024-01", "2024"]
            .map(|text| PartialDate::parse(text).unwrap())
            .into();
        dates.sort();
        let sorted: Vec<String> = dates.iter().map(ToString::to_string).collect();
        assert_eq!(sorted, ["2023-12", "2024", "2024-01", "2024-01-01", "2024-01-02"]);
    }
}
