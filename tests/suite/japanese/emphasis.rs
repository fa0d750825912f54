//! Emphasis beside Japanese, Chinese and Korean, by the CJK-friendly amendments to CommonMark.

use comrak::Options;
use proptest::prelude::*;

use super::{body, html, paragraph};

/// What stands in a paragraph, and what it becomes: the published cases of the amendments for `**`.
const STRONG: &[(&str, &str)] = &[
    (
        "これは**私のやりたかったこと。**だからするの。",
        "これは<strong>私のやりたかったこと。</strong>だからするの。",
    ),
    (
        "**[製品ほげ](./product-foo)**と**[製品ふが](./product-bar)**をお試しください",
        "<strong><a href=\"./product-foo\">製品ほげ</a></strong>と<strong><a href=\"./product-bar\">製品ふが</a></strong>をお試しください",
    ),
    ("単語と**[単語と](word-and)**単語", "単語と<strong><a href=\"word-and\">単語と</a></strong>単語"),
    (
        "**これは太字になりません。**ご注意ください。",
        "<strong>これは太字になりません。</strong>ご注意ください。",
    ),
    (
        "カッコに注意**（太字にならない）**文が続く場合に要警戒。",
        "カッコに注意<strong>（太字にならない）</strong>文が続く場合に要警戒。",
    ),
    (
        "**[リンク](https://example.com)**も注意。（画像も同様）",
        "<strong><a href=\"https://example.com\">リンク</a></strong>も注意。（画像も同様）",
    ),
    ("先頭の**`コード`も注意。**", "先頭の<strong><code>コード</code>も注意。</strong>"),
    ("**末尾の`コード`**も注意。", "<strong>末尾の<code>コード</code></strong>も注意。"),
    ("税込**¥10,000**で入手できます。", "税込<strong>¥10,000</strong>で入手できます。"),
    ("正解は**④**です。", "正解は<strong>④</strong>です。"),
    ("太郎は**「こんにちわ」**といった", "太郎は<strong>「こんにちわ」</strong>といった"),
    ("太郎は**\"こんにちわ\"**といった", "太郎は<strong>\"こんにちわ\"</strong>といった"),
    ("太郎は**こんにちわ**といった", "太郎は<strong>こんにちわ</strong>といった"),
    ("太郎は**「Hello」**といった", "太郎は<strong>「Hello」</strong>といった"),
    ("太郎は**\"Hello\"**といった", "太郎は<strong>\"Hello\"</strong>といった"),
    ("太郎は**Hello**といった", "太郎は<strong>Hello</strong>といった"),
    ("太郎は**「Oh my god」**といった", "太郎は<strong>「Oh my god」</strong>といった"),
    ("太郎は**\"Oh my god\"**といった", "太郎は<strong>\"Oh my god\"</strong>といった"),
    ("太郎は**Oh my god**といった", "太郎は<strong>Oh my god</strong>といった"),
    (
        "**C#**や**F#**は**「.NET」**というプラットフォーム上で動作します。",
        "<strong>C#</strong>や<strong>F#</strong>は<strong>「.NET」</strong>というプラットフォーム上で動作します。",
    ),
    ("IDが**001号**になります。", "IDが<strong>001号</strong>になります。"),
    ("IDが**００１号**になります。", "IDが<strong>００１号</strong>になります。"),
    ("Go**「初心者」**を対象とした記事です。", "Go<strong>「初心者」</strong>を対象とした記事です。"),
    ("**⻲田太郎**と申します", "<strong>⻲田太郎</strong>と申します"),
    ("・**㋐**:選択肢１つ目", "・<strong>㋐</strong>:選択肢１つ目"),
    ("**真，**她", "<strong>真，</strong>她"),
    ("**真。**她", "<strong>真。</strong>她"),
    ("**真、**她", "<strong>真、</strong>她"),
    ("**真；**她", "<strong>真；</strong>她"),
    ("**真：**她", "<strong>真：</strong>她"),
    ("**真？**她", "<strong>真？</strong>她"),
    ("**真！**她", "<strong>真！</strong>她"),
    ("**真“**她", "<strong>真“</strong>她"),
    ("**真”**她", "<strong>真”</strong>她"),
    ("**真‘**她", "<strong>真‘</strong>她"),
    ("**真’**她", "<strong>真’</strong>她"),
    ("**真（**她", "<strong>真（</strong>她"),
    ("真**（她**", "真<strong>（她</strong>"),
    ("**真）**她", "<strong>真）</strong>她"),
    ("**真【**她", "<strong>真【</strong>她"),
    ("真**【她**", "真<strong>【她</strong>"),
    ("**真】**她", "<strong>真】</strong>她"),
    ("**真《**她", "<strong>真《</strong>她"),
    ("真**《她**", "真<strong>《她</strong>"),
    ("**真》**她", "<strong>真》</strong>她"),
    ("**真—**她", "<strong>真—</strong>她"),
    ("**真～**她", "<strong>真～</strong>她"),
    ("**真…**她", "<strong>真…</strong>她"),
    ("**真·**她", "<strong>真·</strong>她"),
    ("**真〃**她", "<strong>真〃</strong>她"),
    ("**真-**她", "<strong>真-</strong>她"),
    ("**真々**她", "<strong>真々</strong>她"),
    ("**真**她", "<strong>真</strong>她"),
    ("**真，** 她", "<strong>真，</strong> 她"),
    ("**真**，她", "<strong>真</strong>，她"),
    ("**真，**&ZeroWidthSpace;她", "<strong>真，</strong>\u{200B}她"),
    ("私は**⻲田太郎**と申します", "私は<strong>⻲田太郎</strong>と申します"),
    ("選択肢**㋐**: 1つ目の選択肢", "選択肢<strong>㋐</strong>: 1つ目の選択肢"),
    ("**さようなら︙**と太郎はいった。", "<strong>さようなら︙</strong>と太郎はいった。"),
    (".NET**（.NET Frameworkは不可）**では、", ".NET<strong>（.NET Frameworkは不可）</strong>では、"),
    (
        "「禰\u{E0100}」の偏は示ではなく**礻**です。",
        "「禰\u{E0100}」の偏は示ではなく<strong>礻</strong>です。",
    ),
    ("Git**（注：不是GitHub）**", "Git<strong>（注：不是GitHub）</strong>"),
    ("太郎は**「こんにちわ」**といった。", "太郎は<strong>「こんにちわ」</strong>といった。"),
    ("𰻞𰻞**（ビャンビャン）**麺", "𰻞𰻞<strong>（ビャンビャン）</strong>麺"),
    ("𰻞𰻞**(ビャンビャン)**麺", "𰻞𰻞<strong>(ビャンビャン)</strong>麺"),
    (
        "ハイパーテキストコーヒーポット制御プロトコル**(HTCPCP)**",
        "ハイパーテキストコーヒーポット制御プロトコル<strong>(HTCPCP)</strong>",
    ),
    ("﨑**(崎)**", "﨑<strong>(崎)</strong>"),
    (
        "国際規格**[ECMA-262](https://tc39.es/ecma262/)**",
        "国際規格<strong><a href=\"https://tc39.es/ecma262/\">ECMA-262</a></strong>",
    ),
    ("㐧**(第の俗字)**", "㐧<strong>(第の俗字)</strong>"),
    ("𠮟**(こちらが正式表記)**", "𠮟<strong>(こちらが正式表記)</strong>"),
    ("𪜈**(トモの合略仮名)**", "𪜈<strong>(トモの合略仮名)</strong>"),
    ("𫠉**(馬の俗字)**", "𫠉<strong>(馬の俗字)</strong>"),
    ("谺𬤲**(こだま)**石神社", "谺𬤲<strong>(こだま)</strong>石神社"),
    ("石𮧟**(いしただら)**", "石𮧟<strong>(いしただら)</strong>"),
    ("**推荐几个框架：**React、Vue等前端框架。", "<strong>推荐几个框架：</strong>React、Vue等前端框架。"),
    ("葛\u{E0100}**(こちらが正式表記)**城市", "葛\u{E0100}<strong>(こちらが正式表記)</strong>城市"),
    ("禰\u{E0100}**(こちらが正式表記)**豆子", "禰\u{E0100}<strong>(こちらが正式表記)</strong>豆子"),
    ("𱟛**(U+317DB)**", "𱟛<strong>(U+317DB)</strong>"),
    (
        "阿寒湖アイヌシアターイコㇿ**(Akanko Ainu Theater Ikor)**",
        "阿寒湖アイヌシアターイコㇿ<strong>(Akanko Ainu Theater Ikor)</strong>",
    ),
    ("あ𛀙**(か)**よろし", "あ𛀙<strong>(か)</strong>よろし"),
    ("𮹝**(simplified form of 龘 in China)**", "𮹝<strong>(simplified form of 龘 in China)</strong>"),
    (
        "大塚\u{FE00}**(U+585A U+FE00)** 大塚**(U+FA10)**",
        "大塚\u{FE00}<strong>(U+585A U+FE00)</strong> 大塚<strong>(U+FA10)</strong>",
    ),
    ("〽\u{FE0E}**(庵点)**は、", "〽\u{FE0E}<strong>(庵点)</strong>は、"),
    ("**“\u{FE01}Git”\u{FE01}**Hub", "<strong>“\u{FE01}Git”\u{FE01}</strong>Hub"),
    (
        "**この文を強調できますか（Can I emphasize this sentence）？**残念ながら",
        "<strong>この文を強調できますか（Can I emphasize this sentence）？</strong>残念ながら",
    ),
    ("我可以强调**这个`code`**吗", "我可以强调<strong>这个<code>code</code></strong>吗"),
    ("**이 용어(This term)**를 강조해 주세요.", "<strong>이 용어(This term)</strong>를 강조해 주세요."),
    (
        "**このアスタリスクは強調記号として認識されず、そのまま表示されます。**この文のせいで。",
        "<strong>このアスタリスクは強調記号として認識されず、そのまま表示されます。</strong>この文のせいで。",
    ),
    (
        "**该星号不会被识别，而是直接显示。**这是因为它没有被识别为强调符号。",
        "<strong>该星号不会被识别，而是直接显示。</strong>这是因为它没有被识别为强调符号。",
    ),
    (
        "**이 별표는 강조 표시로 인식되지 않고 그대로 표시됩니다(이 괄호 때문에)**이 문장 때문에.",
        "<strong>이 별표는 강조 표시로 인식되지 않고 그대로 표시됩니다(이 괄호 때문에)</strong>이 문장 때문에.",
    ),
];

