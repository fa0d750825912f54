//! Dates as editors write them.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};

/// A day, or an instant with the day that its writer gave it. Ordered by day, then by instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    day: Date,
    /// With the offset it was written in, so that the day stays the one written.
    instant: Option<(Timestamp, Offset)>,
}

impl Moment {
    /// Reads `2024-11-01` or, with a time and its offset (RFC 3339), `2024-11-01T18:20:00+09:00`.
    pub fn parse(text: &str) -> Option<Moment> {
        let written_day = text.get(..10)?;
        let day = Date::strptime("%Y-%m-%d", written_day).ok()?;
        if text.len() == 10 {
            return Some(Moment { day, instant: None });
        }
        let instant: Timestamp = text.parse().ok()?;
        let offset = Pieces::parse(text).ok()?.to_numeric_offset().unwrap_or(Offset::UTC);
        Some(Moment { day, instant: Some((instant, offset)) })
    }

    /// The day as written.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The day that it is in `zone`; a day alone is the same everywhere.
    pub fn day_in(&self, zone: &TimeZone) -> Date {
        self.instant.map_or(self.day, |(instant, _)| instant.to_zoned(zone.clone()).date())
    }

    /// Whether it is certainly earlier than `other`: by the instant if both have one, else by the day.
    pub fn is_before(&self, other: &Moment) -> bool {
        match (self.instant, other.instant) {
            (Some((own, _)), Some((other, _))) => own < other,
            _ => self.day < other.day,
        }
    }

    /// The instant; for a day alone, its first moment in `zone`.
    pub fn timestamp(&self, zone: &TimeZone) -> Timestamp {
        let midnight = || self.day.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp());
        self.instant.map(|(instant, _)| instant).or_else(midnight).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.instant {
            Some((instant, offset)) => instant.display_with_offset(offset).fmt(f),
            None => self.day.fmt(f),
        }
    }
}

impl From<Date> for Moment {
    fn from(day: Date) -> Moment {
        Moment { day, instant: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_instants_are_read_and_impossible_ones_refused() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let evening = Moment::parse("2024-11-01T18:20:00+09:00").unwrap();
        assert_eq!(evening.timestamp(&tokyo).to_string(), "2024-11-01T09:20:00Z");
        assert_eq!(evening.to_string(), "2024-11-01T18:20:00+09:00");
        let late = Moment::parse("2024-11-01T23:30:00+01:00").unwrap();
        assert_eq!(late.day_in(&tokyo).to_string(), "2024-11-02");
        assert_eq!(Moment::parse("2024-11-01").unwrap().day_in(&tokyo).to_string(), "2024-11-01");
        assert_eq!(
            Moment::parse("2024-11-01").unwrap().timestamp(&tokyo).to_string(),
            "2024-10-31T15:00:00Z"
        );
        for text in [
            "2024-02-30",
            "2024-13-01",
            "24-01-01",
            "2024-1-1",
            "1 Nov 2024",
            "2024-11-01 18:20",
            "令和6年11月1日",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
