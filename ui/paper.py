"""A newspaper article as HTML. Comes in: an Article and the Marks to set in it. Goes out: an HTML fragment.

The characters of the article go out as printed, escaped and in order; marks only wrap them. Roles and speakers become
classes that the style sheet sets in type. Knows no answers, no pages and no Gradio.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Literal

from corpus.article import Article, Paragraph
from ui.repairs import APART, apart

Kind = Literal["quote", "sentence", "near", "who"]
TAGS = {"headline": "h1", "subhead": "h2"}


@dataclass(frozen=True, slots=True)
class Mark:
    """`text[start:end]` of the article, to be found by `name`; `quote` is always highlighted, `near` only when opened."""

    name: str
    start: int
    end: int
    kind: Kind


def esc(text: object) -> str:
    """Any value as text that is safe between tags and inside a quoted attribute; lone surrogates become '?'."""
    return escape(str(text).encode("utf-8", "replace").decode(), quote=True)


def safe_href(url: str | None) -> str | None:
    """The address, when it is http(s) or a permalink of ours; else None, and nothing is linked."""
    if url and (url.lower().startswith(("http://", "https://")) or url.startswith("/a/")):
        return esc(url)
    return None


def day_words(date: str | None) -> str | None:
    """2025-03-27 -> 2025年3月27日; what is no ISO day stays as it is."""
    if not date:
        return None
    parts = date.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return date
    return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日"


def where_printed(article: Article) -> str:
    """Paper and day in words, as far as known."""
    return " · ".join(part for part in (article.source, day_words(article.date)) if part)


def article_html(article: Article, marks: Sequence[Mark], anchor: str | None = None) -> str:
    """The article's paragraphs. The first piece of the mark called `anchor` gets that name as its id.

    An article without a headline among its paragraphs gets its title above them. A paragraph that the repair found to go with neither
    of its neighbours is said to be so.
    """
    parts = [] if any(p.role == "headline" for p in article.paragraphs) else [f'<h1 class="headline">{esc(article.title)}</h1>']
    bylined = any(p.role == "byline" for p in article.paragraphs)
    speaker: str | None = None
    headed, strays = bool(parts), apart(article)
    for paragraph in article.paragraphs:
        tag = TAGS.get(paragraph.role, "p")
        if tag == "h1" and headed:
            tag = "p"
        headed = headed or tag == "h1"
        label = f'<span class="apart">{APART}</span>' if paragraph.number in strays else ""
        parts.append(_paragraph(article, paragraph, marks, tag, anchor, speaker, label))
        anchor = None if anchor and any(_covers(m, paragraph) for m in marks if m.name == anchor) else anchor
        speaker = paragraph.speaker
    if article.authors and not bylined:
        below = next(i for i, part in enumerate(parts, 1) if part.startswith("<h1"))
        parts.insert(below, f'<p class="byline">{esc(" ".join(article.authors))}</p>')
    return "\n".join(parts)


def _covers(mark: Mark, paragraph: Paragraph) -> bool:
    return mark.start < paragraph.end and paragraph.start < mark.end


def _paragraph(
    article: Article, paragraph: Paragraph, marks: Sequence[Mark], tag: str, anchor: str | None, before: str | None, label: str
) -> str:
    """One paragraph; its speaker is named in the margin where the speaker changes and the text does not say so itself."""
    here = [mark for mark in marks if _covers(mark, paragraph)]
    text = article.text[paragraph.start : paragraph.end]
    if paragraph.speaker and text.startswith(paragraph.speaker) and text[len(paragraph.speaker) :][:1] in (":", "："):
        here.append(Mark("", paragraph.start, paragraph.start + len(paragraph.speaker) + 1, "who"))
    elif paragraph.speaker and paragraph.speaker != before:
        label += f'<span class="speaker">{esc(paragraph.speaker)}</span>'
    body = "".join(_pieces(article.text, paragraph, here, anchor))
    return f'<{tag} class="{paragraph.role}" data-paragraph="{paragraph.number}">{label}{body}</{tag}>'


def _pieces(text: str, paragraph: Paragraph, marks: Sequence[Mark], anchor: str | None) -> Iterable[str]:
    """The paragraph cut wherever a mark begins or ends, each piece wrapped once for all marks that cover it."""
    bounds = {edge for mark in marks for edge in (mark.start, mark.end) if paragraph.start < edge < paragraph.end}
    cuts = [paragraph.start, *sorted(bounds), paragraph.end]
    for start, end in pairwise(cuts):
        covering = [mark for mark in marks if mark.start <= start and end <= mark.end]
        ours = anchor if anchor in {mark.name for mark in covering} else None
        yield _piece(esc(text[start:end]), covering, ours)
        anchor = None if ours else anchor


def _piece(inner: str, covering: Sequence[Mark], anchor: str | None) -> str:
    kinds = {mark.kind for mark in covering}
    if "who" in kinds:
        inner = f'<b class="who">{inner}</b>'
    names = " ".join(dict.fromkeys(mark.name for mark in covering if mark.name))
    if not names:
        return inner
    tag, kind = ("mark", "quote") if "quote" in kinds else ("span", "sentence" if "sentence" in kinds else "near")
    place = f' id="{esc(anchor)}"' if anchor else ""
    return f'<{tag}{place} class="{kind}" data-mark="{esc(names)}" tabindex="-1">{inner}</{tag}>'
