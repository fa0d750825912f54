//! Citations: numbered in the order of the page, never where text is not prose.

use super::{page, problems, project};

/// A body without the attributes that say the same of every citation.
fn short(html: &str) -> String {
    html.replace(" role=\"doc-noteref\"", "")
        .replace("<span class=\"cite\">", "<c>")
        .replace("</span>", "</c>")
}

fn mark(key: &str, nth: usize, number: usize) -> String {
    format!("<a href=\"#_source-{key}\" id=\"_cite-{nth}\" aria-label=\"source {number}\">{number}</a>")
}

#[test]
fn sources_are_numbered_in_the_order_of_the_page_and_lead_back_to_every_place() {
    let html = short(&page("One [@ja]. Two [@good, p. 3; see @ja, para. 2 and after]. Three [-@good].\n"));
    let expected = format!(
        "<p>One <c>[{}]</c>. Two <c>[{}, p. 3; see {}, para. 2 and after]</c>. Three <c>[{}]</c>.</p>\n\
         1 ja _cite-1 _cite-3\n2 good _cite-2 _cite-4\n",
        mark("ja", 1, 1),
        mark("good", 2, 2),
        mark("ja", 3, 1),
        mark("good", 4, 2)
    );
    assert_eq!(html, expected);
}

#[test]
fn a_citation_in_running_text_names_its_source() {
    let html = short(&page("@good [p. 3] says, and @ja does.\n"));
    assert!(html.starts_with("<p>The Ministry &amp; Sons <c>["), "{html}");
    assert!(html.contains(", p. 3]</c> says, and 外務省 <c>["), "{html}");
}

#[test]
fn what_a_citation_says_is_escaped() {
    let html = page("[a \\<b> @good, \"p\" & \\<q>]\n");
    assert!(html.contains("[a &lt;b&gt; <a") && html.contains(", \"p\" &amp; &lt;q&gt;]"), "{html}");
}

#[test]
fn citations_stand_in_tables_headings_lists_quotes_and_footnotes() {
    let body = "## Heading [@good]\n\n| a |\n|---|\n| b [@ja] |\n\n- c [@good]\n\n> [!NOTE]\n> d [@ja]\n\n*e [@good]* f[^1]\n\n[^1]: g [@ja]\n";
    let html = page(body);
    assert_eq!(html.matches("class=\"cite\"").count(), 6, "{html}");
    assert!(html.contains("<h2 id=\"heading\">Heading <span"), "{html}");
    assert!(html.ends_with("1 good _cite-1 _cite-3 _cite-5\n2 ja _cite-2 _cite-4 _cite-6\n"), "{html}");
}

#[test]
fn nothing_is_cited_in_code_links_images_addresses_and_escapes() {
    let body = "`[@x]` [a @x b](https://example.org/@x) <me@example.org> a@example.org \\@x [\\@x] \\[@good\\]\n\n    [@x]\n\n```\n@x\n```\n";
    assert_eq!(problems(body), [""; 0]);
    assert!(!page(body).contains("class=\"cite\""));
    let raw = project("<p>[@x]</p>\n");
    raw.write(
        "site.toml",
        "title = \"S\"\ndescription = \"D\"\nbase_url = \"https://example.org/\"\n[markdown]\nraw_html = true\n",
    );
    assert_eq!(raw.problems(), [""; 0]);
}

#[test]
fn every_slip_is_reported_at_its_place() {
    assert_eq!(
        problems("[@good; ] [@good,] [@] [@goood] [see @wek, p. 3; @jaa]\n\n[@good\n"),
        [
            "5:8: error[citation-syntax]: this part of a citation names no source; write a key, as in `[@key, p. 3; @other]`",
            "5:17: error[citation-syntax]: nothing follows the comma of this citation; write a place, as in `[@key, p. 3]`",
            "5:21: error[citation-syntax]: there is no key behind this `@`; write a key, as in `[@key]`",
            "5:25: error[unknown-source]: there is no source `goood`; did you mean `good`?",
            "5:38: error[unknown-source]: there is no source `wek`; did you mean `weak`?",
            "5:50: error[unknown-source]: there is no source `jaa`; did you mean `ja`?",
            "7:1: error[citation-syntax]: this citation is not closed; close it with `]`; it holds plain text only",
        ]
    );
}

#[test]
fn positions_hold_behind_other_scripts_and_entities() {
    assert_eq!(
        problems("岩屋 &amp; 毅 [@nobody]\n"),
        [
            "5:13: error[unknown-source]: there is no source `nobody`; add a source with this id to `content/registry`"
        ]
    );
}

#[test]
fn a_weak_source_alone_needs_a_mark_beside_it() {
    let weak = "warning[weak-source]: this rests on `weak` alone, of low reliability; cite a better source, link to the claim \
        (`claim:…`), or mark the words with `[…](confidence:low)`";
    assert_eq!(problems("It is so [@weak].\n"), [format!("5:10: {weak}")]);
    assert_eq!(problems("It is so [@weak; @good].\n"), [""; 0]);
    assert_eq!(problems("[It is so](confidence:low) [@weak].\n"), [""; 0]);
    assert_eq!(problems("[It is so](confidence:high) [@weak].\n"), [format!("5:29: {weak}")]);
    assert_eq!(problems("[Sure](confidence:low).\n\nIt is so [@weak].\n"), [format!("7:10: {weak}")]);
    let claims = |by: &str| {
        let project = project("[It is so](claim:c) [@weak].\n");
        project.write(
            "content/registry/claims.yaml",
            format!(
                "- id: c\n  claimed: It is so.\n  where: line 1\n  claim_sources: [{by}]\n  record: It is not.\n  \
                 record_sources: [good]\n  verdict: contradicted\n  checked: 2026-11-23\n"
            ),
        );
        project.problems().len()
    };
    assert_eq!((claims("weak"), claims("ja")), (0, 1), "only a claim that this source makes counts");
}
