//! What programs read: structured data, feeds, copies as Markdown, files for those who cite.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::project::Project;

const CONFIG: &str = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n\
    licence = \"https://creativecommons.org/licenses/by/4.0/\"\n[languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\n";

const SOURCES: &str = "\
- {id: a, title: \"One [1] & *two*\", publisher: P, url: 'https://example.org/a?b=(c)', date: 2024-11, language: en, kind: official, accessed: 2026-11-01, reliability: high}
- {id: b, title: 二, author: ['岩屋, 毅'], publisher: 外務省, url: 'https://example.org/b', language: ja, kind: official, accessed: 2026-11-01, reliability: high}
";

/// All that means something to one of the formats.
const HOSTILE: &str = "</script> ]]> <!-- {{ x }} {% y %} & \\\"q\\\" \\\\ # *z* `c`";

/// A theme's template, as it is.
fn theirs(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// A site with the templates for programs, and these files.
fn project(files: &[(&str, &str)]) -> Project {
    let project = Project::new(&[
        ("site.toml", CONFIG),
        ("content/_index.ja.md", "---\ntitle: 家\nsummary: 概要\n---\n"),
        ("content/briefs/_index.md", "---\ntitle: Briefs\nsummary: All of them.\n---\n"),
        ("content/registry/sources.yaml", SOURCES),
        ("templates/page.html", "{{ structured | safe }}\n{{ content }}"),
        ("templates/index.html", "{{ structured | safe }}"),
        ("templates/section.html", "{{ structured | safe }}"),
    ]);
    let own = ["copy.md", "llms.txt", "entry.html", "parts/marks.md", "directives/timeline.md"];
    for path in own.iter().map(|name| format!("templates/{name}")) {
        project.write(&path, theirs(&path));
    }
    for path in ["content/i18n/en.yaml", "content/i18n/ja.yaml"] {
        project.write(path, theirs(path));
    }
    for (path, text) in files {
        project.write(path, text);
    }
    project
}

/// A brief with this title and body.
fn brief(title: &str, body: &str) -> String {
    format!(
        "---\ntitle: \"{title}\"\nsummary: The *sum*.\nkind: briefing\ndate: 2026-11-01\nupdated: 2026-11-03\nchecked: 2026-11-02\nauthors: [Editors, 'Doe, Jane']\n\
         key_points: ['One [list](/briefs/_index.md).', b, c]\ncorrections: [{{date: 2026-11-03, was: x, now: y, why: z}}]\n---\n{body}"
    )
}

fn built(files: &[(&str, &str)]) -> Project {
    let project = project(files);
    project.build();
    project
}

/// The nodes of the JSON-LD of a page.
fn nodes(project: &Project, path: &str) -> Vec<Value> {
    let text = project.published(path);
    let line = text.lines().next().unwrap();
    assert!(!line.contains('<'), "{line}");
    let document: Value = serde_json::from_str(line).unwrap();
    assert_eq!(document["@context"], "https://schema.org");
    document["@graph"].as_array().unwrap().clone()
}

#[test]
fn a_brief_is_a_report_with_its_sources_and_the_way_to_it() {
    let project = built(&[
        ("content/briefs/one.md", &brief("One", "Text [@a; @b].\n")),
        ("content/briefs/one.ja.md", &brief("一", "本文[@b]。\n").replace(", why: z", "")),
        ("content/briefs/_index.ja.md", "---\ntitle: 集\nsummary: 概要\n---\n"),
    ]);
    let found = nodes(&project, "briefs/one/index.html");
    let expected = r#"[{
      "@type": "Report", "@id": "https://example.org/repo/briefs/one/", "url": "https://example.org/repo/briefs/one/",
      "mainEntityOfPage": "https://example.org/repo/briefs/one/", "name": "One", "headline": "One", "description": "The *sum*.",
      "inLanguage": "en", "datePublished": "2026-11-01", "dateModified": "2026-11-03", "isAccessibleForFree": true,
      "author": [{"@type": "Organization", "name": "Editors"},
                 {"@type": "Person", "name": "Jane Doe", "familyName": "Doe", "givenName": "Jane"}],
      "publisher": {"@type": "Organization", "name": "Site", "url": "https://example.org/repo/"},
      "license": "https://creativecommons.org/licenses/by/4.0/",
      "isPartOf": {"@id": "https://example.org/repo/#_site"},
      "workTranslation": [{"@type": "CreativeWork", "@id": "https://example.org/repo/ja/briefs/one/", "inLanguage": "ja"}],
      "citation": [
        {"@type": "CreativeWork", "name": "One [1] & *two*", "url": "https://example.org/a?b=(c)", "datePublished": "2024-11",
         "inLanguage": "en", "publisher": {"@type": "Organization", "name": "P"}},
        {"@type": "CreativeWork", "name": "二", "url": "https://example.org/b", "inLanguage": "ja",
         "author": [{"@type": "Thing", "name": "岩屋, 毅"}], "publisher": {"@type": "Organization", "name": "外務省"}}],
      "correction": [{"@type": "CorrectionComment", "datePublished": "2026-11-03", "text": "x → y (z)"}]
    }, {
      "@type": "BreadcrumbList", "@id": "https://example.org/repo/briefs/one/#_way", "itemListElement": [
        {"@type": "ListItem", "position": 1, "name": "Home", "item": "https://example.org/repo/"},
        {"@type": "ListItem", "position": 2, "name": "Briefs", "item": "https://example.org/repo/briefs/"},
        {"@type": "ListItem", "position": 3, "name": "One", "item": "https://example.org/repo/briefs/one/"}]
    }]"#;
    let expected: Value = serde_json::from_str(expected).unwrap();
    assert_eq!(Value::from(found), expected);
    let translation = &nodes(&project, "ja/briefs/one/index.html")[0];
    assert_eq!(translation["translationOfWork"]["@id"], "https://example.org/repo/briefs/one/");
    assert_eq!(translation["inLanguage"], "ja");
}

