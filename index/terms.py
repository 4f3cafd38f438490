"""Indexed texts in, the word index's files out. Comes in: texts, and what an earlier generation counted. Goes out: arrays on disk.

Cutting text into words is slow: a text counted before is not cut again, and many texts are cut in several processes. Knows no articles.
"""

import hashlib
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import ArrayWriter, write_array
from index.postings import Counted, Postings, postings_of
from index.words import VERSION, characters, dictionary_hash, tokenize

HOUSE = Path(__file__).resolve().parent.parent
BLOCK = 1000
MOST_PROCESSES = 4
POOL_FROM = 6000  # texts: fewer are cut before other processes have loaded their dictionary
Block = tuple[NDArray[Any], NDArray[np.int32]]


def terms_code() -> str:
    """sha256 over all that decides the terms of a text."""
    digest = hashlib.sha256(f"{VERSION} {dictionary_hash()}".encode())
    for code in (HOUSE / "corpus" / "clean.py", *(HOUSE / "index" / f"{name}.py" for name in ("words", "postings", "lexical", "terms"))):
        digest.update(code.read_bytes())
    return digest.hexdigest()


def write_terms(
    folder: Path, texts: Iterable[str], rows: NDArray[np.int32], lengths: NDArray[np.int32], before: Counted | None,
    progress: Callable[[str, int, int | None], None],
) -> None:
    """Count the `texts`, which are the passages `rows`, with what was counted `before`, and write the arrays into `folder`.

    `lengths` holds the terms of each passage, and is filled in for these.
    """
    with closing(Postings(len(lengths), folder)) as postings:
        at = 0
        for found, counted in _blocks(texts, len(rows)):
            own = rows[at : at + len(counted)]
            lengths[own] = counted
            found["row"] = own[found["row"]]
            postings.add(found)
            at += len(counted)
            progress("分词", len(counted), len(rows))
        terms, sizes = [], []
        wide = {"rows": np.int32, "counts": np.uint16, "weights": np.float32}
        files = {name: ArrayWriter(folder / f"{name}.npy", dtype) for name, dtype in wide.items()}
        for part in postings.parts(lengths, before):
            terms.append(part.terms)
            sizes.append(part.sizes)
            for name, file in files.items():
                file.append(getattr(part, name))
        for file in files.values():
            file.close()
    write_array(folder / "terms.npy", np.concatenate(terms).astype(np.uint64))
    write_array(folder / "first.npy", np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64))
    write_array(folder / "lengths.npy", lengths)


def _blocks(texts: Iterable[str], many: int) -> Iterator[Block]:
    """The postings of each block of texts, in order; in several processes when it is worth it."""
    remaining = iter(texts)
    blocks = iter(lambda: list(islice(remaining, BLOCK)), [])
    processes = min(MOST_PROCESSES, os.cpu_count() or 1)
    yield from map(count, blocks) if many < POOL_FROM or processes < 2 else _in_processes(blocks, processes)


def _in_processes(blocks: Iterable[list[str]], processes: int) -> Iterator[Block]:
    waiting: deque[tuple[list[str], Future[Block] | None]] = deque()
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _deaf)  # forked ones would share the models' threads
    try:
        for block in blocks:
            waiting.append((block, _given(pool, block)))
            if len(waiting) > 2 * processes:
                yield _done(*waiting.popleft())
        while waiting:
            yield _done(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _given(pool: ProcessPoolExecutor, block: list[str]) -> Future[Block] | None:
    """The block given to another process; None when they cannot be started, or have been killed."""
    with _undisturbed():  # they start with the first block
        try:
            return pool.submit(count, block)
        except BrokenProcessPool:
            return None


def _done(block: list[str], given: Future[Block] | None) -> Block:
    try:
        return given.result() if given else count(block)
    except BrokenProcessPool:
        return count(block)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes that are started meanwhile do not hear Ctrl-C: it is told to the one that leads."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread may say so
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _deaf() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def count(texts: Iterable[str]) -> Block:
    """The postings of a block of texts, and how many terms each has."""
    return postings_of(tokenize(text) + characters(text) for text in texts)
