"""Listening to an article sentence by sentence. Comes in: sentences and what is said in them. Goes out: speeches, with who makes them.

A Listener remembers who was named last and who has the word, so that 他说 and a quote that no verb brings in find their speaker. Only names
that are sure are kept: where somebody unnamed speaks, nobody has the word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.article import Range
from corpus.clauses import NOBODY, Subject, subject_of
from corpus.names import Mention
from corpus.sayings import LONGEST_AFTER, after, before
from corpus.verbs import CLOSED, ENDS, EXCLAIMING, FEELING, MASK, NARRATIVE, NO_SPEECH, PLAIN, REPORTING, SOMEBODY, STANCE, VERB

LABEL = re.compile(r"[^，。：:“”□！？]{2,45}[：:](?!$)")  # 记者 张三：…… at the head of a line
COMMA = re.compile("，")


@dataclass(frozen=True, slots=True)
class Speech:
    """`text[start:end]` of the article was said by `speaker`."""

    start: int
    end: int
    speaker: str


@dataclass
class Listener:
    """What was heard so far: `last` was named last, `going_on` has the word, `open` goes on with it in reported speech."""

    text: str
    masked: str
    people: list[Mention]
    found: list[Speech] = field(default_factory=list)
    last: str | None = None
    going_on: str | None = None
    open: bool = False
    strap: str | None = None

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


def hear(listener: Listener, sayings: Sequence[Range], start: int, end: int) -> None:
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
        brought, followed = before(masked, at, low), after(masked, high, end)
        if brought:
            speaker = listener.named(at, brought.start())
        elif followed:
            speaker = listener.named(high + (masked[high] == "。"), followed.start())
        else:
            speaker = _around(listener, at, low, high, closed=listener.text[low:high].rstrip("”」")[-1] in CLOSED)
        listener.add(low, high, speaker)
        at = high
    if not (_report(listener, start, end) or sayings):
        _narrate(listener, start, end, was_open)


def _around(listener: Listener, at: int, low: int, high: int, *, closed: bool) -> str | None:
    """Who says the words `[low, high)` that no verb brings in: the one the words before are about, or the next, or who has the word."""
    masked, lead = listener.masked, listener.masked[at:low].rstrip()
    if lead.strip("，, "):
        if lead[-1] in "，," and masked[high : high + 1] not in ("。", "！", "？", "\n", "") and not closed:
            return None
        subject = subject_of(masked, listener.people, at, at + len(lead) - 1) if lead[-1] in "：:，," else NOBODY
        return listener.take(subject) if subject.kind in ("person", "he") else None
    new_line = low == 0 or masked[low - 1] == "\n"
    if closed and masked[high : high + 1] not in NO_SPEECH and (new_line or not listener.going_on):
        follows = _first_named(listener, high, min(len(masked), high + LONGEST_AFTER))
        if follows.kind == "person":
            return listener.take(follows)
    return listener.going_on


def _first_named(listener: Listener, start: int, end: int) -> Subject:
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


def _report(listener: Listener, start: int, end: int) -> bool:
    """Reported speech of one sentence; True when there is any verb of speech with a subject of its own."""
    masked, heard, begin, speaker = listener.masked, False, start, None
    for verb in VERB.finditer(masked, start, end):
        comma = masked[verb.end() : verb.end() + 1] in ("，", ",", "：", ":")
        plain = verb["says"] or verb["word"] in PLAIN
        quoted = verb["word"] in EXCLAIMING and masked[verb.end() : verb.end() + 1] == "“"
        if not (plain or quoted or verb["told"] or verb["word"] in REPORTING):
            continue
        if not comma and (not (plain or quoted) or FEELING.match(masked, verb.end(), end) or verb.end() >= end):
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


def _narrate(listener: Listener, start: int, end: int, was_open: bool) -> None:
    """A sentence in which nobody is said to speak: the report goes on, or the paper itself speaks."""
    masked = listener.masked
    if was_open and not NARRATIVE.match(masked, start, end) and str(listener.going_on) not in masked[start:end]:
        if STANCE.search(masked, start, end):
            listener.add(start, end, listener.going_on)
            listener.open = True
        return
    listener.going_on = None
    first = _first_named(listener, start, end)
    if first.kind == "unknown" or (first.kind == "person" and not VERB.search(masked, start, end)):
        listener.last = first.name
