"""A run to look at. Comes in: Summary and Scored rows. Goes out: a table for the terminal; a folder: report.html, rows, summary.

The page stands alone: styles, script and pictures are inside it, it asks nothing of any server, and every text from outside is escaped.
Files appear whole or not at all. Knows no system under test.
"""

import io
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.errors import BadFile
from eval.compare import Comparison
from eval.report_page import LABELS, cell, page, short
from eval.scored import Scored
from eval.summary import Summary, as_json

TERMINAL_COLUMNS = ("em", "f1", "in_quote", "refused", "refused@fr06", "wrong_answered")
WIDTH = 112


def table(summary: Summary) -> str:
    """The figures of all rows and of each half with their 95 % intervals, then a line a tag. Plain text, at most 112 columns."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    written = io.StringIO()
    # rich prints: here into `written`, nothing goes to the terminal
    console = Console(file=written, width=WIDTH, color_system=None, legacy_windows=False)
    parts = (summary.whole, *summary.halves)
    figures = Table(box=box.SIMPLE_HEAD, title="指标 figures（95% 区间 intervals）", title_justify="left")
    figures.add_column("指标 figure")
    for part in parts:
        figures.add_column(f"{LABELS[part.name]} {part.name}（{part.n}）")
    for name in summary.whole.figures:
        figures.add_row(f"{name} {LABELS[name]}".rstrip(), *(cell(name, part.figures[name]) for part in parts))
    console.print(figures)
    if summary.whole.tags:
        kinds = Table(box=box.SIMPLE_HEAD, title="各类问题 kinds of question（全部 all）", title_justify="left")
        for heading in ("标签 tag", "n", *TERMINAL_COLUMNS):
            kinds.add_column(heading, no_wrap=True)
        for tag in summary.whole.tags:
            kinds.add_row(tag.name, str(tag.n), *(short(tag.figures.get(name)) for name in TERMINAL_COLUMNS))
        console.print(kinds)
    return "\n".join([*(line.rstrip() for line in written.getvalue().splitlines()), *_notes(summary)]) + "\n"


def write_report(folder: Path, summary: Summary, scored: Sequence[Scored], comparison: Comparison | None = None) -> Path:
    """Write report.html, rows.jsonl (the out rows) and summary.json into the folder, made if it is not there; the page's path.

    :raises BadFile: when the folder cannot be made or written.
    """
    make_folder(folder)
    write_rows(folder / "rows.jsonl", scored)
    write_whole(folder / "summary.json", json.dumps(as_json(summary), ensure_ascii=False, indent=1) + "\n")
    write_whole(folder / "report.html", page(summary, scored, comparison))
    return folder / "report.html"


def write_rows(path: Path, scored: Iterable[Scored]) -> None:
    """The out rows, one JSON object a line.

    :raises BadFile: when the file cannot be written.
    """
    write_whole(path, "".join(json.dumps(row.out, ensure_ascii=False) + "\n" for row in scored))


def make_folder(folder: Path) -> None:
    """:raises BadFile: when the folder is not there and cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadFile(f"{folder}: 建不了这个文件夹 ({error.strerror})") from error


def write_whole(path: Path, text: str) -> None:
    """Write beside the file and rename, so that it is whole or not there. What is no plain file (a pipe, /dev/stdout) is written as it is.

    :raises BadFile: when it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
            return
        beside = path.with_name(path.name + ".tmp")
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    except OSError as error:
        raise BadFile(f"{path}: 写不了这个文件 ({error.strerror})") from error


def _notes(summary: Summary) -> list[str]:
    """What the figures do not say: rows that failed, rows that could not be marked."""
    whole = summary.whole
    failed = [f"{whole.missing} 题出错，按答错计 (failed, counted as wrong)"] if whole.missing else []
    return failed + ([f"{summary.unmarked} 题没有标准答案，只读不计分 (no key, not marked)"] if summary.unmarked else [])
