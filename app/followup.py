"""A follow-up question made whole. Comes in: a question and the earlier turns. Goes out: Whole, or None when nothing is carried over.

    那幼儿园呢           the new thing, place, person, time or attribute in the old one's stead
    其中在建的有几所     out of what was counted before
    他还说了什么目标     a pronoun becomes the person, thing or place meant
    什么时候完成         what lacks a subject gets the old one, and its time

A question that names something certain itself keeps to itself. What was made of it is shown (`rewritten`). Knows no article.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.about import asked_about
from app.answer import Turn
from app.question import LONGEST, Question, understand
from app.referent import AMONG, Before, anyone, referred
from app.sketch import ASKING, ATTRIBUTE, TIME, Sketch, core_of, is_verb, person_in, sketch, specific
from app.speech import cut, tag
from corpus.errors import BadQuestion

MOST_TURNS = 6
NOT_SAID = "文中没有提到"
OPENING = re.compile(
    r"^(?:(?:那么|那(?![个座条家所里儿边时年天次些])|还有(?!哪|多少|几|什么)|另外|此外|然后|后来|接着|再问一下|请问|好的|嗯|顺便问一下)[,，、]?)+"
)
THING = re.compile(r"^(?P<thing>.{1,16}?)(?:又|方面)?呢$")
PART = re.compile(r"(?:^[东西南北中]部?|期|段|岸|侧|区|部|片|线|层|半年|季度)$")
CHANGE = re.compile(r"^(?:同比|环比|比(?!例)|较|增长|增加|下降|减少|占|达到|超过|完成了)")
WHY = re.compile(r"^(?:这是|又是)?(?:为什么|为何|为啥|什么原因|原因是什么|怎么回事)$")
RATE = re.compile(r"(?:目标|增速|增幅|占比|比例|比重|增长率)$")
KIND = re.compile(r"(?:版|型|款|级|档|票|房|班|中)$")  # ends of words for a sort of thing, which jieba's dictionary often lacks
WHEN = re.compile(r"(?:节|假日|周末|平时|平日|夜间|白天|早上|晚上|高峰)")
PEOPLE = frozenset("士生员工人民师家者手友客")
SHARED = frozenset("学位 床位 岗位 名额 补贴 席位 车位 泊位".split())  # counted for each sort of people or school
SLIGHT = 1  # characters of content that cannot be a subject
COMMON_WORDS = frozenset("一共 总共 大概 大约 具体 到底 究竟 情况 结果 问题 时候 人 人数 东西 事情 地方 单位 部门 办法 措施 内容".split())


@dataclass(frozen=True, slots=True)
class Whole:
    """`sure`: it cannot be meant to stand alone; otherwise the answers to both are compared."""

    question: Question
    sure: bool


def made_whole(question: Question, history: Sequence[Turn], speaker_of: Callable[[str], str | None] = anyone) -> Whole | None:
    """The question with what it leans on filled in; None when it stands alone or there is nothing to lean on.

    :param speaker_of: who said the answer to an earlier question; asked only for 他 and 她 that no name before explains.
    """
    before = _before(history)
    return _whole(question, before, speaker_of) if before else None


def _before(history: Sequence[Turn]) -> Before | None:
    """What the last turns leave to lean on, each of them made whole by those before it."""
    before: Before | None = None
    for turn in history[-MOST_TURNS:]:
        try:
            asked = understand(turn.question)
        except BadQuestion:
            continue
        whole = _whole(asked, before, anyone) if before else None
        text = whole.question.clean if whole else asked.clean
        answer = "" if turn.answer.startswith(NOT_SAID) else turn.answer.strip()
        named = _person(text, answer if asked.kind == "person" else "")
        before = Before(sketch(text), answer, named, named or (before.person if before else ""))
    return before


def _person(text: str, answer: str) -> str:
    """Whom a question is about: 锡复春是谁 names him, 谁是局长 is answered with him."""
    asked = re.match(r"([\u4e00-\u9fff]{2,4})是(?:谁|什么人|做什么|干什么)", text)
    named = person_in(text) or (asked[1] if asked and tag(asked[1])[:1] != "n" and specific(asked[1]) else "")
    return named or (answer if len(answer) <= 12 else "")


def _whole(question: Question, before: Before, speaker_of: Callable[[str], str | None]) -> Whole | None:
    text = question.clean.strip().rstrip("?？。!！ ")
    made = None if asked_about(text) else _made(text, question.leans, before, speaker_of)
    if made is None or made[0] == text:
        return None
    return Whole(replace(understand(made[0].replace("的的", "的")[:LONGEST]), leans=False), made[1])


def _made(text: str, leans: bool, before: Before, speaker_of: Callable[[str], str | None]) -> tuple[str, bool] | None:
    """The words of the whole question, and whether it is sure to lean."""
    bare = OPENING.sub("", text) or text
    rest = AMONG.sub("", bare)
    thing = THING.match(rest)
    if thing and not ASKING.search(thing["thing"]):
        return about(thing["thing"], before.sketch), True
    if rest != bare:
        return before.counted() + rest.removesuffix("呢"), True
    bare = bare.removesuffix("呢")
    named = referred(bare, before, speaker_of)
    if named:
        return named, True
    if specific(bare):
        return (bare, True) if leans else None
    return _continued(bare, before), leans or bare != text or len("".join(_content(bare))) <= SLIGHT


def _content(text: str) -> list[str]:
    """Words that could be a subject, nouns and what may serve as one: neither attributes nor words of asking."""
    words = cut(ATTRIBUTE.sub("，", ASKING.sub("，", TIME.sub("，", text))))
    nouns = [word for word in words if len(word) > 1 and word not in COMMON_WORDS and tag(word)[:1] == "n" and not is_verb(word)]
    return nouns or ([] if ASKING.match(text) else [word for word in words if len(word) > 1 and is_verb(word)][1:])


def _continued(bare: str, before: Before) -> str:
    """A question without a subject after the earlier one's; its time goes along unless a time is asked for or named."""
    old, new = before.sketch, sketch(bare)
    if WHY.match(bare):
        return f"{old.head or old.subject}{'' if old.head else old.after}为什么"
    subject = before.subject()
    if new.subject and _content(bare) and not before.answered_with_name():
        subject = core_of(subject)[0] or subject
    if CHANGE.match(bare) and not before.answered_with_name():
        return ("" if new.time else old.led() or subject) + (subject if new.time else "") + (old.attribute or old.thing) + bare
    if old.thing and not new.thing and new.asking.startswith(("多少", "几", "哪些")) and not new.attribute and not _content(bare):
        counted = new.asking == old.asking or bare.startswith(("还有", "另外")) or "的有" in bare
        if counted and bare.startswith("还有"):
            bare += old.thing
        elif counted:
            subject += old.thing
    no_time = new.asking.startswith(("什么时", "啥时候", "何时", "哪年", "哪一", "哪天", "哪月", "谁", "哪里", "哪儿"))
    time = "" if no_time or new.time or old.time in ("目前", "今天") else old.time
    return (subject + time if old.time_follows() and not before.answered_with_name() else time + subject) + bare


