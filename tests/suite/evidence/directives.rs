//! Directives: what they select, show and refuse; those of a site's own are templates alone.

use super::project;
use crate::project::{PIXEL, Project};

const EVENTS: &str = "
- {id: late, date: 2025-01-01, title: Late, sources: [good], confidence: high, topics: [law]}
- {id: month, date: 2024-11, title: Month, sources: [ja], confidence: medium, topics: [law]}
- {id: year, date: 2024, title: Year, sources: [ja], confidence: low}
- {id: second, date: 2024-11-01, title: Second, sources: [good], confidence: high, actors: [{actor: x, office: Minister}]}
- {id: first, date: 2024-11-01, title: First, confidence: unverified}
";

const ACTORS: &str = "
- id: x
  name: X
  kind: person
  sources: [good]
  offices:
  - {title: Minister, title_ja: 大臣, also: [minister in charge], from: 2024-10-01, to: 2025-01}
  - {title: Speaker, from: 2025-02, to: 2025-06-30}
- {id: inst, name: Institution, name_ja: 機関, kind: institution, sources: [ja], role: What it does}
";

const CLAIMS: &str = "
- {id: c1, claimed: One, where: s. 1, claim_sources: [weak], record: Not one, record_sources: [good], verdict: contradicted, checked: 2026-11-23}
- {id: c2, claimed: Two, where: s. 2, claim_sources: [ja], record: Two, record_sources: [good, ja], verdict: confirmed, checked: 2026-11-23}
";

const TERMS: &str = "
- {id: fimi, name: Foreign Information Manipulation, name_ja: 外国による情報操作, abbreviation: FIMI, definition: What it is, sources: [good], confidence: high}
- {id: spa, name: Strategic Partnership Agreement, abbreviation: SPA, definition: A treaty, sources: [good], confidence: high}
";

/// A project with all registries, whose directives write what they receive on one line.
pub fn whole(body: &str) -> Project {
    let project = project(body);
    let marks = "{% for mark in it.marks %}[{{ mark.number }}]{% endfor %}";
    for (name, list, item) in [
        (
            "timeline",
            "events",
            format!("{{{{ it.date }}}} {{{{ it.title | lang }}}} {{{{ it.precision }}}}{marks}"),
        ),
        (
            "claims",
            "claims",
            "{{ it.id }} {{ it.verdict }}{% for mark in it.record_sources %}[{{ mark.number }}]{% endfor %}"
                .into(),
        ),
        (
            "actors",
            "actors",
            format!(
                "{{{{ it.name | lang }}}}{{% for office in it.offices %}} {{{{ office.title | lang }}}}{{% endfor %}}{marks}"
            ),
        ),
        (
            "areas",
            "texts",
            format!(
                "{{{{ it.text | lang }}}}{{% for area in it.areas %}} {{{{ area.name | lang }}}}{{% endfor %}}{marks}"
            ),
        ),
        ("partners", "partners", format!("{{{{ it.name | lang }}}} {{{{ it.verb | lang }}}}{marks}")),
        ("not-to-be-confused", "terms", format!("{{{{ it.name | lang }}}}{marks}")),
    ] {
        let template = format!("{{% for it in {list} %}}{item};{{% endfor %}}");
        project.write(&format!("templates/directives/{name}.html"), template);
    }
    project.write(
        "templates/directives/quote.html",
        "<q lang=\"{{ quote.text.language }}\">{{ quote.text.text }}</q> {{ quote.speaker | lang }} {{ quote.translation }}",
    );
    project.write(
        "templates/directives/figure.html",
        "<img src=\"{{ figure.href }}\" alt=\"{{ figure.alt }}\">{{ figure.caption }}",
    );
    for (name, text) in [
        ("events", EVENTS),
        ("actors", ACTORS),
        ("claims", CLAIMS),
        ("glossary", TERMS),
        (
            "areas",
            "- {id: eu, text: EU text, source: good, language: en, areas: [{name: sea, term: fimi}, {name: space}]}\n",
        ),
        (
            "partners",
            "- {id: z, name: Z, verb: expected, confidence: unverified}\n- {id: b, name: B, date: 2024-11-04, verb: signed, sources: [good], confidence: high}\n\
             - {id: a, name: A, date: 2024-05, verb: announced, sources: [ja], confidence: high}\n",
        ),
    ] {
        project.write(&format!("content/registry/{name}.yaml"), text);
    }
    project
}

