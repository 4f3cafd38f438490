"""The `batch` command. Comes in: settings, a file of questions, where to write. Goes out: how many rows have no answer but an error."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from app.load import load_answerer
from app.settings import Settings
from corpus.errors import BadFile
from ui.batch import COLUMNS, FORMATS, answer_rows, csv_row, read_questions, to_json
from ui.terminal import progress


def batch_command(settings: Settings, file: Path, out: Path | None) -> int:
    """Answer every question of `file`; the number of bad rows. The output appears whole or not at all.

    :raises BadFile: when the questions cannot be read, or the output is of another kind or has no place.
    """
    if out is not None:
        check_place(out)
    rows = read_questions(file)
    answerer = load_answerer(settings)
    bad = 0
    with _writing(out) as to, progress("回答") as step:
        write = _writer(to, out)
        for row in answer_rows(rows, answerer.answer):
            write(row)
            bad += "error" in row
            step("", 1, len(rows))
    return bad


def check_place(out: Path) -> None:
    """:raises BadFile: when nothing can be written there; found before the first question is asked."""
    if out.suffix.lower() not in FORMATS:
        raise BadFile(f"{out}：输出要是 .jsonl 或 .csv。")
    if out.is_dir() or not out.parent.is_dir():
        raise BadFile(f"{out}：不能写在这里，要一个文件名，所在文件夹须已存在。")


@contextmanager
def _writing(out: Path | None) -> Iterator[IO[str]]:
    """Stdout, or a file beside `out` that takes its place when all is written and is gone when it is not."""
    if out is None:
        yield sys.stdout
        return
    beside = out.with_name(out.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def _writer(to: IO[str], out: Path | None) -> Callable[[dict[str, Any]], object]:
    if out is None or out.suffix.lower() == ".jsonl":
        return lambda row: to.write(to_json(row) + "\n")
    table = csv.DictWriter(to, COLUMNS, restval="")
    table.writeheader()
    return lambda row: table.writerow(csv_row(row))