/// Those for Korean, for emoji and for symbols that are emoji only if a selector says so.
const OTHERS: &[(&str, &str)] = &[
    (
        "**이 [링크](https://example.kr/)**만을 강조하고 싶다.",
        "<strong>이 <a href=\"https://example.kr/\">링크</a></strong>만을 강조하고 싶다.",
    ),
    ("**스크립트(script)**라고", "<strong>스크립트(script)</strong>라고"),
    (
        "패키지를 발행하려면 **`npm publish`**를 실행하십시오.",
        "패키지를 발행하려면 <strong><code>npm publish</code></strong>를 실행하십시오.",
    ),
    ("**안녕(hello)**하세요.", "<strong>안녕(hello)</strong>하세요."),
    ("ᅡ**(a)**", "ᅡ<strong>(a)</strong>"),
    ("**(k)**ᄏ", "<strong>(k)</strong>ᄏ"),
    ("a**〰**a", "a<strong>〰</strong>a"),
    ("a**〽**a", "a<strong>〽</strong>a"),
    ("a**🈂**a", "a<strong>🈂</strong>a"),
    ("a**🈷**a", "a<strong>🈷</strong>a"),
    ("a**㊗**a", "a<strong>㊗</strong>a"),
    ("a**㊙**a", "a<strong>㊙</strong>a"),
    ("a**🈯a**a", "a**🈯a**a"),
    ("a**a🈯**a", "a**a🈯**a"),
    ("a**⭕a**a", "a**⭕a**a"),
    ("a**a⭕**a", "a**a⭕**a"),
    ("a**❌a**a", "a**❌a**a"),
    ("a**a❌**a", "a**a❌**a"),
    ("a**🈯\u{FE0F}a**a", "a**🈯\u{FE0F}a**a"),
    ("a**⭕\u{FE0F}a**a", "a**⭕\u{FE0F}a**a"),
    ("a**❌\u{FE0F}a**a", "a**❌\u{FE0F}a**a"),
    ("a**a«**a", "a**a«**a"),
    ("a**»a**a", "a**»a**a"),
    ("a**a∇**a", "a**a∇**a"),
    ("a**∇a**a", "a**∇a**a"),
    ("a**a𝜵**a", "a**a𝜵**a"),
    ("a**𝜵a**a", "a**𝜵a**a"),
    ("a**𐬻a**a", "a**𐬻a**a"),
    ("a**a𐬻**a", "a**a𐬻**a"),
    ("a**〰\u{FE0F}a**a", "a<strong>〰\u{FE0F}a</strong>a"),
    ("a**〽\u{FE0F}a**a", "a<strong>〽\u{FE0F}a</strong>a"),
    ("a**🈂\u{FE0F}a**a", "a<strong>🈂\u{FE0F}a</strong>a"),
    ("a**🈷\u{FE0F}a**a", "a<strong>🈷\u{FE0F}a</strong>a"),
    ("a**㊗\u{FE0F}a**a", "a<strong>㊗\u{FE0F}a</strong>a"),
    ("a**㊙\u{FE0F}a**a", "a<strong>㊙\u{FE0F}a</strong>a"),
    ("a**〰\u{FE0E}a**a", "a<strong>〰\u{FE0E}a</strong>a"),
    ("a**a〰\u{FE0E}**a", "a<strong>a〰\u{FE0E}</strong>a"),
    ("a**〽\u{FE0E}a**a", "a<strong>〽\u{FE0E}a</strong>a"),
    ("a**a〽\u{FE0E}**a", "a<strong>a〽\u{FE0E}</strong>a"),
    ("a**🈂\u{FE0E}a**a", "a<strong>🈂\u{FE0E}a</strong>a"),
    ("a**a🈂\u{FE0E}**a", "a<strong>a🈂\u{FE0E}</strong>a"),
    ("a**🈷\u{FE0E}a**a", "a<strong>🈷\u{FE0E}a</strong>a"),
    ("a**a🈷\u{FE0E}**a", "a<strong>a🈷\u{FE0E}</strong>a"),
    ("a**㊗\u{FE0E}a**a", "a<strong>㊗\u{FE0E}a</strong>a"),
    ("a**a㊗\u{FE0E}**a", "a<strong>a㊗\u{FE0E}</strong>a"),
    ("a**㊙\u{FE0E}a**a", "a<strong>㊙\u{FE0E}a</strong>a"),
    ("a**a㊙\u{FE0E}**a", "a<strong>a㊙\u{FE0E}</strong>a"),
    ("a**🈯\u{FE0E}a**a", "a**🈯\u{FE0E}a**a"),
    ("a**a🈯\u{FE0E}**a", "a**a🈯\u{FE0E}**a"),
    ("a**⭕\u{FE0E}a**", "a**⭕\u{FE0E}a**"),
    ("a**a⭕\u{FE0E}**a", "a**a⭕\u{FE0E}**a"),
    ("a**❌\u{FE0E}a**a", "a**❌\u{FE0E}a**a"),
    ("a**a❌\u{FE0E}**a", "a**a❌\u{FE0E}**a"),
];

