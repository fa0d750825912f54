//! What readers can search: what is found, in which files, and how often those are made.

use briefgen::base::{Diagnostics, OutputPath};
use briefgen::input::{Changes, Clock, Options};
use briefgen::output::{Content, Plan, Searchable, searchable};
use briefgen::pipeline::Pipeline;

use crate::project::Project;

const CONFIG: &str = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n\
    [languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\n";

const ACTORS: &str = "- id: iwaya\n  name: Iwaya Takeshi\n  family_name: Iwaya\n  name_ja: 岩屋毅\n  reading_ja: いわや・たけし\n  kind: person\n  sources: [s]\n\
    - id: mofa\n  name: Ministry\n  name_ja: 外務省\n  kind: institution\n  sources: [s]\n";

const SOURCES: &str = "- id: s\n  title: Press Release\n  publisher: Ministry\n  url: https://example.org/s\n  language: en\n  kind: official\n  \
    accessed: 2026-11-01\n  reliability: high\n  excerpts:\n    - text: words that are found\n    - {text: hidden words, withheld: a reason}\n";

/// A site in two languages that readers can search.
fn project() -> Project {
    let project = Project::new(&[
        ("site.toml", CONFIG),
        ("templates/search.html", "{{ search.folder }} {{ search.kinds | join(sep=\" \") }}"),
        ("content/_index.ja.md", "---\ntitle: ホーム\nsummary: 要約。\n---\n"),
        ("content/registry/actors.yaml", ACTORS),
        ("content/registry/sources.yaml", SOURCES),
    ]);
    project.write(
        "content/cyber.md",
        "---\ntitle: Cyber & <b>more</b>\nsummary: What it is.\nkind: briefing\ntopics: [Cyber Defence]\nkey_points: [one, two, three]\n---\n## Part\n\nＥＵ text.\n",
    );
    project
}

struct Warm {
    pipeline: Pipeline,
    clock: Clock,
}

impl Warm {
    fn new(project: &Project, drafts: bool) -> Warm {
        let clock = Clock::Day("2026-11-23".parse().unwrap());
        let options = Options { root: project.root().to_owned(), drafts, base_url: None, clock };
        Warm { pipeline: Pipeline::new(options), clock }
    }

    fn plan(&mut self) -> Plan {
        self.pipeline.read(&Changes::All);
        self.pipeline.plan(&mut Diagnostics::default(), self.clock).unwrap()
    }
}

/// The problems that have to do with search.
fn problems(project: &Project) -> Vec<String> {
    project.problems().into_iter().filter(|line| line.contains("search")).collect()
}

fn found(project: &Project) -> Vec<Searchable> {
    searchable(&Warm::new(project, false).plan().site)
}

fn at<'f>(found: &'f [Searchable], href: &str) -> &'f Searchable {
    found.iter().find(|one| one.href == href).unwrap_or_else(|| panic!("{href} is not found"))
}

fn hrefs(found: &[Searchable]) -> Vec<&str> {
    found.iter().map(|one| one.href.as_str()).collect()
}

#[test]
fn pages_and_entries_are_found_in_the_language_of_their_readers() {
    let found = found(&project());
    assert_eq!(
        hrefs(&found),
        [
            "/repo/ja/",
            "/repo/",
            "/repo/cyber/",
            "/repo/actors/#iwaya",
            "/repo/actors/#mofa",
            "/repo/sources/s/",
            "/repo/ja/actors/#iwaya",
            "/repo/ja/actors/#mofa",
            "/repo/ja/sources/s/",
        ]
    );
    let page = at(&found, "/repo/cyber/");
    assert_eq!((page.kind, page.language.as_str()), ("brief", "en"));
    assert_eq!((page.title.as_str(), page.topics.join(" ")), ("Cyber & <b>more</b>", "cyber-defence".into()));
    let html = "<p>What it is.</p>\n<p>one</p>\n<p>two</p>\n<p>three</p>\n<h2 id=\"part\">Part</h2>\n<p>EU text.</p>\n";
    assert_eq!(page.content, Content::Html(html.into()));
    assert_eq!(at(&found, "/repo/ja/").kind, "page");
}

#[test]
fn a_person_is_found_by_names_readings_and_either_order() {
    let found = found(&project());
    let iwaya = at(&found, "/repo/actors/#iwaya");
    assert_eq!(iwaya.title, "Iwaya Takeshi");
    assert_eq!(iwaya.content, Content::Text("岩屋毅 · いわや・たけし".into()));
    for name in
        ["岩屋毅", "毅", "Iwaya Takeshi", "Takeshi Iwaya", "いわや たけし", "イワヤ タケシ", "いわやたけし"]
    {
        assert!(iwaya.names.iter().any(|known| known == name), "{name}: {:?}", iwaya.names);
    }
    let iwaya = at(&found, "/repo/ja/actors/#iwaya");
    assert_eq!((iwaya.title.as_str(), iwaya.kind), ("岩屋毅", "person"));
    assert_eq!(iwaya.content, Content::Text("Iwaya Takeshi／いわや・たけし".into()));
    assert_eq!(at(&found, "/repo/ja/actors/#mofa").kind, "institution");
}

