"""Who said what. Comes in: an Article. Goes out: its speeches: ranges of text, quoted or reported, each with the name of who said it.

    张三表示，今年要建十所学校。    “今年要建。”张三说。    他说：“要建。”    中国气象局预计，明天有雨。

A speech is given only where somebody is named: terms in quotation marks, sayings, 有网友称 have none. An interview's labels are the
business of `corpus/roles.py`: paragraphs that have a speaker of their own are passed over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from corpus.article import Article, Paragraph, Range
from corpus.clauses import NOBODY, Subject, subject_of
from corpus.names import Mention, mentions
from corpus.verbs import CLOSED, ENDS, FEELING, MASK, NARRATIVE, NO_SPEECH, PLAIN, QUOTED, REPORTING, SOMEBODY, TELLING, VERB

FRONT = frozenset({"headline", "byline", "dateline", "caption"})
TOLD = re.compile(rf"[^。，；：{MASK}]{{2,60}}?(?P<word>说|表示|指出|称|介绍|强调|认为|提出|坦言)(?=。)")  # a sentence that only says who spoke
LABEL = re.compile(r"[^，。：:“”□！？]{2,45}[：:](?!$)")  # 记者 张三：…… at the head of a line
COMMA = re.compile("，")
ENDING = "。，,：:！；;" + MASK
LONGEST_AFTER = 70  # characters between the end of what is said and the verb


@dataclass(frozen=True, slots=True)
class Speech:
    """`text[start:end]` of the article was said by `speaker`."""

    start: int
    end: int
    speaker: str


@dataclass
class _Listener:
    """What was heard so far: `last` was named last, `going_on` has the word, `open` goes on with it in reported speech."""

    text: str
    masked: str
    people: list[Mention]
    found: list[Speech] = field(default_factory=list)
    last: str | None = None
    going_on: str | None = None
    open: bool = False

    def named(self, start: int, end: int) -> str | None:
        """The speaker whom the words before a verb name, now remembered as the one who has the word."""
        return self.take(subject_of(self.masked, self.people, start, end))

    def take(self, subject: Subject) -> str | None:
        """Give the word to a subject: its name, if it has one."""
        if subject.kind == "he":
            self.going_on = self.last
        elif subject.kind != "blank":
            self.going_on = subject.name
            if subject.kind != "body":
                self.last = subject.name
        return self.going_on

    def add(self, start: int, end: int, speaker: str | None) -> None:
        """Keep a speech, if somebody is known to make it."""
        if speaker and start < end:
            self.found.append(Speech(start, end, speaker))


@lru_cache(maxsize=256)
def speeches(article: Article) -> tuple[Speech, ...]:
    """All speeches of an article that have a speaker, by place; inner ones after those that hold them."""
    if not VERB.search(article.text):
        return ()
    sayings = [m.span() for m in QUOTED.finditer(article.text) if _is_saying(article.text, *m.span())]
    masked = _masked(article.text, sayings)
    listener = _Listener(article.text, masked, [m for m in mentions(article.text) if masked[m.start] != MASK])
    for paragraph in article.paragraphs:
        listener.open = False
        if paragraph.role in FRONT or paragraph.speaker:
            listener.going_on = None
            continue
        inside = [q for q in sayings if paragraph.start <= q[0] < paragraph.end]
        for start, end in _units(article.text, masked, inside, paragraph):
            _hear(listener, [q for q in inside if start <= q[0] < end], start, end)
    return tuple(sorted(listener.found, key=lambda s: (s.start, -s.end)))


def said_by(article: Article, start: int, end: int) -> str | None:
    """Who said `text[start:end]`: the innermost speech that holds at least half of it; else the paragraph's own speaker."""
    holding = [s for s in speeches(article) if 2 * (min(end, s.end) - max(start, s.start)) >= end - start]
    if holding:
        return min(holding, key=lambda s: s.end - s.start).speaker
    return article.paragraph_at(start).speaker


def _is_saying(text: str, start: int, end: int) -> bool:
    """Whether quotation marks hold words said, not a term."""
    inner = text[start + 1 : end].rstrip("”」")
    opened = text[max(0, start - 1) : start] in ("：", ":")
    return bool(inner) and (opened or inner[-1] in CLOSED + "，,—" or (len(inner) > 12 and ("，" in inner or "。" in inner)))


def _masked(text: str, sayings: Sequence[Range]) -> str:
    pieces, at = [], 0
    for start, end in sayings:
        pieces += [text[at:start], MASK * (end - start)]
        at = end
    return "".join(pieces) + text[at:]


def _units(text: str, masked: str, sayings: Sequence[Range], paragraph: Paragraph) -> list[Range]:
    """The sentences of a paragraph, each with what is said in it: 张三说：“……。” and “……。”张三说。 are one each."""
    low, high = paragraph.start, paragraph.end
    cuts = {m.end() for m in ENDS.finditer(masked, low, high)}
    for start, end in sayings:
        if masked[end : end + 1] == "。" and _after(masked, end, high):
            cuts.discard(end + 1)
        closed = text[start:end].rstrip("”」")[-1:] in CLOSED or end == high
        if closed and (_before(masked, low, start) or not _after(masked, end, high)):
            cuts.add(end)
    return list(pairwise([low, *sorted(cut for cut in cuts if low < cut < high), high]))