/// Those for `_`.
const UNDERSCORES: &[(&str, &str)] = &[
    ("__注意__：注意事項", "<strong>注意</strong>：注意事項"),
    ("注意：__注意事項__", "注意：<strong>注意事項</strong>"),
    ("正體字。\u{FE01}_Traditional._", "正體字。\u{FE01}<em>Traditional.</em>"),
    ("正體字。\u{FE01}__Hong Kong and Taiwan.__", "正體字。\u{FE01}<strong>Hong Kong and Taiwan.</strong>"),
    ("简体字 / 新字体。\u{FE00}_Simplified._", "简体字 / 新字体。\u{FE00}<em>Simplified.</em>"),
    (
        "简体字 / 新字体。\u{FE00}__Mainland China or Japan.__",
        "简体字 / 新字体。\u{FE00}<strong>Mainland China or Japan.</strong>",
    ),
];

/// Those for `~~`.
const STRIKETHROUGH: &[(&str, &str)] = &[
    ("a~~a()~~あ", "a<del>a()</del>あ"),
    ("あ~~()a~~a", "あ<del>()a</del>a"),
    ("𩸽~~()a~~a", "𩸽<del>()a</del>a"),
    ("a~~a()~~𩸽", "a<del>a()</del>𩸽"),
    ("葛\u{E0100}~~()a~~a", "葛\u{E0100}<del>()a</del>a"),
    ("羽\u{FE00}~~()a~~a", "羽\u{FE00}<del>()a</del>a"),
    ("a~~「a~~」", "a<del>「a</del>」"),
    ("「~~a」~~a", "「<del>a」</del>a"),
    ("~~a~~：~~a~~", "<del>a</del>：<del>a</del>"),
    ("~~日本語。\u{FE00}~~English.", "<del>日本語。\u{FE00}</del>English."),
];

