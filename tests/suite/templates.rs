//! What templates receive, and what their functions and filters give.

use std::fs;
use std::path::Path;

use crate::project::Project;

const CONFIG: &str = "title = \"Site\"\ndescription = \"A site.\"\nbase_url = \"https://example.org/repo/\"\n\
    [languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\n\
    [[navigation]]\ntitle = \"Home\"\nlink = \"/_index.md\"\n";

/// A page with every key of the front matter.
const FULL: &str = "---\ntitle: Full\nsummary: S\nkind: briefing\ndate: 2024-11-01T18:20:00+09:00\nupdated: 2024-11-02\nchecked: 2024-11-03\n\
    review_by: 2027-01-01\nauthors: [A]\ntopics: [Cyber]\nkey_points: [a, b, c]\nweight: 2\nrelated: [before.md]\n\
    corrections: [{date: 2024-11-04, was: x, now: y}]\nchanges: [{date: 2024-11-05, what: z}]\nextra: {colour: red}\n---\n## Two\n\n### Three\n";

fn project(template: &str) -> Project {
    let project =
        Project::new(&[("site.toml", CONFIG), ("content/full.md", FULL), ("templates/page.html", template)]);
    project.write("content/before.md", "---\ntitle: Before\nsummary: S\nweight: 1\n---\n");
    project.write("content/after.md", "---\ntitle: After\nsummary: S\nweight: 3\n---\n");
    project.write("content/full.ja.md", "---\ntitle: 全\nsummary: S\ndate: 2024-11-01\n---\n");
    project
}

/// What the page `full` becomes by this template.
fn rendered(template: &str) -> String {
    let project = project(&format!("{{% if page.title == \"Full\" %}}{template}{{% endif %}}"));
    project.build();
    project.published("full/index.html")
}

/// The problem with this template, as a line.
fn problem(template: &str) -> String {
    project(template).problems().join("\n")
}

/// The fields that the documentation lists after the line that begins with `heading`.
pub fn documented(heading: &str) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/README.md")).unwrap();
    let (_, after) = text.split_once(&format!("\n{heading}")).unwrap_or_else(|| panic!("no `{heading}`"));
    let rows =
        after.lines().skip_while(|line| !line.starts_with("| `")).take_while(|line| line.starts_with("| `"));
    let names: Vec<&str> = rows.map(|row| row.split('`').nth(1).unwrap()).collect();
    names.join(" ")
}

#[test]
fn templates_receive_what_the_documentation_lists() {
    for (heading, value) in [
        ("`site`:", "site"),
        ("`site.languages`, each:", "site.languages[0]"),
        ("`here` and `target`:", "here"),
        ("`page` and `section`:", "page"),
        ("A catalogue:", "site.catalogues[0]"),
        ("A link:", "page.previous"),
        ("A link of `site.navigation`:", "site.navigation[0]"),
        ("A text of a registry:", "site.navigation[0].title"),
        ("A heading of `toc`:", "page.toc[0]"),
        ("An edition:", "here.editions[0]"),
        ("A correction:", "page.corrections[0]"),
        ("A change:", "page.changes[0]"),
        ("An item of", "page.related[0]"),
        ("`topic`, and an item", "page.topics[0]"),
    ] {
        assert_eq!(
            rendered(&format!("{{{{ {value} | keys | join(sep=\" \") }}}}")),
            documented(heading),
            "{value}"
        );
    }
    let translation = |value: &str| {
        let project = project(&format!(
            "{{% if page.translation %}}{{{{ {value} | keys | join(sep=\" \") }}}}{{% endif %}}"
        ));
        project.build();
        project.published("ja/full/index.html")
    };
    assert_eq!(translation("page.translation"), documented("`page.translation`:"));
    assert_eq!(translation("page.translation.original"), documented("`page.translation.original`:"));
    let keys = |template: &str, value: &str, path: &str| {
        let project = project("");
        let list = value.trim_end_matches("[0]");
        project.write(
            template,
            format!("{{% if {list} %}}{{{{ {value} | keys | join(sep=\" \") }}}}{{% endif %}}"),
        );
        project.build();
        project.published(path)
    };
    assert_eq!(
        keys("templates/topics.html", "topics[0]", "topics/index.html"),
        documented("`topic`, and an item")
    );
    assert_eq!(
        keys("templates/topic.html", "topic", "topics/cyber/index.html"),
        documented("`topic`, and an item")
    );
    assert_eq!(
        keys("templates/topic.html", "pager", "topics/cyber/index.html"),
        documented("`pager`, one page")
    );
    assert_eq!(keys("templates/search.html", "search", "search/index.html"), documented("`search`:"));
    assert_eq!(
        keys("templates/search.html", "search.topics[0]", "search/index.html"),
        documented("An item of `search.topics`:")
    );
    assert_eq!(keys("templates/index.html", "section", "index.html"), documented("`page` and `section`:"));
    assert_eq!(keys("templates/index.html", "latest[0]", "index.html"), documented("An item of"));
}

