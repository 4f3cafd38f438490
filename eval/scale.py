"""What a large corpus costs. Comes in: folders of articles, or a number of vectors. Goes out: one JSON object: seconds, megabytes, recall.

    python -m eval.scale --articles DIR --index DIR      build, build again, load, search: with vectors that cost nothing to make
    python -m eval.scale --vectors N                     the vector index against a comparison with every vector

The vectors are made up, so that index and memory can be measured without hours of encoding; what encoding costs, `eval.bench` tells.
"""

import argparse
import json
import resource
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.build import build
from index.dense import build_dense, dense_bytes
from index.generation import load
from index.search import Searcher

DIMENSIONS, TOPICS, QUESTIONS = 384, 400, 200
ASKED = ("张村河片区规划多少所学校", "今年国内生产总值增长多少", "谁出席了会议", "地铁什么时候通车", "疫苗接种了多少人")


class MadeUpEncoder:
    """Unit vectors that depend on the text alone: its topic, by its first characters, and noise of its own."""

    fingerprint, dimensions = "made-up-1", DIMENSIONS

    def __init__(self) -> None:
        self._table = np.random.default_rng(1).normal(size=(4096, DIMENSIONS)).astype(np.float32)
        self.encoded = 0

    def encode_question(self, question: str) -> NDArray[np.float32]:
        return self._vector(question)

    def encode_passages(self, passages: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        self.encoded += len(passages)
        if progress:
            progress(len(passages))
        return np.stack([self._vector(passage) for passage in passages])

    def _vector(self, text: str) -> NDArray[np.float32]:
        topic, own, other = (zlib.crc32(part.encode()) % 4096 for part in (text[:6], text, text[::-1]))
        vector = 3 + self._table[topic % TOPICS] + 0.6 * self._table[own] + 0.6 * self._table[other]
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def clustered(count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Vectors as an encoder makes them of news (much in common, then topics, articles, passages), and questions near some."""
    random = np.random.default_rng(2)
    articles = random.normal(size=(TOPICS, DIMENSIONS))[random.integers(0, TOPICS, count // 4 + 1)]
    articles += 0.9 * random.normal(size=articles.shape)
    vectors = np.repeat(articles.astype(np.float32), 4, axis=0)[:count]
    for rows in np.array_split(np.arange(count), 64):
        vectors[rows] += 0.7 * random.normal(size=(len(rows), DIMENSIONS)).astype(np.float32) + 3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    questions = vectors[random.integers(0, count, QUESTIONS)] + 0.02 * random.normal(size=(QUESTIONS, DIMENSIONS)).astype(np.float32)
    return vectors, questions / np.linalg.norm(questions, axis=1, keepdims=True)


def measure_vectors(count: int) -> dict[str, Any]:
    """recall@20 = share of the 20 nearest of all vectors that are among the 20 found, mean over the questions."""
    vectors, questions = clustered(count)
    began = time.perf_counter()
    index = build_dense(vectors)
    built = time.perf_counter() - began
    exact = np.argsort(-(questions @ vectors.T), axis=1)[:, :20]
    began = time.perf_counter()
    found = [index.search(question, 20)[0] for question in questions]
    each = (time.perf_counter() - began) / QUESTIONS * 1000
    recall = np.mean([len(np.intersect1d(one, other)) / 20 for one, other in zip(found, exact, strict=True)])
    return {
        "vectors": count, "kind": type(index.faiss).__name__, "cells": int(getattr(index.faiss, "nlist", 0)), "build_s": round(built, 1),
        "megabytes": round(len(dense_bytes(index)) / 2**20), "search_ms": round(each, 2), "recall@20": round(float(recall), 4),
    }  # fmt: skip


class Stages:
    """Seconds of each stage of a build; given to it as its progress."""

    def __init__(self) -> None:
        self.seconds = defaultdict[str, float](float)
        self._last = time.perf_counter()

    def __call__(self, stage: str, more: int, total: int | None) -> None:
        now = time.perf_counter()
        self.seconds[stage] += now - self._last
        self._last = now


def measure_build(folders: list[Path], root: Path) -> dict[str, Any]:
    """Two builds of the same articles and a few searches: seconds of each stage, peak memory."""
    found: dict[str, Any] = {}
    for name in ("build", "again"):
        encoder, stages = MadeUpEncoder(), Stages()
        began = time.perf_counter()
        report = build(folders, root, encoder, stages)
        found[name] = {
            "articles": report.articles, "passages": report.passages, "encoded": encoder.encoded, "peak_mb": peak_mb(),
            "seconds": round(time.perf_counter() - began), "stages": {stage: round(spent) for stage, spent in stages.seconds.items()},
        }  # fmt: skip
    began = time.perf_counter()
    searcher = Searcher(load(root), MadeUpEncoder())
    found["load_s"] = round(time.perf_counter() - began, 1)
    times = []
    for question in ASKED * 4:
        began = time.perf_counter()
        searcher.search(question, 10)
        times.append((time.perf_counter() - began) * 1000)
    groups = searcher.generation.groups
    found["search_ms"] = {"p50": round(float(np.median(times[5:])), 1), "max": round(max(times[5:]), 1)}
    found["copies"] = int((groups.original != np.arange(len(groups.original))).sum())
    return {**found, "peak_mb": peak_mb()}


def peak_mb() -> dict[str, int]:
    """Peak resident memory so far, of this process and of the largest one it started."""
    kinds = {"own": resource.RUSAGE_SELF, "largest_worker": resource.RUSAGE_CHILDREN}
    return {name: round(resource.getrusage(kind).ru_maxrss / 1024) for name, kind in kinds.items()}


def main() -> None:
    """Command line; the figures go to stdout."""
    ask = argparse.ArgumentParser(description="What a large corpus costs.")
    ask.add_argument("--articles", type=Path, nargs="*", default=[])
    ask.add_argument("--index", type=Path)
    ask.add_argument("--vectors", type=int, nargs="*", default=[])
    given = ask.parse_args()
    found: dict[str, Any] = {"vectors": [measure_vectors(count) for count in given.vectors]}
    if given.articles:
        found |= measure_build(given.articles, given.index)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
