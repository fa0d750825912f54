//! Quotations: word for word, in both scripts, wherever they stand.

use briefgen::evidence::Words;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use super::{problems, project};

#[test]
fn what_is_quoted_right_is_not_reported() {
    for body in [
        "He said “very timely step” [@good].\n",
        "He said \"an historical […] in both regions\" [@good].\n",
        "He said *“an historical and **very** timely step,* given the\nsituation” yesterday, it is said [@good, p. 3].\n",
        "@good writes “very timely”.\n",
        "[「日・EU安全保障・防衛パートナーシップを公表しました」]{lang=ja}[@ja]\n",
        "『[防衛パートナーシップを\n公表]{lang=ja}』と[@ja]\n",
        "> It is an historical and very timely step [@good]\n",
        "> “It is an historical and very timely step, given the situation in both regions.”\n>\n> — Somebody [@good].\n",
        "> [日・EU安全保障 […] を公表しました]{lang=ja}[@ja]\n",
        "| a |\n|---|\n| “very timely” [@good] |\n",
        "[^1]\n\n[^1]: “very timely” [@good]\n",
        "He wrote `“very”` and 5\" pipes, it’s true.\n",
        "> [!NOTE]\n> No quotation.\n",
    ] {
        assert_eq!(problems(body), [""; 0], "{body}");
    }
}

#[test]
fn words_of_another_language_are_marked() {
    for (body, help) in [
        ("「防衛パートナーシップを公表」[@ja]\n", "write `[“…”]{lang=ja}` round them"),
        ("[「防衛パートナーシップを公表」]{lang=en}[@ja]\n", "write `[“…”]{lang=ja}` round them"),
        ("「[防衛]{lang=ja}パートナーシップを公表」[@ja]\n", "write `[“…”]{lang=ja}` round them"),
        (
            "> 防衛パートナーシップを公表[@ja]\n",
            "write `> […]{lang=ja} [@key]`: brackets round the words of each paragraph",
        ),
    ] {
        let found = problems(body);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("warning[quotation-unmarked]: these words are in `ja`"), "{found:?}");
        assert!(found[0].ends_with(help), "{found:?}");
    }
}

#[test]
fn a_difference_names_the_source_and_the_first_word_where_the_two_part() {
    let recorded = "the recorded words are: It is an historical and very timely step, given the situation in both regions.";
    for (body, expected) in [
        (
            "He said “a very timely step” [@good].\n",
            "5:10: this quotation differs from `good`: `a` is `and` there",
        ),
        (
            "“very timely steps”, x [@good]\n",
            "5:14: this quotation differs from `good`: `steps` is `step` there",
        ),
        ("“the very timely step” [@good]\n", "5:2: this quotation differs from `good`: `the` is `and` there"),
        (
            "“an historical and timely step” [@good]\n",
            "5:20: this quotation differs from `good`, which has `very` here",
        ),
        (
            "“an historical and not very timely step” [@good]\n",
            "5:20: this quotation differs from `good`, which does not have `not` here",
        ),
    ] {
        let found = problems(body);
        assert_eq!(found.len(), 1, "{body}: {found:?}");
        let (place, message) = expected.split_once(": ").unwrap();
        assert!(
            found[0].starts_with(&format!("{place}: error[quotation-differs]: {message}; recorded here at content/registry/sources.yaml:12:11; {recorded}")),
            "{body}: {found:?}"
        );
    }
    assert_eq!(
        problems("「日・EU安全保障・防衛パートナーシップを署名しました」[@ja]\n"),
        [
            "5:22: error[quotation-differs]: this quotation differs from `ja`: `署` is `公` there; recorded here at \
          content/registry/sources.yaml:24:11; the recorded words are: 日・EU安全保障・防衛パートナーシップを公表しました"
        ]
    );
}

