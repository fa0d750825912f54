//! How much of a page travels: its HTML and its stylesheets, compressed as web servers do it.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::functions::Answers;
use crate::input::{Config, Content};

/// The bytes of a kilobyte.
const KB: usize = 1_000;

/// What servers and hosts compress with, where nobody chose.
const LEVEL: u32 = 6;

/// The most that a page may weigh, and what its stylesheets do.
pub struct Scales {
    limit: usize,
    /// The address of each stylesheet, and its compressed size.
    sheets: Vec<(String, usize)>,
}

/// A page that is too heavy, in bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Excess {
    /// All of it.
    pub total: usize,
    /// Its stylesheets.
    pub sheets: usize,
    /// What it may weigh.
    pub limit: usize,
}

impl Scales {
    /// Those of a site; nothing if it sets no limit.
    pub fn of(config: &Config, answers: &Answers) -> Option<Scales> {
        let limit = config.page_kb? * KB;
        let sheets = answers.stylesheets().map(|(address, file)| {
            let size = match &file.content {
                Content::Memory(bytes) => compressed(bytes),
                // One of a megabyte is too heavy whatever it would be compressed.
                Content::Disk(_) => usize::try_from(file.version.length).unwrap_or(usize::MAX),
            };
            (address.to_owned(), size)
        });
        Some(Scales { limit, sheets: sheets.collect() })
    }

    /// By how much a page is too heavy, if it is. What is light enough as it is is not compressed.
    pub fn excess(&self, html: &str) -> Option<Excess> {
        let used = self.sheets.iter().filter(|(address, _)| html.contains(&format!("\"{address}\"")));
        let sheets = used.map(|(_, size)| *size).sum::<usize>();
        if html.len().saturating_add(sheets) <= self.limit {
            return None;
        }
        let total = compressed(html.as_bytes()).saturating_add(sheets);
        (total > self.limit).then_some(Excess { total, sheets, limit: self.limit })
    }
}

/// Bytes as kilobytes: `40.2`.
pub fn kilobytes(bytes: usize) -> String {
    // Rounded up: what is over a limit is not shown as the limit.
    let tenths = bytes.div_ceil(KB / 10);
    if tenths.is_multiple_of(10) {
        format!("{}", tenths / 10)
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

fn compressed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Counter(0), Compression::new(LEVEL));
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("counting cannot fail").0
}

struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_weighs_what_it_and_its_stylesheets_are_compressed() {
        let scales = Scales { limit: 1_000, sheets: vec![("/a.css".into(), 900), ("/b.css".into(), 500)] };
        assert_eq!(scales.excess(&"a".repeat(1_000)), None);
        assert_eq!(scales.excess(&"a".repeat(10_000)), None, "it is compressed");
        assert_eq!(scales.excess("<link href=\"/a.css\">"), None);
        let excess = scales.excess("<link href=\"/a.css\"><link href=\"/b.css\">").unwrap();
        assert!(excess.sheets == 1_400 && excess.total > 1_400 && excess.total < 1_500, "{excess:?}");
    }

    #[test]
    fn kilobytes_are_rounded_up() {
        assert_eq!([0, 1, 100, 1_000, 40_001].map(kilobytes), ["0", "0.1", "0.1", "1", "40.1"]);
    }
}
