"""Names that no rule sees. Comes in: a text and the places before its verbs of speech where nobody was found. Goes out: who speaks there.

A tagger reads the clause right before the verb, and the one before where that says nothing of a subject. What it calls a person is believed
where the name can end there (张元 of 张元升在 is made whole or left), and where it looks like a name, has a title or stands in the text again.
Where nobody is a person, the clause may be an organisation's. It also reads short names that the rules gave a speech: what it cuts otherwise
is none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, islice, takewhile

from corpus.article import Range
from corpus.clauses import BLANK
from corpus.surnames import (
    AFTER,
    COMMON,
    FOREIGN,
    HAN,
    NO_CHOSEN,
    NO_END,
    NO_NAME,
    OFTEN,
    PLACES,
    PLAINLY,
    POLITE,
    RARE,
    SPEAKS,
    TITLE,
    WORDS,
)
from corpus.tagger import Word, words
from corpus.verbs import MASK

SAID = "说"  # a name before a verb is a name; alone it may be anything
ALSO = frozenset("还 也 则 却 又 再 曾 都 均".split())
BESIDE = frozenset(("TIME", "d", "ad", "c", "w", "t", "xc"))
LEADING_IN = frozenset("据 根据 另据 对此 此外 近日 日前".split())
FOR_IT = re.compile("(?:的?(?:新闻|有关|相关|主要|宣传|官方)*(?:发言人|负责人|负责同志|官员|工作人员|有关人士)|方面|官方|官网|官微|微博|微信公众号)?(?:通报|发布|消息|声明|发表|通告|公告|发文|回应|发出?)*")
SHORT = re.compile(f"[{HAN}]{{2,3}}")  # names that may be a piece of something
PLACES_READ = 2
NAMING = ("PER", "ORG", "LOC", "nz")
AROUND = 12  # characters read on either side
MARKS = "，。！？；：、“”（）()\n" + MASK
LONGEST = 40  # characters of a clause that are read: the last ones
PLAIN_NOUN = re.compile(
    r"(?<![对向])(?:会议|文章|报道|报告|公告|公报|消息|记者|专家|人士|网友|媒体|外媒|通报|通知|声明|社论|评论|数据|统计|调查|研究|论文|分析|论坛|观点|资料|计划|方案|意见|规定|文件|大家|我们?|者|人员|负责人|官员|居民|村民|观众|家长|市民|游客|代表|委员|团队|双方|方面|介绍|了解|据|"
    r"此|为|来|并|也|还|又|就|要|话|句|说)(?:也|还|均|都|则|曾|纷纷|普遍)?$"
)
ISSUED = re.compile("发(?:出|布|表)(?:公告|声明|通报|消息|通知|通告)$")  # 南航发出公告称: it is 南航 that speaks
ENDS_HERE = re.compile(rf"{AFTER}|{SPEAKS}|{POLITE}|{PLAINLY}")
DOT = re.compile("[·•‧・∙]")
TRANSCRIBED = re.compile(f"[{FOREIGN}]+")
NAME = re.compile(rf"[{HAN}·•‧・∙A-Z.]*[{HAN}][{HAN}·•‧・∙A-Z.]*")
TITLE_BEFORE = re.compile(rf"(?:{TITLE})[（(]?$")
# Who wrote it, and what stands in quotation marks.
PRINTED_BY = re.compile(r"(?:记者|通讯员|编辑|实习生|作者|供图|摄影|图|文)[\s:：/／]*$|[“‘《（(]$")
MORE = re.compile(rf"(?:[·•‧・∙](?:[{FOREIGN}]{{1,9}}|[A-Z]\.?))+")
POLITELY = re.compile(rf"(?:.{{1,2}}|[{HAN}]{{4}})(?:{POLITE}|{PLAINLY})")
NO_PERSON = re.compile(rf"(?:{NO_CHOSEN})|{WORDS.pattern}|{PLACES}|.*(?:[省市县区镇村街国族州]|公司|集团|银行|大学|学院|政府|记者|网友|队|们|某|方|姓|氏)$")


@dataclass
class Strangers:
    """`people`: names of people, each once; `bodies`: the organisation that speaks at a place."""

    people: list[str] = field(default_factory=list)
    bodies: dict[Range, str] = field(default_factory=dict)


def strangers(text: str, places: Iterable[Range]) -> Strangers:
    """Who speaks at the places, each the words `text[start:end]` before a verb of speech."""
    found = Strangers()
    for start, end in dict.fromkeys(places):
        clause = _clause(text, start, end)
        if not clause:
            continue
        tagged = _tagged(clause)
        seen = [name for name, title in people(clause, tagged) if _sure(name, text, title=title)]
        found.people += [name for name in seen if name not in found.people]
        if not seen and (name := body(tagged) or body(_tagged(_told(clause)))):
            found.bodies[start, end] = name
    return found


def doubtful(text: str, names: Iterable[str]) -> frozenset[str]:
    """Those of the short Chinese names that the tagger cuts otherwise: part of a word (吴淞街|道), or a word of their own that is none (应援)."""
    return frozenset(name for name in names if SHORT.fullmatch(name) and not POLITELY.fullmatch(name) and _cut_otherwise(text, name))


def _cut_otherwise(text: str, name: str) -> bool:
    places = [m.span() for m in islice(re.finditer(re.escape(name), text), PLACES_READ)]
    return bool(places) and all(_no_word(text, *place) for place in places)


def _no_word(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is cut otherwise by the tagger, read with what stands around it in its clause."""
    low, high = max(start - AROUND, *(text.rfind(mark, 0, start) + 1 for mark in MARKS)), end
    while high < min(len(text), end + AROUND) and text[high] not in MARKS:
        high += 1
    at = low
    for word, tag in words(text[low:high]):
        one, at = at, at + len(word)
        alone = (one, at) == (start, end) and end - start == 2 and tag not in NAMING
        if one < end and start < at and tag != "PER" and (one < start or end < at or alone):
            return True
    return False


