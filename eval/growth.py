"""How building and searching grow with the archive. Comes in: a folder of news files, sizes. Goes out: one JSON object, and a picture.

    python -m eval.growth --news DIR --work DIR [--articles 300 3000 30000 150000] [--encoder fast] [--plot docs/growth.svg]

Each size holds all articles of the size before, so that its build takes over what is made already, as an archive's does that grows.
Searches are the questions of eval/gold/news.jsonl, each asked once after a few others, in a process of its own.

    ms = a * passages ^ exponent, by least squares of the logarithms over the sizes from 10,000 passages on
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from eval.haystacks import GOLD, news_rows
from eval.plots import growth
from eval.rows import load_gold
from eval.scale import peak_mb
from index.build import build
from index.encode import load_encoder
from index.generation import load
from index.search import Searcher

FEW = 1000  # articles taken from one file before the next has its turn
COUNTED_FROM = 10_000  # passages: below, what every search costs hides the growth
WARM = 10  # questions asked before times are taken


@dataclass(frozen=True, slots=True)
class Size:
    """One archive: what its build took over the build before, and its searches. Seconds, megabytes (peak), milliseconds."""

    articles: int
    passages: int
    build_s: float
    build_mb: int
    search_p50_ms: float
    search_p95_ms: float
    server_mb: int


def in_turn(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """The articles of all files, a thousand of each at a time, so that any beginning of them is as mixed as the whole."""
    streams = [news_rows(file) for file in files]
    while streams:
        for stream in list(streams):
            few = list(islice(stream, FEW))
            yield from few
            if len(few) < FEW:
                streams.remove(stream)


def measure_build(folder: Path, index: Path, encoder: str) -> tuple[int, int, float, int]:
    """Build; returns articles, passages, seconds and megabytes."""
    began = time.perf_counter()
    report = build([folder], index, load_encoder(encoder, 2), lambda stage, more, total: None)
    return report.articles, report.passages, time.perf_counter() - began, max(peak_mb().values())


def measure_search(index: Path, encoder: str, questions: Sequence[str]) -> tuple[float, float, int]:
    """Load and search; returns p50 and p95 in milliseconds, and megabytes."""
    searcher = Searcher(load(index), load_encoder(encoder, 2))
    times = []
    for question in questions:
        began = time.perf_counter()
        searcher.search(question, 10)
        times.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(times[WARM:], [50, 95])
    return float(p50), float(p95), peak_mb()["own"]


def exponent(sizes: Sequence[Size]) -> float | None:
    """The exponent of search time over passages; None with fewer than two sizes to fit."""
    fitted = [(one.passages, one.search_p50_ms) for one in sizes if one.passages >= COUNTED_FROM]
    if len(fitted) < 2:
        return None
    passages, times = np.log(np.asarray(fitted)).T
    return float(np.polyfit(passages, times, 1)[0])


def measure(files: Sequence[Path], work: Path, counts: Sequence[int], encoder: str) -> Iterator[Size]:
    """Each size in turn, its articles beside those of the sizes before it."""
    questions = [row.question for row in load_gold(GOLD / "news.jsonl")]
    folder, index = work / "articles", work / "index"
    folder.mkdir(parents=True, exist_ok=True)
    stream, taken = in_turn(files), 0
    for count in sorted(counts):
        more = folder / f"{count:06}.jsonl"
        part = islice(stream, count - taken)
        more.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in part), encoding="utf-8")
        taken = count
        articles, passages, seconds, build_mb = apart(measure_build, folder, index, encoder)
        p50, p95, server_mb = apart(measure_search, index, encoder, questions)
        yield Size(articles, passages, round(seconds, 1), build_mb, round(p50, 2), round(p95, 2), server_mb)


def apart(work: Callable[..., tuple[Any, ...]], *given: object) -> tuple[Any, ...]:
    """The work done in a process of its own, whose peak of memory is its own too."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def main() -> None:
    """Command line; sizes go to stderr as they are measured, the JSON to stdout."""
    ask = argparse.ArgumentParser(description="How building and searching grow with the archive.")
    ask.add_argument("--news", type=Path, required=True, help="folder of .jsonl.xz files of articles")
    ask.add_argument("--work", type=Path, required=True, help="folder for articles and index")
    ask.add_argument("--articles", type=int, nargs="+", default=[300, 3000, 30_000, 150_000])
    ask.add_argument("--encoder", default="fast")
    ask.add_argument("--plot", type=Path, help="where to write the picture (.svg)")
    given = ask.parse_args()
    sizes: list[Size] = []
    for size in measure(sorted(given.news.glob("*.jsonl.xz")), given.work, given.articles, given.encoder):
        sizes.append(size)
        sys.stderr.write(json.dumps(asdict(size)) + "\n")
    fitted = exponent(sizes)
    if given.plot:
        given.plot.write_text(growth([(one.passages, one.search_p50_ms, one.search_p95_ms) for one in sizes], fitted), encoding="utf-8")
    sys.stdout.write(json.dumps({"sizes": [asdict(one) for one in sizes], "exponent": fitted}, indent=1) + "\n")


if __name__ == "__main__":
    main()
