//! Bad input ends with an error at its place: quickly, without a panic, and with the published site as it was.

use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use crate::project::Project;

/// Builds a good site, lets `spoil` break it, and expects these problems from `check` and `build`, and no change of what
/// is published.
#[track_caller]
fn refused(spoil: impl FnOnce(&Project), expected: &[&str]) {
    let project = Project::new(&[]);
    project.page("content/good.md", "Good.\n");
    project.build();
    let before = project.files("public");
    spoil(&project);
    let started = Instant::now();
    let problems = project.problems();
    let places: Vec<String> =
        problems.iter().map(|line| line.split(']').next().unwrap_or(line).replace(": error[", " ")).collect();
    assert_eq!(places, expected, "{problems:#?}");
    let run = project.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert_eq!(project.files("public"), before);
}

#[track_caller]
fn refused_page(text: impl AsRef<[u8]>, expected: &[&str]) {
    refused(|project| project.write("content/a.md", text), expected);
}

#[track_caller]
fn refused_body(body: &str, expected: &[&str]) {
    refused_page(format!("---\ntitle: T\nsummary: S\n---\n{body}"), expected);
}

#[track_caller]
fn refused_template(text: &str, expected: &[&str]) {
    refused(|project| project.write("templates/page.html", text), expected);
}

#[test]
fn front_matter_that_is_not_there_open_or_no_mapping() {
    refused_page("Text.\n", &["content/a.md:1:1 front-matter-missing"]);
    refused_page("---\ntitle: T\n", &["content/a.md:1:1 front-matter-unclosed"]);
    refused_page("---\n- a\n---\n", &["content/a.md:2:1 wrong-type"]);
    refused_page("---\ntitle: [\n---\n", &["content/a.md:3:1 yaml-syntax"]);
    refused_page("---\n---\n", &["content/a.md:2:1 missing-key", "content/a.md:2:1 missing-key"]);
}

#[test]
fn values_of_the_wrong_kind_and_impossible_dates() {
    refused_page(
        "---\ntitle: 2024\nsummary: [a]\ndraft: yes\ntopics: a\nweight: x\ndate: 2024-13-01\nchecked: 1 May\nslug: A b\naliases: [old]\n---\n",
        &[
            "content/a.md:2:8 wrong-type",
            "content/a.md:3:10 wrong-type",
            "content/a.md:4:8 wrong-type",
            "content/a.md:5:9 wrong-type",
            "content/a.md:6:9 wrong-type",
            "content/a.md:7:7 invalid-date",
            "content/a.md:8:10 invalid-date",
            "content/a.md:9:7 invalid-value",
            "content/a.md:10:11 invalid-value",
        ],
    );
    refused_page(
        "---\ntitle: T\nsummary: S\ndate: 2024-02-02\nupdated: 2024-02-01\npublish: 2024-01-02\nexpires: 2024-01-02\nchanges: [{date: 2024-01-01}]\n---\n",
        &[
            "content/a.md:5:10 invalid-value",
            "content/a.md:7:10 invalid-value",
            "content/a.md:8:11 missing-key",
        ],
    );
}

#[test]
fn a_day_without_a_time_is_not_before_a_time_on_that_day() {
    let project = Project::new(&[]);
    let page = "---\ntitle: T\nsummary: S\ndate: 2024-11-01T10:00:00+09:00\nupdated: 2024-11-01\n---\n";
    project.write("content/a.md", page);
    project.build();
}

#[test]
fn yaml_made_to_hurt() {
    refused_page(format!("---\na: {}\n---\n", "[".repeat(200_000)), &["content/a.md:2:1 yaml-limit"]);
    refused_page(format!("---\na: {}\n---\n", "[".repeat(30_000)), &["content/a.md:2:36 yaml-limit"]);
    refused_page("---\ntitle: a\ntitle: b\nsummary: S\n---\n", &["content/a.md:3:1 duplicate-key"]);
    let mut bomb = String::from("---\na0: &a0 [x, x]\n");
    for level in 1..40 {
        bomb.push_str(&format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1));
    }
    refused_page(bomb + "---\n", &["content/a.md:2:1 yaml-syntax"]);
}

#[test]
fn bytes_that_are_no_text() {
    refused_page(b"---\ntitle: T\nsummary: S\n---\nab\xFF\n", &["content/a.md:5:3 invalid-utf8"]);
    refused_page("---\ntitle: \"a\\x01b\"\nsummary: S\n---\n", &["content/a.md:2:8 control-character"]);
    refused_body("a\u{0}b\n", &["content/a.md:5:2 control-character"]);
}

