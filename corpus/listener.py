"""What was heard so far. Comes in: subjects of verbs of speech, by place. Goes out: speeches, and places where nobody was found.

A Listener remembers who was named last and who has the word, so that 他说 and a quote that no verb brings in find their speaker. Only names
that are sure are kept: where somebody unnamed speaks, nobody has the word. Knows no sentences.
"""

from dataclasses import dataclass, field

from corpus.article import Range
from corpus.clauses import Subject, subject_of
from corpus.names import Mention
from corpus.verbs import ENDS

CLAUSES_ASKED = 3  # of a sentence beside a quote


@dataclass(frozen=True, slots=True)
class Speech:
    """`text[start:end]` of the article was said by `speaker`."""

    start: int
    end: int
    speaker: str


@dataclass
class Listener:
    """`bodies`: organisations known to speak at a place. What was heard so far: `last` was named last, `going_on` has the word, `open`
    goes on with it in reported speech; `told`: the sentence before, `topic`: whom it is about; `puzzles`: words that should name a
    speaker and do not.
    """

    text: str
    masked: str
    people: list[Mention]
    bodies: dict[Range, str] = field(default_factory=dict)
    found: list[Speech] = field(default_factory=list)
    last: str | None = None
    going_on: str | None = None
    open: bool = False
    strap: str | None = None
    topic: str | None = None
    told: Range | None = None
    puzzles: list[Range] = field(default_factory=list)

    def subject(self, start: int, end: int) -> Subject:
        """The subject of the words before a verb of speech; where there is none that has a name, they are kept as a puzzle."""
        found = subject_of(self.masked, self.people, start, end)
        if found.kind in ("unknown", "blank"):
            if (start, end) in self.bodies:
                return Subject("body", self.bodies[start, end])
            self.puzzles.append((start, end))
        if found.kind == "he" and "，" in self.masked[start:end]:
            self.ask(start, end)
        elif found.kind == "he" and self.told and not self.topic:
            self.ask(*self.told)
        return found

    def ask(self, start: int, end: int) -> None:
        """Keep the first clauses of a sentence that may name a speaker as puzzles."""
        stop = ENDS.search(self.masked, start, end)
        last, low = stop.start() if stop else end, start
        for _ in range(CLAUSES_ASKED):
            high = self.masked.find("，", low, last)
            self.puzzles.append((low, high if high >= 0 else last))
            if high < 0:
                break
            low = high + 1

    def named(self, start: int, end: int) -> str | None:
        """The speaker whom the words before a verb name, now remembered as the one who has the word."""
        return self.take(self.subject(start, end))

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
