"""Whether a number is of the measure asked for. Comes in: a question, a candidate and the words beside it. Goes out: a figure in [-1, 1].

Knows no reader and no weights.
"""

from app.question import MEASURE, Question

# Measure words of one class each: who counts people by 位 may read of 人, who counts houses by 个 of 座.
UNITS = ("位名人口员", "个家所座处项条栋套间门种类款件片场次届期批", "元块钱", "年月天日周时分秒", "里米顷亩", "吨克斤", "%成折倍", "岁")


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