/// Cases of our own: one `*`, nesting, and what stands beside emphasis in the briefs.
const OWN: &[(&str, &str)] = &[
    ("これは**「重要」**です", "これは<strong>「重要」</strong>です"),
    ("これは*「重要」*です", "これは<em>「重要」</em>です"),
    ("これは***「重要」***です", "これは<em><strong>「重要」</strong></em>です"),
    ("は**「*重要*」**で", "は<strong>「<em>重要</em>」</strong>で"),
    ("**（注）**EUは**`code`**を", "<strong>（注）</strong>EUは<strong><code>code</code></strong>を"),
    ("**日・EU、**2024年", "<strong>日・EU、</strong>2024年"),
    ("は\\*「重要」\\*です", "は*「重要」*です"),
    ("は\\**「重要」*です", "は*<em>「重要」</em>です"),
    ("は\\\\**「重要」**です", "は\\<strong>「重要」</strong>です"),
    ("は`a\\`**「重要」**です", "は<code>a\\</code><strong>「重要」</strong>です"),
    ("は`**「重要」**`です", "は<code>**「重要」**</code>です"),
    ("は **「重要」** です", "は <strong>「重要」</strong> です"),
    ("は**　「重要」**です", "は**　「重要」**です"),
    (
        "[日*「a」*本](a日*「b」*本c \"t日*「c」*本\")",
        "<a href=\"a%E6%97%A5*%E3%80%8Cb%E3%80%8D*%E6%9C%ACc\" title=\"t日*「c」*本\">日<em>「a」</em>本</a>",
    ),
    ("10~20と~~「取り消し」~~です", "10~20と<del>「取り消し」</del>です"),
    ("岩屋*_「毅」_*氏", "岩屋<em><em>「毅」</em></em>氏"),
    ("x __(\u{FE00}*_* x", "x __(\u{FE00}<em>_</em> x"),
    ("太**`a`**郎", "太<strong><code>a</code></strong>郎"),
];

