//! The site of this repository: it builds without a problem, and it answers every sentence of the news article that prompted it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// What each of the article's thirteen sentences is about, and the headings of the briefs that treat it.
const SENTENCES: [(&str, &[&str]); 13] = [
    ("a security pact was signed", &["tokyo#verb", "tokyo#two-texts", "at-a-glance#what-it-is-not"]),
    ("name, place and the men who acted", &["tokyo#offices", "at-a-glance#what-it-is"]),
    ("South Korea, and a post on X", &["tokyo#seoul", "tokyo#borrell", "tokyo#unknown"]),
    ("the first agreement of its kind", &["tokyo#borrell", "at-a-glance#what-it-is"]),
    ("a historical and timely step", &["tokyo#borrell"]),
    ("in effect on 1 January 2025", &["tokyo#date-error", "non-proliferation#treaty"]),
    (
        "economic, maritime and space security",
        &["tokyo#space", "tokyo#economic-security", "maritime-security#first"],
    ),
    ("cyber threats and foreign information manipulation", &["cyber#cyber", "cyber#hybrid", "cyber#fimi"]),
    ("non-proliferation and disarmament", &["non-proliferation#record", "non-proliferation#weapons"]),
    ("Ishiba and a NATO-style alliance", &["asian-nato#proposal", "asian-nato#set-aside"]),
    ("nuclear sharing", &["asian-nato#nuclear", "non-proliferation#nuclear-sharing"]),
    ("deterrence", &["asian-nato#proposal", "asian-nato#difference"]),
    ("a pivotal agreement in uncertain times", &["tokyo#claims"]),
];

/// Builds the site as it lies in the repository and returns its text files.
fn built() -> BTreeMap<String, String> {
    let output = TempDir::new().unwrap();
    let root = env!("CARGO_MANIFEST_DIR");
    let run = Command::new(env!("CARGO_BIN_EXE_briefgen"))
        .args(["build", "--strict", "--today=2026-11-23", "--root", root, "--output"])
        .arg(output.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    text_files(output.path())
}

fn text_files(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            Some((path, fs::read_to_string(entry.path()).ok()?))
        })
        .collect()
}

/// The part of a page from the heading with this id to the next heading of its level or above.
fn section<'h>(html: &'h str, id: &str) -> Option<&'h str> {
    let start = html.find(&format!(" id=\"{id}\""))?;
    let level: u8 = html[..start].chars().next_back()?.to_digit(10)?.try_into().ok()?;
    let rest = &html[start..];
    let ends = (1..=level).filter_map(|above| rest.find(&format!("<h{above} ")));
    Some(&rest[..ends.min().unwrap_or(rest.len())])
}

#[test]
fn every_sentence_of_the_article_is_treated_with_sources() {
    let files = built();
    for (subject, places) in SENTENCES {
        for place in places {
            let (page, id) = place.split_once('#').unwrap();
            let html = &files[&format!("briefs/{page}/index.html")];
            let section = section(html, id).unwrap_or_else(|| panic!("{subject}: no heading `{place}`"));
            assert!(section.contains("[@"), "{subject}: `{place}` names no source");
        }
    }
}

#[test]
fn what_the_record_contradicts_is_corrected() {
    let files = built();
    let tokyo = &files["briefs/tokyo/index.html"];
    let offices = section(tokyo, "offices").unwrap();
    assert!(offices.contains("Minister of Defense was Nakatani"));
    assert!(section(tokyo, "date-error").unwrap().contains("Strategic Partnership Agreement"));
}

/// The sentence was found in one weak source and those that copied it.
#[test]
fn the_sentence_ascribed_to_borrell_on_x_is_printed_nowhere() {
    for (path, text) in built() {
        for words in ["strengthening their ties", "building a more secure future"] {
            assert!(!text.contains(words), "{path} prints `{words}`");
        }
    }
}

#[test]
fn every_brief_says_as_of_when_it_is_true_and_names_its_sources() {
    let files = built();
    let briefs =
        files.iter().filter(|(path, _)| path.matches('/').count() == 2 && path.starts_with("briefs/"));
    let briefs: Vec<_> = briefs.collect();
    assert_eq!(briefs.len(), 6);
    for (path, html) in briefs {
        assert!(html.contains("<time datetime=\"2026-11-23\">23 November 2026</time>"), "{path}");
        assert!(html.matches("[@").count() >= 10, "{path}");
    }
}
