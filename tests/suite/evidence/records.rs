//! The registries themselves: what is wrong in one is reported at its line, and what it takes from others where it is used.

use super::directives::whole;
use super::{SOURCES, project};

#[test]
fn what_is_missing_wrong_or_impossible_is_reported_at_its_line() {
    let project = project("");
    project.write(
        "content/registry/sources.yaml",
        "- id: a b\n  title: T\n  publisher: P\n  url: ftp://example.org/\n  language: English\n  kind: pres\n  accessed: 2024-10-31\n  \
         reliability: hig\n  date: 2024-11\n  excerpts:\n  - text: \"\"\n  - speaker: S\n  colour: red\n- title: T\n- id: a\n",
    );
    let found = project.problems();
    let expected = [
        "1:7: error[invalid-value]: `a b` is not an id; write letters and digits, joined by `-`, `_`, `.` or `:`",
        "4:8: error[invalid-value]: `ftp://example.org/` is not an address of a source: scheme `ftp` is not `http` or `https`; write it in full: `https://example.org/page`",
        "5:13: error[invalid-value]: `English` is not a language code; write a code such as `en`, `ja` or `pt-BR`",
        "6:9: error[invalid-value]: `pres` is not a kind of source; did you mean `press`?",
        "7:13: error[invalid-value]: `accessed` is 2024-10-31, before `date`, 2024-11; correct one of the two",
        "8:16: error[invalid-value]: `hig` is not a reliability; did you mean `high`?",
        "11:11: error[invalid-value]: this text is empty; write something or remove the key",
        "12:5: error[missing-key]: key `text` is missing; add `text` here",
        "13:3: error[unknown-key]: key `colour` is not known here",
        "14:3: error[missing-key]: key `id` is missing; add `id` here",
        "15:3: error[missing-key]: key `title` is missing; add `title` here",
    ];
    for expected in expected {
        let line = format!("content/registry/sources.yaml:{expected}");
        assert!(found.iter().any(|problem| problem.starts_with(&line)), "no `{expected}` in {found:#?}");
    }
    assert_eq!(found.len(), expected.len() + 2 * 6, "{found:#?}");
}

#[test]
fn dates_ids_and_references_of_every_registry_are_checked() {
    let project = whole("");
    project.write("content/registry/events.yaml", "- {id: e, date: 2024-13, title: T, confidence: high, sources: [good]}\n- {id: f, date: 2024, title: T, confidence: sure, sources: [nobody, good, good]}\n- {id: f, date: 2024, title: T, confidence: unverified, actors: [y, {actor: x, office: Minister}]}\n- just text\n");
    project.write("content/registry/actors.yaml", "- id: x\n  name: X\n  kind: person\n  sources: [good]\n  offices:\n  - {title: Minister, from: 2025, to: 2024-12}\n");
    project.write("content/registry/claims.yaml", "- {id: c, claimed: A, where: B, claim_sources: [weak], record: C, record_sources: [], verdict: true, checked: 2026}\n");
    project.write(
        "content/registry/areas.yaml",
        "- {id: eu, text: T, source: nobody, language: en, areas: [{name: sea, term: nothing}]}\n",
    );
    project.write("content/registry/glossary.yaml", "- {id: t, name: T, definition: D, confidence: low}\n");
    project.write("content/registry/source.yaml", "- {}\n");
    project.write("content/registry/partners.yaml", "a: b\n");
    let found = project.problems().join("\n");
    for expected in [
        "events.yaml:1:17: error[invalid-date]: `2024-13` is not a date",
        "events.yaml:2:45: error[invalid-value]: `sure` is not a confidence",
        "events.yaml:3:8: error[duplicate-id]: id `f` is given twice",
        "events.yaml:4:3: error[wrong-type]: expected a mapping, found text",
        "actors.yaml:6:39: error[invalid-value]: `to` is 2024-12, before `from`, 2025",
        "claims.yaml:1:83: error[unsourced]: what the record says of a claim needs a source",
        "claims.yaml:1:96: error[wrong-type]: expected text, found true or false",
        "claims.yaml:1:111: error[invalid-date]: expected a date, found a number",
        "areas.yaml:1:29: error[unknown-source]: there is no source `nobody`",
        "areas.yaml:1:77: error[unknown-entry]: there is no term `nothing`",
        "glossary.yaml:1:3: error[unsourced]: a term needs a source unless its `confidence` is `unverified`",
        "source.yaml:1:1: error[bad-file-name]: `source.yaml` is not the name of a registry; did you mean `sources.yaml`?",
        "partners.yaml:1:1: error[wrong-type]: expected a list of entries, found a mapping",
    ] {
        assert!(found.contains(expected), "no `{expected}` in\n{found}");
    }
    // An event that cannot be read is still an event, so references to it raise no second alarm.
    project.page("content/a.md", "[x](event:e)\n");
    assert!(!project.problems().join("\n").contains("there is no event"));
}

