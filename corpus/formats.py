"""Files as people have them. Comes in: a path. Goes out: Source records: raw text with the metadata the file itself states.

.txt .md (with or without a `---` front matter) .html .docx .pdf .jsonl, and .jsonl.gz / .jsonl.xz. Raw text is what was
extracted, after BOM removal and CRLF -> LF, before anything else. Knows no roles and no order.
"""

import gzip
import json
import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.errors import BadFile

MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 2 * 1024 * 1024 * 1024
KEYS = ("id", "title", "date", "source", "url", "authors")


@dataclass(frozen=True, slots=True)
class Source:
    """Raw text and what its file says of it; `place` names the file (and row) for messages."""

    place: str
    raw: str
    stated: dict[str, Any] = field(default_factory=dict)


def sources(path: Path) -> Iterator[Source]:
    """The articles of one file, in its order.

    :raises BadFile: when the file cannot be read, with its name and the reason.
    """
    if _suffix(path) in (".jsonl", ".jsonl.gz", ".jsonl.xz"):
        yield from _rows(path)
        return
    reader = READERS.get(_suffix(path))
    if reader is None:
        raise BadFile(f"{path}：不认识的文件类型，可用 {' '.join(SUFFIXES)}。")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise BadFile(f"{path}：文件有 {size} 字节，最多 {MOST_BYTES} 字节。")
        raw, stated = reader(path.read_bytes(), path)
    except OSError as error:
        raise BadFile(f"{path}：打不开（{error.strerror}）。") from error
    if not raw.strip():
        raise BadFile(f"{path}：里面没有文字。")
    yield Source(str(path), raw, stated)


def _suffix(path: Path) -> str:
    name = path.name.lower()
    return next((s for s in (".jsonl.gz", ".jsonl.xz") if name.endswith(s)), path.suffix.lower())


def decode(data: bytes, path: Path) -> str:
    """Bytes as text: UTF-8, else GB18030, else what charset-normalizer is sure of; line ends become LF.

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
    strange = sum(c < " " and c not in "\n\r\t\f\v" or c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in sample)
    return "\x00" in sample or strange > len(sample) // 50


def _plain(data: bytes, path: Path) -> tuple[str, dict[str, Any]]:
    text = decode(data, path)
    if not text.startswith("---\n"):
        return text, {}
    end = text.find("\n---", 3)
    if end < 0:
        return text, {}
    stated: dict[str, Any] = {}
    for line in text[4:end].splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip() in KEYS:
            stated[key.strip()] = value.strip().strip("\"'")
    body_at = text.find("\n", end + 1)
    return (text[body_at + 1 :] if body_at >= 0 else ""), stated


def _html(data: bytes, path: Path) -> tuple[str, dict[str, Any]]:
    import trafilatura

    page = decode(data, path)
    found = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=True, favor_recall=True)
    if found is None:
        raise BadFile(f"{path}：网页里没有找到正文。")
    record = found.as_dict()
    authors = [a.strip() for a in (record.get("author") or "").split(";") if a.strip()]
    stated = {"title": record.get("title"), "date": record.get("date"), "source": record.get("sitename"), "url": record.get("url"), "authors": authors}
    return str(record.get("text") or ""), {key: value for key, value in stated.items() if value}


def _docx(data: bytes, path: Path) -> tuple[str, dict[str, Any]]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise BadFile(f"{path}：不是完好的 .docx 文件。") from error
    return "\n".join(paragraph.text for paragraph in document.paragraphs), {}


def _pdf(data: bytes, path: Path) -> tuple[str, dict[str, Any]]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    except (PyPdfError, ValueError, KeyError) as error:
        raise BadFile(f"{path}：不是完好的 .pdf 文件。") from error
    text = "\n".join(pages).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise BadFile(f"{path}：PDF 里没有文字（可能是扫描件）。")
    return text, {}


READERS: dict[str, Callable[[bytes, Path], tuple[str, dict[str, Any]]]] = {
    ".txt": _plain, ".md": _plain, ".html": _html, ".htm": _html, ".docx": _docx, ".pdf": _pdf,
}
SUFFIXES = (*READERS, ".jsonl", ".jsonl.gz", ".jsonl.xz")


def _rows(path: Path) -> Iterator[Source]:
    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".xz": lzma.open}
    opener = openers.get(path.suffix.lower(), open)
    seen = 0
    try:
        with opener(path, "rb") as file:
            for number, line in enumerate(file, 1):
                seen += len(line)
                if seen > MOST_UNPACKED:
                    raise BadFile(f"{path}：展开后超过 {MOST_UNPACKED} 字节。")
                if line.strip():
                    yield _row(line, f"{path}:{number}")
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise BadFile(f"{path}：打不开或已损坏。") from error


def _row(line: bytes, place: str) -> Source:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadFile(f"{place}：这一行不是 JSON。") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip() or not row.get("id"):
        raise BadFile(f'{place}：每行要有 "id" 和非空的 "text"。')
    raw = row["text"].replace("\r\n", "\n").replace("\r", "\n")
    return Source(place, raw, {key: row[key] for key in KEYS if row.get(key)})
