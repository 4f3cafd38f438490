"""What other articles say to the same question. Comes in: a question, its answer, all weighed candidates. Goes out: Others.

    same        other articles with the same value: more quotes of the answer
    conflicts   other articles with another value for the same thing, newest first, never merged

A false conflict is worse than none: it has to be of another article, sure enough by itself, of one measure, and agree with the answer in
subject, in the thing counted, in time, in state (规划, 在建, 建成) and in sort (首批, 人均, 最高). Knows no index and makes no quote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.align import searchable, years
from app.assemble import Assembled
from app.question import Question
from app.sketch import Sketch, core_of, names_in, sketch
from app.value import Verdict, days_agree, names_agree, numbers_agree
from app.weigh import Weighed
from corpus.sentence import clauses

MOST_CONFLICTS = 3
HEAVY = 0.35  # weight of a word of the question, as a share of the heaviest, that must not be missing from where a value stands
LESS = 0.3  # how much less of the question another value's sentence may bear out
SPAN = 40  # characters before a value in which its time and scope are looked for
# Words of one group say the same of a thing's state; values in different states are no conflict.
STATES = tuple(
    map(
        re.compile,
        (
            r"规划|计划|拟|将|预计|力争|目标|争取|准备", r"在建|开工|动工|正在建|建设中", r"投用|投入使用|启用|建成|建好|完工|竣工|通车|投产|开诊|落成",
            r"新增|增加|新建|扩大|增至|增长", r"减少|下降|拆|关停|降至", r"改建|改造|扩建|修缮|整治", r"原|曾|此前|过去|当年|原来|前身", r"签约|中标|获批|立项",
        ),
    )
)  # fmt: skip
SORTS = re.compile(
    r"最[高低多少大小长]|首[批期个家]|第[一二三四五]批|其中|平均|人均|户均|日均|年均|每[年月日天人户亩公吨个]|累计|单[日月季]|峰值|上限|下限|同比|环比|占|不含|另|剩余|其余|仅"
)
WHOLES = re.compile(r"全(?:国|省|市|区|县|镇|乡|村|校|厂|院|州|域|行业|系统)|[一二三四五六七八九十]期|[东南西北中][部段侧岸区]")
PERIODS = re.compile(
    r"[上下]半年|第?[一二三四]季度|前[一二三四\d]季度|(?<!个)(?<!\d)\d{1,2}月(?:\d{1,2}日)?|[一二三四五六七八九十]+五(?=期间|规划|时期|末)"
)


@dataclass(frozen=True, slots=True)
class Others:
    """Candidates beside the answer's own; of a conflict, those that say its first one's value."""

    same: tuple[Weighed, ...] = ()
    conflicts: tuple[tuple[Weighed, ...], ...] = ()


def others(question: Question, made: Assembled, weighed: Sequence[Weighed], threshold: float) -> Others:
    """Sort out what the other candidates say; nothing for 是 and 否, for reasons, and for answers of several parts."""
    if len(made.spans) != 1 or question.kind in ("yesno", "reason", "manner", "definition") or made.best.form == "head":
        return Others()
    whole, asked = made.spans[0], sketch(question.clean)
    sure = [one for one in weighed if one.confidence >= threshold and one.form != "head"]
    same: dict[str, Weighed] = {}
    rivals: dict[str, list[Weighed]] = {}
    for one in sure:
        name = one.read.article.id
        if name == whole.read.article.id or name in same or not _about_it(question, asked, whole, one):
            continue
        verdict = says(question, whole, one)
        if verdict == "same":
            same[name] = one
            rivals.pop(name, None)
        elif verdict == "other" and _alike(question, whole, one):
            rivals.setdefault(name, []).append(one)
    conflicts = _grouped(question, [found[0] for found in rivals.values() if len({one.text for one in found}) == 1])
    return Others(tuple(same.values()), tuple(conflicts[:MOST_CONFLICTS]))


def says(question: Question, one: Weighed, other: Weighed) -> Verdict:
    """Whether two candidates say the same value, another, or nothing that can be compared."""
    if question.kind == "number":
        return numbers_agree(one.text, other.text)
    if question.kind == "date":
        return days_agree(one.text, one.read.article, other.text, other.read.article)
    verdict = names_agree(one.text, other.text)
    return verdict if verdict == "same" or question.kind == "person" else "apart"


def _about_it(question: Question, asked: Sketch, whole: Weighed, one: Weighed) -> bool:
    """Whether a candidate of another article speaks of what was asked: its subject stands there, and no heavy word is missing."""
    text = _sentence(one)
    scope = searchable(f"{one.read.article.title} {one.read.passage.context} {one.read.passage.text}")
    core = core_of(asked.subject)[0] or asked.subject
    thing = asked.thing if question.kind == "number" else ""
    return (
        one.seen.missing <= HEAVY
        and searchable(core) in scope
        and (not thing or searchable(thing) in searchable(text) or searchable(thing) not in searchable(_sentence(whole)))
        and one.seen.year >= 0
        and one.seen.sentence >= whole.seen.sentence - LESS
    )


def _alike(question: Question, whole: Weighed, one: Weighed) -> bool:
    """Whether two values can only be of the same thing: time, state, sort and scope are the same."""
    mine, theirs = _before(whole), _before(one)
    return (
        _times(whole) == _times(one)
        and [bool(state.search(mine)) for state in STATES] == [bool(state.search(theirs)) for state in STATES]
        and set(SORTS.findall(mine)) == set(SORTS.findall(theirs))
        and not _foreign(question, whole, one)
        and not _foreign(question, one, whole)
    )


def _grouped(question: Question, rivals: Sequence[Weighed]) -> list[tuple[Weighed, ...]]:
    """Rivals that say the same together, newest first."""
    groups: list[list[Weighed]] = []
    for one in sorted(rivals, key=lambda one: (one.read.article.date or "", one.confidence), reverse=True):
        for group in groups:
            if says(question, group[0], one) == "same":
                group.append(one)
                break
        else:
            groups.append([one])
    return [tuple(group) for group in groups]


def _sentence(one: Weighed) -> str:
    return one.read.article.text[one.sentence[0] : one.sentence[1]]


def _clause(one: Weighed) -> str:
    text = one.read.article.text
    return "".join(text[low:high] for low, high in clauses(text, *one.sentence) if low < one.end and one.start < high)


def _before(one: Weighed) -> str:
    """The clause of a value, and what of its sentence stands shortly before it."""
    return one.read.article.text[max(one.sentence[0], one.start - SPAN) : one.start] + _clause(one)


def _times(one: Weighed) -> tuple[frozenset[int], frozenset[str]]:
    """Years and parts of years near a value; a part of a year without its year is of the article's."""
    text = searchable(_before(one))
    today = int(one.read.article.date[:4]) if one.read.article.date else None
    periods = frozenset(PERIODS.findall(text.replace(searchable(one.text), "")))
    named = years(text.replace(searchable(one.text), ""), today)
    return (named or (frozenset({today}) if periods and today else frozenset())), periods


def _foreign(question: Question, whole: Weighed, one: Weighed) -> list[str]:
    """Names, wholes (全区) and parts (二期) in the clause of a value that neither the question nor the other value's sentence has."""
    known = searchable(f"{question.clean} {whole.read.article.title} {_sentence(whole)}")
    clause = searchable(_clause(one).replace(one.text, "，"))
    scope = {*WHOLES.findall(searchable(_before(one))), *names_in(clause)}
    return sorted(name for name in scope if name not in known)
