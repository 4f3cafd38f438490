"""Pictures of a run. Comes in: Summary or Scored rows. Goes out: one inline `<svg>` a picture, the same bytes for the same run.

matplotlib is loaded when a picture is drawn, without a window system and without its global state. Labels are English; a tag in
Chinese is left as text for the browser to draw. Knows no page and no files.
"""

import io
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eval.metrics import reliability, risk_coverage
from eval.scored import Scored
from eval.summary import Summary, answered_pairs, confidences

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, GOOD, CALM, BAD = "#1f2328", "#2f6f4f", "#2b5c8a", "#a33b2e"
SHOWN = (("f1", CALM), ("in_quote", GOOD), ("refused", BAD))


def by_tag(summary: Summary) -> str:
    """f1 and in_quote of the answerable, refused of the unanswerable rows, for each kind and style of question, with 95 % intervals."""
    tags = summary.whole.tags
    figure, axes = _blank(7.2, 1.2 + 0.34 * len(tags))
    for shift, (name, colour) in enumerate(SHOWN):
        known = [(place, tag.figures[name]) for place, tag in enumerate(tags) if name in tag.figures]
        drawn = [(place + (shift - 1) * 0.22, f.value, f.low, f.high) for place, f in known if f.value is not None]
        for y, _, low, high in drawn:
            if low is not None and high is not None:
                axes.plot([low, high], [y, y], color=colour, linewidth=2, alpha=0.4)
        axes.plot([value for _, value, _, _ in drawn], [y for y, *_ in drawn], "o", color=colour, markersize=4, label=name)
    axes.set_yticks(range(len(tags)), [f"{tag.name} ({tag.n})" for tag in tags])
    axes.set_ylim(len(tags) - 0.4, -0.6)
    axes.set_xlim(-0.02, 1.02)
    axes.set_title("Figures per kind of question")
    axes.legend(loc="lower left", frameon=False, fontsize=8)
    return _svg(figure, "by_tag")


def risk_against_coverage(scored: Sequence[Scored]) -> str:
    """Share of wrong answers against share of questions answered, as the threshold on confidence falls to where it stands."""
    figure, axes = _blank(4.6, 3.4)
    points = risk_coverage(answered_pairs(scored), len(scored))
    axes.step([coverage for coverage, _ in points], [risk for _, risk in points], where="post", color=CALM)
    if points:
        axes.plot(*points[-1], "o", color=BAD, markersize=5)
        axes.annotate("as it stands", points[-1], textcoords="offset points", xytext=(-6, 8), ha="right", fontsize=8, color=BAD)
    axes.set(xlim=(0, 1.02), xlabel="coverage: questions answered", ylabel="risk: wrong among them", title="Risk against coverage")
    axes.set_ylim(0, max([risk for _, risk in points], default=0.0) * 1.15 + 0.02)
    return _svg(figure, "risk")


def calibration(scored: Sequence[Scored]) -> str:
    """Share of right answers against the confidence they were given, in ten bins; the diagonal is a system that knows itself."""
    figure, axes = _blank(4.6, 3.4)
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    bins = reliability(answered_pairs(scored))
    axes.plot([confidence for confidence, _, _ in bins], [right for _, right, _ in bins], "o-", color=CALM, markersize=5)
    for confidence, right, count in bins:
        axes.annotate(str(count), (confidence, right), textcoords="offset points", xytext=(5, -10), fontsize=8, color=INK)
    axes.set(xlim=(0, 1.02), ylim=(-0.05, 1.05), xlabel="confidence", ylabel="share right (f1 >= 0.5)", title="Calibration, answered rows")
    return _svg(figure, "calibration")


def confidence_histogram(scored: Sequence[Scored]) -> str:
    """How many answerable and unanswerable questions got which confidence."""
    figure, axes = _blank(4.6, 3.4)
    sides = ((confidences(scored, True), "answerable", GOOD), (confidences(scored, False), "not answerable", BAD))
    for side, label, colour in sides:
        axes.hist(side, bins=[step / 20 for step in range(21)], color=colour, alpha=0.55, label=f"{label} ({len(side)})")
    axes.set(xlim=(0, 1), xlabel="confidence", ylabel="questions", title="Confidence")
    axes.legend(frameon=False, fontsize=8)
    return _svg(figure, "confidence")


def growth(points: Sequence[tuple[int, float, float]], exponent: float | None) -> str:
    """Milliseconds of a search (p50, p95) against passages, both axes logarithmic, with the fitted exponent in the title."""
    figure, axes = _blank(4.6, 3.4)
    passages = [passages for passages, _, _ in points]
    axes.loglog(passages, [p50 for _, p50, _ in points], "o-", color=CALM, markersize=5, label="p50")
    axes.loglog(passages, [p95 for _, _, p95 in points], "o--", color=BAD, markersize=4, label="p95")
    fitted = "" if exponent is None else f": passages to the power of {exponent:.2f}"
    axes.set(xlabel="passages", ylabel="milliseconds", title=f"Time of a search{fitted}")
    axes.legend(frameon=False, fontsize=8)
    return _svg(figure, "growth")


def _blank(width: float, height: float) -> tuple["Figure", "Axes"]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def _svg(figure: "Figure", salt: str) -> str:
    """The picture from `<svg` on, without date, creator and the address of a DTD."""
    from matplotlib import rc_context

    bare: dict[str, Any] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    page = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": salt}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # the browser draws the text, not matplotlib
        figure.savefig(page, format="svg", metadata=bare)
    drawn = page.getvalue()
    return drawn[drawn.index("<svg") :]
