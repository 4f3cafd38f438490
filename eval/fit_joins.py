"""News in, what `corpus/joins.py` knows out: n-gram counts, and the networks that join broken-off lines.

    python -m eval.fit_joins --data DIR [--pages N] [--every N] [--count]

`--data` holds news/chinanews.jsonl.xz, news/xwlb.jsonl.xz and news/crud_docs.jsonl.xz with rows `{"id", "text"}`. Articles whose id's
sha256 is divisible by ten are left out of both, so that pages broken of them are new to what is learnt here. `--count` makes the table
of n-grams anew (`corpus/models/grams.npz`); the networks (`corpus/models/joins.npz`) are always fitted, on pages of `eval/breaker.py`, the
second with the transformer of `corpus/models/joiner` (eval/train_joiner.py).
Only counts of runs of at most four characters, each seen many times, are kept of the news.
"""

import argparse
import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray

from corpus.formats import sources
from corpus.grams import BITS, LONGEST, TABLE, WIDE
from corpus.joins import PRINTED, WEIGHTS, Network, breaks_off, features, looked_at
from corpus.roles import Line, assign
from eval.breaker import Breaks, Page
from eval.pages import SHORTEST, breakable, broken, goes_on

FILES = ("chinanews", "xwlb", "crud_docs")
FEWEST_SEEN = {2: 6, 3: 10, 4: 15}
CHARACTERS = 4094
FIRST, SECOND = (32, 1e-4), (8, 0.1)  # hidden units and weight decay of the two networks; the second sees fewer pages
STEPS, BATCH, RATE = 4000, 256, 3e-3
log = logging.getLogger(__name__)
Case = tuple[NDArray[np.float32], int]  # figures of one end with every start; which start continues it, from 1, or 0


