"""Where a conversation is. Comes in: earlier turns made whole, hits or candidates. Goes out: the same, the conversation's article first.

A follow-up nearly always stays in the article of the last answer, often near its passage: that article's passages are read though
search would not bring them, and another article's answer has to be the surer. History says no place, so the last answer is searched for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.answer import Turn
from app.followup import Whole, wholes_of
from app.named import names_in
from app.question import Question
from app.weigh import Weighed
from corpus.article import Article
from index.search import Hit, Searcher

LOOKED_AT = 30  # passages in which the last answer is looked for
SAME = 0.5  # what a passage of the same article counts more, in standard deviations of the search score
NEAR = 0.3  # the passage of the last answer and those beside it
BESIDE = 2  # passages on either side that are near
ELSEWHERE = 0.4  # what is left of the confidence in another article's candidate


@dataclass(frozen=True, slots=True)
class Thread:
    """The article a conversation is in, and the row of the passage with the last answer."""

    article_id: str
    row: int


def thread_for(
    searcher: Searcher, asked: Question, whole: Whole | None, history: Sequence[Turn], allowed: NDArray[np.int64] | None = None
) -> Thread | None:
    """Where the conversation is, for a question that leans on it, or names only what its article speaks of; None for any other."""
    if not history:
        return None
    thread = _thread_of(searcher, wholes_of(history), allowed)
    if thread is None or whole or _speaks_of(searcher.generation.article(thread.article_id), names_in(asked.clean)):
        return thread
    return None


def _thread_of(searcher: Searcher, turns: Sequence[Turn], allowed: NDArray[np.int64] | None) -> Thread | None:
    """Where the last answer stands; where there was none, the last before it, or what is nearest to the last question."""
    said = [turn for turn in turns if turn.answer]
    for turn in [*said[-1:], *turns[-1:]]:
        hits = searcher.search(turn.question, LOOKED_AT, allowed)
        parts = [part for part in turn.answer.split("、") if part not in ("是", "否")]
        holding = [hit for hit in hits if all(part in hit.passage.text for part in parts)]
        if holding or hits:
            hit = (holding or hits)[0]
            return Thread(hit.passage.article_id, hit.row)
    return None


def threaded(
    searcher: Searcher, text: str, hits: Sequence[Hit], thread: Thread | None, allowed: NDArray[np.int64] | None = None
) -> list[Hit]:
    """The hits, those of the conversation's article as if the best of them were the best of all, and a little more."""
    if thread is None or not hits:
        return list(hits)
    rows = np.asarray(searcher.generation.rows_of(thread.article_id), dtype=np.int64)
    rows = rows if allowed is None else np.intersect1d(rows, allowed)
    known = {hit.row: hit for hit in hits}
    own = [known.get(hit.row) or replace(hit, score=hits[-1].score) for hit in searcher.search(text, len(rows), rows)]
    if not own:
        return list(hits)
    lift = hits[0].score - max(hit.score for hit in own) + SAME
    lifted = [replace(hit, score=hit.score + lift + (NEAR if abs(hit.row - thread.row) <= BESIDE else 0.0)) for hit in own]
    inside = {hit.row for hit in own}
    return sorted([*lifted, *(hit for hit in hits if hit.row not in inside)], key=lambda hit: -hit.score)


def kept_to(weighed: Sequence[Weighed], thread: Thread | None) -> list[Weighed]:
    """The candidates, those of other articles less sure, most confident first."""
    if thread is None:
        return list(weighed)
    parted = [one if one.read.article.id == thread.article_id else replace(one, confidence=one.confidence * ELSEWHERE) for one in weighed]
    return sorted(parted, key=lambda one: -one.confidence)


def _speaks_of(article: Article, names: Collection[str]) -> bool:
    """Whether there are names, and all stand in the article."""
    return bool(names) and all(name in article.text or name in article.title for name in names)
