"""Two arms' scores as one. Comes in: scores of the same rows from both arms. Goes out: one score a row. Pure functions.

Rank fusion with a weaker arm spoils the better one (measured, docs/log.md), a sum of standardised scores does not:

    z(s) = (s - mean(s)) / sd(s)      over the candidates of the query
    fused = z(lexical) + w * z(dense)
    w = 0.8 * (1 - r)^6               r = the best passage's BM25 as a share of what the question's words could score at most

A question in other words than the text's finds no passage with all of them, and the vectors know more; one that repeats the text has
found it by its words.
"""

import numpy as np
from numpy.typing import NDArray

DENSE_WEIGHT, SHARPNESS = 0.8, 6


def standardised(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """(s - mean) / standard deviation; all zeros where the scores do not differ."""
    if len(scores) == 0:
        return scores
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


def dense_weight(best: float, ceiling: float) -> float:
    """w of the formula: `best` BM25 of any passage for the question's own words, and the `ceiling` of what they could score."""
    share = min(1.0, best / ceiling) if ceiling > 0 else 0.0
    return DENSE_WEIGHT * float((1 - share) ** SHARPNESS)


def fused(lexical: NDArray[np.float32], dense: NDArray[np.float32], weight: float) -> NDArray[np.float32]:
    """z(lexical) + weight * z(dense), row by row.

    :raises ValueError: when the arms do not have the same rows, with both numbers.
    """
    if lexical.shape != dense.shape:
        raise ValueError(f"lexical scores {lexical.shape} and dense scores {dense.shape} are not of the same rows")
    return standardised(lexical) + np.float32(weight) * standardised(dense)
