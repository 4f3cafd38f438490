"""The `eval` command. Comes in: settings and files. Goes out: figures on stdout, files where asked; whether nothing really fell."""

from collections.abc import Callable
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
from ui.terminal import progress

Emit = Callable[[Any, bool, str], None]


def gold_command(
    settings: Settings, gold: Path, report: Path | None, baseline: Path | None, out: Path | None, json_: bool, emit: Emit
) -> bool:
    """Ask every gold question; False when a figure really fell below the baseline."""
    answerer = load_answerer(settings)
    with progress("评测") as step:
        outcome = run_gold(answerer.answer, gold, report=report, baseline=baseline, out=out, progress=lambda done, asked: step("", 1, asked))
    _show(outcome, json_, emit)
    return not outcome.dropped


def reading_command(settings: Settings, file: Path, threshold: str | None, out: Path | None, json_: bool, emit: Emit) -> None:
    """Read every row's own context."""
    judge = load_judge()
    limit = _threshold(threshold, judge.threshold if settings.threshold is None else settings.threshold)
    closed = ClosedReader(load_reader(settings.reader, settings.threads), judge)
    with progress("阅读") as step:
        outcome = run_reading(closed.read, file, threshold=limit, out=out, progress=lambda done, asked: step("", 1, asked))
    _show(outcome, json_, emit)


def _threshold(given: str | None, shipped: float) -> float | None:
    if given is None:
        return None
    if given == "shipped":
        return shipped
    try:
        value = float(given)
    except ValueError as error:
        raise BadSetting("--threshold 要是 0 到 1 之间的数，或者 shipped。") from error
    if not 0 <= value <= 1:
        raise BadSetting("--threshold 要是 0 到 1 之间的数，或者 shipped。")
    return value


def _show(outcome: Outcome, json_: bool, emit: Emit) -> None:
    lines = [table(outcome.summary)]
    if outcome.comparison:
        lines += [str(change) for change in outcome.comparison.changes]
    emit(as_json(outcome.summary), json_, "\n".join(lines))
