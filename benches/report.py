"""Figures in, a report in Markdown and a plot in SVG out."""
from math import floor as whole
from math import ceil, log10

# What each program is called.
NAMES = {"briefgen": "briefgen", "hugo": "Hugo", "zola": "Zola", "floor": "the limit", "cp -r": "`cp -r`"}

PEERS = ("hugo", "zola")


def report(about, found, drawing):
    """The report as text."""
    busy = max(one["load"] for one in found)
    parts = [
        "# briefgen beside its peers",
        "Medians of " + (f"{about['rounds']} rounds" if about["rounds"] > 1 else "one round")
        + ", programs in turns, each building the whole site from nothing. Least and most in brackets. "
        f"{'; '.join(about['versions'])}.",
        f"Machine: {about['machine']}. Load before it began: {busy:.1f}."
        + (" **The machine was not idle: compare ratios with care.**" if busy > 0.5 else ""),
        f"Again: `{about['command']}`",
        f"![Wall time, CPU and memory by number of briefs]({drawing})",
        "*The limit* reads and parses the sources, writes the bytes that briefgen wrote and does nothing else; its time is its own. "
        "*User* is CPU outside the system. The last columns divide what briefgen took by what the program of the row took.",
        summary(found),
        *(size(one) for one in found),
    ]
    return "\n\n".join(parts) + "\n"


def number(figure):
    """A figure with as many digits as tell something."""
    if figure == 0:
        return "0"
    digits = max(0, 2 - whole(log10(abs(figure))))
    return f"{figure:.{min(digits, 3)}f}"


def ratio(one, other):
    """One figure by another, where there is another."""
    return f"{one / other:.2f}" if other else "–"