#[test]
fn every_value_of_the_front_matter_arrives() {
    let template = "{{ page.kind }} {{ page.date }} {{ page.updated }} {{ page.checked }} {{ page.review_by }} {{ page.authors[0] }} \
        {{ page.topics[0].title | lang }} {{ page.key_points | length }} {{ page.previous.title }} {{ page.next.title }} \
        {{ page.related[0].title }} {{ page.corrections[0].now }} {{ page.changes[0].what }} {{ page.extra.colour }} \
        {{ page.toc[0].title }} {{ page.toc[0].children[0].id }} {{ page.breadcrumbs[0].title }} {{ here.editions[1].href }} {{ page.source }}";
    assert_eq!(
        rendered(template),
        "briefing 2024-11-01T18:20:00+09:00 2024-11-02 2024-11-03 2027-01-01 A Cyber 3 Before After Before y z red Two three Home /repo/ja/full/ content/full.md"
    );
    let project = project(
        "{% for value in [page.kind, page.date, page.updated, page.checked, page.review_by, page.previous] %}{% if value %}!{% endif %}{% endfor %}.",
    );
    project.build();
    assert_eq!(project.published("before/index.html"), ".");
}

#[test]
fn text_is_escaped_once_and_content_not_at_all() {
    let project = project(
        "<p title=\"{{ page.title }}\">{{ page.title }}{{ page.extra.x | default(value=\"\") }}</p>{{ content }}",
    );
    project.write(
        "content/evil.md",
        "---\ntitle: <script>&\"'</script>\nsummary: S\nextra: {x: <b>}\n---\n*a* & \"b\" [c](mailto:x&y@example.org)\n",
    );
    project.build();
    assert_eq!(
        project.published("evil/index.html"),
        "<p title=\"&lt;script&gt;&amp;&quot;&#39;&lt;/script&gt;\">&lt;script&gt;&amp;&quot;&#39;&lt;/script&gt;&lt;b&gt;</p>\
         <p><em>a</em> &amp; \"b\" <a href=\"mailto:x&amp;y@example.org\">c</a></p>\n"
    );
}

#[test]
fn an_asset_has_another_address_when_it_changes() {
    let project = project("{{ asset(path=\"a.css\") }}");
    let address = |css: &str| {
        project.write("static/a.css", css);
        project.build();
        project.published("full/index.html")
    };
    let (one, two, again) = (address("a"), address("b"), address("a"));
    assert!(one.starts_with("/repo/a.css?v=") && one.len() == "/repo/a.css?v=".len() + 10, "{one}");
    assert!(one != two && one == again);
    project.write("templates/page.html", "{{ asset(path=\"b.css\") }}");
    project.remove("content/full.ja.md");
    assert_eq!(
        project.problems(),
        [
            "templates/page.html:1:4: error[template-render]: there is no file `static/b.css`; met on page `content/after.md` and 2 \
          more pages; correct what the template is given or asks for here"
        ]
    );
}

