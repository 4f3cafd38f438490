"""Passages only, by the index alone. Comes in: a query. Goes out: Found. Knows no reader."""

import time

import numpy as np
from numpy.typing import NDArray

from app.answer import Filters, Found, Times
from app.question import search_text
from app.shown import as_shown
from index.search import Searcher, rows_where


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