#[test]
fn whatever_is_taken_away_is_missed_wherever_it_is_used() {
    let body = "A [@ja]. “very timely” [@good]. [X](actor:x), [Minister X](actor:x@second).\n\n```{actors}\nactors: [x]\n```\n";
    let project = whole(body);
    assert_eq!(project.problems(), [""; 0]);
    // A source is removed, an actor renamed, an excerpt deleted.
    let sources = SOURCES.split("- id: weak").next().unwrap().replace("id: ja", "id: jp");
    let sources = sources.replace("  - text: It is an historical and very timely step, given the situation in both regions.\n    speaker: Somebody\n", "");
    project.write("content/registry/sources.yaml", sources);
    let actors = std::fs::read_to_string(project.path("content/registry/actors.yaml")).unwrap();
    project.write("content/registry/actors.yaml", actors.replace("id: x", "id: xx"));
    let found = project.problems().join("\n");
    for expected in [
        "content/a.md:5:4: error[unknown-source]: there is no source `ja`",
        "content/a.md:5:10: error[quotation-differs]",
        "content/a.md:5:33: error[unknown-entry]: there is no actor `x`",
        "content/a.md:5:47: error[unknown-entry]: there is no actor `x`",
        "content/a.md:8:10: error[unknown-entry]: there is no actor `x`",
        "content/registry/actors.yaml:9:75: error[unknown-source]: there is no source `ja`",
        "content/registry/claims.yaml:2:55: error[unknown-source]: there is no source `weak`",
        "content/registry/events.yaml:3:54: error[unknown-source]: there is no source `ja`",
        "content/registry/events.yaml:5:101: error[unknown-entry]: there is no actor `x`",
        "content/registry/partners.yaml:3:62: error[unknown-source]: there is no source `ja`",
    ] {
        assert!(found.contains(expected), "no `{expected}` in\n{found}");
    }
}

#[test]
fn two_offices_swapped_are_found_at_the_event_and_in_the_text() {
    let project = whole("[Minister X](actor:x@second)\n");
    let two = "- {id: x, name: X, kind: person, sources: [good], offices: [{title: Minister, from: 2024-10}]}\n\
        - {id: y, name: Y, kind: person, sources: [good], offices: [{title: Chair, from: 2024-10}]}\n";
    project.write("content/registry/actors.yaml", two);
    assert_eq!(project.problems(), [""; 0]);
    let swapped = two.replace("Minister", "?").replace("Chair", "Minister").replace('?', "Chair");
    project.write("content/registry/actors.yaml", swapped);
    let offices = "the offices that are recorded at content/registry/actors.yaml:1:8; the record has `Chair`; `Y` was `Minister`";
    assert_eq!(
        project.problems(),
        [
            format!(
                "content/a.md:5:1: error[office-not-held]: `X` was not `Minister` on 2024-11-01; {offices}"
            ),
            format!(
                "content/registry/events.yaml:5:112: error[office-not-held]: `X` was not `Minister` on 2024-11-01; {offices}"
            ),
        ]
    );
}

#[test]
fn a_library_of_zotero_is_dropped_in() {
    let project = project("“very timely” [@doe2024], [@roe].\n");
    project.write(
        "content/registry/zotero.bib",
        "@article{doe2024,\n  title = {A {Title} \\& more},\n  author = {Doe, Jane},\n  journaltitle = {The Journal},\n  date = {2024-11-01},\n  url = {https://example.org/x},\n  langid = {english},\n  keywords = {kind:academic, reliability:high}\n}\n",
    );
    project.write(
        "content/registry/more.json",
        "[{\"id\": \"roe\", \"type\": \"report\", \"title\": \"報告書\", \"author\": [{\"family\": \"Roe\", \"given\": \"R.\"}], \"issued\": {\"date-parts\": [[2023, 7]]}, \"language\": \"ja\"}]\n",
    );
    project.write(
        "content/registry/excerpts.yaml",
        "- source: doe2024\n  text: a very timely step\n- source: nobody\n  text: x\n",
    );
    project.write(
        "templates/source.html",
        "{{ source.kind }} {{ source.reliability }} {{ source.date }} {{ source.language }} {{ source.publisher | lang }}|{{ source.reference | safe }}",
    );
    assert_eq!(
        project.problems(),
        [
            "content/registry/excerpts.yaml:3:11: error[unknown-source]: there is no source `nobody`; add a source with this id to `content/registry`"
        ]
    );
    project.write("content/registry/excerpts.yaml", "- source: doe2024\n  text: a very timely step\n");
    project.build();
    let doe = project.published("sources/doe2024/index.html");
    assert!(
        doe.starts_with(
            "academic high 2024-11-01 en-US The Journal|Doe, Jane. ‘<span lang=\"en-US\">A Title &amp; more</span>’. <i>The Journal</i>"
        ),
        "{doe}"
    );
    let roe = project.published("sources/roe/index.html");
    assert!(roe.starts_with("other  2023-07 ja"), "{roe}");
    project.write(
        "content/registry/zotero.bib",
        "@article{doe2024,\n  keywords = {kind:acadmic}\n}\n@book{good, title = {Second}}\n",
    );
    let found = project.problems().join("\n");
    assert!(
        found.contains(
            "zotero.bib:1:10: error[invalid-value]: keyword `kind:acadmic` of `doe2024` means nothing"
        ),
        "{found}"
    );
    assert!(found.contains("error[duplicate-id]: id `good` is given twice"), "{found}");
}

#[test]
fn an_entry_that_is_no_yaml_loses_no_other() {
    let project = project("[@good] [@late]\n");
    project.write("content/registry/sources.yaml", format!("# Comment.\n- id: [broken\n{}", &SOURCES[1..]));
    let found = project.problems();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("content/a.md:5:10: error[unknown-source]"), "{found:?}");
    assert!(
        found[1].starts_with("content/registry/sources.yaml:") && found[1].contains("yaml-syntax"),
        "{found:?}"
    );
}

#[test]
fn what_may_not_be_printed_is_in_no_file() {
    let project = project("");
    project.write(
        "content/registry/sources.yaml",
        SOURCES.replace("sign it.", "sign it.\n    withheld: it was a slip"),
    );
    project
        .write("templates/source.html", "{% for excerpt in source.excerpts %}{{ excerpt.text }}{% endfor %}");
    project.build();
    for (path, bytes) in project.files("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("not sign it"), "{path}");
    }
    assert!(project.published("sources/good/index.html").contains("very timely"));
}
