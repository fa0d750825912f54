//! Spans: words of another language, and readings.

use proptest::prelude::*;

use super::{body, html, paragraph, problems};

#[test]
fn a_span_has_a_language_a_reading_or_both() {
    for (markdown, expected) in [
        ("[text]{lang=ja}", "<span lang=\"ja\">text</span>"),
        ("[a]{lang=\"zh-Hant\"}b", "<span lang=\"zh-Hant\">a</span>b"),
        ("[岩屋毅]{ruby=いわやたけし}氏", "<ruby>岩屋毅<rp>（</rp><rt>いわやたけし</rt><rp>）</rp></ruby>氏"),
        (
            "[岩屋毅]{lang=ja ruby=いわや・たけし}",
            "<ruby lang=\"ja\">岩屋毅<rp>（</rp><rt>いわや・たけし</rt><rp>）</rp></ruby>",
        ),
        ("[a]{ ruby=x }", "[a]{ ruby=x }"),
        (
            "[a]{ruby=\"x } <y>\" lang=ja }",
            "<ruby lang=\"ja\">a<rp>（</rp><rt>x } &lt;y&gt;</rt><rp>）</rp></ruby>",
        ),
        ("[a]{ruby=*b*_c_} *d*", "<ruby>a<rp>（</rp><rt>*b*_c_</rt><rp>）</rp></ruby> <em>d</em>"),
        (
            "[a]{ruby=x}(b) [c]{lang=ja}",
            "<ruby>a<rp>（</rp><rt>x</rt><rp>）</rp></ruby>(b) <span lang=\"ja\">c</span>",
        ),
    ] {
        assert_eq!(paragraph(markdown), expected, "{markdown}");
    }
}

#[test]
fn markup_citations_links_and_spans_stand_in_it() {
    for (markdown, expected) in [
        ("[a *b* `c` [@k]]{lang=en}", "<span lang=\"en\">a <em>b</em> <code>c</code> ⟦0⟧</span>"),
        ("[[a](b) [c](actor:d)]{lang=en}", "<span lang=\"en\"><a href=\"b\">a</a> ⟨0:c⟩</span>"),
        ("*[a]{lang=en}*", "<em><span lang=\"en\">a</span></em>"),
        (
            "[[岩屋]{ruby=いわや}氏](actor:iwaya)",
            "⟨0:<ruby>岩屋<rp>（</rp><rt>いわや</rt><rp>）</rp></ruby>氏⟩",
        ),
        ("[a [b]{lang=ja} c]{lang=en}", "<span lang=\"en\">a <span lang=\"ja\">b</span> c</span>"),
        ("[a [sic] b]{lang=en}", "<span lang=\"en\">a [sic] b</span>"),
        ("これは**[「重要」]{lang=ja}**です", "これは<strong><span lang=\"ja\">「重要」</span></strong>です"),
        ("[a\nb]{lang=en}", "<span lang=\"en\">a\nb</span>"),
    ] {
        assert_eq!(paragraph(markdown), expected, "{markdown}");
    }
}

#[test]
fn what_is_no_span_stays_text() {
    for (markdown, expected) in [
        ("[a]{b}", "[a]{b}"),
        ("[a]{.b} [a]{#b}", "[a]{.b} [a]{#b}"),
        ("[a]{} [a] {lang=ja}", "[a]{} [a] {lang=ja}"),
        ("\\[a]{lang=ja}", "[a]{lang=ja}"),
        ("[a\\]{lang=ja}", "[a]{lang=ja}"),
        ("`[a]{lang=ja}`", "<code>[a]{lang=ja}</code>"),
        ("a{lang=ja}", "a{lang=ja}"),
    ] {
        assert_eq!(paragraph(markdown), expected, "{markdown}");
        assert_eq!(problems(markdown), [""; 0], "{markdown}");
    }
    assert_eq!(paragraph("\\\\[a]{lang=ja}"), "\\<span lang=\"ja\">a</span>");
}

#[test]
fn spans_stand_in_every_kind_of_block() {
    let ruby = "<ruby>岩屋<rp>（</rp><rt>いわや</rt><rp>）</rp></ruby>";
    let text = "[岩屋]{ruby=いわや}";
    for markdown in [
        format!("## {text}\n"),
        format!("## {text} ##\n"),
        format!("{text}\n---\n"),
        format!("- {text}\n"),
        format!("- [ ] {text}\n"),
        format!("| {text} | b |\n|--|--|\n| c | d |\n"),
        format!("a[^1]\n\n[^1]: {text}\n"),
        format!("> {text}\n"),
        format!("a\n: {text}\n"),
    ] {
        let html = html(&markdown);
        assert!(html.contains(ruby) && !html.contains('{'), "{markdown}: {html}");
    }
    let with_id = body(&format!("## {text}氏 {{#iwaya}}\n"));
    assert_eq!(with_id.headings[0].id, "iwaya");
}

