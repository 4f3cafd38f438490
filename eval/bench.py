"""Times, memory and figures in one run. Comes in: a gold file, and with `--data DIR` development sets. Goes out: one JSON object.

    python -m eval.bench [--gold FILE] [--data DIR] [--rows N]

Without `--data` one line on stderr says that the development sets were left out. Reading rows are those of `eval --reading`.
Knows no peers.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from app.closed import ClosedReader
from app.judge import load_judge
from app.load import load_answerer
from app.reader import load_reader
from app.settings import read_settings
from eval.rows import load_gold, load_reading
from eval.run import evaluate, read_closed
from eval.summary import as_json, summarise

GOLD = Path(__file__).parent / "gold" / "laoshan.jsonl"
SETS = ("cmrc2018_dev_a", "dureader_checklist_a")


def bench_gold(gold: Path) -> dict[str, Any]:
    """Load, ask every question once, and say how good and how fast: seconds, milliseconds, megabytes."""
    began = time.perf_counter()
    answerer = load_answerer(read_settings())
    loaded = time.perf_counter() - began
    scored = evaluate(answerer.answer, load_gold(gold))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"load_s": round(loaded, 2), "peak_memory_mb": round(memory), "figures": as_json(summarise(scored))}


def bench_reading(data: Path, rows: int) -> dict[str, Any]:
    """Closed reading of the first `rows` rows of each development set."""
    settings = read_settings()
    closed = ClosedReader(load_reader(settings.reader, settings.threads), load_judge())
    found = {}
    for name in SETS:
        wanted = load_reading(data / "dev" / f"{name}.jsonl.xz")[:rows]
        found[name] = as_json(summarise(read_closed(closed.read, wanted), closed=True))
    return found


def main() -> None:
    """Command line; the figures go to stdout."""
    ask = argparse.ArgumentParser(description="Bench 问源.")
    ask.add_argument("--gold", type=Path, default=GOLD)
    ask.add_argument("--data", type=Path)
    ask.add_argument("--rows", type=int, default=400)
    given = ask.parse_args()
    found = {"gold": bench_gold(given.gold)}
    if given.data is None:
        sys.stderr.write("no --data DIR: the development sets were left out\n")
    else:
        found["reading"] = bench_reading(given.data, given.rows)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
