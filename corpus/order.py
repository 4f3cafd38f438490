"""Reading order, and the way back to the raw text. Comes in: raw text, ranges. Goes out: (text, runs), raw ranges.

`lay_out` is the only place where `Article.text` is put together; whatever changes the order changes the list of raw
ranges it is given, so the map back is right by construction. Knows no roles and no file format.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.article import Range, Run

BREAKS = "\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # all that str.splitlines() ends a line at; CR is LF by now
BLANK = " \t\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u2060\u3000\ufeff"
LINE = re.compile(f"[^{BREAKS}]+")
BREAK = re.compile(f"[{BREAKS}]")
LATIN = re.compile(r"(?<=[A-Za-z])[A-Za-z0-9]|(?<=[0-9,;:])[A-Za-z]")  # a word that ends with a line, and one that begins the next
WIDE_GAP = re.compile(rf"(?<=[{BLANK}])[{BLANK}]+")


def lines(raw: str, begin: int = 0) -> list[Range]:
    """Raw ranges of the lines from `begin` on that hold something, without the white space around them."""
    found = []
    for match in LINE.finditer(raw, begin):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip(BLANK))
        end = match.start() + len(line.rstrip(BLANK))
        if start < end:
            found.append((start, end))
    return found


def lay_out(raw: str, paragraphs: Iterable[Sequence[Range]]) -> tuple[str, list[Range], list[Run]]:
    """Put raw ranges together as text: the ranges of one paragraph joined, paragraphs one a line.

    Of several blanks in a row the first is kept, and two Latin words that a line end parted have a blank of their own. Returns the text,
    the range of each paragraph in it, and the runs.
    """
    parts: list[str] = []
    bounds: list[Range] = []
    runs: list[Run] = []
    at = 0
    for number, pieces in enumerate(paragraphs):
        if number:
            parts.append("\n")
            at += 1
        begin = at
        for piece, (start, end) in enumerate(pieces):
            if piece and glue(raw, pieces[piece - 1], start):
                parts.append(" ")
                at += 1
            for kept_start, kept_end in _without_wide_gaps(raw, start, end):
                parts.append(raw[kept_start:kept_end])
                runs.append(Run(at, kept_start, kept_end - kept_start))
                at += kept_end - kept_start
        bounds.append((begin, at))
    return "".join(parts), bounds, runs


def glue(raw: str, before: Range, start: int) -> str:
    """What stands between a line and the next of its paragraph: a blank between Latin words, else nothing."""
    return " " if LATIN.match(raw[before[1] - 1] + raw[start], 1) else ""


def one_line(raw: str, pieces: Sequence[Range]) -> str:
    """The lines of one paragraph as one line."""
    glued = [glue(raw, before, after[0]) for before, after in pairwise(pieces)]
    return "".join(gap + raw[start:end] for gap, (start, end) in zip(["", *glued], pieces, strict=True))


def _without_wide_gaps(raw: str, start: int, end: int) -> list[Range]:
    kept, at = [], start
    for gap in WIDE_GAP.finditer(raw, start, end):
        kept.append((at, gap.start()))
        at = gap.end()
    kept.append((at, end))
    return [(s, e) for s, e in kept if s < e]


def raw_ranges(runs: Sequence[Run], start: int, end: int) -> list[Range]:
    """Where `text[start:end]` stood in the raw text: ranges in the order of the text, touching ones merged."""
    ranges: list[Range] = []
    first = max(0, bisect_right(runs, start, key=lambda run: run.start) - 1)
    for run in runs[first:]:
        low, high = max(start, run.start), min(end, run.start + run.length)
        if run.start >= end:
            break
        if low >= high:
            continue
        raw_low = low - run.start + run.raw_start
        if ranges and ranges[-1][1] == raw_low:
            ranges[-1] = (ranges[-1][0], raw_low + high - low)
        else:
            ranges.append((raw_low, raw_low + high - low))
    return ranges


def place_of(runs: Sequence[Run], raw_offset: int) -> int | None:
    """Where the raw character at `raw_offset` stands in the text; None when it is not shown (white space, a second printing)."""
    return next((run.start + raw_offset - run.raw_start for run in runs if run.raw_start <= raw_offset < run.raw_start + run.length), None)
