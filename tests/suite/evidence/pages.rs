//! References in a text, and the pages that the registries make.

use super::directives::whole;
use crate::project::PIXEL;
use crate::templates::documented;

fn body(markdown: &str) -> String {
    let project = whole(markdown);
    project.build();
    project.published("a/index.html")
}

fn problems(markdown: &str) -> Vec<String> {
    whole(markdown)
        .problems()
        .iter()
        .map(|line| line.trim_start_matches("content/a.md:").to_owned())
        .collect()
}

#[test]
fn the_first_use_of_an_abbreviation_is_written_out() {
    assert_eq!(
        body("[FIMI](term:fimi) and [FIMI](term:fimi) and [the agreement](term:spa) and [](term:spa).\n"),
        "<p><a href=\"/repo/glossary/#fimi\">Foreign Information Manipulation (<abbr title=\"Foreign Information Manipulation\">FIMI</abbr>)</a> \
         and <a href=\"/repo/glossary/#fimi\"><abbr title=\"Foreign Information Manipulation\">FIMI</abbr></a> and \
         <a href=\"/repo/glossary/#spa\">the agreement</a> and <a href=\"/repo/glossary/#spa\">Strategic Partnership Agreement</a>.</p>\n"
    );
    assert_eq!(problems("The Foreign Information\nManipulation (FIMI) tools, FIMI.\n"), [""; 0]);
    assert_eq!(problems("`FIMI` <https://example.org/FIMI> FIMIs [@good].\n"), [""; 0]);
    assert!(problems("FIMI/SPA matters.\n").len() == 2);
    let line = "5:4: warning[abbreviation-unexpanded]: `SPA` is never written out on this page; write `[SPA](term:spa)` where it first stands";
    assert_eq!(problems("An SPA, the SPA.\n"), [line]);
}

#[test]
fn an_actor_has_the_office_of_the_day() {
    assert_eq!(
        body(
            "[X](actor:x), [X](actor:x@2024-12-24), [X](actor:x@second), [Speaker X](actor:x@2025-03) and [](actor:inst).\n"
        ),
        "<p><a href=\"/repo/actors/#x\">X</a>, <a href=\"/repo/actors/#x\">X</a> (Minister), <a href=\"/repo/actors/#x\">X</a> (Minister), \
         <a href=\"/repo/actors/#x\">Speaker X</a> and <a href=\"/repo/actors/#inst\">Institution</a>.</p>\n"
    );
    assert_eq!(
        problems(
            "[Speaker X](actor:x@second)\n\n[minister in charge X](actor:x@2025-07)\n\n[Minister](actor:inst)\n\n[X](actor:x@2026)\n\n[X](actor:x@page)\n"
        ),
        [
            "5:1: error[office-not-held]: `X` was not `Speaker` on 2024-11-01; the offices that are recorded at \
             content/registry/actors.yaml:2:7; the record has `Minister`",
            "7:1: error[office-not-held]: `X` was not `minister in charge` on 2025-07; the offices that are recorded at \
             content/registry/actors.yaml:2:7; no office is recorded then: correct `offices` of `x`",
            "9:1: error[office-not-held]: `Institution` was not `Minister`; the offices that are recorded at \
             content/registry/actors.yaml:9:8; no office is recorded then: correct `offices` of `inst`; `X` was `Minister`",
            "11:1: error[office-not-held]: no office of `X` is recorded on 2026; the offices that are recorded at \
             content/registry/actors.yaml:2:7; give another date, or leave out `@` and what follows",
            "13:1: error[invalid-value]: this page has no date; add `date` to its front matter",
        ]
    );
}

#[test]
fn references_lead_to_entries_and_say_what_they_are() {
    let html = body("[a](claim:c1) [b](confidence:low) [c](event:late) [d](source:ja)\n");
    assert_eq!(
        html,
        "<p><a href=\"/repo/claims/#c1\">a</a> <span class=\"note verdict verdict-contradicted\">(contradicted)</span> \
         <span class=\"confidence confidence-low\">b <span class=\"note confidence-low\">(low)</span></span> \
         <a href=\"/repo/timeline/#late\">c</a> <a href=\"/repo/sources/ja/\">d</a></p>\n"
    );
    assert_eq!(
        problems("[a](claim:c3) [b](confidence:lwo) [c](event:lat) [d](source:jp) ![e](term:fimi)\n").len(),
        5
    );
}

