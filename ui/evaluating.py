"""The `eval` command. Comes in: settings and files. Goes out: figures on stdout, files where asked; whether nothing really fell."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.closed import ClosedReader
from app.judge import load_judge
from app.load import load_answerer
from app.reader import load_reader
from app.settings import Settings
from corpus.errors import BadSetting
from eval.report import table
from eval.run import Outcome, run_gold, run_reading
from eval.summary import as_json
from ui.options import threshold_of
from ui.terminal import progress

Emit = Callable[[Any, bool, str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for on the command line: a gold file, or a file of reading rows, and what goes with it."""

    gold: Path | None
    reading: Path | None
    report: Path | None
    baseline: Path | None
    out: Path | None
    threshold: str | None

    def __post_init__(self) -> None:
        """:raises BadSetting: when there is no file or two, or an option that belongs to the other kind."""
        if (self.gold is None) == (self.reading is None):
            raise BadSetting("请给一个题库文件，或者用 --reading 给一个阅读题文件（二者选一）。")
        if self.reading and (self.report or self.baseline):
            raise BadSetting("--report 和 --baseline 只用于题库，不能与 --reading 同用。")
        if self.gold and self.threshold is not None:
            raise BadSetting("--threshold 只与 --reading 同用；问题库时用设置 WENYUAN_THRESHOLD。")


def eval_command(settings: Settings, asked: Asked, json_: bool, emit: Emit) -> bool:
    """Ask every question; False when a figure really fell below the baseline."""
    outcome = _gold(settings, asked.gold, asked) if asked.gold else _reading(settings, asked.reading or Path(), asked)
    changes = [str(change) for change in outcome.comparison.changes] if outcome.comparison else []
    if json_:
        sys.stderr.writelines(f"{change}\n" for change in changes)
    emit(as_json(outcome.summary), json_, "\n".join([table(outcome.summary), *changes]))
    return not outcome.dropped


def _gold(settings: Settings, gold: Path, asked: Asked) -> Outcome:
    answer = load_answerer(settings).answer
    with progress("评测") as step:
        return run_gold(
            answer, gold, report=asked.report, baseline=asked.baseline, out=asked.out, progress=lambda done, total: step("", 1, total)
        )


def _reading(settings: Settings, reading: Path, asked: Asked) -> Outcome:
    judge = load_judge()
    limit = threshold_of(asked.threshold, judge.threshold if settings.threshold is None else settings.threshold)
    closed = ClosedReader(load_reader(settings.reader, settings.threads), judge)
    with progress("阅读") as step:
        return run_reading(closed.read, reading, threshold=limit, out=asked.out, progress=lambda done, total: step("", 1, total))
