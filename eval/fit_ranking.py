"""Questions and their articles in, the weights of `app/ranking.py` out.

    python -m eval.fit_ranking --data DIR --work DIR [--encoder fast] [--sets news cmrc laoshan] [--rows N]

Each question is a choice among the passages that were read; the wished ones are those that were sought (of a gold article, or with the
evidence). Only the half to be tuned on of a gold set is used. At most about N questions a set are used.

    P(passage) = exp(score) / sum over the passages read of exp(score)              score: app/ranking.py
"""

import argparse
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.answerer import FUSED, Answerer
from app.find import with_head
from app.look import look
from app.question import understand
from app.ranking import WEIGHTS, Signs, all_signs, values_of
from app.settings import read_settings
from eval.haystacks import SETS, Haystack
from eval.retrieval import built

PENALTY = 0.01
Floats = NDArray[np.float64]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """One question: (passages, signs) and which passages were sought."""

    signs: Floats
    sought: NDArray[np.bool_]


def gather(haystack: Haystack, answerer: Answerer, rows: int) -> list[Choice]:
    """The questions of the half to be tuned on, each with all its passages read at once."""
    needles = [needle for needle in haystack.needles if needle.half != "held_out"]
    generation, found = answerer.searcher.generation, []
    for needle in needles[:: max(1, len(needles) // rows)]:
        question = understand(needle.question)
        hits = answerer.searcher.search(question.clean, FUSED)
        hits = with_head(generation, question, hits, answerer.read_passages)[: answerer.read_passages]
        reads, weighed, _ = look(generation, answerer.reader, answerer.judge, question, hits, len(hits))
        signs = np.asarray([values_of(one) for one in all_signs(reads, weighed)])
        found.append(Choice(signs, np.asarray([needle.found_in(hit.passage.article_id, hit.passage.text) for hit in hits])))
    return found


def fit(choices: Sequence[Choice]) -> Floats:
    """The weights that make what was sought most likely, with a small penalty on large ones."""
    from scipy.optimize import minimize

    told = [choice for choice in choices if choice.sought.any() and not choice.sought.all()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for choice in told:
            scores = choice.signs @ weights
            raised = np.exp(scores - scores.max())
            share = raised / raised.sum()
            right = float(share[choice.sought].sum())
            total -= np.log(right)
            slope += choice.signs.T @ (share - np.where(choice.sought, share / right, 0.0))
        return total / len(told) + PENALTY * float(weights @ weights), slope / len(told) + 2 * PENALTY * weights

    done = minimize(loss, np.asarray(values_of(WEIGHTS)), jac=True, method="L-BFGS-B")
    return np.asarray(done.x)


def first(choices: Sequence[Choice], weights: Floats) -> float:
    """Share of all questions whose first passage was sought."""
    return float(np.mean([choice.sought[int(np.argmax(choice.signs @ weights))] for choice in choices]))


def main() -> None:
    """Command line; what was fitted goes to stderr."""
    ask = argparse.ArgumentParser(description="Fit the weights of app/ranking.py.")
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--work", type=Path, required=True)
    ask.add_argument("--encoder")
    ask.add_argument("--sets", nargs="*", default=["news", "cmrc", "laoshan"], choices=sorted(SETS))
    ask.add_argument("--rows", type=int, default=200)
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    gathered: dict[str, list[Choice]] = {}
    for name in given.sets:
        root = given.work / name / f"index-{Path(given.encoder or 'shipped').name}"
        haystack = SETS[name](given.data, given.work)
        gathered[name] = gather(haystack, built(haystack, root, given.encoder, read_settings().read_passages), given.rows)
        log.info("%s: %d questions", name, len(gathered[name]))
    weights = fit([choice for choices in gathered.values() for choice in choices])
    for name, choices in gathered.items():
        log.info("%s: first by search %.3f, by the weights %.3f", name, first(choices, _found_alone()), first(choices, weights))
    log.info(json.dumps(dict(zip((field.name for field in fields(Signs)), np.round(weights, 3).tolist(), strict=True))))


def _found_alone() -> Floats:
    return np.asarray([float(field.name == "found") for field in fields(Signs)])


if __name__ == "__main__":
    main()
