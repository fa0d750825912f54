//! Which part of a file a `Range` header asks for (RFC 9110, section 14).

use http_range_header::{RangeUnsatisfiableError, parse_range_header};
use hyper::header::HeaderValue;

/// The part of a file to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// Some bytes.
    Some {
        /// Where they start.
        start: u64,
        /// How many.
        length: u64,
    },
    /// None of its bytes was asked for.
    Nothing,
}

impl Part {
    /// The part that `header` asks for of a file of `length` bytes. A header that makes no sense is ignored, and so is one
    /// that asks for several parts, as servers may.
    pub fn of(header: Option<&HeaderValue>, length: u64) -> Part {
        let Some(text) = header.and_then(|header| header.to_str().ok()) else { return Part::Whole };
        let Ok(ranges) = parse_range_header(text) else { return Part::Whole };
        match ranges.validate(length).as_deref() {
            Ok([range]) if ranges.len() == 1 => {
                Part::Some { start: *range.start(), length: range.end() - range.start() + 1 }
            }
            Err(RangeUnsatisfiableError::Unsatisfiable) => Part::Nothing,
            _ => Part::Whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, length: u64) -> Part {
        Part::of(Some(&HeaderValue::from_str(text).unwrap()), length)
    }

    #[test]
    fn one_range_is_cut_at_the_end_of_the_file() {
        assert_eq!(of("bytes=0-0", 10), Part::Some { start: 0, length: 1 });
        assert_eq!(of("bytes=2-5", 10), Part::Some { start: 2, length: 4 });
        assert_eq!(of("BYTES=2-", 10), Part::Some { start: 2, length: 8 });
        assert_eq!(of("bytes=-3", 10), Part::Some { start: 7, length: 3 });
        assert_eq!(of("bytes=-30", 10), Part::Some { start: 0, length: 10 });
        assert_eq!(of("bytes=9-99999999999999999999", 10), Part::Some { start: 9, length: 1 });
        assert_eq!(of("bytes=0-18446744073709551615", u64::MAX), Part::Some { start: 0, length: u64::MAX });
    }

    #[test]
    fn ranges_past_the_end_hold_nothing() {
        for text in
            ["bytes=10-", "bytes=10-11", "bytes=-0", "bytes=18446744073709551615-", "bytes=20-30,40-50"]
        {
            assert_eq!(of(text, 10), Part::Nothing, "{text}");
        }
        assert_eq!(of("bytes=0-", 0), Part::Nothing);
        assert_eq!(of("bytes=-1", 0), Part::Whole);
    }

    #[test]
    fn what_makes_no_sense_is_ignored() {
        for text in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=5-2",
            "bytes=a-b",
            "lines=1-2",
            "bytes=0-1,x",
            "bytes=1--2",
            "bytes=+1-2",
        ] {
            assert_eq!(of(text, 10), Part::Whole, "{text}");
        }
        assert_eq!(Part::of(Some(&HeaderValue::from_bytes(b"bytes=0-1\xff").unwrap()), 10), Part::Whole);
        assert_eq!(Part::of(None, 10), Part::Whole);
    }

    #[test]
    fn several_ranges_get_the_whole() {
        assert_eq!(of("bytes=0-1,3-4", 10), Part::Whole);
        assert_eq!(of("bytes=0-1,30-40", 10), Part::Whole);
        assert_eq!(of(&format!("bytes={}", "0-,".repeat(5000)), 10), Part::Whole);
    }
}
