"""The `batch` command. Comes in: settings, a file of questions, where to write. Goes out: whether every row was answered."""

import csv
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from app.load import load_answerer
from app.settings import Settings
from corpus.errors import BadFile
from ui.batch import COLUMNS, FORMATS, answer_rows, csv_row, read_questions, to_json
from ui.terminal import progress


def batch_command(settings: Settings, file: Path, out: Path | None) -> bool:
    """Answer every question of `file`. The output is written whole, beside its place, then put there.

    :raises BadFile: when the questions cannot be read, or the output is of another kind.
    """
    if out is not None and out.suffix.lower() not in FORMATS:
        raise BadFile(f"{out}：输出要是 .jsonl 或 .csv。")
    rows = read_questions(file)
    answerer = load_answerer(settings)
    partial = out.with_name(out.name + ".part") if out else None
    good = True
    with partial.open("w", encoding="utf-8", newline="") if partial else nullcontext(sys.stdout) as to, progress("回答") as step:
        write = _writer(to, out)
        for row in answer_rows(rows, answerer.answer):
            write(row)
            good &= "error" not in row
            step("", 1, len(rows))
    if partial and out:
        partial.replace(out)
    return good


def _writer(to: IO[str], out: Path | None) -> Any:
    if out is None or out.suffix.lower() == ".jsonl":
        return lambda row: to.write(to_json(row) + "\n")
    table = csv.DictWriter(to, COLUMNS, restval="")
    table.writeheader()
    return lambda row: table.writerow(csv_row(row))