def _tagged(clause: str) -> list[Word]:
    """The words of a clause, tagged as they are before a verb of speech."""
    *most, (last, tag) = words(clause + SAID)
    return most if last == SAID else [*most, (last.removesuffix(SAID), tag)]


def people(clause: str, tagged: Sequence[Word]) -> list[tuple[str, bool]]:
    """The people among the tagged words of a clause, each with whether a title stands before."""
    found, at, begins = [], 0, 0
    for number, (word, tag) in enumerate(tagged):
        one, at = at, at + len(word)
        following = tagged[number + 1] if number + 1 < len(tagged) else ("", "")
        if tag != "PER" or PRINTED_BY.search(clause, 0, one):
            begins = at
        elif len(word) > 1 or following[1] != "PER":  # a surname alone belongs to what follows: 原 梦菲
            begins = 0 if one == 1 and len(word) == 2 and clause[0] not in NO_NAME + NO_END else begins
            name = _name(clause, begins, at, following[0])
            found += [(name, bool(TITLE_BEFORE.search(clause, 0, begins)))] if name else []
            begins = at
    return found


def body(tagged: Sequence[Word]) -> str | None:
    """The organisation whose clause it is: places and organisations side by side, before them adverbs, behind them who speaks for it."""
    rest = list(dropwhile(lambda word: word[1] in BESIDE or word[0] in LEADING_IN, tagged))
    name = list(takewhile(lambda word: word[1] in ("ORG", "LOC", "nz"), rest))
    office = next((number for number in range(len(name), min(len(rest), len(name) + 3)) if rest[number][0].endswith("部门")), None)
    if office and name:  # 乌克兰|安全|部门
        name = rest[: office + 1]
    elif not any(tag == "ORG" for _, tag in name):
        return None
    behind = "".join(word for word, tag in rest[len(name) :] if tag not in BESIDE and word not in ALSO)
    printed = "".join(word for word, _ in name)
    return printed if FOR_IT.fullmatch(behind) and len(printed) > 1 else None


def _name(clause: str, start: int, end: int, next_word: str) -> str | None:
    """The name that is tagged as `clause[start:end]`, with what belongs to it; None for what is none."""
    more = MORE.match(clause, end)
    end = more.end() if more else end
    whole = more or ENDS_HERE.match(clause, end)
    if not whole and ENDS_HERE.match(clause, end + 1) and clause[end] not in NO_NAME + NO_END:
        end += end - start < 3 or bool(TRANSCRIBED.fullmatch(clause, start, end))
    elif not whole and end - start < 3 and len(next_word) < 2:
        return None
    name = clause[start:end].strip("·• ")
    return None if len(name) < 2 or not NAME.fullmatch(name) or POLITELY.fullmatch(name) or NO_PERSON.match(name) else name


def _sure(name: str, text: str, *, title: bool) -> bool:
    """Whether a name is to be believed: it looks like one, or has a title before it, or the text has it again."""
    if DOT.search(name) or (len(name) > 2 and TRANSCRIBED.fullmatch(name)):
        return True
    if len(name) < 4 and (title or name[0] in COMMON):
        return True
    if text.count(name) > 1 and (len(name) in (3, 4) or name[0] in RARE + OFTEN + FOREIGN):
        return True
    return title and len(name) == 4 and name[0] not in COMMON


def _told(clause: str) -> str:
    """A clause without the words at its end that only say when, where and to whom."""
    cut = next((cut for cut in range(2, len(clause)) if BLANK.fullmatch(clause, cut)), len(clause))
    return "" if "》" in clause[cut:].partition("《")[0] else clause[:cut].removeprefix("据")


def _clause(text: str, start: int, end: int) -> str:
    """The words of `text[start:end]` worth reading: the last clause, with the one before where it says nothing of a subject; else none."""
    low = text.rfind("，", start, end) + 1 or start
    if low > start + 1 and BLANK.fullmatch(text[low:end].strip()):
        low = text.rfind("，", start, low - 1) + 1 or start
    clause = text[max(low, end - LONGEST) : end].rpartition(MASK)[2].strip("，, 　\n")
    clause = ISSUED.sub("", clause)
    return "" if len(clause) < 2 or PLAIN_NOUN.search(clause) else clause
