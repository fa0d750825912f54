//! Line breaks, full-width spaces and extent.

use briefgen::document::Extent;

use super::{body, html, paragraph};

#[test]
fn a_line_break_between_full_width_characters_adds_no_space() {
    for (markdown, expected) in [
        ("日本\nの文", "日本の文"),
        ("です。\n「重要」", "です。「重要」"),
        ("日本 \n の文", "日本の文"),
        ("日本　\nの文", "日本　の文"),
        ("ｶﾅ\nの文", "ｶﾅの文"),
        ("**日本**\nの文", "<strong>日本</strong>の文"),
        ("日本\n**の**文", "日本<strong>の</strong>文"),
        ("**日本\nの*文*\n字**", "<strong>日本の<em>文</em>字</strong>"),
        ("[日本](a)\n[の](b)", "<a href=\"a\">日本</a><a href=\"b\">の</a>"),
        ("日本`コード`\nの文", "日本<code>コード</code>の文"),
        ("日本[@a]\nの文", "日本⟦0⟧の文"),
        ("日本\n[@a]の文", "日本⟦0⟧の文"),
        ("日本。\n[@a]\nの文", "日本。⟦0⟧の文"),
        ("[日本\nの文](actor:a)\nは", "⟨0:日本の文⟩は"),
        ("日本の\n[](actor:a)\nは", "日本の⟨0:⟩は"),
        ("> 日本\n> の文\n", ""),
        ("![日本\nの文](a.png)", "<img src=\"a.png\" alt=\"日本の文\">"),
        ("[日本]{lang=ja}\nの文", "<span lang=\"ja\">日本</span>の文"),
    ] {
        if markdown.starts_with('>') {
            assert_eq!(html(markdown), "<blockquote>\n<p>日本の文</p>\n</blockquote>\n");
        } else {
            assert_eq!(paragraph(markdown), expected, "{markdown}");
        }
    }
}

#[test]
fn any_other_line_break_is_kept() {
    for (markdown, expected) in [
        ("with 日本\nand", "with 日本\nand"),
        ("and\n日本", "and\n日本"),
        ("한국\n일본", "한국\n일본"),
        ("日本\n한국", "日本\n한국"),
        ("日本…\nの文", "日本…\nの文"),
        ("words\n[@a]\nand", "words\n⟦0⟧\nand"),
        ("words [@a]\n[@b]", "words ⟦0⟧\n⟦1⟧"),
        ("日本\n@a says", "日本\n⟦0⟧ says"),
        ("日本  \nの文", "日本<br>\nの文"),
        ("日本\\\nの文", "日本<br>\nの文"),
        ("![日](a.png)\n![本](b.png)", "<img src=\"a.png\" alt=\"日\">\n<img src=\"b.png\" alt=\"本\">"),
    ] {
        assert_eq!(paragraph(markdown), expected, "{markdown}");
    }
}

#[test]
fn texts_without_markup_have_no_gap_either() {
    let body = body(
        "日本\nの**見出し**\n===\n\n「日本\nの文」[@a、3頁\n参照; @b, see\nthis]と[岩屋\n毅](actor:iwaya)、[in\nEnglish](term:a)\n\n> 日本\n> の文\n> ― 岩屋\n",
    );
    assert_eq!(body.headings[0].title, "日本の見出し");
    let quotations: Vec<&str> = body.marks.quotations.iter().map(|quotation| &*quotation.text).collect();
    assert_eq!(quotations, ["日本の文", "日本の文"]);
    assert_eq!(body.marks.citations[0].items[0].suffix, "、3頁参照");
    assert_eq!(body.marks.citations[0].items[1].suffix, "see this");
    let mentions: Vec<&str> = body.marks.mentions.iter().map(|mention| &*mention.text).collect();
    assert_eq!(mentions, ["岩屋毅", "in English"]);
}

#[test]
fn full_width_spaces_survive() {
    assert_eq!(html("　段落　です\n　二行目　\n\n　次\n"), "<p>　段落　です　二行目　</p>\n<p>　次</p>\n");
    assert_eq!(html("- 　項目　a\n"), "<ul>\n<li>　項目　a</li>\n</ul>\n");
    assert_eq!(html("## 　見　出し\n"), "<h2 id=\"見-出し\">　見　出し</h2>\n");
    assert_eq!(body("## 　見　出し\n").headings[0].title, "　見　出し");
    let table = html("|　a　|　b|\n|--|--|\n|　c　d| 　e |\n");
    for cell in [">　a　<", ">　b<", ">　c　d<", ">　e<"] {
        assert!(table.contains(cell), "{table}");
    }
    assert_eq!(
        paragraph("**岩屋　毅**　と[　田中　](a)"),
        "<strong>岩屋　毅</strong>　と<a href=\"a\">　田中　</a>"
    );
    assert_eq!(
        paragraph("[岩屋　毅]{ruby=\"いわや　たけし\"}　氏"),
        "<ruby>岩屋　毅<rp>（</rp><rt>いわや　たけし</rt><rp>）</rp></ruby>　氏"
    );
    assert_eq!(body("x[@a、第3章　第2節]").marks.citations[0].items[0].suffix, "、第3章　第2節");
    assert_eq!(body("「岩屋　毅」[@a]").marks.quotations[0].text, "岩屋　毅");
}

#[test]
fn the_extent_of_a_text_is_what_is_read_of_it() {
    let extent = |markdown: &str| {
        let Extent { words, characters } = body(markdown).extent;
        (words, characters)
    };
    assert_eq!(extent("It was *agreed* – in 2024, un*believ*able, well-known: don’t.\n"), (8, 0));
    assert_eq!(extent("安全保障、です。\n"), (0, 6));
    assert_eq!(extent("日EU・SPAは2025年に\n"), (3, 4));
    assert_eq!(extent("ＥＵの㈱ｶﾅ 한국어\n"), (0, 8));
    assert_eq!(extent("## Two words\n\n| a | b |\n|---|---|\n| c | d |\n\n> e[^1]\n\n[^1]: f g\n"), (9, 0));
    assert_eq!(extent("a `b` [c d](https://example.org/e/f) [@key, p. 3] [](actor:x)\n"), (4, 0));
    assert_eq!(extent("<https://example.org/a> ![alt [b](c) d](e.png) x\n\n```\ncode\n```\n"), (1, 0));
    assert_eq!(extent("[岩屋毅]{ruby=いわやたけし}氏\n"), (0, 4));
    assert_eq!(extent(""), (0, 0));
}
