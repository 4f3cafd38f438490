"""Which passages are looked at. Comes in: a query or question. Goes out: Found, or hits. Knows no reader."""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.about import asked_about
from app.answer import Filters, Found, Times
from app.question import Question, search_text
from app.shown import as_shown
from corpus.article import Article
from corpus.passage import Passage
from index.generation import Generation
from index.search import Hit, Searcher, rows_where

HEAD = ("byline", "headline", "dateline")


def allowed_rows(searcher: Searcher, filters: Filters | None) -> NDArray[np.int64] | None:
    """The rows filters let through; None when nothing is filtered."""
    return None if filters is None or filters == Filters() else rows_where(searcher.generation, filters)


def find_passages(searcher: Searcher, query: str, k: int, filters: Filters | None) -> Found:
    """The k best passages for a query.

    :raises BadQuestion: when the query is no text, empty or too long.
    """
    began = time.perf_counter()
    hits = searcher.search(search_text(query), k, allowed_rows(searcher, filters))
    spent = (time.perf_counter() - began) * 1000
    return Found(query, searcher.generation.name, tuple(map(as_shown, hits)), Times(spent, 0.0, spent))


def with_head(
    generation: Generation, question: Question, hits: Sequence[Hit], read: int, allowed: NDArray[np.int64] | None = None
) -> list[Hit]:
    """For a question about the article itself, the passages of its head (byline, headline, dateline) come among the `read` first.

    `allowed`: rows that may be found (None: all).
    """
    if asked_about(question.clean) is None or not hits:
        return list(hits)
    first = hits[0].passage.article_id
    rows = generation.rows_of(first) if allowed is None else set(generation.rows_of(first)).intersection(allowed.tolist())
    heads = [row for row in sorted(rows) if article_head(generation.article(first), generation.passage(row))]
    known = {hit.row: hit for hit in hits}
    also = generation.groups.also
    extra = [known.get(row) or Hit(row, generation.passage(row), hits[-1].score, 0.0, hits[-1].dense, also(row)) for row in heads]
    moved = {hit.row for hit in extra}
    rest = [hit for hit in hits if hit.row not in moved]
    return [*rest[: max(1, read - len(extra))], *extra[: read - 1], *rest[max(1, read - len(extra)) :]]


def article_head(article: Article, passage: Passage) -> bool:
    """Whether the passage holds a line of the paper's head."""
    return any(p.role in HEAD and p.start < passage.end and passage.start < p.end for p in article.paragraphs)
