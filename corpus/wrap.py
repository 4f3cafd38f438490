"""Lines broken at a column's width, put together again. Comes in: raw text, the ranges of its lines. Goes out: the lines of each paragraph.

A file is taken to be set in columns only when three things agree, so that an ordinary article, a paragraph a line, stays as it is:
- many lines are full, that is about as wide as the widest near them (Latin words and marks that may not open a line leave room);
- most of the full ones end in the middle of a sentence, without any mark at all (verses and lists end at marks, or are not full);
- what stands after such a break goes on with what stands before it, by the counts of `corpus/grams.py`.
In such a file a full line goes on with the next one, unless a blank line, an indent or the mark of a new item stands between. Where
paragraphs are not marked by blanks or indents, a full line that ends a sentence ends its paragraph. Knows no roles.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.article import Range
from corpus.grams import load_grams
from corpus.order import BLANK, BREAK

NARROWEST = 20  # halves of a full-width character: the least width of a column
NEAR = 8  # lines on either side that tell how wide the column is
FEWEST, SHARE = 3, 0.25  # breaks inside a sentence, and their share of the lines
GAIN = -2.0  # nats: between what the first character behind a true break gains from those before it (1.4) and a chance one (-8.3)
TAIL, LOOKED_AT = 3, 60  # characters before a break, and breaks that are looked at
WIDE_MARKS = frozenset("“”‘’—…·×■□●○▲▼◆")
ENDS_SENTENCE = re.compile(r"[。！？!?；;：:…][”’」』）)\]】]*$")
NEW_ITEM = re.compile(r"[■□●○▲▼◆◎【★☆※]|#{1,6}\s|[-*]\s|\||(?:本报|特约)?记者\s*[:：]|[(（]?\d{1,2}[.、)）]\D")


def paragraphs(raw: str, lines: Sequence[Range]) -> list[tuple[Range, ...]]:
    """The lines of each paragraph, in order; every line by itself when the file is not set in columns."""
    alone: list[tuple[Range, ...]] = [(line,) for line in lines]
    if len(lines) <= FEWEST:
        return alone
    apart = [_apart(raw, before, after) for before, after in pairwise(lines)]
    full = _full(raw, lines)
    inside = [n for n, gap in enumerate(apart) if full[n] and not gap and raw[lines[n][1] - 1].isalnum()]
    if len(inside) < max(FEWEST, SHARE * len(lines)) or _gain(raw, lines, inside) < GAIN:
        return alone
    marked = sum(apart) >= max(2, len(inside) // 20)
    found = [[lines[0]]]
    for n, line in enumerate(lines[1:]):
        if not full[n] or apart[n] or (not marked and ENDS_SENTENCE.search(raw, *lines[n])):
            found.append([line])
        else:
            found[-1].append(line)
    return [tuple(one) for one in found]


def printed_paragraphs(raw: str, lines: Sequence[Range]) -> list[tuple[Range, ...]]:
    """The lines of each paragraph of a printed page, whose paragraphs blank lines part (`corpus/pdf.py`)."""
    found: list[list[Range]] = []
    for line in lines:
        if found and len(BREAK.findall(raw, found[-1][-1][1], line[0])) == 1:
            found[-1].append(line)
        else:
            found.append([line])
    return [tuple(one) for one in found]


def _full(raw: str, lines: Sequence[Range]) -> list[bool]:
    """Whether each line fills its column, by its width or, where programs broke it, by its characters."""
    wide = [_width(raw, line) for line in lines]
    long = [len(_indent(raw, start)) + end - start for start, end in lines]
    found = []
    for n in range(len(lines)):
        near = slice(max(0, n - NEAR), n + NEAR + 1)
        widest, longest = max(wide[near]), max(long[near])
        found.append(widest >= NARROWEST and (wide[n] >= widest - max(6, widest // 6) or long[n] >= longest - 2))
    return found


def _indent(raw: str, start: int) -> str:
    begin = start
    while begin and raw[begin - 1] in BLANK:
        begin -= 1
    return raw[begin:start]


def _width(raw: str, line: Range) -> int:
    """In halves of a full-width character, the indent included."""
    start, end = line
    return sum(2 if c >= "\u2e80" or c in WIDE_MARKS else 1 for c in _indent(raw, start) + raw[start:end])


def _apart(raw: str, before: Range, after: Range) -> bool:
    """Whether a blank line, an indent of its own, or the mark of a new item parts two lines."""
    deeper = len(_indent(raw, after[0])) > len(_indent(raw, before[0])) or "\u3000" in _indent(raw, after[0])
    return deeper or len(BREAK.findall(raw, before[1], after[0])) > 1 or bool(NEW_ITEM.match(raw, *after))


def _gain(raw: str, lines: Sequence[Range], inside: Sequence[int]) -> float:
    """How much likelier the character behind these breaks is after those before them than by itself: the mean, in nats."""
    grams = load_grams()
    looked = inside[:: max(1, len(inside) // LOOKED_AT)]
    total = 0.0
    for n in looked:
        start, end = lines[n]
        ahead = grams.coded(raw[lines[n + 1][0]])
        total += grams.logs(grams.coded(raw[max(start, end - TAIL) : end]), ahead)[0] - grams.logs([], ahead)[0]
    return total / len(looked)
