//! The site of this repository: it builds without a problem, and it answers every sentence of the news article that prompted it.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

use briefgen::base::{Diagnostics, Source, SourcePath};
use briefgen::document::{Document, Rules};
use briefgen::input::Value;
use tempfile::TempDir;

/// What each of the article's thirteen sentences is about, its claims, and the headings of the briefs that treat it: first
/// the section of the brief that takes the article apart.
const SENTENCES: [(&str, &[&str], &[&str]); 13] = [
    (
        "a security pact was signed",
        &["c01", "c02"],
        &["seed-article#s01", "tokyo#verb", "tokyo#two-texts", "at-a-glance#what-it-is-not"],
    ),
    (
        "name, place and the men who acted",
        &["c03", "c04", "c05", "c06", "c07"],
        &["seed-article#s02", "tokyo#offices", "at-a-glance#what-it-is"],
    ),
    (
        "South Korea, and a post on X",
        &["c08", "c09"],
        &["seed-article#s03", "tokyo#seoul", "tokyo#borrell", "tokyo#unknown"],
    ),
    (
        "the first agreement of its kind",
        &["c10"],
        &["seed-article#s04", "tokyo#borrell", "at-a-glance#what-it-is"],
    ),
    ("a historical and timely step", &["c11"], &["seed-article#s05", "tokyo#borrell"]),
    (
        "in effect on 1 January 2025",
        &["c12"],
        &["seed-article#s06", "tokyo#date-error", "non-proliferation#treaty"],
    ),
    (
        "economic, maritime and space security",
        &["c13", "c14", "c15"],
        &["seed-article#s07", "tokyo#space", "tokyo#economic-security", "maritime-security#first"],
    ),
    (
        "cyber threats and foreign information manipulation",
        &["c16"],
        &["seed-article#s08", "cyber#cyber", "cyber#hybrid", "cyber#fimi"],
    ),
    (
        "non-proliferation and disarmament",
        &["c17", "c18", "c19"],
        &["seed-article#s09", "non-proliferation#record", "non-proliferation#weapons"],
    ),
    (
        "Ishiba and a NATO-style alliance",
        &["c20", "c21"],
        &["seed-article#s10", "asian-nato#proposal", "asian-nato#set-aside"],
    ),
    (
        "nuclear sharing",
        &["c22"],
        &["seed-article#s11", "asian-nato#nuclear", "non-proliferation#nuclear-sharing"],
    ),
    ("deterrence", &["c23", "c24"], &["seed-article#s12", "asian-nato#proposal", "asian-nato#difference"]),
    ("a pivotal agreement in uncertain times", &["c25"], &["seed-article#s13"]),
];

/// Builds the site as it lies in the repository and returns its text files.
fn built() -> BTreeMap<String, String> {
    let output = TempDir::new().unwrap();
    let root = env!("CARGO_MANIFEST_DIR");
    let run = Command::new(env!("CARGO_BIN_EXE_briefgen"))
        .args(["build", "--strict", "--today=2026-11-23", "--root", root, "--output"])
        .arg(output.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    text_files(output.path())
}

fn text_files(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            Some((path, fs::read_to_string(entry.path()).ok()?))
        })
        .collect()
}

/// The part of a page from the heading with this id to the next heading of its level or above.
fn section<'h>(html: &'h str, id: &str) -> Option<&'h str> {
    let start = html.find(&format!(" id=\"{id}\""))?;
    let level: u8 = html[..start].chars().next_back()?.to_digit(10)?.try_into().ok()?;
    let rest = &html[start..];
    let ends = (1..=level).filter_map(|above| rest.find(&format!("<h{above} ")));
    Some(&rest[..ends.min().unwrap_or(rest.len())])
}

#[test]
fn every_sentence_of_the_article_is_treated_with_sources() {
    let files = built();
    for (subject, claims, places) in SENTENCES {
        for place in places {
            let (page, id) = place.split_once('#').unwrap();
            let html = &files[&format!("briefs/{page}/index.html")];
            let section = section(html, id).unwrap_or_else(|| panic!("{subject}: no heading `{place}`"));
            assert!(section.contains("class=\"cite\""), "{subject}: `{place}` names no source");
            if page == "seed-article" {
                for claim in claims {
                    let link = format!("/claims/#{claim}\"");
                    assert!(section.contains(&link), "{subject}: `{place}` leaves `{claim}` out");
                }
            }
        }
        assert!(places[0].starts_with("seed-article#"), "{subject} has no section of its own");
    }
}

