//! The content model: what becomes of files, languages, dates, order and links.

use crate::project::{PIXEL, Project};

const BILINGUAL: &str = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n\
    [languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\n";

fn front(keys: &str) -> String {
    format!("---\ntitle: T\nsummary: S\n{keys}---\n")
}

/// The published HTML pages, in order.
fn pages(project: &Project) -> Vec<String> {
    let files = project.files("public").into_keys();
    files.filter(|path| path.ends_with(".html") && !path.ends_with("404.html")).collect()
}

#[test]
fn every_kind_of_file_has_its_address() {
    let project = Project::new(&[("site.toml", BILINGUAL)]);
    project.write("content/_index.ja.md", front(""));
    project.write("content/about.md", front(""));
    project.write("content/briefs/_index.md", front(""));
    project.write("content/briefs/cyber.md", front(""));
    project.write("content/briefs/cyber.ja.md", front(""));
    project.write("content/briefs/map/index.md", front("slug: atlas\n"));
    project.write("content/briefs/map/data.csv", "a,b\n");
    project.write("content/briefs/海洋 2024.md", front(""));
    project.build();
    assert_eq!(
        pages(&project),
        [
            "about/index.html",
            "briefs/atlas/index.html",
            "briefs/cyber/index.html",
            "briefs/index.html",
            "briefs/海洋-2024/index.html",
            "corrections/index.html",
            "index.html",
            "ja/briefs/cyber/index.html",
            "ja/corrections/index.html",
            "ja/index.html",
            "ja/topics/index.html",
            "topics/index.html",
        ]
    );
    assert_eq!(project.published("briefs/atlas/data.csv"), "a,b\n");
}

#[test]
fn drafts_and_dates_decide_what_is_to_be_seen() {
    let project = Project::new(&[]);
    project.write("content/draft.md", front("draft: true\n"));
    project.write("content/later.md", front("publish: 2026-11-24\n"));
    project.write("content/today.md", front("publish: 2026-11-23\n"));
    project.write("content/gone.md", front("expires: 2026-11-23\n"));
    project.write("content/bundle/index.md", front("draft: true\nslug: with-file\n"));
    project.write("content/bundle/secret.txt", "secret");
    project.build();
    assert_eq!(
        pages(&project),
        ["corrections/index.html", "index.html", "today/index.html", "topics/index.html"]
    );
    assert!(!project.files("public").keys().any(|path| path.ends_with("secret.txt")));
    assert_eq!(project.run(&["build", "--drafts", "--today=2026-11-24"]).code, 0);
    assert_eq!(
        pages(&project),
        [
            "corrections/index.html",
            "draft/index.html",
            "index.html",
            "later/index.html",
            "today/index.html",
            "topics/index.html",
            "with-file/index.html"
        ]
    );
    assert_eq!(project.published("with-file/secret.txt"), "secret");
}

#[test]
fn a_link_to_a_page_that_is_not_to_be_seen_says_why() {
    let project = Project::new(&[]);
    project.write("content/draft.md", front("draft: true\n"));
    project.write("content/later.md", front("publish: 2027-01-01\n"));
    project.page("content/a.md", "[d](draft.md) [l](later.md)\n");
    assert_eq!(
        project.problems(),
        [
            "content/a.md:5:1: error[broken-link]: `draft.md` is a draft; publish it, or remove the link",
            "content/a.md:5:15: error[broken-link]: `later.md` is not published before 2027-01-01; publish this page no earlier",
        ]
    );
}

#[test]
fn pages_are_ordered_by_weight_then_date_then_path() {
    let neighbours = "{{ page.title }}<{% if page.previous %}{{ page.previous.href }}{% endif %}>\
                      {% if page.next %}{{ page.next.href }}{% endif %}";
    let project = Project::new(&[("templates/page.html", neighbours)]);
    project.write("content/b/_index.md", front(""));
    for (name, keys) in [
        ("old", "date: 2024-01-01\n"),
        ("new", "date: 2025-01-01\n"),
        ("also-new", "date: 2025-01-01\n"),
        ("last", ""),
        ("first", "weight: 1\n"),
    ] {
        project.write(&format!("content/b/{name}.md"), front(keys));
    }
    project.build();
    let list = project.published("b/index.html");
    let order: Vec<&str> =
        list.lines().filter_map(|line| line.rsplit("/b/").next()?.strip_suffix('/')).collect();
    assert_eq!(order, ["first", "also-new", "new", "old", "last"]);
    assert_eq!(project.published("b/new/index.html"), "T</repo/b/also-new/>/repo/b/old/");
    assert_eq!(project.published("b/first/index.html"), "T<>/repo/b/also-new/");
}

#[test]
fn lists_are_divided_into_pages() {
    let config =
        "title = \"T\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[lists]\nper_page = 2\n";
    let section = "{{ pager.number }}/{{ pager.count }} of {{ pager.total }}: {{ pager.items | length }} \
                   {% if pager.previous %}{{ pager.previous }}{% endif %} {% if pager.next %}{{ pager.next }}{% endif %}";
    let project = Project::new(&[("site.toml", config), ("templates/section.html", section)]);
    project.write("content/b/_index.md", front(""));
    for number in 0..5 {
        project.write(&format!("content/b/{number}.md"), front(""));
    }
    project.build();
    assert_eq!(project.published("b/index.html"), "1/3 of 5: 2  /b/page/2/");
    assert_eq!(project.published("b/page/2/index.html"), "2/3 of 5: 2 /b/ /b/page/3/");
    assert_eq!(project.published("b/page/3/index.html"), "3/3 of 5: 1 /b/page/2/ ");
}

#[test]
fn topics_are_one_whatever_their_spelling_and_apart_in_each_language() {
    let project = Project::new(&[("site.toml", BILINGUAL)]);
    project.write("content/a.md", front("topics: [Maritime security, maritime-security]\n"));
    project.write("content/b.md", front("topics: [maritime security, 海洋]\n"));
    project.write("content/a.ja.md", front("topics: [海洋]\n"));
    project.build();
    assert_eq!(
        project.published("topics/index.html"),
        "/repo/topics/maritime-security/\n/repo/topics/%E6%B5%B7%E6%B4%8B/\n"
    );
    assert_eq!(project.published("ja/topics/index.html"), "/repo/ja/topics/%E6%B5%B7%E6%B4%8B/\n");
    assert_eq!(
        project.published("topics/maritime-security/index.html"),
        "<h1>Maritime security</h1>\n/repo/a/\n/repo/b/\n"
    );
}

#[test]
fn links_follow_sources_into_the_language_of_the_page() {
    let project = Project::new(&[("site.toml", BILINGUAL)]);
    project.page("content/briefs/cyber.md", "## FIMI {#fimi}\n");
    project.page("content/briefs/cyber.ja.md", "## FIMI {#fimi}\n");
    project.page("content/about.md", "");
    project.write("content/briefs/map.png", PIXEL);
    project.write("static/paper.pdf", "pdf");
    let links = "[a](../briefs/cyber.md#fimi) [b](/briefs/cyber.md) [c](/about.md?x=1) [d](cyber.ja.md) \
                 ![e](map.png) [f](/paper.pdf) [g](/topics/) [h](#here) [i](https://example.com/?a=1&b=2)\n\n## Here {#here}\n";
    project.page("content/briefs/x.md", links);
    project.page("content/briefs/x.ja.md", links);
    project.build();
    let hrefs = |path: &str| -> Vec<String> {
        let html = project.published(path);
        let after =
            html.split("=\"").filter(|part| part.starts_with(['/', '#']) || part.starts_with("https"));
        after.map(|part| part.split('"').next().unwrap().to_owned()).collect()
    };
    assert_eq!(
        hrefs("briefs/x/index.html"),
        [
            "/repo/briefs/cyber/#fimi",
            "/repo/briefs/cyber/",
            "/repo/about/?x=1",
            "/repo/ja/briefs/cyber/",
            "/repo/briefs/map.png",
            "/repo/paper.pdf",
            "/repo/topics/",
            "#here",
            "https://example.com/?a=1&amp;b=2",
        ]
    );
    assert_eq!(
        hrefs("ja/briefs/x/index.html")[..3],
        ["/repo/ja/briefs/cyber/#fimi", "/repo/ja/briefs/cyber/", "/repo/about/?x=1"]
    );
}

#[test]
fn an_alias_leads_to_the_page() {
    let project = Project::new(&[]);
    project.write("content/new.md", front("aliases: [/old/place/, /old.html]\n"));
    project.build();
    let redirect = "<meta http-equiv=\"refresh\" content=\"0; url=/repo/new/\">\n";
    assert_eq!(project.published("old/place/index.html"), redirect);
    assert_eq!(project.published("old.html"), redirect);
}

#[test]
fn the_same_project_holds_under_any_base_address() {
    let project = Project::new(&[]);
    project.page("content/a.md", "[home](_index.md)\n");
    for (base, href) in
        [("https://a.org", "/"), ("https://u.github.io/repo", "/repo/"), ("http://a.org/x/y/", "/x/y/")]
    {
        assert_eq!(project.run(&["build", "--base-url", base]).code, 0);
        assert_eq!(
            project.published("a/index.html"),
            format!("<h1>T</h1>\n<p><a href=\"{href}\">home</a></p>\n")
        );
    }
    assert_eq!(project.run(&["build", "--base-url", "a.org"]).code, 2);
}

#[test]
fn a_site_without_pages_still_lists_its_own_files() {
    let project = Project::new(&[("static/robots.txt", "User-agent: *\nDisallow: /\n")]);
    project.build();
    assert_eq!(project.published("robots.txt"), "User-agent: *\nDisallow: /\n");
    assert_eq!(project.published(".nojekyll"), "");
    assert!(project.published("sitemap.xml").contains("<loc>https://example.org/repo/</loc>"));
    assert!(project.published("atom.xml").contains("<id>https://example.org/repo/</id>"));
}

#[test]
fn footnotes_tasks_alerts_tables_and_lists_become_accessible_html() {
    let project = Project::new(&[]);
    project.page(
        "content/a.md",
        "A[^n] and again[^n].\n\n[^n]: See [this](_index.md).\n\n- [x] done\n- [ ] *open*\n\n> [!NOTE]\n> Mind.\n\n\
         |  | B |\n|:--|--:|\n| 1 | 2 |\n\nTerm\n: Definition\n\n## 概要\n## 概要\n## Given {#概要-2}\n",
    );
    project.build();
    assert_eq!(
        project.published("a/index.html"),
        "<h1>T</h1>\n\
         <p>A<sup class=\"footnote-ref\"><a href=\"#fn_1\" id=\"fnref_1\" role=\"doc-noteref\">1</a></sup> and again\
         <sup class=\"footnote-ref\"><a href=\"#fn_1\" id=\"fnref_1_2\" role=\"doc-noteref\">1</a></sup>.</p>\n\
         <ul>\n<li><label><input type=\"checkbox\" disabled checked> done</label></li>\n\
         <li><label><input type=\"checkbox\" disabled> <em>open</em></label></li>\n</ul>\n\
         <div class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">Note</p>\n<p>Mind.</p>\n</div>\n\
         <div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr><td></td><th scope=\"col\" class=\"right\">B</th></tr>\n</thead>\n\
         <tbody>\n<tr><td class=\"left\">1</td><td class=\"right\">2</td></tr>\n</tbody></table></div>\n\
         <dl>\n<dt>Term</dt>\n<dd>Definition</dd>\n</dl>\n\
         <h2 id=\"概要\">概要</h2>\n<h2 id=\"概要-3\">概要</h2>\n<h2 id=\"概要-2\">Given</h2>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n<li id=\"fn_1\">\n<p>See <a href=\"/repo/\">this</a>. \
         <a href=\"#fnref_1\" class=\"footnote-back\" role=\"doc-backlink\">↩\u{FE0E}</a> \
         <a href=\"#fnref_1_2\" class=\"footnote-back\" role=\"doc-backlink\">↩\u{FE0E}<sup>2</sup></a></p>\n</li>\n</ol>\n</section>\n"
    );
}