def _before(masked: str, low: int, start: int) -> re.Match[str] | None:
    """The verb that brings in what is said at `start`, right before it."""
    begin = max(low, start - 30)
    return next((m for m in VERB.finditer(masked, begin, start + 1) if masked[m.end() : start].strip(" ：:，,") == ""), None)


def _after(masked: str, end: int, high: int) -> re.Match[str] | None:
    """The verb that follows what is said up to `end`, in the same sentence."""
    if masked[end : end + 1] in NO_SPEECH:
        return None
    if masked[end : end + 1] == "。":
        told = TOLD.match(masked, end + 1, high)
        return VERB.match(masked, told.start("word")) if told else None
    stop = ENDS.search(masked, end, min(high, end + LONGEST_AFTER))
    last = stop.end() if stop else min(high, end + LONGEST_AFTER)
    heard = masked.find(MASK, end, last)
    last = heard + 1 if heard >= 0 else last
    heard_from = (m for m in VERB.finditer(masked, end, last) if m["word"] in TELLING or m.end() == high or masked[m.end()] in ENDING)
    return next(heard_from, None)


def _hear(listener: _Listener, sayings: Sequence[Range], start: int, end: int) -> None:
    """One sentence: what is said in quotation marks, then what is reported."""
    masked, at = listener.masked, start
    was_open, listener.open = listener.open, False
    if not sayings and (label := LABEL.match(masked, start, end)) and (start == 0 or masked[start - 1] in "\n 　"):
        subject = subject_of(masked, listener.people, start, label.end() - 1)
        if subject.kind == "person":
            listener.add(label.end(), end, listener.take(subject))
            listener.open = True
            return
    for low, high in sayings:
        before, after = _before(masked, at, low), _after(masked, high, end)
        if before:
            speaker = listener.named(at, before.start())
        elif after:
            speaker = listener.named(high + (masked[high] == "。"), after.start())
        else:
            speaker = _around(listener, at, low, high, closed=listener.text[low:high].rstrip("”」")[-1] in CLOSED)
        listener.add(low, high, speaker)
        at = high
    if not (_report(listener, start, end) or sayings):
        _narrate(listener, start, end, was_open)


def _around(listener: _Listener, at: int, low: int, high: int, *, closed: bool) -> str | None:
    """Who says the words `[low, high)` that no verb brings in: the one the words before are about, or the next, or who has the word."""
    masked, lead = listener.masked, listener.masked[at:low].rstrip()
    if lead.strip("，, "):
        if lead[-1] in "，," and masked[high : high + 1] not in ("。", "！", "？", "\n", "") and not closed:
            return None
        subject = subject_of(masked, listener.people, at, at + len(lead) - 1) if lead[-1] in "：:，," else NOBODY
        return listener.take(subject) if subject.kind in ("person", "he") else None
    new_line = low == 0 or masked[low - 1] == "\n"
    if masked[high : high + 1] not in NO_SPEECH and (new_line or not listener.going_on):
        follows = _first_named(listener, high, min(len(masked), high + LONGEST_AFTER))
        if follows.kind == "person":
            return listener.take(follows)
    return listener.going_on


def _first_named(listener: _Listener, start: int, end: int) -> Subject:
    """The subject of the first clause of a sentence that has a person for it; unknown when somebody unnamed comes before."""
    stop = ENDS.search(listener.masked, start, end)
    last, low = stop.start() if stop else end, start
    for bound in [*(m.end() for m in COMMA.finditer(listener.masked, start, last)), last]:
        found = subject_of(listener.masked, listener.people, low, bound)
        if found.kind in ("person", "he"):
            return found
        if found.kind == "unknown" and SOMEBODY.search(listener.masked, low, bound):
            return found
        low = bound
    return NOBODY


def _report(listener: _Listener, start: int, end: int) -> bool:
    """Reported speech of one sentence; True when there is any verb of speech with a subject of its own."""
    masked, heard, begin, speaker = listener.masked, False, start, None
    at = start
    for verb in VERB.finditer(masked, start, end):
        comma = masked[verb.end() : verb.end() + 1] in ("，", ",", "：", ":")
        plain = verb["says"] or verb["word"] in PLAIN
        if not (plain or verb["told"] or verb["word"] in REPORTING):
            continue
        if not comma and (not plain or FEELING.match(masked, verb.end(), end) or verb.end() >= end):
            continue
        if masked[verb.end() + comma : verb.end() + comma + 1] in (MASK, ""):
            continue
        subject = subject_of(masked, listener.people, start, verb.start())
        if heard and subject.kind in ("blank", "unknown", "he"):
            continue
        found = listener.take(subject)
        if heard and speaker != found:
            listener.add(begin, max(masked.rfind(mark, begin, verb.start()) for mark in "，；;") + 1, speaker)
        if not heard or speaker != found:
            heard, begin, speaker = True, verb.end() + comma, found
    if heard:
        listener.add(begin, end, speaker)
        listener.open = speaker is not None and MASK not in masked[begin:end]
    return heard


def _narrate(listener: _Listener, start: int, end: int, was_open: bool) -> None:
    """A sentence in which nobody is said to speak: the report goes on, or the paper itself speaks."""
    masked = listener.masked
    if was_open and not NARRATIVE.match(masked, start, end) and str(listener.going_on) not in masked[start:end]:
        listener.add(start, end, listener.going_on)
        listener.open = True
        return
    listener.going_on = None
    first = _first_named(listener, start, end)
    if first.kind == "unknown" or (first.kind == "person" and not VERB.search(masked, start, end)):
        listener.last = first.name
