"""Another thing in the earlier question's stead. Comes in: the thing and the earlier question taken apart. Goes out: it asked of that.

    去年, 十年前     another time                    南岸, 三期, E类    the one of the same row
    幼儿园           another thing counted           冷链版, 澜江成指    what ends alike
    第二, 最短的     another rank                    净利润, 投用        another attribute or deed

Knows no conversation and no article.
"""

import re

from app.named import core_of, person_in, specific
from app.sketch import Sketch, sketch
from app.speech import ASKING, ATTRIBUTE, TIME, cut, is_verb, tag

PART = re.compile(r"(?:^[东西南北中]部?|期|段|岸|侧|区|部|片|线|层|半年|季度)$")
RATE = re.compile(r"(?:目标|增速|增幅|占比|比例|比重|增长率)$")
KIND = re.compile(r"(?:版|型|款|级|档|票|房|班|中)$")  # ends of words for a sort of thing, which jieba's dictionary often lacks
WHEN = re.compile(r"(?:节|假日|周末|平时|平日|夜间|白天|早上|晚上|高峰)")
NOW = re.compile(r"现在|如今|眼下|目前|现有")
ROW = re.compile(
    r"(?:第?[一二两三四五六七八九十\d]{1,3}|[A-Z]|[东南西北上下中左右前后内外首末本]|下一|上一)"
    r"(?P<unit>号线|号楼|号|标段|期|段|届|批|审稿|年级|等奖|级|类|价|档|代|环|区|岸|侧|端|游|半场|线|组|队)"
)
RANK = re.compile(r"第[二三四五六七八九十]")
PEOPLE = frozenset("士生员工人民师家者手友客")
SHARED = frozenset("学位 床位 岗位 名额 补贴 席位 车位 泊位".split())  # counted for each sort of people or school
SORT = re.compile(r"(?:企业|公司|机构|项目|产业|单位|人才|产品|平台|岗位|专业|中心)$")
ENDS_PLACE = re.compile(r"[省市县区镇乡]$")


def about(thing: str, old: Sketch) -> str:
    """The earlier question about another time, person, attribute, deed, part or thing."""
    time = TIME.match(thing)
    if time:
        text = _at(time.group(), old)
        rest = thing[time.end() :].lstrip("的")
        return about(rest, sketch(text)) if rest else text
    parallel = in_row(thing, old.text) or _ranked(thing, old)
    if parallel:
        return parallel
    frame, comma, asked = old.text.rpartition(",")
    if comma and ASKING.search(asked) and sketch(asked).head:
        whole = about(thing, sketch(asked))
        return whole if specific(thing) else frame + comma + whole
    if specific(thing) and not ATTRIBUTE.fullmatch(thing) and not KIND.search(thing):
        person = person_in(old.text)
        if person:
            return old.text.replace(person, thing, 1)
        alike = _alike(thing, old, True)
        if alike:
            return alike
        return old.about(thing) if old.subject else thing + (old.text[len(old.head) :] if old.head else old.text)
    return _attribute_of(thing, old) or _part_of(thing, old)


def _at(time: str, old: Sketch) -> str:
    """The earlier question at another time."""
    if old.time:
        return old.text.replace(old.time, time, 1)
    now = NOW.search(old.text)
    return old.text.replace(now.group(), time, 1) if now else time + old.text


def in_row(thing: str, text: str) -> str | None:
    """The text with the one that stands in a row with the thing replaced by it: 二号 by 一号, C类 by E类; None without one."""
    label = ROW.fullmatch(thing)
    found = [match for match in ROW.finditer(text) if label and match["unit"] == label["unit"]]
    if not found:
        return None
    return text[: found[-1].start()] + thing + text[found[-1].end() :]


def _ranked(thing: str, old: Sketch) -> str | None:
    """What comes second, or is most in another way, where the most was asked for."""
    most = re.search(r"最(?=[\u4e00-\u9fff])", old.text)
    if not most:
        return None
    if RANK.fullmatch(thing):
        return old.text[: most.start()] + thing + old.text[most.end() :]
    if "最" not in thing:
        return None
    such = re.search(r"最[^的]{1,3}的", old.text)  # 最重的卫星是哪颗: 最小的
    if such and re.fullmatch(r"最[^的]{1,3}的", thing):
        return old.text[: such.start()] + thing + old.text[such.end() :]
    head = old.head.rstrip("是") if old.asking.startswith("哪") else ""
    kind = thing if thing.endswith("的") or not re.search(r"最.$", thing) else thing + "的"
    return f"{head}{kind}是{old.asking}" if head and most.start() >= len(old.head) else None


