"""Gold in, the judge's weights out.

    python -m eval.fit_judge --gold eval/gold/laoshan.jsonl=INDEX [--gold FILE=INDEX=TIMES ...] [--wrong 0.1] --out app/models/judge.json

Of a `--gold` file only the half to be tuned on is used (`eval.rows.half`), and it counts three times, or so many as are given
behind INDEX; of an `--all` file one row in `--every`, asked of its own article alone. INDEX is the folder of generations it is asked of.

Each question is a choice between its candidates x and "no answer", whose score is 0 (a conditional logit):

    P(x) = exp(s(x)) / (1 + sum over candidates of exp(s)),   s(x) = bias + w . (features - mean) / scale

The wished choice is the candidates that are the gold answer to the letter, or, where none is, those near it by their F1; "no answer" for an
unanswerable question. The score of the best candidate is then calibrated to "right enough" (F1 >= 0.5) on folds by fact, and the threshold
is the lowest confidence from which the share of wrong answers is at most `--wrong`: both by the `--gold` questions alone, each once, as
they are asked of all articles like those of readers. Needs scipy. Knows no serving.
"""

import argparse
import json
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.judge import WEIGHTS
from eval.candidates import FOLDS, NAMES, Asked, Floats, gather

PENALTY, NEAR, ENOUGH = 0.02, 0.6, 0.5
GOLD_COUNTS = 3  # times a gold question counts beside a written one: it is of a real newspaper
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """s(x) = bias + weights . (x - means) / scales."""

    weights: Floats
    means: Floats
    scales: Floats
    bias: float

    def __call__(self, seen: Floats) -> Floats:
        scores: Floats = self.bias + (seen - self.means) / self.scales @ self.weights
        return scores


def wished(asked: Asked) -> Floats:
    """The wished share of each candidate; all zero means "no answer"."""
    exact = (asked.likeness >= 0.999).astype(float)
    near = np.where(asked.likeness >= NEAR, asked.likeness - NEAR + 0.1, 0.0)
    chosen = exact if exact.any() else near
    return chosen / chosen.sum() if asked.answerable and chosen.any() else np.zeros_like(chosen)


def fit(rows: Sequence[Asked]) -> Line:
    """The line that makes the wished choices most likely, with a small penalty on large weights."""
    from scipy.optimize import minimize

    seen = np.concatenate([row.seen for row in rows])
    means, scales = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    parts = [((row.seen - means) / scales, wished(row)) for row in rows]

    def loss(values: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(values)
        for scaled, target in parts:
            scores = scaled @ values[:-1] + values[-1]
            top = max(0.0, float(scores.max()))
            raised = np.exp(scores - top)
            whole = raised.sum() + math.exp(-top)
            total += top + math.log(whole) - float(target @ scores)
            gradient = raised / whole - target
            slope[:-1] += gradient @ scaled
            slope[-1] += gradient.sum()
        penalty = PENALTY * len(parts) * float(values[:-1] @ values[:-1])
        slope[:-1] += 2 * PENALTY * len(parts) * values[:-1]
        return (total + penalty) / len(parts), slope / len(parts)

    done = minimize(loss, np.zeros(len(NAMES) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return Line(done.x[:-1], means, scales, float(done.x[-1]))


def best_of(row: Asked, line: Line) -> tuple[float, bool]:
    """The best candidate's score, and whether it is right enough."""
    scores = line(row.seen)
    best = int(scores.argmax())
    return float(scores[best]), bool(row.answerable and row.likeness[best] >= ENOUGH)


def calibrated(pairs: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """slope and shift of sigmoid(slope * score + shift) that fit what was right (Platt 1999)."""
    from scipy.optimize import minimize

    scores, right = np.asarray([s for s, _ in pairs]), np.asarray([float(r) for _, r in pairs])

    def loss(values: Floats) -> float:
        z = values[0] * scores + values[1]
        return float(np.logaddexp(0.0, z).mean() - (right * z).mean())

    done = minimize(loss, np.asarray([1.0, 0.0]), method="L-BFGS-B")
    return float(done.x[0]), float(done.x[1])


def threshold_for(pairs: Sequence[tuple[float, bool]], wrong: float) -> float:
    """The lowest confidence from which at most `wrong` of the answers are wrong; 0.5 when no confidence is enough."""
    ordered = sorted(pairs, key=lambda pair: -pair[0])
    errors, found = 0, 0.5
    for count, (confidence, right) in enumerate(ordered, 1):
        errors += not right
        if errors <= wrong * count:
            found = confidence
    return found


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def judge_of(rows: Sequence[Asked], gold: Sequence[Asked], wrong: float) -> dict[str, object]:
    """The contents of judge.json: the line fitted on `rows`, calibrated on those of `gold`."""
    pairs: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        line = fit([row for row in rows if row.fold != fold])
        pairs += [best_of(row, line) for row in gold if row.fold == fold]
    slope, shift = calibrated(pairs)
    threshold = threshold_for([(sigmoid(slope * score + shift), right) for score, right in pairs], wrong)
    line = fit(rows)
    log.info("right enough, held-out folds: %.3f of %d; slope %.2f shift %.2f", np.mean([r for _, r in pairs]), len(gold), slope, shift)
    for name, weight in zip(NAMES, line.weights, strict=True):
        log.info("%-16s %+.2f", name, weight)
    return {
        "features": NAMES,
        "weights": [round(float(w) * slope, 5) for w in line.weights],
        "means": [round(float(m), 5) for m in line.means],
        "scales": [round(float(s), 5) for s in line.scales],
        "bias": round(line.bias * slope + shift, 5),
        "threshold": round(threshold, 4),
    }


def main() -> None:
    """Command line; what was fitted goes to stderr."""
    ask = argparse.ArgumentParser(description="Fit app/models/judge.json.")
    ask.add_argument("--gold", action="append", required=True, metavar="FILE=INDEX[=TIMES]")
    ask.add_argument("--all", action="append", default=[], metavar="FILE=INDEX")
    ask.add_argument("--every", type=int, default=3, help="one row in so many of an --all file")
    ask.add_argument("--wrong", type=float, default=0.1, help="share of answers that may be wrong at the threshold")
    ask.add_argument("--read-passages", type=int, default=6)
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--out", type=Path, default=WEIGHTS)
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    entries = [(entry, 0, GOLD_COUNTS) for entry in given.gold] + [(entry, given.every, 1) for entry in given.all]
    rows: list[Asked] = []
    gold: list[Asked] = []
    for entry, every, usual in entries:
        file, index, *times = entry.split("=")
        found = gather(Path(file), Path(index), every, given.read_passages, given.threads)
        rows += found * (int(times[0]) if times else usual)
        if not every:
            gold += found
    given.out.write_text(json.dumps(judge_of(rows, gold, given.wrong), indent=1) + "\n", encoding="utf-8")
    log.info("%d questions -> %s", len(rows), given.out)


if __name__ == "__main__":
    main()