#[test]
fn the_interface_speaks_from_its_own_file() {
    let project = whole("[a](claim:c1)\n");
    project.write(
        "content/i18n/en.yaml",
        "verdicts: {contradicted: not so}\nsource_number: 'Source {number}'\n",
    );
    project.build();
    assert!(project.published("a/index.html").contains("(not so)"));
    project.write("content/i18n/english.yaml", "a: b\n");
    let expected = "content/i18n/english.yaml:1:1: error[bad-file-name]: `english.yaml` is not named by a language; \
        name it by a code, such as `en.yaml`, `ja.yaml` or `pt-BR.yaml`";
    assert_eq!(project.problems(), [expected]);
}

#[test]
fn every_registry_has_a_page_and_a_copy_for_programs() {
    let project = whole("[X](actor:x) [@good] [FIMI](term:fimi)\n");
    project.write(
        "templates/source.html",
        "{{ source.title | lang }}|{{ source.reference }}|{% for page in pages %}{{ page.href }}{% endfor %}",
    );
    project.write("templates/glossary.html", "{% for term in terms %}{{ term.name | lang }}{% for page in backlinks[term.id] %} {{ page.href }}{% endfor %};{% endfor %}");
    project.build();
    let files: Vec<String> = project.files("public").into_keys().collect();
    for path in [
        "actors/actors.json",
        "actors/index.html",
        "claims/claims.json",
        "claims/index.html",
        "corrections.xml",
        "corrections/index.html",
        "glossary/glossary.json",
        "glossary/index.html",
        "sources/good/index.html",
        "sources/index.html",
        "sources/sources.json",
        "timeline/events.ics",
        "timeline/events.json",
        "timeline/index.html",
    ] {
        assert!(files.contains(&path.to_owned()), "{path}: {files:?}");
    }
    let good = project.published("sources/good/index.html");
    assert!(good.starts_with("A &lt;good&gt; text|"), "{good}");
    assert!(good.ends_with("|/repo/a/"), "{good}");
    assert_eq!(
        project.published("glossary/index.html"),
        "Foreign Information Manipulation /repo/a/;Strategic Partnership Agreement;"
    );
    let sitemap = project.published("sitemap.xml");
    assert!(sitemap.contains("https://example.org/repo/sources/good/"), "{sitemap}");
    assert!(
        whole("[x](/sources/good/) [y](/timeline/)\n").problems().is_empty(),
        "lists are linked to by address"
    );
}

#[test]
fn a_reference_is_formatted_in_the_style_of_the_site_and_escaped() {
    let config =
        "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[citations]\nstyle = ";
    let reference = |style: &str| {
        let project = whole("");
        project.write("site.toml", format!("{config}\"{style}\"\n"));
        project.write("templates/source.html", "{{ source.reference | safe }}");
        project.build();
        project.published("sources/good/index.html")
    };
    let (apa, ieee) = (reference("apa"), reference("ieee"));
    assert!(apa != ieee);
    for html in [apa, ieee] {
        assert!(html.contains("A &lt;good&gt; text") && html.contains("a=1&amp;b=2"), "{html}");
    }
    let project = whole("");
    project.write("site.toml", format!("{config}\"chicago-note\"\n"));
    assert_eq!(
        project.problems(),
        [
            "site.toml:5:9: error[invalid-value]: there is no citation style `chicago-note`; did you mean `chicago-notes`?"
        ]
    );
}

#[test]
fn the_calendar_says_no_more_than_is_known() {
    let project = whole("");
    project.build();
    let calendar = project.published("timeline/events.ics");
    let month = calendar.split("BEGIN:VEVENT").find(|event| event.contains("SUMMARY:Month")).unwrap();
    assert!(
        month.contains("DTSTART;VALUE=DATE:20241101") && month.contains("DTEND;VALUE=DATE:20241201"),
        "{month}"
    );
    assert!(month.contains("DESCRIPTION:2024-11 (month)\\; ja"), "{month}");
    assert!(calendar.lines().all(|line| line.len() <= 76), "lines are folded");
    let days: Vec<&str> = calendar.lines().filter(|line| line.starts_with("SUMMARY")).collect();
    assert_eq!(days, ["SUMMARY:Year", "SUMMARY:Month", "SUMMARY:Second", "SUMMARY:First", "SUMMARY:Late"]);
}

