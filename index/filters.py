"""Which articles may be found. Comes in: what a reader wants. Goes out: yes or no for what the catalog says of an article.

Days are ISO strings and compare as such; both ends are included; an article without a day passes no day filter. Knows no passages.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalog knows of an article without reading it."""

    id: str
    date: str | None
    source: str | None
    authors: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer: days as ISO strings, both ends included; names as written in the article's metadata."""

    since: str | None = None
    until: str | None = None
    source: str | None = None
    author: str | None = None
    speaker: str | None = None

    def pass_article(self, entry: Entry) -> bool:
        """Whether the article can hold what is wanted."""
        if (self.since or self.until) and not (entry.date and (self.since or "") <= entry.date <= (self.until or "9999")):
            return False
        return (
            (self.source is None or self.source == entry.source)
            and (self.author is None or self.author in entry.authors)
            and (self.speaker is None or self.speaker in entry.speakers)
        )
