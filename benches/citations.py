#!/usr/bin/env python3
"""What citations cost: builds the same briefs with and without them, in turns, into memory, and prints time, CPU and peak memory.

    python3 benches/citations.py --briefs 10000 --each 5 --rounds 5 [--corpus ../shared/bench/gen_corpus.py]

The briefs are those of `benches/peers`. In the second copy, the first paragraphs of every brief end in a citation each, of the
sources of this repository's own site, in turns; its pages list their sources, and every source has a page that lists what cites
it. Both copies have the same templates. Python 3 standard library only.
"""
import argparse
import shutil
from pathlib import Path

import corpus
import measure

LIST = """{% for item in sources %}<p id="{{ item.source.anchor }}">{{ item.number }} {{ item.source.reference | safe }}
{{ item.source.kind }} {{ item.source.language }} {% if item.source.date %}{{ item.source.date | date }}{% endif %} {{ item.source.accessed | date }}
<a href="{{ item.source.href }}">{{ item.source.id }}</a>{% for place in item.places %} <a href="#{{ place }}">↩</a>{% endfor %}</p>
{% endfor %}"""

SOURCE = """{% extends "base.html" %}{% block main %}<h1>{{ source.title }}</h1>{{ source.reference | safe }}
{% for page in pages %}<p><a href="{{ page.href }}">{{ page.title }}</a></p>
{% endfor %}{% endblock main %}
"""

SOURCES = """{% extends "base.html" %}{% block main %}{% for source in sources %}<p><a href="{{ source.href }}">{{ source.title }}</a></p>
{% endfor %}{% endblock main %}
"""


def add_templates(site):
    """Lets pages list their sources, where they have any."""
    templates = site / "templates"
    page = (templates / "page.html").read_text()
    (templates / "page.html").write_text(page.replace("{{ content }}", "{{ content }}" + LIST))
    (templates / "source.html").write_text(SOURCE)
    (templates / "sources.html").write_text(SOURCES)


def add_citations(site, each):
    """Cites a source at the end of the first paragraphs of every brief. How many were put in, and in how many briefs."""
    registry = corpus.ROOT / "content/registry/sources.yaml"
    (site / "content/registry").mkdir()
    shutil.copy(registry, site / "content/registry/sources.yaml")
    entries = registry.read_text().split("\n- id: ")[1:]
    # Weak sources are reported where they stand alone, and reports are not what is measured.
    keys = [entry.split("\n", 1)[0] for entry in entries if "\n  reliability: low" not in entry]
    briefs = [path for path in sorted(site.glob("content/*/*.md")) if path.name != "_index.md"]
    cited = 0
    for number, path in enumerate(briefs):
        _, front, body = path.read_text().split("---\n", 2)
        blocks = body.split("\n\n")
        prose = [at for at, block in enumerate(blocks) if block.strip()[:1].isalpha() and '"' not in block][:each]
        for at in prose:
            blocks[at] = f"{blocks[at].rstrip()} [@{keys[(number + cited) % len(keys)]}]"
            cited += 1
        path.write_text(f"---\n{front}---\n" + "\n\n".join(blocks))
    return cited, len(briefs)


def arguments():
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--briefs", type=int, default=10000)
    parser.add_argument("--each", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--briefgen", default=str(corpus.ROOT / "target/release/briefgen"))
    parser.add_argument("--corpus", default=str(corpus.GENERATOR))
    parser.add_argument("--folder", type=Path, default=corpus.ROOT / "target/citations")
    return parser.parse_args()


def main():
    """Prints the table."""
    options = arguments()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    plain = corpus.site_of(options.corpus, options.folder, options.briefs, "briefgen")
    add_templates(plain)
    cited = options.folder / "cited"
    shutil.copytree(plain, cited)
    count, briefs = add_citations(cited, options.each)
    output = Path("/dev/shm/briefgen-citations")
    runs = {"without": [], "with": []}
    for _ in range(options.rounds):
        for name, site in (("without", plain), ("with", cited)):
            command = [options.briefgen, "build", "--quiet", f"--today={corpus.TODAY}", "--output", str(output)]
            runs[name].append(measure.whole_build(command, site, output))
    shutil.rmtree(output, ignore_errors=True)
    print(f"{count} citations in {briefs} briefs")
    print("| citations | wall s, median (min–max) | CPU s | peak MiB |\n|---|---|---:|---:|")
    figures = {name: measure.medians(of_name) for name, of_name in runs.items()}
    for name, figure in figures.items():
        spread = [one["wall"] for one in runs[name]]
        print(f"| {name} | {figure['wall']:.2f} ({min(spread):.2f}–{max(spread):.2f}) | {figure['cpu']:.2f} | {figure['peak']:.0f} |")
    ratios = {key: figures["with"][key] / figures["without"][key] for key in ("wall", "cpu", "peak")}
    print("with ÷ without: " + ", ".join(f"{key} {ratio:.3f}" for key, ratio in ratios.items()))


if __name__ == "__main__":
    main()