#[test]
fn windows_files_are_as_good_as_any() {
    let text = "---\ntitle: T\nsummary: S\n---\n## A\n\n```\ncode\n```\n";
    let unix = Project::new(&[("content/a.md", text)]);
    let windows = Project::new(&[("content/a.md", &("\u{FEFF}".to_owned() + &text.replace('\n', "\r\n")))]);
    unix.build();
    windows.build();
    assert_eq!(unix.files("public"), windows.files("public"));
}

#[test]
fn two_files_of_the_site_with_one_path() {
    let page = "---\ntitle: T\nsummary: S\n---\n";
    refused(
        |project| project.write("content/good/index.md", page),
        &["content/good/index.md:1:1 edition-twice"],
    );
    refused(|project| project.write("content/GOOD.md", page), &["content/good.md:1:1 address-conflict"]);
    refused(
        |project| project.write("static/good/index.html", "x"),
        &["static/good/index.html:1:1 address-conflict"],
    );
    refused(
        |project| {
            project.write("static/a.txt", "x");
            project.write("static/A.txt", "x");
        },
        &["static/a.txt:1:1 address-conflict"],
    );
    refused(|project| project.write("static/good", "x"), &["content/good.md:1:1 address-conflict"]);
    refused(
        |project| project.write("static/.briefgen-manifest", "x"),
        &["static/.briefgen-manifest:1:1 address-conflict"],
    );
    refused_page(
        "---\ntitle: T\nsummary: S\naliases: [/good/]\n---\n",
        &["content/a.md:4:11 address-conflict"],
    );
}

#[test]
fn links_to_nothing_out_of_the_tree_and_to_danger() {
    refused_body(
        "[a](none.md) [b](#none) [c](good.md#none) [d](/none/) ![e](none.png) [f]()\n",
        &[
            "content/a.md:5:1 broken-link",
            "content/a.md:5:14 broken-anchor",
            "content/a.md:5:25 broken-anchor",
            "content/a.md:5:43 broken-link",
            "content/a.md:5:55 broken-link",
            "content/a.md:5:70 broken-link",
        ],
    );
    refused_body(
        "[a](../../x.md) [b](%2e%2e/%2e%2e/etc/passwd) [c](../site.toml)\n",
        &[
            "content/a.md:5:1 link-outside",
            "content/a.md:5:17 link-outside",
            "content/a.md:5:47 link-outside",
        ],
    );
    for link in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#32;javascript:alert(1)",
        "java&#10;script:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/",
        "\\\\\\\\example.org",
        "blob:x",
    ] {
        refused_body(&format!("[a](<{link}>)\n"), &["content/a.md:5:1 unsafe-link"]);
    }
    refused_body("![a](https://example.org/a.png)\n", &["content/a.md:5:1 unsafe-link"]);
    refused_body("![a](good.md)\n", &["content/a.md:5:1 broken-link"]);
    refused_body("<script>alert(1)</script>\n", &["content/a.md:5:1 raw-html"]);
    refused_body("<!-- a --> lost? <!-- b -->\n", &["content/a.md:5:1 raw-html"]);
}

#[test]
fn a_heading_in_a_footnote_has_its_id_and_a_link_named_like_a_footnote_is_a_link() {
    let project = Project::new(&[]);
    project.page("content/a.md", "a[^1] [^2](_index.md)\n\n[^1]: x\n\n    ## H\n\n## H\n");
    project.build();
    let html = project.published("a/index.html");
    assert!(html.contains("<h2 id=\"h\">H</h2>") && html.contains("<h2 id=\"h-2\">H</h2>"), "{html}");
}

#[test]
fn links_of_the_file_system_that_leave_loop_or_lead_nowhere() {
    let link = |target: &'static str, place: &'static str| {
        move |project: &Project| symlink(target, project.path(place)).unwrap()
    };
    refused(link("/etc/passwd", "content/a.md"), &["content/a.md:1:1 symlink-escape"]);
    refused(link("../site.toml", "content/a.txt"), &["content/a.txt:1:1 symlink-escape"]);
    refused(link("/etc", "content/etc"), &["content/etc:1:1 symlink-escape"]);
    refused(link(".", "content/loop"), &["content/loop:1:1 symlink-loop"]);
    refused(link("none.md", "content/a.md"), &["content/a.md:1:1 unreadable"]);
    refused(
        |project| {
            project.write("templates/deep/x.html", "");
            symlink("..", project.path("templates/deep/up")).unwrap();
        },
        &["templates/deep/up:1:1 symlink-loop"],
    );
}

