"""Text out of .html, .docx and .pdf. Comes in: a page, or the bytes of a file. Goes out: its text. Libraries load when needed.

What the libraries raise on damaged files is translated here, and only here, into BadFile. Knows no articles.
"""

import re
import zipfile
import zlib
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.errors import BadFile

MOST_UNPACKED = 256 * 1024 * 1024
META = re.compile(r"<meta\s[^>]*>", re.IGNORECASE)
AUTHOR = re.compile(r"""\sname\s*=\s*["']?author["'\s/>]""", re.IGNORECASE)
CONTENT = re.compile(r"""\scontent\s*=\s*(["'])(?P<said>.*?)\1""", re.IGNORECASE | re.DOTALL)
# A damaged file drives the parsers into these, beside errors of their own. lxml's XMLSyntaxError is a SyntaxError.
DAMAGE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, LookupError, ValueError, TypeError, AttributeError, RuntimeError,
    ArithmeticError, AssertionError,
)


def html_text(page: str, path: Path) -> tuple[str, dict[str, Any]]:
    """The article of a web page, and what the page states of it.

    :raises BadFile: when there is none.
    """
    import trafilatura

    found = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=True, with_metadata=True, favor_recall=True,
        prune_xpath=["//nav", "//footer", "//aside"],
    )
    if found is None:
        raise BadFile(f"{path}：网页里没有找到正文。")
    record = found.as_dict()
    authors = [a.strip() for a in (record.get("author") or _author(page)).split(";") if a.strip()]
    stated = {"title": "title", "date": "date", "source": "sitename", "url": "url"}
    known = {key: record[name] for key, name in stated.items() if record.get(name)}
    text = str(record.get("text") or "").replace("\r\n", "\n").replace("\r", "\n")
    return text, known | ({"authors": authors} if authors else {})


def _author(page: str) -> str:
    """What the page's own tag says; the library leaves Chinese names out."""
    named = (content["said"] for tag in META.findall(page) if AUTHOR.search(tag) and (content := CONTENT.search(tag)))
    return unescape(next(named, ""))


def docx_text(data: bytes, path: Path) -> str:
    """Paragraphs and rows of tables, one a line.

    :raises BadFile: when the bytes are no sound .docx file, or far too many once unpacked.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(BytesIO(data)).infolist())
        if unpacked > MOST_UNPACKED:
            raise BadFile(f"{path}：展开后有 {unpacked} 字节，最多 {MOST_UNPACKED} 字节。")
        blocks = [_docx_lines(block) for block in docx.Document(BytesIO(data)).iter_inner_content()]
    except (PackageNotFoundError, *DAMAGE) as error:
        raise BadFile(f"{path}：不是完好的 .docx 文件。") from error
    return "\n".join(line for block in blocks for line in block)


def _docx_lines(block: Any) -> list[str]:
    """A paragraph's text, or a table's rows; a cell that spans several columns stands once."""
    if not hasattr(block, "rows"):
        return [block.text]
    return [" ".join({cell._tc: cell.text for cell in row.cells}.values()) for row in block.rows]


def pdf_text(data: bytes, path: Path) -> str:
    """The text of all pages; what a broken font table gives in place of a character is U+FFFD.

    :raises BadFile: when the bytes are no sound .pdf file, or hold no text.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    damage: tuple[type[Exception], ...] = (PyPdfError, DependencyError, *DAMAGE)
    try:
        pages = [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    except damage as error:
        raise BadFile(f"{path}：不是完好的 .pdf 文件。") from error
    text = "\n".join(pages).replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    if not text.strip():
        raise BadFile(f"{path}：PDF 里没有文字（可能是扫描件）。")
    return text
