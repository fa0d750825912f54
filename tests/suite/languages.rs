//! Pages in several languages: which belong together, and how they lead to one another.

use crate::project::{PIXEL, Project};

const CONFIG: &str = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n\
    [languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\n[languages.fr]\nname = \"Français\"\n\
    [[navigation]]\ntitle = \"About\"\ntitle_ja = \"概要\"\nlink = \"/about.md\"\n\
    [lists]\nper_page = 2\n";

/// Writes where a page is in all languages, as a line.
const EDITIONS: &str =
    "{% for edition in here.editions %}{{ edition.language }} {{ edition.url }}\n{% endfor %}";

fn page(title: &str) -> String {
    format!("---\ntitle: {title}\nsummary: S\n---\n")
}

/// A site in three languages, whose templates write nothing but editions.
fn project() -> Project {
    let project = Project::new(&[("site.toml", CONFIG)]);
    for template in ["page", "section", "index", "topic", "topics", "source", "glossary", "404"] {
        project.write(&format!("templates/{template}.html"), EDITIONS);
    }
    project.write("content/_index.ja.md", page("家"));
    project.write("content/_index.fr.md", page("Maison"));
    project.write("content/about.md", page("About"));
    project.write("content/about.ja.md", page("概要"));
    project
}

/// What is wrong with a project, but for translations that were never recorded.
fn problems(project: &Project) -> Vec<String> {
    let mut problems = project.problems();
    problems.retain(|problem| !problem.contains("translation-unrecorded"));
    problems
}

#[test]
fn editions_lead_to_one_another_and_to_themselves() {
    let project = project();
    project.build();
    let all =
        "en https://example.org/repo/\nja https://example.org/repo/ja/\nfr https://example.org/repo/fr/\n";
    for home in ["index.html", "ja/index.html", "fr/index.html"] {
        assert_eq!(project.published(home), all);
    }
    let both = "en https://example.org/repo/about/\nja https://example.org/repo/ja/about/\n";
    assert_eq!(project.published("about/index.html"), both);
    assert_eq!(project.published("ja/about/index.html"), both);
    assert_eq!(project.published("fr/404.html"), "");
}

#[test]
fn a_key_ties_pages_whose_names_differ() {
    let project = project();
    let keyed = |title: &str| page(title).replace("summary", "translation_key: about\nsummary");
    project.write("content/a-propos.fr.md", keyed("À propos"));
    project.build();
    let all = "en https://example.org/repo/about/\nja https://example.org/repo/ja/about/\nfr https://example.org/repo/fr/a-propos/\n";
    assert_eq!(project.published("fr/a-propos/index.html"), all);
    assert_eq!(project.published("about/index.html"), all);
    project.write("content/encore.fr.md", keyed("Encore"));
    project.write("content/seul.fr.md", page("Seul"));
    project.write("content/autre.fr.md", page("Autre").replace("summary", "translation_key: abut\nsummary"));
    assert_eq!(
        problems(&project),
        [
            "content/autre.fr.md:3:18: warning[edition-alone]: no page in `en` is `abut`; give the page that this one translates this key, or write `original: true` if it translates none",
            "content/encore.fr.md:3:18: error[edition-twice]: `content/a-propos.fr.md` and `content/encore.fr.md` are one page in `fr`; the other one at content/a-propos.fr.md:3:18; remove one of the two, or give it another name, language or `translation_key`",
            "content/seul.fr.md:1:1: warning[edition-alone]: there is no edition of this page in `en`; say by `translation_key` which page this one translates, or write `original: true` if it translates none",
        ]
    );
}

#[test]
fn a_translation_of_a_draft_is_not_alone() {
    let project = project();
    project.write("content/x.md", page("X").replace("summary", "draft: true\nsummary"));
    project.write("content/x.ja.md", page("X"));
    assert_eq!(problems(&project), [""; 0]);
}

#[test]
fn links_stay_in_the_language_of_their_page() {
    let project = project();
    project.write("templates/page.html", "{{ content }}");
    project.write("content/en-only.md", page("Only"));
    project.page("content/from.md", "[a](about.md) [b](about.ja.md) [c](/topics/) [d](/ja/topics/)\n");
    project.page(
        "content/from.ja.md",
        "[a](about.md) [b](about.en.md) [c](/topics/) [d](/about/) [e](en-only.md) [f](about.ja.md) ![](/x.png)\n",
    );
    project.write("static/x.png", PIXEL);
    project.build();
    assert_eq!(
        project.published("from/index.html"),
        "<p><a href=\"/repo/about/\">a</a> <a href=\"/repo/ja/about/\" hreflang=\"ja\">b</a> <a href=\"/repo/topics/\">c</a> <a href=\"/repo/ja/topics/\" hreflang=\"ja\">d</a></p>\n"
    );
    assert_eq!(
        project.published("ja/from/index.html"),
        "<p><a href=\"/repo/ja/about/\">a</a> <a href=\"/repo/about/\" hreflang=\"en\">b</a> <a href=\"/repo/ja/topics/\">c</a> \
         <a href=\"/repo/ja/about/\">d</a> <a href=\"/repo/en-only/\" hreflang=\"en\">e</a> <a href=\"/repo/ja/about/\">f</a> \
         <img src=\"/repo/x.png\" alt=\"\" width=\"1\" height=\"1\"></p>\n"
    );
}

#[test]
fn pages_of_lists_lead_to_the_same_page_of_the_list_if_there_is_one() {
    let project = project();
    project.write("content/b/_index.md", page("B"));
    project.write("content/b/_index.ja.md", page("B"));
    for number in 1..=3 {
        project.write(&format!("content/b/{number}.md"), page("N"));
    }
    project.write("content/b/1.ja.md", page("N"));
    project.build();
    assert_eq!(
        project.published("b/index.html"),
        "en https://example.org/repo/b/\nja https://example.org/repo/ja/b/\n"
    );
    assert_eq!(project.published("b/page/2/index.html"), "en https://example.org/repo/b/page/2/\n");
}

#[test]
fn a_topic_of_the_registry_is_one_in_all_languages() {
    let project = project();
    let about = |topics: &str| page("T").replace("summary", &format!("topics: [{topics}]\nsummary"));
    project.write(
        "content/registry/topics.yaml",
        "- {id: sea, name: Maritime security, name_ja: 海洋安全保障}\n",
    );
    project.write("content/a.md", about("maritime security"));
    project.write("content/a.ja.md", about("海洋安全保障"));
    project.write("content/b.ja.md", about("sea"));
    project.write("content/b.md", about("Sea"));
    let names = "{{ topic.title | lang }}: {% for item in pager.items %}{{ item.href }} {% endfor %}";
    project.write("templates/topic.html", EDITIONS.to_owned() + names);
    project.build();
    let both = "en https://example.org/repo/topics/sea/\nja https://example.org/repo/ja/topics/sea/\n";
    assert_eq!(
        project.published("topics/sea/index.html"),
        format!("{both}Maritime security: /repo/a/ /repo/b/ ")
    );
    assert_eq!(
        project.published("ja/topics/sea/index.html"),
        format!("{both}海洋安全保障: /repo/ja/a/ /repo/ja/b/ ")
    );
    project.write("content/a.md", about("maritime securty"));
    assert_eq!(
        problems(&project),
        [
            "content/a.md:3:10: error[unknown-entry]: there is no topic `maritime securty`; did you mean `Maritime security`?"
        ]
    );
}

#[test]
fn what_a_registry_has_not_in_a_language_is_marked() {
    let project = project();
    project.write(
        "content/registry/glossary.yaml",
        "- {id: a, name: Announce, name_ja: 公表, definition: To say <so>., confidence: unverified}\n",
    );
    project.write(
        "templates/glossary.html",
        "{% for term in terms %}{{ term.name | lang }}: {{ term.definition | lang }}{{ term.note | lang }}{% endfor %}",
    );
    project.page("content/x.ja.md", "[](term:a)\n");
    project.page("content/x.md", "x\n");
    project.write("templates/page.html", "{{ content }}");
    project.build();
    assert_eq!(project.published("glossary/index.html"), "Announce: To say &lt;so&gt;.");
    assert_eq!(
        project.published("ja/glossary/index.html"),
        "公表: <span lang=\"en\">To say &lt;so&gt;.</span>"
    );
    assert_eq!(
        project.published("fr/glossary/index.html"),
        "<span lang=\"en\">Announce</span>: <span lang=\"en\">To say &lt;so&gt;.</span>"
    );
    assert_eq!(project.published("ja/x/index.html"), "<p><a href=\"/repo/ja/glossary/#a\">公表</a></p>\n");
}

#[test]
fn an_entry_that_is_called_by_its_name_is_found_in_any_spelling() {
    let project = project();
    project.write(
        "content/registry/actors.yaml",
        "- {id: kallas, name: Kaja Kallas, name_ja: カヤ・カッラス, aliases: [カッラス], kind: person, sources: [s]}\n\
         - {id: iwaya, name: Iwaya Takeshi, name_ja: 岩屋毅, aliases: [Takeshi Iwaya], reading_ja: いわや・たけし, kind: person, sources: [s]}\n",
    );
    project.write(
        "content/registry/sources.yaml",
        "- {id: s, title: S, publisher: P, url: 'https://example.org/', language: en, kind: official, accessed: 2026-11-01, reliability: high}\n",
    );
    project.page("content/x.md", "[a](actor:カラス) [b](actor:takeshi-iwaya) [c](actor:イワヤタケシ)\n");
    let hints: Vec<String> =
        problems(&project).iter().map(|problem| problem.rsplit("; ").next().unwrap().to_owned()).collect();
    assert_eq!(hints, ["did you mean `kallas`?", "did you mean `iwaya`?", "did you mean `iwaya`?"]);
}

#[test]
fn the_navigation_is_in_the_language_of_the_page() {
    let project = project();
    let item = "{% for item in site.navigation %}{{ item.title | lang }} {{ item.href }} {{ item.language }}{% endfor %}";
    project.write("templates/index.html", item);
    project.build();
    assert_eq!(project.published("index.html"), "About /repo/about/ ");
    assert_eq!(project.published("ja/index.html"), "概要 /repo/ja/about/ ");
    assert_eq!(project.published("fr/index.html"), "<span lang=\"en\">About</span> /repo/about/ en");
}

#[test]
fn the_sitemap_names_every_edition_beside_every_other() {
    let project = project();
    project.build();
    let sitemap = project.published("sitemap.xml");
    let about = "  <loc>https://example.org/repo/ja/about/</loc>\n  \
        <xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/repo/about/\"/>\n  \
        <xhtml:link rel=\"alternate\" hreflang=\"ja\" href=\"https://example.org/repo/ja/about/\"/>\n  \
        <xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/repo/about/\"/>\n </url>";
    assert!(sitemap.contains(about), "{sitemap}");
    let topics = "<loc>https://example.org/repo/fr/topics/</loc>\n  <xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/repo/topics/\"/>";
    assert!(sitemap.contains(topics), "{sitemap}");
    assert!(!sitemap.contains("404"), "{sitemap}");
}

#[test]
fn the_files_of_a_page_lie_below_its_edition_in_the_default_language() {
    let project = project();
    project.write("content/x/index.md", page("X"));
    project.write("content/x/index.ja.md", page("X") + "![](map.png)\n");
    project.write("content/x/map.png", PIXEL);
    project.write("templates/page.html", "{{ content }}");
    project.build();
    assert_eq!(project.files("public")["x/map.png"], PIXEL);
    assert_eq!(
        project.published("ja/x/index.html"),
        "<p><img src=\"/repo/x/map.png\" alt=\"\" width=\"1\" height=\"1\"></p>\n"
    );
}
