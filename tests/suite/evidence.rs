//! What the evidence promises: everything can be checked, and what does not hold is reported where it stands.

mod citations;
mod directives;
mod figures;
mod pages;
mod quotations;
mod records;

use crate::project::Project;

/// Three sources: `good` and `ja` with recorded words, `weak` of low reliability.
pub const SOURCES: &str = "
- id: good
  title: A <good> text
  publisher: The Ministry & Sons
  date: 2024-11-01
  url: https://example.org/good?a=1&b=2
  language: en
  kind: official
  accessed: 2026-11-23
  reliability: high
  excerpts:
  - text: It is an historical and very timely step, given the situation in both regions.
    speaker: Somebody
  - text: We will not sign it.
- id: ja
  title: 発表
  publisher: 外務省
  url: https://example.org/ja
  language: ja
  kind: official
  accessed: 2026-11-23
  reliability: high
  excerpts:
  - text: 日・EU安全保障・防衛パートナーシップを公表しました
- id: weak
  title: Weak
  publisher: Someone
  url: https://example.org/weak
  language: en
  kind: press
  accessed: 2026-11-23
  reliability: low
  excerpts:
  - text: These words circulate.
";

/// A project with those sources and a page with this body; its template shows the body and the list of sources.
pub fn project(body: &str) -> Project {
    let template = "{{ content }}{% for item in sources %}{{ item.number }} {{ item.source.id }} \
        {{ item.places | join(sep=\" \") }}\n{% endfor %}";
    let project =
        Project::new(&[("content/registry/sources.yaml", SOURCES), ("templates/page.html", template)]);
    project.page("content/a.md", body);
    project
}

/// The page of that project.
pub fn page(body: &str) -> String {
    let project = project(body);
    project.build();
    project.published("a/index.html")
}

/// The problems of that project, without the path of the page.
pub fn problems(body: &str) -> Vec<String> {
    project(body).problems().iter().map(|line| line.trim_start_matches("content/a.md:").to_owned()).collect()
}