#[test]
fn a_reading_is_no_part_of_titles_quotations_and_alternative_texts() {
    let body = body(
        "## [岩屋毅]{ruby=いわや}氏\n\n「[岩屋]{ruby=いわや}毅」[@a]、[[岩屋]{ruby=いわや}](actor:a)\n\n> [岩屋]{lang=ja ruby=いわや}毅\n\n![[岩屋]{ruby=いわや}氏](a.png)\n",
    );
    assert_eq!((&*body.headings[0].title, &*body.headings[0].id), ("岩屋毅氏", "岩屋毅氏"));
    assert_eq!(body.marks.quotations[0].text, "岩屋毅");
    assert_eq!(body.marks.quotations[1].text, "岩屋毅");
    assert_eq!(body.marks.mentions[0].text, "岩屋");
    assert!(body.html.contains("alt=\"岩屋氏\""), "{}", body.html);
}

#[test]
fn slips_are_told_at_their_places() {
    for (markdown, expected) in [
        ("[a]{lang=english}", "lang=english: `english` is no language code"),
        ("[a]{lang=}", "lang=: `` is no language code"),
        ("[a]{ruby=\"\"}", "ruby=\"\": this reading is empty"),
        ("[a]{langg=ja}", "langg: a span has no attribute `langg`"),
        ("[a]{lang=ja lang=en}", "lang=en: `lang` is given twice"),
        ("[a]{lang=ja b}", "b: `b` is no attribute of a span"),
        ("[a]{ruby=a{b}", "{ruby=a: the attributes of this span are not closed"),
        ("[a]{lang=ja\nb", "{lang=ja: the attributes of this span are not closed"),
        ("*[a*]{lang=ja}", "]{lang=ja}: no `[` in the same place opens this span"),
        ("[*a]{lang=ja}*", "]{lang=ja}: no `[` in the same place opens this span"),
        ("[a\n\nb]{lang=ja}", "]{lang=ja}: no `[` in the same place opens this span"),
        ("[a]{ruby=*b} c*", "*: markup begins or ends in the attributes of a span"),
        ("[[a]{ruby=\"*](c)\"}", "): markup begins or ends in the attributes of a span"),
        ("[[a]{ruby=b}c]{ruby=d}", "]{ruby=d}: this reading stands above another reading"),
        ("[a](b.md){lang=ja}", "{lang=ja}: a link has no attributes"),
        ("[b]{lang=ja}\n\n[b]: b.md", "{lang=ja}: a link has no attributes"),
        ("[a][^1]{lang=ja}\n\n[^1]: b", "{lang=ja}: a reference to a footnote has no attributes"),
        ("[a]{lang=ja}{lang=en}", "{lang=en}: this span has attributes already"),
        ("[]{lang=ja}", "[]{lang=ja}: nothing stands in this span"),
        ("[@a]{lang=ja}", "{lang=ja}: a citation has no attributes"),
    ] {
        assert_eq!(problems(markdown), [expected], "{markdown}");
    }
}

/// Whether the tags of HTML without void elements nest.
fn nests(html: &str) -> bool {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|piece| piece.split('>').next()) {
        match tag.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None if matches!(tag, "br" | "hr") || tag.starts_with("input") => {}
            None => open.push(tag.split(' ').next().unwrap_or("")),
        }
    }
    open.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_tags_nest_and_nothing_is_lost(
        parts in prop::collection::vec(prop::sample::select(vec![
            "[", "[", "]", "]{lang=ja}", "]{lang=ja}", "]{ruby=x}", "]{lang=", "{ruby=\"*", "\"}", "}", "*", "**", "_", "~~", "a",
            "日", "「", "」", "(actor:b)", "](c)", "@k", "[@k]", "\n", " ", "\\", "`", "&amp;", "[^1]", "|",
        ]), 1..16)
    ) {
        let markdown = format!("x {} x\n\n[^1]: y\n", parts.concat());
        let html = html(&markdown);
        prop_assert!(nests(&html), "{markdown}: {html}");
        // What is no markup is shown.
        let letters = |text: &str| text.matches('日').count();
        prop_assert!(letters(&html) <= letters(&markdown), "{markdown}: {html}");
        prop_assert!(markdown.contains("](") || markdown.contains('{') || markdown.contains('@') || letters(&html) == letters(&markdown), "{markdown}: {html}");
    }
}
