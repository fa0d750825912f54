//! Whatever a file holds, reading it ends, without a panic, and every problem lies within its text.

use briefgen::base::{Diagnostics, Source, SourcePath};
use briefgen::document::{Document, Rules};
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
    fn any_text_can_be_a_configuration(text in fragments()) {
        let mut diagnostics = Diagnostics::default();
        Config::parse(&mut diagnostics, &source(&text), None);
        within(diagnostics);
    }
}
