//! Whatever a file holds, reading it ends, without a panic, and every problem lies within its text.

use briefgen::base::{Diagnostics, Source, SourcePath};
use briefgen::document::{Document, Rules};
use briefgen::evidence::Evidence;
use briefgen::input::Config;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    }
}

/// Pieces of the languages that files are written in, so that random text means something now and then.
fn fragments() -> impl Strategy<Value = String> {
    let pieces = [
        "---\n",
        "title: ",
        "summary: S\n",
        "- ",
        "  ",
        "[",
        "]",
        "{",
        "}",
        ": ",
        "\"",
        "'",
        "&a ",
        "*a",
        "!t ",
        "|\n",
        "#",
        "## ",
        "[^1]",
        "[^1]: ",
        "[x](a.md)",
        "![",
        "](",
        ")",
        "> [!NOTE]\n",
        "| a |\n|---|\n",
        "```\n",
        "<b>",
        "<!--",
        "-->",
        "{#a}",
        "* ",
        "- [ ] ",
        "\n\n    ",
        "岩屋",
        "\u{FEFF}",
        "\r\n",
        "\u{2028}",
        "\u{0}",
        "`",
        "**",
        "~~",
        "\n: ",
        "[@a, p. 3; ",
        "@b",
        "@{",
        ";",
        "“",
        "”",
        "「",
        "」",
        "> ",
        "[x](term:y)",
        "[](actor:z@2024)",
        "```{timeline}\n",
        "- id: a\n",
        "date: 2024-11\n",
        "excerpts:\n",
        "base_url = ",
        "[extra]\n",
        "=",
    ];
    let piece =
        prop_oneof![4 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn within(diagnostics: Diagnostics) {
    for problem in diagnostics.into_sorted() {
        assert!(problem.span.range().end <= problem.span.text().len());
        assert!(problem.help.is_some(), "`{}` has no hint", problem.message);
    }
}

fn source(text: &str) -> std::sync::Arc<Source> {
    Source::new(SourcePath::new("content/a.md").unwrap(), text)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_can_be_a_page(text in fragments()) {
        for raw_html in [false, true] {
            let mut diagnostics = Diagnostics::default();
            let document = Document::parse(&mut diagnostics, &source(&text), Rules { raw_html });
            let places = document.body.holes.iter().map(|hole| hole.at);
            prop_assert!(places.clone().is_sorted() && places.into_iter().all(|at| document.body.html.is_char_boundary(at)));
            within(diagnostics);
        }
    }

    #[test]
    fn any_text_can_be_front_matter(text in fragments()) {
        let mut diagnostics = Diagnostics::default();
        Document::parse(&mut diagnostics, &source(&format!("---\n{text}\n---\n")), Rules { raw_html: false });
        within(diagnostics);
    }

    #[test]
    fn any_text_can_be_a_registry(text in fragments()) {
        for name in ["sources", "excerpts", "claims", "actors", "events", "glossary", "areas", "partners"] {
            let path = SourcePath::new(&format!("content/registry/{name}.yaml")).unwrap();
            let mut diagnostics = Diagnostics::default();
            Evidence::load(&mut diagnostics, &[Source::new(path, &text)]);
            within(diagnostics);
        }
    }

    #[test]
    fn any_text_can_be_a_configuration(text in fragments()) {
        let mut diagnostics = Diagnostics::default();
        Config::parse(&mut diagnostics, &source(&text), None);
        within(diagnostics);
    }
}

/// Marks without partners, which a naive search would look for again from each of them to the end.
#[test]
fn many_marks_without_partners_take_no_time() {
    for piece in [
        "[",
        "[@",
        "@a ",
        "@a [",
        "]",
        "“",
        "\"",
        "「『",
        "[[@a]",
        "“a” ",
        "> “",
        "[@a;",
        "]{a=",
        "[x]{a=\"",
        "[a]{lang=ja} ",
        "日**「",
    ] {
        assert_takes_no_time(&piece.repeat(300_000 / piece.len()), piece);
    }
}

/// Runs that a naive search would read again from each character, or from each bracket.
#[test]
fn long_runs_before_spans_and_citations_take_no_time() {
    let escapes = "\\".repeat(300_000);
    assert_takes_no_time(&format!("{escapes} [a]{{lang=en}}"), "backslashes before a span");
    assert_takes_no_time(&format!("{escapes} [@k]"), "backslashes before a citation");
    let count = 40_000;
    let (open, languages) = ("[".repeat(2 * count), "]{lang=en}".repeat(count));
    let readings = "]{ruby=b}".repeat(count);
    assert_takes_no_time(&format!("{open}a{languages}{readings}"), "spans within spans");
}

fn assert_takes_no_time(body: &str, what: &str) {
    let text = format!("---\ntitle: T\nsummary: S\n---\n{body}\n");
    let started = std::time::Instant::now();
    Document::parse(&mut Diagnostics::default(), &source(&text), Rules { raw_html: false });
    let took = started.elapsed();
    assert!(took.as_secs() < 20, "`{what}` took {took:?}");
}

/// Each problem has its place, which means to read something again: one entry, not the file.
#[test]
fn a_registry_full_of_problems_takes_no_time() {
    let entry = |number: usize| {
        format!("- id: e{number}\n  date: 2024\n  title: T\n  confidence: high\n  sources: [nobody]\n")
    };
    let text: String = (0..20_000).map(entry).collect();
    let path = SourcePath::new("content/registry/events.yaml").unwrap();
    let mut diagnostics = Diagnostics::default();
    let started = std::time::Instant::now();
    Evidence::load(&mut diagnostics, &[Source::new(path, &text)]);
    assert_eq!(diagnostics.into_sorted().len(), 201);
    let took = started.elapsed();
    assert!(took.as_secs() < 30, "{took:?}");
}
