"""Which number of a sentence counts what is asked for. Comes in: a question, a sentence, a number in it. Goes out: a figure in [-1, 1].

规划了21所中小学、28所幼儿园 and 幼儿园规划了几所: the thing asked for stands behind 28所 and behind no other number of that unit. Where no number
has it behind, what stands before each number decides, half as strongly. Knows no reader and no weights.
"""

import re
from functools import lru_cache

from app.question import MEASURE, Question
from app.spans import numbers
from corpus.article import Range

# Measure words of one class each: who counts people by 位 may read of 人, who counts houses by 个 of 座.
UNITS = ("位名人口员", "个家所座处项条栋套间门种类款件片场次届期批", "元块钱", "年月天日周时分秒", "里米顷亩", "吨克斤", "%成折倍", "岁")
BEHIND = re.compile(r"[\u4e00-\u9fff]{2,8}")
BEFORE = re.compile(r"[\u4e00-\u9fff]{2,8}$")
LONGEST = 8


def counted(question: str, sentence: str, start: int, end: int) -> float:
    """1 when `sentence[start:end]` holds the number of the thing asked for, -1 when another number is; 0 when the words do not tell."""
    found = _named(question, sentence)
    units = {sentence[high - 1] for (low, high), _ in found if low < end and start < high}
    own = [named for (low, high), named in found if low < end and start < high]
    others = [
        named
        for (low, high), named in found
        if not (low < end and start < high) and sentence[high - 1] in units and sentence[low:high] not in question
    ]
    for strength, place in ((1.0, 0), (0.5, 1)):
        mine, theirs = any(named[place] for named in own), any(named[place] for named in others)
        if own and mine != theirs:
            return strength if mine else -strength
    return 0.0


@lru_cache(maxsize=512)
def _named(question: str, sentence: str) -> tuple[tuple[Range, tuple[bool, bool]], ...]:
    """Every number of the sentence, and whether the thing behind it, and that before it, is in the question."""
    found = []
    for low, high in numbers(sentence, 0, len(sentence)):
        behind = BEHIND.match(sentence, high)
        before = BEFORE.search(sentence[max(0, low - LONGEST) : low])
        found.append(((low, high), (_shares(behind and behind.group()[:4], question), _shares(before and before.group(), question))))
    return tuple(found)


def _shares(words: str | None, question: str) -> bool:
    return words is not None and any(words[n : n + 2] in question for n in range(len(words) - 1))


def measured(question: Question, text: str, segment: str, after: str) -> float:
    """How well the number's unit and the words beside it fit what is counted: 多少位院士 -> 院士19人.

    Half for the unit (of the same class), half for the thing in the same segment; minus for a unit of another class.
    """
    match = MEASURE.search(question.clean)
    if question.kind != "number" or not match or not match["measure"]:
        return 0.0
    asked = match["measure"]
    unit = next((group for group in UNITS if asked[0] in group), "")
    thing = asked[1:] if unit else asked
    if not unit:
        same = 0.0
    elif any(character in unit for character in text):
        same = 0.5
    else:
        same = -0.5 if any(character in group for group in UNITS for character in text) else 0.0
    there = 0.5 if len(thing) > 1 and (thing in segment or thing[:2] in segment or thing[:2] in after) else 0.0
    return same + there - (0.5 if len(thing) > 1 and not there else 0.0)
