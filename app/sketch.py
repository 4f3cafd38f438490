"""A question taken apart. Comes in: a clean question. Goes out: Sketch: its time, subject, attribute, asking words and the thing counted.

    2025年 | 崂山区 | 生产总值 | 是多少            time, subject, attribute, asking
    张村河片区 | 规划 | 多少所 | 学校              subject, deed, asking, thing

By jieba's words and their parts of speech, and by lists where its dictionary cannot be trusted (names it does not know fall into single
characters). Knows no conversation and no article.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from app.named import core_of, names_in, person_in
from app.speech import ASKING, ATTRIBUTE, COUNTERS, FUNCTION, SURELY, TIME, cut, is_verb, tag

__all__ = ["COPULA", "Sketch", "core_of", "names_in", "sketch"]

BODY = re.compile(r".(?:站|厂|院|馆|局|公司|集团|中心|枢纽|工程|港口|大桥|水库)$")
MODIFIER = re.compile(
    r"总|起|年|日|月|净|均|首|最|年均|日均|平均|人均|增长|规划|建筑|占地|常住|流动|计划|实际|设计|预计|累计|新增|建设|处理|营业|销售|地区|生产|同比|直接|经济|集装箱|一般|公共|预算"
)
COPULA = re.compile(
    r"(?:是|为|同比|环比|原有?|现有?|有|达到?|共有?|一共|总共|大约|约|分别|在|了|的|将|会|要|已经?|目前|现在|预计|究竟|到底|叫|由|被|能|可以|给|,|，)+$"
)
LEADING = re.compile(r"^(?:请问|那么?|是|有|的|了|由|在|被|,|，)+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The parts in their own words, "" where there is none; `deed`: the verb before the asking words; `head` and `after`: all on their sides."""

    text: str
    time: str
    subject: str
    attribute: str
    deed: str
    head: str
    asking: str
    thing: str
    after: str

    def time_follows(self) -> bool:
        """Whether the time stands behind the subject: 崂山区去年, not 去年崂山区."""
        return bool(self.time and self.subject) and self.text.find(self.subject) < self.text.find(self.time)

    def about(self, other: str) -> str:
        """The question with another subject; a time that stands inside the old one goes in front."""
        pairs = zip(self.subject, other, strict=False)
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        gone = self.subject[same:]
        if gone and self.text.count(gone) == 1:
            return self.text.replace(gone, other[same:])
        if self.subject in self.text:
            return self.text.replace(self.subject, other, 1)
        return self.time + self.text.replace(self.time, "", 1).replace(self.subject, other, 1)

    def led(self) -> str:
        """Time and subject in their order."""
        return self.subject + self.time if self.time_follows() else self.time + self.subject


def sketch(text: str) -> Sketch:
    """The parts of a clean question, its end mark left out."""
    text = text.strip().rstrip("?？。!！ ")
    text = re.sub(r"(?<=.)[呢啊呀]$", "", text)
    match = ASKING.search(text)
    head, asking, after = (text[: match.start()], match.group(), text[match.end() :]) if match else (text, "", "")
    time = TIME.search(text)
    thing = _thing(after, asking[-1:] in COUNTERS) if asking.startswith(("多少", "几", "哪")) else ""
    bare = LEADING.sub("", TIME.sub("", head, count=1))
    if not COPULA.sub("", bare):
        subject, attribute = _parted(LEADING.sub("", TIME.sub("", after[len(thing) :], count=1)))
    else:
        subject, attribute = _parted(bare, asking.startswith(("多", "几")) or not after)
    name = person_in(text)
    subject = name if name and name.startswith(subject) else subject
    deed = COPULA.sub("", bare.partition(subject)[2]) if subject and not attribute else ""
    return Sketch(
        text,
        time.group() if time else "",
        subject,
        attribute,
        deed if deed in SURELY or tag(deed) == "v" else "",
        head,
        asking,
        thing,
        after,
    )


def _thing(after: str, counted: bool) -> str:
    """The noun right behind the asking words; behind a counter (多少件投诉) it may look like a verb."""
    found = ""
    words = cut(after)
    if counted and words and tag(words[-1])[:1] == "n" and not is_verb(words[-1]) and not FUNCTION.intersection(words):
        return after
    for word in words:
        if not re.match(r"[\u4e00-\u9fff]", word) or (is_verb(word) and (found or not counted)) or (found and word in FUNCTION):
            break
        found += word
    return found.strip("的")


def _parted(head: str, with_deed: bool = True) -> tuple[str, str]:
    """Subject and attribute of what stands before the asking words: 雁回湾新区 | 规划面积. `with_deed`: a verb may stand there too."""
    words = cut(COPULA.sub("", head))
    attribute = ""
    if words and (ATTRIBUTE.fullmatch(words[-1]) or ATTRIBUTE.fullmatch("".join(words[-2:])[-2:])):
        attribute = words.pop()
        while words and (MODIFIER.fullmatch(words[-1]) or ATTRIBUTE.fullmatch(words[-1] + attribute)):
            attribute = words.pop() + attribute
    whole = len(words) if not with_deed and words and not is_verb(words[-1]) else 1
    last = max((at for at, word in enumerate(words) if (word == "的" and at < len(words) - 1) or BODY.search(word)), default=0)
    if words and words[last] == "的":  # 打掉的跨省洗钱团伙: the verb belongs to the noun behind it
        run = list(takewhile(lambda at: tag(words[at])[:1] in ("n", "v"), range(last + 1, len(words))))
        last = max((at for at in run if tag(words[at])[0] == "n" and not is_verb(words[at])), default=last)
    for at in range(max(whole, last), len(words)):
        if is_verb(words[at], words[at + 1] if at + 1 < len(words) else "" if attribute else "成"):
            words = words[:at]
            break
    return COPULA.sub("", "".join(words)), attribute
