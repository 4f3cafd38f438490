"""Two arms' scores as one. Comes in: scores of the same rows from both arms. Goes out: one score a row. Pure functions.

Rank fusion with a weaker arm spoils the better one (measured, docs/log.md), a sum of standardised scores does not:

    z(s) = (s - mean(s)) / sd(s)      over the candidates of the query
    fused = z(lexical) + w * z(dense)
"""

import numpy as np
from numpy.typing import NDArray

DENSE_WEIGHT = 0.35


def standardised(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """(s - mean) / standard deviation; all zeros where the scores do not differ."""
    if len(scores) == 0:
        return scores
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


def fused(lexical: NDArray[np.float32], dense: NDArray[np.float32], weight: float = DENSE_WEIGHT) -> NDArray[np.float32]:
    """z(lexical) + weight * z(dense), row by row.

    :raises ValueError: when the arms do not have the same rows, with both numbers.
    """
    if lexical.shape != dense.shape:
        raise ValueError(f"lexical scores {lexical.shape} and dense scores {dense.shape} are not of the same rows")
    return standardised(lexical) + np.float32(weight) * standardised(dense)
