"""Questions from a file, answers to a file. Comes in: .txt, .csv or .jsonl and something that answers. Goes out: .jsonl or .csv rows.

Every row is answered or told why not; a bad row never stops the others. Knows no index.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.answer import Answer, as_json
from corpus.errors import BadFile, BadInput, BadQuestion, DeadlinePassed, LawBroken
from corpus.formats import decode

COLUMNS = ("id", "question", "outcome", "answer", "confidence", "quote", "title", "source", "date", "permalink")
FORMATS = (".jsonl", ".csv")
LONGEST_FIELD = 1 << 26  # characters: a question that is too long is a bad row, no bad file


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of a batch: its id, and its question or what is wrong with the row."""

    id: str
    question: Any
    wrong: str | None = None


def read_questions(path: Path) -> list[Asked]:
    """The rows of a question file, in order; a row that cannot be read is kept with what is wrong.

    :raises BadFile: when the file cannot be opened, is of another kind, or has no row (or no `question` column) at all.
    """
    readers: dict[str, Callable[[str], Iterator[Asked]]] = {".txt": _lines, ".csv": _csv_rows, ".jsonl": _json_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BadFile(f"{path}：问题文件要是 .txt（每行一个）、.csv 或 .jsonl（有 question 一列）。")
    try:
        csv.field_size_limit(LONGEST_FIELD)
        rows = list(reader(decode(path.read_bytes(), path)))
    except OSError as error:
        raise BadFile(f"{path}：打不开（{error.strerror}）。") from error
    except csv.Error as error:
        raise BadFile(f"{path}：不是完好的 CSV。") from error
    if not rows:
        raise BadFile(f"{path}：里面没有问题。")
    return rows


def _lines(text: str) -> Iterator[Asked]:
    for number, line in enumerate((line for line in text.split("\n") if line.strip()), 1):
        yield Asked(str(number), line.strip())


def _csv_rows(text: str) -> Iterator[Asked]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if "question" not in (reader.fieldnames or ()):
        raise BadFile("CSV 的第一行要有 question 一列。")
    for number, row in enumerate(reader, 1):
        yield Asked(str(row.get("id") or number), row.get("question") or "")


def _json_rows(text: str) -> Iterator[Asked]:
    for number, line in enumerate((line for line in text.split("\n") if line.strip()), 1):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield Asked(str(number), None, "这一行不是 JSON。")
            continue
        if not isinstance(row, dict):
            yield Asked(str(number), None, "这一行不是 JSON 对象。")
            continue
        name = row.get("id")
        named = str(name) if isinstance(name, str | int) and not isinstance(name, bool) and name != "" else str(number)
        yield Asked(named, row.get("question"), None if "question" in row else '这一行没有 "question"。')


def answer_rows(rows: Iterable[Asked], answer: Callable[[Any], Answer]) -> Iterator[dict[str, Any]]:
    """For each row its id and Answer object, or its id, question and error."""
    for row in rows:
        try:
            if row.wrong:
                raise BadInput(row.wrong)
            yield {"id": row.id, **as_json(answer(row.question))}
        except (BadInput, BadQuestion, DeadlinePassed, LawBroken) as error:
            shown = row.question if isinstance(row.question, str) else None
            yield {"id": row.id, "question": shown, "error": {"code": error.code, "detail": str(error)}}


def to_json(row: dict[str, Any]) -> str:
    """One line of JSON; a lone surrogate of a bad question is escaped, so that every line can be written."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def csv_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row for the CSV: the first quote's words and place; for an error, outcome "error" and the detail as the answer."""
    if "error" in row:
        return {"id": row["id"], "question": row["question"], "outcome": "error", "answer": row["error"]["detail"]}
    quote = row["quotes"][0] if row["quotes"] else {}
    return {
        **{name: row[name] for name in ("id", "question", "outcome", "answer", "confidence")}, "quote": quote.get("text"),
        **{name: quote.get(name) for name in ("title", "source", "date", "permalink")},
    }