#[test]
fn links_and_dates_are_in_the_language_of_the_page() {
    let project = project(
        "{{ link(path=\"/full.md#two\") }} {{ \"2024-11-01\" | date }} {{ page.date | date }} {{ page.date | date(format=\"%d/%m\") }}",
    );
    project.remove("content/before.md");
    project.remove("content/after.md");
    project.write("content/full.ja.md", "---\ntitle: 全\nsummary: S\ndate: 2024-11-01\n---\n## Two\n");
    project.write("content/full.md", FULL.replace("related: [before.md]\n", ""));
    project.build();
    assert_eq!(project.published("full/index.html"), "/repo/full/#two 1 November 2024 1 November 2024 01/11");
    assert_eq!(
        project.published("ja/full/index.html"),
        "/repo/ja/full/#two 2024年11月1日 2024年11月1日 01/11"
    );
    let broken = problem("{{ link(path=\"/none.md\") }}");
    assert!(broken.contains("template-render]: there is nothing at `content/none.md`"), "{broken}");
    let undated = problem("{{ \"soon\" | date }}");
    assert!(undated.contains("`soon` is not a date"), "{undated}");
}

#[test]
fn markdown_in_values_is_rendered_and_held_to_the_same_rules() {
    assert_eq!(
        rendered("{{ \"*a* [b](/full.md)\" | markdown }}"),
        "<p><em>a</em> <a href=\"/repo/full/\">b</a></p>\n"
    );
    assert_eq!(rendered("{{ \"*a* <\" | markdown(inline=true) }}"), "<em>a</em> &lt;");
    assert!(problem("{{ \"- a\" | markdown(inline=true) }}").contains("must be one paragraph"));
    assert!(problem("{{ \"<b>\" | markdown }}").contains("HTML is not allowed"));
    assert!(problem("{{ \"[x](javascript:x)\" | markdown }}").contains("scheme `javascript` is not allowed"));
}

#[test]
fn templates_extend_include_and_have_components() {
    let project = project(
        "{% extends \"base.html\" %}{% block main %}{{ super() }} {% include \"part.html\" %} {{ <card title={page.title} /> }}{% endblock %}",
    );
    project.write("templates/base.html", "<{% block main %}base{% endblock %}>");
    project.write("templates/part.html", "{{ page.title }}");
    project.write(
        "templates/cards.html",
        "{% component card(title) %}[{{ title }} {{ \"2024-11-01\" | date }}]{% endcomponent card %}",
    );
    project.build();
    assert_eq!(project.published("full/index.html"), "<base Full [Full 1 November 2024]>");
}

#[test]
fn a_failure_is_shown_with_template_line_column_excerpt_and_page() {
    let project = Project::new(&[("templates/page.html", "<p>\n  {{ page.title | date }}\n")]);
    project.page("content/a.md", "");
    let run = project.run(&["check", "--color=never"]);
    assert_eq!(
        run.stdout,
        "error[template-render]: `T` is not a date\n --> templates/page.html:2:19\n  |\n2 |   {{ page.title | date }}\n  |                   ^^^^\n  |\n  \
         = note: met on page `content/a.md`\n  = help: correct what the template is given or asks for here\n\n"
    );
}

#[test]
fn a_template_asks_whether_a_page_is_there() {
    let template = "{% for path in [\"/before.md\", \"/none.md\", \"/late.md\"] %}{{ has_page(path=path) }} {% endfor %}";
    let project = project(template);
    project.write("content/late.md", "---\ntitle: Late\nsummary: S\ndraft: true\n---\n");
    project.build();
    assert_eq!(project.published("full/index.html"), "true false false ");
    assert_eq!(project.run(&["build", "--drafts"]).code, 0);
    assert_eq!(project.published("full/index.html"), "true false true ");
}
