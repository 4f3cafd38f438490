"""What names one certain thing. Comes in: words of a question. Goes out: the names, the person, the thing it opens with.

A name that jieba's dictionary lacks falls into single characters, which is how it is known. Knows no whole question.
"""

import re

from app.speech import ASKING, ATTRIBUTE, DEED, FUNCTION, MEASURES, SURELY, TIME, cut, tag
from corpus.surnames import COMMON, COMPOUND

VAGUE_PLACE = frozenset("新区 海洋 东方 城区 市区 老城 全国 全市 全省 全区 县城 城市 城镇 农村 国家".split())
PLACE_END = frozenset("省市县区镇乡村河江湖岛山桥港路巷州滩寺塔站村")
GENERAL_PLACE = re.compile(
    r"^(?:老|新|全|主|本|各|大|小|城|社|园|片|景|库|校|市|郊|山|农|乡)?.?(?:城区|城市|社区|园区|片区|小区|景区|库区|校区|辖区|街区|地区|湖区|农村|乡村)$"
)
BODY_NAME = re.compile(
    r"[^的一二三四五六七八九十]{3,}(?:产业园|园区|开发区|新区|片区|公园|健康城|新城|站|厂|医院|学院|大学|馆|局|公司|集团|中心|枢纽|工程|大桥|水库|基地|广场|\d号线|港|机场|铁路|高铁)"
)
DISTRICT = re.compile(
    r"(?:[\u4e00-\u9fff]{1,4}?(?:省|自治区|(?<![超城都门夜股])市|(?<![片小社园地新城景库校辖市街院厂营])区|(?<!城)县|(?<!城乡)镇))+(?![场民值属])"
)
DESIGNATION = re.compile(r"[A-Za-z]+[-—]?\d*|[《“「].+?[》”」]|\d+号")
NAME = (
    rf"(?:{COMPOUND}|[{COMMON}])(?:(?![的了是在有和与跟及将被把为从到对由就都也还又已能会要个这那其各每大新老几什么哪谁吗呢之多共前后])"
    r"[\u4e00-\u9fff]){1,2}?"
)
PERSON = re.compile(
    rf"(?:^|(?<=[长任记席员授师家人士者理监手工]))(?P<name>{NAME})(?=是[谁什哪]|今年|去年|担任|现任|说|认为|介绍|表示|提到|提出|透露|觉得|打算|获"
    r"|毕业|哪[一年里]|什么|何时|多[大少]|几|怎|为|对|把|在|的|[打当做干带教写办修种养从去来参入退]|[,，]|$)"
)


def specific(text: str) -> bool:
    """Whether a text names one certain thing: a place, a person, a numbered or quoted name, a word no dictionary has."""
    return bool(DESIGNATION.search(text) or person_in(text) or names_in(text))


def has_own_place(text: str) -> bool:
    """Whether a text opens with the name of a city, county or the like: 怀州市, not 全市."""
    place = DISTRICT.match(text)
    return bool(place and len(place.group()) > 2 and text[0] not in "全本该我这那各几哪一二两三在其")


def names_in(text: str) -> frozenset[str]:
    """Names of a text, as far as they can be told from words: those of the dictionary, and single characters that make no word."""
    found, run, before = set(), "", ""
    for word in [*cut(DEED.sub("，", ATTRIBUTE.sub("，", ASKING.sub("，", TIME.sub("，", text))))), "，"]:
        single = len(word) == 1 and "\u4e00" <= word <= "\u9fff" and word not in FUNCTION and word not in MEASURES
        if not single and len(run) > 1:
            found.add(run)
        run = run + word if single else ""
        if len(before) > 1 and word in PLACE_END and tag(before)[:1] in ("n", "f"):
            found.add(before + word)
        if _is_name(word):
            found.add(word)
        before = word
    return frozenset(found)


def _is_name(word: str) -> bool:
    kind = tag(word)
    if len(word) < 2 or word in SURELY or not "\u4e00" <= word[0] <= "\u9fff" or word in VAGUE_PLACE or GENERAL_PLACE.match(word):
        return False
    return kind in ("", "ns", "nt") or (kind in ("nr", "nrt") and word[0] in COMMON)


def core_of(subject: str) -> tuple[str, str]:
    """The certain thing a subject opens with, and the rest of it: 岚溪乳业 | 低温鲜奶. Without a certain thing all is rest."""
    if BODY_NAME.fullmatch(subject):
        return subject, ""
    place = DISTRICT.match(subject)
    if place:
        return place.group(), subject[place.end() :]
    words = cut(subject)
    for at in range(1, len(words) + 1):
        if not specific("".join(words[:at])):
            continue
        while at < len(words) and len(words[at]) == 1 and words[at - 1] not in PLACE_END:
            at += 1
        if at < len(words) and words[at - 1][-1] not in PLACE_END and tag(words[at])[:1] == "n":
            at += 1
        return "".join(words[:at]), "".join(words[at:])
    return "", subject


def person_in(text: str) -> str:
    """The name of a person a question is about; "" for none."""
    match = PERSON.search(text)
    return match["name"] if match and tag(match["name"]) in ("", "nr", "nrt") else ""
