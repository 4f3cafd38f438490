"""Articles that are copies of each other. Comes in: what the build found. Goes out: which passages are searched, and who else has them.

What copies are, `index/near.py` says. Of a group only the earliest article that may be found is searched, and what its
later copies have of their own. Knows no search.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.filters import Entry
from index.near import earliest_first


@dataclass(frozen=True)
class Groups:
    """`original[a]`: the article that a is a copy of, or a itself; `repeated[p]`: passage p is in the original of its article too."""

    original: NDArray[np.int32]
    repeated: NDArray[np.bool_]
    article_of: NDArray[np.int32]
    catalog: tuple[Entry, ...]

    def __post_init__(self) -> None:
        """:raises ValueError: when an original is no article, with both numbers."""
        copies = np.flatnonzero(self.original != np.arange(len(self.original))).tolist()
        if len(self.original) and not 0 <= int(self.original.min()) <= int(self.original.max()) < len(self.catalog):
            raise ValueError(f"article {int(self.original.max())} is an original, there are {len(self.catalog)}")
        members: dict[int, list[int]] = {}
        for copy in copies:
            first = int(self.original[copy])
            members.setdefault(first, [first]).append(copy)
        for first, rows in members.items():
            order = earliest_first([self.catalog[row].date for row in rows], [self.catalog[row].id for row in rows])
            members[first] = [rows[at] for at in order]
        self.__dict__["_members"] = members
        self.__dict__["_searched"] = self.once(np.arange(len(self.article_of))) if copies else None

    @property
    def searched(self) -> NDArray[np.int64] | None:
        """The rows that are searched when every article may be found; None for all."""
        rows: NDArray[np.int64] | None = self.__dict__["_searched"]
        return rows

    def once(self, rows: NDArray[np.int64], may: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Those of the rows that an earlier article does not have as well. `may[a]`: article a may be found (None: all may)."""
        again = np.zeros(len(self.original), dtype=bool)
        for group in self.__dict__["_members"].values():
            there = group if may is None else [row for row in group if may[row]]
            again[there[1:]] = True
        return rows[~(again[self.article_of[rows]] & self.repeated[rows])]

    def also(self, row: int) -> tuple[str, ...]:
        """Ids of the other articles that are copies of the one passage `row` is of, the earliest first."""
        article = int(self.article_of[row])
        first = int(self.original[article])
        if first != article and not self.repeated[row]:
            return ()  # a copy's own words
        return tuple(self.catalog[other].id for other in self.__dict__["_members"].get(first, ()) if other != article)
