"""File in, articles out. Comes in: a path, or a folder of them. Goes out: Article records, or BadFile by name and reason.

What a file states of itself (front matter, JSON keys, HTML) is believed first; what it leaves out is read from the text:
the headline, the day of the dateline, the paper and the reporters of the byline. Knows no passages and no index.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import date as Day
from pathlib import Path
from typing import Any

from corpus.article import Article, Paragraph, Repair
from corpus.errors import BadFile
from corpus.formats import SUFFIXES, Skip, Source, sources
from corpus.front import unquoted
from corpus.order import BREAK, lay_out, lines
from corpus.repair import repair
from corpus.roles import Line, assign

log = logging.getLogger(__name__)
DAY = re.compile(r"(?<!\d)(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)")
PAPER = re.compile(r"[□○◎]?\s*(?:(?:来源|稿源)[:：]\s*)?"
                   r"(?P<paper>[\u4e00-\u9fff]{2,10}?(?:日报|晚报|早报|晨报|时报|周刊|周报|新闻|网|社|报))")
REPORTERS = re.compile(r"(?:记者|通讯员|作者)\s*[:：]?\s*"
                       r"(?P<names>[\u4e00-\u9fff·]{2,4}(?:[\s、][\u4e00-\u9fff·]{2,4})*)\s*$")


def read_file(path: Path, root: Path | None = None) -> list[Article]:
    """All articles of one file. Without an id of its own an article is named by its path under `root`, without suffix.

    :raises BadFile: when the file cannot be read as articles.
    """
    return [article for _, article in iter_articles(path, root)]


def iter_articles(path: Path, root: Path | None = None, skip: Skip | None = None) -> Iterator[tuple[str, Article]]:
    """The articles of one file, one at a time, each with its place (file, and row); as `read_file`, but `skip` is told of rows left out."""
    under = path.relative_to(root) if root and path.is_relative_to(root) else Path(path.name)
    name = under.as_posix()
    stem = name[: -len(next((s for s in sorted(SUFFIXES, key=len, reverse=True) if name.lower().endswith(s)), ""))] or name
    for source in sources(path, skip):
        try:
            article = make_article(source, stem)
        except BadFile as error:
            if skip is None:
                raise
            skip(error)
            continue
        yield source.place, article


def files_under(folder: Path) -> list[Path]:
    """The article files under `folder`, by name; SOURCES.md and README.md say where articles are from and are none.

    :raises BadFile: when there is no such folder.
    """
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise BadFile(f"{folder}：没有这个文件夹。")
    found = (p for p in folder.rglob("*") if p.is_file() and not any(part.startswith(".") for part in p.relative_to(folder).parts))
    return sorted(p for p in found if p.name.lower().endswith(SUFFIXES) and p.name not in ("SOURCES.md", "README.md"))


def make_article(source: Source, name: str) -> Article:
    """The article of a raw text: lines, roles, speakers, metadata."""
    ranges = lines(source.raw, source.start)
    if not ranges:
        raise BadFile(f"{source.place}：里面没有文字。")
    printed = list(_with_gaps(source.raw, ranges))
    plan = repair(printed, assign(printed))
    parts = assign(printed) if not plan.changes else assign([_joined(printed, paragraph) for paragraph in plan.paragraphs])
    text, bounds, runs = lay_out(source.raw, [[ranges[number] for number in paragraph] for paragraph in plan.paragraphs])
    paragraphs = tuple(
        Paragraph(number, part.role, part.speaker, start, end)
        for number, (part, (start, end)) in enumerate(zip(parts, bounds, strict=True), 1)
    )
    stated = source.stated
    bylines = [text[p.start : p.end] for p in paragraphs if p.role == "byline"]
    return Article(
        id=str(stated.get("id", "")).strip() or name, title=_title(stated, text, paragraphs), date=_date(source, text, paragraphs),
        source=_string(stated.get("source")) or _paper(bylines), authors=_authors(stated.get("authors")) or _reporters(bylines),
        url=_string(stated.get("url")), text=text, paragraphs=paragraphs, runs=tuple(runs),
        repairs=tuple(Repair(c.kind, round(c.score, 4), c.reason, tuple(ranges[n] for n in c.lines)) for c in plan.changes),
        raw=source.raw if plan.changes else None,
    )


def _joined(lines: list[Line], paragraph: tuple[int, ...]) -> Line:
    return Line("".join(lines[number].text for number in paragraph), lines[paragraph[0]].gap)


def _with_gaps(raw: str, ranges: Iterable[tuple[int, int]]) -> Iterator[Line]:
    before = 0
    for start, end in ranges:
        yield Line(raw[start:end], max(0, len(BREAK.findall(raw, before, start)) - 1))
        before = end


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"[,，、;；\s]+", value.strip("[]"))
    return tuple(name for item in value if isinstance(item, str) and (name := unquoted(item))) if isinstance(value, list) else ()


def _title(stated: dict[str, Any], text: str, paragraphs: tuple[Paragraph, ...]) -> str:
    named = _string(stated.get("title"))
    if named:
        return named
    heading = next((p for p in paragraphs if p.role == "headline"), None)
    if heading:
        return text[heading.start : heading.end].lstrip("# ")
    first = next((p for p in paragraphs if p.role not in ("dateline", "byline", "caption")), paragraphs[0])
    return text[first.start : min(first.end, first.start + 30)]


def _date(source: Source, text: str, paragraphs: tuple[Paragraph, ...]) -> str | None:
    stated = source.stated.get("date")
    if stated:
        day = iso_day(str(stated))
        if day is None:
            log.warning("%s：日期读不懂，当作没有。", source.place)
        return day
    datelines = (text[p.start : p.end] for p in paragraphs if p.role == "dateline")
    return next((day for line in datelines if (day := iso_day(line))), None)


def iso_day(text: str) -> str | None:
    """The first calendar day named in `text`, as YYYY-MM-DD, or None."""
    match = DAY.search(text)
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return Day(year, month, day).isoformat()
    except ValueError:
        return None


def _paper(bylines: list[str]) -> str | None:
    return next((match["paper"] for line in bylines if (match := PAPER.match(line))), None)


def _reporters(bylines: list[str]) -> tuple[str, ...]:
    match = next((m for line in bylines if (m := REPORTERS.search(line))), None)
    return tuple(re.split(r"[\s、]+", match["names"])) if match else ()