#[test]
fn what_the_record_contradicts_is_corrected() {
    let files = built();
    let tokyo = &files["briefs/tokyo/index.html"];
    let offices = section(tokyo, "offices").unwrap();
    assert!(
        offices.contains("Minister of Defense was <a href=\"/briefgen/actors/#nakatani\">Nakatani Gen</a>")
    );
    assert!(section(tokyo, "date-error").unwrap().contains("Strategic Partnership Agreement"));
}

/// The sentence was found in one weak source and those that copied it.
#[test]
fn the_sentence_ascribed_to_borrell_on_x_is_printed_nowhere() {
    for (path, text) in built() {
        for words in ["strengthening their ties", "building a more secure future"] {
            assert!(!text.contains(words), "{path} prints `{words}`");
        }
    }
}

#[test]
fn every_brief_says_as_of_when_it_is_true_and_names_its_sources() {
    let files = built();
    for (folder, date) in [("briefs/", "23 November 2026"), ("ja/briefs/", "2026年11月23日")] {
        let is_brief =
            |path: &str| path.strip_prefix(folder).is_some_and(|below| below.ends_with("/index.html"));
        let briefs: Vec<_> = files.iter().filter(|(path, _)| is_brief(path)).collect();
        assert_eq!(briefs.len(), 16);
        for (path, html) in briefs {
            check_brief(path, html, date);
        }
    }
}

fn check_brief(path: &str, html: &str, date: &str) {
    assert!(html.contains(&format!("<time datetime=\"2026-11-23\">{date}</time>")), "{path}");
    assert!(html.matches("class=\"cite\"").count() >= 10, "{path}");
    assert!(!html.contains("[@"), "{path} prints the key of a source");
}

/// A copy of the site, to be changed.
fn copy() -> TempDir {
    let copy = TempDir::new().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["content", "templates", "static", "site.toml"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).into_iter().map(Result::unwrap) {
            let place = copy.path().join(entry.path().strip_prefix(root).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(place).unwrap();
            } else {
                fs::copy(entry.path(), place).unwrap();
            }
        }
    }
    copy
}

/// Whether `check --strict` passes, and its problems, one a line.
fn check(root: &Path) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefgen"));
    let run = command
        .args(["check", "--strict", "--drafts", "--today=2026-11-23", "--format=short", "--root"])
        .arg(root)
        .output()
        .unwrap();
    (run.status.success(), String::from_utf8(run.stdout).unwrap())
}

/// The pages of the site, by path.
fn pages() -> BTreeMap<String, String> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let pages = text_files(&content).into_iter().filter(|(path, _)| path.ends_with(".md"));
    pages.map(|(path, text)| (format!("content/{path}"), text)).collect()
}

/// A word in the middle of each quotation of a page: where it stands, and another that would be as plausible.
fn quoted_words(path: &str, text: &str) -> Vec<(Range<usize>, &'static str)> {
    let source = Source::new(SourcePath::new(path).unwrap(), text);
    let document = Document::parse(&mut Diagnostics::default(), &source, Rules { raw_html: false });
    let marks = &document.body.marks;
    let in_text = marks.quotations.iter().map(|quotation| {
        let (word, other) = middle(&quotation.text);
        let place = quotation.places.range(&word);
        assert_eq!(source.text[place.clone()], quotation.text[word], "{path}");
        (place, other)
    });
    let directives = marks.directives.iter().filter(|directive| directive.name == "quote");
    let in_directives = directives.map(|directive| {
        let Some(Value::Map(entries)) = directive.options.as_ref().map(|node| &node.value) else {
            panic!("{path}")
        };
        let Value::Text(text) = &entries.iter().find(|entry| entry.key == "text").unwrap().node.value else {
            panic!("{path}")
        };
        let (word, other) = middle(text);
        let key = directive.body.start + source.text[directive.body.clone()].find("text:").unwrap();
        let at = key + source.text[key..].find(&text[word.clone()]).unwrap();
        (at..at + word.len(), other)
    });
    in_text.chain(in_directives).collect()
}

/// The longest word of a text; in Japanese, the character in its middle.
fn middle(text: &str) -> (Range<usize>, &'static str) {
    if text.is_ascii() || text.contains(' ') {
        let word = text.split(|c: char| !c.is_alphabetic()).max_by_key(|word| word.len()).unwrap();
        let at = text.find(word).unwrap();
        return (at..at + word.len(), "otherwise");
    }
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let (at, character) = characters[characters.len() / 2];
    (at..at + character.len_utf8(), "猫")
}

