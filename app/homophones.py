"""Questions typed by sound, mended. Comes in: a clean question and the passages found for it. Goes out: the question as meant, or None.

章村河 for 张村河, 幼儿圆 for 幼儿园: a wrong character leaves its word in pieces. A run of two to four characters around such a
single one that the passages do not have, but that sounds, syllable for syllable, like one they do have, is read as that one when it is a
word, or a name the passages repeat. What was made of the question is shown. Knows no reader.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from index.words import EMPTY, cutter

HAN = re.compile(r"[\u4e00-\u9fff]+")
LONGEST, SHORTEST = 4, 2
# Characters that stand alone by right: no sign of a broken word.
ALONE = EMPTY | frozenset(
    "不没给跟让比被把用说做去来上下里外前后中内间时年月日号点人家所座名位条项场次种类样"
    "地得着过再最更很多少大小好新老先后各每某该本此打卖买钱案"
)


def as_meant(question: str, passages: Sequence[str]) -> str | None:
    """The question with its misheard words put right by the passages; None when there is nothing to put right."""
    text = "\n".join(passages)
    mended = question
    for run, at in _broken(question, text):
        if run in mended:
            other = _sounding_like(run, at, text)
            mended = mended.replace(run, other) if other else mended
    return mended if mended != question else None


def _broken(question: str, text: str) -> Iterator[tuple[str, int]]:
    """Runs that the text does not have, longest first, with the place in them of the single character that may be wrong."""
    singles, at = set(), 0
    for word in cutter().cut(question, HMM=False):
        if len(word) == 1 and HAN.match(word) and word not in ALONE:
            singles.add(at)
        at += len(word)
    for length in range(LONGEST, SHORTEST - 1, -1):
        for match in HAN.finditer(question):
            for start in range(match.start(), match.end() - length + 1):
                run = question[start : start + length]
                if run not in text:
                    yield from ((run, single - start) for single in sorted(singles) if start <= single < start + length)


def _sounding_like(run: str, at: int, text: str) -> str | None:
    """The text's run that differs in the character at `at` alone and sounds the same there: a word, or one it has twice; else None."""
    pattern = re.compile(f"(?={re.escape(run[:at])}([\u4e00-\u9fff]){re.escape(run[at + 1 :])})")
    counts = Counter(found for found in pattern.findall(text) if _sound(found) == _sound(run[at]))
    for character, count in counts.most_common():
        other = run[:at] + str(character) + run[at + 1 :]
        if cutter().FREQ.get(other) or (count >= 2 and len(run) > 2):
            return other
    return None


@cache
def _sound(character: str) -> str:
    """The syllable of a character in its most common reading, without its tone."""
    from pypinyin import Style, lazy_pinyin

    return str(lazy_pinyin(character, style=Style.NORMAL)[0])
