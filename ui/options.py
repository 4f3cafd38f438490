"""Options of the command line as records. Comes in: strings as typed. Goes out: Filters. Knows no command."""

from datetime import date

from app.answer import Filters
from corpus.errors import BadSetting


def filters_of(since: str | None, until: str | None, source: str | None, author: str | None, speaker: str | None) -> Filters:
    """The filters of a question.

    :raises BadSetting: when a day is no day, or the first comes after the last.
    """
    for name, day in (("--from", since), ("--to", until)):
        try:
            if day is not None and date.fromisoformat(day).isoformat() != day:
                raise ValueError(day)
        except ValueError as error:
            raise BadSetting(f"{name} 要是像 2025-03-27 这样的日期。") from error
    if since and until and since > until:
        raise BadSetting(f"--from {since} 在 --to {until} 之后。")
    return Filters(since, until, source, author, speaker)
