"""What each line of a newspaper article is. Comes in: its lines, with the blank lines before each. Goes out: (role, speaker) a line.

Works from layout and wording alone: marks (■ captions, □ bylines), labels (记者: / 张元升:), dates, and how a line ends.
Knows no file format and changes no text. A speaker is None when it is not sure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article, Paragraph, Role

LABEL = re.compile(r"(?P<name>[\u4e00-\u9fff·A-Za-z]{1,8})\s*[:：]")
REPORTER = re.compile(r"记者|问|主持人|本报|[QＱ]$")
CAPTION = re.compile(r"^[■▲▼◆●↑↓←→△]|^(?:图|上图|下图|左图|右图|题图)[:：为]|(?:摄|供图)[)）]?$")
BYLINE = re.compile(r"^[□○◎]|^(?:本报|特约|实习)?(?:记者|通讯员|作者)\s*[\u4e00-\u9fff]{2,4}(?:\s|$)|记者\s+[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})*\s*$")
DATELINE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日|^\d{4}-\d{1,2}-\d{1,2}(?:\s|$)|^第?\s*\d+\s*版")
KICKER = re.compile(r"^[—\-–]{1,2}")
TITLE_OF_A_PERSON = re.compile(r"(?:书记|市长|区长|县长|主席|主任|院长|校长|董事长|总经理|教授|院士|局长|部长|省长)[\u4e00-\u9fff·]{2,4}$")
SENTENCE_END = re.compile(r"[。！？!?；;…：:][”’」』）)]*$")
LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed and how many blank lines stand before it."""

    text: str
    gap: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a line was found to be."""

    role: Role
    speaker: str | None


def label(line: str) -> str | None:
    """The name before a colon that opens the line, when it can be a speaker's label."""
    match = LABEL.match(line)
    return match["name"] if match and len(line) > match.end() else None


def label_end(line: str) -> int:
    """Characters of the line that are its speaker's label, white space after it included; 0 when nothing follows it."""
    match = LABEL.match(line)
    if not match or match.end() == len(line):
        return 0
    return match.end() + len(line[match.end() :]) - len(line[match.end() :].lstrip())


def said_from(article: Article, paragraph: Paragraph, offset: int) -> int:
    """Where the words of a paragraph begin: behind its speaker's label, unless `offset` lies in the label itself."""
    if paragraph.speaker is None:
        return paragraph.start
    begin = paragraph.start + label_end(article.text[paragraph.start : paragraph.end])
    return begin if begin <= offset else paragraph.start


def speakers(lines: Sequence[Line]) -> frozenset[str]:
    """Labels that carry a conversation: a reporter asks in it, and each answering name is one of two to four characters."""
    names = [name for line in lines if (name := label(line.text))]
    if not any(REPORTER.search(name) for name in names):
        return frozenset()
    return frozenset(name for name in names if REPORTER.search(name) or 2 <= len(name) <= 4)


def assign(lines: Sequence[Line]) -> list[Part]:
    """The role and speaker of every line, in order."""
    known = speakers(lines)
    parts: list[Part] = []
    answering: str | None = None
    seen_headline = False
    for number, line in enumerate(lines):
        part = _marked(line.text) or _labelled(line.text, known)
        if part is None:
            heading = _is_heading(lines, number)
            if heading and not seen_headline and not any(p.role in ("question", "answer", "body") for p in parts):
                part = Part("headline", None)
            elif heading:
                part = Part("caption" if TITLE_OF_A_PERSON.search(line.text) else "subhead", None)
            else:
                continues = answering is not None and (line.gap < 2 or number == 0)
                part = Part("answer", answering) if continues else Part("body", None)
        seen_headline |= part.role == "headline"
        if part.role in ("answer", "question"):
            answering = part.speaker if part.role == "answer" else None
        elif part.role != "caption" or line.gap >= 2:
            answering = None
        parts.append(part)
    return _with_lead(parts)


def _marked(text: str) -> Part | None:
    short = len(text) <= 60
    if CAPTION.search(text) and len(text) <= 120:
        return Part("caption", None)
    if short and BYLINE.search(text):
        return Part("byline", None)
    if short and DATELINE.search(text) and not SENTENCE_END.search(text):
        return Part("dateline", None)
    if short and KICKER.search(text):
        return Part("subhead", None)
    return None


def _labelled(text: str, known: frozenset[str]) -> Part | None:
    name = label(text)
    if name is None or name not in known:
        return None
    return Part("question" if REPORTER.search(name) else "answer", name)


def _is_heading(lines: Sequence[Line], number: int) -> bool:
    text = lines[number].text
    return len(lines) > 1 and len(text) <= LONGEST_HEADING and not SENTENCE_END.search(text) and "。" not in text


def _with_lead(parts: Sequence[Part]) -> list[Part]:
    """The first run of body paragraphs of an interview is its lead; of any other article, the first body paragraph."""
    interview = any(part.role == "answer" for part in parts)
    found: list[Part] = []
    state = "before"
    for part in parts:
        if part.role == "body" and state in ("before", "inside"):
            found.append(Part("lead", None))
            state = "inside" if interview else "after"
            continue
        if state == "inside":
            state = "after"
        found.append(part)
    return found