#[test]
fn words_that_may_not_be_printed_are_not_found() {
    let Content::Text(text) = at(&found(&project()), "/repo/sources/s/").content.clone() else { panic!() };
    assert_eq!(text, "Ministry · words that are found");
}

#[test]
fn what_is_not_published_is_not_in_the_index() {
    let project = project();
    project.build();
    let before = project.files("public/search/files");
    assert!(before.len() > 12, "{:?}", before.keys());
    for (name, key) in
        [("draft", "draft: true"), ("later", "publish: 2027-01-01"), ("gone", "expires: 2026-01-01")]
    {
        project
            .write(&format!("content/{name}.md"), format!("---\ntitle: T\nsummary: S\n{key}\n---\nSecret\n"));
    }
    project.build();
    assert_eq!(before, project.files("public/search/files"));
    assert_eq!(
        hrefs(&searchable(&Warm::new(&project, true).plan().site)).len(),
        10,
        "a preview has the draft"
    );
}

#[test]
fn a_site_without_the_template_has_no_search_and_one_may_do_without() {
    let project = project();
    project.write("templates/404.html", "[{{ site.search_href | default(value=\"\") }}]");
    project.build();
    assert_eq!(project.published("404.html"), "[/repo/search/]");
    assert_eq!(
        project.published("search/index.html"),
        "/repo/search/files/ brief page person institution source"
    );
    assert_eq!(
        project.published("ja/search/index.html"),
        "/repo/search/files/ page person institution source"
    );
    project.write("site.toml", format!("{CONFIG}[search]\nenabled = false\n"));
    project.build();
    assert_eq!(project.published("404.html"), "[]");
    assert!(!project.path("public/search").exists() && !project.path("public/ja/search").exists());
    project.write("site.toml", CONFIG);
    project.remove("templates/search.html");
    project.build();
    assert!(!project.path("public/search").exists());
    project.write("site.toml", format!("{CONFIG}[search]\nenabled = true\n"));
    assert_eq!(
        problems(&project),
        [
            "templates/search.html:1:1: error[template-unknown]: there is no template `search.html`; write `templates/search.html`"
        ]
    );
}

#[test]
fn only_files_that_the_search_page_reads_are_published() {
    let project = project();
    project.build();
    let files = project.files("public/search/files");
    let plain = files.keys().filter(|name| !name.contains("/") && !name.ends_with(".pf_meta"));
    let plain: Vec<&str> = plain.map(String::as_str).collect();
    assert_eq!(plain, ["pagefind-entry.json", "pagefind.js", "wasm.en.pagefind", "wasm.unknown.pagefind"]);
    assert!(project.build().stderr.contains("(0 written"));
}

#[test]
fn the_folder_of_the_index_is_kept_for_it() {
    let project = project();
    project.write("static/search/files/pagefind.js", "");
    assert_eq!(
        problems(&project),
        [
            "static/search/files/pagefind.js:1:1: error[address-conflict]: `search/files/pagefind.js` is a name that the program keeps for itself; choose another name"
        ]
    );
}

#[test]
fn an_index_is_made_when_it_is_asked_for_and_again_only_for_other_words() {
    let project = project();
    let mut warm = Warm::new(&project, false);
    let made = |plan: &Plan| plan.indexes().made();
    let first = warm.plan();
    assert_eq!(made(&first), 0);
    first.index();
    first.index();
    assert_eq!(made(&first), 1);
    // A template and a style are no words, and neither is how the text is broken into lines.
    project.write("templates/page.html", "{{ content }}!");
    project.write("content/_index.md", "---\nsummary: The home page.\ntitle: Home\n---\n\n\n");
    let second = warm.plan();
    second.index();
    assert_eq!(made(&second), 1);
    project.write("content/_index.md", "---\ntitle: Home\nsummary: Other words.\n---\n");
    let third = warm.plan();
    assert_eq!(made(&third), 1);
    third.index();
    assert_eq!(made(&third), 2);
}

#[test]
fn a_page_that_began_with_an_older_index_can_go_on_with_it() {
    let project = project();
    let mut warm = Warm::new(&project, false);
    let paths = |plan: &Plan| -> Vec<OutputPath> { plan.index().unwrap().files.keys().cloned().collect() };
    let old = warm.plan();
    let before = paths(&old);
    project.write("content/_index.md", "---\ntitle: Home\nsummary: Other words.\n---\n");
    let new = warm.plan();
    let gone = before.iter().filter(|path| !paths(&new).contains(path)).collect::<Vec<_>>();
    assert!(gone.len() >= 3, "{gone:?}");
    for path in &before {
        assert!(new.index_file(path).is_some(), "{path}");
    }
    let entry = OutputPath::new("search/files/pagefind-entry.json").unwrap();
    assert_ne!(old.index_file(&entry), new.index_file(&entry), "where a search begins is always the new one");
    assert!(new.index_file(&OutputPath::new("search/files/none").unwrap()).is_none());
}

#[test]
fn raw_html_that_nobody_can_read_does_not_stop_the_build() {
    let project = project();
    project.write("site.toml", format!("{CONFIG}[markdown]\nraw_html = true\n"));
    project.page("content/odd.md", "<select><xmp></select><math><mtext></table><plaintext>\n");
    project.build();
}