/// What a directive becomes, without the page round it.
fn shown(directive: &str) -> String {
    let project = whole(directive);
    project.write("templates/page.html", "{{ content }}##");
    project.build();
    let html = project.published("a/index.html");
    html.split("##").next().unwrap_or_default().to_owned()
}

fn problems(directive: &str) -> Vec<String> {
    let lines = whole(directive).problems();
    lines.iter().map(|line| line.trim_start_matches("content/a.md:").to_owned()).collect()
}

#[test]
fn a_timeline_is_sorted_by_date_whatever_the_order_it_is_written_in() {
    let all = "2024 Year year[1];2024-11 Month month[1];2024-11-01 Second day[2];2024-11-01 First day;2025-01-01 Late day[2];";
    assert_eq!(shown("```{timeline}\n```\n"), all);
    assert_eq!(shown("```{timeline}\ntopic: law\n```\n"), "2024-11 Month month[1];2025-01-01 Late day[2];");
    assert_eq!(shown("```{timeline}\nactor: x\n```\n"), "2024-11-01 Second day[1];");
    // A month that may lie in the range does.
    assert_eq!(
        shown("```{timeline}\nfrom: 2024-11-15\nto: 2025\n```\n"),
        "2024 Year year[1];2024-11 Month month[1];2025-01-01 Late day[2];"
    );
    assert_eq!(
        shown("```{timeline}\nevents: [late, first]\n```\n"),
        "2024-11-01 First day;2025-01-01 Late day[1];"
    );
}

#[test]
fn every_registry_has_its_directive() {
    assert_eq!(shown("```{claims}\n```\n"), "c1 contradicted[2];c2 confirmed[2][3];");
    assert_eq!(shown("```{claims}\nverdict: confirmed\n```\n"), "c2 confirmed[2][1];");
    assert_eq!(shown("```{claims}\nsource: weak\n```\n"), "c1 contradicted[2];");
    assert_eq!(shown("```{actors}\n```\n"), "X Minister Speaker[1];Institution[2];");
    assert_eq!(shown("```{actors}\nkind: person\non: second\n```\n"), "X Minister[1];");
    assert_eq!(shown("```{actors}\nactors: x\non: 2025-03\n```\n"), "X Speaker[1];");
    assert_eq!(shown("```{areas}\n```\n"), "EU text sea space[1];");
    assert_eq!(shown("```{partners}\n```\n"), "A announced[1];B signed[2];Z expected;");
    assert_eq!(
        shown("```{not-to-be-confused}\nterms: [spa, fimi]\n```\n"),
        "Strategic Partnership Agreement[1];Foreign Information Manipulation[1];"
    );
    assert_eq!(
        shown(
            "```{quote}\nsource: ja\ntext: 防衛パートナーシップを公表\ntranslation: it was made public\n```\n"
        ),
        "<q lang=\"ja\">防衛パートナーシップを公表</q>  it was made public"
    );
    assert_eq!(
        shown("```{quote}\nsource: good\ntext: very timely\n```\n"),
        "<q lang=\"\">very timely</q> Somebody "
    );
}

