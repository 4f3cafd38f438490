"""File in, articles out. Comes in: a path, or a folder of them. Goes out: Article records, or BadFile by name and reason.

Lines that a column's width broke are put together (`corpus/wrap.py`), the order is repaired (`corpus/repair.py`), and what the article
says of itself is read (`corpus/facts.py`). Knows no passages and no index.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.article import Article, Paragraph, Range, Repair
from corpus.clean import plain, unmasked
from corpus.errors import BadFile
from corpus.facts import facts
from corpus.facts import iso_day as iso_day
from corpus.formats import SUFFIXES, Skip, Source, sources
from corpus.order import BREAK, lay_out, lines, one_line
from corpus.repair import repair
from corpus.roles import Line, Part, assign, label
from corpus.wrap import paragraphs as unwrapped
from corpus.wrap import printed_paragraphs

log = logging.getLogger(__name__)
Row = tuple[Range, ...]


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
    """The article of a raw text: lines, roles, speakers, metadata. Look-alike and traditional characters are read as the plain ones."""
    ranges = lines(source.raw, source.start)
    if not ranges:
        raise BadFile(f"{source.place}：里面没有文字。")
    seen = plain(source.raw)
    rows = (printed_paragraphs if source.printed else unwrapped)(seen, ranges)
    printed = list(_with_gaps(seen, rows))
    plan = repair(printed, assign(printed))
    parts = assign(printed) if not plan.changes else assign([_joined(printed, paragraph) for paragraph in plan.paragraphs])
    parts = _named_as_printed(parts, source.raw, seen, rows)
    text, bounds, runs = lay_out(source.raw, [[line for number in paragraph for line in rows[number]] for paragraph in plan.paragraphs])
    paragraphs = tuple(
        Paragraph(number, part.role, part.speaker, start, end)
        for number, (part, (start, end)) in enumerate(zip(parts, bounds, strict=True), 1)
    )
    known = facts(source.stated, text, paragraphs)
    if known.misread:
        log.warning("%s：日期读不懂，当作没有。", source.place)
    return Article(
        id=str(source.stated.get("id", "")).strip() or name, title=known.title, date=known.date, source=known.source,
        authors=known.authors, url=known.url, text=text, paragraphs=paragraphs, runs=tuple(runs),
        repairs=tuple(Repair(c.kind, round(c.score, 4), c.reason, tuple(_whole(rows[n]) for n in c.lines)) for c in plan.changes),
        raw=source.raw if plan.changes else None,
    )  # fmt: skip


def _whole(row: Row) -> Range:
    return row[0][0], row[-1][1]


def _named_as_printed(parts: Sequence[Part], raw: str, seen: str, rows: Iterable[Row]) -> list[Part]:
    """Speakers by the characters of their label as printed (but for look-alike radicals)."""
    if raw == seen:
        return list(parts)
    labels = ((label(seen[start:end]), unmasked(raw[start:end])) for (start, end), *_ in rows)
    names = {name: printed[: len(name)] for name, printed in labels if name}
    return [replace(part, speaker=names.get(part.speaker, part.speaker)) if part.speaker else part for part in parts]


def _joined(lines: list[Line], paragraph: tuple[int, ...]) -> Line:
    return Line("".join(lines[number].text for number in paragraph), lines[paragraph[0]].gap)


def _with_gaps(raw: str, rows: Iterable[Row]) -> Iterator[Line]:
    before = 0
    for row in rows:
        yield Line(one_line(raw, row), max(0, len(BREAK.findall(raw, before, row[0][0])) - 1))
        before = row[-1][1]
