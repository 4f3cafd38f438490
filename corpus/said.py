"""Who said what. Comes in: an Article. Goes out: its speeches: ranges of text, quoted or reported, each with the name of who said it.

    张三表示，今年要建十所学校。    “今年要建。”张三说。    他说：“要建。”    中国气象局预计，明天有雨。

A speech is given only where somebody is named: terms in quotation marks, sayings, 有网友称 have none. An interview's labels are the
business of `corpus/roles.py`: paragraphs that have a speaker of their own are passed over.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from corpus.article import Article, Range
from corpus.hear import hear
from corpus.listener import Listener, Speech
from corpus.names import mentions
from corpus.sayings import masked_text, sayings_of, units
from corpus.strangers import Strangers, doubtful, strangers
from corpus.verbs import MASK, STRAP, VERB

SPOKEN = re.compile(rf"[“「：:]|{VERB.pattern}")
# Right before and right behind quotation marks that hold a term.
TERM_BEFORE = re.compile("(?<![说道称])(?:的|标题为|题为|主题为|写下了?|名为|作为|以)$")
TERM_AFTER = re.compile(
    "[的等为]|总?要求|理念|精神|原则|目标|方[针法式]|机制|模式|战略|行动|工程|计划|倡议|政策|制度|事业|问题|建设|活动|口号|主题|标语|字样"
)
FRONT = frozenset({"headline", "byline", "dateline", "caption"})


@lru_cache(maxsize=256)
def speeches(article: Article) -> tuple[Speech, ...]:
    """All speeches of an article that have a speaker, by place; inner ones after those that hold them."""
    if not SPOKEN.search(article.text):
        return ()
    sayings = sayings_of(article.text)
    masked = masked_text(article.text, sayings)
    listener = _listen(article, sayings, masked, Strangers())
    more = strangers(masked, listener.puzzles)
    never = doubtful(masked, {speech.speaker for speech in listener.found} & {one.name for one in listener.people if one.name})
    if more.people or more.bodies or never:
        listener = _listen(article, sayings, masked, more, never)
    return tuple(sorted(listener.found, key=lambda s: (s.start, -s.end)))


def _listen(article: Article, sayings: list[Range], masked: str, also: Strangers, never: Collection[str] = ()) -> Listener:
    """One hearing of the whole article; `also`: who speaks although the rules do not see it; `never`: what only looks like a name."""
    people = [one for one in mentions(article.text, also.people, never) if masked[one.start] != MASK]
    listener = Listener(article.text, masked, people, also.bodies)
    for paragraph in article.paragraphs:
        listener.open, listener.told, listener.topic = False, None, None
        strap, listener.strap = listener.strap, None
        if paragraph.role in FRONT or paragraph.speaker:
            listener.going_on = None
            named = STRAP.search(article.text, paragraph.start, paragraph.end) if paragraph.role == "caption" else None
            listener.strap = named["name"] if named else None
            continue
        if strap:
            listener.add(paragraph.start, paragraph.end, strap)
            continue
        for start, end in units(article.text, masked, _within(sayings, paragraph.start, paragraph.end), paragraph):
            hear(listener, _within(sayings, start, end), start, end)
    return listener


def said_by(article: Article, start: int, end: int) -> str | None:
    """Who said `text[start:end]`: the innermost speech that holds at least half of it; several of one mouth
    that do; else the paragraph's own speaker."""
    holding = [s for s in speeches(article) if 2 * (min(end, s.end) - max(start, s.start)) >= end - start]
    if holding:
        inner = min(holding, key=lambda s: s.end - s.start)
        return None if _is_term(article.text, start, end) and inner.end - inner.start > end - start + 4 else inner.speaker
    heard, reached = Counter[str](), Counter[str]()
    for s in speeches(article):
        low, high = max(start, s.start, reached[s.speaker]), min(end, s.end)
        if low < high:
            heard[s.speaker] += high - low
            reached[s.speaker] = high
    speaker, said = max(heard.items(), key=lambda item: item[1], default=("", 0))
    return speaker if said and 2 * said >= end - start else article.paragraph_at(start).speaker


def _is_term(text: str, start: int, end: int) -> bool:
    """Whether a range is all that stands in quotation marks, and goes on as a part of the sentence around: 紧扣“……”总要求, 规定的“……”."""
    low, high = (start, end) if text[start : start + 1] == "“" else (start - 1, end + 1)
    if text[max(low, 0) : low + 1] != "“" or text[high - 1 : high] != "”":
        return False
    return bool(TERM_BEFORE.search(text, max(0, low - 4), low) or TERM_AFTER.match(text, high))


def _within(sayings: list[Range], start: int, end: int) -> list[Range]:
    return sayings[bisect_left(sayings, (start, 0)) : bisect_left(sayings, (end, 0))]
