//! What keeps readers safe and helps them find their way: policies by digest, nothing from other hosts, colours that can be
//! read, links to headings, sources in the margin.

use std::fs;
use std::path::Path;

use briefgen::input::Changes;

use crate::evidence::SOURCES;
use crate::project::Project;
use crate::warm::{Warm, expect_fresh};

const CONFIG: &str =
    "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n";

/// A project with a page, rendered by this template.
fn project(template: &str, body: &str) -> Project {
    let project = Project::new(&[("templates/page.html", template)]);
    project.page("content/a.md", body);
    project
}

/// The page of a project.
fn page(project: &Project) -> String {
    project.build();
    project.published("a/index.html")
}

#[test]
fn a_policy_allows_what_stands_in_the_page_by_its_digest() {
    let template = "{% set script = inline(path=\"a.js\") %}<meta content=\"script-src {{ script | csp_hash }}\"><script>{{ script }}</script>";
    let project = project(template, "");
    project.write("static/a.js", "\u{FEFF}if (1 < 2 && \"a\") {}\r\n");
    // `printf 'if (1 < 2 && "a") {}' | openssl dgst -sha256 -binary | base64`
    let hash = "'sha256-0+/iPVBvd3ecPAK3/1X8EGFOGIJwbQhrtoMzFLCqgt0='";
    assert_eq!(
        page(&project),
        format!("<meta content=\"script-src {hash}\"><script>if (1 < 2 && \"a\") {{}}</script>")
    );
    assert!(project.path("public/a.js").exists(), "what stands in pages is published as well");
}

#[test]
fn a_file_that_would_end_its_element_stands_in_no_page() {
    let problem = |bytes: &[u8]| {
        let project = project("{{ inline(path=\"a.js\") }}", "");
        project.write("static/a.js", bytes);
        project.problems().join("\n")
    };
    for (bytes, words) in [
        (&b"'</SCRIPT>'"[..], "`static/a.js` has `</script` in it, which a browser would take for markup"),
        (b"/* </style> */", "`static/a.js` has `</style` in it"),
        (b"<!-- <script>", "`static/a.js` has `<!--` in it"),
        (b"\xff", "`static/a.js` is no UTF-8 text"),
    ] {
        let found = problem(bytes);
        assert!(
            found.starts_with("templates/page.html:1:4: error[template-render]: ") && found.contains(words),
            "{found}"
        );
    }
    let project = project("{{ inline(path=\"thme.js\") }}", "");
    project.write("static/theme.js", "a");
    assert!(project.problems()[0].contains("there is no file `static/thme.js`, did you mean `theme.js`?"));
}

#[test]
fn a_page_changes_with_what_stands_in_it() {
    let project = Project::in_memory();
    project.fill(&[("templates/page.html", "{{ inline(path=\"a.js\") }}"), ("static/a.js", "one")]);
    project.page("content/a.md", "");
    let mut warm = Warm::new(&project);
    assert_eq!(warm.build(&Changes::All).text("a/index.html"), "one");
    project.write("static/a.js", "two");
    let built = warm.told(&["static/a.js"]);
    assert_eq!((built.text("a/index.html"), warm.rendered()), ("two", 1));
    expect_fresh(&built, &project);
    project.write("static/a.js", "</script");
    expect_fresh(&warm.told(&["static/a.js"]), &project);
}

#[test]
fn what_is_loaded_from_another_host_is_an_error_where_it_is_written() {
    let project = project("{% include \"parts/a.html\" %}<img src=\"{{ page.extra.x }}\">{{ content }}", "");
    project.write("site.toml", format!("{CONFIG}[markdown]\nraw_html = true\n"));
    project
        .write("templates/parts/a.html", "<p>\n<link rel=\"stylesheet\" href=\"https://a.example/a.css\">");
    project.write(
        "content/a.md",
        "---\ntitle: T\nsummary: S\nextra: {x: //b.example/x.png}\n---\n<iframe src=\"https://c.example/\"></iframe>\n\n<img src=\"https://example.org/own.png\" alt=\"\">\n",
    );
    project.write(
        "content/b.md",
        "---\ntitle: T\nsummary: S\nextra: {x: /repo/x.png}\n---\n[a](https://a.example/)\n",
    );
    project.write("static/a.css", "p {}\n@import 'https://d.example/d.css';\n");
    let help = "put the file into `static`, or beside the page, and load it from there";
    let loaded = |place: &str, address: &str, pages: &str| {
        format!(
            "{place}: error[foreign-load]: `{address}` is loaded from another host, which learns who reads this{pages}; {help}"
        )
    };
    assert_eq!(
        project.problems(),
        [
            loaded("content/a.md:4:12", "//b.example/x.png", "; met on page `content/a.md`"),
            loaded("content/a.md:6:14", "https://c.example/", "; met on page `content/a.md`"),
            loaded("static/a.css:2:10", "https://d.example/d.css", ""),
            loaded(
                "templates/parts/a.html:2:30",
                "https://a.example/a.css",
                "; met on page `content/a.md` and 1 more page"
            ),
        ]
    );
}