/// Changes the first word in every page at once, then the second, and so on.
#[test]
fn no_word_of_any_quotation_can_be_changed() {
    let copy = copy();
    let pages = pages();
    let words: BTreeMap<&str, Vec<(Range<usize>, &str)>> =
        pages.iter().map(|(path, text)| (path.as_str(), quoted_words(path, text))).collect();
    let total: usize = words.values().map(Vec::len).sum();
    let rounds = words.values().map(Vec::len).max().unwrap();
    for round in 0..rounds {
        let mut expected = Vec::new();
        for (path, text) in &pages {
            let mut changed = text.clone();
            if let Some((word, other)) = words[path.as_str()].get(round) {
                changed.replace_range(word.clone(), other);
                let line = text[..word.start].matches('\n').count() + 1;
                expected.push((format!("{path}:{line}:"), text[word.clone()].to_owned()));
            }
            fs::write(copy.path().join(path), changed).unwrap();
        }
        let (passes, report) = check(copy.path());
        assert!(!passes);
        for (place, word) in expected {
            let is_told = |line: &str| {
                line.starts_with(&place) && line.contains("error[quotation-differs]") && line.contains(&word)
            };
            assert!(report.lines().any(is_told), "`{word}` at {place} was changed; the report is\n{report}");
        }
    }
    println!("{total} quotations in {} pages, {rounds} rounds", pages.len());
    assert!(total > 30, "{total}");
}

/// The article's errors, as an editor might copy them, do not pass: with the article as their source, they rest on it
/// alone; with a better one, the office is still wrong and the words are not those of the source.
#[test]
fn the_errors_of_the_article_do_not_pass_as_facts() {
    let copy = copy();
    let passes = |body: &str| {
        let front = "---\ntitle: T\nsummary: S\nkind: briefing\ndate: 2026-11-23\nchecked: 2026-11-23\n---\n";
        fs::write(copy.path().join("content/briefs/copied.md"), format!("{front}{body}\n")).unwrap();
        check(copy.path())
    };
    for (body, code) in [
        (
            "Japanese Defense Minister Iwaya Takeshi and Josep Borrell signed the pact in Tokyo [@seed-article].",
            "weak-source",
        ),
        ("The pact is scheduled to come into effect on 1 January 2025 [@seed-article].", "weak-source"),
        ("It is the first such pact in the Asia-Pacific [@seed-article; @rt-20241101].", "weak-source"),
        ("“The pact is scheduled to come into effect on January 1, 2025” [@seed-article].", "quotation-weak"),
        (
            "“The pact is scheduled to come into effect on January 1, 2025” [@mofa-ja-spa-exchange].",
            "quotation-translated",
        ),
        (
            "[Defense Minister Iwaya Takeshi](actor:iwaya@2024-11-01) announced it [@mofa-ja-dialogue1].",
            "office-not-held",
        ),
        (
            "[Defense Minister Iwaya](actor:iwaya@e-2024-announce) announced it [@mofa-ja-dialogue1].",
            "office-not-held",
        ),
        ("“Japan and the EU are strengthening their ties” [@rt-20241101].", "quotation-withheld"),
    ] {
        let (passed, report) = passes(body);
        assert!(!passed, "{body} passes");
        assert!(report.contains("content/briefs/copied.md:8:") && report.contains(code), "{body}: {report}");
    }
    let (passed, report) = passes(
        "[Foreign Minister Iwaya Takeshi](actor:iwaya@e-2024-announce) announced it [@mofa-ja-dialogue1].",
    );
    assert!(passed, "{report}");
}

/// What a sentence without a source may speak of: this site and its record, and where else to read.
const OF_THIS_SITE: [&str; 24] = [
    "not found",
    "was found",
    "not read",
    "could not be read",
    "See ",
    "his site",
    "is ours",
    "Our [source]",
    "not in the record",
    "to be kept apart",
    "worth keeping",
    "These are the",
    "Of 25 claims",
    "The [two lists]",
    "The [overview]",
    "cannot be said",
    "No comparable",
    "This page",
    "The verb is the one",
    "The claim is plausible",
    "As reported by",
    "It does not print",
    "our record",
    "That it does not",
];

/// The same in Japanese.
const OF_THIS_SITE_IN_JAPANESE: [&str; 16] = [
    "以下の文言は、通信社の報道による",
    "次のように報じている",
    "に掲載している",
    "次に、署名に関する言説及び記録と矛盾する2件の言説を掲げる",
    "次の表に示す成立の形",
    "本サイト",
    "見つからなかった",
    "記録にない",
    "二つの一覧",
    "参照されたい",
    "文書を見なければ",
    "二つある",
    "分けて考える",
    "文書は存在する",
    "文言は確認されていない",
    "あり得る内容",
];

