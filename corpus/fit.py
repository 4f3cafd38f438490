"""Where a block of paragraphs fits. Comes in: the lines of a page. Goes out: the best place for a block, how sure, and why.

Neighbours in an article share words that other paragraphs of the page do not: a place is as good as the words its two edges share with
the block, rare ones counting more, and as bad as the words that the two paragraphs it would part share with each other. Knows no roles.
"""

from collections import Counter
from collections.abc import Sequence
from math import exp, log, sqrt

NEAR = (1.0, 0.5)  # what the nearest and the second paragraph on each side count
OPENING = 0.6  # what two paragraphs count that open alike (生产方面 / 生态方面)


class Fit:
    """The words of a page's lines, each weighted by how few lines have it."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts`: all lines of the page, by number."""
        self.texts = texts
        self.pairs = [{text[n : n + 2] for n in range(len(text) - 1) if text[n : n + 2].isalnum()} for text in texts]
        counts = Counter(pair for pairs in self.pairs for pair in pairs)
        self.weight = {pair: log(len(texts) / count) for pair, count in counts.items() if count > 1}

    def alike(self, one: int, other: int) -> float:
        """Weight of the words two lines share, by the geometric mean of their lengths; more when they open alike."""
        shared = sum(self.weight[pair] for pair in self.pairs[one] & self.pairs[other])
        size = sqrt(max(20, len(self.texts[one])) * max(20, len(self.texts[other])))
        return 10 * shared / size + OPENING * self._open_alike(one, other)

    def _open_alike(self, one: int, other: int) -> bool:
        a, b = (self.texts[number].replace("，", ",").split(",")[0] for number in (one, other))
        return 3 <= len(a) <= 12 and 3 <= len(b) <= 12 and a[-2:] == b[-2:]

    def slot(self, order: Sequence[tuple[int, ...]], block: Sequence[tuple[int, ...]]) -> tuple[int, float, str]:
        """The place in `order` before which the block fits best, how much better than the second best in [0, 1], and why."""
        scores = [self._at(order, block, place) for place in range(len(order) + 1)]
        best = max(range(len(scores)), key=lambda place: scores[place])
        rest = sorted(score for place, score in enumerate(scores) if place != best)
        margin = scores[best] - rest[-1] if rest else 0.0
        return best, 1 - exp(-max(0.0, margin)), "用词与那里的前后段最接近"

    def _at(self, order: Sequence[tuple[int, ...]], block: Sequence[tuple[int, ...]], place: int) -> float:
        above, below = order[:place][::-1], order[place:]
        score = 0.0
        for weight, up, down in zip(NEAR, [*above[:2], None, None], [*below[:2], None, None], strict=False):
            score += weight * self.alike(up[-1], block[0][0]) if up else 0.0
            score += weight * self.alike(block[-1][-1], down[0]) if down else 0.0
        return score - self.alike(above[0][-1], below[0][0]) if above and below else score