def _alike(thing: str, old: Sketch, certain: bool = False) -> str | None:
    """The words before the asking ones that end as the thing does give way to it: 标准版 to 冷链版; a certain name to a whole name."""
    words = cut(old.head)
    people = thing[-1] in PEOPLE and not certain
    core = "" if certain else core_of(old.subject)[0]
    for last in range(len(words) - 1, -1, -1):
        word = words[last]
        if len(word) + (last > 0) < 2 or word in thing or not (word[-1] == thing[-1] or (people and len(word) > 1 and word[-1] in PEOPLE)):
            continue
        first = last
        while first and _joins(words[first - 1]) and (certain or len("".join(words[first : last + 1])) < len(thing)):
            first -= 1
        before, gone = "".join(words[:first]), "".join(words[first : last + 1])
        if len(gone) < 2 or is_verb(gone) or (core and len(before) < old.head.find(core) + len(core)):
            continue
        before = "" if people and before.endswith("的") and not specific(before) else before
        return before + thing + "".join(words[last + 1 :]) + old.text[len(old.head) :]
    return None


def _joins(word: str) -> bool:
    """Whether a word can be part of the name that goes on behind it."""
    return (
        bool(re.match(r"[\u4e00-\u9fff]", word))
        and word not in "的在是有了和与月日年号里中内"
        and not ENDS_PLACE.search(word)
        and not is_verb(word)
    )


def _attribute_of(thing: str, old: Sketch) -> str | None:
    """Another attribute, or another deed, of the old subject; a rate is one of the old attribute."""
    if ATTRIBUTE.search(thing[-2:]) or (old.attribute and thing[-1] == old.attribute[-1]):
        whole = RATE.search(thing) and old.attribute and old.head.endswith(old.attribute)
        led = old.head if whole else old.led() + (old.attribute if RATE.search(thing) else "")
        return f"{led}{thing}{_value(thing, old)}"
    deed = thing.removesuffix("的")
    if is_verb(deed) and tag(deed) in ("", "v") and old.after and is_verb(old.after):
        return f"{old.text.removesuffix(old.after)}{deed}"
    if is_verb(thing) and tag(thing) in ("", "v") and not old.thing and not old.attribute:
        return f"{old.subject}{old.asking if old.asking and old.after else '什么时候'}{thing}"
    return None


def _part_of(thing: str, old: Sketch) -> str:
    """Another thing counted, or another part of the old subject."""
    subject, tail = core_of(old.subject)
    if old.head.endswith("的有"):  # 接到的投诉银行的有多少: another sort of them
        last = cut(old.head.removesuffix("的有"))[-1]
        return old.head.removesuffix(last + "的有") + thing.removesuffix("的") + "的有" + old.text[len(old.head) :]
    if thing.endswith("的") and old.thing:
        return f"{old.led()}{thing}{old.thing}有{old.asking}"
    if tag(thing) == "t" or WHEN.search(thing):
        return old.about(subject + thing + tail) if old.subject else thing + old.text
    alike = _alike(thing, old)
    if alike:
        return alike
    of_people = thing[-1] in PEOPLE and tail[-1:] in PEOPLE and old.thing[-1:] not in PEOPLE
    if old.thing and old.thing != "钱" and thing[-1] != tail[-1:] and not of_people and not PART.search(thing):
        thing += old.thing if old.thing in SHARED and thing[-1] in "学中园校生" else _sort(old.thing, thing)
        at = old.text.rindex(old.thing)
        return old.text[:at] + thing + old.text[at + len(old.thing) :]
    return old.about(subject + _like(tail, thing)) if old.subject else thing + old.text


def _sort(old: str, thing: str) -> str:
    """The word for the sort of thing that the new one lacks: 虚拟现实企业 and 人工智能 make 人工智能企业."""
    last = SORT.search(old)
    return last.group() if last and last.start() > 1 and not SORT.search(thing) and not is_verb(thing) else ""


def _value(attribute: str, old: Sketch) -> str:
    """How the value of an attribute is asked for."""
    if re.search(r"时间|日期$", attribute):
        return "是什么时候"
    if re.search(r"地[点址]$", attribute):
        return "在哪里"
    number = old.asking.startswith(("多", "几")) and not re.search(r"原因|名[字称]|职务|身份$", attribute)
    return "是多少" if number or not re.search(r"目标|标准|原因|名[字称]|职务|身份$", attribute) else "是什么"


def _like(tail: str, thing: str) -> str:
    """The rest of a subject with another part in it: 二期船坞 and 一期 make 一期船坞; else the thing in its stead."""
    words = cut(tail)
    if thing.endswith("的") and len(words) > 1 and tag(words[-1])[:1] == "n":  # 新建商品住宅: 二手的
        return thing.removesuffix("的") + words[-1]
    alike = [at for at, word in enumerate(words) if word[-1] == thing[-1] and PART.search(word)]
    if alike:
        return "".join([*words[: alike[-1]], thing, *words[alike[-1] + 1 :]])
    return tail[: tail.rindex("的") + 1] + thing if "的" in tail[1:-1] else thing
