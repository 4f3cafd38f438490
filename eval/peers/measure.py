"""One system measured in its own process. Comes in: how it is built, and what it is given. Goes out: Ran.

    index_s = seconds from texts in memory to ready for the first question
    ms      = each question asked once, alone, DEEP passages wanted
    peak_mb = peak resident memory of the largest process, the interpreter and what it imports included

Knows no system and no right answer.
"""

import resource
import time
from pathlib import Path

from eval.peers.exchange import Build, Given, Ran, Search

STATUS = Path("/proc/self/status")


def measure(build: Build, given: Given, version: str) -> Ran:
    """Build, ask the first question once for nothing, then all of them."""
    began = time.perf_counter()
    search = build(given)
    index_s = time.perf_counter() - began
    search(0)  # what is loaded with the first question is not what a search costs
    ms, rows = asked(search, len(given.questions))
    return Ran(version, index_s, ms, rows, peak_mb())


def asked(search: Search, count: int) -> tuple[list[float], list[list[int]]]:
    """Milliseconds and rows of each question."""
    ms, rows = [], []
    for number in range(count):
        began = time.perf_counter()
        found = search(number)
        ms.append((time.perf_counter() - began) * 1000)
        rows.append([int(row) for row in found])
    return ms, rows


def peak_mb() -> float:
    """Peak resident memory of this process, or of the largest it started.

    Linux counts in ru_maxrss what the parent had before this program began; its own high-water mark does not.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if STATUS.is_file():
        marks = [line.split()[1] for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:")]
        own = int(marks[0]) if marks else own
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
