"""Broken newspaper pages with their truth. Comes in: articles as lists of paragraphs, settings, a random stream. Goes out: Pages.

A page is one article, or two mixed, as careless extraction leaves it: blocks moved into the middle of a sentence, sentences cut at any
character, heads of blocks lost, paragraphs printed twice, captions and headings in between. Every piece of the raw text remembers where
it stood in its article, so that a repaired order can be measured. Knows nothing of how pages are repaired.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from corpus.sentence import sentences

LONGEST_PAGE = 14  # paragraphs of an article that are put on a page


@dataclass(frozen=True, slots=True)
class Breaks:
    """How hard a page is broken; shares are of pages, `edges` of the edges of moved blocks."""

    mixed: float = 0.3  # a second article stands in between
    second: float = 0.3  # a second block is moved
    edges: float = 0.3  # a block's edge falls into a sentence instead of between two paragraphs
    loose: float = 0.0  # a block moved to a place between two paragraphs instead of into a sentence
    lost: float = 0.05  # a moved block lost its first words
    doubled: float = 0.15  # a paragraph stands twice, half of them with another opening
    between: float = 0.25  # a caption or heading stands between the halves of a cut sentence


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the page: `articles[article][paragraph][start:end]`; `other` instead, if it is no part of an article's order."""

    article: int
    paragraph: int
    start: int
    end: int
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`raw` is the lines of `pieces`; `at[i]` is where piece i begins in it."""

    articles: tuple[tuple[str, ...], ...]
    pieces: tuple[Piece, ...]
    raw: str
    at: tuple[int, ...]


def paragraphs_of(text: str, rng: Random) -> list[str]:
    """The lines of an article; where it has fewer than six, its sentences in groups of one to four."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) >= 6:
        return lines[:LONGEST_PAGE]
    grouped: list[str] = []
    left = 0
    for line in lines:
        for start, end in sentences(line, 0, len(line)):
            if left > 0 and len(grouped[-1]) < 220:
                grouped[-1] += line[start:end]
                left -= 1
            else:
                grouped.append(line[start:end])
                left = rng.randint(0, 3)
        left = 0
    return grouped[:LONGEST_PAGE]


def break_page(articles: Sequence[Sequence[str]], words: Sequence[str], how: Breaks, rng: Random) -> Page:
    """A page of the first article, and of the second if there is one; `words` are short lines to use as captions and headings."""
    texts = tuple(tuple(article) for article in articles)
    order = [Piece(0, number, 0, len(line)) for number, line in enumerate(texts[0])]
    for _ in range(1 + (rng.random() < how.second)):
        order = _moved(order, texts, words, how, rng)
    if len(texts) > 1:
        order = _mixed(order, texts, how, rng)
    if rng.random() < how.doubled:
        order = _doubled(order, texts, rng)
    lines = [piece.other if piece.other is not None else texts[piece.article][piece.paragraph][piece.start : piece.end] for piece in order]
    gap = rng.choice(("\n", "\n\n"))
    at = [sum(len(line) + len(gap) for line in lines[:number]) for number in range(len(lines))]
    return Page(texts, tuple(order), gap.join(lines), tuple(at))


def _cut(piece: Piece, texts: Sequence[Sequence[str]], rng: Random) -> tuple[Piece, Piece] | None:
    """The piece in two, cut inside one of its sentences at any character; None when it has no room."""
    line = texts[piece.article][piece.paragraph]
    rooms = [(s, e) for s, e in sentences(line, 0, len(line)) if min(e, piece.end) - max(s, piece.start) >= 8]
    if piece.other is not None or not rooms:
        return None
    low, high = rng.choice(rooms)
    at = rng.randrange(max(low, piece.start) + 1, min(high, piece.end) - 1)
    return (replace(piece, end=at), replace(piece, start=at)) if line[at - 1] not in "。！？!?；;”" else None


def _split(order: list[Piece], index: int, texts: Sequence[Sequence[str]], rng: Random) -> tuple[list[Piece], bool]:
    """The order with the piece at `index` cut in two, and whether it was."""
    halves = _cut(order[index], texts, rng)
    return ([*order[:index], *halves, *order[index + 1 :]], True) if halves else (order, False)


def _moved(order: list[Piece], texts: Sequence[Sequence[str]], words: Sequence[str], how: Breaks, rng: Random) -> list[Piece]:
    """A block of one to three paragraphs taken out and put at least two paragraphs away, as a rule into a sentence."""
    length = rng.randint(1, min(3, max(1, len(order) // 4)))
    start = rng.randrange(0, len(order) - length + 1)
    hosts = [n for n in range(len(order)) if n < start - 2 or n >= start + length + 2]
    if not hosts:
        return order
    host = rng.choice(hosts)
    block, first, last = order[start : start + length], order[start], order[start + length - 1]
    before, after = order[:start], order[start + length :]
    if before and rng.random() < how.edges and (halves := _cut(before[-1], texts, rng)):
        before, block = [*before[:-1], halves[0]], [halves[1], *block]
    if rng.random() < how.edges and length > 1 and (halves := _cut(block[-1], texts, rng)):
        block, after = [*block[:-1], halves[0]], [halves[1], *after]
    if rng.random() < how.lost and block[0] is first and (halves := _cut(first, texts, rng)) and first is not last:
        block = [halves[1], *block[1:]]
    rest = [*before, *after]
    where = rest.index(order[host])
    if rng.random() >= how.loose:
        rest, done = _split(rest, where, texts, rng)
        where += done
    if rng.random() < how.between and words:
        extra = Piece(-1, 0, 0, 0, rng.choice(words))
        block = [*block, extra] if rng.random() < 0.5 else [extra, *block]
    return [*rest[:where], *block, *rest[where:]]


def _mixed(order: list[Piece], texts: Sequence[Sequence[str]], how: Breaks, rng: Random) -> list[Piece]:
    """The second article in two columns: one in a sentence of the first, the other behind it."""
    other = [Piece(1, number, 0, len(line)) for number, line in enumerate(texts[1])]
    length = rng.randint(1, min(3, len(other) - 1))
    column, rest = other[:length], other[length:]
    if rng.random() < how.edges and (halves := _cut(column[-1], texts, rng)):
        column, rest = [*column[:-1], halves[0]], [halves[1], *rest]
    order, done = _split(order, where := rng.randrange(len(order)), texts, rng)
    return [*order[: where + done], *column, *order[where + done :], *rest]


def _doubled(order: list[Piece], texts: Sequence[Sequence[str]], rng: Random) -> list[Piece]:
    """One whole paragraph stands a second time elsewhere, half of the time with the opening of another."""
    whole = [p for p in order if p.other is None and p.end - p.start >= 40 and p.end - p.start == len(texts[p.article][p.paragraph])]
    if not whole:
        return order
    piece = rng.choice(whole)
    line = texts[piece.article][piece.paragraph]
    opening = re.match(r"[^，,。；;]{2,20}[，,]", line)
    other = re.match(r"[^，,。；;]{2,20}[，,]", rng.choice(texts[0]))
    copy = other.group() + line[opening.end() :] if opening and other and rng.random() < 0.5 else line
    places = [n for n in range(len(order) + 1) if abs(n - order.index(piece)) >= 2]
    where = rng.choice(places or [len(order)])
    return [*order[:where], Piece(piece.article, piece.paragraph, 0, 0, copy), *order[where:]]
