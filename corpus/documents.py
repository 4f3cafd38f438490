"""Text out of .html and .docx (.pdf: `corpus/pdf.py`). Comes in: a page, or the bytes of a file. Goes out: its text.

Libraries load when needed; what they raise on damaged files is translated here into BadFile. Knows no articles.
"""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.errors import BadFile
from corpus.head import head_facts

PRUNED = ["//nav", "//footer", "//aside", "//button", '//*[@id="comments"]', '//*[@class="comments"]', '//*[@class="share"]']
MOST_UNPACKED = 256 * 1024 * 1024
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
        prune_xpath=PRUNED, date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None:
        raise BadFile(f"{path}：网页里没有找到正文。")
    record = found.as_dict()
    stated = {"title": "title", "date": "date", "site": "sitename", "url": "url"}
    known = {key: record[name] for key, name in stated.items() if record.get(name)} | head_facts(page)
    authors = known.get("authors") or [name.strip() for name in (record.get("author") or "").split(";") if name.strip()]
    text = str(record.get("text") or "").replace("\r\n", "\n").replace("\r", "\n")
    return text, known | ({"authors": authors} if authors else {})


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
