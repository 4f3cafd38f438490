"""In what order passages that were read are shown. Comes in: passages read, weighed candidates. Goes out: a score for each passage.

The light judge of what was found: how strongly the reader points into the passage, how well it was found, how much of the question passage
and article bear out. A weighted sum, fitted by eval/fit_ranking.py on which passages are of the right article:

    score = sum of weight_i * sign_i

Knows no index and makes no answer: which candidate is the answer, `app/judge.py` says.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from app.judge import Features
from app.weigh import Read, Weighed

FAR = 3.0  # in the unit of the fused score


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a passage, all in about [-3, 3]. Of its candidates the most confident one counts."""

    found: float  # fused search score less the best one's
    margin: float  # the reader's margin of its best span, tens of logits
    sure: float  # log odds of the judge's confidence, in fives
    passage: float  # coverage of the question's words by the passage
    article: float  # by the article
    missing: float  # heaviest word not in the article
    sentence: float  # coverage by the candidate's sentence
    year: float  # the year asked for is named (1), others are (-1)
    figure: float  # share of the question's figures in the sentence


WEIGHTS = Signs(
    found=1.0, margin=1.59, sure=1.44, passage=0.31, article=0.31, missing=-0.06, sentence=0.15, year=0.46, figure=0.06
)  # fmt: skip
values_of = attrgetter(*(field.name for field in fields(Signs)))


def signs_of(read: Read, best: Weighed | None) -> Signs:
    """What speaks for one passage; `best`: its most confident candidate (None: it has none)."""
    found, margin = max(-FAR, read.found / 2), max(-2.0, min(2.0, read.margin / 10))
    if best is None:
        return Signs(found, margin, -2.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    seen: Features = best.seen
    odds = min(max(best.confidence, 1e-4), 1 - 1e-4)
    sure = math.log(odds / (1 - odds)) / 5
    return Signs(found, margin, sure, seen.passage, seen.article, seen.missing_article, seen.sentence, seen.year, seen.figure)


def score_of(signs: Signs) -> float:
    """The formula above."""
    return float(sum(weight * sign for weight, sign in zip(values_of(WEIGHTS), values_of(signs), strict=True)))


def ordered(reads: Sequence[Read], weighed: Sequence[Weighed]) -> list[int]:
    """The places of the passages read, best first; equal ones as they were found."""
    scores = [score_of(one) for one in all_signs(reads, weighed)]
    return sorted(range(len(reads)), key=lambda place: -scores[place])


def all_signs(reads: Sequence[Read], weighed: Sequence[Weighed]) -> list[Signs]:
    """The signs of every passage read. `weighed` comes most confident first."""
    best: dict[tuple[str, int], Weighed] = {}
    for one in weighed:
        best.setdefault((one.read.passage.article_id, one.read.passage.number), one)
    return [signs_of(read, best.get((read.passage.article_id, read.passage.number))) for read in reads]
