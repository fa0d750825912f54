//! What links are called that say nothing of where they lead. Somebody who goes from link to link with a screen reader hears
//! nothing else (WCAG 2.2, success criteria 2.4.4 and 2.4.9).

use super::fold::folded;

/// By language, for whoever adds one. A text may hold words of any, so all are compared.
const EMPTY_WORDS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "click",
            "click here",
            "continue",
            "continue reading",
            "details",
            "find out more",
            "go",
            "here",
            "learn more",
            "link",
            "more",
            "more details",
            "more information",
            "read more",
            "see here",
            "see more",
            "this",
            "this link",
            "this page",
        ],
    ),
    (
        "ja",
        &[
            "クリック",
            "こちら",
            "こちらから",
            "こちらへ",
            "こちらをクリック",
            "こちらをご覧ください",
            "こちらを参照",
            "ここ",
            "ここから",
            "ここをクリック",
            "このページ",
            "このリンク",
            "もっと見る",
            "もっと読む",
            "リンク",
            "続きを読む",
            "詳しくはこちら",
            "詳細",
            "詳細はこちら",
        ],
    ),
];

/// Whether these words of a link say nothing of where it leads: `here`, `Read more …`, `「こちら」`.
pub fn is_empty_wording(words: &str) -> bool {
    let form = folded(words);
    !form.is_empty() && EMPTY_WORDS.iter().flat_map(|(_, words)| *words).any(|known| folded(known) == form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_case_and_marks() {
        for words in [
            "here",
            "Here.",
            "Click here »",
            "read  more…",
            "「こちら」",
            "ここ",
            "詳細",
            "ｺﾁﾗ",
            "続きを読む。",
        ] {
            assert!(is_empty_wording(words), "{words}");
        }
        for words in
            ["", "…", "the joint statement", "heresy", "more on cyber", "共同声明はこちら", "詳細な年表"]
        {
            assert!(!is_empty_wording(words), "{words}");
        }
    }
}