fn assert_all(cases: &[(&str, &str)]) {
    for (markdown, expected) in cases {
        assert_eq!(paragraph(markdown), *expected, "{markdown}");
    }
}

#[test]
fn every_published_case_comes_out_as_it_says() {
    for cases in [STRONG, OTHERS, UNDERSCORES, STRIKETHROUGH] {
        assert_all(cases);
    }
}

#[test]
fn whatever_stands_beside_it_emphasis_is_emphasis() {
    assert_all(OWN);
}

/// A string of what matters to emphasis.
fn strings(delimiters: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    const OTHERS: [&str; 32] = [
        "日",
        "本",
        "か",
        "ナ",
        "「",
        "」",
        "、",
        "。",
        "（",
        "）",
        "！",
        "(",
        ")",
        ".",
        "\"",
        "”",
        "…",
        "a",
        "B",
        "1",
        "한",
        "\u{FE00}",
        "\u{FE01}",
        "\u{E0100}",
        "𠮟",
        "é",
        " ",
        "　",
        "\\*",
        "€",
        "ｶ",
        "｢",
    ];
    let delimiter = prop::sample::select(delimiters.to_vec());
    let part = prop_oneof![delimiter, prop::sample::select(OTHERS.to_vec())];
    prop::collection::vec(part, 1..12).prop_map(|parts| parts.concat())
}

/// The HTML of comrak, which knows the amendments.
fn by_comrak(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.cjk_friendly_emphasis = true;
    options.extension.strikethrough = true;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(markdown, &options)
}

/// Both in the same form: the two escape quotation marks differently.
fn unified(html: &str) -> String {
    html.replace("&quot;", "\"").replace('\n', "")
}

/// Whether a variation selector stands behind a delimiter, and so selects nothing: the amendments leave it open what
/// that means.
fn selects_nothing(text: &str) -> bool {
    text.match_indices(['\u{FE00}', '\u{FE01}']).any(|(at, _)| text[..at].ends_with(['*', '_', '~']))
}