#[test]
fn warm_builds_know_what_is_loaded() {
    let project = Project::in_memory();
    project.fill(&[("static/a.css", "p { background: url(//a.example/) }")]);
    project.page("content/a.md", "");
    let mut warm = Warm::new(&project);
    let built = warm.build(&Changes::All);
    assert_eq!(built.words().len(), 1);
    project.page("content/a.md", "Words.\n");
    let built = warm.told(&["content/a.md"]);
    assert_eq!(built.words().len(), 1);
    expect_fresh(&built, &project);
    project.write("static/a.css", "p { }");
    let built = warm.told(&["static/a.css"]);
    assert_eq!(built.words(), [""; 0]);
    expect_fresh(&built, &project);
}

#[test]
fn links_to_other_hosts_are_marked_and_no_others() {
    let body = "[a](https://a.example/ \"t\") [b](https://example.org/b) [c](/a.md) [d](mailto:a@example.com) [e](https://example.com/)\n";
    let template = "{{ content }}<a{{ \"https://a.example/\" | external }}>{{ \"/x\" | external }}";
    assert_eq!(
        page(&project(template, body)),
        "<p><a href=\"https://a.example/\" rel=\"external\" title=\"t\">a</a> <a href=\"https://example.org/b\">b</a> \
         <a href=\"/repo/a/\">c</a> <a href=\"mailto:a@example.com\">d</a> \
         <a href=\"https://example.com/\" rel=\"external\">e</a></p>\n<a rel=\"external\">"
    );
}

#[test]
fn colours_of_a_theme_are_css_and_are_checked() {
    let of = |theme: &str| {
        let project = project("{% if site.theme_style %}{{ site.theme_style }}{% else %}none{% endif %}", "");
        project.write("site.toml", format!("{CONFIG}{theme}"));
        project
    };
    let grounds = "[theme]\npaper = { light = \"#ffffff\", dark = \"#111111\" }\npanel = { light = \"#F8f8f8\", dark = \"#222222\" }\n";
    assert_eq!(page(&of("")), "none");
    assert_eq!(page(&of("[theme]\n")), "none");
    assert_eq!(
        page(&of(&format!("{grounds}rule = {{ light = \"#fefefe\", dark = \"#121212\" }}\n"))),
        ":root{--paper:light-dark(#ffffff,#111111);--panel:light-dark(#f8f8f8,#222222);--rule:light-dark(#fefefe,#121212);}"
    );
    let problems = |theme: &str| of(theme).problems();
    assert_eq!(
        problems("[theme]\nink = { light = \"#000000\", dark = \"#ffffff\" }\n"),
        [
            "site.toml:4:1: error[missing-key]: key `panel` is missing; add `panel` here",
            "site.toml:4:1: error[missing-key]: key `paper` is missing; add `paper` here",
        ]
    );
    assert_eq!(
        problems(&format!("{grounds}ink = {{ light = \"black\" }}\ninks = 1\n")),
        [
            "site.toml:7:7: error[missing-key]: key `dark` is missing; add `dark` here",
            "site.toml:7:17: error[invalid-value]: `black` is not a colour; write `#` and six hexadecimal digits: `#1d2026`",
            "site.toml:8:1: error[unknown-key]: key `inks` is not known here; did you mean `ink`?",
        ]
    );
    assert_eq!(
        problems(&format!("{grounds}edge = {{ light = \"#aaaaaa\", dark = \"#333333\" }}\n")),
        [
            "site.toml:7:18: error[theme-contrast]: `edge` on `panel` has a contrast of 2.18:1 in light, and needs 3:1; write `#909090` or a darker shade",
            "site.toml:7:36: error[theme-contrast]: `edge` on `panel` has a contrast of 1.25:1 in dark, and needs 3:1; write `#6c6c6c` or a lighter shade",
        ]
    );
    let apart = "[theme]\npaper = { light = \"#ffffff\", dark = \"#000000\" }\npanel = { light = \"#555555\", dark = \"#000000\" }\nink = { light = \"#000000\", dark = \"#ffffff\" }\n";
    assert_eq!(
        problems(apart),
        [
            "site.toml:7:17: error[theme-contrast]: `ink` on `panel` has a contrast of 2.81:1 in light, and needs 4.5:1; let `paper` and `panel` be more alike: no shade is read on both"
        ]
    );
}

