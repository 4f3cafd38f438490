"""Articles and questions of our own writing in, training rows of the reader out.

In: app/written/ (invented articles as corpus rows; questions on them as people ask them, near misses among them, as gold rows with
their answer's `spans` and `article`). Out: Rows cut exactly as the index cuts passages, with the contexts the product gives them: a
question beside the passage that answers it, beside another passage of the article, and a near miss beside the passages that tempt
most. Knows no tokens and no files but these.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from app.train_rows import NONE, Row
from corpus.passage import Passage, split
from corpus.read import iter_articles

WRITTEN = Path(__file__).parent / "written"
TEMPTING = (0.5, 0.25, 0.15, 0.1)  # how often the passage of first, second, ... rank that does not answer is read
BESIDE = (0.25, 0.45, 0.3)  # how often none, one or two such passages stand beside the one that answers


@dataclass(frozen=True, slots=True)
class Written:
    """A question and the passages of its article, most alike first; `spans` are (rank of the passage, start, end) of its answers."""

    question: str
    passages: tuple[Passage, ...]
    spans: tuple[tuple[int, int, int], ...]


def written(folder: Path = WRITTEN, name: str = "questions") -> list[Written]:
    """The questions to train on, or (name "apart") those kept apart for the judge and for measuring."""
    articles = {article.id: split(article) for _, article in iter_articles(folder / "articles.jsonl")}
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_placed(row, articles[row["article"]]) for row in map(json.loads, lines)]


def _placed(row: dict[str, Any], passages: Sequence[Passage]) -> Written:
    question, evidence = row["question"], row.get("evidence") or ""
    ranked = tuple(sorted(passages, key=lambda passage: -_alike(question, passage)))
    places = []
    for span in row["spans"]:
        for rank, passage in enumerate(ranked):
            at = passage.text.find(evidence)
            start = passage.text.find(span, max(at, 0))
            if at >= 0 and start >= 0:
                places.append((rank, start, start + len(span)))
                break
    return Written(question, ranked, tuple(places))


def _alike(question: str, passage: Passage) -> float:
    """Share of the question's character pairs that the passage or its context has."""
    text = passage.context + passage.text
    pairs = {question[i : i + 2] for i in range(len(question) - 1)}
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


def groups(questions: Sequence[Written], rng: Random) -> Iterator[list[Row]]:
    """Questions with one to three passages, without end: one that is answered four times in five with a passage that answers it, and up to
    two that tempt; any other with one or two that tempt."""
    while True:
        asked = rng.choice(questions)
        made = []
        if asked.spans and rng.random() < 0.8:
            made.append(_row(asked, *rng.choice(asked.spans)))
        taken = {rank for rank, _, _ in asked.spans}
        ranks = [rank for rank in range(min(len(asked.passages), len(TEMPTING) + 1)) if rank not in taken][: len(TEMPTING)]
        wanted = rng.choices((0, 1, 2), BESIDE)[0] if made else rng.choice((1, 2))
        for _ in range(min(wanted, len(ranks))):
            rank = rng.choices(ranks, TEMPTING[: len(ranks)])[0]
            ranks.remove(rank)
            made.append(_row(asked, rank, *NONE))
        if made:
            yield made


def _row(asked: Written, rank: int, start: int, end: int) -> Row:
    passage = asked.passages[rank]
    return Row(asked.question, passage.context, passage.text, start, end, "written")