#[test]
fn what_is_no_file() {
    let pipe = |project: &Project, place: &str| {
        let made = std::process::Command::new("mkfifo").arg(project.path(place)).status().unwrap();
        assert!(made.success());
    };
    refused(|project| pipe(project, "content/a.md"), &["content/a.md:1:1 unreadable"]);
    refused(
        |project| {
            project.remove("site.toml");
            pipe(project, "site.toml");
        },
        &["site.toml:1:1 unreadable"],
    );
}

#[test]
fn templates_that_do_not_parse_or_name_what_is_not_there() {
    refused_template("{{ page.title", &["templates/page.html:1:9 template-syntax"]);
    refused_template("{% if page %}", &["templates/page.html:1:12 template-syntax"]);
    refused_template("{{ nothing }}", &["templates/page.html:1:4 template-render"]);
    refused_template("{{ page.title | nothing }}", &["templates/page.html:1:17 template-unknown"]);
    refused_template("{{ nothing() }}", &["templates/page.html:1:4 template-unknown"]);
    refused_template("{% if page is nothing %}{% endif %}", &["templates/page.html:1:15 template-unknown"]);
    refused_template("{% extends \"nothing.html\" %}", &["templates/page.html:1:13 template-unknown"]);
    refused_template("{% include \"nothing.html\" %}", &["templates/page.html:1:13 template-unknown"]);
    refused_template("{{ <nothing /> }}", &["templates/page.html:1:5 template-unknown"]);
    refused_template(
        "{% extends \"topic.html\" %}{% block x %}{% endblock %}",
        &["templates/page.html:1:36 template-unknown"],
    );
    refused(|project| project.remove("templates/page.html"), &["templates/page.html:1:1 template-unknown"]);
    refused_page(
        "---\ntitle: T\nsummary: S\ntemplate: pag.html\n---\n",
        &["content/a.md:4:11 template-unknown"],
    );
}

#[test]
fn templates_that_call_themselves_or_never_end() {
    refused_template("{% extends \"page.html\" %}", &["templates/page.html:1:13 template-cycle"]);
    refused_template("{% include \"page.html\" %}", &["templates/page.html:1:13 template-cycle"]);
    refused_template(
        "{% component a() %}{{ <a /> }}{% endcomponent a %}{{ <a /> }}",
        &["templates/page.html:1:24 template-limit"],
    );
    let nested =
        "{% for a in range(end=99999) %}{% for b in range(end=99999) %}{% for c in range(end=99999) %}";
    let ends = "{% endfor %}{% endfor %}{% endfor %}";
    refused_template(&format!("{nested}{ends}"), &["templates/page.html:1:75 template-limit"]);
    let listed = "{% set xs = range(end=90000) %}{% for a in xs %}{% for b in xs %}x{% endfor %}{% endfor %}";
    refused_template(listed, &["templates/page.html:1:1 template-limit"]);
}

#[test]
fn a_site_without_content_or_without_a_description_of_itself() {
    refused(|project| project.remove("content"), &["content:1:1 no-content"]);
    refused(|project| project.remove("content/_index.md"), &["content:1:1 no-content"]);
    refused(|project| project.remove("site.toml"), &["site.toml:1:1 config-missing"]);
    refused(
        |project| project.write("site.toml", "title = \nbase_url = x\n"),
        &["site.toml:1:9 toml-syntax", "site.toml:2:12 toml-syntax"],
    );
    refused(
        |project| {
            project.write(
                "site.toml",
                "title = \"T\"\ndescription = \"D\"\nbase_url = \"https://example.org\"\ntitel = 1\ntime_zone = \"Brussels\"\n\
                 [languages.english]\n[feed]\nlimit = 0\n[[navigation]]\ntitle = \"A\"\nlink = \"none.md\"\n",
            );
        },
        &[
            "site.toml:4:1 unknown-key",
            "site.toml:5:13 invalid-value",
            "site.toml:6:12 invalid-value",
            "site.toml:8:9 invalid-value",
            "site.toml:11:8 broken-link",
        ],
    );
}

