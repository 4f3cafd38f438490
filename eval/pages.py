"""How well broken pages are repaired. Comes in: news articles, a seed. Goes out: figures, as JSON or a table.

    python -m eval.pages --news FILE --seed 1 --n 500 --json

FILE: JSON lines `{"id", "text"}`, plain, .gz or .xz. Pages are broken by `eval/breaker.py` from articles drawn with the seed; each
setting of its `Breaks` is an option here. Figures: sentences cut that were rejoined right; joins made that are wrong; neighbours of the
true order that are neighbours after repair (those marked detached left out) and before it; the share marked detached; and how many
articles that were not broken came out as they were.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from pathlib import Path
from random import Random

from corpus.article import Article
from corpus.errors import WenyuanError
from corpus.formats import Source, sources
from corpus.read import make_article
from eval.breaker import Breaks, Page, break_page, paragraphs_of

SHORTEST, FEWEST = 400, 6  # characters, paragraphs of an article that is broken


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted on one page, or on many added up."""

    cut: int = 0
    rejoined: int = 0
    joins: int = 0
    wrong: int = 0
    pairs: int = 0
    kept: int = 0
    before: int = 0
    pairs_before: int = 0
    detached: int = 0
    paragraphs: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


def measure(page: Page, article: Article) -> Counts:
    """The counts of one repaired page."""
    inside = [_pieces(page, article, paragraph.start, paragraph.end) for paragraph in article.paragraphs]
    apart = {n for repair in article.repairs if repair.kind == "detached" for s, e in repair.raw for n in _between(page, s, e)}
    cuts = {(a, b) for a in range(len(page.pieces)) for b in range(len(page.pieces)) if goes_on(page, a, b)}
    made = [(a, b) for pieces in inside for a, b in pairwise(pieces)]
    pairs, kept = neighbours(page, inside, apart)
    pairs_before, before = neighbours(page, [[n] for n in range(len(page.pieces))], set())
    right, wrong = len(cuts & set(made)), len(set(made) - cuts)
    return Counts(len(cuts), right, len(made), wrong, pairs, kept, before, pairs_before, len(apart), len(page.pieces))


def _between(page: Page, start: int, end: int) -> list[int]:
    return [n for n, at in enumerate(page.at) if start <= at < end]


def _pieces(page: Page, article: Article, start: int, end: int) -> list[int]:
    """The page's lines in a range of the article's text, in its order."""
    found: list[int] = []
    for run in article.runs:
        if start <= run.start < end:
            piece = max(n for n, at in enumerate(page.at) if at <= run.raw_start)
            if not found or found[-1] != piece:
                found.append(piece)
    return found


def goes_on(page: Page, a: int, b: int) -> bool:
    """Whether line b of the page goes on with the paragraph that line a breaks off in."""
    one, two = page.pieces[a], page.pieces[b]
    if a == b or one.other is not None or two.other is not None:
        return False
    return (one.article, one.paragraph, one.end) == (two.article, two.paragraph, two.start)


def neighbours(page: Page, order: Sequence[Sequence[int]], apart: set[int]) -> tuple[int, int]:
    """Pairs of paragraphs that follow each other in their article, and how many do in `order`. What is apart, or no part of the order
    (captions, the second printing of a paragraph), is looked through."""
    shown = {n for pieces in order for n in pieces}
    twins = {(p.article, p.paragraph): n for n, p in enumerate(page.pieces) if p.other is not None and p.article >= 0 and n in shown}
    place: dict[tuple[int, int], list[int]] = {}
    for n, p in enumerate(page.pieces):
        if p.other is None:
            place.setdefault((p.article, p.paragraph), []).append(n if n in shown else twins.get((p.article, p.paragraph), n))
    counted = {n for pieces in place.values() for n in pieces} - apart
    looked_at = [[n for n in pieces if n in counted] for pieces in order if counted.intersection(pieces)]
    rank = {n: number for number, pieces in enumerate(looked_at) for n in pieces}
    pairs = good = 0
    for (article, paragraph), pieces in place.items():
        following = place.get((article, paragraph + 1))
        if following is None or apart & {*pieces, *following}:
            continue
        last = max(pieces, key=lambda n: page.pieces[n].end)
        first = min(following, key=lambda n: page.pieces[n].start)
        pairs += 1
        good += last in rank and first in rank and rank[first] == rank[last] + 1
    return pairs, good


def articles_from(path: Path, rng: Random) -> list[list[str]]:
    """Paragraphs of all articles of a news file that are long enough, in a drawn order."""
    return breakable((source.raw for source in sources(path)), rng)


def breakable(texts: Iterable[str], rng: Random) -> list[list[str]]:
    """Paragraphs of the texts that are long enough, in a drawn order."""
    drawn = [paragraphs_of(text, rng) for text in texts if len(text) >= SHORTEST]
    fit = [paragraphs for paragraphs in drawn if len(paragraphs) >= FEWEST]
    rng.shuffle(fit)
    return fit


def broken(articles: Sequence[Sequence[str]], how: Breaks, rng: Random) -> Iterable[Page]:
    """A page of each article; the second article and the words of captions come from its neighbours in the list."""
    for number, article in enumerate(articles):
        second = articles[(number + 7) % len(articles)][: rng.randint(3, 8)]
        strange = articles[(number + 3) % len(articles)]
        words = [line[: rng.randint(6, 16)] for line in strange] + [f"■{line[:20]}。" for line in strange]
        yield break_page([article, second] if rng.random() < how.mixed else [article], words, how, rng)


def read_page(raw: str) -> Article:
    """The page as the product reads it."""
    return make_article(Source("page", raw), "page")


def figures(articles: Sequence[Sequence[str]], intact: Sequence[Sequence[str]], how: Breaks, rng: Random) -> dict[str, float]:
    """All figures over a page of each article, and over articles that are not broken."""
    total = Counts()
    for page in broken(articles, how, rng):
        total = total.plus(measure(page, read_page(page.raw)))
    same = sum(not read_page("\n".join(lines)).repairs for lines in intact)
    return {
        "pages": len(articles), "rejoined": _share(total.rejoined, total.cut), "wrong_joins": _share(total.wrong, total.joins),
        "neighbours": _share(total.kept, total.pairs), "neighbours_before": _share(total.before, total.pairs_before),
        "detached": _share(total.detached, total.paragraphs), "intact": len(intact), "untouched": _share(same, len(intact)),
    }  # fmt: skip


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    ask = argparse.ArgumentParser(description="Break news pages and measure their repair.")
    ask.add_argument("--news", type=Path, required=True, help="articles: JSON lines with `text`, plain, .gz or .xz")
    ask.add_argument("--seed", type=int, default=1, help="draws the articles and the breaks")
    ask.add_argument("--n", type=int, default=500, help="pages to break")
    ask.add_argument("--intact", type=int, default=2000, help="articles to read as they are")
    ask.add_argument("--json", action="store_true", help="one JSON object on stdout")
    for name, value in asdict(Breaks()).items():
        ask.add_argument(f"--{name}", type=float, default=value, metavar="SHARE", help=f"default {value}")
    given = ask.parse_args(argv)
    rng = Random(given.seed)
    try:
        articles = articles_from(given.news, rng)
    except WenyuanError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    how = Breaks(**{name: getattr(given, name) for name in asdict(Breaks())})
    found = {"seed": given.seed, **figures(articles[: given.n], articles[given.n : given.n + given.intact], how, rng)}
    lines = [json.dumps(found)] if given.json else [f"{name:18} {value}" for name, value in found.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
