"""Text out of a PDF, laid out as printed. Comes in: the bytes of a file. Goes out: its text, a printed line a line.

A blank line is set where the page parts two paragraphs: before an indented line, a line further down than the usual step, one of another
size, and behind a line that does not fill its column. Where neither indents nor steps part paragraphs, a sentence that ends with its line
ends its paragraph, too. What libraries raise on damaged files becomes BadFile. Knows no articles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from math import hypot
from pathlib import Path
from statistics import median
from typing import Any

from corpus.documents import DAMAGE
from corpus.errors import BadFile
from corpus.wrap import ENDS_SENTENCE

MOST_PAGES = 2000
NEAR = 6  # lines on either side that tell where the column's edge is
INDENT, COLUMN = 0.8, 4.0  # of a character's size: the least indent, and how far apart the beginnings of one column's lines stand at most
STEP, WIDE_STEP = 1.35, 2.6  # of the usual distance of two lines: from where on a blank line stands between them, and from where on two
OTHER_SIZE = 1.08
ROOM = 1 / 6  # of a column's width that may be free behind a full line: a long word, or a mark that may not open a line, comes next
MARKED = 0.05  # paragraphs parted by indents or steps, a full line, from where on all are taken to be
LONG, SPREAD = 8, 0.6  # ideographs of a line, and the share of gaps between them, that make it a line spread out to the column's width
GAP = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef，。、：；！？”’—“‘]) (?=\S)|(?<=\S) (?=[\u2e80-\u9fff\uff00-\uffef，。、：；！？“‘—”’])")
Matrix = Sequence[float]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, where it begins and ends on the page, and the size of its characters."""

    text: str
    x: float
    right: float
    y: float
    size: float


def pdf_text(data: bytes, path: Path) -> str:
    """The text of all pages; what a broken font table gives in place of a character is U+FFFD.

    :raises BadFile: when the bytes are no sound .pdf file, are locked by a password, or hold no text.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    damage: tuple[type[Exception], ...] = (PyPdfError, DependencyError, *DAMAGE)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadFile(f"{path}：PDF 有密码，请先去掉密码。")
        if len(reader.pages) > MOST_PAGES:
            raise BadFile(f"{path}：PDF 有 {len(reader.pages)} 页，最多 {MOST_PAGES} 页。")
        pages = [_page_lines(page) for page in reader.pages]
    except (FileNotDecryptedError, DependencyError) as error:
        raise BadFile(f"{path}：PDF 有密码，或用了不认识的加密方法。") from error
    except damage as error:
        raise BadFile(f"{path}：不是完好的 .pdf 文件。") from error
    text = "\n".join(laid_out([line for page in pages for line in page]))
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    if not text.strip():
        raise BadFile(f"{path}：PDF 里没有文字（可能是扫描件）。")
    return text


def _page_lines(page: Any) -> list[Piece]:
    pieces: list[Piece] = []

    def visit(text: str, cm: Matrix, tm: Matrix, font: Any, size: float) -> None:
        down = tm[2] * cm[0] + tm[3] * cm[2], tm[2] * cm[1] + tm[3] * cm[3]
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        text, high = text.replace("\r\n", "\n").replace("\r", "\n"), size * hypot(*down)
        pieces.append(Piece(text, x, x + high * _ems(text), y, high))

    page.extract_text(visitor_text=visit)
    return printed_lines(pieces)


def _ems(text: str) -> float:
    return sum(1.0 if c >= "\u2e80" or c in "“”‘’—…·" else 0.5 for c in text.strip())


def printed_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines that hold something, each from its first characters to its last."""
    lines: list[list[Piece]] = []
    fresh = True
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            fresh = fresh or number > 0
            part = replace(piece, text=text)
            if fresh and text.strip():
                lines.append([part])
                fresh = False
            elif text and not fresh:
                lines[-1].append(part)
    return [_line(parts) for parts in lines]


def _line(parts: Sequence[Piece]) -> Piece:
    first = parts[0]
    right = max(part.right for part in parts if part.text.strip())
    return Piece(_closed_up("".join(part.text for part in parts)), first.x, right, first.y, first.size)


def _closed_up(line: str) -> str:
    """A line without the blanks between its characters, if it was spread out to fill the column's width; any other as it is."""
    line = line.strip(" ")
    gaps = len(GAP.findall(line))
    return GAP.sub("", line) if gaps >= LONG and gaps >= SPREAD * (len(line) - gaps - 1) else line


def laid_out(lines: Sequence[Piece]) -> list[str]:
    """The lines' text, blank lines where paragraphs part."""
    steps = [above.y - below.y for above, below in pairwise(lines) if 0 < above.y - below.y < 4 * max(above.size, 1)]
    usual = median(steps) if steps else 0.0
    gaps = [_blank_lines(above, below, usual, _column(lines, n)[0]) for n, (above, below) in enumerate(pairwise(lines), 1)]
    full = [_fills(line, *_column(lines, n)) for n, line in enumerate(lines)]
    marked = sum(map(bool, gaps)) >= MARKED * sum(full)
    shown = [line.text for line in lines[:1]]
    for above, below, gap, filled in zip(lines, lines[1:], gaps, full, strict=False):
        ends = not filled or (not marked and ENDS_SENTENCE.search(above.text))
        shown += [""] * max(gap, int(bool(ends)))
        shown.append(below.text)
    return shown


def _column(lines: Sequence[Piece], number: int) -> tuple[float, float]:
    """Where the lines of this line's column begin and end."""
    line = lines[number]
    near = [one for one in lines[max(0, number - NEAR) : number + NEAR + 1] if abs(one.x - line.x) < COLUMN * max(line.size, 1)]
    return min(one.x for one in near), max(one.right for one in near)


def _fills(line: Piece, left: float, right: float) -> bool:
    return line.right >= right - ROOM * (right - left)


def _blank_lines(above: Piece, below: Piece, usual: float, left: float) -> int:
    step = above.y - below.y
    if usual and step > WIDE_STEP * usual:
        return 2
    larger, smaller = max(above.size, below.size), min(above.size, below.size)
    indented = below.x - left > INDENT * max(below.size, 1)
    return int(indented or (usual > 0 and step > STEP * usual) or (smaller > 0 and larger / smaller > OTHER_SIZE))
