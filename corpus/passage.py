"""Articles cut into passages. Comes in: an Article. Goes out: Passages: ranges of its text that begin and end with sentences.

A long paragraph gives several passages, short neighbours of one kind share one; no passage is longer than 400 characters.
Each carries a context (`corpus/context.py`) that helps to find and to read it and is never quoted. Knows no index.
"""

from dataclasses import dataclass

from corpus.article import Article, Paragraph, Range
from corpus.context import contexts
from corpus.said import speeches
from corpus.sentence import sentences

TARGET = 200  # characters: what the reader takes in one look, and what a person scans at a glance
LONGEST = 400
FRONT = frozenset({"headline", "byline", "dateline", "subhead", "caption"})


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is `article.text[start:end]`; `number` counts passages of the article from 0; `paragraph` and `speaker` are its start's.

    `said` names those who speak in it, quoted or reported, beside its speaker.
    """

    article_id: str
    number: int
    paragraph: int
    start: int
    end: int
    text: str
    context: str
    speaker: str | None = None
    said: tuple[str, ...] = ()


def split(article: Article) -> list[Passage]:
    """The passages of an article, in reading order; together they cover every paragraph once."""
    pieces = _merged(article, [piece for p in article.paragraphs for piece in _pieces(article, p)])
    found, spoken = contexts(article), speeches(article)
    passages = []
    for number, (paragraph, start, end) in enumerate(pieces):
        context = found.of(paragraph.number, start, end)
        said = tuple(dict.fromkeys(s.speaker for s in spoken if s.start < end and start < s.end))
        text = article.text[start:end]
        passages.append(Passage(article.id, number, paragraph.number, start, end, text, context, paragraph.speaker, said))
    return passages


def _pieces(article: Article, paragraph: Paragraph) -> list[tuple[Paragraph, int, int]]:
    """Sentences of one paragraph gathered into pieces of about equal length, each at most TARGET where sentences allow."""
    whole = paragraph.end - paragraph.start
    if whole <= TARGET * 11 // 10:
        return [(paragraph, paragraph.start, paragraph.end)]
    wanted = whole / -(-whole // TARGET)
    pieces: list[Range] = []
    for start, end in sentences(article.text, paragraph.start, paragraph.end):
        if pieces and end - pieces[-1][0] <= TARGET * 11 // 10 and start - pieces[-1][0] < wanted - (end - start) / 2:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return [(paragraph, start, end) for start, end in pieces]


def _merged(article: Article, pieces: list[tuple[Paragraph, int, int]]) -> list[tuple[Paragraph, int, int]]:
    """Short neighbours joined: headings, captions and bylines with each other, paragraphs of one role and speaker alike."""
    merged: list[tuple[Paragraph, int, int]] = []
    for paragraph, start, end in pieces:
        if merged:
            before, low, high = merged[-1]
            same = (before.role, before.speaker) == (paragraph.role, paragraph.speaker)
            next_to = before is not paragraph and article.paragraph_at(high - 1).number + 1 == paragraph.number
            if next_to and end - low <= TARGET and (same or (before.role in FRONT and paragraph.role in FRONT)):
                merged[-1] = (before, low, end)
                continue
        merged.append((paragraph, start, end))
    return merged