#[test]
fn of_several_sources_one_must_say_it() {
    assert_eq!(problems("“very timely” [@ja; @good]\n"), [""; 0]);
    let found = problems("> Something else altogether, not recorded anywhere [@ja; @good]\n");
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("5:1: error[quotation-differs]: `good` is not recorded to say this"),
        "{found:?}"
    );
}

#[test]
fn a_quotation_belongs_to_the_next_citation_of_its_paragraph() {
    assert_eq!(problems("“very timely” he said [@good]. More [@ja].\n"), [""; 0]);
    assert!(problems("“very timely” he said [@ja]. More [@good].\n")[0].contains("quotation-translated"));
    let uncited = "warning[quotation-uncited]: this quotation has no source; put a citation behind it: `“…” [@key]`; \
        set terms and titles in `*emphasis*`";
    assert_eq!(problems("So [@good] “very timely”.\n\nMore [@good].\n"), [format!("5:12: {uncited}")]);
    assert_eq!(problems("> very timely\n\nMore [@good].\n"), [format!("5:1: {uncited}")]);
    assert_eq!(problems("> very timely [@good], he said.\n"), [format!("5:1: {uncited}")]);
}

#[test]
fn weak_withheld_and_unclosed_quotations_are_reported() {
    let weak = problems("[“These words circulate.”](confidence:low) [@weak]\n");
    assert!(weak[0].contains("warning[quotation-weak]: this quotation is from `weak`"), "{weak:?}");
    let project = project("“These words circulate.” and\n“We will not sign it.” [@good].\n");
    let sources = super::SOURCES.replace("sign it.", "sign it.\n    withheld: it was a slip");
    project.write("content/registry/sources.yaml", sources);
    let found = project.problems();
    assert!(found[0].contains(":5:1: error[quotation-differs]"), "{found:?}");
    assert!(found[1].contains(":6:1: error[quotation-withheld]"), "{found:?}");
    assert!(found[1].ends_with("say it in other words; the record says: it was a slip"), "{found:?}");
    assert!(
        problems("He said “very timely [@good].\n\nEnd.”\n")[0]
            .starts_with("5:9: warning[quotation-unclosed]")
    );
    assert!(problems("「公表[@ja]\n")[0].starts_with("5:1: warning[quotation-unclosed]"));
}

#[test]
fn a_registry_quotes_no_better_than_a_page() {
    let claim = |record: &str| {
        let project = project("");
        project.write(
            "content/registry/claims.yaml",
            format!("- id: c\n  claimed: A “very timely” step\n  where: B\n  claim_sources: [good]\n  record: {record}\n  record_sources: [ja]\n  verdict: confirmed\n  checked: 2026-11-23\n"),
        );
        project.problems()
    };
    assert_eq!(claim("Published (「公表」)"), [""; 0]);
    assert_eq!(
        claim("Signed (「署名」)"),
        [
            "content/registry/claims.yaml:1:7: error[quotation-differs]: `c` quotes `署名`, which none of its sources is recorded to say; \
          correct the quotation, say it in other words, or add the words to the excerpts of a source"
        ]
    );
}

#[test]
fn the_front_matter_quotes_nothing() {
    let project = project("");
    project
        .write("content/b.md", "---\ntitle: T\nsummary: He said “so”.\nkey_points: [a, b, 「い」と]\nchanges: [{date: 2026-01-01, what: The “so” went}]\n---\n");
    let expected = "warning[quotation-uncited]: a quotation in the front matter has no source; say it in your own words, and quote it in the body";
    assert_eq!(
        project.problems(),
        [
            format!("content/b.md:3:10: {expected}"),
            format!("content/b.md:4:20: {expected}"),
            format!("content/b.md:5:10: {expected}"),
        ]
    );
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    }
}

/// Excerpts in both scripts, with the marks that make trouble.
fn excerpts() -> impl Strategy<Value = String> {
    let word = "[a-z]{1,8}(’s|-[a-z]{2,4})?";
    let english = proptest::collection::vec((word, "(,|;|:)?"), 3..24).prop_map(|words| {
        words.into_iter().map(|(word, mark)| word + &mark).collect::<Vec<_>>().join(" ") + "."
    });
    let japanese =
        proptest::collection::vec("[日本欧州連合安全保障防衛公表令和]{1,4}(・|、|の|を|は)?", 3..12)
            .prop_map(|pieces| pieces.concat());
    prop_oneof![english, japanese]
}