#[test]
fn languages_that_fall_back_on_nothing_or_in_a_circle() {
    let project = Project::new(&[(
        "site.toml",
        "title = \"T\"\ndescription = \"D\"\nbase_url = \"https://example.org\"\n[languages.en]\nfallback = \"en\"\n\
         [languages.ja]\nfallback = \"it\"\n[languages.fr]\nfallback = \"de\"\n[languages.de]\nfallback = \"fr\"\n\
         [languages.ko]\nlocale = \"ko_KR\"\ntime_zone = \"Seoul\"\ndirection = \"down\"\n",
    )]);
    let problems: Vec<String> = project
        .problems()
        .iter()
        .map(|line| line.trim_start_matches("site.toml:").replace("error[invalid-value]: ", ""))
        .collect();
    assert_eq!(
        problems[..3],
        [
            "5:12: `en` cannot fall back on itself; name another one of `ja`, `fr`, `de`, `ko`, or remove `fallback`",
            "7:12: `it` is not a language of this site; name another one of `en`, `fr`, `de`, `ko`, or remove `fallback`",
            "9:12: fallbacks lead in a circle: `fr` → `de` → `fr`; name another one of `en`, `ja`, `de`, `ko`, or remove `fallback`",
        ]
    );
    let starts = [
        "13:10: `ko_KR` is not a locale",
        "14:13: `Seoul` is not a time zone",
        "15:13: `down` is not a direction",
    ];
    for (problem, start) in problems[3..].iter().zip(starts) {
        assert!(problem.starts_with(start), "{problem}");
    }
    assert_eq!(problems.len(), 6, "{problems:?}");
}

#[test]
fn names_that_are_misleading_or_too_long() {
    refused(|project| project.write("content/a.MD", "x"), &["content/a.MD:1:1 bad-file-name"]);
    refused(|project| project.page("content/!!!.md", ""), &["content/!!!.md:1:1 bad-file-name"]);
    let alias = "x".repeat(300);
    refused_page(
        format!("---\ntitle: T\nsummary: S\naliases: [/{alias}/]\n---\n"),
        &["content/a.md:4:11 invalid-value"],
    );
    let project = Project::new(&[]);
    project
        .write("content/a.md", format!("---\ntitle: T\nsummary: S\ntopics: [{}]\n---\n", "海".repeat(300)));
    project.build();
}

#[test]
fn output_directories_that_are_not_the_sites_own() {
    let project = Project::new(&[("elsewhere/mine.txt", "mine"), ("file", "x")]);
    let everything = project.files(".");
    for (output, reason) in [
        ("content/public", "lies in `content`"),
        ("templates", "lies in `templates`"),
        ("static/x/y", "lies in `static`"),
        (".", "holds the project itself"),
        ("..", "holds the project itself"),
        ("elsewhere", "holds files that briefgen did not write"),
        ("file", "is a file"),
    ] {
        let run = project.run(&["build", "--format=short", "--output", output]);
        assert_eq!(run.code, 1, "{output}");
        assert!(
            run.stderr.contains("error[unsafe-output]") && run.stderr.contains(reason),
            "{output}: {}",
            run.stderr
        );
        assert_eq!(project.files("."), everything, "{output}");
    }
}

#[test]
fn many_problems_take_no_more_than_their_share_of_time() {
    let headings = "## a\n\n".repeat(20_000);
    let links: String =
        (0..5_000).map(|number| format!("[a](none{number}.md) [b](#none{number})\n")).collect();
    let keys: String = (0..3_000).map(|number| format!("k{number}:\n")).collect();
    let project = Project::new(&[]);
    project.page("content/a.md", &(headings + &links));
    project.write("content/b.md", format!("---\ntitle: T\nsummary: S\n{keys}---\n"));
    let started = Instant::now();
    assert!(!project.problems().is_empty());
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn languages_that_nobody_writes_in() {
    let project = Project::new(&[(
        "site.toml",
        "title = \"T\"\ndescription = \"D\"\nbase_url = \"https://example.org\"\n[languages.en]\nlocale = \"fr-FR\"\n[languages.jp]\n",
    )]);
    project.write("content/a.jp.md", "---\ntitle: T\nsummary: S\n---\n");
    project.write("content/b.JA.md", "---\ntitle: T\nsummary: S\n---\n[x]{lang=jp}\n");
    project.write(
        "content/registry/actors.yaml",
        "- {id: x, name: X, name_jp: 某, role_ja: 役, reading_ja: 読み, kind: person, sources: []}\n",
    );
    let problems = project.problems().join("\n");
    for expected in [
        "site.toml:5:10: error[invalid-value]: `fr-FR` is no locale of `en`",
        "site.toml:6:12: error[invalid-value]: `jp` is not a language code",
        "content/a.jp.md:1:1: error[unknown-language]: `a` is written in `jp`, which is not a language of the site",
        "content/b.JA.md:1:1: error[unknown-language]: `b` is written in `JA`, which is not a language of the site",
        "content/b.JA.md:5:5: error[span-syntax]: `jp` is no language code",
        "actors.yaml:1:20: error[unknown-key]: key `name_jp` is not known here",
        "actors.yaml:1:3: error[missing-key]: key `role` is missing",
        "error[invalid-value]: `読み` is not written in kana",
    ] {
        assert!(problems.contains(expected), "{expected}\n{problems}");
    }
}
