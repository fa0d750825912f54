//! The machine's limit for a site: reads its sources, parses them and writes the same bytes as the finished site has, and does
//! nothing else. Prints how many seconds that took.
//!
//! ```sh
//! cargo run --release --example floor -- CONTENT FINISHED OUTPUT
//! ```
//!
//! The bytes of the finished site are in memory before the clock starts.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "this is a program of its own that only measures"
)]

use std::fs;
use std::hint::black_box;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use pulldown_cmark::{Options, Parser};
use rayon::prelude::*;
use walkdir::WalkDir;

fn main() -> io::Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [content, finished, output] = arguments.as_slice() else {
        return Err(io::Error::other("usage: floor CONTENT FINISHED OUTPUT"));
    };
    let site = load(finished)?;
    let started = Instant::now();
    let events = parse(content)?;
    write(output, &site)?;
    let seconds = started.elapsed().as_secs_f64();
    println!("{seconds:.4}");
    black_box(events);
    Ok(())
}

/// The files below a folder.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = WalkDir::new(folder)
        .into_iter()
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_type().is_file()));
    entries.map(|entry| Ok(entry?.into_path())).collect()
}

/// The finished site: paths in it, and bytes.
fn load(folder: &Path) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let read = |path: &PathBuf| {
        let within = path.strip_prefix(folder).map_err(io::Error::other)?;
        Ok((within.to_owned(), fs::read(path)?))
    };
    files(folder)?.par_iter().map(read).collect()
}

/// Reads and parses every source. How many events there were.
fn parse(folder: &Path) -> io::Result<usize> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let parse =
        |path: &PathBuf| Ok(Parser::new_ext(&fs::read_to_string(path)?, options).map(black_box).count());
    files(folder)?.par_iter().map(parse).sum()
}

/// Writes the site anew.
fn write(output: &Path, site: &[(PathBuf, Vec<u8>)]) -> io::Result<()> {
    site.par_iter().try_for_each(|(within, bytes)| {
        let path = output.join(within);
        match fs::write(&path, bytes) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().unwrap_or(output))?;
                fs::write(&path, bytes)
            }
            other => other,
        }
    })
}
