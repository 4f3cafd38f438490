"""Our search and its peers on the same questions. Comes in: the data folder, the peers' interpreter. Goes out: a Markdown file.

    python -m eval.peers --data DIR --python .venv-peers/bin/python --out FILE [--work DIR] [--sets crud news] [--questions N]
        [--articles N] [--encoder fast] [--peers NAME ...] [--limit-minutes N]

The file is written anew after each peer, so that what is known is there if the rest does not come to its end. A peer that fails has a
row that says why. Knows no peer's code.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from eval.haystacks import SETS
from eval.peers.exchange import Facts, Ran, read_facts, read_ran
from eval.peers.known import NAMES, PEERS, Peer
from eval.peers.processes import Failed, run
from eval.peers.stack import Stack, cut_down
from eval.peers.table import Row, Set, page, row_of
from eval.retrieval import Found, figures, rank_of

OURS, SETTING = "wenyuan", "search, as shipped"
RANKED_BY_ARTICLE = ("cmrc", "crud", "news")


def shares(stack: Stack, ran: Ran, facts: Facts) -> dict[str, float]:
    """article@k of a run."""
    found = []
    for needle, rows, ms in zip(stack.needles, ran.rows, ran.ms, strict=True):
        ranked = [(facts.articles[row], "") for row in rows]
        found.append(Found(needle, rank_of(needle, ranked, of_passages=False), ms))
    told = figures(found)
    return {k: float(told[k]) for k in ("@1", "@5", "@10")}


def measured_ours(stack: Stack, given: argparse.Namespace) -> tuple[Row, Facts]:
    """Our row, and the files for the peers written.

    :raises Failed: when it ends otherwise.
    """
    (stack.work / "questions.json").write_text(json.dumps(stack.questions, ensure_ascii=False), encoding="utf-8")
    out = stack.work / "ours.json"
    with tempfile.TemporaryDirectory(dir=stack.work) as root:
        words = ["eval.peers.ours", "--articles", stack.folder, "--questions", stack.work / "questions.json"]
        words += ["--index", root, "--given", stack.work, "--out", out, *(["--encoder", given.encoder] if given.encoder else [])]
        run([sys.executable, "-m", *map(str, words)], given.limit_minutes)
    ran, facts = read_ran(out), read_facts(stack.work / "facts.json")
    setting = f"{SETTING}, encoder {given.encoder}" if given.encoder else SETTING
    return row_of(OURS, setting, shares(stack, ran, facts), ran, facts, cut=False, vectors=False), facts


def measured(peer: Peer, stack: Stack, facts: Facts, python: Path, limit_minutes: float) -> Row:
    """A peer's row."""
    out = stack.work / f"{peer.name}.json"
    out.unlink(missing_ok=True)
    try:
        run([str(python), "-m", "eval.peers.one", peer.name, "--given", str(stack.work), "--out", str(out)], limit_minutes)
    except Failed as failed:
        return Row(peer.distribution, peer.setting, failed=str(failed))
    ran = read_ran(out)
    return row_of(peer.distribution, peer.setting, shares(stack, ran, facts), ran, facts, peer.cut, peer.vectors)


def conditions(given: argparse.Namespace) -> str:
    """Under what the figures were made, in one sentence."""
    parts = [f"{name} {value} only" for name, value in (("questions:", given.questions), ("articles:", given.articles)) if value]
    small = f" A small run ({', '.join(parts)}): not to be compared with others." if parts else ""
    return f"Measured on {os.cpu_count()} processor cores, everything in one run.{small}"


def compare(given: argparse.Namespace, work: Path) -> None:
    """Every set, every peer; the file is written after each."""
    done: list[Set] = []
    for name in given.sets:
        stack = cut_down(SETS[name](given.data, work), work, given.questions, given.articles)
        ours, facts = measured_ours(stack, given)
        rows = [ours]
        for peer in (peer for peer in PEERS if peer.name in given.peers):
            rows.append(measured(peer, stack, facts, given.python.absolute(), given.limit_minutes))
            sys.stderr.write(f"{name} {rows[-1]}\n")
            now = Set(name, len(set(facts.articles)), len(facts.articles), len(stack.needles), tuple(rows))
            given.out.write_text(page([*done, now], conditions(given)), encoding="utf-8")
        done.append(now)


def options() -> argparse.ArgumentParser:
    """The command line."""
    ask = argparse.ArgumentParser(prog="python -m eval.peers", description="Our search and its peers on the same questions.")
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--python", type=Path, required=True, help="interpreter of the peers' environment")
    ask.add_argument("--out", type=Path, required=True, help="Markdown file to write")
    ask.add_argument("--work", type=Path, help="folder for articles and files between processes (default: one that is removed)")
    ask.add_argument("--sets", nargs="+", choices=RANKED_BY_ARTICLE, default=["crud", "news"])
    ask.add_argument("--questions", type=int, help="the first N questions of each set alone")
    ask.add_argument("--articles", type=int, help="the gold articles and the first others, N in all")
    ask.add_argument("--encoder", help="as for eval.retrieval")
    ask.add_argument("--peers", nargs="+", choices=NAMES, default=list(NAMES))
    ask.add_argument("--limit-minutes", type=float, default=60, help="a process that takes longer is ended")
    return ask


def main() -> None:
    """Command line; one line a peer goes to stderr."""
    given = options().parse_args()
    if not given.data.is_dir():
        sys.stderr.write(f"--data {given.data}: there is no such folder\n")
        raise SystemExit(2)
    try:
        with tempfile.TemporaryDirectory() as made:
            compare(given, (given.work or Path(made)).absolute())
    except Failed as failed:
        sys.stderr.write(f"{OURS}: {failed}\n")
        raise SystemExit(1) from failed


if __name__ == "__main__":
    main()