#[test]
fn a_report_is_shown_with_its_card_and_its_pictures() {
    let project = project(&[
        ("content/briefs/one.md", &brief("One", "![P](p.svg)\n")),
        ("content/briefs/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("templates/card.svg", crate::cards::CARD),
        ("templates/page.html", "{{ structured | safe }}\n{{ card.url }}"),
    ]);
    project.write("templates/fonts/font.ttf", crate::cards::FONT);
    project.build();
    let page = project.published("briefs/one/index.html");
    let card = page.lines().nth(1).unwrap();
    assert!(card.starts_with("https://example.org/repo/briefs/one/card.png?v="), "{card}");
    let images = &nodes(&project, "briefs/one/index.html")[0]["image"];
    assert_eq!(*images, serde_json::json!([card, "https://example.org/repo/briefs/p.svg"]));
}

#[test]
fn other_pages_say_what_they_are() {
    let page = "---\ntitle: About\nsummary: S\n---\n";
    let project = built(&[("content/about.md", page), ("content/other.md", page)]);
    let sorts = |path: &str| -> Vec<String> {
        nodes(&project, path).iter().map(|node| node["@type"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(sorts("index.html"), ["CollectionPage", "WebSite"]);
    assert_eq!(sorts("about/index.html"), ["AboutPage", "BreadcrumbList"]);
    assert_eq!(sorts("other/index.html"), ["WebPage", "BreadcrumbList"]);
    assert_eq!(sorts("briefs/index.html"), ["CollectionPage", "BreadcrumbList"]);
    for (template, path, expected) in [
        ("sources.html", "sources/index.html", vec!["CollectionPage", "Dataset"]),
        ("source.html", "sources/a/index.html", vec!["WebPage"]),
        ("topics.html", "topics/index.html", vec!["CollectionPage"]),
        ("corrections.html", "corrections/index.html", vec!["CollectionPage"]),
        ("search.html", "search/index.html", vec!["SearchResultsPage", "BreadcrumbList"]),
    ] {
        project.write(&format!("templates/{template}"), "{{ structured | safe }}");
        project.build();
        assert_eq!(sorts(path), expected, "{path}");
    }
    let way = &nodes(&project, "search/index.html")[1]["itemListElement"];
    assert_eq!(way[0]["name"], "Home");
    assert_eq!(way[1]["item"], "https://example.org/repo/search/");
    let data = &nodes(&project, "sources/index.html")[1];
    assert_eq!(data["distribution"][0]["contentUrl"], "https://example.org/repo/sources/sources.json");
}

#[test]
fn no_title_ends_what_it_stands_in() {
    let text = brief(HOSTILE, "Text.\n");
    let project = built(&[("content/briefs/one.md", &text)]);
    let title = "</script> ]]> <!-- {{ x }} {% y %} & \"q\" \\ # *z* `c`";
    assert_eq!(nodes(&project, "briefs/one/index.html")[0]["headline"], title);
    let feed: Value = serde_json::from_str(&project.published("feed.json")).unwrap();
    assert_eq!(feed["items"][0]["title"], title);
    let cited: Value = serde_json::from_str(&project.published("briefs/one/cite.json")).unwrap();
    assert_eq!(cited[0]["title"], title);
    let atom = project.published("atom.xml");
    assert!(atom.contains("<title>&lt;/script&gt; ]]&gt; &lt;!-- {{ x }} {% y %} &amp; "), "{atom}");
    let copy = project.published("briefs/one/index.md");
    assert!(
        copy.starts_with("# \\</script> \\]\\]> \\<!-- {{ x }} {% y %} & \"q\" \\\\ # \\*z\\* \\`c\\`\n"),
        "{copy}"
    );
}

#[test]
fn feeds_hold_all_that_a_page_says() {
    let text =
        brief("One", "## Two {#two}\n\nText [@a], [two](#two), [there](/briefs/_index.md).\n\n![P](p.svg)\n");
    let project = built(&[
        ("content/briefs/one.md", &text),
        ("content/briefs/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    let html = "<p>The *sum*.</p>\n<h2>Key points</h2>\n<ul>\n\
        <li>One <a href=\"https://example.org/repo/briefs/\">list</a>.</li>\n<li>b</li>\n<li>c</li>\n</ul>\n\
        <h2>Two</h2>\n<p>Text <span class=\"cite\">[<a href=\"https://example.org/repo/briefs/one/#_source-a\" role=\"doc-noteref\" \
        aria-label=\"Source 1\">1</a>]</span>, <a href=\"https://example.org/repo/briefs/one/#two\">two</a>, \
        <a href=\"https://example.org/repo/briefs/\">there</a>.</p>\n\
        <p><img src=\"https://example.org/repo/briefs/p.svg\" alt=\"P\"></p>\n<h2>Sources</h2>\n<ol>\n<li>P. ‘One [1] &amp; *two*’. November 2024. \
        <a href=\"https://example.org/a?b=(c)\">https://example.org/a?b=(c)</a>.</li>\n</ol>";
    let feed: Value = serde_json::from_str(&project.published("feed.json")).unwrap();
    let expected = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Site",
        "home_page_url": "https://example.org/repo/",
        "feed_url": "https://example.org/repo/feed.json",
        "description": "A site.",
        "language": "en",
        "authors": [{ "name": "Site" }],
        "items": [{
            "id": "https://example.org/repo/briefs/one/",
            "url": "https://example.org/repo/briefs/one/",
            "title": "One",
            "summary": "The *sum*.",
            "content_html": html,
            "date_published": "2026-11-01T00:00:00Z",
            "date_modified": "2026-11-03T00:00:00Z",
            "authors": [{ "name": "Editors" }, { "name": "Doe, Jane" }],
        }],
    });
    assert_eq!(feed, expected);
    let atom = project.published("atom.xml");
    let escaped = html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let content = format!(
        "<content type=\"html\" xml:base=\"https://example.org/repo/briefs/one/\">{escaped}</content>"
    );
    assert!(atom.contains(&content), "{atom}");
    let corrections: Value = serde_json::from_str(&project.published("corrections.json")).unwrap();
    assert_eq!(corrections["items"][0]["content_text"], "x → y (z)");
    assert_eq!(corrections["items"][0]["id"], "https://example.org/repo/briefs/one/#correction-2026-11-03-1");
}

#[test]
fn without_its_template_a_feed_holds_summaries_and_no_page_has_a_copy() {
    let project = project(&[("content/briefs/one.md", &brief("One", "Text.\n"))]);
    for template in ["copy.md", "llms.txt", "entry.html"] {
        project.remove(&format!("templates/{template}"));
    }
    project.build();
    assert!(!project.published("atom.xml").contains("<content"));
    assert!(project.published("feed.json").contains("\"content_text\": \"The *sum*.\""));
    assert!(!project.files("public").keys().any(|path| path.ends_with(".md") || path == "llms.txt"));
}

#[test]
fn a_copy_is_the_text_of_its_author_with_what_other_files_decide() {
    let body = "## Two {#two}\n\n- Text [see @a, p. 3; @b], [there](/briefs/_index.md \"T\") and [by label][l].\n- [岩屋毅]{ruby=いわやたけし}, \
        [一]{lang=ja}, <https://example.org/x>, ![P](p.svg), [two](#two).\n- See @b.\n\n```{timeline}\n```\n\n[l]: /briefs/_index.md\n\n\
        Last[^n].\n\n[^n]: Note [@a].\n";
    let project = built(&[
        ("content/briefs/one.md", &brief("One", body)),
        ("content/briefs/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        (
            "content/registry/events.yaml",
            "- {id: e1, date: 2024-11-01, title: First, place: Tokyo, sources: [a], confidence: high}\n",
        ),
        ("templates/directives/timeline.html", "-"),
    ]);
    assert_eq!(
        project.published("briefs/one/index.md"),
        "# One\n\n- Page: <https://example.org/repo/briefs/one/>\n- Kind: Briefing\n- Published: 1 November 2026\n- Updated: 3 November 2026\n\
         - Facts checked as of: 2 November 2026\n- Written by: Editors, Doe, Jane\n- Licence: <https://creativecommons.org/licenses/by/4.0/>\n\n\
         The \\*sum\\*.\n\n## Key points\n\n- One [list](https://example.org/repo/briefs/).\n- b\n- c\n\n\
         ## Two\n\n- Text [see 1, p. 3; 2], [there](https://example.org/repo/briefs/ \"T\") and [by label](https://example.org/repo/briefs/).\n\
         - 岩屋毅（いわやたけし）, 一, <https://example.org/x>, ![P](https://example.org/repo/briefs/p.svg), [two](https://example.org/repo/briefs/one/#two).\n\
         - See 岩屋 [2].\n\n- 1 November 2024, Tokyo: [First](https://example.org/repo/timeline/#e1) [1]\n\n\n\nLast[^n].\n\n[^n]: Note [1].\n\n\
         ## Corrections\n\n- 3 November 2026: x → y (z)\n\n## Sources\n\n1. One \\[1\\] & \\*two\\*. P. November 2024. <https://example.org/a?b=%28c%29>\n\
         2. 岩屋, 毅. 二. 外務省. <https://example.org/b>\n"
    );
}

#[test]
fn a_list_of_copies_lies_beside_the_home_page_of_each_language() {
    let project = built(&[("content/briefs/one.md", &brief("One", "Text.\n"))]);
    let list = project.published("llms.txt");
    let (head, rest) = list.split_once("\n\nEach page").unwrap();
    assert_eq!(head, "# Site\n\n> A site.");
    let (_, groups) = rest.split_once("\n\n").unwrap();
    assert!(
        groups.starts_with(
            "## Briefs\n\n- [One](https://example.org/repo/briefs/one/index.md): The \\*sum\\*.\n\n## The record\n\n\
             - [Sources](https://example.org/repo/sources/): "
        ),
        "{groups}"
    );
    assert!(project.published("ja/llms.txt").starts_with("# Site\n\n> "));
    assert!(
        project
            .published("briefs/index.md")
            .contains("- [One](https://example.org/repo/briefs/one/index.md): ")
    );
}

#[test]
fn a_brief_is_cited_by_files_that_programs_for_references_read() {
    let title = "東京 \\\"A\\\" 100 % {b}";
    let project = built(&[
        ("content/briefs/one.md", &brief(title, "Text.\n")),
        ("content/about.md", "---\ntitle: A\nsummary: S\n---\n"),
    ]);
    assert_eq!(
        project.published("briefs/one/cite.bib"),
        "@misc{briefs-one-en,\n  title = {{東京 \"A\" 100 \\% \\{b\\}}},\n  author = {{Editors} and Doe, Jane},\n  organization = {{Site}},\n  \
         year = {2026},\n  month = {11},\n  date = {2026-11-03},\n  url = {https://example.org/repo/briefs/one/},\n  language = {en}\n}\n"
    );
    assert_eq!(
        project.published("briefs/one/cite.ris"),
        "TY  - ELEC\r\nAU  - Editors\r\nAU  - Doe, Jane\r\nTI  - 東京 \"A\" 100 % {b}\r\nT2  - Site\r\nPY  - 2026\r\nDA  - 2026/11/03\r\nLA  - en\r\n\
         AB  - The *sum*.\r\nUR  - https://example.org/repo/briefs/one/\r\nER  - \r\n"
    );
    assert!(!project.path("public/about/cite.bib").exists());
    // Another site takes them for its sources.
    let other = Project::new(&[
        ("content/registry/a.bib", &project.published("briefs/one/cite.bib")),
        (
            "content/registry/b.json",
            &project.published("briefs/one/cite.json").replace("briefs-one-en", "other"),
        ),
        ("content/a.md", "---\ntitle: T\nsummary: S\n---\nText [@briefs-one-en; @other].\n"),
        (
            "templates/page.html",
            "{{ content }}{% for item in sources %}{{ item.source.title.text | safe }} {{ item.source.date }} {{ item.source.authors | join(sep=\"; \") }}\n{% endfor %}",
        ),
    ]);
    other.build();
    let page = other.published("a/index.html");
    let cited: Vec<&str> = page.lines().skip(1).collect();
    assert_eq!(cited, ["東京 \"A\" 100 % {b} 2026-11-03 Editors; Doe, Jane"; 2]);
}

#[test]
fn a_licence_is_an_address() {
    let project = Project::new(&[]);
    project.write("site.toml", CONFIG.replace("https://creativecommons.org/licenses/by/4.0/", "CC BY"));
    assert_eq!(
        project.problems(),
        ["site.toml:4:11: error[invalid-value]: `CC BY` is not the address of a licence; write it in full: \
          `https://creativecommons.org/licenses/by/4.0/`"]
    );
}
