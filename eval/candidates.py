"""Gold questions as candidates with features. Comes in: a gold file and the index it is asked of. Goes out: Asked rows for the judge's fit.

Questions go the way the product takes them: searched, mended, read, weighed, by a judge without weights. Knows no fit.
"""

from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.answerer import LOOKED_AT
from app.find import with_head
from app.homophones import as_meant
from app.judge import Features, Judge, values_of
from app.look import look
from app.question import understand
from app.reader import load_reader
from app.weigh import Weighed
from eval.metrics import f1
from eval.rows import GoldRow, fact, half, load_gold
from index.encode import load_encoder
from index.generation import load
from index.search import Searcher

Floats = NDArray[np.float64]
NAMES = [field.name for field in fields(Features)]
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the fit: `seen` (candidates, features), `likeness` (candidates,) F1 with the gold, and which fold it is in."""

    seen: Floats
    likeness: Floats
    answerable: bool
    fold: int


def gather(gold: Path, index: Path, every: int, read_passages: int, threads: int) -> list[Asked]:
    """Every question of the tuned half with its candidates as features (`every` 0); or one row in `every` of the whole file, asked of its
    own article alone, the one its fact is named after (fact:ARTICLE/...)."""
    searcher, reader = Searcher(load(index), load_encoder(None, threads)), load_reader(None, threads)
    blank = Judge((0.0,) * len(NAMES), (0.0,) * len(NAMES), (1.0,) * len(NAMES), 0.0, 0.5)
    found: list[Asked] = []
    for row in list(load_gold(gold))[:: every or 1]:
        if half(row) != "tuned" and not every:
            continue
        question = understand(row.question)
        own = fact(row).removeprefix("fact:").split("/")[0]
        allowed = np.asarray(searcher.generation.rows_of(own), dtype=np.int64) if every else None
        hits = searcher.search(question.clean, LOOKED_AT, allowed)
        mended = as_meant(question.clean, [hit.passage.text for hit in hits])
        if mended:
            question = understand(mended)
            hits = searcher.search(question.clean, LOOKED_AT, allowed)
        hits = with_head(searcher.generation, question, hits, read_passages, allowed)[:read_passages]
        _, weighed, _ = look(searcher.generation, reader, blank, question, hits, len(hits))
        seen = np.asarray([values_of(one.seen) for one in weighed], dtype=float).reshape(-1, len(NAMES))
        in_gold = [not row.articles or one.read.article.id in row.articles for one in weighed]
        likeness = [_likeness(one, row) if row.answerable and right else 0.0 for one, right in zip(weighed, in_gold, strict=True)]
        if len(seen):
            fold = sha256(fact(row).encode()).digest()[1] % FOLDS
            found.append(Asked(seen, np.asarray(likeness), row.answerable, fold))
    return found


def _likeness(one: Weighed, row: GoldRow) -> float:
    """F1 of a candidate with the gold answers; for yes or no, whether it stands in the sentence that decides."""
    if row.answers[0] not in ("是", "否"):
        return f1(one.text, row.answers)
    sentence = one.read.article.text[slice(*one.sentence)]
    return float(row.evidence is not None and (row.evidence in sentence or sentence in row.evidence))
