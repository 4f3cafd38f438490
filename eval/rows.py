"""Rows to measure with. Comes in: a path (.jsonl, .jsonl.xz, .jsonl.gz). Goes out: GoldRow, ReadingRow, or BadFile saying which line.

Knows no answers and no figures. `half` splits a gold set by fact, so that what is tuned on one half is measured on facts it never saw.
"""

import gzip
import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeVar

from corpus.errors import BadFile

Half = Literal["tuned", "held_out"]
HALVES: tuple[Half, ...] = ("tuned", "held_out")


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A question for the whole corpus and what a right answer is. `answers` is empty where the articles do not say."""

    id: str
    question: str
    answers: tuple[str, ...]
    answerable: bool
    evidence: str | None = None
    articles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def has_key(self) -> bool:
        """Whether the row can be marked at all: an answerable one without answers cannot."""
        return bool(self.answers) or not self.answerable


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """An answer and where the file says it begins (code points of the context). Figures use the text alone."""

    text: str
    start: int | None


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A question beside the one text it is asked of."""

    id: str
    question: str
    context: str
    answers: tuple[GoldSpan, ...]
    answerable: bool

    def as_gold(self) -> GoldRow:
        return GoldRow(self.id, self.question, tuple(answer.text for answer in self.answers), self.answerable)


Row = TypeVar("Row", GoldRow, ReadingRow)


def load_gold(path: Path) -> list[GoldRow]:
    """The gold rows of a file, in its order. Keys the format does not name are passed over.

    :raises BadFile: with file, line and what is wrong; also for a file without rows, and for two rows with one id.
    """
    return _load(path, _gold_row)


def load_reading(path: Path) -> list[ReadingRow]:
    """The reading rows of a file, in its order. A row may be answerable and yet have no answers: then it is read, not marked.

    :raises BadFile: as `load_gold`.
    """
    return _load(path, _reading_row)


def half(row: GoldRow) -> Half:
    """Which half a row is in: "tuned" if the first byte of sha256(fact) is even, else "held_out".

    The fact is the first `fact:` tag, whole; without one the evidence; without that the question. Rows about one fact
    therefore land in one half, in whatever order and company they come.
    """
    return "tuned" if sha256(fact(row).encode()).digest()[0] % 2 == 0 else "held_out"


def fact(row: GoldRow) -> str:
    tagged = next((tag for tag in row.tags if tag.startswith("fact:")), None)
    return tagged or row.evidence or row.question


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each line that is not blank.

    :raises BadFile: when the file cannot be read, is not UTF-8, or a line is no JSON object.
    """
    for number, line in enumerate(_text_of(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadFile(f"{path}:{number}: 不是 JSON ({error})") from error
        if not isinstance(value, dict):
            raise BadFile(f"{path}:{number}: 每一行应是一个 JSON 对象 {{…}}")
        yield number, value


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
        if path.suffix == ".xz":
            raw = lzma.decompress(raw)
        elif path.suffix == ".gz":
            raw = gzip.decompress(raw)
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{path}: 不是 UTF-8 文本 (第 {error.start} 字节)") from error
    except (lzma.LZMAError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise BadFile(f"{path}: 压缩文件已损坏 ({error})") from error
    except OSError as error:
        raise BadFile(f"{path}: 读不了这个文件 ({error.strerror})") from error


def _load(path: Path, make: Callable[[str, dict[str, Any]], Row]) -> list[Row]:
    rows: dict[str, Row] = {}
    places: dict[str, int] = {}
    for number, value in json_lines(path):
        row = make(f"{path}:{number}", value)
        if row.id in rows:
            raise BadFile(f"{path}:{number}: id {row.id!r} 在第 {places[row.id]} 行已经用过")
        rows[row.id], places[row.id] = row, number
    if not rows:
        raise BadFile(f"{path}: 文件里一行题目也没有")
    return list(rows.values())


def _gold_row(place: str, value: dict[str, Any]) -> GoldRow:
    answers, answerable = _texts(place, value, "answers", required=True), _answerable(place, value)
    if answerable and not answers:
        raise BadFile(f"{place}: answerable 为 true，answers 却是空的")
    if answers and not answerable:
        raise BadFile(f"{place}: answerable 为 false，answers 却不空")
    evidence = value.get("evidence")
    if evidence is not None and not isinstance(evidence, str):
        raise BadFile(f"{place}: evidence 应是字符串")
    question, articles, tags = _text(place, value, "question"), _texts(place, value, "articles"), _texts(place, value, "tags")
    return GoldRow(row_id(place, value), question, answers, answerable, evidence or None, articles, tags)


def _reading_row(place: str, value: dict[str, Any]) -> ReadingRow:
    spans = value.get("answers")
    if not isinstance(spans, list) or not all(isinstance(span, dict) for span in spans):
        raise BadFile(f'{place}: answers 应是 [{{"text", "start"}}, …]')
    starts = [span.get("start") for span in spans]
    if any(start is not None and type(start) is not int for start in starts):
        raise BadFile(f"{place}: start 应是整数")
    answers = tuple(GoldSpan(_text(place, span, "text"), start) for span, start in zip(spans, starts, strict=True))
    question, context = _text(place, value, "question"), _text(place, value, "context")
    return ReadingRow(row_id(place, value), question, context, answers, _answerable(place, value))


def row_id(place: str, value: dict[str, Any]) -> str:
    """The row's `id` as a string; whole numbers are taken too."""
    given = value.get("id")
    if type(given) is int:
        return str(given)
    return _text(place, value, "id")


def _answerable(place: str, value: dict[str, Any]) -> bool:
    given = value.get("answerable", True)
    if not isinstance(given, bool):
        raise BadFile(f"{place}: answerable 应是 true 或 false")
    return given


def _text(place: str, value: dict[str, Any], key: str) -> str:
    given = value.get(key)
    if not isinstance(given, str) or not given.strip():
        raise BadFile(f"{place}: {key} 应是不空的字符串")
    if any("\ud800" <= character <= "\udfff" for character in given):
        raise BadFile(f"{place}: {key} 里有半个代理字符，不是文本")
    return given


def _texts(place: str, value: dict[str, Any], key: str, required: bool = False) -> tuple[str, ...]:
    given = value.get(key)
    if given is None and not required:
        return ()
    if not isinstance(given, list):
        raise BadFile(f"{place}: {key} 应是字符串的列表")
    return tuple(_text(place, {key: item}, key) for item in given)
