//! What a language has of its own: dates, plurals, order, and texts that it takes from others.

use crate::project::Project;

const SITE: &str = "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n\
    [languages.en]\n[languages.ja]\ntime_zone = \"Asia/Tokyo\"\n";

fn topics(template: &str, files: &[(&str, &str)]) -> [String; 2] {
    let project = Project::new(&[("site.toml", SITE), ("templates/topics.html", template)]);
    project.fill(files);
    project.write("site.toml", SITE);
    project.write("templates/topics.html", template);
    project.build();
    ["topics/index.html", "ja/topics/index.html"].map(|path| project.published(path))
}

#[test]
fn dates_are_written_as_the_locale_has_them_on_the_day_of_its_time_zone() {
    let dates = "{{ \"2024-11-01\" | date }}|{{ \"2024-11\" | date }}|{{ \"2024\" | date }}|\
        {{ \"2024-11-01T20:00:00Z\" | date }}|{{ \"2024-11-01\" | date(format=\"%d.%m.\") }}";
    assert_eq!(
        topics(dates, &[]),
        [
            "1 November 2024|November 2024|2024|1 November 2024|01.11.",
            "2024年11月1日|2024年11月|2024年|2024年11月2日|01.11.",
        ]
    );
}

#[test]
fn counts_have_the_form_of_their_number() {
    let counts = "{{ words.texts | plural(n=1) }}, {{ words.texts | plural(n=1200) }}, {{ 1200 | number }}";
    let files = [
        ("content/i18n/en.yaml", "texts: {one: '{n} text', other: '{n} texts'}\n"),
        ("content/i18n/ja.yaml", "texts: {other: '{n}件'}\n"),
    ];
    assert_eq!(topics(counts, &files), ["1 text, 1,200 texts, 1,200", "1件, 1,200件, 1,200"]);
}

#[test]
fn texts_that_a_language_lacks_are_those_of_its_fallback() {
    let texts = "{{ words.a }} {{ words.deep.b }} {{ words.deep.c }}";
    let files =
        [("content/i18n/en.yaml", "a: A\ndeep: {b: B, c: C}\n"), ("content/i18n/ja.yaml", "deep: {c: し}\n")];
    assert_eq!(topics(texts, &files), ["A B C", "A B し"]);
    let project = Project::new(&[("site.toml", SITE)]);
    project.fill(&files);
    project.write("site.toml", SITE);
    assert_eq!(
        project.problems(),
        [
            "content/i18n/ja.yaml:1:1: warning[text-missing]: `deep` lacks `b`; write in `ja` what `en.yaml` has under these keys",
            "content/i18n/ja.yaml:1:1: warning[text-missing]: `ja.yaml` lacks `a`; write in `ja` what `en.yaml` has under these keys",
        ]
    );
    project.remove("content/i18n/ja.yaml");
    assert_eq!(
        project.problems(),
        [
            "content/i18n/ja.yaml:1:1: warning[text-missing]: the interface has no texts in `ja`; write this file with the keys of the default language's"
        ]
    );
}

#[test]
fn a_text_of_another_kind_is_missing() {
    let project = Project::new(&[("site.toml", SITE)]);
    project.write("content/i18n/en.yaml", "a: A\nb: B\nc: {d: D}\n");
    project.write("content/i18n/ja.yaml", "a:\nb: [x]\nc: し\n");
    assert_eq!(
        project.problems(),
        [
            "content/i18n/ja.yaml:1:1: warning[text-missing]: `a` is nothing, in `en.yaml` text; write what the default language has here, in this language",
            "content/i18n/ja.yaml:2:1: warning[text-missing]: `b` is a list, in `en.yaml` text; write what the default language has here, in this language",
            "content/i18n/ja.yaml:3:1: warning[text-missing]: `c` is text, in `en.yaml` a mapping; write what the default language has here, in this language",
        ]
    );
    project.write("content/i18n/ja.yaml", "# Later.\n");
    let problems = project.problems();
    assert!(problems[0].contains("`ja.yaml` is nothing, in `en.yaml` a mapping"), "{problems:?}");
}

#[test]
fn a_language_takes_the_title_of_its_fallback() {
    let config = SITE.to_owned() + "[languages.fr]\ntitle = \"Titre\"\n[languages.pt]\nfallback = \"fr\"\n";
    let project = Project::new(&[("site.toml", &config)]);
    project.write("templates/topics.html", "{{ site.title }} {{ site.locale }}");
    project.build();
    assert_eq!(project.published("pt/topics/index.html"), "Titre pt_BR");
    assert_eq!(project.published("ja/topics/index.html"), "S ja_JP");
}

#[test]
fn texts_that_a_fallback_has_are_not_missing() {
    let config = SITE.to_owned() + "[languages.pt]\n[languages.pt-BR]\nfallback = \"pt\"\n";
    let project = Project::new(&[("site.toml", &config)]);
    project.write("content/i18n/en.yaml", "a: A\ndeep: {b: B, c: C}\n");
    project.write("content/i18n/ja.yaml", "a: あ\ndeep: {b: い, c: う}\n");
    project.write("content/i18n/pt.yaml", "a: Á\ndeep: {b: É}\n");
    project.write("content/i18n/pt-BR.yaml", "a: Ã\ndeep: {}\n");
    assert_eq!(
        project.problems(),
        [
            "content/i18n/pt-BR.yaml:2:1: warning[text-missing]: `deep` lacks `c`; write in `pt-BR` what `en.yaml` has under these keys",
            "content/i18n/pt.yaml:2:1: warning[text-missing]: `deep` lacks `c`; write in `pt` what `en.yaml` has under these keys",
        ]
    );
}

#[test]
fn people_are_sorted_by_family_name_and_in_japanese_by_reading() {
    let actors = "- {id: i, name: Ishiba Shigeru, name_ja: 石破茂, reading_ja: いしば・しげる, family_name: Ishiba, kind: person, sources: [s]}\n\
        - {id: b, name: Josep Borrell, name_ja: ジョセップ・ボレル, family_name: Borrell, family_name_ja: ボレル, kind: person, sources: [s]}\n\
        - {id: w, name: Iwaya Takeshi, name_ja: 岩屋毅, reading_ja: いわや・たけし, family_name: Iwaya, kind: person, sources: [s]}\n\
        - {id: a, name: José Álvarez, family_name: Álvarez, kind: person, sources: [s]}\n";
    let sources = "- {id: s, title: S, publisher: P, publisher_ja: 発行者, url: 'https://example.org/', language: en, kind: official, \
        accessed: 2026-11-01, reliability: high}\n";
    let project = Project::new(&[
        ("site.toml", SITE),
        ("content/registry/actors.yaml", actors),
        ("content/registry/sources.yaml", sources),
        ("templates/actors.html", "{% for actor in actors %}{{ actor.id }}{% endfor %}"),
        ("templates/source.html", "{{ source.publisher | lang }}"),
    ]);
    project.build();
    assert_eq!(project.published("actors/index.html"), "abiw");
    assert_eq!(project.published("ja/actors/index.html"), "aiwb");
    assert_eq!(project.published("sources/s/index.html"), "P");
    assert_eq!(project.published("ja/sources/s/index.html"), "発行者");
}
