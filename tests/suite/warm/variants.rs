//! What random sites are made of: each file in its versions, the good ones first.

use super::dice::Dice;

/// A file that may have one of several texts.
pub struct File {
    pub path: &'static str,
    /// The first is good; the site begins with it, and is mended with it.
    pub versions: &'static [&'static str],
}

const fn file(path: &'static str, versions: &'static [&'static str]) -> File {
    File { path, versions }
}

const PAGE: &str = "{% extends \"base.html\" %}{% block main %}<h1>{{ page.title }}</h1>\
    {% if page.date %}<time>{{ page.date | date }}</time>{% endif %}<p>{{ page.summary | markdown(inline=true) }}</p>\
    {{ content }}{% for item in sources %}{{ item.number }} {{ item.source.reference | safe }}\n{% endfor %}\
    {% for item in page.related %}{{ <card title={item.title} href={item.href} /> }}{% endfor %}\
    {% if page.previous %}<{{ page.previous.title }}{% endif %}{% if page.next %}>{{ page.next.title }}{% endif %}\
    {% for edition in here.editions %}{{ edition.href }} {% endfor %}\
    {% if page.translation %}{{ page.translation.state }} {{ page.translation.changed }} {{ page.translation.removed }} \
    {{ page.translation.total }} {{ page.translation.original.title }}{% endif %}{% include \"parts/crumbs.html\" %}{% endblock %}";

const SECTION: &str = "{% extends \"base.html\" %}{% block main %}<h1>{{ section.title }}</h1>{{ content }}\
    {% set items = pager.items %}{% include \"parts/items.html\" %}{{ pager.number }}/{{ pager.count }}{% endblock %}";

/// The templates.
pub const TEMPLATES: &[File] = &[
    file(
        "templates/base.html",
        &[
            "<html lang=\"{{ language }}\"><title>{{ site.title }}</title>{% if card %}{{ card.url }}{% endif %}<link href=\"{{ asset(path=\"style.css\") }}\">\
             {% if words.flag is defined %}flag {{ words.flag }}{% endif %}{% if site.extra.flag is defined %}extra \
             {{ site.extra.flag }}{% endif %}{{ words.hello }}<a href=\"{{ link(path=\"/a.md\") }}\">a</a>\
             {% block main %}{% endblock %}</html>",
            "<html><title>{{ site.title }} {{ here.url }}</title><style>{{ inline(path=\"style.css\") }}</style>\
             {{ inline(path=\"style.css\") | csp_hash }}{% if site.theme_style %}{{ site.theme_style }}{% endif %}\
             <img src=\"{{ here.url }}\">{% block main %}{% endblock %}</html>",
            "<html>{% block main %}{% endblock %}{{ site.tite }}</html>",
            "<html>{% block main %}{% endblock ",
            "<html>{% block other %}{% endblock %}</html>",
            "<html>{% block main %}{% endblock %}{{ asset(path=\"none.css\") }}</html>",
        ],
    ),
    file(
        "templates/page.html",
        &[
            PAGE,
            "{% extends \"base.html\" %}{% block main %}{{ page.title }}{{ content }}{{ page.key_points }}{% endblock %}",
            "{{ page.title }}{{ page.nothing }}",
            "{% extends \"none.html\" %}",
            "{{ page.title | upcase }}",
            "{{ page.date | date(format=\"%Y\") }}",
        ],
    ),
    file(
        "templates/other.html",
        &["other {{ page.title }}{{ content }}", "{{ page.title", "other {{ content }}"],
    ),
    file(
        "templates/section.html",
        &[SECTION, "{{ section.title }}{% include \"parts/none.html\" %}", "{{ content }}"],
    ),
    file(
        "templates/index.html",
        &[
            SECTION,
            "{% for item in latest %}{{ item.title }} {{ item.date }}{% endfor %}",
            "{{ page.title }}",
        ],
    ),
    file(
        "templates/parts/items.html",
        &[
            "{% for item in items %}{{ <card title={item.title} href={item.href} /> }}{{ item.summary }}{% endfor %}",
            "{% for item in items %}{{ item.title }}{% if item.date %}{{ item.date | date }}{% endif %}\n{% endfor %}",
            "{% for item in items %}",
        ],
    ),
    file(
        "templates/parts/crumbs.html",
        &[
            "{% for crumb in page.breadcrumbs %}/{{ crumb.title }}{% endfor %}{{ structured | safe }}{% if page.cite %}{{ reference | safe }}{% endif %}",
            "{{ page.breadcrumb }}",
            "-",
        ],
    ),
    file(
        "templates/parts/card.html",
        &[
            "{% component card(title, href) %}<a href=\"{{ href }}\">{{ title }}</a>{% endcomponent card %}",
            "{% component card(title, href) %}{{ title }} {{ asset(path=\"logo.svg\") }}{% endcomponent card %}",
            "{% component cart(title, href) %}{{ title }}{% endcomponent cart %}",
        ],
    ),
    file(
        "templates/card.svg",
        &[
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><desc>{% if page %}{{ page.title }}{{ page.minutes }}{% else %}{{ site.title }}{% endif %}</desc></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"8\"><desc>{{ asset(path=\"logo.svg\") }}</desc></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><text>{{ site.title }}</text></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"none\"></svg>",
            "{{ page.nothing }}",
            "{{",
        ],
    ),
    file(
        "templates/directives/timeline.html",
        &[
            "{% for event in events %}{{ event.date | date }} {{ event.title | lang }}{% endfor %}",
            "{{ events[0].title | lang }}",
            "{{",
        ],
    ),
    file(
        "templates/directives/claims.html",
        &[
            "{% for claim in claims %}{{ claim.claimed }}: {{ words.verdicts[claim.verdict] }}{% endfor %}",
            "{{ claims",
        ],
    ),
    file(
        "templates/directives/figure.html",
        &[
            "{% if chart %}{% for row in chart.rows %}{{ row.label }} {{ row.number | number }}{% endfor %}{% else %}{{ figure.href }}{% endif %}",
            "{{ here.href }}",
        ],
    ),
    file(
        "templates/directives/note.html",
        &[
            "<aside>{{ directive.text | markdown }}{% for mark in marks %}{{ mark.number }}{% endfor %}</aside>",
            "<aside>{{ directive.text }} {{ link(path=\"/b.md\") }}</aside>",
            "<aside>{{ directive.words }}</aside>",
        ],
    ),
    file(
        "templates/topic.html",
        &[
            "{{ topic.title | lang }} {{ topic.count }}{% set items = pager.items %}{% include \"parts/items.html\" %}",
            "{{ topic }}",
        ],
    ),
    file(
        "templates/claims.html",
        &[
            "{% for claim in claims %}{{ claim.record | lang }}{{ backlinks[claim.id] | length }}{% endfor %}",
            "{% for",
        ],
    ),
    file(
        "templates/source.html",
        &[
            "{{ source.title | lang }}{{ source.reference | safe }}{% for page in pages %}{{ page.title }}{% endfor %}",
            "x",
        ],
    ),
    file(
        "templates/glossary.html",
        &["{% for term in terms %}{{ term.name | lang }} {{ term.definition | lang }}{% endfor %}", "x"],
    ),
    file(
        "templates/copy.md",
        &[
            "# {{ page.title | plain }} {{ here.url | absolute }}\n{{ page.summary | copied }}\n{{ content }}\n\
             {% for item in sources %}{{ item.number }} {{ item.source.title | plain }}\n{% endfor %}\
             {% for item in items %}{{ item.href | absolute }}\n{% endfor %}",
            "{{ content }}",
            "{{ page.nothing }}",
        ],
    ),
    file(
        "templates/llms.txt",
        &[
            "{% for group in groups %}{{ group.section.title }} {{ group.items | length }}\n{% endfor %}",
            "{{ site.title }}",
            "{{ x }}",
        ],
    ),
    file(
        "templates/entry.html",
        &[
            "{{ content }}{% for item in sources %}{{ item.source.reference | safe }}{% endfor %}{{ words.hello }}",
            "{{ page.title }}",
            "{{ page.nothing }}",
        ],
    ),
    file(
        "templates/directives/timeline.md",
        &[
            "{% for event in events %}{{ event.title | plain }}{% endfor %}",
            "{{ events[0].title | plain }}",
            "-",
        ],
    ),
    file("templates/README.md", &["Notes on {{ templates.", "Other notes"]),
];

/// The registries, and the texts of the interface.
pub const RECORDS: &[File] = &[
    file(
        "content/registry/sources.yaml",
        &[
            "- {id: s1, title: One, publisher: P, url: 'https://example.org/1', language: en, kind: official, accessed: 2026-11-01, reliability: high, excerpts: [{text: recorded words of the first source}]}\n\
             - {id: s2, title: Two, publisher: P, date: 2024-11, url: 'https://example.org/2', language: en, kind: press, accessed: 2026-11-01, reliability: low}\n",
            "- {id: s1, title: One changed, publisher: Q, url: 'https://example.org/1', language: en, kind: official, accessed: 2026-11-01, reliability: high, excerpts: [{text: recorded words of the first source}]}\n\
             - {id: s2, title: Two, title_ja: 二, publisher: P, date: 2024, url: 'https://example.org/2', language: en, kind: press, accessed: 2026-11-01, reliability: medium, derived_from: s1}\n",
            "- {id: s2, title: Two, publisher: P, date: 2024-11, url: 'https://example.org/2', language: en, kind: press, accessed: 2026-11-01, reliability: low}\n\
             - {id: s1, title: One, publisher: P, url: 'https://example.org/1', language: en, kind: official, accessed: 2026-11-01, reliability: high}\n",
            "- {id: s1, title: One, publisher: P, url: 'https://example.org/1', language: en, kind: official, accessed: 2026-11-01, reliability: high}\n",
            "- {id: s1, title: [",
            "- {id: s1, titel: One}\n",
        ],
    ),
    file(
        "content/registry/excerpts.yaml",
        &[
            "- {source: s2, text: more recorded words}\n",
            "- {source: s2, text: more recorded words, withheld: not ours}\n",
            "- {source: s9, text: words of nobody}\n",
            "[]\n",
        ],
    ),
    file(
        "content/registry/claims.yaml",
        &[
            "- {id: c1, claimed: It is, where: s. 1, claim_sources: [s2], record: It is not, record_sources: [s1], verdict: contradicted, checked: 2026-11-01, topics: [sea]}\n",
            "- {id: c1, claimed: It was, where: s. 1, claim_sources: [s2], record: It was, record_sources: [s1], verdict: confirmed, checked: 2026-11-01}\n\
             - {id: c2, claimed: More, where: s. 2, claim_sources: [s1], record: Less, record_sources: [s1], verdict: imprecise, checked: 2026-11-01}\n",
            "- {id: c1, claimed: It is, where: s. 1, claim_sources: [s7], record: It is not, record_sources: [s1], verdict: wrong, checked: 2026-11-01}\n",
        ],
    ),
    file(
        "content/registry/glossary.yaml",
        &[
            "- {id: fimi, name: Foreign Information, name_ja: 情報操作, abbreviation: FIMI, definition: What it is, sources: [s1], confidence: high}\n",
            "- {id: fimi, name: Foreign Words, definition: What it was, sources: [], confidence: unverified}\n",
            "- {id: fini, name: Other, definition: What, sources: [s1], confidence: high}\n",
        ],
    ),
    file(
        "content/registry/topics.yaml",
        &[
            "- {id: sea, name: Sea, name_ja: 海}\n- {id: space, name: Space}\n",
            "- {id: sea, name: The sea}\n- {id: space, name: Space, name_ja: 宇宙}\n",
            "- {id: space, name: Space}\n",
        ],
    ),
    file(
        "content/registry/events.yaml",
        &[
            "- {id: e1, date: 2024-11-01, title: First, sources: [s1], confidence: high, topics: [sea], actors: [{actor: x, office: Minister}]}\n",
            "- {id: e2, date: 2024-12, title: Second, sources: [s2], confidence: low}\n\
             - {id: e1, date: 2024-11-02, title: First again, sources: [s1], confidence: high, topics: [sea]}\n",
            "- {id: e1, date: 2030-13-01, title: First, sources: [s1], confidence: high}\n",
        ],
    ),
    file(
        "content/registry/actors.yaml",
        &[
            "- {id: x, name: X, name_ja: 某, kind: person, sources: [s1], offices: [{title: Minister, from: 2024-10-01, to: 2025-01}]}\n",
            "- {id: x, name: X Y, kind: person, sources: [s1], offices: [{title: Speaker, from: 2024-10-01, to: 2025-01}]}\n",
            "- {id: x, name: X, kind: animal, sources: [s1]}\n",
        ],
    ),
    file(
        "content/i18n/en.yaml",
        &[
            "hello: Hello\nflag: 0\nsource_number: 'source {number}'\nverdicts: {contradicted: contradicted, confirmed: confirmed, imprecise: imprecise}\nconfidences: {low: low}\n",
            "hello: Hello\nheading_link: 'To {title}'\nflag: false\nsource_number: 'source {number}'\nverdicts: {contradicted: contradicted, confirmed: confirmed, imprecise: imprecise}\nconfidences: {low: low}\n",
            "hello: Hello\nflag: ''\nsource_number: 'Quelle {number}'\nverdicts: {contradicted: wrong, confirmed: right, imprecise: so so}\nconfidences: {low: not sure}\n",
            "hello: [",
            "flag: 1\n",
        ],
    ),
    file(
        "content/i18n/ja.yaml",
        &["hello: やあ\nsource_number: '出典{number}'\nverdicts: {contradicted: 否}\n", "hello: おう\n"],
    ),
];

/// The files that are published as they are.
pub const STATICS: &[File] = &[
    file(
        "static/style.css",
        &["a {}", "b {}", "c {}", "/* </style> */", "@import \"https://example.net/c.css\";"],
    ),
    file("static/logo.svg", &["<svg/>", "<svg></svg>"]),
    file("static/deep/unasked.png", &["1", "2"]),
    file("static/.well-known/security.txt", &["Contact: a", "Contact: b"]),
    file("content/one/map.svg", &["<svg>1</svg>", "<svg>2</svg>"]),
    file(
        "content/one/data.csv",
        &["label,value\nA,1\n", "label,value\nA,2\nB,1\n", "label,value\nA,x\n", "label\n"],
    ),
];

const THEME: &str = "[theme]\npaper = { light = \"#ffffff\", dark = \"#111111\" }\npanel = { light = \"#eeeeee\", dark = \"#222222\" }\n";

/// A `site.toml`; one in six has a mistake.
pub fn config(dice: &mut Dice) -> String {
    let title = dice.of(&["Site", "Other site", "場"]);
    let base = dice.of(&["https://example.org/repo/", "https://example.org/repo/", "https://example.net/"]);
    let mut text = format!("title = \"{title}\"\ndescription = \"D\"\nbase_url = \"{base}\"\n");
    if dice.percent(30) {
        text += &format!("time_zone = \"{}\"\n", dice.of(&["Europe/Brussels", "America/New_York"]));
    }
    if dice.percent(10) {
        text += "language = \"ja\"\n";
    }
    text += dice.of(&["", "[lists]\nper_page = 2\n", "[lists]\nper_page = 1\n"]);
    text += dice.of(&["", "[citations]\nstyle = \"apa\"\n", "[citations]\nside_notes = true\n"]);
    text += dice.of(&["", THEME]);
    text += dice.of(&["", "[markdown]\nraw_html = true\n", "[markdown]\nraw_html = true\n"]);
    text += dice.of(&["", "[feed]\nlimit = 1\n", "[corrections]\nnotice_days = 3\n"]);
    text += dice.of(&["", "[[navigation]]\ntitle = \"B\"\nlink = \"/b.md\"\n"]);
    text += dice.of(&[
        "",
        "[extra]\nflag = 0\n",
        "[extra]\nflag = false\n",
        "[extra]\nflag = \"\"\n",
        "[extra]\nflag = []\n",
    ]);
    text += dice.of(&[
        "[languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\nfallback = \"en\"\ntime_zone = \"Asia/Tokyo\"\n",
        "[languages.en]\nname = \"English\"\n[languages.ja]\nname = \"日本語\"\n",
        "[languages.en]\nname = \"English\"\nlocale = \"en-US\"\n",
        "",
    ]);
    if dice.percent(16) {
        text += dice.of(&[
            "[",
            "[nothing]\n",
            "[citations]\nstyle = \"appa\"\n",
            "[lists]\nper_page = 0\n",
            "\0",
        ]);
    }
    text
}

/// A page; one in four has a mistake.
pub fn page(dice: &mut Dice) -> String {
    let mut text = front_matter(dice);
    for _ in 0..dice.below(5) {
        text += &paragraph(dice);
        text += "\n\n";
    }
    text += &format!("Body {}.\n", dice.below(1000));
    text
}

/// A paragraph; one in twenty-five is doubtful.
pub fn paragraph(dice: &mut Dice) -> String {
    match dice.below(25) {
        0 => dice.of(DOUBTFUL).to_owned(),
        1..18 => dice.of(GOOD).to_owned(),
        _ => format!("Words {}.", dice.below(1000)),
    }
}

/// A page without a mistake.
pub fn sound_page(dice: &mut Dice) -> String {
    format!("---\ntitle: Sound {}\nsummary: S\n---\n## Heading {{#h}}\n\nBody.\n", dice.below(100))
}

fn front_matter(dice: &mut Dice) -> String {
    let mut text = format!("---\ntitle: Title {}\nsummary: Summary *{}*\n", dice.below(6), dice.below(3));
    for lines in FRONT {
        if dice.percent(14) {
            text += dice.of(lines);
        }
    }
    if dice.percent(5) {
        text += dice.of(&[
            "title: Twice\n",
            "date: tomorrow\n",
            "x: [\n",
            "template: none.html\n",
            "unknown: 1\n",
        ]);
    }
    text + "---\n"
}

/// Lines of front matter, of each kind those that may stand for one another.
const FRONT: &[&[&str]] = &[
    &["date: 2024-11-01\n", "date: 2024-11-02\n", "date: 2025-01-01T10:00:00+09:00\n"],
    &["updated: 2026-01-01\n", "checked: 2026-01-01\nreview_by: 2026-11-23\n"],
    &["draft: true\n", "draft: false\n"],
    &["topics: [sea]\n", "topics: [sea, space]\n", "topics: [Sea]\n"],
    &["slug: moved\n", "slug: moved-too\n"],
    &["translation_key: shared\n", "translation_key: a\n"],
    &["aliases: [/old/]\n", "aliases: [/older/, /old/]\n"],
    &["weight: 1\n", "weight: 2\n"],
    &["related: [/a.md]\n", "related: [/one/b.md]\n", "related: [/_index.md]\n"],
    &["template: other.html\n"],
    &["publish: 2026-11-24\n", "expires: 2026-11-24\n", "publish: 2030-01-01\n"],
    &["key_points: ['One *point*.', Two., Three.]\n"],
    &[
        "corrections: [{date: 2026-11-20, was: a, now: b, why: c}]\n",
        "changes: [{date: 2026-11-20, what: more}]\n",
    ],
    &["extra: {flag: 0}\n", "extra: {flag: false}\n"],
    &["original: true\n", "original: false\n"],
    &[
        "follows: {date: 2026-11-20, blocks: aaaaa bbbbb}\n",
        "follows: {date: 2026-11-20, blocks: aaaaa}\n",
        "follows: {date: 2026-11-20, blocks: none}\n",
    ],
    &["authors: [A. Author]\nkind: briefing\n"],
];

/// Paragraphs that hold on most of these sites most of the time.
const GOOD: &[&str] = &[
    "## Heading {#h}",
    "### Another heading",
    "Rests on this [@s1, p. 3].",
    "It says “recorded words of the first source” [@s1].",
    "@s1 [p. 4] says so.",
    "A [FIMI](term:fimi) and again [FIMI](term:fimi), [](term:fimi).",
    "[](actor:x) spoke, [X](actor:x@2024-11-01).",
    "[It is](claim:c1), at [](event:e1), by [](source:s1).",
    "[perhaps](confidence:low)",
    "```{timeline}\n```",
    "```{timeline}\ntopic: sea\n```",
    "```{claims}\n```",
    "```{note}\ntext: A *note*.\nsource: s1\n```",
    "> [!NOTE]\n> An alert.",
    "Note[^1].\n\n[^1]: The note.",
    "[home](/_index.md)",
    "[a](/a.md)",
    "[list](/topics/)",
];

/// Paragraphs that are wrong, or hold only now and then.
const DOUBTFUL: &[&str] = &[
    "[b](/b.md#h)",
    "[b](/one/b.md) and [c](/two/c.md#h)",
    "[none](missing.md)",
    "Rests on nothing [@none].",
    "It says “words that nobody has recorded so far” [@s1].",
    "It says “more recorded words” [@s2].",
    "[](actor:nobody), [Minister X](actor:x@2026-01-01)",
    "[](claim:c2), [](event:e2)",
    "```{unknown}\nkey: 1\n```",
    "```{note}\nwords: 1\n```",
    "```{timeline}\ntopic: [\n```",
    "<b>raw</b>",
    "Some <i>raw</i> HTML.",
    "<div>raw</div>",
    "# A heading of the first level",
    "![map](map.svg)",
    "[x](javascript:alert(1))",
    "```{figure}\nfile: map.svg\nalt: A\ncaption: C\n```",
    "```{figure}\ndata: /one/data.csv\nchart: bars\ntitle: T\ndescription: D\nsources: [s1]\n```",
];