#[test]
fn corrections_stand_at_the_top_for_a_time_and_in_the_log_for_ever() {
    let project = whole("");
    project.write(
        "content/b.md",
        "---\ntitle: B\nsummary: S\ndate: 2024-01-01\ncorrections:\n- {date: 2026-11-01, was: x, now: y, why: z}\n- {date: 2026-01-01, was: v, now: w}\n---\n",
    );
    project.write(
        "templates/page.html",
        "{% for made in page.corrections %}{{ made.now }} {{ made.recent }};{% endfor %}",
    );
    project.write(
        "templates/corrections.html",
        "{% for made in corrections %}{{ made.page.title }} {{ made.date }} {{ made.now }};{% endfor %}",
    );
    project.build();
    assert_eq!(project.published("b/index.html"), "y true;w false;");
    assert_eq!(project.published("corrections/index.html"), "B 2026-11-01 y;B 2026-01-01 w;");
    let feed = project.published("corrections.xml");
    assert!(feed.contains("<summary>x → y (z)</summary>"), "{feed}");
    assert!(feed.contains("<id>https://example.org/repo/b/#correction-2026-11-01-1</id>"), "{feed}");
    project.write(
        "site.toml",
        "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[corrections]\nnotice_days = 7\n",
    );
    project.build();
    assert_eq!(project.published("b/index.html"), "y false;w false;");
}

#[test]
fn search_engines_get_every_claim_and_no_claim_ends_their_script() {
    let project = whole("");
    project.write(
        "content/registry/claims.yaml",
        "- {id: c, claimed: \"</script><!--\", where: x, claim_sources: [weak], record: y, record_sources: [good], verdict: contradicted, checked: 2026-11-23}\n",
    );
    project.write("templates/claims.html", "{{ claim_reviews | safe }}");
    project.build();
    let json = project.published("claims/index.html");
    assert!(!json.contains('<'), "{json}");
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let review = &value["@graph"][0];
    assert_eq!(review["@type"], "ClaimReview");
    assert_eq!(review["claimReviewed"], "</script><!--");
    assert_eq!(review["reviewRating"]["ratingValue"], 1);
    assert_eq!(review["itemReviewed"]["appearance"][0]["url"], "https://example.org/weak");
}

#[test]
fn programs_learn_what_a_page_rests_on_and_where_it_is_weakest() {
    let project = whole("A [@good]. [B](confidence:low) [@weak]. C [@weak; @good].\n");
    let run = project.run(&["check", "--format=json"]);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(value["problems"], serde_json::json!([]));
    assert_eq!(
        value["pages"],
        serde_json::json!([{
            "path": "content/a.md",
            "sources": [
                {"id": "good", "kind": "official", "reliability": "high", "citations": 2},
                {"id": "weak", "kind": "press", "reliability": "low", "citations": 2},
            ],
            "weakest": [{"line": 5, "column": 32, "sources": ["weak"], "reliability": "low"}],
        }])
    );
}

#[test]
fn templates_receive_of_the_evidence_what_the_documentation_lists() {
    let keys = |value: &str| format!("{{{{ {value} | keys | join(sep=\" \") }}}}\n");
    let page = "[@good]\n\n```{areas}\n```\n\n```{partners}\n```\n\n```{quote}\nsource: ja\ntext: 公表\n```\n\n```{figure}\nfile: /x.png\nalt: x\ncaption: y\n```\n";
    let project = whole(page);
    project.write("static/x.png", PIXEL);
    let mut tables = Vec::new();
    let mut template = |path: &str, values: &[(&str, &'static str)]| {
        project.write(path, values.iter().map(|(value, _)| keys(value)).collect::<String>());
        tables.extend(values.iter().map(|(_, heading)| *heading));
    };
    template(
        "templates/source.html",
        &[("source", "`source`, in an item"), ("source.excerpts[0]", "An excerpt:")],
    );
    template(
        "templates/claims.html",
        &[("claims[0]", "A claim of"), ("claims[0].record_sources[0]", "A mark of a place")],
    );
    template(
        "templates/actors.html",
        &[
            ("actors[1]", "An actor of"),
            ("actors[1].offices[0]", "An office:"),
            ("actors[0].translations[0]", "A text of a registry:"),
        ],
    );
    template(
        "templates/timeline.html",
        &[("events[2]", "An event of"), ("events[2].actors[0]", "A participant of")],
    );
    template(
        "templates/glossary.html",
        &[("terms[0]", "A term of"), ("sources[0]", "`sources` is the list")],
    );
    template(
        "templates/directives/areas.html",
        &[("texts[0]", "A text of"), ("texts[0].areas[0]", "An area of")],
    );
    template("templates/directives/partners.html", &[("partners[0]", "A partner of")]);
    template("templates/directives/quote.html", &[("quote", "`quote`:")]);
    template("templates/directives/figure.html", &[("figure", "`figure`:")]);
    project.build();
    let published = ["sources/good", "claims", "actors", "timeline", "glossary", "a"]
        .map(|page| project.published(&format!("{page}/index.html")))
        .concat();
    for heading in tables {
        let fields = documented(heading);
        assert!(published.lines().any(|line| line == fields), "{heading}: no `{fields}` in\n{published}");
    }
}
