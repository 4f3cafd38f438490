"""A follow-up question made whole. Comes in: a question and the earlier turns. Goes out: the question as it is understood, or None.

"那幼儿园呢" after "张村河片区规划多少所学校" puts the new thing (year, place) in the old one's stead; any other leaning question gets the
old one's subject in front. What was made of it is shown (`rewritten`) and can be edited. Knows no article.
"""

import re
from collections.abc import Sequence

from app.answer import Turn
from app.question import LONGEST, Question, understand

THING = re.compile(r"^(?:那么?)?(?P<thing>.{1,12}?)呢[?？]?$")
MEASURES = "所家个名位座条处套项场种类棵株户间栋幢辆台部件本篇首支只头匹吨亩次届批班列组队门节块张幅"
ASKED_THING = re.compile(rf"(?P<before>.*(?:多少|几)[{MEASURES}]?)(?P<thing>[\u4e00-\u9fff]{{1,8}})?(?P<after>[?？]?)$")
PLACE = re.compile(r".+(?:省|市|区|县|镇|乡|村|街道|岛)")
YEAR = re.compile(r"(?:19|20)\d{2}年|今年|去年|前年|明年")
ASKING = re.compile(r"(?:规划|建设|新增|计划)?(?:了|有|是)?(?:多少|几|哪|谁|什么|怎|如何|为何|何时|吗|呢).*$")
POINTER = re.compile(r"^(?:那么?|其中|里面|里头|另外|还有|后来|然后|接着|此外|他们?|她们?|它们?|这个|那个|该|这|那)[,，]?(?:的)?")


def made_whole(question: Question, history: Sequence[Turn]) -> Question | None:
    """The question with what it leans on filled in; None when it stands alone or there is nothing to lean on."""
    if not question.leans or not history:
        return None
    before = history[-1].question.strip().rstrip("?？。 ")
    thing = THING.match(question.clean)
    if thing:
        return understand(_swapped(before, thing["thing"])[:LONGEST])
    subject = ASKING.sub("", before) or before
    rest = POINTER.sub("", question.clean) or question.clean
    return understand((subject + rest)[:LONGEST])


def _swapped(before: str, thing: str) -> str:
    """The earlier question about another thing, year or subject."""
    if YEAR.fullmatch(thing):
        return YEAR.sub(thing, before, count=1) if YEAR.search(before) else thing + before
    asked = None if PLACE.fullmatch(thing) else ASKED_THING.match(before)
    if asked and asked["thing"]:
        return asked["before"] + thing + asked["after"]
    rest = ASKING.search(before)
    return thing + (rest.group() if rest else before)