def table(heads, rows):
    """A table whose columns but the first are numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def fastest_peer(figures):
    """The faster of the peers that took part."""
    taken = [name for name in PEERS if name in figures]
    return min(taken, key=lambda name: figures[name]["wall"], default=None)


def summary(found):
    """What briefgen took, by what others did: a row for each size and place."""
    heads = ["briefs, output", "time ÷ faster peer", "user ÷ Hugo", "peak ÷ faster peer", "time ÷ limit", "time ÷ `cp -r`",
             "unchanged ÷ whole build", "one edited ÷ whole build", "ms a brief"]
    rows = []
    for one in found:
        for place in ("disk", "memory"):
            if place not in one:
                continue
            figures = one[place]
            own, peer = figures["briefgen"], figures.get(fastest_peer(figures), {})
            by = lambda name, key: ratio(own[key], figures.get(name, {}).get(key))
            again = one["again"] if place == "disk" else {}
            warm = [ratio(again[name]["wall"], own["wall"]) if again else "" for name in ("unchanged", "one brief edited")]
            rows.append([f"{one['briefs']}, {place}", ratio(own["wall"], peer.get("wall")), by("hugo", "user"),
                         ratio(own["peak"], peer.get("peak")), by("floor", "wall"), by("cp -r", "wall"), *warm,
                         number(own["wall"] * 1000 / one["briefs"])])
    return "## Ratios\n\n" + table(heads, rows)


def size(one):
    """The figures of one number of briefs."""
    heads = ["program, output", "wall s", "user s", "CPU s", "peak MiB", "time: briefgen ÷ it", "user", "peak"]
    rows = []
    for place in ("disk", "memory"):
        for name, figure in one.get(place, {}).items():
            rows.append(row(f"{NAMES[name]}, {place}", figure, None if name == "briefgen" else one[place]["briefgen"], name))
    for name, figure in one["again"].items():
        rows.append(row(f"briefgen, {name}, disk", figure, None, "briefgen"))
    if "everything" in one:
        rows.append(row("briefgen, with everything, disk", one["everything"], None, "briefgen"))
    return f"## {one['briefs']} briefs\n\n{equality(one)}\n\n" + table(heads, rows)


def row(label, figure, own, name):
    """A row of figures; `own` are those of briefgen, to be compared."""
    wall = f"{number(figure['wall'])} ({number(figure['least'])}–{number(figure['most'])})"
    rest = [number(figure[key]) for key in ("user", "cpu", "peak")]
    # The limit holds the finished site, which is not its work; `cp` is smaller than what starts it, and that is what would be seen.
    rest = {"floor": ["", "", ""], "cp -r": [*rest[:2], ""]}.get(name, rest)
    by = ["", "", ""] if own is None else [ratio(own[key], figure[key]) for key in ("wall", "user", "peak")]
    return [label, wall, *rest, by[0], *(by[1:] if name in PEERS else ["", ""])]


def equality(one):
    """Whether all built the same, in words."""
    own = one["equal"]["briefgen"]
    words = [f"briefgen wrote {own['pages']} HTML pages, {own['files']} files in all"]
    for name in PEERS:
        if name in one["equal"]:
            other = one["equal"][name]
            lost = other["lacking"]
            judged = f"**{len(lost)} of them are not in briefgen's**" if lost else "all of which briefgen wrote too"
            words.append(f"{NAMES[name]} {other['pages']}, {other['files']}, {judged}")
    text = "; ".join(words) + "."
    if "everything" in one:
        text += f" With everything (the theme of this repository: search, cards, copies, JSON-LD, …) briefgen wrote {one['everything']['files']} files."
    return text


# The plot: three small panels with logarithmic scales, one for each figure.

PANELS = [("wall", "wall time, s"), ("user", "user CPU, s"), ("peak", "peak memory, MiB")]

STYLE = """svg{--ink:#222;--soft:#666;--rule:#ddd;--a:#0b5394;--b:#b3541e;--c:#4d7c0f;--d:#777}
@media (prefers-color-scheme:dark){svg{--ink:#eee;--soft:#aaa;--rule:#444;--a:#7db7ff;--b:#f0a070;--c:#a3d36b;--d:#999}}
text{font:12px system-ui,sans-serif;fill:var(--ink)} .soft{fill:var(--soft)} .rule{stroke:var(--rule)}
polyline{fill:none;stroke-width:2} .briefgen{--own:var(--a)} .hugo{--own:var(--b)} .zola{--own:var(--c)} .floor,.cp{--own:var(--d)}
polyline,circle{stroke:var(--own)} circle,.name{fill:var(--own)} .floor polyline{stroke-dasharray:2 4} .cp polyline{stroke-dasharray:7 4}"""

WIDE, HIGH, LEFT, TOP, APART = 190, 190, 52, 34, 300


def plot(found):
    """The drawing as text."""
    panels = "".join(panel(found, key, title, at) for at, (key, title) in enumerate(PANELS))
    label = "Wall time, user CPU and peak memory of briefgen and others by number of briefs, on logarithmic scales"
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {APART * len(PANELS) + 20} {TOP + HIGH + 40}" role="img" '
            f'aria-label="{label}">\n<style>{STYLE}</style>\n{panels}</svg>\n')


def panel(found, key, title, at):
    """One figure by number of briefs."""
    lines = {name: [(one["briefs"], one["disk"][name][key]) for one in found] for name in found[0]["disk"]}
    if key != "wall":
        lines = {name: points for name, points in lines.items() if name in ("briefgen", *PEERS)}
    across = Scale([briefs for points in lines.values() for briefs, _ in points], 0, WIDE)
    up = Scale([max(figure, 0.001) for points in lines.values() for _, figure in points], HIGH, 0)
    drawn = f'<text x="0" y="-14">{title}</text>\n'
    for power in up.powers():
        drawn += (f'<line class="rule" x1="0" x2="{WIDE}" y1="{up(10**power):.1f}" y2="{up(10**power):.1f}"/>'
                  f'<text class="soft" x="-6" y="{up(10**power) + 4:.1f}" text-anchor="end">{10**power:g}</text>\n')
    for one in found:
        drawn += f'<text class="soft" x="{across(one["briefs"]):.1f}" y="{HIGH + 20}" text-anchor="middle">{one["briefs"]:,}</text>\n'.replace(",", "\u202f")
    heights = apart({name: up(max(points[-1][1], 0.001)) for name, points in lines.items()})
    for name, points in lines.items():
        places = [(across(briefs), up(max(figure, 0.001))) for briefs, figure in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places)
        drawn += (f'<g class="{name.split()[0]}"><polyline points="{path}"/>{dots}<text class="name" x="{places[-1][0] + 8:.1f}" '
                  f'y="{heights[name] + 4:.1f}">{NAMES[name].strip("`")}</text></g>\n')
    return f'<g transform="translate({LEFT + at * APART} {TOP})">\n{drawn}</g>\n'


def apart(heights):
    """The heights of names, moved down until none covers another."""
    placed, last = {}, None
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        last = height if last is None else max(height, last + 14)
        placed[name] = last
    return placed


class Scale:
    """A logarithmic scale that begins and ends at powers of ten or, where all values lie in one place, shows it in the middle."""

    def __init__(self, values, start, end):
        self.low, self.high = log10(min(values)), log10(max(values))
        if start > end:
            self.low, self.high = whole(self.low), max(ceil(self.high), whole(self.low) + 1)
        self.start, self.end = start, end

    def __call__(self, value):
        span = self.high - self.low
        share = (log10(value) - self.low) / span if span else 0.5
        return self.start + share * (self.end - self.start)

    def powers(self):
        """The powers of ten on it."""
        return range(ceil(self.low), whole(self.high) + 1)
