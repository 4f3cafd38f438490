"""Files as people have them. Comes in: a path. Goes out: Source records: raw text with the metadata the file itself states.

.txt .md (their `---` front matter is `corpus/front.py`) .html .docx .pdf .jsonl, and .jsonl.gz / .jsonl.xz. Raw text is what was
extracted, after BOM removal and CRLF -> LF, before anything else. Knows no roles and no order.
"""

import gzip
import json
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from corpus.documents import docx_text, html_text
from corpus.errors import BadFile
from corpus.front import KEYS, front_matter
from corpus.pdf import pdf_text

MOST_BYTES = 64 * 1024 * 1024  # of a file, and of a row
MOST_UNPACKED = 2 * 1024 * 1024 * 1024
NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
Skip = Callable[[BadFile], None]


@dataclass(frozen=True, slots=True)
class Source:
    """Raw text and what its file says of it; `place` names the file (and row) for messages. The article begins at `raw[start]`.

    `printed`: lines are those of a printed page, its paragraphs parted by blank lines.
    """

    place: str
    raw: str
    stated: dict[str, Any] = field(default_factory=dict)
    start: int = 0
    printed: bool = False


def sources(path: Path, skip: Skip | None = None) -> Iterator[Source]:
    """The articles of one file, in its order. `skip` is told of rows that cannot be read; without it such a row is raised.

    :raises BadFile: when the file cannot be read, with its name and the reason.
    """
    if _suffix(path) in (".jsonl", ".jsonl.gz", ".jsonl.xz"):
        yield from _rows(path, skip)
        return
    reader = READERS.get(_suffix(path))
    if reader is None:
        raise BadFile(f"{path}：不认识的文件类型，可用 {' '.join(SUFFIXES)}。")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise BadFile(f"{path}：文件有 {size} 字节，最多 {MOST_BYTES} 字节。")
        data = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path}：打不开（{error.strerror}）。") from error
    yield _checked(reader(data, path))


def _checked(source: Source) -> Source:
    """:raises BadFile: when the article is white space only, or anything in it is no character (NUL, half a surrogate pair)."""
    if not source.raw[source.start :].strip():
        raise BadFile(f"{source.place}：里面没有文字。")
    stated = [text for value in source.stated.values() for text in (value if isinstance(value, list) else [value])]
    if any(NO_CHARACTER.search(text) for text in (source.raw, *stated) if isinstance(text, str)):
        raise BadFile(f"{source.place}：含有不是文字的字符（空字符，或半个 Unicode 代理对）。")
    return source


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return next((s for s in (".jsonl.gz", ".jsonl.xz") if name.endswith(s)), path.suffix.lower())


def decode(data: bytes, path: Path) -> str:
    """Bytes as text: UTF-16 when its mark says so, else UTF-8, else GB18030; line ends become LF.

    :raises BadFile: when the bytes are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _looks_binary(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise BadFile(f"{path}：不是文本文件（既不是 UTF-8 也不是 GB18030）。")


def _looks_binary(text: str) -> bool:
    sample = text[:4096]
    strange = sum((c < " " and c not in "\n\r\t\f\v") or c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in sample)
    return "\x00" in text or strange > len(sample) // 50


def _plain(data: bytes, path: Path) -> Source:
    text = decode(data, path)
    start, stated = front_matter(text)
    return Source(str(path), text, stated, start)


def _page(data: bytes, path: Path) -> Source:
    return Source(str(path), *html_text(decode(data, path), path))


def _word(data: bytes, path: Path) -> Source:
    return Source(str(path), docx_text(data, path))


def _print(data: bytes, path: Path) -> Source:
    return Source(str(path), pdf_text(data, path), printed=True)


READERS: dict[str, Callable[[bytes, Path], Source]] = {
    ".txt": _plain, ".md": _plain, ".html": _page, ".htm": _page, ".docx": _word, ".pdf": _print,
}
SUFFIXES = (*READERS, ".jsonl", ".jsonl.gz", ".jsonl.xz")


def _rows(path: Path, skip: Skip | None) -> Iterator[Source]:
    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".xz": lzma.open}
    number = found = 0
    try:
        with openers.get(path.suffix.lower(), open)(path, "rb") as file:
            for number, line in enumerate(_lines(file, path), 1):
                if not line.strip():
                    continue
                found += 1
                try:
                    source = _row(line, f"{path}:{number}")
                except BadFile as error:
                    if skip is None:
                        raise
                    skip(error)
                    continue
                yield source
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        raise BadFile(f"{path}：打不开，或第 {number} 行以后已损坏。") from error
    if not found:
        raise BadFile(f"{path}：里面没有文章。")


def _lines(file: IO[bytes], path: Path) -> Iterator[bytes]:
    seen = 0
    while line := file.readline(MOST_BYTES + 1):
        seen += len(line)
        if len(line) > MOST_BYTES or seen > MOST_UNPACKED:
            raise BadFile(f"{path}：一行最多 {MOST_BYTES} 字节，展开后最多 {MOST_UNPACKED} 字节。")
        yield line


def _row(line: bytes, place: str) -> Source:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{place}：这一行不是 JSON。") from error
    named = isinstance(row, dict) and type(row.get("id")) in (str, int) and str(row["id"]).strip()
    if not named or not isinstance(row.get("text"), str):
        raise BadFile(f'{place}：每行要有 "id" 和非空的 "text"。')
    raw = row["text"].replace("\r\n", "\n").replace("\r", "\n")
    return _checked(Source(place, raw, {key: row[key] for key in KEYS if row.get(key) not in (None, "", [])}))
