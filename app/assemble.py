"""Candidates become an answer. Comes in: a question and weighed candidates, best first. Goes out: the spans of the answer, in order.

One span usually; for two facts in one question the best span of each part; for yes or no, the sentence and 是 or 否. Knows no index and
makes no quote.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.align import coverage, searchable, terms
from app.question import Question
from app.spans import numbers
from app.weigh import Weighed, segment_of

PART = re.compile(r"[，,;；、?]|和(?=.{0,12}(?:多少|几|哪|谁|什么))|跟(?=.{0,12}(?:多少|几))")
ASKS = re.compile(r"多少|几(?!乎|何)|哪|谁|什么时候|何时|什么")
MOST_PARTS = 3
LEAST_SHARE = 0.02  # of the best candidate's confidence, for another one to answer a part of the question
NEGATION = re.compile(r"不(?!断|仅|但|同|少于|低于|超过|足|论|管|过|久|止|只)|没有|未|无法|尚未|取消|停止|禁止|拒绝|否认")
UNFINISHED = re.compile(r"在建|将|计划|拟|力争|预计|正在|即将|目前已|尚|规划|推进|年底")
ALL = re.compile(r"都|全部|全都|所有|均")
DONE = re.compile(r"已经?|都|全部|完|了[吗没]|过[吗没]")


@dataclass(frozen=True, slots=True)
class Assembled:
    """`spans` in the order of the text, at most three; `text` the answer shown; `best` the candidate it rests on."""

    text: str
    spans: tuple[Weighed, ...]
    best: Weighed


def assemble(question: Question, weighed: Sequence[Weighed], idf: Callable[[str], float]) -> Assembled:
    """The answer that the best candidate, and those beside it, make."""
    best = weighed[0]
    if question.kind == "yesno":
        return Assembled("是" if holds(question, best) else "否", (best,), best)
    chosen = [best]
    parts = parts_of(question)
    if len(parts) > 1 and not _covers_all(question, best):
        chosen = _one_each(parts, weighed, idf)
    chosen = sorted({(one.read.article.id, one.start): one for one in chosen}.values(), key=lambda one: (one.read.article.id, one.start))
    return Assembled("、".join(one.text for one in chosen), tuple(chosen), best)


def parts_of(question: Question) -> list[str]:
    """The parts of a question that each ask for something: A几所、B几所 -> two; A和B分别多少 -> two; else one."""
    text = question.clean
    if "分别" in text or "各" in text:
        named = re.split(r"、|和|跟|与|及", text.split("分别")[0].split("各")[0])
        return [part for part in named if part.strip()][:MOST_PARTS] if len(named) > 1 else [text]
    pieces = [piece for piece in PART.split(text) if ASKS.search(piece)]
    return pieces[:MOST_PARTS] if len(pieces) > 1 else [text]


def _covers_all(question: Question, best: Weighed) -> bool:
    """Whether the best candidate already has a value for each part (21所中小学、28所幼儿园)."""
    return "、" in best.text and len(numbers(best.text, 0, len(best.text))) >= len(parts_of(question))


def _one_each(parts: Sequence[str], weighed: Sequence[Weighed], idf: Callable[[str], float]) -> list[Weighed]:
    """For each part the candidate that is likely and stands closest to the part's own words; no two overlap."""
    chosen: list[Weighed] = []
    pool = [one for one in weighed if one.confidence > weighed[0].confidence * LEAST_SHARE and len(numbers(one.text, 0, len(one.text))) <= 1]
    for part in parts:
        wanted = terms(part, idf)
        free = [one for one in pool if not any(_overlap(one, taken) for taken in chosen)]
        if free:
            chosen.append(max(free, key=lambda one: coverage(wanted, _close(one)) + 0.5 * one.confidence))
    return chosen or [weighed[0]]


def _close(one: Weighed) -> str:
    return searchable(segment_of(one.read.article.text, one.start, one.end, *one.sentence))


def _overlap(one: Weighed, other: Weighed) -> bool:
    return one.read.article.id == other.read.article.id and one.start < other.end and other.start < one.end


def holds(question: Question, best: Weighed) -> bool:
    """Whether the sentence bears the question out: neither denies the other, figures agree, and all is done that is asked to be."""
    low, high = best.sentence
    sentence = best.read.article.text[low:high]
    clause = _close(best) + best.text
    asked = {question.clean[s:e] for s, e in numbers(question.clean, 0, len(question.clean))}
    given = {sentence[s:e] for s, e in numbers(sentence, 0, len(sentence))}
    bare = re.compile(r"\d+(?:\.\d+)?")
    figures_asked, figures_given = set(bare.findall(" ".join(asked))), set(bare.findall(" ".join(given)))
    if figures_asked and figures_given and not figures_asked & figures_given:
        return False
    plain = re.sub(r"是不是|有没有|能不能|会不会|可不可以|对不对|了没有?|没有[?]?$", "", question.clean)
    if bool(NEGATION.search(plain)) != bool(NEGATION.search(clause)):
        return False
    return not (ALL.search(plain) and DONE.search(plain) and UNFINISHED.search(sentence) and not ALL.search(sentence))
