"""The records of an article. Comes in: nothing. Goes out: Article, Paragraph, Repair, Run.

Offsets count Unicode code points. `Article.text` holds the characters as printed: paragraphs in reading order, one a
line, white space tidied, nothing converted. `Run`s tie it to the raw text it came from. Knows no file format.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["headline", "byline", "dateline", "subhead", "lead", "question", "answer", "body", "caption"]
ROLES: tuple[str, ...] = get_args(Role)
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `text[start:end]` of its article. `number` counts from 1; `speaker` is None when not sure."""

    number: int
    role: Role
    speaker: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """`length` characters that stand at `start` of the text and at `raw_start` of the raw text."""

    start: int
    raw_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Repair:
    """One change made to the order of the raw text: what kind, how sure in [0, 1], why, and which raw ranges."""

    kind: str
    score: float
    reason: str
    raw: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A newspaper article as it is quoted. `date` is an ISO day or None; `paragraphs` cover `text` but for line ends."""

    id: str
    title: str
    date: str | None
    source: str | None
    authors: tuple[str, ...]
    url: str | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    runs: tuple[Run, ...]
    repairs: tuple[Repair, ...] = ()
    raw: str | None = None  # the text as it came, kept when `repairs` changed it

    def __post_init__(self) -> None:
        """:raises ValueError: when a paragraph or run points outside the text."""
        ends = [p.end for p in self.paragraphs] + [r.start + r.length for r in self.runs]
        if ends and max(ends) > len(self.text):
            raise ValueError(f"{self.id}: a part ends at {max(ends)}, the text has {len(self.text)} characters")

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds the character at `offset`.

        :raises ValueError: when no paragraph does.
        """
        at = bisect_right(self.paragraphs, offset, key=lambda paragraph: paragraph.start) - 1
        if at >= 0 and offset < self.paragraphs[at].end:
            return self.paragraphs[at]
        raise ValueError(f"{self.id}: no paragraph holds offset {offset} of {len(self.text)}")
