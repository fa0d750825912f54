//! Mistakes that remembering invites: each of these was one, or would be if a key were a little shorter.

use briefgen::input::Changes;

use super::{Warm, expect_fresh};
use crate::project::Project;

fn project(files: &[(&str, &str)]) -> (Project, Warm) {
    let project = Project::in_memory();
    project.fill(files);
    let warm = Warm::new(&project);
    (project, warm)
}

#[test]
fn pages_that_waited_for_another_template_to_be_mended_are_rendered_then() {
    let (project, mut warm) = project(&[("templates/other.html", "{{")]);
    assert!(warm.build(&Changes::All).is_blocked());
    project.write("templates/other.html", "");
    let built = warm.told(&["templates/other.html"]);
    assert_eq!(warm.ledger.rendered, built.templated.len());
    expect_fresh(&built, &project);
}

#[test]
fn pages_that_failed_before_another_template_broke_fail_again_when_it_is_mended() {
    let (project, mut warm) =
        project(&[("templates/404.html", "{{ nothing }}"), ("templates/other.html", "")]);
    warm.build(&Changes::All);
    for text in ["{{", ""] {
        project.write("templates/other.html", text);
        expect_fresh(&warm.told(&["templates/other.html"]), &project);
    }
}

#[test]
fn pages_that_stood_before_a_template_broke_stand_when_it_is_mended() {
    let (project, mut warm) = project(&[("templates/other.html", "")]);
    warm.build(&Changes::All);
    project.write("templates/other.html", "{{");
    assert!(warm.told(&["templates/other.html"]).is_blocked());
    project.write("templates/other.html", "");
    let built = warm.told(&["templates/other.html"]);
    assert_eq!(warm.ledger.rendered, 0);
    expect_fresh(&built, &project);
}

#[test]
fn values_of_different_kinds_are_different_however_they_are_written_as_keys() {
    let config = |value: &str| {
        format!(
            "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[extra]\nx = {value}\n"
        )
    };
    let (project, mut warm) =
        project(&[("templates/404.html", "{{ site.extra.x }}"), ("site.toml", &config("0"))]);
    warm.build(&Changes::All);
    for value in ["false", "\"\"", "[]", "0", "true", "-1", "1", "1.0"] {
        project.write("site.toml", config(value));
        expect_fresh(&warm.told(&["site.toml"]), &project);
    }
}

#[test]
fn words_of_different_kinds_are_different_however_they_are_written_as_keys() {
    let (project, mut warm) =
        project(&[("templates/404.html", "{{ words.x }}"), ("content/i18n/en.yaml", "x: 0\n")]);
    warm.build(&Changes::All);
    for value in ["false", "''", "[]", "0", "true", "-1"] {
        project.write("content/i18n/en.yaml", format!("x: {value}\n"));
        expect_fresh(&warm.told(&["content/i18n/en.yaml"]), &project);
    }
}

#[test]
fn a_wrong_byte_and_the_character_that_stands_for_it_are_different_files() {
    let (project, mut warm) = project(&[]);
    let text = |byte: &[u8]| [b"---\ntitle: T\nsummary: S\n---\n" as &[u8], byte].concat();
    project.write("content/a.md", text(b"\xFF"));
    warm.build(&Changes::All);
    for byte in ["\u{FFFD}".as_bytes(), b"\0", b"\xFF"] {
        project.write("content/a.md", text(byte));
        expect_fresh(&warm.told(&["content/a.md"]), &project);
    }
}

#[test]
fn html_that_the_configuration_comes_to_allow_or_to_forbid_is_parsed_again() {
    let config = |allowed: bool| {
        format!(
            "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[markdown]\nraw_html = {allowed}\n"
        )
    };
    let (project, mut warm) =
        project(&[("site.toml", &config(false)), ("content/a.md", "---\ntitle: T\nsummary: S\n---\n<br>\n")]);
    assert_eq!(warm.build(&Changes::All).words().len(), 1);
    for (allowed, problems) in [(true, 0), (false, 1)] {
        project.write("site.toml", config(allowed));
        let built = warm.told(&["site.toml"]);
        assert_eq!((built.words().len(), warm.counts().parsed), (problems, 2));
        expect_fresh(&built, &project);
    }
}

#[test]
fn a_language_without_words_of_its_own_speaks_the_new_default_one() {
    let config = |default: &str| {
        format!(
            "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\nlanguage = \"{default}\"\n\
             [languages.en]\nname = \"E\"\n[languages.ja]\nname = \"J\"\n[languages.fr]\nname = \"F\"\n"
        )
    };
    let (project, mut warm) = project(&[
        ("site.toml", &config("en")),
        ("content/i18n/en.yaml", "x: English\n"),
        ("content/i18n/ja.yaml", "x: 日本語\n"),
        ("templates/topics.html", "{{ words.x }}"),
    ]);
    assert_eq!(warm.build(&Changes::All).text("fr/topics/index.html"), "English");
    project.write("site.toml", config("ja"));
    let built = warm.told(&["site.toml"]);
    assert_eq!(built.text("fr/topics/index.html"), "日本語");
    expect_fresh(&built, &project);
}

#[test]
fn problems_of_what_is_remembered_are_told_again() {
    let (project, mut warm) = project(&[
        ("content/a.md", "---\ntitle: T\nsummary: S\nunknown: 1\n---\n"),
        ("content/registry/glossary.yaml", "- {id: x}\n"),
        ("content/i18n/en.yaml", "x: [\n"),
        ("content/x.MD", ""),
        ("templates/404.html", "{{ nothing }}"),
        ("static/a.css", "a {}"),
        (
            "site.toml",
            "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[citations]\nstyle = \"x\"\n[nothing]\n",
        ),
    ]);
    let first = warm.build(&Changes::All);
    assert!(first.words().len() >= 7, "{:#?}", first.words());
    project.write("static/a.css", "b {}");
    let built = warm.told(&["static/a.css"]);
    assert_eq!((warm.counts().parsed, warm.ledger.rendered), (0, 0));
    assert_eq!(built.words(), first.words());
    expect_fresh(&built, &project);
}

#[test]
fn a_page_follows_the_data_that_it_draws() {
    let page = "---\ntitle: T\nsummary: S\n---\n```{figure}\nchart: bars\ndata: a.csv\ntitle: W\ndescription: W\nsource: s\n```\n";
    let source = "- {id: s, title: S, publisher: P, url: \"https://example.org/\", language: en, kind: official, accessed: 2026-11-23, reliability: high}\n";
    let (project, mut warm) = project(&[
        ("content/a.md", page),
        ("content/a.csv", "label,value\nA,1\n"),
        ("content/registry/sources.yaml", source),
        (
            "templates/directives/figure.html",
            "{% for row in chart.rows %}{{ row.label }} {{ row.number | number }};{% endfor %}",
        ),
    ]);
    assert!(!warm.build(&Changes::All).is_blocked());
    for csv in ["label,value\nA,2\nB,1\n", "label,value\nA,x\n", "label,value\nA,1\n"] {
        project.write("content/a.csv", csv);
        expect_fresh(&warm.told(&["content/a.csv"]), &project);
    }
    project.remove("content/a.csv");
    expect_fresh(&warm.told(&["content/a.csv"]), &project);
}