/// Whether the two parsers differ about `~~` by plain rules already. Comrak looks through it when it judges what stands
/// beside it; pulldown-cmark lets it open before everything but a space, even where it is not left-flanking.
fn differs_about_tildes(text: &str) -> bool {
    text.match_indices("~~").any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + 2..].chars().next());
        let is_delimiter = |c: Option<char>| c.is_some_and(|c| "*_~\\".contains(c));
        let opens_anyway = after.is_some_and(|c| "().\"”…€".contains(c))
            && before.is_some_and(|c| c.is_alphanumeric() || "\u{FE00}\u{FE01}".contains(c));
        is_delimiter(before) || is_delimiter(after) || opens_anyway
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8_000, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn another_parser_that_knows_the_amendments_sees_the_same_emphasis(
        text in strings(&["*", "*", "**", "***", "_", "__"])
    ) {
        prop_assume!(!selects_nothing(&text));
        // A letter at the beginning keeps lists, code and headings away.
        let markdown = format!("x {text} x");
        prop_assert_eq!(unified(&html(&markdown)), unified(&by_comrak(&markdown)), "{}", markdown);
    }

    #[test]
    fn and_the_same_strikethrough(text in strings(&["**", "~~", "~~"])) {
        prop_assume!(!selects_nothing(&text) && !differs_about_tildes(&text));
        let markdown = format!("x {text} x");
        prop_assert_eq!(unified(&html(&markdown)), unified(&by_comrak(&markdown)), "{}", markdown);
    }

    #[test]
    fn places_are_those_in_the_file_and_markers_are_nowhere(text in strings(&["*", "**", "_", "~~", "`", "<"])) {
        let markdown = format!("日*「{text}」*本[@key]と「{text}」[x{text}](b.md)\n\n# 日*「{text}\n\n```日*「{text}\n日*「\n```\n");
        let body = body(&markdown);
        for item in body.marks.citations.iter().flat_map(|citation| &citation.items) {
            prop_assert_eq!(&markdown[item.range.clone()], "@key");
        }
        for link in &body.links {
            prop_assert!(markdown[link.range.clone()].starts_with('['), "{}", markdown);
            prop_assert!(markdown[link.range.clone()].ends_with("](b.md)"), "{}", markdown);
        }
        for quotation in &body.marks.quotations {
            let words = markdown.get(quotation.range.clone());
            prop_assert!(words.is_some_and(|words| words.starts_with(['「', '｢', '"'])), "{}", markdown);
        }
        let is_marker = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c) || ('\u{2800}'..='\u{28FF}').contains(&c);
        prop_assert!(!format!("{body:?}").contains(is_marker), "{}", markdown);
    }
}

#[test]
fn a_text_that_holds_the_usual_markers_is_marked_with_others() {
    assert_eq!(
        paragraph("\u{E000}\u{2800}は**「重要」**です\u{E001}"),
        "\u{E000}\u{2800}は<strong>「重要」</strong>です\u{E001}"
    );
    assert_eq!(
        paragraph("&#xE000;&#57345;&#X02800;は**「重要」**です"),
        "\u{E000}\u{E001}\u{2800}は<strong>「重要」</strong>です"
    );
}

#[test]
fn labels_with_emphasis_still_meet() {
    let html = html("[日**「本」**の] と[^日*「本」*の]\n\n[日**「本」**の]: a.md\n[^日*「本」*の]: 注\n");
    assert!(html.contains("<a href=\"a.md\">日<strong>「本」</strong>の</a>"), "{html}");
    assert!(html.contains("<a href=\"#fn_1\""), "{html}");
}

#[test]
fn a_run_by_a_border_of_a_cell_is_judged_by_its_cell() {
    let html = html("|日**「本」**の|**「本」**|\n|--|--|\n|**日。**|日**。日**|\n");
    for cell in [
        "日<strong>「本」</strong>の<",
        "><strong>「本」</strong><",
        "><strong>日。</strong><",
        ">日<strong>。日</strong><",
    ] {
        assert!(html.contains(cell), "{html}");
    }
}

#[test]
fn code_html_and_directives_keep_their_words_and_places() {
    assert_eq!(
        html("```日*「a」\n日*「b」*本\n```\n"),
        "<pre><code class=\"language-日*「a」\">日*「b」*本\n</code></pre>\n"
    );
    assert_eq!(html("<p title='日*「b」*本'>日*「b」*本</p>\n"), "<p title='日*「b」*本'>日*「b」*本</p>\n");
    assert_eq!(html("    日*「b」*本\n"), "<pre><code>日*「b」*本\n</code></pre>\n");
    const DIRECTIVE: &str = "日**「本」**の\n\n```{quote}\ntext: 日**「本」**の\n```\n";
    let body = body(DIRECTIVE);
    let directive = &body.marks.directives[0];
    assert_eq!(&DIRECTIVE[directive.name_range.clone()], "{quote}");
    assert_eq!(&DIRECTIVE[directive.body.clone()], "text: 日**「本」**の\n");
}
