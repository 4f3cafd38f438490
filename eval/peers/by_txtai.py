"""txtai: its keyword index, and keyword and vectors together. Comes in: Given. Goes out: a Search. Knows no other peer."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.peers.exchange import DEEP, Given, Search

# What `keyword=True` stands for, but for the tokenizer.
WORDS = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}}


def defaults(given: Given) -> Search:
    """The keyword index as it comes: BM25, words as Unicode divides them."""
    return _search(given, keyword=True)


def words(given: Given) -> Search:
    """The same over texts cut by jieba, split at blanks."""
    return _search(given, keyword=True, scoring=WORDS)


def both(given: Given) -> Search:
    """Keyword and vectors in its own mixture, half and half; the vectors are ours, looked up by text."""
    vectors, asked = given.both_vectors()
    known = dict(zip([*given.passages, *given.questions], [*vectors, *asked], strict=True))

    def transform(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([known[text] for text in texts])

    return _search(given, method="external", transform=transform, scoring=WORDS)


def _search(given: Given, **settings: Any) -> Search:
    from txtai import Embeddings

    index = Embeddings(**settings)
    index.index(list(enumerate(given.passages)))
    return lambda number: [int(row) for row, _ in index.search(given.questions[number], DEEP)]
