"""What a pronoun means. Comes in: a question with 他, 它, 这座桥 or 那里, and what was said before. Goes out: the question with the name.

Knows no article; who said an answer it has to be told.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.named import core_of
from app.sketch import Sketch
from app.speech import MEASURES, cut, tag

AMONG = re.compile(r"^(?:在?(?:其中|这其中|这里面|里面|里头|这些|这当中|当中)[,，、]?(?:的(?=[^有]))?)")
HE = re.compile(r"(?<![其吉])(?:他|她)(?!们|人|国|山|乡|日)(?:本人|自己|家(?![里人乡庭]))?")
THEY = re.compile(r"(?:他|她|它)们|这些|那些")
IT = re.compile(
    rf"它(?!们)|该(?=[\u4e00-\u9fff])|(?:这|那)[{MEASURES}](?!篇|期报|张报|次|届|天|年|月|人)|这(?=[桥楼路河港馆厂校院湖县市区镇村店])|此(?=项|地|次)"
)
HERE = re.compile(r"这里(?!面)|那里(?!面)|这儿|那儿|那边|这边|当地")
THEN = re.compile(r"(?:那|当|这一|那一|同)年(?!级)|(?<!这)(?<!那)当时|那时候?")
PAPER = re.compile(r"(?:这|那|该)(?:篇|份|张)?(?:文章|文|报|稿|版|访谈|采访)")
BROAD = frozenset("项目 工程 地方 单位 机构 企业 公司 城市 地区 活动 事情 部门 组织 设施 建筑 名字 人物".split())
MOST = re.compile(r"最|第一")
LONG_BEFORE = 6  # characters before 这个 or 那场 that say themselves what is meant
NAMELIKE = re.compile(r"[^\d、，。；]{2,15}")


def anyone(question: str) -> str | None:
    """Nobody is known to have said it."""
    return None


@dataclass(frozen=True, slots=True)
class Before:
    """The last question taken apart, its answer ("" for none), the person it was about, and the last person named at all."""

    sketch: Sketch
    answer: str
    named: str
    person: str
    earlier: tuple[str, ...] = ()  # subjects of the questions before it, the last first

    def answered_with_name(self) -> bool:
        """Whether it asked which one, and a name was the answer: of a thing, for what a person said or did is asked with 他."""
        return bool(re.match(rf"哪一?[{MEASURES}](?<![年天月日])", self.sketch.asking) and NAMELIKE.fullmatch(self.answer))

    def subject(self) -> str:
        """What the conversation is about now."""
        if self.answered_with_name():
            return self.answer
        if self.sketch.asking in ("什么", "哪类", "哪种") and NAMELIKE.fullmatch(self.answer) and MOST.search(self.sketch.text):
            return core_of(self.sketch.subject)[0] + self.answer  # 出口第一大的商品是什么: 家用缝纫机
        return self.sketch.subject or self.sketch.thing

    def whoever(self) -> str:
        """The person asked for with 谁 and not found: 拿了第一的人."""
        old = self.sketch
        if old.asking != "谁" or self.answer or not (old.head and old.after):
            return ""
        return f"{old.head.removesuffix('是')}{old.after.rstrip('的')}的人"

    def counted(self) -> str:
        """The things that were counted or listed, with whose they are."""
        old = self.sketch
        deed = old.deed + "的" if old.deed and old.thing else ""
        return old.led() + deed + (old.thing or old.attribute)


def referred(text: str, before: Before, speaker_of: Callable[[str], str | None]) -> str | None:
    """The question with its first pronoun replaced; None without one."""
    if PAPER.search(text):
        return None
    match = HE.search(text)
    if match:
        meant = before.named or before.whoever() or speaker_of(before.sketch.text) or before.person or before.subject()
        return text[: match.start()] + meant + text[match.end() :]
    for pattern, meant in ((THEY, before.counted()), (HERE, core_of(before.sketch.subject)[0] or before.subject()), (IT, before.subject())):
        match = pattern.search(text)
        if match and meant and not (pattern is IT and match.start() >= LONG_BEFORE):
            noun_follows = match.group() in ("这些", "那些") or (pattern is IT and match.group() != "它")
            return text[: match.start()] + meant + _behind(text[match.end() :], meant, noun_follows)
    match = THEN.search(text)
    return before.subject() + before.sketch.time + text[: match.start()] + text[match.end() :] if match else None


def _behind(rest: str, meant: str, noun_follows: bool) -> str:
    """What follows the pronoun; the noun it stood with (这个项目) goes when it says no more than the name does."""
    words = cut(rest) if noun_follows else []
    if not words:
        return rest
    alike = words[0] in meant or (words[0][-1] == meant[-1] and tag(words[0])[:1] in ("n", ""))
    return rest[len(words[0]) :] if alike or words[0] in BROAD or words[0] == "地" else rest
