"""The only place where a quote is made. Comes in: an Article and a span of it. Goes out: a Quote that keeps the law.

The law of quotes, checked for every quote on every path:

    article.text[quote.start:quote.end] == quote.text
    article.text[quote.sentence_start:][:len(quote.sentence)] == quote.sentence

Knows nothing of questions, readers or pages. Nothing downstream trims or edits a Quote.
"""

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote as percent_encoded

from corpus.article import Article, Range
from corpus.errors import ArticleNotFound, LawBroken
from corpus.order import raw_ranges
from corpus.roles import said_from
from corpus.said import said_by
from corpus.sentence import clauses, sentence_at

LONGEST = 2000  # characters of a quote; those of one sentence have at most 200, a text to be verified may be longer
EDGE = " \u3000,，、:：;；。.！!？?…—\n"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of one sentence of an article. Offsets are code points of `article.text`; `raw` of the raw text."""

    text: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    article_id: str
    title: str
    source: str | None
    date: str | None
    speaker: str | None
    paragraph: int
    raw: tuple[Range, ...]
    resolved: str | None
    url: str | None
    permalink: str


def make_quote(article: Article, start: int, end: int, resolved: str | None = None, *, exact: bool = False) -> Quote:
    """The quote for the span `[start, end)`: its clause, or neighbouring clauses, inside the sentence where it begins.

    A span that runs on past its sentence is quoted as far as the sentence goes. `exact`: quote the span itself, wherever it ends.

    :raises LawBroken: when the span is empty or outside the article, or the quote is not verbatim.
    """
    if not 0 <= start < end <= len(article.text) or not article.text[start:end].strip():
        raise LawBroken(f"{article.id}: span {start}-{end} has no words in a text of {len(article.text)} characters")
    if not exact:
        start += len(article.text[start:end]) - len(article.text[start:end].lstrip())
    paragraph = article.paragraph_at(start)
    sentence_start, sentence_end = sentence_at(article.text, said_from(article, paragraph, start), paragraph.end, start)
    covering = [c for c in clauses(article.text, sentence_start, sentence_end) if c[0] < end and start < c[1]]
    quote_start, quote_end = covering[0][0], covering[-1][1]
    while quote_start < start and article.text[quote_start] in EDGE:
        quote_start += 1
    while quote_end > min(end, sentence_end) and article.text[quote_end - 1] in EDGE:
        quote_end -= 1
    if exact:
        quote_start, quote_end = start, end
    made = Quote(
        text=article.text[quote_start:quote_end],
        start=quote_start,
        end=quote_end,
        sentence=article.text[sentence_start:sentence_end],
        sentence_start=sentence_start,
        article_id=article.id,
        title=article.title,
        source=article.source,
        date=article.date,
        speaker=said_by(article, quote_start, quote_end),
        paragraph=paragraph.number,
        raw=tuple(raw_ranges(article.runs, quote_start, quote_end)),
        resolved=resolved,
        url=article.url,
        permalink=permalink(article, quote_start, quote_end),
    )
    check_law(article, made)
    return made


def check_law(article: Article, quote: Quote) -> None:
    """Refuse a quote that is not, character for character, in its article.

    :raises LawBroken: with the place and what stands there.
    """
    there = article.text[quote.start : quote.end]
    if not quote.text or there != quote.text:
        raise LawBroken(f"{article.id}: at {quote.start}-{quote.end} stands {there!r}, quoted was {quote.text!r}")
    there = article.text[quote.sentence_start :][: len(quote.sentence)]
    if there != quote.sentence:
        raise LawBroken(f"{article.id}: at {quote.sentence_start} stands {there!r}, the sentence was {quote.sentence!r}")


def permalink(article: Article, start: int, end: int) -> str:
    """A path to the article at this span, which still finds the words after the text around them has changed."""
    return f"/a/{percent_encoded(article.id, safe='')}~{start}-{end - start}-{_mark(article.text[start:end])}#q"


def article_link(article_id: str) -> str:
    """A path to the article as a whole."""
    return f"/a/{percent_encoded(article_id, safe='')}~"


def follow_permalink(article: Article, place: str) -> Range:
    """The span a permalink's place (`start-length-mark`) means in the article as it now is; of no place, the first paragraph.

    :raises ArticleNotFound: when the words are no longer in the article, or the place is no place.
    """
    if not place:
        return article.paragraphs[0].start, article.paragraphs[0].end
    parts = place.split("-")
    if len(parts) != 3 or not (parts[0].isdecimal() and parts[1].isdecimal()) or len(parts[0] + parts[1]) > 12:
        raise ArticleNotFound("这个链接不完整，请从引文处重新复制。")
    start, length, mark = int(parts[0]), int(parts[1]), parts[2]
    if not 0 < length <= LONGEST:
        raise ArticleNotFound("这个链接不完整，请从引文处重新复制。")
    for at in sorted(range(len(article.text) - length + 1), key=lambda at: abs(at - start)):
        if _mark(article.text[at : at + length]) == mark:
            return at, at + length
    raise ArticleNotFound("文章已经改过，链接里的引文不在其中了。")


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]
