"""Raw text to article and back. Comes in: news articles. Goes out: counts; exit code 1 when a character is lost or made up.

    python -m eval.roundtrip --news FILE [--json]

FILE: JSON lines `{"id", "text"}`, plain, .gz or .xz. Of every article: each character of its text is its raw character (the line end
between paragraphs, and a blank between Latin words, are set by us); each raw character that is not shown is white space,
or belongs to a paragraph reported as doubled; none is shown twice. Counted beside that: articles whose paragraphs are the raw lines.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.article import Article
from corpus.errors import BadFile, WenyuanError
from corpus.formats import Source, sources
from corpus.order import BLANK, BREAKS, lines
from corpus.read import make_article

WHITE = frozenset(BREAKS + BLANK)
SET_BY_US = frozenset("\n ")


@dataclass(slots=True)
class Counts:
    """Articles by what was done to them, characters, and what is wrong: none of the last four may be above 0."""

    articles: int = 0
    refused: int = 0
    repaired: int = 0
    line_by_line: int = 0
    rewrapped: int = 0
    characters: int = 0
    doubled: int = 0
    changed: int = 0
    made_up: int = 0
    lost: int = 0
    shown_twice: int = 0

    @property
    def wrong(self) -> int:
        """Characters that are not what was printed."""
        return self.changed + self.made_up + self.lost + self.shown_twice


def check(source: Source, article: Article, counts: Counts) -> None:
    """Add one article to `counts`."""
    raw, text = source.raw, article.text
    shown, covered = bytearray(len(raw)), bytearray(len(text))
    for run in article.runs:
        start, end = run.raw_start, run.raw_start + run.length
        counts.changed += raw[start:end] != text[run.start : run.start + run.length]
        counts.shown_twice += any(shown[start:end])
        shown[start:end] = b"\1" * run.length
        covered[run.start : run.start + run.length] = b"\1" * run.length
    counts.made_up += sum(not there and character not in SET_BY_US for there, character in zip(covered, text, strict=True))
    twice = bytearray(len(raw))
    for repair in article.repairs:
        if repair.kind == "doubled":
            start, end = repair.raw[0]
            twice[start:end] = b"\1" * (end - start)
    for there, double, character in zip(shown[source.start :], twice[source.start :], raw[source.start :], strict=True):
        if not there and character not in WHITE:
            counts.doubled += double
            counts.lost += not double
    ranges = lines(raw, source.start)
    counts.articles += 1
    counts.characters += len(text)
    counts.repaired += bool(article.repairs)
    counts.rewrapped += not article.repairs and len(article.paragraphs) != len(ranges)
    counts.line_by_line += not article.repairs and len(article.paragraphs) == len(ranges)


def measure(rows: Iterable[Source]) -> Counts:
    """The counts of all articles."""
    counts = Counts()
    for source in rows:
        try:
            article = make_article(source, "article")
        except BadFile:
            counts.refused += 1
            continue
        check(source, article, counts)
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description="every character there and back")
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        counts = measure(sources(options.news, lambda error: None))
    except WenyuanError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    shown = asdict(counts)
    sys.stdout.write((json.dumps(shown) if options.json else "\n".join(f"{name:<13} {count}" for name, count in shown.items())) + "\n")
    return int(counts.wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
