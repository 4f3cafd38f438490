"""BM25 libraries over words cut by jieba. Comes in: Given, its texts cut. Goes out: a Search. Knows no vectors."""

import numpy as np

from eval.peers.exchange import DEEP, Given, Search


def rank_bm25(given: Given) -> Search:
    """BM25Okapi as it comes."""
    from rank_bm25 import BM25Okapi

    index = BM25Okapi([passage.split() for passage in given.passages])

    def search(number: int) -> list[int]:
        scores = index.get_scores(given.questions[number].split())
        return [int(row) for row in np.argsort(-scores, kind="stable")[:DEEP] if scores[row] > 0]

    return search


def bm25s(given: Given) -> Search:
    """BM25 as it comes."""
    from bm25s import BM25

    index = BM25()
    index.index([passage.split() for passage in given.passages], show_progress=False)
    deep = min(DEEP, len(given.passages))

    def search(number: int) -> list[int]:
        rows, scores = index.retrieve([given.questions[number].split()], k=deep, show_progress=False)
        return [int(row) for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    return search
