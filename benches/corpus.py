"""The briefs that all programs build: makes a site of them in the form of each program, and checks that the built sites are equal.

The generator, `gen_corpus.py`, writes one site in the form of each program, with bodies that are the same byte for byte. Its form for
briefgen guesses at formats, which `convert` replaces by the real ones.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

GENERATOR = ROOT.parent / "shared/bench/gen_corpus.py"

# The day on which all sites are built.
TODAY = "2026-11-23"

SITE = """title = "Policy Briefs"
description = "Short papers on security and the economy."
base_url = "https://briefs.example.org/"

[feed]
limit = 20

[lists]
per_page = 50

[extra]
"""

INDEX = "---\ntitle: {title}\nsummary: {title} briefs.\n---\n"

# The generator's names on the left, this program's on the right.
RENAMED = [
    ("config.title", "site.title"),
    ("config.description", "site.description"),
    ("config.extra", "site.extra"),
    ("current_url", "here.url"),
    ("{{ page.content | safe }}", "{{ content }}"),
    ('<a href="/topics/{{ t }}/">{{ t }}</a>', '<a href="{{ t.href }}">{{ t.title }}</a>'),
    ("page.higher.path", "page.previous.href"),
    ("page.higher", "page.previous"),
    ("page.lower.path", "page.next.href"),
    ("page.lower", "page.next"),
    ("paginator.pages", "pager.items"),
    ("paginator.current_index", "pager.number"),
    ("paginator.number_pagers", "pager.count"),
    ("paginator.", "pager."),
    ("term.name", "topic.title"),
    ("t.path", "t.href"),
    ("t.name", "t.title"),
    ("t.page_count", "t.count"),
    ("p.path", "p.href"),
    ("in terms", "in topics"),
]


def convert(site):
    """Fits the generator's briefgen flavour to the program's own formats, bodies untouched."""
    config = (site / "site.toml").read_text()
    (site / "site.toml").write_text(SITE + config.split("[extra]\n", 1)[1])
    for index in site.glob("content/**/_index.md"):
        title = re.search(r'title: "(.*)"', index.read_text()).group(1)
        index.write_text(INDEX.format(title=title))
    templates = site / "templates"
    for name in ("atom.xml", "sitemap.xml"):
        (templates / name).unlink()
    (templates / "topics/list.html").rename(templates / "topics.html")
    (templates / "topics/single.html").rename(templates / "topic.html")
    (templates / "topics").rmdir()
    for template in templates.glob("*.html"):
        text = template.read_text()
        for old, new in RENAMED:
            text = text.replace(old, new)
        template.write_text(text)
    index = templates / "index.html"
    text = re.sub(r"{% set_global newest.*%}\n", "", index.read_text()).replace("p in newest", "p in latest")
    index.write_text(text)
    (templates / "404.html").write_text('{% extends "base.html" %}{% block main %}<h1>Not found</h1>{% endblock main %}\n')
    (templates / "redirect.html").write_text("{{ target.href }}\n")
    (templates / "corrections.html").write_text(
        '{% extends "base.html" %}{% block main %}<h1>Corrections</h1>{% for made in corrections %}<p>{{ made.now }}</p>{% endfor %}{% endblock main %}\n')


def site_of(generator, folder, briefs, flavour):
    """The briefs as a site of one program, made once."""
    site = folder / f"{briefs}-{flavour}"
    if not site.exists():
        if not Path(generator).exists():
            sys.exit(f"{Path(generator).name} is not there: say where it is with --corpus")
        arguments = ["--out", site, "--briefs", str(briefs), "--seed", "1", "--flavour", flavour]
        subprocess.run([sys.executable, generator, *arguments], check=True)
        if flavour == "briefgen":
            convert(site)
    return site


def everything(plain):
    """The same briefs with all that briefgen can make of them and others do not: the theme of this repository, with its search, its
    cards, its copies for programs, and what each page says of itself to programs."""
    site = plain.with_name(f"{plain.name}-everything")
    if site.exists():
        return site
    shutil.copytree(plain / "content", site / "content")
    for folder in ("templates", "static", "content/i18n"):
        shutil.copytree(ROOT / folder, site / folder)
    (site / "content/i18n/ja.yaml").unlink()
    (site / "site.toml").write_text(SITE)
    # The theme leads to pages on the site itself.
    for page in (ROOT / "content").glob("*.md"):
        if "." not in page.stem and page.stem != "_index":
            (site / "content" / page.name).write_text(INDEX.format(title=page.stem))
    for brief in site.glob("content/*/*.md"):
        if brief.name != "_index.md":
            brief.write_text(brief.read_text().replace("---\n", "---\nkind: briefing\n", 1))
    return site


def files(folder):
    """The files below a folder, by their paths in it."""
    entries = list(os.scandir(folder))
    yield from (entry.path for entry in entries if entry.is_file())
    for entry in entries:
        if entry.is_dir():
            yield from files(entry.path)


def count(folder):
    """How many HTML files there are, and how many files."""
    pages = total = 0
    for path in files(folder):
        pages += path.endswith(".html")
        total += 1
    return pages, total


def lacking(ours, theirs):
    """The files that another program made and briefgen did not. Zola's redirects from the first page of a list do not count."""
    ours, theirs = Path(ours), Path(theirs)
    within = (Path(path).relative_to(theirs) for path in files(theirs))
    return [str(path) for path in within if not (ours / path).exists() and path.parts[-3:-1] != ("page", "1")]
