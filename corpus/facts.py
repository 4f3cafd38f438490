"""What an article says of itself. Comes in: what its file states, its paragraphs. Goes out: title, day, paper, reporters.

What is stated is believed first. What is not is read from the text: the headline, the day of the dateline, the paper and the reporters
of the byline, or of a paragraph's opening (新华社北京3月8日电（记者 王五）). A day without a year takes the year from the address of the
page or from a date stated in part, and is None when no year is known. Look-alike radicals are mended here, nothing else is changed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import Any

from corpus.article import Paragraph
from corpus.clean import simplified, unmasked
from corpus.front import unquoted

DAY = re.compile(r"(?<!\d)(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?([01]\d)[-/_]?([0-3]\d)(?!\d)")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
PAPER = re.compile(r"[□○◎]?\s*(?:(?:来源|稿源)[:：]\s*)?"
                   r"(?P<paper>[\u4e00-\u9fff]{2,10}?(?:日报|晚报|早报|晨报|时报|周刊|周报|新闻|网|社|报))")
NAME = r"(?!记者|通讯员|实习|摄影|文图|报道)[\u4e00-\u9fff·]{2,4}"
NAMES = rf"{NAME}(?:\s?[\s、，,]\s?{NAME})*"
REPORTERS = re.compile(rf"(?:记者|通讯员|作者)\s*[:：]?\s*(?P<names>{NAMES})(?P<more>\s+通讯员\s*[:：]?\s*{NAMES})?\s*$")
AGENCY = "新华社|新华网|中新社|中新网|中国新闻网|人民网|央视网|光明网|本报|本台|本网"
WIRE = re.compile(rf"^[(（]?(?P<paper>{AGENCY})[\u4e00-\u9fff、，\s]{{0,12}}?"
                  r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日[电讯]")
TOLD = re.compile(rf"^.{{0,32}}?[(（]\s*[\u4e00-\u9fff/、]{{0,12}}?记者\s*[:：]?\s*(?P<names>{NAMES})"
                  rf"(?P<more>\s+(?:通讯员|实习生)\s*{NAMES})?\s*[)）]")
OPENING = ("lead", "body", "answer", "question")
LOOKED_AT = 3  # paragraphs that may open with a dateline or a byline


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article beside its text; `misread` is a stated date that is no day."""

    title: str
    date: str | None
    source: str | None
    authors: tuple[str, ...]
    url: str | None
    misread: str | None


def facts(stated: dict[str, Any], text: str, paragraphs: Sequence[Paragraph]) -> Facts:
    """The facts of an article with this text."""
    text = unmasked(text)
    url = _string(stated.get("url"))
    bylines = [text[p.start : p.end] for p in paragraphs if p.role == "byline"]
    opening = [text[p.start : p.end] for p in paragraphs if p.role in OPENING][:LOOKED_AT]
    datelines = [text[p.start : p.end] for p in paragraphs if p.role == "dateline"]
    wires = [match for line in (*datelines, *opening) if (match := WIRE.search(simplified(line)))]
    named = str(stated.get("date") or "").strip()
    date = _stated_day(named) if named else next((day for line in datelines if (day := iso_day(line))), None) or _address_day(url)
    date = date or _wired(wires, YEAR.findall(f"{named} {url or ''}"))
    source = _mended(stated.get("source")) or _paper(bylines, wires) or _mended(stated.get("site"))
    authors = tuple(map(unmasked, _authors(stated.get("authors")))) or _reporters(bylines, opening)
    return Facts(unmasked(_title(stated, text, paragraphs)), date, source, authors, url, named if named and date is None else None)


def iso_day(text: str) -> str | None:
    """The first calendar day named in `text`, as YYYY-MM-DD, or None."""
    match = DAY.search(text)
    return _day(*match.groups()) if match else None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return Day(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _stated_day(named: str) -> str | None:
    compact = COMPACT.fullmatch(named)
    return _day(*compact.groups()) if compact else iso_day(named)


def _address_day(url: str | None) -> str | None:
    match = IN_ADDRESS.search(url or "")
    return _day(*match.groups()) if match else None


def _wired(wires: Sequence[re.Match[str]], years: Sequence[str]) -> str | None:
    """The day of a news agency's dateline, when a year is known."""
    found = next((match for match in wires if match["month"]), None)
    return _day(years[0], found["month"], found["day"]) if found and years else None


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _mended(value: Any) -> str | None:
    named = _string(value)
    return unmasked(named) if named else None


def _authors(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = re.split(r"[,，、;；\s]+", value.strip("[]"))
    return tuple(name for item in value if isinstance(item, str) and (name := unquoted(item))) if isinstance(value, list) else ()


def _title(stated: dict[str, Any], text: str, paragraphs: Sequence[Paragraph]) -> str:
    named = _string(stated.get("title"))
    if named:
        return named
    heading = next((p for p in paragraphs if p.role == "headline"), None)
    if heading:
        return text[heading.start : heading.end].lstrip("# ")
    first = next((p for p in paragraphs if p.role not in ("dateline", "byline", "caption")), paragraphs[0])
    return text[first.start : min(first.end, first.start + 30)]


def _paper(bylines: Sequence[str], wires: Sequence[re.Match[str]]) -> str | None:
    named = next((line[slice(*match.span("paper"))] for line in bylines if (match := PAPER.match(simplified(line)))), None)
    return named or next((match["paper"] for match in wires if not match["paper"].startswith("本")), None)


def _reporters(bylines: Sequence[str], opening: Sequence[str]) -> tuple[str, ...]:
    """Names in the first byline that has any, else in brackets near the beginning of a paragraph."""
    for pattern, lines in ((REPORTERS, bylines), (TOLD, opening)):
        for line in lines:
            match = pattern.search(simplified(line))
            if match:
                names = "、".join(line[slice(*match.span(group))] for group in ("names", "more") if match[group])
                return tuple(name for name in re.split(r"[\s、，,:：]+|通讯员|通訊員|实习生|實習生", names) if name)
    return ()