def about(thing: str, old: Sketch) -> str:
    """The earlier question about another time, person, attribute, deed, part or thing."""
    time = TIME.match(thing)
    if time:
        text = old.text.replace(old.time, time.group(), 1) if old.time else time.group() + old.text
        rest = thing[time.end() :].lstrip("的")
        return about(rest, sketch(text)) if rest else text
    if specific(thing) and not ATTRIBUTE.fullmatch(thing) and not KIND.search(thing):
        person = person_in(old.text)
        if person:
            return old.text.replace(person, thing, 1)
        return old.about(thing) if old.subject else thing + (old.text[len(old.head) :] if old.head else old.text)
    return _attribute_of(thing, old) or _part_of(thing, old)


def _attribute_of(thing: str, old: Sketch) -> str | None:
    """Another attribute, or another deed, of the old subject; a rate is one of the old attribute."""
    if ATTRIBUTE.search(thing[-2:]) or (old.attribute and thing[-1] == old.attribute[-1]):
        return f"{old.led()}{old.attribute if RATE.search(thing) else ''}{thing}{_value(thing, old)}"
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
    of_people = thing[-1] in PEOPLE and tail[-1:] in PEOPLE and old.thing[-1:] not in PEOPLE
    if old.thing and thing[-1] != tail[-1:] and not of_people and not PART.search(thing):
        thing += old.thing if old.thing in SHARED and thing[-1] in "学中园校生" else ""
        at = old.text.rindex(old.thing)
        return old.text[:at] + thing + old.text[at + len(old.thing) :]
    return old.about(subject + _like(tail, thing)) if old.subject else thing + old.text


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
    alike = [at for at, word in enumerate(words) if word[-1] == thing[-1] and PART.search(word)]
    return "".join([*words[: alike[-1]], thing, *words[alike[-1] + 1 :]]) if alike else thing
