"""Written yes-no questions in, app/models/polarity.json out.

    python -m eval.fit_polarity

The questions of `app/written/` that are tagged kind:yesno, each with the clause that decides it and its sentence: a logistic regression
over `app.polarity.signs` with a small penalty, first on folds by article to say how good it is, then on all. Needs scipy.
"""

import argparse
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.polarity import WEIGHTS, signs
from app.train_written import WRITTEN
from corpus.sentence import sentence_at

PENALTY, FOLDS = 1.0, 5
log = logging.getLogger(__name__)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decided:
    """A yes-no question with the clause and sentence that decide it."""

    question: str
    clause: str
    sentence: str
    yes: bool
    fold: int


def decided(folder: Path = WRITTEN) -> Iterator[Decided]:
    """All yes-no questions of our own writing that have an answer."""
    texts = {row["id"]: row["text"] for row in _rows(folder / "articles.jsonl")}
    for row in (row for name in ("questions", "apart") for row in _rows(folder / f"{name}.jsonl")):
        if "kind:yesno" not in row["tags"] or not row["answerable"]:
            continue
        text, clause = texts[row["article"]], row["spans"][0]
        at = text.find(clause, text.find(row["evidence"]))
        low, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        start, stop = sentence_at(text, low, end if end >= 0 else len(text), at)
        fold = sha256(row["article"].encode()).digest()[0] % FOLDS
        yield Decided(row["question"], clause, text[start:stop], row["answers"] == ["是"], fold)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fit(seen: Floats, yes: Floats) -> Floats:
    """Weights and, last, the bias."""
    from scipy.optimize import minimize

    def loss(values: Floats) -> float:
        z = seen @ values[:-1] + values[-1]
        return float((np.logaddexp(0.0, z) - yes * z).sum() + PENALTY * (values[:-1] ** 2).sum())

    found: Floats = minimize(loss, np.zeros(seen.shape[1] + 1), method="L-BFGS-B").x
    return found


def main() -> None:
    """Command line; what was fitted goes to stderr."""
    ask = argparse.ArgumentParser(description="Fit app/models/polarity.json.")
    ask.add_argument("--out", type=Path, default=WEIGHTS)
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    rows = list(decided())
    tables = [signs(row.question, row.clause, row.sentence) for row in rows]
    names = list(tables[0])
    seen = np.asarray([[table[name] for name in names] for table in tables])
    yes, folds = np.asarray([float(row.yes) for row in rows]), np.asarray([row.fold for row in rows])
    right = 0
    for fold in range(FOLDS):
        values = fit(seen[folds != fold], yes[folds != fold])
        right += int((((seen[folds == fold] @ values[:-1] + values[-1]) > 0) == (yes[folds == fold] > 0)).sum())
    log.info("%d questions, %d of them yes; right on held-out articles: %.3f", len(rows), int(yes.sum()), right / len(rows))
    values = fit(seen, yes)
    weights = {name: round(float(value), 4) for name, value in zip([*names, "bias"], values, strict=True)}
    given.out.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