/// Wraps, spaces and marks as an editor may set them.
fn typeset(text: &str, seed: u64) -> String {
    let spaces = [" ", "\n", "  ", "\u{A0}", " \n "];
    let mut turn = seed;
    let mut next = |count: usize| {
        turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(turn >> 33).unwrap() % count
    };
    let mut set = String::new();
    for character in text.chars() {
        match character {
            ' ' => set.push_str(spaces[next(spaces.len())]),
            '’' => set.push(['\'', '’', 'ʼ'][next(3)]),
            wide if wide > '\u{2E80}' => {
                // A line may break between two kanji.
                set.push(wide);
                set.push_str(["", "", "\n"][next(3)]);
            }
            other => set.push(other),
        }
    }
    set
}

/// The words of a text; in Japanese, its characters.
fn words(text: &str) -> Vec<String> {
    if text.is_ascii() || text.contains(' ') {
        text.split(' ').map(str::to_owned).collect()
    } else {
        text.chars().map(String::from).collect()
    }
}

fn joined(text: &str, words: &[String]) -> String {
    words.join(if text.is_ascii() || text.contains(' ') { " " } else { "" })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_excerpt_is_accepted_however_it_is_wrapped_and_marked(text in excerpts(), seed: u64) {
        prop_assert!(Words::of(&text).contain(&Words::of(&typeset(&text, seed))));
    }

    #[test]
    fn every_excerpt_is_accepted_with_anything_left_out_and_marked(text in excerpts(), cuts in (0.0..1.0_f64, 0.0..1.0_f64), seed: u64) {
        let all = words(&text);
        let at = |cut: f64| (cut * all.len() as f64) as usize;
        let (from, to) = (at(cuts.0.min(cuts.1)), at(cuts.0.max(cuts.1)));
        prop_assume!(from > 0 && to < all.len());
        let mark = ["[…]", "[...]", "［…］"][usize::try_from(seed % 3).unwrap()].to_owned();
        let shortened = [&all[..from], &[mark], &all[to..]].concat();
        prop_assert!(Words::of(&text).contain(&Words::of(&typeset(&joined(&text, &shortened), seed))));
    }

    /// A word changed, added or left out within a quotation is a difference, unless the same words stand elsewhere.
    #[test]
    fn every_change_of_a_single_word_is_rejected(text in excerpts(), place: prop::sample::Index, change in 0..3) {
        let mut changed = words(&text);
        let inner = 1..changed.len() - 1;
        prop_assume!(!inner.is_empty());
        let at = inner.start + place.index(inner.len());
        let other = if text.is_ascii() || text.contains(' ') { "zebra" } else { "猫" };
        match change {
            0 => changed[at] = other.to_owned(),
            1 => changed.insert(at, other.to_owned()),
            _ => drop(changed.remove(at)),
        }
        let quotation = joined(&text, &changed);
        prop_assume!(!text.contains(&quotation));
        let recorded = Words::of(&text);
        let quoted = Words::of(&quotation);
        prop_assert!(!recorded.contain(&quoted));
        let parting = recorded.parting(&quoted);
        prop_assert!(parting.at.end <= quotation.len() && quotation.is_char_boundary(parting.at.start));
        prop_assert!(parting.said != parting.recorded);
    }

    #[test]
    fn no_text_makes_the_comparison_panic(a in ".{0,80}", b in ".{0,80}") {
        let (recorded, quoted) = (Words::of(&a), Words::of(&b));
        let _ = recorded.contain(&quoted);
        let parting = recorded.parting(&quoted);
        prop_assert!(b.get(..parting.at.start).is_some());
    }
}
