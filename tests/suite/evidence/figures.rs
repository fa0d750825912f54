//! Drawings of data: what their templates receive, what is refused, and that they follow their data.

use std::collections::BTreeMap;

use super::project;
use crate::project::Project;
use crate::templates::documented;

/// What a drawing must say beside its data.
const SAID: &str = "title: What\ndescription: Shows what.\nsources: [good]\n";

/// A project whose page has a figure of this data, and a template that writes where things are.
fn figure(keys: &str, csv: impl AsRef<[u8]>) -> Project {
    let project = project(&format!("```{{figure}}\n{SAID}data: a.csv\n{keys}\n```\n"));
    project.write("content/a.csv", csv);
    project.write("templates/page.html", "{{ content }}##");
    project.write(
        "templates/directives/figure.html",
        "{% for item in chart.drawing.items %}{{ item.shape }} {{ item.from }}+{{ item.width }} {{ item.lines[0].text }} \
         {% if item.date %}{{ item.date | date }}{% else %}{{ item.number | number }}{{ chart.unit }}{% endif %};{% endfor %}",
    );
    project
}

fn drawn(keys: &str, csv: &str) -> String {
    let project = figure(keys, csv);
    project.build();
    let html = project.published("a/index.html");
    html.split("##").next().unwrap_or_default().to_owned()
}

fn problems(keys: &str, csv: impl AsRef<[u8]>) -> Vec<String> {
    let lines = figure(keys, csv).problems();
    lines.iter().map(|line| line.trim_start_matches("content/").to_owned()).collect()
}

#[test]
fn columns_are_chosen_by_name_and_numbers_are_written_as_the_language_does() {
    let csv = "who,much,label,value\nA,1234.50,x,1\nB,-2,y,2\n";
    assert_eq!(
        drawn("chart: bars\nlabel: who\nvalue: much\nunit: km", csv),
        "bar 42.29%+15.44% A 1,234.50\u{a0}km;bar 42.27%+0.03% B -2\u{a0}km;"
    );
    assert_eq!(drawn("chart: bars", csv), "bar 0%+45.62% x 1;bar 0%+91.23% y 2;");
    assert_eq!(drawn("chart: dots\nunit: \"%\"", "label,value\nx,96\ny,99\n").matches('%').count(), 6);
}

#[test]
fn dates_stand_in_order_of_time_as_precisely_as_they_are_known() {
    assert_eq!(
        drawn("chart: timeline", "label,date\nlate,2025-01-01\nyear,2024\nmonth,2024-11\n"),
        "year 2%+95.74% year 2024;month 81.78%+7.85% month November 2024;day 97.74%+0% late 1 January 2025;"
    );
}

#[test]
fn groups_stand_together() {
    assert_eq!(
        drawn("chart: bars\ngroup: g", "label,value,g\na,1,X\nb,1,Y\nc,1,X\n").replace("bar 0%+91.23% ", ""),
        "a 1;c 1;b 1;"
    );
}

#[test]
fn data_that_cannot_be_drawn_is_reported_where_it_is() {
    let one = |keys: &str, csv: &str| problems(keys, csv).join("\n");
    assert_eq!(
        one("chart: bars", "label,value\nA,1\nB,much\nC,\n"),
        "a.csv:3:3: error[invalid-value]: `much` is not a number; write up to 15 digits and at most one point, as in `1234.5`, \
         without unit or separators\n\
         content/a.csv:4:3: error[invalid-value]: this cell is empty; fill it, or leave the row out"
            .replace("content/", "")
    );
    assert_eq!(
        one("chart: timeline", "label,date\nA,soon\n"),
        "a.csv:2:3: error[invalid-date]: `soon` is not a date; write `2024-11-01`, `2024-11` or `2024`"
    );
    for number in ["NaN", "inf", "1e308", "-", "0x10", "1,5"] {
        let found = one("chart: bars", &format!("label,value\nA,\"{number}\"\n"));
        assert!(found.contains(&format!("`{number}` is not a number")), "{found}");
    }
    assert_eq!(
        one("chart: bars", "label,value\n"),
        "a.md:9:7: error[invalid-value]: `a.csv` has no row to draw; add a row to it"
    );
    let long = format!("label,value\n{}", "A,1\n".repeat(501));
    assert_eq!(
        one("chart: bars", &long),
        "a.csv:502:1: error[invalid-value]: there are 501 rows, of which nobody could read a drawing; keep at most 500"
    );
    assert!(
        one("chart: bars", &"x".repeat(40_000)).contains("error[file-too-large]: this file has 40000 bytes")
    );
    let found = problems("chart: bars", b"label,value\n\xffA,1\n").join("\n");
    assert!(found.starts_with("a.csv:2:1: error[invalid-utf8]: byte 0xFF is not UTF-8"), "{found}");
}

