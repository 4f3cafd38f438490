"""The time a question names. Comes in: a question's clean text, the dates of articles. Goes out: how well each passage agrees with it.

News of a day seldom prints its year, and who asks for it later does: 2016年圣诞前那场灰霾. So a passage agrees with a year when its article
is of that year, or its text names it; with a month beside the year, when the article is of that month or the one after it.

    agreement = 1 (the year) + 0.5 (its month, or 0.2 the one after); 0.3 for an article of the year after: looking back

Knows no words but those of time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.filters import Entry
from index.lexical import LexicalIndex

YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d|[0-3]\d)年(?![前来后间多内里限])")
MONTH = re.compile(r"(?<![\d.])(1[0-2]|0?[1-9])月|(十[一二]|[一二三四五六七八九十])月")
NUMERALS = {name: number for number, name in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}
OF_MONTH, MONTH_AFTER, YEAR_AFTER = 0.5, 0.2, 0.3


@dataclass(frozen=True, slots=True)
class Asked:
    """Years and months a question names."""

    years: frozenset[int]
    months: frozenset[int]


@dataclass(frozen=True, slots=True)
class Days:
    """Year and month of each article (A,); 0 where it has no date."""

    years: NDArray[np.int32]
    months: NDArray[np.int32]

    def agreement(self, asked: Asked) -> NDArray[np.float32]:
        """The formula above for every article, by its date alone."""
        same = np.isin(self.years, list(asked.years))
        after = np.isin(self.years, [year + 1 for year in asked.years])
        month = np.isin(self.months, list(asked.months)) * OF_MONTH
        later = np.isin(self.months, [month % 12 + 1 for month in asked.months]) * MONTH_AFTER
        return np.where(same, 1 + np.maximum(month, later), np.where(after, YEAR_AFTER, 0.0)).astype(np.float32)


def asked_time(question: str) -> Asked:
    """The years (two digits are of this century) and months a clean question names."""
    years = frozenset(int(digits) if len(digits) == 4 else 2000 + int(digits) for digits in YEAR.findall(question))
    months = frozenset(int(digits) if digits else NUMERALS[name] for digits, name in MONTH.findall(question))
    return Asked(years, months)


def days_of(catalog: Sequence[Entry]) -> Days:
    """The dates of a catalog's articles."""
    dates = [(int(entry.date[:4]), int(entry.date[5:7])) if entry.date else (0, 0) for entry in catalog]
    table = np.asarray(dates, dtype=np.int32).reshape(-1, 2)
    return Days(table[:, 0], table[:, 1])


def agreement(asked: Asked, days: Days, article_of: NDArray[np.int32], lexical: LexicalIndex) -> NDArray[np.float32]:
    """How well every passage agrees: by the date of its article, or 1 where its text names a year that is asked for."""
    found = days.agreement(asked)[article_of]
    for year in sorted(asked.years):
        named = lexical.scores([str(year)]) > 0
        found = np.where(named, np.maximum(found, np.float32(1)), found)
    return found
