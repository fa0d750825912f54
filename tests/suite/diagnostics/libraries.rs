//! Whatever a library of references holds, reading and formatting it ends, without a panic, and every problem lies within
//! its text.

use std::sync::{Arc, LazyLock};

use briefgen::base::{Diagnostics, Source, SourcePath};
use briefgen::evidence::{Imported, bibtex, csl_json};
use briefgen::input::Config;
use briefgen::output::{Bibliography, Reference, Style};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    }
}

fn texts(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => proptest::sample::select(pieces).prop_map(str::to_owned), 1 => ".{0,6}"];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

const BIBTEX: &[&str] = &[
    "@online{a,",
    "@article{b,",
    "@book{",
    "@inbook{c,",
    "@string{s = ",
    "@comment{",
    "@preamble{",
    "@xdata{d,",
    "}\n",
    "},",
    "{",
    "}",
    "\"",
    ",",
    " = ",
    "#",
    "title = ",
    "author = ",
    "editor = ",
    "date = ",
    "year = ",
    "month = ",
    "day = ",
    "urldate = ",
    "eventdate = ",
    "pages = ",
    "volume = ",
    "volumes = ",
    "number = ",
    "url = ",
    "crossref = ",
    "xdata = ",
    "ids = ",
    "language = ",
    "keywords = ",
    "maintitle = ",
    "subtitle = ",
    "{a}",
    "{b}",
    "{a, b}",
    "{2024}",
    "{2024-00-00}",
    "{99999999999}",
    "{1--}",
    "{-1--5}",
    "{iv}",
    "{and and}",
    "{, , ,}",
    "{family=x, given=}",
    "{{}}",
    "s",
    "nov",
    "\\'",
    "\\\"{",
    "\\a{",
    "\\",
    "$",
    "--",
    "~",
    "%",
    "\n@",
    "岩屋",
    "{岩屋, 毅}",
    "{https://a.eu}",
];

const JSON: &[&str] = &[
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"id\":",
    "\"a\"",
    "\"type\":",
    "\"webpage\"",
    "\"article-journal\"",
    "\"title\":",
    "\"author\":",
    "[{\"family\":\"x\"}]",
    "\"issued\":",
    "{\"date-parts\":[[2024,0]]}",
    "{\"raw\":\"2024~/\"}",
    "\"page\":",
    "\"-1-99999999999\"",
    "\"volume\":",
    "1e999",
    "-0",
    "null",
    "true",
    "99999999999999999999",
    "\"",
    "\\u0000",
    "\\ud800",
    "岩屋",
    "\n",
    " ",
    "[{\"id\":\"a\",",
    "}]",
];

static BIBLIOGRAPHIES: LazyLock<Vec<Bibliography>> = LazyLock::new(|| {
    let text = "title = 'T'\ndescription = 'D'\nbase_url = 'https://a.eu/'\nlanguage = 'ja'\n[languages.ja]\nname = '日本語'\n";
    let source = Source::new(SourcePath::new("site.toml").unwrap(), text);
    let config = Config::parse(&mut Diagnostics::default(), &source, None);
    let styles = ["apa", "chicago-notes", "ieee"].map(|name| Style::named(name).unwrap());
    styles.map(|style| Bibliography::new(style, &config, &config.languages[0])).into_iter().collect()
});

fn holds(text: &str, parse: fn(&mut Diagnostics, &Arc<Source>) -> Vec<Imported>) {
    let source = Source::new(SourcePath::new("content/registry/a").unwrap(), text);
    let mut diagnostics = Diagnostics::default();
    let imported = parse(&mut diagnostics, &source);
    for reference in &imported {
        for style in BIBLIOGRAPHIES.iter() {
            style.format(Reference::of(&reference.entry));
        }
    }
    for problem in diagnostics.into_sorted() {
        assert!(problem.span.range().end <= problem.span.text().len());
        assert!(problem.help.is_some(), "`{}` has no hint", problem.message);
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_can_be_a_bibtex_file(text in texts(BIBTEX)) {
        holds(&text, bibtex::parse);
    }

    #[test]
    fn any_fields_can_be_a_bibtex_entry(fields in proptest::collection::vec((0..BIBTEX.len(), 0..BIBTEX.len()), 0..8)) {
        let fields: String = fields.iter().map(|(name, value)| format!("{}{},", BIBTEX[*name], BIBTEX[*value])).collect();
        holds(&format!("@article{{k, {fields}}}\n@book{{a, ids = {{k}}, title = {{A}}}}"), bibtex::parse);
    }

    #[test]
    fn any_text_can_be_a_csl_json_file(text in texts(JSON)) {
        holds(&text, csl_json::parse);
        holds(&format!("[{{\"id\":\"a\",{text}}}]"), csl_json::parse);
    }

    #[test]
    fn any_value_can_be_in_a_bibtex_field(
        name in proptest::sample::select(&["title", "author", "editor", "date", "year", "month", "urldate", "pages",
            "volume", "volumes", "number", "edition", "langid", "language", "isbn", "doi", "eprint", "pagetotal", "keywords",
            "crossref", "url", "pagination", "gender", "editortype", "type", "chapter", "maintitle"][..]),
        value in "[0-9a-zA-Z,.\\- /~?%=岩&#_^'`]{0,16}",
    ) {
        for kind in ["article", "book", "inproceedings", "online", "report", "thesis"] {
            let text = format!("@{kind}{{k, maintitle = {{m}}, volume = {{1}}, editor = {{x}}, title = {{t}}, {name} = {{{value}}}}}\n");
            holds(&text, bibtex::parse);
        }
    }

    #[test]
    fn any_value_can_be_in_a_csl_json_key(
        key in proptest::sample::select(&["id", "type", "title", "author", "issued", "accessed", "page", "volume", "issue",
            "edition", "number", "DOI", "URL", "language", "note", "keyword"][..]),
        value in proptest::sample::select(JSON),
        text in "[0-9a-zA-Z,.\\- /~?%=岩&#_^'`]{0,16}",
    ) {
        holds(&format!("[{{\"id\": \"k\", \"type\": \"report\", \"{key}\": {value}}}]"), csl_json::parse);
        holds(&format!("[{{\"id\": \"k\", \"type\": \"article-journal\", \"container-title\": \"J\", \"{key}\": \"{text}\"}}]"), csl_json::parse);
    }
}