#[test]
fn a_figure_that_is_wrongly_written_is_reported_at_its_line() {
    let csv = "label,value,other\nA,1,2\n";
    let one = |keys: &str| problems(keys, csv).join("\n");
    assert_eq!(
        one("chart: bras"),
        "a.md:10:8: error[invalid-value]: `bras` is not a kind of chart; did you mean `bars`?"
    );
    assert_eq!(
        one("chart: bars\nvalue: vlaue"),
        "a.md:11:8: error[column-unknown]: `a.csv` has no column `vlaue`; did you mean `value`?"
    );
    assert_eq!(
        one("chart: timeline"),
        "a.md:9:7: error[column-unknown]: `a.csv` has no column `date`; choose one of its columns: `date: label`, `value`, `other`"
    );
    assert_eq!(
        one("chart: bars\nfile: x.png"),
        "a.md:11:7: error[invalid-value]: a drawing of `data` has no `file`, which pictures have; remove `file`, or `data` and `chart`"
    );
    let told = |body: &str| {
        let project = project(body);
        project.write("content/partners.csv", csv);
        project.problems().join("\n")
    };
    assert_eq!(
        told(&format!("```{{figure}}\n{SAID}chart: bars\ndata: partnrs.csv\n```\n")),
        "content/a.md:10:7: error[broken-link]: there is nothing at `content/partnrs.csv`; did you mean `content/partners.csv`?"
    );
    assert!(
        told(&format!("```{{figure}}\n{SAID}chart: bars\ndata: a.md\n```\n"))
            .contains("`a.md` is no file below")
    );
    assert!(
        told(&format!("```{{figure}}\n{SAID}chart: bars\ndata: https://example.org/a.csv\n```\n"))
            .contains("unsafe-link")
    );
    assert_eq!(
        told("```{figure}\ndata: partners.csv\n```\n").lines().count(),
        4,
        "a chart, a title, a description and sources are missing"
    );
}

#[test]
fn hostile_data_is_text_and_stays_in_its_drawing() {
    let long = "wort".repeat(200);
    let csv = format!(
        "label,value\n\"<script>\"\"&\",999999999999999\n{long},-999999999999999\n=1+1,0\n岩屋毅,0.00000000000001\n"
    );
    let project = figure("chart: bars", &csv);
    project
        .write("templates/directives/figure.html", include_str!("../../../templates/directives/figure.html"));
    for part in ["chart", "plot", "mark", "marks", "picture"] {
        let path = format!("templates/parts/{part}.html");
        project.write(&path, std::fs::read(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap());
    }
    project.write("content/i18n/en.yaml", "figure_sources: S\nas_table: T\ncsv: C\nbetween_items: ' '\nbefore_mark: ' '\nsource_number: 's {number}'\n");
    project.build();
    let html = project.published("a/index.html");
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;&quot;&amp;"), "{html}");
    assert!(html.contains("999,999,999,999,999") && html.contains("0.00000000000001"), "{html}");
    for place in
        html.split([' ', '\n']).filter_map(|word| word.strip_prefix("x=\"").or(word.strip_prefix("width=\"")))
    {
        let part: f64 = place.split('%').next().unwrap_or_default().parse().unwrap_or(0.0);
        assert!((0.0..=100.0).contains(&part), "{place}");
    }
    for csv in ["label,value\nA,0\n", "label,value\nA,5\nB,5\n", "label,value\nA,-5\n"] {
        for kind in ["bars", "dots"] {
            let drawn = drawn(&format!("chart: {kind}"), csv);
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        }
    }
}

#[test]
fn templates_receive_of_a_drawing_what_the_documentation_lists() {
    let project = figure("chart: bars\ngroup: label", "label,value\nA,1\n");
    let tables: BTreeMap<&str, &str> = BTreeMap::from([
        ("chart", "`chart`:"),
        ("chart.drawing", "`chart.drawing`:"),
        ("chart.drawing.headings[0]", "A line of text:"),
        ("chart.drawing.items[0]", "An item of `items`:"),
        ("chart.drawing.items[0].place", "A place:"),
        ("chart.rows[0]", "A row of `rows`:"),
    ]);
    for (value, heading) in tables {
        project
            .write("templates/directives/figure.html", format!("{{{{ {value} | keys | join(sep=\" \") }}}}"));
        project.build();
        let html = project.published("a/index.html");
        assert_eq!(html.split("##").next(), Some(documented(heading).as_str()), "{heading}");
    }
}

#[test]
fn partners_are_a_page_with_a_table_that_spreadsheets_read() {
    let project = project("");
    project.write(
        "content/registry/partners.yaml",
        "- {id: b, name: B, verb: signed, sources: [good], confidence: medium, note: 'a note, long'}\n\
         - {id: a, name: Å, name_ja: あ, date: 2024-05, verb: announced, sources: [ja, good], confidence: high}\n",
    );
    project.write(
        "templates/partners.html",
        "{% for partner in partners %}{{ partner.id }}{% endfor %} {% for partner in by_name %}{{ partner.id }}{% endfor %} \
         {% for partner in by_verb %}{{ partner.id }}{% endfor %} {{ drawing.items | length }}",
    );
    project.build();
    assert_eq!(project.published("partners/index.html"), "ab ab ab 1");
    assert!(project.published("partners/partners.json").contains("\"precision\": \"month\""));
    let table = project.published("partners/partners.csv");
    let lines: Vec<&str> = table.split("\r\n").collect();
    let header = lines[0].split(',').filter(|name| !name.contains('_')).collect::<Vec<_>>().join(",");
    assert_eq!(header, "id,name,date,verb,confidence,sources,note");
    assert!(
        lines[1].starts_with("a,Å") && lines[1].contains("2024-05") && lines[1].contains("ja good"),
        "{table}"
    );
    assert!(lines[2].contains("\"a note, long\""), "{table}");
}
