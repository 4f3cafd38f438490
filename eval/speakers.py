"""Who said it, against labels. Comes in: a gold file and the news it is about. Goes out: right, wrong and null, as shares.

    python -m eval.speakers --data DIR [--gold FILE] [--json]

A gold row is `{"file", "id", "start", "end", "speaker", "kind"}`, its offsets those of the raw text of article `id` in
`DIR/news/<file>.jsonl.xz`. right: the name is the label's, none where there is none. wrong: a name is given that is not the label's.
null: no name is given where there is one. The three add up to 1. Knows no index.
"""

import argparse
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.article import Article
from corpus.formats import Source
from corpus.read import make_article
from corpus.said import said_by

GOLD = Path(__file__).parent / "gold" / "speakers.jsonl"


@dataclass(frozen=True, slots=True)
class Said:
    """One quotation as it was labelled."""

    file: str
    id: str
    start: int
    end: int
    speaker: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Shares of `n` quotations."""

    n: int
    right: float
    wrong: float
    null: float


def load_said(path: Path) -> list[Said]:
    """The labelled quotations of a file."""
    return [Said(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_articles(data: Path, rows: Iterable[Said]) -> dict[tuple[str, str], Article]:
    """The articles that the rows are about, read from the archives once."""
    wanted = {(row.file, row.id) for row in rows}
    found = {}
    for file in sorted({name for name, _ in wanted}):
        with lzma.open(data / "news" / f"{file}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                news = json.loads(line)
                if (file, news["id"]) in wanted:
                    found[file, news["id"]] = make_article(Source(news["id"], news["text"]), news["id"])
    return found


def speaker_at(article: Article, start: int, end: int) -> str | None:
    """Who said the characters `[start, end)` of the raw text."""
    inside = [(run, max(start, run.raw_start), min(end, run.raw_start + run.length)) for run in article.runs]
    kept = [(run.start + low - run.raw_start, run.start + high - run.raw_start) for run, low, high in inside if low < high]
    return said_by(article, kept[0][0], kept[-1][1]) if kept else None


def verdict(label: str | None, found: str | None) -> str:
    """right, wrong or null."""
    if found == label:
        return "right"
    return "null" if found is None else "wrong"


def marked(verdicts: Iterable[str]) -> Marks:
    """Shares of the three verdicts; of no rows all are 0."""
    counts = Counter(verdicts)
    n = counts.total()
    return Marks(n, *(counts[name] / n if n else 0.0 for name in ("right", "wrong", "null")))


def by_kind(rows: Iterable[Said], articles: dict[tuple[str, str], Article]) -> dict[str, Marks]:
    """The marks of all rows and of each kind."""
    verdicts = [(row.kind, verdict(row.speaker, speaker_at(articles[row.file, row.id], row.start, row.end))) for row in rows]
    kinds = sorted({kind for kind, _ in verdicts})
    each = {kind: marked(one for other, one in verdicts if other == kind) for kind in kinds}
    return {"all": marked(one for _, one in verdicts)} | each


def main() -> None:
    """Command line; the figures go to stdout."""
    ask = argparse.ArgumentParser(description="Who said it, against labels.")
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--gold", type=Path, default=GOLD)
    ask.add_argument("--json", action="store_true")
    given = ask.parse_args()
    rows = load_said(given.gold)
    found = by_kind(rows, load_articles(given.data, rows))
    if given.json:
        sys.stdout.write(json.dumps({kind: asdict(marks) for kind, marks in found.items()}, ensure_ascii=False, indent=1) + "\n")
        return
    for kind, m in found.items():
        sys.stdout.write(f"{kind:<10} {m.n:>4}  right {m.right:.3f}  wrong {m.wrong:.3f}  null {m.null:.3f}\n")


if __name__ == "__main__":
    main()
