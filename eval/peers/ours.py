"""Our search in its own process, measured as the peers are. Comes in: articles, questions. Goes out: Ran, and the files for the peers.

    python -m eval.peers.ours --articles DIR --questions FILE --index DIR --given DIR --out FILE [--encoder fast]

The index is built from nothing. What the peers are given is made after the measuring: our passages as they are indexed, jieba's words,
our vectors. What cutting and encoding took is written beside it. Knows no right answer.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import numpy as np

from eval.peers.exchange import DEEP, Facts, Given, Search, Text, write_record, write_texts, write_vectors
from eval.peers.measure import measure
from eval.scale import Stages
from index.build import build
from index.encode import Encoder, load_encoder
from index.generation import Generation, load
from index.rows import indexed_text
from index.search import Searcher
from index.words import words

ENCODING = "编码"  # the stage of a build that encodes
THREADS = 2
Made = TypeVar("Made")


def builder(articles: Path, root: Path, encoder: str | None, stages: Stages, made: list[Searcher]) -> Callable[[Given], Search]:
    """Builds and loads the index; the searcher is left in `made`, for the passages to be taken from."""

    def built(given: Given) -> Search:
        loaded = load_encoder(encoder, THREADS)
        build([articles], root, loaded, stages)
        searcher = Searcher(load(root), loaded)
        made.append(searcher)
        return lambda number: [hit.row for hit in searcher.search(given.questions[number], DEEP)]

    return built


def hand_over(searcher: Searcher, questions: Sequence[str], encode_s: float, folder: Path) -> None:
    """Write what the peers are given."""
    generation = searcher.generation
    passages = [indexed_text(generation.passage(row)) for row in range(len(generation.passages))]
    began = time.perf_counter()
    cut = [cut_of(passage) for passage in passages]
    cut_s = time.perf_counter() - began
    cut_questions, cut_ms = timed(cut_of, questions)
    vectors, encode_ms = timed(searcher.encoder.encode_question, questions)
    write_texts(folder, map(Text, passages, cut), map(Text, questions, cut_questions))
    write_vectors(folder, vectors_of(generation, searcher.encoder), np.stack(vectors))
    articles = [generation.catalog[int(of)].id for of in generation.article_of]
    write_record(folder / "facts.json", Facts(articles, cut_s, encode_s, cut_ms, encode_ms))


def cut_of(text: str) -> str:
    """jieba's search-mode words, those without content left out, blanks between."""
    return " ".join(words(text))


def timed(make: Callable[[str], Made], texts: Sequence[str]) -> tuple[list[Made], list[float]]:
    """What is made of each text, and its milliseconds."""
    made, ms = [], []
    for text in texts:
        began = time.perf_counter()
        made.append(make(text))
        ms.append((time.perf_counter() - began) * 1000)
    return made, ms


def vectors_of(generation: Generation, encoder: Encoder) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The vectors of all passages, as the index has them."""
    assert generation.dense is not None and generation.dense.dimensions == encoder.dimensions
    return generation.dense.vectors(np.arange(len(generation.passages)))


def main() -> None:
    """Command line; what was found goes to the file."""
    ask = argparse.ArgumentParser(description="Measure our search.")
    for name in ("--articles", "--questions", "--index", "--given", "--out"):
        ask.add_argument(name, type=Path, required=True)
    ask.add_argument("--encoder")
    wanted = ask.parse_args()
    questions = json.loads(wanted.questions.read_text(encoding="utf-8"))
    stages, made = Stages(), list[Searcher]()
    ran = measure(builder(wanted.articles, wanted.index, wanted.encoder, stages, made), Given([], questions), version("wenyuan"))
    write_record(wanted.out, ran)
    hand_over(made[0], questions, stages.seconds[ENCODING], wanted.given)


if __name__ == "__main__":
    main()