#[test]
fn colours_that_the_stylesheet_keeps_are_checked_on_those_of_a_theme() {
    let project = project("", "");
    project.write(
        "static/a.css",
        ":root { --ink: light-dark(#222222, #eeeeee); --link: light-dark( #1b4f86 , #93bff0 ); --soft: red }",
    );
    assert_eq!(project.problems(), [""; 0]);
    let grounds = "[theme]\npaper = { light = \"#ffffff\", dark = \"#111111\" }\npanel = { light = \"#f8f8f8\", dark = \"#808080\" }\n";
    project.write("site.toml", format!("{CONFIG}{grounds}"));
    let kept = |name: &str, ratio: &str| {
        format!(
            "site.toml:6:37: error[theme-contrast]: the stylesheet's `{name}` on `panel` has a contrast of {ratio}:1 in dark, and needs 4.5:1"
        )
    };
    let problems = project.problems();
    assert_eq!(problems.len(), 2, "{problems:#?}");
    assert!(problems[0].starts_with(&kept("ink", "3.40")), "{problems:#?}");
    assert!(problems[1].starts_with(&kept("link", "2.05")), "{problems:#?}");
    let own = "ink = { light = \"#000000\", dark = \"#ffffff\" }\nlink = { light = \"#000000\", dark = \"#ffffff\" }\n";
    project.write("site.toml", format!("{CONFIG}{}{own}", grounds.replace("#808080", "#222222")));
    assert_eq!(project.problems(), [""; 0]);
}

#[test]
fn headings_have_links_where_the_interface_calls_them_something() {
    let body = "## One & *two*\n\n### 三\n\n#### Four\n\n##### Five\n";
    let plain = project("{{ content }}", body);
    assert!(!page(&plain).contains("<div"), "a theme without that text has plain headings");
    plain.write("content/i18n/en.yaml", "heading_link: \"Link to “{title}”\"\n");
    assert_eq!(
        page(&plain),
        "<div class=\"heading\"><h2 id=\"one-two\">One &amp; <em>two</em></h2><a class=\"anchor\" href=\"#one-two\" aria-label=\"Link to “One &amp; two”\">#</a></div>\n\
         <div class=\"heading\"><h3 id=\"三\">三</h3><a class=\"anchor\" href=\"#三\" aria-label=\"Link to “三”\">#</a></div>\n\
         <div class=\"heading\"><h4 id=\"four\">Four</h4><a class=\"anchor\" href=\"#four\" aria-label=\"Link to “Four”\">#</a></div>\n\
         <h5 id=\"five\">Five</h5>\n"
    );
    plain.write("templates/page.html", "{{ page.extra.x | markdown }}");
    plain.write("content/a.md", "---\ntitle: T\nsummary: S\nextra: {x: '## A'}\n---\n");
    assert_eq!(page(&plain), "<h2 id=\"a\">A</h2>\n");
}

#[test]
fn a_source_is_named_in_the_margin_where_it_is_first_cited_in_text() {
    let body = "## Heading [@weak]\n\n| a |\n|---|\n| [@good] |\n\nOne [see @good, p. 3; @ja、3頁]. Two [@good].\n\n- Three [@weak][^1]\n\n[^1]: Four [@weak].\n";
    let project = project("{{ content }}", body);
    project.write("content/registry/sources.yaml", SOURCES);
    assert!(!page(&project).contains("class=\"side\""));
    project.write("site.toml", format!("{CONFIG}[citations]\nside_notes = true\n"));
    let html = page(&project);
    let notes: Vec<&str> = html.split("<span class=\"side\" aria-hidden=\"true\">").skip(1).collect();
    let notes: Vec<&str> = notes.iter().map(|note| note.split("</span>").next().unwrap()).collect();
    assert_eq!(
        notes,
        [
            "<b>2</b> The Ministry &amp; Sons, 1 November 2024, p. 3",
            "<b>3</b> 外務省、3頁",
            "<b>1</b> Someone",
        ]
    );
    assert!(
        html.contains("]</span><span class=\"side\"") && html.contains("</span>. Two <span class=\"cite\">"),
        "{html}"
    );
}

#[test]
fn a_page_is_weighed_only_where_there_is_a_limit() {
    let heavy: String = (0..4_000_u64).map(|number| format!("{:x}", number * number * 7_919)).collect();
    let project = project("{{ content }}", &heavy);
    assert_eq!(project.problems(), [""; 0]);
    project.write("site.toml", format!("{CONFIG}[limits]\npage_kb = 9\n"));
    let problems = project.problems();
    let begin = "content/a.md:1:1: warning[page-weight]: `a/index.html` weighs ";
    assert!(problems.len() == 1 && problems[0].starts_with(begin), "{problems:?}");
    assert_eq!(project.run(&["build", "--strict"]).code, 1);
    assert_eq!(project.run(&["build"]).code, 0);
    project.write("site.toml", format!("{CONFIG}[limits]\npage_kb = 100\n"));
    assert_eq!(project.problems(), [""; 0]);
}

#[test]
fn the_script_of_the_theme_is_small_and_keeps_nothing_but_the_choice() {
    let script = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("static/theme.js")).unwrap();
    assert!(script.len() < 600, "{} bytes", script.len());
    assert!(!script.contains("cookie") && script.matches("localStorage").count() == 2);
}
