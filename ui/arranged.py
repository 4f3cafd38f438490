"""A repaired article with what was changed, as HTML. Comes in: an Article and the Marks to set in it. Goes out: an HTML fragment.

Above the article stands a note that opens the list of changes, and a switch that shows the text as it came, the moved parts marked.
Both work without scripts. The characters of the raw text go out as they came, escaped; a number beside a marked part is set by the style
sheet and is no text. An article that was not repaired comes out as `article_html` makes it.
"""

from collections.abc import Sequence
from itertools import pairwise

from corpus.article import Article
from ui.paper import Mark, article_html, esc
from ui.repairs import TITLE, begins, change_words

EXPLAINED = "文字一字未动，只换了先后；重复排印的段落只显示一次。"


def arranged_html(article: Article, marks: Sequence[Mark], anchor: str | None = None) -> str:
    """The article, below the note, the changes and the switch when it was repaired."""
    shown = article_html(article, marks, anchor)
    if not article.repairs:
        return shown
    changes = "".join(f"<li>{esc(words)}</li>" for words in change_words(article))
    note = f'<details class="note repaired"><summary>{TITLE}</summary><p>{EXPLAINED}</p><ol>{changes}</ol></details>'
    if article.raw is None:
        return f"{note}\n{shown}"
    switch = (
        '<input type="checkbox" role="switch" id="wy-came" class="came-switch"><label for="wy-came" class="came-label">看原来的排列</label>'
    )
    return f'{note}\n{switch}\n<div class="now">{shown}</div>\n<section class="came" aria-label="原来的排列">{came_html(article)}</section>'


def came_html(article: Article) -> str:
    """The raw text behind its front matter, every part that was changed in a mark with the numbers of its changes."""
    raw, begin = article.raw or "", begins(article)
    ranges = [(start, end, number) for number, repair in enumerate(article.repairs, 1) for start, end in repair.raw]
    unseen = {repair.raw[0] for repair in article.repairs if repair.kind == "doubled" and repair.raw}
    cuts = sorted({begin, len(raw), *(edge for start, end, _ in ranges for edge in (start, end))})
    pieces = []
    for start, end in pairwise(cuts):
        numbers = [number for low, high, number in ranges if low <= start and end <= high]
        text = esc(raw[start:end])
        kind = "moved unseen-now" if any(low <= start and end <= high for low, high in unseen) else "moved"
        named = "、".join(map(str, dict.fromkeys(numbers)))
        pieces.append(f'<mark class="{kind}" data-change="{named}">{text}</mark>' if numbers else text)
    return "".join(pieces)