def learnt(name: str) -> bool:
    """Whether an article may be learnt from; the others are there to measure with."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10 != 0


def texts(data: Path) -> Iterator[str]:
    """The texts of all articles to learn from."""
    for name in FILES:
        for source in sources(data / "news" / f"{name}.jsonl.xz"):
            if learnt(str(source.stated["id"])):
                yield source.raw


def count(data: Path) -> None:
    """Write the table of n-grams."""
    tidy = ("\n".join(line.strip() for line in text.translate(WIDE).splitlines() if line.strip()) for text in texts(data))
    whole = "\n" + "\n\n".join(tidy) + "\n"
    codes = np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32)
    seen = np.bincount(np.minimum(codes, 0xFFFF), minlength=0x10000)[:0xFFFF]
    common = np.argsort(-seen, kind="stable")[:CHARACTERS]
    number = np.zeros(0x10000, dtype=np.int64)
    number[common] = np.arange(1, len(common) + 1)
    ids = number[np.minimum(codes, 0xFFFF)]
    table = {"characters": np.array("".join(map(chr, common))), "single": np.bincount(ids, minlength=1 << BITS)}
    runs = ids
    for length in range(2, LONGEST + 1):
        runs = (runs[:-1] << BITS) | ids[length - 1 :]
        keys, counts = np.unique(runs, return_counts=True)
        kept = counts >= FEWEST_SEEN[length]
        table[f"steps{length}"] = np.diff(keys[kept], prepend=0)
        table[f"counts{length}"] = np.minimum(counts[kept], 0xFFFFFFFF).astype(np.uint32)
        log.info("%d runs of %d characters", int(kept.sum()), length)
    np.savez_compressed(TABLE, **table)  # type: ignore[arg-type]


def lines_of(page: Page) -> tuple[list[str], list[int], list[int]]:
    """The lines of a page, which of them break off, and which can go on."""
    lines = [page.raw[at:].split("\n", 1)[0] for at in page.at]
    parts = assign([Line(line, 0) for line in lines])
    usable = [n for n in range(len(lines)) if parts[n].role not in PRINTED]
    return lines, [n for n in usable if breaks_off(lines[n])], usable


def cases(page: Page) -> Iterator[Case]:
    """Every end of a page that breaks off, with what continues it."""
    lines, ends, usable = lines_of(page)
    place = {n: n for n in range(len(lines))}
    for end in ends:
        starts = [n for n in usable if n != end]
        right = next((number for number, start in enumerate(starts, 1) if goes_on(page, end, start)), 0)
        if starts:
            yield np.asarray(features(lines, [end], starts, place), dtype=np.float32), right


def second_cases(page: Page, first: Network) -> Iterator[Case]:
    """The same with what the transformer says, for the beginnings that the first network finds possible."""
    lines, ends, usable = lines_of(page)
    if not ends:
        return
    place = {n: n for n in range(len(lines))}
    table = np.asarray(features(lines, ends, usable, place)).reshape(len(ends), len(usable), -1)
    pairs, seen = looked_at(first, lines, ends, usable, table)
    for row, end in enumerate(ends):
        mine = np.flatnonzero(pairs[:, 0] == row)
        right = next((n for n, at in enumerate(mine, 1) if goes_on(page, end, usable[pairs[at, 1]])), 0)
        if len(mine):
            yield seen[mine].astype(np.float32), right


def fit(found: list[Case], hidden: int, decay: float) -> dict[str, NDArray[np.float32]]:
    """The network with the least cross entropy over "which start, or none"; none has log odds 0."""
    width = max(len(table) for table, _ in found)
    rows = np.concatenate([table for table, _ in found])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    tables = torch.zeros(len(found), width, rows.shape[1])
    empty = torch.ones(len(found), width, dtype=torch.bool)
    for number, (table, _) in enumerate(found):
        tables[number, : len(table)] = torch.from_numpy((table - mean) / spread)
        empty[number, : len(table)] = False
    right = torch.tensor([answer for _, answer in found])
    torch.manual_seed(0)
    inner, outer = torch.nn.Linear(rows.shape[1], hidden), torch.nn.Linear(hidden, 1)
    optimiser = torch.optim.AdamW([*inner.parameters(), *outer.parameters()], lr=RATE, weight_decay=decay)
    for step in range(STEPS):
        drawn = torch.randint(0, len(found), (BATCH,))
        odds = outer(torch.tanh(inner(tables[drawn])))[..., 0].masked_fill(empty[drawn], -1e4)
        loss = torch.nn.functional.cross_entropy(torch.cat([torch.zeros(BATCH, 1), odds], 1), right[drawn])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if step % 1000 == 999:
            log.info("step %d, loss %.3f", step + 1, float(loss.detach()))
    values = {"inner": inner.weight, "inner_bias": inner.bias, "outer": outer.weight[0], "outer_bias": outer.bias}
    return {"mean": mean, "spread": spread, **{name: value.detach().numpy() for name, value in values.items()}}


def main() -> None:
    """Command line; progress goes to stderr."""
    ask = argparse.ArgumentParser(description="Fit what joins broken-off lines.")
    ask.add_argument("--data", type=Path, required=True, help="folder with news/")
    ask.add_argument("--pages", type=int, default=4000, help="pages to break and learn from")
    ask.add_argument("--every", type=int, default=2, help="the second network learns from every so many pages")
    ask.add_argument("--count", action="store_true", help="count the n-grams anew")
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)
    if given.count:
        count(given.data)
    rng = Random(20261124)
    articles = breakable((text for text in texts(given.data) if len(text) >= SHORTEST and rng.random() < 0.2), rng)
    pages = list(broken(articles[: given.pages], Breaks(), rng))
    found = [case for page in pages for case in cases(page)]
    log.info("%d ends that break off on %d pages", len(found), len(pages))
    first = fit(found, *FIRST)
    network = {name: value.astype(np.float64) for name, value in first.items()}
    found = [case for page in pages[:: given.every] for case in second_cases(page, network)]
    log.info("%d ends for the second network", len(found))
    both = {"first": first, "second": fit(found, *SECOND)}
    named = {f"{name}_{key}": value for name, made in both.items() for key, value in made.items()}
    np.savez_compressed(WEIGHTS, **named)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
