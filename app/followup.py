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
from app.contrast import ROW, about, in_row
from app.named import core_of, has_own_place, person_in, specific
from app.question import LONGEST, Question, understand
from app.referent import AMONG, Before, anyone, referred
from app.sketch import COPULA, sketch
from app.speech import ASKING, ATTRIBUTE, TIME, cut, is_verb, tag
from corpus.errors import BadQuestion

MOST_TURNS = 6
NOT_SAID = "文中没有提到"
OPENING = re.compile(
    r"^(?:(?:还有呢|那么|那(?![个座条家所里儿边时年天次些])|还有(?!哪|多少|几|什么)|另外|此外|然后|后来|接着|再问一下|请问|好的|嗯|顺便问一下)[,，、]?)+"
)
ALSO = re.compile(r"^(?P<thing>.{1,12}?)呢[,，](?=.)")  # 柳圃苑呢，什么时候动工
COMPARED = re.compile(r"[和与跟同](.{2,8}?)(?:相比|比较|比起来|比)(?:怎么样|如何)?呢?")  # 和去年相比呢
EXTENT = re.compile(r"^(?:都|一共|总共|分别|主要)?(?:涉及|惠及|覆盖|分布|集中在|位于|在哪|在什么地方|叫什么)")
AGAINST = re.compile(r"^比(?![例较如赛重值价方])")
THIS_TIME = re.compile(r"^(?:这|本)(?:次|回|届)")
THING = re.compile(r"^(?P<thing>.{1,16}?)(?:又|方面)?呢$")
CHANGE = re.compile(
    r"^(?:为什么会?)?(?:同比|环比|较|增长|增加|上升|提高|下降|减少|下滑|占|达到|超过|完成了|在全?[\u4e00-\u9fff]{1,3}(?:排|居|位列)|排名?第|位居|位列)"
)
WHY = re.compile(r"^(?:这是|又是)?(?:为什么|为何|为啥|什么原因|原因是什么|怎么回事)$")
NOUNS = "桥站馆厂校院楼店村镇县区市路港岛湖河山寺塔车船"  # single characters that may stand for a name they end
NUMBERED = re.compile(r"^\d+号(?!线)")  # 2号机组: of something said before
LONG_NAME = 3  # characters from which a name is not found by chance
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
    befores = _befores(history)
    return _whole(question, befores[-1], speaker_of) if befores else None


def wholes_of(history: Sequence[Turn]) -> list[Turn]:
    """The last turns, each made whole by those before it; an answer that was none is ""."""
    return [Turn(before.sketch.text, before.answer) for before in _befores(history)]


def _befores(history: Sequence[Turn]) -> list[Before]:
    """What each of the last turns leaves to lean on, made whole by those before it."""
    found: list[Before] = []
    for turn in history[-MOST_TURNS:]:
        try:
            asked = understand(turn.question)
        except BadQuestion:
            continue
        whole = _whole(asked, found[-1], anyone) if found else None
        text = whole.question.clean if whole else asked.clean
        answer = "" if turn.answer.startswith(NOT_SAID) else turn.answer.strip()
        named = _person(text, answer if asked.kind == "person" else "")
        earlier = (found[-1].sketch.subject, *found[-1].earlier) if found else ()
        found.append(Before(sketch(text), answer, named, named or (found[-1].person if found else ""), earlier))
    return found


def _person(text: str, answer: str) -> str:
    """Whom a question is about: 锡复春是谁 names him, 谁是局长 is answered with him."""
    asked = re.match(r"([\u4e00-\u9fff]{2,4})是(?:谁|什么人|做什么|干什么)", text)
    named = person_in(text) or (asked[1] if asked and tag(asked[1])[:1] != "n" and specific(asked[1]) else "")
    return named or (answer if len(answer) <= 16 else "")


def _whole(question: Question, before: Before, speaker_of: Callable[[str], str | None]) -> Whole | None:
    text = question.clean.strip().rstrip("?？。!！ ")
    made = None if asked_about(text) else _made(text, question.leans, before, speaker_of)
    if made is None or made[0] == text:
        return None
    return Whole(replace(understand(made[0].replace("的的", "的")[:LONGEST]), leans=False), made[1])


def _made(text: str, leans: bool, before: Before, speaker_of: Callable[[str], str | None]) -> tuple[str, bool] | None:
    """The words of the whole question, and whether it is sure to lean."""
    bare = OPENING.sub("", text) or text
    if bare == text and not leans and (has_own_place(text) or _names_it(text, before.sketch.text, before.subject())):
        return None
    bare = ALSO.sub(r"\g<thing>", bare)
    rest = AMONG.sub("", bare)
    compared = COMPARED.fullmatch(rest)
    rest = f"比{compared[1]}变化多大" if compared else rest
    bare = rest if compared else bare
    thing = THING.match(rest)
    if thing and not ASKING.search(thing["thing"]):
        return about(thing["thing"], before.sketch), True
    if rest != bare:
        return before.counted() + rest.removesuffix("呢"), True
    bare = bare.removesuffix("呢")
    beside = _beside(bare, before)
    if beside:
        return beside, True
    named = referred(bare, before, speaker_of)
    if named:
        return named, True
    if specific(NUMBERED.sub("", bare)) and not CHANGE.match(bare):
        return (bare, True) if leans else None
    return _continued(bare, before), leans or bare != text or len("".join(_content(bare))) <= SLIGHT


def _names_it(text: str, old: str, subject: str) -> bool:
    """Whether a question already has the old subject in it, or opens as the old question did: earlier questions come made whole."""
    return (len(subject) >= LONG_NAME and subject in text) or text[:LONG_NAME] == old[:LONG_NAME]


def _beside(bare: str, before: Before) -> str | None:
    """A question that opens with one in a row with the old subject (三期), with the end of its name (桥), or with a comparison."""
    old = before.sketch
    if AGAINST.match(bare) or (old.thing and EXTENT.match(bare)):
        return (before.counted() if old.thing and old.thing != "钱" else COPULA.sub("", old.head) or old.subject) + bare
    label = ROW.match(bare)
    for subject in (before.subject(), old.subject, COPULA.sub("", old.head), *before.earlier):
        other = in_row(label.group(), subject) if label else None
        if label and other:
            return other + bare[label.end() :]
    if THIS_TIME.match(bare):
        return before.subject() + bare
    subject, words = before.subject(), cut(bare)
    at = subject.rfind(words[0]) if words else -1
    ends = at > 0 and subject[at + len(words[0]) :][:1] in ("", "的", "里")
    if not ends or (len(words[0]) < 2 and not (subject.endswith(words[0]) and words[0] in NOUNS)):
        return None
    return subject[:at] + bare


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
    if CHANGE.match(bare) and (old.attribute or old.thing) and not before.answered_with_name():
        return ("" if new.time else old.led() or subject) + (subject if new.time else "") + (old.attribute or old.thing) + bare
    if old.thing and not new.thing and new.asking.startswith(("多少", "几", "哪些")) and not new.attribute and not _content(bare):
        counted = new.asking == old.asking or bare.startswith(("还有", "另外")) or "的有" in bare
        if (counted and bare.startswith("还有")) or bare.endswith("有哪些"):
            bare += old.thing
        elif counted:
            subject += old.thing
    no_time = new.asking.startswith(("什么时", "啥时候", "何时", "哪年", "哪一", "哪天", "哪月", "谁", "哪里", "哪儿"))
    time = "" if no_time or new.time or old.time in ("目前", "今天") else old.time
    return (subject + time if old.time_follows() and not before.answered_with_name() else time + subject) + bare