#[test]
fn every_factual_sentence_of_a_brief_has_a_source() {
    let briefs: Vec<(String, String)> = pages()
        .into_iter()
        .filter(|(path, _)| path.starts_with("content/briefs/") && !path.contains("/_index."))
        .collect();
    assert_eq!(briefs.len(), 32);
    for (path, text) in briefs {
        let body = text.splitn(3, "---\n").nth(2).unwrap().replace("\n> ", "\n");
        let unknown = body.find("{#unknown}").and_then(|at| body[..at].rfind("## ")).unwrap_or(body.len());
        let prose: String = body[..unknown].split("```").step_by(2).collect();
        let (end, of_this_site): (&str, &[&str]) =
            if path.ends_with(".ja.md") { ("。", &OF_THIS_SITE_IN_JAPANESE) } else { (". ", &OF_THIS_SITE) };
        for sentence in
            prose.split("\n\n").flat_map(|block| block.split("\n- ")).flat_map(|block| sentences(block, end))
        {
            let is_exempt = of_this_site.iter().any(|words| sentence.contains(words));
            assert!(sentence.contains('@') || is_exempt, "{path}: `{sentence}` has no source");
        }
        for row in prose.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---")).skip(1) {
            assert!(row.contains("[@"), "{path}: `{row}` has no source");
        }
    }
}

/// The sentences of a paragraph, each of which ends so; none of what is no paragraph.
fn sentences(block: &str, end: &str) -> Vec<String> {
    let block = block.replace('\n', " ").trim().to_owned();
    if ["#", "|", "[!"].iter().any(|mark| block.starts_with(mark)) {
        return Vec::new();
    }
    let is_number = |sentence: &str| sentence.trim().chars().all(|c| c.is_ascii_digit());
    block.split(end).filter(|sentence| !is_number(sentence)).map(str::to_owned).collect()
}

/// A reader who looks for the other order of a name must find it, whichever of the two a page prints.
#[test]
fn the_other_order_of_every_japanese_name_is_recorded() {
    let actors =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/registry/actors.yaml"))
            .unwrap();
    let mut checked = 0;
    for actor in actors
        .split("\n- id: ")
        .filter(|actor| actor.contains("reading_ja:") && actor.contains("kind: person"))
    {
        let value = |key: &str| actor.lines().find_map(|line| line.trim().strip_prefix(key));
        let (name, family) = (value("name: ").unwrap(), value("family_name: ").unwrap());
        let given =
            name.strip_prefix(family).unwrap_or_else(|| panic!("{name} does not begin with {family}"));
        let other = format!("{} {family}", given.trim());
        let aliases = value("aliases: ").unwrap_or_default();
        assert!(aliases.contains(&other), "{name} is not recorded as {other}");
        checked += 1;
    }
    assert!(checked >= 8, "{checked}");
}

#[test]
fn an_edit_of_an_english_brief_shows_on_the_japanese_one_until_it_is_taken_over() {
    let copy = copy();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefgen"));
        let run = command
            .args(arguments)
            .arg("--today=2026-12-01")
            .arg("--root")
            .arg(copy.path())
            .output()
            .unwrap();
        (run.status.success(), String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned())
    };
    let notice = || {
        let (passed, report) = run(&["build"]);
        assert!(passed, "{report}");
        let page = fs::read_to_string(copy.path().join("public/ja/briefs/tokyo/index.html")).unwrap();
        (page.contains("class=\"behind\""), report)
    };
    assert!(!notice().0);
    let original = copy.path().join("content/briefs/tokyo.md");
    let text = fs::read_to_string(&original).unwrap();
    let edited = text.replacen("The dialogue began at 18:20", "The first dialogue began at 18:20", 1);
    assert_ne!(edited, text);
    fs::write(&original, edited).unwrap();
    let (is_shown, report) = notice();
    assert!(is_shown);
    assert!(report.contains("warning[translation-behind]: 1 of "), "{report}");
    let japanese = copy.path().join("content/briefs/tokyo.ja.md");
    let (passed, said) = run(&["translated", japanese.to_str().unwrap()]);
    assert!(passed && said.contains("as of 2026-12-01"), "{said}");
    assert!(!notice().0);
}

#[test]
fn a_page_that_is_not_translated_says_so_where_its_edition_would_be() {
    let copy = copy();
    fs::remove_file(copy.path().join("content/briefs/cyber.ja.md")).unwrap();
    let (_, report) = check(copy.path());
    assert_eq!(report, "");
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefgen"));
    let run = command.args(["build", "--today=2026-11-23", "--root"]).arg(copy.path()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let page = fs::read_to_string(copy.path().join("public/briefs/cyber/index.html")).unwrap();
    let other = "<a href=\"/briefgen/ja/\" lang=\"ja\" hreflang=\"ja\">日本語（未訳・ホームへ）</a>";
    assert!(page.contains(other), "{page}");
    assert!(!page.contains("rel=\"alternate\" hreflang"), "{page}");
}