#[test]
fn a_figure_names_a_file_beside_its_page() {
    let project = whole("");
    project.page(
        "content/b/index.md",
        "```{figure}\nfile: map.png\nalt: A map\ncaption: \"1 < 2\"\nsources: [good]\n```\n",
    );
    project.write("content/b/map.png", PIXEL);
    project.build();
    assert!(
        project.published("b/index.html").starts_with("<img src=\"/repo/b/map.png\" alt=\"A map\">1 &lt; 2")
    );
    project.page(
        "content/b/index.md",
        "```{figure}\nfile: map.png\nalt: A map\ncaption: \"They said “very late”\"\nsources: [good]\n```\n",
    );
    let lines = project.problems();
    assert!(lines[0].starts_with("content/b/index.md:8:10: error[quotation-differs]"), "{lines:?}");
    assert!(problems("```{figure}\nfile: none.png\nalt: x\ncaption: y\n```\n")[0].contains("broken-link"));
}

#[test]
fn what_directives_cannot_show_is_reported_at_its_line() {
    assert_eq!(
        problems(
            "```{timeline}\ntopik: law\ntopic: lwa\nactor: y\nfrom: 2025\nto: 2024\nevents: [nothing]\n```\n"
        ),
        [
            "6:1: error[unknown-key]: key `topik` is not known here; did you mean `topic`?",
            "7:8: error[invalid-value]: nothing here has the topic `lwa`; did you mean `law`?",
            "8:8: error[unknown-entry]: there is no actor `y`; add an actor with this id to `content/registry`",
            "10:5: error[invalid-value]: `to` is 2024, before `from`, 2025; correct one of the two",
            "11:10: error[unknown-entry]: there is no event `nothing`; add an event with this id to `content/registry`",
        ]
    );
    assert_eq!(
        problems(
            "```{claims}\nverdict: confirmd\n```\n\n```{timeline}\nfrom: 2030\n```\n\n```{timeline}\na: b: c\n```\n"
        ),
        [
            "6:10: error[invalid-value]: `confirmd` is not a verdict; did you mean `confirmed`?",
            "9:4: error[invalid-value]: this directive shows nothing; widen what it selects, or add entries to the registry",
            "14:5: error[yaml-syntax]: mapping values are not allowed in this context; put quotes around text that has `: ` in it",
        ]
    );
    assert!(
        problems("```{quote}\nsource: good\ntext: very late\n```\n")[0]
            .starts_with("7:7: error[quotation-differs]")
    );
    assert!(problems("```{timeline topic=law}\n```\n")[0].starts_with("5:4: error[directive-syntax]"));
}

#[test]
fn code_is_no_directive() {
    let html = shown("```{.rust}\nx\n```\n");
    assert!(html.starts_with("<pre><code"), "{html}");
}

#[test]
fn a_directive_in_a_list_is_read_from_its_own_indentation() {
    assert_eq!(problems("- one\n\n  ```{timeline}\n  topic: law\n  actor: y\n  ```\n").len(), 1);
    assert!(problems("- one\n\n  ```{timeline}\n  topic: law\n  actor: y\n  ```\n")[0].starts_with("9:10: "));
}

#[test]
fn a_directive_of_ones_own_is_a_template_alone() {
    let own = |body: &str| {
        let project = whole(body);
        let template = "<b>{{ directive.label | default(value=\"\") }}</b>{{ directive[\"size\"] | default(value=\"\") }}{% for mark in marks %}[{{ mark.number }}]{% endfor %}";
        project.write("templates/directives/badge.html", template);
        project
    };
    let project = own("```{badge}\nlabel: \"<x>\"\nsize: 3\nsources: [ja, good]\n```\n");
    project.build();
    assert!(project.published("a/index.html").starts_with("<b>&lt;x&gt;</b>3[1][2]"));
    let lines = own("```{badge}\nlabl: x\nsource: nobody\n```\n").problems();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("content/a.md:6:1: error[unknown-key]: `templates/directives/badge.html` reads no key `labl`; did you mean `label`?"), "{lines:?}");
    assert!(lines[1].starts_with("content/a.md:7:9: error[unknown-source]"), "{lines:?}");
}
