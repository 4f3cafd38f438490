"""How well articles are found. Comes in: the data folder. Goes out: one JSON object: for each set and way of searching, found@1, @5, @10.

    python -m eval.retrieval --data DIR --work DIR [--sets crud news cmrc laoshan] [--encoder fast] [--ask] [--rows N]

Ways, all in one run: `bm25` (whole articles and best passage, summed up the slow way), `passages` (best passage alone), `dense` (the
vectors alone), `search` (the index), `ask` (the order of an answer's passages; with `--ask`, slow). Indexes are kept in `--work`.

    found@k = share of the questions with something sought among the first k different articles (of laoshan: passages)
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.answerer import Answerer
from app.judge import load_judge
from app.question import understand
from app.reader import load_reader
from app.settings import read_settings
from eval.haystacks import SETS, Haystack, Needle
from index.build import build
from index.encode import load_encoder
from index.generation import Generation, load
from index.lexical import K1, B, keys_of
from index.search import Searcher
from index.words import tokenize

DEEP = 200  # passages looked through for ten articles
AT = (1, 5, 10)
Ranked = Sequence[tuple[str, str]]  # article id and text of each passage, best first


@dataclass(frozen=True, slots=True)
class Found:
    """Where something sought stands first (from 0; None: not among those ranked), and what the search took."""

    needle: Needle
    rank: int | None
    ms: float


def rank_of(needle: Needle, ranked: Ranked, of_passages: bool) -> int | None:
    """The place of the first passage that was sought; of articles each counts once."""
    seen: list[str] = []
    for place, (article_id, text) in enumerate(ranked):
        if article_id not in seen:
            seen.append(article_id)
        if needle.found_in(article_id, text):
            return place if of_passages else seen.index(article_id)
    return None


def figures(found: Sequence[Found]) -> dict[str, Any]:
    """found@k over all, and over each half where the set has halves; the middle of the times."""
    out: dict[str, Any] = {"questions": len(found), **_shares(found)}
    for name in sorted({one.needle.half for one in found if one.needle.half}):
        out[name] = _shares([one for one in found if one.needle.half == name])
    return {**out, "p50_ms": round(float(np.median([one.ms for one in found])), 1)}


def _shares(found: Sequence[Found]) -> dict[str, float]:
    return {f"@{k}": round(sum(one.rank is not None and one.rank < k for one in found) / max(1, len(found)), 4) for k in AT}


def article_scores(generation: Generation, query: Iterable[str]) -> NDArray[np.float64]:
    """BM25 of every article as one text, the slow way: counts of its passages added up, its own df."""
    files, lexical, of = generation.files, generation.lexical, generation.article_of
    assert files is not None
    counts, lengths = files.array("counts.npy"), files.array("lengths.npy")
    many = len(generation.catalog)
    total, length = np.zeros(many), np.bincount(of, weights=lengths, minlength=many)
    norm = K1 * (1 - B + B * length / length.mean())
    for key in keys_of(query):
        part = lexical.postings(key)
        tf = np.bincount(of[lexical.rows[part]], weights=counts[part], minlength=many)
        df = int((tf > 0).sum())
        total += np.log1p((many - df + 0.5) / (df + 0.5)) * tf * (K1 + 1) / (tf + norm)
    return total


def by_bm25(searcher: Searcher, question: str, articles: bool) -> Ranked:
    """Passages by BM25 alone; with `articles` each has the score of its whole article added."""
    generation, terms = searcher.generation, tokenize(question)
    scores = generation.lexical.scores(terms).astype(np.float64)
    if articles:
        scores = scores + article_scores(generation, terms)[generation.article_of]
    return _texts(generation, np.lexsort((np.arange(len(scores)), -scores))[:DEEP])


def by_vectors(searcher: Searcher, question: str) -> Ranked:
    """Passages by the vectors alone."""
    dense = searcher.generation.dense
    assert dense is not None
    return _texts(searcher.generation, dense.search(searcher.encoder.encode_question(question), DEEP)[0])


def _texts(generation: Generation, rows: NDArray[np.int64]) -> Ranked:
    passages = [generation.passage(int(row)) for row in rows]
    return [(passage.article_id, passage.text) for passage in passages]


def ways_of(answerer: Answerer, ask: bool) -> dict[str, Callable[[str], Ranked]]:
    """The ways of searching that are compared."""
    searcher = answerer.searcher
    ways: dict[str, Callable[[str], Ranked]] = {
        "bm25": lambda question: by_bm25(searcher, question, True),
        "passages": lambda question: by_bm25(searcher, question, False),
        "dense": lambda question: by_vectors(searcher, question),
        "search": lambda question: [(hit.passage.article_id, hit.passage.text) for hit in searcher.search(question, DEEP)],
    }
    if ask:
        ways["ask"] = lambda question: [(shown.article_id, shown.text) for shown in answerer.answer(question).passages]
    return ways


def measured(haystack: Haystack, answerer: Answerer, ask: bool, rows: int | None) -> dict[str, Any]:
    """Every question asked in every way."""
    out: dict[str, Any] = {"articles": len(answerer.searcher.generation.catalog), "passages": answerer.searcher.generation.lexical.size}
    for name, way in ways_of(answerer, ask).items():
        found = []
        for needle in haystack.needles[:rows]:
            question, began = understand(needle.question).clean, time.perf_counter()
            ranked = way(question)
            found.append(Found(needle, rank_of(needle, ranked, haystack.of_passages), (time.perf_counter() - began) * 1000))
        out[name] = figures(found)
        sys.stderr.write(f"{haystack.name} {name} {json.dumps(out[name])}\n")
    return out


def built(haystack: Haystack, root: Path, encoder_name: str | None, read_passages: int) -> Answerer:
    """The haystack's index (what is there is taken over) and the answerer over it."""
    encoder = load_encoder(encoder_name, 2)
    build([haystack.folder], root, encoder, lambda stage, done, total: None)
    judge = load_judge()
    return Answerer(Searcher(load(root), encoder), load_reader(None, 2), judge, read_passages, judge.threshold)


def main() -> None:
    """Command line; the figures go to stdout, each as it is known to stderr."""
    ask = argparse.ArgumentParser(description="How well articles are found.")
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--work", type=Path, required=True, help="folder for articles and indexes")
    ask.add_argument("--sets", nargs="*", choices=sorted(SETS), default=sorted(SETS))
    ask.add_argument("--encoder")
    ask.add_argument("--ask", action="store_true", help="also the order of the answers' passages")
    ask.add_argument("--rows", type=int, help="the first N questions of each set alone")
    given = ask.parse_args()
    found = {}
    for name in given.sets:
        haystack = SETS[name](given.data, given.work)
        root = given.work / name / f"index-{Path(given.encoder or 'shipped').name}"
        found[name] = measured(haystack, built(haystack, root, given.encoder, read_settings().read_passages), given.ask, given.rows)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
