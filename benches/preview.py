#!/usr/bin/env python3
"""Measures the preview: from saving a brief to the new page served, beside Hugo's; and memory over many edits.

    python3 benches/preview.py latency --briefs 1000 10000 --hugo PATH [--runs 40] [--write rename] [--mode template]
    python3 benches/preview.py soak --briefs 1000 --edits 10000

`latency` runs the probe `watch_latency.py`, which lies beside the corpus generator, on the same briefs for each program in turn.
`soak` edits one brief again and again, waits each time until the new words are served, and prints the server's resident memory
on the way. Needs Linux and a release build. Python 3 standard library only.
"""
import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import GENERATOR, ROOT, site_of

BRIEFGEN = ROOT / "target/release/briefgen"


def first_brief(site, flavour):
    """The path of a brief in the site, and its address."""
    briefs = sorted(path for path in (site / "content/maritime").glob("*.md") if not path.name.startswith("_"))
    if not briefs:
        sys.exit(f"no briefs in the {flavour} site")
    return briefs[0].relative_to(site), f"/maritime/{briefs[0].stem}/"


def servers(options):
    """Each program's name and the command that serves a site."""
    yield "briefgen", [str(options.briefgen), "serve", "--port", "{port}", "--format", "short"]
    if options.hugo:
        yield "hugo", [options.hugo, "server", "--port", "{port}"]


def latency(options, folder):
    """The table of latencies, in ms."""
    print("| briefs | program | median | p95 | max | first answer, s | CPU an edit | peak MiB |\n|---|---|---|---|---|---|---|---|")
    for briefs in options.briefs:
        for name, command in servers(options):
            site = site_of(options.corpus, folder, briefs, name)
            brief, address = first_brief(site, name)
            edited = {"body": brief, "template": {"hugo": "layouts/baseof.html"}.get(name, "templates/base.html")}
            probe = [sys.executable, str(options.corpus.parent / "watch_latency.py"), "--json", "--cwd", str(site),
                     "--url", f"http://127.0.0.1:{{port}}{address}", "--edit", str(edited[options.mode]),
                     "--mode", options.mode, "--write", options.write, "--runs", str(options.runs), "--", *command]
            found = json.loads(subprocess.run(probe, check=True, capture_output=True, text=True).stdout)
            columns = ["median_ms", "p95_ms", "max_ms", "ready_s", "server_cpu_ms_per_edit", "server_peak_rss_mib"]
            print(f"| {briefs} | {name} | " + " | ".join(str(found[column]) for column in columns) + " |", flush=True)


def resident_mib(pid):
    """The resident memory of a process, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def soak(options, folder):
    """Edits a brief again and again; prints the memory every tenth of the way."""
    site = site_of(options.corpus, folder, options.briefs[0], "briefgen")
    brief, address = first_brief(site, "briefgen")
    text = (site / brief).read_text()
    server = subprocess.Popen([str(options.briefgen), "serve", "--port", str(options.port), "--format", "short"], cwd=site,
                              stderr=subprocess.DEVNULL)
    try:
        connection = http.client.HTTPConnection("127.0.0.1", options.port, timeout=60)
        began = time.monotonic()
        while True:
            try:
                connection.request("GET", address)
                if connection.getresponse().read():
                    break
            except OSError:
                connection.close()
                time.sleep(0.05)
            if time.monotonic() - began > 60:
                sys.exit("the preview does not answer")
        for edit in range(options.edits + 1):
            words = f"Edit number {edit}."
            # Every tenth changes the title too, and with it the page's neighbours and lists.
            title = text.replace('title: "', f'title: "{edit} ', 1) if edit % 10 == 0 else text
            (site / brief).write_text(f"{title}\n\n{words}\n")
            while True:
                connection.request("GET", address)
                if words.encode() in connection.getresponse().read():
                    break
                time.sleep(0.0005)
            if edit % max(1, options.edits // 10) == 0:
                print(f"{edit} edits, {time.monotonic() - began:.0f} s: {resident_mib(server.pid):.1f} MiB", flush=True)
    finally:
        server.terminate()
        server.wait()
        (site / brief).write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("latency", "soak"))
    parser.add_argument("--briefs", type=int, nargs="+", default=[1000])
    parser.add_argument("--briefgen", type=Path, default=BRIEFGEN)
    parser.add_argument("--hugo", help="the binary of Hugo")
    parser.add_argument("--corpus", type=Path, default=GENERATOR)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--write", choices=("inplace", "rename"), default="inplace")
    parser.add_argument("--mode", choices=("body", "template"), default="body")
    parser.add_argument("--edits", type=int, default=10000)
    parser.add_argument("--port", type=int, default=4733)
    parser.add_argument("--folder", type=Path, help="where to keep the sites between runs")
    options = parser.parse_args()
    measure = {"latency": latency, "soak": soak}[options.what]
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        return measure(options, options.folder)
    with tempfile.TemporaryDirectory() as folder:
        return measure(options, Path(folder))


if __name__ == "__main__":
    main()
